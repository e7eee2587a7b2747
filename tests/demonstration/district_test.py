"""The demonstration district: its grids fit exactly, its tables are what the script writes, its stream is the same each time."""

import collections
import csv
import datetime
import json
import os
import pathlib
import sys
import unittest

SOURCE = pathlib.Path(os.environ.get("WHISTLE_SOURCE_DIR", pathlib.Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(SOURCE / "tools" / "demonstration"))
sys.dont_write_bytecode = True

import make_district  # noqa: E402
import make_stream  # noqa: E402
from plane import disjoint, edges, is_simple, joined, lies_inside, twice_area  # noqa: E402

DISTRICT = SOURCE / "tools" / "demonstration" / "weifang-hitech"


def rings(name):
    """Code -> corners in whole units of 1e-7 degree, read from the text of the file."""
    found = {}
    for feature in json.loads((DISTRICT / name).read_text(encoding="utf-8"), parse_float=str)["features"]:
        ring = [(int(lon.replace(".", "")), int(lat.replace(".", ""))) for lon, lat in feature["geometry"]["coordinates"][0]]
        assert ring[0] == ring[-1]
        found[feature["properties"]["code"]] = ring[:-1]
    return found


def table(name):
    with (DISTRICT / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def misfits(cells):
    """What keeps the cells from filling one outline exactly: words, empty when nothing does."""
    found = [f"{code} is no simple ring" for code, ring in cells.items() if not is_simple(ring) or twice_area(ring) <= 0]
    sides = collections.Counter(side for ring in cells.values() for side in edges(ring))
    found += [f"{side} stands twice" for side, count in sides.items() if count > 1]
    free = [side for side in sides if (side[1], side[0]) not in sides]
    following = dict(free)
    if len(following) != len(free):
        return [*found, "the free sides meet in a corner: a gap or an overlap"]
    outline = [free[0][0]]
    while len(outline) <= len(free) and following[outline[-1]] != outline[0]:
        outline.append(following[outline[-1]])
    if len(outline) != len(free):
        found.append("the free sides are more than one outline")
    elif sum(map(twice_area, cells.values())) != twice_area(outline):
        found.append("the areas do not add up")
    return found


class Shapes(unittest.TestCase):
    def test_the_grids_fill_one_outline_without_gap_or_overlap(self):
        cells = rings("grids.geojson")
        self.assertEqual(len(cells), 147)
        self.assertEqual(misfits(cells), [])

    def test_a_corner_moved_by_one_unit_on_one_side_is_noticed(self):
        cells = rings("grids.geojson")
        lon, lat = cells["HT-070"][0]
        cells["HT-070"][0] = (lon + 1, lat)
        self.assertNotEqual(misfits(cells), [])

    def test_estates_lie_apart_inside_their_grids(self):
        cells, outlines = rings("grids.geojson"), rings("estates.geojson")
        for row in table("estates.csv"):
            grids = row["grid"].split(";")
            ring = cells[grids[0]] if len(grids) == 1 else joined(cells[grids[0]], cells[grids[1]])
            self.assertTrue(lies_inside(outlines[row["code"]], ring), row["code"])
        codes = sorted(outlines)
        for i, one in enumerate(codes):
            for other in codes[i + 1 :]:
                self.assertTrue(disjoint(outlines[one], outlines[other]), (one, other))


class Tables(unittest.TestCase):
    def test_the_tables_in_the_tree_are_what_the_script_writes(self):
        for name, text in make_district.district_files().items():
            self.assertEqual((DISTRICT / name).read_bytes(), text.encode(), name)

    def test_estates_are_of_all_three_types_and_some_under_watch(self):
        rows = table("estates.csv")
        types = collections.Counter(row["type"] for row in rows)
        self.assertEqual(types, {"PROPERTY_MANAGED": 172, "SELF_GOVERNED": 12, "UNMANAGED": 16})
        self.assertEqual(sum(row["watched"] == "true" for row in rows), 29)

    def test_every_party_has_members_and_every_community_a_dispatcher(self):
        members = table("members.csv")
        self.assertEqual({row["code"] for row in table("parties.csv")}, {row["party"] for row in members})
        dispatching = {row["party"] for row in members if "dispatcher" in row["roles"].split(";")}
        communities = {row["code"] for row in table("parties.csv") if row["kind"] == "community"}
        self.assertEqual(communities - dispatching, set())

    def test_every_grid_has_a_member_of_its_own(self):
        walked = {grid for row in table("members.csv") for grid in row["grids"].split(";")}
        self.assertEqual({row["code"] for row in table("areas.csv") if row["tier"] == "grid"} - walked, set())


class Stream(unittest.TestCase):
    START = datetime.datetime.fromisoformat(make_stream.FIRST)

    def test_two_runs_give_the_same_whistles_in_the_order_of_their_time(self):
        whistles = list(make_stream.stream(DISTRICT, 2000, self.START))
        self.assertEqual(whistles, list(make_stream.stream(DISTRICT, 2000, self.START)))
        self.assertEqual(len({one["key"] for one in whistles}), 2000)
        times = [one["occurred_at"] for one in whistles]
        self.assertEqual(times, sorted(times))
        self.assertTrue(times[0].startswith("2026-09-28T07:3"), times[0])

    def test_places_are_said_in_every_way_and_every_category_with_a_text_occurs(self):
        whistles = list(make_stream.stream(DISTRICT, 2000, self.START))
        for member in ("estate", "lat", "grid", "legacy", "address", "area"):
            self.assertGreater(sum(member in one for one in whistles), 40, member)
        spoken_of = {row["category"] for row in make_stream.read_csv(make_stream.HERE / "sources" / "texts.csv")}
        leaves = {row["code"] for row in table("catalogue.csv")} - {row["parent"] for row in table("catalogue.csv")}
        self.assertEqual(spoken_of, leaves)
        self.assertEqual({one["category"] for one in whistles}, leaves)

    def test_nobody_who_reports_can_be_a_person(self):
        for one in make_stream.stream(DISTRICT, 2000, self.START):
            reporter = one.get("reporter", {"anonymous": True})
            if reporter["anonymous"]:
                self.assertNotIn("name", reporter)
            else:
                self.assertTrue(reporter["name"].startswith("演示居民"))
                self.assertTrue(reporter["phone"].startswith("000-0000-"))


if __name__ == "__main__":
    unittest.main()
