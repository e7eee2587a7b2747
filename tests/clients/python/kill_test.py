"""The engine is killed between a command and its answer, and started again: what was asked happens once, and the client hears of it."""

import asyncio
import threading
import unittest
from collections import Counter

from library_case import AUDITOR, HANDLER, INTAKE, SUPERVISOR, LibraryCase, whistle
from relay import Relay
from whistle_client import AsyncClient, Client, Feed, Login, NoAnswer

PATIENCE = 60.0
IN_FLIGHT = 64


class Killed(LibraryCase):
    def setUp(self):
        super().setUp()
        self.relay = Relay(self.engine.endpoints["commands"])
        self.addCleanup(self.relay.close)
        self.auditor = self.registered(AUDITOR)

    def through_relay(self, member: str, of=Client):
        return self.client(self.registered(member), self.relay.endpoint, of, timeout=PATIENCE)

    def restart(self) -> None:
        self.engine.kill()
        self.engine.start(*self.flags)
        self.relay.turn_to(self.engine.endpoints["commands"])

    def keys(self) -> Counter:
        """How often each key stands in the journal."""
        with self.client(self.auditor) as client:
            counted, start = Counter(), 0
            while True:
                page = client.entries(start, limit=1000)
                counted.update(entry.key for entry in page.entries if entry.key)
                start = page.cursor
                if start >= page.next_sequence:
                    return counted

    def wait_for(self, key: str) -> int:
        """Until a command of that key stands in the journal; its number."""
        start = 0
        with self.client(self.auditor) as client, Feed(self.engine.endpoints["feed"], login=Login.fresh(self.server_key)) as feed:
            for _ in range(int(PATIENCE)):
                page = client.entries(start, limit=1000)
                for entry in page.entries:
                    if entry.key == key:
                        return entry.sequence
                start = page.cursor
                feed.next(1.0)  # an entry, or the heartbeat of each second
        raise AssertionError(f"{key} never came into the journal")

    def asked_meanwhile(self, ask) -> tuple[threading.Thread, list]:
        answers = []
        thread = threading.Thread(target=lambda: answers.append(ask()))
        thread.start()
        return thread, answers

    def test_a_lost_answer_is_given_again(self):
        client = self.through_relay(INTAKE)
        client.status()
        self.relay.lose_answers()
        thread, answers = self.asked_meanwhile(lambda: client.blow(whistle(), key="w-1"))
        sequence = self.wait_for("w-1")
        self.restart()
        thread.join()
        self.assertEqual([answer.sequence for answer in answers], [sequence])
        self.assertEqual(self.keys()["w-1"], 1)
        whistles = [key for key in self.keys() if not key.startswith("w-")]
        self.assertEqual(answers[0].ticket, sequence)
        self.assertEqual(client.blow(whistle(), key="w-1"), answers[0])
        self.assertEqual([key for key in self.keys() if not key.startswith("w-")], whistles, "no other whistle under another key")

    def test_a_key_of_the_librarys_own_is_kept_over_the_kill(self):
        client = self.through_relay(INTAKE)
        client.status()
        before = self.keys()
        self.relay.lose_answers()
        thread, answers = self.asked_meanwhile(lambda: client.blow(whistle()))
        self.relay.dropped.wait(PATIENCE)
        self.restart()
        thread.join()
        fresh = self.keys() - before
        self.assertEqual(list(fresh.values()), [1])
        self.assertEqual(len(answers), 1)

    def test_a_request_that_was_never_heard_is_asked_again(self):
        handler = self.through_relay(HANDLER)
        ticket = self.member(INTAKE).blow(whistle()).ticket
        handler.status()
        self.relay.lose_requests()
        thread, answers = self.asked_meanwhile(lambda: handler.acknowledge(ticket, key="a-1"))
        self.assertTrue(self.relay.dropped.wait(PATIENCE))
        self.assertEqual(self.keys()["a-1"], 0)
        self.restart()
        thread.join()
        self.assertEqual(len(answers), 1)
        self.assertEqual(self.keys()["a-1"], 1)

    def test_a_caller_that_gave_up_repeats_under_the_key_that_it_was_told(self):
        client = self.client(self.registered(INTAKE), self.relay.endpoint, timeout=PATIENCE)
        client.status()
        client.timeout = 1.0
        self.relay.lose_answers()
        with self.assertRaises(NoAnswer) as silence:
            client.blow(whistle())
        key = silence.exception.key
        self.assertIn(key, str(silence.exception))
        sequence = self.wait_for(key)
        self.restart()
        client.timeout = PATIENCE
        self.assertEqual(client.blow(whistle(), key=key).sequence, sequence)
        self.assertEqual(self.keys()[key], 1)

    def test_many_at_once_happen_once_each(self):
        wanted = {f"w-{number}" for number in range(IN_FLIGHT)}

        async def blow_all() -> list:
            async with self.through_relay(INTAKE, AsyncClient) as client:
                await client.status()
                self.relay.lose_answers()
                under_way = [asyncio.ensure_future(client.blow(whistle(f"第{key}盏灯"), key=key)) for key in sorted(wanted)]
                # Some have been accepted, some perhaps not: the kill comes between.
                await asyncio.to_thread(self.wait_for, sorted(wanted)[IN_FLIGHT // 2])
                await asyncio.to_thread(self.restart)
                return await asyncio.gather(*under_way)

        answers = asyncio.run(blow_all())
        self.assertEqual(len({answer.ticket for answer in answers}), IN_FLIGHT)
        counted = self.keys()
        self.assertEqual({key: counted[key] for key in wanted}, dict.fromkeys(wanted, 1))

    def test_the_feed_goes_on_over_a_restart(self):
        supervisor = self.client(self.registered(SUPERVISOR), self.relay.endpoint, timeout=PATIENCE)
        feed_relay = Relay(self.engine.endpoints["feed"])
        self.addCleanup(feed_relay.close)
        intake = self.registered(INTAKE)
        with Feed(feed_relay.endpoint, login=Login.fresh(self.server_key)) as feed:
            first = self.client(intake).blow(whistle(), key="w-1")
            entries = supervisor.follow(feed)
            seen = []
            for entry in entries:
                seen.append(entry.sequence)
                if entry.key == "w-1":
                    break
            self.restart()
            feed_relay.turn_to(self.engine.endpoints["feed"])
            second = self.client(intake).blow(whistle(), key="w-2")
            for entry in entries:
                seen.append(entry.sequence)
                if entry.key == "w-2":
                    break
        self.assertIn(first.sequence, seen)
        self.assertEqual(seen[-1], second.sequence)
        self.assertEqual(seen, sorted(set(seen)))


if __name__ == "__main__":
    unittest.main()
