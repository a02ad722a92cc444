"""Contract facts as assertions for the consumer's build.

Comes in: the facts that a format needs, the checks that ask for them, and demands: what content
at hand, or its definition, asks for. Goes out: lines of C. The consumer states what it supplies
where it supplies it, and does not compile when that is less than what is asked for. It is the
check that was missing in July 2024, when content asked for 21 inputs and the sensor had 20.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from validator.dataclass import dataclass
from validator.export.bounds import Bounds
from validator.export.c_header.names import (
    Names,
    comment,
    comment_text,
    constant,
    define,
    identifier,
)
from validator.export.shown import paragraphs
from validator.ir import expr as ir
from validator.ir.nodes import FactDef, Program
from validator.ir.types import IntType, MapType
from validator.ir.walk import walk

_LARGEST = (1 << 31) - 1
_GREATER = {"<=": 0, "<": 1}


@dataclass(frozen=True, slots=True)
class Demand:
    """What content asks of a consumer.

    Attributes:
        fact: name of a contract fact.
        key: for a map, the key; None for a plain number.
        value: the least number that is enough.
        origin: what asks for it, for the comment.
    """

    fact: str
    key: str | int | None
    value: int
    origin: str


def contract_lines(
    program: Program, bounds: Bounds, names: Names, demands: Sequence[Demand]
) -> Iterator[str]:
    """Yield the assertions of every number that a contract gives.

    Args:
        program: whose facts.
        bounds: of the program.
        names: hands out names.
        demands: at most one for each fact and key.
    """
    for fact in program.facts:
        is_map = isinstance(fact.type, MapType)
        value = fact.type.value if isinstance(fact.type, MapType) else fact.type
        if isinstance(value, IntType):
            own = [demand for demand in demands if demand.fact == fact.name]
            yield from _fact(program, bounds, names, fact, own, is_map=is_map)


def _fact(
    program: Program,
    bounds: Bounds,
    names: Names,
    fact: FactDef,
    demands: Sequence[Demand],
    *,
    is_map: bool,
) -> Iterator[str]:
    asking = _askers(program, fact.name)
    rules = ", ".join(dict.fromkeys(rule for rule, _ in asking))
    title = f"contract.{fact.name}" + (" (one for each key)" if is_map else "")
    yield from comment((title, *paragraphs(fact.doc), f"Asked for by {rules}." if rules else ""))
    of_array = names.macro("ASSERT", fact.name)
    of_value = names.macro("ASSERT", fact.name, "VALUE")
    for macro, given, left, less in (
        (of_array, "array", f"{names.upper}_ARRAY_LENGTH(array)", "is shorter than"),
        (of_value, "value", "(value)", "is less than"),
    ):
        yield f"#define {macro}({given}, asked) \\"
        yield f"    {names.upper}_STATIC_ASSERT({left} >= (asked), \\"
        yield f'        "contract.{fact.name}: " #{given} " {less} " #asked)'
    most = _most(bounds, asking)
    if most is not None:
        name = names.macro("MAXASKED", fact.name)
        yield define(name, constant(most), "no file can ask for more")
    for demand in demands:
        key = [] if demand.key is None else [identifier(str(demand.key))]
        name = names.macro("ASKED", fact.name, *key)
        yield f"/* {_named(demand)}: {comment_text(demand.origin)} */"
        yield define(name, constant(demand.value))
    yield ""


def _named(demand: Demand) -> str:
    return comment_text(demand.fact if demand.key is None else f"{demand.fact}[{demand.key!r}]")


def _askers(program: Program, name: str) -> list[tuple[str, tuple[ir.Expr, int] | None]]:
    """Return (rule, (asked, how much more is needed)) of each check that reads a fact.

    The second part is None when the check is no plain `asked <= contract.fact`.
    """
    found: list[tuple[str, tuple[ir.Expr, int] | None]] = []
    for check in program.checks:
        condition = check.condition
        if condition is None or not _reads(condition, name):
            continue
        match condition:
            case ir.Compare(op=op, left=left, right=right) if op in _GREATER and _is(right, name):
                found.append((check.rule, (left, _GREATER[op])))
            case _:
                found.append((check.rule, None))
    return found


def _reads(node: ir.Expr, name: str) -> bool:
    return any(isinstance(part, ir.Fact) and part.name == name for part in walk(node))


def _is(node: ir.Expr, name: str) -> bool:
    match node:
        case ir.Fact(name=found) | ir.Subscript(array=ir.Fact(name=found)):
            return found == name
    return False


def _most(bounds: Bounds, asking: list[tuple[str, tuple[ir.Expr, int] | None]]) -> int | None:
    """Return what the format can ask for at most; None when there is no useful bound."""
    tops: list[int] = []
    for _, asked in asking:
        high = bounds.of(asked[0]).high if asked is not None else None
        if asked is None or high is None:
            return None
        tops.append(high + asked[1])
    most = max(tops, default=None)
    return most if most is not None and 0 <= most <= _LARGEST else None
