"""What a command platform orders, over HTTP: work orders by its own numbers, results and supervision called back, rules that it submits,
signs of life; what is repeated, late, forged or another's changes nothing."""

import base64
import json
import time
import unittest

from live_engine import DISTRICT, Client, accepted
from web_case import HANDLER, WebCase

PLATFORM = "platform-1"
ORDER = "370791-20260928-000123"
WORK_ORDER = {
    "kind": "WHISTLE_KIND_RESIDENT",
    "source": "SOURCE_PLATFORM",
    "category": "P03",
    "location": {"estate": "QC-BAOTONG-01"},
    "personal": {"text": "平台派单：楼道灯坏了"},
}
RESOLVED = {"outcome": "OUTCOME_FIXED", "evidence": [{"kind": "EVIDENCE_NOTE"}], "personal": {"text": "已更换灯泡"}}


def file_of(path: str, content: bytes) -> dict[str, str]:
    return {"path": path, "content": base64.b64encode(content).decode()}


def hexadecimal(in_base64: str) -> str:
    return base64.b64decode(in_base64).hex()


def submitted_in(answer: dict) -> str:
    return hexadecimal(answer["events"][0]["rulesetSubmitted"]["rulesetSha256"])


class PlatformOrders(WebCase):
    def setUp(self):
        super().setUp()
        self.platform = self.issue(PLATFORM)

    def push(self, order: str = ORDER, token: str | None = None, **changes):
        return self.ask("POST", "/api/v1/whistles", token or self.platform, {**WORK_ORDER, **changes}, Idempotency_Key=order)

    def act(self, ticket: int, verb: str, body: dict, token: str | None = None, **headers):
        headers.setdefault("Idempotency_Key", f"{verb}-{ticket}-{time.monotonic_ns()}")
        return self.ask("POST", f"/api/v1/tickets/{ticket}/{verb}", token or self.platform, body, **headers)

    def done(self, answer) -> dict:
        self.assertLess(answer.status, 300, answer.body)
        return answer.json()

    def refused(self, answer, status: int, code: str) -> dict:
        self.assertEqual((answer.status, answer.json()["code"]), (status, code), answer.body)
        return answer.json()

    def latest(self) -> int:
        return int(self.done(self.ask("GET", "/api/v1/status", self.platform))["nextSequence"])

    def ticket(self) -> int:
        return int(self.done(self.push())["ticket"])

    def resolve(self, ticket: int, member: str) -> None:
        self.done(self.act(ticket, "acknowledge", {}, member))
        self.done(self.act(ticket, "resolve", RESOLVED, member))


class WorkOrders(PlatformOrders):
    def test_an_order_pushed_again_is_the_same_ticket_and_is_found_by_its_own_number(self):
        first = self.push()
        self.assertEqual(first.status, 201, first.body)
        self.assertEqual(self.push().body, first.body)
        told = self.done(self.ask("GET", f"/api/v1/orders/{ORDER}", self.platform))["ticket"]
        self.assertEqual(told["number"], first.json()["ticketNumber"])
        self.assertEqual(told["order"], ORDER)
        self.assertEqual(told["record"]["state"], "TICKET_STATE_DISPATCHED")
        # Who works on it can name it to the platform.
        seen = self.done(self.ask("GET", f"/api/v1/tickets/{first.json()['ticket']}", self.issue(HANDLER)))
        self.assertEqual(seen["order"], ORDER)

    def test_the_same_number_for_another_matter_is_refused(self):
        ticket = self.ticket()
        self.refused(self.push(category="P02"), 422, "KEY_REUSED")
        self.refused(self.push(personal={"text": "另一件事"}), 422, "KEY_REUSED")
        self.assertEqual(self.done(self.ask("GET", f"/api/v1/orders/{ORDER}", self.platform))["ticket"]["record"]["id"], str(ticket))

    def test_an_order_that_never_arrived_or_is_another_platforms_is_not_known(self):
        self.ticket()
        self.assertEqual(self.refused(self.ask("GET", "/api/v1/orders/never", self.platform), 404, "UNKNOWN_ORDER")["arguments"]["order"], "never")
        self.refused(self.ask("GET", f"/api/v1/orders/{ORDER}", self.issue("intake-app")), 404, "UNKNOWN_ORDER")
        self.refused(self.ask("GET", "/api/v1/orders/" + "x" * 65, self.platform), 400, "TOO_LARGE")

    def test_the_key_of_an_act_is_no_order(self):
        ticket = self.ticket()
        self.done(self.act(ticket, "urge", {}, Idempotency_Key="urge-1"))
        self.refused(self.ask("GET", "/api/v1/orders/urge-1", self.platform), 404, "UNKNOWN_ORDER")

    def test_an_order_is_still_found_when_it_has_closed_and_the_engine_has_been_killed(self):
        ticket = self.ticket()
        self.resolve(ticket, self.issue(HANDLER))
        self.done(self.act(ticket, "confirm", {"rating": 5}))
        self.engine.kill()
        self.engine.start("--http", "http://127.0.0.1:*")
        told = self.done(self.ask("GET", f"/api/v1/orders/{ORDER}", self.platform))["ticket"]
        self.assertEqual((told["record"]["state"], told["record"]["outcome"]), ("TICKET_STATE_CLOSED", "OUTCOME_FIXED"))
        self.assertEqual(int(self.done(self.push())["ticket"]), ticket)

    def test_an_order_with_a_forged_or_a_revoked_token_is_refused_and_nothing_of_it_stays(self):
        self.refused(self.push(token="wt_" + "0" * 64), 401, "UNKNOWN_IDENTITY")
        self.refused(self.push(token=self.issue(HANDLER)), 403, "NOT_PERMITTED")
        self.refused(self.ask("GET", f"/api/v1/orders/{ORDER}", self.platform), 404, "UNKNOWN_ORDER")


class CallBacks(PlatformOrders):
    def test_a_platform_supervises_its_own_order_and_no_other(self):
        ticket = self.ticket()
        done = self.done(self.act(ticket, "supervise", {"personal": {"text": "市里督办"}}))
        self.assertIn("ticketSupervised", done["events"][0])
        residents = int(self.done(self.blow(self.issue("intake-app"), "w-1"))["ticket"])
        self.refused(self.act(residents, "supervise", {"personal": {"text": "市里督办"}}), 403, "NOT_PERMITTED")
        self.refused(self.act(ticket, "supervise", {}), 400, "MISSING")

    def test_a_result_that_satisfies_closes_the_order_and_one_that_does_not_is_rework(self):
        ticket, handler = self.ticket(), self.issue(HANDLER)
        self.resolve(ticket, handler)
        self.done(self.act(ticket, "dispute", {"personal": {"text": "回访：灯还不亮"}}))
        state = self.done(self.ask("GET", f"/api/v1/orders/{ORDER}", self.platform))["ticket"]["record"]
        self.assertEqual((state["state"], state["reworks"]), ("TICKET_STATE_ACKNOWLEDGED", 1))
        self.done(self.act(ticket, "resolve", RESOLVED, handler))
        self.done(self.act(ticket, "confirm", {"rating": 4}))
        self.assertEqual(self.done(self.ask("GET", f"/api/v1/orders/{ORDER}", self.platform))["ticket"]["record"]["state"], "TICKET_STATE_CLOSED")

    def test_a_result_that_comes_late_speaks_of_the_resolution_it_saw_and_of_no_later_one(self):
        ticket, handler = self.ticket(), self.issue(HANDLER)
        self.resolve(ticket, handler)
        seen = self.ask("GET", f"/api/v1/tickets/{ticket}", self.platform).headers["ETag"]
        self.done(self.act(ticket, "dispute", {"personal": {"text": "回访：灯还不亮"}}, If_Match=seen))
        self.done(self.act(ticket, "resolve", RESOLVED, handler))
        # Overtaken on its way: the citizen's first "yes" was about the first resolution.
        self.refused(self.act(ticket, "confirm", {"rating": 5}, If_Match=seen), 412, "TICKET_CHANGED")
        self.assertEqual(self.done(self.ask("GET", f"/api/v1/orders/{ORDER}", self.platform))["ticket"]["record"]["state"], "TICKET_STATE_VERIFYING")

    def test_what_is_called_back_twice_happens_once(self):
        ticket = self.ticket()
        body = {"personal": {"text": "市里督办"}}
        first = self.act(ticket, "supervise", body, Idempotency_Key="duban-1")
        self.assertEqual(self.act(ticket, "supervise", body, Idempotency_Key="duban-1").body, first.body)
        self.refused(self.act(ticket, "supervise", {"personal": {"text": "别的话"}}, Idempotency_Key="duban-1"), 422, "KEY_REUSED")


class Submissions(PlatformOrders):
    def setUp(self):
        super().setUp()
        self.calendar = (DISTRICT / "calendar.yaml").read_bytes() + "# 平台同步\n".encode()

    def submit(self, *files: dict, token: str | None = None, key: str = "sync-1", **more):
        return self.ask("POST", "/api/v1/submissions", token or self.platform, {"files": list(files), **more}, Idempotency_Key=key)

    def in_force(self) -> str:
        return hexadecimal(self.done(self.ask("GET", "/api/v1/status", self.platform))["rulesetSha256"])

    def publish(self, member: Client, sha256: str) -> None:
        accepted(member.command(f"publish-{time.monotonic_ns()}", publish_ruleset={"ruleset_sha256": bytes.fromhex(sha256)}))

    def test_a_calendar_is_submitted_and_stays_out_of_force_until_two_have_agreed(self):
        before = self.in_force()
        done = self.done(self.submit(file_of("calendar.yaml", self.calendar)))
        submitted = submitted_in(done)
        self.assertEqual(self.in_force(), before)
        listed = self.done(self.ask("GET", "/api/v1/submissions", self.platform))["submissions"]
        self.assertEqual([(row["record"]["member"], row["record"]["paths"], row.get("outdated", False)) for row in listed], [(PLATFORM, ["calendar.yaml"], False)])

        files = self.done(self.ask("GET", f"/api/v1/rulesets/{submitted}/files", self.issue("supervisor-1")))["files"]
        told = {file["path"]: base64.b64decode(file["content"]) for file in files}
        self.assertEqual(told["calendar.yaml"], self.calendar)
        self.assertEqual(told["catalogue.csv"], (DISTRICT / "catalogue.csv").read_bytes())

        self.publish(self.member("admin-1"), submitted)
        self.assertEqual(self.in_force(), before, "one of the two is not enough, whatever was submitted")
        self.publish(self.member("supervisor-1"), submitted)
        self.assertEqual(self.in_force(), submitted)
        self.assertEqual(self.done(self.ask("GET", "/api/v1/submissions", self.platform)).get("submissions", []), [])

    def test_rules_with_faults_are_refused_with_file_and_line_and_wait_for_nobody(self):
        answer = self.refused(self.submit(file_of("catalogue.csv", b"code,name\nX,\n")), 422, "RULESET_INVALID")
        self.assertIn("catalogue.csv:1", json.dumps(answer, ensure_ascii=False))
        self.assertEqual(self.done(self.ask("GET", "/api/v1/submissions", self.platform)).get("submissions", []), [])

    def test_what_is_repeated_is_answered_the_same_even_when_it_has_come_in_force_meanwhile(self):
        first = self.submit(file_of("calendar.yaml", self.calendar))
        submitted = submitted_in(self.done(first))
        self.assertEqual(self.submit(file_of("calendar.yaml", self.calendar)).body, first.body)
        self.publish(self.member("admin-1"), submitted)
        self.publish(self.member("supervisor-1"), submitted)
        self.assertEqual(self.submit(file_of("calendar.yaml", self.calendar)).body, first.body)
        self.refused(self.submit(file_of("calendar.yaml", self.calendar + b"#\n")), 422, "KEY_REUSED")
        self.refused(self.submit(file_of("calendar.yaml", self.calendar), key="sync-2"), 409, "RULESET_UNCHANGED")

    def test_what_was_made_from_older_rules_is_refused_where_it_says_so_and_marked_where_it_waits(self):
        base = self.in_force()
        self.done(self.submit(file_of("calendar.yaml", self.calendar)))
        other = submitted_in(self.done(self.submit(file_of("calendar.yaml", self.calendar + b"# 2\n"), token=self.issue("supervisor-1"), key="other")))
        self.publish(self.member("admin-1"), other)
        self.publish(self.member("supervisor-1"), other)
        self.assertTrue(self.done(self.ask("GET", "/api/v1/submissions", self.platform))["submissions"][0]["outdated"])
        stale = self.submit(file_of("calendar.yaml", self.calendar + b"# 3\n"), key="sync-3", baseSha256=base)
        self.assertEqual(self.refused(stale, 409, "RULESET_OUTDATED")["arguments"]["in_force"], other)

    def test_others_than_those_who_may_agree_see_neither_the_files_nor_anybody_elses_submission(self):
        submitted = submitted_in(self.done(self.submit(file_of("calendar.yaml", self.calendar))))
        handler = self.issue(HANDLER)
        self.assertEqual(self.done(self.ask("GET", "/api/v1/submissions", handler)).get("submissions", []), [])
        self.refused(self.ask("GET", f"/api/v1/rulesets/{submitted}/files", handler), 403, "NOT_PERMITTED")
        self.refused(self.submit(file_of("calendar.yaml", self.calendar), token=handler, key="h"), 403, "NOT_PERMITTED")
        self.refused(self.ask("GET", f"/api/v1/rulesets/{'0' * 64}/files", self.issue("auditor-1")), 404, "UNKNOWN_RULESET")
        # Its own the platform may read again; of the rules in force, which name members, it may not.
        self.done(self.ask("GET", f"/api/v1/rulesets/{submitted}/files", self.platform))
        self.refused(self.ask("GET", f"/api/v1/rulesets/{self.in_force()}/files", self.platform), 403, "NOT_PERMITTED")

    def test_a_submission_is_withdrawn_by_who_made_it(self):
        submitted = submitted_in(self.done(self.submit(file_of("calendar.yaml", self.calendar))))
        self.done(self.ask("POST", f"/api/v1/rulesets/{submitted}/withdraw", self.platform, {}, Idempotency_Key="back"))
        self.assertEqual(self.done(self.ask("GET", "/api/v1/submissions", self.platform)).get("submissions", []), [])


class Heartbeats(PlatformOrders):
    def beat(self, token: str | None = None, ahead_us: int = 0):
        return self.ask("POST", "/api/v1/heartbeats", token or self.platform, {"sentUs": str(time.time_ns() // 1000 + ahead_us)})

    def test_a_platform_hears_the_machines_time_and_how_far_its_own_is_from_it(self):
        told = self.done(self.beat())
        self.assertLess(abs(int(told.get("aheadUs", 0))), 60_000_000)
        self.assertEqual(int(told["nextSequence"]), self.latest())
        late = self.done(self.beat(ahead_us=-3_600_000_000))
        self.assertLess(int(late["aheadUs"]), -3_500_000_000)

    def test_nobody_else_beats_and_a_beat_is_in_no_journal(self):
        self.refused(self.beat(self.issue(HANDLER)), 403, "NOT_PERMITTED")
        before = self.latest()
        self.done(self.beat())
        self.assertEqual(self.latest(), before)
        self.refused(self.ask("POST", "/api/v1/heartbeats", self.platform, {}), 400, "MISSING")


if __name__ == "__main__":
    unittest.main(verbosity=2)
