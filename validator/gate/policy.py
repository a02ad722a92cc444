"""The policy: three layers over every file, and one verdict from all of it.

Comes in: a configuration, a plan, and a function that makes the checks of the first two
layers. Goes out: a `Verdict`. It refuses to know how files are checked, and never prints.

1. format and contract: the check session says what is wrong with the bytes;
2. execution: every consumer of the entry reads each file that passed;
3. anything found at or above `fail_on` is NO SHIP; else anything that was not checked as
   configured is INCONCLUSIVE; else SHIP.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import field, replace
from typing import Protocol

from validator.consumers.protocol import Consumer
from validator.dataclass import dataclass
from validator.errors import ConsumerError
from validator.events import FileChecked, FileStarted, Listener, RunEnded
from validator.findings import Finding, Severity
from validator.gate.config import Config, Content
from validator.gate.execution import build_consumers, outcome_finding, run_notes, unused_notes
from validator.gate.patterns import is_regular
from validator.gate.plan import Job, Plan, shown_path
from validator.gate.verdict import ConsumerRun, FileVerdict, Verdict, VerdictKind

_RANK = {severity: rank for rank, severity in enumerate(Severity)}
_NOTED_FILES = 5
_MAX_DIGESTED = 1 << 31


class Checker(Protocol):
    """Layers 1 and 2 for the files of one entry."""

    @property
    def needs_contract(self) -> bool:
        """Whether the schema asks for facts, so that without a contract checks are left out."""

    def check(self, path: str) -> FileChecked:
        """Check one file against the schema and every contract.

        Args:
            path: the file, as findings are to show it.
        """


MakeChecker = Callable[[Content, tuple[str, ...]], Checker]
"""Makes the checker of one entry from it and the paths of its contracts."""


# house: loose-dataclass - collected layer by layer
@dataclass(slots=True)
class _Record:
    """Collects while a run goes on."""

    findings: list[Finding] = field(default_factory=list)
    files: list[FileVerdict] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    withheld: list[str] = field(default_factory=list)


def decide(
    config: Config,
    plan: Plan,
    make_checker: MakeChecker,
    listener: Listener | None = None,
    *,
    build_folder: str,
) -> Verdict:
    """Run all three layers over a plan.

    Args:
        config: the configuration that the plan was made from.
        plan: what to do.
        make_checker: called once per job.
        listener: told of every file before and after, and of the end.
        build_folder: where small C parts of consumers are built, once, and kept.
    Raises:
        SchemaError, ContractError: from `make_checker`; nothing was decided.
    """
    tell = listener or (lambda _: None)
    record = _Record(reasons=list(plan.reasons), notes=[*plan.notes, *unused_notes(config)])
    checkers = [make_checker(job.content, job.contracts) for job in plan.jobs]
    consumers, missing = build_consumers(config, _names(plan), build_folder)
    record.reasons += missing.values()
    for job, checker in zip(plan.jobs, checkers, strict=True):
        if checker.needs_contract and not job.contracts and config.gate.require_contracts:
            schema = shown_path(job.content.schema)
            record.reasons.append(f"{schema} asks for facts of consumers, but no contract is given")
        for path in job.files:
            tell(FileStarted(path, _size(path)))
            checked = _run_file(config, job, checker, consumers, path, record)
            tell(checked)
    refused = sum(not file.accepted for file in record.files)
    tell(RunEnded(len(record.files), refused))
    return _verdict(plan, record)


def _names(plan: Plan) -> list[str]:
    return [name for job in plan.jobs for name in job.content.consumers]


def _run_file(
    config: Config,
    job: Job,
    checker: Checker,
    consumers: dict[str, Consumer],
    path: str,
    record: _Record,
) -> FileChecked:
    before = _digest(path)
    checked = checker.check(path)
    findings = list(checked.findings)
    runs: list[ConsumerRun] = []
    is_refused = _stops(config, findings)
    for name in job.content.consumers:
        if is_refused and not (config.gate.run_refused and before):
            runs.append(ConsumerRun(name, None, "the file is refused already"))
            continue
        run, finding = _run_consumer(config, consumers, name, path, record)
        runs.append(run)
        findings += [finding] if finding else []
    if is_refused and job.content.consumers and not (config.gate.run_refused and before):
        record.withheld.append(path)
    after = _digest(path)
    if before != after:
        findings.append(_changed(path, before, after))
    if not after and not _stops(config, findings):
        record.reasons.append(f"{path} is too large to vouch for its bytes")
    findings.sort(key=lambda finding: finding.sort_key)
    record.findings += findings
    record.files.append(
        FileVerdict(
            path, checked.size, after, not _stops(config, findings), len(findings), tuple(runs)
        )
    )
    return replace(checked, findings=tuple(findings))


def _run_consumer(
    config: Config, consumers: dict[str, Consumer], name: str, path: str, record: _Record
) -> tuple[ConsumerRun, Finding | None]:
    consumer = consumers.get(name)
    if consumer is None:
        return ConsumerRun(name, None, "it cannot be run"), None
    try:
        outcome = consumer.run(path)
    except ConsumerError as error:
        if str(error) not in record.reasons:
            record.reasons.append(str(error))
        return ConsumerRun(name, None, "it could not be run"), None
    record.notes += run_notes(name, path, outcome)
    finding = outcome_finding(consumer, outcome, path, config.consumers[name].where)
    return ConsumerRun(name, outcome), finding


def _stops(config: Config, findings: list[Finding]) -> bool:
    bound = _RANK[config.gate.fail_on]
    return any(_RANK[finding.severity] <= bound for finding in findings)


def _changed(path: str, before: str, after: str) -> Finding:
    return Finding(
        rule="input-changed",
        message="the file changed while it was checked",
        file=path,
        expected=f"sha256 {before}" if before else "a file that can be read",
        found=f"sha256 {after}" if after else "a file that cannot be read",
        cwe=367,
    )


def _digest(path: str) -> str:
    """SHA-256 of a regular file of at most 2 GiB; "" for anything else."""
    if not is_regular(path) or _size(path) > _MAX_DIGESTED:
        return ""
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except (OSError, ValueError):
        return 0


def _verdict(plan: Plan, record: _Record) -> Verdict:
    refused = [file.file for file in record.files if not file.accepted]
    reasons = list(dict.fromkeys(record.reasons))
    if not record.files and not reasons:
        reasons.append("no file was checked")
    if refused:
        kind = VerdictKind.NO_SHIP
        reasons.insert(0, f"{_counted(len(refused), 'file')} refused: {_listed(refused)}")
    elif reasons:
        kind = VerdictKind.INCONCLUSIVE
    else:
        kind = VerdictKind.SHIP
        reasons.append(_resting_on(plan, record))
    notes = list(record.notes)
    if record.withheld:
        notes.append(f"refused, so not given to consumers: {_listed(record.withheld)}")
    return Verdict(
        kind,
        tuple(record.findings),
        tuple(record.files),
        tuple(reasons),
        tuple(dict.fromkeys(notes)),
        tuple(dict.fromkeys(shown_path(job.content.schema) for job in plan.jobs)),
        tuple(dict.fromkeys(contract for job in plan.jobs for contract in job.contracts)),
    )


def _resting_on(plan: Plan, record: _Record) -> str:
    contracts = len({contract for job in plan.jobs for contract in job.contracts})
    consumers = len(set(_names(plan)))
    return (
        f"{_counted(len(record.files), 'file')} checked"
        f" against {_counted(contracts, 'contract')} and {_counted(consumers, 'consumer')}"
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _listed(files: list[str]) -> str:
    more = f" and {len(files) - _NOTED_FILES} more" if len(files) > _NOTED_FILES else ""
    return ", ".join(files[:_NOTED_FILES]) + more
