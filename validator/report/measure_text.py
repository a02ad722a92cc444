"""A measure for people: seeds that were no use, the cells, escapes, strictness, the verdict.

Comes in: a measure, and whether to color. Goes out: text that is safe to print.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from validator.dataclass import dataclass
from validator.report.escape import terminal
from validator.report.measure_words import (
    cell_rows,
    change_text,
    death_text,
    deaths_text,
    edit_command,
    escape_groups,
    mutant_text,
    number_text,
    place_text,
    run_text,
    share_text,
    shorten,
    shown_outcomes,
    size_text,
    strict_text,
    verdict_text,
)
from validator.report.meta import plural

if TYPE_CHECKING:
    from validator.measure import Escape, Measure

_RESET, _BOLD, _DIM = "\x1b[0m", "\x1b[1m", "\x1b[2m"
_RED, _YELLOW, _GREEN = "\x1b[1;31m", "\x1b[1;33m", "\x1b[1;32m"
_VERDICTS = {"escapes": _RED, "no escapes": _GREEN}
_LABEL = 9
_LISTED_SEEDS = 10
_LISTED_RULES = 15
_LISTED_DEATHS = 10


@dataclass(frozen=True, slots=True)
class MeasureStyle:
    """How a measure is shown.

    Attributes:
        folder: output folder, as users name it; "" when there is none.
        schema: what was given after `--schema`, for commands to copy.
        color: emit SGR escape sequences; all others are escaped in any case.
    """

    folder: str = ""
    schema: str = ""
    color: bool = False


def render_measure_text(measure: Measure, style: MeasureStyle) -> str:
    """Return a measure as text, ended by a line feed.

    Args:
        measure: the run.
        style: how to show it.
    """
    return "".join(f"{line}\n" for line in _Painter(measure, style).lines())


class _Painter:
    """Writes one measure."""

    def __init__(self, measure: Measure, style: MeasureStyle) -> None:
        self.measure = measure
        self.style = style

    def lines(self) -> Iterator[str]:
        """Yield all lines."""
        measure = self.measure
        yield from self._seeds()
        yield terminal(run_text(measure))
        yield ""
        yield from self._cells()
        yield ""
        yield terminal(deaths_text(measure))
        yield from self._deaths()
        for name, escapes in escape_groups(measure):
            for number, escape in enumerate(escapes, 1):
                yield ""
                yield from self._escape(escape, f"{name} {number} of {len(escapes)}")
        yield ""
        yield terminal(strict_text(measure))
        yield from self._strictness()
        yield ""
        verdict = self._paint(f"{measure.verdict.upper()}:", _VERDICTS.get(measure.verdict, _BOLD))
        yield f"{verdict} {terminal(verdict_text(measure))}"
        if measure.stopped:
            yield self._detail("stopped", measure.stopped)
        for note in measure.notes:
            yield self._detail("note", note)
        if self.style.folder:
            yield self._detail("files", self.style.folder)

    def _seeds(self) -> Iterator[str]:
        """Yield the seeds that were not used, false alarms first."""
        alarms = self.measure.false_alarms
        rest = [seed for seed in self.measure.seeds if seed.state == "unusable"]
        for seed in alarms:
            mark = self._paint("false alarm", _RED)
            yield f"{mark} {terminal(f'{seed.name}: {seed.reason}')}"
        for seed in rest[:_LISTED_SEEDS]:
            mark = self._paint("not used", _YELLOW)
            yield f"{mark} {terminal(f'{seed.name}: {seed.reason}')}"
        if len(rest) > _LISTED_SEEDS:
            yield f"... {len(rest) - _LISTED_SEEDS} more seeds not used"
        if alarms or rest:
            yield ""

    def _cells(self) -> Iterator[str]:
        titles = ["fine", "accepted", "rejected", "dies", *shown_outcomes(self.measure)]
        rows = [
            (name, [number_text(n) for n in counts]) for name, counts in cell_rows(self.measure)
        ]
        widths = [
            max(len(title), *(len(cells[at]) for _, cells in rows)) + 2
            for at, title in enumerate(titles)
        ]
        head = "".join(title.rjust(width) for title, width in zip(titles, widths, strict=True))
        yield self._paint(f"{'':14}{head}", _DIM)
        for name, cells in rows:
            painted = [
                self._paint(cell.rjust(width), self._cell_color(name, at, cell))
                for at, (cell, width) in enumerate(zip(cells, widths, strict=True))
            ]
            yield f"{name:14}{''.join(painted)}"

    def _cell_color(self, name: str, at: int, cell: str) -> str:
        """Return the color of a cell: red for what must not be, bold for the four sums."""
        if name == "schema accepts" and at >= 3 and cell != "0":
            return _RED
        return _BOLD if at in (0, 3) else ""

    def _deaths(self) -> Iterator[str]:
        deaths = self.measure.deaths
        for death in deaths[:_LISTED_DEATHS]:
            left = death.count - death.refused
            words = f"{number_text(left)} not refused" if left else "all refused"
            text = death_text(death.outcome, death.signature)
            yield f"  {number_text(death.count):>7}  {terminal(text)}  ({words})"
        if len(deaths) > _LISTED_DEATHS:
            yield f"  {'':>7}  ... {len(deaths) - _LISTED_DEATHS} more ways to die"

    def _escape(self, escape: Escape, title: str) -> Iterator[str]:
        color = _YELLOW if escape.known else _RED
        what = terminal(death_text(escape.outcome, escape.signature))
        field = terminal(f" at {escape.field}") if escape.field else ""
        yield f"{self._paint(title, color)}: {what}{field}  ({plural(escape.count, 'mutant')})"
        if escape.known:
            yield self._detail("known", escape.known)
        for change in escape.changes:
            yield self._detail("change", f"{place_text(change)}: {change_text(change)}")
        yield self._detail("seed", mutant_text(escape))
        yield self._detail("size", size_text(escape))
        for line in escape.evidence:
            yield self._detail("said", line)
        for note in escape.notes:
            yield self._detail("note", note)
        if made := edit_command(escape, self.style.schema):
            yield self._detail("same", made)
        yield self._detail("reproduce", escape.reproduce)

    def _strictness(self) -> Iterator[str]:
        rules = self.measure.strict
        whole = sum(rule.count for rule in rules)
        for rule in rules[:_LISTED_RULES]:
            share = share_text(rule.count, whole)
            yield f"  {number_text(rule.count):>7}  {terminal(rule.rule)}  ({share})"
            if rule.message:
                where = f"{rule.path}: " if rule.path else ""
                example = shorten(f"mutant {rule.index}: {where}{rule.message}")
                yield f"  {'':>7}  {self._paint(terminal(f'  {example}'), _DIM)}"
        if len(rules) > _LISTED_RULES:
            left: Sequence[int] = [rule.count for rule in rules[_LISTED_RULES:]]
            yield f"  {number_text(sum(left)):>7}  {len(left)} more rules"

    def _detail(self, label: str, value: str) -> str:
        return f"  {self._paint(label.ljust(_LABEL), _DIM)}  {terminal(value)}"

    def _paint(self, text: str, code: str) -> str:
        return f"{code}{text}{_RESET}" if self.style.color and code else text
