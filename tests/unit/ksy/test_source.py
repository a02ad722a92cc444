"""YAML text to nodes: places, scalars, limits, refusals; nothing raises."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from validator.ksy import source
from validator.ksy.builder import MAX_DEPTH, MAX_NODES
from validator.ksy.nodes import Mapping, Node, Scalar, Sequence
from validator.ksy.problems import (
    MAX_PROBLEMS,
    Problems,
    did_you_mean,
    edit_distance,
    is_one_edit_away,
    show,
)
from validator.ksy.scalars import resolve_plain
from validator.ksy.source import MAX_BYTES, load_source, parse_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from validator.findings import Finding


def parse(text: str) -> tuple[Node | None, list[Finding]]:
    problems = Problems()
    return parse_yaml("a.ksy", text, problems), problems.sorted()


def good(text: str) -> Node:
    node, findings = parse(text)
    assert findings == []
    assert node is not None
    return node


def rules(findings: list[Finding]) -> list[str]:
    return [finding.rule for finding in findings]


def item(node: Node, *path: str | int) -> Node:
    for part in path:
        if isinstance(part, int):
            assert isinstance(node, Sequence)
            node = node.items[part]
        else:
            assert isinstance(node, Mapping)
            found = node.get(part)
            assert found is not None
            node = found
    return node


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("-12", -12),
        ("+3", 3),
        ("0x1F", 31),
        ("-0x10", -16),
        ("0o17", 15),
        ("0b101", 5),
        ("1_000", 1000),
        ("0755", 755),
        ("18446744073709551615", 2**64 - 1),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("-.inf", float("-inf")),
        ("true", True),
        ("FALSE", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("off", "off"),
        ("no", "no"),
        ("12:30", "12:30"),
        ("0x", "0x"),
        ("1.2.3", "1.2.3"),
        ("2024-07-19", "2024-07-19"),
        ("9" * 401, "9" * 401),
        ("-", "-"),
    ],
)
def test_plain_scalars_follow_yaml_1_2(text: str, value: object) -> None:
    resolved = resolve_plain(text)
    assert resolved == value
    assert type(resolved) is type(value)


def test_nan_is_a_float() -> None:
    value = resolve_plain(".nan")
    assert isinstance(value, float)
    assert value != value


def test_quoted_scalars_are_text() -> None:
    for text in ("'12'", '"12"', "|\n  12"):
        node = item(good(f"a: {text}\n"), "a")
        assert isinstance(node, Scalar)
        assert not node.is_plain
        assert node.value == node.text
    assert node.text.strip() == "12"


def test_places_and_paths() -> None:
    node = good("types:\n  chunk:\n    seq:\n      - id: len\n        size: '4 + x'\n")
    size = item(node, "types", "chunk", "seq", 0, "size")
    assert isinstance(size, Scalar)
    assert (size.pos.line, size.pos.column) == (5, 15)
    assert size.pos.path == "/types/chunk/seq/0/size"
    assert (size.text_pos.line, size.text_pos.column, size.is_verbatim) == (5, 16, True)
    assert isinstance(node, Mapping)
    assert node.pos.path == "/"
    assert node.items[0][0].pos.path == "/types"


def test_escapes_and_folds_are_not_verbatim() -> None:
    for text in ('"a\\tb"', "'it''s'", ">-\n  a\n  b", "a\n  b"):
        node = item(good(f"a: {text}\n"), "a")
        assert isinstance(node, Scalar)
        assert not node.is_verbatim
        assert node.text_pos == node.pos


def test_non_ascii_columns_count_characters() -> None:
    node = item(good("{ä: 1, b: 2}"), "b")
    assert node.pos.column == 11


def test_the_first_of_two_equal_keys_counts() -> None:
    node, findings = parse("a: 1\nb: 2\na: 3\n'b': 4\n")
    assert rules(findings) == ["duplicate-id", "duplicate-id"]
    assert node is not None
    first = item(node, "a")
    assert isinstance(first, Scalar)
    assert first.value == 1
    assert findings[0].schema is not None
    assert findings[0].schema.line == 3


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("a: &x 1", "unsupported-feature"),
        ("a: *x", "unsupported-feature"),
        ("a: !!int 1", "unsupported-feature"),
        ("a: 1\n---\nb: 2", "unsupported-feature"),
        ("? {a: 1}\n: 2", "yaml-syntax"),
        ("a: [1", "yaml-syntax"),
        ("\t- a", "yaml-syntax"),
        ("a: b: c", "yaml-syntax"),
        ("a\x00b", "yaml-syntax"),
        ("a: \ud800", "yaml-syntax"),
        ('a: "\\ud800"', "yaml-syntax"),
        ("", "yaml-syntax"),
        ("# only a comment", "yaml-syntax"),
        ("%YAML 3.0\n---\na", "yaml-syntax"),
        ("[" * 65, "schema-too-large"),
        ("- " * 65 + "a", "schema-too-large"),
        ("a" * (MAX_BYTES + 1), "schema-too-large"),
    ],
)
def test_refusals(text: str, rule: str) -> None:
    node, findings = parse(text)
    assert node is None
    assert rules(findings) == [rule]
    assert findings[0].schema is not None
    assert findings[0].schema.line >= 1


def test_limits_are_exact() -> None:
    good("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    good("[" + "1," * (MAX_NODES - 1) + "]")
    _, findings = parse("[" + "1," * MAX_NODES + "]")
    assert rules(findings) == ["schema-too-large"]


def test_long_keys_do_not_make_long_paths() -> None:
    text = "".join(f"{' ' * level}{'k' * 900}:\n" for level in range(60)) + " " * 60 + "1"
    node = good(text)
    while isinstance(node, Mapping):
        node = node.items[0][1]
    assert len(node.pos.path) < 600


def test_both_yaml_readers_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: [1, 'x', \"y\", {b: |\n  text\n}]\nc: plain text\n".replace("|\n  text\n", "z")
    fast = good(text)
    monkeypatch.setattr(source, "_LOADER", yaml.Loader)
    assert good(text) == fast
    _, findings = parse("a: \x01")
    assert rules(findings) == ["yaml-syntax"]
    assert findings[0].found == "U+0001"
    _, findings = parse('a: "\\ud800"')
    assert rules(findings) == ["yaml-syntax"]


def test_load_source_reads_text_and_drops_the_mark(tmp_path: Path) -> None:
    path = tmp_path / "a.ksy"
    path.write_bytes(b"\xef\xbb\xbfmeta: \xc3\xa4\n")
    assert load_source(str(path)) == ("meta: ä\n", [])


def unreadable(path: str) -> Finding:
    text, findings = load_source(path)
    assert text is None
    assert len(findings) == 1
    assert findings[0].is_schema_finding
    return findings[0]


def test_load_source_refuses_what_is_no_regular_file(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    for path in (tmp_path, fifo):
        finding = unreadable(str(path))
        assert (finding.rule, finding.message) == (
            "schema-unreadable",
            "the schema is not a regular file",
        )


def test_load_source_names_the_reason(tmp_path: Path) -> None:
    missing = unreadable(str(tmp_path / "none.ksy"))
    assert missing.message == "the schema cannot be read: no such file or directory"
    assert unreadable("a\0b").rule == "schema-unreadable"
    assert unreadable("x" * 5000).rule == "schema-unreadable"


def test_load_source_names_the_byte_that_is_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "a.ksy"
    path.write_bytes(b"a: 1\nb: \xc3\xa4\xff\n")
    finding = unreadable(str(path))
    assert finding.schema is not None
    assert (finding.rule, finding.schema.line, finding.schema.column) == ("schema-unreadable", 2, 5)
    assert finding.found == "byte ff at offset 0xa"


def test_load_source_has_a_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.ksy"
    with path.open("wb") as file:
        file.truncate(1 << 40)
    assert unreadable(str(path)).rule == "schema-too-large"


def test_problems_are_kept_once_and_up_to_a_limit() -> None:
    _, findings = parse("".join("a: 1\n" for _ in range(MAX_PROBLEMS + 50)))
    assert len(findings) == MAX_PROBLEMS
    problems = Problems()
    for _ in range(2):
        assert parse_yaml("a.ksy", "a: *x", problems) is None
    assert problems.count == 1


@pytest.mark.parametrize(
    ("left", "right", "distance"),
    [("repeat", "repaet", 1), ("a", "", 1), ("", "", 0), ("size", "sized", 1), ("abc", "xyz", 3)],
)
def test_edit_distance(left: str, right: str, distance: int) -> None:
    assert edit_distance(left, right) == edit_distance(right, left) == distance


@given(st.text("abc", max_size=4), st.text("abc", max_size=4))
def test_one_edit_is_distance_one(left: str, right: str) -> None:
    assert is_one_edit_away(left, right) == (edit_distance(left, right) <= 1)


def test_did_you_mean_is_careful() -> None:
    assert did_you_mean("endain", ["endian", "id"]) == "did you mean endian?"
    assert did_you_mean("pos", ["doc", "id"]) is None
    assert did_you_mean("x" * 100, ["x" * 99]) is None
    assert did_you_mean("colour", []) is None


def test_show_makes_text_printable() -> None:
    assert show("a\n\x1b[31m\u202e") == "a\\n\\x1b[31m\\u202e"
    assert show("a" * 100) == "a" * 60 + "..."


YAML_LIKE = st.text(alphabet=":-[]{},&*!|>'\"%@`#? \n\tab10\\xu\x00\x85\ud800\ufeffé", max_size=60)


@given(st.one_of(YAML_LIKE, st.text(max_size=80)))
@example("? ")
@example("- - ? a")
@example("\ufeff\ufeffa")
@example("a: \x85b")
def test_any_text_gives_a_node_or_findings(text: str) -> None:
    node, findings = parse(text)
    assert node is not None or findings
    assert all(finding.schema is not None and finding.schema.column >= 1 for finding in findings)


@given(st.binary(max_size=60))
def test_any_bytes_load_or_give_a_finding(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.mktemp("any") / "a.ksy"
    path.write_bytes(data)
    text, findings = load_source(str(path))
    assert (text is None) == bool(findings)
