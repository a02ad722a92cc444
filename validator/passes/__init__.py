"""Syntax to IR: the order of the passes, and nothing else.

1. `declare`: types, enums and fields get numbers, scopes and inherited settings.
2. `infer_types`: expressions are typed (`Typer`), what they need is worked out on demand.
3. `find_nonsense`: constants that can never occur, dead cases, fields without room.
4. `lower`: reads (`lower_reads`), checks (`collect_checks`) and the Program.
"""

from __future__ import annotations

from validator.findings import Finding
from validator.ir.nodes import Program
from validator.ksy.syntax import SchemaFile
from validator.passes.declare import declare
from validator.passes.find_nonsense import find_nonsense
from validator.passes.infer_types import Typer
from validator.passes.lower import lower


def run_passes(files: tuple[SchemaFile, ...]) -> tuple[Program, tuple[Finding, ...]]:
    """Run every pass over one schema.

    Args:
        files: the schema first, then its imports; at least one.
    Returns:
        The Program and every finding; with errors the Program must not be used.
    """
    world = declare(files)
    find_nonsense(world)
    program = lower(world, Typer.of(world))
    return program, tuple(world.findings)
