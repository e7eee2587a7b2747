"""Who the client is, and which engine it takes for the right one: CURVE keys as Z85, as `whistle keygen` and `whistled init` write them."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

import zmq.auth

KEY_LENGTH = 40


def _checked(name: str, key: bytes | str) -> bytes:
    raw = key.encode("ascii") if isinstance(key, str) else key
    if len(raw) != KEY_LENGTH:
        raise ValueError(f"{name}: a Z85 key of {KEY_LENGTH} characters is wanted, not {len(raw)}")
    return raw


@dataclass(frozen=True)
class Login:
    """A pair of keys of this client, and the public key of the engine. The secret is in no text that is printed."""

    server_key: bytes
    public_key: bytes
    secret_key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        for name in ("server_key", "public_key", "secret_key"):
            object.__setattr__(self, name, _checked(name, getattr(self, name)))

    @classmethod
    def from_files(cls, key_file: str | os.PathLike[str], server_key: str | os.PathLike[str]) -> Login:
        """`key_file` holds both halves of the own key (`whistle.key_secret`); `server_key` is the engine's as Z85, or a file that holds it."""
        public, secret = zmq.auth.load_certificate(Path(key_file))
        if secret is None:
            raise ValueError(f"{os.fspath(key_file)}: holds no secret key")
        text = os.fspath(server_key)
        if len(text) != KEY_LENGTH or Path(text).exists():
            return cls(zmq.auth.load_certificate(Path(text))[0], public, secret)
        return cls(text.encode("ascii"), public, secret)

    @classmethod
    def fresh(cls, server_key: bytes | str) -> Login:
        """With a pair of keys that was never seen before: enough for the feed, which tells no content."""
        public, secret = zmq.curve_keypair()
        return cls(_checked("server_key", server_key), public, secret)
