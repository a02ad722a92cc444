"""Every verb does what its words say, on files of several formats, and does it again when asked."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from validator import load_schema
from validator.check.schema import Schema
from validator.ir.trace import Trace
from validator.mutate import Mutant, MutantOptions, Mutator, Seed
from validator.mutate.draws import Draws

ROOT = Path(__file__).resolve().parents[2]
FORMATS = ("channel_file", "selinux_policy", "wdac_policy")
EACH = 400

COUNTED: dict[str, tuple[str, int | None]] = {
    r"\[(\d+)\] deleted": ("deleted", -1),
    r"\[(\d+)\] to \[(\d+)\] deleted": ("several deleted", None),
    r"\[(\d+)\] doubled": ("doubled", 1),
    r"\[\d+\]: a copy inserted at \[\d+\]": ("copied", 1),
    r"\[\d+\]: (\d+) copies inserted at \[\d+\]": ("copied often", None),
    r"\[\d+\] and \[\d+\] swapped": ("swapped", 0),
    r"\[\d+\] moved to \[\d+\]": ("moved", 0),
    r"\[\d+\] replaced by a copy of \[\d+\]": ("replaced", 0),
    r" emptied": ("emptied", None),
    r" cut to (\d+) elements": ("cut", None),
    r" grown to (\d+) elements by copies of .*": ("grown", None),
}
"""Words behind the path of a list: what was done, and by how much its length has changed."""


@cache
def mutator(name: str) -> tuple[Schema, Mutator]:
    schema = load_schema(str(ROOT / "schemas" / f"{name}.ksy"))
    folder = ROOT / "corpus" / name / "seeds"
    seeds = [Seed(path.name, path.read_bytes()) for path in sorted(folder.iterdir())]
    return schema, Mutator(schema, seeds, 1, MutantOptions(most_changes=4))


def lengths(trace: Trace) -> dict[str, int]:
    """Return path of a list -> how many elements it has."""
    kids = trace.children()
    return {trace.path(node): len(kids[node]) for node in range(len(trace)) if trace.is_array[node]}


def expected(words: str, before: int) -> tuple[str, int] | None:
    """Return what was done to a list, and how many elements it has then."""
    for pattern, (verb, step) in COUNTED.items():
        found = re.fullmatch(pattern, words)
        if found is None:
            continue
        match verb:
            case "several deleted":
                return verb, before - (int(found[2]) - int(found[1]) + 1)
            case "copied often":
                return verb, before + int(found[1])
            case "cut" | "grown":
                return verb, int(found[1])
            case "emptied":
                return verb, 0
        assert step is not None
        return verb, before + step
    return None


@pytest.mark.parametrize("name", FORMATS)
def test_lists_are_as_long_as_the_words_say(name: str) -> None:
    schema, source = mutator(name)
    before = [lengths(schema.trace(seed.data)) for seed in source.seeds]
    told: Counter[str] = Counter()
    for index in range(EACH):
        number = index % len(source.seeds)
        made = source.vary(number, Draws(b"verbs %d" % index), shares={"structure": 1})
        if len(made.edits) != 1 or schema.check_bytes(made.data):
            continue
        ((path, text),) = made.edits
        words = text.removeprefix(path).partition(", and ")[0]
        wanted = expected(words, before[number].get(path, -1))
        if wanted is None:
            continue
        verb, count = wanted
        told[verb] += 1
        assert lengths(schema.trace(made.data)).get(path, 0) == count, made.label
    assert len(told) >= 8, told


@pytest.mark.parametrize("name", FORMATS)
def test_records_name_what_is_in_the_seed(name: str) -> None:
    schema, source = mutator(name)
    paths = []
    for seed in source.seeds:
        trace = schema.trace(seed.data)
        paths.append({trace.path(node) for node in range(len(trace))})
    for index in range(EACH // 2):
        number = index % len(source.seeds)
        made = source.vary(number, Draws(b"paths %d" % index))
        assert made.kind in ("bytes", "truncation") or made.edits, made.label
        assert {path for path, _ in made.edits} <= paths[number]
        assert all(text for _, text in made.edits)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("structure", "put in the place of"),
        ("structure", "lists of equal length alike"),
        ("structure", " bytes"),
        ("structure", "filled up to"),
        ("structure", "mixed.chan inserted at"),
        ("value", ", which is "),
        ("value", "references too"),
        ("value", "other letters"),
        ("break", "left as it was"),
        ("break", "against its checks"),
        ("break", "which does not follow"),
        ("break", "which does not exist"),
        ("break", "doubled with its key"),
        ("break", "out of order"),
        ("break", "deleted, which is referred to"),
        ("field", "checksums repaired"),
        ("bytes", "flipped"),
        ("bytes", "swapped"),
        ("bytes", "copied to"),
        ("truncation", "cut at"),
        ("truncation", "added at the end"),
    ],
)
def test_every_verb_comes_up(kind: str, words: str) -> None:
    _, source = mutator("channel_file")
    assert any(words in label for label in labels(kind))
    assert len(source.seeds) > 1


@cache
def labels(kind: str) -> tuple[str, ...]:
    _, source = mutator("channel_file")
    return tuple(
        source.vary(index % len(source.seeds), Draws(b"verb %d" % index), shares={kind: 1}).label
        for index in range(3 * EACH)
    )


@settings(max_examples=60)
@given(name=st.sampled_from(FORMATS), key=st.binary(max_size=8), others=st.integers(0, 3))
def test_the_same_draws_make_the_same_mutant_whatever_came_before(
    name: str, key: bytes, others: int
) -> None:
    _, source = mutator(name)
    number = len(key) % len(source.seeds)
    made: list[Mutant] = []
    for _ in range(2):
        made.append(source.vary(number, Draws(key)))
        for other in range(others):
            source.vary(other % len(source.seeds), Draws(key + bytes((other,))))
    assert made[0] == made[1]


@pytest.mark.parametrize("name", FORMATS)
def test_another_mutator_makes_the_same_of_the_same_draws(name: str) -> None:
    schema, source = mutator(name)
    keys = [b"again %d" % index for index in range(60)]
    made = [source.vary(0, Draws(key)) for key in keys]
    fresh = Mutator(schema, source.seeds, 2, MutantOptions(most_changes=4))
    assert [fresh.vary(0, Draws(key)) for key in reversed(keys)] == made[::-1]
