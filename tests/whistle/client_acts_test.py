"""What is done to a ticket, in words, by those who may."""

import datetime
import hashlib
import json
import shutil
import unittest

from client_case import ClientCase, ESTATE, FIRM, FIRM_MEMBER, LIFT_MEMBER, LOCAL_FILE, REFUSED, USAGE
from live_engine import DISTRICT


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
        photo = self.photo("after.jpg")
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
        for again in (1, 2):
            self.assertIn("verify limit: due", self.as_member(firm, "resolve", name, "-n", "done"))
            self.assertIn("verifying", self.as_member(community, "inbox"))
            self.assertIn("its own work", self.as_member("f-xiangrui-walker-1", "verify", name, "--pass", code=REFUSED))
            self.as_member(walker, "verify", name, "-n", "neither", code=2)
            failed = self.as_member(walker, "verify", name, "--fail", "-n", "still dark")
            self.assertIn(f"rework {again}", failed)
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

    def test_one_matter_of_several_tickets_and_one_that_comes_back(self):
        self.start_plain()
        first, second = (f"id:{self.blow('trench fell in', '-c', 'E05', '--estate', ESTATE)['ticket']}" for _ in range(2))
        street, desk, supervisor = "s-qingchi-handler-1", "desk-dispatcher", "supervisor-1"
        self.assertIn(first, self.as_member(street, "show", second))  # which looks like it
        self.assertIn("needs", self.as_member(street, "link", second, "--to", first, code=REFUSED))
        self.assertIn("itself", self.as_member(desk, "link", first, "--to", first, code=REFUSED))
        self.assertIn(f"follows ticket {first}", self.as_member(desk, "link", second, "--to", first))
        self.assertIn(f"follows ticket {first} no more", self.as_member(desk, "unlink", second, "-n", "another place"))
        self.as_member(desk, "link", second, "--to", first, "-n", "the same after all")
        self.assertIn(second, self.as_member(street, "show", first))
        self.assertIn(first, self.as_member(street, "ack", second, code=REFUSED))
        self.as_member(street, "ack", first)
        self.as_member(street, "resolve", first, "-n", "fenced off")
        self.as_member("intake-app", "confirm", first)
        self.assertIn("fixed", self.as_member("intake-app", "show", second))  # closed with it
        self.assertIn("needs", self.as_member(desk, "reopen", first, "-n", "w", code=REFUSED))
        self.assertIn("reopened by a supervisor, time 1", self.as_member(supervisor, "reopen", first, "-n", "the fence is gone"))
        self.as_member(street, "resolve", first, "-n", "filled in")
        self.as_member("intake-app", "confirm", first)
        third = f"id:{self.blow('fell in again', '-c', 'E05', '--estate', ESTATE)['ticket']}"
        self.assertIn(f"recurs after its closing: follows ticket {first}", self.as_member(street, "show", third))
        story = self.as_member(street, "show", first)
        self.assertIn("false closure", story)
        self.assertIn(third, story)
        zh = self.as_member(supervisor, "--lang", "zh", "show", first)
        for words in ("督办人重开（第 1 次）", "同一地点同一问题又有吹哨，重开（第 2 次）"):
            self.assertIn(words, zh)

    def test_an_appeal_is_lodged_seen_and_reviewed_by_two(self):
        self.start_plain()
        name = f"id:{self.blow('stairs dark', '-c', 'P03', '--estate', ESTATE)['ticket']}"
        firm, first, second = FIRM_MEMBER, "supervisor-1", "s-xincheng-supervisor"
        appeal = ("appeal", name, "-s", "rework", "-g", "wrong_facts", "-b", "it was the lamp next door")
        self.as_member(firm, "ack", name)
        self.as_member(firm, "resolve", name, "-n", "done")
        self.assertIn("nothing of the kind is charged", self.as_member(firm, *appeal, code=REFUSED))
        self.assertIn("nothing to do", self.as_member(first, "inbox", "--appealed"))
        self.as_member("g-ht-115", "verify", name, "--fail", "-n", "still dark")
        self.assertIn("appeals against rework: the facts are otherwise", self.as_member(firm, *appeal))
        self.assertIn("has done this already", self.as_member(firm, *appeal, code=REFUSED))
        self.as_member(firm, "appeal", name, "-s", "weather", "-g", "wrong_facts", "-b", "w", code=USAGE)
        self.assertIn("appeal waits", self.as_member(first, "inbox", "--appealed"))
        self.as_member(firm, "resolve", name, "-n", "done again")
        self.as_member("intake-app", "confirm", name)
        self.assertIn("closed", self.as_member(first, "inbox", "--appealed"))  # it keeps its ticket
        self.assertIn("waits for two reviewers", self.as_member(firm, "show", name))
        self.assertIn("the lamp next door", self.as_member(first, "show", name))
        review = ("review", name, "-p", FIRM, "-s", "rework")
        self.assertIn("supervisor", self.as_member("desk-dispatcher", *review, "--grant", "-n", "w", code=REFUSED))
        self.as_member(first, *review, "--grant", "--refuse", "-n", "w", code=USAGE)
        self.as_member(first, *review, "--grant", "-n", "so it is")
        self.assertIn("another supervisor", self.as_member(first, *review, "--grant", "-n", "again", code=REFUSED))
        self.assertIn("waits for a second", self.as_member(firm, "show", name))
        self.assertIn("is left out of the evaluation", self.as_member(second, *review, "--grant", "-n", "so it is"))
        self.assertIn("no such appeal", self.as_member(second, *review, "--refuse", "-n", "late", code=REFUSED))
        self.assertIn("nothing to do", self.as_member(first, "inbox", "--appealed"))
        self.assertIn(f"granted by {first}, {second}", self.as_member(firm, "show", name))
        self.assertIn("申诉成立", self.as_member(firm, "--lang", "zh", "show", name))

    def test_the_further_acts_in_words(self):
        self.start_plain()
        answer = self.blow("bins overflow, rubble at the gate", "-c", "E0110", "--estate", ESTATE, "--address", "gate 1")
        name = f"id:{answer['ticket']}"
        firm, blower, desk = FIRM_MEMBER, "intake-app", "desk-dispatcher"
        self.assertIn("nobody answered", self.as_member(firm, "contact", name, "--no-answer"))
        self.assertIn("for the first time", self.as_member(firm, "contact", name, "-n", "home after six"))
        self.assertIn("this cannot be done now", self.as_member(firm, "progress", name, "-n", "early", code=REFUSED))
        self.as_member(firm, "ack", name)
        photo = self.photo("half.jpg")
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

    def test_files_go_up_and_come_down_again(self):
        self.start_plain()
        before, after = self.photo("before.jpg", 700_000), self.photo("after.jpg")
        blown = self.as_member("intake-app", "-o", "json", "blow", "bins", "-c", "E0110", "--estate", ESTATE, "--attach", before)
        number = json.loads(blown.splitlines()[0])["number"]
        self.assertIn("it lies with the ticket already", self.as_member("intake-app", "attach", number, before))
        self.as_member(FIRM_MEMBER, "ack", number)
        lacks = self.as_member(FIRM_MEMBER, "resolve", number, "--photo-after", after, code=REFUSED)
        self.assertIn("lacks: note", lacks)  # the photo has come all the same
        self.as_member(FIRM_MEMBER, "resolve", number, "-n", "emptied", "--photo-after", after)
        story = self.as_member(FIRM_MEMBER, "show", number)
        for words in ("1. photo (JPEG), 684 KiB, by the whistle-blower", "2. photo (JPEG)", "put a file"):
            self.assertIn(words, story)
        fetched = self.directory / "fetched.jpg"
        self.as_member(FIRM_MEMBER, "fetch", number, 1, "--to", fetched)
        self.assertEqual(fetched.read_bytes(), before.read_bytes())
        sha256 = hashlib.sha256(after.read_bytes()).hexdigest()
        again = self.directory / "again.jpg"
        self.as_member("supervisor-1", "fetch", number, sha256[:8], "--to", again)
        self.assertEqual(again.read_bytes(), after.read_bytes())
        self.assertIn("is there already", self.as_member(FIRM_MEMBER, "fetch", number, 1, "--to", again, code=LOCAL_FILE))
        self.assertIn("not clear", self.as_member(FIRM_MEMBER, "fetch", number, code=USAGE))
        self.as_member(LIFT_MEMBER, "attach", number, after, code=REFUSED)
        text = self.directory / "words.txt"
        text.write_text("done, believe me")
        self.assertIn("no file that is kept", self.as_member(FIRM_MEMBER, "attach", number, text, code=REFUSED))

        second = f"id:{self.blow('bins again', '-c', 'E0110', '--estate', ESTATE)['ticket']}"
        self.as_member(FIRM_MEMBER, "ack", second)
        paper = self.directory / "receipt.pdf"
        paper.write_bytes(b"%PDF-1.7 a receipt")
        self.assertIn("no picture", self.as_member(FIRM_MEMBER, "resolve", second, "-n", "n", "--photo-after", paper, code=REFUSED))
        self.as_member(FIRM_MEMBER, "resolve", second, "-n", "emptied", "--photo-after", after)
        self.assertIn("the same file lies on ticket", self.as_member("supervisor-1", "show", second))
        self.assertIn("同一文件已在工单", self.as_member("supervisor-1", "--lang", "zh", "show", second))

    def test_files_that_were_promised_and_have_not_come_are_told(self):
        self.start_plain()
        text = self.directory / "note.txt"
        text.write_text("no photo")
        refused = self.as_member("intake-app", "-o", "json", "blow", "bins", "-c", "E0110", "--estate", ESTATE, "--attach", text,
                                 code=REFUSED)  # fmt: skip
        number = json.loads(refused.splitlines()[0])["number"]
        self.assertIn("promised and not come yet", self.as_member(FIRM_MEMBER, "show", number))

    def test_a_resident_puts_and_fetches_its_own_files_by_its_token(self):
        self.start_plain()
        blown = self.blow("the lamp is out", "-c", "P03", "--estate", ESTATE)
        name, number = ("--token", blown["token"]), blown["number"]
        own, firms = self.photo("own.jpg"), self.photo("firms.jpg")
        self.as_member("intake-hotline", *name, "attach", number, own)
        self.as_member(FIRM_MEMBER, "attach", number, firms)
        self.assertNotIn("2. photo", self.as_member("intake-hotline", *name, "show", number))
        fetched = self.directory / "fetched.jpg"
        self.as_member("intake-hotline", *name, "fetch", number, "--to", fetched)
        self.assertEqual(fetched.read_bytes(), own.read_bytes())

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

    def test_a_shift_ends(self):
        self.start_plain()
        one, two, chief = "f-xiangrui-handler-1", "f-xiangrui-handler-2", FIRM_MEMBER
        names = [f"id:{self.blow(word, '-c', 'E0110', '--estate', ESTATE)['ticket']}" for word in ("a", "b", "c")]
        numbers = [self.as_member(one, "show", name).split()[0] for name in names]
        self.assertEqual(self.as_member(one, "ack", names[0], names[1]).count("✓"), 2)
        self.assertIn(f"in hand of {one}", self.as_member(two, "show", names[0]))
        mine = self.as_member(two, "inbox", "--mine")
        self.assertEqual([number in mine for number in numbers], [False, False, True])
        self.as_member(two, "inbox", "--mine", "--all", code=USAGE)
        self.assertIn("who has it in hand", self.as_member(two, "hand-over", names[0], "--to", two, code=REFUSED))
        for arguments in (("--to", two), ("--all", names[0], "--to", two)):
            self.assertIn("which tickets?", self.as_member(one, "hand-over", *arguments, code=USAGE))
        told = self.as_member(one, "hand-over", names[0], "--to", two, "-n", "the key hangs at the gate")
        self.assertIn(f"{one} handed it over to {two}", told)
        self.assertIn("the key hangs at the gate", self.as_member(two, "show", names[0]))
        self.as_member(one, "ack", names[2])
        told = self.as_member(one, "hand-over", "--all", "--to", two)
        self.assertEqual((told.count("✓"), "handed over: 2, refused: 0" in told), (2, True))
        self.assertIn("nothing in hand", self.as_member(one, "hand-over", "--all", "--to", two))

        that_day = (datetime.datetime.now() + datetime.timedelta(days=2)).strftime("%Y-%m-%d")
        self.as_member(two, "absent", code=USAGE)
        self.as_member(one, "absent", "--until", that_day, "--member", two, code=REFUSED)
        self.assertIn(f"{two} is away from", self.as_member(two, "absent", "--until", that_day))
        self.assertIn("away", self.as_member(two, "status"))
        self.assertIn(f"in hand of {two}, who is away until", self.as_member(one, "show", names[0]))
        self.assertIn(f"{two} 经手（", self.as_member(one, "--lang", "zh", "show", names[0]))
        mine = self.as_member(one, "inbox", "--mine")
        self.assertEqual([number in mine for number in numbers], [True, True, True])
        self.assertIn("cannot take over", self.as_member(chief, "hand-over", names[0], "--to", two, code=REFUSED))
        self.as_member(one, "hand-over", names[0], "--to", one)
        self.assertIn(f"{two} is back", self.as_member(chief, "back", "--member", two))
        self.assertIn("no absence", self.as_member(two, "back", code=REFUSED))
        mine = self.as_member(one, "inbox", "--mine")
        self.assertEqual([number in mine for number in numbers], [True, False, False])

    def test_a_community_whistle_has_the_name_that_shandong_gives_it(self):
        self.start_plain()
        told = self.as_member("c-baotong-dispatcher", "-o", "json", "blow", "a shed of bricks", "--kind", "乡呼县应", "-c", "E0101.2", "--estate", ESTATE)
        number = json.loads(told)["number"]
        self.assertIn("社区吹哨、部门报到（乡呼县应）", self.as_member("c-baotong-dispatcher", "--lang", "zh", "show", number))
        self.assertIn("community whistle", self.as_member("c-baotong-dispatcher", "show", number))

    def test_a_quarrel_is_told_where_it_can_be_settled(self):
        self.start_plain()
        name = f"id:{self.blow('they quarrel', '-c', 'M01', '--estate', ESTATE)['ticket']}"
        room = "Baotong Community Party and Neighbours' Room (V-QC-BAOTONG)"
        self.assertIn(f"can be held at {room}", self.as_member("c-baotong-handler", "show", name))

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


if __name__ == "__main__":
    unittest.main()
