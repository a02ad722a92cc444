"""Sizes, counts and values that no accepted file exceeds, as macros.

Comes in: layouts and ranges. Goes out: lines of C, grouped by type. Only limits that a consumer
can do something with are there: none that the width of a field says already.
"""

from __future__ import annotations

from collections.abc import Iterator

from validator.export.bounds import Bounds
from validator.export.c_header.names import Names, comment, constant, define, is_constant
from validator.export.c_header.structs import Structs
from validator.export.layout import BYTE, Layouts, Place
from validator.ir import expr as ir
from validator.ir.nodes import CheckKind, Field, Program, Struct

_MOST_BYTES = 64


class Limits:
    """The limits of one program."""

    def __init__(
        self, program: Program, bounds: Bounds, layouts: Layouts, structs: Structs, names: Names
    ) -> None:
        self.program = program
        self.bounds = bounds
        self.layouts = layouts
        self.paths = structs.paths
        self.names = names

    def file(self) -> Iterator[str]:
        """Yield the budget: limits of a whole file."""
        budget = self.program.budget
        yield define(self.names.macro("MAXSIZEOF_FILE"), constant(budget.file_size), "bytes")
        yield define(self.names.macro("MAX_NESTING"), constant(budget.depth), "objects")
        yield define(self.names.macro("MAX_NODES"), constant(budget.nodes), "values of a file")
        yield ""

    def lines(self) -> Iterator[str]:
        """Yield the limits of every type that has any."""
        for struct in self.program.structs:
            found = list(self._struct(struct))
            if found:
                yield from comment((struct.name,))
                yield from (*found, "")

    def _struct(self, struct: Struct) -> Iterator[str]:
        path = self.paths[struct.number]
        layout = self.layouts.of_struct(struct.number)
        if struct.number and layout.places:
            yield from self._size(path, layout.size.low, layout.size.high)
        for field in struct.params:
            yield from self._value(field, (*path, field.id))
        for place in layout.places:
            name = (*path, place.field.id.lstrip("_"))
            yield from self._fixed_bytes(place.field, name)
            yield from self._value(place.field, name)
            yield from self._count(place, name)
            yield from self._length(place, name)

    def _size(self, path: tuple[str, ...], low: int, high: int | None) -> Iterator[str]:
        least, most = -(-low // BYTE), None if high is None else -(-high // BYTE)
        if least == most:
            yield define(self.names.macro("SIZEOF", *path), constant(least))
            return
        if least:
            yield define(self.names.macro("MINSIZEOF", *path), constant(least))
        if most is not None and most <= self.layouts.limit:
            yield define(self.names.macro("MAXSIZEOF", *path), constant(most))

    def _value(self, field: Field, path: tuple[str, ...]) -> Iterator[str]:
        """Yield the values of an integer, where they are fewer than its width permits."""
        found, natural = self.bounds.of_field(field.number), self.bounds.natural(field)
        if field.enum is not None or found == natural:
            return
        if found.exact is not None and is_constant(found.exact):
            yield define(self.names.macro("VALUE", *path), constant(found.exact))
            return
        if found.low is not None and found.low != natural.low and is_constant(found.low):
            yield define(self.names.macro("MIN", *path), constant(found.low))
        if found.high is not None and found.high != natural.high and is_constant(found.high):
            yield define(self.names.macro("MAX", *path), constant(found.high))

    def _count(self, place: Place, path: tuple[str, ...]) -> Iterator[str]:
        if place.field.repeat is None:
            return
        if place.count.exact is not None and is_constant(place.count.exact):
            yield define(self.names.macro("COUNTOF", *path), constant(place.count.exact))
            return
        if place.count.low:
            yield define(self.names.macro("MINCOUNT", *path), constant(place.count.low))
        most = self.greatest_count(place)
        remark = "" if place.count.high == most else "by the limits of a file"
        yield define(self.names.macro("MAXCOUNT", *path), constant(most), remark)

    def greatest_count(self, place: Place) -> int:
        """Return how many elements a list can have: each takes room, and counts as a value."""
        counts = [self.program.budget.nodes]
        if place.count.high is not None:
            counts.append(place.count.high)
        if place.element.low >= BYTE:
            counts.append(self.layouts.limit * BYTE // place.element.low)
        return min(counts)

    def _length(self, place: Place, path: tuple[str, ...]) -> Iterator[str]:
        """Yield the greatest size of one element whose size varies."""
        high = place.element.high
        if place.element.exact is not None or high is None:
            return
        most = -(-high // BYTE)
        if most <= self.layouts.limit:
            yield define(self.names.macro("MAXLEN", *path), constant(most), "bytes")

    def _fixed_bytes(self, field: Field, path: tuple[str, ...]) -> Iterator[str]:
        """Yield the initializer of a field that holds the same bytes in every file."""
        for number in field.checks:
            check = self.program.checks[number]
            if check.kind not in (CheckKind.CONTENTS, CheckKind.EQ):
                continue
            match check.operands:
                case (ir.Lit(value=bytes() as value), *_) if 0 < len(value) <= _MOST_BYTES:
                    text = ", ".join(f"{byte:#04x}" for byte in value)
                    yield define(self.names.macro("BYTES", *path), f"{{ {text} }}")
