"""Changes of a list as a new order of its elements: which come, how often, and where.

Comes in: how many elements there are, counts that are worth reaching, draws. Goes out: subscripts
of the present elements, in the new order, and what was done in words that follow the path of the
list. It knows no elements, so that lists of equal length can be changed alike.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from validator.dataclass import dataclass
from validator.mutate.draws import Draws

_MAX_COPIES = 64
_MAX_UNIFORM = 66
_MAX_ELEMENTS = 1 << 16  # goals are constants of a schema, too, which may be any number


@dataclass(frozen=True, slots=True)
class Order:
    """A new order of the elements of a list.

    Attributes:
        subscripts: of the present elements.
        text: what was done, to follow the path of the list.
        copied, times: an element among them that stands so many times more behind them, kept
            apart since lists grow to 65,535 elements.
    """

    subscripts: list[int]
    text: str
    copied: int = -1
    times: int = 0

    @property
    def size(self) -> int:
        """How many elements there are in the new order."""
        return len(self.subscripts) + self.times

    def all(self) -> list[int]:
        """Return the subscripts of all elements."""
        return [*self.subscripts, *([self.copied] * self.times)]


def choose_order(count: int, goals: Sequence[int], draws: Draws) -> Order | None:
    """Return another order for a list, None when this draw changes nothing.

    Args:
        count: how many elements it has, >= 1.
        goals: numbers of elements that are worth reaching.
        draws: decide.
    """
    return draws.pick(_VERBS)(count, goals, draws)


def grown(count: int, goal: int, draws: Draws) -> Order | None:
    """Return the order of a list that is grown; None when it has as many, or for far too many.

    Args:
        count: how many elements it has, >= 1.
        goal: how many it shall have.
        draws: decide which are copied.
    """
    more = goal - count
    if more < 1 or goal > _MAX_ELEMENTS:
        return None
    if count > 1 and draws.chance(1, 4):
        added = [at % count for at in range(count, goal)]
        return Order([*range(count), *added], f" grown to {goal} elements by copies of all")
    return grown_by(count, goal, draws.below(count), "grown")


def grown_by(count: int, goal: int, at: int, verb: str) -> Order:
    """Return the order of a list that is grown by copies of one element.

    Args:
        count: how many elements it has, >= 1.
        goal: how many it shall have, more than that.
        at: the element.
        verb: for the words.
    """
    text = f" {verb} to {goal} elements by copies of [{at}]"
    return Order(list(range(count)), text, at, goal - count)


def _delete(count: int, goals: Sequence[int], draws: Draws) -> Order:
    at = draws.below(count)
    number = min(1 if draws.chance(3, 4) else draws.short(8), count - at)
    last = f" to [{at + number - 1}]" if number > 1 else ""
    return Order([*range(at), *range(at + number, count)], f"[{at}]{last} deleted")


def _double(count: int, goals: Sequence[int], draws: Draws) -> Order:
    at = draws.below(count)
    return Order([*range(at + 1), *range(at, count)], f"[{at}] doubled")


def _copy(count: int, goals: Sequence[int], draws: Draws) -> Order:
    at, to = draws.below(count), draws.below(count + 1)
    number = 1 if draws.chance(1, 2) else draws.short(_MAX_COPIES)
    times = f"{number} copies" if number > 1 else "a copy"
    order = [*range(to), *([at] * number), *range(to, count)]
    return Order(order, f"[{at}]: {times} inserted at [{to}]")


def _swap(count: int, goals: Sequence[int], draws: Draws) -> Order | None:
    if count < 2:
        return None
    at = draws.below(count)
    other = (at + 1 + draws.below(count - 1)) % count
    order = list(range(count))
    order[at], order[other] = other, at
    return Order(order, f"[{at}] and [{other}] swapped")


def _move(count: int, goals: Sequence[int], draws: Draws) -> Order | None:
    at, to = draws.below(count), draws.below(count)
    order = list(range(count))
    order.insert(to, order.pop(at))
    return Order(order, f"[{at}] moved to [{to}]") if at != to else None


def _replace(count: int, goals: Sequence[int], draws: Draws) -> Order | None:
    at, to = draws.below(count), draws.below(count)
    order = list(range(count))
    order[to] = at
    return Order(order, f"[{to}] replaced by a copy of [{at}]") if at != to else None


def _empty(count: int, goals: Sequence[int], draws: Draws) -> Order:
    return Order([], " emptied")


def _shorten(count: int, goals: Sequence[int], draws: Draws) -> Order:
    kept = draws.below(count)
    return Order(list(range(kept)), f" cut to {kept} elements")


def _grow(count: int, goals: Sequence[int], draws: Draws) -> Order | None:
    """Make a list as long as something else, or just longer: a limit, a power of two, any."""
    match draws.below(6):
        case 0 | 1 if goals:
            goal = draws.pick(goals) + draws.pick((0, 0, 1, -1))
        case 2:
            goal = (1 << draws.below(9)) + draws.pick((0, 1, -1))
        case 3:
            goal = count + 1 + draws.below(3)
        case _:
            goal = 1 + draws.below(max(_MAX_UNIFORM, 2 * count))
    return grown(count, goal, draws)


_Verb = Callable[[int, Sequence[int], Draws], Order | None]
_VERBS: tuple[_Verb, ...] = (
    _delete, _delete, _double, _double, _copy, _copy, _swap, _move, _replace, _empty, _shorten,
    _grow, _grow,
)  # fmt: skip
"""What can be done to a list that has elements."""
