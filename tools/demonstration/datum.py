"""Between WGS-84 and the datums of Chinese map services, GCJ-02 and BD-09. All positions are (longitude, latitude) in degrees.

The shift of GCJ-02 is the widely published approximation; its inverse is found by iteration, to far below 1e-7 degree.
"""

import math

_SEMI_MAJOR = 6378245.0
_ECCENTRICITY_SQUARED = 0.00669342162296594323
_BD_ANGLE = math.pi * 3000.0 / 180.0


def _waves(x, divisors_and_weights):
    return sum(weight * math.sin(x * math.pi / divisor) for divisor, weight in divisors_and_weights) * 2.0 / 3.0


def _shift_metres(lon, lat):
    x, y = lon - 105.0, lat - 35.0
    fine = _waves(x, [(1.0 / 6.0, 20.0), (0.5, 20.0)])
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    east += fine + _waves(x, [(1.0, 20.0), (3.0, 40.0), (12.0, 150.0), (30.0, 300.0)])
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    north += fine + _waves(y, [(1.0, 20.0), (3.0, 40.0), (12.0, 160.0), (30.0, 320.0)])
    return east, north


def gcj02_from_wgs84(lon, lat):
    east, north = _shift_metres(lon, lat)
    radians = math.radians(lat)
    magic = 1.0 - _ECCENTRICITY_SQUARED * math.sin(radians) ** 2
    north_radius = _SEMI_MAJOR * (1.0 - _ECCENTRICITY_SQUARED) / (magic * math.sqrt(magic))
    east_radius = _SEMI_MAJOR / math.sqrt(magic) * math.cos(radians)
    return lon + math.degrees(east / east_radius), lat + math.degrees(north / north_radius)


def wgs84_from_gcj02(lon, lat):
    guess_lon, guess_lat = lon, lat
    for _ in range(20):
        shifted_lon, shifted_lat = gcj02_from_wgs84(guess_lon, guess_lat)
        guess_lon, guess_lat = guess_lon + lon - shifted_lon, guess_lat + lat - shifted_lat
    return guess_lon, guess_lat


def bd09_from_gcj02(lon, lat):
    radius = math.hypot(lon, lat) + 0.00002 * math.sin(lat * _BD_ANGLE)
    angle = math.atan2(lat, lon) + 0.000003 * math.cos(lon * _BD_ANGLE)
    return radius * math.cos(angle) + 0.0065, radius * math.sin(angle) + 0.006


def bd09_from_wgs84(lon, lat):
    return bd09_from_gcj02(*gcj02_from_wgs84(lon, lat))
