"""A construct declaration as a Program: the whole way, with every mistake told at once."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Any

import construct

from validator.dataclass import dataclass
from validator.errors import SchemaError
from validator.findings import Finding, SourcePos
from validator.ir.nodes import Program
from validator.lift.draft import Draft, Site, Stream
from validator.lift.finish import finish
from validator.lift.groups import check_reuse, fill
from validator.lift.lifter import MAX_NESTING, Lifter
from validator.lift.opaque import Places
from validator.lift.problem import Refusal
from validator.lift.table import HANDLERS

_RECURSION = 1000 + 20 * MAX_NESTING
_OBJECTS = (construct.Struct, construct.Sequence, construct.LazyStruct)


@dataclass(frozen=True, slots=True)
class Shape:
    """What a struct of a lifted Program is in construct.

    Attributes:
        value: id of the field that an object stands for; None for an object.
        items: ids in order, None for what has no value, when it is a list.
        names: ids that are names of the declaration; all others are ours.
    """

    value: str | None
    items: tuple[str | None, ...] | None
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lifted:
    """A declaration and its Program; `shapes` by the path of a struct."""

    program: Program
    shapes: dict[tuple[str, ...], Shape]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a declaration comes from.

    Attributes:
        file: path of the module.
        digest: SHA-256 of its text.
        places: lines of its constructs.
    """

    file: str
    digest: str = ""
    places: Places = Places()


def lift(made: Any, name: str, source: Source) -> Lifted:
    """Lift a declaration.

    Args:
        made: any construct.
        name: names the schema.
        source: where it comes from.
    Raises:
        SchemaError: parts of it cannot be lifted; carries all of them.
    """
    program, shapes, findings = try_lift(made, name, source)
    if program is None:
        raise SchemaError(findings)
    return Lifted(program, shapes)


def try_lift(
    made: Any, name: str, source: Source
) -> tuple[Program | None, dict[tuple[str, ...], Shape], tuple[Finding, ...]]:
    """Lift a declaration and return findings instead of raising.

    Args:
        made: any construct.
        name: names the schema.
        source: where it comes from.
    Returns:
        The Program (None when there are errors), what its structs are, and the findings.
    """
    lifter = Lifter(name, HANDLERS, source.places)
    pos = SourcePos(source.file, 1, 1, "")
    place = source.places.of(made)
    if place is not None:
        pos = replace(pos, file=place[0], line=place[1])
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _RECURSION))
    try:
        _lift_file(lifter, made, pos)
    except Refusal as refusal:
        lifter.report(refusal)
    finally:
        sys.setrecursionlimit(limit)
    if lifter.problems.count:
        return None, {}, tuple(lifter.problems.sorted())
    program = finish(lifter, "", ((source.file, source.digest),))
    shapes = {draft.path: _shape(lifter, draft) for draft in lifter.drafts}
    return program, shapes, ()


def _lift_file(lifter: Lifter, made: Any, pos: SourcePos) -> None:
    """Lift what stands for the whole file; anything but an object becomes a field of one."""
    bare = made
    while isinstance(bare, construct.Renamed) and bare.parsed is None:
        bare = bare.subcon
    is_object = type(bare) in _OBJECTS
    draft = lifter.new_draft((lifter.name,), None, pos, is_scope=is_object, stream=Stream.FILE)
    draft.doc = str(made.docs or "").strip()
    site = Site(draft, pos)
    if is_object:
        base = (id(bare), site.order, site.stream, site.bit, 0)
        lifter.shared[*base, None, None] = draft
        fill(lifter, bare, draft, site)
    else:
        draft.value = lifter.put(made, "value", site)
    draft.is_open = False
    check_reuse(lifter, draft)


def _shape(lifter: Lifter, draft: Draft) -> Shape:
    def id_of(number: int | None) -> str | None:
        return None if number is None else lifter.fields[number].id

    items = None if draft.items is None else tuple(map(id_of, draft.items))
    names = frozenset(lifter.fields[n].id for n in draft.names.values() if n is not None)
    return Shape(id_of(draft.value), items, names)
