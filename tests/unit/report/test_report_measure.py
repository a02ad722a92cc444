"""Reports of a measure: goldens, what is escaped, and that JSON follows its schema."""

from __future__ import annotations

import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import pytest
from golden_files import check_golden
from measure_sample import CRASH, CUT_FILE, EMPTY, EVIL, FULL, HOSTILE, QUIET

from validator.measure import Measure
from validator.report.measure_html import render_measure_html
from validator.report.measure_json import render_measure_json
from validator.report.measure_text import MeasureStyle, render_measure_text
from validator.report.measure_words import share_text

ROOT = Path(__file__).resolve().parents[3]
STYLE = MeasureStyle("out", "rules.ksy")
PLAIN = replace(FULL, escapes=(CRASH, CUT_FILE))
ALL = pytest.mark.parametrize("measure", [FULL, PLAIN, QUIET, EMPTY])


def test_goldens() -> None:
    known = replace(CUT_FILE, known="the reader does not look at the end (ticket 12)")
    shown = replace(PLAIN, escapes=(CRASH, known))
    text = render_measure_text(shown, STYLE)
    check_golden("reports/measure.txt", text + "\n" + render_measure_text(QUIET, STYLE))
    check_golden("reports/measure.json", render_measure_json(shown))
    check_golden("reports/measure.html", render_measure_html(shown, STYLE))


@ALL
def test_text_is_safe_for_a_terminal(measure: Measure) -> None:
    text = render_measure_text(measure, STYLE)
    assert all(line.isprintable() for line in text.split("\n"))
    assert not any(line.lstrip().startswith("::") for line in text.split("\n"))
    colored = render_measure_text(measure, replace(STYLE, color=True))
    for code in ("\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[1;31m", "\x1b[1;33m", "\x1b[1;32m"):
        colored = colored.replace(code, "")
    assert colored == text


class Reader(HTMLParser):
    """Collects tags and text; complains of tags that are not closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert not any(name.startswith("on") or name in ("src", "href") for name, _ in attrs)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@ALL
def test_html_is_whole_and_inert(measure: Measure) -> None:
    text = render_measure_html(measure, STYLE)
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == []
    assert not reader.tags & {"script", "img", "iframe", "link", "object", "form"}
    assert text.isascii() or "\u202e" not in text
    assert "\x1b" not in text
    assert "default-src 'none'" in text


def test_hostile_texts_are_shown_as_text() -> None:
    reader = Reader()
    reader.feed(render_measure_html(replace(FULL, escapes=(HOSTILE,)), STYLE))
    assert "<script>alert(" in "".join(reader.words)


@ALL
def test_json_follows_its_schema(measure: Measure) -> None:
    text = render_measure_json(measure)
    assert text.isascii()
    schema = json.loads((ROOT / "docs" / "escape.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    value = json.loads(text)
    jsonschema.validate(value, schema, cls=jsonschema.Draft202012Validator)
    assert sum(sum(row.values()) for row in value["cells"].values()) == measure.done
    assert value["summary"]["escapes"] == len(measure.fresh)


def test_verdicts() -> None:
    assert [one.verdict for one in (FULL, QUIET, EMPTY)] == [
        "escapes", "no escapes", "inconclusive",
    ]  # fmt: skip
    assert replace(FULL, escapes=(HOSTILE,)).verdict == "no escapes"
    assert EVIL not in render_measure_text(FULL, STYLE)


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(0, 0, ""), (0, 9, "0 %"), (9, 9, "100 %"), (1, 3, "33.3 %"), (99_999, 100_000, "99.99 %"),
     (1, 100_000, "0.01 %"), (1, 2, "50 %"), (999, 1000, "99.9 %")],
)  # fmt: skip
def test_shares_are_never_rounded_to_all_or_nothing(part: int, whole: int, text: str) -> None:
    assert share_text(part, whole) == text
