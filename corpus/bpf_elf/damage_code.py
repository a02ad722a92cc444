"""The invalid files whose fault lies in the programs, or in what `.BTF.ext` says of them."""

from __future__ import annotations

from collections.abc import Mapping

from layout import Section, number, number_bytes, read_sections, section
from writer import Case, put

_FIELDS = {"opcode": (0, 1), "registers": (1, 1), "offset": (2, 2), "imm": (4, 4)}


def code_cases(files: Mapping[str, bytes]) -> list[Case]:
    """Return the invalid files of programs and of what is said of them.

    Args:
        files: name without extension -> bytes of the produced files.
    """
    return [
        *_instructions(files["xdp-no-debug"]),
        *_atomic(files["instructions"]),
        *_whole(files["xdp-no-debug"]),
        *_described(files["core-stripped"]),
        *_described_head(files["core-stripped"]),
    ]


def _find(data: bytes, part: Section, opcode: int) -> int:
    """Return the number of the first instruction with an opcode."""
    code = data[part.start : part.start + part.size]
    return next(index for index in range(part.size // 8) if code[8 * index] == opcode)


def _case(
    data: bytes, part: Section, rule: str, what: str, index: int, change: tuple[str, int], at: str
) -> Case:
    name, value = change
    place, width = _FIELDS[name]
    shown, shown_width = _FIELDS[at]
    start = part.start + 8 * index
    changed = put(data, start + place, number_bytes(value, width))
    path = f"{part.path}.contents.items[{index}].{at}"
    return Case(rule, what, changed, (start + shown, shown_width), path)


def _instructions(data: bytes) -> list[Case]:
    part = section(data, "xdp")
    wide, jump, shift = (_find(data, part, opcode) for opcode in (0x18, 0x55, 0x67))
    call, leave, load = (_find(data, part, opcode) for opcode in (0x85, 0x95, 0x61))
    move = _find(data, part, 0xBF)

    def case(rule: str, what: str, index: int, name: str, value: int, at: str = "") -> Case:
        return _case(data, part, rule, what, index, (name, value), at or name)

    return [
        case("value-not-in-enum", "opcode_ff", load, "opcode", 0xFF),
        case("condition-failed", "register_11", load, "registers", 0x1B),
        case("wide-load-cut", "second_half_has_an_opcode", wide + 1, "opcode", 0xB7),
        case("wide-load-cut", "second_half_alone", load, "opcode", 0),
        case("jump-outside-section", "before_the_start", jump, "offset", -jump - 2),
        case("jump-outside-section", "past_the_end", jump, "offset", 0x7000),
        case("jump-outside-section", "into_a_wide_load", jump, "offset", wide - jump),
        case("operand-not-used", "exit_with_a_value", leave, "imm", 1, "opcode"),
        case("operand-not-used", "move_with_an_offset", move, "offset", 3, "opcode"),
        case("operand-not-used", "call_with_an_offset", call, "offset", 1, "opcode"),
        case("operand-not-used", "wide_load_of_kind_9", wide, "registers", 0x91, "opcode"),
        case("shift-too-wide", "by_64", shift, "imm", 64),
        case("frame-is-read-only", "load_into_it", load, "registers", 0x1A),
    ]  # fmt: skip


def _atomic(data: bytes) -> list[Case]:
    part = section(data, "socket")
    add = _find(data, part, 0xDB)
    return [_case(data, part, "atomic-operation", "operation_2", add, ("imm", 2), "imm")]


def _whole(data: bytes) -> list[Case]:
    """Return the cases that a section of code as a whole must draw."""
    part = section(data, "xdp")
    runs_on = put(data, part.start + part.size - 8, b"\xb7")
    cut = put(data, part.header + 32, number_bytes(part.size - 4, 8))
    span = (part.start, part.size)
    return [
        Case("program-runs-on", "last_is_no_exit", runs_on, span, f"{part.path}.contents.items"),
        Case("program-is-cut", "half_an_instruction", cut, (part.start, part.size - 4),
             f"{part.path}.contents"),
    ]  # fmt: skip


def _described_head(data: bytes) -> list[Case]:
    def case(rule: str, what: str, at: int, width: int, value: int, path: str) -> Case:
        changed = put(data, start + at, number_bytes(value, width))
        return Case(rule, what, changed, (start + at, width), f"body.types_of_code.{path}")

    start = section(data, ".BTF.ext").start
    functions = number(data, start + 12, 4)
    lines = number(data, start + 20, 4)
    return [
        case("value-not-allowed", "ext_magic", 0, 2, 0xEB9E, "magic"),
        case("value-not-allowed", "ext_version_2", 2, 1, 2, "version"),
        case("reserved-nonzero", "ext_flags_1", 3, 1, 1, "flags"),
        case("value-not-allowed", "ext_header_of_28_bytes", 4, 4, 28, "header_size"),
        case("value-not-allowed", "functions_at_4", 8, 4, 4, "functions_at"),
        case("value-not-allowed", "lines_inside_functions", 16, 4, functions - 4, "lines_at"),
        case("value-not-allowed", "type_uses_past_end", 24, 4, 2**31, "type_uses_at"),
        case("value-not-allowed", "functions_of_4_bytes", 32, 4, 4, "functions.record_size"),
        case("value-not-allowed", "lines_of_8_bytes", 32 + functions, 4, 8, "lines.record_size"),
        case("value-not-allowed", "type_uses_of_12_bytes", 32 + functions + lines, 4, 12,
             "type_uses.record_size"),
    ]  # fmt: skip


def _described(data: bytes) -> list[Case]:
    start = section(data, ".BTF.ext").start + 32
    functions = start + 4
    lines = start + number(data, start - 20, 4) + 4
    uses = lines + number(data, start - 12, 4)
    return [
        *_area(data, "functions", functions, 8),
        *_area(data, "lines", lines, 16),
        *_area(data, "type_uses", uses, 16),
        *_records(data, functions, lines, uses),
    ]


def _area(data: bytes, name: str, at: int, width: int) -> list[Case]:
    """Return the cases that every table of `.BTF.ext` has; its first block is at `at`."""
    path = f"body.types_of_code.{name}"
    count = number(data, at + 4, 4)
    second = at + 8 + width * count
    end = second + 8 + width * number(data, second + 4, 4)
    first = data[at : at + 4]
    code = max(part.size for part in read_sections(data))
    last = at + 8 + width * (count - 1)
    items = (at + 8, width * count)
    return [
        Case("value-out-of-range", f"{name}_of_no_section", put(data, at, bytes(4)), (at, 4),
             f"{path}.blocks[0].place.name_offset"),
        Case("value-out-of-range", f"{name}_of_section_past_end", put(data, at + 3, b"\x7f"),
             (at, 4), f"{path}.blocks[0].place.name_offset"),
        Case("value-out-of-range", f"{name}_none", put(data, at + 4, bytes(4)), (at + 4, 4),
             f"{path}.blocks[0].place.count"),
        Case("count-exceeds-remaining", f"{name}_many", put(data, at + 7, b"\x7f"),
             (at + 8, 0), f"{path}.blocks[0].items"),
        Case("condition-failed", f"{name}_inside_an_instruction",
             put(data, last, number_bytes(number(data, last, 4) + 4, 4)), (last, 4),
             f"{path}.blocks[0].items[{count - 1}].offset"),
        Case("place-outside-code", f"{name}_past_end",
             put(data, last, number_bytes(code // 8 * 8 + 8, 4)), items, f"{path}.blocks[0].items"),
        Case("place-outside-code", f"{name}_of_another_name",
             put(data, at, number_bytes(number(data, at, 4) + 1, 4)), items,
             f"{path}.blocks[0].items"),
        Case("section-twice", f"{name}_for_one_section", put(data, second, first),
             (at, end - at), f"{path}.blocks"),
    ]  # fmt: skip


def _records(data: bytes, functions: int, lines: int, uses: int) -> list[Case]:
    def case(rule: str, what: str, at: int, value: int, path: str) -> Case:
        changed = put(data, at, number_bytes(value, 4))
        return Case(rule, what, changed, (at, 4), f"body.types_of_code.{path}")

    function, line, use = (f"{n}.blocks[0].items[0]" for n in ("functions", "lines", "type_uses"))
    return [
        case("value-out-of-range", "function_of_type_0", functions + 12, 0, f"{function}.type"),
        case("value-out-of-range", "function_past_end", functions + 12, 9999, f"{function}.type"),
        case("place-of-no-function", "function_of_type_1", functions + 12, 1, f"{function}.type"),
        case("value-out-of-range", "file_name_past_end", lines + 12, 2**31, f"{line}.file_name"),
        case("value-out-of-range", "text_past_end", lines + 16, 2**31, f"{line}.text"),
        case("value-out-of-range", "use_of_type_0", uses + 12, 0, f"{use}.type"),
        case("value-out-of-range", "use_of_type_past_end", uses + 12, 9999, f"{use}.type"),
        case("value-out-of-range", "access_past_end", uses + 16, 2**31, f"{use}.access"),
        case("value-out-of-range", "access_of_nothing", uses + 16, 0, f"{use}.access"),
        case("value-out-of-range", "use_of_kind_13", uses + 20, 13, f"{use}.kind"),
    ]
