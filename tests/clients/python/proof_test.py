"""Proofs: the tree against its definition, every tampering found, and receipts that this library and the command line both accept."""

import json
import os
import random
import subprocess
import unittest

from library_case import AUDITOR, HANDLER, INTAKE, LibraryCase, whistle
from live_engine import PROGRAMS
from whistle.v1 import audit_pb2
from whistle_client import Feed, Login, Unsound, VerifierKey, check_consistency, check_receipt, open_checkpoint, receipt_text
from whistle_client.tree import consistency_proof, inclusion_proof, leaf_hash, node_hash, proves_consistency, root_by_inclusion

SIZE_MAX = 40
SEED = int(os.environ.get("WHISTLE_SEED", random.SystemRandom().getrandbits(32)))


def root_by_definition(leaves: list[bytes]) -> bytes:
    """MTH of RFC 9162, word for word."""
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return node_hash(root_by_definition(leaves[:k]), root_by_definition(leaves[k:]))


def driven(asking, leaves: list[bytes]) -> list[bytes]:
    try:
        level, index = next(asking)
        while True:
            wanted = leaves[index << level : (index + 1) << level]
            assert len(wanted) == 1 << level, "only whole subtrees are asked for"
            level, index = asking.send(root_by_definition(wanted))
    except StopIteration as end:
        return end.value


LEAVES = [leaf_hash(bytes([number])) for number in range(SIZE_MAX)]
ROOTS = [b""] + [root_by_definition(LEAVES[:size]) for size in range(1, SIZE_MAX + 1)]


class Tree(unittest.TestCase):
    def test_every_leaf_of_every_tree(self):
        for size in range(1, SIZE_MAX + 1):
            for index in range(size):
                proof = driven(inclusion_proof(index, size), LEAVES)
                self.assertEqual(root_by_inclusion(LEAVES[index], index, size, proof), ROOTS[size])
                for other in range(size):
                    if other != index:
                        self.assertNotEqual(root_by_inclusion(LEAVES[index], other, size, proof), ROOTS[size])
                self.assertIsNone(root_by_inclusion(LEAVES[index], index, size, [*proof, LEAVES[0]]))
                if proof:
                    self.assertIsNone(root_by_inclusion(LEAVES[index], index, size, proof[:-1]))
                    self.assertIsNone(root_by_inclusion(LEAVES[index], index, size, [proof[0][:31], *proof[1:]]))

    def test_every_beginning_of_every_tree(self):
        for size in range(1, SIZE_MAX + 1):
            for old in range(1, size + 1):
                proof = driven(consistency_proof(old, size), LEAVES)
                self.assertTrue(proves_consistency(ROOTS[old], old, ROOTS[size], size, proof), (old, size))
                self.assertFalse(proves_consistency(leaf_hash(b"?"), old, ROOTS[size], size, proof))
                self.assertFalse(proves_consistency(ROOTS[old], old, leaf_hash(b"?"), size, proof))
                self.assertFalse(proves_consistency(ROOTS[old], old, ROOTS[size], size, [*proof, LEAVES[0]]))
                if proof:
                    self.assertFalse(proves_consistency(ROOTS[old], old, ROOTS[size], size, proof[:-1]))
        self.assertFalse(proves_consistency(ROOTS[1], 0, ROOTS[1], 1, []))


class Receipts(LibraryCase):
    flags = ("--checkpoint-every", "1")

    def setUp(self):
        super().setUp()
        self.auditor_login = self.registered(AUDITOR)
        self.auditor = self.client(self.auditor_login)
        self.intake, self.handler = self.member(INTAKE), self.member(HANDLER)

    def signed(self, sequences: list[int]) -> audit_pb2.Receipt:
        """Once the journal has been signed so far."""
        with Feed(self.engine.endpoints["feed"], login=Login.fresh(self.server_key)) as feed:
            while (receipt := self.auditor.receipt(sequences)) is None:
                self.assertIsNotNone(feed.next(60), "the engine tells nothing")
        return receipt

    def command_line(self, *arguments, code: int = 0) -> str:
        own = ("--key", self.key_file("auditor", self.auditor_login))
        command = [PROGRAMS / "whistle", "--data", self.engine.data, *(own if arguments[1] != "check-receipt" else ()), *arguments]
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.directory), "LANG": "en_US.UTF-8"}
        result = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=120, env=environment, check=False)
        self.assertEqual(result.returncode, code, result.stdout + result.stderr)
        return result.stdout

    def test_what_one_gives_the_other_accepts(self):
        ticket = self.intake.blow(whistle())
        acknowledged = self.handler.acknowledge(ticket.ticket)
        receipt = self.signed([ticket.sequence, acknowledged.sequence])
        key = self.auditor.journal_key()
        self.assertEqual(self.command_line("audit", "key").strip(), str(key))
        self.assertEqual(VerifierKey.parse(str(key)), key)
        proven = check_receipt(receipt_text(receipt), key)
        self.assertEqual([entry.sequence for entry in proven.entries], [ticket.sequence, acknowledged.sequence])
        self.assertEqual(proven.entries[1].actor.member, HANDLER)
        ours, theirs = self.directory / "ours.json", self.directory / "theirs.json"
        ours.write_text(receipt_text(receipt), encoding="utf-8")
        told = json.loads(self.command_line("-o", "json", "audit", "check-receipt", ours, "--key", str(key)))
        self.assertEqual((told["origin"], told["size"]), (proven.origin, proven.size))
        theirs.write_text(self.command_line("audit", "receipt", ticket.ticket_number), encoding="utf-8")
        self.assertEqual(check_receipt(theirs.read_text(encoding="utf-8"), key).entries, proven.entries)

    def test_a_journal_of_several_tiles(self):
        blown = [self.intake.blow(whistle(f"第{number}盏灯", anonymous=True), key=f"w-{number}").sequence for number in range(300)]
        key = self.auditor.journal_key()
        chosen = [blown[0], blown[-1], 0, 255, 256, 257]
        proven = check_receipt(self.signed(chosen), key)
        self.assertEqual([entry.sequence for entry in proven.entries], sorted(set(chosen)))
        old = self.auditor.checkpoint()
        last = self.handler.acknowledge(blown[0]).sequence
        self.signed([last])
        new = self.auditor.checkpoint()
        self.assertGreater(new.size, old.size)
        proof = self.auditor.consistency_proof(old.size, new.size)
        check_consistency(old.note, new.note, proof, key)
        with self.assertRaises(Unsound):
            check_consistency(old.note, new.note, proof[:-1], key)

    def test_no_byte_of_a_receipt_can_be_changed(self):
        print(f"seed {SEED}")
        dice = random.Random(SEED)
        key = self.auditor.journal_key()
        ticket = self.intake.blow(whistle())
        receipt = self.signed([ticket.sequence])
        genuine = check_receipt(receipt, key)
        for _ in range(300):
            forged = audit_pb2.Receipt.FromString(receipt.SerializeToString())
            part = dice.choice(("entry", "proof", "note"))
            if part == "note":
                at = dice.randrange(len(forged.checkpoint))
                other = dice.choice([one for one in "AZaz09+/\n \u2014" if one != forged.checkpoint[at]])
                forged.checkpoint = forged.checkpoint[:at] + other + forged.checkpoint[at + 1 :]
            else:
                one = forged.entries[0]
                at = dice.randrange(len(one.proof)) if part == "proof" else 0
                raw = bytearray(one.proof[at] if part == "proof" else one.entry)
                raw[dice.randrange(len(raw))] ^= 1 << dice.randrange(8)
                if part == "proof":
                    one.proof[at] = bytes(raw)
                else:
                    one.entry = bytes(raw)
            with self.assertRaises(Unsound, msg=str(forged)):
                check_receipt(forged, key)
        self.assertEqual(check_receipt(receipt, key), genuine)

    def test_somebody_elses_key_and_no_receipt_at_all(self):
        ticket = self.intake.blow(whistle())
        receipt = self.signed([ticket.sequence])
        key = self.auditor.journal_key()
        for other in (VerifierKey(key.name, bytes(32)), VerifierKey(key.name + "0", key.public_key)):
            with self.assertRaises(Unsound):
                check_receipt(receipt, other)
        for text in ("", "{}", "null", "[]", "{" * 5_000, '{"checkpoint": 1}', receipt_text(receipt)[:-9], "\ud800"):
            with self.assertRaises(Unsound, msg=text[:40]):
                check_receipt(text, key)
        for note in ("", "\n\n", "a\n1\nb\n\n", receipt.checkpoint.replace("\n\n", "\n"), receipt.checkpoint + "\n", "\ud800"):
            with self.assertRaises(Unsound, msg=note[:40]):
                open_checkpoint(note, key)
        for text in ("", "a", "a+b+c", str(key)[:-1], str(key).replace("+", "-", 1)):
            with self.assertRaises(Unsound, msg=text):
                VerifierKey.parse(text)

    def test_what_is_not_signed_yet_has_no_receipt(self):
        beyond = self.auditor.status().next_sequence + 1_000
        self.assertIsNone(self.auditor.receipt([beyond]))


if __name__ == "__main__":
    unittest.main()
