"""Structs for what has the same layout in every file, and the offsets of its fields.

Comes in: layouts. Goes out: lines of C. A struct is made of bytes only: it has no alignment and
no padding on any machine, needs no `packed`, and a number in it cannot be used without a load
that knows the byte order. Where the layout of a type varies, a `_head` struct covers what comes
before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from validator.dataclass import dataclass
from validator.export.c_header.names import Names, comment, constant, define, member
from validator.export.c_header.prelude import Number, type_name
from validator.export.layout import BYTE, Layouts, Place
from validator.export.shown import paragraphs
from validator.export.words import Words, plain
from validator.ir.nodes import BitsRead, Endian, NumberRead, Program, Struct, StructRead

_LARGEST = 1 << 20
_ROOT = "file"
_REMARK = 80


@dataclass(frozen=True, slots=True)
class Member:
    """One member: its C type, name, dimensions, and the places that it holds."""

    kind: str
    name: str
    dimensions: tuple[int, ...]
    offset: int
    places: tuple[Place, ...]

    @property
    def text(self) -> str:
        """The declaration."""
        return f"{self.kind} {self.name}" + "".join(f"[{size}]" for size in self.dimensions)


class Structs:
    """The structs of one program."""

    def __init__(self, program: Program, layouts: Layouts, names: Names) -> None:
        self.program = program
        self.layouts = layouts
        self.names = names
        self.words = Words(program)
        self.paths = {struct.number: short_path(program, struct.path) for struct in program.structs}
        self.tags: dict[int, str] = {}
        for struct in program.structs:
            if self._fixed_bytes(struct.number):
                self.tags[struct.number] = names.tag(*(self.paths[struct.number] or (_ROOT,)))

    def numbers(self) -> list[Number]:
        """Return the numbers that the structs hold, in a stable order."""
        found: dict[str, Number] = {}
        for struct in self.program.structs:
            for place in self.head(struct.number):
                number = _number(place)
                if number is not None:
                    found[number[0].name + number[1]] = number
        return [found[name] for name in sorted(found)]

    def _fixed_bytes(self, number: int) -> int:
        """Return the size of a type that a struct can cover whole, else 0."""
        size = self.layouts.of_struct(number).fixed_size or 0
        places = self.head(number)
        if number == 0 and self.layouts.has_pointers:
            return 0  # the seq is not all of a file
        return size if places and _end(places) == size else 0

    def head(self, number: int) -> tuple[Place, ...]:
        """Return the places of a type that are the same in every file, up to a whole byte."""
        kept: list[Place] = []
        whole = 0
        for place in self.layouts.of_struct(number).places:
            if not place.is_fixed or place.offset is None or place.size.exact is None:
                break
            end = place.offset + place.size.exact
            is_bits = isinstance(place.field.read, BitsRead)
            if end > _LARGEST * BYTE or (not is_bits and (place.offset % BYTE or end % BYTE)):
                break
            kept.append(place)
            if end % BYTE == 0:
                whole = len(kept)
        return tuple(place for place in kept[:whole] if place.size.exact)

    def lines(self) -> Iterator[str]:
        """Yield every struct behind those that it holds."""
        done: set[int] = set()
        for struct in self.program.structs:
            yield from self._in_order(struct.number, done)

    def _in_order(self, number: int, done: set[int]) -> Iterator[str]:
        if number in done:
            return
        done.add(number)
        for place in self.head(number):
            inner = self._inner(place)
            if inner is not None:
                yield from self._in_order(inner, done)
        yield from self._struct(self.program.structs[number])

    def _inner(self, place: Place) -> int | None:
        """Return the type whose struct a member has, or None."""
        match place.field.read:
            case StructRead(struct=number) if number in self.tags:
                size = self.layouts.of_struct(number).fixed_size
                return number if place.element.exact_bytes == size else None
        return None

    def _struct(self, struct: Struct) -> Iterator[str]:
        places = self.head(struct.number)
        if not places:
            return
        path = self.paths[struct.number]
        size = _end(places)
        is_whole = struct.number in self.tags
        tag = self.tags[struct.number] if is_whole else self.names.tag(*path, "head")
        members = self._members(places)
        what = f"{struct.name}: {size} bytes" + ("" if is_whole else ", of more that varies")
        yield from comment((what, *(paragraphs(struct.doc) if struct.number else ())))
        yield f"struct {tag} {{"
        for item in members:
            yield f"    {item.text};{self._remark(item)}"
        yield "};"
        claim = f"{self.names.upper}_STATIC_ASSERT"
        yield f'{claim}(sizeof(struct {tag}) == {size}, "size");'
        for item in members:
            at = f"offsetof(struct {tag}, {item.name})"
            yield f'{claim}({at} == {item.offset}, "{item.name}");'
        yield ""
        yield from self._offsets(path, places)
        yield ""

    def _remark(self, item: Member) -> str:
        """Return what a member is beyond its type, and what it must be."""
        notes: list[str] = []
        for place in item.places:
            field = place.field
            kind = plain(self.words.kind(field))
            if len(item.places) > 1 or isinstance(field.read, BitsRead):
                notes.append(f"{field.id}: {kind}")
                continue
            is_bare = item.kind == "uint8_t" and not isinstance(field.read, NumberRead)
            notes += [kind] * (field.enum is not None or is_bare)
            notes += [rule.text for rule in self.words.rules(field)]
        line = "".join(comment([", ".join(notes)[:_REMARK]]))
        return f" {line}" if line.startswith("/* ") else ""

    def _members(self, places: Sequence[Place]) -> list[Member]:
        """Return the members; neighboring bit fields share one."""
        found: list[Member] = []
        run: list[Place] = []
        taken: set[str] = set()
        for place in (*places, None):
            if place is not None and isinstance(place.field.read, BitsRead):
                run.append(place)
                continue
            if run:
                found.append(_bits_member(run, taken))
                run = []
            if place is not None:
                found.append(self._member(place, taken))
        return found

    def _member(self, place: Place, taken: set[str]) -> Member:
        size = place.element.exact_bytes or 0
        count = () if place.field.repeat is None else (place.count.exact or 0,)
        inner = self._inner(place)
        number = _number(place)
        if inner is not None:
            kind, rest = f"struct {self.tags[inner]}", ()
        elif number is not None:
            kind, rest = type_name(self.names.lower, number), ()
        elif isinstance(place.field.read, NumberRead) and size == 1:
            kind, rest = place.field.read.primitive.c_type, ()
        else:
            return Member(
                "uint8_t", _free(place.field.id, taken), (*count, size), _byte(place), (place,)
            )
        return Member(kind, _free(place.field.id, taken), (*count, *rest), _byte(place), (place,))

    def _offsets(self, path: tuple[str, ...], places: Sequence[Place]) -> Iterator[str]:
        for place in places:
            name = place.field.id.lstrip("_")
            yield define(self.names.macro("OFFSETOF", *path, name), constant(_byte(place)))
            if isinstance(place.field.read, BitsRead) and place.field.repeat is None:
                yield from self._bits(place, place.field.read, (*path, name))

    def _bits(self, place: Place, read: BitsRead, path: tuple[str, ...]) -> Iterator[str]:
        """Yield how to cut a bit field out of the bytes that it touches."""
        offset, width = place.offset or 0, read.width
        first, last = offset // BYTE, (offset + width - 1) // BYTE
        count = last - first + 1
        if count > 8:
            return
        is_little = read.endian is Endian.LITTLE
        shift = offset % BYTE if is_little else count * BYTE - offset % BYTE - width
        order = "little" if is_little else "big"
        remark = f"{order}-endian" if count > 1 else ""
        yield define(self.names.macro("BYTESOF", *path), str(count), remark)
        yield define(self.names.macro("SHIFTOF", *path), str(shift))
        yield define(self.names.macro("MASKOF", *path), constant((1 << width) - 1))


def short_path(program: Program, path: tuple[str, ...]) -> tuple[str, ...]:
    """Return a path without the name of the format, which every name starts with."""
    return path[1:] if path[0] == program.name else path


def _number(place: Place) -> Number | None:
    """Return the number of a place when it is wider than a byte and its order is known."""
    match place.field.read:
        case NumberRead(primitive=primitive, endian=endian) if primitive.width > 1:
            return None if endian is Endian.CALCULATED else (primitive, endian.value)
    return None


def _end(places: Sequence[Place]) -> int:
    return ((places[-1].offset or 0) + (places[-1].size.exact or 0)) // BYTE


def _byte(place: Place) -> int:
    return (place.offset or 0) // BYTE


def _bits_member(run: Sequence[Place], taken: set[str]) -> Member:
    start = _byte(run[0])
    last = run[-1]
    end = -(-((last.offset or 0) + (last.size.exact or 0)) // BYTE)
    return Member("uint8_t", _free(f"bits_{start:x}", taken), (end - start,), start, tuple(run))


def _free(name: str, taken: set[str]) -> str:
    """Return a member name that the struct does not have yet."""
    found = member(name)
    while found in taken:
        found += "_"
    taken.add(found)
    return found
