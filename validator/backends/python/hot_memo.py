"""Inner lists through a memo: an element whose header was seen before costs one look-up.

The checks of such an element see only its header, its index and a few fields of its holder.
The memo maps a header to the size of the element, for headers that passed every check; it is
kept per value of the holder's fields, and per index or per value of what the index decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.backends.python import hot_plan
from validator.backends.python.hot import HotList
from validator.backends.python.hot_expr import HotExpr, local
from validator.backends.python.hot_parts import IndexParts, find_parts
from validator.backends.python.hot_plan import Group, Part
from validator.backends.writer import Writer
from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.nodes import BytesRead, Field
from validator.ir.walk import walk

if TYPE_CHECKING:
    from validator.backends.python.hot_loops import LoopEmitter

_INTEGERS = {1: "B", 2: "H", 4: "I", 8: "Q"}
"""Widths of headers that are taken as one integer; others are taken as bytes."""
MAX_HEADER = 16
"""Widest header, in bytes, that is worth remembering."""
MAX_MEMO = 100_000
"""Headers remembered in all; a memo that grows beyond starts anew, so that it stays small."""


@dataclass(frozen=True, slots=True)
class _Cold:
    """Code for headers not seen before.

    Attributes:
        outer_locals: fields of holders that decide about an element; `rest` without those
            that only the parts see.
        index: the memo depends on the index.
        parts: how it does; None when every index has a memo of its own.
    """

    lines: tuple[str, ...]
    outer_locals: frozenset[tuple[int, str]]
    rest: frozenset[tuple[int, str]]
    index: bool
    parts: IndexParts | None


def _key(loops: LoopEmitter, header: Group, at: str) -> str:
    """Return the source of a header as key of a memo."""
    code = _INTEGERS.get(header.width)
    if code is None:
        return f"B[{at} : {at} + {header.width}]"
    return f"{loops.unpacker('<' + code)}(B, {at})[0]"


def memo_header(loops: LoopEmitter, hot: HotList, plan: list[Part]) -> Group | None:
    """Return the header of elements that a memo can answer for, or None."""
    if hot.inner or not isinstance(plan[0], Group) or plan[0].width > MAX_HEADER:
        return None
    if len(plan) == 1:
        return plan[0]
    body = plan[1]
    is_plain = isinstance(body, Field) and isinstance(body.read, BytesRead)
    if len(plan) != 2 or not is_plain or not isinstance(body, Field):
        return None
    return None if body.checks or body.number in hot_plan.needed(loops.program, hot) else plan[0]


def emit_memo_loop(
    loops: LoopEmitter, hot: HotList, plan: list[Part], n: str, outer: HotExpr
) -> None:
    """Emit the loop over an inner list.

    Args:
        loops: the emitter of the outermost list.
        hot: the inner list, one that `memo_header` accepts.
        plan: its parts.
        n: variable with the number of elements.
        outer: expressions of the holder; learns nothing new.
    """
    w = loops.writer
    level = hot.level
    header = plan[0]
    if not isinstance(header, Group):
        return
    key = _key(loops, header, "p")
    cold = _cold(loops, hot, plan, header, outer)
    memo = f"M{hot.field.number}"
    names = [local(at, name) for at, name in sorted(cold.outer_locals) if at < level]
    w.line(f"k = {names[0] if len(names) == 1 else '(' + ', '.join(names) + ')'}")
    with w.block("try:"):
        w.line(f"memo = {memo}[k]")
    with w.block("except KeyError:"):
        w.line(f"if Z > {MAX_MEMO}: {memo}.clear(); D{memo[1:]}.clear(); Z = 0")
        w.line(f"Z += 1; memo = {memo}[k] = " + ("[]" if cold.index else "{}"))
    if cold.index:
        with w.block(f"if len(memo) != {n}:"):
            w.line(f"Z += max({n} - len(memo), 0)")
            with w.block(f"while len(memo) < {n}:"):
                _next_memo(loops, hot, outer, cold)
            w.line(f"memo = memo[:{n}]")
        loop = "for d in memo:"
    else:
        w.line("d = memo")
        loop = f"for I{level} in range({n}):"
    with w.block(loop):
        with w.block("try:"):
            w.line(f"p += d[{key}]")
        with w.block("except KeyError:"):
            if cold.parts is not None:
                parts = "".join(f"y{at}, " for at in range(len(cold.parts.nodes)))
                w.line(f"y = d[None]; {parts}= y" if parts else "y = d[None]")
            elif cold.index:
                w.line(f"I{level} = y = d[None]")
            for line in cold.lines:
                w.line(line)


def _next_memo(loops: LoopEmitter, hot: HotList, outer: HotExpr, cold: _Cold) -> None:
    """Emit the memo of the next index: its own, or one shared by equal parts."""
    w = loops.writer
    if cold.parts is None:
        w.line("memo.append({None: len(memo)})")
        return
    w.line(f"I{hot.level} = len(memo)")
    for param, arg in zip(hot.element.params, hot.read.args, strict=True):
        if param.id in cold.parts.params:
            w.line(f"{local(hot.level, param.id)} = {loops.args(hot).emit(arg)}")
    plain = outer.with_item(hot.level)
    values = "".join(f"{plain.emit(node)}, " for node in cold.parts.nodes)
    rest = "".join(f"{local(at, name)}, " for at, name in sorted(cold.rest) if at < hot.level)
    w.line(f"y = ({values})")
    w.line(f"memo.append(D{hot.field.number}.setdefault(({rest}y), {{None: y}}))")


def _cold(
    loops: LoopEmitter, hot: HotList, plan: list[Part], header: Group, outer: HotExpr
) -> _Cold:
    """Return the code for an element whose header was not seen before."""
    parts = find_parts(hot)
    expr = loops.expr(hot)
    lines, rest = _cold_lines(loops, hot, plan, header, outer, expr, parts)
    if parts is not None and any((hot.level, name) in rest for name in parts.params):
        parts = None  # the element's own checks see the index: every index has its memo
        lines, rest = _cold_lines(loops, hot, plan, header, outer, loops.expr(hot), None)
    args = loops.args(hot)
    is_indexed = False
    for arg in hot.read.args:
        args.emit(arg)
        is_indexed = is_indexed or any(isinstance(node, ir.Index) for node in walk(arg))
    seen = set(rest) | args.used.locals
    if parts is not None:
        plain = HotExpr(loops.program, loops.outer.get, outer.level, outer.flags)
        for node in parts.nodes:
            plain.with_item(hot.level).emit(node)
        seen |= plain.used.locals
    return _Cold(lines, frozenset(seen), rest, is_indexed, parts if is_indexed else None)


def _cold_lines(
    loops: LoopEmitter,
    hot: HotList,
    plan: list[Part],
    header: Group,
    outer: HotExpr,
    expr: HotExpr,
    parts: IndexParts | None,
) -> tuple[tuple[str, ...], frozenset[tuple[int, str]]]:
    """Return the lines, and the fields they see apart from the parts."""
    body = Writer()
    inner = loops.sub(body)
    body.line("o = p")
    inner.element(hot, plan, expr, parts.params if parts is not None else frozenset())
    body.line("keep = True")
    keep = f"d[{_key(loops, header, 'o')}] = p - o"
    counter = HotExpr(loops.program, loops.outer.get, outer.level, outer.flags)
    if parts is not None:
        named = {id(node): f"y{at}" for at, node in enumerate(parts.nodes)}
        counter = counter.with_parts(named)
    inner.quantify(hot, counter, keep)
    body.line("Z += 1")
    with body.block(f"if Z > {MAX_MEMO}:"):
        is_indexed = any(isinstance(n, ir.Index) for arg in hot.read.args for n in walk(arg))
        restart = "; d[None] = y" if is_indexed else ""
        number = hot.field.number
        body.line(f"M{number}.clear(); D{number}.clear(); d.clear(){restart}; Z = 0")
    seen = expr.used.locals | counter.used.locals
    return tuple(body.text().splitlines()), frozenset(seen)
