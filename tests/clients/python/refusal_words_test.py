"""Every refusal has words, the same as those of the command line."""

import os
import re
import unittest
from pathlib import Path

import library_case  # noqa: F401  the library's path
from whistle.v1 import service_pb2
from whistle_client import Refused
from whistle_client.refusal_words import SENTENCES, UNKNOWN_REASON, worded

COMMAND_LINE = Path(os.environ["WHISTLE_SOURCE_DIR"]) / "tools" / "whistle" / "wording_refusal.cc"


def refusal(code: int, **arguments: str) -> service_pb2.Refusal:
    return service_pb2.Refusal(code=code, arguments=[service_pb2.Argument(name=name, value=value) for name, value in arguments.items()])


class Words(unittest.TestCase):
    def test_every_code_has_a_sentence_and_no_other(self):
        codes = {name.removeprefix("REFUSAL_CODE_") for name in service_pb2.RefusalCode.keys()} - {"UNSPECIFIED"}
        self.assertEqual(set(SENTENCES), codes)

    def test_the_command_line_says_the_same(self):
        source = COMMAND_LINE.read_text(encoding="utf-8").replace("\\n", "\n")
        source = re.sub(r'"\s*\n\s*"', "", source)  # literals that stand one after the other are one
        for code, (chinese, english) in [*SENTENCES.items(), ("", UNKNOWN_REASON)]:
            self.assertRegex(source, rf'"{re.escape(chinese)}",\s*"{re.escape(english)}"', code)

    def test_arguments_are_filled_in_once(self):
        refused = Refused(refusal(service_pb2.REFUSAL_CODE_WRONG_STATE, ticket="{state}", state="CLOSED"))
        self.assertEqual(str(refused), "ticket {state} is CLOSED: this cannot be done now")
        self.assertEqual(worded("WRONG_STATE", {}), "ticket ? is ?: this cannot be done now")

    def test_an_argument_that_came_twice(self):
        twice = service_pb2.Refusal(code=service_pb2.REFUSAL_CODE_RULESET_INVALID)
        for error in ("a.csv:1: no", "b.csv:2: no"):
            twice.arguments.add(name="error", value=error)
        self.assertIn("a.csv:1: no, b.csv:2: no", str(Refused(twice)))

    def test_a_code_of_a_newer_engine(self):
        refused = Refused(refusal(999))
        self.assertEqual((refused.code, refused.number), ("999", 999))
        self.assertEqual(refused.words("zh"), UNKNOWN_REASON[0])

    def test_when_to_come_back(self):
        self.assertEqual(Refused(refusal(service_pb2.REFUSAL_CODE_BUSY, retry_after_ms="250")).retry_after, 0.25)
        self.assertEqual(Refused(refusal(service_pb2.REFUSAL_CODE_DISK_LOW, retry_s="30")).retry_after, 30)
        for nonsense in ("", "-1", "1e9", "٣", "9" * 40):
            self.assertIsNone(Refused(refusal(service_pb2.REFUSAL_CODE_BUSY, retry_after_ms=nonsense)).retry_after)


if __name__ == "__main__":
    unittest.main()
