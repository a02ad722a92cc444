"""Coverage of random schemas: any file has features, and any table can be shown."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from made_schemas import make_file, make_schema

from validator.check.schema import Schema
from validator.compile import try_compile
from validator.cover import Features
from validator.cover.table import Coverage
from validator.report.cover_html import render_cover_html
from validator.report.cover_json import render_cover_json
from validator.report.cover_text import render_cover_text
from validator.report.cover_words import CoverRun

FILES = 5


@pytest.mark.parametrize("first", range(0, 60, 20))
def test_made_schemas_can_be_measured(first: int, tmp_path: Path) -> None:
    path, measured = tmp_path / "made.ksy", 0
    for seed in range(first, first + 20):
        rng = random.Random(seed)
        path.write_text(make_schema(rng), encoding="utf-8")
        program, _ = try_compile(str(path))
        if program is None:
            continue
        schema, features = Schema(program, "made.ksy"), Features(program)
        assert features.all == Features(program).all
        coverage = Coverage(features)
        for number in range(FILES):
            data = make_file(rng)
            found = features.of(schema.trace(data))
            assert found <= set(range(len(features)))
            coverage.add(f"{number}", len(data), found)
        run = CoverRun(coverage, by_file=bool(seed % 2))
        assert render_cover_text(run, color=True, width=80)
        assert render_cover_html(run).endswith("</html>\n")
        assert render_cover_json(run)
        measured += 1
    assert measured >= 5
