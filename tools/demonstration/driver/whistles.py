"""From a line of the stream to what goes over the wire, and who blows it."""

import datetime

from draw import below, pick
from whistle.v1 import common_pb2, service_pb2

from driver import cast

_KINDS = {"resident": common_pb2.WHISTLE_KIND_RESIDENT, "community": common_pb2.WHISTLE_KIND_COMMUNITY}
_UNITS_A_DEGREE = 10_000_000


def occurred_us(value):
    return round(datetime.datetime.fromisoformat(value["occurred_at"]).timestamp()) * 1_000_000


def request_of(value):
    request = service_pb2.Request(key=value["key"])
    blow = request.command.blow_whistle
    blow.kind = _KINDS[value["kind"]]
    blow.source = common_pb2.Source.Value("SOURCE_" + value["source"].upper())
    blow.channel = value["channel"]
    blow.category = value["category"]
    blow.urgency = value.get("urgency", "")
    blow.occurred_at_us = occurred_us(value)
    _put_location(value, blow.location)
    blow.personal.text = value["text"]
    blow.personal.address = value.get("address", "")
    reporter = value.get("reporter", {})
    blow.anonymous = reporter.get("anonymous", False)
    if reporter and not blow.anonymous:
        blow.personal.reporter.name = reporter["name"]
        blow.personal.reporter.phone = reporter["phone"]
    return request


def _put_location(value, location):
    if "lat" in value:
        location.point.lat_e7 = round(value["lat"] * _UNITS_A_DEGREE)
        location.point.lon_e7 = round(value["lon"] * _UNITS_A_DEGREE)
        location.datum = common_pb2.Datum.Value("DATUM_" + value.get("datum", "WGS84"))
    location.estate = value.get("estate", "")
    location.grid = value.get("grid", "")
    location.area = value.get("area", "")
    if "legacy" in value:
        location.legacy.system = value["legacy"]["system"]
        location.legacy.code = value["legacy"]["code"]


def blower_of(district, value):
    """The member with the right to blow from that source; a grid member or dispatcher of the place, where the place is said."""
    source = value["source"]
    fixed = {"resident": cast.INTAKE, "hotline": cast.HOTLINE, "platform": cast.PLATFORM, "sensor": cast.PLATFORM}
    if source in fixed:
        return fixed[source]
    grid = _grid_said(district, value)
    if source == "grid_member":
        # A firm's part-time grid member reports from the estates; elsewhere the community's own walks.
        walkers = district.walkers(grid)
        at_home = "estate" in value and below(3, "walker", value["key"]) == 0
        return walkers[-1] if at_home else walkers[0]
    community = value["area"] if value.get("area") else district.areas[grid]["parent"]
    return district.with_role(district.community_parties[community], "dispatcher")[0]


def _grid_said(district, value):
    if "estate" in value:
        return district.estates[value["estate"]]["grid"].split(";")[0]
    if "grid" in value:
        return value["grid"]
    grids = [code for code, row in district.areas.items() if row["tier"] == "grid"]
    return pick(grids, "walked", value["key"])
