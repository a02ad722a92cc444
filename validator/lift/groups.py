"""Struct, Sequence, FocusedSeq, LazyStruct, LazyBound: constructs whose parts have names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import construct

from validator.ir import expr as ir
from validator.ir.types import BOOL
from validator.lift.draft import Draft, Order, Plan, Site
from validator.lift.exprs import condition, shown
from validator.lift.lifter import Lifter
from validator.lift.opaque import describe_callable, guarded
from validator.lift.problem import Refusal
from validator.lift.sizes import size_in

_RESERVED = frozenset(
    {"_", "_io", "_root", "_params", "_index", "_subcons", "_parsing", "_building", "_sizing",
     "_parent"}
)  # fmt: skip
_STILL = tuple(
    map(type, (construct.Tell, construct.Pass, construct.Terminated, construct.Index,
               construct.Error))
) + (construct.Computed, construct.Check, construct.StopIf, construct.Pointer,
     construct.Peek, construct.Probe)  # fmt: skip
"""Classes that read nothing that is read on from."""


def plan_group(lifter: Lifter, made: Any, site: Site) -> Plan | None:
    """`Struct`, `Sequence` and `LazyStruct`."""
    if site.order is Order.SWAPPED:
        raise lifter.refusal(
            site, "a Struct of whole bytes inside ByteSwapped cannot be lifted",
            expected="a number or a BitStruct inside ByteSwapped",
        )  # fmt: skip
    return struct_plan(lifter, made, site)


def struct_plan(lifter: Lifter, made: Any, site: Site) -> Plan:
    """Return the plan that reads an object of a Struct or Sequence; built once if possible.

    Args:
        lifter: the state.
        made: a Struct, Sequence or LazyStruct.
        site: where; its stream is the one that the object is read from.
    """
    base = (id(made), site.order, site.stream, site.bit, _root_of(site))
    parents, places = (None, site.draft.number), (None, site.is_last)
    keys = [(*base, parent, place) for parent in parents for place in places]
    known = next((lifter.shared[key] for key in keys if key in lifter.shared), None)
    if known is None:
        known = _build(lifter, made, site, base)
    elif known.is_open:
        lifter.used.setdefault(known.number, []).append(site)
        plan = lifter.object_plan(known, site)
        known.is_open = True
        return plan
    return lifter.object_plan(known, site)


def _root_of(site: Site) -> int | None:
    root = site.draft.root
    return root.number if root.is_scope else None


def _build(lifter: Lifter, made: Any, site: Site, base: tuple[object, ...]) -> Draft:
    draft = lifter.draft(site, site.label, is_scope=True)
    lifter.shared[*base, None, None] = draft
    fill(lifter, made, draft, replace(site, draft=draft, condition=None, in_array=False))
    draft.is_open = False
    del lifter.shared[*base, None, None]
    parent = site.draft.number if draft.reach else None
    lifter.shared[*base, parent, site.is_last if draft.is_greedy else None] = draft
    check_reuse(lifter, draft)
    return draft


def check_reuse(lifter: Lifter, draft: Draft) -> None:
    """Refuse a struct that holds itself and means something different each time."""
    for site in lifter.used.pop(draft.number, ()):
        outer = site.draft.scope
        if draft.index is not None:
            lifter.report(lifter.refusal(site, "a struct that holds itself cannot know its _index"))
        elif draft.is_greedy and not site.is_last:
            lifter.report(
                lifter.refusal(site, "a struct that ends with a GreedyRange is followed by more")
            )
        elif draft.reach and draft.outer is not outer:
            lifter.report(
                lifter.refusal(
                    site, "a struct that holds itself uses _, which is another object each time",
                    expected="expressions that need fields of the struct itself, or of _root",
                )
            )  # fmt: skip


def fill(lifter: Lifter, made: Any, draft: Draft, site: Site) -> None:
    """Lift the parts of a Struct or Sequence into a draft.

    Args:
        lifter: the state.
        made: has `subcons`.
        draft: gets the fields.
        site: inside of it.
    """
    parts: Sequence[Any] = made.subcons
    for part in parts:
        if not isinstance(part.name, str | None):
            raise lifter.refusal(
                lifter.site_of(part, site), "a field needs a name of text", rule="invalid-id",
                found=shown(part.name),
            )  # fmt: skip
    draft.later = frozenset(part.name for part in parts if part.name)
    last = max((place for place, part in enumerate(parts) if not _is_still(part)), default=-1)
    if isinstance(made, construct.Sequence):
        draft.items = []
    stop: ir.Expr | None = None
    for place, part in enumerate(parts):
        name = part.name or (f"item_{place}" if draft.items is not None else "")
        here = replace(
            site.below(name or f"[{place}]"),
            is_last=site.is_last and place >= last,
        )
        here = lifter.site_of(part, here if stop is None else here.when(stop))
        try:
            if isinstance(_bare(part), construct.StopIf):
                stop = _stop(lifter, _bare(part), here, stop)
                continue
            number = lifter.put(part, checked_id(lifter, name, place, here), here)
            bind(draft, part.name, number, here, lifter)
            if number is not None and part.docs:
                lifter.replace_field(replace(lifter.fields[number], doc=str(part.docs).strip()))
        except Refusal as refusal:
            lifter.report(refusal)
            number = None
            draft.broken.add(part.name)
        if draft.items is not None:
            draft.items.append(number)
        site = _moved(site, part)
    if site.order is Order.SWAPPED_BITS:
        draft.seq.reverse()


def _bare(part: Any) -> Any:
    while isinstance(part, construct.Renamed):
        part = part.subcon
    return part


def _is_still(part: Any) -> bool:
    return isinstance(_bare(part), _STILL)


def _moved(site: Site, part: Any) -> Site:
    """Return the site behind a part, as far as bits are concerned."""
    if not site.is_bits:
        return site
    bits = size_in(part)
    return replace(site, bit=None if bits is None or site.bit is None else site.bit + bits)


def _stop(lifter: Lifter, made: Any, site: Site, before: ir.Expr | None) -> ir.Expr:
    """`StopIf(cond)`: everything behind it exists only when it does not hold."""
    goes_on: ir.Expr = ir.Unary("not", condition(lifter, site, made.condfunc), BOOL)
    return goes_on if before is None else ir.Logic("and", before, goes_on, BOOL)


def checked_id(lifter: Lifter, name: str, place: int, site: Site) -> str:
    """Return the id of a part.

    Raises:
        Refusal: its name cannot be an id.
    """
    if not name:
        return f"_unnamed{place}"
    if name in _RESERVED:
        raise lifter.refusal(
            site, f"{name} is a name of construct's own", rule="invalid-id",
            expected="another name", found=name,
        )  # fmt: skip
    if not (name.isidentifier() and name.isascii()):
        raise lifter.refusal(
            site, "a field needs a name of letters, digits and underscores", rule="invalid-id",
            found=repr(name)[:60],
        )  # fmt: skip
    return name


def bind(draft: Draft, name: str | None, number: int | None, site: Site, lifter: Lifter) -> None:
    """Make a name known from here on.

    Raises:
        Refusal: it is known already; construct would keep the last value only.
    """
    if not name:
        return
    if name in draft.names or name in draft.broken:
        raise lifter.refusal(
            site, f"two fields are called {name}", rule="duplicate-id", expected="different names"
        )
    draft.names[name] = number


def put_focused(lifter: Lifter, made: Any, name: str, site: Site) -> int | None:
    """`FocusedSeq` and `PrefixedArray`: an object that stands for one of its parts."""
    if not isinstance(made.parsebuildfrom, str):
        raise lifter.refusal(
            site, "FocusedSeq of a variable part cannot be lifted", expected="the name of a part"
        )
    draft = lifter.draft(site, name, is_scope=True)
    inner = replace(site, draft=draft, condition=None, in_array=False)
    fill(lifter, made, draft, inner)
    if made.parsebuildfrom not in draft.names:
        if made.parsebuildfrom in draft.broken:
            raise Refusal()
        raise lifter.refusal(
            site, f"FocusedSeq has no part {made.parsebuildfrom}", rule="unknown-name",
            expected="one of " + ", ".join(draft.names),
        )  # fmt: skip
    draft.value = draft.names[made.parsebuildfrom]
    return lifter.add_plan(site, name, lifter.object_plan(draft, site))


def lazy_bound(lifter: Lifter, made: Any, site: Site) -> tuple[Any, Site]:
    """`LazyBound(function)`: call the function, once.

    Raises:
        Refusal: it raises, or gives no construct.
    """
    if id(made) not in lifter.resolved:
        found, error = guarded(made.subconfunc)
        if error is not None:
            raise lifter.refusal(
                site, f"the function of LazyBound raised {type(error).__name__}",
                found=f"{describe_callable(made.subconfunc)}: {str(error)[:80]}",
            )  # fmt: skip
        if not isinstance(found, construct.Construct):
            raise lifter.refusal(
                site, "the function of LazyBound gave no construct", rule="type-mismatch",
                found=f"{describe_callable(made.subconfunc)} gave {type(found).__name__}",
            )  # fmt: skip
        lifter.resolved[id(made)] = (made, found)
    return lifter.resolved[id(made)][1], site
