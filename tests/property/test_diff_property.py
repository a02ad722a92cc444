"""Invariants of comparisons: nothing of nothing, one insertion for one, the same both ways."""

from __future__ import annotations

import pytest
from diff_kit import SHELF, Book, Note, compared, line, schema_of, shelf
from hypothesis import given
from hypothesis import strategies as st

from validator.check.schema import Schema
from validator.diff import About, Comparison, Kind
from validator.diff.compare import reverse

BOOK = st.tuples(st.integers(0, 0xFFFF), st.integers(0, 3), st.text("ab", max_size=3))
BOOKS = st.lists(BOOK, max_size=6, unique_by=lambda book: book[0])
NOTE = st.tuples(st.binary(max_size=2), st.integers(0, 2))
NOTES = st.lists(NOTE, max_size=8)
NAMES = st.lists(st.text("ab", max_size=2), max_size=4)
FILES = st.builds(shelf, BOOKS, NOTES, NAMES)


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    return schema_of(tmp_path_factory.mktemp("diff"), SHELF)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Return a file that was cut, or in which bytes were written over."""
    data = bytearray(draw(FILES))
    for _ in range(draw(st.integers(0, 3))):
        data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
    return bytes(data[: draw(st.integers(0, len(data)))] if draw(st.booleans()) else data)


def causes(comparison: Comparison) -> list[str]:
    return [line(one) for one in comparison.differences if one.follows is None]


@given(data=damaged())
def test_a_file_does_not_differ_from_itself(schema: Schema, data: bytes) -> None:
    assert compared(schema, data, bytes(bytearray(data))).is_same


@given(old=damaged(), new=damaged())
def test_other_bytes_are_a_difference_and_the_same_both_ways(
    schema: Schema, old: bytes, new: bytes
) -> None:
    there, back = compared(schema, old, new), compared(schema, new, old)
    assert there.is_same == (old == new)
    kept = {(one.kind, one.about, one.old, one.new, one.follows) for one in there.differences}
    again = map(reverse, back.differences)
    # What a consequence describes is named by its place in the new file.
    assert {(k, a, o, n, f and f.why) for k, a, o, n, f in kept} == {
        (one.kind, one.about, one.old, one.new, one.follows and one.follows.why) for one in again
    }


@given(old=damaged(), new=damaged())
def test_every_difference_has_its_place(schema: Schema, old: bytes, new: bytes) -> None:
    for one in compared(schema, old, new).differences:
        assert (one.old is None) == (one.kind is Kind.INSERTED) or one.kind is Kind.UNREAD
        assert (one.new is None) == (one.kind is Kind.DELETED) or one.kind is Kind.UNREAD
        for side, data in ((one.old, old), (one.new, new)):
            assert side is None or 0 <= side.start <= side.end <= len(data)
        if one.about is About.VALUE and one.old is not None and one.new is not None:
            assert repr(one.old.value) != repr(one.new.value)


@given(notes=NOTES, note=NOTE, at=st.integers(0, 8), names=NAMES, books=BOOKS)
def test_one_insertion_is_one_insertion(
    schema: Schema, notes: list[Note], note: Note, at: int, names: list[str], books: list[Book]
) -> None:
    more = [*notes[:at], note, *notes[at:]]
    found = compared(schema, shelf(books, notes, names), shelf(books, more, names))
    assert len(causes(found)) == 1
    assert causes(found)[0].startswith("inserted notes[")


@given(books=BOOKS, extra=BOOKS, shift=st.integers(0, 5))
def test_keys_tell_insertions_from_moves(
    schema: Schema, books: list[Book], extra: list[Book], shift: int
) -> None:
    known = {number for number, _, _ in books}
    came = [book for book in extra if book[0] not in known]
    turned = books[shift:] + books[:shift]
    found = compared(schema, shelf(books), shelf([*came, *turned]))
    text = causes(found)
    assert sum(line.startswith("inserted books[") for line in text) == len(came)
    moves = sum(line.startswith("moved books[") for line in text)
    assert moves == min(len(books[:shift]), len(books[shift:]))
    assert len(text) == len(came) + moves


@given(notes=NOTES, ranks=st.lists(st.integers(0, 2), min_size=8, max_size=8))
def test_no_edit_is_told_longer_than_element_by_element(
    schema: Schema, notes: list[Note], ranks: list[int]
) -> None:
    new = [(text, rank) for (text, _), rank in zip(notes, ranks, strict=False)]
    changed = sum(old != now for old, now in zip(notes, new, strict=True))
    found = compared(schema, shelf([], notes), shelf([], new))
    assert len(causes(found)) <= 2 * changed
