"""What the words of a machine mean: an `Outcome` for each file.

Comes in: a `Boot`. Goes out: outcomes of the files that it got to, in order. It refuses to know
whether a fault would come back in a fresh machine.

A warning of a kernel that goes on is a note beside accepted or rejected, never a fault. A report of
damaged memory is a fault even though the kernel goes on.
"""

from __future__ import annotations

import errno

from validator.consumers.kernel.boot import Boot
from validator.consumers.kernel.console import (
    FileReport,
    last_words,
    recognize_fault,
    recognize_panic,
    warnings_of,
)
from validator.consumers.protocol import Outcome, OutcomeKind
from validator.consumers.signature import Signature

USED_NOTE = "the kernel accepted it, and failed when it was used"
LATE_NOTE = "the kernel had answered; the fault came afterwards"
_NOT_FOR_USERS = {524: "ENOTSUPP"}
"""Numbers that only kernels use among themselves, and let slip."""


def outcomes_of(boot: Boot) -> list[Outcome]:
    """Judge every file that a machine got to.

    Args:
        boot: of a machine that was given files.
    Returns:
        one outcome for each of the first files; a fault can only be the last.
    """
    reports = list(boot.transcript.reports.values())
    outcomes = [_judge(report, boot) for report in reports]
    if reports and not boot.transcript.is_done and reports[-1].ending in ("", "end"):
        outcomes[-1] = _judge_death(reports[-1], boot, recognize_panic(_text(boot.console)))
    elif reports and boot.status and (panic := recognize_panic(_text(boot.console))):
        outcomes[-1] = _judge_death(reports[-1], boot, panic)
    return outcomes


def _judge(report: FileReport, boot: Boot) -> Outcome:
    seen = next((found for each in report.faults if (found := recognize_fault(each))), None)
    kind = _kind_of(report, seen)
    notes = [*warnings_of(report.faults)]
    if kind is OutcomeKind.CRASHED and report.error == 0:
        notes.append(USED_NOTE)
    if report.ending == "stuck":
        notes.append(f"the kernel could not be brought back: {_errno_text(report.code)}")
    return Outcome(
        kind,
        signature=seen.text if seen and kind not in _ANSWERS else "",
        stderr=_words_of(report, kind).encode(),
        wall_s=report.wall_s,
        notes=tuple(notes),
    )


_ANSWERS = (OutcomeKind.ACCEPTED, OutcomeKind.REJECTED)


def _kind_of(report: FileReport, seen: Signature | None) -> OutcomeKind:
    if seen is not None and seen.is_fault:
        return OutcomeKind.CRASHED
    if report.ending in ("gone", "unread"):
        return (
            OutcomeKind.OUT_OF_MEMORY if seen or report.code == errno.ENOMEM else OutcomeKind.DIED
        )
    return OutcomeKind.ACCEPTED if report.error == 0 else OutcomeKind.REJECTED


def _words_of(report: FileReport, kind: OutcomeKind) -> str:
    if kind is OutcomeKind.REJECTED and report.error is not None:
        return ": ".join(filter(None, (_errno_text(report.error), last_words(report.log)))) + "\n"
    return "\n".join((*report.faults, report.log)) if kind not in _ANSWERS else ""


def _judge_death(report: FileReport, boot: Boot, panic: Signature | None) -> Outcome:
    """Judge the file that a machine was at when it ended, or was at last."""
    notes = [*warnings_of(report.faults)]
    if report.ending:
        notes.append(LATE_NOTE)
    elif report.error == 0:
        notes.append(USED_NOTE)
    if panic is not None:
        kind = OutcomeKind.OUT_OF_MEMORY if panic.out_of_memory else OutcomeKind.CRASHED
        text = panic.text
    elif boot.why == "hung":
        kind, text = OutcomeKind.HUNG, "time limit"
    elif boot.why == "memory":
        kind, text = OutcomeKind.OUT_OF_MEMORY, "memory limit"
    else:
        kind, text = OutcomeKind.DIED, ""
    return Outcome(
        kind,
        signature=text,
        stdout=boot.console,
        stderr="\n".join(report.faults).encode(),
        wall_s=report.wall_s,
        notes=tuple(notes),
    )


def _errno_text(number: int) -> str:
    return errno.errorcode.get(number) or _NOT_FOR_USERS.get(number, f"error {number}")


def _text(console: bytes) -> str:
    return console.decode("utf-8", "backslashreplace")


def silence_of(boot: Boot) -> str:
    """Say why a machine got to no file.

    Args:
        boot: of a machine without reports.
    """
    if boot.transcript.failed is not None:
        return f"the kernel does not offer it: {_errno_text(boot.transcript.failed)}"
    if panic := recognize_panic(_text(boot.console)):
        return f"the kernel did not start: {panic.text}"
    said = last_words(_text(boot.console)) or "it said nothing"
    return f"the kernel did not start ({boot.why}): {said}"
