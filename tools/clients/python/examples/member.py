"""A property firm's own system works its inbox: takes every order that is new, goes there, and reports what was done.

    member.py tcp://engine:7710 --server-key engine.key --key-file firm.key_secret

Many tickets are under way at once over one connection. The keys are made of ticket and act, so that a run that was broken off and is
started again does nothing twice.
"""

import argparse
import asyncio
import sys

import connection
from whistle.v1.common_pb2 import TICKET_STATE_ACKNOWLEDGED, TICKET_STATE_DISPATCHED, TICKET_STATE_ON_SITE
from whistle.v1.service_pb2 import ListTickets, Ticket
from whistle_client import AsyncClient, Refused

WORKED = (TICKET_STATE_DISPATCHED, TICKET_STATE_ACKNOWLEDGED, TICKET_STATE_ON_SITE)


async def work(client: AsyncClient, ticket: Ticket) -> bool:
    number = ticket.record.id
    try:
        if ticket.record.state == TICKET_STATE_DISPATCHED:
            await client.acknowledge(number, key=f"acknowledge-{number}")
        if ticket.record.state != TICKET_STATE_ON_SITE:
            await client.arrive(number, key=f"arrive-{number}")
        await client.resolve(number, "dealt with on site", key=f"resolve-{number}")
    except Refused as refused:  # somebody else was faster, or it needs what this program does not have
        print(f"{ticket.number}: {refused.code}: {refused}", file=sys.stderr)
        return False
    print(f"{ticket.number} resolved")
    return True


async def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    connection.add_arguments(parser)
    arguments = parser.parse_args()
    async with AsyncClient(arguments.engine, login=connection.login_of(arguments), claimed_member=arguments.member) as client:
        status = await client.status()
        inbox = [ticket async for ticket in client.all_tickets(ListTickets(lead=status.party, states=WORKED))]
        done = await asyncio.gather(*(work(client, ticket) for ticket in inbox))
    print(f"{status.party}: {sum(done)} of {len(inbox)}")
    return 0 if all(done) else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
