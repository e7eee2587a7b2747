"""Generates the messages of proto/whistle/v1 into the package, at each build and nowhere else. The rest stands in pyproject.toml.

They are the package `whistle.v1`, the path under which they import each other, so that a program that has them from elsewhere meets the
same ones: Protocol Buffers refuses two definitions of one message.
"""

import shutil
import subprocess
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py
from setuptools.command.sdist import sdist

HERE = Path(__file__).resolve().parent
LANGUAGE = Path("whistle/v1")


def language_root() -> Path:
    """Where `whistle/v1/*.proto` lie: beside this file in a source distribution, else where the project has them."""
    for root in (HERE / "proto", HERE.parents[2] / "proto"):
        if list((root / LANGUAGE).glob("*.proto")):
            return root
    raise SystemExit(f"whistle-client: no {LANGUAGE}/*.proto in {HERE / 'proto'} or {HERE.parents[2] / 'proto'}")


class BuildWithMessages(build_py):
    def run(self) -> None:
        super().run()
        if self.editable_mode:
            raise SystemExit("whistle-client: messages are generated into what is built; an editable installation would have none")
        root, target = language_root(), Path(self.build_lib)
        protoc = shutil.which("protoc")
        if protoc is None:
            raise SystemExit("whistle-client: protoc is missing (Debian: protobuf-compiler)")
        files = sorted(path.relative_to(root).as_posix() for path in (root / LANGUAGE).glob("*.proto"))
        target.mkdir(parents=True, exist_ok=True)
        subprocess.run([protoc, f"--proto_path={root}", f"--python_out={target}", f"--pyi_out={target}", *files], check=True)
        (target / LANGUAGE / "py.typed").touch()


class SourceWithLanguage(sdist):
    def make_release_tree(self, base_dir: str, files: list) -> None:
        super().make_release_tree(base_dir, files)
        shutil.copytree(language_root() / LANGUAGE, Path(base_dir) / "proto" / LANGUAGE)


setup(cmdclass={"build_py": BuildWithMessages, "sdist": SourceWithLanguage})
