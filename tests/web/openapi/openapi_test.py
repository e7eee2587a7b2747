"""The OpenAPI document is valid by the schema of OpenAPI 3.1, judged by a validator that others have made.

Needs Node and, in tests/web/openapi, `npm ci`; without them it is skipped, and says so.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SKIPPED = 77
HERE = Path(__file__).resolve().parent


def skip(why: str) -> int:
    print(f"SKIPPED: the OpenAPI document was not validated: {why}")
    return SKIPPED


def validate(file: Path) -> subprocess.CompletedProcess:
    return subprocess.run(
        ["node", str(HERE / "validate.mjs"), str(file)], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def main() -> int:
    program = Path(os.environ["WHISTLE_BIN_DIR"]) / "print_openapi"
    if shutil.which("node") is None:
        return skip("there is no node")
    if not (HERE / "node_modules").is_dir():
        return skip("npm ci was not run in tests/web/openapi")
    text = subprocess.run([str(program)], check=True, text=True, stdout=subprocess.PIPE).stdout
    broken = json.loads(text)
    broken["paths"]["/tickets"]["get"]["parameters"][0]["in"] = "nowhere"
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory) / "openapi.json"
        file.write_text(text, encoding="utf-8")
        good = validate(file)
        print(good.stdout)
        file.write_text(json.dumps(broken), encoding="utf-8")
        refused = validate(file).returncode
    if refused == 0:
        print("the validator takes a document that is broken")
    return 0 if good.returncode == 0 and refused != 0 else 1


if __name__ == "__main__":
    sys.exit(main())
