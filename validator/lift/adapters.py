"""Enum, Const, OneOf and the like: a value with a meaning, a condition, or a formula."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from typing import Any

import construct

from validator.ir import expr as ir
from validator.ir.nodes import CheckKind, EnumDef
from validator.ir.types import (
    BOOL,
    BYTES,
    INT,
    BytesType,
    EnumType,
    FloatType,
    IntType,
    StrType,
    StructType,
    Type,
)
from validator.ir.walk import walk
from validator.lift.coerce import as_number, describe, label_of
from validator.lift.draft import Plan, Site, Test
from validator.lift.exprs import Converter, condition, shown
from validator.lift.lifter import Lifter
from validator.lift.opaque import closure_of, describe_callable

_MAX_LISTED = 10_000
_MAX_MAPPED = 32


# -- conditions on one value -------------------------------------------------------------


def _tested(lifter: Lifter, made: Any, name: str, site: Site, tests: Any) -> int | None:
    """Put what an adapter is about, and its condition as a check of the struct at hand."""
    number = lifter.put(made, name, site)
    if number is None:
        raise lifter.refusal(site, "a condition on nothing", rule="type-mismatch")
    value = lifter.get(site.me, number)
    test: Test = tests(value)
    holds = test.condition
    if site.condition is not None:
        holds = ir.Logic("or", ir.Unary("not", site.condition, BOOL), holds, BOOL)
    message = test.message or _WORDS.get(test.kind, "condition does not hold")
    check = lifter.add_check(site, CheckKind.CHECK, number, holds, message=message)
    site.draft.checks.append(check)
    return number


_WORDS = {
    CheckKind.EQ: "not the required value",
    CheckKind.CONTENTS: "wrong signature",
    CheckKind.ANY_OF: "not a permitted value",
    CheckKind.MIN: "value is below the minimum",
    CheckKind.MAX: "value is above the maximum",
}


def _const_test(lifter: Lifter, made: Any, site: Site, value: ir.Expr) -> Test:
    literal = _literal(lifter, site, value.type, made.value)
    is_bytes = isinstance(value.type, BytesType) and isinstance(value, ir.Item)
    kind = CheckKind.CONTENTS if is_bytes else CheckKind.EQ
    return Test(kind, ir.Compare("==", value, literal, BOOL), (literal,))


def _literal(lifter: Lifter, site: Site, kind: Type, value: Any) -> ir.Expr:
    """Return a constant as a value of a type.

    Raises:
        Refusal: no value of the type equals it.
    """
    literal = Converter(lifter, site).convert(value)
    if isinstance(kind, EnumType) and isinstance(literal, ir.Lit):
        return label_of(lifter, site, kind, literal, shown(value))
    is_number = isinstance(kind, IntType | FloatType)
    if is_number and (number := as_number(literal)) is not None:
        return ir.Lit(int(value), INT) if isinstance(value, bool) else number
    if type(literal.type) is not type(kind):
        raise lifter.refusal(
            site, "the field can never have this value", rule="type-mismatch",
            expected=describe(lifter, kind), found=shown(value),
        )  # fmt: skip
    return literal


def plan_const(lifter: Lifter, made: Any, site: Site) -> Plan | None:
    """`Const(value, subcon)`."""
    plan = lifter.plan(made.subcon, site)
    if plan is None or plan.nullable or isinstance(plan.type, StructType):
        return None
    return plan.testing(_const_test(lifter, made, site, plan.item))


def put_const(lifter: Lifter, made: Any, name: str, site: Site) -> int | None:
    """`Const` of a value that is computed."""
    return _tested(
        lifter, made.subcon, name, site, lambda value: _const_test(lifter, made, site, value)
    )


def plan_validator(lifter: Lifter, made: Any, site: Site) -> Plan | None:
    """`OneOf`, `NoneOf` and `ExprValidator`."""
    plan = lifter.plan(made.subcon, site)
    if plan is None or plan.nullable or isinstance(plan.type, StructType):
        return None
    return plan.testing(_validator_test(lifter, made, site, plan.item))


def put_validator(lifter: Lifter, made: Any, name: str, site: Site) -> int | None:
    """`OneOf`, `NoneOf` and `ExprValidator` of a value that is computed."""
    return _tested(
        lifter, made.subcon, name, site, lambda value: _validator_test(lifter, made, site, value)
    )


def _validator_test(lifter: Lifter, made: Any, site: Site, value: ir.Expr) -> Test:
    function = closure_of(made._validate).get("validator")
    code = getattr(function, "__code__", None)
    if code is not None and code in construct.core.OneOf.__code__.co_consts:
        return _listed(lifter, site, value, closure_of(function)["valids"])
    if code is not None and code in construct.core.NoneOf.__code__.co_consts:
        test = _listed(lifter, site, value, closure_of(function)["invalids"])
        return Test(
            CheckKind.EXPR, ir.Unary("not", test.condition, BOOL), message="a forbidden value"
        )
    unwrapped = lifter.unwrap(value)
    holds = Converter(lifter, site, value=unwrapped).condition(function)
    return Test(CheckKind.EXPR, holds, message=f"condition `{shown(function)}` does not hold")


def _listed(lifter: Lifter, site: Site, value: ir.Expr, values: Any) -> Test:
    """Return the test of membership in a collection."""
    if isinstance(values, range) and values.step == 1 and isinstance(value.type, IntType):
        low = ir.Compare(">=", value, ir.Lit(values.start, INT), BOOL)
        high = ir.Compare("<", value, ir.Lit(values.stop, INT), BOOL)
        words = f"value is not in {values.start} to {values.stop - 1}"
        return Test(CheckKind.EXPR, ir.Logic("and", low, high, BOOL), message=words)
    if not isinstance(values, list | tuple | set | frozenset | range | MappingType):
        raise lifter.refusal(
            site, "permitted values are a list, tuple, set or range", rule="type-mismatch",
            found=type(values).__name__,
        )  # fmt: skip
    if len(values) > _MAX_LISTED:
        raise lifter.refusal(
            site, "too many permitted values", rule="schema-too-large",
            expected=f"at most {_MAX_LISTED}", found=str(len(values)),
        )  # fmt: skip
    ordered = sorted(values, key=lambda one: (str(type(one)), str(one))) if isinstance(
        values, set | frozenset
    ) else list(values)  # fmt: skip
    items = tuple(_literal(lifter, site, value.type, one) for one in ordered)
    return Test(CheckKind.ANY_OF, ir.OneOf(value, items, BOOL), items)


def put_check(lifter: Lifter, made: Any, name: str, site: Site) -> int | None:
    """`Check(expression)`."""
    holds = condition(lifter, site, made.func)
    if site.condition is not None:
        holds = ir.Logic("or", ir.Unary("not", site.condition, BOOL), holds, BOOL)
    message = f"condition `{shown(made.func)}` does not hold"
    site.draft.checks.append(
        lifter.add_check(site, CheckKind.CHECK, _subject(holds), holds, message=message)
    )  # fmt: skip
    return None


def _subject(condition: ir.Expr) -> int | None:
    """Return the one field of the object that a condition is about; None with several."""
    own = {
        node.field
        for node in walk(condition)
        if isinstance(node, ir.FieldGet) and isinstance(node.object, ir.SelfRef)
    }
    return own.pop() if len(own) == 1 else None


# -- meanings ----------------------------------------------------------------------------


def plan_enum(lifter: Lifter, made: Any, site: Site) -> Plan | None:
    """`Enum(subcon, label=value)`: known numbers have a label, others stay numbers."""
    plan = lifter.plan(made.subcon, site)
    if plan is None or plan.nullable:
        return None
    return plan.through(_enum(lifter, made.decmapping, plan.type, site))


def put_enum(lifter: Lifter, made: Any, name: str, site: Site) -> int | None:
    """`Enum` of a number that is computed."""
    number = lifter.put(made.subcon, f"_{name}_number", site)
    if number is None:
        raise lifter.refusal(site, "an Enum of nothing", rule="type-mismatch")
    value = lifter.get(site.me, number)
    enum = _enum(lifter, made.decmapping, value.type, site)
    return lifter.add_value(site, name, value, enum)


def _enum(lifter: Lifter, labels: MappingType[Any, Any], kind: Type, site: Site) -> int:
    if not isinstance(kind, IntType):
        raise lifter.refusal(
            site, "an Enum needs an integer", rule="type-mismatch", expected="an integer",
            found=describe(lifter, kind),
        )  # fmt: skip
    members: list[tuple[int, str]] = []
    for value, label in labels.items():
        if not isinstance(value, int) or isinstance(value, bool):
            raise lifter.refusal(
                site, f"label {str(label)[:40]} stands for no integer", rule="type-mismatch",
                found=shown(value),
            )  # fmt: skip
        if not (str(label).isidentifier() and str(label).isascii()):
            raise lifter.refusal(
                site, "a label is made of letters, digits and underscores", rule="invalid-id",
                found=repr(str(label))[:60],
            )  # fmt: skip
        members.append((int(value), str(label)))
    for known in lifter.enums:
        if known.members == tuple(members):
            return known.number
    path = (*site.draft.path, site.label)
    taken, stem, count = {one.path for one in lifter.enums}, path[-1], 2
    while path in taken:
        path, count = (*path[:-1], f"{stem}_{count}"), count + 1
    number = len(lifter.enums)
    lifter.enums.append(EnumDef(number, path, tuple(members), source=site.pos))
    return number


def put_flags(lifter: Lifter, made: Any, name: str, site: Site) -> int | None:
    """`FlagsEnum(subcon, label=mask)`: an object of booleans."""
    draft = lifter.draft(site, name, is_scope=False)
    draft.is_flags = True
    from_site = Site(draft, site.pos, stream=site.stream, order=site.order, bit=site.bit)
    number = lifter.put(made.subcon, "_number", from_site)
    if number is None or not isinstance(lifter.type_of(number), IntType):
        raise lifter.refusal(site, "FlagsEnum needs an integer", rule="type-mismatch")
    for label, mask in made.flags.items():
        if not (label.isidentifier() and label.isascii()) or not isinstance(mask, int):
            raise lifter.refusal(
                site, "a flag is a name of letters, digits and underscores, and an integer",
                rule="invalid-id", found=f"{str(label)[:40]!r}: {shown(mask)}",
            )  # fmt: skip
        bits = ir.Lit(int(mask), INT)
        masked = ir.Binary("&", lifter.get(from_site.me, number), bits, INT)
        is_set = ir.Compare("==", masked, bits, BOOL)
        draft.names[label] = lifter.add_value(from_site, label, is_set)
    return lifter.add_plan(site, name, lifter.object_plan(draft, site))


def plan_mapping(lifter: Lifter, made: Any, site: Site) -> Plan | None:
    """Lift a `Mapping` of integers to names: an Enum that permits nothing else."""
    pairs = made.decmapping
    is_enum = all(isinstance(k, int) and isinstance(v, str) for k, v in pairs.items())
    if not is_enum or not all(v.isidentifier() and v.isascii() for v in pairs.values()):
        return None
    plan = lifter.plan(made.subcon, site)
    if plan is None or plan.nullable or not isinstance(plan.type, IntType):
        return None
    plan = plan.through(_enum(lifter, pairs, plan.type, site))
    members = tuple(ir.EnumLit(int(k), v, plan.type) for k, v in pairs.items())
    return plan.testing(
        Test(CheckKind.IN_ENUM, ir.OneOf(plan.item, members, BOOL), members)
    )  # fmt: skip


def put_mapping(lifter: Lifter, made: Any, name: str, site: Site) -> int | None:
    """Lift a `Mapping` of other values: the value read, and a table."""
    pairs = list(made.decmapping.items())
    kinds = {type(meaning) for _, meaning in pairs}
    if len(pairs) > _MAX_MAPPED or len(kinds) != 1 or not kinds <= {int, str, bytes, bool, float}:
        raise lifter.refusal(
            site, "Mapping can only be lifted to a few constants of one kind",
            expected=f"at most {_MAX_MAPPED} numbers, strings, byte strings or booleans",
        )  # fmt: skip
    number = lifter.put(
        construct.OneOf(made.subcon, [key for key, _ in pairs]), f"_{name}_raw", site
    )
    if number is None:
        raise lifter.refusal(site, "a Mapping of nothing", rule="type-mismatch")
    raw = lifter.get(site.me, number)
    converter = Converter(lifter, site)
    value = converter.convert(pairs[-1][1])
    for key, meaning in reversed(pairs[:-1]):
        test = ir.Compare("==", raw, _literal(lifter, site, raw.type, key), BOOL)
        value = ir.IfElse(test, converter.convert(meaning), value, value.type)
    return lifter.add_value(site, name, value)


# -- formulas ----------------------------------------------------------------------------


def put_computed(lifter: Lifter, made: Any, name: str, site: Site) -> int | None:
    """`Computed(expression)`."""
    return lifter.add_value(site, name, _value(lifter, made.func, site))


def _value(lifter: Lifter, node: Any, site: Site) -> ir.Expr:
    value = Converter(lifter, site).convert(node)
    if isinstance(value.type, IntType | FloatType | StrType | EnumType) or value.type in (
        BOOL, BYTES,
    ):  # fmt: skip
        return value
    raise lifter.refusal(
        site, "a computed value is a number, boolean, string or byte string",
        rule="type-mismatch", found=f"{shown(node)}, {describe(lifter, value.type)}",
    )  # fmt: skip


def put_adapter(lifter: Lifter, made: Any, name: str, site: Site) -> int | None:
    """`ExprAdapter` and `ExprSymmetricAdapter`: a formula over what was read."""
    decoder = closure_of(made._decode).get("decoder")
    if getattr(decoder, "__code__", None) in construct.core.Filter.__code__.co_consts:
        raise lifter.refusal(
            site, "Filter cannot be lifted: a list without some of its elements",
            found=describe_callable(closure_of(decoder).get("predicate")),
        )  # fmt: skip
    number = lifter.put(made.subcon, f"_{name}_raw", site)
    if number is None:
        raise lifter.refusal(site, "an adapter of nothing", rule="type-mismatch")
    raw = lifter.get(site.me, number)
    return lifter.add_value(site, name, Converter(lifter, site, value=raw).convert(decoder))


def put_index(lifter: Lifter, made: Any, name: str, site: Site) -> int | None:
    """`Index`: the subscript in the array being read."""
    return lifter.add_value(site, name, lifter.index_at(site))
