"""The corpus of a campaign: inputs that showed something new, and how promising each is.

Comes in: inputs with what they showed. Goes out: an entry to change next. Weights follow from
counts alone, never from times, so that the same campaign makes the same choices anywhere.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import field
from itertools import accumulate

from validator.dataclass import dataclass
from validator.mutate.draws import Draws

_PLAIN = 64
_PICKS_APIECE = 24
_INVALID = 0.12
"""Weight of all entries that the consumer refuses, beside that of the others: each way of being
refused is an edge of its own, and what is made of them is mostly refused as well."""


# house: loose-dataclass - counts while a campaign goes on
@dataclass(slots=True)
class Entry:
    """One input of the corpus.

    Attributes:
        number: in the corpus, and for the mutator.
        data: the file.
        path: see `Novelty.path`; 0 without counters.
        work: counts of all its edges: how much the consumer does with it.
        gain: what it showed first, in edges and features.
        depth: how many changes it is away from a seed.
        is_valid: consumer and gate accept it.
        label: what it is, in words.
        picks: how often it was changed.
        finds: entries that were made of it.
        deaths: inputs made of it that killed the consumer.
        is_favored: some edge or feature is shown by no smaller entry.
    """

    number: int
    data: bytes
    path: int = 0
    work: int = 0
    gain: int = 0
    depth: int = 0
    is_valid: bool = True
    label: str = ""
    picks: int = 0
    finds: int = 0
    deaths: int = 0
    is_favored: bool = False


# house: loose-dataclass - grows while a campaign goes on
@dataclass(slots=True)
class Corpus:
    """All entries.

    Attributes:
        entries: by number.
    """

    entries: list[Entry] = field(default_factory=list)
    _best: dict[int, int] = field(default_factory=dict)
    _known: set[bytes] = field(default_factory=set)
    _ends: list[int] = field(default_factory=list)
    _work: int = 0
    _size: int = 0

    def __len__(self) -> int:
        return len(self.entries)

    def __contains__(self, data: bytes) -> bool:
        return data in self._known

    def add(self, entry: Entry, marks: Sequence[int]) -> None:
        """Take an entry in.

        Args:
            entry: with the next number.
            marks: edges (0 and up) and features (-1 and down) that it shows.
        """
        self.entries.append(entry)
        self._known.add(entry.data)
        self._work += entry.work
        self._size += len(entry.data)
        for mark in marks:
            best = self._best.get(mark)
            if best is None or _cost(entry) < _cost(self.entries[best]):
                self._best[mark] = entry.number
        favored = set(self._best.values())
        for one in self.entries:
            one.is_favored = one.number in favored
        self._ends = []

    def weigh(self, paths: Mapping[int, int]) -> None:
        """Work out anew how promising every entry is.

        Args:
            paths: path -> runs with it.
        """
        count = max(len(self.entries), 1)
        means = self._size / count, self._work / count
        weights = [_weight(one, means, paths) for one in self.entries]
        valid = sum(w for w, one in zip(weights, self.entries, strict=True) if one.is_valid)
        others = sum(weights) - valid
        scale = min(1.0, valid * _INVALID / others) if valid and others else 1.0
        self._ends = list(
            accumulate(
                w if one.is_valid else max(1, int(w * scale))
                for w, one in zip(weights, self.entries, strict=True)
            )
        )

    def pick(self, draws: Draws) -> Entry:
        """Return an entry to change; there is at least one.

        Args:
            draws: decide.
        """
        if len(self._ends) != len(self.entries):
            self.weigh({})
        return self.entries[draws.weighted(self._ends)]

    def favored(self) -> list[Entry]:
        """Return the entries that together show all, by number."""
        return [one for one in self.entries if one.is_favored]


def _cost(entry: Entry) -> tuple[int, int, int]:
    """Return what makes an entry worse than another that shows the same."""
    return (not entry.is_valid, len(entry.data) + entry.work // 64, entry.number)


def _weight(one: Entry, means: tuple[float, float], paths: Mapping[int, int]) -> int:
    """Small, little work, new, rare and fruitful entries are changed more often."""
    weight = float(_PLAIN)
    weight *= min(max(means[0] / max(len(one.data), 1), 0.1), 4.0)
    weight *= _share(means[1], one.work)
    weight *= 4.0 if one.is_favored else 1.0
    weight *= 1.0 + min(one.gain, 64) / 16
    weight *= 1.0 + min(one.depth, 8) / 8
    often = paths.get(one.path, 0)
    if often > 1:
        weight /= math.sqrt(math.log2(often) + 1)
    tired = one.picks / (_PICKS_APIECE * (1 + one.finds))
    weight /= 1.0 + min(tired, 64.0)
    weight /= 1.0 + 2.0 * one.deaths / (one.picks + 8)
    return max(1, int(weight * 16))


def _share(mean: float, value: float) -> float:
    """Return 0.25 for what is far above the mean to 2 for what is far below it."""
    return 2.0 - 1.75 * value / (value + mean) if value + mean > 0 else 1.0
