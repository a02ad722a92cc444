"""Structural difference of two files of one schema: `compare(Version, Version)`."""

from validator.diff.compare import MAX_DIFFERENCES, compare
from validator.diff.model import About, Comparison, Difference, Follows, Kind, Side, Version, Why

__all__ = [
    "MAX_DIFFERENCES",
    "About",
    "Comparison",
    "Difference",
    "Follows",
    "Kind",
    "Side",
    "Version",
    "Why",
    "compare",
]
