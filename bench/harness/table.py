"""Figures of one run: medians with their spread, as a table and as JSON."""

import statistics
from dataclasses import dataclass, field


@dataclass
class Row:
    name: str
    unit: str
    values: list[float] = field(default_factory=list)  # one a repetition
    floor: str = ""  # name of the row whose figure this one is divided by, repetition by repetition
    target: str = ""

    @property
    def median(self) -> float:
        return statistics.median(self.values)


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


class Table:
    def __init__(self):
        self.rows: dict[str, Row] = {}

    def add(self, name: str, unit: str, value: float, floor: str = "", target: str = "") -> None:
        row = self.rows.setdefault(name, Row(name, unit, floor=floor, target=target))
        row.values.append(value)

    def ratios(self, row: Row) -> list[float]:
        floor = self.rows.get(row.floor)
        if floor is None:
            return []
        return [mine / other for mine, other in zip(row.values, floor.values)]

    def text(self) -> str:
        lines = ["| what | unit | median | lowest … highest | ratio | target |", "|---|---|---|---|---|---|"]
        for row in self.rows.values():
            ratios = self.ratios(row)
            ratio = f"{statistics.median(ratios):.2f} of {row.floor}" if ratios else ""
            spread = f"{_number(min(row.values))} … {_number(max(row.values))} ({len(row.values)})"
            lines.append(f"| {row.name} | {row.unit} | {_number(row.median)} | {spread} | {ratio} | {row.target} |")
        return "\n".join(lines)

    def json(self) -> list[dict]:
        found = []
        for row in self.rows.values():
            ratios = self.ratios(row)
            found.append({"name": row.name, "unit": row.unit, "median": row.median, "values": row.values, "target": row.target,
                          "floor": row.floor or None, "ratio": statistics.median(ratios) if ratios else None})  # fmt: skip
        return found
