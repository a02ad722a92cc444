"""Equations of a schema: what is measured, what it is computed from, what nobody has to set."""

from __future__ import annotations

import pytest
from build_kit import program_of

from validator.ir.equations import (
    Measure,
    Unknowns,
    absence_of,
    derived_fields,
    find_equations,
    fixed_by,
    is_settable,
)
from validator.ir.nodes import Field, Program
from validator.ir.show_expr import show_expr


def field(program: Program, name: str) -> Field:
    (found,) = [field for field in program.fields if field.id == name]
    return found


def equations(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    program = program_of(text)
    return [
        (one.measure.value, program.fields[one.field].id,
         tuple(program.fields[number].id for number in one.unknowns))
        for one in find_equations(program)
    ]  # fmt: skip


def derived(text: str) -> set[str]:
    program = program_of(text)
    return {program.fields[number].id for number in derived_fields(program)}


def test_sizes_counts_positions_and_constants_are_equations() -> None:
    text = """
seq:
  - {id: magic, contents: OK}
  - {id: n, type: u1}
  - {id: len, type: u2}
  - {id: at, type: u4}
  - {id: items, size: len, repeat: expr, repeat-expr: n + 1}
  - {id: tail, type: u1, repeat: eos}
instances:
  far: {pos: at * 4, type: u1}
"""
    assert equations(text) == [
        ("size", "magic", ()),
        ("valid/eq", "magic", ()),
        ("size", "items", ("len",)),
        ("repeat-expr", "items", ("n",)),
        ("pos", "far", ("at",)),
    ]
    assert derived(text) == {"magic", "n", "len", "at"}


def test_every_case_of_a_switch_has_its_size() -> None:
    text = """
seq:
  - {id: kind, type: u1}
  - {id: a, type: u1}
  - {id: b, type: u1}
  - id: body
    type: {switch-on: kind, cases: {1: 'x(a)', 2: 'x(b)'}}
types:
  x:
    params: [{id: n, type: u1}]
    seq: [{id: raw, size: n}]
"""
    assert equations(text) == [("size", "raw", ("a", "b"))]
    assert derived(text) == set()


@pytest.mark.parametrize(
    ("expression", "names"),
    [
        ("n", {"n"}),
        ("n + m", {"n", "m"}),
        ("~n", {"n"}),
        ("-n", {"n"}),
        ("n.as<u4>", {"n"}),
        ("twice", {"n"}),
        ("flag ? n : m", {"n", "m"}),
        ("kind.to_i", {"kind"}),
        ("flag.to_i", {"flag"}),
        ("digits.to_i", {"digits"}),
        ("list[n]", set()),
        ("list.size", set()),
        ("text.length", set()),
        ("_io.size", set()),
        ("sub.x", {"x"}),
        ("7", set()),
        ("n._sizeof", set()),
    ],
)
def test_unknowns_are_the_stored_fields_that_are_computed_with(
    expression: str, names: set[str]
) -> None:
    program = program_of(
        f"""
seq:
  - {{id: n, type: u1}}
  - {{id: m, type: u1}}
  - {{id: flag, type: b1}}
  - {{id: kind, type: u1, enum: kinds}}
  - {{id: digits, type: str, size: 3}}
  - {{id: text, type: str, size: 3}}
  - {{id: list, type: u1, repeat: expr, repeat-expr: 3}}
  - {{id: sub, type: sub}}
  - {{id: raw, size: {expression!r}}}
instances: {{twice: {{value: n * 2}}}}
types: {{sub: {{seq: [{{id: x, type: u1}}]}}}}
enums: {{kinds: {{1: one}}}}
"""
    )
    (equation,) = [one for one in find_equations(program) if program.fields[one.field].id == "raw"]
    assert {program.fields[number].id for number in equation.unknowns} == names
    assert Unknowns(program).of(equation.expr) == set(equation.unknowns)


@pytest.mark.parametrize(
    ("size", "is_derived"),
    [
        ("n", True),
        ("n + 3", True),
        ("10 - n", True),
        ("n * 4", True),
        ("n << 2", True),
        ("n ^ 5", True),
        ("(n)", True),
        ("n & 15", False),
        ("n >> 2", False),
        ("n / 2", False),
        ("n % 4", False),
        ("n + m", False),
        ("n * n", False),
        ("n > 3 ? n : 4", False),
    ],
)
def test_derived_fields_are_those_with_one_possible_value(size: str, is_derived: bool) -> None:
    text = f"seq: [{{id: n, type: u1}}, {{id: m, type: u1}}, {{id: raw, size: '{size}'}}]"
    assert derived(text) == ({"n"} if is_derived else set())


def test_checksums_and_equal_values_are_derived() -> None:
    text = """
seq:
  - {id: crc, type: u4, -checksum: {algorithm: crc32, from: end_of(crc), to: _io.size}}
  - {id: a, type: u1}
  - {id: b, type: u1, valid: a}
  - {id: c, type: u1, valid: {expr: _ == a + b}}
  - {id: d, type: u1, valid: {expr: a == _}}
  - {id: e, type: u1, valid: {expr: _ == _ + 0 * a}}
  - {id: f, type: u1, valid: {min: 3}}
"""
    assert derived(text) == {"crc", "b", "c", "d"}


@pytest.mark.parametrize(
    ("valid", "fixed"),
    [
        ("5", "5"),
        ("{eq: n}", "n"),
        ("{expr: _ == n * 2}", "(n * 2)"),
        ("{expr: n * 2 == _}", "(n * 2)"),
        ("{expr: _ == _ - n}", None),
        ("{expr: _ > n}", None),
        ("{any-of: [5]}", None),
        ("{max: 5}", None),
    ],
)
def test_check_that_fixes_a_value(valid: str, fixed: str | None) -> None:
    program = program_of(f"seq: [{{id: n, type: u1}}, {{id: a, type: u1, valid: {valid}}}]")
    found = [fixed_by(program.checks[number]) for number in field(program, "a").checks]
    assert [expr if expr is None else show_expr(program, expr) for expr in found] == [fixed]


@pytest.mark.parametrize(
    ("condition", "counted"),
    [("n != 0", "n"), ("n > 0", "n"), ("n + 1 > 0", "(n + 1)"), ("n != 1", None), ("n < 0", None)],
)
def test_condition_that_counts(condition: str, counted: str | None) -> None:
    program = program_of(f"seq: [{{id: n, type: s1}}, {{id: a, type: u1, if: '{condition}'}}]")
    guard = field(program, "a").condition
    assert guard is not None
    found = absence_of(guard)
    assert (found if found is None else show_expr(program, found)) == counted


def test_settable_are_single_stored_numbers_and_texts() -> None:
    program = program_of(
        """
seq:
  - {id: number, type: u2}
  - {id: bits, type: b3}
  - {id: text, type: str, size: 3}
  - {id: raw, size: 3}
  - {id: list, type: u1, repeat: expr, repeat-expr: 3}
  - {id: sub, type: sub(1)}
instances:
  value: {value: number + 1}
  far: {pos: 0, type: u1, -overlap: true}
types: {sub: {params: [{id: param, type: u1}]}}
"""
    )
    settable = {one.id for one in program.fields if is_settable(one)}
    assert settable == {"number", "bits", "text", "far"}


def test_parameters_stand_for_what_is_passed() -> None:
    text = """
seq:
  - {id: a, type: u1}
  - {id: b, type: u1}
  - {id: x, type: row(a)}
  - {id: y, type: row(b + 1)}
types: {row: {params: [{id: n, type: u1}], seq: [{id: cells, size: n}]}}
"""
    assert equations(text) == [(Measure.SIZE.value, "cells", ("a", "b"))]


def test_parameters_that_are_passed_on_end() -> None:
    text = """
seq: [{id: n, type: u1}, {id: top, type: level(n)}]
types:
  level:
    params: [{id: depth, type: u1}]
    seq: [{id: cells, size: depth}, {id: next, type: level(depth - 1), if: depth > 1}]
"""
    assert equations(text) == [("size", "cells", ("n",))]
