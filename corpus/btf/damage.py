"""The invalid files: each breaks one rule, and says where the finding must stand.

Every case is a file by the real producers with one word changed, or cut.
"""

from __future__ import annotations

from pathlib import Path

from layout import Record, first, names_start, read_records, word, word_bytes
from writer import Case, put

_HUGE = 2**32 - 1


def cases(valid: Path) -> list[Case]:
    """Return every invalid file that is made from a valid one.

    Args:
        valid: folder with the produced files.
    """
    files = {path.stem: path.read_bytes() for path in sorted(valid.iterdir())}
    kinds, tags = files["kinds"], files["tags-linked"]
    return [
        *_header(kinds),
        *_records(kinds),
        *_rings(kinds, files["maps"]),
        *_details(kinds, files["wide"]),
        *_members(kinds),
        *_parameters(kinds),
        *_sections(files["kinds-linked"]),
        *_tags(tags),
        *_split(files["split-from-kinds"]),
        *_cuts(kinds),
    ]


def _word(data: bytes, rule: str, what: str, at: int, value: int, path: str) -> Case:
    return Case(rule, what, put(data, at, word_bytes(value)), (at, 4), path)


def _field(data: bytes, rule: str, what: str, record: Record, name: str, value: int) -> Case:
    at = record.start + 4 * ("name_off", "info", "size_or_type").index(name)
    return _word(data, rule, what, at, value, f"{record.path}.{name}")


def _item(record: Record, index: int, name: str) -> str:
    return f"{record.path}.details.items[{index}].{name}"


def _header(data: bytes) -> list[Case]:
    size = word(data, 12)
    return [
        Case("value-not-allowed", "magic_one_letter", b"\x9f\xea" + data[2:], (0, 2), "magic"),
        Case("value-not-allowed", "version_2", put(data, 2, b"\2"), (2, 1), "body.version"),
        Case("reserved-nonzero", "flags_1", put(data, 3, b"\1"), (3, 1), "body.flags"),
        _word(data, "value-not-allowed", "header_length_32", 4, 32, "body.hdr_len"),
        _word(data, "value-not-allowed", "types_at_4", 8, 4, "body.type_off"),
        _word(data, "condition-failed", "types_length_odd", 12, size + 2, "body.type_len"),
        _word(data, "condition-failed", "types_length_huge", 12, _HUGE - 3, "body.type_len"),
        _word(data, "value-not-allowed", "names_inside_types", 16, size - 4, "body.str_off"),
        _word(data, "value-out-of-range", "no_names", 20, 0, "body.str_len"),
        _word(data, "value-out-of-range", "names_huge", 20, _HUGE, "body.str_len"),
        Case("terminator-missing", "last_name", data[:-1] + b"x",
             (names_start(data), word(data, 20)), "body.names"),
        Case("split-names-in-pool", "first_name_x", put(data, names_start(data), b"x"),
             (names_start(data), word(data, 20)), "body.names"),
    ]  # fmt: skip


def _records(data: bytes) -> list[Case]:
    types = len(read_records(data))
    pointer, struct, integer = (first(data, kind) for kind in ("ptr", "struct", "int"))
    function, prototype = first(data, "func"), first(data, "func_proto")
    variable, array, typedef = (first(data, kind) for kind in ("var", "array", "typedef"))
    named = word(data, integer.start) + 1
    end = data.index(b"\0", names_start(data) + named) - names_start(data)
    static = word(data, pointer.start + 4)
    return [
        _field(data, "value-out-of-range", "name_past_end", struct, "name_off",
               word(data, 20)),
        _field(data, "condition-failed", "kind_0", pointer, "info", 0),
        _field(data, "condition-failed", "kind_20", pointer, "info", 20 << 24),
        _field(data, "condition-failed", "unused_bit", pointer, "info", static | 1 << 29),
        _field(data, "dangling-reference", "pointer_past_end", pointer, "size_or_type", types + 1),
        _field(data, "refers-to-no-type", "pointer_to_function", pointer, "size_or_type",
               function.id),
        _field(data, "name-is-empty", "name_at_a_terminator", integer, "name_off", end),
        _field(data, "name-missing", "integer_without_name", integer, "name_off", 0),
        _field(data, "name-not-permitted", "pointer_with_name", pointer, "name_off", named - 1),
        _field(data, "count-of-kind", "pointer_with_count", pointer, "info", static | 1),
        _field(data, "count-of-kind", "linkage_3", function, "info", 12 << 24 | 3),
        _field(data, "flag-of-kind", "pointer_with_flag", pointer, "info", static | 1 << 31),
        _field(data, "size-of-kind", "integer_of_0_bytes", integer, "size_or_type", 0),
        _field(data, "size-of-kind", "array_with_size", array, "size_or_type", 4),
        _field(data, "function-without-prototype", "function_of_integer", function,
               "size_or_type", integer.id),
        _field(data, "returns-no-value", "returns_a_prototype", prototype, "size_or_type",
               prototype.id),
        _field(data, "variable-of-void", "variable", variable, "size_or_type", 0),
        _field(data, "dangling-reference", "typedef_huge", typedef, "size_or_type", _HUGE),
    ]  # fmt: skip


def _rings(data: bytes, maps: bytes) -> list[Case]:
    typedef, pointer, array = (first(data, kind) for kind in ("typedef", "ptr", "array"))
    struct = first(data, "struct")
    itself = put(data, struct.details + 4, word_bytes(struct.id))
    span = (struct.details, 12 * struct.count)
    empty = next(
        r for r in read_records(maps) if r.kind == "array" and not word(maps, r.start + 20)
    )
    flexible = next(
        r
        for r in read_records(maps)
        if r.kind == "struct"
        and empty.id in [word(maps, r.details + 12 * index + 4) for index in range(r.count)]
    )
    last = flexible.details + 12 * (flexible.count - 1) + 4
    taker, arrow = next(
        (r, p)
        for p in read_records(maps)
        if p.kind == "ptr"
        for r in read_records(maps)
        if r.kind == "func_proto" and r.count == 1 and r.id == word(maps, p.start + 8)
    )
    return [
        Case("contains-itself", "array_of_itself",
             put(maps, empty.details, word_bytes(flexible.id)), (last, 4),
             _item(flexible, flexible.count - 1, "type")),
        _with_span(_field(data, "cyclic-reference", "typedef_of_itself", typedef, "size_or_type",
                          typedef.id), typedef),
        _with_span(_field(data, "cyclic-pointer", "pointer_to_itself", pointer, "size_or_type",
                          pointer.id), pointer),
        _with_span(_word(data, "cyclic-reference", "array_of_itself", array.details, array.id, ""),
                   array),
        Case("cyclic-function", "function_takes_itself",
             put(maps, taker.details + 4, word_bytes(arrow.id)), (taker.details, 8),
             f"{taker.path}.details.items"),
        Case("contains-itself", "struct_is_its_own_member", itself, span,
             f"{struct.path}.details.items"),
    ]  # fmt: skip


def _with_span(case: Case, record: Record) -> Case:
    return Case(case.rule, case.what, case.data, (record.start + 4, 4), f"{record.path}.info")


def _details(data: bytes, wide: bytes) -> list[Case]:
    integer, array = first(data, "int"), first(data, "array")
    enum, enum64, variable = first(data, "enum"), first(wide, "enum64"), first(data, "var")
    forward, struct = first(data, "fwd"), first(data, "struct")
    path = f"{array.path}.details"
    return [
        _word(data, "condition-failed", "integer_of_255_bits", integer.details, 255,
              f"{integer.path}.details.value"),
        _word(data, "dangling-reference", "array_of_void", array.details, 0,
              f"{path}.element_type"),
        _word(data, "elements-without-size", "array_of_forward", array.details, forward.id,
              f"{path}.element_type"),
        _word(data, "index-is-no-integer", "array_by_struct", array.details + 4, struct.id,
              f"{path}.index_type"),
        _word(data, "value-out-of-range", "value_without_name", enum.details, 0,
              _item(enum, 0, "name_off")),
        _word(data, "value-out-of-range", "value_name_past_end", enum.details, _HUGE,
              _item(enum, 0, "name_off")),
        _word(wide, "value-out-of-range", "wide_value_without_name", enum64.details, 0,
              _item(enum64, 0, "name_off")),
        _word(wide, "value-out-of-range", "wide_value_name_past_end", enum64.details, _HUGE,
              _item(enum64, 0, "name_off")),
        _word(data, "value-out-of-range", "linkage_of_variable_3", variable.details, 3,
              f"{variable.path}.details.linkage"),
    ]  # fmt: skip


def _members(data: bytes) -> list[Case]:
    struct, union, forward = (first(data, kind) for kind in ("struct", "union", "fwd"))
    places = [struct.details + 12 * index for index in range(struct.count)]
    widths = [word(data, place + 8) >> 24 for place in places]
    bits = next(index for index, width in enumerate(widths) if width)

    def case(rule: str, what: str, index: int, name: str, value: int) -> Case:
        at = places[index] + 4 * ("name_off", "type", "offset").index(name)
        return _word(data, rule, what, at, value, _item(struct, index, name))

    swapped = put(data, places[1] + 8, word_bytes(word(data, places[2] + 8) + 64))
    offset = word(data, places[bits] + 8) & 0xFFFFFF
    return [
        case("value-out-of-range", "member_name_past_end", 1, "name_off", _HUGE),
        case("dangling-reference", "member_past_end", 1, "type", len(read_records(data)) + 1),
        case("dangling-reference", "member_of_void", 1, "type", 0),
        case("member-without-size", "member_of_forward", 1, "type", forward.id),
        case("member-outside-struct", "last_member", struct.count - 2, "offset",
             8 * word(data, struct.start + 8)),
        case("member-not-at-byte", "pointer_at_bit_1", 0, "offset", 1),
        case("bit-field-too-wide", "255_bits", bits, "offset", offset | 255 << 24),
        case("bit-field-of-no-integer", "bits_of_pointer", bits, "type", first(data, "ptr").id),
        Case("members-out-of-order", "two_members", swapped,
             (places[0], 12 * struct.count), f"{struct.path}.details.items"),
        Case("struct-of-padding", "size_of_a_gigabyte",
             put(data, struct.start + 8, word_bytes(2**30)),
             (places[0], 12 * struct.count), f"{struct.path}.details.items"),
        _word(data, "member-offset-in-union", "second_member", union.details + 20, 8,
              _item(union, 1, "offset")),
    ]  # fmt: skip


def _parameters(data: bytes) -> list[Case]:
    prototype = first(data, "func_proto", 2)
    at = prototype.details
    return [
        _word(data, "value-out-of-range", "parameter_name_past_end", at, _HUGE,
              _item(prototype, 0, "name_off")),
        _word(data, "dangling-reference", "parameter_past_end", at + 4,
              len(read_records(data)) + 1, _item(prototype, 0, "type")),
        _word(data, "parameter-of-void", "first_of_two", at + 4, 0, _item(prototype, 0, "type")),
        _word(data, "parameter-without-size", "of_a_variable", at + 4, first(data, "var").id,
              _item(prototype, 0, "type")),
    ]  # fmt: skip


def _sections(data: bytes) -> list[Case]:
    section = first(data, "datasec", 2)
    at = section.details
    second = put(data, at + 12 + 4, word_bytes(word(data, at + 4)))
    alone = first(data, "datasec")
    types = len(read_records(data))
    empty = put(data[: alone.details] + data[alone.details + 12 * alone.count :], alone.start + 4,
                word_bytes(15 << 24))  # fmt: skip
    gone = 12 * alone.count
    for place in (12, 16):
        empty = put(empty, place, word_bytes(word(data, place) - gone))
    return [
        Case("variables-overlap", "second_at_first", second, (at, 12 * section.count),
             f"{section.path}.details.items"),
        Case("section-is-empty", "variables_removed", empty, (alone.details, 0),
             f"{alone.path}.details.items"),
        _word(data, "dangling-reference", "variable_past_end", at, types + 1,
              _item(section, 0, "type")),
        _word(data, "section-of-no-variable", "integer", at, first(data, "int").id,
              _item(section, 0, "type")),
        _word(data, "variable-outside-section", "past_its_end", at + 12 * (section.count - 1) + 4,
              word(data, section.start + 8), _item(section, section.count - 1, "offset")),
    ]  # fmt: skip


def _tags(data: bytes) -> list[Case]:
    tag = first(data, "decl_tag")
    on_member = next(r for r in read_records(data)
                     if r.kind == "decl_tag" and word(data, r.details) != 2**32 - 1)  # fmt: skip
    return [
        _word(data, "value-out-of-range", "component_minus_2", tag.details, -2,
              f"{tag.path}.details.component"),
        Case("tag-target", "tag_on_integer",
             put(data, tag.start + 8, word_bytes(first(data, "int").id)), (tag.details, 4),
             f"{tag.path}.details"),
        _word(data, "tag-component", "component_99", on_member.details, 99,
              f"{on_member.path}.details.component"),
    ]  # fmt: skip


def _split(data: bytes) -> list[Case]:
    past = 47 + len(read_records(data)) + 1
    names = 501 + word(data, 20)
    pointer, array, struct = (first(data, kind) for kind in ("ptr", "array", "struct"))
    prototype = first(data, "func_proto", 1)
    rule = "base-reference-exceeds-contract"
    return [
        _field(data, rule, "pointer", pointer, "size_or_type", past),
        _field(data, "base-name-exceeds-contract", "struct", struct, "name_off", names),
        _word(data, rule, "array", array.details, past, f"{array.path}.details.element_type"),
        _word(data, rule, "member", struct.details + 4, past, _item(struct, 0, "type")),
        _word(data, rule, "parameter", prototype.details + 4, past, _item(prototype, 0, "type")),
        _split_section(data, rule, past + 1),
    ]


def _split_section(data: bytes, rule: str, past: int) -> Case:
    """Append a section of one variable, which pahole makes for per-CPU variables only."""
    at = names_start(data)
    name = word(data, first(data, "struct").start)
    words = (name, 15 << 24 | 1, 4, past, 0, 4)
    section = b"".join(word_bytes(value) for value in words)
    made = data[:at] + section + data[at:]
    for place in (12, 16):
        made = put(made, place, word_bytes(word(data, place) + len(section)))
    path = f"body.types.items[{len(read_records(data))}].details.items[0].type"
    return Case(rule, "variable", made, (at + 12, 4), path)


def _cuts(data: bytes) -> list[Case]:
    size = word(data, 20)
    return [
        Case("unexpected-eof", "empty", b"", (0, 0), "magic"),
        Case("unexpected-eof", "header_cut", data[:22], (20, 2), "body.str_len"),
        Case("unexpected-eof", "one_byte_missing", data[:-1], (names_start(data), size - 1),
             "body.names"),
        Case("unexplained-bytes", "one_byte_appended", data + b"\0", (len(data), 1), ""),
    ]  # fmt: skip
