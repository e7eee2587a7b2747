"""The ground: the zone's outline, its streets, communities and grids, the estates' outlines, and the road crossings."""

import json
from fractions import Fraction

from datum import wgs84_from_gcj02
from draw import below, between, pick, shuffled, weighted
from partition import Partition
from plane import box, covers, disjoint, edges, joined, lies_inside, metres, twice_area

GRIDS = 147
_STREETS = {"XC": (Fraction(45, 100), 94), "QC": (Fraction(55, 100), 53)}  # part of the zone's area, grids

# Where our zone ends in the west: bends of a line, GCJ-02, between two corners of the county's outline.
_WEST_FROM, _WEST_TO = (119.166757, 36.740247), (119.159677, 36.670494)
_WEST_BENDS = [
    (119.1655, 36.7330), (119.1632, 36.7260), (119.1641, 36.7185), (119.1618, 36.7110),
    (119.1625, 36.7030), (119.1602, 36.6950), (119.1611, 36.6870), (119.1590, 36.6785),
]

# The town's roads as straight lines, for naming crossings: degrees of WGS-84, west to east and north to south.
_NORTH_SOUTH = [
    ("北海路", 119.1615), ("金马路", 119.1745), ("惠贤路", 119.1862), ("蓉花路", 119.1968), ("志远路", 119.2081),
    ("东方路", 119.2207), ("永春路", 119.2342), ("银枫路", 119.2468), ("潍安路", 119.2605), ("浞河东路", 119.2760),
]
_EAST_WEST = [
    ("北宫东街", 36.7285), ("福寿东街", 36.7178), ("东风东街", 36.7086), ("胜利东街", 36.6995), ("健康东街", 36.6902),
    ("卧龙东街", 36.6811), ("樱前街", 36.6718), ("玉清东街", 36.6627), ("宝通东街", 36.6500), ("高新南街", 36.6330),
]


def e7(degrees):
    return round(degrees * 10_000_000)


def outline(path):
    """The zone's ring in WGS-84: the part of the county east of the line above."""
    with open(path, encoding="utf-8") as file:
        ring = [tuple(p) for p in json.load(file)["features"][0]["geometry"]["coordinates"][0][:-1]]
    start, end = ring.index(_WEST_TO), ring.index(_WEST_FROM)
    zone = ring[start:] + ring[: end + 1] + _WEST_BENDS
    return [(e7(lon), e7(lat)) for lon, lat in (wgs84_from_gcj02(*p) for p in zone)]


def grid_counts(communities, street):
    """How many grids each community of the street has: 1 to 4, together the street's number."""
    total = _STREETS[street][1]
    counts = {code: weighted([(1, 2), (2, 5), (3, 3)], "grids", code) for code in communities}
    order = shuffled(communities, "grid order")
    at = 0
    while sum(counts.values()) != total:
        code = order[at % len(order)]
        step = 1 if sum(counts.values()) < total else -1
        if 1 <= counts[code] + step <= 4:
            counts[code] += step
        at += 1
    return counts


def cut_zone(ring, communities_of):
    """Cuts the zone into grids. communities_of: street -> community codes in the order of the map.

    Returns (the partition, community -> names of its cells).
    """
    partition = Partition("zone", ring)
    partition.cut("zone", "XC", "QC", _STREETS["XC"][0])
    cells_of = {}
    for street, communities in communities_of.items():
        counts = grid_counts(communities, street)
        _cut_group(partition, street, [(code, counts[code]) for code in communities])
        for code, count in counts.items():
            cells_of[code] = [f"{code}/{i}" for i in range(count)]
            _cut_group(partition, code, [(name, 1) for name in cells_of[code]])
    partition.verify()
    if len(partition.cells) != GRIDS:
        raise ValueError(f"{len(partition.cells)} grids instead of {GRIDS}")
    return partition, cells_of


def _cut_group(partition, name, members):
    """Cuts the cell into one cell for each (member, weight); neighbours in the list become neighbours on the map."""
    if len(members) == 1:
        partition.cells[members[0][0]] = partition.cells.pop(name)
        return
    half = sum(weight for _, weight in members) / 2
    split, low = 1, members[0][1]
    while split < len(members) - 1 and abs(low + members[split][1] - half) <= abs(low - half):
        low += members[split][1]
        split += 1
    whole = sum(weight for _, weight in members)
    uneven = between(92, 108, "uneven", name)  # hundredths: real grids are not equal
    partition.cut(name, name + "<", name + ">", Fraction(low * uneven, whole * 100))
    _cut_group(partition, name + "<", members[:split])
    _cut_group(partition, name + ">", members[split:])


def _compound(centre, width, height, slope, notch):
    """A compound's ring: a tilted rectangle, or an L where `notch` says how much of a corner is missing (hundredths)."""
    half_w, half_h = int(width / 2 / 0.00893), int(height / 2 / 0.0111)
    corners = [(-half_w, -half_h), (half_w, -half_h), (half_w, half_h), (-half_w, half_h)]
    if notch:
        inner = (half_w - 2 * half_w * notch // 100, half_h - 2 * half_h * notch // 100)
        corners[2:3] = [(half_w, inner[1]), inner, (inner[0], half_h)]
    return [(centre[0] + x - y * slope // 1000, centre[1] + y + x * slope // 1000) for x, y in corners]


def place_estate(code, ring, others, centre=None):
    """An outline for the estate inside the ring, some metres away from its border and from the other outlines; None: no room."""
    west, south, east, north = box(ring)
    for attempt in range(400):
        largest = 300 - attempt // 2
        width = between(90, max(110, largest), "width", code, attempt)
        height = between(90, max(110, largest), "height", code, attempt)
        slope = between(-60, 60, "slope", code, attempt)
        notch = pick([0, 0, 0, 25, 40], "notch", code)
        at = centre or (west + below(east - west, "east", code, attempt), south + below(north - south, "north", code, attempt))
        with_margin = _compound(at, width + 24, height + 24, slope, 0)
        if lies_inside(with_margin, ring) and all(disjoint(with_margin, other) for other in others):
            return _compound(at, width, height, slope, notch)
    return None


def place_across(code, one, other, others):
    """An outline that lies in two neighbouring grids; None where they share no border long enough."""
    shared = [(a, b) for a, b in edges(one) if (b, a) in set(edges(other)) and metres(a, b) > 120]
    if not shared:
        return None
    a, b = max(shared, key=lambda side: metres(*side))
    outline_ = place_estate(code, joined(one, other), others, ((a[0] + b[0]) // 2, (a[1] + b[1]) // 2))
    return outline_ if outline_ and not lies_inside(outline_, one) and not lies_inside(outline_, other) else None


def crossings():
    """(street running east-west, road running north-south, point) of every crossing; many lie outside the zone."""
    return [(street, road, (e7(lon), e7(lat))) for street, lat in _EAST_WEST for road, lon in _NORTH_SOUTH]


def grid_at(point, cells):
    """The lowest code among the grids that hold the point; None outside."""
    return next((code for code in sorted(cells) if covers(cells[code], point)), None)


def area_square_kilometres(ring):
    return abs(twice_area(ring)) / 2 * 0.00893 * 0.0111 / 1_000_000
