"""Syntax to IR: the order of the passes, and nothing else.

1. `declare`: types, enums and fields get numbers, scopes and inherited settings.
2. `infer_types`: expressions are typed (`Typer`), what they need is worked out on demand.
3. `find_nonsense`: constants that can never occur, dead cases, fields without room.
4. `lower`: reads (`lower_reads`), checks (`collect_checks`) and the Program.
"""

from __future__ import annotations

from collections.abc import Mapping

from validator.findings import Finding
from validator.ir.nodes import Program
from validator.ksy.lookup import Lookup
from validator.ksy.syntax import SchemaFile
from validator.passes.declare import declare
from validator.passes.find_nonsense import find_nonsense
from validator.passes.infer_types import Typer
from validator.passes.lower import lower


def run_passes(
    files: tuple[SchemaFile, ...],
    opaque: Mapping[str, SchemaFile] | None = None,
    lookup: Lookup | None = None,
) -> tuple[Program, tuple[Finding, ...]]:
    """Run every pass over one schema.

    Args:
        files: the schema first, then its imports; at least one.
        opaque, lookup: see `declare`.
    Returns:
        The Program and every finding; with errors the Program must not be used.
    """
    world = declare(files, opaque, lookup)
    find_nonsense(world)
    program = lower(world, Typer.of(world))
    return program, tuple(world.findings)
