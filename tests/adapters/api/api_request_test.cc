#include "adapters/api/api_request.h"

#include <doctest/doctest.h>

#include <string>

#include "tests/adapters/api/asking.h"

namespace whistle::adapters::api {
namespace {

Asking act(std::string_view verb, std::string body = "{}") {
  Asking asking("POST", "/tickets/17/" + std::string(verb));
  asking.command(std::move(body));
  return asking;
}

Asking blow(std::string body = R"({"kind":"resident","source":"resident"})") {
  Asking asking("POST", "/whistles");
  asking.command(std::move(body));
  return asking;
}

TEST_CASE("a whistle is blown under the key of its sender") {
  const auto asked = blow().asked();
  CHECK(asked.request.key() == "k-1");
  CHECK(asked.request.command().blow_whistle().kind() == v1::WHISTLE_KIND_RESIDENT);
  CHECK(asked.request.correlation() == 0);
  CHECK(asked.path == "/api/v1/whistles");
  CHECK(asked.has_credential);
}

TEST_CASE("a command without a key is refused, and nobody makes one up") {
  CHECK(blow().without("Idempotency-Key").problem().code == "KEY_MISSING");
  CHECK(blow().without("Idempotency-Key").with("Idempotency-Key", "").problem().status == 400);
  const auto keyed = [](const std::string& key) {
    return blow().without("Idempotency-Key").with("Idempotency-Key", key).read();
  };
  CHECK(keyed(std::string(64, 'k'))->request.key() == std::string(64, 'k'));
  CHECK(keyed("\"in quotes\"")->request.key() == "in quotes");
  CHECK_FALSE(keyed(std::string(65, 'k')));
  CHECK_FALSE(keyed("schlüssel"));
  CHECK_FALSE(keyed("a\tb"));
  CHECK_FALSE(keyed("\"\""));
}

TEST_CASE("a query needs no key, and takes none") {
  const auto asked = Asking("GET", "/status").with("Idempotency-Key", "k-1").asked();
  CHECK(asked.request.has_get_status());
  CHECK(asked.request.key().empty());
}

TEST_CASE("the path names the ticket, and the body may not name another") {
  CHECK(act("acknowledge").asked().request.command().acknowledge_ticket().ticket() == 17);
  CHECK(act("acknowledge", R"({"ticket":"17"})").read());
  CHECK(act("acknowledge", "").asked().request.command().acknowledge_ticket().ticket() == 17);
  const auto problem = act("acknowledge", R"({"ticket":18})").problem();
  CHECK(problem.code == "INVALID");
  CHECK(argument_of(problem, "field") == "ticket");
}

TEST_CASE("a ticket that is named by its number is asked for first") {
  auto asked = Asking("POST", "/tickets/20260928-00017-4/urge").with("Whistle-Acting-For", "h-1").command("{}").asked();
  CHECK(asked.ticket_number == "20260928-00017-4");
  const auto question = number_question(asked);
  CHECK(question.get_ticket().number() == "20260928-00017-4");
  CHECK(question.acting_for().member() == "h-1");

  v1::Reply reply;
  reply.mutable_get_ticket()->mutable_ticket()->mutable_record()->set_id(99);
  CHECK_FALSE(name_ticket(asked, reply));
  CHECK(asked.request.command().urge_ticket().ticket() == 99);
  CHECK(asked.ticket_number.empty());

  v1::Reply refused;
  refused.mutable_refusal()->set_code(v1::REFUSAL_CODE_UNKNOWN_TICKET);
  CHECK(name_ticket(asked, refused)->status == 404);
  CHECK(name_ticket(asked, v1::Reply())->status == 404);
}

TEST_CASE("a ticket is read by its number at once") {
  const auto asked = Asking("GET", "/tickets/20260928-00017-4").asked();
  CHECK(asked.request.get_ticket().number() == "20260928-00017-4");
  CHECK(asked.ticket_number.empty());
  CHECK(Asking("GET", "/tickets/17").asked().request.get_ticket().ticket() == 17);
}

TEST_CASE("a body may not name a ticket that the path names by its number") {
  CHECK(Asking("POST", "/tickets/20260928-00017-4/urge").command(R"({"ticket":17})").problem().code == "INVALID");
}

TEST_CASE("neither id nor number is told so") {
  for (const char* name : {"x", "-1", "1.0", "0x11", "20260928-0017-4", "20260928-00017-44", "2026092-00017-4",
                           "18446744073709551616", "20260928--4", "20260928-4"}) {
    CAPTURE(name);
    CHECK(Asking("GET", "/tickets/" + std::string(name)).problem().code == "INVALID");
  }
}

TEST_CASE("the fields of a list are its query") {
  const auto asked = Asking(
      "GET", "/tickets?lead=F-1&states=on_site,TICKET_STATE_ON_HOLD&states=closed&limit=7&inHand=true&in_hand=true");
  CHECK(asked.problem().code == "QUERY_INVALID");
  const auto query =
      Asking("GET", "/tickets?lead=F-1&states=on_site,TICKET_STATE_ON_HOLD&states=closed&limit=7&inHand=true")
          .asked()
          .request.list_tickets();
  CHECK(query.lead() == "F-1");
  CHECK(query.states_size() == 3);
  CHECK(query.states(1) == v1::TICKET_STATE_ON_HOLD);
  CHECK(query.states(2) == v1::TICKET_STATE_CLOSED);
  CHECK(query.limit() == 7);
  CHECK(query.in_hand());
}

TEST_CASE("a query that the list does not know is refused with its name") {
  for (const char* query : {"colour=red", "limit=many", "limit=-1", "limit=1&limit=2", "states=flying",
                            "states=on_site,,closed", "in_hand=yes", "", "=1"}) {
    CAPTURE(query);
    CHECK(Asking("GET", "/tickets?" + std::string(query)).problem().code == "QUERY_INVALID");
  }
  CHECK(argument_of(Asking("GET", "/tickets?colour=red").problem(), "parameter") == "colour");
  CHECK(Asking("GET", "/tickets/17/entries?ticket=18").problem().code == "QUERY_INVALID");
  CHECK(Asking("GET", "/tickets/17?number=20260928-00017-4").problem().code == "QUERY_INVALID");
  CHECK(Asking("GET", "/tickets/20260928-00017-4?number=20260928-00017-4").problem().code == "QUERY_INVALID");
  CHECK(Asking("GET", "/tickets/20260928-00017-4?ticket=17").problem().code == "QUERY_INVALID");
  CHECK(Asking("POST", "/whistles?category=E0110").command("{}").problem().code == "QUERY_INVALID");
}

TEST_CASE("what is not UTF-8 reaches no field, and no problem repeats it") {
  CHECK(Asking("GET", "/tickets?lead=\xff").problem().code == "QUERY_INVALID");
  CHECK(problem_json(Asking("GET", "/tickets?\xff=1").problem()).find('\xff') == std::string::npos);
  CHECK(Asking("GET", "/tick\xff").problem().instance == "/api/v1/tick%ff");
  CHECK(act("arrive").with("Whistle-Acting-For", "h\xff").problem().code == "HEADER_INVALID");
}

TEST_CASE("a condition on the last entry goes with the act") {
  CHECK(act("urge").with("If-Match", "\"42\"").asked().request.if_last_entry() == 42);
  CHECK_FALSE(act("urge").with("If-Match", "*").asked().request.has_if_last_entry());
  for (const char* tag : {"W/\"42\"", "42", "\"\"", "\"x\"", "\"1\", \"2\"", "\"-1\"", "", "\""}) {
    CAPTURE(tag);
    CHECK(act("urge").with("If-Match", tag).problem().code == "HEADER_INVALID");
  }
  CHECK(blow().with("If-Match", "\"42\"").problem().code == "HEADER_INVALID");
  CHECK(Asking("GET", "/status").with("If-Match", "\"42\"").problem().code == "HEADER_INVALID");
}

TEST_CASE("in whose stead and when an act was done is said by headers") {
  const std::string token = "000102030405060708090a0b0c0d0e0f";
  const auto resident = act("dispute").without("Authorization").with("Whistle-Ticket-Token", token).asked();
  CHECK(resident.request.acting_for().ticket_token().size() == 16);
  CHECK(resident.request.acting_for().ticket_token()[15] == '\x0f');
  CHECK(resident.has_credential);
  CHECK(act("dispute")
            .with("Whistle-Ticket-Token", "AAECAwQFBgcICQoLDA0ODw")
            .asked()
            .request.acting_for()
            .ticket_token() == resident.request.acting_for().ticket_token());
  CHECK(act("arrive").with("Whistle-Acting-For", "h-1").asked().request.acting_for().member() == "h-1");
  CHECK(act("arrive").with("Whistle-Acted-At", "2026-09-28T14:03:00+08:00").asked().request.acted_at_us() ==
        1'790'575'380'000'000);
  CHECK(act("dispute").with("Whistle-Ticket-Token", "00").problem().code == "HEADER_INVALID");
  CHECK(act("dispute").with("Whistle-Ticket-Token", token).with("Whistle-Acting-For", "h").problem().code ==
        "HEADER_INVALID");
  CHECK(act("arrive").with("Whistle-Acted-At", "yesterday").problem().code == "HEADER_INVALID");
  CHECK(act("arrive").with("Whistle-Acting-For", " ").problem().code == "HEADER_INVALID");
}

TEST_CASE("who has no credential asks what is for anybody") {
  CHECK(Asking("GET", "/status").without("Authorization").read());
  CHECK(Asking("GET", "/public/tickets?status=open")
            .without("Authorization")
            .asked()
            .request.list_public_tickets()
            .status() == v1::PUBLIC_STATUS_OPEN);
  const auto problem = Asking("GET", "/tickets").without("Authorization").problem();
  CHECK(problem.status == 401);
  CHECK(header_of(problem.headers, "WWW-Authenticate") == "Bearer");
}

TEST_CASE("pieces of a file are bytes") {
  const std::string hash(64, 'a');
  const auto asked = Asking("PUT", "/tickets/17/attachments/" + hash + "?offset=3&size=6")
                         .with("Content-Type", "image/jpeg")
                         .bytes(std::string("\0\xff{", 3))
                         .asked();
  const auto& chunk = asked.request.put_chunk();
  CHECK(chunk.ticket() == 17);
  CHECK(chunk.sha256() == std::string(32, '\xaa'));
  CHECK(chunk.offset() == 3);
  CHECK(chunk.size() == 6);
  CHECK(chunk.content() == std::string("\0\xff{", 3));
  CHECK(Asking("PUT", "/tickets/17/attachments/" + hash + "?content=aGg=").problem().code == "QUERY_INVALID");
  CHECK(Asking("PUT", "/tickets/17/attachments/" + hash).bytes(std::string((256U << 10) + 1, 'x')).problem().status ==
        413);
  CHECK(Asking("PUT", "/tickets/17/attachments/aa!").problem().code == "INVALID");
  CHECK(Asking("POST", "/tickets/17/attachments/" + hash + "/complete")
            .command("")
            .asked()
            .request.command()
            .put_attachment()
            .sha256() == chunk.sha256());
  CHECK(Asking("GET", "/tickets/17/attachments/" + hash + "?offset=9").problem().code == "QUERY_INVALID");
  CHECK(Asking("GET", "/tickets/17/attachments/" + hash).with("Range", " bytes=1-2 ").asked().range == "bytes=1-2");
  CHECK(Asking("HEAD", "/tickets/17/attachments/" + hash).with("Range", "bytes=1-2").asked().range.empty());
}

TEST_CASE("a whole file is named by its ticket and its key alone, and may be asked to be stripped") {
  const auto sent = [](const std::string& query) {
    return Asking("POST", "/tickets/17/attachments" + query).with("Content-Type", "image/jpeg").bytes("{");
  };
  CHECK(sent("").problem().code == "KEY_MISSING");
  const auto asked = sent("").with("Idempotency-Key", "k").with("If-Match", "\"9\"").asked();
  CHECK(asked.request.command().put_attachment().ticket() == 17);
  CHECK(asked.request.command().put_attachment().sha256().empty());
  CHECK(asked.request.if_last_entry() == 9);
  CHECK_FALSE(asked.strip_metadata);
  CHECK(sent("?strip_metadata=true").with("Idempotency-Key", "k").asked().strip_metadata);
  CHECK_FALSE(sent("?strip_metadata=false").with("Idempotency-Key", "k").asked().strip_metadata);
  for (const auto* query : {"?strip_metadata=1", "?strip_metadata=true&strip_metadata=true", "?sha256=aa", "?ticket=1"})
    CHECK(sent(query).with("Idempotency-Key", "k").problem().code == "QUERY_INVALID");
  CHECK(sent("").with("Idempotency-Key", "k").without("Authorization").problem().status == 401);
}

TEST_CASE("rules travel as JSON with files in base64") {
  const auto asked =
      Asking("POST", "/rulesets").command(R"({"files":[{"path":"district.yaml","content":"YTogMQo="}]})").asked();
  CHECK(asked.request.command().publish_ruleset().files(0).content() == "a: 1\n");
  CHECK(Asking("GET", "/tiles/0/12").asked().request.get_tile().index() == 12);
  CHECK(Asking("GET", "/entries/5/ruleset?part=routes").asked().request.get_ruleset().part() ==
        v1::RULESET_PART_KIND_ROUTES);
}

TEST_CASE("a body that is too large, of another type or encoding is not read") {
  CHECK(blow(std::string((64U << 10) + 1, ' ')).problem().status == 413);
  CHECK(blow().without("Content-Type").problem().status == 415);
  CHECK(blow().without("Content-Type").with("Content-Type", "text/plain").problem().status == 415);
  CHECK(blow().without("Content-Type").with("Content-Type", "application/json; charset=latin1").problem().status ==
        415);
  CHECK(blow().without("Content-Type").with("Content-Type", "Application/JSON;charset=UTF-8").read());
  CHECK(blow().with("Content-Encoding", "gzip").problem().status == 415);
  CHECK(Asking("GET", "/status").bytes("x").problem().status == 400);
}

TEST_CASE("who accepts neither JSON nor anything is told so") {
  const auto accepts = [](const char* range) {
    return Asking("GET", "/status").with("Accept", range).read().has_value();
  };
  CHECK(accepts("application/json"));
  CHECK(accepts("text/html, */*;q=0.1"));
  CHECK(accepts("application/*; q=0.5"));
  CHECK(accepts(""));
  CHECK_FALSE(accepts("text/html"));
  CHECK_FALSE(accepts("application/json;q=0"));
  CHECK_FALSE(accepts("application/xml, application/json;q=0.000"));
  CHECK(Asking("GET", "/tiles/0/0").with("Accept", "application/octet-stream").read());
  CHECK(Asking("GET", "/tiles/0/0").with("Accept", "application/json").problem().status == 406);
  CHECK(Asking("GET", "/tiles/0/0").with("Accept", "application/json, text/plain, */*").read());
}

TEST_CASE("a fault in the body is told with its field and its place") {
  const auto problem = blow("{\"kind\":\"resident\",\n \"loudness\":3}").problem();
  CHECK(problem.status == 400);
  CHECK(problem.code == "INVALID");
  CHECK(problem.instance == "/api/v1/whistles");
  CHECK(argument_of(problem, "field") == "/loudness");
  CHECK(argument_of(problem, "line") == "2");
  CHECK(problem.detail.starts_with("/loudness (line 2, column "));
  CHECK(problem.detail.ends_with(") is not valid: there is no such field here."));
  CHECK(blow("{").problem().code == "MALFORMED");
  CHECK(blow("{\"channel\":\"\xff\"}").problem().code == "INVALID_TEXT");
}

TEST_CASE("a path that no route has, and one with another method, are told apart") {
  CHECK(Asking("GET", "/tickts").problem().status == 404);
  CHECK(Asking("GET", "/tick\"ts").problem().instance == "/api/v1/tick%22ts");
  CHECK(Asking("GET", "/whistles").problem().status == 405);
  CHECK(Asking("HEAD", "/tickets").read());
}

TEST_CASE("a district that is known already is not sent again") {
  const std::string hash(64, 'a');
  CHECK(Asking("GET", "/district")
            .with("If-None-Match", "\"" + hash + "\"")
            .asked()
            .request.get_district()
            .known_ruleset_sha256() == std::string(32, '\xaa'));
  CHECK(Asking("GET", "/district")
            .with("If-None-Match", "\"aa\"")
            .asked()
            .request.get_district()
            .known_ruleset_sha256()
            .empty());
}

}  // namespace
}  // namespace whistle::adapters::api
