"""Two thousand clients at once, each with a CURVE key and an identity of its own: every one blows a whistle, is answered, and asks for the
ticket. Prints what a connection costs the engine in memory and open files. The limit of open files is checked at the start."""

import resource
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import zmq
from live_engine import Client, Engine, command_request
from whistle.v1 import common_pb2, service_pb2

CLIENTS = 2_000
OPEN_FILES = 8_192  # of this process: a connection and a signaller for each client
SKIPPED = 77


def whistle() -> dict:
    return {
        "kind": common_pb2.WHISTLE_KIND_RESIDENT,
        "source": common_pb2.SOURCE_RESIDENT,
        "category": "P03",
        "location": {"estate": "QC-BAOTONG-01"},
        "personal": {"text": "楼道灯坏了"},
    }


def kilobytes(process: subprocess.Popen) -> int:
    for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    raise LookupError("VmRSS")


def open_files(process: subprocess.Popen) -> int:
    return len(list(Path(f"/proc/{process.pid}/fd").iterdir()))


class Connections(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="whistle-")
        self.addCleanup(directory.cleanup)
        self.engine = Engine(Path(directory.name))
        self.addCleanup(self.engine.end)
        self.engine.init()

    def register_all(self, keys) -> None:
        admin = self.engine.client(self.engine.admin_keys())
        self.addCleanup(admin.close)
        for number, (public, _) in enumerate(keys):
            bound = {"member": "intake-app", "curve_public_key": zmq.utils.z85.decode(public), "label": f"device {number}"}
            admin.send(command_request(f"register-{number}", register_identity=bound))
        for _ in keys:
            self.assertEqual(admin.receive().WhichOneof("body"), "accepted")

    def test_two_thousand_clients_are_served_at_once(self):
        self.engine.start("--clients", str(CLIENTS), "--member-rate", "0")
        keys = [zmq.curve_keypair() for _ in range(CLIENTS)]
        self.register_all(keys)
        before = kilobytes(self.engine.process), open_files(self.engine.process)
        context = zmq.Context(io_threads=1)
        context.set(zmq.MAX_SOCKETS, 2 * CLIENTS)
        self.addCleanup(context.term)
        server_key = self.engine.endpoints["server_public_key"].encode()
        clients = [Client(self.engine.endpoints["commands"], server_key, one, context) for one in keys]
        try:
            for number, client in enumerate(clients):
                client.send(command_request(f"w-{number}", blow_whistle=whistle()))
            tickets = [client.receive().accepted.ticket for client in clients]
            self.assertEqual(len(set(tickets)), CLIENTS)
            during = kilobytes(self.engine.process), open_files(self.engine.process)
            self.assertGreaterEqual(during[1] - before[1], CLIENTS, "all of them are connected")
            for client, ticket in zip(clients, tickets):
                client.send(service_pb2.Request(get_ticket={"ticket": ticket}))
            seen = [client.receive().get_ticket.ticket.record.id for client in clients]
            self.assertEqual(seen, tickets)
            print(f"{CLIENTS} connections: {(during[0] - before[0]) / CLIENTS:.1f} KiB of memory and "
                  f"{(during[1] - before[1]) / CLIENTS:.2f} open files each, tickets included", file=sys.stderr)  # fmt: skip
        finally:
            for client in clients:
                client.close()
        self.assertEqual(self.engine.stop(), 0)

    def test_the_engine_does_not_start_where_so_many_clients_cannot_be(self):
        few = 1_000

        def limit_files():
            resource.setrlimit(resource.RLIMIT_NOFILE, (few, few))

        with self.assertRaises(RuntimeError) as failed:
            self.engine.start("--clients", str(CLIENTS), preexec_fn=limit_files)
        self.assertEqual(self.engine.process.returncode, 1)
        self.assertIn("LimitNOFILE", str(failed.exception))
        self.engine.start(preexec_fn=limit_files)
        self.assertIn("event=few_open_files", self.engine.log())
        self.assertEqual(self.engine.stop(), 0)


if __name__ == "__main__":
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < OPEN_FILES:
        print(f"open files are limited to {hard}, {OPEN_FILES} are needed")
        sys.exit(SKIPPED)
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, hard))
    unittest.main()
