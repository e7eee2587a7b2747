"""What somebody will do, and when."""

import dataclasses
import typing


@dataclasses.dataclass
class Act:
    at_us: int
    member: str
    ticket: int
    request: object
    makes_sense: typing.Callable  # of the ticket as it stands then
    files: tuple[bytes, ...] = ()  # that the request names: put on the ticket first
