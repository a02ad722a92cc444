"""Numbers that are written as bytes with a bit that says whether another one follows.

Comes in: a prepared seed. Goes out: its lists that are such numbers, and other bytes for them:
other values, the same one in more bytes, too many bytes. In which order the groups of bits stand,
it refuses to know: both are tried.

Source: DWARF 5, 7.6 (LEB128); MIDI 1.0, variable-length quantities.
"""

from __future__ import annotations

from collections.abc import Sequence

from validator.mutate.draws import Draws
from validator.mutate.outline import Outline

_BITS = 7
_MORE = 0x80
_LOW = 0x7F
_MOST_GROUPS = 16
_COMMON, _MOST_RARE = 255, 16
"""Numbers up to this are compared with everywhere; so many larger ones come early."""
_ENDS = tuple(1 << width for width in (7, 8, 14, 16, 21, 28, 31, 32, 35, 63, 64, 70))


def find_varints(outline: Outline) -> list[int]:
    """Return the lists of bytes that end with the first one whose highest bit is other.

    Args:
        outline: the seed.
    """
    data, trace = outline.seed.data, outline.trace
    by_place: dict[int, list[int]] = {}
    for node in outline.enders:
        by_place.setdefault(trace.place[node], []).append(node)
    found: list[int] = []
    for nodes in by_place.values():
        raws = [data[trace.start[node] : trace.end[node]] for node in nodes]
        fit = all(
            len(outline.kids[node]) == len(raw) for node, raw in zip(nodes, raws, strict=True)
        )
        if fit and any(len(raw) > 1 for raw in raws) and all(map(_is_varint, raws)):
            found += nodes
    return sorted(found)


def _is_varint(raw: bytes) -> bool:
    """Whether all bytes but the last one say that another one follows."""
    return bool(raw) and raw[-1] < _MORE and all(each >= _MORE for each in raw[:-1])


def value_of(raw: bytes, *, is_big: bool) -> int:
    """Return what the groups of some bytes say.

    Args:
        raw: a number in groups.
        is_big: the first group has the highest bits.
    """
    value = 0
    for each in raw if is_big else reversed(raw):
        value = value << _BITS | each & _LOW
    return value


def groups_of(value: int, *, is_big: bool, least: int = 1) -> bytes:
    """Return the bytes of a number.

    Args:
        value: >= 0.
        is_big: the first group has the highest bits.
        least: groups that there are at least; the highest ones are empty then.
    """
    groups = [value & _LOW]
    while value := value >> _BITS:
        groups.append(value & _LOW)
    groups += [0] * (least - len(groups))
    if is_big:
        groups.reverse()
    return bytes([*(each | _MORE for each in groups[:-1]), groups[-1]])


def telling_varints(raw: bytes, others: Sequence[bytes], known: Sequence[int]) -> list[bytes]:
    """Return what is worth trying in the place of a number, the most telling first.

    Args:
        raw: its bytes.
        others: those of other numbers of the file.
        known: numbers that it may be compared with.
    """
    found = [groups_of(0, is_big=True, least=len(raw) + 1), b"", b"\xff" * 4 + b"\x7f"]
    rare = [each for each in known if each > _COMMON][:_MOST_RARE]
    for is_big in (False, True):
        value = value_of(raw, is_big=is_big)
        near = [value + 1, max(value - 1, 0), 0]
        for other in others:
            number = value_of(other, is_big=is_big)
            near += [number, number + 1, max(number - 1, 0)]
        near += [*rare, *(each for end in _ENDS for each in (end - 1, end))]
        found += [groups_of(each, is_big=is_big) for each in (*near, *known)]
        longer = (len(raw) + 1, 5, 6, 9, 10, 11, _MOST_GROUPS)
        found += [groups_of(value, is_big=is_big, least=count) for count in longer]
    return [each for each in dict.fromkeys(found) if each and each != raw]


def known_of(outline: Outline, node: int) -> Sequence[int]:
    """Return the numbers that a consumer may compare a number with.

    Args:
        outline: the seed.
        node: the list of its bytes.
    """
    first = outline.kids[node][0]
    places = (outline.trace.place[each] for each in (first, *outline.kids[first]))
    return max((outline.terrain.known.get(place, ()) for place in places), key=len)


def other_varint(raw: bytes, other: bytes, known: Sequence[int], draws: Draws) -> bytes:
    """Return another number in groups.

    Args:
        raw: its bytes.
        other: those of another number of the file.
        known: numbers that it may be compared with.
        draws: decide.
    """
    is_big = draws.chance(1, 2)
    value, beside = (value_of(each, is_big=is_big) for each in (raw, other))
    least = 1
    match draws.below(10):
        case 0 | 1:
            value += draws.pick((1, -1, 2, 128, -128))
        case 2 | 3:
            value = draws.pick(_ENDS) - draws.below(3)
        case 4 | 5 if known:
            value = draws.pick(known) + draws.pick((0, 0, 0, 1, -1))
        case 6 | 7:
            value = beside + draws.pick((0, 1, -1))
        case 8:
            least = len(raw) + draws.short(_MOST_GROUPS)
        case _:
            value = draws.bits() >> draws.below(64)
    return groups_of(max(value, 0), is_big=is_big, least=least)
