"""Other contents of byte strings: numbers within them, letters, words, other texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from validator import load_schema
from validator.check.schema import Schema
from validator.mutate.content import (
    MEANING,
    letters_of,
    other_words,
    related,
    telling_words,
    with_letters,
)
from validator.mutate.draws import Draws
from validator.mutate.mutants import MutantOptions, Mutator
from validator.mutate.outline import Seed
from validator.mutate.telling import damaged_texts, relatives, telling_texts

_SCHEMA = """
meta:
  id: texts
  endian: le
seq:
  - id: kind
    type: u1
    enum: kind
  - id: len
    type: u1
  - id: text
    size: len
  - id: level
    type: u2
enums:
  kind:
    0: plain
    1: pattern
"""
_SEEDS = [Seed("plain", b"\0\3abc\5\0"), Seed("pattern", b"\1\4abcd\5\0")]


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    path: Path = tmp_path_factory.mktemp("texts") / "texts.ksy"
    path.write_text(_SCHEMA)
    return load_schema(str(path))


def _many(count: int) -> list[Draws]:
    return [Draws(f"content {number}".encode()) for number in range(count)]


def test_numbers_in_bytes_keep_the_length_and_come_beside_one_another() -> None:
    data = bytes.fromhex("10002000")
    found = {other_words(data, draws) for draws in _many(600)}
    assert {len(each) for each in found} == {4}
    assert bytes.fromhex("20002000") in found  # the second number twice
    assert bytes.fromhex("10000f00") in found  # one below the first
    assert bytes.fromhex("20001000") in found  # exchanged


def test_one_byte_is_an_array_of_one_number() -> None:
    found = {other_words(b"\x10", draws) for draws in _many(100)}
    assert {b"\x0f", b"\x11", b"\x00", b"\xff"} <= found


def test_a_text_begins_another_or_is_more_than_it() -> None:
    found = {related(b"rule", b"process", draws) for draws in _many(300)}
    assert {b"proc", b"process", b"PROCESS", b"processr"} <= found
    assert related(b"", b"", Draws(b"")) is not None


def test_letters_come_twice_and_words_are_put_in() -> None:
    found = {with_letters(b"ab", b"*", (b"include:",), draws) for draws in _many(300)}
    assert {b"ab**", b"a*b", b"include:", b"include:ab"} <= found


def test_letters_are_those_that_the_consumer_compares_with() -> None:
    assert letters_of((1, 42, 0x1234, 91, 42)) == b"*["
    assert letters_of((1, 2)) == MEANING


def test_telling_texts_differ_from_what_stands_there_and_are_bounded() -> None:
    words = [f"word{number}".encode() for number in range(500)]
    found = telling_texts(b"x", b"*", words)
    assert b"x" not in found and b"**x" in found and len(found) == len(set(found)) <= 96


def test_texts_are_walked_in_the_company_of_each_member(schema: Schema) -> None:
    options = MutantOptions(constants=(42,), words=(b"include:",))
    mutator = Mutator(schema, _SEEDS, 1, options)
    steps = mutator.walk_texts([0, 1])
    assert {step.number for step in steps} == {0, 1}
    made = {mutant.data for step in steps if (mutant := mutator.take(step)) is not None}
    assert b"\1\6ab**cd\5\0" in made and b"\0\x08include:\5\0" in made
    assert all(len(data) == 4 + data[1] for data in made)  # lengths are repaired


def test_the_walk_tries_ends_and_bits_of_numbers_that_decide_nothing(schema: Schema) -> None:
    mutator = Mutator(schema, _SEEDS, 1)
    made = [mutator.take(step) for step in mutator.walk([0])]
    levels = {int.from_bytes(one.data[-2:], "little") for one in made if one is not None}
    assert {0, 0xFFFF, 0x8000, 0x7FFF, 4, 6, 1, 1 << 9} <= levels


def test_bytes_are_tried_as_arrays_of_every_width() -> None:
    found = telling_words(bytes.fromhex("10002000"))
    assert bytes.fromhex("20002000") in found and bytes.fromhex("21002000") in found
    assert bytes.fromhex("00000080") in found  # one number of four bytes, the other sign
    assert bytes.fromhex("100020001000") in found  # the first number is the last one, too
    assert bytes.fromhex("1000100010001000") in found
    assert telling_words(bytes(1000)) == [] == telling_words(b"")


def test_numbers_are_not_tried_as_texts() -> None:
    found = telling_texts(b"\x01\x00\x02\x00", b"*", [b"word"], may_be_numbers=True)
    assert (
        b"\x02\x00\x02\x00" in found and b"word" not in found and b"\x01\x00\x02\x00" not in found
    )


def test_texts_of_small_languages_are_left_open() -> None:
    found = damaged_texts(rb'^/a[b-c]{2}"x"$')
    assert {rb'^/a[b-c{2}"x"$', b"^/a[", rb'^/a[b-c]{2"x"$', b"^/a[b-c]{", rb'^/a[b-c]{2}"x$'} <= {
        *found
    }
    assert rb'^/a[b-c]{2}"x"$' + b"\\" in found
    assert damaged_texts(b"plain") == [] == damaged_texts(b"")


def test_texts_of_several_parts_get_empty_ones() -> None:
    found = damaged_texts(b"ab\0cd")
    assert {b"ab\0\0cd", b"\0ab\0cd", b"ab\0cd\0", b"abcd"} == {*found}


def test_relatives_are_prefixes_and_more_of_other_texts() -> None:
    found = relatives(b"rule", [b"process", b"rule"])
    assert {b"proces", b"process", b"processe", b"PROCESS", b"rul"} <= {*found}
    assert b"rule" not in found and b"" not in found


def test_a_text_becomes_a_prefix_of_another_one_in_its_turn(schema: Schema) -> None:
    mutator = Mutator(schema, _SEEDS, 1)
    steps = mutator.walk_texts([0, 1])
    assert {b"ab", b"abc"} <= {step.value for step in steps}
    assert [step.due for step in steps] == sorted(step.due for step in steps)


def test_a_further_file_is_walked_where_it_has_what_no_other_had(schema: Schema) -> None:
    mutator = Mutator(schema, _SEEDS[:1], 1)
    mutator.walk([0])
    mutator.walk_texts([0])
    assert mutator.walk_on(mutator.add(_SEEDS[0])) == []
    other = mutator.add(_SEEDS[1])
    found = mutator.walk_on(other)
    assert found and {step.number for step in found} == {other}
    assert mutator.walk_on(other) == []


def test_files_that_have_nothing_new_are_not_prepared_for_a_walk(schema: Schema) -> None:
    mutator = Mutator(schema, _SEEDS, 1)
    mutator.walk([0, 1])
    mutator.walk_texts([0, 1])
    mutator.walk_on(0)
    mutator.walk_on(1)
    again = mutator.add(Seed("again", _SEEDS[0].data[:-2] + b"\7\0"))
    assert mutator.walk_on(again) == []
    assert again not in mutator.stock.prepared
