"""From raw failures to findings: place, path, texts and neighbourhood."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from validator.check.gaps import find_gaps
from validator.check.overlaps import find_overlaps
from validator.check.read import BoundContract, Reading
from validator.check.wording import Words, word_check
from validator.findings import ByteSpan, Finding, Severity, SourcePos
from validator.ir import expr as ir
from validator.ir.nodes import (
    BytesRead,
    Check,
    Field,
    Program,
    Read,
    StrRead,
    StructRead,
    SwitchRead,
)
from validator.ir.trace import Trace
from validator.rules import find_rule
from validator.runtime.recorder import Failure

CONTEXT_BEFORE = 4
CONTEXT_BYTES = 16


def findings_of(
    reading: Reading, file: str, contracts: Sequence[BoundContract], max_findings: int
) -> list[Finding]:
    """Turn everything that one reading broke into findings.

    Args:
        reading: trace and raw failures.
        file: name shown in findings.
        contracts: the contracts it was read with.
        max_findings: keep at most this many, the first by place; a note tells of the rest.
    Returns:
        Findings sorted by (offset, rule).
    """
    by_name = {contract.name: contract for contract in contracts}
    maker = _Maker(reading.trace, file, by_name)
    findings = [maker.make(failure) for failure in reading.failures]
    if not any(failure.check < 0 for failure in reading.failures):
        findings += find_gaps(reading.trace, file)
        findings += find_overlaps(reading.trace, file)
    kept = sorted(dict.fromkeys(findings), key=lambda f: f.sort_key)
    dropped = max(len(kept) - max_findings, 0) + reading.suppressed
    if dropped:
        kept = _first(kept, max_findings)
        more = "1 further finding" if dropped == 1 else f"{dropped} further findings"
        kept[-1] = _with_note(kept[-1], f"{more} in this file not listed")
    return kept


def _first(findings: list[Finding], count: int) -> list[Finding]:
    """Return the first findings by place; an error is among them when there is one at all."""
    kept = findings[:count]
    if any(finding.severity is Severity.ERROR for finding in kept):
        return kept
    later = next((f for f in findings[count:] if f.severity is Severity.ERROR), None)
    return kept if later is None else [*kept[: count - 1], later]


def _with_note(finding: Finding, text: str) -> Finding:
    return Finding(
        finding.rule, finding.message, finding.file, finding.severity, finding.span, finding.path,
        finding.expected, finding.found, (*finding.evidence, ("more", text)), finding.hint,
        finding.schema, finding.contract, finding.cwe, finding.context,
    )  # fmt: skip


class _Maker:
    """Makes the findings of one trace."""

    def __init__(self, trace: Trace, file: str, contracts: dict[str, BoundContract]) -> None:
        self.trace = trace
        self.program: Program = trace.program
        self.file = file
        self.contracts = contracts

    def make(self, failure: Failure) -> Finding:
        """Return the finding of one failure."""
        check = self.program.checks[failure.check] if failure.check >= 0 else None
        contract = self.contracts.get(failure.contract) if failure.contract else None
        if failure.rule or check is None:
            words = self._fault_words(failure)
            rule = failure.rule
        else:
            raw = self._raw(failure)
            words = word_check(self.program, check, failure, raw, contract)
            rule = check.rule
        known = find_rule(rule)
        span, evidence = self._place(failure)
        return Finding(
            rule=rule,
            message=words.message,
            file=self.file,
            severity=check.severity if check is not None else Severity.ERROR,
            span=span,
            path=self._path(failure),
            expected=words.expected,
            found=words.found,
            evidence=(*evidence, *self._skipped(failure)),
            hint=words.hint or self._explain_hint(check),
            schema=self._schema(failure, check),
            contract=failure.contract,
            cwe=(check.cwe if check is not None and check.cwe else None)
            or (known.cwe if known else None),
            context=self._context(span),
        )

    def _explain_hint(self, check: Check | None) -> str | None:
        return check.help if check is not None and check.help else None

    def _raw(self, failure: Failure) -> bytes:
        return self.trace.content(failure.node) if failure.node >= 0 else b""

    def _field(self, failure: Failure) -> Field | None:
        return self.program.fields[failure.place] if failure.place >= 0 else None

    def _path(self, failure: Failure) -> str:
        if failure.node >= 0:
            return self.trace.path(failure.node)
        owner = self.trace.path(failure.parent)
        if failure.index >= 0:
            is_list = self.trace.is_array[failure.parent]
            name = f"[{failure.index}]" if is_list else ""
            return owner + name
        field = self._field(failure)
        if field is None or self.trace.is_array[failure.parent]:
            return owner
        return f"{owner}.{field.id}" if owner else field.id

    def _place(self, failure: Failure) -> tuple[ByteSpan, tuple[tuple[str, str], ...]]:
        """Return the span in the file; places in unpacked bytes are mapped to their source."""
        start, length, stream = failure.start, failure.length, failure.stream
        if stream == 0:
            return ByteSpan(start, length), ()
        inner = f"{start:#x}+{length} of the unpacked bytes"
        while stream:
            owner = self.trace.stream_owner[stream]
            start = self.trace.start[owner]
            length = self.trace.end[owner] - start
            stream = self.trace.stream[owner]
        return ByteSpan(start, length), (("unpacked", inner),)

    def _schema(self, failure: Failure, check: Check | None) -> SourcePos | None:
        if check is not None:
            return check.source
        field = self._field(failure)
        return field.source if field is not None else self.program.structs[0].source

    def _context(self, span: ByteSpan) -> tuple[int, bytes]:
        start = max(span.start - CONTEXT_BEFORE, 0) & ~1
        return start, bytes(self.trace.data[start : start + CONTEXT_BYTES])

    def _skipped(self, failure: Failure) -> Iterable[tuple[str, str]]:
        """Say which fields were not read because of this failure."""
        names: list[str] = []
        for parent, place in failure.skipped:
            if place < 0:
                continue
            owner = self.trace.path(parent)
            field = self.program.fields[place]
            seq = self.program.structs[field.struct].seq
            later = seq[seq.index(field) + 1 :] if field in seq else ()
            names += [f"{owner}.{f.id}" if owner else f.id for f in later]
        if names:
            more = f" and {len(names) - 6} more" if len(names) > 6 else ""
            yield "skipped", ", ".join(names[:6]) + more + " (not read)"

    # -- wording of faults ---------------------------------------------------------------

    def _fault_words(self, failure: Failure) -> Words:
        expected, hint = failure.expected, None
        if failure.rule == "unexpected-eof":
            size = self._size_field(failure)
            if size is not None and expected is not None:
                path, at, value = size
                expected = f"{expected} ({path}, read at {at:#x})"
                lacking = value - failure.length
                if lacking > 0:
                    hint = f"{lacking} bytes are missing, or {path} is too large"
        return Words(failure.message, expected, failure.found, hint)

    def _size_field(self, failure: Failure) -> tuple[str, int, int] | None:
        """Return path, offset and value of the field that the size of a read comes from."""
        field = self._field(failure)
        match self._size_expr(field.read) if field is not None else None:
            case ir.FieldGet(object=ir.SelfRef(), field=number):
                owner = failure.parent
                while self.trace.is_array[owner]:
                    owner = self.trace.parent[owner]
                for node in range(owner + 1, len(self.trace)):
                    if self.trace.parent[node] < owner:
                        break  # behind the seq of the owner
                    if self.trace.parent[node] == owner and self.trace.place[node] == number:
                        value = self.trace.value[node]
                        if isinstance(value, int):
                            return self.trace.path(node), self.trace.start[node], value
        return None

    @staticmethod
    def _size_expr(read: Read | None) -> ir.Expr | None:
        match read:
            case BytesRead(extent=extent) | StrRead(extent=extent):
                return extent.size
            case StructRead(extent=extent) if extent is not None:
                return extent.size
            case SwitchRead(default=BytesRead(extent=extent)):
                return extent.size
        return None
