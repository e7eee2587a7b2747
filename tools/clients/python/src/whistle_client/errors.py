"""What can go wrong between a program and the engine."""

from __future__ import annotations

from whistle.v1 import service_pb2

from whistle_client.refusal_words import worded


class WhistleError(Exception):
    """The root of all that this library raises of its own."""


class Refused(WhistleError):
    """The engine said no, and nothing was changed.

    `code` is the name of a `RefusalCode` without its prefix, for instance `WRONG_STATE`; `arguments` are in the order in which they came,
    and an argument may come more than once. `str()` is the English sentence, `words("zh")` the Chinese one.
    """

    def __init__(self, refusal: service_pb2.Refusal):
        self.number: int = refusal.code
        try:
            self.code = service_pb2.RefusalCode.Name(refusal.code).removeprefix("REFUSAL_CODE_")
        except ValueError:  # of an engine that is newer than these messages
            self.code = str(self.number)
        self.arguments: dict[str, list[str]] = {}
        for argument in refusal.arguments:
            self.arguments.setdefault(argument.name, []).append(argument.value)
        super().__init__(self.words())

    def argument(self, name: str) -> str | None:
        """The first of that name."""
        return self.arguments.get(name, [None])[0]  # type: ignore[list-item]

    def words(self, language: str = "en") -> str:
        return worded(self.code, self.arguments, language)

    @property
    def retry_after(self) -> float | None:
        """Seconds after which the engine asked to be tried again; None: it did not say."""
        for name, unit in (("retry_after_ms", 1000), ("retry_s", 1)):
            value = self.argument(name)
            if value is not None and value.isascii() and value.isdigit() and len(value) < 10:
                return int(value) / unit
        return None


class NoAnswer(WhistleError, TimeoutError):
    """The time was up. A command may have been accepted all the same: sent again under the same `key` it happens once or not at all.

    `key` is None for a question, which changes nothing.
    """

    def __init__(self, endpoint: str, reason: str, key: str | None):
        hint = f"; it may have been done: repeat it under the key {key}" if key else ""
        super().__init__(f"no answer from {endpoint}: {reason}{hint}")
        self.endpoint = endpoint
        self.reason = reason
        self.key = key


class WrongKeys(WhistleError, ConnectionError):
    """Somebody answers at the address, but not as the engine with that public key, or plainly where CURVE was wanted, or the reverse."""


class Malformed(WhistleError, ValueError):
    """What arrived is nothing that an engine of this language says."""


class Unsound(WhistleError, ValueError):
    """A checkpoint or receipt that proves nothing: not in form, signed by another key, or over another text."""
