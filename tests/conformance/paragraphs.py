"""The paragraphs of docs/semantics.md as rows of the table; semantics.yaml gives them cases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from features import Feature

_TEXTS: dict[int, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "semantics.yaml").read_text()
)
PARAGRAPHS = tuple(
    Feature(f"semantics {number}", "Semantics", f"{number}: {text['title']}")
    for number, text in _TEXTS.items()
)


def paragraphs_of(entry: str) -> frozenset[str]:
    """Return the paragraphs that an entry of a case file shows."""
    found = (number for number, text in _TEXTS.items() if entry in text["cases"])
    return frozenset(f"semantics {number}" for number in found)


def entries_named() -> frozenset[str]:
    """Return the entries that semantics.yaml names."""
    return frozenset(id_ for text in _TEXTS.values() for id_ in text["cases"])
