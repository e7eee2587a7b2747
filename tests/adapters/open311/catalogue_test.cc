#include "adapters/open311/catalogue.h"

#include <doctest/doctest.h>

#include "tests/adapters/open311/sample_call.h"

namespace whistle::adapters::open311 {

TEST_CASE("services are the leaves of the catalogue, but for what a round brings up") {
  const auto& district = sample_district();
  CHECK(is_service(district, "C0137"));
  CHECK(is_service(district, "E0502"));
  CHECK(is_service(district, "M01"));
  CHECK_FALSE(is_service(district, "C01"));
  CHECK_FALSE(is_service(district, "M02"));
  CHECK_FALSE(is_service(district, "C0138"));
  CHECK_FALSE(is_service(district, ""));
}

TEST_CASE("a service has its names, its group, and what the reporter should know") {
  CHECK(answer_to(get("/v2/services.json?locale=en")).body ==
        R"([{"service_code":"C0137","service_name":"street lamp out","description":"Shown to anybody. )"
        R"(Resolved with a photo from afterwards, a note.","metadata":true,"type":"realtime",)"
        R"("keywords":"路灯不亮, component, public utilities","group":"city component"},)"
        R"({"service_code":"E0502","service_name":"燃气泄漏","description":"Shown to anybody. )"
        R"(Resolved with a photo from afterwards, a note.","metadata":true,"type":"realtime",)"
        R"("keywords":"event","group":"燃气泄漏"},)"
        R"({"service_code":"M01","service_name":"neighbour dispute","description":"Not shown to the public. )"
        R"(Resolved with a photo from afterwards, a note.","metadata":true,"type":"realtime",)"
        R"("keywords":"邻里纠纷, mediation","group":"neighbour dispute"}])");
}

TEST_CASE("services in XML and in Chinese") {
  CHECK(answer_to(get("/v2/services.xml"))
            .body.starts_with(R"(<?xml version="1.0" encoding="utf-8"?><services><service><service_code>C0137)"
                              R"(</service_code><service_name>路灯不亮</service_name><description>公开可查。)"
                              R"(办结须有：处置后照片、说明。</description><metadata>true</metadata>)"
                              R"(<type>realtime</type><keywords>street lamp out, 部件, 公用设施</keywords>)"
                              R"(<group>城市部件</group></service>)"));
}

TEST_CASE("a definition has the attributes that a form may carry") {
  const auto answer = answer_to(get("/v2/services/C0137.json?locale=en"));
  CHECK(answer.status == 200);
  CHECK(answer.body ==
        R"({"service_code":"C0137","attributes":[{"variable":true,"code":"anonymous","datatype":"singlevaluelist",)"
        R"("required":false,"datatype_description":"no, where nothing is said","order":1,)"
        R"("description":"Anonymous? Then no name, telephone or email is kept, and nobody can call back.",)"
        R"("values":[{"key":"no","name":"no"},{"key":"yes","name":"yes"}]},)"
        R"({"variable":true,"code":"occurred_at","datatype":"datetime","required":false,)"
        R"("datatype_description":"with an offset, as 2026-01-31T08:30:00+08:00","order":2,)"
        R"("description":"When did it happen? Now, where nothing is said.","values":[]}]})");
  CHECK(answer_to(get("/v2/services/C0137.xml"))
            .body.starts_with(R"(<?xml version="1.0" encoding="utf-8"?><service_definition><service_code>C0137)"
                              R"(</service_code><attributes><attribute><variable>true</variable>)"));
}

TEST_CASE("what is no service has no definition") {
  for (const auto* path : {"/v2/services/C01.json", "/v2/services/M02.json", "/v2/services/%ff.json"})
    CHECK(answer_to(get(path)).status == 404);
}

TEST_CASE("a catalogue that bites its own tail is listed all the same") {
  v1::GetDistrictReply district;
  for (const auto* code : {"A", "B", "C"}) {
    district.add_categories()->set_code(code);
    district.add_category_rows()->set_code(code);
  }
  district.mutable_category_rows(0)->set_parent("B");
  district.mutable_category_rows(1)->set_parent("A");
  district.mutable_category_rows(2)->set_parent("A");
  auto context = sample_context();
  context.district = &district;
  CHECK(tell_services(context, Format::Json, Language::En).body.starts_with(R"([{"service_code":"C",)"));
}

TEST_CASE("who is not told how a key is to be had asks an administrator") {
  auto context = sample_context();
  context.key_service.clear();
  const auto told = [&](const char* target) { return read(get(target), context).error().body; };
  CHECK(told("/discovery.json?locale=en").find(R"("key_service":"An administrator of the district issues keys")") !=
        std::string::npos);
  CHECK(told("/discovery.json").find(R"("key_service":"接口密钥由本区管理员发放")") != std::string::npos);
}

TEST_CASE("discovery says where, in which formats, and since when the services are so") {
  CHECK(answer_to(get("/discovery.json")).body ==
        R"({"changeset":"2026-08-29T12:00:00+08:00","contact":"open311@whistle.example",)"
        R"("key_service":"https://whistle.example/keys","endpoints":[{"specification":)"
        R"("http://wiki.open311.org/GeoReport_v2","url":"https://whistle.example/open311/v2",)"
        R"("changeset":"2026-08-29T12:00:00+08:00","type":"production",)"
        R"("formats":["text/xml","application/json"]}]})");
  CHECK(answer_to(get("/discovery.xml"))
            .body.ends_with("<type>production</type><formats><format>text/xml</format>"
                            "<format>application/json</format></formats></endpoint></endpoints></discovery>"));
}

}  // namespace whistle::adapters::open311
