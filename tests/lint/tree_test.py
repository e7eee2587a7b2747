"""The tree follows the rules of this folder."""

import os
import sys
from pathlib import Path

import lint


def main() -> int:
    root = Path(os.environ.get("WHISTLE_SOURCE_DIR", Path(__file__).resolve().parents[2]))
    sources = lint.read_tree(root)
    if not sources:
        print(f"nothing to check under {root}")
        return 1
    findings = lint.top_level({path.name for path in root.iterdir()}) + lint.check(sources)
    for finding in findings:
        print(finding)
    print(f"{len(sources)} files, {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
