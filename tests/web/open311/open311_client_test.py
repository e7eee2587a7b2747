"""A client of GeoReport v2 that others have made follows a request from its posting until it is closed, without knowing whom it speaks to:
the npm package `open311`, pinned in package-lock.json. Needs Node and, in tests/web/open311, `npm ci`; without them it is skipped, and says
so."""

import hashlib
import json
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

from live_engine import accepted, members, photo
from web_case import INTAKE, WebCase

SKIPPED = 77
HERE = Path(__file__).resolve().parent
PATIENCE = 60
GREENING = "C0402"  # a street tree that has fallen: public, and led by a department
PLACE = {"lat": 36.7160, "long": 119.1820}


def missing() -> str:
    """Why it cannot be tried; empty: it can."""
    if shutil.which("node") is None:
        return "there is no node"
    return "" if (HERE / "node_modules").is_dir() else "npm ci was not run in tests/web/open311"


class Open311Client(WebCase):
    def setUp(self):
        super().setUp()
        command = ["node", HERE / "client.cjs", self.engine.endpoints["http"] + "/open311/discovery.json", self.issue(INTAKE)]
        self.node = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.addCleanup(self.node.wait, PATIENCE)
        self.addCleanup(self.node.stdout.close)
        self.addCleanup(self.node.stdin.close)

    def call(self, what: str, *given) -> list | dict:
        self.node.stdin.write(json.dumps({"call": what, "with": given}) + "\n")
        self.node.stdin.flush()
        told = json.loads(self.node.stdout.readline())
        self.assertNotIn("error", told)
        return told["data"]

    def test_a_request_is_posted_and_followed_until_it_is_closed(self):
        discovered = self.call("serviceDiscovery", {"cache": True})
        self.assertEqual(discovered["endpoints"][0]["specification"], "http://wiki.open311.org/GeoReport_v2")
        services = {service["service_code"]: service for service in self.call("serviceList")}
        self.assertIn(GREENING, services)
        definition = self.call("serviceDefinition", GREENING)
        self.assertIn("anonymous", [attribute["code"] for attribute in definition["attributes"]])

        form = {"service_code": GREENING, "description": "行道树倒了，挡住了路 & 车", "attributes": {"anonymous": "yes"}, **PLACE}
        number = self.call("submitRequest", form)[0]["service_request_id"]
        self.assertEqual(self.call("token", number)[0]["service_request_id"], number)
        other = self.call("submitRequest", {**form, "description": "另一棵"})[0]["service_request_id"]
        self.assertNotEqual(number, other)
        listed = self.call("serviceRequests", {"status": "open"})
        self.assertEqual({row["service_request_id"] for row in listed}, {number, other})
        self.assertEqual(self.call("serviceRequests", [number, other], {})[0]["service_name"], services[GREENING]["service_name"])

        self.assertEqual(self.poll(number)["status"], "open")
        self.handle(number)
        closed = self.poll(number)
        self.assertEqual((closed["status"], closed["service_code"]), ("closed", GREENING))
        self.assertGreaterEqual(closed["updated_datetime"], closed["requested_datetime"])
        self.assertEqual([row["service_request_id"] for row in self.call("serviceRequests", {"status": "closed"})], [number])
        self.assertEqual([row["service_request_id"] for row in self.call("serviceRequests", {"status": "open"})], [other])

    def poll(self, number: str) -> dict:
        (row,) = self.call("serviceRequest", number, {})
        self.assertEqual(row["service_request_id"], number)
        return row

    def handle(self, number: str):
        """What the department, and then whoever blew the whistle, do."""
        supervisor = self.member("supervisor-1")
        ticket = supervisor.query(get_ticket={"number": number}).get_ticket.ticket
        ids = {"ticket": ticket.record.id}
        handler = self.member(self.handler_of(ticket.record.parts[0].party))
        accepted(handler.command("a", acknowledge_ticket=ids))
        after = photo("the tree is gone")
        accepted(handler.put_file(ids["ticket"], after))
        evidence = [{"kind": "EVIDENCE_NOTE"}, {"kind": "EVIDENCE_PHOTO_AFTER", "sha256": hashlib.sha256(after).digest()}]
        accepted(handler.command("r", resolve_ticket={**ids, "outcome": "OUTCOME_FIXED", "personal": {"text": "已清走"}, "evidence": evidence}))
        accepted(self.member(INTAKE).command("c", confirm_resolution={**ids, "rating": 4}))

    @staticmethod
    def handler_of(party: str) -> str:
        return next(one["code"] for one in members() if one["party"] == party and "handler" in one["roles"].split(";"))


if __name__ == "__main__":
    if why := missing():
        print(f"SKIPPED: no Open311 client of others was tried: {why}")
        sys.exit(SKIPPED)
    unittest.main()
