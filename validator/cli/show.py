"""`contentgate show FILE`: what stands where in a file, and what is wrong with it.

The tree goes to standard output, notes to standard error. Exit status 0 nothing is wrong, 1
findings, 2 usage or schema error, 3 no schema is configured for the file.
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
    from collections.abc import Iterable, Sequence

    from validator.check.schema import Schema
    from validator.cli.workload import Task
    from validator.findings import Finding
    from validator.ksy.lookup import Lookup
    from validator.report.tree import TreeView
    from validator.report.tree_text import TreeStyle

_ITEMS = 8
_WIDTH = 100
_PIECES = 1000
_MAX_FINDINGS = 1000

_EPILOG = """\b
Examples:
  contentgate show update.bin --schema format.ksy
  contentgate show DBXUpdate.bin --schema uefi_dbx --depth 2
  contentgate show update.bin -s format.ksy --path 'instances[1].criteria'
  contentgate show update.bin -s format.ksy --json | jq '.tree.fields[].path'
"""


@click.command("show", epilog=_EPILOG)
@click.argument("file", type=options.FILE_NAME)
@options.schema_option
@options.contract_option
@options.import_option
@options.config_option
@click.option("--path", "where", metavar="PATH", default="", help="Only this part of the file.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON; never leaves anything out.")
@click.option(
    "--depth", type=click.IntRange(min=1), metavar="N", help="At most N levels of the tree."
)
@click.option("--all", "show_all", is_flag=True, help="Show all elements and all bytes.")
@click.option("--no-hex", is_flag=True, help="Show no bytes.")
@click.option(
    "--width", type=click.IntRange(40, 1000), metavar="N", help="Columns; default: the terminal's."
)
@options.color_option
@click.pass_context
def command(context: click.Context, /, file: str, **given: Any) -> None:
    """Show what FILE holds: offsets, sizes and bytes beside names and values.

    FILE is a file, or - for standard input. Findings are marked where they are. Long lists and
    byte strings are cut, never where something is wrong; offsets with ~ are in unpacked bytes.
    """
    context.exit(run_show(file, ShowOptions(**given)))


@dataclass(frozen=True, slots=True)
class ShowOptions:
    """What the options say about one run."""

    schema: str | None
    contracts: tuple[str, ...]
    import_paths: Sequence[str] | Lookup
    config_file: str | None
    where: str
    as_json: bool
    depth: int | None
    show_all: bool
    no_hex: bool
    width: int | None
    color: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One file as it was read; `view` is None when it cannot be read at all."""

    name: str
    size: int
    schema: Schema
    view: TreeView | None
    findings: Sequence[Finding]


def run_show(file: str, choice: ShowOptions) -> int:
    """Print the tree of a file.

    Args:
        file: a path, or `-`.
        choice: the options.
    Returns:
        The exit status.
    Raises:
        ContentgateError: the schema is wrong, or there is no such path in the file.
    """
    from validator.cli.inputs import Inputs
    from validator.cli.workload import plan_work
    from validator.report.tree import find_node

    work = plan_work(
        Inputs(files=[file]),
        schema=choice.schema,
        contracts=choice.contracts,
        import_paths=choice.import_paths,
        config_file=choice.config_file,
    )
    if not work.files:
        say("\n".join(f"contentgate show: {reason}" for reason in work.reasons))
        return EXIT_INCONCLUSIVE
    shown = _read(work.tasks[0], file)
    top = find_node(shown.view, choice.where) if shown.view is not None else 0
    if choice.as_json:
        _write_json(shown, top)
    else:
        _write_text(shown, top, _style(choice))
    return EXIT_FINDINGS if shown.findings else EXIT_OK


def _style(choice: ShowOptions) -> TreeStyle:
    from validator.report.tree_rows import Limits
    from validator.report.tree_text import TreeStyle

    return TreeStyle(
        Limits(None if choice.show_all else _ITEMS, choice.depth),
        all_bytes=choice.show_all,
        has_hex=not choice.no_hex,
        color=has_color(choice.color, os.environ, sys.stdout),
        width=choice.width or line_width(sys.stdout) or _WIDTH,
    )


def _read(task: Task, file: str) -> Shown:
    from validator.check.explain import findings_of
    from validator.cli.read import try_input
    from validator.findings import Finding
    from validator.report.tree import make_view

    name, data = try_input(task.schema, file)
    if isinstance(data, Finding):
        return Shown(name, 0, task.schema, None, (data,))
    reading = task.schema.read(data, task.contracts)
    findings = findings_of(reading, name, task.contracts, _MAX_FINDINGS)
    is_complete = not any(failure.check < 0 for failure in reading.failures)
    view = make_view(reading.trace, findings, is_complete=is_complete)
    return Shown(name, len(data), task.schema, view, findings)


def _write_json(shown: Shown, top: int) -> None:
    from validator.report.escape import unicode_text
    from validator.report.tree_json import tree_json

    head = {
        "file": unicode_text(shown.name),
        "size": shown.size,
        "schema": shown.schema.name,
        "digest": shown.schema.program.digest,
    }
    _write_pieces(tree_json(shown.view, top, head, shown.findings))


def _write_pieces(pieces: Iterable[str]) -> None:
    """Write many small pieces in few calls."""
    held: list[str] = []
    for piece in pieces:
        held.append(piece)
        if len(held) == _PIECES:
            sys.stdout.write("".join(held))
            held.clear()
    write("".join(held))


def _write_text(shown: Shown, top: int, style: TreeStyle) -> None:
    """Write the tree, then whole what it has no place for, then the count."""
    from validator.report.escape import terminal
    from validator.report.meta import plural
    from validator.report.text import finding_lines
    from validator.report.tree import findings_below
    from validator.report.tree_text import tree_lines

    view, findings = shown.view, shown.findings
    schema = f"{shown.schema.name} ({shown.schema.path})"
    write(terminal(f"{shown.name}  {plural(shown.size, 'byte')}") + "\n")
    write(terminal(f"  schema    {schema}") + "\n\n")
    unplaced, outside = set(range(len(findings))), 0
    if view is not None:
        _write_pieces(f"{line}\n" for line in tree_lines(view, top, style))
        below = findings_below(view, top)
        outside = len(findings) - len(below)
        unplaced = {number for parts in view.unread.values() for _, number in parts} & below
    lines: list[str] = []
    for number in sorted(unplaced):
        lines += finding_lines(findings[number], color=style.color, width=style.width)
    if lines and view is not None:
        lines.insert(0, "")
    if findings:
        elsewhere = f", {outside} of them elsewhere in the file" if outside else ""
        lines += ["", f"{plural(len(findings), 'finding')}{elsewhere}"]
    write("".join(f"{line}\n" for line in lines))
