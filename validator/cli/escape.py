"""`contentgate escape SEED...`: what does the schema let through that the consumer dies of?

The report goes to standard output, everything else to standard error. Exit status 0 no escapes,
1 escapes, 2 usage or schema error or no seed that can be used, 3 inconclusive: the consumer is
not installed or could not be run, or no mutant was run.
"""

from __future__ import annotations

import os
import re
import shlex
import signal
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from validator.cli import options
from validator.cli.named_consumer import complete_consumer
from validator.cli.terminal import (
    EXIT_FINDINGS,
    EXIT_INCONCLUSIVE,
    EXIT_OK,
    EXIT_USAGE,
    has_color,
    say,
    write,
)
from validator.dataclass import dataclass

if TYPE_CHECKING:
    from validator.fuzz.escape import EscapeRun
    from validator.ksy.lookup import Lookup
    from validator.measure import Measure

FORMATS = ("text", "json", "html")
_STATUS = {"escapes": EXIT_FINDINGS, "no escapes": EXIT_OK, "inconclusive": EXIT_INCONCLUSIVE}
_EXIT_INTERRUPTED = 130
_DURATION = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,3})?)(s|min|m|h)")
_SECONDS = {"s": 1, "min": 60, "m": 60, "h": 3600}
_INTERRUPTED = "interrupted"

_EPILOG = """\b
Examples:
  contentgate escape --schema btf --consumer libbpf-btf corpus/btf/valid
  contentgate escape -s format.ksy --consumer reader --time 10m seeds/
  contentgate escape -s format.ksy --consumer reader --known known.toml \\
      --report html=report.html --report json=report.json seeds/

\b
Exit status: 0 no escapes (known defects of the consumer are listed, and do
not count), 1 escapes, 2 usage or schema error, 3 inconclusive: the consumer
is not installed, or no mutant was run; 130 interrupted.
"""


class _Duration(options._TextType):
    """A duration such as `90s`, `10m` or `1.5h`; seconds."""

    name = "duration"

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        """Return seconds."""
        found = _DURATION.fullmatch(str(value))
        if found is None or float(found[1]) <= 0:
            self.fail(f"{value!r} is not a duration such as 90s, 10m or 1.5h", param, ctx)
        return float(found[1]) * _SECONDS[found[2]]


def _complete_format(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    return [CompletionItem(name) for name in FORMATS if name.startswith(incomplete)]


@dataclass(frozen=True, slots=True)
class EscapeOptions:
    """What the options say about one run."""

    schema: str
    consumer: str
    contracts: tuple[str, ...]
    import_paths: Sequence[str] | Lookup
    config_file: str | None
    mutants: int
    random_seed: int
    out: str | None
    max_time: float | None
    jobs: int | None
    known: str | None
    minimize: int
    resume: bool
    fresh: bool
    fmt: str
    reports: tuple[str, ...]
    color: str
    no_progress: bool


@click.command("escape", epilog=_EPILOG)
@click.argument("seeds", nargs=-1, required=True, type=options.FILE_NAME, metavar="SEED...")
@options.needed_schema_option
@click.option(
    "--consumer",
    required=True,
    metavar="C",
    shell_complete=complete_consumer,
    help="Who reads the mutants: a consumer of the configuration, or a ready-made one"
    " (`contentgate consumers` lists them).",
)
@click.option(
    "-n",
    "--mutants",
    type=click.IntRange(1, 100_000_000),
    default=10_000,
    show_default=True,
    metavar="N",
    help="Mutants in all; more than before goes on where a run ended.",
)
@click.option(
    "--seed",
    "random_seed",
    type=click.IntRange(0, (1 << 63) - 1),
    default=0,
    show_default=True,
    metavar="N",
    help="Another number gives other mutants.",
)
@click.option(
    "-o",
    "--out",
    type=options.FILE_NAME,
    metavar="DIR",
    help="Folder for escapes, reports and what it takes to go on; by default"
    " escape-SCHEMA-CONSUMER here.",
)
@click.option(
    "--time", "max_time", type=_Duration(), metavar="T", help="Begin nothing new after T (10m)."
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1, 256),
    metavar="N",
    help="Processes; by default one per processor. The result does not depend on it.",
)
@click.option(
    "--known",
    type=options.FILE_NAME,
    metavar="F",
    help="Known defects of the consumer (TOML): listed apart, with their reason.",
)
@click.option(
    "--minimize",
    type=click.IntRange(0, 100_000),
    default=200,
    show_default=True,
    metavar="N",
    help="Runs of the consumer that minimizing one escape may take.",
)
@click.option("--resume", is_flag=True, help="Go on with the run in DIR, which must be there.")
@click.option("--fresh", is_flag=True, help="Start over, and drop what an earlier run left.")
@options.contract_option
@options.import_option
@options.config_option
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
def command(context: click.Context, /, seeds: tuple[str, ...], **given: Any) -> None:
    """Measure what a schema is worth: make mutants of SEEDs, ask schema and consumer.

    SEED is a file or a folder; schema and consumer have to accept it. An escape is a mutant that
    the schema accepts and the consumer crashes on, hangs with, runs out of memory on or dies of,
    or loads although it was cut. Every escape is minimized and named by its field. What the
    schema refuses and the consumer accepts is counted by rule.

    The same options give the same report. A run that was ended goes on where it was.
    """
    context.exit(run_escape(seeds, EscapeOptions(**given)))


def run_escape(arguments: Sequence[str], choice: EscapeOptions) -> int:
    """Measure a schema, print and write reports.

    Args:
        arguments: seeds and folders of them.
        choice: the options.
    Returns:
        The exit status.
    Raises:
        ContentgateError: nothing could be measured as asked.
    """
    from validator.cli.escape_setup import find_consumer, open_run
    from validator.errors import ConsumerError

    wanted = wanted_reports(choice.reports)
    with term_as_interrupt(), open_scratch() as scratch:
        try:
            consumer = find_consumer(choice.consumer, choice.config_file, scratch)
            run = open_run(arguments, choice, consumer, scratch)
        except ConsumerError as error:
            say(f"contentgate escape: {error}")
            return EXIT_INCONCLUSIVE
        if run is None:
            return EXIT_USAGE
        started = time.monotonic()
        before = run.journal.done
        try:
            stopped = _go(run, choice)
            measure = run.measure(stopped)
        finally:
            run.journal.close()
    _report(measure, run, choice, wanted)
    _tell_times(measure, run, time.monotonic() - started, before)
    if stopped:
        _tell_stop(measure, run, arguments, choice)
    if stopped == _INTERRUPTED:
        return _EXIT_INTERRUPTED
    is_lost = bool(stopped) and measure.done < measure.wanted and stopped != _time_up(choice)
    return EXIT_INCONCLUSIVE if is_lost and not measure.fresh else _STATUS[measure.verdict]


@contextmanager
def term_as_interrupt() -> Iterator[None]:
    """Let SIGTERM end a run as Ctrl-C does, so that nothing is left behind."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def open_scratch() -> Any:
    """Return a temporary folder, in memory where there is one."""
    import tempfile

    memory = "/dev/shm"
    place = memory if os.path.isdir(memory) and os.access(memory, os.W_OK | os.X_OK) else None
    return tempfile.TemporaryDirectory(prefix="contentgate-", dir=place, ignore_cleanup_errors=True)


def _go(run: EscapeRun, choice: EscapeOptions) -> str:
    """Run until all is done; returns why it ended before, or ""."""
    from validator.cli.escape_progress import MutantProgress
    from validator.errors import ConsumerError

    deadline = None if choice.max_time is None else time.monotonic() + choice.max_time
    progress = MutantProgress(run.journal.done, is_wanted=not choice.no_progress)

    def is_over() -> bool:
        return deadline is not None and time.monotonic() >= deadline

    try:
        run.go(progress.show, is_over)
    except KeyboardInterrupt:
        return _INTERRUPTED
    except ConsumerError as error:
        return str(error)
    finally:
        progress.close()
    return _time_up(choice) if run.is_cut_short or run.tally.done < choice.mutants else ""


def _time_up(choice: EscapeOptions) -> str:
    return "time was up" if choice.max_time is not None else ""


def wanted_reports(given: Sequence[str]) -> dict[str, str]:
    """Return path -> format of every report to write.

    Args:
        given: `FMT=PATH` each.
    Raises:
        UsageError: one is not of this form, or two have the same path.
    """
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


def _report(
    measure: Measure, run: EscapeRun, choice: EscapeOptions, wanted: dict[str, str]
) -> None:
    """Print the report, and write it in every format to the output folder."""
    from validator.report.measure_html import render_measure_html
    from validator.report.measure_json import render_measure_json
    from validator.report.measure_text import MeasureStyle, render_measure_text
    from validator.report.registry import write_report

    folder = run.store.folder
    plain = MeasureStyle(folder, choice.schema)
    texts = {
        "text": render_measure_text(measure, plain),
        "json": render_measure_json(measure),
        "html": render_measure_html(measure, plain),
    }
    for name, file in (("text", "report.txt"), ("json", "report.json"), ("html", "report.html")):
        write_report(os.path.join(folder, file), texts[name])
    for path, name in wanted.items():
        write_report(path, texts[name])
    color = has_color(choice.color, os.environ, sys.stdout)
    if choice.fmt == "text" and color:
        write(render_measure_text(measure, MeasureStyle(folder, choice.schema, color=True)))
        return
    write(texts[choice.fmt])
    if choice.fmt != "text":
        from validator.report.measure_words import verdict_text

        say(f"{measure.verdict}: {verdict_text(measure)}")


def _tell_times(measure: Measure, run: EscapeRun, seconds: float, before: int) -> None:
    """Write what is different in every run to a file of its own, and say it."""
    import json

    from validator.report.registry import write_report

    made = measure.done - before
    times = {"mutants": made, "seconds": round(seconds, 3), "jobs": run.plan.jobs}
    write_report(os.path.join(run.store.folder, "times.json"), json.dumps(times) + "\n")
    rate = f", {made / seconds:,.0f} a second" if made and seconds else ""
    earlier = f", {before:,} were done before" if before else ""
    say(f"{made:,} mutants in {seconds:,.1f} s{rate}{earlier}")


def _tell_stop(
    measure: Measure, run: EscapeRun, arguments: Sequence[str], choice: EscapeOptions
) -> None:
    """Say how to go on."""
    if run.journal.path == "":
        return
    words = ["contentgate", "escape", "-s", choice.schema, "--consumer", choice.consumer]
    words += ["-n", str(choice.mutants), "--seed", str(choice.random_seed)]
    words += ["-o", run.store.folder, "--resume"]
    for contract in choice.contracts:
        words += ["-c", contract]
    for name, value in (("--config", choice.config_file), ("--known", choice.known)):
        words += [name, value] if value is not None else []
    say(f"{measure.stopped}: {measure.done:,} of {measure.wanted:,} mutants are done")
    say(f"  to go on  {shlex.join([*words, *arguments])}")
