"""What is said to the engine, without saying how it travels: each function is a generator that yields requests, is sent replies, and
returns what they come to. Both clients drive them.

    def newest_entry() -> Conversation[int]:
        reply = yield Request(get_status=GetStatus())
        return reply.get_status.next_sequence - 1

A refusal ends a conversation where it is: it never sees one.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Generator, Iterable, Optional, TypeVar

from whistle.v1 import audit_pb2, command_pb2, entry_pb2, service_pb2
from whistle.v1.service_pb2 import Reply, Request

from whistle_client import tree
from whistle_client.acts import How, fresh_key
from whistle_client.errors import Malformed
from whistle_client.note import VerifierKey, checkpoint_origin
from whistle_client.receipt import stored_entry

T = TypeVar("T")
Conversation = Generator[Request, Reply, T]

CHUNK_BYTES = 256 << 10
TILE_BITS = 8  # levels of the tree that a level of tiles spans


@dataclass(frozen=True)
class TicketPage:
    tickets: tuple[service_pb2.Ticket, ...]  # without personal data
    cursor: int  # `after` of the next page
    more: bool


@dataclass(frozen=True)
class EntryPage:
    entries: tuple[entry_pb2.Entry, ...]  # those that we may see
    cursor: int  # `start` of the next page
    next_sequence: int  # of the journal


def advance(conversation: Conversation[T], reply: Reply | None) -> tuple[Request | None, tuple[T] | None]:
    """One step: the next request, or the result. `reply` None begins."""
    try:
        return (next(conversation) if reply is None else conversation.send(reply)), None
    except StopIteration as end:
        return None, (end.value,)


def _ask(request: Request, body: str) -> Conversation[Reply]:
    reply = yield request
    if reply.WhichOneof("body") != body:
        raise Malformed(f"the answer is {reply.WhichOneof('body')}, not {body}")
    return reply


def act(command: command_pb2.Command, key: str | None, how: How) -> Conversation[service_pb2.Accepted]:
    request = Request(
        key=fresh_key() if key is None else key,
        acted_at_us=how.acted_at_us,
        acting_for=how.acting_for(),
        if_last_entry=how.if_last_entry,
        command=command,
    )
    return (yield from _ask(request, "accepted")).accepted


# ---- Questions


def status() -> Conversation[service_pb2.GetStatusReply]:
    return (yield from _ask(Request(get_status=service_pb2.GetStatus()), "get_status")).get_status


def district() -> Conversation[service_pb2.GetDistrictReply]:
    return (yield from _ask(Request(get_district=service_pb2.GetDistrict()), "get_district")).get_district


def ticket(name: int | str, how: How) -> Conversation[service_pb2.Ticket]:
    wanted = service_pb2.GetTicket(ticket=name) if isinstance(name, int) else service_pb2.GetTicket(number=name)
    return (yield from _ask(Request(get_ticket=wanted, acting_for=how.acting_for()), "get_ticket")).get_ticket.ticket


def tickets(question: service_pb2.ListTickets) -> Conversation[TicketPage]:
    page = (yield from _ask(Request(list_tickets=question), "list_tickets")).list_tickets
    return TicketPage(tuple(page.tickets), page.cursor, page.more)


def entries(start: int, limit: int, of_ticket: int, how: How) -> Conversation[EntryPage]:
    wanted = service_pb2.FetchEntries(limit=limit, ticket=of_ticket)
    setattr(wanted, "from", start)  # a keyword of Python
    page = (yield from _ask(Request(fetch_entries=wanted, acting_for=how.acting_for()), "fetch_entries")).fetch_entries
    return EntryPage(tuple(page.entries), page.cursor, page.next_sequence)


# ---- Files of tickets


def put_file(of_ticket: int, content: bytes, key: str | None, how: How) -> Conversation[service_pb2.Accepted]:
    sha256 = hashlib.sha256(content).digest()
    chunk = service_pb2.PutChunk(ticket=of_ticket, sha256=sha256, size=len(content))  # empty: asks how much has arrived
    while True:
        reply = yield from _ask(Request(put_chunk=chunk, acting_for=how.acting_for()), "put_chunk")
        at = reply.put_chunk.next
        if at >= len(content):
            break
        if chunk.content and at <= chunk.offset:
            raise Malformed(f"byte {at} is missing still")
        chunk.offset = at
        chunk.content = content[at : at + CHUNK_BYTES]
    whole = command_pb2.PutAttachment(ticket=of_ticket, sha256=sha256)
    return (yield from act(command_pb2.Command(put_attachment=whole), key, how))


def fetch_file(of_ticket: int, sha256: bytes, how: How) -> Conversation[bytes]:
    content = bytearray()
    while True:
        wanted = service_pb2.FetchAttachment(ticket=of_ticket, sha256=sha256, offset=len(content))
        reply = yield from _ask(Request(fetch_attachment=wanted, acting_for=how.acting_for()), "fetch_attachment")
        content += reply.fetch_attachment.content
        if not reply.fetch_attachment.content or len(content) >= reply.fetch_attachment.size:
            break
    if hashlib.sha256(content).digest() != sha256:
        raise Malformed("the file that came has another hash")
    return bytes(content)


# ---- Proofs


def checkpoint() -> Conversation[Optional[service_pb2.Checkpoint]]:
    wanted = service_pb2.ListCheckpoints(limit=0)
    found = (yield from _ask(Request(list_checkpoints=wanted), "list_checkpoints")).list_checkpoints.checkpoints
    return found[-1] if found else None


def _stored(sequence: int) -> Conversation[bytes]:
    wanted = service_pb2.FetchEntries(limit=1, raw=True)
    setattr(wanted, "from", sequence)
    raw = (yield from _ask(Request(fetch_entries=wanted), "fetch_entries")).fetch_entries.raw
    if len(raw) != 1 or stored_entry(raw[0]).sequence != sequence:
        raise Malformed(f"entry {sequence} was asked for, and did not come")
    stored: bytes = raw[0]
    return stored


def journal_key() -> Conversation[VerifierKey]:
    first = stored_entry((yield from _stored(0)))
    for event in first.events:
        if event.HasField("journal_created"):
            made = event.journal_created
            return VerifierKey(checkpoint_origin(made.district_code, made.journal_id), made.checkpoint_public_key)
    raise Malformed("entry 0 does not say how the journal was made")


def _proof(wanted: tree.AskingForProof, tiles: dict[tuple[int, int], bytes]) -> Conversation[list[bytes]]:
    """Answers what a proof asks for out of the engine's tiles, each fetched once."""
    try:
        level, index = next(wanted)
        while True:
            tile_level, inner = divmod(level, TILE_BITS)
            first = index << inner  # among the hashes of the tiles' level
            tile = (tile_level, first >> TILE_BITS)
            if tile not in tiles:
                asked = service_pb2.GetTile(level=tile[0], index=tile[1])
                tiles[tile] = (yield from _ask(Request(get_tile=asked), "get_tile")).get_tile.hashes
            at = (first & ((1 << TILE_BITS) - 1)) * tree.HASH_BYTES
            hashes = tiles[tile][at : at + (tree.HASH_BYTES << inner)]
            if len(hashes) != tree.HASH_BYTES << inner:
                raise Malformed(f"tile {tile[0]}/{tile[1]} is shorter than the journal")
            level, index = wanted.send(tree.root_of([hashes[n : n + tree.HASH_BYTES] for n in range(0, len(hashes), tree.HASH_BYTES)]))
    except StopIteration as end:
        proof: list[bytes] = end.value
        return proof


def receipt(sequences: Iterable[int]) -> Conversation[Optional[audit_pb2.Receipt]]:
    wanted = sorted(set(sequences))
    if not wanted:
        raise ValueError("receipt: of no entries")
    note = yield from checkpoint()
    if note is None or wanted[-1] >= note.size:
        return None
    given = audit_pb2.Receipt(checkpoint=note.note)
    tiles: dict[tuple[int, int], bytes] = {}
    for sequence in wanted:
        stored = yield from _stored(sequence)
        proof = yield from _proof(tree.inclusion_proof(sequence, note.size), tiles)
        given.entries.add(entry=stored, proof=proof)
    return given


def consistency_proof(old_size: int, size: int) -> Conversation[list[bytes]]:
    if not 0 < old_size <= size:
        raise ValueError(f"consistency: of {old_size} and {size} entries")
    return (yield from _proof(tree.consistency_proof(old_size, size), {}))
