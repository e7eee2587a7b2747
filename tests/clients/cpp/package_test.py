"""The installed package of the C++ library: what is in it, who finds it, and who does not."""

import re
import tempfile
import unittest
from pathlib import Path

from installed import Package
from live_engine import SOURCE

PROGRAM = """
#include "whistle/client/client.h"
int main() { return whistle::client::fresh_key().size() == 32 ? 0 : 1; }
"""


class Installed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        directory = tempfile.TemporaryDirectory(prefix="whistle-cpp-")
        cls.addClassCleanup(directory.cleanup)
        cls.directory = Path(directory.name)
        cls.package = Package(cls.directory)

    def project(self, name: str, found: str) -> Path:
        place = self.directory / name
        place.mkdir()
        (place / "main.cc").write_text(PROGRAM, encoding="utf-8")
        lines = ("cmake_minimum_required(VERSION 3.25)", "project(other LANGUAGES CXX)", f"find_package(WhistleClient {found})",
                 "add_executable(other main.cc)", "target_link_libraries(other WhistleClient::client)",
                 "if(TARGET WhistleClient::proof)", '  message(STATUS "has proof")', "endif()")  # fmt: skip
        (place / "CMakeLists.txt").write_text("\n".join(lines), encoding="utf-8")
        return place

    def found(self, name: str, wanted: str, *more, code: int = 0) -> str:
        return self.package.configure(self.project(name, wanted), self.directory / f"{name}-build", *more, code=code)

    def version(self) -> str:
        return re.search(r"project\(whistle VERSION (\S+)", (SOURCE / "CMakeLists.txt").read_text(encoding="utf-8"))[1]

    def test_every_header_and_message_is_installed_and_nothing_of_the_rest(self):
        ours = {path.name for path in (SOURCE / "tools" / "clients" / "cpp" / "include" / "whistle" / "client").glob("*.h")}
        messages = {f"{path.stem}.pb.h" for path in (SOURCE / "proto" / "whistle" / "v1").glob("*.proto")}
        include = self.package.prefix / "include"
        installed = {path.relative_to(include).as_posix() for path in include.rglob("*.h")}
        self.assertEqual(installed, {f"whistle/client/{name}" for name in ours} | {f"whistle/v1/{name}" for name in messages})
        protos = {path.name for path in (self.package.prefix / "share" / "whistle" / "proto" / "whistle" / "v1").iterdir()}
        self.assertEqual({f"{Path(name).stem}.pb.h" for name in protos}, messages)
        self.assertFalse((self.package.prefix / "bin").exists(), "an engine is another component")
        for file in self.package.prefix.rglob("*.cmake"):
            self.assertNotIn(str(SOURCE), file.read_text(encoding="utf-8"), file)

    def test_headers_include_nothing_that_is_not_installed(self):
        for header in (self.package.prefix / "include" / "whistle" / "client").glob("*.h"):
            for name in re.findall(r'#include "([^"]+)"', header.read_text(encoding="utf-8")):
                self.assertTrue((self.package.prefix / "include" / name).exists(), f"{header.name}: {name}")

    def test_the_version_is_the_engines_and_another_is_not_found(self):
        self.found("this-version", f"{self.version()} EXACT REQUIRED")
        self.assertIn("WhistleClient", self.found("next-version", "99.0 REQUIRED", code=1))

    def test_proofs_are_there_for_who_asks(self):
        self.assertNotIn("has proof", self.found("plain", "REQUIRED"))
        self.assertIn("has proof", self.found("proof", "REQUIRED COMPONENTS proof"))
        self.assertIn("nonsense", self.found("nonsense", "REQUIRED COMPONENTS nonsense", code=1))


if __name__ == "__main__":
    unittest.main()
