"""The engine over HTTP, as a web developer meets it: tokens, the JSON API, the event feed, Open311."""

import base64
import http.client
import json
import re
import time
import unittest
import urllib.parse

from live_engine import accepted
from web_case import HANDLER, INTAKE, WHISTLE, WebCase
from web_client import connect
from web_requests import statuses


class Web(WebCase):
    def test_a_whistle_is_blown_looked_at_and_acknowledged(self):
        intake, handler = self.issue(INTAKE), self.issue(HANDLER)
        blown = self.blow(intake, "w-1")
        self.assertEqual(blown.status, 201, blown.body)
        ticket = blown.json()["ticket"]
        self.assertEqual(blown.headers["Location"], f"/api/v1/tickets/{ticket}")
        self.assertEqual(self.blow(intake, "w-1").body, blown.body, "the same key, the same answer")

        seen = self.ask("GET", f"/api/v1/tickets/{ticket}", handler)
        self.assertEqual(seen.status, 200, seen.body)
        self.assertEqual(seen.json()["text"], "楼道灯坏了")
        self.assertEqual(seen.json()["reporterPhone"], "***12")
        etag = seen.headers["ETag"]
        self.assertEqual(self.ask("GET", f"/api/v1/tickets/{ticket}", handler, If_None_Match=etag).status, 304)

        act = f"/api/v1/tickets/{ticket}/acknowledge"
        stale = self.ask("POST", act, handler, {}, Idempotency_Key="a-0", If_Match='"1"')
        self.assertEqual((stale.status, stale.json()["code"]), (412, "TICKET_CHANGED"))
        done = self.ask("POST", act, handler, {}, Idempotency_Key="a-1", If_Match=etag)
        self.assertEqual(done.status, 200, done.body)
        again = self.ask("POST", act, handler, {}, Idempotency_Key="a-1", If_Match=etag)
        self.assertEqual(again.body, done.body)
        number = blown.json()["ticketNumber"]
        self.assertEqual(self.ask("GET", f"/api/v1/tickets/{number}", handler).json()["record"]["state"], "TICKET_STATE_ACKNOWLEDGED")

    def test_who_shows_no_token_or_a_wrong_one_is_told_so(self):
        self.assertEqual(self.ask("GET", "/api/v1/tickets").status, 401)
        wrong = self.ask("GET", "/api/v1/tickets", "wt_" + "0" * 64)
        self.assertEqual((wrong.status, wrong.json()["code"]), (401, "UNKNOWN_IDENTITY"))
        self.assertEqual(wrong.headers["Content-Type"], "application/problem+json")
        self.assertIn("Bearer", wrong.headers["WWW-Authenticate"])
        status = self.ask("GET", "/api/v1/status")
        self.assertEqual(status.json()["member"], "@anybody")
        # The attempt stands in the journal.
        entries = self.admin.query(fetch_entries={"from": 0, "limit": 1000}).fetch_entries.entries
        self.assertTrue(any(entry.command.HasField("record_refusal") for entry in entries))

    def test_the_type_of_a_problem_leads_to_a_page_for_people(self):
        refused = self.ask("GET", "/api/v1/tickets").json()
        page = self.ask("GET", refused["type"])
        self.assertEqual((page.status, page.headers["Content-Type"]), (200, "text/html; charset=utf-8"))
        self.assertIn(f"<code>{refused['code']}</code> · HTTP {refused['status']}", page.body.decode())
        self.assertEqual(self.ask("GET", refused["type"], If_None_Match=page.headers["ETag"]).status, 304)
        listed = re.findall(r'href="(problems/[a-z0-9-]+)"', self.ask("GET", "/problems").body.decode())
        codes = statuses(self.ask("GET", "/api/v1/openapi.json").json())
        self.assertEqual(listed, ["problems/" + code.lower().replace("_", "-") for code in codes])
        for name in listed:
            self.assertEqual(self.ask("GET", "/" + name).status, 200, name)
        for name in ("/problems/no-such-code", "/problems/", "/problems/unknown-ticket/x"):
            self.assertEqual(self.ask("GET", name).status, 404, name)
        self.assertEqual(self.ask("DELETE", "/problems").status, 405)

    def test_the_document_names_the_server_and_what_a_body_has_to_bring(self):
        document = self.ask("GET", "/api/v1/openapi.json").json()
        self.assertEqual(document["servers"], [{"url": self.engine.endpoints["http"] + "/api/v1"}])
        body = document["paths"]["/whistles"]["post"]["requestBody"]
        self.assertTrue(body["required"])
        for name in body["content"]["application/json"]["schema"]["required"]:
            lacking = {key: value for key, value in WHISTLE.items() if key != name}
            refused = self.ask("POST", "/api/v1/whistles", self.issue(INTAKE), lacking, Idempotency_Key="w-1").json()
            self.assertEqual((refused["code"], refused["arguments"]), ("MISSING", {"field": name}))

    def test_what_tells_a_private_link_is_not_compressed(self):
        intake = self.issue(INTAKE)
        gzip = {"Accept_Encoding": "gzip"}
        self.assertEqual(self.ask("GET", "/api/v1/district", **gzip).headers["Content-Encoding"], "gzip")
        blown = self.ask("POST", "/api/v1/whistles", intake, WHISTLE, Idempotency_Key="w-1", **gzip)
        self.assertGreater(len(blown.body), 1_024, "large enough to be compressed otherwise")
        self.assertTrue(blown.json()["ticketToken"])
        self.assertNotIn("Content-Encoding", blown.headers)

    def test_a_token_of_the_command_line_is_good_until_it_is_revoked(self):
        until = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 86_400))
        admin = ("--key", self.engine.data / "admin.key_secret")
        token = self.client(*admin, "token", "issue", INTAKE, "--until", until).strip()
        self.assertEqual(self.blow(token, "w-1").status, 201)
        listed = [json.loads(line) for line in self.client(*admin, "-o", "json", "token", "list").splitlines()]
        self.assertEqual([row["member"] for row in listed], [INTAKE])
        self.client(*admin, "token", "revoke", base64.b64decode(listed[0]["token_sha256"]).hex()[:12])
        self.assertEqual(self.blow(token, "w-2").status, 401)

    def test_a_resident_follows_its_own_ticket_by_the_link_and_no_other(self):
        intake = self.issue(INTAKE)
        first, second = (self.blow(intake, f"w-{n}", personal={"text": f"第{n}件"}).json() for n in (1, 2))
        link = base64.b64decode(first["ticketToken"]).hex()
        seen = self.ask("GET", f"/api/v1/tickets/{first['ticketNumber']}", Whistle_Ticket_Token=link)
        self.assertEqual(seen.status, 200, seen.body)
        self.assertEqual(seen.json()["text"], "")
        self.assertEqual(self.ask("GET", f"/api/v1/tickets/{second['ticket']}", Whistle_Ticket_Token=link).status, 403)
        urged = self.ask("POST", f"/api/v1/tickets/{first['ticket']}/urge", None, {}, Idempotency_Key="u", Whistle_Ticket_Token=link)
        self.assertEqual(urged.status, 200, urged.body)

    def test_the_feed_tells_what_happens_and_goes_on_where_it_was_left(self):
        intake = self.issue(INTAKE)
        response = self.listen(intake)
        self.assertEqual((response.status, response.headers["Content-Type"]), (200, "text/event-stream"))
        ticket = self.blow(intake, "w-1").json()["ticket"]
        event = self.next_event(response)
        self.assertEqual((event["event"], event["id"], json.loads(event["data"])["ticket"]), ("entry", ticket, ticket))
        second = self.blow(intake, "w-2", personal={"text": "另一件"}).json()["ticket"]

        again = self.listen(intake, {"Last-Event-ID": event["id"]})
        while (told := self.next_event(again))["id"] != second:
            self.assertGreater(int(told["id"]), int(ticket))

    def listen(self, token: str, place: dict[str, str] | None = None) -> http.client.HTTPResponse:
        connection = connect(self.engine)
        self.addCleanup(connection.close)
        connection.request("GET", "/api/v1/feed", headers={"Authorization": f"Bearer {token}", **(place or {})})
        return connection.getresponse()

    def next_event(self, response) -> dict[str, str]:
        event: dict[str, str] = {}
        while True:
            line = response.readline().decode().rstrip("\n")
            if line and not line.startswith(":"):
                name, _, value = line.partition(": ")
                event[name] = value
            elif not line and "event" in event:
                return event
            elif not line:
                event = {}

    def test_open311_takes_a_request_and_lists_what_is_public(self):
        intake = self.issue(INTAKE)
        services = self.ask("GET", "/open311/v2/services.json")
        self.assertEqual(services.status, 200, services.body)
        codes = {service["service_code"] for service in services.json()}
        self.assertIn("C0131", codes)
        form = {"service_code": "C0131", "description": "路灯不亮", "lat": "36.7160", "long": "119.1820"}
        refused = self.ask("POST", "/open311/v2/requests.json", body=urllib.parse.urlencode(form), Content_Type="application/x-www-form-urlencoded")
        self.assertEqual(refused.status, 403, refused.body)
        form["api_key"] = intake
        posted = self.ask("POST", "/open311/v2/requests.json", body=urllib.parse.urlencode(form), Content_Type="application/x-www-form-urlencoded")
        self.assertEqual(posted.status, 200, posted.body)
        number = posted.json()[0]["service_request_id"]
        listed = self.ask("GET", "/open311/v2/requests.json")
        self.assertEqual([row["service_request_id"] for row in listed.json()], [number])
        self.assertNotIn("路灯", listed.body.decode())
        # What the catalogue does not mark as public is not there.
        self.blow(intake, "w-1")
        self.assertEqual(len(self.ask("GET", "/open311/v2/requests.json").json()), 1)
        one = self.ask("GET", f"/open311/v2/requests/{number}.xml")
        self.assertIn(f"<service_request_id>{number}</service_request_id>".encode(), one.body)

    def test_the_engine_stops_in_order_while_streams_are_open(self):
        intake = self.issue(INTAKE)
        response = self.listen(intake)
        self.assertEqual(self.engine.stop(), 0)
        while response.readline():
            pass

    def test_a_command_over_zeromq_is_an_event_of_the_web(self):
        intake = self.issue(INTAKE)
        self.blow(intake, "w-1")
        accepted(self.admin.command("r-1", register_identity={"member": HANDLER, "token_sha256": b"x" * 32, "expires_us": time.time_ns() // 1000 + 10**9}))
        entries = self.ask("GET", "/api/v1/entries?from=0&limit=1000", self.issue("auditor-1"))
        self.assertEqual(entries.status, 200, entries.body)
        self.assertTrue(any("blowWhistle" in entry["command"] for entry in entries.json()["entries"]))


if __name__ == "__main__":
    unittest.main()
