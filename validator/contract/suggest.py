"""Names that resemble a wrong one: for "did you mean" and for lists of what exists."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

_LONGEST = 200


def edit_distance(left: str, right: str) -> int:
    """Count the insertions, deletions and substitutions between two names.

    Args:
        left: one name.
        right: the other.
    Returns:
        Levenshtein distance; 0 for equal names.
    """
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        previous, row[0] = row[0], i
        for j, b in enumerate(right, 1):
            cost = min(row[j] + 1, row[j - 1] + 1, previous + (a != b))
            previous, row[j] = row[j], cost
    return row[-1]


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return the known name that a mistyped one stands for.

    Args:
        name: what was written.
        known: what would have been understood.
    Returns:
        The nearest known name, when it is at most 2 edits away and nearer than a rewrite;
        else "".
    """
    if not name or len(name) > _LONGEST:
        return ""
    near = (k for k in known if abs(len(k) - len(name)) <= 2)
    ranked = sorted((edit_distance(name, k), k) for k in near)
    if ranked and ranked[0][0] <= 2 and ranked[0][0] < len(name):
        return ranked[0][1]
    return ""


def similar_names(name: str, known: Iterable[str], limit: int = 6) -> tuple[str, ...]:
    """Return known names that resemble a name or contain a part of it.

    Args:
        name: what was looked for; `*` stands for anything.
        known: what exists.
        limit: at most so many.
    Returns:
        Nearest first; empty when nothing resembles it.
    """
    wanted = name.replace("*", "")[:_LONGEST].lower()
    pool = sorted({k for k in known if len(k) <= _LONGEST})[:20_000]
    folded: dict[str, str] = {}
    for candidate in pool:
        folded.setdefault(candidate.lower(), candidate)
    close = difflib.get_close_matches(wanted, list(folded), n=limit, cutoff=0.6)
    parts = [k for k in folded if len(wanted) > 2 and (wanted in k or (len(k) > 2 and k in wanted))]
    ordered = dict.fromkeys([*close, *parts])
    return tuple(folded[k] for k in ordered)[:limit]
