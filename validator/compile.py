"""From a .ksy file to a Program, or to every error of the stage that failed, at once."""

from __future__ import annotations

from collections.abc import Sequence

from validator.errors import SchemaError
from validator.findings import Finding
from validator.ir.nodes import Program
from validator.ksy.imports import load_closure
from validator.passes import run_passes


def compile_schema(path: str, import_paths: Sequence[str] = ()) -> Program:
    """Compile a schema file.

    Args:
        path: the .ksy file.
        import_paths: folders for absolute imports, in order.
    Returns:
        The complete, frozen Program.
    Raises:
        SchemaError: the schema is wrong; it carries every finding of the failing stage.
    """
    program, findings = try_compile(path, import_paths)
    if program is None or findings:
        raise SchemaError(findings)
    return program


def try_compile(
    path: str, import_paths: Sequence[str] = ()
) -> tuple[Program | None, tuple[Finding, ...]]:
    """Compile a schema file and return findings instead of raising.

    Stops at two barriers: after reading all files, and after the passes.

    Args:
        path: the .ksy file.
        import_paths: folders for absolute imports, in order.
    Returns:
        The Program (None when there are findings), and the findings sorted by place.
    """
    closure = load_closure(path, import_paths)
    if closure.findings or not closure.files:
        return None, tuple(sorted(closure.findings, key=lambda f: f.sort_key))
    program, findings = run_passes(closure.files)
    if findings:
        return None, tuple(sorted(findings, key=lambda f: f.sort_key))
    return program, ()
