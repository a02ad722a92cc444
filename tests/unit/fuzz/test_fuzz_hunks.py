"""Differences as hunks, and the smallest set of them that still matters."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from validator.fuzz.hunks import Hunk, apply_hunks, find_hunks, reduce_items, split_hunks

FILES = st.binary(max_size=60)


@given(FILES, FILES)
def test_hunks_make_the_other_file(seed: bytes, other: bytes) -> None:
    hunks = find_hunks(seed, other)
    assert apply_hunks(seed, hunks) == other
    assert apply_hunks(seed, list(reversed(hunks))) == other
    assert apply_hunks(seed, split_hunks(seed, hunks)) == other
    assert apply_hunks(seed, []) == seed
    assert (hunks == []) == (seed == other)


@given(FILES, st.data())
def test_hunks_are_apart(seed: bytes, data: st.DataObject) -> None:
    other = data.draw(st.binary(min_size=len(seed), max_size=len(seed)))
    for made in (find_hunks(seed, other), split_hunks(seed, find_hunks(seed, other))):
        assert all(a.end <= b.start for a, b in zip(made, made[1:], strict=False))
        assert all(len(hunk.data) == hunk.end - hunk.start for hunk in made)


def test_long_files_of_another_length_are_one_hunk() -> None:
    seed = bytes(range(256)) * 40
    other = seed[:100] + b"x" * 9000 + seed[9000:]
    assert find_hunks(seed, other) == [Hunk(100, 9000, b"x" * 9000)]


def test_files_full_of_zeros_are_compared_at_what_they_have_once() -> None:
    marks = [b"a mark of its own %d" % number for number in range(12)]
    seed = b"".join(mark + bytes(400) for mark in marks)
    other = bytes(3) + b"".join(mark + bytes(400) for mark in [*marks[:5], *marks[6:]]) + b"end"
    hunks = find_hunks(seed, other)
    assert apply_hunks(seed, hunks) == other
    assert sum(hunk.end - hunk.start + len(hunk.data) for hunk in hunks) < 500


@given(st.data())
def test_pieces_of_files_full_of_zeros_make_the_other_file(data: st.DataObject) -> None:
    pieces = st.lists(st.sampled_from([bytes(300), b"12345678", b"abcdefgh", b"\1", bytes(700)]))
    seed, other = b"".join(data.draw(pieces)), b"".join(data.draw(pieces))
    hunks = find_hunks(seed, other)
    assert apply_hunks(seed, hunks) == other
    assert all(a.end <= b.start for a, b in zip(hunks, hunks[1:], strict=False))


@given(st.sets(st.integers(0, 40), min_size=1), st.data())
def test_only_what_is_needed_is_kept(items: set[int], data: st.DataObject) -> None:
    ordered = sorted(items)
    needed = data.draw(st.sets(st.sampled_from(ordered), min_size=1))

    def pick(candidates: Iterable[list[int]]) -> list[int] | None:
        return next((c for c in candidates if needed <= set(c)), None)

    assert reduce_items(ordered, pick) == sorted(needed)


def test_nothing_is_left_out_when_nothing_may_be_asked() -> None:
    assert reduce_items([1, 2, 3], lambda candidates: None) == [1, 2, 3]


def test_large_files_with_a_few_changes_are_a_few_hunks() -> None:
    seed = b"".join(number.to_bytes(4, "little") + b"a record" * 4 for number in range(9000))
    changed = bytearray(seed)
    changed[200_000] ^= 1
    del changed[100_000:100_005]
    other = bytes(changed[:36]) + b"two more" + bytes(changed[36:])
    hunks = find_hunks(seed, other)
    assert apply_hunks(seed, hunks) == other
    assert len(hunks) == 3
    assert sum(len(one.data) + one.end - one.start for one in hunks) == 8 + 5 + 2
