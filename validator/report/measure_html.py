"""A measure as one HTML page that needs nothing else.

Comes in: a measure. Goes out: a page without scripts and without external resources (its policy
forbids both). Everything that files, schemas and consumers say is escaped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from validator.measure import ACCEPTED, REJECTED
from validator.report.escape import xml_text
from validator.report.measure_style import STYLE
from validator.report.measure_words import (
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
    shown_outcomes,
    size_text,
    strict_text,
    verdict_text,
)
from validator.report.meta import plural

if TYPE_CHECKING:
    from validator.measure import Escape, FieldChange, Measure, RuleCount, SeedNote
    from validator.report.measure_text import MeasureStyle

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_PILLS = {"escapes": "bad", "no escapes": "good", "inconclusive": "warn"}
_STATES = {"used": "", "false alarm": "bad", "unusable": "warn"}


def render_measure_html(measure: Measure, style: MeasureStyle) -> str:
    """Return a measure as an HTML page, ended by a line feed.

    Args:
        measure: the run.
        style: output folder and schema, for commands to copy.
    """
    return "\n".join(_Page(measure, style).lines()) + "\n"


class _Page:
    """Writes one measure."""

    def __init__(self, measure: Measure, style: MeasureStyle) -> None:
        self.measure = measure
        self.style = style

    def lines(self) -> Iterator[str]:
        """Yield the page."""
        measure = self.measure
        title = f"{xml_text(measure.schema)} against {xml_text(measure.consumer)}"
        yield from (
            "<!doctype html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="generator" content="contentgate">',
            f"<title>{title}: {measure.verdict}</title>",
            f"<style>\n{STYLE}</style>",
            "</head>",
            "<body><main>",
        )
        yield from self._header()
        yield from self._cells()
        yield from self._escapes()
        yield from self._deaths()
        yield from self._strictness()
        yield from self._kinds()
        yield from self._seeds()
        yield (
            f"<footer>Schema digest <code>{xml_text(measure.digest)}</code>."
            f" Made by contentgate {xml_text(measure.tool_version)}.</footer>"
        )
        yield "</main></body></html>"

    def _header(self) -> Iterator[str]:
        measure = self.measure
        names = [f"<code>{xml_text(name)}</code>" for name in (measure.schema, measure.consumer)]
        yield f'<h1>{names[0]} <span class="dim">against</span> {names[1]}</h1>'
        pill = _PILLS.get(measure.verdict, "calm")
        words = xml_text(verdict_text(measure))
        yield f'<p><span class="pill {pill}">{xml_text(measure.verdict)}</span> {words}</p>'
        yield f'<p class="facts">{xml_text(run_text(measure))}.</p>'
        if measure.contracts:
            names = [f"<code>{xml_text(name)}</code>" for name in measure.contracts]
            yield f'<p class="facts">Contracts: {", ".join(names)}.</p>'
        for note in (*([f"Stopped: {measure.stopped}"] if measure.stopped else []), *measure.notes):
            yield f'<p class="facts">{xml_text(note)}.</p>'
        for seed in measure.false_alarms:
            yield (
                f'<p><span class="pill bad">false alarm</span> <code>{xml_text(seed.name)}</code>:'
                f" {xml_text(seed.reason)}</p>"
            )

    def _cells(self) -> Iterator[str]:
        yield '<div class="cells"><div class="corner"></div>'
        yield '<div class="head">the consumer is fine</div>'
        yield '<div class="head">the consumer dies</div>'
        for is_passed, name in ((True, "the schema accepts"), (False, "the schema refuses")):
            yield f'<div class="side">{name}</div>'
            yield self._fine(is_passed)
            yield self._fatal(is_passed)
        yield "</div>"
        yield f"<p>{xml_text(deaths_text(self.measure))}.</p>"

    def _fine(self, is_passed: bool) -> str:
        count = self.measure.total(is_passed=is_passed, is_fatal=False)
        parts = [
            f"{number_text(self.measure.cells.get((is_passed, outcome), 0))} {outcome}"
            for outcome in (ACCEPTED, REJECTED)
        ]
        return _cell(count, ", ".join(parts), "calm")

    def _fatal(self, is_passed: bool) -> str:
        count = self.measure.total(is_passed=is_passed, is_fatal=True)
        parts = [
            f"{number_text(number)} {outcome}"
            for outcome in shown_outcomes(self.measure)
            if (number := self.measure.cells.get((is_passed, outcome), 0))
        ]
        look = "bad" if is_passed and count else "good"
        return _cell(count, ", ".join(parts) or "none", look)

    def _escapes(self) -> Iterator[str]:
        for name, escapes in escape_groups(self.measure):
            if not escapes:
                continue
            yield f"<h2>{plural(len(escapes), name)}</h2>"
            if name == "escape":
                yield (
                    "<p>The schema accepts these files, and the consumer does not survive them,"
                    " or loads them although they were cut.</p>"
                )
            for escape in escapes:
                yield from self._card(escape)

    def _card(self, escape: Escape) -> Iterator[str]:
        look = "card known" if escape.known else "card"
        what = xml_text(death_text(escape.outcome, escape.signature))
        yield f'<article class="{look}" id="escape-{xml_text(escape.digest)}"><header>'
        yield f'<h3>{what}</h3><span class="dim">{plural(escape.count, "mutant")}</span></header>'
        yield f'<p class="where">at <code>{xml_text(escape.field or "the file")}</code></p><dl>'
        if escape.known:
            yield _row("known", xml_text(escape.known))
        for change in escape.changes:
            yield _row("change", _change(change))
        yield _row("seed", xml_text(mutant_text(escape)))
        yield _row("size", xml_text(size_text(escape)))
        if escape.evidence:
            said = "".join(f"<code>{xml_text(line)}</code>" for line in escape.evidence)
            yield _row("said", said, "said")
        for note in escape.notes:
            yield _row("note", xml_text(note))
        if made := edit_command(escape, self.style.schema):
            yield _row("same", f"<code>{xml_text(made)}</code>", "command")
        yield _row("reproduce", f"<code>{xml_text(escape.reproduce)}</code>", "command")
        if escape.folder:
            yield _row("files", f"<code>{xml_text(escape.folder)}/</code>")
        yield "</dl></article>"

    def _deaths(self) -> Iterator[str]:
        deaths = self.measure.deaths
        if not deaths:
            return
        yield "<h2>What the consumer dies of</h2>"
        rows = [
            (
                ("rule", xml_text(death_text(death.outcome, death.signature))),
                ("n", number_text(death.count)),
                ("n", number_text(death.refused)),
                _count(death.count - death.refused, is_bad=True),
            )
            for death in deaths
        ]
        yield from _table(("death", "mutants*", "refused*", "let through*"), rows)
        if self.measure.caught:
            yield "<h2>What stops it</h2>"
            yield "<p>The first rule that a mutant breaks which the consumer dies of.</p>"
            yield from _table(
                ("rule", "mutants*", ""), _rule_rows(self.measure.caught, has_example=False)
            )

    def _strictness(self) -> Iterator[str]:
        rules = self.measure.strict
        yield "<h2>Strictness</h2>"
        yield f"<p>{xml_text(strict_text(self.measure))}.</p>"
        if rules:
            head = ("rule", "mutants*", "", "smallest example")
            yield from _table(head, _rule_rows(rules, has_example=True))

    def _kinds(self) -> Iterator[str]:
        if not self.measure.kinds:
            return
        yield "<h2>Mutants by kind</h2>"
        rows = [
            (
                ("", xml_text(kind.kind)),
                ("n", number_text(kind.count)),
                ("n", _part(kind.passed, kind.count)),
                ("n", _part(kind.loaded, kind.count)),
                _count(kind.deaths),
                _count(kind.escapes, is_bad=True),
            )
            for kind in self.measure.kinds
        ]
        titles = ("kind", "mutants*", "schema accepts*", "consumer accepts*", "deaths*", "escapes*")
        yield from _table(titles, rows)

    def _seeds(self) -> Iterator[str]:
        seeds = self.measure.seeds
        used = sum(seed.state == "used" for seed in seeds)
        yield "<h2>Seeds</h2>"
        rows = [_seed_row(seed) for seed in seeds]
        summary = f"{plural(len(seeds), 'file')}, {used} used"
        yield f"<details{' open' if used < len(seeds) else ''}><summary>{summary}</summary>"
        yield from _table(("file", "bytes*", "", "why not"), rows)
        yield "</details>"


def _cell(count: int, detail: str, look: str) -> str:
    return (
        f'<div class="cell {look}"><b>{number_text(count)}</b><span>{xml_text(detail)}</span></div>'
    )


def _row(label: str, content: str, look: str = "") -> str:
    mark = f' class="{look}"' if look else ""
    return f"<dt>{label}</dt><dd{mark}>{content}</dd>"


def _change(change: FieldChange) -> str:
    place = f"<code>{xml_text(place_text(change))}</code>"
    was, arrow, now = change_text(change).partition(" -> ")
    if change.what != "changed" or not arrow:
        return f'{place}: <span class="now">{xml_text(change_text(change))}</span>'
    return (
        f'{place}: <code class="was">{xml_text(was)}</code> &rarr;'
        f' <code class="now">{xml_text(now)}</code>'
    )


Cell = tuple[str, str]


def _table(titles: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Iterator[str]:
    """Yield a table; titles that end in `*` are of numbers."""
    heads = "".join(
        f'<th class="n">{title[:-1]}</th>' if title.endswith("*") else f"<th>{title}</th>"
        for title in titles
    )
    yield f'<div class="scroll"><table><thead><tr>{heads}</tr></thead><tbody>'
    for row in rows:
        cells = (
            f'<td class="{look}">{text}</td>' if look else f"<td>{text}</td>" for look, text in row
        )
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody></table></div>"


def _rule_rows(rules: Sequence[RuleCount], *, has_example: bool) -> list[tuple[Cell, ...]]:
    most = max(rule.count for rule in rules)
    rows: list[tuple[Cell, ...]] = []
    for rule in rules:
        width = max(1, round(100 * rule.count / most))
        bar = f'<span style="width:{width}%"></span>'
        row: list[Cell] = [
            ("rule", f"<code>{xml_text(rule.rule)}</code>"),
            ("n", number_text(rule.count)),
            ("bar", bar),
        ]
        if has_example:
            where = f"<code>{xml_text(rule.path)}</code>: " if rule.path else ""
            found = f" (found {xml_text(rule.found)})" if rule.found else ""
            row.append(("dim", f"{where}{xml_text(rule.message)}{found}"))
        rows.append(tuple(row))
    return rows


def _seed_row(seed: SeedNote) -> tuple[Cell, ...]:
    look = _STATES.get(seed.state, "warn")
    state = f'<span class="pill {look}">{xml_text(seed.state)}</span>' if look else seed.state
    return (
        ("", f"<code>{xml_text(seed.name)}</code>"),
        ("n", number_text(seed.size)),
        ("", state),
        ("", xml_text(seed.reason)),
    )


def _count(count: int, *, is_bad: bool = False) -> Cell:
    look = "n" if count else "n zero"
    return (f"{look} much" if count and is_bad else look), number_text(count)


def _part(part: int, whole: int) -> str:
    share = share_text(part, whole)
    return f'{number_text(part)} <span class="dim">({share})</span>' if part else number_text(part)
