"""On a clock that follows the whistles and with a seed, a journal is a function of the commands and their order: two runs of one command
file give equal bytes, however the commands were batched."""

import random
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "crash"))

from live_engine import DISTRICT, Engine, command_request  # noqa: E402
from load import fetch_all, handlers, parse, read_csv  # noqa: E402
from whistle.v1 import common_pb2, service_pb2  # noqa: E402

START = "2026-03-02T00:00:00+08:00"
START_US = 1_772_380_800_000_000
MINUTE_US = 60_000_000
FOUNDING = 4  # entries before the first command: creation, rules, administrator, start


def further_act(chance: random.Random, key: str, ticket: int, acting: list[str]) -> service_pb2.Request:
    """One of the acts of the plain life, by somebody who may if the ticket is there and in a state for it."""
    note = {"text": f"{key}号说明"}
    by_desk = {"ticket": ticket, "personal": note}
    return chance.choice([
        lambda: command_request(key, chance.choice(acting), report_progress={"ticket": ticket, "personal": note}),
        lambda: command_request(key, chance.choice(acting), contact_reporter={"ticket": ticket, "reached": True}),
        lambda: command_request(key, "intake-app", urge_ticket={"ticket": ticket}),
        lambda: command_request(key, "intake-app", dispute_resolution={"ticket": ticket, "personal": note}),
        lambda: command_request(key, "desk-dispatcher", reassign_ticket={"party": chance.choice(["DESK", "S-QINGCHI"]), **by_desk}),
        lambda: command_request(key, "desk-dispatcher", amend_ticket={"category": "E0111", **by_desk}),
        lambda: command_request(key, "desk-dispatcher", split_ticket={"category": "E0110", **by_desk}),
    ])()  # fmt: skip


def command_file(count: int) -> list[service_pb2.Request]:
    """Whistles over some days, some out of order, refused ones among them, and acts of the leads on tickets by their expected ids."""
    chance = random.Random(7)
    estates = [row[0] for row in read_csv("estates.csv")]
    acting = list(handlers().values())
    requests = []
    now = START_US
    for i in range(count):
        now += chance.randrange(6 * MINUTE_US)
        if chance.random() < 0.3 and i > 5:
            ticket = {"ticket": FOUNDING + chance.randrange(i)}
            requests.append(command_request(f"a-{i}", chance.choice(acting), acknowledge_ticket=ticket))
            continue
        if chance.random() < 0.3 and i > 5:
            requests.append(further_act(chance, f"f-{i}", FOUNDING + chance.randrange(i), acting))
            continue
        blow = {
            "kind": common_pb2.WHISTLE_KIND_RESIDENT,
            "source": common_pb2.SOURCE_RESIDENT,
            "category": chance.choice(["P03", "E0110", "E0502", "P01", "NO-SUCH"]),
            "occurred_at_us": now - (chance.randrange(120) * MINUTE_US if chance.random() < 0.2 else 0),
            "location": {"estate": chance.choice(estates)},
            "personal": {"text": f"第{i}件事", "reporter": {"name": "李四", "phone": "13900139000"}},
        }
        requests.append(command_request(f"w-{i}", "intake-app", blow_whistle=blow))
    return requests


def journal(requests: list[service_pb2.Request], in_flight: int, seed: str = "42") -> list[bytes]:
    with tempfile.TemporaryDirectory(prefix="whistle-") as directory:
        engine = Engine(Path(directory))
        try:
            engine.init(DISTRICT, "--seed", seed, "--clock-start", START)
            engine.start("--plain", "--clock", "follow", "--seed", seed)
            client = engine.client()
            for start in range(0, len(requests), in_flight):
                batch = requests[start : start + in_flight]
                for request in batch:
                    client.send(request)
                for _ in batch:
                    assert client.receive() is not None
            client.close()
            return fetch_all(engine)
        finally:
            engine.end()


class SameJournal(unittest.TestCase):
    def test_two_runs_give_equal_bytes_whatever_the_batches(self):
        requests = command_file(1_000)
        one_by_one = journal(requests, in_flight=1)
        together = journal(requests, in_flight=500)
        self.assertEqual(len(one_by_one), len(together))
        for number, (first, second) in enumerate(zip(one_by_one, together)):
            self.assertEqual(first, second, f"entry {number}")
        entries = [parse(raw) for raw in together]
        fired = sum(entry.command.HasField("fire_clock") for entry in entries)
        blown = sum(entry.command.HasField("blow_whistle") for entry in entries)
        print(f"{len(entries)} entries of {len(requests)} commands, {blown} whistles, {fired} clocks fired, equal byte for byte")
        self.assertGreater(fired, blown)
        done = {entry.command.WhichOneof("body") for entry in entries}
        self.assertLessEqual({"urge_ticket", "reassign_ticket", "amend_ticket", "split_ticket", "link_split_ticket"}, done)

    def test_another_seed_gives_another_journal(self):
        requests = command_file(3)
        self.assertNotEqual(journal(requests, in_flight=1), journal(requests, in_flight=1, seed="43"))


if __name__ == "__main__":
    unittest.main()
