"""A lifted declaration reads what construct reads, and refuses what construct refuses.

Stricter on purpose: bytes that no field explains, budgets, and a GreedyRange whose last element
cannot be read (docs/construct-front-end.md).
"""

from __future__ import annotations

import random

import pytest
from lift_cases import CASES as SMALL
from lift_formats import FORMATS
from lifted import ABSENT, Pair, compare, same

CASES = SMALL | FORMATS
FILES = 150
_LIKELY = bytes([0, 1, 2, 3, 4, 5, 0x41, 0x61, 0x7F, 0x80, 0xFF])


@pytest.fixture(scope="module")
def pairs() -> dict[str, Pair]:
    return {name: Pair.of(case.made, name) for name, case in CASES.items()}


@pytest.mark.parametrize("name", CASES)
def test_accepted_files(name: str, pairs: dict[str, Pair]) -> None:
    pair = pairs[name]
    for data in CASES[name].files:
        theirs = pair.theirs(data)
        assert theirs is not ABSENT, f"construct refuses the sample {data.hex(' ')}"
        assert not pair.ours(data).failures
        assert same(theirs, pair.values(data))
        assert pair.schema.check_bytes(data) == []


@pytest.mark.parametrize("name", CASES)
def test_mutated_and_random_files(name: str, pairs: dict[str, Pair]) -> None:
    case, pair = CASES[name], pairs[name]
    rng = random.Random(name)
    for _ in range(FILES):
        data = bytearray(rng.choice(case.files))
        for _ in range(rng.randrange(3)):
            _mutate(rng, data)
        if rng.random() < 0.25:
            data = bytearray(rng.choice(_LIKELY) for _ in range(rng.randrange(60)))
        difference = compare(pair, bytes(data), swallows=case.swallows)
        assert not difference, f"{data.hex(' ')}: {difference}"


def _mutate(rng: random.Random, data: bytearray) -> None:
    place = rng.randrange(len(data) + 1)
    match rng.randrange(4):
        case 0:
            del data[place:]
        case 1:
            data[place:place] = bytes([rng.choice(_LIKELY)])
        case 2:
            del data[place : place + 1]
        case _ if place < len(data):
            data[place] ^= 1 << rng.randrange(8)


def test_random_bytes_are_not_all_refused(pairs: dict[str, Pair]) -> None:
    """Agreement means little when every file is refused."""
    accepted = sum(
        pairs[name].theirs(data) is not ABSENT
        for name, case in CASES.items()
        for data in case.files
    )
    assert accepted == sum(len(case.files) for case in CASES.values())
