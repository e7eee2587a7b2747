"""Writes the district's tables and shapes, byte for byte the same for the same rows."""

import csv
import io


def read_csv(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def csv_text(columns, rows):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([row.get(column, "") for column in columns])
    return text.getvalue()


def degrees(units):
    """1e-7 degree as text with exactly 7 decimals."""
    sign = "-" if units < 0 else ""
    return f"{sign}{abs(units) // 10_000_000}.{abs(units) % 10_000_000:07d}"


def geojson_text(rings):
    """A FeatureCollection of one Polygon a code; one feature a line."""
    lines = []
    for code in sorted(rings):
        corners = rings[code] + rings[code][:1]
        points = ",".join(f"[{degrees(lon)},{degrees(lat)}]" for lon, lat in corners)
        geometry = '{"type":"Polygon","coordinates":[[' + points + "]]}"
        lines.append('{"type":"Feature","properties":{"code":"' + code + '"},"geometry":' + geometry + "}")
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
