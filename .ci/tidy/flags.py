"""The flags that clang-tidy compiles a source with, of the compile database and of .clang-tidy, for what is precompiled.

    .ci/tidy/flags.py build/tidy engine/core.cc
"""

import json
import re
import shlex
import sys
from pathlib import Path


def main() -> int:
    build, source = Path(sys.argv[1]), Path(sys.argv[2]).resolve()
    commands = json.loads((build / "compile_commands.json").read_text())
    words = next(shlex.split(each["command"]) for each in commands if Path(each["file"]) == source)
    flags, skipped = [], False
    for word in words[1:]:
        if skipped or word in ("-o", "-c"):
            skipped = not skipped
        elif not word.endswith((".cc", ".o", "g++", "c++")):
            flags.append(word)
    extra = re.search(r"^ExtraArgs: \[(.*)\]$", (Path(__file__).resolve().parents[2] / ".clang-tidy").read_text(), re.MULTILINE)
    print(shlex.join(flags + extra.group(1).split(", ")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
