#include "adapters/zeromq/request_codec.h"

#include <google/protobuf/stubs/logging.h>

#include <doctest/doctest.h>

#include <cstdlib>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "adapters/zeromq/message_form.h"

namespace whistle::adapters::zeromq {
namespace {

// Messages that do not parse are what is tested here; the library's complaints about them are not.
const auto kNoLog = google::protobuf::SetLogHandler(nullptr);

v1::Request command() {
  v1::Request request;
  request.set_correlation(77);
  request.set_key("k-1");
  return request;
}

v1::Request whistle() {
  auto request = command();
  auto& blow = *request.mutable_command()->mutable_blow_whistle();
  blow.set_kind(v1::WHISTLE_KIND_RESIDENT);
  blow.set_source(v1::SOURCE_RESIDENT);
  blow.set_category("E0110");
  blow.set_channel("app");
  blow.set_occurred_at_us(1'790'000'000'000'000);
  blow.mutable_location()->mutable_point()->set_lat_e7(367'000'000);
  blow.mutable_location()->mutable_point()->set_lon_e7(1'191'000'000);
  blow.mutable_location()->mutable_legacy()->set_system("old");
  blow.mutable_location()->mutable_legacy()->set_code("7");
  blow.add_attachment_sha256(std::string(32, 'h'));
  blow.mutable_personal()->set_text("第一行\n\t第二行");
  blow.mutable_personal()->set_address("3号楼");
  blow.mutable_personal()->mutable_reporter()->set_name("张三");
  blow.mutable_personal()->mutable_reporter()->set_phone("13800138012");
  return request;
}

v1::BlowWhistle& blow_of(v1::Request& request) {
  return *request.mutable_command()->mutable_blow_whistle();
}

v1::Request resolution() {
  auto request = command();
  auto& resolve = *request.mutable_command()->mutable_resolve_ticket();
  resolve.set_ticket(9);
  resolve.set_outcome(v1::OUTCOME_FIXED);
  resolve.add_evidence()->set_kind(v1::EVIDENCE_NOTE);
  resolve.mutable_personal()->set_text("done");
  return request;
}

v1::Request publication() {
  auto request = command();
  auto& file = *request.mutable_command()->mutable_publish_ruleset()->add_files();
  file.set_path("tests/a.yaml");
  file.set_content(std::string(100'000, 'x'));
  return request;
}

v1::Request registration() {
  auto request = command();
  request.mutable_command()->mutable_register_identity()->set_member("m-1");
  request.mutable_command()->mutable_register_identity()->set_curve_public_key(std::string(32, 'k'));
  return request;
}

v1::Request file() {
  auto request = command();
  request.mutable_command()->mutable_put_attachment()->set_ticket(9);
  request.mutable_command()->mutable_put_attachment()->set_sha256(std::string(32, 'h'));
  return request;
}

v1::PutAttachment& put_of(v1::Request& request) {
  return *request.mutable_command()->mutable_put_attachment();
}

v1::PutChunk chunk(std::uint64_t size, std::uint64_t offset, std::size_t content) {
  v1::PutChunk chunk;
  chunk.set_ticket(9);
  chunk.set_sha256(std::string(32, 'h'));
  chunk.set_size(size);
  chunk.set_offset(offset);
  chunk.set_content(std::string(content, 'c'));
  return chunk;
}

std::string told(const v1::Refusal& refusal) {
  std::string text = v1::RefusalCode_Name(refusal.code()).substr(std::string("REFUSAL_CODE_").size());
  for (const auto& argument : refusal.arguments())
    text += " " + argument.name() + "=" + argument.value();
  return text;
}

std::string outcome(const std::string& frame) {
  const auto request = decode_request(frame);
  return request ? "accepted" : told(request.error().refusal);
}

TEST_CASE("a request that keeps the rules comes out as it went in") {
  for (const auto& request : {whistle(), resolution(), publication(), registration(), file()}) {
    const auto decoded = decode_request(request.SerializeAsString());
    REQUIRE_MESSAGE(decoded.has_value(), told(decoded.error().refusal));
    CHECK(decoded->SerializeAsString() == request.SerializeAsString());
  }
}

TEST_CASE("each fault of a command is refused by name") {
  struct Case {
    const char* expected;
    std::function<v1::Request()> base;
    std::function<void(v1::Request&)> spoil;
  };
  const std::string long_code(65, 'x');
  const std::vector<Case> cases = {
      {"MISSING field=body", command, [](auto&) {}},
      {"MISSING field=command", command, [](auto& r) { r.mutable_command(); }},
      {"MISSING field=key", whistle, [](auto& r) { r.clear_key(); }},
      {"TOO_LARGE field=key limit=64", whistle, [&](auto& r) { r.set_key(long_code); }},
      {"INVALID_TEXT field=key why=printable ASCII alone", whistle, [](auto& r) { r.set_key("ключ"); }},
      {"INVALID_TEXT field=key why=control character", whistle, [](auto& r) { r.set_key("a\nb"); }},
      {"TOO_LARGE field=claimed_member limit=64", whistle, [&](auto& r) { r.set_claimed_member(long_code); }},
      {"TIME_IMPOSSIBLE field=acted_at time=-1", whistle, [](auto& r) { r.set_acted_at_us(-1); }},
      {"MISSING field=kind", whistle, [](auto& r) { blow_of(r).clear_kind(); }},
      {"MISSING field=source", whistle, [](auto& r) { blow_of(r).clear_source(); }},
      {"INVALID field=kind why=unknown enumerator", whistle,
       [](auto& r) { blow_of(r).set_kind(static_cast<v1::WhistleKind>(99)); }},
      {"TOO_LARGE field=channel limit=32", whistle, [](auto& r) { blow_of(r).set_channel(std::string(33, 'c')); }},
      {"TOO_LARGE field=category limit=64", whistle, [&](auto& r) { blow_of(r).set_category(long_code); }},
      {"TOO_LARGE field=urgency limit=64", whistle, [&](auto& r) { blow_of(r).set_urgency(long_code); }},
      {"INVALID_TEXT field=category why=control character", whistle, [](auto& r) { blow_of(r).set_category("E\n1"); }},
      {"TIME_IMPOSSIBLE field=occurred_at time=-5", whistle, [](auto& r) { blow_of(r).set_occurred_at_us(-5); }},
      {"TIME_IMPOSSIBLE field=occurred_at time=9223372036854775807", whistle,
       [](auto& r) { blow_of(r).set_occurred_at_us(INT64_MAX); }},
      {"POINT_IMPOSSIBLE lat_e7=900000001 lon_e7=1191000000", whistle,
       [](auto& r) { blow_of(r).mutable_location()->mutable_point()->set_lat_e7(900'000'001); }},
      {"POINT_IMPOSSIBLE lat_e7=367000000 lon_e7=-1800000001", whistle,
       [](auto& r) { blow_of(r).mutable_location()->mutable_point()->set_lon_e7(-1'800'000'001); }},
      {"TOO_LARGE field=location.estate limit=64", whistle,
       [&](auto& r) { blow_of(r).mutable_location()->set_estate(long_code); }},
      {"TOO_LARGE field=location.grid limit=64", whistle,
       [&](auto& r) { blow_of(r).mutable_location()->set_grid(long_code); }},
      {"TOO_LARGE field=location.area limit=64", whistle,
       [&](auto& r) { blow_of(r).mutable_location()->set_area(long_code); }},
      {"MISSING field=location.legacy.code", whistle,
       [](auto& r) { blow_of(r).mutable_location()->mutable_legacy()->clear_code(); }},
      {"TOO_LARGE field=location.legacy.system limit=64", whistle,
       [&](auto& r) { blow_of(r).mutable_location()->mutable_legacy()->set_system(long_code); }},
      {"TOO_LARGE field=attachment_sha256 limit=16", whistle,
       [](auto& r) {
         for (int i = 0; i < 16; ++i)
           blow_of(r).add_attachment_sha256(std::string(32, 'h'));
       }},
      {"INVALID field=attachment_sha256 why=32 bytes", whistle,
       [](auto& r) { blow_of(r).add_attachment_sha256("short"); }},
      {"MISSING field=attachment_sha256", whistle, [](auto& r) { blow_of(r).add_attachment_sha256(""); }},
      {"TOO_LARGE field=personal.text limit=8192", whistle,
       [](auto& r) { blow_of(r).mutable_personal()->set_text(std::string(8'193, 't')); }},
      {"TOO_LARGE field=personal.address limit=512", whistle,
       [](auto& r) { blow_of(r).mutable_personal()->set_address(std::string(513, 'a')); }},
      {"TOO_LARGE field=personal.reporter.name limit=128", whistle,
       [](auto& r) { blow_of(r).mutable_personal()->mutable_reporter()->set_name(std::string(129, 'n')); }},
      {"TOO_LARGE field=personal.reporter.phone limit=128", whistle,
       [](auto& r) { blow_of(r).mutable_personal()->mutable_reporter()->set_phone(std::string(129, '1')); }},
      {"INVALID_TEXT field=personal.text why=control character", whistle,
       [](auto& r) { blow_of(r).mutable_personal()->set_text("bell\a"); }},
      {"INVALID_TEXT field=personal.text why=control character", whistle,
       [](auto& r) { blow_of(r).mutable_personal()->set_text("next line\xc2\x85"); }},
      {"INVALID_TEXT field=personal.address why=control character", whistle,
       [](auto& r) { blow_of(r).mutable_personal()->set_address("two\nlines"); }},
      {"INVALID_TEXT field=personal.reporter.name why=control character", whistle,
       [](auto& r) { blow_of(r).mutable_personal()->mutable_reporter()->set_name(std::string("nul\0", 4)); }},
      {"INVALID field=personal.reporter why=an anonymous whistle holds no reporter", whistle,
       [](auto& r) { blow_of(r).set_anonymous(true); }},
      {"INVALID field=personal.point why=journal only", whistle,
       [](auto& r) { blow_of(r).mutable_personal()->mutable_point(); }},
      {"INVALID field=personal.original_point why=journal only", whistle,
       [](auto& r) { blow_of(r).mutable_personal()->mutable_original_point(); }},
      {"INVALID field=commitments why=journal only", whistle, [](auto& r) { blow_of(r).mutable_commitments(); }},
      {"MISSING field=outcome", resolution,
       [](auto& r) { r.mutable_command()->mutable_resolve_ticket()->clear_outcome(); }},
      {"INVALID field=outcome why=not an outcome of a resolution", resolution,
       [](auto& r) { r.mutable_command()->mutable_resolve_ticket()->set_outcome(v1::OUTCOME_FORCED); }},
      {"TOO_LARGE field=evidence limit=16", resolution,
       [](auto& r) {
         for (int i = 0; i < 16; ++i)
           r.mutable_command()->mutable_resolve_ticket()->add_evidence()->set_kind(v1::EVIDENCE_NOTE);
       }},
      {"MISSING field=evidence.sha256", resolution,
       [](auto& r) {
         r.mutable_command()->mutable_resolve_ticket()->add_evidence()->set_kind(v1::EVIDENCE_PHOTO_AFTER);
       }},
      {"INVALID field=personal.address why=a resolution brings a note alone", resolution,
       [](auto& r) { r.mutable_command()->mutable_resolve_ticket()->mutable_personal()->set_address("x"); }},
      {"INVALID field=personal.reporter why=a resolution brings a note alone", resolution,
       [](auto& r) { r.mutable_command()->mutable_resolve_ticket()->mutable_personal()->mutable_reporter(); }},
      {"INVALID field=commitments why=journal only", resolution,
       [](auto& r) { r.mutable_command()->mutable_resolve_ticket()->mutable_commitments(); }},
      {"INVALID field=rating why=1 to 5", command,
       [](auto& r) { r.mutable_command()->mutable_confirm_resolution()->set_rating(6); }},
      {"MISSING field=files", command, [](auto& r) { r.mutable_command()->mutable_publish_ruleset(); }},
      {"INVALID field=ruleset_sha256 why=32 bytes", publication,
       [](auto& r) { r.mutable_command()->mutable_publish_ruleset()->set_ruleset_sha256("x"); }},
      {"TOO_LARGE field=files.path limit=128", publication,
       [](auto& r) { r.mutable_command()->mutable_publish_ruleset()->add_files()->set_path(std::string(129, 'p')); }},
      {"INVALID field=files.path why=not a relative path", publication,
       [](auto& r) { r.mutable_command()->mutable_publish_ruleset()->add_files()->set_path("../areas.csv"); }},
      {"INVALID field=files.path why=not a relative path", publication,
       [](auto& r) { r.mutable_command()->mutable_publish_ruleset()->add_files()->set_path("/etc/passwd"); }},
      {"INVALID field=files.path why=given twice", publication,
       [](auto& r) { r.mutable_command()->mutable_publish_ruleset()->add_files()->set_path("tests/a.yaml"); }},
      {"TOO_LARGE field=files limit=256", publication,
       [](auto& r) {
         for (int i = 0; i < 256; ++i) {
           r.mutable_command()->mutable_publish_ruleset()->add_files()->set_path("f" + std::to_string(i));
         }
       }},
      {"MISSING field=member", registration,
       [](auto& r) { r.mutable_command()->mutable_register_identity()->clear_member(); }},
      {"TOO_LARGE field=label limit=64", registration,
       [&](auto& r) { r.mutable_command()->mutable_register_identity()->set_label(long_code); }},
      {"INVALID field=curve_public_key why=32 bytes", registration,
       [](auto& r) { r.mutable_command()->mutable_register_identity()->set_curve_public_key("k"); }},
      {"MISSING field=curve_public_key", command, [](auto& r) { r.mutable_command()->mutable_revoke_identity(); }},
      {"NOT_PERMITTED needs=engine", command, [](auto& r) { r.mutable_command()->mutable_create_journal(); }},
      {"NOT_PERMITTED needs=engine", command, [](auto& r) { r.mutable_command()->mutable_start_engine(); }},
      {"MISSING field=ruleset_sha256", command, [](auto& r) { r.mutable_command()->mutable_withdraw_ruleset(); }},
      {"INVALID field=ruleset_sha256 why=32 bytes", command,
       [](auto& r) { r.mutable_command()->mutable_withdraw_ruleset()->set_ruleset_sha256("x"); }},
      {"NOT_PERMITTED needs=engine", command, [](auto& r) { r.mutable_command()->mutable_put_ruleset_in_force(); }},
      {"NOT_PERMITTED needs=engine", command, [](auto& r) { r.mutable_command()->mutable_hand_over_ticket(); }},
      {"NOT_PERMITTED needs=engine", command, [](auto& r) { r.mutable_command()->mutable_fire_clock(); }},
      {"NOT_PERMITTED needs=engine", command, [](auto& r) { r.mutable_command()->mutable_record_follower(); }},
      {"NOT_PERMITTED needs=engine", command, [](auto& r) { r.mutable_command()->mutable_follow_lead_ticket(); }},
      {"NOT_PERMITTED needs=engine", command, [](auto& r) { r.mutable_command()->mutable_record_repeat(); }},
      {"MISSING field=subject", command, [](auto& r) { r.mutable_command()->mutable_lodge_appeal()->set_ticket(1); }},
      {"MISSING field=ground", command,
       [](auto& r) { r.mutable_command()->mutable_lodge_appeal()->set_subject(v1::APPEAL_SUBJECT_MISSES); }},
      {"MISSING field=party", command, [](auto& r) { r.mutable_command()->mutable_review_appeal()->set_ticket(1); }},
      {"MISSING field=subject", command, [](auto& r) { r.mutable_command()->mutable_review_appeal()->set_party("P"); }},
      {"TOO_LARGE field=party limit=64", command,
       [&](auto& r) { r.mutable_command()->mutable_review_appeal()->set_party(long_code); }},
      {"MISSING field=lead_ticket", command, [](auto& r) { r.mutable_command()->mutable_link_tickets(); }},
      {"MISSING field=personal.text", command,
       [](auto& r) { r.mutable_command()->mutable_unlink_tickets()->set_ticket(1); }},
      {"MISSING field=personal.text", command,
       [](auto& r) { r.mutable_command()->mutable_reopen_ticket()->set_ticket(1); }},
      {"MISSING field=sha256", command, [](auto& r) { r.mutable_command()->mutable_put_attachment()->set_ticket(1); }},
      {"INVALID field=sha256 why=32 bytes", file, [](auto& r) { put_of(r).set_sha256("x"); }},
      {"INVALID field=type why=journal only", file, [](auto& r) { put_of(r).set_type(v1::ATTACHMENT_TYPE_JPEG); }},
      {"INVALID field=size why=journal only", file, [](auto& r) { put_of(r).set_size(1); }},
      {"INVALID field=sealed_sha256 why=journal only", file, [](auto& r) { put_of(r).set_sealed_sha256("x"); }},
      {"INVALID field=seen_on why=journal only", file, [](auto& r) { put_of(r).set_seen_on(1); }},
  };
  for (const auto& one : cases) {
    CAPTURE(one.expected);
    auto request = one.base();
    one.spoil(request);
    const auto decoded = decode_request(request.SerializeAsString());
    REQUIRE_FALSE(decoded.has_value());
    CHECK(told(decoded.error().refusal) == one.expected);
    CHECK(decoded.error().correlation == 77);
  }
}

TEST_CASE("each fault of a query is refused by name") {
  struct Case {
    const char* expected;
    std::function<void(v1::Request&)> ask;
  };
  const std::vector<Case> cases = {
      {"MISSING field=ticket", [](auto& r) { r.mutable_get_ticket(); }},
      {"INVALID field=number why=not a number, or its check digit is wrong",
       [](auto& r) { r.mutable_get_ticket()->set_number("20260928-00017-5"); }},
      {"TOO_LARGE field=number limit=32", [](auto& r) { r.mutable_get_ticket()->set_number(std::string(33, '1')); }},
      {"TOO_LARGE field=limit limit=500", [](auto& r) { r.mutable_list_tickets()->set_limit(501); }},
      {"TOO_LARGE field=lead limit=64", [](auto& r) { r.mutable_list_tickets()->set_lead(std::string(65, 'l')); }},
      {"TOO_LARGE field=member limit=64", [](auto& r) { r.mutable_list_tickets()->set_member(std::string(65, 'l')); }},
      {"TOO_LARGE field=grid limit=64", [](auto& r) { r.mutable_list_tickets()->set_grid(std::string(65, 'l')); }},
      {"MISSING field=member", [](auto& r) { r.mutable_list_tickets()->set_in_hand(true); }},
      {"INVALID field=states why=no state",
       [](auto& r) { r.mutable_list_tickets()->add_states(v1::TICKET_STATE_UNSPECIFIED); }},
      {"TOO_LARGE field=states limit=16",
       [](auto& r) {
         for (int i = 0; i < 17; ++i)
           r.mutable_list_tickets()->add_states(v1::TICKET_STATE_CLOSED);
       }},
      {"TOO_LARGE field=limit limit=1000", [](auto& r) { r.mutable_fetch_entries()->set_limit(1'001); }},
      {"INVALID field=known_ruleset_sha256 why=32 bytes",
       [](auto& r) { r.mutable_get_district()->set_known_ruleset_sha256("x"); }},
      {"INVALID field=part why=outlines are not told",
       [](auto& r) { r.mutable_get_ruleset()->set_part(v1::RULESET_PART_KIND_GEOMETRY); }},
      {"MISSING field=ruleset_sha256", [](auto& r) { r.mutable_get_published_ruleset(); }},
      {"INVALID field=ruleset_sha256 why=32 bytes",
       [](auto& r) { r.mutable_get_published_ruleset()->set_ruleset_sha256("x"); }},
      {"MISSING field=sha256", [](auto& r) { r.mutable_put_chunk()->set_ticket(1); }},
      {"MISSING field=size", [](auto& r) { r.mutable_put_chunk()->set_sha256(std::string(32, 'h')); }},
      {"TOO_LARGE field=size limit=16777216", [](auto& r) { *r.mutable_put_chunk() = chunk((16 << 20) + 1, 0, 1); }},
      {"TOO_LARGE field=content limit=262144",
       [](auto& r) { *r.mutable_put_chunk() = chunk(16 << 20, 0, (256 << 10) + 1); }},
      {"INVALID field=offset why=past the end", [](auto& r) { *r.mutable_put_chunk() = chunk(10, 11, 0); }},
      {"INVALID field=content why=past the end", [](auto& r) { *r.mutable_put_chunk() = chunk(10, 5, 6); }},
      {"MISSING field=sha256", [](auto& r) { r.mutable_fetch_attachment()->set_ticket(1); }},
      {"TOO_LARGE field=limit limit=1000", [](auto& r) { r.mutable_list_checkpoints()->set_limit(1'001); }},
      {"TOO_LARGE field=level limit=7", [](auto& r) { r.mutable_get_tile()->set_level(8); }},
      {"INVALID field=sha256 why=32 bytes", [](auto& r) { r.mutable_fetch_attachment()->set_sha256("x"); }},
  };
  for (const auto& one : cases) {
    CAPTURE(one.expected);
    v1::Request request;
    one.ask(request);
    CHECK(outcome(request.SerializeAsString()) == one.expected);
  }
}

TEST_CASE("no text field of a whistle passes unbounded") {
  auto request = whistle();
  const std::string huge(60'000, 'x');
  const std::function<void(google::protobuf::Message&)> visit = [&](google::protobuf::Message& message) {
    const auto& reflection = *message.GetReflection();
    for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
      const auto& field = *message.GetDescriptor()->field(i);
      if (field.is_repeated()) continue;
      if (field.cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_STRING) {
        const auto kept = reflection.GetString(message, &field);
        reflection.SetString(&message, &field, huge);
        CAPTURE(field.full_name());
        CHECK(outcome(request.SerializeAsString()) != "accepted");
        reflection.SetString(&message, &field, kept);
      } else if (field.message_type() != nullptr && reflection.HasField(message, &field)) {
        visit(*reflection.MutableMessage(&message, &field));
      }
    }
  };
  visit(*request.mutable_command());
}

TEST_CASE("bytes that are no request are told so") {
  CHECK(outcome("") == "MISSING field=body");
  CHECK(outcome("hello") == "MALFORMED what=not a Request");
  const auto whole = whistle().SerializeAsString();
  CHECK(outcome(whole.substr(0, whole.size() - 1)) == "MALFORMED what=not a Request");
  CHECK(outcome(std::string(70'000, '\xff')) == "MALFORMED what=not a Request");
}

TEST_CASE("text that is not UTF-8 is refused by the name of its field, not as broken bytes") {
  for (const char* bad : {"\xff", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe5\xbc"}) {
    auto request = whistle();
    // The library writes what it was given and refuses it only when it reads.
    blow_of(request).mutable_personal()->set_text(bad);
    CHECK(outcome(request.SerializePartialAsString()) == "INVALID_TEXT field=personal.text why=not UTF-8");
    CHECK_FALSE(is_utf8(bad));
  }
  CHECK(is_utf8("ascii, ü, 楼, 🧯"));
}

TEST_CASE("fields that the language does not have are refused, so that nothing unread gets into the journal") {
  const std::string unknown =
      "\xa2\x1f\x03"
      "abc";  // field 500
  CHECK(outcome(whistle().SerializeAsString() + unknown) == "MALFORMED what=unknown field 500 in Request");
  auto request = whistle();
  auto& blow = blow_of(request);
  blow.GetReflection()->MutableUnknownFields(&blow)->AddVarint(500, 1);
  CHECK(outcome(request.SerializeAsString()) == "MALFORMED what=unknown field 500 in BlowWhistle");
}

TEST_CASE("a whole chunk passes, and nothing else may be as large") {
  v1::Request request;
  *request.mutable_put_chunk() = chunk(16 << 20, 0, 256 << 10);
  request.set_claimed_member(std::string(64, 'm'));
  CHECK(outcome(request.SerializeAsString()) == "accepted");
  *request.mutable_put_chunk() = chunk(16 << 20, 0, 258 << 10);
  CHECK(outcome(request.SerializeAsString()) == "TOO_LARGE field=request limit=263168");
}

TEST_CASE("a request is at most 64 KiB, a publication 24 MiB") {
  auto large = resolution();
  for (int i = 0; i < 20'000; ++i)
    large.mutable_command()->mutable_resolve_ticket()->add_evidence()->set_kind(v1::EVIDENCE_NOTE);
  CHECK(large.ByteSizeLong() > kRequestBytesMax);
  CHECK(outcome(large.SerializeAsString()) == "TOO_LARGE field=request limit=65536");
  CHECK(outcome(publication().SerializeAsString()) == "accepted");
  auto huge = publication();
  huge.mutable_command()->mutable_publish_ruleset()->mutable_files(0)->set_content(
      std::string(16 * 1024 * 1024 + 1, 'x'));
  CHECK(outcome(huge.SerializeAsString()) == "TOO_LARGE field=files.content limit=16777216");
  huge.mutable_command()->mutable_publish_ruleset()->mutable_files(0)->set_content(std::string(kPublishBytesMax, 'x'));
  CHECK(outcome(huge.SerializeAsString()) == "TOO_LARGE field=request limit=25165824");
}

TEST_CASE("a point of a Chinese map becomes WGS84, and the original stays beside it") {
  auto request = whistle();
  blow_of(request).mutable_location()->set_datum(v1::DATUM_GCJ02);
  const auto decoded = decode_request(request.SerializeAsString());
  REQUIRE(decoded.has_value());
  const auto& location = decoded->command().blow_whistle().location();
  CHECK(location.original_point().lat_e7() == 367'000'000);
  CHECK(location.point().lat_e7() != 367'000'000);
}

// Mutations of real requests: whatever comes, the codec answers, and what it lets through keeps every rule when asked
// again.
TEST_CASE("no bytes at all break the codec") {
  const char* given = std::getenv("WHISTLE_SEED");
  const auto seed = given == nullptr ? std::random_device{}() : static_cast<unsigned>(std::atoll(given));
  MESSAGE("seed ", seed);
  std::mt19937 chance(seed);
  const std::vector<std::string> bases = {whistle().SerializeAsString(), resolution().SerializeAsString(),
                                          registration().SerializeAsString(), command().SerializeAsString()};
  std::size_t let_through = 0;
  for (int round = 0; round < 30'000; ++round) {
    auto frame = bases[chance() % bases.size()];
    for (auto times = 1 + chance() % 4; times > 0 && !frame.empty(); --times) {
      const auto at = chance() % frame.size();
      switch (chance() % 5) {
        case 0:
          frame[at] = static_cast<char>(chance());
          break;
        case 1:
          frame[at] = static_cast<char>(frame[at] ^ (1 << chance() % 8));
          break;
        case 2:
          frame.resize(at);
          break;
        case 3:
          frame.insert(at, std::string(1 + chance() % 8, static_cast<char>(chance())));
          break;
        default:
          frame.insert(at, frame.substr(chance() % frame.size(), 1 + chance() % 32));
          break;
      }
    }
    const auto decoded = decode_request(frame);
    if (!decoded) {
      REQUIRE(decoded.error().refusal.code() != v1::REFUSAL_CODE_UNSPECIFIED);
      continue;
    }
    ++let_through;
    REQUIRE_FALSE(check_form(decoded->SerializeAsString(), v1::Request::descriptor()).has_value());
    REQUIRE(decode_request(decoded->SerializeAsString()).has_value());
  }
  CHECK(let_through > 0);
}

}  // namespace
}  // namespace whistle::adapters::zeromq
