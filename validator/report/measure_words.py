"""Words that all reports of a measure share: changes, outcomes, counts, the verdict.

Comes in: parts of a `Measure`. Goes out: short unescaped texts; each format escapes in its own
way.
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from validator.measure import ACCEPTED, CUT, FAULTS, REJECTED
from validator.report.meta import plural
from validator.report.tree_labels import plain_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validator.measure import Escape, FieldChange, Measure

_LONGEST = 150


def number_text(count: int) -> str:
    """Return a count with thousands set apart, such as `10,000`.

    Args:
        count: any number.
    """
    return f"{count:,}"


def shorten(text: str) -> str:
    """Return a text cut to what fits a line of a report.

    Args:
        text: of any length.
    """
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def share_text(part: int, whole: int) -> str:
    """Return a share in percent; never `100 %` or `0 %` for what is not all or nothing.

    Args:
        part, whole: counts; a whole of 0 gives "".
    """
    if not whole:
        return ""
    if part in (0, whole):
        return f"{100 * part // whole} %"
    share = min(max(100 * part / whole, 0.01), 99.99)
    text = f"{share:.1f}" if 1 <= share <= 99 else f"{share:.2f}"
    return f"{text.rstrip('0').rstrip('.')} %"


def death_text(outcome: str, signature: str) -> str:
    """Return what the consumer did, such as `crashed: SIGSEGV`.

    Args:
        outcome, signature: of an escape or a death.
    """
    return f"{outcome}: {signature}" if signature and signature != outcome else outcome


def change_text(change: FieldChange) -> str:
    """Return one change on one line, without its place.

    Args:
        change: of an escape.
    """
    was, now = (_side(value, label) for value, label in _sides(change))
    match change.what:
        case "cut":
            return f"{plural(change.size, 'byte')} cut off the end, {now} of {was} are left"
        case "inserted":
            return "inserted" if change.now is None else f"inserted: {now}"
        case "deleted":
            return "deleted" if change.was is None else f"deleted: {was}"
        case "moved":
            return "moved"
    return f"{was} -> {now}"


def place_text(change: FieldChange) -> str:
    """Return path and byte range of a change, such as `rules[1].count at 0x1a+2`.

    Args:
        change: of an escape.
    """
    return f"{change.path} at {change.offset:#x}+{change.size}"


def shown_outcomes(measure: Measure) -> list[str]:
    """Return the faults that occurred, in their usual order.

    Args:
        measure: the run.
    """
    return [name for name in FAULTS if any(name == outcome for _, outcome in measure.cells)]


def cell_rows(measure: Measure) -> list[tuple[str, list[int]]]:
    """Return the cells as two rows: fine, accepted, rejected, dies, then every fault that occurred.

    Args:
        measure: the run.
    """
    rows = []
    for is_passed, name in ((True, "schema accepts"), (False, "schema refuses")):
        counts = [
            measure.total(is_passed=is_passed, is_fatal=False),
            *(measure.cells.get((is_passed, fine), 0) for fine in (ACCEPTED, REJECTED)),
            measure.total(is_passed=is_passed, is_fatal=True),
            *(measure.cells.get((is_passed, fault), 0) for fault in shown_outcomes(measure)),
        ]
        rows.append((name, counts))
    return rows


def run_text(measure: Measure) -> str:
    """Return what was measured, on one line.

    Args:
        measure: the run.
    """
    used = sum(seed.state == "used" for seed in measure.seeds)
    done = number_text(measure.done)
    if measure.done < measure.wanted:
        done += f" of {number_text(measure.wanted)}"
    return (
        f"{measure.schema} against {measure.consumer} ({measure.limits}): {done} mutants of"
        f" {plural(used, 'seed')}, random seed {measure.random_seed}"
    )


def deaths_text(measure: Measure) -> str:
    """Return how many deaths there were, and how many the schema stopped.

    Args:
        measure: the run.
    """
    deaths = measure.total(is_fatal=True)
    if not deaths:
        return "no mutant kills the consumer"
    stopped = measure.total(is_passed=False, is_fatal=True)
    count = "1 mutant kills" if deaths == 1 else f"{number_text(deaths)} mutants kill"
    share = share_text(stopped, deaths)
    return f"{count} the consumer; the schema refuses {number_text(stopped)} of them ({share})"


def strict_text(measure: Measure) -> str:
    """Return how many mutants the schema refuses although the consumer accepts them.

    Args:
        measure: the run.
    """
    refused = measure.total(is_passed=False)
    count = measure.cells.get((False, ACCEPTED), 0)
    if not count:
        return "the consumer accepts nothing that the schema refuses"
    return (
        f"{number_text(count)} mutants are refused although the consumer accepts them"
        f" ({share_text(count, refused)} of all refused)"
    )


def verdict_text(measure: Measure) -> str:
    """Return the verdict with its counts, behind the verdict's name.

    Args:
        measure: the run.
    """
    parts = [plural(len(measure.fresh), "escape")] if measure.fresh else []
    if not measure.fresh and not measure.pending:
        parts.append("no escape")
    if measure.pending:
        parts.append(f"{plural(measure.pending, 'escaped mutant')} not looked at yet")
    if known := len(measure.escapes) - len(measure.fresh):
        parts.append(plural(known, "known defect"))
    if alarms := len(measure.false_alarms):
        parts.append(plural(alarms, "false alarm"))
    return f"{', '.join(parts)} in {number_text(measure.done)} mutants"


def mutant_text(escape: Escape) -> str:
    """Return where an escape came from.

    Args:
        escape: of the run.
    """
    return f"{escape.seed}, mutant {escape.index} ({escape.kind}: {escape.label})"


def edit_command(escape: Escape, schema: str) -> str:
    """Return the command that makes an escape of its seed; "" when there is none.

    Args:
        escape: of the run.
        schema: as it was given after `--schema`; "" gives none.
    """
    if not escape.edit or not schema:
        return ""
    words = shlex.join(["contentgate", "edit", escape.seed, "-s", schema])
    return f"{words} {escape.edit} -o escape.bin"


def size_text(escape: Escape) -> str:
    """Return the sizes of an escape; "" when nothing was minimised.

    Args:
        escape: of the run.
    """
    if escape.outcome == CUT or escape.size == escape.minimized:
        return plural(escape.minimized, "byte")
    return f"{plural(escape.minimized, 'byte')}, made of {escape.size}"


def escape_groups(measure: Measure) -> list[tuple[str, Sequence[Escape]]]:
    """Return escapes in groups that are listed apart: new ones, then known defects.

    Args:
        measure: the run.
    """
    known = [escape for escape in measure.escapes if escape.known]
    return [("escape", measure.fresh), ("known defect", known)]


def _sides(change: FieldChange) -> tuple[tuple[object, str], tuple[object, str]]:
    return (change.was, change.labels[0]), (change.now, change.labels[1])


def _side(value: object, label: str) -> str:
    return f"{label} ({value})" if label else plain_text(value)
