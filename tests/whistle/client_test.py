"""Keys, streams and watching."""

import json
import shutil
import signal
import subprocess
import threading
import unittest

import zmq
from client_case import ClientCase, ESTATE, FIRM_MEMBER, LOCAL_FILE, NOT_RECOGNISED, NO_ANSWER, OK, REFUSED, WHISTLE
from live_engine import DISTRICT


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
        self.assertIn("an identity's own right", refused)  # a link has none
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
