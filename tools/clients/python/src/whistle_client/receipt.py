"""Receipts: that entries stand in a journal, for somebody who has nothing but its public key."""

from __future__ import annotations

from dataclasses import dataclass

from google.protobuf import json_format
from google.protobuf.message import DecodeError
from whistle.v1 import audit_pb2, entry_pb2

from whistle_client.errors import Malformed, Unsound
from whistle_client.note import VerifierKey, open_checkpoint
from whistle_client.tree import leaf_hash, root_by_inclusion

RECEIPT_BYTES_MAX = 64 << 20
STORED_FORMAT = 1  # of an entry's bytes: one format byte, then the message


@dataclass(frozen=True)
class ProvenReceipt:
    origin: str  # which journal
    size: int  # of the journal that was signed for, entries
    entries: tuple[entry_pb2.Entry, ...]


def stored_entry(stored: bytes) -> entry_pb2.Entry:
    """An entry from its stored bytes. Raises `Malformed`."""
    if stored[:1] != bytes([STORED_FORMAT]):
        raise Malformed("stored bytes of a format that this library does not know")
    try:
        entry = entry_pb2.Entry()
        whole = entry.ParseFromString(stored[1:]) == len(stored) - 1
    except DecodeError as fault:
        raise Malformed("stored bytes that are no entry") from fault
    if not whole:
        raise Malformed("stored bytes with something after the entry")
    return entry


def receipt_text(receipt: audit_pb2.Receipt) -> str:
    """JSON, to be given away; `whistle audit check-receipt` reads it too."""
    text: str = json_format.MessageToJson(receipt, preserving_proto_field_name=True)
    return text


def _parsed(text: str) -> audit_pb2.Receipt:
    if len(text) > RECEIPT_BYTES_MAX:
        raise Unsound("longer than any receipt")
    receipt = audit_pb2.Receipt()
    try:
        # What is not a receipt's JSON is refused by the reader in many ways, not by its own error alone.
        json_format.Parse(text, receipt)
    except (json_format.ParseError, ValueError, TypeError, AttributeError, RecursionError) as fault:
        raise Unsound(f"no receipt: {fault}") from fault
    return receipt


def check_receipt(receipt: audit_pb2.Receipt | str, key: VerifierKey) -> ProvenReceipt:
    """The entries that the receipt proves. A text is its JSON. Raises `Unsound`; any text at all."""
    if isinstance(receipt, str):
        return check_receipt(_parsed(receipt), key)
    if not receipt.entries:
        raise Unsound("a receipt of no entries")
    tree = open_checkpoint(receipt.checkpoint, key)
    entries = []
    for proven in receipt.entries:
        try:
            entry = stored_entry(proven.entry)
        except Malformed as fault:
            raise Unsound(str(fault)) from fault
        if root_by_inclusion(leaf_hash(proven.entry), entry.sequence, tree.size, list(proven.proof)) != tree.root:
            raise Unsound(f"entry {entry.sequence} does not stand in what was signed for")
        entries.append(entry)
    return ProvenReceipt(tree.origin, tree.size, tuple(entries))
