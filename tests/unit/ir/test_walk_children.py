"""Every part of an expression is walked over, and nothing else."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from validator.check.schema import load_schema
from validator.ir import expr as ir
from validator.ir.walk import children, walk

SCHEMA = Path(__file__).resolve().parents[3] / "schemas/channel_file.ksy"


def parts(node: ir.Expr) -> list[ir.Expr]:
    found: list[ir.Expr] = []
    for one in fields(node):
        value = getattr(node, one.name)
        found += [
            each
            for each in (value if isinstance(value, tuple) else (value,))
            if isinstance(each, ir.Expr)
        ]
    return found


def test_children_are_all_attributes_that_are_expressions() -> None:
    program = load_schema(str(SCHEMA)).program
    kinds = set()
    for check in program.checks:
        for node in walk(check.condition) if check.condition is not None else ():
            assert list(children(node)) == parts(node)
            kinds.add(type(node))
    assert len(kinds) > 8
