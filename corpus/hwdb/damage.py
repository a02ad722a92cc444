"""The invalid files: each breaks one rule, and says where the finding must stand.

Every case is a file by the real producer with one field changed; sizes around it are repaired
where the fault would otherwise hide behind another one.
"""

from __future__ import annotations

import struct
from pathlib import Path

from layout import FIELDS, Node, number, number_bytes, pool_start, read_nodes, string
from writer import Case, put

PRODUCED = "prefix-too-long__aborts_systemd_252.bin"
"""Made by produce.sh, not here."""
_HUGE = 2**64 - 1


def cases(valid: Path) -> list[Case]:
    """Return every invalid file that is made from a valid one.

    Args:
        valid: folder with the produced files.
    """
    models = (valid / "vendor-and-models.bin").read_bytes()
    globs = (valid / "globs-in-every-place.bin").read_bytes()
    compat = (valid / "compat-vendor-and-models.bin").read_bytes()
    bus = (valid / "bus-of-192-devices.bin").read_bytes()
    return [
        _exchanged(bus),
        *_header(models),
        *_sizes(models),
        *_nodes(globs),
        *_children(globs),
        *_tree(globs),
        *_values(models),
        *_strings(models),
        *_compat(compat),
        *_cuts(models),
    ]


def _field(data: bytes, rule: str, what: str, name: str, value: int) -> Case:
    at = FIELDS[name]
    return Case(rule, what, put(data, at, number_bytes(value)), (at, 8), f"header.{name}")


def _header(data: bytes) -> list[Case]:
    size = len(data)
    return [
        Case("magic-mismatch", "one_letter", put(data, 3, b"Q"), (0, 8), "header.signature"),
        _field(data, "value-out-of-range", "tool_version_0", "tool_version", 0),
        _field(data, "value-out-of-range", "tool_version_100000", "tool_version", 100_000),
        _field(data, "value-out-of-range", "tool_version_huge", "tool_version", _HUGE),
        _field(data, "value-not-allowed", "file_size_one_less", "file_size", size - 1),
        _field(data, "value-not-allowed", "file_size_huge", "file_size", _HUGE),
        _field(data, "value-not-allowed", "header_size_0", "header_size", 0),
        _field(data, "value-not-allowed", "header_size_88", "header_size", 88),
        _field(data, "value-not-allowed", "node_size_0", "node_size", 0),
        _field(data, "value-not-allowed", "child_entry_size_8", "child_entry_size", 8),
        _field(data, "value-not-allowed", "value_entry_size_24", "value_entry_size", 24),
        _field(data, "dangling-reference", "root_at_0", "nodes_root_off", 0),
        _field(data, "dangling-reference", "root_past_end", "nodes_root_off", _HUGE - 7),
        _field(data, "dangling-reference", "root_inside_node", "nodes_root_off",
               number(data, FIELDS["nodes_root_off"]) + 8),
    ]  # fmt: skip


def _sizes(data: bytes) -> list[Case]:
    pool = len(data) - pool_start(data)
    nodes = pool_start(data) - 80
    at = FIELDS["nodes_len"]
    zeros = put(data + b"\0", FIELDS["file_size"], number_bytes(len(data) + 1))
    return [
        _field(data, "value-out-of-range", "nodes_len_0", "nodes_len", 0),
        _field(data, "value-out-of-range", "nodes_len_23", "nodes_len", 23),
        _field(data, "value-out-of-range", "nodes_len_huge", "nodes_len", _HUGE),
        _field(data, "value-out-of-range", "strings_len_0", "strings_len", 0),
        _field(data, "value-out-of-range", "strings_len_huge", "strings_len", _HUGE),
        Case("sizes-do-not-add-up", "strings_len_one_less",
             put(data, FIELDS["strings_len"], number_bytes(pool - 1)), (at, 8), "header.nodes_len"),
        Case("sizes-do-not-add-up", "one_byte_appended", zeros, (at, 8), "header.nodes_len"),
        Case("unexplained-bytes", "one_byte_appended", zeros, (len(data), 1), ""),
        Case("unexpected-eof", "strings_len_one_more",
             put(data, FIELDS["strings_len"], number_bytes(pool + 1)), (80 + nodes, pool),
             "strings"),
        Case("unexpected-eof", "nodes_len_into_strings",
             put(put(data, at, number_bytes(nodes + 10)), FIELDS["strings_len"],
                 number_bytes(pool - 10)),
             (80 + nodes + 9, 1), f"nodes.items[{len(read_nodes(data))}].padding"),
    ]  # fmt: skip


def _node_path(node: Node) -> str:
    return f"nodes.items[{node.index}]"


def _nodes(data: bytes) -> list[Case]:
    node = read_nodes(data)[0]
    at, path = node.start, _node_path(node)

    def case(rule: str, what: str, offset: int, new: bytes, name: str) -> Case:
        return Case(
            rule, what, put(data, at + offset, new), (at + offset, len(new)), f"{path}.{name}"
        )

    return [
        case("value-out-of-range", "prefix_past_end", 0, number_bytes(len(data)), "prefix_off"),
        case("value-out-of-range", "prefix_in_nodes", 0, number_bytes(at), "prefix_off"),
        case("value-out-of-range", "prefix_huge", 0, number_bytes(_HUGE), "prefix_off"),
        case("reserved-nonzero", "node_padding_1", 9, bytes(6) + b"\1", "padding"),
        Case("count-exceeds-remaining", "values_count_huge",
             put(data, at + 16, number_bytes(_HUGE)), (at + 24, 0),
             f"{path}.values"),
        Case("count-exceeds-remaining", "children_count_255", put(data, at + 8, b"\xff"),
             (at + 24, 0), f"{path}.children"),
        _empty_node(data),
    ]  # fmt: skip


def _empty_node(data: bytes) -> Case:
    """Take a leaf's values away: every offset and size after them follows."""
    leaf = next(n for n in read_nodes(data) if not n.children)
    gone = leaf.end - leaf.values[0]
    made = bytearray(put(data, leaf.start + 16, number_bytes(0)))
    for name in ("file_size", "nodes_root_off", "nodes_len"):
        made[FIELDS[name] : FIELDS[name] + 8] = number_bytes(number(data, FIELDS[name]) - gone)
    for node in read_nodes(data):
        places = [node.start, *(child + 8 for child in node.children)]
        for value in node.values:
            places += [value, value + 8, value + 16]
        for place in places:
            target = number(data, place)
            if target > leaf.start:
                made[place : place + 8] = number_bytes(target - gone)
    del made[leaf.values[0] : leaf.end]
    return Case("node-is-empty", "leaf_without_values", bytes(made), (leaf.start, 24),
                _node_path(leaf))  # fmt: skip


def _children(data: bytes) -> list[Case]:
    nodes = read_nodes(data)
    root = nodes[-1]
    child = f"{_node_path(root)}.children"
    first, second = root.children[:2]
    span = (root.children[0], 16 * len(root.children))
    off = (first + 8, 8)

    def pointer(rule: str, what: str, value: int) -> Case:
        return Case(rule, what, put(data, *_at(off, value)), off, f"{child}[0].child_off")

    swapped = put(put(data, first, data[second : second + 1]), second, data[first : first + 1])
    twice = put(data, second, data[first : first + 1])
    offsets = put(put(data, first + 8, data[second + 8 : second + 16]), second + 8,
                  data[first + 8 : first + 16])  # fmt: skip
    return [
        pointer("cyclic-reference", "child_is_the_root", root.start),
        pointer("dangling-reference", "child_at_0", 0),
        pointer("dangling-reference", "child_inside_node", nodes[0].start + 8),
        pointer("dangling-reference", "child_in_strings", pool_start(data)),
        pointer("dangling-reference", "child_past_end", len(data)),
        pointer("dangling-reference", "child_huge", _HUGE),
        Case("value-out-of-range", "child_byte_0", put(data, first, b"\0"), (first, 1),
             f"{child}[0].c"),
        Case("reserved-nonzero", "child_padding_1", put(data, first + 1, b"\1"), (first + 1, 7),
             f"{child}[0].padding"),
        Case("order-violated", "child_bytes_swapped", swapped, (second, 16), f"{child}[1]"),
        Case("order-violated", "child_byte_twice", twice, (second, 16), f"{child}[1]"),
        Case("children-not-in-post-order", "child_offsets_swapped", offsets, span, child),
    ]  # fmt: skip


def _at(span: tuple[int, int], value: int) -> tuple[int, bytes]:
    return span[0], number_bytes(value)


def _tree(data: bytes) -> list[Case]:
    nodes = read_nodes(data)
    root = nodes[-1]
    inner = next(n for n in nodes if len(n.children) > 1 and n is not root)
    shared = put(data, root.children[0] + 8, data[inner.children[0] + 8 : inner.children[0] + 16])
    self_loop = put(data, inner.children[-1] + 8, number_bytes(inner.start))
    forward = put(data, inner.children[-1] + 8, number_bytes(root.start))
    path = f"{_node_path(inner)}.children[{len(inner.children) - 1}].child_off"
    area = (nodes[0].start, pool_start(data) - nodes[0].start)
    return [
        Case("trie-not-a-tree", "two_parents_share_a_child", shared, area, "nodes.items"),
        _field(data, "root-is-not-last", "root_is_a_leaf", "nodes_root_off", nodes[-2].start),
        Case("cyclic-reference", "child_is_its_parent", self_loop, (inner.children[-1] + 8, 8),
             path),
        Case("cyclic-reference", "child_is_an_ancestor", forward, (inner.children[-1] + 8, 8),
             path),
    ]  # fmt: skip


def _exchanged(data: bytes) -> Case:
    """Exchange a child of one node with a child of another: each node still has one parent.

    Of all such pairs, the first one after which children still ascend and lie before their
    parents, so that no other rule sees it.
    """
    nodes = read_nodes(data)
    entries = [(node, k) for node in nodes for k in range(len(node.children))]
    for a, i in entries:
        for b, k in entries:
            made = put(put(data, *_target(b.children[k], data, a.children[i])),
                       *_target(a.children[i], data, b.children[k]))  # fmt: skip
            if a is not b and _ascends(made, a) and _ascends(made, b):
                place = (a.children[i] + 8, 8)
                path = f"{_node_path(a)}.children[{i}].child_off"
                return Case("child-of-another", "exchanged_with_another_parent", made, place, path)
    raise ValueError("no pair of children can be exchanged")


def _target(entry: int, data: bytes, source: int) -> tuple[int, bytes]:
    return entry + 8, data[source + 8 : source + 16]


def _ascends(data: bytes, node: Node) -> bool:
    offsets = [number(data, child + 8) for child in node.children]
    return sorted(offsets) == offsets and offsets[-1] < node.start


def _values(data: bytes) -> list[Case]:
    node = next(n for n in read_nodes(data) if len(n.values) > 1)
    first, second = node.values[:2]
    path = f"{_node_path(node)}.values"
    pool = pool_start(data)

    def case(rule: str, what: str, offset: int, new: bytes, name: str) -> Case:
        at = first + offset
        return Case(rule, what, put(data, at, new), (at, len(new)), f"{path}[0].{name}")

    swapped = put(put(data, first, data[second : second + 8]), second, data[first : first + 8])
    twice = put(data, second, data[first : first + 8])
    return [
        case("value-out-of-range", "key_past_end", 0, number_bytes(len(data)), "key_off"),
        case("value-out-of-range", "key_in_header", 0, number_bytes(8), "key_off"),
        case("value-out-of-range", "value_past_end", 8, number_bytes(len(data) + 4096),
             "value_off"),
        case("value-out-of-range", "value_in_nodes", 8, number_bytes(pool - 1), "value_off"),
        case("value-out-of-range", "filename_past_end", 16, number_bytes(_HUGE),
             "source.filename_off"),
        case("value-out-of-range", "filename_in_nodes", 16, number_bytes(pool - 1),
             "source.filename_off"),
        case("value-out-of-range", "line_0", 24, bytes(4), "source.line_number"),
        case("value-out-of-range", "priority_0", 28, bytes(2), "source.file_priority"),
        case("reserved-nonzero", "value_padding_1", 30, b"\1\0", "source.padding"),
        case("key-without-space", "key_one_byte_on", 0,
             number_bytes(number(data, first) + 1), "key_off"),
        case("key-without-space", "key_empty", 0, number_bytes(pool), "key_off"),
        Case("order-violated", "keys_swapped", swapped, (second, 32), f"{path}[1]"),
        Case("order-violated", "key_twice", twice, (second, 32), f"{path}[1]"),
    ]  # fmt: skip


def _strings(data: bytes) -> list[Case]:
    pool = pool_start(data)
    span = (pool, len(data) - pool)
    return [
        Case("terminator-missing", "last_string", data[:-1] + b"x", span, "strings"),
        Case("pool-without-empty-string", "first_byte_x", put(data, pool, b"x"), span, "strings"),
    ]


def _compat(data: bytes) -> list[Case]:
    node = next(n for n in read_nodes(data) if n.values)
    at = node.values[0]
    path = f"{_node_path(node)}.values[0]"
    name = string(data, number(data, at))
    place = data.index(name, pool_start(data))
    return [
        Case("value-out-of-range", "compat_key_past_end", put(data, at, number_bytes(len(data))),
             (at, 8), f"{path}.key_off"),
        Case("key-without-space", "compat_key_tab", put(data, place, b"\t"), (at, 8),
             f"{path}.key_off"),
    ]  # fmt: skip


def _cuts(data: bytes) -> list[Case]:
    size = len(data)
    at = FIELDS["file_size"]

    def cut(length: int) -> bytes:
        return put(data[:length], at, number_bytes(length))

    size_lies = data[: size - 7]
    return [
        Case("unexpected-eof", "empty", b"", (0, 0), "header.signature"),
        Case("unexpected-eof", "one_byte", data[:1], (0, 1), "header.signature"),
        Case("unexpected-eof", "header_cut", data[:70], (64, 6), "header.nodes_len"),
        Case("value-not-allowed", "cut_7_bytes", size_lies, (at, 8), "header.file_size"),
        Case("sizes-do-not-add-up", "cut_and_file_size_repaired", cut(size - 7), (64, 8),
             "header.nodes_len"),
        Case("unexpected-eof", "cut_in_nodes_and_repaired", cut(200), (80, 120), "nodes"),
        Case("magic-mismatch", "zeros", bytes(512), (0, 8), "header.signature"),
        Case("magic-mismatch", "big_endian", b"HRHHPLSK" + struct.pack(">9Q", *[80] * 9), (0, 8),
             "header.signature"),
    ]  # fmt: skip
