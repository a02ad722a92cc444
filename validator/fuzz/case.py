"""One input of a campaign: its bytes, and where they come from.

Comes in: what a source of inputs made. Goes out: a value that says so, for the consumer, the
corpus and the triage of crashes alike. It refuses to know what became of it.
"""

from __future__ import annotations

from validator.dataclass import dataclass

SEED, GENERATED, MUTATED, NATIVE = "seed", "generated", "mutated", "native"
ORIGINS = (SEED, GENERATED, MUTATED, NATIVE)
"""Where an input comes from: given, made from the schema, changed, or of another engine."""


@dataclass(frozen=True, slots=True)
class Case:
    """An input.

    Attributes:
        number: of the execution, from 0.
        data: the whole file.
        origin: one of `ORIGINS`.
        parent: number of the corpus entry that it was made of; -1 for none.
        label: what it is, or what was done, in words.
        edits: (field path, what was done to it) of everything that was changed on purpose.
    """

    number: int
    data: bytes
    origin: str
    parent: int = -1
    label: str = ""
    edits: tuple[tuple[str, str], ...] = ()
