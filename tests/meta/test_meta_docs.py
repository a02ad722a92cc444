"""Documentation: links lead somewhere, commands exist, the changelog has its open section."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from validator.cli.verbs import VERBS

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    path for pattern in ("*.md", "docs/**/*.md", "examples/**/*.md") for path in ROOT.glob(pattern)
)
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^(```|~~~).*?^\1\s*$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]*`")
_HEADING = re.compile(r"^#+\s+(.*?)\s*$", re.MULTILINE)


def links(text: str) -> list[str]:
    """Return the targets of links outside code."""
    return _LINK.findall(_CODE.sub("", _FENCE.sub("", text)))


def anchors(text: str) -> set[str]:
    """Return what headings are linked by, as code hosts make it."""
    found = set()
    for heading in _HEADING.findall(_FENCE.sub("", text)):
        kept = re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower())
        found.add(kept.replace(" ", "-"))
    return found


def broken(page: Path, root: Path) -> list[str]:
    """Return the links of a page that lead nowhere inside the repository."""
    wrong = []
    for target in links(page.read_text(encoding="utf-8")):
        if target.startswith(("https://", "mailto:")):
            continue
        name, _, anchor = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        is_there = file.exists() and file.is_relative_to(root)
        if is_there and anchor and file.suffix == ".md":
            is_there = anchor in anchors(file.read_text("utf-8"))
        if not is_there:
            wrong.append(target)
    return wrong


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    assert broken(page, ROOT) == []


def test_broken_links_are_noticed(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    page.write_text("# A b\n[x](#a-b) [y](#c) [z](b.md) `[code](c.md)`\n", encoding="utf-8")
    assert broken(page, tmp_path) == ["#c", "b.md"]


def test_changelog_has_its_open_section() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    sections = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert sections[0] == "Unreleased"
    body = text.split("## Unreleased", 1)[1].split("\n## ", 1)[0]
    assert re.search(r"^- \S", body, re.MULTILINE)


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_make_targets_exist(name: str) -> None:
    made = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    used = set(re.findall(r"\bmake ([a-z][a-z-]*)", (ROOT / name).read_text("utf-8")))
    assert used
    assert used - made == set()


def test_readme_uses_commands_that_exist() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    used = set(re.findall(r"^(?:\$ )?contentgate ([a-z]+)", text, re.MULTILINE))
    assert used
    assert used - set(VERBS) == set()
