#!/usr/bin/env python3
"""Makes the tables and shapes of the demonstration district; the rules beside them are written by people.

    tools/demonstration/make_district.py            writes weifang-hitech/
    tools/demonstration/make_district.py --check    says whether the files there are the ones it would write

Needs nothing but Python; every run writes the same bytes. README.md says what is real here and what is made up.
"""

import argparse
import pathlib
import sys
from dataclasses import dataclass, field

sys.dont_write_bytecode = True

import people
import zone
from draw import between, shuffled
from tables import csv_text, geojson_text, read_csv

HERE = pathlib.Path(__file__).resolve().parent
SOURCES = HERE / "sources"
DISTRICT_DIRECTORY = HERE / "weifang-hitech"

_STREETS = [
    {"code": "XC", "party": "S-XINCHENG", "name_zh": "新城街道", "name_en": "Xincheng Street", "statistical_code": "370705009"},
    {"code": "QC", "party": "S-QINGCHI", "name_zh": "清池街道", "name_en": "Qingchi Street", "statistical_code": "370705010"},
]
_WATCHED = {"UNMANAGED": 10, "SELF_GOVERNED": 7, "PROPERTY_MANAGED": 12}  # estates under watch, by type
_ESTATES_ACROSS = 4  # estates that lie in two grids
_ORDINALS = "一二三四"
_NO_NAME_ALONE = ("街", "路", "生活", "家属", "教工")  # a name cut down to this would mean something else


@dataclass
class Ground:
    """What the other tables are made from; every list is in the order of the map."""

    streets: list
    communities: list
    grids_of: dict = field(default_factory=dict)  # community -> grid codes
    grid_name: dict = field(default_factory=dict)
    cells: dict = field(default_factory=dict)  # grid -> ring
    estates: list = field(default_factory=list)
    outlines: dict = field(default_factory=dict)  # estate -> ring
    community_party: dict = field(default_factory=dict)


def read_communities():
    rows = []
    for row in read_csv(SOURCES / "communities.csv"):
        street = next(s for s in _STREETS if s["statistical_code"] == row["street_code"])
        slug = row["name_en"].removesuffix(" Community").removesuffix(" East Street").replace(" ", "").upper()
        rows.append({**row, "code": f"{street['code']}-{slug}", "party": f"C-{slug}",
                     "street": street["code"], "street_party": street["party"]})
    return rows


def lay_out():
    ground = Ground(_STREETS, read_communities())
    ring = zone.outline(SOURCES / "kuiwen_outline.geojson")
    of_street = {s["code"]: [c["code"] for c in ground.communities if c["street"] == s["code"]] for s in _STREETS}
    partition, cells_of = zone.cut_zone(ring, of_street)
    number = 0
    for community in ground.communities:
        ground.community_party[community["code"]] = community["party"]
        codes = ground.grids_of[community["code"]] = []
        for i, cell in enumerate(cells_of[community["code"]]):
            number += 1
            code = f"HT-{number:03d}"
            codes.append(code)
            ground.cells[code] = partition.cells[cell]
            ground.grid_name[code] = f"{community['name_zh']}第{_ORDINALS[i]}网格"
    settle(ground)
    return ground


def estates_per_grid(ground):
    """Every grid one estate, but some of the open country none; some of the town two."""
    town = [g for c in ground.communities if c["street"] == "XC" for g in ground.grids_of[c["code"]]]
    country = [g for c in ground.communities if c["street"] == "QC" for g in ground.grids_of[c["code"]]]
    counts = dict.fromkeys(town + country, 1)
    for grid in shuffled(country, "empty")[:12]:
        counts[grid] = 0
    for grid in shuffled(town, "second")[:60] + shuffled([g for g in country if counts[g]], "second")[:5]:
        counts[grid] = 2
    return counts


def settle(ground):
    """Places the estates of the table on the ground, with firms, watch flags and aliases."""
    table = shuffled(read_csv(SOURCES / "estates.csv"), "estate order")
    firms = [row["code"] for row in read_csv(SOURCES / "firms.csv")]
    counts = estates_per_grid(ground)
    if sum(counts.values()) != len(table):
        raise ValueError("the table of estates does not match the grids")
    for community in ground.communities:
        in_community = 0
        for grid in ground.grids_of[community["code"]]:
            for _ in range(counts[grid]):
                in_community += 1
                row = table[len(ground.estates)]
                code = f"{community['code']}-{in_community:02d}"
                ground.estates.append({**row, "code": code, "community": community["code"], "grids": [grid]})
    place_outlines(ground)
    managed = [e for e in ground.estates if e["type"] == "PROPERTY_MANAGED"]
    for at, estate in enumerate(managed):
        nearest = at * len(firms) // len(managed)
        estate["party"] = firms[max(0, min(len(firms) - 1, nearest + between(-1, 1, "firm", estate["code"])))]
    for estate in ground.estates:
        if estate["type"] == "UNMANAGED":
            estate["party"] = people.FALLBACK_FIRM
        elif estate["type"] == "SELF_GOVERNED":
            estate["party"] = f"O-{estate['code']}"
        estate["aliases"] = aliases(estate["name_zh"])
    for kind, count in _WATCHED.items():
        codes = [e["code"] for e in ground.estates if e["type"] == kind]
        chosen = set(shuffled(codes, "watched")[:count])
        for estate in ground.estates:
            if estate["code"] in chosen:
                estate["watched"] = "true"


def place_outlines(ground):
    placed = {grid: [] for grid in ground.cells}
    across = 0
    for estate in ground.estates:
        home = estate["grids"][0]
        ring = None
        beside = [g for g in ground.grids_of[estate["community"]] if g > home and not placed[home] and not placed[g]]
        if across < _ESTATES_ACROSS and beside and between(0, 5, "across", estate["code"]) == 0:
            ring = zone.place_across(estate["code"], ground.cells[home], ground.cells[beside[0]], [])
            if ring:
                across += 1
                estate["grids"].append(beside[0])
        ring = ring or zone.place_estate(estate["code"], ground.cells[home], placed[home])
        if ring is None:
            raise ValueError(f"no room for {estate['code']} in {home}")
        for grid in estate["grids"]:
            placed[grid].append(ring)
        ground.outlines[estate["code"]] = ring
    if across != _ESTATES_ACROSS:
        raise ValueError(f"{across} estates across a border instead of {_ESTATES_ACROSS}")


def aliases(name):
    """What people write in an address: the name, and the name without its common ending where enough is left."""
    words = [name]
    for ending in ("一期", "二期", "小区", "花园", "家园", "公寓", "新村"):
        short = name.removesuffix(ending)
        if short != name and len(short) >= 3 and not short.endswith(_NO_NAME_ALONE):
            words.append(short)
    return words


def areas(ground):
    rows = [{"code": people.DISTRICT, "tier": "district", "name_zh": "潍坊高新区", "name_en": "Weifang High-tech Zone"}]
    rows += [{**s, "tier": "street", "parent": people.DISTRICT} for s in ground.streets]
    rows += [{**c, "tier": "community", "parent": c["street"]} for c in ground.communities]
    for community in ground.communities:
        english = community["name_en"].removesuffix(" Community")
        for i, grid in enumerate(ground.grids_of[community["code"]], 1):
            rows.append({"code": grid, "tier": "grid", "name_zh": ground.grid_name[grid],
                         "name_en": f"{english} Grid {i}", "parent": community["code"]})
    return rows


def legacy_grids(ground):
    """The codes of four systems that were merged: several old grids of each became one new grid."""
    rows = []
    unit = dict.fromkeys([s["statistical_code"] for s in ground.streets], 0)
    for community in ground.communities:
        base = community["statistical_code"]
        old = 0
        for i, grid in enumerate(ground.grids_of[community["code"]], 1):
            for _ in range(between(1, 2, "zongzhi", grid)):
                old += 1
                rows.append({"system": "zongzhi", "code": f"{base}{old:03d}", "grid": grid})
            for _ in range(between(2, 4, "chengguan", grid)):
                unit[base[:9]] += 1
                rows.append({"system": "chengguan", "code": f"{base[:9]}{unit[base[:9]]:05d}", "grid": grid})
            rows.append({"system": "xiaofang", "code": f"XF-{community['street']}-{grid[3:]}", "grid": grid})
            rows.append({"system": "dangjian", "code": f"DJ{base[6:]}-{i}", "grid": grid})
    return sorted(rows, key=lambda row: (row["system"], row["code"]))


def places(ground):
    rows = []
    for street, road, point in zone.crossings():
        grid = zone.grid_at(point, ground.cells)
        if grid:
            rows += [{"alias": f"{a}与{b}", "grid": grid} for a, b in ((street, road), (road, street))]
            rows += [{"alias": f"{a}{b}路口", "grid": grid} for a, b in ((street, road), (road, street))]
    for community in ground.communities:
        rows.append({"alias": f"{community['name_zh']}党群服务中心", "grid": ground.grids_of[community["code"]][0]})
    taken = [row["alias"] for row in rows] + [word for e in ground.estates for word in e["aliases"]]
    if len(set(taken)) != len(taken):
        raise ValueError("an address word stands twice")
    return rows


def venues(ground):
    chosen = sorted(shuffled([c["code"] for c in ground.communities], "venue")[:40])
    by_code = {c["code"]: c for c in ground.communities}
    return [
        {"code": f"V-{code}", "name_zh": f"{by_code[code]['name_zh']}党群微家",
         "name_en": f"{by_code[code]['name_en']} Party and Neighbours' Room", "area": code}
        for code in chosen
    ]


def estate_rows(ground):
    return [
        {**e, "grid": ";".join(e["grids"]), "aliases": ";".join(e["aliases"])}
        for e in sorted(ground.estates, key=lambda e: e["code"])
    ]


def district_files():
    """File name -> text of everything this script writes."""
    ground = lay_out()
    party_rows = people.parties(ground, read_csv(SOURCES / "departments.csv"), read_csv(SOURCES / "firms.csv"))
    tables = {
        "areas.csv": ("code,tier,name_zh,name_en,parent", areas(ground)),
        "estates.csv": ("code,name_zh,name_en,type,grid,party,watched,aliases", estate_rows(ground)),
        "parties.csv": ("code,kind,name_zh,name_en,area,duties,head", party_rows),
        "members.csv": ("code,name,party,grids,roles", people.members(ground, party_rows)),
        "legacy_grids.csv": ("system,code,grid", legacy_grids(ground)),
        "places.csv": ("alias,estate,grid", places(ground)),
        "venues.csv": ("code,name_zh,name_en,area", venues(ground)),
    }
    files = {name: csv_text(columns.split(","), rows) for name, (columns, rows) in tables.items()}
    files["grids.geojson"] = geojson_text(ground.cells)
    files["estates.geojson"] = geojson_text(ground.outlines)
    return files


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--check", action="store_true", help="write nothing; exit 1 where a file differs")
    only_check = arguments.parse_args().check
    differing = []
    for name, text in district_files().items():
        path = DISTRICT_DIRECTORY / name
        if only_check:
            if not path.exists() or path.read_bytes() != text.encode():
                differing.append(name)
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text.encode())
    for name in differing:
        print(f"{name} is not what make_district.py writes", file=sys.stderr)
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
