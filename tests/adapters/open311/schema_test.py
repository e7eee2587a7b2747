"""The JSON of the README's examples fits the JSON schemas of GeoReport v2, where those are present beside the checkout
(they name no licence, so they are not in the tree). readme_test.cc holds the examples against what is answered."""

import json
import os
import re
import sys
from pathlib import Path

import jsonschema

ROOT = Path(os.environ.get("WHISTLE_SOURCE_DIR", Path(__file__).resolve().parents[3]))
SCHEMAS = Path("shared/data/open311/schemas")
SKIPPED = 77

# Of a call: the schema of its answer, and whether it is one of the items.
SCHEMA_OF = [
    (r"GET /v2/requests", "request.json", True),
    (r"GET /v2/services\.json", "service.json", True),
    (r"GET /v2/services/", "service-definition.json", False),
]


def examples() -> list[tuple[str, object]]:
    readme = (ROOT / "adapters/open311/README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```(\w+)\n(.*?)```", readme, re.DOTALL)
    return [
        (call.splitlines()[0], json.loads(answer))
        for (kind, call), (answer_kind, answer) in zip(blocks, blocks[1:])
        if kind == "http" and answer_kind == "json"
    ]


def schema_for(call: str) -> tuple[str, bool] | None:
    for pattern, name, each in SCHEMA_OF:
        if re.match(pattern, call):
            return name, each
    return None


def main() -> int:
    directory = next((parent / SCHEMAS for parent in ROOT.parents if (parent / SCHEMAS).is_dir()), None)
    if directory is None:
        print("no schemas beside the checkout")
        return SKIPPED
    checked = 0
    for call, answer in examples():
        named = schema_for(call)
        if named is None:
            continue
        name, each = named
        schema = json.loads((directory / name).read_text(encoding="utf-8"))
        for item in answer if each else [answer]:
            jsonschema.validate(item, schema, format_checker=jsonschema.FormatChecker())
            checked += 1
        print(f"{call}: fits {name}")
    print(f"{checked} checked")
    return 0 if checked else 1


if __name__ == "__main__":
    sys.exit(main())
