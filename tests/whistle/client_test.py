"""The thin client against the real daemon over the real wire: each test has an engine and a home of its own."""

import datetime
import json
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import unittest
from pathlib import Path

import zmq
from live_engine import DISTRICT, PROGRAMS, Engine

WHISTLE = PROGRAMS / "whistle"
OK, REFUSED, USAGE, NO_ANSWER, LOCAL_FILE, NOT_RECOGNISED = 0, 1, 2, 4, 5, 6
ESTATE, FIRM, FIRM_MEMBER = "QC-BAOTONG-01", "F-XIANGRUI", "f-xiangrui-dispatcher"
LIFT_MEMBER = "d-lift-handler-1"  # the lift maintainer assists


class ClientCase(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="whistle-")
        self.addCleanup(directory.cleanup)
        self.directory = Path(directory.name)
        self.engine = Engine(self.directory)
        self.addCleanup(self.engine.end)
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(self.directory), "LANG": "en_US.UTF-8"}

    def run_client(self, *arguments, stream: str | None = None) -> subprocess.CompletedProcess:
        return subprocess.run([WHISTLE, *map(str, arguments)], capture_output=True, text=True, timeout=300, check=False,
                              input=stream, env=self.environment)  # fmt: skip

    def client(self, *arguments, code: int = OK, **rest) -> str:
        result = self.run_client("--data", self.engine.data, *arguments, **rest)
        self.assertEqual(result.returncode, code, result.stdout + result.stderr)
        return result.stdout if code == OK else result.stdout + result.stderr

    def as_member(self, member: str, *arguments, **rest) -> str:
        return self.client("--plain", "--as", member, *arguments, **rest)

    def start_plain(self, *flags: str) -> None:
        self.engine.init()
        self.engine.start("--plain", *flags)

    def restart(self) -> None:
        """After a kill, at the addresses that the system gave it the first time, as an engine in service has."""
        command = [PROGRAMS / "whistled", "run", "--data", self.engine.data, "--plain", "--bind", self.engine.endpoints["commands"],
                   "--feed", self.engine.endpoints["feed"]]  # fmt: skip
        self.engine.process = subprocess.Popen(command, stderr=subprocess.DEVNULL)

    def blow(self, *arguments) -> dict:
        return json.loads(self.as_member("intake-app", "-o", "json", "blow", *arguments))


class Keys(ClientCase):
    def setUp(self):
        super().setUp()
        self.engine.init()
        self.engine.start()
        self.admin = ("--key", self.engine.data / "admin.key")

    def test_a_key_is_made_registered_used_and_revoked(self):
        made = json.loads(self.client("-o", "json", "keygen"))
        refused = self.client("status", code=REFUSED)
        self.assertIn("does not know this identity", refused)
        self.assertIn("identity add", refused)
        self.assertIn("registered for intake-app",
                      self.client(*self.admin, "identity", "add", "intake-app", made["public_key"], "--label", "desk"))
        self.assertIn("intake-app", self.client("status"))
        self.client("blow", "hanging cable", "-c", "E0108", "--estate", ESTATE)
        listed = self.client(*self.admin, "identity", "list")
        self.assertIn(made["public_key"], listed)
        self.client(*self.admin, "identity", "revoke", made["public_file"])
        self.assertIn("does not know", self.client("blow", "again", "-c", "E0108", code=REFUSED))
        self.assertIn("revoked", self.client(*self.admin, "identity", "list"))

    def test_only_members_of_the_ruleset_are_registered(self):
        made = json.loads(self.client("-o", "json", "keygen"))
        refused = self.client(*self.admin, "identity", "add", "nobody-7", made["public_key"], code=REFUSED)
        self.assertIn("no member nobody-7", refused)

    def test_a_key_of_somebody_elses_making_that_begins_with_a_dash_goes_after_two(self):
        dashed = "-" + zmq.curve_keypair()[0].decode()[1:]
        self.assertIn("registered for intake-app", self.client(*self.admin, "identity", "add", "intake-app", "--", dashed))
        self.assertIn(dashed, self.client(*self.admin, "identity", "list"))

    def test_another_engines_key_is_told_apart_from_no_engine(self):
        self.client("keygen", self.directory / "me.key")
        other = json.loads(self.client("-o", "json", "keygen", self.directory / "other.key"))
        result = self.run_client("--server", self.engine.endpoints["commands"], "--server-key", other["public_key"],
                                 "--key", self.directory / "me.key", "--timeout", 3, "status")  # fmt: skip
        self.assertEqual(result.returncode, NOT_RECOGNISED, result.stderr)
        self.engine.stop()
        result = self.run_client("--server", self.engine.endpoints["commands"], "--server-key", other["public_key"],
                                 "--key", self.directory / "me.key", "--timeout", 1, "status")  # fmt: skip
        self.assertEqual(result.returncode, NO_ANSWER, result.stderr)
        self.assertIn("did not answer within 1 s", result.stderr)

    def test_the_environment_and_the_configuration_file_name_the_engine(self):
        self.environment |= {"WHISTLE_SERVER": self.engine.endpoints["commands"], "WHISTLE_KEY": str(self.engine.data / "admin.key"),
                             "WHISTLE_SERVER_KEY": str(self.engine.data / "server.key")}  # fmt: skip
        self.assertEqual(self.run_client("status").returncode, OK)
        config = self.directory / ".config" / "whistle"
        config.mkdir(parents=True)
        (config / "config.toml").write_text(f'data = "{self.engine.data}"\nkey = "{self.engine.data}/admin.key"\nlang = "zh"\n')
        for name in ("WHISTLE_SERVER", "WHISTLE_SERVER_KEY", "WHISTLE_KEY"):
            del self.environment[name]
        self.assertIn("管理员", self.run_client("status").stdout)

    def test_rules_are_proposed_by_one_and_published_by_the_other(self):
        made = json.loads(self.client("-o", "json", "keygen"))
        self.client(*self.admin, "identity", "add", "supervisor-1", made["public_key"])
        changed = self.directory / "district"
        shutil.copytree(DISTRICT, changed)
        catalogue = changed / "catalogue.csv"
        catalogue.write_text(catalogue.read_text().replace("4wh", "5wh"))
        self.assertIn("proposed", self.client(*self.admin, "district", "publish", changed))
        self.assertIn("proposed by yourself", self.client(*self.admin, "district", "publish", changed, code=REFUSED))
        self.assertIn("is in force", self.client("district", "publish", changed))
        catalogue.write_text(catalogue.read_text().replace("5wh", "5xx", 1))
        self.assertIn("catalogue.csv:", self.client("district", "publish", changed, code=REFUSED))


    def test_rules_wait_for_their_day_and_open_tickets_follow_when_they_are_asked_to(self):
        for member in ("supervisor-1", "intake-app"):
            made = json.loads(self.client("-o", "json", "keygen", self.directory / f"{member}.key"))
            self.client(*self.admin, "identity", "add", member, made["public_key"])
        both = (self.admin, ("--key", self.directory / "supervisor-1.key_secret"))
        intake = ("--key", self.directory / "intake-app.key_secret")
        changed = self.directory / "district"
        shutil.copytree(DISTRICT, changed)
        catalogue, identity = changed / "catalogue.csv", changed / "district.yaml"
        catalogue.write_text(catalogue.read_text().replace("3wd", "2wd"))
        now = identity.read_text()
        identity.write_text(now + "in_force_from: 2099-01-01T00:00:00+08:00\n")
        self.client(*intake, "blow", "a tap drips", "-c", "P03", "--estate", ESTATE)
        self.assertIn("no rules wait", self.client(*self.admin, "district", "withdraw", code=REFUSED))
        for who in both:
            told = self.client(*who, "district", "publish", changed)
        self.assertIn("comes into force at 2099-01-01", told)
        self.assertIn("2099-01-01", self.client(*intake, "status"))
        self.assertIn("待生效", self.client(*intake, "--lang", "zh", "status"))
        self.assertIn("was withdrawn", self.client(*self.admin, "district", "withdraw"))

        self.assertIn("under other rules: 0", self.client(*self.admin, "district", "rebase"))
        identity.write_text(now)
        for who in both:
            told = self.client(*who, "district", "publish", changed)
        self.assertIn("is in force", told)
        self.assertIn("admin, supervisor or auditor", self.client(*intake, "district", "rebase", code=REFUSED))
        told = self.client(*self.admin, "district", "rebase")
        self.assertIn("under other rules: 1; routed elsewhere by those in force: 0, with other limits: 1", told)
        self.assertEqual(told, self.client(*self.admin, "district", "rebase"))  # nothing has changed by looking
        self.assertIn("rebased: 1, refused: 0", self.client(*self.admin, "district", "rebase", "--yes"))
        self.assertIn("under other rules: 0", self.client(*self.admin, "district", "rebase"))
        self.assertIn("follows the ruleset in force", self.client(*intake, "show", "1"))

    def test_a_party_that_vanishes_names_who_takes_over(self):
        made = json.loads(self.client("-o", "json", "keygen", self.directory / "intake-app.key"))
        self.client(*self.admin, "identity", "add", "intake-app", made["public_key"])
        intake = ("--key", self.directory / "intake-app.key_secret")
        self.client(*intake, "blow", "stuck", "-c", "P01", "--estate", ESTATE)
        changed = self.directory / "district"
        shutil.copytree(DISTRICT, changed)
        for file in changed.rglob("*"):
            if file.is_file():
                file.write_text(file.read_text().replace("D-LIFT", "D-ELEVATOR"))
        told = self.client(*self.admin, "district", "publish", changed, code=REFUSED)
        self.assertIn("D-LIFT (open tickets: 1)", told)
        self.assertIn("successors.csv", told)
        (changed / "successors.csv").write_text("party,successor\nD-LIFT,D-ELEVATOR\n")
        self.assertIn("proposed", self.client(*self.admin, "district", "publish", changed))


class Life(ClientCase):
    def test_a_ticket_from_whistle_to_closing(self):
        self.start_plain()
        answer = self.blow("people in the lift", "-c", "P01", "--estate", ESTATE, "--name", "N", "--phone", "13800000000")
        self.assertEqual((answer["lead"], answer["assist"], answer["place"]["estate"]), (FIRM, ["D-LIFT"], ESTATE))
        number, tail = answer["number"], answer["number"].split("-")[1].lstrip("0")
        inbox = self.as_member(FIRM_MEMBER, "inbox")
        self.assertIn(number, inbox)
        self.assertIn("urgent, call 119", inbox)
        self.assertIn("acknowledged", self.as_member(FIRM_MEMBER, "ack", tail))
        self.assertIn("has done this already", self.as_member(FIRM_MEMBER, "ack", number, code=REFUSED))
        self.assertIn("arrived", self.as_member(FIRM_MEMBER, "arrive", f"id:{answer['ticket']}", "--acted-at", "00:00"))
        self.assertIn("lacks: note", self.as_member(FIRM_MEMBER, "resolve", tail, code=REFUSED))
        photo = self.directory / "after.jpg"
        photo.write_bytes(b"picture")
        self.as_member(FIRM_MEMBER, "resolve", tail, "-n", "freed", "--photo-after", photo)
        self.assertIn("needs", self.as_member(FIRM_MEMBER, "confirm", tail, code=REFUSED))
        self.assertIn("this cannot be done now", self.as_member("intake-app", "confirm", tail, code=REFUSED))
        self.as_member(LIFT_MEMBER, "ack", tail)
        self.assertIn("verification begins", self.as_member(LIFT_MEMBER, "finish", tail, "-n", "motor reset"))
        self.assertIn("closed: fixed", self.as_member("intake-app", "confirm", tail, "-r", 5))
        story = self.as_member(FIRM_MEMBER, "show", number)
        for words in ("lift-in-an-estate", "acknowledge limit: kept", "says it was done at", "rated 5", "people in the lift"):
            self.assertIn(words, story)
        self.assertNotIn("13800000000", story)
        self.assertIn("nothing to do", self.as_member(FIRM_MEMBER, "inbox"))

    def test_what_goes_by_way_of_an_arbiter(self):
        self.start_plain()
        name = f"id:{self.blow('stairs dark', '-c', 'P03', '--estate', ESTATE)['ticket']}"
        firm, arbiter, street = FIRM_MEMBER, "c-baotong-arbiter", "s-qingchi-arbiter"
        self.assertIn("nothing to do", self.as_member(arbiter, "inbox"))
        asked = self.as_member(firm, "return", name, "-r", "not_competent", "--to", "C-BAOTONG", "-n", "the street's own lamp")
        self.assertIn("resolve limit rests", asked)
        self.assertIn("return to be decided", self.as_member(arbiter, "inbox"))
        self.assertIn("the street's own lamp", self.as_member(arbiter, "show", name))
        self.assertIn("this cannot be done now", self.as_member(firm, "extend", name, "-c", 1, "-n", "w", code=REFUSED))
        self.as_member(arbiter, "decide", "return", name, "-n", "neither yes nor no", code=2)
        self.assertIn("refused the return", self.as_member(arbiter, "decide", "return", name, "--refuse", "-n", "a stair is the firm's"))
        self.assertIn("nothing to do", self.as_member(arbiter, "inbox"))
        self.as_member(firm, "ack", name)
        self.as_member(firm, "hold", name, "-c", "materials", "-u", "2000-01-01 09:00", "-n", "lamp on order", code=REFUSED)
        until = (datetime.datetime.now() + datetime.timedelta(days=20)).strftime("%Y-%m-%d 09:00")
        self.as_member(firm, "hold", name, "-c", "materials", "-u", until, "-n", "lamp on order")
        self.assertIn("on hold until", self.as_member(arbiter, "decide", "hold", name, "--grant", "-n", "yes"))
        self.assertIn("on hold until", self.as_member(firm, "show", name))
        self.assertIn("ended before its date", self.as_member(firm, "resume", name, "-n", "it came"))
        self.as_member(firm, "extend", name, "-c", 1, "-n", "no ladder")
        self.assertIn("extended to", self.as_member(arbiter, "decide", "extension", name, "--grant", "-n", "yes"))
        self.assertIn("opened a consult", self.as_member(street, "consult", name, "-n", "whose stair is it"))
        self.assertIn("finally", self.as_member(street, "rule", name, "--lead", FIRM, "-a", "C-BAOTONG", "-n", "the firm's"))
        self.assertIn("ruled finally", self.as_member(firm, "return", name, "-r", "wrong_place", "-n", "w", code=REFUSED))

    def test_what_is_checked_blown_up_scored_and_approved(self):
        self.start_plain()
        firm, walker, community = FIRM_MEMBER, "g-ht-115", "c-baotong-dispatcher"
        name = f"id:{self.blow('stairs dark', '-c', 'P03', '--estate', ESTATE)['ticket']}"
        self.as_member(firm, "ack", name)
        for time in (1, 2):
            self.assertIn("verify limit: due", self.as_member(firm, "resolve", name, "-n", "done"))
            self.assertIn("verifying", self.as_member(community, "inbox"))
            self.assertIn("its own work", self.as_member("f-xiangrui-walker-1", "verify", name, "--pass", code=REFUSED))
            self.as_member(walker, "verify", name, "-n", "neither", code=2)
            failed = self.as_member(walker, "verify", name, "--fail", "-n", "still dark")
            self.assertIn(f"rework {time}", failed)
        self.assertIn("false closure", failed)
        self.assertIn("false closure", self.as_member(firm, "inbox"))
        self.assertIn("took it under supervision", self.as_member("supervisor-1", "supervise", name, "-n", "twice")
                      + self.as_member("supervisor-1", "show", name))  # fmt: skip
        self.assertIn("closed: forced", self.as_member("supervisor-1", "force-close", name, "-n", "pulled down"))

        name = f"id:{self.blow('bins', '-c', 'E0110', '--estate', ESTATE)['ticket']}"
        self.assertIn("departments are called", self.as_member(community, "up", name, "-c", "E0101.2", "-n", "a shed of bricks"))
        self.assertIn("has done this already", self.as_member(community, "up", name, "-n", "again", code=REFUSED))
        self.as_member(firm, "ack", name)
        self.as_member(firm, "arrive", name)
        self.as_member(firm, "finish", name)
        self.assertIn("scored", self.as_member(community, "score", name, "-p", FIRM, "-s", 4))
        self.assertIn("scored 4", self.as_member(community, "show", name))

        name = f"id:{self.blow('new roof', '-c', 'A01', '--estate', ESTATE)['ticket']}"
        arbiter = "c-baotong-arbiter"
        self.assertIn("approval to be decided", self.as_member(arbiter, "inbox"))
        self.as_member(arbiter, "decide", "approval", name, "--refuse", "-n", "no reason of the list", code=REFUSED)
        self.assertIn("the owners have not voted", self.as_member(arbiter, "decide", "approval", name, "--refuse", "-r", "not_voted", "-n", "w"))
        self.assertIn("rejected", self.as_member("intake-app", "show", name))

    def test_the_further_acts_in_words(self):
        self.start_plain()
        answer = self.blow("bins overflow, rubble at the gate", "-c", "E0110", "--estate", ESTATE, "--address", "gate 1")
        name = f"id:{answer['ticket']}"
        firm, blower, desk = FIRM_MEMBER, "intake-app", "desk-dispatcher"
        self.assertIn("nobody answered", self.as_member(firm, "contact", name, "--no-answer"))
        self.assertIn("for the first time", self.as_member(firm, "contact", name, "-n", "home after six"))
        self.assertIn("this cannot be done now", self.as_member(firm, "progress", name, "-n", "early", code=REFUSED))
        self.as_member(firm, "ack", name)
        photo = self.directory / "half.jpg"
        photo.write_bytes(b"picture")
        self.assertIn("reported progress", self.as_member(firm, "progress", name, "-n", "half done", "--photo", photo))
        self.assertIn("time 1", self.as_member(blower, "urge", name))
        self.assertIn("urged ×1", self.as_member(firm, "inbox"))
        self.as_member(firm, "resolve", name, "-n", "done", "--photo-after", photo)
        self.assertIn("rework 1", self.as_member(blower, "dispute", name, "-n", "still full"))
        for member, party, words in (("s-xincheng-dispatcher", "DESK", "dispatcher above both parties"),
                                     (desk, FIRM, "is so already"), (desk, "NOBODY", "no party NOBODY")):  # fmt: skip
            self.assertIn(words, self.as_member(member, "reassign", name, "--to", party, "-n", "w", code=REFUSED))
        split = self.as_member(desk, "split", name, "-c", "E0111", "-n", "rubble at the gate")
        self.assertIn(f"split off from ticket {name}", split)
        self.assertIn("nothing says what is to be corrected", self.as_member(desk, "amend", name, "-n", "w", code=2))
        self.assertIn("corrected to", self.as_member(desk, "amend", name, "-c", "E0113", "--estate", ESTATE,
                                                      "--address", "gate 2", "-n", "road"))  # fmt: skip
        self.assertIn("re-assigned to", self.as_member(desk, "reassign", name, "--to", "DESK", "-n", "take over"))
        story = self.as_member("supervisor-1", "show", name)
        for words in ("rework ×1", "2 calls in all", "1 reports", "split into", "gate 2", "still full", "home after six"):
            self.assertIn(words, story)
        self.assertNotIn("gate 1", story)
        zh = self.as_member("supervisor-1", "--lang", "zh", "show", name)
        for words in ("催办1次", "返工1次", "首次联系上反映人", "调度改派"):
            self.assertIn(words, zh)

    def test_why_a_ticket_is_where_it_is(self):
        self.start_plain()
        answer = self.blow("lift stuck", "-c", "P01", "--estate", ESTATE)
        name, desk = f"id:{answer['ticket']}", "desk-dispatcher"
        self.as_member(desk, "amend", name, "-c", "E0110", "-n", "no lift, rubbish")
        self.as_member(desk, "reassign", name, "--to", "DESK", "-n", "the desk sees to it")
        english = self.as_member(FIRM_MEMBER, "explain", name)
        for words in ("by estate code", "rule lift-in-an-estate holds: category P01, place estate", "not rule gas: it asks for category",
                      "duty:lift_rescue → Lift Emergency Maintenance (D-LIFT), competent for", "15m of urgency urgent",
                      "2ch of the catalogue's people stuck in a lift (P01)", "not rule watched-estate: it asks for watch flag true, here it is false",
                      "after an amendment", "reassigned by a dispatcher", "agrees with the journal"):  # fmt: skip
            self.assertIn(words, english)
        chinese = self.as_member(FIRM_MEMBER, "--lang", "zh", "explain", name)
        for words in ("按小区代码", "适用规则 lift-in-an-estate", "不适用规则 gas：事项须为", "事项 电梯困人 (P01) 自定", "与日志一致"):
            self.assertIn(words, chinese)
        told = json.loads(self.as_member(FIRM_MEMBER, "-o", "json", "explain", name))
        self.assertEqual((told["number"], told["agrees"]), (answer["number"], True))
        self.assertEqual([(turn["cause"], turn["lead"]) for turn in told["turns"]],
                         [("blown", FIRM), ("amended", FIRM), ("reassigned", "DESK")])  # fmt: skip
        self.assertEqual(told["turns"][0]["routed"]["rule"], answer["rule"])
        self.assertEqual([clock["due"] for clock in told["turns"][0]["clocks"] if clock["part"] == 0],
                         [due for due in answer["due"].values() if due])  # fmt: skip
        self.assertIn("no ticket", self.as_member("f-qinghe-handler-1", "explain", name, code=REFUSED))
        self.assertIn("an identity's own right",
                      self.as_member("intake-app", "--token", answer["token"], "explain", name, code=REFUSED))

    def test_rules_that_changed_meanwhile_are_those_that_explain(self):
        self.start_plain()
        name = f"id:{self.blow('rubbish', '-c', 'E0110', '--estate', ESTATE)['ticket']}"
        changed = self.directory / "district"
        shutil.copytree(DISTRICT, changed)
        routes = changed / "routes.yaml"
        routes.write_text(routes.read_text().replace("inside-an-estate", "in-an-estate"))
        self.as_member("admin-1", "district", "publish", changed)
        self.as_member("supervisor-1", "district", "publish", changed)
        self.assertIn("rule inside-an-estate holds", self.as_member(FIRM_MEMBER, "explain", name))
        self.as_member("desk-dispatcher", "amend", name, "-c", "E0192", "-n", "bins")
        rules = [turn["routed"]["rule"] for turn in json.loads(self.as_member(FIRM_MEMBER, "-o", "json", "explain", name))["turns"]]
        self.assertEqual(rules, ["inside-an-estate", "in-an-estate"])

    def test_the_same_key_gives_the_same_ticket_and_other_content_is_refused(self):
        self.start_plain()
        arguments = ("text", "-c", "E0110", "--estate", ESTATE, "--idempotency-key", "once")
        self.assertEqual(self.blow(*arguments), self.blow(*arguments))
        refused = self.as_member("intake-app", "-o", "json", "blow", "other", *arguments[1:], code=REFUSED)
        self.assertEqual(json.loads(refused)["error"]["refusal"]["code"], "key_reused")

    def test_an_end_that_may_be_two_tickets_acts_on_neither(self):
        self.start_plain()
        first = self.blow("a", "-c", "E0110", "--estate", ESTATE)
        for _ in range(first["ticket"] - 1):
            last = self.blow("b", "-c", "E0110", "--estate", ESTATE)
        self.assertEqual(int(last["number"].split("-")[1]), first["ticket"])
        refused = self.as_member(FIRM_MEMBER, "ack", first["ticket"], code=REFUSED)
        self.assertIn("may be several", refused)
        self.as_member(FIRM_MEMBER, "ack", "-".join(last["number"].split("-")[1:]))
        self.assertIn("acknowledged", self.as_member(FIRM_MEMBER, "show", last["number"]))

    def test_several_tickets_are_acknowledged_at_once_and_one_refusal_stops_none(self):
        self.start_plain()
        names = [f"id:{self.blow(word, '-c', 'E0110', '--estate', ESTATE)['ticket']}" for word in ("a", "b")]
        result = self.as_member(FIRM_MEMBER, "ack", names[0], "id:9999", names[1], code=REFUSED)
        self.assertEqual(result.count("✓"), 2)
        self.assertIn("id:9999: there is no ticket id:9999", result)

    def test_withdrawing_closes_what_is_not_urgent(self):
        self.start_plain()
        answer = self.blow("a", "-c", "E0110", "--estate", ESTATE)
        self.assertIn("closed: withdrawn", self.as_member("intake-app", "withdraw", answer["number"]))
        shown = json.loads(self.as_member("intake-app", "-o", "json", "show", answer["number"]))
        self.assertEqual(shown["ticket"]["record"]["state"], "TICKET_STATE_CLOSED")
        self.assertTrue(shown["complete"])

    def test_a_resident_sees_and_withdraws_its_ticket_by_its_token_through_another_intake(self):
        self.start_plain()
        blown = self.blow("the lamp is out", "-c", "P03", "--estate", ESTATE)
        other = self.blow("the lift is stuck", "-c", "P03", "--estate", ESTATE)
        name = ("--token", blown["token"])
        self.as_member(FIRM_MEMBER, "ack", blown["number"])
        shown = json.loads(self.as_member("intake-hotline", *name, "-o", "json", "show", blown["number"]))
        self.assertTrue(shown["complete"])
        self.assertNotIn("the lamp is out", json.dumps(shown))
        told = [next(iter(event)) for entry in shown["timeline"] for event in entry["events"]]
        self.assertEqual((told[0], told[-1]), ("whistle_blown", "ticket_acknowledged"))
        self.as_member("intake-hotline", *name, "show", blown["number"])
        refused = self.as_member("intake-hotline", *name, "show", other["number"], code=REFUSED)
        self.assertIn("private token", refused)
        self.assertIn("凭证", self.as_member("intake-hotline", *name, "--lang", "zh", "withdraw", other["number"], code=REFUSED))
        self.as_member("intake-hotline", "--token", "no token", "show", blown["number"], code=USAGE)
        self.as_member("intake-hotline", *name, "withdraw", blown["number"])

    def test_a_dispatcher_enters_what_a_member_of_its_party_reports(self):
        self.start_plain()
        number = self.blow("the lamp is out", "-c", "P03", "--estate", ESTATE)["number"]
        self.as_member(FIRM_MEMBER, "--acting-for", "f-xiangrui-handler-1", "ack", number)
        self.assertIn(f"{FIRM_MEMBER} (for f-xiangrui-handler-1)", self.as_member(FIRM_MEMBER, "show", number))
        self.as_member("intake-app", "--acting-for", "f-xiangrui-handler-1", "arrive", number, code=REFUSED)

    def test_what_is_missed_shows_in_inbox_and_story(self):
        start = ("--clock-start", "2026-06-01T00:00:00+08:00")
        self.engine.init(DISTRICT, *start)
        self.engine.start("--plain", "--clock", "follow")
        self.blow("a", "-c", "P02", "--estate", ESTATE, "--at", "2026-06-01T09:00:00+08:00")
        self.blow("b", "-c", "E0110", "--estate", ESTATE, "--at", "2026-06-01T09:40:00+08:00")
        firm = self.as_member(FIRM_MEMBER, "--lang", "zh", "inbox").splitlines()
        self.assertIn("超时", firm[1])
        self.assertIn("协办", firm[1])
        story = self.as_member(FIRM_MEMBER, "show", "1-" + firm[1].split()[0][-1])
        self.assertIn("acknowledge limit: missed, charged to", story)
        self.assertIn("moved up the ladder to", story)


class Streams(ClientCase):
    def lines(self, count: int) -> str:
        return "".join(json.dumps({"key": f"s-{i}", "kind": "resident", "source": "resident", "category": "E0110",
                                   "text": f"whistle {i}", "estate": ESTATE}) + "\n" for i in range(count))  # fmt: skip

    def entries(self) -> int:
        return int(json.loads(self.client("--plain", "-o", "json", "status"))["open_tickets"])

    def test_a_stream_is_answered_in_order_and_again_without_doubling(self):
        self.start_plain()
        first = self.client("--plain", "-o", "json", "blow", "--from", "-", "--in-flight", 16, stream=self.lines(100))
        self.assertEqual([json.loads(line)["key"] for line in first.splitlines()], [f"s-{i}" for i in range(100)])
        again = self.client("--plain", "-o", "json", "blow", "--from", "-", stream=self.lines(100))
        self.assertEqual(first, again)
        self.assertEqual(self.entries(), 100)

    def test_a_stream_speaks_for_whom_the_command_line_names(self):
        self.start_plain()
        token = self.blow("one", "-c", "E0110", "--estate", ESTATE)["token"]
        refused = self.as_member("intake-app", "-o", "json", "--token", token, "blow", "--from", "-", stream=self.lines(1), code=REFUSED)
        self.assertIn("wrong_token", refused)
        self.assertEqual(self.entries(), 1)

    def test_a_stream_comes_back_when_the_engine_says_so_and_loses_nothing(self):
        self.start_plain("--whistle-wait-ms", "10")
        said = self.client("--plain", "-o", "json", "blow", "--from", "-", "--in-flight", 4096, stream=self.lines(4000))
        answers = [json.loads(line) for line in said.splitlines()]
        self.assertEqual([answer["key"] for answer in answers if "ticket" in answer], [f"s-{i}" for i in range(4000)])
        self.assertEqual(self.entries(), 4000)

    def test_live_answers_are_the_offline_ones(self):
        self.engine.init(DISTRICT, "--clock-start", "2026-06-01T00:00:00+08:00")
        self.engine.start("--plain", "--clock", "follow")
        rows = [{"category": "E0110", "estate": ESTATE}, {"category": "P01", "estate": ESTATE}, {"category": "E0502", "grid": "HT-001"},
                {"category": "C0137", "lat": 36.72, "lon": 119.18}, {"category": "E0301", "grid": "HT-999"}, {"text": "no idea"}]
        stream = "".join(json.dumps({"key": f"r-{i}", "kind": "resident", "occurred_at": f"2026-06-01T1{i}:07:00+08:00", **row}) + "\n"
                         for i, row in enumerate(rows))  # fmt: skip
        live = self.client("--plain", "-o", "json", "blow", "--from", "-", stream=stream).splitlines()
        offline = self.run_client("-o", "json", "route", "--district", DISTRICT, stream=stream).stdout.splitlines()
        self.assertEqual(len(live), len(rows))
        for one, other in zip(map(json.loads, live), map(json.loads, offline), strict=True):
            members = [name for name in other if name != "explanation"]
            self.assertEqual(list(one), [*members, "ticket", "number", "token"])
            self.assertEqual({name: one[name] for name in members}, {name: other[name] for name in members})

    def test_bad_lines_are_told_with_their_number_and_stop_nothing(self):
        self.start_plain()
        good = self.lines(1)
        stream = good + "{broken\n" + json.dumps({"kind": "resident"}) + "\n" + good.replace("s-0", "s-1").replace("E0110", "NOPE")
        stream += good.replace("s-0", "s-2")
        said = self.client("--plain", "blow", "--from", "-", stream=stream, code=LOCAL_FILE)
        self.assertIn("-:2: ", said)
        self.assertIn("-:3: key: is missing", said)
        self.assertIn("-:4: the catalogue has no NOPE", said)
        self.assertIn("5 whistles: 2 accepted, 1 refused, 2 unreadable", said)
        told = [json.loads(line) for line in self.client("--plain", "-o", "json", "blow", "--from", "-", stream=stream,
                                                         code=LOCAL_FILE).splitlines() if line.startswith("{")]  # fmt: skip
        self.assertEqual([("ticket" in one, "refused" in one, "unreadable" in one) for one in told],
                         [(True, False, False), (False, False, True), (False, False, True), (False, True, False), (True, False, False)])

    def test_ctrl_c_waits_for_what_is_in_flight_and_the_file_can_be_sent_again(self):
        self.start_plain()
        file = self.directory / "stream.jsonl"
        file.write_text(self.lines(20000))
        command = [WHISTLE, "--plain", "--data", self.engine.data, "-o", "json", "blow", "--from", file, "--in-flight", "8"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=self.environment) as process:
            answers = [process.stdout.readline()]
            process.send_signal(signal.SIGINT)
            answers += process.stdout.readlines()
            said = process.stderr.read()
        self.assertEqual(process.returncode, 130, said)
        self.assertIn("interrupted", said)
        self.assertLess(len(answers), 20000)
        self.assertEqual(self.entries(), len(answers))
        file.write_text(self.lines(len(answers) + 10))
        again = self.client("--plain", "-o", "json", "blow", "--from", file)
        self.assertEqual(again.splitlines(keepends=True)[: len(answers)], answers)
        self.assertEqual(self.entries(), len(answers) + 10)

    def test_an_engine_that_dies_and_returns_in_the_middle_loses_and_doubles_nothing(self):
        self.start_plain()
        count = 3000
        file = self.directory / "stream.jsonl"
        file.write_text(self.lines(count))
        command = [WHISTLE, "--plain", "--server", self.engine.endpoints["commands"], "-o", "json", "--timeout", "120", "blow",
                   "--from", file, "--in-flight", "32"]  # fmt: skip
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=self.environment) as process:
            answers = [process.stdout.readline() for _ in range(200)]
            self.engine.kill()
            self.restart()
            answers += process.stdout.readlines()
            errors = process.stderr.read()
        self.assertEqual(process.returncode, OK, errors)
        keys = [json.loads(line)["key"] for line in answers]
        self.assertEqual(keys, [f"s-{i}" for i in range(count)])
        self.assertEqual(self.entries(), count)


class Watching(ClientCase):
    def watch(self, *arguments) -> subprocess.Popen:
        command = [WHISTLE, "--plain", "--data", self.engine.data, "-o", "json", "watch", *arguments]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=self.environment)
        # Ends it if the test hangs on a line that never comes.
        timer = threading.Timer(240, process.kill)
        timer.start()
        self.addCleanup(timer.cancel)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        return process

    def test_a_watcher_sees_what_was_and_what_comes_without_a_gap(self):
        self.start_plain()
        self.blow("a", "-c", "E0110", "--estate", ESTATE)
        process = self.watch("--from", "0", "--as", "auditor-1")
        seen = [json.loads(process.stdout.readline()) for _ in range(5)]
        self.assertEqual([int(entry.get("sequence", 0)) for entry in seen], list(range(5)))
        for i in range(5):
            self.blow(f"b{i}", "-c", "E0110", "--estate", ESTATE)
        seen = [json.loads(process.stdout.readline()) for _ in range(5)]
        self.assertEqual([int(entry["sequence"]) for entry in seen], list(range(5, 10)))

    def test_a_party_sees_its_own_tickets_alone(self):
        self.start_plain()
        self.blow("a", "-c", "E0110", "--estate", ESTATE)
        self.blow("b", "-c", "C0137", "--grid", "HT-001")
        own = self.as_member(FIRM_MEMBER, "-o", "json", "watch", "--from", "0", "--no-follow").splitlines()
        blown = [entry["command"]["blow_whistle"] for entry in map(json.loads, own) if "ticket" in entry]
        self.assertEqual([one["category"] for one in blown], ["E0110"])

    def test_a_watcher_goes_on_where_it_was_when_the_engine_returns(self):
        self.start_plain()
        process = self.watch("--from", "0", "--as", "auditor-1")
        before = [json.loads(process.stdout.readline()) for _ in range(4)]
        self.engine.kill()
        self.restart()
        self.blow("after", "-c", "E0110", "--estate", ESTATE)
        after = [json.loads(process.stdout.readline()) for _ in range(2)]
        self.assertEqual([int(entry.get("sequence", 0)) for entry in [*before, *after]], list(range(6)))


if __name__ == "__main__":
    unittest.main()
