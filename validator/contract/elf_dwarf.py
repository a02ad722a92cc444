"""Debugging entries of an ELF file, through pyelftools.

Comes in: DWARF 2 to 5. Goes out: the entries that can hold a fact, as plain values, into an
`Image`. Called by `elf_read` only, which turns what pyelftools raises into a
`ContractError`.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from elftools.dwarf.die import DIE
from elftools.dwarf.dwarfinfo import DWARFInfo

from validator.contract.elf_image import Entry, Image
from validator.contract.toml_file import refusal
from validator.errors import ContractError

MAX_DIES = 2_000_000
MAX_DEPTH = 256

_TAGS = [
    "variable",
    "member",
    "array_type",
    "subrange_type",
    "enumeration_type",
    "enumerator",
    "base_type",
    "typedef",
    "structure_type",
    "class_type",
    "union_type",
    "pointer_type",
    "const_type",
    "volatile_type",
    "restrict_type",
    "atomic_type",
    "namespace",
    "constant",
]
_ATTRIBUTES = [
    "name",
    "type",
    "byte_size",
    "upper_bound",
    "lower_bound",
    "count",
    "const_value",
    "location",
    "declaration",
    "specification",
    "abstract_origin",
    "data_member_location",
    "encoding",
]
_KEPT_TAGS = frozenset(f"DW_TAG_{tag}" for tag in _TAGS)
_KEPT_ATTRIBUTES = {f"DW_AT_{name}": name for name in _ATTRIBUTES}
_LOCAL_REFERENCES = frozenset(
    f"DW_FORM_{form}" for form in ["ref", "ref1", "ref2", "ref4", "ref8", "ref_udata"]
)
_TYPES_BASE = 1 << 62
# forms of a location expression, and the bytes of their length (0: ULEB128)
_BLOCKS = {"DW_FORM_exprloc": 0, "DW_FORM_block": 0, "DW_FORM_block1": 1, "DW_FORM_block2": 2}


def read_entries(dwarf: DWARFInfo, image: Image, unit: str) -> None:
    """Read the entries of every unit into an image.

    Args:
        dwarf: with relocations applied.
        image: its entries are filled; its debug targets are read.
        unit: base name of the one translation unit to read; "" reads all.
    Raises:
        ContractError: there are more than `MAX_DIES`, they nest deeper than `MAX_DEPTH`, or
            they are in another file.
    """
    walk = _Walk(dwarf, image, unit)
    if dwarf.debug_info_sec is not None:
        for cu in dwarf.iter_CUs():
            walk.read_unit(cu, dwarf.debug_info_sec.stream, 0)
    if dwarf.debug_types_sec is not None:
        for tu in dwarf.iter_TUs():
            walk.read_unit(tu, dwarf.debug_types_sec.stream, _TYPES_BASE)
    if walk.split and not image.entries:
        hint = f"compile without -gsplit-dwarf; the information is in {walk.split}"
        headline, expected = "no debugging information", "entries in .debug_info"
        raise ContractError(refusal(image.file, headline, expected, "a reference", hint))
    for entry, signature in walk.pending:
        if signature in walk.signatures:
            entry.attributes["type"] = walk.signatures[signature]


class _Walk:
    """One pass over all units; counts entries against the budget."""

    def __init__(self, dwarf: DWARFInfo, image: Image, unit: str) -> None:
        self.dwarf = dwarf
        self.image = image
        self.unit = unit
        self.count = 0
        self.split = ""
        self.signatures: dict[int, int] = {}
        self.pending: list[tuple[Entry, int]] = []

    def read_unit(self, cu: Any, stream: Any, base: int) -> None:
        """Read one unit; a DIE is made by hand so that pyelftools keeps no cache of it."""
        start, end = cu.cu_offset, cu.cu_offset + cu.size
        for key in ("type_signature", "signature"):
            if key in cu.header:
                self.signatures[cu[key]] = base + start + cu["type_offset"]
        top = cu.get_top_DIE()
        name = PurePosixPath(_text(_value(top, "DW_AT_name"))).name
        if self.unit and name != self.unit and top.tag == "DW_TAG_compile_unit":
            return
        for key in ("DW_AT_dwo_name", "DW_AT_GNU_dwo_name"):
            self.split = self.split or PurePosixPath(_text(_value(top, key))).name
        parents = [-1]
        position = cu.cu_die_offset
        while position < end:
            die = DIE(cu, stream, position)
            position += die.size
            self._count(len(parents))
            if die.tag is None:
                if len(parents) > 1:
                    parents.pop()
                continue
            inside = parents[-1]
            if die.tag in _KEPT_TAGS:
                inside = self._keep(die, base, name, inside)
            if die.has_children:
                parents.append(inside)

    def _count(self, depth: int) -> None:
        self.count += 1
        if self.count > MAX_DIES or depth > MAX_DEPTH:
            limit = f"at most {MAX_DIES} entries, {MAX_DEPTH} deep"
            hint = "name one translation unit (unit =), or the object that holds the symbol"
            headline = "too much debugging information"
            raise ContractError(refusal(self.image.file, headline, limit, "more", hint))

    def _keep(self, die: DIE, base: int, unit: str, parent: int) -> int:
        attributes: dict[str, int | str | bytes] = {}
        signature: int | None = None
        for key, name in _KEPT_ATTRIBUTES.items():
            attribute = die.attributes.get(key)
            if attribute is None:
                continue
            if attribute.form == "DW_FORM_ref_sig8":
                signature = attribute.value if name == "type" else None
                continue
            value = _plain(attribute, base + die.cu.cu_offset)
            if value is not None:
                attributes[name] = value
        address = self._address(die) if "location" in attributes else None
        tag = str(die.tag).removeprefix("DW_TAG_")
        offset = base + die.offset
        entry = Entry(offset, tag, unit, parent, attributes, [], address)
        self.image.entries[offset] = entry
        if parent >= 0:
            self.image.entries[parent].children.append(offset)
        if signature is not None:
            self.pending.append((entry, signature))
        return offset

    def _address(self, die: DIE) -> tuple[int, int] | None:
        """Return the place that a location of a fixed address names, else None."""
        attribute = die.attributes["DW_AT_location"]
        if attribute.form not in _BLOCKS:
            return None
        code = bytes(attribute.value)
        prefix = _BLOCKS[attribute.form] or len(_uleb_bytes(len(code)))
        size = self.image.pointer_size
        match code[:1]:
            case b"\x03":  # DW_OP_addr
                address = self.image.to_int(code[1 : 1 + size])
                key = (".debug_info", attribute.offset + prefix + 1)
                rest = code[1 + size :]
            case b"\xa1":  # DW_OP_addrx
                index, rest = _uleb(code[1:])
                address = self.dwarf.get_addr(die.cu, index)
                table = die.cu.get_top_DIE().attributes["DW_AT_addr_base"].value
                key = (".debug_addr", table + index * size)
            case _:
                return None
        extra = 0
        if rest[:1] == b"\x23":  # DW_OP_plus_uconst
            extra, rest = _uleb(rest[1:])
        if rest:
            return None
        if self.image.is_linked:
            return -1, address + extra
        if key not in self.image.debug_targets:
            return None
        section, offset = self.image.debug_targets[key]
        return section, offset + extra


def _plain(attribute: Any, unit_offset: int) -> int | str | bytes | None:
    """Return an attribute as offset of an entry, number, text or bytes; None for others."""
    form, value = attribute.form, attribute.value
    if form in _LOCAL_REFERENCES:
        return int(value) + unit_offset
    if form.startswith("DW_FORM_") and ("_ref_" in form or "GNU_ref" in form):
        return int(value) if form == "DW_FORM_ref_addr" else None
    match value:
        case bool():
            return int(value)
        case int():
            return value
        case bytes():
            is_name = attribute.name == "DW_AT_name"
            return _text(value) if is_name else value
        case list():
            block = bytes(value)
            if attribute.name == "DW_AT_data_member_location" and block[:1] == b"\x23":
                return _uleb(block[1:])[0]
            return block
        case _:
            return None


def _value(die: DIE, name: str) -> object:
    attribute = die.attributes.get(name)
    return None if attribute is None else attribute.value


def _text(value: object) -> str:
    """Return a name without characters that a terminal would act on."""
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else ""
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)


def _uleb(data: bytes) -> tuple[int, bytes]:
    """Return the ULEB128 number at the start, and what follows it."""
    result = 0
    for position, byte in enumerate(data[:10]):
        result |= (byte & 0x7F) << (7 * position)
        if byte < 0x80:
            return result, data[position + 1 :]
    return 0, b"?"


def _uleb_bytes(number: int) -> bytes:
    """Return a number as ULEB128."""
    result = bytearray()
    while number >= 0x80:
        result.append(number & 0x7F | 0x80)
        number >>= 7
    result.append(number)
    return bytes(result)
