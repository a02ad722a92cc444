"""Ranges, places, diagrams and expressions of an export."""

from __future__ import annotations

from pathlib import Path

import pytest
from export_samples import ZOO, program
from hypothesis import given
from hypothesis import strategies as st

from validator.export.bounds import Bounds
from validator.export.diagram import Block, Ruler, draw
from validator.export.expr_text import expr_text, int_text
from validator.export.intervals import Range, combine
from validator.export.layout import Layouts
from validator.export.text_diagram import draw_text
from validator.export.words import Words
from validator.ir.nodes import Field, Program


def fields(of: Program, struct: int = 0) -> dict[str, Field]:
    return {field.id: field for field in of.structs[struct].fields}


def compiled(tmp_path: Path, body: str) -> Program:
    return program(tmp_path, f"meta: {{id: t, endian: le, encoding: UTF-8}}\n{body}\n")


@pytest.mark.parametrize(
    ("body", "low", "high"),
    [
        ("seq: [{id: x, type: u1}]", 0, 255),
        ("seq: [{id: x, type: s2}]", -32768, 32767),
        ("seq: [{id: x, type: b5}]", 0, 31),
        ("seq: [{id: x, type: u4, valid: {min: 3, max: 9}}]", 3, 9),
        ("seq: [{id: x, type: u4, valid: 7}]", 7, 7),
        ("seq: [{id: x, type: u4, valid: {any-of: [9, 2, 5]}}]", 2, 9),
        ("seq: [{id: x, type: u1, valid: {expr: _ < 4 or _ == 9}}]", 0, 9),
        ("seq: [{id: x, type: u1, -reserved: true}]", 0, 0),
        ("seq: [{id: x, type: u1}]\n-checks: [{expr: 8 > x and x >= 2}]", 2, 7),
        ("seq: [{id: x, type: u1}]\n-checks: [{expr: x < 8, severity: warning}]", 0, 255),
        ("seq: [{id: y, type: u1}]\ninstances: {x: {value: 'y * 2 + 1'}}", 1, 511),
        ("seq: [{id: y, type: u1}]\ninstances: {x: {value: 'y > 3 ? 1 : y & 12'}}", 0, 12),
        ("seq: [{id: y, type: u1}]\ninstances: {x: {value: '(y << 8) % 10'}}", 0, 9),
        ("seq: [{id: x, type: u1}, {id: y, type: u1}]\n-checks: [{expr: x <= y}]", 0, 255),
    ],
)
def test_ranges_of_a_field(tmp_path: Path, body: str, low: int, high: int) -> None:
    made = compiled(tmp_path, body)
    assert Bounds(made).of_field(fields(made)["x"].number) == Range(low, high)


def test_a_contract_is_no_bound(tmp_path: Path) -> None:
    made = compiled(
        tmp_path,
        "-contract: {n: {type: int}}\nseq: [{id: x, type: u1}]\n"
        "-checks: [{expr: x <= contract.n and x < 9}]",
    )
    assert Bounds(made).of_field(fields(made)["x"].number) == Range(0, 255)


def test_ranges_of_parameters_come_from_their_uses(tmp_path: Path) -> None:
    made = compiled(
        tmp_path,
        "seq: [{id: n, type: u1, valid: {max: 5}}, {id: a, type: 't2(n + 1)'},\n"
        "  {id: b, type: t2(_index), repeat: expr, repeat-expr: n}]\n"
        "types: {t2: {params: [{id: p, type: u4}], seq: [{id: c, type: u1}]}}",
    )
    assert Bounds(made).of_field(fields(made, 1)["p"].number) == Range(0, 6)


def test_a_list_asked_from_inside_is_shorter(tmp_path: Path) -> None:
    made = compiled(
        tmp_path,
        "seq: [{id: list, type: e, repeat: expr, repeat-expr: 3}]\n"
        "types: {e: {instances: {seen: {value: _parent.list.size}}}}",
    )
    assert Bounds(made).of_field(fields(made, 1)["seen"].number) == Range(0, 3)


NUMBERS = st.integers(-40, 40)


@given(st.sampled_from(["+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>"]), NUMBERS, NUMBERS,
       *(st.integers(0, 9),) * 4, *(st.booleans(),) * 4)  # fmt: skip
def test_operators_stay_in_range(
    op: str, left: int, right: int, a: int, b: int, c: int, d: int,
    p: bool, q: bool, r: bool, s: bool,
) -> None:  # fmt: skip
    if (op in "/%" and right == 0) or (op in ("<<", ">>") and right < 0):
        return
    lefts = Range(left - a if p else None, left + b if q else None)
    rights = Range(right - c if r else None, right + d if s else None)
    value = eval(f"l {op.replace('/', '//')} r", {"l": left, "r": right})
    found = combine(op, lefts, rights)
    assert found.low is None or found.low <= value
    assert found.high is None or value <= found.high


def test_places_of_the_zoo(tmp_path: Path) -> None:
    made = program(tmp_path, ZOO)
    layouts = Layouts(made, Bounds(made))
    places = {place.field.id: place for place in layouts.of_struct(0).places}
    offsets = {name: place.offset for name, place in places.items()}
    assert offsets["flag"] == 32
    assert offsets["kind"] == 33
    assert offsets["wide"] == 36
    assert offsets["class"] == 48
    assert offsets["hash"] == 8 * (6 + 2 + 4 + 8 + 6 + 5 + 6 + 8)
    assert offsets["count"] is None
    assert places["items"].count == Range(0, 21)
    assert places["items"].size.high == 21 * 16
    assert places["body"].size.high == 42 * 8
    assert places["extra"].size == type(places["extra"].size)(0, 32)
    assert layouts.of_struct(1).fixed_size == 6
    assert layouts.of_struct(0).fixed_size is None


def test_types_that_hold_themselves_have_no_greatest_size(tmp_path: Path) -> None:
    made = compiled(tmp_path, "seq: [{id: n, type: u1}, {id: next, type: t, if: n == 1}]")
    assert Layouts(made, Bounds(made)).of_struct(0).size.low == 8
    assert Layouts(made, Bounds(made)).of_struct(0).size.high is None


def test_diagram_covers_every_fixed_byte_once(tmp_path: Path) -> None:
    made = program(tmp_path, ZOO)
    layouts = Layouts(made, Bounds(made))
    for struct in made.structs:
        layout = layouts.of_struct(struct.number)
        drawn: dict[str, int] = {}
        for band in draw(layout):
            match band:
                case Block(place=place):
                    assert place.field.id not in drawn
                    drawn[place.field.id] = -1
                case Ruler(rows=rows, is_bits=is_bits):
                    for row in rows:
                        assert sum(cell.width for cell in row.cells) == 8
                        for cell in row.cells:
                            if cell.field is not None:
                                unit = 1 if is_bits else 8
                                drawn[cell.field.id] = (
                                    drawn.get(cell.field.id, 0) + cell.width * unit
                                )
        for place in layout.places:
            size = drawn[place.field.id]
            assert size == -1 or size == place.size.exact


def test_bits_from_the_low_end_are_drawn_from_the_right(tmp_path: Path) -> None:
    made = program(tmp_path, ZOO)
    number = next(s.number for s in made.structs if s.path[-1] == "low_bits")
    layout = Layouts(made, Bounds(made)).of_struct(number)
    lines = draw_text(draw(layout), Words(made))
    assert "7" in lines[0] and lines[0].index("7") < lines[0].index("0")
    assert lines[2].index("y: b10le") < lines[2].index("x: b3le")
    assert lines[4].index("z: b3le") < lines[4].index("...")
    assert len({len(line) for line in lines[1:]}) == 1


def test_text_diagram_is_a_closed_box(tmp_path: Path) -> None:
    made = compiled(tmp_path, "seq: [{id: a, type: u2}, {id: b, type: u4}, {id: c, type: u8}]")
    layout = Layouts(made, Bounds(made)).of_struct(0)
    lines = draw_text(draw(layout), Words(made))
    assert [line[:8].strip() for line in lines] == ["", "", "+0x00", "", "+0x08", ""]
    assert lines[1].strip() == "┌───────────────┬───────────────────────────────┬───────────────┐"
    assert lines[2].startswith("+0x00   │ a: u2le       │ b: u4le                       │ c: u8le")
    assert lines[-1].strip().startswith("└") and lines[-1].endswith("┘")


@pytest.mark.parametrize(
    "text",
    [
        "a + b * 2", "(a + b) * 2", "a - (b - 1)", "a - b - 1", "-a + 1", "-(a + 1)",
        "not (a == 1 and b == 2) or a < 3", "(a == 1) == (b == 2)", "a == 1 ? b : a > 2 ? 1 : 2",
        "(a | b) & 3", "a | b & 3", "a << 2 >> b", "~a", "raw[a + 1]", "raw.length * 2",
        "text.substring(0, a)", "text == 'x'", "raw == [0x01, 0x02]", "(a ? b : 1) + 1",
        "a % 2 == 0 or b / 3 != 1",
    ],
)  # fmt: skip
def test_expressions_mean_what_they_meant(tmp_path: Path, text: str) -> None:
    if "(a ? " in text:
        text = text.replace("a ?", "a == 1 ?")
    body = (
        "seq: [{id: a, type: u1}, {id: b, type: u1}, {id: raw, size: 4},\n"
        "  {id: text, type: str, size: 2}]\ninstances:\n  v: {value: '%s'}"
    )
    made = compiled(tmp_path, body % text.replace("'", "''"))
    value = fields(made)["v"].value
    assert value is not None
    assert expr_text(made, value) == text


@given(st.integers(-(1 << 70), 1 << 70))
def test_integers_keep_their_value(value: int) -> None:
    assert int(int_text(value), 0) == value
