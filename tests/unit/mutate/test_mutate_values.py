"""Values as text: JSON, YAML 1.2, trees of `show --json`; exact, and never a traceback."""

from __future__ import annotations

import copy
import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.errors import UsageError
from validator.ir.written import WrittenFloat, WrittenInt, as_text
from validator.mutate import parse_value, read_values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", 7),
        ("-7", -7),
        ("0x1f", 31),
        ("0o17", 15),
        ("0755", 755),
        ("18446744073709551615", 2**64 - 1),
        ("-9223372036854775808", -(2**63)),
        ("1.5", 1.5),
        ("-.inf", -math.inf),
        ("true", True),
        ("null", None),
        ("~", None),
        ("block", "block"),
        ("action::block", "action::block"),
        ("no", "no"),
        ("off", "off"),
        ("12:30", "12:30"),
        ("2024-07-19", "2024-07-19"),
        ('"7"', "7"),
        ("'7'", "7"),
        ("", ""),
        (" ", " "),
        ("[1, [2, x]]", [1, [2, "x"]]),
        ("{id: 1, name: {x: ~}}", {"id": 1, "name": {"x": None}}),
        ("{1: a}", {"1": "a"}),
    ],
)
def test_values_of_a_command_line(text: str, value: Any) -> None:
    found = parse_value(text, "--set x")
    assert found == value
    assert isinstance(found, bool) is isinstance(value, bool)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[1,", "--set x:2:1: "),
        ("{a: 1, a: 2}", "--set x:1:8: the key `a` stands in line 1 already"),
        ("&a b", "anchors are not supported"),
        ("*a", "aliases are not supported"),
        ("!!int 3", "tags are not supported"),
        ("!!python/object:os.system x", "tags are not supported"),
        ("a: b: c", "--set x:1:"),
        ("\x1b[31m", "a control character is not allowed"),
        ("\ud800", "a lone surrogate"),
        ("[" * 200, "nested deeper than 64 levels"),
    ],
)
def test_what_is_no_yaml_is_told_with_its_place(text: str, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_value(text, "--set x")
    assert words in str(caught.value)
    assert "schema" not in str(caught.value)


@pytest.mark.parametrize("text", ["00", "0755", "1e10", "0x1f", "1_000", "7.50"])
def test_numbers_of_yaml_remember_their_digits(text: str) -> None:
    assert as_text(parse_value(text, "x")) == text
    assert as_text(read_values(f"a: {text}", "x")["a"]) == text


def test_numbers_without_digits_to_remember_are_themselves() -> None:
    assert as_text(WrittenInt(7)) == 7
    assert as_text(WrittenFloat(7.5)) == 7.5
    assert as_text(True) is True
    assert as_text(copy.deepcopy(WrittenInt(7, "07"))) == "07"
    assert as_text(copy.deepcopy(WrittenFloat(7.5, "7.50"))) == "7.50"


def test_json_is_exact() -> None:
    numbers = [2**64 - 1, -(2**63), 2**53 + 1, 0]
    assert read_values(json.dumps({"n": numbers}), "f.json") == {"n": numbers}
    assert read_values('{"a": 1.5, "b": [true, null, "\\u00e4"]}', "f.json") == {
        "a": 1.5,
        "b": [True, None, "ä"],
    }


def test_json_that_is_yaml_is_read_as_that() -> None:
    text = "{a: 1, # why\n b: [x, 0x10],}\n"
    assert read_values(text, "f.yaml") == {"a": 1, "b": ["x", 16]}
    assert read_values("a: 1\nb:\n- x\n- 0x10\n", "f.yaml") == {"a": 1, "b": ["x", 16]}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "f:1:1: the text is empty"),
        ('{"a": 1, "a": 2}', 'f: the key "a" stands twice in one object'),
        ('{"x": {"b": 1, "c": 2, "b": 3}}', 'the key "b" stands twice'),
        ('{"a": 1', "f:2:1: did not find expected"),
        ('{"a":' + "[" * 100_000, "nested too deeply"),
        ('{"a": ' + "9" * 5000 + "}", "thousands of digits"),
        ('{"a": 1,' + " " * (5 << 20), "f:1:5242889: not JSON"),
        ("a: 1\n" + "#\n" * (3 << 20), "larger than 4 MiB"),
        ("a: 1\n---\na: 2\n", "several YAML documents"),
    ],
)
def test_files_of_values_that_are_none(text: str, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_values(text, "f")
    assert words in str(caught.value)
    assert str(caught.value).startswith("f:")


TREE: dict[str, Any] = {
    "format": "contentgate-tree",
    "tree": {
        "id": "",
        "path": "",
        "fields": [
            {"id": "count", "path": "count", "value": 2**64 - 1},
            {"id": "gone", "type": "absent", "value": None},
            {"id": "ratio", "value": "nan"},
            {
                "id": "items",
                "items": [
                    {"id": "[0]", "fields": [{"id": "raw", "value": "00ff"}]},
                    {"id": "[1]", "fields": []},
                ],
            },
        ],
    },
}


def test_a_tree_becomes_values_again() -> None:
    assert read_values(json.dumps(TREE), "t.json") == {
        "count": 2**64 - 1,
        "gone": None,
        "ratio": "nan",
        "items": [{"raw": "00ff"}, {}],
    }


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"tree": None}, "the tree is empty"),
        ({"tree": {"path": "items[1]", "fields": []}}, "a part of a file only"),
        ({"tree": {"fields": 7}}, "fields of a tree is no list"),
        ({"tree": {"fields": [7]}}, "fields of a tree is no list"),
        ({"tree": {"fields": [{"value": 1}]}}, "fields of a tree is no list"),
        ({"tree": {"fields": [{"id": []}]}}, "fields of a tree is no list"),
        ({"tree": {"fields": [{"id": "a", "items": {}}]}}, "items of a tree is no list"),
    ],
)
def test_damaged_trees_are_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        read_values(json.dumps(TREE | change), "t.json")


def test_a_tree_without_end_is_refused() -> None:
    node: dict[str, Any] = {"id": "x", "value": 1}
    for _ in range(450):
        node = {"id": "x", "items": [node]}
    with pytest.raises(UsageError, match="nested deeper than 400"):
        read_values(json.dumps({"format": "contentgate-tree", "tree": node}), "t.json")


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**64), 2**64) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=12,
)


@given(JSON_VALUES)
def test_json_means_what_json_means(value: Any) -> None:
    assert read_values(json.dumps({"v": value}), "f.json") == {"v": value}


@given(st.text(alphabet=st.sampled_from("{}[]:,-#&*!|>'\"%@` \n\tab01.~?=\\\x00\x85\ud800é")))
def test_any_text_is_a_value_or_a_message(text: str) -> None:
    for read in (parse_value, read_values):
        try:
            read(text, "name")
        except UsageError as error:
            assert str(error).startswith("name:")
