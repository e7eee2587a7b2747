"""Open311 of a living engine: refusals in the caller's format, discovery by the configuration and the journal, and what asks the core."""

import http.client
import json
import re
import shutil
import unittest
from contextlib import closing
from datetime import datetime
from xml.etree import ElementTree

from client_case import ClientCase
from live_engine import DISTRICT
from web_client import Answer, ask

REQUESTS = "/open311/v2/requests"
FORM = {"Content_Type": "application/x-www-form-urlencoded"}
CONTACT, KEY_SERVICE = "12345", "https://whistle.example/keys"


class WebOpen311(ClientCase):
    def setUp(self):
        super().setUp()
        self.engine.init()
        flags = ("--open311-contact", CONTACT, "--open311-key-service", KEY_SERVICE, "--http-url", "https://whistle.example/")
        self.engine.start("--http", "http://127.0.0.1:*", "--operations", "http://127.0.0.1:*", *flags)
        self.admin = self.engine.client(self.engine.admin_keys())
        self.addCleanup(self.admin.close)

    def get(self, path: str) -> Answer:
        answer = ask(self.engine, "GET", path)
        self.assertEqual(answer.status, 200, answer.body)
        return answer

    def post(self, suffix: str, body, **headers) -> Answer:
        return ask(self.engine, "POST", f"{REQUESTS}{suffix}?locale=en", None, body, **FORM, **headers)

    def assert_refused(self, answer: Answer, status: int, description: str) -> None:
        """In JSON or in XML, as GeoReport v2 lists errors."""
        self.assertEqual(answer.status, status, answer.body)
        if answer.headers["Content-Type"].startswith("application/json"):
            (error,) = answer.json()
        else:
            self.assertEqual(answer.headers["Content-Type"], "text/xml; charset=utf-8")
            (element,) = ElementTree.fromstring(answer.body)
            self.assertEqual(element.tag, "error")
            error = {"code": int(element.findtext("code")), "description": element.findtext("description")}
        self.assertEqual((error["code"], error["description"].partition(":")[0]), (status, "form"))
        self.assertIn(description, error["description"])

    def test_a_form_that_is_none_is_refused_in_the_format_of_the_caller(self):
        bad = {
            "no UTF-8": (b"service_code=C0131&description=%ff", 400, "UTF-8"),
            "raw bytes that are no UTF-8": (b"description=\xff\xfe", 400, "UTF-8"),
            "a broken escape": (b"description=%4", 400, "escapes"),
            "NUL": (b"description=%00", 400, "NUL"),
            "many fields": ("&".join(f"f{n}=1" for n in range(129)), 400, "at most 128"),
            "too long": (b"description=" + b"a" * 70_000, 413, "too large"),
            "too long in chunks": ((b"a" * 10_000 for _ in range(8)), 413, "too large"),
        }  # fmt: skip
        for what, (body, status, description) in bad.items():
            body = list(body) if not isinstance(body, (bytes, str)) else body
            for suffix, headers in (".json", {}), (".xml", {}), ("", {"Accept": "application/json"}), ("", {}):
                with self.subTest(what, suffix=suffix, headers=headers):
                    sent = iter(body) if isinstance(body, list) else body
                    answer = self.post(suffix, sent, **headers)
                    self.assert_refused(answer, status, description)
                    self.assertEqual("json" in answer.headers["Content-Type"], suffix == ".json" or bool(headers))

    def test_discovery_says_what_is_configured_and_since_when_the_rules_are_in_force(self):
        told = self.get("/open311/discovery.json").json()
        self.assertEqual((told["contact"], told["key_service"]), (CONTACT, KEY_SERVICE))
        self.assertEqual(told["endpoints"][0]["url"], "https://whistle.example/open311/v2")
        first = self.in_force_us()
        self.assert_changeset(first)
        self.engine.stop()  # when this process began is not when the rules did
        self.engine.start("--http", "http://127.0.0.1:*")
        self.assert_changeset(first)
        self.assertEqual(self.get("/open311/discovery.json?locale=en").json()["contact"], "Weifang High-tech Zone")

    def test_new_rules_are_told_from_their_publication_on(self):
        before = {row["service_code"]: row["service_name"] for row in self.get("/open311/v2/services.json").json()}
        self.publish_with_another_name(before["C0131"])
        after = {row["service_code"]: row["service_name"] for row in self.get("/open311/v2/services.json").json()}
        self.assertEqual(after, {**before, "C0131": before["C0131"] + "改"})
        self.assert_changeset(self.in_force_us())

    def publish_with_another_name(self, name: str) -> None:
        changed = self.directory / "changed"
        shutil.copytree(DISTRICT, changed)
        catalogue = changed / "catalogue.csv"
        text = catalogue.read_text(encoding="utf-8")
        self.assertEqual(len(re.findall(rf"^C0131,.*{name}", text, re.MULTILINE)), 1)
        catalogue.write_text(re.sub(rf"^(C0131,.*?{name})", r"\1改", text, flags=re.MULTILINE), encoding="utf-8")
        admin, supervisor = ("--key", self.engine.data / "admin.key_secret"), ("--key", self.directory / "supervisor.key_secret")
        made = json.loads(self.client("-o", "json", "keygen", self.directory / "supervisor.key"))
        self.client(*admin, "identity", "add", "supervisor-1", made["public_key"])
        for who in (admin, supervisor):
            told = self.client(*who, "district", "publish", changed)
        self.assertIn("is in force", told)

    def in_force_us(self) -> int:
        ruleset = self.admin.query(get_status={}).get_status.ruleset
        (entry,) = self.admin.query(fetch_entries={"from": ruleset, "limit": 1}).fetch_entries.entries
        self.assertEqual(entry.sequence, ruleset)
        return entry.time_us

    def assert_changeset(self, in_force_us: int) -> None:
        told = self.get("/open311/discovery.json").json()
        for changeset in (told["changeset"], told["endpoints"][0]["changeset"]):
            self.assertEqual(int(datetime.fromisoformat(changeset).timestamp()), in_force_us // 1_000_000)

    def asked_of_the_core(self) -> int:
        with closing(http.client.HTTPConnection(self.engine.endpoints["operations"].removeprefix("http://"))) as connection:
            connection.request("GET", "/metrics")
            page = connection.getresponse().read().decode()
        return int(re.search(r"^whistle_queries_total (\d+)", page, re.MULTILINE)[1])

    def test_the_district_is_asked_for_once_and_each_call_asks_what_it_is_about(self):
        self.get("/open311/v2/services.json")
        for path, questions in {
            "/open311/discovery.json": 0,
            "/open311/v2/services.json": 0,
            "/open311/v2/services/C0131.json": 0,
            "/open311/v2/requests.json?start_date=2026-03-01T00:00:00Z": 1,
            "/open311/v2/requests.json?end_date=2026-03-01T00:00:00Z&status=open": 1,
            "/open311/v2/requests.json": 2,  # of the last 90 days: it is asked what time it is
        }.items():
            with self.subTest(path):
                before = self.asked_of_the_core()
                self.get(path)
                self.assertEqual(self.asked_of_the_core() - before, questions)


if __name__ == "__main__":
    unittest.main()
