"""A kiosk in a community's hall: takes down what a resident says, and prints the number under which to ask for it.

    kiosk.py tcp://engine:7710 --server-key engine.key --key-file kiosk.key_secret \
        --estate QC-BAOTONG-01 --category P03 --key hall-3-000017 "the light on the stairs is out"

The key names the paper that the resident filled in, not the attempt: started again with the same key, after a power cut or because somebody
pressed twice, the kiosk prints the ticket that there is already.
"""

import argparse
import sys

import connection
from whistle.v1.command_pb2 import BlowWhistle, Location
from whistle.v1.common_pb2 import SOURCE_RESIDENT, WHISTLE_KIND_RESIDENT
from whistle.v1.personal_pb2 import PersonalData, Reporter
from whistle_client import Client, NoAnswer, Refused


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    connection.add_arguments(parser)
    parser.add_argument("--key", required=True, help="of this whistle, 1 to 64 printable ASCII characters")
    parser.add_argument("--estate", required=True)
    parser.add_argument("--category", default="", help="catalogue code; without it the district desk looks")
    parser.add_argument("--name", default="")
    parser.add_argument("--phone", default="")
    parser.add_argument("text")
    arguments = parser.parse_args()
    whistle = BlowWhistle(
        kind=WHISTLE_KIND_RESIDENT,
        source=SOURCE_RESIDENT,
        channel="kiosk",
        category=arguments.category,
        location=Location(estate=arguments.estate),
        personal=PersonalData(text=arguments.text, reporter=Reporter(name=arguments.name, phone=arguments.phone)),
    )
    with Client(arguments.engine, login=connection.login_of(arguments), claimed_member=arguments.member) as client:
        try:
            accepted = client.blow(whistle, key=arguments.key)
        except Refused as refused:
            print(f"{refused.words('zh')} ({refused})", file=sys.stderr)
            return 1
        except NoAnswer as silence:
            print(f"{silence}", file=sys.stderr)
            return 4
    print(f"{accepted.ticket_number} {accepted.ticket_token.hex()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
