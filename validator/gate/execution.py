"""Layer 3: the configured consumers, and what their outcomes mean as findings.

Comes in: consumer settings and outcomes. Goes out: consumers that can run, and findings with
evidence and the command that reproduces them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from validator.consumers.command import CommandConsumer
from validator.consumers.kernel import KernelConsumer
from validator.consumers.library import LibraryConsumer
from validator.consumers.protocol import Consumer, Outcome, OutcomeKind
from validator.consumers.python import PythonConsumer
from validator.consumers.ready import find_ready, make_ready
from validator.consumers.sandbox import NETWORK_NOTE, Limits
from validator.errors import ConsumerError
from validator.findings import Finding, SourcePos
from validator.gate.config import Config
from validator.gate.consumer_settings import (
    CommandSettings,
    ConsumerSettings,
    KernelSettings,
    LibrarySettings,
    PythonSettings,
    ReadySettings,
    Usage,
)

_EVIDENCE_LINES = 4
_EVIDENCE_WIDTH = 160


def build_consumers(
    config: Config, names: Iterable[str], build_folder: str
) -> tuple[dict[str, Consumer], dict[str, str]]:
    """Make the consumers that a run needs.

    Args:
        config: the configuration.
        names: which of its consumers.
        build_folder: see `build_consumer`.
    Returns:
        those that can run by name, and why each other one cannot.
    """
    ready: dict[str, Consumer] = {}
    missing: dict[str, str] = {}
    for name in dict.fromkeys(names):
        try:
            ready[name] = build_consumer(config.consumers[name], config.root, build_folder)
        except ConsumerError as error:
            missing[name] = str(error)
    return ready, missing


def build_consumer(settings: ConsumerSettings, root: str, build_folder: str = "") -> Consumer:
    """Make one consumer.

    Args:
        settings: as configured.
        root: folder that it runs in.
        build_folder: where small C parts of ours are built, once, and kept.
    Raises:
        ConsumerError: its program, library, interpreter or kernel cannot be found or run.
    """
    name, usage = settings.name, settings.usage
    match settings.how:
        case CommandSettings() as how:
            return CommandConsumer(
                name,
                how.command,
                reads_stdin=how.input == "stdin",
                limits=_limits(usage, Limits()),
                accept_codes=how.accept,
                reject_codes=how.reject,
                env=settings.env,
                cwd=root,
                accept_output=how.accept_output,
                reject_output=how.reject_output,
            )
        case LibrarySettings() as how:
            return LibraryConsumer(
                name,
                how.library,
                how.entry,
                limits=_limits(usage, Limits()),
                env=settings.env,
                cwd=root,
                build_folder=build_folder,
            )
        case PythonSettings() as how:
            return PythonConsumer(
                name,
                how.target,
                how.python,
                how.paths,
                gives=how.gives,
                rejects=how.rejects,
                limits=_limits(usage, Limits()),
                env=settings.env,
                cwd=root,
            )
        case KernelSettings() as how:
            return KernelConsumer(
                name,
                how.interface,
                how.kernel,
                _limits(usage, Limits()),
                build_folder=build_folder,
            )
        case ReadySettings(use):
            limits = _limits(usage, find_ready(use).limits)
            return make_ready(use, limits, build_folder, called=name, env=settings.env)


def _limits(usage: Usage, own: Limits) -> Limits:
    """Return what a consumer may use: its own where the configuration says nothing."""
    return Limits(
        timeout_s=own.timeout_s if usage.timeout is None else usage.timeout,
        memory_bytes=own.memory_bytes if usage.memory is None else usage.memory,
        address_space=usage.address_space and own.address_space,
        cpu_s=None if usage.cpu_time is None else math.ceil(usage.cpu_time),
        file_bytes=usage.file_size,
    )


def outcome_finding(
    consumer: Consumer, outcome: Outcome, path: str, where: SourcePos
) -> Finding | None:
    """Return what an outcome means for the file; None when the consumer accepts it.

    Args:
        consumer: who ran.
        outcome: of the run.
        path: the file, as shown.
        where: place of the consumer in the configuration.
    """
    if outcome.kind is OutcomeKind.ACCEPTED:
        return None
    rule, message, expected = _headline(consumer, outcome)
    return Finding(
        rule=rule,
        message=message,
        file=path,
        expected=expected,
        found=outcome_end(outcome),
        evidence=tuple(outcome_evidence(outcome)),
        hint=f"run: {consumer.reproduce(path)}",
        schema=where,
    )


def _headline(consumer: Consumer, outcome: Outcome) -> tuple[str, str, str]:
    name, limits = consumer.name, consumer.limits_text
    either = f"accept or reject within {limits}"
    match outcome.kind:
        case OutcomeKind.REJECTED:
            message = f"{name} rejects the file, which the schema accepts"
            return "target-reject", message, "accepted"
        case OutcomeKind.HUNG:
            what = "used up its processor time"
            if outcome.signature != "processor time":
                what = f"did not finish within {limits.partition(' and ')[0]}"
            return "target-hang", f"{name} {what}", either
        case OutcomeKind.OUT_OF_MEMORY:
            message = f"{name} needed more than {limits.partition(' and ')[2]}"
            return "target-memory", message, either
        case OutcomeKind.DIED:
            message = f"{name} ended with an exit status of no known meaning"
            return "target-crash", message, either
        case _:
            return "target-crash", f"{name} died: {outcome.signature}", either


def outcome_end(outcome: Outcome) -> str:
    """Return in words how a run ended, as in `double free; SIGABRT`.

    Args:
        outcome: of the run.
    """
    if outcome.signal is not None:
        end = outcome.signal
        if outcome.exit_code is not None:
            end += f" (exit status {outcome.exit_code})"
    elif outcome.exit_code is not None:
        end = f"exit status {outcome.exit_code}"
    elif outcome.kind is OutcomeKind.REJECTED:
        end = "it said no"
    else:
        end = "stopped by contentgate"
    if outcome.signature and outcome.signature != outcome.signal:
        return f"{outcome.signature}; {end}"
    return end


def outcome_evidence(outcome: Outcome) -> Iterable[tuple[str, str]]:
    """Yield the stream and the text of the lines of output that tell most; not escaped.

    Args:
        outcome: of the run.
    """
    for label, stream in (("stderr", outcome.stderr), ("stdout", outcome.stdout)):
        lines = stream.decode("utf-8", "backslashreplace").splitlines()
        kept = [line.rstrip()[:_EVIDENCE_WIDTH] for line in lines if line.strip()]
        first = [i for i, line in enumerate(kept) if "Sanitizer: " in line or "error: " in line]
        start = first[0] if first else max(0, len(kept) - _EVIDENCE_LINES)
        for line in kept[start : start + _EVIDENCE_LINES]:
            yield label, line
        if kept:
            return


def run_notes(name: str, path: str, outcome: Outcome) -> list[str]:
    """Return what went otherwise than it should in a run, apart from its outcome.

    Args:
        name: of the consumer.
        path: the file, as shown.
        outcome: of the run.
    """
    return [
        f"{name}: {note}" if note == NETWORK_NOTE else f"{name} on {path}: {note}"
        for note in outcome.notes
    ]


def unused_notes(config: Config) -> list[str]:
    """Name consumers that are configured but that no content asks for.

    Args:
        config: the configuration.
    """
    used: Mapping[str, None] = dict.fromkeys(n for c in config.content for n in c.consumers)
    return [
        f"consumer {name} is configured, but no content names it"
        for name in config.consumers
        if name not in used
    ]
