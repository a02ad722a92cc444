"""`contentgate gate`: the verdict over everything that the configuration names.

Findings and the verdict go to standard output, everything else to standard error. Exit
status 0 ship, 1 no ship, 2 usage, schema or configuration error, 3 inconclusive.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from validator.cli import options
from validator.cli.terminal import has_color, line_width, say, write
from validator.errors import ConfigError

if TYPE_CHECKING:
    from validator.cli.progress import Progress
    from validator.consumers.protocol import Outcome
    from validator.events import Event
    from validator.gate.config import Config
    from validator.gate.verdict import FileVerdict, Verdict
    from validator.report.meta import RunMeta
    from validator.rules import Rule


@click.command("gate")
@click.argument("files", nargs=-1, type=options.FILE_NAME)
@options.config_option
@options.python_option
@options.report_option
@options.format_option
@options.color_option
@click.pass_context
def command(
    context: click.Context,
    /,
    files: tuple[str, ...],
    config_file: str | None,
    reports: tuple[str, ...],
    fmt: str,
    color: str,
    allow_python: bool,
) -> None:
    """Decide whether content ships: format, contracts, consumers.

    FILES restrict the run to these files, or to the configured ones below these folders.
    """
    status = run_gate(files, config_file, reports, fmt, color, allow_python=allow_python)
    context.exit(status)


def run_gate(
    files: Sequence[str],
    config_file: str | None,
    reports: Sequence[str],
    fmt: str,
    color: str = "auto",
    *,
    allow_python: bool = False,
) -> int:
    """Run the gate and print its verdict.

    Args:
        files: only these, or none for all.
        config_file: configuration; None searches from the working directory upwards.
        reports: `FMT=PATH` each.
        fmt: format on standard output.
        color: `auto`, `always` or `never`.
        allow_python: a schema may be a declaration in Python.
    Returns:
        the exit status: 0, 1 or 3.
    Raises:
        ContentgateError: nothing could be decided.
    """
    from validator.cli.parts import parts_folder
    from validator.cli.progress import Progress
    from validator.gate.plan import make_plan
    from validator.gate.policy import decide
    from validator.gate.session_checker import CheckerMaker
    from validator.ksy.lookup import Lookup
    from validator.report.meta import schema_rules

    options.known_format(fmt, "--format")
    config = _config(config_file)
    wanted = _wanted_reports(config, reports)
    plan = make_plan(config, files)
    maker = CheckerMaker(config, Lookup.of(options.lookup_of(allow_python=allow_python)))
    progress = Progress(sum(len(job.files) for job in plan.jobs), is_wanted=True)
    try:
        with parts_folder() as parts:
            verdict = decide(config, plan, maker, _listener(progress), build_folder=parts)
    finally:
        progress.close()
    rules: dict[str, Rule] = {}
    for schema in maker.schemas.values():
        rules |= {rule.id: rule for rule in schema_rules(schema.program)}
    contracts = tuple(maker.contracts[path].name for path in verdict.contracts)
    meta = run_meta(verdict, contracts, tuple(rules.values()))
    options.write_reports(wanted, verdict.findings, meta)
    _show(fmt, verdict, meta, color)
    return verdict.kind.exit_code


def run_meta(verdict: Verdict, contracts: tuple[str, ...], rules: tuple[Rule, ...]) -> RunMeta:
    """Return what reports say about a run of the gate.

    Args:
        verdict: of the run.
        contracts: names of the contracts.
        rules: rules that the schemas declare themselves.
    """
    from validator import __version__
    from validator.report.meta import RunMeta

    return RunMeta(
        tool_version=__version__,
        schemas=verdict.schemas,
        files=tuple((file.file, file.size, file.accepted) for file in verdict.files),
        verdict=verdict.kind.value,
        reasons=verdict.reasons,
        notes=verdict.notes,
        contracts=contracts,
        rules=rules,
    )


def file_lines(verdict: Verdict) -> list[str]:
    """Return one line per file: verdict, path, digest, and what every consumer did.

    Args:
        verdict: of the run.
    """
    return [_file_line(file) for file in verdict.files]


def _file_line(file: FileVerdict) -> str:
    parts = [f"{file.size} bytes", f"sha256 {file.sha256[:16] or 'none'}"]
    if file.findings:
        parts.append(f"{file.findings} finding{'' if file.findings == 1 else 's'}")
    for run in file.runs:
        parts.append(f"{run.consumer}: {_outcome_text(run.outcome) if run.outcome else 'not run'}")
    return f"{'ok     ' if file.accepted else 'refused'}  {file.file}  ({', '.join(parts)})"


def _outcome_text(outcome: Outcome) -> str:
    return f"{outcome.kind.value}: {outcome.signature}" if outcome.signature else outcome.kind.value


def _config(config_file: str | None) -> Config:
    from validator.gate.config import find_config, load_config

    if config_file is not None:
        return load_config(config_file)
    config = find_config(os.curdir)
    if config is None:
        raise ConfigError(
            "no configuration found\n"
            "  expected  contentgate.toml, or [tool.contentgate] in pyproject.toml, in this folder"
            " or above it in the same repository\n"
            "  found     none\n"
            "  hint      name one with --config"
        )
    return config


def _wanted_reports(config: Config, given: Sequence[str]) -> dict[str, str]:
    """Path to format of every report to write; those of the command line win."""
    wanted: dict[str, str] = {}
    for name, path in config.gate.reports.items():
        wanted[path] = options.known_format(name, f"{config.file}: gate.reports", ConfigError)
    return wanted | options.wanted_reports(given)


def _listener(progress: Progress) -> Callable[[Event], None]:
    from validator.events import FileChecked

    def listen(event: Event) -> None:
        if isinstance(event, FileChecked):
            progress.advance(is_refused=bool(event.findings))

    return listen


def _show(fmt: str, verdict: Verdict, meta: RunMeta, color: str) -> None:
    """Print the verdict; a format for machines has standard output for itself."""
    from validator.report.escape import terminal
    from validator.report.registry import render
    from validator.report.text import render_text

    if fmt != "text":
        write(render(fmt, verdict.findings, meta))
        say(f"contentgate gate: {meta.verdict.upper()}: {'; '.join(meta.reasons)}")
        return
    lines = "".join(f"{terminal(line)}\n" for line in file_lines(verdict))
    body = render_text(
        verdict.findings,
        meta,
        color=has_color(color, os.environ, sys.stdout),
        width=line_width(sys.stdout),
    )
    write(f"{lines}\n{body}" if lines else body)
