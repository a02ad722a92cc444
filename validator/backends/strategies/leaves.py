"""Emitting the choice of one stored value, and its bytes.

Comes in: a field and how it is read. Goes out: lines that set `v`, store it, make it meet the
rules that are looked at here, and write it or let it wait for its neighbors.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from validator.backends.strategies.asking import Asker, is_itself
from validator.backends.strategies.domain import MOST, edges_of
from validator.backends.strategies.masks import masks_of
from validator.backends.strategies.rules import Rule
from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.nodes import BitsRead, Endian, Field, NumberRead, Read, StrRead

if TYPE_CHECKING:
    from validator.backends.strategies.emit import MakerEmitter

_ORDERS = {Endian.LITTLE: "<", Endian.BIG: ">", Endian.CALCULATED: "?"}


@dataclass(frozen=True, slots=True)
class LeafEmitter:
    """Emits the values of one field."""

    to: MakerEmitter
    field: Field

    @property
    def ask(self) -> Asker:
        """What emits its rules."""
        return Asker(self.to, self.field)

    # -- numbers -------------------------------------------------------------------------

    def number(self, read: NumberRead | BitsRead, name: str) -> None:
        """Emit a number or a bit field; `name` is where it is stored, "" for an element."""
        w, number = self.to.writer, self.field.number
        domain = self._domain(read)
        rules = self.ask.rules(name)
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
            guess = f", min(1 << (N() & 7), {high})" if number in survey.dividing else ""
            w.line(f"h{number} = t.hole(self, {domain}{guess}); v = h{number}.value")
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
        if number in survey.packed:
            return False
        if number in survey.counts or number not in survey.small or number in survey.prefer:
            return number in survey.counts
        is_bool = isinstance(read, BitsRead) and read.as_bool
        return not is_bool and self.field.repeat is None and not self._bounds()

    def _counted(self, low: int, high: int) -> None:
        """Emit the choice of a number that says how many or how long."""
        w, survey, number = self.to.writer, self.to.survey, self.field.number
        if low < 0 <= high:  # fewer than none are none
            low = 0
        if number in survey.heavy:
            w.line(f"v = t.weighed(self, {survey.heavy[number]!r}, {low}, {high})")
        elif self.to.is_steered:
            chooser = "few_of" if number in survey.deep else "counted"
            w.line(f"v = t.{chooser}(self, {number}, {low}, {high})")
        elif number in survey.deep:
            w.line(f"v = t.few({low}, {high}, self._d)")
        elif number in survey.named:
            one = survey.program.fields[survey.named[number]]
            codec = one.read.encoding if isinstance(one.read, StrRead) else ""
            w.line(f"v = t.name_size(lambda: {self.ask.rows(one)}, {codec!r}, {low}, {high})")
        else:
            plus = f"{low} + " if low else ""
            count = f"{plus}t.sizes[t.shape() & 63]"
            w.line(f"v = {count}" if high - low >= MOST else f"v = min({count}, {high})")
            read = self.field.read
            if isinstance(read, NumberRead) and number in survey.lengths:
                behind = self.to.pending_bytes() + read.primitive.width
                w.line(f"if io.end > 0 < io.base: v = t.filling(io, {behind}, v, {low}, {high})")

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
            w.line(f"k = {sorted_by}; x = N()")
            step = "1 + (x >> 6 & 3) if x & 15 else 1 + (x >> 6) % 97"
            w.line(f"v = {low - 1} if k is None else k + ({step})")
            w.line(f"if not {low} <= v <= {high}: v = t.behind(k, {domain}, x)")
        elif self._has_plain_bounds():
            self._between(low, high)
        elif bounds and number not in self.to.survey.counts and not prefer:
            w.line(f"v = t.between({low}, {high}, N(), {bounds})")
        elif isinstance(read, BitsRead) and read.as_bool:
            w.line("v = N() & 1 == 1")
        elif prefer or number in self.to.survey.packed:
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
            for other, is_most, step in self._sides(rule):
                if not self.to.unsettled(rule):
                    bound = self.to.speech.emit(other)
                    found.append(f"({is_most}, lambda: {bound} + {step})")
        return "".join(part + ", " for part in found)

    def _sides(self, rule: Rule) -> Iterator[tuple[ir.Expr, bool, int]]:
        """Yield what a rule compares the field with, whether as upper bound, and what to add."""
        if rule.kind != "holds" or rule.route or rule.contract or rule.until >= 0 or rule.only:
            return
        match rule.expr:
            case ir.Compare(op="<=" | "<" as op, left=left, right=right):
                sides = (left, right, True), (right, left, False)
            case ir.Compare(op=">=" | ">" as op, left=left, right=right):
                sides = (right, left, True), (left, right, False)
            case _:
                return
        for side, other, is_most in sides:
            if is_itself(self.field, side):
                yield other, is_most, (-1 if is_most else 1) * (op in "<>")

    def _is_between(self) -> bool:
        """Whether the field was chosen by `_between`, so that it meets its rules."""
        read, survey, number = self.field.read, self.to.survey, self.field.number
        if not isinstance(read, NumberRead | BitsRead) or not self._has_plain_bounds():
            return False
        fixed = (survey.sums, survey.refers, survey.fixed, self.to.given)
        if any(number in book for book in fixed) or self._sorted_key():
            return False
        is_float = isinstance(read, NumberRead) and read.primitive.is_float
        return not is_float and survey.domain(self.field, *_range(read))[2] is None

    def _has_plain_bounds(self) -> bool:
        """Whether all rules compare the field with numbers that stand before it, and are there."""
        survey, number = self.to.survey, self.field.number
        busy = (survey.counts, survey.prefer, survey.holes, survey.awaited)
        rules = survey.rules.at.get(number, ())
        if not rules or any(number in book for book in busy) or self.field.repeat is not None:
            return False
        sides = [list(self._sides(rule)) for rule in rules]
        return all(len(found) == 1 and self._is_there(found[0][0]) for found in sides)

    def _is_there(self, other: ir.Expr) -> bool:
        match other:
            case ir.FieldGet(object=ir.SelfRef(), field=number, nullable=False):
                one = self.to.program.fields[number]
                is_before = one.struct == self.field.struct and number < self.field.number
                late = self.to.survey.holes | self.to.survey.late | set(self.to.survey.refers)
                is_seq = one.kind.value == "seq" and one.condition is None and one.repeat is None
                is_number = isinstance(one.read, NumberRead | BitsRead)
                return is_before and is_seq and is_number and number not in late
        return False

    def _between(self, low: int, high: int) -> None:
        """Emit the choice of a number between bounds of which each is known."""
        w, ends = self.to.writer, {True: [str(high)], False: [str(low)]}
        for rule in self.to.survey.rules.at[self.field.number]:
            for other, is_most, step in self._sides(rule):
                plus = f" + {step}" if step else ""
                ends[is_most].append(self.to.speech.emit(other) + plus)
        least, most = ", ".join(ends[False]), ", ".join(ends[True])
        w.line(f"l = max({least})" if len(ends[False]) > 1 else f"l = {least}")
        w.line(f"h = min({most})" if len(ends[True]) > 1 else f"h = {most}")
        w.line("if l > h: raise Miss('no number is between its bounds')")
        w.line("x = N()")
        w.line("if x & 48: v = l + (x >> 6) % (h - l + 1)")
        w.line("else: v = max(h - ((x & 15) >> 1), l) if x & 1 else min(l + ((x & 15) >> 1), h)")

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
        if one.number in survey.packed:
            more += f", parts={survey.packed[one.number]!r}"
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

    def _solve(self, domain: str, rules: list[tuple[str, Rule]], name: str) -> str:
        """Emit that a number meets its rules; return the source of these, "" for none."""
        is_awaited = bool(name) and self.field.number in self.to.survey.awaited
        if not (rules or is_awaited) or self.field.number in self.to.given:
            return ""
        if rules and not self.to.is_steered and self._sorted_key() and self._only_keys(rules):
            return ""
        if not self.to.is_steered and self._is_between():
            return ""
        w = self.to.writer
        tests = self.ask.test(rules, name)
        with w.block("if not ok:"):
            slot = repr(name.removeprefix("self.")) if name else "None"
            rows = "None"
            if self.field.number in self.to.survey.refers:
                rows = f"lambda: {self.ask.rows(self.field)}"
            witnesses = self.ask.asked_for(rules)
            w.line(f"v = t.solve(self, {slot}, {domain}, {tests}, ({witnesses}), {rows})")
            if name:
                w.line(f"{name} = v")
            hole = f"h{self.field.number}"
            survey = self.to.survey
            if self.field.number in survey.holes and self.field.number not in survey.fixed:
                w.line(f"{hole}.value = v")
                if any(self.ask.fixes(rule) for _, rule in rules):
                    w.line(f"t.open_holes.pop({hole}.key, None)")
        return tests

    def _only_keys(self, rules: list[tuple[str, Rule]]) -> bool:
        """Whether all rules ask for a key that `behind` gives anyway."""
        first = rules[0][1]
        return all(
            rule.kind in ("unique", "sorted") and rule.array == first.array
            and rule.route == first.route and rule.expr == first.expr
            for _, rule in rules
        )  # fmt: skip


def _range(read: NumberRead | BitsRead) -> tuple[int, int]:
    match read:
        case BitsRead(width=width):
            return 0, (1 << width) - 1
        case NumberRead(primitive=primitive):
            return primitive.minimum or 0, primitive.maximum or 0
