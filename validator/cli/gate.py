"""`contentgate gate`: the verdict over everything that the configuration names.

Findings and the verdict go to standard output, everything else to standard error. Exit
status 0 ship, 1 no ship, 2 usage, schema or configuration error, 3 inconclusive.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from validator.errors import ConfigError, ContentgateError, SchemaError, UsageError

if TYPE_CHECKING:
    from validator.consumers.protocol import Outcome
    from validator.events import Event
    from validator.gate.config import Config
    from validator.gate.verdict import FileVerdict, Verdict
    from validator.report.meta import RunMeta
    from validator.rules import Rule

_PROGRESS_AFTER_S = 2.0
_USAGE = 2
_INTERRUPTED = 130


@click.command("gate")
@click.argument("files", nargs=-1, type=click.Path())
@click.option("--config", "config_file", type=click.Path(), help="Configuration to use.")
@click.option(
    "--report",
    "reports",
    multiple=True,
    metavar="FMT=PATH",
    help="Write a report to a file besides; may be given several times.",
)
@click.option(
    "--format", "fmt", default="text", show_default=True, help="Format on standard output."
)
def command(
    files: tuple[str, ...], config_file: str | None, reports: tuple[str, ...], fmt: str
) -> None:
    """Decide whether content ships: format, contracts, consumers.

    FILES restrict the run to these files, or to the configured ones below these folders.
    """
    try:
        status = run_gate(files, config_file, reports, fmt)
    except SchemaError as error:
        status = _refuse_schema(error)
    except ContentgateError as error:
        _say(f"contentgate gate: {error}")
        status = _USAGE
    except KeyboardInterrupt:
        _say("contentgate gate: interrupted: nothing was decided")
        status = _INTERRUPTED
    sys.exit(status)


def run_gate(
    files: Sequence[str], config_file: str | None, reports: Sequence[str], fmt: str
) -> int:
    """Run the gate and print its verdict.

    Args:
        files: only these, or none for all.
        config_file: configuration; None searches from the working directory upwards.
        reports: `FMT=PATH` each.
        fmt: format on standard output.
    Returns:
        the exit status: 0, 1 or 3.
    Raises:
        ContentgateError: nothing could be decided.
    """
    from validator.gate.plan import make_plan
    from validator.gate.policy import decide
    from validator.gate.session_checker import CheckerMaker
    from validator.report.meta import schema_rules
    from validator.report.registry import render, write_report

    _known_format(fmt, UsageError, "--format")
    config = _config(config_file)
    wanted = _wanted_reports(config, reports)
    plan = make_plan(config, files)
    maker = CheckerMaker(config)
    progress = _Progress(sum(len(job.files) for job in plan.jobs))
    try:
        verdict = decide(config, plan, maker, progress)
    finally:
        progress.close()
    rules: dict[str, Rule] = {}
    for schema in maker.schemas.values():
        rules |= {rule.id: rule for rule in schema_rules(schema.program)}
    contracts = tuple(maker.contracts[path].name for path in verdict.contracts)
    meta = run_meta(verdict, contracts, tuple(rules.values()))
    for path, name in wanted.items():
        write_report(path, render(name, verdict.findings, meta))
    _show(fmt, verdict, meta)
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
        _known_format(name, ConfigError, f"{config.file}: gate.reports")
        wanted[path] = name
    for item in given:
        name, separator, path = item.partition("=")
        if not separator or not path:
            raise UsageError(f"--report {item}: expected FMT=PATH, as in sarif=out.sarif")
        if path == "-":
            raise UsageError(f"--report {item}: for standard output use --format {name}")
        _known_format(name, UsageError, "--report")
        wanted[os.path.abspath(path)] = name
    return wanted


def _known_format(name: str, error: type[ContentgateError], where: str) -> None:
    from validator.contract.suggest import did_you_mean
    from validator.report.registry import FORMATS

    if name not in FORMATS:
        near = did_you_mean(name, FORMATS)
        hint = f"\n  hint      did you mean {near}?" if near else ""
        raise error(
            f"{where}: no such report format\n"
            f"  expected  one of {', '.join(FORMATS)}\n  found     {name}{hint}"
        )


def _show(fmt: str, verdict: Verdict, meta: RunMeta) -> None:
    """Print the verdict; a format for machines has standard output for itself."""
    from validator.report.escape import terminal
    from validator.report.registry import render
    from validator.report.text import render_text

    if fmt == "text":
        is_terminal = sys.stdout.isatty()
        color = _has_color(os.environ, is_terminal)
        width = shutil.get_terminal_size().columns if is_terminal else 0
        lines = "".join(f"{terminal(line)}\n" for line in file_lines(verdict))
        body = render_text(verdict.findings, meta, color=color, width=width)
        text = f"{lines}\n{body}" if lines else body
    else:
        text = render(fmt, verdict.findings, meta)
        _say(f"contentgate gate: {meta.verdict.upper()}: {'; '.join(meta.reasons)}")
    sys.stdout.write(text.encode("utf-8", "backslashreplace").decode("utf-8"))
    sys.stdout.flush()


def _has_color(environment: Mapping[str, str], is_terminal: bool) -> bool:
    if environment.get("NO_COLOR"):
        return False
    return bool(environment.get("FORCE_COLOR")) or is_terminal


def _refuse_schema(error: SchemaError) -> int:
    from validator.report.text import finding_lines

    for finding in error.findings:
        for line in finding_lines(finding, color=False, width=0):
            click.echo(line, err=True)
    return _USAGE


def _say(text: str) -> None:
    """Print lines to standard error, safe for a terminal and for a CI log."""
    from validator.report.escape import terminal

    for line in text.split("\n"):
        click.echo(terminal(line), err=True)


class _Progress:
    """One line on a terminal, once a run takes more than two seconds."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.done = 0
        self.since = time.monotonic()
        self.is_shown = False

    def __call__(self, event: Event) -> None:
        from validator.events import FileChecked

        if not isinstance(event, FileChecked):
            return
        self.done += 1
        if sys.stderr.isatty() and time.monotonic() - self.since > _PROGRESS_AFTER_S:
            self.is_shown = True
            click.echo(f"\r{self.done} of {self.total} files", err=True, nl=False)

    def close(self) -> None:
        if self.is_shown:
            click.echo("\r\x1b[K", err=True, nl=False)
