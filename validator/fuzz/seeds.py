"""Seeds: files that schema and consumer accept both; the others are named with their reason.

Comes in: paths. Goes out: a note on every one, and the bytes of those that can be used. A file
that the consumer accepts and the schema refuses is a false alarm of the schema.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from validator.check.session import read_file
from validator.consumers.protocol import Consumer, Outcome, OutcomeKind
from validator.dataclass import dataclass
from validator.findings import Finding
from validator.fuzz.judge import Judge
from validator.fuzz.lot import confirmed, running
from validator.measure import SeedNote

_LONGEST_LINE = 160
_VOLATILE = re.compile(
    r"(0x)[0-9a-fA-F]{5,}|\d+\.\d{2,}(?::\d+)?|((?:==|\[|pid[ =]))\d+(?===|\]|\b)|\d{7,}"
)
_REPORT = re.compile(r"(?:ERROR|WARNING): \w+Sanitizer:|: runtime error: ")
_TELLING = re.compile(
    r"(?:READ|WRITE) of size |.* is located |(?:==\d+==)?(?:The signal is |Hint: )|SUMMARY: "
    r"|.*: runtime error: "
)
USED, FALSE_ALARM, UNUSABLE = "used", "false alarm", "unusable"


@dataclass(frozen=True, slots=True)
class SeedFile:
    """A seed that is used."""

    name: str
    data: bytes


def sort_seeds(
    judge: Judge, consumer: Consumer, paths: Sequence[str]
) -> tuple[tuple[SeedNote, ...], tuple[SeedFile, ...]]:
    """Read seeds, and have schema and consumer look at each.

    Args:
        judge: the schema.
        consumer: who has to accept them.
        paths: of the files, each once.
    Returns:
        a note on every one, and those that can be used, in their order.
    Raises:
        ConsumerError: the consumer could not be run at all.
    """
    limit = judge.schema.program.budget.file_size
    contents = {path: read_file(path, limit) for path in paths}
    readable = [path for path in paths if isinstance(contents[path], bytes)]
    with running(consumer, iter(readable)) as outcomes:
        runs = {
            path: confirmed(consumer, path, outcome)
            for path, outcome in zip(readable, outcomes, strict=True)
        }
    notes: list[SeedNote] = []
    used: dict[str, SeedFile] = {}
    for path in paths:
        data = contents[path]
        if isinstance(data, Finding):
            notes.append(SeedNote(path, 0, "", UNUSABLE, data.message))
            continue
        digest = hashlib.sha256(data).hexdigest()
        state, reason = _state(judge, consumer, data, runs[path])
        if state == USED and digest in used:
            state, reason = UNUSABLE, f"the same bytes as {used[digest].name}"
        notes.append(SeedNote(path, len(data), digest, state, reason))
        if state == USED:
            used[digest] = SeedFile(path, data)
    return tuple(notes), tuple(used.values())


def _state(judge: Judge, consumer: Consumer, data: bytes, outcome: Outcome) -> tuple[str, str]:
    refusal = None if judge.is_quick(data) else judge.refusal(data)
    what = f"{consumer.name} {_outcome_text(outcome)}"
    if refusal is None:
        return (USED, "") if outcome.kind is OutcomeKind.ACCEPTED else (UNUSABLE, what)
    where = f"{refusal.path}: " if refusal.path else ""
    words = f"{refusal.rule}: {where}{refusal.message}"
    if outcome.kind is OutcomeKind.ACCEPTED:
        return FALSE_ALARM, words
    return UNUSABLE, f"{words}; {what}, too" if outcome.kind is OutcomeKind.REJECTED else what


def _outcome_text(outcome: Outcome) -> str:
    verbs = {
        OutcomeKind.ACCEPTED: "accepts it",
        OutcomeKind.REJECTED: "rejects it",
        OutcomeKind.CRASHED: "crashes on it",
        OutcomeKind.HUNG: "does not finish with it",
        OutcomeKind.OUT_OF_MEMORY: "runs out of memory on it",
        OutcomeKind.DIED: "dies of it",
    }
    why = outcome.signature
    if outcome.kind is OutcomeKind.REJECTED:
        why = next(iter(last_lines(outcome, 1)), "")
    return verbs[outcome.kind] + (f" ({why})" if why else "")


def last_lines(outcome: Outcome, count: int) -> tuple[str, ...]:
    """Return the last lines that a consumer wrote, to standard error if it wrote there.

    Of a sanitizer's report these are the lines that tell what was done wrong, and where: it ends
    with a legend.

    Args:
        outcome: of its run.
        count: at most so many.
    """
    for stream in (outcome.stderr, outcome.stdout):
        lines = stream.decode("utf-8", "backslashreplace").splitlines()
        kept = [line.strip() for line in lines if line.strip()]
        if kept:
            shown = _of_report(kept)[:count] or kept[-count:]
            return tuple(_steady(line) for line in shown)
    return ()


def _of_report(lines: Sequence[str]) -> list[str]:
    """Return the lines of a sanitizer's report without stacks, memory and legend; [] for none."""
    start = next((at for at, line in enumerate(lines) if _REPORT.search(line)), len(lines))
    return [line for at, line in enumerate(lines[start:]) if not at or _TELLING.match(line)]


def _steady(line: str) -> str:
    """Return a line without what differs from run to run: addresses, times, process ids."""
    return _VOLATILE.sub(lambda found: f"{found[1] or found[2] or ''}N", line[:_LONGEST_LINE])
