"""Cuts one outline into cells that fit exactly: every border has the same corners on both sides.

    partition = Partition(outline)
    partition.cut("zone", "west", "east", share=Fraction(2, 5))
    partition.verify()

A cut is a road: a line in one of the town's two directions with a few bends. Where it meets a border that another cell
shares, its end becomes a corner of that cell too, so that rounding to 1e-7 degree opens no gap.
"""

from draw import between
from plane import cross, edges, is_simple, metres, segments_touch, strictly_inside, twice_area

_TRIES = 7  # tilts a direction
_SNAP_METRES = 30  # a cut that ends this near a corner ends in it
_STRAIGHT_METRES = 260  # a road bends about this often


class Partition:
    def __init__(self, name, outline):
        ring = outline if twice_area(outline) > 0 else outline[::-1]
        self.cells = {name: list(ring)}
        self._outside = list(reversed(ring))

    def cut(self, name, low, high, share):
        """Replaces a cell by two: `low` (west or south) gets about this share of its area."""
        ring = self.cells[name]
        best = None
        for eastward in (True, False):
            for tilt in range(_TRIES):
                candidate = self._road(ring, name, eastward, tilt, share)
                if candidate and (best is None or candidate[0] < best[0]):
                    best = candidate
        if best is None:
            raise ValueError(f"no road divides {name}")
        _, path, eastward = best
        for corner in (path[0], path[-1]):
            self._add_corner(corner)
        ring = self.cells.pop(name)
        start, end = ring.index(path[0]), ring.index(path[-1])
        one = _walk(ring, start, end) + path[-2:0:-1]
        other = _walk(ring, end, start) + path[1:-1]
        if _middle(one, eastward) > _middle(other, eastward):
            one, other = other, one
        self.cells[low], self.cells[high] = one, other

    def _road(self, ring, name, eastward, tilt, share):
        """(cost, path from border to border, direction), or None where this direction has no clean cut."""
        slope = between(-90, 90, "tilt", name, eastward, tilt)  # thousandths
        values = [_value(p, eastward, slope) for p in ring]
        for off in (0, -4, 4, -8, 8, -13, 13, -18, 18):  # hundredths of the wanted share
            wanted = share * (100 + off) / 100
            level = _level(ring, values, wanted)
            ends = _crossings(ring, values, level)
            if len(ends) != 2:
                continue
            path = _bent(ends[0], ends[1], (name, eastward, tilt))
            if _is_clean(ring, path):
                return metres(path[0], path[-1]) * (1 + abs(off) / 25), path, eastward
        return None

    def _add_corner(self, corner):
        """Makes the point a corner of every ring on whose edge it was computed."""
        for ring in [*self.cells.values(), self._outside]:
            if corner in ring:
                continue
            place = _edge_beside(ring, corner)
            if place is not None:
                ring.insert(place + 1, corner)

    def outline(self):
        """The outline with every corner that the cells have on it, counter-clockwise."""
        return list(reversed(self._outside))

    def verify(self):
        """Raises unless the cells fill the outline without gap or overlap, judged in whole numbers."""
        sides = {}
        for name, ring in [*self.cells.items(), ("outside", self._outside)]:
            if not is_simple(ring):
                raise ValueError(f"{name} is no simple ring")
            if (twice_area(ring) > 0) == (name == "outside"):
                raise ValueError(f"{name} runs the wrong way")
            for side in edges(ring):
                if side in sides:
                    raise ValueError(f"{name} and {sides[side]} overlap")
                sides[side] = name
        for (a, b), name in sides.items():
            if (b, a) not in sides:
                raise ValueError(f"{name} has a side that nobody shares")
        if sum(map(twice_area, self.cells.values())) != -twice_area(self._outside):
            raise ValueError("the areas do not add up")


def _value(point, eastward, slope):
    along, across = point if eastward else point[::-1]
    return 1000 * along - slope * across


def _walk(ring, start, end):
    return ring[start : end + 1] if start <= end else ring[start:] + ring[: end + 1]


def _middle(ring, eastward):
    axis = 0 if eastward else 1
    return sum((a[axis] + b[axis]) * (a[0] * b[1] - b[0] * a[1]) for a, b in edges(ring)) / twice_area(ring)


def _at_level(a, b, value_a, value_b, level):
    """The point of the edge at this level, rounded."""
    over = value_b - value_a
    return tuple((2 * (p * over + (q - p) * (level - value_a)) + over) // (2 * over) for p, q in zip(a, b))


def _area_below(ring, values, level):
    kept = []
    for i, (a, b) in enumerate(edges(ring)):
        value_a, value_b = values[i], values[(i + 1) % len(ring)]
        if value_a < level:
            kept.append(a)
        if (value_a < level) != (value_b < level):
            kept.append(_at_level(a, b, value_a, value_b, level))
    return abs(twice_area(kept)) if len(kept) > 2 else 0


def _level(ring, values, share):
    low, high = min(values), max(values)
    wanted = twice_area(ring) * share
    while high - low > 1:
        middle = (low + high) // 2
        if _area_below(ring, values, middle) < wanted:
            low = middle
        else:
            high = middle
    while high in values:
        high += 1
    return high


def _crossings(ring, values, level):
    ends = []
    for i, (a, b) in enumerate(edges(ring)):
        value_a, value_b = values[i], values[(i + 1) % len(ring)]
        if (value_a < level) != (value_b < level):
            point = _at_level(a, b, value_a, value_b, level)
            near = min((a, b), key=lambda corner: metres(corner, point))
            ends.append(near if metres(near, point) < _SNAP_METRES else point)
    return ends


def _bent(start, end, label):
    length = metres(start, end)
    bends = max(1, min(9, int(length / _STRAIGHT_METRES)))
    reach = int(min(0.025 * length, 45.0) * 1000)  # millimetres to either side
    path = [start]
    for i in range(1, bends + 1):
        at = 1000 * i // (bends + 1) + between(-60, 60, "along", *label, i) // (bends + 1)
        off = between(-reach, reach, "off", *label, i)
        lon = start[0] + (end[0] - start[0]) * at // 1000
        lat = start[1] + (end[1] - start[1]) * at // 1000
        if abs(end[1] - start[1]) > abs(end[0] - start[0]):
            lon += off // 9  # 1e-7 degree of longitude is about 9 mm here
        else:
            lat += off // 11
        path.append((lon, lat))
    return [*path, end]


def _is_clean(ring, path):
    """Whether the road runs inside the cell and meets its border in its two ends alone."""
    if path[0] == path[-1] or not strictly_inside(ring, path[1]):
        return False
    for a, b in zip(path, path[1:]):
        for c, d in edges(ring):
            ends = [p for p in (a, b) if p in (path[0], path[-1])]
            if any(p in (c, d) or _beside(p, c, d) for p in ends):
                continue
            if segments_touch(a, b, c, d):
                return False
    return True


def _beside(point, a, b):
    """Whether the point is the rounded image of a point of this edge."""
    if not (min(a[0], b[0]) - 1 <= point[0] <= max(a[0], b[0]) + 1 and min(a[1], b[1]) - 1 <= point[1] <= max(a[1], b[1]) + 1):
        return False
    return cross(a, b, point) ** 2 <= 2 * ((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2)


def _edge_beside(ring, corner):
    for i, (a, b) in enumerate(edges(ring)):
        if _beside(corner, a, b):
            return i
    return None
