"""`contentgate diff OLD NEW`: what differs between two files of one schema, by field path.

Differences go to standard output, notes to standard error. Exit status 0 the files are the
same, 1 they differ, 2 usage or schema error or a file that cannot be read, 3 the configuration
has no schema for a file.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from validator.cli import options
from validator.cli.terminal import (
    EXIT_FINDINGS,
    EXIT_INCONCLUSIVE,
    EXIT_OK,
    has_color,
    line_width,
    say,
    write,
)
from validator.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from validator.check.read import Reading
    from validator.check.schema import Schema
    from validator.diff import Comparison, Version
    from validator.diff.model import Gap
    from validator.findings import Finding
    from validator.ir.trace import Trace
    from validator.ksy.lookup import Lookup

_FORMATS = ("text", "json", "jsonl")
_LISTED_PROBLEMS = 3
_MAX_PROBLEMS = 1000
_NO_PROBLEM = ("unexplained-bytes", "overlapping-fields")

_EPILOG = """\b
Examples:
  contentgate diff old.bin new.bin --schema format.ksy
  contentgate diff DBXUpdate-1.bin DBXUpdate-2.bin -s uefi_dbx --brief
  contentgate diff old.bin new.bin -s format.ksy --format json |
      jq '.differences[].path'
  git show HEAD:rules.bin | contentgate diff - rules.bin -s format.ksy

\b
Marks: * changed, + inserted, - deleted, > moved, ? not read on one side.
Exit status: 0 the same, 1 different, 2 usage, schema or file error,
3 a file has no schema.
"""


@click.command("diff", epilog=_EPILOG)
@click.argument("old", type=options.FILE_NAME)
@click.argument("new", type=options.FILE_NAME)
@options.schema_option
@options.import_option
@options.config_option
@click.option("--path", "where", metavar="PATH", default="", help="Only this part of the files.")
@click.option(
    "--format",
    "fmt",
    default="text",
    show_default=True,
    type=click.Choice(_FORMATS),
    help="Format on standard output.",
)
@click.option("--brief", is_flag=True, help="Causes only, no consequences.")
@click.option("--all", "show_all", is_flag=True, help="Every consequence, computed values, too.")
@click.option(
    "--max-differences",
    type=click.IntRange(min=1),
    default=1000,
    show_default=True,
    metavar="N",
    help="Differences listed; the rest is counted.",
)
@click.option(
    "--width",
    type=click.IntRange(40, 1000),
    metavar="N",
    help="Columns; default: the terminal's, else lines are not cut.",
)
@options.color_option
@click.pass_context
def command(context: click.Context, /, old: str, new: str, **given: Any) -> None:
    """Show what differs between OLD and NEW, two files of one schema.

    Elements of lists are matched by key where the schema names one, else by content. What only
    follows from something else (counts, lengths, offsets, checksums) comes last. One of the
    files may be - for standard input.
    """
    context.exit(run_diff(old, new, DiffOptions(**given)))


@dataclass(frozen=True, slots=True)
class DiffOptions:
    """What the options say about one run."""

    schema: str | None
    import_paths: tuple[str, ...] | Lookup
    config_file: str | None
    where: str
    fmt: str
    brief: bool
    show_all: bool
    max_differences: int
    width: int | None
    color: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """One file as it was read; `problems` say why it could not be read to its end."""

    name: str
    size: int
    version: Version
    problems: Sequence[Finding]


def run_diff(old: str, new: str, choice: DiffOptions) -> int:
    """Print the differences of two files.

    Args:
        old: a path, or `-`.
        new: likewise; not both `-`.
        choice: the options.
    Returns:
        The exit status.
    Raises:
        ContentgateError: the schema is wrong, or a file cannot be read.
    """
    from validator.cli.inputs import STDIN, Inputs
    from validator.cli.workload import plan_work
    from validator.diff import compare
    from validator.errors import UsageError
    from validator.runtime.collector import WithoutCollector

    if choice.brief and choice.show_all:
        raise UsageError("--brief and --all exclude one another")
    if old == new == STDIN:
        raise UsageError("standard input can be read once: `-` is given twice")
    work = plan_work(
        Inputs(files=[old, new]),
        schema=choice.schema,
        contracts=(),
        import_paths=choice.import_paths,
        config_file=choice.config_file,
    )
    if len(work.files) < 2:
        say("\n".join(f"contentgate diff: {reason}" for reason in work.reasons))
        return EXIT_INCONCLUSIVE
    schemas = [work.tasks[number].schema for _, number in work.files]
    if schemas[0].program.digest != schemas[1].program.digest:
        raise UsageError(
            "the files have different schemas\n"
            f"  expected  {new} as {schemas[0].name}, like {old}\n  found     {schemas[1].name}"
        )
    sides = [_load(schemas[0], path) for path in (old, new)]
    # Millions of values that all stay: looking through them for garbage would double the time.
    with WithoutCollector():
        comparison = compare(sides[0].version, sides[1].version)
    if choice.where:
        comparison = _below(comparison, choice.where)
    _write(schemas[0], sides, comparison, choice)
    return EXIT_OK if comparison.is_same else EXIT_FINDINGS


def _load(schema: Schema, path: str) -> Loaded:
    """Read one file as far as it can be read."""
    from validator.check.explain import findings_of
    from validator.cli.read import read_input

    name, data = read_input(schema, path)
    version, reading = read_version(schema, data)
    problems: Sequence[Finding] = ()
    if reading.failures:
        found = findings_of(reading, name, (), _MAX_PROBLEMS)
        problems = [finding for finding in found if finding.rule not in _NO_PROBLEM]
    return Loaded(name, len(data), version, problems)


def read_version(schema: Schema, data: bytes) -> tuple[Version, Reading]:
    """Read a file for a comparison.

    Args:
        schema: of the file.
        data: the whole file.
    Returns:
        One side of a comparison, and the reading with only those failures that kept parts of the
        file from being read.
    """
    from dataclasses import replace

    from validator.diff import Version

    reading = schema.read(data)
    broken = tuple(failure for failure in reading.failures if failure.check < 0)
    stopped = [(failure.parent, failure.place) for failure in broken if failure.parent >= 0]
    stopped += [place for failure in broken for place in failure.skipped]
    gaps = tuple(_gaps(reading.trace))
    return Version(reading.trace, gaps, tuple(stopped)), replace(reading, failures=broken)


def _gaps(trace: Trace) -> Iterator[Gap]:
    """Yield what no field explains, of the file and of what was unpacked."""
    from validator.check.spans import covered_ranges, covered_unpacked, stream_data

    for stream, covered in [(0, covered_ranges(trace)), *covered_unpacked(trace).items()]:
        size = len(stream_data(trace, stream))
        position = 0
        for start, end in [*covered, (size, size)]:
            if start > position:
                yield stream, position, start
            position = max(position, end)


def _below(comparison: Comparison, where: str) -> Comparison:
    """Keep the differences at or below a path, on either side."""
    from dataclasses import replace

    def is_below(path: str) -> bool:
        return path == where or (path.startswith(where) and path[len(where)] in ".[")

    kept = [
        one
        for one in comparison.differences
        if any(side is not None and is_below(side.path) for side in (one.old, one.new))
    ]
    return replace(comparison, differences=tuple(kept))


def _write(
    schema: Schema, sides: Sequence[Loaded], comparison: Comparison, choice: DiffOptions
) -> None:
    from validator.report.diff_json import diff_json, diff_jsonl

    if choice.fmt == "text":
        _write_text(sides, comparison, choice)
        return
    render = diff_json if choice.fmt == "json" else diff_jsonl
    _write_pieces(render(comparison, _head(schema, sides), choice.max_differences))


def _head(schema: Schema, sides: Sequence[Loaded]) -> dict[str, Any]:
    from validator.report.escape import unicode_text
    from validator.report.plain import finding_value

    files = [
        {
            "file": unicode_text(side.name),
            "size": side.size,
            "problems": [finding_value(finding) for finding in side.problems],
        }
        for side in sides
    ]
    head = {"schema": schema.name, "digest": schema.program.digest}
    return {**head, "old": files[0], "new": files[1]}


def _write_text(sides: Sequence[Loaded], comparison: Comparison, choice: DiffOptions) -> None:
    from validator.report.diff_text import DiffStyle, diff_lines
    from validator.report.escape import terminal
    from validator.report.meta import plural
    from validator.report.text import headline

    style = DiffStyle(
        choice.show_all,
        choice.brief,
        choice.max_differences,
        has_color(choice.color, os.environ, sys.stdout),
        choice.width or line_width(sys.stdout),
    )
    lines = [
        terminal(f"{mark} {side.name}  {plural(side.size, 'byte')}")
        for mark, side in zip(("---", "+++"), sides, strict=True)
    ]
    for side in sides:
        if side.problems:
            lines += ["", terminal(f"{side.name} could not be read to its end:")]
            for finding in side.problems[:_LISTED_PROBLEMS]:
                lines.append(headline(finding, color=style.color))
            left = len(side.problems) - _LISTED_PROBLEMS
            lines += [f"... {left} more"] if left > 0 else []
    write("".join(f"{line}\n" for line in [*lines, ""]))
    _write_pieces(f"{line}\n" for line in diff_lines(comparison, style))


def _write_pieces(pieces: Iterable[str]) -> None:
    for piece in pieces:
        sys.stdout.write(piece)
    write("")
