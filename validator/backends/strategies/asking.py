"""Emitting the rules of one field: whether a value passes, and what values they ask for.

Comes in: a field. Goes out: sources of tests and of witnesses, and lines that ask the tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from validator.backends.strategies.rules import Rule, constant
from validator.backends.strategies.speech import rewrite
from validator.backends.strategies.spelling import is_emittable, item_one, spelled
from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.nodes import BitsRead, Field, NumberRead
from validator.ir.walk import needs_contract, walk

if TYPE_CHECKING:
    from validator.backends.strategies.emit import MakerEmitter

_MAX_WITNESSES = 24
_LONG = 200
_MAX_OTHERS = 64


@dataclass(frozen=True, slots=True)
class Asker:
    """Emits the rules of one field."""

    to: MakerEmitter
    field: Field

    def rules(self, name: str) -> list[tuple[str, Rule]]:
        """Return the rules that are looked at here, each with its source."""
        found = []
        for rule in self.to.survey.rules.at.get(self.field.number, ()):
            source = self.to.condition(rule)
            if self.fixes(rule):
                source = source.replace(f"t.opens(self, {self.field.number}) or ", "")
            found.append((source, rule))
        return found

    def fixes(self, rule: Rule) -> bool:
        """Whether a rule says what a size is before what has that size is made."""
        if rule.kind != "holds" or self.field.number not in self.to.survey.holes:
            return False
        return any(
            isinstance(node, ir.Compare) and node.op == "=="
            and (is_itself(self.field, node.left) or is_itself(self.field, node.right))
            for node in walk(rule.expr)
        )  # fmt: skip

    def test(self, rules: list[tuple[str, Rule]], name: str) -> str:
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

    def rows(self, one: Field) -> str:
        """Return the source of what a reference may be: none, or a key of its table."""
        table, key = self.to.program.checks[self.to.survey.refers[one.number]].operands
        unused = "".join(self.to.speech.emit(default) + ", " for default in one.defaults)
        return f"[{unused}*{self.to.speech.table(table, key, 1)}]"

    def asked_for(self, rules: list[tuple[str, Rule]]) -> str:
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


def is_itself(field: Field, side: ir.Expr) -> bool:
    """Whether an expression is the value of a field, seen from its rules.

    Args:
        field: the field.
        side: the expression.
    """
    match side:
        case ir.Item(depth=0):
            return True
        case ir.FieldGet(object=ir.SelfRef(), field=number):
            return number == field.number
    return False


def tables_of(to: MakerEmitter) -> Iterator[str]:
    """Yield tables that references mean, wherever in the file these are, as items of a dict.

    Args:
        to: emits the program.
    """
    for number, check in to.survey.refers.items():
        table, key = to.program.checks[check].operands
        if any(isinstance(node, ir.RootOf) for node in walk(table)):
            yield f"{number}: lambda self: {to.speech.table(table, key, 1)}, "
