"""A supervisor follows the journal, and keeps a receipt of a ticket that can be checked where there is no engine.

    supervisor.py tcp://engine:7710 tcp://engine:7711 --server-key engine.key --key-file supervisor.key_secret \
        --ticket 17 --verifier-key 'whistle/370790/…+…+…' --receipt receipt.json

Prints each entry of the ticket as it comes, until the ticket is closed and the journal signed so far. The verifier key is what
`whistle audit key` printed on a day when nobody had reason to forge; without it the engine's own word is taken, and that is said.
"""

import argparse
import sys
import time
from pathlib import Path

import connection
from whistle.v1.entry_pb2 import Entry
from whistle_client import Client, Feed, VerifierKey, check_receipt, receipt_text

SIGNED_WITHIN = 60.0  # seconds; an engine signs every few


def follow_to_the_end(client: Client, feed: Feed, ticket: int) -> list[int]:
    """Numbers of the ticket's entries, from its whistle to its closing."""
    seen = []
    for entry in client.follow(feed, start=ticket):
        if entry.ticket != ticket or not entry.HasField("ticket"):
            continue
        seen.append(entry.sequence)
        events = [event.WhichOneof("body") for event in entry.events]
        print(f"{entry.sequence} {entry.command.WhichOneof('body')}: {', '.join(events)}", flush=True)
        if "ticket_closed" in events:
            break
    return seen


def describe(entry: Entry) -> str:
    return f"{entry.sequence} {entry.command.WhichOneof('body')} by {entry.actor.member or 'the engine'}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    connection.add_arguments(parser)
    parser.add_argument("feed", help="where it tells notices, for instance tcp://engine:7711")
    parser.add_argument("--ticket", type=int, required=True)
    parser.add_argument("--verifier-key")
    parser.add_argument("--receipt", type=Path, help="where to keep it")
    arguments = parser.parse_args()
    login = connection.login_of(arguments)
    with Client(arguments.engine, login=login, claimed_member=arguments.member) as client, Feed(arguments.feed, login=login) as feed:
        seen = follow_to_the_end(client, feed, arguments.ticket)
        until = time.monotonic() + SIGNED_WITHIN
        while (receipt := client.receipt(seen)) is None:
            if time.monotonic() > until:
                print("the engine signs nothing", file=sys.stderr)
                return 1
            feed.next(1.0)  # a checkpoint, or the heartbeat of each second
        if arguments.verifier_key is None:
            key = client.journal_key()
            print("the engine's own word for its key is taken", file=sys.stderr)
        else:
            key = VerifierKey.parse(arguments.verifier_key)
    text = receipt_text(receipt)
    proven = check_receipt(text, key)  # raises Unsound; from here on no engine is needed
    if arguments.receipt is not None:
        arguments.receipt.write_text(text, encoding="utf-8")
    for entry in proven.entries:
        print(f"proven, in {proven.origin} of {proven.size} entries: {describe(entry)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
