"""A file in a test: what the gate says to it, what a consumer does with it, what must hold.

Comes in: bytes, a gate, maybe a consumer. Goes out: answers, each worked out once and only when it
is asked for; a `CaseFault` for what must not be, of a class of its own for every fault, so that
Hypothesis tells them apart and does not slip from one to another when it shrinks.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from validator.consumers.protocol import Outcome, OutcomeKind
from validator.dataclass import dataclass
from validator.errors import UsageError
from validator.findings import Finding
from validator.fuzz.judge import Judge
from validator.ir.trace import Trace
from validator.report.escape import terminal

if TYPE_CHECKING:
    from validator.check.tree import Tree
    from validator.testing.workbench import Reader, Workbench

GATE, ROBUST, AGREEMENT, NOTHING = "gate", "robust", "agreement", "nothing"
EXPECTATIONS = (GATE, ROBUST, AGREEMENT, NOTHING)
"""What must hold besides what a test asserts itself, see docs/pytest.md."""

_SHOWN = 48
_EVIDENCE = 6
_LINE = 160


class CaseFault(AssertionError):
    """What must not be: a consumer died of a file that the gate accepts, and the like."""


_CLASSES: dict[tuple[str, str], type[CaseFault]] = {}


# house: loose-dataclass - what is worked out is kept, which takes a __dict__
@dataclass(frozen=True, repr=False)
class FileCase:
    """One file that a test is given.

    Attributes:
        data: the whole file.
        mode: how it was made.
        judge: the gate: schema and contracts.
        bench: of the run.
        reader: the consumer; None when the test has none.
    """

    data: bytes
    mode: str
    judge: Judge
    bench: Workbench
    reader: Reader | None = None

    def __repr__(self) -> str:
        shown = " ".join(f"{byte:02x}" for byte in self.data[:_SHOWN])
        more = " ..." if len(self.data) > _SHOWN else ""
        return f"<{len(self.data)} bytes: {shown}{more}>"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Show it in Hypothesis' reports as it shows itself, not field by field."""
        printer.text(repr(self))

    @cached_property
    def refusal(self) -> Finding | None:
        """The first error that the gate has for it; None when it is accepted."""
        return None if self.judge.is_quick(self.data) else self.judge.refusal(self.data)

    @property
    def is_accepted(self) -> bool:
        """Whether the gate accepts it."""
        return self.refusal is None

    @cached_property
    def outcome(self) -> Outcome:
        """What the consumer does with it; it is run when this is first asked for.

        Raises:
            UsageError: the test names no consumer.
            ConsumerError: the consumer could not be run at all.
        """
        if self.reader is None:
            raise UsageError("no consumer\n  expected  @contentgate_cases(..., consumer=NAME)")
        return self.reader.run(self.data)

    @cached_property
    def tree(self) -> Tree:
        """Its values by the names of the schema, see `Schema.parse`."""
        return self.judge.schema.parse(self.data)

    @cached_property
    def trace(self) -> Trace:
        """What was read where."""
        return self.judge.schema.trace(self.data)

    @cached_property
    def path(self) -> str:
        """A file with its bytes, for programs that want one; it is overwritten by the next case."""
        path = f"{self.bench.scratch}/case.bin"
        with open(path, "wb") as file:
            file.write(self.data)
        return path

    # -- what must hold ------------------------------------------------------------------

    def verify(self, expect: str) -> None:
        """Look at what must hold for every file.

        Args:
            expect: one of `EXPECTATIONS`.
        Raises:
            CaseFault: it does not hold.
        """
        __tracebackhide__ = True
        if expect == NOTHING:
            return
        if self.mode == "valid" and self.refusal is not None:
            why = (self.refusal.rule, self.refusal.path, self.refusal.message)
            self._fail(
                "the gate refuses a file that was made to be valid",
                ("accepted", ": ".join(filter(None, why))),
                f"refused {self.refusal.rule}",
            )
        if self.reader is None or (expect == GATE and not self.is_accepted):
            return
        if self.outcome.is_fault:
            self._fail_of_fault(self.outcome)
        is_taken = self.outcome.kind is OutcomeKind.ACCEPTED
        if expect == AGREEMENT and is_taken is not self.is_accepted:
            words = "accepts" if is_taken else "rejects"
            self._fail(
                f"{self.reader.name} {words} what the gate does not"
                if is_taken
                else f"{self.reader.name} {words} what the gate accepts",
                ("the same from both", f"{self.gate_words}; {self.reader.name}: {words}"),
                f"disagreement {words}",
            )

    @property
    def gate_words(self) -> str:
        """What the gate says, in words."""
        found = self.refusal
        return "gate: accepted" if found is None else f"gate: {found.rule} {found.path}".rstrip()

    def _fail_of_fault(self, outcome: Outcome) -> None:
        __tracebackhide__ = True
        assert self.reader is not None
        what = outcome.kind.value
        found = f"{what}: {outcome.signature}" if outcome.signature else what
        whose = "a file that the gate accepts" if self.is_accepted else "a file"
        limits = self.reader.consumer.limits_text
        self._fail(
            f"{self.reader.name} does not survive {whose}: {found}",
            (f"accept or reject within {limits}", found),
            found,
            outcome,
        )

    def _fail(
        self,
        headline: str,
        words: tuple[str, str],
        about: str,
        outcome: Outcome | None = None,
    ) -> None:
        __tracebackhide__ = True
        path = self.bench.keep(self.data, about)
        self.bench.faults.setdefault(self.bench.test, {})[about] = self
        rows = [("expected", words[0]), ("found", words[1])]
        if outcome is not None:
            rows += [("gate", self.gate_words.removeprefix("gate: "))]
            tail = (outcome.stderr or outcome.stdout).decode("utf-8", "replace").splitlines()
            rows += [("output", line[:_LINE]) for line in tail[-_EVIDENCE:] if line.strip()]
        rows.append(("file", f"{path} ({len(self.data)} bytes)"))
        if self.reader is not None:
            rows.append(("run", self.reader.reproduce(path)))
        else:
            rows.append(("run", f"contentgate check --schema {self.judge.schema.path} {path}"))
        lines = [f"  {label:9} {terminal(text)}" for label, text in rows]
        raise fault_class(self.bench.test, about)("\n".join([terminal(headline), *lines]))


def fault_class(test: str, about: str) -> type[CaseFault]:
    """Return the class of one fault of one test.

    Args:
        test: name of the test.
        about: what tells its faults apart.
    """
    key = (test, about)
    if key not in _CLASSES:
        _CLASSES[key] = type("CaseFault", (CaseFault,), {"__module__": __name__})
    return _CLASSES[key]
