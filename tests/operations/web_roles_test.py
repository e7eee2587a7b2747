"""The role × endpoint table, tested whole: every route of the JSON API, by every kind of asker, is accepted or refused as the core does
over ZeroMQ, with the same code, arguments and content. Two engines live on from copies of one data directory; one is asked over HTTP with
tokens, the other the very same requests over ZeroMQ with CURVE keys. What ZeroMQ does not have (nobody, a ticket's private link alone)
stands in a table below. Routes are read from the engine's own document, so that a new one is asked by itself."""

import hashlib
import os
import shutil
import tempfile
import time
import unittest
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import zmq
from live_engine import DISTRICT, PROGRAMS, Client, Engine, accepted, command_request, photo
from web_client import DAY_US, Answer, ask, connect, token_sha256
from web_requests import BASE, Route, comparable, over_http, reply_of, request_of, routes, statuses
from whistle.v1 import service_pb2
from zmq.utils import z85

START, START_US = "2026-03-02T09:00:00+08:00", 1_772_413_200_000_000
SEEDED = ["--clock", "follow", "--seed", "7", "--checkpoint-every", "0", "--member-rate", "0"]
ESTATE, PHOTO = "QC-BAOTONG-01", photo("roles")
PHOTO_SHA256 = hashlib.sha256(PHOTO).digest()
WORKERS = 16
SHOWN = 5
AT_ONCE = 48  # fewer than the files that the engine writes at once

# Each role, and whoever stands to the two tickets in another way than others of its role.
ASKERS = {
    "admin": "admin-1",
    "supervisor": "supervisor-1",
    "supervisor of the street": "s-qingchi-supervisor",
    "auditor": "auditor-1",
    "platform": "platform-1",
    "intake that blew": "intake-app",
    "other intake": "intake-hotline",
    "dispatcher of the desk": "desk-dispatcher",
    "dispatcher of the community": "c-baotong-dispatcher",
    "arbiter of the street": "s-qingchi-arbiter",
    "arbiter of the community": "c-baotong-arbiter",
    "handler of the community": "c-baotong-handler",
    "grid member of the place": "g-ht-115",
    "handler of the firm": "f-xiangrui-handler-1",
    "handler of the lift service": "d-lift-handler-1",
    "handler of others": "a-xincheng-handler",
}


@dataclass(frozen=True)
class Matter:
    """What a ticket is about, and so who leads it."""

    name: str
    category: str
    leader: str
    party: str
    colleague: str
    arbiter: str
    assistants: tuple[str, ...] = ()


# The firm leads the first, the lift service assists; of the second the firm is complained about and the community leads.
LIFT = Matter("lift", "P01", "f-xiangrui-handler-1", "F-XIANGRUI", "f-xiangrui-handler-2", "c-baotong-arbiter", ("d-lift-handler-1",))
COMPLAINT = Matter("complaint", "P04", "c-baotong-handler", "C-BAOTONG", "g-ht-115", "s-qingchi-arbiter")
APPROVAL_CATEGORY = "A01"
ORDER = "order-1"  # of the platform

# The state in which somebody may give a command; where none is named, as it was dispatched.
STATES = {
    "arrive_on_site": "acknowledged", "report_progress": "acknowledged", "resolve_ticket": "acknowledged", "finish_part": "acknowledged",
    "hand_over_duty": "acknowledged", "request_return": "acknowledged", "request_hold": "acknowledged", "request_extension": "acknowledged",
    "confirm_resolution": "verifying", "dispute_resolution": "verifying", "verify_resolution": "verifying", "score_party": "verifying",
    "decide_return": "return_requested", "rule_consult": "in_consult", "decide_hold": "hold_requested", "resume_ticket": "on_hold",
    "decide_extension": "extension_requested", "decide_approval": "awaiting_approval", "unlink_tickets": "following",
    "reopen_ticket": "closed", "erase_ticket": "closed", "lodge_appeal": "closed", "review_appeal": "appealed",
    "put_attachment": "file_sent", "fetch_attachment": "file_put",
}  # fmt: skip

# What ZeroMQ has no askers for. Nobody may ask this alone:
ANYBODY = {"get_status", "get_district", "list_public_tickets"}
# Whoever has a ticket's private link may do this of that ticket alone:
RESIDENT = {
    "get_ticket", "fetch_entries", "confirm_resolution", "dispute_resolution", "withdraw_whistle", "urge_ticket",
    "put_chunk", "put_attachment", "fetch_attachment",
}  # fmt: skip


def steps(matter: Matter, state: str) -> list[tuple[str, str, dict]]:
    """Who does what, one after the other, until a ticket of that matter that was dispatched is in that state."""
    note = {"personal": {"text": "说明"}}
    acknowledged = [(member, "acknowledge_ticket", {}) for member in (matter.leader, *matter.assistants)]
    finished = [(member, "finish_part", {}) for member in matter.assistants]
    resolved = (matter.leader, "resolve_ticket", {"outcome": "OUTCOME_FIXED", "evidence": [{"kind": "EVIDENCE_NOTE"}], **note})
    hold = (matter.leader, "request_hold", {"cause": "HOLD_CAUSE_FUNDS", "until_us": START_US + DAY_US, **note})
    verifying = [*acknowledged, *finished, resolved]
    closed = [*verifying, ("intake-app", "confirm_resolution", {"rating": 1})]
    return {
        "dispatched": [],
        "awaiting_approval": [],
        "acknowledged": acknowledged,
        "verifying": verifying,
        "closed": closed,
        "return_requested": [*acknowledged, (matter.leader, "request_return", {"reason": "RETURN_REASON_NOT_COMPETENT", **note})],
        "in_consult": [("s-qingchi-arbiter", "open_consult", note)],
        "hold_requested": [*acknowledged, hold],
        "on_hold": [*acknowledged, hold, (matter.arbiter, "decide_hold", {"approved": True, **note})],
        "extension_requested": [*acknowledged, (matter.leader, "request_extension", {"count": 1, **note})],
        "following": [("desk-dispatcher", "link_tickets", {"lead_ticket": "LEAD"})],
        "appealed": [*closed, (matter.leader, "lodge_appeal", {"subject": "APPEAL_SUBJECT_RATING", "ground": "APPEAL_GROUND_WRONG_FACTS", **note})],
        "file_sent": [("intake-app", "put_chunk", {})],
        "file_put": [("intake-app", "put_chunk", {}), ("intake-app", "put_attachment", {"sha256": PHOTO_SHA256})],
    }[state]  # fmt: skip


@dataclass
class Cell:
    """One square of the table."""

    route: Route
    matter: Matter | None
    asker: str
    ticket: int = 0
    link: str = ""  # of the ticket, 32 hexadecimal digits
    request: service_pb2.Request | None = None

    @property
    def row(self) -> str:
        return str(self.route) + (f" ({self.matter.name})" if self.matter else "")


@dataclass
class Credential:
    keys: tuple[bytes, bytes]
    token: str

    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


class Roles(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.started = time.monotonic()
        cls.directory = tempfile.TemporaryDirectory(prefix="whistle-")
        cls.addClassCleanup(cls.directory.cleanup)
        cls.web, cls.core = (Engine(Path(cls.directory.name) / name) for name in ("web", "core"))
        for engine in (cls.web, cls.core):
            engine.directory.mkdir()
            cls.addClassCleanup(engine.end)
        cls.credentials: dict[str, Credential] = {}
        cls.live()
        shutil.copytree(cls.web.data, cls.core.data)
        cls.web.start(*SEEDED, "--http", "http://127.0.0.1:*")
        cls.core.start(*SEEDED)
        cls.statuses = statuses(cls.document)

    # ---- One life, that both engines go on from ----

    @classmethod
    def live(cls):
        cls.web.init(DISTRICT, "--seed", "7", "--clock-start", START)
        cls.web.start(*SEEDED, "--http", "http://127.0.0.1:*")
        cls.document = ask(cls.web, "GET", BASE + "/openapi.json").json()
        cls.routes = routes(cls.document)
        cls.admin = cls.web.client(cls.web.admin_keys())
        cls.ruleset = cls.admin.query(get_status={}).get_status.ruleset_sha256
        cls.lay_out()
        cls.register()
        cls.blow()
        cls.act()
        for cell in cls.cells + cls.link_cells:
            cell.request = request_of(cell.route, cls.values(cell), f"cell-{id(cell)}")
        cls.admin.close()
        assert cls.web.stop() == 0

    @classmethod
    def lay_out(cls):
        rows = [(route, matter) for route in cls.routes for matter in ((LIFT, COMPLAINT) if route.is_of_a_ticket else (None,))]
        cls.cells = [Cell(route, matter, asker) for route, matter in rows for asker in ASKERS]
        strangers = ("link of the ticket", "link of another", "nobody", "unknown token", "expired token", "revoked token")
        cls.link_cells = [Cell(route, LIFT if route.is_of_a_ticket else None, asker) for route in cls.routes for asker in strangers]

    @classmethod
    def credential(cls, member: str, expires_us: int = START_US + 30 * DAY_US) -> Credential:
        public, secret = zmq.curve_keypair()
        made = Credential((public, secret), "wt_" + os.urandom(32).hex())
        token = {"token_sha256": token_sha256(made.token), "expires_us": expires_us}
        for binds in ({"curve_public_key": z85.decode(public)}, token):
            accepted(cls.admin.command(os.urandom(16).hex(), register_identity={"member": member, "label": "test", **binds}))
        return made

    @classmethod
    def register(cls):
        for member in {*ASKERS.values(), LIFT.colleague}:
            cls.credentials[member] = cls.credential(member)
        cls.revoked = cls.credential("auditor-1")
        public, token = z85.decode(cls.revoked.keys[0]), token_sha256(cls.revoked.token)
        accepted(cls.admin.command("revoke-1", revoke_identity={"curve_public_key": public}))
        accepted(cls.admin.command("revoke-2", revoke_identity={"token_sha256": token}))
        cls.expired = cls.credential("auditor-1", expires_us=START_US + DAY_US // 1_440)
        cls.spare = cls.credential("intake-hotline")
        cls.clients = {member: cls.web.client(credential.keys) for member, credential in cls.credentials.items()}

    @classmethod
    def send_all(cls, requests: list[tuple[str, service_pb2.Request]]) -> list[service_pb2.Reply]:
        """All of them accepted, some at once; the replies in the order of the requests."""
        return [reply for at in range(0, len(requests), AT_ONCE) for reply in cls.send_some(requests[at : at + AT_ONCE])]

    @classmethod
    def send_some(cls, requests: list[tuple[str, service_pb2.Request]]) -> list[service_pb2.Reply]:
        sent = [(cls.clients[member], cls.clients[member].send(request)) for member, request in requests]
        replies = {}
        for client, _ in sent:
            reply = client.receive()
            replies[client, reply.correlation] = reply
        told = [replies[one] for one in sent]
        for (member, request), reply in zip(requests, told):
            assert not reply.HasField("refusal"), f"{member} was refused {request}: {reply}"
        return told

    @classmethod
    def blow(cls):
        """A ticket for each square of its own, so that nobody finds what another has done; and the lead tickets of groups."""
        needing = [cell for cell in cls.cells + cls.link_cells if cell.matter]
        requests = []
        for number, category in enumerate([LIFT.category, COMPLAINT.category, *map(cls.category, needing)]):
            personal = {"text": f"第{number}件", "address": "晨晖小区", "reporter": {"name": "张三", "phone": f"138{number:08}"}}
            blow = {"kind": 1, "source": 1, "category": category, "occurred_at_us": START_US + DAY_US // 24, "personal": personal}
            requests.append(("intake-app", command_request(f"w-{number}", blow_whistle={"location": {"estate": ESTATE}, **blow})))
        order = {"kind": 1, "source": 5, "category": LIFT.category, "occurred_at_us": START_US + DAY_US // 24, "location": {"estate": ESTATE}}
        requests.append((ASKERS["platform"], command_request(ORDER, blow_whistle=order)))
        told = [reply.accepted for reply in cls.send_all(requests)]
        cls.leads = {LIFT.name: told[0].ticket, COMPLAINT.name: told[1].ticket}
        cls.another_link = told[0].ticket_token.hex()
        for cell, blown in zip(needing, told[2:]):
            cell.ticket, cell.link = blown.ticket, blown.ticket_token.hex()

    @classmethod
    def category(cls, cell: Cell) -> str:
        return APPROVAL_CATEGORY if STATES.get(cell.route.asks) == "awaiting_approval" else cell.matter.category

    @classmethod
    def act(cls):
        plans = [(cell, steps(cell.matter, STATES.get(cell.route.asks, "dispatched"))) for cell in cls.cells + cls.link_cells if cell.matter]
        for at in range(max(len(plan) for _, plan in plans)):
            cls.send_all([cls.step(cell, at, *plan[at]) for cell, plan in plans if at < len(plan)])
        for client in cls.clients.values():
            client.close()

    @classmethod
    def step(cls, cell: Cell, at: int, member: str, what: str, fields: dict) -> tuple[str, service_pb2.Request]:
        fields = {name: cls.leads[cell.matter.name] if value == "LEAD" else value for name, value in fields.items()}
        if what == "put_chunk":
            return member, service_pb2.Request(put_chunk=cls.chunk(cell))
        return member, command_request(f"s-{cell.ticket}-{at}", **{what: {"ticket": cell.ticket, **fields}})

    @staticmethod
    def chunk(cell: Cell) -> dict:
        return {"ticket": cell.ticket, "sha256": PHOTO_SHA256, "size": len(PHOTO), "content": PHOTO}

    @classmethod
    def values(cls, cell: Cell) -> dict:
        """By the name of a field, or of a message and its field; what is not here is invented by its type."""
        matter = cell.matter or LIFT
        decided = "C-BAOTONG" if matter is LIFT else "S-QINGCHI"
        own = hashlib.sha256(f"{cell.row} {cell.asker}".encode()).digest()
        return {
            "ticket": cell.ticket or None, "entry": cls.leads[LIFT.name], "from": 1, "limit": 20, "level": 0, "index": 0,
            "BlowWhistle.location": {"estate": ESTATE}, "BlowWhistle.category": "P03", "occurred_at_us": 0, "anonymous": False,
            "personal": {"text": "说明"}, "rating": 5, "until_us": START_US + 2 * DAY_US, "from_us": 0, "evidence": [{"kind": "EVIDENCE_NOTE"}],
            "outcome": "OUTCOME_FIXED", "DecideApproval.reason": "REJECT_REASON_UNSPECIFIED", "DecideHold.until_us": 0, "DecideExtension.count": 0,
            "AmendTicket.category": "P02", "SplitTicket.category": "P03", "WhistleUp.category": "E0113", "urgency": "",
            "ReassignTicket.party": decided, "DecideReturn.party": decided, "RuleConsult.lead": decided, "ReleaseAssistant.party": "D-LIFT",
            "ScoreParty.party": matter.party, "ReviewAppeal.party": matter.party, "subject": "APPEAL_SUBJECT_RATING",
            "HandOverDuty.member": matter.colleague, "lead_ticket": cls.leads[matter.name], "reference": "A-1",
            "sha256": PHOTO_SHA256, "size": len(PHOTO), "content": PHOTO, "offset": 0, "ruleset_sha256": cls.ruleset,
            "RegisterIdentity.member": "intake-hotline", "token_sha256": own, "curve_public_key": b"",
            "RevokeIdentity.token_sha256": token_sha256(cls.spare.token), "expires_us": START_US + DAY_US,
            "files": [{"path": "district.yaml", "content": b"schema: 1\n"}], "PublishRuleset.ruleset_sha256": b"", "logic": 1_000, "order": ORDER,
            "SubmitRuleset.ruleset_sha256": b"", "base_sha256": b"", "removed": [], "paths": [], "sent_us": START_US,
        }  # fmt: skip

    # ---- Asking ----

    def from_anew(self, number: int) -> str:
        """A loopback address that nobody has failed from, so that the guard against guessing does not make the test wait."""
        return f"127.1.{1 + number // 250}.{1 + number % 250}"

    def ask_web_from(self, address: str, cell: Cell, headers: dict[str, str]) -> Answer:
        with closing(connect(self.web, address)) as connection:
            return over_http(connection, cell.route, cell.request, headers, PHOTO)

    def ask_core_from(self, address: str, cell: Cell, keys: tuple[bytes, bytes]) -> service_pb2.Reply:
        endpoint = self.core.endpoints["commands"].replace("tcp://", f"tcp://{address}:0;")
        with closing(Client(endpoint, self.core.endpoints["server_public_key"].encode(), keys)) as client:
            return self.ask_of(client, cell)

    def ask_of(self, client: Client, cell: Cell) -> service_pb2.Reply:
        if cell.route.sends_a_file:
            reply = client.ask(service_pb2.Request(put_chunk=self.chunk(cell)))
            if reply.HasField("refusal"):
                return reply
        request = service_pb2.Request()
        request.CopyFrom(cell.request)
        return client.ask(request)

    def ask_web(self) -> list[Answer]:
        connections = {asker: connect(self.web) for asker in ASKERS}
        answers = []
        for cell in self.cells:
            headers = self.credentials[ASKERS[cell.asker]].headers()
            answers.append(over_http(connections[cell.asker], cell.route, cell.request, headers, PHOTO))
        for connection in connections.values():
            connection.close()
        return answers

    def ask_core(self) -> list[service_pb2.Reply]:
        clients = {asker: self.core.client(self.credentials[member].keys) for asker, member in ASKERS.items()}
        replies = [self.ask_of(clients[cell.asker], cell) for cell in self.cells]
        for client in clients.values():
            client.close()
        return replies

    # ---- What is expected ----

    def difference(self, cell: Cell, answer: Answer, reply: service_pb2.Reply) -> str:
        """Empty: the web has told what the core tells."""
        told = comparable(cell.route, reply_of(cell.route, answer))
        expected = comparable(cell.route, reply)
        if told == expected and answer.status == self.status(cell, reply):
            return ""
        return f"{cell.row}, {cell.asker}: {answer.status} for {self.status(cell, reply)}\n--- web\n{told}--- core\n{expected}"

    def status(self, cell: Cell, reply: service_pb2.Reply) -> int:
        if not reply.HasField("refusal"):
            return cell.route.status
        return self.statuses[service_pb2.RefusalCode.Name(reply.refusal.code).removeprefix("REFUSAL_CODE_")]

    def assert_none(self, differences: list[str], of: int):
        found = [one for one in differences if one]
        late = " (after a minute fewer refusals are recorded, so that the journals may differ)" if time.monotonic() - self.started > 55 else ""
        self.assertEqual(len(found), 0, f"{len(found)} of {of} squares differ{late}:\n" + "\n".join(found[:SHOWN]))

    def test_the_document_says_who_needs_no_token(self):
        self.assertEqual({route.asks for route in self.routes if "" in route.ways}, ANYBODY)
        self.assertEqual({route.asks for route in self.routes if "ticketToken" in route.ways}, RESIDENT)

    def test_the_table_is_the_cores(self):
        with ThreadPoolExecutor(2) as pool:
            web, core = pool.submit(self.ask_web), pool.submit(self.ask_core)
            answers, replies = web.result(), core.result()
        table = [(cell, answer.status) for cell, answer in zip(self.cells, answers)]
        with ThreadPoolExecutor(WORKERS) as pool:
            strange = list(pool.map(self.ask_stranger, range(len(self.link_cells)), self.link_cells))
        table += [(cell, answer.status) for cell, answer, _ in strange]
        self.keep(table)
        self.assert_none([self.difference(*one) for one in zip(self.cells, answers, replies)], len(self.cells))
        self.assert_none([problem for _, _, problem in strange], len(strange))
        # The table says something: of the routes each is accepted of somebody, but for those that have nothing to do here.
        done = {cell.route.asks for cell, status in table if status < 400}
        idle = {route.asks for route in self.routes} - done
        self.assertLessEqual(idle, {"publish_ruleset", "submit_ruleset", "withdraw_ruleset", "adopt_logic", "rebase_ticket", "score_party"})

    def ask_stranger(self, number: int, cell: Cell) -> tuple[Cell, Answer, str]:
        address = self.from_anew(number)
        if cell.asker == "nobody" or cell.asker.startswith("link"):
            link = cell.link if cell.asker == "link of the ticket" and cell.link else self.another_link
            answer = self.ask_web_from(address, cell, {} if cell.asker == "nobody" else {"Whistle-Ticket-Token": link})
            return cell, answer, self.unexpected(cell, answer)
        unknown = Credential(zmq.curve_keypair(), "wt_" + "0" * 64)
        credential = {"unknown token": unknown, "expired token": self.expired, "revoked token": self.revoked}[cell.asker]
        answer = self.ask_web_from(address, cell, credential.headers())
        # A key does not expire: it is revoked.
        keys = unknown.keys if cell.asker == "unknown token" else self.revoked.keys
        return cell, answer, self.difference(cell, answer, self.ask_core_from(address, cell, keys))

    def unexpected(self, cell: Cell, answer: Answer) -> str:
        """Of who has no identity: what the tables at the top do not say."""
        told = f"{answer.status} {answer.json().get('code')}" if answer.status >= 400 else str(answer.status)
        expected = self.expected_of_nobody(cell) if cell.asker == "nobody" else self.expected_of_link(cell)
        return "" if told == expected else f"{cell.row}, {cell.asker}: {told}, not {expected}: {answer.body[:300]}"

    def expected_of_nobody(self, cell: Cell) -> str:
        return str(cell.route.status) if cell.route.asks in ANYBODY else "401 CREDENTIAL_MISSING"

    def expected_of_link(self, cell: Cell) -> str:
        route = cell.route
        if route.asks in RESIDENT and cell.matter and cell.asker == "link of the ticket":
            # The piece of the file is the intake's, who has to send it whole itself.
            incomplete = route.asks == "put_attachment" and not route.sends_a_file
            return "409 ATTACHMENT_INCOMPLETE" if incomplete else str(route.status)
        if route.asks in ANYBODY:
            return str(route.status)
        # The link is looked at where it could be the right one: of what acts on a ticket in hand, which erasing does not.
        fits = cell.matter and cell.asker == "link of the ticket"
        looked_at = (cell.matter and route.asks != "erase_ticket") or route.asks in RESIDENT
        return "403 WRONG_TOKEN" if looked_at and not fits else "403 NOT_PERMITTED"

    def keep(self, table: list[tuple[Cell, int]]):
        """The table for people to read."""
        rows: dict[str, dict[str, int]] = defaultdict(dict)
        for cell, status in table:
            rows[cell.row][cell.asker] = status
        columns = list(dict.fromkeys(cell.asker for cell, _ in table))
        lines = [f"{number:3} {asker} {ASKERS.get(asker, '')}".rstrip() for number, asker in enumerate(columns, 1)]
        lines += ["", f"{'':72}" + "".join(f"{number:4}" for number in range(1, len(columns) + 1))]
        lines += [f"{row:72}" + "".join(f"{told.get(asker, '–'):>4}" for asker in columns) for row, told in rows.items()]
        directory = Path(os.environ.get("WHISTLE_ARTEFACTS", PROGRAMS.parent))
        directory.mkdir(parents=True, exist_ok=True)
        (directory / "web_roles.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{len(rows)} rows of {len(columns)} askers in {time.monotonic() - self.started:.1f} s, see web_roles.txt")


if __name__ == "__main__":
    unittest.main()
