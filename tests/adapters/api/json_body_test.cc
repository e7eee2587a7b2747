#include "adapters/api/json_body.h"

#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/message_differencer.h>

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <string>

namespace whistle::adapters::api {
namespace {

JsonFault fault_of(std::string_view text) {
  v1::BlowWhistle blow;
  const auto read = read_json(text, blow);
  return read ? JsonFault{.code = v1::REFUSAL_CODE_UNSPECIFIED, .pointer = {}, .why = "none"} : read.error();
}

v1::BlowWhistle read_of(std::string_view text) {
  v1::BlowWhistle blow;
  const auto read = read_json(text, blow);
  INFO((read ? "" : read.error().pointer + ": " + read.error().why));
  REQUIRE(read);
  return blow;
}

std::string sha256() {
  return std::string(32, 'h');
}

TEST_CASE("a body is the message by protobuf's JSON mapping") {
  const auto blow = read_of(R"({
    "kind": "WHISTLE_KIND_RESIDENT", "source": 4, "category": "E0110", "occurredAtUs": "1790000000000000",
    "location": {"point": {"latE7": 367000000, "lonE7": -1.191e9}, "legacy": {"system": "old", "code": "7"}},
    "attachmentSha256": ["aGhoaGhoaGhoaGhoaGhoaGhoaGhoaGhoaGhoaGhoaGg="],
    "anonymous": true, "personal": {"text": "满\u6ee1 \ud83d\ude00 \"x\"", "reporter": null}})");
  CHECK(blow.kind() == v1::WHISTLE_KIND_RESIDENT);
  CHECK(blow.source() == v1::SOURCE_HOTLINE);
  CHECK(blow.occurred_at_us() == 1'790'000'000'000'000);
  CHECK(blow.location().point().lat_e7() == 367'000'000);
  CHECK(blow.location().point().lon_e7() == -1'191'000'000);
  CHECK(blow.location().legacy().code() == "7");
  REQUIRE(blow.attachment_sha256_size() == 1);
  CHECK(blow.attachment_sha256(0) == sha256());
  CHECK(blow.anonymous());
  CHECK(blow.personal().text() == "满满 😀 \"x\"");
  CHECK_FALSE(blow.personal().has_reporter());
}

TEST_CASE("names of the .proto file, short enumerators and hashes in hexadecimal are read too") {
  const auto blow = read_of(R"({"kind":"resident","occurred_at_us":5,"attachment_sha256":[")" +
                            std::string("68686868686868686868686868686868686868686868686868686868686868") + R"(68"]})");
  CHECK(blow.kind() == v1::WHISTLE_KIND_RESIDENT);
  CHECK(blow.occurred_at_us() == 5);
  CHECK(blow.attachment_sha256(0) == sha256());
}

TEST_CASE("what protobuf prints is read as what it was") {
  v1::SplitTicket split;
  split.set_ticket(18'446'744'073'709'551'615U);
  split.set_category("E0110");
  split.mutable_location()->mutable_point()->set_lat_e7(-2'147'483'647);
  split.mutable_location()->set_datum(v1::DATUM_GCJ02);
  split.mutable_personal()->set_text("\"\\\b\f\n\r\t/\x1f 満 😀");
  v1::PublishRuleset publish;
  for (int size = 0; size < 7; ++size) {
    auto& file = *publish.add_files();
    file.set_path("a/" + std::to_string(size));
    file.set_content(std::string(static_cast<std::size_t>(size), '\xfe'));
  }
  for (const bool always : {false, true}) {
    google::protobuf::util::JsonPrintOptions options;
    options.always_print_primitive_fields = always;
    options.preserve_proto_field_names = always;
    for (const google::protobuf::Message* message :
         {static_cast<google::protobuf::Message*>(&split), static_cast<google::protobuf::Message*>(&publish)}) {
      std::string text;
      REQUIRE(google::protobuf::util::MessageToJsonString(*message, &text, options).ok());
      const std::unique_ptr<google::protobuf::Message> again(message->New());
      REQUIRE(read_json(text, *again));
      CHECK(google::protobuf::util::MessageDifferencer::Equals(*message, *again));
    }
  }
}

TEST_CASE("a fault says where it is and why") {
  const auto fault = fault_of("{\n  \"location\": {\"point\":\n    {\"latE7\": \"満\", \"lonE7\": 1}}}");
  CHECK(fault.code == v1::REFUSAL_CODE_INVALID);
  CHECK(fault.pointer == "/location/point/latE7");
  CHECK(fault.line == 3);
  CHECK(fault.column >= 14);
  CHECK(fault.column <= 18);
  CHECK(fault_of(R"({"attachmentSha256":["", "%"]})").pointer == "/attachmentSha256/1");
  CHECK(fault_of(R"({"a/b~c":1})").pointer == "/a~1b~0c");
}

TEST_CASE("a name that the message does not have, or that was there, is a fault") {
  CHECK(fault_of(R"({"kind":1,"colour":"red"})").pointer == "/colour");
  CHECK(fault_of(R"({"location":{"colour":"red"}})").pointer == "/location/colour");
  CHECK(fault_of(R"({"kind":1,"kind":1})").why == "given twice");
  CHECK(fault_of(R"({"kind":null,"kind":1})").why == "given twice");
  CHECK(fault_of(R"({"occurredAtUs":1,"occurred_at_us":1})").why == "given twice");
  CHECK(fault_of(R"({"location":{},"location":{}})").why == "given twice");
  CHECK(fault_of(R"({"kind":1,"k\u0069nd":1})").why == "given twice");
}

TEST_CASE("only one of a choice may be given") {
  v1::ActingFor acting;
  const auto read = read_json(R"({"member":"a","ticketToken":""})", acting);
  REQUIRE_FALSE(read);
  CHECK(read.error().pointer == "/ticketToken");
  v1::Command command;
  const auto second = read_json(R"({"urgeTicket":{},"confirmResolution":{}})", command);
  REQUIRE_FALSE(second);
  CHECK(second.error().pointer == "/confirmResolution");
  CHECK(second.error().why == "only one of a choice may be given");
}

TEST_CASE("values that the field does not take are faults") {
  for (const char* text : {R"({"kind":"loud"})",
                           R"({"kind":77})",
                           R"({"kind":true})",
                           R"({"kind":"Resident"})",
                           R"({"kind":""})",
                           R"({"occurredAtUs":1.5})",
                           R"({"occurredAtUs":"1.0"})",
                           R"({"occurredAtUs":"0x1"})",
                           R"({"occurredAtUs":" 1"})",
                           R"({"occurredAtUs":"9223372036854775808"})",
                           R"({"occurredAtUs":9223372036854775808})",
                           R"({"occurredAtUs":9007199254740994.0})",
                           R"({"occurredAtUs":1e300})",
                           R"({"occurredAtUs":[]})",
                           R"({"location":{"point":{"latE7":2147483648}}})",
                           R"({"anonymous":"true"})",
                           R"({"anonymous":1})",
                           R"({"channel":7})",
                           R"({"channel":["app"]})",
                           R"({"channel":{}})",
                           R"({"location":"here"})",
                           R"({"location":[]})",
                           R"({"attachmentSha256":"aGg="})",
                           R"({"attachmentSha256":[null]})",
                           R"({"attachmentSha256":[[]]})",
                           R"({"attachmentSha256":["a"]})",
                           R"({"attachmentSha256":["aGh="]})",
                           R"({"attachmentSha256":["aGg=="]})",
                           R"({"attachmentSha256":["+_+_"]})"}) {
    CAPTURE(text);
    CHECK(fault_of(text).code == v1::REFUSAL_CODE_INVALID);
  }
  CHECK(fault_of(R"({"channel":{}})").why == "an object where one value belongs");
  CHECK(fault_of(R"({"channel":[]})").why == "a list where one value belongs");
  CHECK(fault_of(R"({"location":"here"})").why == "not an object");
  v1::PublishRuleset publish;
  CHECK_FALSE(read_json(R"({"files":{"path":"a"}})", publish));
  CHECK_FALSE(read_json(R"({"files":["a"]})", publish));
  const auto read = read_json(R"({"files":[{"path":"a"},{"path":"b","size":1}]})", publish);
  REQUIRE_FALSE(read);
  CHECK(read.error().pointer == "/files/1/size");
}

TEST_CASE("a number is whole by its digits, not by what a double makes of them") {
  CHECK(read_of(R"({"occurredAtUs":1.0})").occurred_at_us() == 1);
  CHECK(read_of(R"({"occurredAtUs":1.250e+2})").occurred_at_us() == 125);
  CHECK(read_of(R"({"occurredAtUs":9007199254740992.0})").occurred_at_us() == 9'007'199'254'740'992);
  CHECK(read_of(R"({"occurredAtUs":9223372036854775807})").occurred_at_us() == 9'223'372'036'854'775'807);
  for (const char* number : {"0.99999999999999999999", "4503599627370497.3", "1.25e1", "10e-1", "1e-400", "0.1e0"}) {
    CAPTURE(number);
    CHECK(fault_of("{\"occurredAtUs\":" + std::string(number) + "}").code != v1::REFUSAL_CODE_UNSPECIFIED);
  }
}

TEST_CASE("what is not JSON is refused with its reason") {
  CHECK(fault_of("").why == "the text ends too early");
  CHECK(fault_of(R"({"kind":1)").why == "the text ends too early");
  CHECK(fault_of(R"({"kind":1} {})").why == "something follows the object");
  CHECK(fault_of("{}x").why == "something follows the object");
  CHECK(fault_of("\xef\xbb\xbf{}").why == "a byte order mark, which JSON does not have");
  CHECK(fault_of(R"({"occurredAtUs":NaN})").why == "NaN and Infinity are not JSON");
  CHECK(fault_of(R"({"occurredAtUs":-Infinity})").why == "NaN and Infinity are not JSON");
  CHECK(fault_of(R"({"channel":"\ud800"})").why == "half of a surrogate pair");
  CHECK(fault_of(R"({"channel":"\ud800\u0041"})").why == "half of a surrogate pair");
  CHECK(fault_of(R"({"channel":"\udc00"})").why == "half of a surrogate pair");
  CHECK(fault_of("{\"channel\":\"\xed\xa0\x80\"}").why == "not UTF-8");
  CHECK(fault_of("{\"channel\":\"\xc0\x80\"}").code == v1::REFUSAL_CODE_INVALID_TEXT);
  CHECK(fault_of("{\"chan\xff\":1}").why == "not UTF-8");
  for (const char* text :
       {"{'kind':1}", "{kind:1}", R"({"kind":1,})", R"({"kind":01})", R"({"kind":+1})", R"({"kind":.5})", "/**/{}",
        "{\"channel\":\"a\nb\"}", R"({"channel":"\x41"})", "{\"kind\" 1}", "{]"}) {
    CAPTURE(text);
    CHECK(fault_of(text).code == v1::REFUSAL_CODE_MALFORMED);
  }
  for (const char* text : {"[]", "1", "null", "\"kind\"", "true"}) {
    CAPTURE(text);
    CHECK(fault_of(text).why == "not an object");
  }
}

TEST_CASE("nesting, long names and long numbers end the reading where they begin") {
  for (const char* piece : {"[", "{\"location\":", R"({"attachmentSha256":[)", "{\"a\":"}) {
    std::string bomb;
    while (bomb.size() < 1'000'000)
      bomb += piece;
    const auto fault = fault_of(bomb);
    CHECK(fault.code != v1::REFUSAL_CODE_UNSPECIFIED);
    CHECK(fault.line == 1);
    CHECK(fault.column < 100);
  }
  CHECK(fault_of("{\"" + std::string(1'000'000, 'a') + "\":1}").code != v1::REFUSAL_CODE_UNSPECIFIED);
  CHECK(fault_of("{\"occurredAtUs\":" + std::string(1'000'000, '1') + "}").code != v1::REFUSAL_CODE_UNSPECIFIED);
  CHECK(fault_of("{\"occurredAtUs\":1e" + std::string(1'000'000, '9') + "}").code != v1::REFUSAL_CODE_UNSPECIFIED);
  CHECK(fault_of("{\"occurredAtUs\":0." + std::string(1'000'000, '9') + "}").code != v1::REFUSAL_CODE_UNSPECIFIED);
}

TEST_CASE("no message of the language nests as deep as is read") {
  const std::function<std::size_t(const google::protobuf::Descriptor&, std::size_t)> depth =
      [&](const google::protobuf::Descriptor& message, std::size_t above) -> std::size_t {
    if (above > kDepthMax) return above;
    std::size_t deepest = above + 1;
    for (int i = 0; i < message.field_count(); ++i) {
      const auto& field = *message.field(i);
      CHECK_FALSE(field.is_map());
      CHECK(field.cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_DOUBLE);
      CHECK(field.cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_FLOAT);
      if (field.message_type() == nullptr) continue;
      deepest = std::max(deepest, depth(*field.message_type(), above + (field.is_repeated() ? 2 : 1)));
    }
    return deepest;
  };
  CHECK(depth(*v1::Command::descriptor(), 0) < kDepthMax);
}

}  // namespace
}  // namespace whistle::adapters::api
