# Tests with helpers whose names stand for other things in their neighbours: each is compiled alone, see whistle_unite.
whistle_compile_alone(adapters/api/api_response_test.cc adapters/district/rule_tests_file_test.cc
  adapters/district/whistle_stream_test.cc adapters/district/yaml_reader_test.cc
  adapters/http/http_session_test.cc adapters/http/outbound_client_test.cc adapters/http/raw_client.cc
  adapters/http/request_reader_test.cc adapters/http/wire_test.cc adapters/open311/request_query_test.cc
  adapters/open311/tell_test.cc adapters/platform/subscribers_file_test.cc
  adapters/zeromq/curve_key_file_test.cc adapters/zeromq/request_codec_test.cc
  adapters/zeromq/router_socket_test.cc clients/cpp/client_test.cc engine/absence_test.cc engine/acts_test.cc
  engine/evaluation_test.cc engine/locate_test.cc engine/logic_test.cc engine/privacy_test.cc
  engine/rebase_test.cc engine/retention_test.cc engine/sample_district.cc engine/submission_test.cc
  engine/succession_test.cc engine/token_test.cc scenarios/explanation_test.cc scenarios/life_table_test.cc
  scenarios/privacy_words.cc scenarios/scenarios_test.cc scenarios/staged_ticket.cc simulation/simulation.cc
  simulation/untouched_test.cc storage/erasure_list_test.cc storage/rocksdb_founding_test.cc
  storage/rocksdb_full_disk_test.cc storage/rocksdb_recovery_test.cc storage/rocksdb_scrub_test.cc
  storage/rocksdb_store_test.cc storage/sha256_test.cc storage/ticket_token_test.cc storage/tree_tiles_test.cc
  storage/vault_test.cc whistle/settings_test.cc whistle/wording_privacy_test.cc whistle/wording_test.cc
  whistled/erasure_test.cc whistled/queries_test.cc whistled/rate_limit_test.cc whistled/refusal_audit_test.cc whistled/reload_test.cc
  whistled/resident_test.cc whistled/sender_limits_test.cc whistled/web/open311_door_test.cc
  whistled/web/problem_page_test.cc)
