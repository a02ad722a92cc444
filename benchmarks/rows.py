"""What was measured, and the table that people read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure to reach: `at_least` or at most `value`."""

    value: float
    unit: str
    at_least: bool = True

    def met(self, figure: float) -> bool:
        """Whether a figure reaches the goal."""
        return figure >= self.value if self.at_least else figure <= self.value

    def text(self) -> str:
        """Return the goal as it stands in the table."""
        return f"{'>=' if self.at_least else '<='} {self.value:g}{self.unit}"


@dataclass(frozen=True, slots=True)
class Row:
    """One measured subject.

    Attributes:
        part: what it belongs to: w1, w2, real, invalid, mutants, memory, startup.
        subject: what was measured.
        size: bytes of the file; 0 when there is none.
        figure, unit: the figure itself; None when it is not available.
        ratio: against our own figure of the same part (how many times better we are) or, for
            memory, against the file's size; None when there is nothing to compare.
        goal, is_met: what the figure or ratio must reach, and whether it does.
        note: what has to be known to read the row.
    """

    part: str
    subject: str
    size: int
    figure: float | None
    unit: str
    ratio: float | None = None
    goal: str = ""
    is_met: bool | None = None
    note: str = ""


def judged(row: Row, goal: Goal | None, figure: float | None) -> Row:
    """Return a row with its goal and whether a figure of it reaches the goal."""
    if goal is None:
        return row
    is_met = None if figure is None else goal.met(figure)
    return Row(
        row.part, row.subject, row.size, row.figure, row.unit, row.ratio, goal.text(), is_met,
        row.note,
    )  # fmt: skip


_HEAD = ("part", "subject", "file", "figure", "ratio", "goal", "", "note")


def _number(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _cells(row: Row) -> tuple[str, ...]:
    size = f"{row.size / 1e6:.1f} MB" if row.size >= 50_000 else f"{row.size} B"
    figure = "not available" if row.figure is None else f"{_number(row.figure)} {row.unit}"
    ratio = "" if row.ratio is None else f"{_number(row.ratio)}x"
    verdict = {None: "", True: "met", False: "NOT MET"}[row.is_met]
    shown_size = size if row.size else ""
    return (row.part, row.subject, shown_size, figure, ratio, row.goal, verdict, row.note)


def table(rows: Sequence[Row]) -> str:
    """Return the rows as an aligned table; a rule stands between parts."""
    lines = [_HEAD, *(_cells(row) for row in rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(_HEAD))]
    right = {2, 3, 4}
    text: list[str] = []
    before = ""
    for line in lines:
        if line[0] != before:
            text.append("-" * (sum(widths[:-1]) + 2 * (len(widths) - 1)))
        before = line[0]
        cells = [
            cell.rjust(width) if at in right else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        text.append("  ".join(cells).rstrip())
    return "\n".join(text[1:]) + "\n"


def as_json(rows: Sequence[Row], machine: dict[str, object]) -> str:
    """Return rows and machine for other programs; every row has every key."""
    return json.dumps(
        {"version": 1, "machine": machine, "rows": [asdict(r) for r in rows]}, indent=2
    )
