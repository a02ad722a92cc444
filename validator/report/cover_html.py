"""Coverage as one HTML page that needs nothing else.

Comes in: a run. Goes out: a page without scripts and without external resources (its policy
forbids both). Everything that files and schemas say is escaped.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from validator.cover.table import BRANCHES, CLASSES, COMBINATIONS
from validator.report.cover_style import STYLE
from validator.report.cover_words import (
    PARTS,
    THE_FILE,
    CoverRun,
    counts_text,
    files_text,
    hit_text,
    idle_text,
    required_rows,
)
from validator.report.escape import xml_text
from validator.report.measure_words import number_text, share_text
from validator.report.meta import plural

if TYPE_CHECKING:
    from validator.cover.table import Idle, Row

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_LISTED = 60
_LISTED_IDLE = 500


def render_cover_html(run: CoverRun) -> str:
    """Return coverage as an HTML page, ended by a line feed.

    Args:
        run: the table and how it came to be.
    """
    return "\n".join(_Page(run).lines()) + "\n"


class _Page:
    """Writes one run."""

    def __init__(self, run: CoverRun) -> None:
        self.run = run
        self.coverage = run.coverage

    def lines(self) -> Iterator[str]:
        """Yield the page."""
        program = self.coverage.features.program
        name = xml_text(program.name)
        yield from (
            "<!doctype html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="generator" content="contentgate">',
            f"<title>{name}: what files exercise</title>",
            f"<style>\n{STYLE}</style>",
            "</head>",
            "<body><main>",
            f'<h1><code>{name}</code> <span class="dim">what files exercise</span></h1>',
        )
        yield from self._header()
        if self.coverage.files:
            yield from self._tiles()
            yield from self._idle()
            yield from self._required()
            yield from self._fields(CLASSES, "Fields")
            yield from self._fields(BRANCHES, "Branches")
            yield from self._combinations()
        yield from self._files()
        yield (
            f"<footer>Schema digest <code>{xml_text(program.digest)}</code>."
            f" Made by contentgate {xml_text(self.run.tool_version)}.</footer>"
        )
        yield "</main></body></html>"

    def _header(self) -> Iterator[str]:
        for failure in self.run.failures:
            yield f'<p><span class="pill bad">failed</span> {xml_text(failure)}.</p>'
        yield f'<p class="facts">{xml_text(files_text(self.run))}.</p>'
        texts = [f"Not measured: {text}" for text in self.coverage.left_out]
        for text in (*texts, *self.run.notes):
            yield f'<p class="facts">{xml_text(text)}.</p>'

    def _tiles(self) -> Iterator[str]:
        yield '<div class="tiles">'
        rows = [("everything", self.coverage.counts())]
        rows += [(part, self.coverage.counts(part)) for part in PARTS]
        rows.append(("asked for by -coverage", self.coverage.required()))
        for name, (done, whole) in rows:
            if whole:
                look = "good" if done == whole else "calm"
                yield (
                    f'<div class="cell {look}"><b>{share_text(done, whole)}</b>'
                    f"<span>{name}: {number_text(done)} of {number_text(whole)}</span>"
                    f'<span class="meter"><span style="width:{100 * done // whole}%"></span></span>'
                    "</div>"
                )
        yield "</div>"

    def _idle(self) -> Iterator[str]:
        idle = self.coverage.idle()
        parts = (
            ("Never used", "Fields that every file leaves at their default: nobody has tested"
             " what happens otherwise.", "bad", [one for one in idle if one.is_default]),
            ("Always the same", "Fields that never had another value.", "warn",
             [one for one in idle if not one.is_default]),
        )  # fmt: skip
        for title, words, look, found in parts:
            if found:
                yield f"<h2>{title}</h2><p>{words}</p>"
                yield from self._idle_table(found[:_LISTED_IDLE], look)
                if len(found) > _LISTED_IDLE:
                    more = number_text(len(found) - _LISTED_IDLE)
                    yield f'<p class="dim">and {more} more; the JSON report has all</p>'

    def _idle_table(self, found: list[Idle], look: str) -> Iterator[str]:
        yield '<div class="scroll"><table><tbody>'
        for one in found:
            yield (
                f'<tr><td class="path"><code class="{look}">{xml_text(one.path)}</code></td>'
                f"<td>{xml_text(idle_text(self.coverage, one))}</td></tr>"
            )
        yield "</tbody></table></div>"

    def _required(self) -> Iterator[str]:
        missing = required_rows(self.coverage)
        if not missing:
            return
        yield "<h2>Asked for by <code>-coverage</code></h2><ul>"
        for path, what in missing[:_LISTED]:
            yield f"<li><code>{xml_text(path)}</code>: {xml_text(what)}</li>"
        yield "</ul>"
        if len(missing) > _LISTED:
            yield f'<p class="dim">and {len(missing) - _LISTED} more</p>'

    def _chosen(self, part: str) -> list[Row]:
        rows = [row for row in self.coverage.rows() if row.part == part]
        if self.run.only_missing:
            hits = self.coverage.hits
            rows = [row for row in rows if any(number not in hits for number in row.numbers)]
        return rows

    def _fields(self, part: str, title: str) -> Iterator[str]:
        rows = self._chosen(part)
        if not rows:
            return
        yield f"<h2>{title}</h2>"
        yield (
            '<p class="key"><span class="chip good">exercised</span>'
            '<span class="chip not">never</span> <b>bold</b>: -coverage asks for it</p>'
        )
        yield '<div class="scroll"><table><thead><tr><th>field</th><th class="n">of all</th>'
        yield "<th>classes</th></tr></thead><tbody>"
        for row in rows:
            had = sum(number in self.coverage.hits for number in row.numbers)
            look = "n" if had else "n much"
            chips = "".join(map(self._chip, row.numbers))
            yield (
                f'<tr><td class="path"><code>{xml_text(row.path)}</code></td>'
                f'<td class="{look}">{had}/{len(row.numbers)}</td><td>{chips}</td></tr>'
            )
        yield "</tbody></table></div>"

    def _chip(self, number: int) -> str:
        hit, one = self.coverage.hits.get(number), self.coverage.features.all[number]
        look = "chip not" if hit is None else "chip good"
        look += " asked" if one.is_required else ""
        title = "" if hit is None else f' title="{xml_text(hit_text(self.coverage, hit))}"'
        return f'<span class="{look}"{title}>{xml_text(one.text)}</span>'

    def _combinations(self) -> Iterator[str]:
        rows = self._chosen(COMBINATIONS)
        if not rows:
            return
        yield "<h2>Combinations</h2>"
        for row in rows:
            had = sum(number in self.coverage.hits for number in row.numbers)
            yield (
                f"<h3><code>{xml_text(row.path or THE_FILE)}</code> {xml_text(row.group)}"
                f' <span class="dim">{counts_text(had, len(row.numbers))}</span></h3>'
            )
            yield from self._grid(row)

    def _grid(self, row: Row) -> Iterator[str]:
        """Yield a table of two fields against one another; of more, what is missing."""
        hits, every = self.coverage.hits, self.coverage.features.all
        cells = {every[n].values: n for n in row.numbers}
        if any(len(values) != 2 for values in cells):
            missing = [n for n in row.numbers if n not in hits]
            chips = "".join(map(self._chip, missing[:_LISTED]))
            more = f" and {len(missing) - _LISTED} more" if len(missing) > _LISTED else ""
            yield f"<p>{chips}{more}</p>"
            return
        tops = list(dict.fromkeys(values[1] for values in cells))
        heads = "".join(f"<th>{xml_text(top)}</th>" for top in tops)
        yield f'<div class="scroll grid"><table><thead><tr><th></th>{heads}</tr></thead><tbody>'
        for side in dict.fromkeys(values[0] for values in cells):
            found = "".join(self._cell(cells.get((side, top), -1)) for top in tops)
            yield f'<tr><th class="side">{xml_text(side)}</th>{found}</tr>'
        yield "</tbody></table></div>"

    def _cell(self, number: int) -> str:
        hit = self.coverage.hits.get(number)
        if number < 0:
            return '<td class="out" title="not asked for">&middot;</td>'
        if hit is None:
            return '<td class="bad">never</td>'
        return f'<td class="good" title="{xml_text(hit_text(self.coverage, hit))}">{hit.files}</td>'

    def _files(self) -> Iterator[str]:
        yield "<h2>Files</h2>"
        if self.run.refused:
            yield f"<details open><summary>{len(self.run.refused)} not counted</summary>"
            yield '<div class="scroll"><table><tbody>'
            for name, reason in self.run.refused:
                yield (
                    f'<tr><td class="path"><code>{xml_text(name)}</code></td>'
                    f"<td>{xml_text(reason)}</td></tr>"
                )
            yield "</tbody></table></div></details>"
        files = self.coverage.files
        yield f"<details><summary>{plural(len(files), 'file')} counted</summary>"
        yield '<div class="scroll"><table><thead><tr><th>file</th><th class="n">bytes</th>'
        yield '<th class="n">first to exercise</th></tr></thead><tbody>'
        for one in files:
            yield (
                f'<tr><td class="path"><code>{xml_text(one.name)}</code></td>'
                f'<td class="n">{number_text(one.size)}</td>'
                f'<td class="n">{number_text(one.fresh)}</td></tr>'
            )
        yield "</tbody></table></div></details>"
