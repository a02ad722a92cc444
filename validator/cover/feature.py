"""What coverage is made of: one thing of a schema that a file can exercise, and its number.

Comes in: features, one after the other. Goes out: their numbers, which depend on nothing but the
order, so that they are the same for every run over the same Program.
"""

from __future__ import annotations

from dataclasses import replace
from enum import Enum

from validator.dataclass import dataclass


class FeatureKind(Enum):
    """What about a field a feature says."""

    VALUE = "value"
    LENGTH = "length"
    COUNT = "count"
    PRESENCE = "presence"
    BRANCH = "branch"
    REFERENCE = "reference"
    USE = "use"
    COMBINATION = "combination"


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing that a file can exercise.

    Attributes:
        path: field path with `[*]` for subscripts; `<type>.field` where a type stands in several
            places. Of a combination the path of its type; "" is the file itself.
        kind: what is said about it.
        text: the class, such as `zero`, `operator::regex` or `op = regex, value_type = text`.
        field: field number; -1 for combinations.
        is_goal: valid files can be expected to have it; others only guide a fuzzer.
        words: names of `-coverage` that mean it, such as `zero` and `limits`.
        is_required: `-coverage` of the schema asks for it.
        group: of a combination the fields, such as `op x value_type`, and `values` in words;
            of a subscript the path with `[]` in its place.
        index, last: first and last subscript that it is about; -1 for none.
    """

    path: str
    kind: FeatureKind
    text: str
    field: int = -1
    is_goal: bool = True
    words: tuple[str, ...] = ()
    index: int = -1
    last: int = -1
    is_required: bool = False
    group: str = ""
    values: tuple[str, ...] = ()


MAX_FEATURES = 50_000
"""Features of one schema; a hostile one must not fill the memory."""
_MAX_LEFT_OUT = 200


class Draft:
    """Numbers features as they are found.

    Attributes:
        features: by number.
    """

    def __init__(self) -> None:
        self.features: list[Feature] = []
        self._left_out: list[str] = []
        self._unnamed = 0

    def add(self, feature: Feature) -> int:
        """Take a feature and return its number.

        Args:
            feature: not taken before.
        """
        self.features.append(feature)
        return len(self.features) - 1

    @property
    def left_out(self) -> tuple[str, ...]:
        """What is not measured, in words, for people."""
        more = (f"{self._unnamed} more parts of the schema",) if self._unnamed else ()
        return (*self._left_out, *more)

    def leave_out(self, text: str) -> None:
        """Note something that is not measured.

        Args:
            text: what, and why.
        """
        if len(self._left_out) < _MAX_LEFT_OUT:
            self._left_out.append(text)
        else:
            self._unnamed += 1

    @property
    def room(self) -> int:
        """How many features may still come; what one field needs is taken in any case."""
        return max(0, MAX_FEATURES - len(self.features))

    def require(self, start: int, words: frozenset[str]) -> None:
        """Mark features that `-coverage` asks for by name.

        Args:
            start: number of the first one that is looked at; all after it are, too.
            words: of the language; `all` means every goal.
        """
        for number in range(start, len(self.features)):
            one = self.features[number]
            is_named = not words.isdisjoint(one.words)
            if is_named or ("all" in words and one.is_goal):
                self.features[number] = replace(one, is_required=True, is_goal=True)
