"""`contentgate cover FILE...`: what of a schema do these files exercise, and what never?

The table goes to standard output, notes to standard error. Exit status 0, 1 less than
`--fail-under` or `--required` asks for, 2 usage or schema error, 3 no file could be counted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from validator.cli import options
from validator.cli.escape import wanted_reports
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
    from validator.cover.table import Coverage
    from validator.ksy.lookup import Lookup
    from validator.report.cover_words import CoverRun

FORMATS = ("text", "json", "html")

_EPILOG = """\b
Examples:
  contentgate cover --schema format.ksy corpus/
  contentgate cover -s format.ksy shipped/ --missing
  contentgate cover -s format.ksy shipped/ --by-file --report html=cover.html
  contentgate cover -s format.ksy tests/data --required --fail-under 80

\b
Exit status: 0, 1 less is exercised than --fail-under or --required asks for,
2 usage or schema error, 3 no file could be counted.
"""


def _complete_format(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    return [CompletionItem(name) for name in FORMATS if name.startswith(incomplete)]


@dataclass(frozen=True, slots=True)
class CoverOptions:
    """What the options say about one run."""

    schema: str
    contracts: tuple[str, ...]
    import_paths: Sequence[str] | Lookup
    missing: bool
    by_file: bool
    any_file: bool
    fail_under: float | None
    required: bool
    fmt: str
    reports: tuple[str, ...]
    color: str
    no_progress: bool


@click.command("cover", epilog=_EPILOG)
@click.argument("files", nargs=-1, required=True, type=options.FILE_NAME, metavar="FILE...")
@options.needed_schema_option
@click.option("--missing", is_flag=True, help="Show only what is not exercised.")
@click.option("--by-file", is_flag=True, help="Tell for each class which files have it.")
@click.option(
    "--any", "any_file", is_flag=True, help="Count files that are not valid, as far as they go."
)
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="Exit 1 when less is exercised of all that can be.",
)
@click.option(
    "--required", is_flag=True, help="Exit 1 when something is missing that -coverage asks for."
)
@options.contract_option
@options.import_option
@click.option(
    "--format",
    "fmt",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="Format on standard output.",
)
@click.option(
    "--report",
    "reports",
    multiple=True,
    metavar="FMT=PATH",
    shell_complete=_complete_format,
    help="Write a report to a file besides (text, json, html); may be given several times.",
)
@options.color_option
@click.option("--no-progress", is_flag=True, help="Show no progress on standard error.")
@click.pass_context
def command(context: click.Context, /, files: tuple[str, ...], **given: Any) -> None:
    """Tell what of a schema FILEs exercise: values, counts, branches, combinations.

    FILE is a file, a folder, or - for standard input. Files that the schema refuses are not
    counted. Fields that never had anything but their default come first: nobody has tested
    those.
    """
    context.exit(run_cover(files, CoverOptions(**given)))


def run_cover(arguments: Sequence[str], choice: CoverOptions) -> int:
    """Measure files, print and write reports.

    Args:
        arguments: files and folders.
        choice: the options.
    Returns:
        The exit status.
    Raises:
        ContentgateError: nothing could be measured as asked.
    """
    from validator import __version__
    from validator.cli.traced import open_source, traced_files
    from validator.cover.table import Coverage
    from validator.report.cover_words import CoverRun

    wanted = wanted_reports(choice.reports)
    source = open_source(arguments, choice.schema, choice.contracts, choice.import_paths)
    coverage = Coverage(source.features)
    refused = []
    for one in traced_files(source, any_file=choice.any_file, is_shown=not choice.no_progress):
        if one.is_measured:
            coverage.add(one.name, len(one.data), one.found)
        else:
            refused.append((one.name, one.reason))
    failures = tuple(_failures(coverage, choice)) if coverage.files else ()
    run = CoverRun(
        coverage, tuple(refused), source.notes, failures, choice.missing, choice.by_file,
        __version__,
    )  # fmt: skip
    _report(run, choice, wanted)
    if not coverage.files:
        say("contentgate cover: no file could be counted")
        return EXIT_INCONCLUSIVE
    return EXIT_FINDINGS if failures else EXIT_OK


def _failures(coverage: Coverage, choice: CoverOptions) -> list[str]:
    failures = []
    done, whole = coverage.counts()
    if choice.fail_under is not None and 100 * done < choice.fail_under * whole:
        share = 100 * done / whole
        failures.append(f"{share:.1f} % is exercised, less than {choice.fail_under:g} %")
    missing = len(coverage.missing_required())
    if choice.required and missing:
        _, asked = coverage.required()
        failures.append(f"{missing} of {asked} that -coverage asks for are missing")
    return failures


def _report(run: CoverRun, choice: CoverOptions, wanted: dict[str, str]) -> None:
    from validator.report.cover_html import render_cover_html
    from validator.report.cover_json import render_cover_json
    from validator.report.cover_text import render_cover_text
    from validator.report.registry import write_report

    renderers = {
        "text": render_cover_text,
        "json": render_cover_json,
        "html": render_cover_html,
    }
    for path, name in wanted.items():
        write_report(path, renderers[name](run))
    if choice.fmt == "text":
        paint = has_color(choice.color, os.environ, sys.stdout)
        write(render_cover_text(run, color=paint, width=line_width(sys.stdout)))
        return
    write(renderers[choice.fmt](run))
    for failure in run.failures:
        say(f"contentgate cover: {failure}")
