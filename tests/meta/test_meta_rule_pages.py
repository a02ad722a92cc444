"""docs/rules is what docs/generate_rules.py makes of the catalogue."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from validator.rules import RULES

SCRIPT = Path(__file__).parents[2] / "docs" / "generate_rules.py"


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate_rules", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_pages_in_the_repository_are_up_to_date(generator: ModuleType) -> None:
    problems = generator.stale(generator.FOLDER)
    assert problems == [], "run: python docs/generate_rules.py"


def test_stale_pages_are_noticed_and_repaired(generator: ModuleType, tmp_path: Path) -> None:
    generator.write(tmp_path)
    assert generator.stale(tmp_path) == []
    (tmp_path / "unknown-key.md").write_text("old", encoding="utf-8")
    (tmp_path / "index.md").unlink()
    (tmp_path / "no-such-rule.md").write_text("", encoding="utf-8")
    assert generator.stale(tmp_path) == [
        "differs: unknown-key.md",
        "left over: no-such-rule.md",
        "missing: index.md",
    ]
    generator.write(tmp_path)
    assert generator.stale(tmp_path) == []


def test_every_rule_has_a_page_and_an_entry_in_the_index(generator: ModuleType) -> None:
    pages = generator.pages()
    assert set(pages) == {f"{rule_id}.md" for rule_id in RULES} | {"index.md"}
    for rule in RULES.values():
        assert f"[{rule.id}]({rule.id}.md)" in pages["index.md"]
        for text in (rule.why, rule.fix, rule.example):
            assert text in pages[f"{rule.id}.md"]


def test_check_option_tells_by_exit_code(
    generator: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generator, "FOLDER", tmp_path)
    assert generator.main(["--check"]) == 1
    assert generator.main([]) == 0
    assert generator.main(["--check"]) == 0
    assert generator.main(["--wrong"]) == 2
