"""What is wrong with a file, and the same file without what its fault does not need of that.

Comes in: a file that shows a fault. Goes out: the rules that it breaks; and a file with sizes,
counts and checksums made right. It refuses to know how files are made small.
"""

from __future__ import annotations

from validator.backends.construct.build import build
from validator.backends.construct.emit import compile_construct
from validator.check.schema import Schema
from validator.findings import Severity, generic_path
from validator.fuzz.changes import EDIT_ERRORS
from validator.fuzz.judge import Judge
from validator.fuzz.trials import Trials
from validator.mutate.outline import Seed, outline_of, survey
from validator.mutate.sums import repair_sums

MAX_REBUILT = 1 << 18
"""Bytes of a file that may be built anew, or compared with others closely."""
_MAX_BROKEN = 20


def repaired(schema: Schema, data: bytes, trials: Trials) -> bytes:
    """Undo what is broken and need not be: a fault is not to be laid on a wrong checksum.

    Args:
        schema: of the file.
        data: shows the fault.
        trials: asked whether it still does.
    """
    if len(data) > MAX_REBUILT:
        return data
    for made in dict.fromkeys((_rebuilt(schema, data), _summed_anew(schema, data))):
        if made != data and trials.holds(made):
            return made
    return data


def broken_rules(judge: Judge, data: bytes) -> frozenset[tuple[str, str]]:
    """Return the rules that a file breaks, with their paths.

    Args:
        judge: the gate.
        data: the whole file.
    """
    found = judge.schema.check_bytes(data, contracts=judge.contracts, max_findings=_MAX_BROKEN)
    return frozenset(
        (one.rule, generic_path(one.path)) for one in found if one.severity is Severity.ERROR
    )


def _rebuilt(schema: Schema, data: bytes) -> bytes:
    """Return a file with all that is derived made right; as it is when it cannot be built."""
    made = compile_construct(schema.program)
    try:
        return build(made, made.parse(data)).data
    except EDIT_ERRORS:
        return data


def _summed_anew(schema: Schema, data: bytes) -> bytes:
    return repair_sums(outline_of(survey(schema.program), Seed("", data), schema.trace))
