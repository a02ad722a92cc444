"""Ways to look for a smaller file among many: the fewest parts, again and again, the most at once.

Comes in: trials, and what makes a candidate. Goes out: a file that shows the fault. It refuses to
know what a candidate is made by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from validator.fuzz.hunks import reduce_items
from validator.fuzz.prepared import Prepared
from validator.fuzz.trials import Trials

Item = TypeVar("Item")


def fewest(
    trials: Trials, items: Sequence[Item], make: Callable[[Sequence[Item]], bytes | None]
) -> tuple[list[Item], bytes | None]:
    """Return the fewest items that have to stay as they are, and the file with these alone.

    Args:
        trials: asked for every step.
        items: as they are now; none of them is tried first, then ever smaller parts.
        make: the file in which some stay; None where it cannot be made.
    Returns:
        the items that stay; None for a file where all have to.
    """
    kept: list[Item] = []
    if trials.pick([kept], make) is None:
        kept = reduce_items(items, lambda candidates: trials.pick(candidates, make))
    made = make(kept) if len(kept) < len(items) else None
    return kept, made if made is not None and trials.holds(made) else None


def smaller_again(
    prepared: Prepared,
    trials: Trials,
    candidates: Callable[[Prepared], Iterable[bytes]],
    times: int,
) -> bytes | None:
    """Take the first candidate that shows the fault, then the first of its own ones, and so on.

    Args:
        prepared: shows the fault.
        trials: asked for every step.
        candidates: smaller files made of one.
        times: so often at most.
    Returns:
        the smallest file; None when there is none smaller.
    """
    best: bytes | None = None
    for _ in range(times):
        found = trials.pick(candidates(prepared), lambda made: made)
        if found is None:
            break
        best, prepared = found, prepared.again(found)
    return best


def most(trials: Trials, highest: int, make: Callable[[int], bytes | None]) -> bytes | None:
    """Return the file of the largest number that shows the fault, if smaller ones do, too.

    Args:
        trials: asked for some numbers, not for all.
        highest: the largest number, >= 2; 1 changes nothing.
        make: the file of a number.
    Returns:
        the file; None where none of the powers of two shows it.
    """
    powers = [1 << bit for bit in range(highest.bit_length() - 1, 0, -1)]
    low = trials.pick([highest, *powers] if highest not in powers else powers, make)
    if low is None:
        return None
    high = next((power for power in reversed([*powers]) if power > low), highest + 1)
    high = min(high, highest + 1)
    while high - low > 1:
        middle = (low + high) // 2
        if trials.pick([middle], make) is None:
            high = middle
        else:
            low = middle
    return make(low)
