"""`contentgate replay [ID|DIR...]`: run kept crashes again, and tell which are fixed.

The report goes to standard output, everything else to standard error. Exit status 0 all are fixed,
1 one still fails or fails in another way, 2 usage error, 3 inconclusive: one could not be run, or
there was nothing to run.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

import click
from click.shell_completion import CompletionItem

from validator.cli import options
from validator.cli.named_consumer import complete_consumer
from validator.cli.terminal import (
    EXIT_FINDINGS,
    EXIT_INCONCLUSIVE,
    EXIT_OK,
    has_color,
    say,
    write,
)
from validator.dataclass import dataclass

FORMATS = ("text", "json", "junit", "html")
DEFAULT_FOLDER = "corpus/regressions"

_EPILOG = """\b
Examples:
  contentgate replay
  contentgate replay sigsegv-in-parse-3fa9c1d2 --details
  contentgate replay --consumer build/agent-next --report junit=replay.xml

\b
Exit status: 0 all are fixed, 1 one still fails or fails in another way,
2 usage error, 3 inconclusive: one was not run, or there was none.
"""


def _complete_id(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    from validator.fuzz.regressions import Regressions

    folder = str(context.params.get("regressions") or DEFAULT_FOLDER)
    names = [name for name in Regressions(folder).names() if name.startswith(incomplete)]
    return [CompletionItem(name) for name in names] or [CompletionItem(incomplete, type="dir")]


def _complete_format(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    return [CompletionItem(name) for name in FORMATS if name.startswith(incomplete)]


@dataclass(frozen=True, slots=True)
class ReplayOptions:
    """What the options say about one replay."""

    regressions: str
    consumer: str | None
    as_recorded: bool
    schema: str | None
    contracts: tuple[str, ...]
    config_file: str | None
    details: bool
    fmt: str
    reports: tuple[str, ...]
    color: str


@click.command("replay", epilog=_EPILOG)
@click.argument("cases", nargs=-1, metavar="[ID|DIR]...", shell_complete=_complete_id)
@click.option(
    "--regressions",
    type=options.FILE_NAME,
    default=DEFAULT_FOLDER,
    show_default=True,
    metavar="DIR",
    help="Folder that crashes are kept in.",
)
@click.option(
    "--consumer",
    metavar="C",
    shell_complete=complete_consumer,
    help="Run this one instead of the one that died: of the configuration, a ready-made one, or"
    " the path of a program or library.",
)
@click.option(
    "--as-recorded",
    is_flag=True,
    help="Where nothing here is called like the consumer that died, run what case.json says,"
    " also when it is no program of this project.",
)
@click.option(
    "-s",
    "--schema",
    metavar="S",
    help="Schema for the gate's verdict and the names of fields, instead of the recorded one.",
)
@options.contract_option
@options.config_option
@click.option("--details", is_flag=True, help="Tell all that is known, with the file in hex.")
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
    help="Write a report to a file besides (text, json, junit, html); may be given several times.",
)
@options.color_option
@click.pass_context
def command(context: click.Context, /, cases: tuple[str, ...], **given: Any) -> None:
    """Run kept crashes again, and tell which are fixed.

    A crash is named by its ID, or by its folder; a folder of crashes means all of them. Without
    any, all in --regressions are run. A crash is fixed when the consumer accepts or rejects its
    file, still failing when it dies in the same way, and changed when it dies in another.

    The consumer is the one of the configuration that is called like the one that died, or the
    ready-made one, or what case.json says when that lies in this project.
    """
    context.exit(run_replay(cases, ReplayOptions(**given)))


def run_replay(arguments: Sequence[str], choice: ReplayOptions) -> int:
    """Replay crashes, print and write reports.

    Args:
        arguments: ids, folders of crashes, and folders of those.
        choice: the options.
    Returns:
        The exit status.
    Raises:
        ContentgateError: nothing could be replayed as asked.
    """
    from validator.cli.escape import open_scratch, term_as_interrupt
    from validator.cli.replay_setup import find_cases, replay_all
    from validator.crashes import CHANGED, FAILING, NOT_RUN

    wanted = _wanted_reports(choice.reports)
    found = find_cases(arguments, choice.regressions)
    if not found:
        where = ", ".join(arguments) or choice.regressions
        say(f"contentgate replay: {where}: no crash is kept there, nothing was run")
        return EXIT_INCONCLUSIVE
    with term_as_interrupt(), open_scratch() as scratch:
        views = replay_all(found, choice, scratch)
    texts = _render(views, choice)
    for path, name in wanted.items():
        _write_report(path, texts[name])
    if choice.fmt == "text" and has_color(choice.color, os.environ, sys.stdout):
        from validator.report.crash_text import render_replay_text

        write(render_replay_text(views, details=choice.details, color=True))
    else:
        write(texts[choice.fmt])
    states = {view.replayed.state for view in views}
    if states & {FAILING, CHANGED}:
        return EXIT_FINDINGS
    return EXIT_INCONCLUSIVE if NOT_RUN in states else EXIT_OK


def _render(views: Sequence[Any], choice: ReplayOptions) -> dict[str, str]:
    from validator import __version__
    from validator.report.crash_html import render_replay_html
    from validator.report.crash_json import render_replay_json
    from validator.report.crash_junit import render_replay_junit
    from validator.report.crash_text import render_replay_text

    replayed = [view.replayed for view in views]
    return {
        "text": render_replay_text(views, details=choice.details),
        "json": render_replay_json(replayed, __version__),
        "junit": render_replay_junit(replayed),
        "html": render_replay_html(views, __version__),
    }


def _write_report(path: str, text: str) -> None:
    from validator.report.registry import write_report

    write_report(path, text)


def _wanted_reports(given: Sequence[str]) -> dict[str, str]:
    """Return path -> format of every report to write."""
    from validator.errors import UsageError

    wanted: dict[str, str] = {}
    for item in given:
        name, _, path = item.partition("=")
        if name not in FORMATS or path in ("", "-"):
            raise UsageError(
                f"--report {item}: not a report\n"
                f"  expected  FMT=PATH, where FMT is one of {', '.join(FORMATS)}"
            )
        full = os.path.abspath(path)
        if full in wanted:
            raise UsageError(f"--report {item}: another report goes to the same file")
        wanted[full] = name
    return wanted
