"""The invalid files: each breaks one rule, and says where the finding must stand."""

from __future__ import annotations

from writer import Case

from shapes import (
    DATA,
    FIRST,
    MARKER,
    NAMES,
    NODES,
    TEXT,
    U16,
    U32,
    Node,
    database,
    head,
    metadata,
    number,
    pointer,
    table,
    text,
    tree,
)  # fmt: skip

_ROOM = 16
_START = 3 * 6 + _ROOM
_META = _START + len(DATA) + len(MARKER)


def cases() -> list[Case]:
    """Return every invalid file."""
    return [*_tree(), *_values(), *_pointers(), *_metadata(), *_cuts()]


def _tree() -> list[Case]:
    def case(rule: str, what: str, record: int, path: str) -> Case:
        nodes = ((1, 3), (record, 2), (3, 3 + _ROOM + len(FIRST)))
        return Case(rule, what, database(nodes, DATA), (6, 0), f"tree.nodes[1].{path}")

    def wide(size: int, side: str, nodes: tuple[Node, ...]) -> Case:
        what = f"{side}_record_of_{size}_bits"
        return Case("dangling-reference", what, database(nodes, DATA, size), (0, 0),
                    f"tree.nodes[0].{side}_target")  # fmt: skip

    gap = tree(NODES, 24) + bytes(15) + b"\1" + DATA + MARKER + metadata(3, 24, {})
    inside = NAMES + 1 + len(text("en")) + 1
    return [
        case("dangling-reference", "record_into_the_separator", 3 + 5, "left_target"),
        case("dangling-reference", "record_into_a_text", 3 + _ROOM + inside, "left_target"),
        case("dangling-reference", "record_past_the_data", 3 + _ROOM + len(DATA), "left_target"),
        case("dangling-reference", "record_huge", 0xFFFFFF, "left_target"),
        *(wide(size, "left", ((9, 3), *NODES[1:])) for size in (28, 32)),
        *(wide(size, "right", ((1, 9), *NODES[1:])) for size in (24, 28, 32)),
        Case("reserved-nonzero", "separator", gap, (18, 16), "separator"),
    ]


def _record(content: bytes) -> bytes:
    return database(((1, 1 + _ROOM),), content)


def _values() -> list[Case]:
    start = 6 + _ROOM
    value = "data.values[0]"

    def case(rule: str, what: str, content: bytes, span: tuple[int, int], path: str) -> Case:
        return Case(rule, what, _record(content), (start + span[0], span[1]), f"{value}{path}")

    twice = head(7, 2) + text("a") + text("b") + text("a") + text("c")
    key = head(7, 1) + number(U16, 1) + text("b")
    return [
        case("size-does-not-fit", "u16_of_3_bytes", head(U16, 3) + bytes(3), (0, 1), ".head"),
        case("size-does-not-fit", "u32_of_5_bytes", head(U32, 5) + bytes(5), (0, 1), ".head"),
        case("size-does-not-fit", "u64_of_9_bytes", head(9, 9) + bytes(9), (0, 2), ".head"),
        case("size-does-not-fit", "u128_of_17_bytes", head(10, 17) + bytes(17), (0, 2), ".head"),
        case("size-does-not-fit", "double_of_7_bytes", head(3, 7) + bytes(8), (0, 1), ".head"),
        case("size-does-not-fit", "float_of_3_bytes", head(15, 3) + bytes(4), (0, 2), ".head"),
        case("size-does-not-fit", "boolean_2", head(14, 2), (0, 2), ".head"),
        case("value-not-allowed", "kind_13", head(13, 0), (1, 1), ".head.long_kind"),
        case("value-not-allowed", "kind_16", head(16, 0), (1, 1), ".head.long_kind"),
        case("encoding-invalid", "text_is_not_utf8", head(TEXT, 1) + b"\xff", (1, 1),
             ".body.text"),
        case("unexpected-eof", "text_past_the_data", head(TEXT, 9) + b"abc", (1, 3),
             ".body.text"),
        case("duplicate-key", "key_twice", twice, (1 + 4, 4), ".body.pairs[1]"),
        case("key-not-a-string", "key_is_a_number", key, (1, 2), ".body.pairs[0].key"),
        case("unexpected-eof", "map_with_a_pair_too_many", head(7, 2) + text("a") + text("b"),
             (5, 0), ".body.pairs[1].key.head.short_kind"),
    ]  # fmt: skip


def _pointers() -> list[Case]:
    start = 6 + _ROOM

    def case(rule: str, what: str, content: bytes, at: int, path: str) -> Case:
        return Case(rule, what, _record(content), (start + at, 0 if rule[0] == "d" else 1),
                    f"data.{path}")  # fmt: skip

    loop = table({"a": pointer(0)})
    ahead = table({"a": pointer(5)}) + text("b")
    chain = text("b") + pointer(0) + table({"a": pointer(2)})
    into = text("abcdef") + table({"a": pointer(2)})
    number_key = number(U16, 5) + head(7, 1) + pointer(0) + text("a")
    body = "values[0].body.pairs[0].value.body"
    return [
        case("cyclic-reference", "map_holds_itself", loop, 4, body),
        case("cyclic-reference", "pointer_ahead", ahead, 4, body),
        case("pointer-to-pointer", "chain", chain, 8, "values[2].body.pairs[0].value.body"),
        case("dangling-reference", "pointer_into_a_text", into, 11,
             "values[1].body.pairs[0].value.body.token"),
        Case("key-not-a-string", "key_points_to_a_number", _record(number_key), (start + 3, 2),
             "data.values[1].body.pairs[0].key"),
    ]  # fmt: skip


def _metadata() -> list[Case]:
    def case(rule: str, what: str, **other: bytes) -> Case:
        data = database(NODES, DATA, **other)
        return Case(rule, what, data, (_META, len(data) - _META), "metadata")

    pointed = database(NODES, DATA, _description=pointer(3))
    array = tree(NODES, 24) + bytes(16) + DATA + MARKER + head(11, 0)
    return [
        case("ip-version-unknown", "ip_version_5", _ip_version=number(U16, 5)),
        case("format-version-unknown", "major_version_3",
             _binary_format_major_version=number(U16, 3)),
        case("record-size-unknown", "record_size_0", _record_size=number(U16, 0)),
        case("metadata-incomplete", "no_build_epoch", _build_epoch=b""),
        case("metadata-incomplete", "build_epoch_is_u32", _build_epoch=number(U32, 1_700_000_000)),
        case("metadata-incomplete", "database_type_is_a_number", _database_type=number(U16, 1)),
        Case("reserved-nonzero", "node_count_one_less",
             database(NODES, DATA, _node_count=number(U32, 2)), (12, 16), "separator"),
        Case("dangling-reference", "pointer_in_metadata", pointed, (len(pointed) - 1, 0),
             "metadata.pairs[8].value.body.metadata_token"),
        Case("metadata-not-a-map", "array", array, (_META, 2), "metadata.head"),
    ]  # fmt: skip


def _cuts() -> list[Case]:
    whole = database(NODES, DATA)
    return [
        Case("magic-mismatch", "empty_of_100_bytes", bytes(100), (0, 14), "marker"),
        Case("magic-mismatch", "cut_before_the_marker", whole[: _META - 1], (0, 14), "marker"),
        Case(
            "unexpected-eof",
            "last_byte_cut",
            whole[:-1],
            (len(whole) - 27, 26),
            "metadata.pairs[8].value.body.pairs[0].value.body.text",
        ),
        Case(
            "bytes-after-metadata",
            "one_byte_appended",
            whole + b"\0",
            (len(whole), 1),
            "metadata.rest",
        ),
    ]
