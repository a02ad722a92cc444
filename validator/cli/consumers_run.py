"""Run one consumer on files and print what became of each, as it comes.

Comes in: a consumer and files. Goes out: lines or JSON on standard output, and the exit status.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import field

from validator.cli.inputs import STDIN, expand_inputs
from validator.cli.progress import Progress
from validator.cli.terminal import EXIT_FINDINGS, EXIT_OK, say, write
from validator.consumers.protocol import Consumer, Outcome, OutcomeKind
from validator.dataclass import dataclass
from validator.errors import UsageError
from validator.gate.execution import outcome_end, outcome_evidence
from validator.report.escape import terminal, unicode_text

_RESET = "\x1b[0m"
_COLORS = {OutcomeKind.ACCEPTED: "\x1b[32m", OutcomeKind.REJECTED: "\x1b[33m"}
_FAULT_COLOR = "\x1b[31m"
_WIDTH = max(len(kind.value) for kind in OutcomeKind)
_NAMED_BEFORE = 3


# house: loose-dataclass - counts while outcomes come in
@dataclass(slots=True)
class _Tally:
    counts: Counter[OutcomeKind] = field(default_factory=Counter)
    notes: dict[str, None] = field(default_factory=dict)
    items: list[dict[str, object]] = field(default_factory=list)


def run_files(consumer: Consumer, arguments: Sequence[str], *, is_json: bool, paint: bool) -> int:
    """Run a consumer on files and print each outcome.

    Args:
        consumer: who reads them.
        arguments: files and folders.
        is_json: write one JSON document at the end, instead of lines.
        paint: color the lines.
    Returns:
        the exit status: 0 all accepted, else 1.
    Raises:
        UsageError: one of them is no file, or there is none.
        ConsumerError: the consumer could not be run.
    """
    files = _files(arguments)
    tally = _Tally()
    progress = Progress(len(files), is_wanted=True)
    outcomes = consumer.run_many(files)
    try:
        for path, outcome in zip(files, outcomes, strict=True):
            tally.counts[outcome.kind] += 1
            tally.notes.update(dict.fromkeys(outcome.notes))
            progress.advance(is_refused=outcome.kind is not OutcomeKind.ACCEPTED)
            if is_json:
                tally.items.append(_item(consumer, path, outcome))
            else:
                progress.close()
                write("".join(f"{line}\n" for line in _lines(consumer, path, outcome, paint)))
    finally:
        progress.close()
    if is_json:
        head = {"consumer": unicode_text(consumer.name), "limits": consumer.limits_text}
        write(json.dumps(head | {"files": tally.items}, indent=2) + "\n")
    else:
        write(f"\n{_summary(tally.counts)}\n")
    for note in tally.notes:
        say(f"contentgate consumers: {note}")
    return EXIT_OK if set(tally.counts) == {OutcomeKind.ACCEPTED} else EXIT_FINDINGS


def _files(arguments: Sequence[str]) -> list[str]:
    inputs = expand_inputs(arguments)
    if STDIN in inputs.files:
        raise UsageError("a consumer reads files: standard input cannot be given to it")
    for path in inputs.files:
        if not os.path.isfile(path):
            raise UsageError(f"{path}: no such file, or not a regular one")
    if inputs.problems or not inputs.files:
        raise UsageError("\n".join((*inputs.problems, *inputs.notes)) or "no file was found")
    return inputs.files


def _lines(consumer: Consumer, path: str, outcome: Outcome, paint: bool) -> list[str]:
    """Return the lines of one file; of one that was not accepted with evidence."""
    word = outcome.kind.value.ljust(_WIDTH)
    if paint:
        word = f"{_COLORS.get(outcome.kind, _FAULT_COLOR)}{word}{_RESET}"
    if outcome.kind is OutcomeKind.ACCEPTED:
        return [f"{word}  {terminal(path)}"]
    facts = [*outcome_evidence(outcome)]
    if outcome.after:
        facts.append(("after", _before(outcome.after)))
    if outcome.is_fault:
        facts.append(("hint", f"run: {consumer.reproduce(path)}"))
    head = f"{word}  {terminal(path)}: {terminal(outcome_end(outcome))}"
    return [head, *(terminal(f"  {label:<10}{text}") for label, text in facts)]


def _before(paths: Sequence[str]) -> str:
    """Name the last of the files that the consumer had read before."""
    more = f"{len(paths) - _NAMED_BEFORE} others, " if len(paths) > _NAMED_BEFORE else ""
    return more + ", ".join(paths[-_NAMED_BEFORE:])


def _item(consumer: Consumer, path: str, outcome: Outcome) -> dict[str, object]:
    is_fine = outcome.kind is OutcomeKind.ACCEPTED
    return {
        "file": unicode_text(path),
        "outcome": outcome.kind.value,
        "signature": unicode_text(outcome.signature),
        "exit_code": outcome.exit_code,
        "signal": outcome.signal,
        "evidence": [
            {"stream": stream, "text": unicode_text(text)}
            for stream, text in (() if is_fine else outcome_evidence(outcome))
        ],
        "after": [unicode_text(name) for name in outcome.after],
        "notes": list(outcome.notes),
        "reproduce": unicode_text(consumer.reproduce(path)),
    }


def _summary(counts: Counter[OutcomeKind]) -> str:
    total = sum(counts.values())
    parts = [f"{counts[kind]} {kind.value}" for kind in OutcomeKind if counts[kind]]
    return f"{total} file{'' if total == 1 else 's'}: {', '.join(parts)}"
