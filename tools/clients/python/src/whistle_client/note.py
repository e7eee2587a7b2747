"""Checkpoints: the size and root of a journal, signed. C2SP tlog-checkpoint over C2SP signed-note, Ed25519."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import Sequence

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from whistle_client.errors import Unsound
from whistle_client.tree import HASH_BYTES, proves_consistency

NOTE_BYTES_MAX = 64 << 10
_ED25519 = b"\x01"
_KEY_BYTES = 32
_KEY_HASH_BYTES = 4
_SIGNATURE_MARK = "\u2014 "  # an em dash and a space


def _decoded(text: str) -> bytes:
    """Base64 in the one form in which its encoder writes it; raises `Unsound`."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as fault:
        raise Unsound(f"not base64: {text!r}") from fault
    if base64.b64encode(raw).decode("ascii") != text:
        raise Unsound(f"not base64 as it is written: {text!r}")
    return raw


def checkpoint_origin(district_code: str, journal_id: bytes) -> str:
    """The name of a journal in its notes and of the key that signs them."""
    return f"whistle/{district_code}/{journal_id.hex()}"


@dataclass(frozen=True)
class VerifierKey:
    """The public key of a journal, as `whistle audit key` prints it: name, key hash and key, joined by `+`. Keep it where nobody who runs
    the engine can change it."""

    name: str
    public_key: bytes  # 32 bytes

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """Raises `Unsound`."""
        parts = text.strip().split("+", 2)  # base64 has `+` among its digits, names have none
        raw = _decoded(parts[2]) if len(parts) == 3 else b""
        if len(raw) != 1 + _KEY_BYTES or raw[:1] != _ED25519 or not parts[0]:
            raise Unsound("no verifier key of Ed25519")
        key = cls(parts[0], raw[1:])
        if str(key) != text.strip():
            raise Unsound("a verifier key whose hash is another's")
        return key

    @property
    def key_hash(self) -> bytes:
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.public_key).digest()[:_KEY_HASH_BYTES]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_hash.hex()}+{base64.b64encode(_ED25519 + self.public_key).decode('ascii')}"


@dataclass(frozen=True)
class SignedTree:
    """What an opened checkpoint says."""

    origin: str
    size: int  # entries
    root: bytes  # 32 bytes


def _parse_text(text: str) -> SignedTree:
    lines = text.split("\n")[:-1]
    if len(lines) < 3 or "" in lines:  # lines after the third are extensions: none is known, all are signed
        raise Unsound("no checkpoint: it has an origin, a size and a root")
    size = lines[1]
    if not (size.isascii() and size.isdigit() and len(size) <= 20 and str(int(size)) == size and int(size) < 1 << 64):
        raise Unsound(f"no size of a journal: {size!r}")
    root = _decoded(lines[2])
    if len(root) != HASH_BYTES:
        raise Unsound("a root is 32 bytes")
    return SignedTree(lines[0], int(size), root)


def _is_signed(lines: Sequence[str], text: str, key: VerifierKey) -> bool:
    signed = False
    for line in lines:
        name, _, encoded = line.removeprefix(_SIGNATURE_MARK).partition(" ")
        raw = _decoded(encoded)
        if not line.startswith(_SIGNATURE_MARK) or not name or len(raw) <= _KEY_HASH_BYTES:
            raise Unsound("a line that is no signature")
        if name != key.name or raw[:_KEY_HASH_BYTES] != key.key_hash:
            continue  # somebody else's, beside it
        try:
            Ed25519PublicKey.from_public_bytes(key.public_key).verify(raw[_KEY_HASH_BYTES:], text.encode())
        except InvalidSignature as fault:
            raise Unsound("the signature is not over this text") from fault
        signed = True
    return signed


def open_checkpoint(note: str, key: VerifierKey) -> SignedTree:
    """What the note says, if that key has signed it under the journal's own name. Raises `Unsound`; any text at all."""
    try:
        length = len(note.encode())
    except UnicodeEncodeError as fault:
        raise Unsound("a note is UTF-8") from fault
    text, blank, signatures = note.rpartition("\n\n")
    if length > NOTE_BYTES_MAX or not blank or not signatures.endswith("\n"):
        raise Unsound("no signed note")
    text += "\n"
    tree = _parse_text(text)
    if tree.origin != key.name or not _is_signed(signatures.split("\n")[:-1], text, key):
        raise Unsound(f"{tree.origin}: that key has not signed it")
    return tree


def check_consistency(old_note: str, note: str, proof: Sequence[bytes], key: VerifierKey) -> None:
    """That nothing was rewritten between two checkpoints; raises `Unsound` where that is not shown."""
    old, new = open_checkpoint(old_note, key), open_checkpoint(note, key)
    if not proves_consistency(old.root, old.size, new.root, new.size, proof):
        raise Unsound(f"the journal of {new.size} entries is not shown to go on from that of {old.size}")
