"""What a campaign has seen: edges of the consumer by classes of counts, and features of the schema.

Comes in: the counters of one run, or the features of one file. Goes out: how much of it is new, and
how much was seen just once, of which the chance of the next discovery follows. Whole maps are
handled as one large number each, so that a run costs microseconds.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import field

from validator.dataclass import dataclass


def _class_of(count: int) -> int:
    """Return one bit for a class of counts: 1, 2, 3, 4-7, 8-15, 16-31, 32-127, more."""
    if count <= 3:
        return (0, 1, 2, 4)[count]
    return next(bit for last, bit in _LAST if count <= last)


_LAST = ((7, 8), (15, 16), (31, 32), (127, 64), (255, 128))
_CLASSES = bytes(_class_of(count) for count in range(256))
_ANY = bytes(min(count, 1) for count in range(256))


@dataclass(frozen=True, slots=True)
class Novelty:
    """What one run showed.

    Attributes:
        path: stands for all edges with their classes.
        gain: edges in classes that no run before had.
        often: runs with this path, this one included.
    """

    path: int
    gain: int
    often: int


# house: loose-dataclass - grows with every run
@dataclass(slots=True)
class Guide:
    """Coverage of one consumer.

    Attributes:
        seen, twice: bits of every edge and class that one run, or two, have had.
        paths: path -> runs.
        runs: with counters.
        width: counters of a run.
    """

    seen: int = 0
    twice: int = 0
    paths: dict[int, int] = field(default_factory=dict)
    runs: int = 0
    width: int = 0

    def note(self, coverage: bytes) -> Novelty:
        """Take note of one run.

        Args:
            coverage: one saturating byte an edge.
        """
        classes = coverage.translate(_CLASSES)
        path = zlib.crc32(classes)
        often = self.paths.get(path, 0) + 1
        self.paths[path] = often
        self.runs += 1
        if often > 2:
            return Novelty(path, 0, often)
        self.width = max(self.width, len(coverage))
        bits = int.from_bytes(classes, "little")
        gain = (bits & ~self.seen).bit_count()
        self.twice |= bits & self.seen
        self.seen |= bits
        return Novelty(path, gain, often)

    def merge(self, seen: int, twice: int) -> int:
        """Take over what another process has seen.

        Args:
            seen, twice: as in this class.
        Returns:
            edges and classes that are new here.
        """
        gain = (seen & ~self.seen).bit_count()
        self.twice |= twice | (seen & self.seen)
        self.seen |= seen
        return gain

    @property
    def edges(self) -> int:
        """Edges that some run has taken."""
        size = (self.seen.bit_length() + 7) // 8
        return self.seen.to_bytes(size, "little").translate(_ANY).count(1)

    @property
    def singles(self) -> int:
        """Edges and classes that one run alone has had."""
        return (self.seen & ~self.twice).bit_count()


# house: loose-dataclass - grows with every file
@dataclass(slots=True)
class FeatureGuide:
    """Features of the schema that accepted files have had.

    Attributes:
        counts: feature -> files that were looked at and have it, at most 2.
        files: that were looked at.
    """

    counts: dict[int, int] = field(default_factory=dict)
    files: int = 0

    def note(self, features: Iterable[int]) -> frozenset[int]:
        """Take note of one file; returns the features that no file before had.

        Args:
            features: of the file.
        """
        self.files += 1
        found = set()
        for number in features:
            before = self.counts.get(number, 0)
            if before < 2:
                self.counts[number] = before + 1
                if not before:
                    found.add(number)
        return frozenset(found)

    @property
    def singles(self) -> int:
        """Features that one file alone has had."""
        return sum(1 for count in self.counts.values() if count == 1)


def edge_numbers(coverage: bytes) -> list[int]:
    """Return the subscripts of the edges that a run has taken, ascending.

    Args:
        coverage: one byte an edge.
    """
    return [number for number, count in enumerate(coverage) if count]


def discovery_chance(singles: int, runs: int) -> float:
    """Estimate how likely the next run shows something that none before has shown.

    Args:
        singles: kinds of things that one run alone has shown.
        runs: all of them.
    Returns:
        a probability; 1 when nothing is known.

    Source: Good, The Population Frequencies of Species, 1953; Böhme, STADS, 2018, section 3.
    """
    return min(1.0, singles / runs) if runs > 0 else 1.0
