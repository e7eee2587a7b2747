# The longest begin first, in seconds on two cores, so that none is left running alone at the end.
set_tests_properties(web/first_page/first_page_test PROPERTIES COST 119)
set_tests_properties(whistle/audit/verification_test PROPERTIES COST 55)
set_tests_properties(whistle/client_acts_test storage/rocksdb_founding_test PROPERTIES COST 40)
set_tests_properties(whistle/client_test whistled/connections_test clients/cpp/examples_test PROPERTIES COST 32)
set_tests_properties(simulation/simulation_test whistle/audit/audit_test demonstration/demo_test clients/python/wheel_test
  crash/power_cut_test PROPERTIES COST 28)
