"""Paths of fields whose values a user chooses, such as `instances[*].criteria[*].op`.

Comes in: a Program and a path. Goes out: the field at its end, and whether an object that is
being made lies on it. `[*]` means every element, `[2]` one of them; a list without either means
every element, too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from validator.dataclass import dataclass
from validator.errors import UsageError
from validator.ir.equations import structs_of
from validator.ir.nodes import BitsRead, BytesRead, Field, NumberRead, Program, StrRead

_PART = re.compile(r"([A-Za-z_]\w*)(?:\[(\*|\d+)\])?$")


@dataclass(frozen=True, slots=True)
class Override:
    """A field whose values come from somewhere else.

    Attributes:
        place: number of the field.
        route: (field number, subscript or -1) of the objects around it, inner one first.
        strategy: where its values come from.
    """

    place: int
    route: tuple[tuple[int, int], ...]
    strategy: Any

    def is_meant(self, owner: Any) -> bool:
        """Whether the field of an object lies on the path.

        Args:
            owner: an object that is being made.
        """
        for number, subscript in self.route:
            if owner is None or owner._f != number or subscript not in (-1, owner._x):
                return False
            owner = owner._up
        return owner is not None and owner._up is None


def overrides_of(program: Program, overrides: Mapping[str, Any]) -> tuple[Override, ...]:
    """Return the fields that paths mean.

    Args:
        program: the compiled schema.
        overrides: path -> strategy.
    Raises:
        UsageError: a path names no stored value.
    """
    return tuple(
        override for path, strategy in overrides.items()
        for override in _resolved(program, path, strategy)
    )  # fmt: skip


def _resolved(program: Program, path: str, strategy: Any) -> list[Override]:
    ways: list[tuple[int, tuple[tuple[int, int], ...]]] = [(0, ())]
    parts = path.split(".")
    found: list[Override] = []
    for number, part in enumerate(parts):
        matched = _PART.match(part)
        if matched is None:
            raise UsageError(f"{path} is no path\n  expected  such as header.items[*].kind")
        name, subscript = matched[1], -1 if matched[2] in (None, "*") else int(matched[2])
        onward = []
        for struct, route in ways:
            for one in program.structs[struct].fields:
                if one.id != name:
                    continue
                if number == len(parts) - 1 and _is_stored(one):
                    found.append(Override(one.number, route, strategy))
                else:
                    onward += [
                        (read.struct, ((one.number, subscript), *route))
                        for read in structs_of(one.read)
                    ]
        ways = onward
    if not found:
        raise UsageError(f"{path} names no stored value of {program.name}")
    return found


def _is_stored(one: Field) -> bool:
    return isinstance(one.read, NumberRead | BitsRead | BytesRead | StrRead)
