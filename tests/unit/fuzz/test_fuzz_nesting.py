"""Objects that nest in their own type: a tree becomes a chain, neighbors go one into the other."""

from __future__ import annotations

from pathlib import Path

from reduce_kit import smallest

TREE = """\
meta: {id: tree, endian: le}
seq:
  - {id: head, contents: TREE}
  - {id: root, type: node}
types:
  node:
    seq:
      - {id: kind, type: u1, enum: kind, valid: {in-enum: true}}
      - {id: count, type: u1}
      - {id: leaf, size: 6, if: kind == kind::leaf}
      - {id: kids, type: node, repeat: expr, repeat-expr: count}
    -checks:
      - {id: kids-fit, expr: 'kind == kind::leaf ? count == 0 : kind == kind::one ? count == 1 : count >= 2', at: count}
enums:
  kind: {0: leaf, 1: one, 2: many}
"""  # noqa: E501 - a schema
LEAF = b"\0\0abcdef"


def node(*kids: bytes) -> bytes:
    return bytes((1 if len(kids) == 1 else 2, len(kids))) + b"".join(kids)


def measure(data: bytes, at: int = 4) -> tuple[int, int, int]:
    """Return depth and number of nodes from a position on, and where they end."""
    kind, count = data[at], data[at + 1]
    at += 8 if kind == 0 else 2
    deepest, total = 0, 1
    for _ in range(count):
        depth, nodes, at = measure(data, at)
        deepest, total = max(deepest, depth), total + nodes
    return deepest + 1, total, at


def test_a_tree_that_is_too_deep_becomes_a_chain(tmp_path: Path) -> None:
    tree = LEAF
    for _ in range(10):
        tree = node(tree, node(LEAF))
    made = smallest(tmp_path, TREE, b"TREE" + tree, lambda one: measure(one)[0] >= 9)
    assert made == b"TREE" + b"\1\1" * 8 + b"\0" * 8


def test_neighbors_go_one_into_the_other_where_their_number_does_it(tmp_path: Path) -> None:
    data = b"TREE" + node(*[LEAF] * 30, node(LEAF))
    made = smallest(tmp_path, TREE, data, lambda one: measure(one)[1] >= 24)
    assert 24 <= measure(made)[1] <= 26
    assert len(made) <= 80


def test_what_does_not_nest_stays(tmp_path: Path) -> None:
    data = b"TREE" + node(LEAF, LEAF)
    made = smallest(tmp_path, TREE, data, lambda one: measure(one)[:2] == (2, 3))
    assert made == b"TREE" + node(b"\0" * 8, b"\0" * 8)


def test_nodes_in_nodes_become_chains_as_deep_as_may_be(tmp_path: Path) -> None:
    """As many nodes as before, none deeper than 7: whichever way they stood."""
    some = node(node(LEAF), node(LEAF), LEAF)
    data = b"TREE" + node(node(*[some] * 9), node(LEAF))

    def is_fatal(one: bytes) -> bool:
        depth, total, _ = measure(one)
        return depth <= 7 and total == 58

    made = smallest(tmp_path, TREE, data, is_fatal)
    assert len(made) < len(data) - 60
    assert measure(made)[0] == 7
