"""What can be done to tickets, typed; the same methods for the synchronous and the asyncio client.

Commands that have no method here are sent by `act(Command(...))`; `proto/whistle/v1/command.proto` says what each wants and who may.
"""

from __future__ import annotations

import secrets
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Generic, Iterable, TypeVar

from whistle.v1 import command_pb2 as commands
from whistle.v1 import common_pb2 as common
from whistle.v1 import service_pb2
from whistle.v1.command_pb2 import Command
from whistle.v1.personal_pb2 import PersonalData

AnswerT = TypeVar("AnswerT")


def fresh_key() -> str:
    """An idempotency key: 32 hexadecimal digits of the system's randomness."""
    return secrets.token_hex(16)


@dataclass(frozen=True)
class How:
    """Under which circumstances something is asked. At most one of `for_member` and `ticket_token`."""

    acted_at_us: int = 0  # when an act done offline was done, microseconds UTC; 0: now
    for_member: str = ""  # of the same party, whose act is entered
    ticket_token: bytes = b""  # of a resident, 16 bytes: an intake identity acts for it
    if_last_entry: int | None = None  # refused with TICKET_CHANGED unless this is the ticket's last entry

    def __post_init__(self) -> None:
        if self.for_member and self.ticket_token:
            raise ValueError("how: for a member or for a resident, not both")

    def acting_for(self) -> service_pb2.ActingFor | None:
        if self.for_member:
            return service_pb2.ActingFor(member=self.for_member)
        if self.ticket_token:
            return service_pb2.ActingFor(ticket_token=self.ticket_token)
        return None


def _words(text: str) -> PersonalData | None:
    return PersonalData(text=text) if text else None


class Acts(ABC, Generic[AnswerT]):
    """`key`: the idempotency key, 1 to 64 printable ASCII characters; None: a fresh one. One act, one key: where a program may be started
    again between asking and hearing, it keeps the key with what it wants done, and the act happens once. Texts are sealed, and never in the
    journal."""

    @abstractmethod
    def act(self, command: Command, *, key: str | None = None, how: How = How()) -> AnswerT: ...

    # ---- The whistle-blower

    def blow(self, whistle: commands.BlowWhistle, *, key: str | None = None, how: How = How()) -> AnswerT:
        """Starts a ticket: `ticket`, `ticket_number` and, for an intake identity, the resident's `ticket_token` are in the answer."""
        return self.act(Command(blow_whistle=whistle), key=key, how=how)

    def confirm(self, ticket: int, rating: int = 0, *, key: str | None = None, how: How = How()) -> AnswerT:
        """It is done; closes the ticket. `rating` 1 to 5, 0: none given."""
        return self.act(Command(confirm_resolution=commands.ConfirmResolution(ticket=ticket, rating=rating)), key=key, how=how)

    def dispute(self, ticket: int, reason: str, *, key: str | None = None, how: How = How()) -> AnswerT:
        """It is not done: rework for the same lead."""
        return self.act(Command(dispute_resolution=commands.DisputeResolution(ticket=ticket, personal=_words(reason))), key=key, how=how)

    def urge(self, ticket: int, note: str = "", *, key: str | None = None, how: How = How()) -> AnswerT:
        return self.act(Command(urge_ticket=commands.UrgeTicket(ticket=ticket, personal=_words(note))), key=key, how=how)

    def withdraw(self, ticket: int, *, key: str | None = None, how: How = How()) -> AnswerT:
        return self.act(Command(withdraw_whistle=commands.WithdrawWhistle(ticket=ticket)), key=key, how=how)

    # ---- Members of the lead and of assistants

    def acknowledge(self, ticket: int, *, key: str | None = None, how: How = How()) -> AnswerT:
        return self.act(Command(acknowledge_ticket=commands.AcknowledgeTicket(ticket=ticket)), key=key, how=how)

    def arrive(self, ticket: int, *, key: str | None = None, how: How = How()) -> AnswerT:
        """Acknowledges too."""
        return self.act(Command(arrive_on_site=commands.ArriveOnSite(ticket=ticket)), key=key, how=how)

    def contact_reporter(self, ticket: int, reached: bool, note: str = "", *, key: str | None = None, how: How = How()) -> AnswerT:
        contacted = commands.ContactReporter(ticket=ticket, reached=reached, personal=_words(note))
        return self.act(Command(contact_reporter=contacted), key=key, how=how)

    def report_progress(
        self, ticket: int, note: str, *, photos: Iterable[bytes] = (), key: str | None = None, how: How = How()
    ) -> AnswerT:
        """`photos`: SHA-256 of files that have been put on the ticket."""
        progress = commands.ReportProgress(ticket=ticket, attachment_sha256=list(photos), personal=_words(note))
        return self.act(Command(report_progress=progress), key=key, how=how)

    def resolve(
        self,
        ticket: int,
        note: str = "",
        *,
        outcome: common.Outcome = common.OUTCOME_FIXED,
        evidence: Iterable[commands.EvidenceItem] = (),
        key: str | None = None,
        how: How = How(),
    ) -> AnswerT:
        """With the evidence that the category demands; a note is evidence by itself, files have to be on the ticket already."""
        given = list(evidence)
        if note:
            given.append(commands.EvidenceItem(kind=common.EVIDENCE_NOTE))
        resolution = commands.ResolveTicket(ticket=ticket, outcome=outcome, evidence=given, personal=_words(note))
        return self.act(Command(resolve_ticket=resolution), key=key, how=how)

    def finish_part(self, ticket: int, note: str = "", *, key: str | None = None, how: How = How()) -> AnswerT:
        """An assistant's part is done."""
        return self.act(Command(finish_part=commands.FinishPart(ticket=ticket, personal=_words(note))), key=key, how=how)

    def hand_over(self, ticket: int, member: str, note: str = "", *, key: str | None = None, how: How = How()) -> AnswerT:
        """To a colleague of the same party."""
        duty = commands.HandOverDuty(ticket=ticket, member=member, personal=_words(note))
        return self.act(Command(hand_over_duty=duty), key=key, how=how)

    # ---- Those who check, dispatch and supervise

    def verify(
        self,
        ticket: int,
        passed: bool,
        note: str = "",
        *,
        photos: Iterable[bytes] = (),
        key: str | None = None,
        how: How = How(),
    ) -> AnswerT:
        """A check by somebody who did not do the work. Of a failed one `note` says what is not done, and must be there."""
        check = commands.VerifyResolution(ticket=ticket, passed=passed, attachment_sha256=list(photos), personal=_words(note))
        return self.act(Command(verify_resolution=check), key=key, how=how)

    def reassign(self, ticket: int, party: str, reason: str, *, key: str | None = None, how: How = How()) -> AnswerT:
        other = commands.ReassignTicket(ticket=ticket, party=party, personal=_words(reason))
        return self.act(Command(reassign_ticket=other), key=key, how=how)

    def supervise(self, ticket: int, reason: str, *, key: str | None = None, how: How = How()) -> AnswerT:
        return self.act(Command(supervise_ticket=commands.SuperviseTicket(ticket=ticket, personal=_words(reason))), key=key, how=how)

    def force_close(self, ticket: int, reason: str, *, key: str | None = None, how: How = How()) -> AnswerT:
        return self.act(Command(force_close_ticket=commands.ForceCloseTicket(ticket=ticket, personal=_words(reason))), key=key, how=how)

    def reopen(self, ticket: int, reason: str, *, key: str | None = None, how: How = How()) -> AnswerT:
        return self.act(Command(reopen_ticket=commands.ReopenTicket(ticket=ticket, personal=_words(reason))), key=key, how=how)

    # ---- Administrators

    def register_key(self, member: str, public_key: bytes, label: str = "", *, key: str | None = None, how: How = How()) -> AnswerT:
        """Binds a CURVE public key (32 bytes, not Z85) to a member."""
        identity = commands.RegisterIdentity(member=member, curve_public_key=public_key, label=label)
        return self.act(Command(register_identity=identity), key=key, how=how)
