"""A program in another language drives the engine over CURVE: administrator, whistle, acknowledgement, resolution, confirmation, journal,
notices. What it needs is Debian's python3-zmq and python3-protobuf and the messages generated from the published proto files."""

import hashlib
import tempfile
import unittest
from pathlib import Path

import zmq
from live_engine import DISTRICT, Engine, accepted, arguments, refusal_name
from whistle.v1 import command_pb2, common_pb2, entry_pb2, service_pb2

ESTATE = "QC-BAOTONG-01"  # led by F-XIANGRUI
FIRM = "F-XIANGRUI"


def member_of(party: str, role: str) -> str:
    for line in (DISTRICT / "members.csv").read_text(encoding="utf-8").splitlines()[1:]:
        code, _, its_party, _, roles = line.split(",")
        if its_party == party and role in roles.split(";"):
            return code
    raise LookupError(f"{party} has no {role}")


def whistle(**more) -> dict:
    return {
        "kind": common_pb2.WHISTLE_KIND_RESIDENT,
        "source": common_pb2.SOURCE_RESIDENT,
        "category": "P03",
        "location": {"estate": ESTATE},
        "personal": {"text": "楼道灯坏了", "address": "3号楼2单元", "reporter": {"name": "张三", "phone": "13800138012"}},
        **more,
    }  # fmt: skip


class Wire(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="whistle-")
        self.addCleanup(directory.cleanup)
        self.engine = Engine(Path(directory.name))
        self.addCleanup(self.engine.end)
        self.engine.init(DISTRICT, "--admin", "admin-1")
        self.engine.start()
        self.admin = self.engine.client(self.engine.admin_keys())
        self.addCleanup(self.admin.close)

    def register(self, member: str):
        """A client with a key of its own that the administrator has bound to the member."""
        keys = zmq.curve_keypair()
        bound = {"member": member, "curve_public_key": zmq.utils.z85.decode(keys[0]), "label": "test"}
        accepted(self.admin.command(key=f"register-{member}-{keys[0][:8].hex()}", register_identity=bound))
        client = self.engine.client(keys)
        self.addCleanup(client.close)
        client.public_key = bound["curve_public_key"]
        return client

    def subscribe(self, *topics: str) -> zmq.Socket:
        feed = zmq.Context.instance().socket(zmq.SUB)
        self.addCleanup(feed.close)
        feed.setsockopt(zmq.LINGER, 0)
        feed.curve_serverkey = self.engine.endpoints["server_public_key"].encode()
        feed.curve_publickey, feed.curve_secretkey = zmq.curve_keypair()
        for topic in topics:
            feed.setsockopt(zmq.SUBSCRIBE, topic.encode())
        feed.connect(self.engine.endpoints["feed"])
        return feed

    def notice(self, feed: zmq.Socket) -> service_pb2.Notice:
        self.assertTrue(feed.poll(60_000), "no notice")
        topic, content = feed.recv_multipart()
        notice = service_pb2.Notice.FromString(content)
        self.assertEqual(notice.topic, topic.decode())
        return notice

    def test_a_whistle_lives_its_whole_life(self):
        intake = self.register("intake-app")
        handler = self.register(member_of(FIRM, "handler"))
        auditor = self.register("auditor-1")
        feed = self.subscribe("all", f"party/{FIRM}", "heartbeat")
        while self.notice(feed).kind != service_pb2.NOTICE_KIND_HEARTBEAT:
            pass  # from here on the subscription is known

        blown = accepted(intake.command(key="w-1", blow_whistle=whistle()))
        ticket = blown.ticket
        self.assertEqual(ticket, blown.sequence)
        self.assertRegex(blown.ticket_number, r"^\d{8}-\d{5}-\d$")
        dispatched = [event.ticket_dispatched for event in blown.events if event.HasField("ticket_dispatched")]
        self.assertEqual([dispatch.lead for dispatch in dispatched], [FIRM])

        seen = {}
        while len(seen) < 2:
            notice = self.notice(feed)
            if notice.kind == service_pb2.NOTICE_KIND_ENTRY:
                seen[notice.topic] = notice.sequence
        self.assertEqual(seen, {"all": ticket, f"party/{FIRM}": ticket})

        inbox = handler.query(list_tickets={"member": member_of(FIRM, "handler")}).list_tickets
        self.assertEqual([one.record.id for one in inbox.tickets], [ticket])
        self.assertEqual(inbox.tickets[0].text, "", "lists carry no personal data")
        shown = handler.query(get_ticket={"number": blown.ticket_number}).get_ticket.ticket
        self.assertEqual(shown.text, "楼道灯坏了")
        self.assertEqual((shown.reporter_name, shown.reporter_phone), ("张**", "***12"))
        self.assertTrue(shown.lead_name_zh)
        self.assertTrue(shown.category_name_zh)

        accepted(handler.command(key="a-1", acknowledge_ticket={"ticket": ticket}))
        accepted(handler.command(key="o-1", arrive_on_site={"ticket": ticket}))
        resolution = {"ticket": ticket, "outcome": common_pb2.OUTCOME_FIXED, "evidence": [{"kind": common_pb2.EVIDENCE_NOTE}],
                      "personal": {"text": "换了灯泡"}}  # fmt: skip
        accepted(handler.command(key="r-1", resolve_ticket=resolution))
        closed = accepted(intake.command(key="c-1", confirm_resolution={"ticket": ticket, "rating": 5}))
        self.assertIn("ticket_closed", [event.WhichOneof("body") for event in closed.events])
        self.assertEqual(
            handler.query(list_tickets={"states": [common_pb2.TICKET_STATE_CLOSED]}).list_tickets.tickets[0].record.id, ticket
        )
        late = handler.command(key="a-2", acknowledge_ticket={"ticket": ticket})
        self.assertEqual((refusal_name(late), arguments(late)["state"]), ("WRONG_STATE", "TICKET_STATE_CLOSED"))
        self.assertEqual(accepted(intake.command(key="w-1", blow_whistle=whistle())), blown, "a repeated command, the first answer")

        raw = auditor.query(fetch_entries={"raw": True, "limit": 1000}).fetch_entries
        self.assertEqual(raw.cursor, raw.next_sequence)
        entries = [entry_pb2.Entry.FromString(one[1:]) for one in raw.raw]
        self.assertEqual([entry.sequence for entry in entries], list(range(len(entries))))
        everything = b"".join(raw.raw)
        for secret in ("楼道灯坏了", "3号楼2单元", "张三", "13800138012", "换了灯泡"):
            self.assertNotIn(secret.encode(), everything)
        own = handler.query(fetch_entries={"limit": 1000}).fetch_entries
        self.assertEqual({entry.ticket for entry in own.entries if entry.HasField("ticket")}, {ticket})
        self.assertEqual(refusal_name(handler.query(fetch_entries={"raw": True})), "NOT_PERMITTED")

    def test_a_ticket_goes_through_every_further_act(self):
        intake = self.register("intake-app")
        handler = self.register(member_of(FIRM, "handler"))
        dispatcher = self.register("desk-dispatcher")
        blown = accepted(intake.command(key="w", blow_whistle=whistle()))
        ticket = {"ticket": blown.ticket}
        note = {"personal": {"text": "说明"}}
        resolution = {**ticket, **note, "outcome": common_pb2.OUTCOME_FIXED, "evidence": [{"kind": common_pb2.EVIDENCE_NOTE}]}
        steps = [
            (handler, "contact_reporter", {**ticket, "reached": True}, "reporter_contacted"),
            (handler, "acknowledge_ticket", ticket, "ticket_acknowledged"),
            (handler, "report_progress", {**ticket, **note}, "progress_reported"),
            (intake, "urge_ticket", ticket, "ticket_urged"),
            (handler, "resolve_ticket", resolution, "ticket_resolved"),
            (intake, "dispute_resolution", {**ticket, **note}, "resolution_disputed"),
            (dispatcher, "split_ticket", {**ticket, **note, "category": "E0111"}, "ticket_split_off"),
            (dispatcher, "amend_ticket", {**ticket, **note, "category": "E0111"}, "ticket_amended"),
            (dispatcher, "reassign_ticket", {**ticket, **note, "party": FIRM}, "ticket_dispatched"),
        ]  # fmt: skip
        for client, command, fields, event in steps:
            with self.subTest(command):
                first = accepted(client.command(key=command, **{command: fields}))
                self.assertIn(event, [one.WhichOneof("body") for one in first.events])
                self.assertEqual(accepted(client.command(key=command, **{command: fields})), first, "repeated")
        record = handler.query(get_ticket=ticket).get_ticket.ticket.record
        self.assertEqual((record.urges, record.progress_reports, record.reworks, record.contacts), (1, 1, 1, 1))
        self.assertTrue(record.first_contact_us)
        self.assertEqual([hop.party for hop in record.hops], [FIRM, "S-QINGCHI", FIRM])
        second = intake.query(get_ticket={"ticket": record.split_into[0]}).get_ticket.ticket
        self.assertEqual((second.record.split_from, second.text), (blown.ticket, "说明"))
        self.assertEqual(second.address, "3号楼2单元")

    def test_a_place_is_the_same_in_whichever_datum_it_is_said(self):
        intake = self.register("intake-app")
        said = {  # tools/demonstration/datum.py
            common_pb2.DATUM_WGS84: (367_000_000, 1_191_600_000),
            common_pb2.DATUM_CGCS2000: (367_000_000, 1_191_600_000),
            common_pb2.DATUM_GCJ02: (367_004_423, 1_191_658_855),
            common_pb2.DATUM_BD09: (367_067_779, 1_191_722_643),
        }
        grids = set()
        for datum, (lat, lon) in said.items():
            location = {"datum": datum, "point": {"lat_e7": lat, "lon_e7": lon}}
            blown = accepted(intake.command(key=f"w-{datum}", blow_whistle=whistle(location=location, category="E0111")))
            place = next(event.whistle_blown.place for event in blown.events if event.HasField("whistle_blown"))
            grids.add((place.area, place.how))
            point = intake.query(get_ticket={"ticket": blown.ticket}).get_ticket.ticket.point
            self.assertAlmostEqual(point.lat_e7, 367_000_000, delta=1)
            self.assertAlmostEqual(point.lon_e7, 1_191_600_000, delta=1)
        self.assertEqual(len(grids), 1, grids)

    def test_who_is_not_registered_is_told_so_and_a_revocation_bites_on_an_open_connection(self):
        stranger = self.engine.client(zmq.curve_keypair())
        self.addCleanup(stranger.close)
        self.assertEqual(refusal_name(stranger.command(key="x", blow_whistle=whistle())), "UNKNOWN_IDENTITY")
        self.assertEqual(refusal_name(stranger.query(get_status={})), "UNKNOWN_IDENTITY")
        intake = self.register("intake-app")
        accepted(intake.command(key="w-1", blow_whistle=whistle()))
        accepted(self.admin.command(key="revoke", revoke_identity={"curve_public_key": intake.public_key}))
        self.assertEqual(refusal_name(intake.command(key="w-2", blow_whistle=whistle())), "UNKNOWN_IDENTITY")
        self.assertEqual(refusal_name(intake.query(get_status={})), "UNKNOWN_IDENTITY")

    def test_the_engine_speaks_with_keys_alone(self):
        plain = zmq.Context.instance().socket(zmq.DEALER)
        self.addCleanup(plain.close, 0)
        failures = zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL | zmq.EVENT_HANDSHAKE_FAILED_AUTH | zmq.EVENT_HANDSHAKE_FAILED_NO_DETAIL
        monitor = plain.get_monitor_socket(failures | zmq.EVENT_HANDSHAKE_SUCCEEDED)
        self.addCleanup(plain.disable_monitor)
        plain.connect(self.engine.endpoints["commands"])
        self.assertTrue(monitor.poll(60_000))
        event = int.from_bytes(monitor.recv_multipart()[0][:2], "little")
        self.assertTrue(event & failures, event)

    def test_rules_need_two_people_and_a_fault_is_named_with_its_line(self):
        files = [command_pb2.DirectoryFile(path=str(path.relative_to(DISTRICT)), content=path.read_bytes())
                 for path in sorted(DISTRICT.rglob("*")) if path.is_file() and path.suffix in (".yaml", ".csv", ".geojson")]  # fmt: skip
        broken = [command_pb2.DirectoryFile(path=file.path, content=file.content) for file in files]
        for file in broken:
            if file.path == "clocks.yaml":
                file.content = file.content.replace(b"return_limit: 2", b"return_limt: 2")
        refused = self.admin.command(key="p-0", publish_ruleset={"files": broken})
        self.assertEqual(refusal_name(refused), "RULESET_INVALID")
        self.assertIn("clocks.yaml:", " ".join(one.value for one in refused.refusal.arguments))
        same = self.admin.command(key="p-1", publish_ruleset={"files": files})
        self.assertEqual(refusal_name(same), "RULESET_UNCHANGED")
        for file in files:
            if file.path == "clocks.yaml":
                file.content = file.content.replace(b"return_limit: 2", b"return_limit: 3")
        wrong = self.admin.command(key="p-2", publish_ruleset={"files": files, "ruleset_sha256": hashlib.sha256(b"").digest()})
        self.assertEqual(refusal_name(wrong), "RULESET_OTHER")
        proposed = accepted(self.admin.command(key="p-3", publish_ruleset={"files": files}))
        sha256 = proposed.events[0].ruleset_proposed.ruleset_sha256
        supervisor = self.register("supervisor-1")
        published = accepted(supervisor.command(key="p-4", publish_ruleset={"ruleset_sha256": sha256}))
        self.assertEqual(published.events[0].ruleset_published.ruleset_sha256, sha256)
        self.assertEqual(supervisor.query(get_status={}).get_status.ruleset_sha256, sha256)


if __name__ == "__main__":
    unittest.main()
