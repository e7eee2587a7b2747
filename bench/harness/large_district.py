"""A district of any size, for what a check of its rules costs; the same seed gives the same bytes.

    python3 -B bench/harness/large_district.py DIR                 # 1,000 grids, 200 categories, 1,500 estates
    python3 -B bench/harness/large_district.py DIR --grids 5000

Grids are the cells of a lattice whose corners are moved a little, so that neighbours share every corner to the last digit. Calendar and
clocks are the demonstration's; duties are served at every tier, a few nowhere; the rules ask about every kind of condition.
"""

import argparse
import json
import random
import shutil
from pathlib import Path

DEMONSTRATION = Path(__file__).resolve().parents[2] / "tools" / "demonstration" / "weifang-hitech"
COLUMNS, PER_COMMUNITY, PER_STREET = 40, 5, 8  # grids in a row of the lattice, grids of a community, communities of a street
DUTIES = 50
TYPES = {"PROPERTY_MANAGED": "F", "SELF_GOVERNED": "O", "UNMANAGED": "B"}


class District:
    def __init__(self, grids: int, categories: int, estates: int, seed: str):
        self.chance = random.Random(seed)
        self.grids, self.categories, self.estates = grids, categories, estates
        self.communities = -(-grids // PER_COMMUNITY)
        self.streets = -(-self.communities // PER_STREET)

    def write(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        for name in ("calendar.yaml", "clocks.yaml", "district.yaml"):
            shutil.copy(DEMONSTRATION / name, directory / name)
        parties = self.parties()
        files = {"areas.csv": self.areas(), "grids.geojson": self.shapes(), "parties.csv": "".join(parties), "members.csv": self.members(parties),
                 "estates.csv": self.estate_rows(), "catalogue.csv": self.catalogue(), "routes.yaml": self.routes()}  # fmt: skip
        for name, text in files.items():
            (directory / name).write_text(text, encoding="utf-8")

    def areas(self) -> str:
        rows = ["code,tier,name_zh,name_en,parent", "D,district,大区,Large District,"]
        rows += [f"S{i:03},street,街道{i},Street {i},D" for i in range(self.streets)]
        rows += [f"C{i:04},community,社区{i},Community {i},S{i // PER_STREET:03}" for i in range(self.communities)]
        rows += [f"G{i:05},grid,网格{i},Grid {i},C{i // PER_COMMUNITY:04}" for i in range(self.grids)]
        return "\n".join(rows) + "\n"

    def shapes(self) -> str:
        rows = -(-self.grids // COLUMNS)
        step, jitter = 0.004, 0.001
        corners = [[[round(119 + x * step + self.chance.uniform(-jitter, jitter), 7), round(36 + y * step + self.chance.uniform(-jitter, jitter), 7)]
                    for x in range(COLUMNS + 1)] for y in range(rows + 1)]  # fmt: skip
        features = []
        for i in range(self.grids):
            y, x = divmod(i, COLUMNS)
            ring = [corners[y][x], corners[y][x + 1], corners[y + 1][x + 1], corners[y + 1][x], corners[y][x]]
            shape = {"type": "Feature", "properties": {"code": f"G{i:05}"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
            features.append(json.dumps(shape, separators=(",", ":")))
        return '{"type":"FeatureCollection","features":[\n' + ",\n".join(features) + "\n]}\n"

    def parties(self) -> list[str]:
        rows = ["code,kind,name_zh,name_en,area,duties,head\n", "DESK,desk,指挥中心,Desk,D,,\n"]
        for kind, word, count in (("F", "property_firm", 80), ("O", "owners_group", 30), ("B", "fallback_firm", 2)):
            rows += [f"{kind}{i},{word},{word} {i},{word} {i},,,\n" for i in range(count)]
        rows += [f"ST{i},street,街道办{i},Street office {i},S{i:03},,DESK\n" for i in range(self.streets)]
        rows += [f"CO{i},community,居委会{i},Committee {i},C{i:04},,ST{i // PER_STREET}\n" for i in range(self.communities)]
        for duty in range(DUTIES - 3):  # the last three have nobody
            if duty % 5 == 4:  # each street by an office of its own, and nobody above
                rows += [f"P{duty}-{i},department,p,p,S{i:03},duty{duty},DESK\n" for i in range(self.streets)]
                continue
            rows.append(f"P{duty},department,p,p,D,duty{duty},DESK\n")
            if duty % 5 == 3:  # and some communities by a team
                own = self.chance.sample(range(self.communities), self.communities // 4)
                rows += [f"P{duty}-{i},department,p,p,C{i:04},duty{duty},P{duty}\n" for i in sorted(own)]
        return rows

    def members(self, parties: list[str]) -> str:
        codes = [row.split(",", 1)[0] for row in parties[1:]]
        return "code,name,party,grids,roles\n" + "".join(f"m-{code},m,{code},,handler;arbiter\n" for code in codes)

    def estate_rows(self) -> str:
        rows = ["code,name_zh,name_en,type,grid,party,watched,aliases"]
        for i in range(self.estates):
            kind = self.chance.choices(list(TYPES), weights=(86, 6, 8))[0]
            party = TYPES[kind] + str(self.chance.randrange({"F": 80, "O": 30, "B": 2}[TYPES[kind]]))
            watched = "true" if self.chance.random() < 0.15 else ""
            rows.append(f"E{i:05},小区{i},Estate {i},{kind},G{self.chance.randrange(self.grids):05},{party},{watched},")
        return "\n".join(rows) + "\n"

    def catalogue(self) -> str:
        rows = ["code,parent,name_zh,name_en,class,duty,inside_estate,urgency,ack,on_site,resolve,evidence,approval"]
        for i in range(self.categories):
            parent = f"K{i - i % 4:04}" if i % 4 else ""  # a matter and three conditions of it
            duty = "" if parent else self.chance.choice([f"duty{self.chance.randrange(DUTIES)}"] * 6 + ["estate", "tier:community", "tier:street"])
            inside = "estate" if self.chance.random() < 0.4 else ""
            urgency = "" if parent else self.chance.choice(["urgent", "normal", "normal"])
            rows.append(f"K{i:04},{parent},事项{i},Matter {i},event,{duty},{inside},{urgency},,,{self.chance.choice(['2ch', '4wh', '5wd'])},note,")
        return "\n".join(rows) + "\n"

    def routes(self) -> str:
        kinds = [lambda: "kind: resident", lambda: "source: [sensor, platform]", lambda: "estate_type: UNMANAGED", lambda: "watched: true",
                 lambda: "urgency: urgent", lambda: "hours: off", lambda: "place: estate", lambda: "class: event",
                 lambda: "inside_estate: estate", lambda: f"area: S{self.chance.randrange(self.streets):03}"]  # fmt: skip
        leads = ["duty", "estate", "tier:community", "tier:street"] + [f"duty:duty{i}" for i in range(10)]
        rows = ["routes:"]
        for i in range(60):
            asked = f"category: K{self.chance.randrange(self.categories):04}, {kinds[i % len(kinds)]()}"
            rows.append(f'  - {{id: rule-{i}, when: {{{asked}}}, lead: "{self.chance.choice(leads)}", assist: [estate], inform: ["tier:community"]}}')
        rows.append("  - {id: inside-an-estate, when: {kind: resident, place: estate, inside_estate: estate}, lead: estate}")
        rows.append("  - {id: by-duty, lead: duty}")
        return "\n".join(rows) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--grids", type=int, default=1_000)
    parser.add_argument("--categories", type=int, default=200)
    parser.add_argument("--estates", type=int, default=1_500)
    parser.add_argument("--seed", default="large")
    given = parser.parse_args()
    District(given.grids, given.categories, given.estates, given.seed).write(given.directory)


if __name__ == "__main__":
    main()
