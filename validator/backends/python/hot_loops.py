"""Loops over hot lists: records unpacked into locals, checks fused, nothing allocated.

Lists of fixed-width records go by column (`hot_columns`); inner lists whose elements are one
small header and a body (the usual shape of criteria, attributes and the like) go through a
memo (`hot_memo`).
"""

from __future__ import annotations

from collections.abc import Callable

from validator.backends.python import hot_plan
from validator.backends.python.expr import ExprEmitter
from validator.backends.python.hot import HotList
from validator.backends.python.hot_columns import ColumnPlan, plan_columns
from validator.backends.python.hot_expr import HotExpr, local
from validator.backends.python.hot_memo import emit_memo_loop, memo_header
from validator.backends.python.hot_plan import Group, Part
from validator.backends.writer import Writer
from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.nodes import (
    BytesRead,
    Check,
    CheckKind,
    Field,
    FieldKind,
    Program,
    RepeatKind,
    StrRead,
)
from validator.ir.types import IntType
from validator.ir.walk import walk


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
        expr = self.expr(hot)
        w.line("B = io.data; p = io.pos; E = io.end; io.left = 0; N = Z = 0")
        self._tables(hot)
        self._memos(hot)
        plan = hot_plan.groups(hot)
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
        for key in hot_plan.columns(self.program, hot):
            w.line(f"c_{key} = []; c_{key}_add = c_{key}.append")
        for check in hot_plan.sorts(self.program, hot):
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
            for key in hot_plan.columns(self.program, hot):
                w.line(f"c_{key} += v_{key}")

    def _fixed_loop(self, hot: HotList, group: Group, expr: HotExpr) -> None:
        w = self.writer
        columns = plan_columns(self.program, hot)
        if columns is not None:
            self._column_loop(hot, columns)
            return
        needed = hot_plan.needed(self.program, hot)
        body = Writer()
        inner = self.sub(body)
        inner._checks_of(hot, list(group.fields), expr)
        inner._element_end(hot, expr)
        names = [local(1, f.id) for f in group.fields if f.number in needed]
        code = hot_plan.code(group, needed)
        source = f"{self.iterator(code)}(memoryview(B)[p : p + n1 * {group.width}])"
        target = ", ".join(names) + ("," if len(names) == 1 else "") or "_"
        with w.block(f"for {target} in {source}:"):
            for line in filter(None, body.text().splitlines()):
                w.line(line)
        w.line(f"p += n1 * {group.width}")

    def _record_loop(self, hot: HotList, plan: list[Part], expr: HotExpr) -> None:
        w = self.writer
        repeat = hot.field.repeat
        if repeat is not None and repeat.kind is RepeatKind.EOS:
            w.line("n1 = I1 = 0")
            with w.block("while p < E:"):
                self.element(hot, plan, expr)
                w.line("n1 += 1; I1 = n1")
        else:
            with w.block("for I1 in range(n1):"):
                self.element(hot, plan, expr)

    def _after(self, hot: HotList, name: str) -> None:
        w = self.writer
        w.line("if p > E: raise Reject")
        w.line(f"if n1: t.deeper(self._d + {hot_plan.levels(hot) - 1}, io)")
        w.line(f"io.pos = p; t.add(N + n1 * {hot_plan.nodes(hot)} + 1)")
        w.line(f"self.{name} = range(n1)")
        for check in hot_plan.list_checks(self.program, hot, CheckKind.UNIQUE):
            key = hot_plan.key_name(self.program, check)
            if not hot_plan.strictly_sorted(self.program, hot, check):
                w.line(f"if len(set(c_{key})) != n1: raise Reject")
        if hot.key is not None:
            key = self.program.fields[hot.key].id
            w.line(f"t.columns[{hot.field.number}] = dict.fromkeys(c_{key})")

    # -- one element ---------------------------------------------------------------------

    def element(
        self,
        hot: HotList,
        plan: list[Part],
        expr: HotExpr,
        known: frozenset[str] = frozenset(),
    ) -> None:
        """Emit one element; parameters in `known` are not needed."""
        w = self.writer
        for param, arg in zip(hot.element.params, hot.read.args, strict=True):
            if param.id not in known:
                w.line(f"{local(hot.level, param.id)} = {self.args(hot).emit(arg)}")
        needed = hot_plan.needed(self.program, hot)
        for part in plan:
            if isinstance(part, Group):
                names = [local(hot.level, f.id) for f in part.fields if f.number in needed]
                if names:
                    unpack = self.unpacker(hot_plan.code(part, needed))
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
                # A default refers to nothing, also when some element has it as its key.
                target = f"g{hot.level}_{f.id}"
                w.line(f"{target} = None if {name} in ({unused},) else T{number}[{name}]")
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
        for check in hot_plan.sorts(self.program, hot):
            self._sorted_step(hot, check)
        for key in hot_plan.columns(self.program, hot):
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
        name, before = local(1, hot_plan.key_name(self.program, check)), f"b_{check.number}"
        falling = check.algorithm.endswith("descending")
        strict = check.algorithm.startswith("strict") or any(
            hot_plan.strictly_sorted(self.program, hot, unique)
            for unique in hot_plan.list_checks(self.program, hot, CheckKind.UNIQUE)
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
        plan = hot_plan.groups(hot)
        width = sum(part.width for part in plan if isinstance(part, Group))
        w.line(f"{n} = {outer.emit(repeat.expr)}")
        if not self._is_unsigned(repeat.expr):
            w.line(f"if {n} < 0: {n} = 0")
        w.line(f"if {n} * {max(width, 1)} > E - p: raise Reject")
        w.line(f"N += {n} * {hot_plan.nodes(hot)} + 1")
        if hot.is_made:
            w.line(f"o{n[1:]} = p")
            outer.made[hot.field.number] = self._maker(hot, outer)
        for k, node in enumerate(hot.quantifiers):
            flag = f"q{level}_{hot.field.number}_{k}"
            outer.flags[id(node)] = flag
            w.line(f"{flag} = True")
        if memo_header(self, hot, plan) is not None:
            emit_memo_loop(self, hot, plan, n, outer)
            return
        expr = self.expr(hot)
        with w.block(f"for I{level} in range({n}):"):
            self.element(hot, plan, expr)
            self.quantify(hot, outer, None)

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

    def quantify(self, hot: HotList, outer: HotExpr, keep: str | None) -> None:
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

    # -- pieces that the memo uses too ---------------------------------------------------

    def sub(self, writer: Writer) -> LoopEmitter:
        """Return the same emitter with another writer."""
        return LoopEmitter(self.program, writer, self.outer, self.unpacker, self.iterator)

    def expr(self, hot: HotList) -> HotExpr:
        """Return an emitter for expressions of a list's elements."""
        return HotExpr(self.program, self.outer.get, hot.level, {})

    def args(self, hot: HotList) -> HotExpr:
        """Return an emitter for the arguments of a list: its holder's, but for `_index`."""
        holder = HotExpr(self.program, self.outer.get, hot.level - 1, {})
        return holder.with_index(f"I{hot.level}")

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
            self.writer.line(f"M{inner.field.number} = {{}}; D{inner.field.number} = {{}}")
            self._memos(inner)
