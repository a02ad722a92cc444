"""Mutants that are shown to the schema, and conditions that are dear to ask."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from validator import load_schema
from validator.check.schema import Schema
from validator.mutate import Mutant, MutantOptions, Mutator, Seed
from validator.mutate.draws import Draws

# Whatever changes the length of the list, one of the rules finds it. The first is asked before a
# mutant is made; of the second, only the schema knows.
TABLE = """
meta: {id: picky, endian: le}
seq:
  - {id: count, type: u1}
  - {id: items, type: u1, repeat: expr, repeat-expr: count}
  - {id: level, type: u1}
-checks:
"""
ASKED = TABLE + "  - {id: square, expr: 'items.size * items.size % 5 != 1'}\n"
PICKY = TABLE + "  - {id: apart, expr: 'not overlaps(items, _, _ + 2)'}\n"
PICKY_SEED = Seed("picky", bytes((3, 9, 2, 7, 1)))


def test_what_is_quickly_accepted_is_valid(tmp_path: Path) -> None:
    path = tmp_path / "picky.ksy"
    path.write_text(ASKED + "-budget: {file-size: 16}\n")
    schema = load_schema(str(path))
    assert schema.is_quickly_accepted(PICKY_SEED.data)
    assert not schema.is_quickly_accepted(bytes((4, 9, 8, 7, 6, 1)))
    assert not schema.is_quickly_accepted(bytes((15, *range(16))))
    assert schema.check_bytes(bytes((15, *range(16))))


def refused(schema: Schema, made: Sequence[Mutant]) -> int:
    return sum(not schema.is_quickly_accepted(one.data) for one in made)


def test_rules_over_lists_are_asked_before(tmp_path: Path) -> None:
    path = tmp_path / "asked.ksy"
    path.write_text(ASKED)
    schema = load_schema(str(path))
    mutator = Mutator(schema, [PICKY_SEED], 1, MutantOptions({"structure": 1}))
    varied = [mutator.vary(0, Draws(bytes((index,)))) for index in range(200)]
    assert refused(schema, varied) <= 10
    assert len({one.data[0] for one in varied}) > 6


def test_where_a_schema_refuses_often_it_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "picky.ksy"
    path.write_text(PICKY)
    schema = load_schema(str(path))
    mutator = Mutator(schema, [PICKY_SEED], 1, MutantOptions({"structure": 1}))
    made = [mutator.make(index) for index in range(200)]
    varied = [mutator.vary(0, Draws(bytes((index,)))) for index in range(200)]
    assert refused(schema, made) <= 10 < 40 <= refused(schema, varied)
    again = Mutator(schema, [PICKY_SEED], 1, MutantOptions({"structure": 1}))
    assert [again.make(index) for index in range(199, -1, -1)] == made[::-1]


def test_values_that_use_one_another_often_are_worked_out_once(tmp_path: Path) -> None:
    steps = "\n".join(
        f"  v{at}: {{value: v{at - 1} + v{at - 1} * 2 - v{at - 1} * 3 + a}}" for at in range(1, 33)
    )
    path = tmp_path / "steps.ksy"
    path.write_text(
        "meta: {id: steps, endian: le}\nseq:\n  - {id: a, type: u1, valid: {min: 1}}\n"
        "  - {id: b, type: u1}\n  - {id: size, type: u1}\n  - {id: body, size: size - v32 + a}\n"
        "instances:\n  v0: {value: a}\n" + steps + "\n"
        "-checks:\n  - {id: up, expr: v32 + b >= a}\n"
    )
    schema = load_schema(str(path))
    mutator = Mutator(schema, [Seed("steps", bytes((2, 9, 3, 1, 2, 3)))], 1)
    made = [mutator.make(index) for index in range(60)]
    assert {one.kind for one in made} >= {"value", "structure"}
