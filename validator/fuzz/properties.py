"""What has to hold for every input, apart from the consumer's survival.

Comes in: an input, and what gate and consumers said to it. Goes out: disagreements, the first of
each kind. What is dear is asked of a sample, chosen by the number of the execution.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import field
from typing import Any

from validator.check.explain import findings_of
from validator.consumers.protocol import Outcome, OutcomeKind
from validator.cover import Feature
from validator.dataclass import dataclass
from validator.findings import Finding, Severity, generic_path
from validator.fuzz.case import GENERATED, Case
from validator.fuzz.cells import TRUNCATION
from validator.fuzz.judge import Judge
from validator.fuzz.tidings import Disagreement

VALID, TRUNCATED, READERS, VERSIONS = "valid", "truncated", "readers", "versions"
_READERS_EVERY = 64
_BYTES_EACH, _MOST_BYTES = 64, 1 << 20
"""Bytes for the tracing reader that every input adds, and how many can add up: it is the slowest
part, and must not take most of the time where files are large."""
_REFERENCE_EVERY = 1024
_MAX_REFERENCE = 1 << 15
_MAX_FINDINGS = 20
_MOST = 200
_MOST_REJECTED = 5
"""Different things that a consumer is told to reject though they are valid."""


@dataclass(frozen=True, slots=True)
class Ran:
    """An input after its run.

    Attributes:
        case: the input.
        kind: of mutant, or mode of the generator; "" for a generated file that is not what its
            mode is to make.
        outcomes: of every consumer.
        is_passed: whether the gate accepts it; None when it was not asked.
        parent_size: bytes of what it was made of; -1 for none.
    """

    case: Case
    kind: str
    outcomes: tuple[Outcome, ...]
    is_passed: bool | None
    parent_size: int


# house: loose-dataclass - remembers what was told
@dataclass(slots=True)
class Properties:
    """All properties of a campaign.

    Attributes:
        judge: the gate.
        names: of the consumers.
        unlike: what a file has and no accepted file had.
        lenient: consumers that refuse nothing: what they accept says nothing.
    """

    judge: Judge
    names: Sequence[str]
    unlike: Callable[[bytes], Feature | None]
    lenient: frozenset[str] = frozenset()
    _told: set[tuple[str, str]] = field(default_factory=set)
    _bytes: int = _READERS_EVERY * _READERS_EVERY
    _rejected: Counter[str] = field(default_factory=Counter)
    _construct: Any = None

    def check(self, ran: Ran) -> list[Disagreement]:
        """Return what does not hold and was not told before.

        Args:
            ran: an input after its run.
        """
        found = [self._valid(ran), self._truncated(ran), self._readers(ran), *self._versions(ran)]
        fresh = []
        for one in found:
            if one is None or (one.what, one.key) in self._told or len(self._told) >= _MOST:
                continue
            self._told.add((one.what, one.key))
            fresh.append(one)
        return fresh

    def _valid(self, ran: Ran) -> Disagreement | None:
        """Ask that a file that is valid by construction is accepted by gate and consumer."""
        case, first = ran.case, ran.outcomes[0]
        if case.origin != GENERATED or ran.kind != "valid":
            return None
        if ran.is_passed is not False and first.kind is not OutcomeKind.REJECTED:
            return None
        refusal = self.judge.refusal(case.data)
        if refusal is not None:
            text = f"a file that is valid by construction is refused: {_words(refusal)}"
            return Disagreement(VALID, f"gate {_key(refusal)}", text, case)
        if first.kind is not OutcomeKind.REJECTED:
            return None
        return self._rejects(case)

    def _rejects(self, case: Case) -> Disagreement | None:
        """Say that the first consumer rejects a valid file, and what is new about the file."""
        name = self.names[0]
        if self._rejected[name] >= _MOST_REJECTED:
            return None
        feature = self.unlike(case.data)
        text = f"{name} rejects a file that is valid by construction"
        if feature is not None:
            text += f"; none that it accepted has {feature.path or 'the file'}: {feature.text}"
        key = f"consumer {name} {feature.path if feature is not None else ''}"
        self._rejected[name] += (VALID, key) not in self._told
        return Disagreement(VALID, key, text, case)

    def _truncated(self, ran: Ran) -> Disagreement | None:
        """Ask that a file that was cut is not accepted."""
        case, first = ran.case, ran.outcomes[0]
        is_cut = ran.kind == TRUNCATION and len(case.data) < ran.parent_size
        if not is_cut or first.kind is not OutcomeKind.ACCEPTED:
            return None
        refusal = self.judge.refusal(case.data)
        if refusal is None:
            text = f"gate and {self.names[0]} accept a file that was cut"
            return Disagreement(TRUNCATED, "both", text, case)
        text = f"{self.names[0]} accepts a file that was cut; the gate says {_words(refusal)}"
        return Disagreement(TRUNCATED, f"consumer {_key(refusal)}", text, case)

    def _readers(self, ran: Ran) -> Disagreement | None:
        """Ask that our readers say the same: anything else is a defect of contentgate."""
        case, judge = ran.case, self.judge
        self._bytes = min(self._bytes + _BYTES_EACH, _MOST_BYTES)
        is_turn = (case.number + 1) % _READERS_EVERY == 0  # not the first: the campaign is to begin
        if not is_turn or len(case.data) > self._bytes:
            return None
        self._bytes -= len(case.data)
        is_quick = judge.is_quick(case.data)
        reading = judge.schema.read(case.data, judge.contracts)
        found = findings_of(reading, "input.bin", judge.contracts, _MAX_FINDINGS)
        error = next((one for one in found if one.severity is Severity.ERROR), None)
        if is_quick and error is not None:
            text = f"the checking reader accepts a file, the tracing reader says {_words(error)}"
            return Disagreement(READERS, f"check {_key(error)}", text, case)
        is_small = len(case.data) <= _MAX_REFERENCE
        if (case.number + 1) % _REFERENCE_EVERY or not is_small:
            return None
        # construct costs more to import than the first inputs of a campaign.
        from validator.backends.construct import compile_construct, read  # noqa: PLC0415 - see above

        if self._construct is None:
            self._construct = compile_construct(judge.schema.program)
        reference = read(self._construct, case.data, judge.contracts)
        # What fields leave out or explain twice is told beside what they refuse.
        is_taken = reference.is_accepted and not reference.gaps and not reference.overlaps
        if is_taken is (error is None):
            return None
        says = "accepts" if is_taken else "refuses"
        ours = "accepts it" if error is None else f"says {_words(error)}"
        text = f"the reference reader {says} a file, the tracing reader {ours}"
        return Disagreement(READERS, f"reference {says} {_key(error)}", text, case)

    def _versions(self, ran: Ran) -> list[Disagreement]:
        """Ask that consumers agree on whether they accept a file."""
        first = ran.outcomes[0]
        found = []
        # There are fewer outcomes than consumers where time was up.
        for name, other in zip(self.names[1:], ran.outcomes[1:], strict=False):
            if first.is_fault or other.is_fault or first.kind is other.kind:
                continue
            if name in self.lenient and other.kind is OutcomeKind.ACCEPTED:
                continue
            refusal = self.judge.refusal(ran.case.data)
            gate = "accepts it" if refusal is None else f"says {_words(refusal)}"
            said = f"{self.names[0]}: {first.kind.value}, {name}: {other.kind.value}"
            text = f"{said}; the gate {gate}"
            key = f"{name} {other.kind.value} {_key(refusal)}"
            found.append(Disagreement(VERSIONS, key, text, ran.case))
        return found


def _key(finding: Finding | None) -> str:
    """Return a rule and the field of the schema, which may stand at many paths in itself."""
    if finding is None:
        return ""
    place = str(finding.schema) if finding.schema is not None else generic_path(finding.path)
    return f"{finding.rule} {place}"


def _words(finding: Finding) -> str:
    return ": ".join(filter(None, (finding.rule, finding.path, finding.message)))
