"""From drafts to a Program: what is not used is left out, numbers are put in order."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.dump import dump_program
from validator.ir.nodes import Budget, Check, Field, Gaps, Program, Struct, StructRead, SwitchRead
from validator.ir.types import StructType
from validator.lift.draft import Draft
from validator.lift.lifter import Lifter


@dataclass(frozen=True, slots=True)
class _Numbers:
    """New number of every struct, field and check that is kept."""

    structs: Mapping[int, int]
    fields: Mapping[int, int]
    checks: Mapping[int, int]


def finish(lifter: Lifter, title: str, sources: tuple[tuple[str, str], ...]) -> Program:
    """Return the Program of a lifting without problems.

    Args:
        lifter: after lifting; draft 0 is the file.
        title: of the schema.
        sources: (path, SHA-256) of the files that the declaration came from.
    """
    kept = _reachable(lifter)
    ordered = [one for draft in kept for one in (*draft.params, *draft.seq, *draft.instances)]
    checks = [number for one in ordered for number in one.checks]
    checks += [number for draft in kept for number in draft.checks]
    numbers = _Numbers(
        {draft.number: new for new, draft in enumerate(kept)},
        {one.number: new for new, one in enumerate(ordered)},
        {number: new for new, number in enumerate(checks)},
    )
    structs = tuple(_struct(draft, numbers) for draft in kept)
    program = Program(
        name=lifter.name,
        title=title,
        doc=kept[0].doc,
        structs=structs,
        enums=tuple(lifter.enums),
        fields=tuple(one for struct in structs for one in struct.fields),
        checks=tuple(_check(lifter.checks[number], numbers) for number in checks),
        facts=(),
        budget=Budget(),
        gaps=Gaps.ERROR,
        sources=sources,
        digest="",
        may_overlap=True,  # construct does not mind, and Pointer, Union and RawCopy rely on it
    )
    digest = hashlib.sha256(dump_program(program).encode("utf-8", "surrogatepass")).hexdigest()
    return replace(program, digest=digest)


def _reachable(lifter: Lifter) -> list[Draft]:
    """Return the drafts that reading the file can come to, in order."""
    waiting, seen = [0], {0}
    while waiting:
        draft = lifter.drafts[waiting.pop()]
        for one in (*draft.seq, *draft.instances):
            for number in _structs_read(one.read):
                if number not in seen:
                    seen.add(number)
                    waiting.append(number)
    return [draft for draft in lifter.drafts if draft.number in seen]


def _structs_read(node: Any) -> list[int]:
    if isinstance(node, StructRead):
        return [node.struct]
    if isinstance(node, tuple):
        return [number for part in node for number in _structs_read(part)]
    if isinstance(node, SwitchRead):
        return _structs_read((*(read for _, read in node.cases), node.default))
    return []


def _struct(draft: Draft, numbers: _Numbers) -> Struct:
    parent = draft.parent
    return Struct(
        number=numbers.structs[draft.number],
        path=draft.path,
        params=tuple(_field(one, numbers) for one in draft.params),
        seq=tuple(_field(one, numbers) for one in draft.seq),
        instances=tuple(_field(one, numbers) for one in draft.instances),
        checks=tuple(numbers.checks[number] for number in draft.checks),
        parent=None if parent is None else StructType(numbers.structs[parent.number]),
        root=numbers.structs[draft.root.number],
        endian_cases=(),
        endian_inherited=False,
        doc=draft.doc,
        source=draft.source,
    )


def _field(one: Field, numbers: _Numbers) -> Field:
    made: Field = _renumbered(one, numbers)
    return replace(
        made,
        number=numbers.fields[one.number],
        struct=numbers.structs[one.struct],
        checks=tuple(numbers.checks[number] for number in one.checks),
    )


def _check(one: Check, numbers: _Numbers) -> Check:
    made: Check = _renumbered(one, numbers)
    return replace(
        made,
        number=numbers.checks[one.number],
        struct=numbers.structs[one.struct],
        field=None if one.field is None else numbers.fields[one.field],
        at=None if one.at is None else numbers.fields[one.at],
    )


def _renumbered(node: Any, numbers: _Numbers) -> Any:
    """Return a node with the new numbers of the structs and fields that it mentions."""
    if isinstance(node, tuple):
        return tuple(_renumbered(part, numbers) for part in node)
    if not is_dataclass(node) or isinstance(node, type):
        return node
    changes: dict[str, Any] = {}
    for one in fields(node):
        old = getattr(node, one.name)
        if isinstance(old, tuple) or is_dataclass(old):
            new = _renumbered(old, numbers)
            if new != old:
                changes[one.name] = new
    match node:
        case ir.FieldGet(field=number):
            changes["field"] = numbers.fields[number]
        case StructType(struct=number) | StructRead(struct=number):
            changes["struct"] = numbers.structs[number]
    return replace(node, **changes) if changes else node
