"""The table of features and backends: rows from the catalogue, cells from the cases.

Comes in: the cases, compiled, and the golden list of what backends decline. Goes out: the text
of docs/features.md. Whether the cells are true, test_features.py finds out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from backends import BACKENDS, LEFT, Backend, Declined, is_valid
from features import FEATURES, Feature, features_of
from kit import Case, load_cases, program_of
from paragraphs import PARAGRAPHS, paragraphs_of

HEAD = """\
<!-- written by docs/generate_features.py from tests/conformance; do not edit -->

# Features and backends

What the schema language can say ([schema-language.md](schema-language.md),
[semantics.md](semantics.md)), and how many conformance cases hold each backend to it. A case is a
schema, the bytes of a file, the values in it and what is wrong with it. Two backends read files
with generated Python: one writes everything down, the other only says whether a file is accepted,
and leaves what it cannot be sure of to the first. The reference is made of `construct` objects: it
parses, builds a file again from what it parsed, and builds files from plain values. Building is
tested on the cases whose file is valid.
"""


@dataclass(frozen=True)
class Shown:
    """A case with what it shows, and whether its file is valid."""

    case: Case
    features: frozenset[str]
    is_valid: bool


def shown_cases(folder: Path) -> list[Shown]:
    """Return all cases; their schemas are written into the folder."""
    return [
        Shown(
            case,
            features_of(program_of(case, folder)) | paragraphs_of(case.entry) | set(case.features),
            is_valid(program_of(case, folder), case),
        )
        for case in load_cases()
    ]


def render(tested: Sequence[Shown], declined: Declined) -> str:
    """Return the text of the page.

    Args:
        tested: all cases.
        declined: backend -> case -> reason.
    """
    sections = groupby(FEATURES + PARAGRAPHS, lambda feature: feature.section)
    return HEAD + "".join(_section(title, list(rows), tested, declined) for title, rows in sections)


def _section(
    title: str, rows: Sequence[Feature], tested: Sequence[Shown], declined: Declined
) -> str:
    heads = ["feature", *(backend.title for backend in BACKENDS)]
    lines = ["", f"## {title}", "", _row(heads), "|" + "---|" * len(heads)]
    for feature in rows:
        shown = [one for one in tested if feature.id in one.features]
        cells = [cell(backend, shown, declined.get(backend.id, {})) for backend in BACKENDS]
        lines.append(_row([feature.title, *cells]))
    return "\n".join(lines) + "\n"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def cell(backend: Backend, shown: Sequence[Shown], reasons: Mapping[str, str]) -> str:
    """Return what a backend does with a feature.

    Args:
        backend: the column.
        shown: the cases that show the feature.
        reasons: case -> why the backend declines it.
    """
    if backend.needs_valid:
        shown = [one for one in shown if one.is_valid]
    refused = Counter(reasons[one.case.id] for one in shown if one.case.id in reasons)
    passed = len(shown) - refused.total()
    if refused.keys() == {LEFT}:
        is_never_accepted = not any(one.is_valid and one.case.id not in reasons for one in shown)
        return f"declined: {LEFT}" if is_never_accepted else _tested(len(shown))
    if not passed:
        return f"declined: {'; '.join(sorted(refused))}" if refused else "no file is valid"
    return _tested(passed)


def _tested(count: int) -> str:
    return f"tested ({count} case{'' if count == 1 else 's'})"
