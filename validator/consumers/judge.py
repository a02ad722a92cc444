"""What the end of a program means: the facts of a run, as an outcome.

Comes in: a `Run`, and which exit statuses mean what. Goes out: an `Outcome`. It refuses to know
how the program was started.
"""

from __future__ import annotations

import os
import signal

from validator.consumers.protocol import Outcome, OutcomeKind
from validator.consumers.sandbox import Limits, Run
from validator.consumers.signature import Signature, recognize

_SHELL_SIGNAL_BASE = 128
_UNITS = ((1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB"))
_FATAL = frozenset(
    int(getattr(signal, name))
    for name in (
        *("SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGKILL", "SIGSEGV"),
        *("SIGSYS", "SIGXCPU", "SIGXFSZ"),
    )
)


def judge_run(
    run: Run,
    limits: Limits,
    accept_codes: tuple[int, ...],
    reject_codes: tuple[int, ...] | None,
) -> Outcome:
    """Tell what the end of a program means.

    Args:
        run: the facts.
        limits: that it ran under.
        accept_codes: exit statuses that mean accepted.
        reject_codes: those that mean rejected; None means every other one. With a tuple, a
            status in neither is a silent death.
    """
    code = os.WEXITSTATUS(run.status) if os.WIFEXITED(run.status) else None
    declared = (*accept_codes, *(reject_codes or ()))
    number = os.WTERMSIG(run.status) if code is None else _signal_behind(code, declared)
    name = _signal_name(number) if number else None
    seen = recognize(run.stdout, run.stderr)
    kind = _fault_of(run, name, seen, limits, is_accepted=code in accept_codes)
    if kind is None:
        is_rejected = reject_codes is None or code in reject_codes
        kind = OutcomeKind.REJECTED if is_rejected else OutcomeKind.DIED
        kind = OutcomeKind.ACCEPTED if code in accept_codes else kind
    return Outcome(
        kind,
        exit_code=code,
        signal=None if run.why != "ended" else name,
        signature=_signature_text(kind, name, seen, limits),
        stdout=run.stdout,
        stderr=run.stderr,
        cpu_s=run.cpu_s,
        wall_s=run.wall_s,
        max_rss=run.max_rss,
        notes=run.notes,
    )


def _signal_behind(code: int, declared: tuple[int, ...]) -> int | None:
    """Signal that a shell in between reports as 128 + N, unless the code is declared."""
    number = code - _SHELL_SIGNAL_BASE
    return number if code not in declared and number in _FATAL else None


def _fault_of(
    run: Run, signal_name: str | None, seen: Signature | None, limits: Limits, *, is_accepted: bool
) -> OutcomeKind | None:
    match run.why:
        case "hung":
            return OutcomeKind.HUNG
        case "memory":
            return OutcomeKind.OUT_OF_MEMORY
    if seen and seen.out_of_memory and not (is_accepted and not seen.is_fault):
        return OutcomeKind.OUT_OF_MEMORY
    if signal_name == "SIGXCPU":
        return OutcomeKind.HUNG
    if signal_name == "SIGKILL" and run.max_rss > limits.memory_bytes // 2:
        return OutcomeKind.OUT_OF_MEMORY
    return OutcomeKind.CRASHED if signal_name or (seen and seen.is_fault) else None


def limits_words(limits: Limits) -> str:
    """Return time and memory limit in words, as in `2 s and 256 MiB`.

    Args:
        limits: of a consumer.
    """
    return f"{limits.timeout_s:g} s and {size_text(limits.memory_bytes)}"


def size_text(size: int) -> str:
    """Return a byte count in the largest unit that divides it, as in `256 MiB`.

    Args:
        size: bytes, >= 0.
    """
    for unit, name in _UNITS:
        if size >= unit and size % unit == 0:
            return f"{size // unit} {name}"
    return f"{size} bytes"


def _signature_text(
    kind: OutcomeKind, signal_name: str | None, seen: Signature | None, limits: Limits
) -> str:
    if kind in (OutcomeKind.ACCEPTED, OutcomeKind.REJECTED, OutcomeKind.DIED):
        return ""
    if seen is not None:
        return seen.text
    if kind is OutcomeKind.HUNG:
        return "processor time" if signal_name == "SIGXCPU" else "time limit"
    if kind is OutcomeKind.OUT_OF_MEMORY:
        return "memory limit"
    if signal_name == "SIGXFSZ":
        return f"SIGXFSZ: wrote more than {size_text(limits.file_bytes)} to one file"
    return signal_name or ""


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
