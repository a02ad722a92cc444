"""`contentgate schema`: work on schemas. `lint` tells every error of every schema at once,
`export` (its own module) writes one as documentation, data or a C header.

Findings go to standard output. Exit status of `lint`: 0 all schemas are right, 1 one is
wrong, 2 usage, 3 no schema was found.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from validator.cli import export, options
from validator.cli.terminal import (
    EXIT_FINDINGS,
    EXIT_INCONCLUSIVE,
    EXIT_OK,
    has_color,
    line_width,
    write,
)

if TYPE_CHECKING:
    from validator.findings import Finding
    from validator.ksy.lookup import Lookup
    from validator.report.meta import RunMeta

_SUFFIX = ".ksy"
_STATUS = {"accepted": EXIT_OK, "refused": EXIT_FINDINGS, "inconclusive": EXIT_INCONCLUSIVE}

_EPILOG = """\b
Examples:
  contentgate schema lint format.ksy
  contentgate schema lint schemas/ --format github
"""


@click.group("schema")
def command() -> None:
    """Work on schemas."""


command.add_command(export.command)


@command.command("lint", epilog=_EPILOG)
@click.argument("schemas", nargs=-1, required=True, type=options.FILE_NAME, metavar="S...")
@options.import_option
@options.format_option
@options.report_option
@options.color_option
@click.pass_context
def lint(
    context: click.Context,
    schemas: tuple[str, ...],
    import_paths: Sequence[str] | Lookup,
    fmt: str,
    reports: tuple[str, ...],
    color: str,
) -> None:
    """Tell every error of each schema S, with line and column.

    S is a .ksy file, the name of a schema that comes with contentgate, module:Name of a
    construct declaration, or a folder that is searched for .ksy files.
    """
    options.known_format(fmt, "--format")
    wanted = options.wanted_reports(reports)
    findings, meta = lint_schemas(schemas, import_paths)
    options.write_reports(wanted, findings, meta)
    _show(findings, meta, fmt, color)
    context.exit(_STATUS[meta.verdict])


def lint_schemas(
    arguments: Sequence[str], import_paths: Sequence[str] | Lookup
) -> tuple[list[Finding], RunMeta]:
    """Compile schemas and collect what is wrong with them.

    Args:
        arguments: files, folders, shipped names.
        import_paths: folders for absolute imports, or all that the options say.
    Returns:
        Findings (an imported file's errors once), and the run.
    Raises:
        UsageError: a name is neither a file nor a shipped schema.
    """
    from validator import __version__
    from validator.cli.declarations import permitted
    from validator.cli.inputs import expand_inputs
    from validator.cli.shipped import find_schema
    from validator.compile import try_compile
    from validator.findings import Severity
    from validator.report.meta import RunMeta

    named = [
        name if os.path.isdir(name) else find_schema(name, "schema lint") for name in arguments
    ]
    inputs = expand_inputs(named, suffix=_SUFFIX)
    findings: dict[Finding, None] = {}
    files: list[tuple[str, int, bool]] = []
    for path in inputs.files:
        _, found = try_compile(path, permitted(path, import_paths))
        findings.update(dict.fromkeys(found))
        files.append((path, _size(path), not found))
    reasons = list(inputs.problems)
    if not files:
        reasons.append("no schema was found")
    verdict = "inconclusive" if reasons else "accepted"
    if any(finding.severity is Severity.ERROR for finding in findings):
        verdict = "refused"
    notes = tuple(inputs.notes)
    meta = RunMeta(
        __version__, files=tuple(files), verdict=verdict, reasons=tuple(reasons), notes=notes
    )
    return list(findings), meta


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except (OSError, ValueError):
        return 0


def _show(findings: Sequence[Finding], meta: RunMeta, fmt: str, color: str) -> None:
    from validator.report.registry import render
    from validator.report.text import render_text

    if fmt != "text":
        write(render(fmt, findings, meta))
        return
    paint = has_color(color, os.environ, sys.stdout)
    write(render_text(findings, meta, color=paint, width=line_width(sys.stdout)))
