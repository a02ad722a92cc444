"""If, IfThenElse, Switch, Optional, Select, Union, Error: what is there depends on the data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import construct

from validator.ir import expr as ir
from validator.ir.nodes import CheckKind, Extent, Read, StructRead, SwitchRead
from validator.ir.types import ANY, ANY_STRUCT, BOOL, INT, EnumType, IntType, StructType, Type
from validator.lift.coerce import as_number, describe, is_there, label_of
from validator.lift.draft import Plan, Site
from validator.lift.exprs import Converter, condition, shown
from validator.lift.groups import bind, checked_id
from validator.lift.lifter import Lifter
from validator.lift.numbers import bytes_only
from validator.lift.problem import Refusal
from validator.lift.safe import never_fails
from validator.lift.sizes import size_in

_PASS = type(construct.Pass)


def is_pass(made: Any) -> bool:
    """Whether a construct is `Pass`, whatever it is called."""
    while isinstance(made, construct.Renamed):
        made = made.subcon
    return type(made) is _PASS


def plan_if(lifter: Lifter, made: Any, site: Site) -> Plan | None:
    """`IfThenElse` with two readings; `If` is a condition on fields instead."""
    if is_pass(made.thensubcon) or is_pass(made.elsesubcon):
        return None
    test = condition(lifter, site, made.condfunc)
    yes = _branch(lifter, made.thensubcon, site.below("then"))
    no = _branch(lifter, made.elsesubcon, site.below("else"))
    cases = ((ir.Lit(True, BOOL), yes.read),)
    return Plan(SwitchRead(test, cases, no.read), _combined([yes.type, no.type]))


def put_if(lifter: Lifter, made: Any, name: str, site: Site) -> int | None:
    """`If(cond, subcon)`."""
    test = condition(lifter, site, made.condfunc)
    if is_pass(made.thensubcon):
        return lifter.put(made.elsesubcon, name, site.when(ir.Unary("not", test, BOOL)))
    return lifter.put(made.thensubcon, name, site.when(test))


def _branch(lifter: Lifter, made: Any, site: Site) -> Plan:
    """Return the plan of one branch: a read and nothing else."""
    plan = lifter.element(made, site, site.label)
    return plan if plan.is_plain else lifter.wrap(made, site, site.label)


def _combined(types: list[Type]) -> Type:
    first = types[0]
    if all(kind == first for kind in types):
        return first
    if all(isinstance(kind, IntType) for kind in types):
        return INT
    return ANY_STRUCT if all(isinstance(kind, StructType) for kind in types) else ANY


def plan_switch(lifter: Lifter, made: Any, site: Site) -> Plan | None:
    """`Switch(keyfunc, cases, default)`."""
    on = _switched(lifter, made, site)
    if not isinstance(made.cases, Mapping):
        raise lifter.refusal(site, "cases are a dict", rule="type-mismatch")
    cases: list[tuple[ir.Expr, Read]] = []
    types: list[Type] = []
    is_wrong = False
    for key, case in dict(made.cases).items():
        here = site.below(f"case {str(key)[:40]}")
        try:
            test = _key(lifter, here, on, key)
            branch = _branch(lifter, case, here)
        except Refusal as refusal:
            lifter.report(refusal)
            is_wrong = True
            continue
        cases.append((test, branch.read))
        types.append(branch.type)
    default: Read | None = None
    if not is_pass(made.default):
        branch = _branch(lifter, made.default, site.below("default"))
        default = branch.read
        types.append(branch.type)
    if is_wrong:
        raise Refusal()
    if not types:
        return None
    return Plan(SwitchRead(on, tuple(cases), default), _combined(types), nullable=default is None)


def _switched(lifter: Lifter, made: Any, site: Site) -> ir.Expr:
    """Return what a Switch looks at; a boolean counts as a number, as in Python."""
    on = Converter(lifter, site).convert(made.keyfunc)
    if not is_there(lifter, site, on):
        raise lifter.refusal(
            site, "a Switch over a value that may be absent cannot be lifted",
            expected="If around it, with the condition of that value", found=shown(made.keyfunc),
        )  # fmt: skip
    return as_number(on) or on


def _key(lifter: Lifter, site: Site, on: ir.Expr, key: Any) -> ir.Expr:
    """Return a key of a Switch as a value that its expression can have."""
    literal = Converter(lifter, site).convert(key)
    if isinstance(on.type, EnumType) and isinstance(literal, ir.Lit):
        return label_of(lifter, site, on.type, literal, f"case {shown(key)}")
    if as_number(literal) is not None and as_number(on) is not None:
        return ir.Lit(int(key), INT) if isinstance(key, bool) else literal
    if type(literal.type) is type(on.type):
        return literal
    raise lifter.refusal(
        site, "a case can never be equal to the expression", rule="type-mismatch",
        expected=describe(lifter, on.type), found=shown(key),
    )  # fmt: skip


def put_nothing(lifter: Lifter, made: Any, name: str, site: Site) -> int | None:
    """`Pass`, `Probe`, and a Switch over nothing."""
    return None


def put_error(lifter: Lifter, made: Any, name: str, site: Site) -> int | None:
    """`Error`: a file that gets here is wrong."""
    holds: ir.Expr = ir.Lit(False, BOOL)
    if site.condition is not None:
        holds = ir.Unary("not", site.condition, BOOL)
    check = lifter.add_check(
        site, CheckKind.CHECK, None, holds, message="the declaration says Error for this"
    )
    site.draft.checks.append(check)
    return None


# -- what construct tries ----------------------------------------------------------------


def put_select(lifter: Lifter, made: Any, name: str, site: Site) -> int | None:
    """`Optional(subcon)`, where only the end of the stream can make reading fail."""
    parts = made.subcons
    if len(parts) != 2 or not is_pass(parts[1]):
        raise lifter.refusal(
            site, "Select cannot be lifted: it takes whatever can be read",
            expected="Switch or IfThenElse over fields that were read before",
        )  # fmt: skip
    bytes_only(lifter, made, site)
    size = never_fails(parts[0])
    if size is None:
        raise lifter.refusal(
            site, "Optional can only be lifted when nothing but the end of the stream can make"
            " it fail", expected="a subconstruct of constant size without conditions",
            found=type(parts[0]).__name__,
        )  # fmt: skip
    stream = ir.StreamOf(site.me)
    left = ir.Binary(
        "-", ir.StreamAttr(stream, "size", INT), ir.StreamAttr(stream, "pos", INT), INT
    )
    there = ir.Compare(">=", left, ir.Lit(size, INT), BOOL)
    plan = lifter.element(parts[0], site, name)
    return lifter.add_plan(site.when(there), name, plan)


def put_union(lifter: Lifter, made: Any, name: str, site: Site) -> int | None:
    """`Union`: several readings of the same bytes, of constant sizes."""
    bytes_only(lifter, made, site)
    sizes = {part.name or place: size_in(part) for place, part in enumerate(made.subcons)}
    sizes |= {place: size_in(part) for place, part in enumerate(made.subcons)}
    chosen = made.parsefrom
    own = sizes.get(chosen) if isinstance(chosen, int | str) else None
    known = [size for size in sizes.values() if size is not None]
    if own is None or len(known) != len(sizes) or own != max(known):
        raise lifter.refusal(
            site, "Union can only be lifted when all of its parts have constant sizes, and"
            " reading goes on behind the largest", expected="parsefrom that names a largest part",
            found=shown(chosen),
        )  # fmt: skip
    draft = lifter.draft(site, name, is_scope=True, stream=site.stream.region)
    inner = replace(
        site, draft=draft, condition=None, in_array=False, is_last=False, stream=draft.stream
    )
    for place, part in enumerate(made.subcons):
        here = lifter.site_of(part, inner.below(part.name or f"[{place}]"))
        wanted = checked_id(lifter, part.name or "", place, here)
        plan = lifter.element(part, here, wanted)
        number = lifter.add_plan(here, wanted, plan, position=(ir.Lit(0, INT), None))
        bind(draft, part.name, number, here, lifter)
    plan = lifter.object_plan(draft, site)
    assert isinstance(plan.read, StructRead)
    region = replace(plan.read, extent=Extent(size=ir.Lit(own, INT)))
    return lifter.add_plan(site, name, replace(plan, read=region))
