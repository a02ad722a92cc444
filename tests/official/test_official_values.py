"""The official parser as a witness of values: our schemas, our cases, whole and damaged files.

Where the official parser reads all and we refuse nothing, every value is the same. Where one
refuses what the other reads, a documented difference explains it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from kit import Case, load_cases
from mutants import changed, truncations
from official_compiler import class_name
from official_examples import EXAMPLES, REFUSED, Example
from official_relation import DIFFERENCES, Difference, meet
from readers import Contract

ROOT = Path(__file__).resolve().parents[2]
CASES = list(load_cases())
LARGEST = 10_000
"""The reference needs many seconds for more."""
EACH = 6
"""Files of a format; it needs seconds for many of them."""
SMALL = 1024


def corpus_files() -> list[Path]:
    """Return files of every format, from the smallest to the largest that is not too large."""
    found = []
    for folder in sorted(path for path in (ROOT / "corpus").iterdir() if path.is_dir()):
        files = sorted(
            (path.stat().st_size, path)
            for part in ("valid", "seeds")
            for path in folder.glob(f"{part}/*")
            if path.is_file() and path.suffix not in (".expect", ".md", ".toml")
        )
        fitting = [path for size, path in files if size <= LARGEST]
        found += fitting[:: max(len(fitting) // EACH, 1)][:EACH]
    return found


PairOf = Callable[[str | Path], tuple[Any, Any]]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case(case: Case, pair_of: PairOf, refused: type[Exception]) -> None:
    message = REFUSED.get(case.id.rpartition("-")[0])
    if message is not None:
        with pytest.raises(refused, match=re.escape(message)):
            pair_of(case.schema)
        return
    program, parser = pair_of(case.schema)
    contracts = [Contract(name, facts) for name, facts in case.contracts]
    damaged = (*truncations(case.data, 12, case.id), *changed(case.data, 12, case.id))
    for data in (case.data, *damaged):
        outcome = meet(program, parser, data, contracts)
        assert outcome.kind != "unexplained", f"{data.hex(' ')}: {outcome.detail}"


@pytest.mark.parametrize("path", corpus_files(), ids=lambda p: "/".join(p.parts[-3:]))
def test_corpus_file(path: Path, pair_of: PairOf) -> None:
    data = path.read_bytes()
    format_ = path.relative_to(ROOT / "corpus").parts[0]
    program, parser = pair_of(ROOT / "schemas" / f"{format_}.ksy")
    whole = meet(program, parser, data)
    assert whole.kind != "unexplained", f"{len(data)} bytes: {whole.detail}"
    if path.parent.name == "valid":
        assert whole.kind == "equal"
    count = 4 if len(data) <= SMALL else 0
    for damaged in (*truncations(data, count, path.name), *changed(data, count, path.name)):
        outcome = meet(program, parser, damaged)
        assert outcome.kind != "unexplained", f"{len(damaged)} bytes: {outcome.detail}"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.difference)
def test_difference_is_real(example: Example, pair_of: PairOf) -> None:
    program, parser = pair_of(example.schema)
    assert meet(program, parser, example.data).kind == example.difference


def test_every_difference_has_its_example() -> None:
    assert [d.name for d in DIFFERENCES] == [example.difference for example in EXAMPLES]


@pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda difference: difference.name)
def test_difference_is_documented(difference: Difference) -> None:
    text = (ROOT / "docs/semantics.md").read_text()
    assert f"| {difference.name} | {difference.place} |" in text
    assert re.search(rf"^{difference.place}\. ", text, re.MULTILINE)


def test_names_of_classes() -> None:
    assert class_name("channel_file") == "ChannelFile"
    assert class_name("a1b_c2") == "A1bC2"
