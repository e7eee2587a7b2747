"""The scripted members: who plays, with which keys, and their registration by the administrator.

Key files lie in DATA/members, in the form that `whistle --key` reads.
"""

import os

import zmq
import zmq.auth
import zmq.utils.z85
from whistle.v1 import service_pb2

ADMIN = "admin-1"
AUDITOR = "auditor-1"
SUPERVISOR = "supervisor-1"
INTAKE = "intake-app"
HOTLINE = "intake-hotline"
PLATFORM = "platform-1"


def players(district):
    """Member codes: the desk's own, every grid's walkers, a handler of each party, dispatchers, arbiters and supervisors of the
    tiers."""
    chosen = [AUDITOR, SUPERVISOR, INTAKE, HOTLINE, PLATFORM]
    for code, row in district.members.items():
        roles = row["roles"].split(";")
        calls_departments = "dispatcher" in roles and district.party_kind(row["party"]) in ("community", "street")
        if "grid_member" in roles or "arbiter" in roles or "supervisor" in roles or calls_departments:
            chosen.append(code)
    chosen.append(desk_dispatcher(district))
    chosen += [handler_of(district, party) for party in district.parties]
    return list(dict.fromkeys(chosen))


def handler_of(district, party):
    """Who acts for a party; a plain handler rather than one with other duties beside."""
    handlers = district.with_role(party, "handler")
    plain = [code for code in handlers if district.members[code]["roles"] == "handler"]
    return (plain or handlers)[0]


def colleague_of(district, member):
    """Who takes over from a member at the end of a shift: another of its party who may act; None: there is nobody."""
    party = district.members[member]["party"]
    return next((code for code in district.with_role(party, "handler") + district.with_role(party, "grid_member") if code != member), None)


def desk_dispatcher(district):
    return next(code for code, row in district.members.items()
                if "dispatcher" in row["roles"].split(";") and district.party_kind(row["party"]) == "desk")


def arbiter_of(district, party):
    return district.with_role(party, "arbiter")[0]


def street_supervisors(district):
    return [code for code, row in district.members.items()
            if "supervisor" in row["roles"].split(";") and district.party_kind(row["party"]) == "street"]


def verifier_of(district, ticket):
    """A grid member of the ticket's grid whose party has no part in it; None: nobody."""
    working = {part.party for part in ticket.parts} | {ticket.dispatched.against}
    walkers = district.walkers(ticket.blown.place.area)
    return next((code for code in walkers if district.members[code]["party"] not in working), None)


def key_file(data, member):
    return data / "members" / f"{member}.key"


def make_keys(data, members):
    """Makes a pair a member and the administrator's from the data directory; member -> (public, secret), Z85."""
    directory = data / "members"
    directory.mkdir(mode=0o700)
    keys = {ADMIN: zmq.auth.load_certificate(data / "admin.key_secret")}
    for member in members:
        _, secret_file = zmq.auth.create_certificates(directory, member, metadata={"member": member})
        os.chmod(secret_file, 0o600)
        keys[member] = zmq.auth.load_certificate(secret_file)
    return keys


def register(wire, keys):
    """The administrator binds every key to its member; ValueError where the engine refuses one."""
    refused = []

    def answered(reply):
        if not reply.HasField("accepted"):
            refused.append(str(reply).strip())

    for member, (public, _) in keys.items():
        if member == ADMIN:
            continue
        request = service_pb2.Request(key=f"register-{member}")
        register_identity = request.command.register_identity
        register_identity.member = member
        register_identity.curve_public_key = zmq.utils.z85.decode(public)
        register_identity.label = "demonstration"
        wire.send(ADMIN, request, answered)
    while wire.in_flight():
        wire.poll(100)
    if refused:
        raise ValueError(f"{len(refused)} members could not be registered: {refused[0]}")
