#!/usr/bin/env python3
"""Writes whistles for the demonstration district as JSON lines, in the order in which they happened.

    tools/demonstration/make_stream.py > whistles.jsonl
    tools/demonstration/make_stream.py --count 500 --start 2026-09-30T16:00:00+08:00 --output whistles.jsonl

Every run with the same arguments writes the same bytes. Texts are made from sources/texts.csv and phrases.csv; whoever
reports is called by a number and has a telephone that cannot exist.
"""

import argparse
import datetime
import json
import pathlib
import sys

sys.dont_write_bytecode = True

from datum import bd09_from_wgs84, gcj02_from_wgs84
from draw import below, between, pick, weighted
from plane import box, strictly_inside
from tables import degrees, read_csv

HERE = pathlib.Path(__file__).resolve().parent
FIRST = "2026-09-28T07:30:00+08:00"  # a Monday with three working days before a week of holidays

# How many of a thousand come from whom, with the channels they use.
_SOURCES = [("resident", 520), ("grid_member", 180), ("hotline", 110), ("community", 110), ("platform", 50), ("sensor", 30)]
_CHANNELS = {
    "resident": ["app", "app", "app", "web", "phone", "walk-in"], "grid_member": ["app"], "hotline": ["phone"],
    "community": ["app", "web"], "platform": ["api"], "sensor": ["api"],
}
_FOR_DEPARTMENTS = ("C0", "E01", "E03", "E04", "E05", "B0")  # what a community whistles for
_COMMUNITY_ALONE = ("B0",)
_FELT_BY_SENSORS = ("C0101.1", "C0101.2", "C0104", "C0123", "C0137", "E0501", "E0503")
# How many of a hundred lie in an estate, where the text leaves it open.
_AT_HOME_PERCENT = {"resident": 75, "grid_member": 65, "hotline": 70, "community": 30, "platform": 60, "sensor": 0}

# How the place is said.
_AT_AN_ESTATE = [("estate", 40), ("point", 30), ("address", 18), ("legacy", 6), ("grid", 6)]
_IN_A_GRID = [("point", 46), ("grid", 16), ("legacy", 14), ("address", 12), ("area", 7), ("outside", 2), ("nowhere", 2), ("stale", 1)]
_DATUMS = [("WGS84", 50), ("GCJ02", 36), ("BD09", 10), ("CGCS2000", 4)]

# Whistles of each hour of a day, in thousandths of the busiest.
_BY_HOUR = [90, 60, 50, 40, 40, 90, 250, 600, 1000, 950, 850, 700, 480, 520, 800, 860, 820, 780, 800, 820, 700, 520, 320, 160]


class Ground:
    """The district's tables, as far as whistles speak of them."""

    def __init__(self, directory):
        self.grids = _rings(directory / "grids.geojson")
        self.outlines = _rings(directory / "estates.geojson")
        self.estates = read_csv(directory / "estates.csv")
        self.parents = {row["code"]: row["parent"] for row in read_csv(directory / "areas.csv")}
        self.legacy, self.aliases = {}, {}
        for row in read_csv(directory / "legacy_grids.csv"):
            self.legacy.setdefault(row["grid"], []).append({"system": row["system"], "code": row["code"]})
        for row in read_csv(directory / "places.csv"):
            if row["grid"]:
                self.aliases.setdefault(row["grid"], []).append(row["alias"])
        self.categories = [row["code"] for row in read_csv(directory / "catalogue.csv")]


def _rings(path):
    features = json.loads(path.read_text(encoding="utf-8"), parse_float=str)["features"]
    units = lambda text: int(text.replace(".", ""))  # the files have exactly 7 decimals
    return {
        f["properties"]["code"]: [(units(lon), units(lat)) for lon, lat in f["geometry"]["coordinates"][0][:-1]]
        for f in features
    }


def _point_in(ring, *label):
    west, south, east, north = box(ring)
    for attempt in range(10_000):
        point = (west + below(east - west, "lon", attempt, *label), south + below(north - south, "lat", attempt, *label))
        if strictly_inside(ring, point):
            return point
    raise ValueError("a ring without room for a point")


def _as_measured(point, number):
    """The point in the datum of whoever measured it."""
    datum = weighted(_DATUMS, "datum", number)
    convert = {"GCJ02": gcj02_from_wgs84, "BD09": bd09_from_wgs84}.get(datum)
    if convert:
        point = tuple(round(v * 10_000_000) for v in convert(point[0] / 10_000_000, point[1] / 10_000_000))
    said = {"lat": float(degrees(point[1])), "lon": float(degrees(point[0]))}
    return said if datum == "WGS84" else {**said, "datum": datum}


def _place_at_estate(ground, number):
    estate = pick(ground.estates, "estate", number)
    grid = estate["grid"].split(";")[0]
    way = weighted(_AT_AN_ESTATE, "way", number)
    if way == "estate":
        return {"estate": estate["code"]}
    if way == "point":
        return _as_measured(_point_in(ground.outlines[estate["code"]], number), number)
    if way == "address":
        word = pick(estate["aliases"].split(";"), "word", number)
        return {"address": f"高新区{word}{between(1, 28, 'building', number)}号楼{between(1, 4, 'unit', number)}单元"}
    if way == "grid":
        return {"grid": grid}
    return {"legacy": pick(ground.legacy[grid], "legacy", number)}


def _place_in_grid(ground, number):
    grid = pick(sorted(ground.grids), "grid", number)
    way = weighted(_IN_A_GRID, "way", number)
    if way == "address" and grid not in ground.aliases:
        way = "grid"
    if way == "point":
        return _as_measured(_point_in(ground.grids[grid], number), number)
    if way == "address":
        return {"address": f"{pick(ground.aliases[grid], 'word', number)}往东{between(20, 180, 'off', number)}米"}
    if way == "legacy":
        return {"legacy": pick(ground.legacy[grid], "legacy", number)}
    if way == "area":
        return {"area": ground.parents[grid]}
    if way == "outside":
        return {"lat": float(degrees(between(365_500_000, 365_900_000, "south", number))),
                "lon": float(degrees(between(1_190_000_000, 1_191_000_000, "west", number)))}
    if way == "stale":
        return {"legacy": {"system": "zongzhi", "code": f"370705999{number:06d}"}, "area": ground.parents[grid]}
    return {} if way == "nowhere" else {"grid": grid}


def _category(rows, source, number):
    if source == "sensor":
        rows = [row for row in rows if row["category"] in _FELT_BY_SENSORS]
    if source == "community":
        rows = [row for row in rows if row["category"].startswith(_FOR_DEPARTMENTS)]
    else:
        rows = [row for row in rows if not row["category"].startswith(_COMMUNITY_ALONE)]
        rows = [row for row in rows if row["category"] != "M02" or source == "grid_member"]
    at = weighted([(i, int(row["weight"])) for i, row in enumerate(rows)], "category", number)
    return rows[at]


def _text(template, phrases, source, at_home, number):
    building = between(1, 28, "building", number)
    unit = between(1, 4, "unit", number)
    spot = pick(phrases["spot_estate" if at_home else "spot_street"], "spot", number)
    spot = spot.format(building=building, next_building=building + 1, unit=unit)
    said = template.format(spot=spot, block=f"{building}号楼{unit}单元")
    return pick(phrases[f"opening_{source}"], "opening", number) + said + pick(phrases[f"ending_{source}"], "ending", number)


def _reporter(source, number):
    if source not in ("resident", "hotline"):
        return {}
    if below(100, "anonymous", number) < 22:
        return {"reporter": {"anonymous": True}}
    return {"reporter": {"name": f"演示居民{number:04d}号", "phone": f"000-0000-{number:04d}", "anonymous": False}}


def whistle(ground, rows, phrases, number):
    source = weighted(_SOURCES, "source", number)
    row = _category(rows, source, number)
    category = row["category"]
    at_home = row["where"] == "estate" or (not row["where"] and below(100, "home", number) < _AT_HOME_PERCENT[source])
    said = {
        "kind": "community" if source in ("community", "sensor") else "resident", "source": source,
        "channel": pick(_CHANNELS[source], "channel", number), "category": category,
        "text": _text(row["text"], phrases, source, at_home, number),
        **(_place_at_estate(ground, number) if at_home else _place_in_grid(ground, number)),
    }
    if below(100, "urgent", number) < 2:
        said["urgency"] = "urgent"
    return {**said, **_reporter(source, number)}


def moments(start, count):
    """`count` instants from the start to the evening of the second day, ascending, thicker where people are awake."""
    end = (start + datetime.timedelta(days=1)).replace(hour=22, minute=0, second=0)
    minutes = int((end - start).total_seconds() // 60)
    pairs = [(i, _BY_HOUR[(start + datetime.timedelta(minutes=i)).hour]) for i in range(max(minutes, 1))]
    offsets = sorted((weighted(pairs, "minute", n), below(60, "second", n)) for n in range(count))
    return [start + datetime.timedelta(minutes=m, seconds=s) for m, s in offsets]


def stream(directory, count, start):
    """The whistles as values, in the order in which they happened."""
    ground = Ground(directory)
    rows = read_csv(HERE / "sources" / "texts.csv")
    unknown = {row["category"] for row in rows} - set(ground.categories)
    if unknown:
        raise ValueError(f"texts.csv speaks of unknown categories: {sorted(unknown)}")
    phrases = {}
    for row in read_csv(HERE / "sources" / "phrases.csv"):
        phrases.setdefault(row["use"], []).append(row["text"])
    for number, moment in enumerate(moments(start, count), 1):
        yield {"key": f"demo-{number:05d}", **whistle(ground, rows, phrases, number),
               "occurred_at": moment.isoformat()}


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--district", type=pathlib.Path, default=HERE / "weifang-hitech")
    arguments.add_argument("--count", type=int, default=2000)
    arguments.add_argument("--start", type=datetime.datetime.fromisoformat, default=FIRST, help="RFC 3339, with its offset")
    arguments.add_argument("--output", type=pathlib.Path, help="a file; standard output without it")
    chosen = arguments.parse_args()
    if chosen.start.tzinfo is None:
        arguments.error("--start needs an offset from UTC")
    lines = (json.dumps(value, ensure_ascii=False) + "\n" for value in stream(chosen.district, chosen.count, chosen.start))
    if chosen.output:
        with chosen.output.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(lines)
    else:
        sys.stdout.reconfigure(encoding="utf-8")
        sys.stdout.writelines(lines)


if __name__ == "__main__":
    main()
