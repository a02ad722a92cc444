"""From a .ksy file to a Program, or to every error of the stage that failed, at once."""

from __future__ import annotations

from collections.abc import Sequence

from validator.errors import SchemaError
from validator.findings import Finding, Severity
from validator.ir.nodes import Program
from validator.ksy.imports import load_closure
from validator.ksy.lookup import Lookup
from validator.passes import run_passes


def compile_schema(path: str, lookup: Sequence[str] | Lookup = ()) -> Program:
    """Compile a schema file.

    Args:
        path: the .ksy file.
        lookup: folders for absolute imports, in order, or all that can be said about them.
    Returns:
        The complete, frozen Program.
    Raises:
        SchemaError: the schema is wrong; it carries every finding of the failing stage.
    """
    program, findings = try_compile(path, lookup)
    if program is None:
        raise SchemaError([f for f in findings if f.severity is Severity.ERROR])
    return program


def try_compile(
    path: str, lookup: Sequence[str] | Lookup = ()
) -> tuple[Program | None, tuple[Finding, ...]]:
    """Compile a schema file and return findings instead of raising.

    Stops at two barriers: after reading all files, and after the passes.

    Args:
        path: the .ksy file.
        lookup: folders for absolute imports, in order, or all that can be said about them.
    Returns:
        The Program (None when there are errors), and the findings, warnings included, sorted
        by place.
    """
    where = Lookup.of(lookup)
    closure = load_closure(path, where)
    findings = list(closure.findings)
    program: Program | None = None
    if closure.files and not _has_errors(findings):
        program, problems = run_passes(closure.files, closure.opaque, where)
        findings += problems
    if _has_errors(findings):
        program = None
    return program, tuple(sorted(findings, key=lambda f: f.sort_key))


def _has_errors(findings: Sequence[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)
