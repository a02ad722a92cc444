"""The part of the catalogue that the extension keys are: `-` keys, and functions in them."""

from __future__ import annotations

from collections.abc import Iterator

from finders import (
    Feature,
    is_node,
)

from validator.ir import expr as ir
from validator.ir import types
from validator.ir.nodes import (
    Budget,
    Check,
    CheckKind,
    Field,
    Gaps,
    Program,
)
from validator.runtime.checksums import ALGORITHMS


def extension_keys() -> Iterator[Feature]:
    section = "Extension keys"
    yield Feature("-checks", section, "`-checks`", is_node(Check, kind=CheckKind.CHECK))
    yield Feature(
        "-checks/message",
        section,
        "`-checks/message` with expressions",
        is_node(Check, message=lambda parts: any(not isinstance(p, str) for p in parts)),
    )
    for name in ALGORITHMS:
        yield Feature(
            f"-checksum {name}",
            section,
            f"`-checksum`: {name}",
            is_node(Check, kind=CheckKind.CHECKSUM, algorithm=name),
        )
    yield Feature(
        "-checksum/zero",
        section,
        "`-checksum/zero`",
        is_node(Check, kind=CheckKind.CHECKSUM, operands=lambda o: len(o) > 2),
    )
    yield Feature("-unique", section, "`-unique`", is_node(Check, kind=CheckKind.UNIQUE))
    for order in ("ascending", "descending", "strict-ascending", "strict-descending"):
        yield Feature(
            f"-sorted {order}",
            section,
            f"`-sorted`: {order}",
            is_node(Check, kind=CheckKind.SORTED, algorithm=order),
        )
    yield Feature("-refers-to", section, "`-refers-to`", is_node(Check, kind=CheckKind.REFERS_TO))
    yield Feature("target", section, "`.target`", is_node(ir.Target))
    yield Feature("-default", section, "`-default`", is_node(Field, defaults=bool))
    yield Feature("-reserved", section, "`-reserved`", is_node(Check, kind=CheckKind.RESERVED))
    yield Feature("-contract", section, "`-contract` and `contract.fact`", is_node(ir.Fact))
    yield Feature("contract-name", section, "`contract.name`", is_node(ir.ContractName))
    yield Feature(
        "contract-map",
        section,
        "maps of a contract",
        lambda n: isinstance(n, ir.Subscript) and isinstance(n.array.type, types.MapType),
    )
    for name in ("nodes", "depth", "unpacked"):
        default = getattr(Budget(), name)
        yield Feature(
            f"-budget/{name.replace('_', '-')}",
            section,
            f"`-budget/{name.replace('_', '-')}`",
            is_node(Budget, **{name: lambda v, default=default: v != default}),
        )
    yield Feature("-overlap", section, "`-overlap`", is_node(Field, may_overlap=True))
    yield Feature("-overlaps", section, "`-overlaps`", is_node(Program, may_overlap=True))
    for gaps in Gaps:
        yield Feature(
            f"-gaps {gaps.value}", section, f"`-gaps: {gaps.value}`", is_node(Program, gaps=gaps)
        )


def functions() -> Iterator[Feature]:
    section = "Functions in `-` keys"
    for name in ("all", "any", "count", "sum", "min", "max", "unique", "sorted"):
        yield Feature(f"{name}()", section, f"`{name}`", is_node(ir.Over, name=name))
    yield Feature("lookup()", section, "`lookup`", is_node(ir.Lookup))
    yield Feature("overlaps()", section, "`overlaps`", is_node(ir.Overlaps))
    yield Feature("contains()", section, "`contains`", is_node(ir.Contains))
    yield Feature("start_of()", section, "`start_of`", is_node(ir.SpanOf, end=False))
    yield Feature("end_of()", section, "`end_of`", is_node(ir.SpanOf, end=True))
