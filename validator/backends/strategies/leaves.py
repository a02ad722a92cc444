"""Emitting the choice of one stored value, and its bytes.

Comes in: a field and how it is read. Goes out: lines that set `v`, store it, make it meet the
rules that are looked at here, and write it or let it wait for its neighbors.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from validator.backends.strategies.domain import MOST, edges_of
from validator.backends.strategies.masks import masks_of
from validator.backends.strategies.rules import Rule, constant
from validator.backends.strategies.speech import rewrite
from validator.backends.strategies.spelling import is_emittable, item_one, spelled
from validator.backends.strategies.survey import content_first
from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.nodes import BitsRead, BytesRead, Endian, Extent, Field, NumberRead, Read, StrRead
from validator.ir.walk import needs_contract, walk

if TYPE_CHECKING:
    from validator.backends.strategies.emit import MakerEmitter

_ORDERS = {Endian.LITTLE: "<", Endian.BIG: ">", Endian.CALCULATED: "?"}
_MAX_WITNESSES = 24
_LONG = 200
_MAX_OTHERS = 64


@dataclass(frozen=True, slots=True)
class LeafEmitter:
    """Emits the values of one field."""

    to: MakerEmitter
    field: Field

    # -- numbers -------------------------------------------------------------------------

    def number(self, read: NumberRead | BitsRead, name: str) -> None:
        """Emit a number or a bit field; `name` is where it is stored, "" for an element."""
        w, number = self.to.writer, self.field.number
        domain = self._domain(read)
        rules = self._rules(name)
        if any(part in rule for rule, _ in rules for part in (".tell()", ".at_end()", "_span(")):
            self.to.flush()
        hole = self._draw(read, domain)
        if name:
            w.line(f"{name} = v")
        tests = self._solve(domain, rules, name)
        known_later = number in self.to.survey.holes or number in self.to.survey.refers
        if hole and tests and known_later:
            w.line(f"if {hole} is not None: {hole}.tests = {tests}")
        if not hole and name and number in self.to.survey.soft - self.to.given:
            hole = f"h{number}"
            w.line(f"{hole} = t.soften(self, {domain}, v, {tests or '()'})")
        elif not hole and name and tests:
            hole = f"h{number}"
            w.line(f"{hole} = t.remember(self, {domain}, v, {tests}) if t.fresh >= 0 else None")
        if isinstance(read, BitsRead):
            self._bits(read, hole)
            return
        order = "" if read.primitive.width == 1 else _ORDERS[read.endian]
        self.to.add(order, read.primitive.code, name or "v", hole)
        if not name:
            self.to.flush()

    def _bits(self, read: BitsRead, hole: str) -> None:
        w = self.to.writer
        self.to.flush()
        is_little = read.endian is Endian.LITTLE
        if hole:
            w.line(f"if {hole} is not None: {hole}.place(b, io.bit_place(is_little={is_little}))")
        put = "put_little" if is_little else "put_big"
        w.line(f"io.{put}({'int(v)' if read.as_bool else 'v'}, {read.width})")

    def _draw(self, read: NumberRead | BitsRead, domain: str) -> str:
        """Emit `v = ...`; return the name of the hole, "" when there is none."""
        w, survey, number = self.to.writer, self.to.survey, self.field.number
        hole = f"h{number}"
        if number in self.to.given:
            w.line(f"v = t.some({domain}, self)")
            return ""
        if number in survey.sums:
            check = survey.program.checks[survey.sums[number]]
            ends = "".join(self.to.speech.emit(end) + ", " for end in check.operands)
            w.line(f"{hole} = t.hole(self, {domain}); v = {hole}.value")
            w.line(f"{hole}.check = ({check.algorithm!r}, lambda: ({ends}))")
            return hole
        if number in survey.refers:
            table, key = survey.program.checks[survey.refers[number]].operands
            rows = self.to.speech.table(table, key, 1)
            unused = "".join(self.to.speech.emit(d) + ", " for d in self.field.defaults)
            w.line(f"v, {hole} = t.refer(self, {domain}, lambda: {rows}, ({unused}))")
            return hole
        if number in survey.fixed:
            expr = self.to.speech.emit(survey.fixed[number])
            if number in survey.late:
                w.line(f"{hole} = t.late(self, {domain}, lambda: {expr}); v = {hole}.value")
                return hole
            w.line(f"v = {expr}")
            return ""
        if isinstance(read, NumberRead) and read.primitive.is_float:
            w.line(f"v = t.real(N(), {domain})")
            return ""
        return self._drawn(read, domain)

    def _drawn(self, read: NumberRead | BitsRead, domain: str) -> str:
        w, survey, number = self.to.writer, self.to.survey, self.field.number
        low, high, choices = survey.domain(self.field, *_range(read))
        if choices is None and number in survey.holes and self.field.repeat is None:
            w.line(f"h{number} = t.hole(self, {domain}); v = h{number}.value")
            return f"h{number}"
        if choices is None and self._is_count(read) and not self._sorted_key():
            self._counted(low, high)
            return ""
        if self.to.is_steered and (choices is None or len(choices) > 1):
            with w.block(f"if t.is_asked or {number} in t.forced:"):
                w.line(f"v = t.some({domain}, self)")
            with w.block("else:"):
                self._free(read, domain)
            return ""
        self._free(read, domain)
        return ""

    def _is_count(self, read: NumberRead | BitsRead) -> bool:
        """Whether a number says how many, or is compared with one that does."""
        survey, number = self.to.survey, self.field.number
        if number in survey.counts or number not in survey.small or number in survey.prefer:
            return number in survey.counts
        is_bool = isinstance(read, BitsRead) and read.as_bool
        return not is_bool and self.field.repeat is None and not self._bounds()

    def _counted(self, low: int, high: int) -> None:
        """Emit the choice of a number that says how many or how long."""
        w, survey, number = self.to.writer, self.to.survey, self.field.number
        if self.to.is_steered:
            chooser = "few_of" if number in survey.deep else "counted"
            w.line(f"v = t.{chooser}(self, {number}, {low}, {high})")
        elif number in survey.deep:
            w.line(f"v = t.few({low}, {high}, self._d)")
        elif number in survey.named:
            one = survey.program.fields[survey.named[number]]
            codec = one.read.encoding if isinstance(one.read, StrRead) else ""
            w.line(f"v = t.name_size(lambda: {self._rows(one)}, {codec!r}, {low}, {high})")
        else:
            plus = f"{low} + " if low else ""
            count = f"{plus}t.sizes[t.shape() & 63]"
            w.line(f"v = {count}" if high - low >= MOST else f"v = min({count}, {high})")

    def _free(self, read: NumberRead | BitsRead, domain: str) -> None:
        """Emit the choice of a number that says nothing about others."""
        w, number = self.to.writer, self.field.number
        low, high, choices = self.to.survey.domain(self.field, *_range(read))
        prefer = self.to.survey.prefer.get(number, ())
        sorted_by = self._sorted_key()
        bounds = self._bounds()
        if choices is not None:
            found = self.to.constant(f"c{number}", repr(choices))
            only = len(choices) == 1
            w.line(f"v = {choices[0]!r}" if only else f"v = {found}[N() % {len(choices)}]")
        elif sorted_by:
            w.line(f"v = t.behind({sorted_by}, {domain}, N())")
        elif bounds and number not in self.to.survey.counts and not prefer:
            w.line(f"v = t.between({low}, {high}, N(), {bounds})")
        elif isinstance(read, BitsRead) and read.as_bool:
            w.line("v = N() & 1 == 1")
        elif prefer:
            w.line(f"v = {domain}.draw(N())")
        else:
            edges = self.to.constant(f"e{number}", repr(edges_of(low, high)))
            span = high - low + 1
            rest = f"& {span - 1}" if span & span - 1 == 0 else f"% {span}"
            plus = f"{low} + " if low else ""
            w.line("x = N()")
            w.line(f"v = {plus}((x >> 6) {rest}) if x & 48 else {edges}[x & 15]")
            clear, some = masks_of(self.to.survey.rules.at.get(number, ()), number)
            if clear and low >= 0:
                w.line(f"v &= {~clear & high}")
            for mask in some:
                w.line(f"if not v & {mask}: v |= (x >> 6 ^ x >> 38) & {mask} or {mask & -mask}")

    def _bounds(self) -> str:
        """Return the source of bounds that plain comparisons give, "" when there are none."""
        found = []
        for rule in self.to.survey.rules.at.get(self.field.number, ()):
            if rule.kind != "holds" or rule.route or rule.contract or rule.until >= 0:
                continue
            match rule.expr:
                case ir.Compare(op="<=" | "<" as op, left=left, right=right):
                    sides = (left, right, True), (right, left, False)
                case ir.Compare(op=">=" | ">" as op, left=left, right=right):
                    sides = (right, left, True), (left, right, False)
                case _:
                    continue
            for side, other, is_most in sides:
                if self._is_itself(side) and not self.to.unsettled(rule):
                    step = (-1 if is_most else 1) * (op in "<>")
                    bound = self.to.speech.emit(other)
                    found.append(f"({is_most}, lambda: {bound} + {step})")
        return "".join(part + ", " for part in found)

    def _is_itself(self, side: ir.Expr) -> bool:
        match side:
            case ir.Item(depth=0):
                return True
            case ir.FieldGet(object=ir.SelfRef(), field=number):
                return number == self.field.number
        return False

    def _sorted_key(self) -> str:
        """Return the source of the last key of a list that is sorted by this field, or ""."""
        for rule in self.to.survey.rules.at.get(self.field.number, ()):
            match rule.expr:
                case ir.FieldGet(object=ir.SelfRef(), field=number) if rule.kind == "sorted":
                    if number == self.field.number and "desc" not in rule.order:
                        kept = f"self._up.{self.to.key_name(rule)}"
                        return f"({kept} if self._f == {rule.route[0]} else None)"
        return ""

    def _domain(self, read: NumberRead | BitsRead) -> str:
        survey, one = self.to.survey, self.field
        if isinstance(read, NumberRead) and read.primitive.is_float:
            return self.to.constant(f"d{one.number}", f"Domain({one.number}, 'f_{one.id}')")
        low, high, choices = survey.domain(one, *_range(read))
        if low > high:
            low, high = high, low
        more = f", is_deep={one.number in survey.deep}"
        more += f", prefer={self._preferred(low, high)!r}, choices={choices!r}"
        if isinstance(read, NumberRead):
            order = _ORDERS[read.endian]
            pair = ("<", ">") if order == "?" else (order, order)
            code = read.primitive.code
            more += f", codes=({pair[0] + code!r}, {pair[1] + code!r})"
        else:
            more += f", width={read.width}, is_little={read.endian is Endian.LITTLE}"
        prefix = "f_" if one.kind.value == "seq" else "_v_"
        suffix = "" if isinstance(one.read, NumberRead | BitsRead) else f"_{id(read) % 9973}"
        source = f"number_domain({one.number}, {prefix + one.id!r}, {low}, {high}{more})"
        return self.to.constant(f"d{one.number}{suffix}", source)

    def _preferred(self, low: int, high: int) -> tuple[Any, ...]:
        found = self.to.survey.prefer.get(self.field.number, ())
        return tuple(v for v in found if isinstance(v, int) and low <= v <= high)

    def bulk(self, read: Read, name: str) -> bool:
        """Emit a list of numbers that nothing restricts, at once; False when it is none."""
        survey, number = self.to.survey, self.field.number
        if not isinstance(read, NumberRead) or read.primitive.is_float or self.to.is_steered:
            return False
        busy = (survey.fixed, survey.sums, survey.refers, survey.rules.at, survey.rules.keys)
        if any(number in book for book in busy):
            return False
        w = self.to.writer
        self._drawn_each(read, name)
        code = read.primitive.code
        order = "" if read.primitive.width == 1 else _ORDERS[read.endian]
        pack = "t.packed('<', '>', self._le, " if order == "?" else f"t.packed({order or '<'!r}, "
        w.line(f"b += {pack}{code!r}, {name})")
        return True

    def _drawn_each(self, read: NumberRead, name: str) -> None:
        w = self.to.writer
        domain = self._domain(read)
        low, high, choices = self.to.survey.domain(self.field, *_range(read))
        if choices is not None:
            found = self.to.constant(f"c{self.field.number}", repr(choices))
            w.line(f"{name} = [{found}[N() % {len(choices)}] for _ in range(c)]")
        elif self.to.survey.prefer.get(self.field.number):
            w.line(f"{name} = [{domain}.draw(N()) for _ in range(c)]")
        else:
            edges = self.to.constant(f"e{self.field.number}", repr(edges_of(low, high)))
            w.line(
                f"{name} = [{low} + (x >> 6) % {high - low + 1} if (x := N()) & 48 "
                f"else {edges}[x & 15] for _ in range(c)]"
            )

    # -- text and bytes ------------------------------------------------------------------

    def text(self, read: BytesRead | StrRead, name: str) -> None:
        """Emit a text or a byte string."""
        w, extent, number = self.to.writer, read.extent, self.field.number
        domain = self._text_domain(read)
        rules = self._rules(name)
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
            given = f"t.named(lambda: {self._rows(self.field)}, n, {kind})"
        if number in self.to.given:
            given = f"t.some({domain}, self)"
            rules = []
        if number in self.to.survey.zeros:
            given = f"bytes(({self.to.survey.zeros[number]},)) * n"
        w.line(f"v, raw = t.content(self, {domain}, n, {kind}, {given})")
        if name:
            w.line(f"{name} = v")
        tests = self._test(rules, name)
        if tests:
            again = f"lambda: t.content(self, {domain}, n, {kind}, None)"
            with w.block("if not ok:"):
                slot = repr(name.removeprefix("self.")) if name else "None"
                w.line(
                    f"v, raw = t.solve_text(self, {slot}, {domain}, n, {kind}, {tests}, "
                    f"({self._asked_for(rules)}), {again})"
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

    # -- rules ---------------------------------------------------------------------------

    def _rules(self, name: str) -> list[tuple[str, Rule]]:
        """Return the rules that are looked at here, each with its source."""
        found = []
        for rule in self.to.survey.rules.at.get(self.field.number, ()):
            source = self.to.condition(rule)
            if self._fixes(rule):
                source = source.replace(f"t.opens(self, {self.field.number}) or ", "")
            found.append((source, rule))
        return found

    def _fixes(self, rule: Rule) -> bool:
        """Whether a rule says what a size is before what has that size is made."""
        if rule.kind != "holds" or self.field.number not in self.to.survey.holes:
            return False
        return any(
            isinstance(node, ir.Compare) and node.op == "=="
            and (self._is_itself(node.left) or self._is_itself(node.right))
            for node in walk(rule.expr)
        )  # fmt: skip

    def _solve(self, domain: str, rules: list[tuple[str, Rule]], name: str) -> str:
        """Emit that a number meets its rules; return the source of these, "" for none."""
        is_awaited = bool(name) and self.field.number in self.to.survey.awaited
        if not (rules or is_awaited) or self.field.number in self.to.given:
            return ""
        if rules and not self.to.is_steered and self._sorted_key() and self._only_keys(rules):
            return ""
        w = self.to.writer
        tests = self._test(rules, name)
        with w.block("if not ok:"):
            slot = repr(name.removeprefix("self.")) if name else "None"
            rows = "None"
            if self.field.number in self.to.survey.refers:
                rows = f"lambda: {self._rows(self.field)}"
            witnesses = self._asked_for(rules)
            w.line(f"v = t.solve(self, {slot}, {domain}, {tests}, ({witnesses}), {rows})")
            if name:
                w.line(f"{name} = v")
            hole = f"h{self.field.number}"
            survey = self.to.survey
            if self.field.number in survey.holes and self.field.number not in survey.fixed:
                w.line(f"{hole}.value = v")
                if any(self._fixes(rule) for _, rule in rules):
                    w.line(f"t.open_holes.pop({hole}.key, None)")
        return tests

    def _test(self, rules: list[tuple[str, Rule]], name: str) -> str:
        """Emit `ok = ...`, whether `v` passes; return the source of its rules, "" for none.

        A rule that sees what is not made yet must not decide about the others, so that they are
        asked one by one then.
        """
        w = self.to.writer
        sources = [source for source, _ in rules]
        is_awaited = bool(name) and self.field.number in self.to.survey.awaited
        is_number = isinstance(self.field.read, NumberRead | BitsRead)
        if not sources and not is_awaited:
            return ""
        tests = "(" + "".join(f"lambda v: {source}, " for source in sources) + ")"
        if len(tests) > _LONG and sources:
            w.line(f"own = {tests}")
            tests = "own"
            w.line("ok = t.holds(own, v)")
        elif sources:
            with w.block("try:"):
                w.line(f"ok = {' and '.join(sources)}")
            with w.block("except TROUBLE:"):
                w.line(f"ok = t.passes({tests}, v)")
        else:
            w.line("ok = True")
        if is_awaited:
            others = "" if is_number else f", {_MAX_OTHERS}"
            w.line(f"more = t.joined(self, {name.removeprefix('self.')!r}{others})")
            how = "t.passes(more, v)" if is_number else "t.fits_written(self, v, raw, more)"
            w.line(f"if ok and more: ok = {how}")
            tests = f"{tests} + more"
        return tests

    def _rows(self, one: Field) -> str:
        """Return the source of what a reference may be: none, or a key of its table."""
        table, key = self.to.program.checks[self.to.survey.refers[one.number]].operands
        unused = "".join(self.to.speech.emit(default) + ", " for default in one.defaults)
        return f"[{unused}*{self.to.speech.table(table, key, 1)}]"

    def _only_keys(self, rules: list[tuple[str, Rule]]) -> bool:
        """Whether all rules ask for a key that `behind` gives anyway."""
        first = rules[0][1]
        return all(
            rule.kind in ("unique", "sorted") and rule.array == first.array
            and rule.route == first.route and rule.expr == first.expr
            for _, rule in rules
        )  # fmt: skip

    def _asked_for(self, rules: list[tuple[str, Rule]]) -> str:
        """Return the source of values that comparisons in the rules ask for."""
        witnesses = dict.fromkeys(found for _, rule in rules for found in self._witnesses(rule))
        return "".join(f"lambda: {found}, " for found in list(witnesses)[:_MAX_WITNESSES])

    def _witnesses(self, rule: Rule) -> Iterator[str]:
        """Yield sources of values that may meet a rule: what its comparisons ask for."""
        if rule.kind == "sorted":
            kept = "self" + "._up" * len(rule.route) + "." + self.to.key_name(rule)
            yield from self._ways(rewrite(rule.expr, item_one), kept)
        if rule.kind != "holds":
            return
        for node in walk(spelled(self.to.program, rule.expr)):
            match node:
                case ir.Binary(op="&", left=left, right=right):
                    for side, mask in ((left, right), (right, left)):
                        if type(constant(mask)) is int:
                            yield from self._ways(side, str(constant(mask)))
                            yield from self._ways(side, str(constant(mask) & -constant(mask)))
                case ir.Compare(left=left, right=right):
                    for side, other in ((left, right), (right, left)):
                        if is_emittable(other):
                            yield from self._ways(side, self._source(other))
                case ir.OneOf(value=side, items=items):
                    for item in items:
                        yield from self._ways(side, self._source(item))
                case ir.Contains(container=container, value=side):
                    if constant(side) is None:
                        yield from self._ways(side, f"some_of({self.to.speech.emit(container)})")

    def _source(self, node: ir.Expr) -> str:
        """Return the source of an expression; one over contracts is asked of the first one."""
        source = self.to.speech.emit(node)
        return f"(lambda C: {source})(t.contracts[0])" if needs_contract(node) else source

    def _ways(self, side: ir.Expr, wanted: str) -> Iterator[str]:
        for way in self.to.survey.inverter.ways(self.to.speech, side, wanted):
            is_own = way.field == self.field.number and way.owner == "self"
            if way.field == -1 or is_own:
                yield way.value


def _range(read: NumberRead | BitsRead) -> tuple[int, int]:
    match read:
        case BitsRead(width=width):
            return 0, (1 << width) - 1
        case NumberRead(primitive=primitive):
            return primitive.minimum or 0, primitive.maximum or 0
