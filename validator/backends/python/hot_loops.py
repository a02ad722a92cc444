"""Loops over hot lists: records unpacked into locals, checks fused, nothing allocated.

An inner list whose elements are one small fixed header and a body (the usual shape of
criteria, attributes and the like) is read through a memo: header -> size of the element, for
headers that passed every check before. The checks of such an element see only its header, its
index and a few fields of its holder; so the memo is kept per value of those fields and per
index, and an element that was seen costs one look-up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from validator.backends.python.expr import ExprEmitter
from validator.backends.python.hot import HotList, check_exprs, field_exprs
from validator.backends.python.hot_columns import ColumnPlan, plan_columns
from validator.backends.python.hot_expr import HotExpr, local
from validator.backends.writer import Writer
from validator.ir import expr as ir
from validator.ir.nodes import (
    BytesRead,
    Check,
    CheckKind,
    Endian,
    Field,
    FieldKind,
    NumberRead,
    Program,
    RepeatKind,
    StrRead,
)
from validator.ir.types import FloatType, IntType
from validator.ir.walk import walk

MAX_HEADER = 16
"""Widest header, in bytes, that is worth remembering."""
MAX_MEMO = 4096
"""Headers remembered per index; a memo that grows beyond starts anew."""


@dataclass(frozen=True, slots=True)
class Group:
    """Consecutive fixed-width numbers that one `unpack` reads."""

    fields: tuple[Field, ...]
    code: str
    width: int


@dataclass(frozen=True, slots=True)
class LoopEmitter:
    """Emits hot lists into the reader of their holder."""

    program: Program
    writer: Writer
    outer: ExprEmitter
    unpacker: Callable[[str], str]
    iterator: Callable[[str], str]

    # -- the outermost list --------------------------------------------------------------

    def emit(self, hot: HotList, name: str) -> None:
        """Emit a list whose holder is the object `self`; `io` is its stream.

        Args:
            hot: the plan.
            name: attribute that receives a stand-in of the right length.
        """
        w = self.writer
        expr = self._expr(hot)
        w.line("B = io.data; p = io.pos; E = io.end; io.left = 0; N = 0")
        self._tables(hot)
        self._memos(hot)
        plan = self._groups(hot)
        fixed = len(plan) == 1 and isinstance(plan[0], Group)
        width = plan[0].width if isinstance(plan[0], Group) else 0
        if hot.field.repeat is None:
            return
        if hot.field.repeat.kind is RepeatKind.COUNT and hot.field.repeat.expr is not None:
            count = self.outer.emit(hot.field.repeat.expr)
            w.line(f"n1 = max({count}, 0)")
            w.line(f"if n1 * {max(width, 1)} > E - p: raise Reject")
        elif fixed:
            w.line(f"n1, left_over = divmod(E - p, {width})")
            w.line("if left_over or n1 < 0: raise Reject")
        for key in self._columns(hot):
            w.line(f"c_{key} = []; c_{key}_add = c_{key}.append")
        for check in self._sorts(hot):
            w.line(f"b_{check.number} = None")
        if fixed and not hot.element.params and isinstance(plan[0], Group):
            self._fixed_loop(hot, plan[0], expr)
        else:
            self._record_loop(hot, plan, expr)
        self._after(hot, name)

    def _column_loop(self, hot: HotList, plan: ColumnPlan) -> None:
        """Emit a loop over blocks of records, checked column by column."""
        w = self.writer
        w.line("from _operator import eq, ge, gt, le, lt, ne")
        names = "BLOCK, is_falling, is_rising, lanes, unpack_block"
        w.line(f"from validator.runtime.columns import {names}")
        w.line(f"o = p; p += n1 * {plan.width}")
        with w.block("while o < p:"):
            w.line(f"blk = B[o : min(o + BLOCK * {plan.width}, p)]")
            w.line(f"r = len(blk) // {plan.width}; o += r * {plan.width}")
            count = len(plan.unpacked)
            if count:
                w.line(f"row = unpack_block({plan.code!r}, blk, r)")
            inside = [number for number in plan.columns if number in plan.unpacked]
            for at, number in enumerate(inside):
                source = "row" if count == 1 else f"row[{at}::{count}]"
                w.line(f"{plan.name(number)} = {source}")
            for line in plan.lane_lines() + plan.lines:
                w.line(line)
            for key in self._columns(hot):
                w.line(f"c_{key} += v_{key}")

    def _fixed_loop(self, hot: HotList, group: Group, expr: HotExpr) -> None:
        w = self.writer
        columns = plan_columns(self.program, hot)
        if columns is not None:
            self._column_loop(hot, columns)
            return
        needed = self._needed(hot)
        body = Writer()
        inner = self._with(body)
        inner._checks_of(hot, list(group.fields), expr)
        inner._element_end(hot, expr)
        names = [local(1, f.id) for f in group.fields if f.number in needed]
        code = self._code(group, needed)
        source = f"{self.iterator(code)}(memoryview(B)[p : p + n1 * {group.width}])"
        target = ", ".join(names) + ("," if len(names) == 1 else "") or "_"
        with w.block(f"for {target} in {source}:"):
            for line in filter(None, body.text().splitlines()):
                w.line(line)
        w.line(f"p += n1 * {group.width}")

    def _record_loop(self, hot: HotList, plan: list[Group | Field], expr: HotExpr) -> None:
        w = self.writer
        repeat = hot.field.repeat
        if repeat is not None and repeat.kind is RepeatKind.EOS:
            w.line("n1 = I1 = 0")
            with w.block("while p < E:"):
                self._element(hot, plan, expr)
                w.line("n1 += 1; I1 = n1")
        else:
            with w.block("for I1 in range(n1):"):
                self._element(hot, plan, expr)

    def _after(self, hot: HotList, name: str) -> None:
        w = self.writer
        w.line("if p > E: raise Reject")
        w.line(f"if n1: t.deeper(self._d + {_levels(hot) - 1}, io)")
        w.line(f"io.pos = p; t.add(N + n1 * {self._nodes(hot)} + 1)")
        w.line(f"self.{name} = range(n1)")
        for check in self._list_checks(hot, CheckKind.UNIQUE):
            key = self._key_name(check)
            if not self._strictly_sorted(hot, check):
                w.line(f"if len(set(c_{key})) != n1: raise Reject")
        if hot.key is not None:
            key = self.program.fields[hot.key].id
            w.line(f"t.columns[{hot.field.number}] = dict.fromkeys(c_{key})")

    # -- one element ---------------------------------------------------------------------

    def _element(self, hot: HotList, plan: list[Group | Field], expr: HotExpr) -> None:
        w = self.writer
        for param, arg in zip(hot.element.params, hot.read.args, strict=True):
            w.line(f"{local(hot.level, param.id)} = {self._args(hot).emit(arg)}")
        needed = self._needed(hot)
        for part in plan:
            if isinstance(part, Group):
                names = [local(hot.level, f.id) for f in part.fields if f.number in needed]
                if names:
                    unpack = self.unpacker(self._code(part, needed))
                    comma = "," if len(names) == 1 else ""
                    w.line(f"{', '.join(names)}{comma} = {unpack}(B, p)")
                w.line(f"p += {part.width}")
                self._checks_of(hot, list(part.fields), expr)
            elif part.number in hot.inner:
                self._inner(hot.inner[part.number], hot, expr)
            else:
                self._body(hot, part, expr, needed)
        self._element_end(hot, expr)

    def _body(self, hot: HotList, f: Field, expr: HotExpr, needed: set[int]) -> None:
        """Emit a byte string or string of known size."""
        w = self.writer
        if not isinstance(f.read, BytesRead | StrRead) or f.read.extent.size is None:
            return
        size = f.read.extent.size
        w.line(f"z = {expr.emit(size)}")
        if not self._is_unsigned(size):
            w.line("if z < 0: raise Reject")
        name = local(hot.level, f.id)
        if isinstance(f.read, StrRead):
            w.line(f"{name} = B[p : p + z].decode({f.read.encoding!r})")
        elif f.number in needed:
            w.line(f"{name} = B[p : p + z]")
        w.line("p += z")
        self._checks_of(hot, [f], expr)

    def _is_unsigned(self, size: ir.Expr) -> bool:
        match size:
            case ir.FieldGet(field=number, type=IntType(signed=False, width=width)):
                # A parameter may be given anything, whatever its type says.
                is_read = self.program.fields[number].kind is FieldKind.SEQ
                return is_read and width is not None
            case ir.Lit(value=value) if isinstance(value, int):
                return value >= 0
        return False

    def _checks_of(self, hot: HotList, fields: list[Field], expr: HotExpr) -> None:
        """Emit the checks on values of some fields, fused into one condition."""
        w = self.writer
        conditions: list[str] = []
        for f in fields:
            name = local(hot.level, f.id)
            for number in f.checks:
                check = self.program.checks[number]
                if check.condition is not None and not check.deferred:
                    conditions.append(expr.with_value(name).emit(check.condition))
        if conditions:
            w.line(f"if not ({' and '.join(conditions)}): raise Reject")
        for f in fields:
            self._refers(hot, f, expr)

    def _refers(self, hot: HotList, f: Field, expr: HotExpr) -> None:
        w = self.writer
        for number in f.checks:
            check = self.program.checks[number]
            if check.kind is not CheckKind.REFERS_TO:
                continue
            name = local(hot.level, f.id)
            unused = ", ".join(expr.emit(d) for d in f.defaults)
            if unused:
                w.line(f"if {name} not in T{number} and {name} not in ({unused},): raise Reject")
                w.line(f"g{hot.level}_{f.id} = T{number}.get({name})")
            else:
                w.line(f"g{hot.level}_{f.id} = T{number}[{name}]")

    def _element_end(self, hot: HotList, expr: HotExpr) -> None:
        """Emit the conditions over a whole element, and what the list needs of it."""
        w = self.writer
        for number in hot.element.checks:
            check = self.program.checks[number]
            if check.condition is not None:
                self._condition(check, expr.emit(check.condition))
        if hot.level > 1:
            return
        for check in self._sorts(hot):
            self._sorted_step(hot, check)
        for key in self._columns(hot):
            w.line(f"c_{key}_add({local(1, key)})")

    def _condition(self, check: Check, condition: str) -> None:
        w = self.writer
        if check.needs_contract:
            with w.block("for C in t.contracts:"):
                w.line(f"if not {condition}: raise Reject")
        else:
            w.line(f"if not {condition}: raise Reject")

    def _sorted_step(self, hot: HotList, check: Check) -> None:
        w = self.writer
        name, before = local(1, self._key_name(check)), f"b_{check.number}"
        falling = check.algorithm.endswith("descending")
        strict = check.algorithm.startswith("strict") or any(
            self._strictly_sorted(hot, unique)
            for unique in self._list_checks(hot, CheckKind.UNIQUE)
        )
        op = (">" if falling else "<") + ("=" if strict else "")
        w.line(f"if {before} is not None and {name} {op} {before}: raise Reject")
        w.line(f"{before} = {name}")

    # -- inner lists ---------------------------------------------------------------------

    def _inner(self, hot: HotList, holder: HotList, outer: HotExpr) -> None:
        w = self.writer
        repeat = hot.field.repeat
        if repeat is None or repeat.expr is None:
            return
        level = hot.level
        n = f"n{level}_{hot.field.id}"
        plan = self._groups(hot)
        width = sum(part.width for part in plan if isinstance(part, Group))
        w.line(f"{n} = {outer.emit(repeat.expr)}")
        if not self._is_unsigned(repeat.expr):
            w.line(f"if {n} < 0: {n} = 0")
        w.line(f"if {n} * {max(width, 1)} > E - p: raise Reject")
        w.line(f"N += {n} * {self._nodes(hot)} + 1")
        if hot.is_made:
            w.line(f"o{n[1:]} = p")
            outer.made[hot.field.number] = self._maker(hot, outer)
        for k, node in enumerate(hot.quantifiers):
            flag = f"q{level}_{hot.field.number}_{k}"
            outer.flags[id(node)] = flag
            w.line(f"{flag} = True")
        if self._memo_header(hot, plan) is not None:
            self._memo_loop(hot, plan, n, outer)
            return
        expr = self._expr(hot)
        with w.block(f"for I{level} in range({n}):"):
            self._element(hot, plan, expr)
            self._quantify(hot, outer, None)

    def _maker(self, hot: HotList, outer: HotExpr) -> str:
        """Return the source that makes the elements of an inner list as objects, on demand."""
        inner = outer.with_index("I")
        setters = [
            f"setattr(o, 'f_{param.id}', {inner.emit(arg)})"
            for param, arg in zip(hot.element.params, hot.read.args, strict=True)
        ]
        prepare = f"lambda o, I: ({''.join(s + ', ' for s in setters)})"
        place = f"{hot.level}_{hot.field.id}"
        return f"t.make(S{hot.element.number}, B, o{place}, E, n{place}, {prepare})"

    def _quantify(self, hot: HotList, outer: HotExpr, keep: str | None) -> None:
        """Emit the quantifiers over one element; `keep` is run when all of them hold."""
        w = self.writer
        bodies: list[tuple[str, str]] = []
        for node in hot.quantifiers:
            if node.body is not None:
                source = outer.with_item(hot.level).emit(node.body)
                if any(isinstance(part, ir.Fact | ir.ContractName) for part in walk(node.body)):
                    source = f"all({source} for C in t.contracts)"
                bodies.append((outer.flags[id(node)], source))
        for flag, source in bodies:
            w.line(f"x = {source}")
            with w.block("if not x:"):
                w.line(f"{flag} = False")
            if keep is not None:
                w.line("keep = keep and x")
        if keep is not None:
            w.line(f"if keep: {keep}" if bodies else keep)

    def _memo_header(self, hot: HotList, plan: list[Group | Field]) -> Group | None:
        """Return the header of elements that a memo can answer for, or None."""
        if hot.inner or not isinstance(plan[0], Group) or plan[0].width > MAX_HEADER:
            return None
        if len(plan) == 1:
            return plan[0]
        body = plan[1]
        is_plain = isinstance(body, Field) and isinstance(body.read, BytesRead)
        if len(plan) != 2 or not is_plain or not isinstance(body, Field):
            return None
        return None if body.checks or body.number in self._needed(hot) else plan[0]

    def _memo_loop(self, hot: HotList, plan: list[Group | Field], n: str, outer: HotExpr) -> None:
        w = self.writer
        level = hot.level
        header = plan[0]
        if not isinstance(header, Group):
            return
        key = f"B[p : p + {header.width}]"
        cold = self._cold(hot, plan, key, outer)
        memo = f"M{hot.field.number}"
        names = [local(at, name) for at, name in sorted(cold.outer_locals) if at < level]
        w.line(f"k = {names[0] if len(names) == 1 else '(' + ', '.join(names) + ')'}")
        with w.block("try:"):
            w.line(f"memo = {memo}[k]")
        with w.block("except KeyError:"):
            w.line(f"if len({memo}) > {MAX_MEMO}: {memo}.clear()")
            w.line(f"memo = {memo}[k] = " + ("[]" if cold.index else "{}"))
        if cold.index:
            with w.block(f"if len(memo) != {n}:"):
                w.line(f"while len(memo) < {n}: memo.append({{None: len(memo)}})")
                w.line(f"memo = memo[:{n}]")
            loop = "for d in memo:"
        else:
            w.line("d = memo")
            loop = f"for I{level} in range({n}):"
        with w.block(loop):
            with w.block("try:"):
                w.line(f"p += d[{key}]")
            with w.block("except KeyError:"):
                if cold.index:
                    w.line(f"I{level} = d[None]")
                for line in cold.lines:
                    w.line(line)

    def _cold(self, hot: HotList, plan: list[Group | Field], key: str, outer: HotExpr) -> _Cold:
        """Return the code for an element whose header was not seen before."""
        body = Writer()
        inner = self._with(body)
        expr = self._expr(hot)
        body.line("o = p")
        inner._element(hot, plan, expr)
        body.line("keep = True")
        keep = f"d[{key.replace('p', 'o')}] = p - o"
        counter = HotExpr(self.program, self.outer.get, outer.level, outer.flags)
        inner._quantify(hot, counter, keep)
        is_indexed = any(isinstance(node, ir.Index) for arg in hot.read.args for node in walk(arg))
        restart = f"d.clear(); d[None] = I{hot.level}" if is_indexed else "d.clear()"
        body.line(f"if len(d) > {MAX_MEMO}: {restart}")
        args = self._args(hot)
        for arg in hot.read.args:
            args.emit(arg)
        seen = expr.used.locals | counter.used.locals | args.used.locals
        return _Cold(tuple(body.text().splitlines()), frozenset(seen), is_indexed)

    # -- planning ------------------------------------------------------------------------

    def _with(self, writer: Writer) -> LoopEmitter:
        return LoopEmitter(self.program, writer, self.outer, self.unpacker, self.iterator)

    def _expr(self, hot: HotList) -> HotExpr:
        return HotExpr(self.program, self.outer.get, hot.level, {})

    def _args(self, hot: HotList) -> HotExpr:
        """Return an emitter for the arguments of a list: its holder's, but for `_index`."""
        holder = HotExpr(self.program, self.outer.get, hot.level - 1, {})
        return holder.with_index(f"I{hot.level}")

    def _groups(self, hot: HotList) -> list[Group | Field]:
        plan: list[Group | Field] = []
        run: list[Field] = []
        order = ""
        for f in hot.element.seq:
            if not isinstance(f.read, NumberRead) or f.repeat is not None:
                self._close(plan, run, order)
                run, order = [], ""
                plan.append(f)
                continue
            own = "" if f.read.primitive.width == 1 else _order(f.read)
            if order and own and own != order:
                self._close(plan, run, order)
                run, order = [], ""
            order = order or own
            run.append(f)
        self._close(plan, run, order)
        return plan

    def _close(self, plan: list[Group | Field], run: list[Field], order: str) -> None:
        if not run:
            return
        prims = [f.read.primitive for f in run if isinstance(f.read, NumberRead)]
        code = (order or "<") + "".join(p.code for p in prims)
        plan.append(Group(tuple(run), code, sum(p.width for p in prims)))

    def _code(self, group: Group, needed: set[int]) -> str:
        """Return the format of a group in which fields that nobody needs are skipped."""
        parts = [group.code[0]]
        for f, code in zip(group.fields, group.code[1:], strict=True):
            width = f.read.primitive.width if isinstance(f.read, NumberRead) else 0
            parts.append(code if f.number in needed else "x" * width)
        return "".join(parts)

    def _needed(self, hot: HotList) -> set[int]:
        """Return the fields of an element whose values some expression reads."""
        needed: set[int] = {f.number for f in hot.element.seq if f.checks}
        exprs: list[ir.Expr] = []
        stack = [hot]
        while stack:
            at = stack.pop()
            exprs += [e for f in at.element.seq for e in field_exprs(f)]
            numbers = [n for f in at.element.seq for n in f.checks] + list(at.element.checks)
            exprs += [e for n in numbers for e in check_exprs(self.program.checks[n])]
            exprs += [e for n in at.field.checks for e in check_exprs(self.program.checks[n])]
            exprs += [q.body for q in at.quantifiers if q.body is not None]
            stack.extend(at.inner.values())
        for node in (node for expr in exprs for node in walk(expr)):
            if isinstance(node, ir.FieldGet):
                needed.add(node.field)
        if hot.key is not None:
            needed.add(hot.key)
        return needed

    def _nodes(self, hot: HotList) -> int:
        """Return the trace nodes of one element, inner lists apart."""
        return 1 + len(hot.element.seq) - len(hot.inner)

    def _tables(self, hot: HotList) -> None:
        """Emit the tables that references inside the list are looked up in."""
        for f in hot.element.seq:
            for number in f.checks:
                check = self.program.checks[number]
                if check.kind is CheckKind.REFERS_TO:
                    self._table(check)
        for inner in hot.inner.values():
            self._tables(inner)

    def _table(self, check: Check) -> None:
        table, key = check.operands
        if not isinstance(table, ir.FieldGet):
            return
        name = self.program.fields[table.field].id
        made = f"t.table({check.number}, self._r.f_{name}, lambda x1: {self.outer.emit(key)})"
        self.writer.line(f"T{check.number} = t.columns.get({table.field}) or {made}")

    def _memos(self, hot: HotList) -> None:
        for inner in hot.inner.values():
            self.writer.line(f"M{inner.field.number} = {{}}")
            self._memos(inner)

    def _list_checks(self, hot: HotList, kind: CheckKind) -> list[Check]:
        checks = [self.program.checks[n] for n in hot.field.checks]
        return [check for check in checks if check.kind is kind]

    def _sorts(self, hot: HotList) -> list[Check]:
        return self._list_checks(hot, CheckKind.SORTED)

    def _key_name(self, check: Check) -> str:
        key = check.operands[0]
        return self.program.fields[key.field].id if isinstance(key, ir.FieldGet) else ""

    def _strictly_sorted(self, hot: HotList, unique: Check) -> bool:
        """Whether a list is also sorted by the unique key: neighbours then tell everything."""
        key = unique.operands[0]
        if isinstance(key.type, FloatType):  # an element that is not a number hides the others
            return False
        name = self._key_name(unique)
        return any(self._key_name(check) == name for check in self._sorts(hot))

    def _columns(self, hot: HotList) -> list[str]:
        """Return the fields whose values must be kept for the whole list."""
        names = [
            self._key_name(check)
            for check in self._list_checks(hot, CheckKind.UNIQUE)
            if not self._strictly_sorted(hot, check)
        ]
        if hot.key is not None:
            names.append(self.program.fields[hot.key].id)
        return sorted(set(names))


@dataclass(frozen=True, slots=True)
class _Cold:
    lines: tuple[str, ...]
    outer_locals: frozenset[tuple[int, str]]
    index: bool


def _levels(hot: HotList) -> int:
    """Return how many lists are nested in a list, itself included."""
    return 1 + max((_levels(inner) for inner in hot.inner.values()), default=0)


def _order(read: NumberRead) -> str:
    return "<" if read.endian is Endian.LITTLE else ">"
