"""A ticket's life through the library, over CURVE; who is refused, and how; what a wrong key, a plain engine and a silent one look like."""

import asyncio
import hashlib
import socket
import unittest

from library_case import AUDITOR, FIRM, HANDLER, INTAKE, LibraryCase, whistle
from live_engine import photo
from whistle.v1.command_pb2 import Command, EvidenceItem, WhistleUp
from whistle.v1.common_pb2 import EVIDENCE_PHOTO_AFTER, TICKET_STATE_CLOSED, TICKET_STATE_DISPATCHED
from whistle.v1.service_pb2 import NOTICE_KIND_HEARTBEAT, ListTickets
from whistle_client import AsyncClient, AsyncFeed, Client, Feed, How, Login, NoAnswer, Refused, WrongKeys


def events(accepted) -> list[str]:
    return [event.WhichOneof("body") for event in accepted.events]


class Life(LibraryCase):
    def test_a_whistle_is_blown_worked_and_confirmed(self):
        intake, handler = self.member(INTAKE), self.member(HANDLER)
        self.assertEqual(handler.status().party, FIRM)
        blown = intake.blow(whistle(), key="w-1")
        self.assertEqual(intake.blow(whistle(), key="w-1"), blown)
        ticket = blown.ticket
        self.assertEqual([one.record.id for one in handler.tickets(ListTickets(lead=FIRM)).tickets], [ticket])
        self.assertEqual(handler.ticket(blown.ticket_number).text, "楼道灯坏了")
        self.assertIn("ticket_acknowledged", events(handler.acknowledge(ticket)))
        handler.contact_reporter(ticket, reached=True)
        handler.arrive(ticket)
        after = photo("after", size=300_000)  # more than one piece
        handler.put_file(ticket, after)
        sha256 = hashlib.sha256(after).digest()
        self.assertEqual(handler.fetch_file(ticket, sha256), after)
        handler.report_progress(ticket, "换灯泡", photos=[sha256])
        handler.resolve(ticket, "已换", evidence=[EvidenceItem(kind=EVIDENCE_PHOTO_AFTER, sha256=sha256)])
        # The resident acts for itself, through the intake identity, by its private token.
        closed = intake.confirm(ticket, rating=5, how=How(ticket_token=blown.ticket_token))
        self.assertIn("ticket_closed", events(closed))
        self.assertEqual(handler.ticket(ticket).record.state, TICKET_STATE_CLOSED)

    def test_lists_go_page_by_page(self):
        intake, handler = self.member(INTAKE), self.member(HANDLER)
        blown = [intake.blow(whistle(f"第{number}盏灯")).ticket for number in range(5)]
        self.assertEqual([one.record.id for one in handler.all_tickets(ListTickets(lead=FIRM, limit=2))], blown)

    def test_the_feed_tells_and_the_journal_fills_in(self):
        intake, auditor = self.member(INTAKE), self.member(AUDITOR)
        with Feed(self.engine.endpoints["feed"], login=Login.fresh(self.server_key)) as feed:
            while feed.next(60).kind != NOTICE_KIND_HEARTBEAT:
                pass
            blown = intake.blow(whistle(), key="w-1")
            seen = []
            for entry in auditor.follow(feed, start=0):
                seen.append(entry.sequence)
                if entry.sequence == blown.sequence:
                    break
        self.assertEqual(seen, list(range(blown.sequence + 1)))

    def test_asyncio_does_the_same_many_at_once(self):
        logins = {member: self.registered(member) for member in (INTAKE, HANDLER, AUDITOR)}

        async def live() -> None:
            async with (
                self.client(logins[INTAKE], of=AsyncClient) as intake,
                self.client(logins[HANDLER], of=AsyncClient) as handler,
                self.client(logins[AUDITOR], of=AsyncClient) as auditor,
                AsyncFeed(self.engine.endpoints["feed"], login=Login.fresh(self.server_key)) as feed,
            ):
                blown = await asyncio.gather(*(intake.blow(whistle(f"第{number}盏灯"), key=f"w-{number}") for number in range(50)))
                self.assertEqual(len({one.ticket for one in blown}), 50)
                inbox = [one.record.id async for one in handler.all_tickets(ListTickets(lead=FIRM, limit=7))]
                self.assertEqual(inbox, sorted(one.ticket for one in blown))
                await asyncio.gather(*(handler.acknowledge(ticket, key=f"a-{ticket}") for ticket in inbox))
                self.assertEqual((await handler.ticket(blown[0].ticket_number)).record.id, blown[0].ticket)
                with self.assertRaises(Refused) as refused:
                    await handler.confirm(inbox[0])
                self.assertEqual(refused.exception.code, "NOT_PERMITTED")
                last = None
                async for entry in auditor.follow(feed, start=0):
                    last = entry.sequence if last is None else last + 1
                    self.assertEqual(entry.sequence, last)
                    if entry.key == f"a-{inbox[-1]}":
                        break

        asyncio.run(live())


class Refusals(LibraryCase):
    flags = ("--member-rate", "2")

    def refused(self, code: str, ask, *arguments, **more) -> Refused:
        with self.assertRaises(Refused) as refused:
            ask(*arguments, **more)
        self.assertEqual(refused.exception.code, code)
        return refused.exception

    def test_a_refusal_says_why_and_nothing_changes(self):
        intake, handler = self.member(INTAKE), self.member(HANDLER)
        blown = intake.blow(whistle(), key="w-1")
        ticket, length = blown.ticket, intake.status().next_sequence
        state = self.refused("WRONG_STATE", intake.confirm, ticket)
        self.assertEqual(state.arguments, {"ticket": [str(ticket)], "state": ["TICKET_STATE_DISPATCHED"]})
        self.assertIn(f"ticket {ticket} is", str(state))
        self.assertIn(f"工单 {ticket} 现在是", state.words("zh"))
        self.refused("NOT_PERMITTED", handler.act, Command(whistle_up=WhistleUp(ticket=ticket, personal={"text": "x"})))
        reused = self.refused("KEY_REUSED", intake.blow, whistle("另一件事"), key="w-1")
        self.assertEqual(reused.argument("sequence"), str(blown.sequence))
        self.refused("UNKNOWN_TICKET", handler.acknowledge, 999_999)
        self.refused("TOO_LARGE", handler.acknowledge, ticket, key="x" * 65)
        self.refused("TICKET_CHANGED", handler.acknowledge, ticket, how=How(if_last_entry=ticket + 1))
        self.refused("WRONG_TOKEN", intake.ticket, ticket, how=How(ticket_token=b"0" * 16))
        self.assertEqual(handler.ticket(ticket).record.state, TICKET_STATE_DISPATCHED)
        # What matters to security is journalled as a refusal; nothing else is.
        kinds = {entry.command.WhichOneof("body") for entry in self.member(AUDITOR).entries(length).entries}
        self.assertLessEqual(kinds, {"record_refusal", "register_identity"})

    def test_a_key_that_nobody_registered(self):
        stranger = self.client(Login.fresh(self.server_key))
        self.refused("UNKNOWN_IDENTITY", stranger.acknowledge, 1)

    def test_who_asks_too_often_waits_as_long_as_the_engine_says(self):
        login = self.registered(HANDLER)
        hurried = self.client(login, timeout=0.2)
        with self.assertRaises(Refused) as refused:
            for _ in range(1_000):
                hurried.status()
        self.assertEqual(refused.exception.code, "RATE_EXCEEDED")
        self.assertGreater(refused.exception.retry_after, 0.2)
        patient = self.client(login, timeout=60)
        self.assertEqual(patient.status().party, FIRM)


class Strangers(LibraryCase):
    def test_a_wrong_key_of_the_engine(self):
        login = self.registered(HANDLER)
        other = Login.fresh(login.public_key)
        with self.assertRaises(WrongKeys):
            self.client(other, timeout=60).status()

        async def ask() -> None:
            async with self.client(other, of=AsyncClient, timeout=60) as client:
                await client.status()

        with self.assertRaises(WrongKeys):
            asyncio.run(ask())

    def test_a_plain_client_of_an_engine_with_curve(self):
        with self.assertRaises(WrongKeys):
            self.client(None, timeout=60).status()

    def test_nobody_there(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        client = self.client(Login.fresh(self.server_key), f"tcp://127.0.0.1:{port}", timeout=0.3)
        with self.assertRaises(NoAnswer) as silence:
            client.status()
        self.assertIsNone(silence.exception.key)
        with self.assertRaises(TimeoutError) as silence:
            client.acknowledge(1, key="a-1")
        self.assertEqual(silence.exception.key, "a-1")

    def test_no_address(self):
        for endpoint in ("engine", "tcp://engine", "udp-ish://engine:1"):
            with self.assertRaisesRegex(ValueError, endpoint):
                Client(endpoint).status()
            with self.assertRaisesRegex(ValueError, endpoint):
                Feed(endpoint)

    def test_more_than_any_engine_takes_is_not_sent(self):
        with self.assertRaisesRegex(ValueError, "bytes"):
            self.admin.blow(whistle("长" * (9 << 20)))
        self.assertEqual(self.refused_code(lambda: self.admin.blow(whistle("长" * 30_000))), "TOO_LARGE")
        self.assertTrue(self.admin.status().version, "the connection is as good as before")

    def refused_code(self, ask) -> str:
        with self.assertRaises(Refused) as refused:
            ask()
        return refused.exception.code

    def test_secrets_are_not_printed(self):
        login = Login.fresh(self.server_key)
        self.assertNotIn(login.secret_key.decode(), repr(login))
        file = self.key_file("own", login)
        self.assertEqual(Login.from_files(file, self.server_key.decode()), login)
        self.assertEqual(Login.from_files(file, self.engine.data / "server.key").server_key, self.server_key)
        with self.assertRaises(ValueError):
            Login(b"short", login.public_key, login.secret_key)


class Plain(LibraryCase):
    def test_a_plain_engine_takes_the_claimed_member_at_its_word(self):
        self.engine.stop()
        self.engine.start("--plain")
        with Client(self.engine.endpoints["commands"], claimed_member=HANDLER) as handler:
            self.assertEqual(handler.status().member, HANDLER)
        with self.assertRaises(WrongKeys):
            self.client(Login.fresh(self.server_key_before()), timeout=60).status()

    def server_key_before(self) -> bytes:
        return self.admin._login.server_key


if __name__ == "__main__":
    unittest.main()
