"""From a schema to a Program, or to every error of the stage that failed, at once.

A schema is a .ksy file, or a declaration of the construct library in Python (`module:Name`).
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from validator.errors import SchemaError
from validator.findings import Finding, Severity
from validator.ir.nodes import Program
from validator.ksy.imports import load_closure
from validator.ksy.lookup import Lookup
from validator.lift.target import Target, parse_target, refuse_python
from validator.passes import run_passes


def compile_schema(path: str, lookup: Sequence[str] | Lookup = ()) -> Program:
    """Compile a schema.

    Args:
        path: the .ksy file, or `module:Name` when the lookup permits Python.
        lookup: folders for absolute imports, in order, or all that can be said about them.
    Returns:
        The complete, frozen Program.
    Raises:
        SchemaError: the schema is wrong; it carries every finding of the failing stage.
        UsageError: Python is not permitted, or the module cannot be imported.
    """
    program, findings = try_compile(path, lookup)
    if program is None:
        raise SchemaError([f for f in findings if f.severity is Severity.ERROR])
    return program


def try_compile(
    path: str, lookup: Sequence[str] | Lookup = ()
) -> tuple[Program | None, tuple[Finding, ...]]:
    """Compile a schema and return findings instead of raising.

    Stops at two barriers: after reading all files, and after the passes.

    Args:
        path: the .ksy file, or `module:Name` when the lookup permits Python.
        lookup: folders for absolute imports, in order, or all that can be said about them.
    Returns:
        The Program (None when there are errors), and the findings, warnings included, sorted
        by place.
    Raises:
        UsageError: Python is not permitted, or the module cannot be imported.
    """
    where = Lookup.of(lookup)
    target = parse_target(path)
    if target is not None:
        return _lifted(target, where)
    closure = load_closure(path, where)
    findings = list(closure.findings)
    program: Program | None = None
    if closure.files and not _has_errors(findings):
        program, problems = run_passes(closure.files, closure.opaque, where)
        findings += problems
    if _has_errors(findings):
        program = None
    return program, tuple(sorted(findings, key=lambda f: f.sort_key))


def _lifted(target: Target, lookup: Lookup) -> tuple[Program | None, tuple[Finding, ...]]:
    if not lookup.allow_python:
        raise refuse_python(target)
    # construct costs more to import than a whole check of a small file.
    from validator.lift.loading import lift_target  # noqa: PLC0415 - see above

    return lift_target(target, (*lookup.python_paths, os.curdir))


def _has_errors(findings: Sequence[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)
