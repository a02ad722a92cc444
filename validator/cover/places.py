"""Where the fields of a Program stand in a file: their paths, without a file.

Comes in: a Program. Goes out: for each field a path with `[*]`, as findings have it, and what
is around it. Types that no field reads have no place.
"""

from __future__ import annotations

from collections.abc import Iterator

from validator.dataclass import dataclass
from validator.ir.equations import structs_of
from validator.ir.nodes import Field, FieldKind, Program, Struct


@dataclass(frozen=True, slots=True)
class Places:
    """Places of types and fields.

    Attributes:
        sites: struct number -> fields that read objects of it; the top type has none.
        prefixes: struct number -> path of its objects with a dot at the end, "" for the file;
            `field<type>.` where a switch chooses the type, `<type>.` for one in several places.
            Types that no field reads are left out.
    """

    program: Program
    sites: dict[int, tuple[Field, ...]]
    prefixes: dict[int, str]

    def path(self, field: Field) -> str:
        """Return the path of a field of a reachable type.

        Args:
            field: of the program.
        """
        return self.prefixes[field.struct] + field.id + ("[*]" if field.repeat else "")

    def structs(self) -> Iterator[Struct]:
        """Yield the types that have a place, in their order."""
        return (one for one in self.program.structs if one.number in self.prefixes)

    def fields(self) -> Iterator[Field]:
        """Yield the fields that have a place and are read or computed, in their order."""
        for struct in self.structs():
            yield from (one for one in struct.fields if one.kind is not FieldKind.PARAM)

    def is_listed(self, field: Field) -> bool:
        """Whether values of a field have a subscript: its own, or that of their object.

        Args:
            field: of the program.
        """
        return bool(field.repeat) or any(one.repeat for one in self.sites.get(field.struct, ()))


def places_of(program: Program) -> Places:
    """Find where every type and field stands.

    Args:
        program: not modified.
    """
    sites: dict[int, list[Field]] = {}
    order = [0]
    for number in order:  # grows: a type is seen before those that only it holds
        for field in program.structs[number].fields:
            for inner in dict.fromkeys(read.struct for read in structs_of(field.read)):
                if inner not in sites and inner != 0:
                    order.append(inner)
                sites.setdefault(inner, []).append(field)
    prefixes: dict[int, str] = {}
    for number in order:
        prefixes[number] = _prefix(program, sites.get(number, []), prefixes, number)
    return Places(program, {key: tuple(value) for key, value in sites.items()}, prefixes)


def _prefix(program: Program, sites: list[Field], prefixes: dict[int, str], number: int) -> str:
    """Return what stands before the fields of a type; that of the types around it is known."""
    if number == 0 and not sites:
        return ""
    if len(sites) == 1 and sites[0].struct in prefixes:
        repeat = "[*]" if sites[0].repeat else ""
        kinds = {read.struct for read in structs_of(sites[0].read)}
        kind = f"<{program.structs[number].path[-1]}>" if len(kinds) > 1 else ""
        return f"{prefixes[sites[0].struct]}{sites[0].id}{repeat}{kind}."
    return f"<{program.structs[number].path[-1]}>."
