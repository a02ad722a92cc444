"""Facts from a consumer's build: array lengths, constants, enumerators, sizes, texts.

Comes in: an ELF object, executable, shared library or kernel module with DWARF. Goes out: a
`SymbolTable`. What the build leaves open (length of an `extern` array, initial value of a
variable that is not const) has no value; it is never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from validator.contract.elf_image import Entry, Image
from validator.contract.elf_read import read_image
from validator.contract.symbols import Symbol, SymbolTable

_RECORDS = {"structure_type": "struct", "class_type": "class", "union_type": "union"}
_QUALIFIERS = frozenset({"const_type", "volatile_type", "restrict_type", "atomic_type"})
_SIGNED = frozenset({5, 6, 13})  # DW_ATE_signed, signed_char, signed_fixed
_INTEGERS = frozenset({2, 5, 6, 7, 8, 16})  # boolean, signed, ..., unsigned_char, UTF
_CHARACTERS = frozenset({6, 8, 16})
_MAX_CHAIN = 64
_MAX_STRING = 4096


def read_elf(path: Path, shown: str = "", unit: str = "") -> SymbolTable:
    """Read everything that an ELF file says about names.

    Args:
        path: the file.
        shown: its name in errors and evidence; the path by default.
        unit: base name of the one translation unit to read; "" reads all.
    Returns:
        Symbols of every kind but `macro`, in the order of the debugging information.
    Raises:
        ContractError: it cannot be read, is not ELF, is damaged, or has no DWARF.
    """
    shown = shown or str(path)
    reader = _Reader(read_image(path, shown, unit))
    return SymbolTable(shown, "ELF object", tuple(reader.symbols()))


class _Reader:
    """Resolves the entries of one image."""

    def __init__(self, image: Image) -> None:
        self.image = image

    def symbols(self) -> Iterator[Symbol]:
        for entry in self.image.entries.values():
            match entry.tag:
                case "variable" | "constant":
                    yield from self._variable(entry)
                case "enumeration_type":
                    yield from self._enumeration(entry)
                    yield from self._size(entry, "enum")
                case "structure_type" | "class_type" | "union_type":
                    keyword = _RECORDS[entry.tag]
                    yield from self._size(entry, keyword)
                    if entry.name:
                        owner = f"{keyword} {self._qualified(entry)}"
                        yield from self._members(entry, owner, 0, 0)
                case "typedef":
                    yield from self._typedef(entry)

    def _typedef(self, entry: Entry) -> Iterator[Symbol]:
        name = self._qualified(entry)
        size = self._byte_size(entry)
        if size is not None:
            yield Symbol("sizeof", name, size, self._place(entry), entry.unit)
        target, _ = self._strip(entry)
        # members of a named struct are listed under the struct; a nameless one has only this
        if target is not None and target.tag in _RECORDS and not target.name:
            yield from self._members(target, name, 0, 0)

    def _variable(self, entry: Entry) -> Iterator[Symbol]:
        origin = entry
        for key in ("specification", "abstract_origin"):
            other = self.image.entries.get(entry.number(key) or -1)
            if not entry.name and other is not None:
                origin = other
        name = self._qualified(origin)
        type_entry, is_const = self._strip(entry if entry.number("type") is not None else origin)
        if not name or type_entry is None:
            return
        declared = bool(entry.number("declaration"))
        place, unit = self._place(entry), entry.unit
        if type_entry.tag == "array_type":
            lengths, problem = self._lengths(type_entry)
            value = None if problem else lengths[0]
            yield Symbol(
                "array", name, value, place, unit, lengths, problem, bool(problem) or declared
            )
        holder = entry if "const_value" in entry.attributes else origin
        if declared and "const_value" not in holder.attributes:
            return
        if self._is_text(type_entry):
            text, where = self._string(entry, type_entry)
            value_text, problem = (text, "") if text is not None else (None, where)
            yield Symbol(
                "string",
                name,
                value_text,
                where if text is not None else place,
                unit,
                problem=problem,
            )
        elif self._integer_type(type_entry) is not None:
            number, where = self._constant(entry if entry.address else holder, type_entry, is_const)
            problem = "" if number is not None else where
            yield Symbol(
                "constant",
                name,
                number,
                where if number is not None else place,
                unit,
                problem=problem,
            )

    def _enumeration(self, entry: Entry) -> Iterator[Symbol]:
        base, _ = self._strip(entry)
        signed_size = self._integer_type(base) if base is not None else None
        for offset in entry.children:
            child = self.image.entries[offset]
            value = child.number("const_value")
            if child.tag == "enumerator" and value is not None:
                if signed_size is not None:
                    value = _wrap(value, *signed_size)
                name = self._qualified(child)
                yield Symbol("enumerator", name, value, self._place(child), entry.unit)

    def _size(self, entry: Entry, keyword: str) -> Iterator[Symbol]:
        size = entry.number("byte_size")
        if entry.name and size is not None and not entry.number("declaration"):
            name = f"{keyword} {self._qualified(entry)}"
            yield Symbol("sizeof", name, size, self._place(entry), entry.unit)

    def _members(self, record: Entry, owner: str, base: int, depth: int) -> Iterator[Symbol]:
        for offset in record.children:
            member = self.image.entries[offset]
            if member.tag != "member" or depth > 8:
                continue
            start = base + (member.number("data_member_location") or 0)
            target, _ = self._strip(member)
            inner = target is not None and target.tag in _RECORDS and not target.name
            name = f"{owner}.{member.name}" if member.name else owner
            place, unit = self._place(member), member.unit
            if member.name:
                located = record.tag == "union_type" or "data_member_location" in member.attributes
                if located:
                    yield Symbol("offset", name, start, place, unit)
            if target is not None and target.tag == "array_type":
                lengths, problem = self._lengths(target)
                value = None if problem else lengths[0]
                yield Symbol("member", name, value, place, unit, lengths, problem)
            elif target is not None and inner:
                yield from self._members(target, name, start, depth + 1)

    def _lengths(self, array: Entry) -> tuple[tuple[int, ...], str]:
        """Return the length of each dimension and "", or no lengths and why there are none."""
        lengths: list[int] = []
        for _ in range(_MAX_CHAIN):
            ranges = [self.image.entries[o] for o in array.children]
            ranges = [r for r in ranges if r.tag in {"subrange_type", "enumeration_type"}]
            for subrange in ranges:
                count, upper = subrange.number("count"), subrange.number("upper_bound")
                if count is None and upper is not None:
                    # gcc writes -1 as a full-width mask for arrays of no elements
                    count = upper - (subrange.number("lower_bound") or 0) + 1
                    count = 0 if upper in {0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF} else count
                if count is None or not 0 <= count < 1 << 48:
                    return (), "the build does not say its length"
                lengths.append(count)
            inner, _ = self._strip(array)
            if inner is None or inner.tag != "array_type":
                break
            array = inner
        return (tuple(lengths), "") if lengths else ((), "the build does not say its length")

    def _strip(self, entry: Entry) -> tuple[Entry | None, bool]:
        """Follow `type` through typedefs and qualifiers; and whether one of them is const."""
        is_const = False
        current = self.image.entries.get(entry.number("type") or -1)
        for _ in range(_MAX_CHAIN):
            if current is None or not (current.tag in _QUALIFIERS or current.tag == "typedef"):
                return current, is_const
            is_const |= current.tag == "const_type"
            current = self.image.entries.get(current.number("type") or -1)
        return None, is_const

    def _byte_size(self, entry: Entry) -> int | None:
        target, _ = self._strip(entry)
        if target is None:
            return None
        if target.tag == "array_type":
            lengths, problem = self._lengths(target)
            element: Entry | None = target
            for _ in range(_MAX_CHAIN):
                if element is None or element.tag != "array_type":
                    break
                element, _const = self._strip(element)
            size = element.number("byte_size") if element is not None else None
            if problem or size is None:
                return None
            for length in lengths:
                size *= length
            return size
        if target.tag == "pointer_type":
            return target.number("byte_size") or self.image.pointer_size
        return target.number("byte_size")

    def _integer_type(self, entry: Entry) -> tuple[int, bool] | None:
        """Return (size, is signed) of an integer or enumeration type."""
        size = entry.number("byte_size")
        if size is None or not 1 <= size <= 8:
            return None
        if entry.tag == "enumeration_type":
            base, _ = self._strip(entry)
            if base is not None and base.tag == "base_type":
                return self._integer_type(base)
            values = [self.image.entries[o].number("const_value") for o in entry.children]
            return size, any(v is not None and v < 0 for v in values)
        if entry.tag == "base_type" and entry.number("encoding") in _INTEGERS:
            return size, entry.number("encoding") in _SIGNED
        return None

    def _is_text(self, entry: Entry) -> bool:
        """Whether the type is `char *` or `char [N]`."""
        if entry.tag not in {"pointer_type", "array_type"}:
            return False
        target, _ = self._strip(entry)
        if target is None or target.tag != "base_type" or target.number("byte_size") != 1:
            return False
        # unsigned char is how uint8_t is spelled: bytes, not text
        return target.number("encoding") in _CHARACTERS and target.name != "unsigned char"

    def _constant(self, entry: Entry, kind: Entry, is_const: bool) -> tuple[int | None, str]:
        """Return the number and where it stands, or None and why there is none."""
        size_sign = self._integer_type(kind)
        if size_sign is None:
            return None, "is not an integer"
        value = entry.attributes.get("const_value")
        if isinstance(value, bytes):
            value = self.image.to_int(value) if len(value) == size_sign[0] else None
        if isinstance(value, int):
            return _wrap(value, *size_sign), self._place(entry)
        if not is_const and entry.tag != "constant":
            return None, "is a variable that is not const: its value may change at run time"
        if entry.address is None:
            return None, "the build keeps no value of it"
        content = self.image.content(entry.address, size_sign[0])
        if content is None or self._is_relocated(entry.address, size_sign[0]):
            return None, "its value is not in this file"
        return self.image.to_int(content[1], signed=size_sign[1]), content[0]

    def _string(self, entry: Entry, kind: Entry) -> tuple[str | None, str]:
        """Return the text and where it stands, or None and why there is none."""
        place = entry.address
        value = entry.attributes.get("const_value")
        if isinstance(value, bytes) and kind.tag == "array_type":
            return _decode(value, self._place(entry))
        if place is not None and kind.tag == "pointer_type":
            place = self._pointer(place)
        if place is None:
            return None, "the build keeps no text of it"
        size = _MAX_STRING
        if kind.tag == "array_type":
            lengths, problem = self._lengths(kind)
            if problem or len(lengths) != 1:
                return None, problem or "is not one text"
            size = min(size, lengths[0])
        content = self.image.text(place, size)
        if content is None:
            return None, "its text is not in this file"
        return _decode(content[1], content[0])

    def _pointer(self, place: tuple[int, int]) -> tuple[int, int] | None:
        """Return where the pointer at a place points; None when it is null or elsewhere."""
        if place in self.image.targets:
            return self.image.targets[place]
        if place in self.image.relocated or not self.image.is_linked:
            return None
        content = self.image.content(place, self.image.pointer_size)
        address = self.image.to_int(content[1]) if content is not None else 0
        return (-1, address) if address else None

    def _is_relocated(self, place: tuple[int, int], size: int) -> bool:
        return any((place[0], place[1] + i) in self.image.relocated for i in range(size))

    def _qualified(self, entry: Entry) -> str:
        """Return the name with the namespaces and types around it, `ns::name`."""
        parts = [entry.name] if entry.name else []
        parent = self.image.entries.get(entry.parent)
        for _ in range(_MAX_CHAIN):
            if parent is None or not parts:
                break
            if parent.name and parent.tag in {"namespace", "structure_type", "class_type"}:
                parts.append(parent.name)
            parent = self.image.entries.get(parent.parent)
        return "::".join(reversed(parts))

    def _place(self, entry: Entry) -> str:
        offset = entry.offset & ((1 << 62) - 1)
        return f"DIE {offset:#x}" + (f" of {entry.unit}" if entry.unit else "")


def _wrap(value: int, size: int, is_signed: bool) -> int:
    """Return a number as an integer type of `size` bytes holds it."""
    value &= (1 << 8 * size) - 1
    return value - (1 << 8 * size) if is_signed and value >> (8 * size - 1) else value


def _decode(data: bytes, place: str) -> tuple[str | None, str]:
    text = data.partition(b"\0")[0]
    try:
        return text.decode("utf-8"), place
    except UnicodeDecodeError:
        return None, "its text is not UTF-8"
