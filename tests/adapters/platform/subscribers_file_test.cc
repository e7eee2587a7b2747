#include "adapters/platform/subscribers_file.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "tests/support/temp_dir.h"

namespace whistle::adapters::platform {

namespace {

constexpr const char* kSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n";

struct Fixture {
  Fixture() { write("p.secret", kSecret); }

  void write(const char* name, const std::string& text, std::filesystem::perms mode = std::filesystem::perms(0600)) {
    std::ofstream(dir.path() / name) << text;
    std::filesystem::permissions(dir.path() / name, mode);
  }
  auto read(const std::string& text) {
    write("deliveries.yaml", text);
    return read_subscribers(dir.path() / "deliveries.yaml");
  }
  // What is said of a file that has a good subscriber with these lines too.
  std::string fault(const std::string& lines) {
    const auto told = read(
        "schema: 1\nsubscribers:\n  - name: p\n    url: http://127.0.0.1:1/\n    member: m\n    secrets: p.secret\n" +
        lines);
    REQUIRE_FALSE(told.has_value());
    REQUIRE(told.error().size() == 1);
    return told.error()[0].substr(dir.path().string().size() + 1);
  }

  support::TempDir dir;
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a subscriber is read whole") {
  const auto told = read(R"(schema: 1
subscribers:
  - name: command-platform
    url: http://127.0.0.1:8080/in?x=1
    secrets: p.secret
    member: platform-1
    mode: binary
    from: 17
    events: [ticket_closed, ticket_dispatched]
    areas: QC
    parties: [D-LIFT]
    checkpoints: false
    in_flight: 3
    per_second: 40
    timeout_ms: 700
    attempts: 9
    pause_first_ms: 20
    pause_most_ms: 90
    breaker_failures: 4
)");
  REQUIRE(told.has_value());
  REQUIRE(told->size() == 1);
  const auto& one = told->front();
  CHECK(one.name == "command-platform");
  CHECK(one.address.port == "8080");
  CHECK(one.address.target == "/in?x=1");
  CHECK(one.keys.size() == 1);
  CHECK(one.member == "platform-1");
  CHECK(one.mode == ContentMode::Binary);
  CHECK(one.from == 17);
  CHECK(one.events.size() == 2);
  CHECK(one.areas.contains("QC"));
  CHECK(one.parties.contains("D-LIFT"));
  CHECK_FALSE(one.checkpoints);
  CHECK(one.outbox.in_flight == 3);
  CHECK(one.per_second == 40);
  CHECK(one.outbox.attempts == 9);
  CHECK(one.timeout == std::chrono::milliseconds(700));
  CHECK(one.backoff.first == std::chrono::milliseconds(20));
  CHECK(one.backoff.most == std::chrono::milliseconds(90));
  CHECK(one.breaker_failures == 4);
  CHECK(read("schema: 1\nsubscribers: []\n")->empty());
}

TEST_CASE_FIXTURE(Fixture, "a fault names line, column and key") {
  CHECK(fault("    mode: both\n") == "deliveries.yaml:7:11: mode: structured or binary");
  CHECK(fault("    from: then\n") == "deliveries.yaml:7:11: from: now, or the number of an entry");
  CHECK(fault("    events: [ticket_close]\n") ==
        "deliveries.yaml:7:14: events: unknown event 'ticket_close'; did you mean 'ticket_closed'?");
  CHECK(fault("    per_second: 0\n") == "deliveries.yaml:7:17: per_second: from 1 on");
  CHECK(fault("    attempts: 0\n") == "deliveries.yaml:7:15: attempts: from 1 on");
  CHECK(fault("    ca: x.pem\n") == "deliveries.yaml:7:9: ca: of https alone");
  CHECK(fault("    pause_first_ms: 9\n    pause_most_ms: 8\n") ==
        "deliveries.yaml:8:20: pause_most_ms: less than pause_first_ms");
  CHECK(fault("    colour: red\n").starts_with("deliveries.yaml:7:5: "));
  CHECK(fault("  - name: p\n    url: http://127.0.0.1:1/\n    member: m\n    secrets: p.secret\n") ==
        "deliveries.yaml:7:5: name: 'p' twice");
}

TEST_CASE_FIXTURE(Fixture, "all faults are told at once") {
  const auto told = read("schema: 2\nsubscribers:\n  - {name: P, url: 'ftp://x', member: '@engine', secrets: none}\n");
  REQUIRE_FALSE(told.has_value());
  CHECK(told.error().size() == 5);
}

TEST_CASE_FIXTURE(Fixture, "an address is https, or http of this machine") {
  const auto address = [](std::string_view text) { return http::parse_web_address(text); };
  CHECK(address("https://platform.example.org")->target == "/");
  CHECK(address("https://platform.example.org")->port == "443");
  CHECK(address("https://[2001:db8::1]:8443/a")->host == "2001:db8::1");
  CHECK(address("http://localhost/").has_value());
  CHECK(address("http://[::1]:80/").has_value());
  for (const auto* bad : {"http://platform.example.org/", "http://10.0.0.1/", "https://", "https://u:p@example.org/",
                          "https://example.org/#a", "example.org", "file:///etc/passwd", "https://example.org:0/",
                          "https://example.org/\r\nX: y", ""})
    CHECK_FALSE(address(bad).has_value());
}

TEST_CASE_FIXTURE(Fixture, "secrets are one or two, and nobody else may read them") {
  const auto keys = [&] { return read_signing_keys(dir.path() / "p.secret"); };
  CHECK(keys()->size() == 1);
  write("p.secret", std::string("# the old one goes on Friday\n\n") + kSecret + kSecret);
  CHECK(keys()->size() == 2);
  write("p.secret", std::string(kSecret) + kSecret + kSecret);
  CHECK(keys().error().ends_with("holds more than two secrets"));
  write("p.secret", "# nothing\n");
  CHECK(keys().error().ends_with("holds no secret"));
  write("p.secret", "whsec_AAAA\n");
  CHECK(keys().error().ends_with("a secret holds 3 bytes, 24 to 64 are wanted"));
  for (const unsigned mode : {0640U, 0604U, 0660U, 0601U}) {
    write("p.secret", kSecret, std::filesystem::perms(mode));
    CHECK(keys().error().ends_with("its mode must be 0600"));
  }
}

}  // namespace whistle::adapters::platform
