#include "adapters/open311/request_form.h"

#include <doctest/doctest.h>

#include <string>

#include "tests/adapters/open311/sample_call.h"

namespace whistle::adapters::open311 {

namespace {

const std::string kKey = "api_key=k&service_code=C0137";
const std::string kPlaced = kKey + "&lat=36.7&long=119.1";

v1::BlowWhistle blown(const std::string& form) {
  return question_of(post("/v2/requests.json", form)).request.command().blow_whistle();
}

std::string refused(const std::string& form, unsigned status = 400) {
  const auto answer = answer_to(post("/v2/requests.json?locale=en", form));
  CHECK(answer.status == status);
  return faults_of(answer);
}

}  // namespace

TEST_CASE("a form is a resident's whistle") {
  const auto question = question_of(
      post("/v2/requests.json",
           kKey + "&lat=36.71730004&long=119.1619001&address_string=%E9%98%B3%E5%85%89%E5%B0%8F%E5%8C%BA3%E5%8F%B7"
                  "&description=Lamp+out%0D%0Asince+Monday&first_name=Jane&last_name=Doe&phone=13800000000"
                  "&email=jane%40example.org&device_id=d1&account_id=a1&jurisdiction_id=370700"));
  CHECK(question.about == Question::About::NewRequest);
  CHECK(question.request.key().empty());
  const auto& blow = question.request.command().blow_whistle();
  CHECK(blow.ShortDebugString() ==
        "kind: WHISTLE_KIND_RESIDENT source: SOURCE_RESIDENT channel: \"open311\" category: \"C0137\" "
        "location { point { lat_e7: 367173000 lon_e7: 1191619001 } datum: DATUM_WGS84 } "
        "personal { text: \"Lamp out\\nsince Monday\" "
        "address: \"\\351\\230\\263\\345\\205\\211\\345\\260\\217\\345\\214\\2723\\345\\217\\267\" "
        "reporter { name: \"Jane Doe\" phone: \"13800000000\" } }");
}

TEST_CASE("a category and a place are enough") {
  CHECK(blown(kPlaced).ShortDebugString() ==
        "kind: WHISTLE_KIND_RESIDENT source: SOURCE_RESIDENT channel: \"open311\" category: \"C0137\" "
        "location { point { lat_e7: 367000000 lon_e7: 1191000000 } datum: DATUM_WGS84 }");
  CHECK_FALSE(blown(kKey + "&address_string=x").has_location());
}

TEST_CASE("a service is named, and one of those that are offered") {
  CHECK(refused("api_key=k&address_string=x") == "service_code: not provided");
  CHECK(refused("api_key=k&service_code=C01&address_string=x", 404) == "service_code: no such service");
  CHECK(refused("api_key=k&service_code=%ff&address_string=x") == "service_code: not UTF-8");
}

TEST_CASE("a place is a point, an address or a code of the district") {
  CHECK(refused(kKey) == "lat, long, address_string, address_id: no place: give lat and long, or one of the addresses");
  CHECK(refused(kKey + "&lat=36.7") == "long: not provided; lat and long go together");
  CHECK(refused(kKey + "&long=119.1&address_string=x") == "lat: not provided; lat and long go together");
  CHECK(refused(kKey + "&address_string=" + std::string(513, 'x')) == "address_string: at most 512 bytes");
  CHECK(blown(kKey + "&address_id=E-12").location().estate() == "E-12");
  CHECK(blown(kKey + "&address_id=370700.01.07").location().grid() == "370700.01.07");
  CHECK(blown(kKey + "&address_id=370700.01").location().area() == "370700.01");
  CHECK(refused(kKey + "&address_id=E-13") == "address_id: no estate, grid or area of the district");
}

TEST_CASE("positions are rounded half to even from the decimal text") {
  const auto lat = [](const std::string& text) {
    return blown(kKey + "&long=0&lat=" + text).location().point().lat_e7();
  };
  CHECK(lat("42.35940005") == 423'594'000);
  CHECK(lat("42.35940015") == 423'594'002);
  CHECK(lat("-42.35940005000000000000000001") == -423'594'001);
  CHECK(lat("4.2e1") == 420'000'000);
  CHECK(lat("90") == 900'000'000);
  CHECK(lat("-90.00000000") == -900'000'000);
}

TEST_CASE("what is no position is refused") {
  for (const auto* text : {"91", "-90.0000001", "1e309", "NaN", "inf", "0x10", "36,7", "36.7%20", "%2B36.7", ".5",
                           "36.", "036", "--1", "1e-", "36.7%00", "1e400"}) {
    CAPTURE(text);
    const auto fault = refused(kKey + "&long=0&lat=" + text);
    CHECK(fault.starts_with("lat: "));
  }
  CHECK(refused(kKey + "&lat=0&long=180.1") == "long: a decimal number of degrees, -180 to 180");
}

TEST_CASE("a description is 4,000 characters that the core can take") {
  std::string ascii(4'000, 'x');
  CHECK(blown(kPlaced + "&description=" + ascii).personal().text() == ascii);
  CHECK(refused(kPlaced + "&description=x" + ascii) == "description: at most 4000 characters");
  std::string chinese;
  for (int i = 0; i < 2'731; ++i)
    chinese += "%E8%B7%AF";
  CHECK(refused(kPlaced + "&description=" + chinese) == "description: at most 8192 bytes");
  CHECK(refused(kPlaced + "&description=a%07b") == "description: a control character");
  CHECK(refused(kPlaced + "&description=a%C2%85b") == "description: a control character");
  CHECK(refused(kPlaced + "&description=a%C0%80b") == "description: not UTF-8");
  CHECK(blown(kPlaced + "&description=a%0Db%0D%0A%09c").personal().text() == "a\nb\n\tc");
}

TEST_CASE("an address of media is kept with the description") {
  CHECK(blown(kPlaced + "&description=lamp&media_url=https://pic.example/1.jpg").personal().text() ==
        "lamp\nmedia_url: https://pic.example/1.jpg");
  CHECK(blown(kPlaced + "&media_url=http://pic.example/1.jpg").personal().text() ==
        "media_url: http://pic.example/1.jpg");
  CHECK(refused(kPlaced + "&media_url=javascript:alert(1)") == "media_url: an address of http or https");
  CHECK(refused(kPlaced + "&media_url=http://a%20b") == "media_url: an address of http or https");
}

TEST_CASE("names are written as the language writes them") {
  const auto name = [](const std::string& form) { return blown(kPlaced + form).personal().reporter().name(); };
  CHECK(name("&first_name=Jane&last_name=Doe") == "Jane Doe");
  CHECK(name("&first_name=Jane") == "Jane");
  CHECK(name("&last_name=Doe") == "Doe");
  CHECK(name("&first_name=%E5%B0%8F%E6%98%8E&last_name=%E7%8E%8B") == "王小明");
  CHECK(refused(kPlaced + "&first_name=" + std::string(100, 'a') + "&last_name=" + std::string(100, 'b')) ==
        "first_name, last_name: together at most 128 bytes");
  CHECK(refused(kPlaced + "&first_name=a%0Ab") == "first_name: a control character");
}

TEST_CASE("an email is how to reach who has no telephone") {
  CHECK(blown(kPlaced + "&email=a%40b.org").personal().reporter().phone() == "a@b.org");
  CHECK(blown(kPlaced + "&email=a%40b.org&phone=110").personal().reporter().phone() == "110");
}

TEST_CASE("who wants to stay anonymous says no name") {
  CHECK(blown(kPlaced + "&attribute[anonymous]=yes").anonymous());
  CHECK_FALSE(blown(kPlaced + "&attribute[anonymous]=no&first_name=Jane").anonymous());
  CHECK(refused(kPlaced + "&attribute[anonymous]=yes&phone=110") ==
        "attribute[anonymous]: goes without first_name, last_name, phone, email");
  CHECK(refused(kPlaced + "&attribute[anonymous]=perhaps") == "attribute[anonymous]: yes or no");
}

TEST_CASE("when it happened may be said") {
  CHECK(blown(kPlaced + "&attribute[occurred_at]=2026-09-28T12:00:00%2B08:00").occurred_at_us() == kNowUs);
  CHECK(refused(kPlaced + "&attribute[occurred_at]=yesterday") ==
        "attribute[occurred_at]: a date and time with an offset, as 2026-01-31T08:30:00+08:00");
}

TEST_CASE("an answer to what was not asked is refused, not lost") {
  CHECK(refused(kPlaced + "&attribute[WHISPAWN]=1") == "attribute: this service has anonymous and occurred_at alone");
  CHECK(blown(kPlaced + "&attribute[WHISPAWN]=&zipcode=261061&unheard_of=1").category() == "C0137");
}

TEST_CASE("all faults of a form are told at once, and repeat nothing that was sent") {
  const auto answer = answer_to(
      post("/v2/requests.json?locale=en", "api_key=k&service_code=&lat=Zq91&long=0&phone=%ff&description=%01Zq"));
  CHECK(faults_of(answer) ==
        "service_code: not provided; lat: a decimal number of degrees, -90 to 90; "
        "description: a control character; phone: not UTF-8");
  CHECK(answer.body.find("Zq") == std::string::npos);
}

TEST_CASE("what belongs into the form is not taken from the query") {
  const auto answer = answer_to(post("/v2/requests.json?locale=en&" + kPlaced, ""));
  CHECK(answer.status == 400);
  CHECK(faults_of(answer).starts_with("service_code: not provided"));
}

}  // namespace whistle::adapters::open311
