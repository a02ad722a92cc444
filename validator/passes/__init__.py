"""Syntax to IR: the order of the passes, and nothing else.

1. `declare`: types, enums and fields get numbers, scopes and inherited settings.
2. `infer_types`: expressions are typed on demand (`Typer`).
3. `lower`: reads (`lower_reads`), checks (`collect_checks`) and the Program.
"""

from __future__ import annotations

from validator.findings import Finding
from validator.ir.nodes import Program
from validator.ir.types import INT, Type
from validator.ksy.syntax import SchemaFile
from validator.passes.declare import declare
from validator.passes.functions import parse_fact_type
from validator.passes.infer_types import Typer
from validator.passes.lower import lower


def run_passes(files: tuple[SchemaFile, ...]) -> tuple[Program, tuple[Finding, ...]]:
    """Run every pass over one schema.

    Args:
        files: the schema first, then its imports; at least one.
    Returns:
        The Program and every finding; with findings the Program must not be used.
    """
    world = declare(files)
    facts: dict[str, Type] = {}
    for fact in files[0].facts:
        facts[fact.name] = parse_fact_type(fact.type) or INT
    program = lower(world, Typer(world, facts))
    return program, tuple(world.findings)
