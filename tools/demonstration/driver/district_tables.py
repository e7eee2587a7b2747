"""The district's tables as the scripted members and the narrator need them: names, handlers, evidence."""

import collections

from tables import read_csv


class District:
    def __init__(self, directory):
        self.directory = directory
        self.parties = {row["code"]: row for row in read_csv(directory / "parties.csv")}
        self.members = {row["code"]: row for row in read_csv(directory / "members.csv")}
        self.estates = {row["code"]: row for row in read_csv(directory / "estates.csv")}
        self.areas = {row["code"]: row for row in read_csv(directory / "areas.csv")}
        self.categories = {row["code"]: row for row in read_csv(directory / "catalogue.csv")}
        self.venues = {row["code"]: row for row in read_csv(directory / "venues.csv")}
        self._by_party = collections.defaultdict(list)
        self._by_grid = collections.defaultdict(list)
        for row in self.members.values():
            self._by_party[row["party"]].append(row)
            for grid in filter(None, row["grids"].split(";")):
                self._by_grid[grid].append(row)
        self.community_parties = {
            area: code for code, row in self.parties.items() if row["kind"] in ("community", "street")
            for area in row["area"].split(";")
        }

    def name(self, table, code, language):
        """In the language asked for, else in the other, else the code."""
        row = table.get(code)
        if row is None:
            return code
        names = (row["name_zh"], row["name_en"]) if language == "zh" else (row["name_en"], row["name_zh"])
        return names[0] or names[1] or code

    def party_kind(self, code):
        return self.parties[code]["kind"]

    def with_role(self, party, role):
        """Member codes of a party, in the order of the table."""
        return [row["code"] for row in self._by_party[party] if role in row["roles"].split(";")]

    def walkers(self, grid):
        """Who walks a grid: the community's grid member and firms' part-time ones."""
        return [row["code"] for row in self._by_grid[grid] if "grid_member" in row["roles"].split(";")]

    def evidence(self, category):
        """What a resolution must bring: the row's own words."""
        row = self.categories.get(category)
        return row["evidence"].split(";") if row and row["evidence"] else []

    def count(self, tier):
        return sum(1 for row in self.areas.values() if row["tier"] == tier)
