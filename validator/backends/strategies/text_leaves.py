"""Emitting the choice of one text or byte string, and its bytes.

Comes in: a field and how it is read. Goes out: lines that set `v` and `raw`, store the value, make
it meet the rules that are looked at here, and write it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.backends.strategies.asking import Asker
from validator.backends.strategies.rules import Rule, constant
from validator.backends.strategies.survey import content_first
from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.nodes import BytesRead, Extent, Field, StrRead

if TYPE_CHECKING:
    from validator.backends.strategies.emit import MakerEmitter


@dataclass(frozen=True, slots=True)
class TextEmitter:
    """Emits the texts of one field."""

    to: MakerEmitter
    field: Field

    @property
    def ask(self) -> Asker:
        """What emits its rules."""
        return Asker(self.to, self.field)

    def text(self, read: BytesRead | StrRead, name: str) -> None:
        """Emit a text or a byte string."""
        w, extent, number = self.to.writer, read.extent, self.field.number
        domain = self._text_domain(read)
        rules = self.ask.rules(name)
        w.line("io.left = 0")
        if self.to.survey.marked:
            w.line("io.marks.append(len(b))")
        is_awaited = bool(name) and number in self.to.survey.awaited
        if not is_awaited and self._plain(read, name, rules):
            return
        if name and number in self.to.survey.pools and number not in self.to.given:
            self._pooled(extent, rules, name)
            with w.block("if v is None:"):
                self._content(read, domain, rules, name)
        else:
            self._content(read, domain, rules, name)
        self._write(read, domain)

    def _pooled(self, extent: Extent, rules: list[tuple[str, Rule]], name: str) -> None:
        """Emit bytes that consist of texts to which other objects point, None without such."""
        if extent.size is None:
            return
        ways, size = self.to.ways(extent.size, "n"), self.to.speech.emit(extent.size)
        tests = "".join(f"lambda v: {source}, " for source, _ in rules)
        slot = repr(name.removeprefix("self."))
        more = f"lambda n: {ways}, lambda: {size}, ({tests})"
        self.to.writer.line(f"v = raw = t.pooled(self, {slot}, io, {more})")

    def _content(
        self, read: BytesRead | StrRead, domain: str, rules: list[tuple[str, Rule]], name: str
    ) -> None:
        w, extent, number = self.to.writer, read.extent, self.field.number
        if extent.size is not None:
            self._size(extent.size, is_first=content_first(extent))
        elif self.to.is_steered:
            w.line(f"n = t.aimed_{'rest' if extent.to_end else 'size'}(io, self, {number})")
        elif extent.to_end:
            w.line("n = t.rest(io, self._d)")
        else:
            w.line("n = t.free_size(io, self._d)")
        kind = self.to.constant(f"k{number}_{id(read) % 9973}", self._kind(read))
        is_fixed = number in self.to.survey.fixed
        given = self.to.speech.emit(self.to.survey.fixed[number]) if is_fixed else "None"
        if number in self.to.survey.refers and not is_fixed:
            given = f"t.named(lambda: {self.ask.rows(self.field)}, n, {kind})"
        if number in self.to.given:
            given = f"t.some({domain}, self)"
            rules = []
        if number in self.to.survey.zeros:
            given = f"bytes(({self.to.survey.zeros[number]},)) * n"
        w.line(f"v, raw = t.content(self, {domain}, n, {kind}, {given})")
        if name:
            w.line(f"{name} = v")
        tests = self.ask.test(rules, name)
        if tests:
            again = f"lambda: t.content(self, {domain}, n, {kind}, None)"
            with w.block("if not ok:"):
                slot = repr(name.removeprefix("self.")) if name else "None"
                w.line(
                    f"v, raw = t.solve_text(self, {slot}, {domain}, n, {kind}, {tests}, "
                    f"({self.ask.asked_for(rules)}), {again})"
                )

    def _plain(self, read: BytesRead | StrRead, name: str, rules: list[tuple[str, Rule]]) -> bool:
        """Emit bytes that are constant, or that nothing restricts; False when there is more."""
        w, extent, survey, number = self.to.writer, read.extent, self.to.survey, self.field.number
        busy = (survey.fixed, survey.zeros, survey.sums, survey.holes, survey.prefer, self.to.given)
        is_region = extent.terminator is None and extent.pad_right is None
        if rules or extent.process or not is_region or any(number in book for book in busy):
            return False
        if isinstance(read, StrRead) or extent.size is None:
            return False
        choices = survey.domain(self.field, 0, 0)[2]
        size = constant(extent.size)
        if choices is not None and len(choices) == 1 and size == len(choices[0]):
            w.line(f"v = {bytes(choices[0])!r}")
        elif self.to.is_steered:
            return False
        elif choices is None and self.to.ways(extent.size, "n") == "()":
            small = "N().to_bytes(8, 'little')[:n] if 0 <= n <= 8 else t.blob(n)"
            w.line(f"n = {self.to.speech.emit(extent.size)}; v = {small}")
        else:
            return False
        if name:
            w.line(f"{name} = v")
        w.line("b += v")
        return True

    def _write(self, read: BytesRead | StrRead, domain: str) -> None:
        w, extent, number = self.to.writer, read.extent, self.field.number
        if extent.process is not None:
            args = "".join(", " + self.to.speech.emit(arg) for arg in extent.process.args)
            w.line(f"raw = pack_process({extent.process.name!r}, raw{args})")
        if content_first(extent) and extent.size is not None:
            size = self.to.speech.emit(extent.size)
            ways = self.to.ways(extent.size, "n")
            w.line(f"t.sized(lambda n: {ways}, len(raw), lambda: {size})")
        if number in self.to.survey.sums:
            check = self.to.program.checks[self.to.survey.sums[number]]
            ends = "".join(self.to.speech.emit(end) + ", " for end in check.operands)
            w.line(f"h = t.hole(self, {domain}, v); h.place(b, len(b), len(raw))")
            w.line(f"h.check = ({check.algorithm!r}, lambda: ({ends}))")
        elif number in self.to.survey.holes:
            w.line(f"h = t.hole(self, {domain}, v); h.place(b, len(b), len(v))")
        w.line("b += raw")

    def _size(self, size: ir.Expr, *, is_first: bool) -> None:
        w = self.to.writer
        ways = self.to.ways(size, "n")
        source = self.to.speech.emit(size)
        if is_first:
            w.line("n = t.amount(0, 64, self._d)")
        elif ways == "()":
            w.line(f"n = {source}")
        else:
            w.line(f"n = t.size_of(lambda n: {ways}, lambda: {source}, self._d)")

    def _text_domain(self, read: BytesRead | StrRead) -> str:
        survey, one = self.to.survey, self.field
        _, _, choices = survey.domain(one, 0, 0)
        wanted = str if isinstance(read, StrRead) else bytes
        if choices is not None and not all(isinstance(v, wanted) for v in choices):
            choices = None
        prefer = tuple(v for v in survey.prefer.get(one.number, ()) if isinstance(v, wanted))
        codec = read.encoding if isinstance(read, StrRead) else ""
        name = f"d{one.number}_{id(read) % 9973}"
        prefix = "f_" if one.kind.value == "seq" else "_v_"
        return self.to.constant(
            name,
            f"Domain({one.number}, {prefix + one.id!r}, choices={choices!r}, prefer={prefer!r}, "
            f"base={survey.bases.get(one.number, 0)}, codec={codec!r})",
        )

    def _kind(self, read: BytesRead | StrRead) -> str:
        """Return (codec, terminator, include, consume, pad, whether the size is the region's)."""
        extent = read.extent
        codec = read.encoding if isinstance(read, StrRead) else ""
        is_region = (extent.size is not None or extent.to_end) and not content_first(extent)
        parts = codec, extent.terminator, extent.include, extent.consume, extent.pad_right
        return repr((*parts, is_region))
