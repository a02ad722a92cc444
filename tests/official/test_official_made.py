"""The official parser beside ours on random schemas and files of known seeds."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
from made_schemas import make_file, make_schema
from official_compiler import WitnessMissing, compile_all, load_parser
from official_relation import meet

from validator.compile import try_compile

SEEDS = range(60)
FILES = 8
UNKNOWN = "can't apply operator Add"
"""Joining byte strings with `+` is ours; the official compiler refuses it."""


def test_values_are_equal_on_made_schemas(tmp_path: Path) -> None:
    made = {}
    for seed in SEEDS:
        rng = random.Random(seed)
        path = tmp_path / str(seed) / "case.ksy"
        path.parent.mkdir()
        path.write_text(make_schema(rng))
        program, _ = try_compile(str(path))
        if program is not None:
            made[path] = program, rng
    try:
        compiled = list(compile_all(list(made)))
    except WitnessMissing as missing:
        pytest.skip(str(missing))
    seen: Counter[str] = Counter()
    for one in compiled:
        if one.error:
            assert UNKNOWN in one.error or "/ by zero" in one.error, one.schema.read_text()
            continue
        program, rng = made[one.schema]
        parser = load_parser(one, "case")
        for _ in range(FILES):
            data = make_file(rng)
            outcome = meet(program, parser, data)
            assert outcome.kind != "unexplained", f"{one.schema}: {data.hex(' ')} {outcome.detail}"
            seen[outcome.kind] += 1
    assert seen["equal"] >= 30
    assert seen["both refuse"] >= 30
