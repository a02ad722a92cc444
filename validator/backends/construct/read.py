"""Reading one file with the reference reader: values, failures, covered ranges."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from validator.backends.construct.coverage import Place, find_gaps, find_overlaps, merge
from validator.backends.construct.emit import SchemaConstruct, compile_construct
from validator.backends.construct.run import BoundContract, Failure, Run, room_for_nesting
from validator.backends.construct.tree import to_plain
from validator.backends.construct.values import Span
from validator.backends.construct.window import Window
from validator.dataclass import dataclass
from validator.findings import Severity
from validator.ir.nodes import Program


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file holds, and what is wrong with it.

    Attributes:
        values: nested dict, list and scalars by field id; fields never read are missing.
        failures: sorted by (offset, rule).
        covered: absolute (start, end) ranges that fields explain, sorted, disjoint.
        is_accepted: no failure is an error.
        gaps: what no field explains and `-gaps` does not permit; like `overlaps` only looked for
            without structural failure.
        overlaps: what several fields explain although the schema does not declare it.
    """

    values: dict[str, Any]
    failures: tuple[Failure, ...]
    covered: tuple[Span, ...]
    is_accepted: bool
    gaps: tuple[Place, ...]
    overlaps: tuple[Place, ...]

    @property
    def first(self) -> tuple[int, str] | None:
        """(offset, rule) of the first failure; what all readers must agree on."""
        return (self.failures[0].offset, self.failures[0].rule) if self.failures else None


def read(
    program: Program | SchemaConstruct, data: bytes, contracts: Sequence[BoundContract] = ()
) -> Reading:
    """Read a file; bad data never raises.

    Args:
        program: a compiled schema, or its construct (saves compiling it again).
        data: the whole file; not modified.
        contracts: facts that checks are evaluated against; without any, checks that need
            one are not made.
    """
    schema = program if isinstance(program, SchemaConstruct) else compile_construct(program)
    view = memoryview(data)
    file = Window(view, 0, len(view))
    run = Run(schema.program.budget, file, leaves=[], windows=[file])
    with room_for_nesting():
        root = schema.read(run, tuple(contracts))
        values = to_plain(root)
    failures = sorted(run.failures, key=lambda f: (f.offset, f.rule, f.path, f.contract or ""))
    checks = schema.program.checks
    accepted = all(
        f.check is not None and f.rule == checks[f.check].rule
        and checks[f.check].severity is not Severity.ERROR
        for f in failures
    )  # fmt: skip
    is_whole = all(f.check is not None for f in failures)
    in_file = ((leaf.start, leaf.end) for leaf in run.leaves or () if leaf.window.origin is None)
    return Reading(
        values,
        tuple(failures),
        tuple(merge(in_file)),
        accepted,
        tuple(find_gaps(schema.program, run)) if is_whole else (),
        tuple(find_overlaps(schema.program, run)) if is_whole else (),
    )
