"""Exact plane geometry on whole numbers: points are (lon, lat) in 1e-7 degree, rings are lists of points without a repeated last one."""

import math

# Lengths at the zone's latitude, for choosing sizes only; nothing is judged by them.
METRES_PER_LON_UNIT = 0.00893
METRES_PER_LAT_UNIT = 0.01110


def metres(a, b):
    return math.hypot((b[0] - a[0]) * METRES_PER_LON_UNIT, (b[1] - a[1]) * METRES_PER_LAT_UNIT)


def cross(origin, a, b):
    """Twice the signed area of the triangle: positive when it turns left."""
    return (a[0] - origin[0]) * (b[1] - origin[1]) - (a[1] - origin[1]) * (b[0] - origin[0])


def edges(ring):
    return list(zip(ring, ring[1:] + ring[:1]))


def twice_area(ring):
    """Positive when the ring runs counter-clockwise."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in edges(ring))


def on_segment(point, a, b):
    return (
        cross(a, b, point) == 0
        and min(a[0], b[0]) <= point[0] <= max(a[0], b[0])
        and min(a[1], b[1]) <= point[1] <= max(a[1], b[1])
    )


def segments_touch(a, b, c, d):
    """Whether two closed segments have a point in common."""
    if max(a[0], b[0]) < min(c[0], d[0]) or max(c[0], d[0]) < min(a[0], b[0]):
        return False
    if max(a[1], b[1]) < min(c[1], d[1]) or max(c[1], d[1]) < min(a[1], b[1]):
        return False
    c_side, d_side = cross(a, b, c), cross(a, b, d)
    a_side, b_side = cross(c, d, a), cross(c, d, b)
    if (c_side > 0) != (d_side > 0) and (a_side > 0) != (b_side > 0) and 0 not in (c_side, d_side, a_side, b_side):
        return True
    return on_segment(c, a, b) or on_segment(d, a, b) or on_segment(a, c, d) or on_segment(b, c, d)


def covers(ring, point):
    """Whether the point lies inside the ring or on it."""
    inside = False
    for a, b in edges(ring):
        if on_segment(point, a, b):
            return True
        if (a[1] > point[1]) != (b[1] > point[1]):
            turn = cross(a, b, point)
            if (turn > 0) == (b[1] > a[1]):
                inside = not inside
    return inside


def strictly_inside(ring, point):
    return covers(ring, point) and not any(on_segment(point, a, b) for a, b in edges(ring))


def is_simple(ring):
    """Whether no two edges meet but neighbours in their common corner."""
    sides = edges(ring)
    count = len(sides)
    if count < 3 or len(set(ring)) != count:
        return False
    for i, (a, b) in enumerate(sides):
        following = sides[(i + 1) % count][1]
        if cross(a, b, following) == 0 and (b[0] - a[0]) * (following[0] - b[0]) + (b[1] - a[1]) * (following[1] - b[1]) <= 0:
            return False  # folds back on itself
        for j in range(i + 2, count):
            if (j + 1) % count != i and segments_touch(a, b, *sides[j]):
                return False
    return True


def lies_inside(inner, outer):
    """Whether a ring lies inside another without touching it."""
    return strictly_inside(outer, inner[0]) and not any(
        segments_touch(a, b, c, d) for a, b in edges(inner) for c, d in edges(outer)
    )


def disjoint(one, other):
    return (
        not covers(one, other[0])
        and not covers(other, one[0])
        and not any(segments_touch(a, b, c, d) for a, b in edges(one) for c, d in edges(other))
    )


def box(ring):
    """(least lon, least lat, most lon, most lat)."""
    lons, lats = [p[0] for p in ring], [p[1] for p in ring]
    return min(lons), min(lats), max(lons), max(lats)


def joined(one, other):
    """The ring around two cells that share at least one border and enclose nothing else."""
    sides = edges(one) + edges(other)
    kept = [side for side in sides if (side[1], side[0]) not in set(sides)]
    following = dict(kept)
    if len(following) != len(kept):
        raise ValueError("the cells meet in a corner outside their common border")
    ring = [kept[0][0]]
    while following[ring[-1]] != ring[0]:
        ring.append(following[ring[-1]])
    if len(ring) != len(kept):
        raise ValueError("the cells have no single common border")
    return ring
