"""Array, GreedyRange, RepeatUntil, and what takes one element or some of a list."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from construct.expr import Path2

from validator.ir import expr as ir
from validator.ir.nodes import CheckKind, Repeat, RepeatKind
from validator.ir.types import BOOL, INT
from validator.lift.access import follow
from validator.lift.coerce import is_nonnegative
from validator.lift.draft import Order, Plan, Site, mark_greedy
from validator.lift.exprs import Converter, integer, path_keys, shown
from validator.lift.lifter import Lifter
from validator.lift.sizes import size_in


def _element(lifter: Lifter, made: Any, name: str, site: Site) -> Plan:
    """Return the plan of the elements of an array."""
    if getattr(made, "discard", False):
        raise lifter.refusal(site, "an array that discards its elements cannot be lifted")
    bit = site.bit
    if site.is_bits:
        if site.order is Order.SWAPPED_BITS:
            raise lifter.refusal(site, "an array inside ByteSwapped(BitStruct) cannot be lifted")
        width = size_in(made.subcon)
        bit = bit if width is not None and width % 8 == 0 else None
    inner = replace(site.below("[]"), is_last=False, in_array=True, bit=bit)
    plan = lifter.element(made.subcon, inner, f"{name}_item")
    # An element that means nothing would have no place in the list.
    return lifter.wrap(made.subcon, inner, f"{name}_item") if plan.nullable else plan


def put_array(lifter: Lifter, made: Any, name: str, site: Site) -> int | None:
    """`Array(count, subcon)` and `LazyArray`."""
    count = integer(lifter, site, made.count)
    plan = _element(lifter, made, name, site)
    number = lifter.repeated(site, name, plan, Repeat(RepeatKind.COUNT, count))
    if not is_nonnegative(lifter, count):
        holds: ir.Expr = ir.Compare(">=", count, ir.Lit(0, INT), BOOL)
        if site.condition is not None:
            holds = ir.Logic("or", ir.Unary("not", site.condition, BOOL), holds, BOOL)
        site.draft.checks.append(
            lifter.add_check(
                site, CheckKind.CHECK, number, holds, rule="size-invalid",
                message="count is negative",
            )
        )  # fmt: skip
    return number


def put_greedy(lifter: Lifter, made: Any, name: str, site: Site) -> int | None:
    """`GreedyRange(subcon)`: elements up to the end of the stream."""
    if not site.is_last:
        raise lifter.refusal(
            site, "GreedyRange that something follows cannot be lifted: construct ends it at the"
            " first element that it cannot read, whatever is wrong with it",
            expected="GreedyRange as the last field of its stream",
            hint="give it a region with FixedSized or Prefixed, or a count",
        )  # fmt: skip
    mark_greedy(site.draft)
    if size_in(made.subcon) == 0:
        raise lifter.refusal(
            site, "elements take no bytes: construct would read them for ever",
            rule="invalid-value",
        )  # fmt: skip
    return lifter.repeated(site, name, _element(lifter, made, name, site), Repeat(RepeatKind.EOS))


def put_until(lifter: Lifter, made: Any, name: str, site: Site) -> int | None:
    """`RepeatUntil(predicate, subcon)`: at least one element."""
    plan = _element(lifter, made, name, site)
    item = lifter.unwrap(plan.item)
    converter = Converter(lifter, site, value=item)
    if isinstance(made.predicate, Path2) and path_keys(made.predicate)[1][:1] == [-1]:
        keys = path_keys(made.predicate)[1][1:]
        last = follow(lifter, site, item, keys, shown(made.predicate))
        until = converter.truth(last, shown(made.predicate))
    else:
        until = converter.condition(made.predicate)
    return lifter.repeated(site, name, plan, Repeat(RepeatKind.UNTIL, until))


def put_indexing(lifter: Lifter, made: Any, name: str, site: Site) -> int | None:
    """`Indexing(subcon, count, index)`: one element of a list."""
    if not isinstance(made.index, int):
        raise lifter.refusal(site, "a subscript is a number", found=shown(made.index))
    number = lifter.put(made.subcon, f"_{name}_items", site)
    if number is None:
        raise lifter.refusal(site, "Indexing of nothing", rule="type-mismatch")
    items = lifter.get(site.me, number)
    value = follow(lifter, site, items, [made.index], f"element {made.index}")
    return lifter.add_value(site, name, value)
