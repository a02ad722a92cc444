"""The invalid files: each breaks one rule, and says where the finding must stand.

Every case is a file by the real producers with one number changed, or cut.
"""

from __future__ import annotations

from pathlib import Path

from damage_code import code_cases
from layout import (
    COUNT_AT,
    FIELDS,
    HEADERS_AT,
    NAMES_AT,
    SYMBOL_FIELDS,
    Section,
    find_symbol,
    number,
    number_bytes,
    read_sections,
    section,
)
from writer import Case, put

_HUGE = 2**64 - 8


def cases(valid: Path) -> list[Case]:
    """Return every invalid file that is made from a valid one.

    Args:
        valid: folder with the produced files.
    """
    files = {path.stem: path.read_bytes() for path in sorted(valid.iterdir())}
    return [
        *_header(files["smallest"]),
        *_sections(files["xdp-stripped"]),
        *_kinds(files["xdp-stripped"], files["tracing-big-endian"]),
        *_symbols(files["xdp-stripped"], files["tracing-stripped"]),
        *_relocations(files["tracing-stripped"]),
        *_groups(files["groups"]),
        *code_cases(files),
        *_cuts(files["smallest"], files["xdp-stripped"]),
    ]


def _header(data: bytes) -> list[Case]:
    def field(rule: str, what: str, at: int, width: int, value: int, path: str) -> Case:
        return Case(rule, what, put(data, at, number_bytes(value, width)), (at, width), path)

    return [
        Case("magic-mismatch", "not_elf", put(data, 3, b"G"), (0, 4), "magic"),
        field("value-not-allowed", "of_32_bits", 4, 1, 1, "elf_class"),
        field("value-not-in-enum", "byte_order_3", 5, 1, 3, "data"),
        field("value-not-allowed", "ident_version_2", 6, 1, 2, "body.ident_version"),
        field("value-not-allowed", "for_a_system", 7, 1, 9, "body.os_abi"),
        field("reserved-nonzero", "for_a_version_of_a_system", 8, 1, 1, "body.abi_version"),
        Case("reserved-nonzero", "padding_of_ident", put(data, 15, b"x"), (9, 7),
             "body.ident_padding"),
        field("value-not-allowed", "executable", 16, 2, 2, "body.type"),
        field("value-not-allowed", "for_x86", 18, 2, 62, "body.machine"),
        field("value-not-allowed", "version_2", 20, 4, 2, "body.version"),
        field("reserved-nonzero", "entry_point", 24, 8, 64, "body.entry"),
        field("reserved-nonzero", "program_headers", 32, 8, 64, "body.program_headers_at"),
        field("value-out-of-range", "sections_past_end", HEADERS_AT, 8, _HUGE,
              "body.section_headers_at"),
        field("reserved-nonzero", "flags", 48, 4, 1, "body.flags"),
        field("value-not-allowed", "header_of_52_bytes", 52, 2, 52, "body.header_size"),
        field("reserved-nonzero", "program_header_of_56_bytes", 54, 2, 56,
              "body.program_header_size"),
        field("reserved-nonzero", "one_program_header", 56, 2, 1, "body.program_header_count"),
        field("value-not-allowed", "section_header_of_40_bytes", 58, 2, 40,
              "body.section_header_size"),
        field("value-out-of-range", "one_section", COUNT_AT, 2, 1, "body.section_count"),
        field("value-out-of-range", "names_in_section_0", NAMES_AT, 2, 0, "body.names_section"),
        field("value-out-of-range", "names_past_end", NAMES_AT, 2, 99, "body.names_section"),
        field("value-out-of-range", "sections_in_header", HEADERS_AT, 8, 32,
              "body.section_headers_at"),
        field("value-out-of-range", "sections_of_reserved_numbers", COUNT_AT, 2, 0xFFFF,
              "body.section_count"),
        Case("count-exceeds-remaining", "sections_more_than_bytes", put(data, COUNT_AT, b"\0\x70"),
             (number(data, HEADERS_AT, 8), 0), "body.sections"),
    ]  # fmt: skip


def _of(
    data: bytes, rule: str, what: str, part: Section, field: str, value: int, at: str = ""
) -> Case:
    start, width = FIELDS[field]
    place, place_width = FIELDS[at or field]
    changed = put(data, part.header + start, number_bytes(value, width))
    return Case(
        rule, what, changed, (part.header + place, place_width), f"{part.path}.{at or field}"
    )


def _sections(data: bytes) -> list[Case]:
    code, symbols, relocations = (
        section(data, "xdp"),
        section(data, ".symtab"),
        section(data, ".relxdp"),
    )
    first, license_, types = read_sections(data)[0], section(data, "license"), section(data, ".BTF")
    strings, count = section(data, ".strtab"), len(read_sections(data))
    return [
        _of(data, "value-not-in-enum", "kind_13", license_, "kind", 13),
        _of(data, "value-not-allowed", "flags_of_threads", license_, "flags", 0x403),
        _of(data, "reserved-nonzero", "section_with_address", code, "address", 4096),
        _of(data, "value-out-of-range", "section_past_end", code, "offset", _HUGE),
        _of(data, "value-out-of-range", "section_size_huge", code, "size", _HUGE),
        _of(data, "value-out-of-range", "link_past_end", relocations, "link", count),
        _of(data, "condition-failed", "alignment_12", code, "alignment", 12),
        _of(data, "first-section", "first_one_has_a_size", first, "size", 8, "kind"),
        _of(data, "first-section", "second_empty_one", license_, "kind", 0),
        _of(data, "not-aligned", "code_at_odd_place", code, "offset", code.start + 4),
        _of(data, "section-link", "relocations_of_strings", relocations, "link", strings.index),
        _of(data, "section-link", "names_in_code", symbols, "link", code.index),
        _of(data, "section-info", "relocations_of_nothing", relocations, "info", count),
        _of(data, "section-info", "local_symbols_past_end", symbols, "info", 9999),
        _of(data, "entry-size", "relocations_of_8_bytes", relocations, "entry_size", 8),
        _of(data, "entry-size", "symbols_of_0_bytes", symbols, "entry_size", 0),
        _of(data, "section-flags", "code_of_symbols", symbols, "flags", 6),
        _of(data, "name-of-kind", "license_without_bytes", license_, "kind", 8),
        _of(data, "name-of-kind", "types_without_bytes", types, "kind", 8),
        _of(data, "name-of-kind", "license_is_empty", license_, "size", 0, "kind"),
        Case("terminator-missing", "names", put(data, strings.start + strings.size - 1, b"x"),
             (strings.start, strings.size), f"{strings.path}.content.bytes"),
        Case("position-outside-stream", "name_past_end",
             put(data, code.header, number_bytes(2**31, 4)),
             (strings.start + strings.size, 0), f"{code.path}.name"),
        Case("section-twice", "two_licenses",
             put(data, code.header, data[license_.header : license_.header + 4]),
             (number(data, HEADERS_AT, 8), 64 * count), "body.sections"),
        Case("types-missing", "types_renamed",
             put(data, types.header, number_bytes(number(data, types.header, 4) + 1, 4)),
             (number(data, HEADERS_AT, 8), 64 * count), "body.sections"),
        _overlap(data, license_, section(data, ".maps")),
    ]  # fmt: skip


def _overlap(data: bytes, moved: Section, onto: Section) -> Case:
    changed = put(data, moved.header + 24, number_bytes(onto.start, 8))
    return Case("overlapping-fields", "license_in_maps", changed, (onto.start, moved.size),
                f"{onto.path}.contents")  # fmt: skip


def _kinds(data: bytes, big: bytes) -> list[Case]:
    license_, types = section(data, "license"), section(data, ".BTF")
    words = number(data, types.start + 12, 4) + number(data, types.start + 20, 4) + 24
    other = big.index(b"\xeb\x9f\x01\x00\x00\x00\x00\x18")
    return [
        Case("terminator-missing", "license_goes_on",
             put(data, license_.start, b"x" * license_.size), (license_.start, license_.size),
             f"{license_.path}.contents.text"),
        Case("byte-order-differs", "types_of_another_machine",
             put(data, types.start, big[other : other + 2]), (types.start, words), "body.types"),
    ]  # fmt: skip


def _symbols(data: bytes, several: bytes) -> list[Case]:
    def field(rule: str, what: str, name: str, field: str, value: int, at: str = "") -> Case:
        index, start = find_symbol(data, name)
        place, width = SYMBOL_FIELDS[field]
        shown, shown_width = SYMBOL_FIELDS[at or field]
        changed = put(data, start + place, number_bytes(value, width))
        path = f"{section(data, '.symtab').path}.content.items[{index}].{at or field}"
        return Case(rule, what, changed, (start + shown, shown_width), path)

    table = section(data, ".symtab")
    size = number(data, find_symbol(data, "filter")[1] + 16, 8)
    other = section(several, ".symtab")
    report = find_symbol(several, "report")[1]
    return [
        field("value-out-of-range", "symbol_name_past_end", "filter", "name_offset", 2**31),
        field("condition-failed", "symbol_kind_5", "filter", "info", 0x15),
        field("value-out-of-range", "visibility_4", "filter", "visibility", 4),
        field("condition-failed", "symbol_in_section_past_end", "filter", "section", 99),
        field("symbols-out-of-order", "function_is_local", "filter", "info", 2),
        field("symbol-outside-section", "function_longer_than_code", "filter", "size", size + 8,
              "value"),
        field("symbol-outside-section", "function_wraps_around", "filter", "value", _HUGE),
        field("symbol-of-kind", "function_of_5_bytes", "filter", "size", 5, "info"),
        field("symbol-of-kind", "function_in_data", "filter", "section",
              section(data, ".maps").index, "info"),
        field("symbol-of-kind", "map_in_code", "counts", "section",
              section(data, "xdp").index, "info"),
        Case("first-symbol", "first_one_has_a_value", put(data, table.start + 8, b"\1"),
             (table.start, 24), f"{table.path}.content.items[0]"),
        Case("functions-overlap", "one_at_another",
             put(several, report + 8, number_bytes(8, 8)), (other.start, other.size),
             f"{other.path}.content.items"),
    ]  # fmt: skip


def _relocations(data: bytes) -> list[Case]:
    part = section(data, ".relraw_tp/sys_exit")
    start, code = part.start, section(data, "raw_tp/sys_exit")
    call = part.start + part.size - 16
    last = part.size // 16 - 1
    license_ = find_symbol(data, "text_of_license")[0]
    info = number(data, start + 8, 8)
    in_types = section(data, ".rel.BTF")
    return [
        Case("condition-failed", "relocation_kind_9", put(data, start + 8, b"\x09"),
             (start + 8, 8), f"{part.path}.content.items[0].info"),
        Case("dangling-reference", "symbol_past_end", put(data, start + 12, b"\xff\xff"),
             (start + 8, 8), f"{part.path}.content.items[0].info"),
        Case("relocation-outside-section", "past_end_of_code",
             put(data, start, number_bytes(code.size, 8)), (start, 8),
             f"{part.path}.content.items[0].offset"),
        Case("relocation-outside-section", "past_end_of_types",
             put(data, in_types.start, number_bytes(section(data, ".BTF").size - 3, 8)),
             (in_types.start, 8), f"{in_types.path}.content.items[0].offset"),
        Case("relocation-of-kind", "address_in_a_call",
             put(data, start, number_bytes(number(data, call, 8), 8)),
             (start + 8, 8), f"{part.path}.content.items[0].info"),
        Case("call-of-no-function", "call_of_license",
             put(data, call + 8, number_bytes(license_ << 32 | 10, 8)),
             (call + 8, 8), f"{part.path}.content.items[{last}].info"),
        Case("address-of-nothing", "address_of_first_symbol",
             put(data, start + 8, number_bytes(info & 15, 8)),
             (start + 8, 8), f"{part.path}.content.items[0].info"),
        Case("call-of-no-function", "call_past_end",
             put(data, code.start + number(data, call, 8) + 4, number_bytes(9999, 4)),
             (call + 8, 8), f"{part.path}.content.items[{last}].info"),
    ]  # fmt: skip


def _groups(data: bytes) -> list[Case]:
    part = section(data, ".group")
    path = f"{part.path}.content"
    return [
        Case("value-not-allowed", "group_flags_2", put(data, part.start, b"\2"),
             (part.start, 4), f"{path}.flags"),
        Case("value-out-of-range", "group_of_section_99", put(data, part.start + 4, b"\x63"),
             (part.start + 4, 4), f"{path}.members[0]"),
        Case("value-out-of-range", "group_of_section_0", put(data, part.start + 4, b"\0"),
             (part.start + 4, 4), f"{path}.members[0]"),
    ]  # fmt: skip


def _cuts(data: bytes, larger: bytes) -> list[Case]:
    table = number(larger, HEADERS_AT, 8)
    return [
        Case("unexpected-eof", "empty", b"", (0, 0), "magic"),
        Case("unexpected-eof", "header_cut", data[:62], (62, 0), "body.names_section"),
        Case("count-exceeds-remaining", "last_header_cut", larger[:-1], (table, 0),
             "body.sections"),
        Case("unexplained-bytes", "one_byte_appended", data + b"x", (len(data), 1), ""),
    ]  # fmt: skip
