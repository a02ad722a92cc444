"""`contentgate check FILE...`: do files follow their schema and fit their consumers?

Findings go to standard output, notes and progress to standard error. Exit status 0 accepted,
1 refused, 2 usage or schema error, 3 inconclusive.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

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
    from validator.cli.workload import Workload
    from validator.events import FileChecked
    from validator.findings import Finding
    from validator.ksy.lookup import Lookup
    from validator.report.meta import RunMeta

_STATUS = {"accepted": EXIT_OK, "refused": EXIT_FINDINGS, "inconclusive": EXIT_INCONCLUSIVE}

_EPILOG = """\b
Examples:
  contentgate check DBXUpdate.bin --schema uefi_dbx
  contentgate check content/ -s format.ksy --contract sensor-7.11.toml
  contentgate check content/ --report sarif=a.sarif --report junit=a.xml
  curl -s https://example.org/dbx.bin | contentgate check - --schema uefi_dbx

\b
Exit status: 0 accepted (warnings do not refuse), 1 refused, 2 usage or schema
error, 3 inconclusive: nothing was checked, or a file has no schema.
"""


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """What the options say about one run."""

    schema: str | None
    contracts: tuple[str, ...]
    import_paths: Sequence[str] | Lookup
    config_file: str | None
    fmt: str
    reports: tuple[str, ...]
    max_findings: int
    jobs: int | None
    color: str
    quiet: bool
    no_progress: bool


@click.command("check", epilog=_EPILOG)
@click.argument("files", nargs=-1, required=True, type=options.FILE_NAME, metavar="FILE...")
@options.schema_option
@options.contract_option
@options.import_option
@options.config_option
@options.format_option
@options.report_option
@click.option(
    "--max-findings",
    type=click.IntRange(min=1),
    default=100,
    show_default=True,
    metavar="N",
    help="Findings listed per file; the rest is counted.",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1, 256),
    metavar="N",
    help="Processes; by default one, or one per processor when there is much to read.",
)
@options.color_option
@click.option("-q", "--quiet", is_flag=True, help="Print findings only: no verdict, no notes.")
@click.option("--no-progress", is_flag=True, help="Show no progress on standard error.")
@click.pass_context
def command(context: click.Context, /, files: tuple[str, ...], **given: object) -> None:
    """Check every FILE against its schema and against what each consumer supplies.

    FILE is a file, a folder to search, or - for standard input. Hidden names and links to
    folders are not looked at in a folder. The verdict is accepted, refused or inconclusive.
    """
    context.exit(run_check(files, CheckOptions(**given)))  # type: ignore[arg-type]  # click checked


def run_check(arguments: Sequence[str], choice: CheckOptions) -> int:
    """Check files, print findings, write reports.

    Args:
        arguments: files, folders, `-`.
        choice: the options.
    Returns:
        The exit status.
    Raises:
        ContentgateError: nothing could be checked as asked.
    """
    from validator.cli.inputs import expand_inputs
    from validator.cli.workload import plan_work

    options.known_format(choice.fmt, "--format")
    wanted = options.wanted_reports(choice.reports)
    started_ns = time.time_ns()
    work = plan_work(
        expand_inputs(arguments),
        schema=choice.schema,
        contracts=choice.contracts,
        import_paths=choice.import_paths,
        config_file=choice.config_file,
    )
    results = _check(work, choice)
    findings = [finding for result in results for finding in result.findings]
    meta = run_meta(work, results)
    options.write_reports(wanted, findings, meta)
    _show(findings, meta, choice)
    _remember(work, arguments, choice, started_ns)
    return _STATUS[meta.verdict]


def _remember(
    work: Workload, arguments: Sequence[str], choice: CheckOptions, started_ns: int
) -> None:
    """Let the next run with these options be quick."""
    from validator.cli.remember import remember

    if work.reasons or not work.is_repeatable:
        return
    given = [("contract", path) for path in choice.contracts]
    given += [("schema", choice.schema)] if choice.schema is not None else []
    given += [("config", choice.config_file)] if choice.config_file is not None else []
    remember(work, given, arguments, started_ns)


def run_meta(work: Workload, results: Sequence[FileChecked]) -> RunMeta:
    """Return what reports say about a run.

    Args:
        work: what was to be done.
        results: what was done.
    """
    from validator import __version__
    from validator.report.meta import RunMeta, schema_rules

    files = tuple((done.file, done.size, _is_accepted(done)) for done in results)
    reasons = list(work.reasons)
    if not files:
        reasons.append("nothing was checked")
    verdict = "accepted"
    if not all(ok for _, _, ok in files):
        verdict = "refused"
    elif reasons:
        verdict = "inconclusive"
    rules = {rule.id: rule for task in work.tasks for rule in schema_rules(task.schema.program)}
    return RunMeta(
        tool_version=__version__,
        schemas=tuple(dict.fromkeys(task.schema.path for task in work.tasks)),
        files=files,
        verdict=verdict,
        reasons=tuple(reasons),
        notes=tuple(dict.fromkeys(work.notes)),
        contracts=tuple(dict.fromkeys(c.name for task in work.tasks for c in task.contracts)),
        rules=tuple(rules.values()),
    )


def _is_accepted(done: FileChecked) -> bool:
    from validator.findings import Severity

    return not any(finding.severity is Severity.ERROR for finding in done.findings)


def _check(work: Workload, choice: CheckOptions) -> list[FileChecked]:
    """Check every file, with a progress line."""
    from validator.cli.checking import check_all, choose_jobs
    from validator.cli.progress import Progress

    jobs = choose_jobs([path for path, _ in work.files], choice.jobs)
    wants_progress = not (choice.no_progress or choice.quiet)
    progress = Progress(len(work.files), is_wanted=wants_progress)
    results: list[FileChecked] = []
    try:
        for done in check_all(work.tasks, work.files, jobs=jobs, max_findings=choice.max_findings):
            results.append(done)
            progress.advance(is_refused=not _is_accepted(done))
    finally:
        progress.close()
    return results


def _show(findings: Sequence[Finding], meta: RunMeta, choice: CheckOptions) -> None:
    """Print the report; when standard output is for a machine, the verdict goes beside it."""
    from validator.report.registry import render
    from validator.report.text import finding_lines, render_text

    if choice.fmt != "text":
        write(render(choice.fmt, findings, meta))
        if not choice.quiet and choice.fmt != "concise":
            tell_beside(findings, meta)
        return
    color = has_color(choice.color, os.environ, sys.stdout)
    width = line_width(sys.stdout)
    if not choice.quiet:
        write(render_text(findings, meta, color=color, width=width))
        return
    for finding in findings:
        for line in finding_lines(finding, color=color, width=width):
            write(f"{line}\n")


def tell_beside(findings: Sequence[Finding], meta: RunMeta) -> None:
    """Print verdict, reasons and notes to standard error.

    Args:
        findings: of the run.
        meta: of the run.
    """
    from validator.report.meta import describe_counts, summarize

    say(f"{meta.verdict}: {describe_counts(summarize(findings, meta))}")
    for label, texts in (("reason", meta.reasons), ("note", meta.notes)):
        for text in texts:
            say(f"  {label:<8}  {text}")
