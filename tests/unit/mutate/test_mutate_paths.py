"""Field paths as users write them: every form, every mistake, and patterns."""

from __future__ import annotations

from typing import Any

import construct
import pytest

from validator.errors import UsageError
from validator.mutate.paths import Key, Step, find_spot, is_any, matches, parse_path, show_steps

ACTION = construct.EnumIntegerString.new(2, "block")
VALUES: dict[str, Any] = {
    "header": {"version": 3, "magic": b"\x00\xff", "absent": None, "_io": None},
    "items": [
        {"id": 7, "name": "seven", "action": ACTION, "raw": b"\x0a\x0b"},
        {"id": 9, "name": "nine", "action": ACTION, "raw": b"\x0c"},
        5,
    ],
    "grid": [[1, 2], [3, 4]],
    "none": [],
}


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("a", ("a",)),
        ("_a1", ("_a1",)),
        ("a.b_2.c", ("a", "b_2", "c")),
        ("a[0]", ("a", 0)),
        ("a[-1].b", ("a", -1, "b")),
        ("a[1][2]", ("a", 1, 2)),
        ("a[id=7].b", ("a", Key("id", "7"), "b")),
        ("a[name=x y=z].b", ("a", Key("name", "x y=z"), "b")),
    ],
)
def test_a_path_is_read_and_written_the_same(text: str, steps: tuple[Step, ...]) -> None:
    assert parse_path(text) == steps
    assert show_steps(steps) == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a.", "the end at character 3"),
        (".a", ".a at character 1"),
        ("a..b", ".b at character 3"),
        ("a[", "[ at character 2"),
        ("a[x]", "[x] at character 2"),
        ("a[id=]", "[id=] at character 2"),
        ("a[0]b", "b at character 5"),
        ("a.[0]", "[0] at character 3"),
        ("[0].a", "[0].a at character 1"),
        ("A", "A at character 1"),
        ("a b", " b at character 2"),
        ("a[1.5]", "[1.5] at character 2"),
        ("a\x1b[31m", "\x1b[31m at character 2"),
    ],
)
def test_what_is_no_path_is_told_with_its_place(text: str, found: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_path(text)
    assert str(caught.value).startswith(f"{text}: not a path\n")
    assert str(caught.value).endswith(f"\n  found     {found}")


def test_empty_and_endless_paths() -> None:
    with pytest.raises(UsageError, match="the path is empty"):
        parse_path("")
    with pytest.raises(UsageError, match="a path of 20001 characters"):
        parse_path("a" + ".a" * 10_000)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("header.version", 3),
        ("header.absent", None),
        ("items[1].name", "nine"),
        ("items[-2].name", "nine"),
        ("items[-1]", 5),
        ("items[id=9].name", "nine"),
        ("items[id=0x9].name", "nine"),
        ("items[name=seven].id", 7),
        ("items[raw=0A 0b].id", 7),
        ("grid[1][-2]", 3),
    ],
)
def test_a_spot_is_where_the_value_is(path: str, value: Any) -> None:
    spot = find_spot(VALUES, path)
    assert spot.holder[spot.key] == value


def test_a_spot_knows_the_way() -> None:
    spot = find_spot(VALUES, "grid[-1][0]")
    assert spot.owner is VALUES
    assert spot.name == "grid"
    assert spot.passed == ((id(VALUES), "grid"), (id(VALUES["grid"]), 1))
    assert spot.place == (id(VALUES["grid"][1]), 0)


def test_only_an_insertion_may_name_the_place_after_the_last() -> None:
    assert find_spot(VALUES, "items[3]", is_insert=True).key == 3
    assert find_spot(VALUES, "none[0]", is_insert=True).key == 0
    for path in ("items[3]", "none[0]"):
        with pytest.raises(UsageError, match="no such element"):
            find_spot(VALUES, path)
    with pytest.raises(UsageError, match="no such element"):
        find_spot(VALUES, "items[3].id", is_insert=True)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("hedder.version", ["no field hedder", "one of header, items, grid, none", "mean header?"]),
        ("header.versio", ["one of version, magic, absent\n", "did you mean version?"]),
        ("header.version.x", ["x is asked of a single value"]),
        ("items.x", ["x is asked of a list"]),
        ("header[0]", ["header is no list, so it has no subscripts"]),
        ("header.absent.x", ["header.absent has no value in this file"]),
        ("items[3].x", ["items[3]: no such element", "from 0 to 2", "found     3"]),
        ("items[-4]", ["no such element", "from 0 to 2", "found     -4"]),
        ("none[0]", ["nothing: the list is empty"]),
        ("items[id=8].x", ["no element has id 8", "one of 7, 9"]),
        ("items[nope=8].x", ["no element has nope 8", "one element of that value"]),
        ("items[action=block].x", ["2 elements have action block"]),
    ],
)
def test_what_is_not_there_is_told_with_what_is(path: str, words: list[str]) -> None:
    with pytest.raises(UsageError) as caught:
        find_spot(VALUES, path)
    text = str(caught.value)
    assert text.startswith(path)
    for word in words:
        assert word in text
    assert "_io" not in text


def test_a_choice_is_never_longer_than_a_reader_looks_at() -> None:
    many = {f"field_{number}": number for number in range(500)}
    with pytest.raises(UsageError) as caught:
        find_spot(many, "x")
    assert str(caught.value).endswith("field_19 and 480 more")
    items = [{"id": "x" * 1000 + str(number)} for number in range(500)]
    with pytest.raises(UsageError) as caught:
        find_spot({"items": items}, "items[id=1]")
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("pattern", "path", "is_meant"),
    [
        ("header.crc", "header.crc", True),
        ("header.crc", "header.crc32", False),
        ("*", "header.crc", True),
        ("*", "a[3].b", True),
        ("header.*", "header.crc", True),
        ("header.*", "head.crc", False),
        ("*.crc", "a.b.crc", True),
        ("a[*].crc", "a[3].crc", True),
        ("a[*].crc", "a[12].crc", True),
        ("a[3].crc", "a[3].crc", True),
        ("a[3].crc", "a[4].crc", False),
        ("a[*].b[*].c", "a[1].b[20].c", True),
        ("a[1].b[*].c", "a[2].b[20].c", False),
        ("a*.crc", "a[3].crc", True),
        ("crc", "header.crc", False),
        ("", "crc", False),
    ],
)
def test_patterns(pattern: str, path: str, is_meant: bool) -> None:
    assert matches(pattern, path) is is_meant


def test_one_of_several_patterns_is_enough() -> None:
    is_kept = is_any(["a.b", "c[*]"])
    assert [is_kept(path) for path in ("a.b", "c[7]", "d")] == [True, True, False]
    assert not is_any([])("a")
