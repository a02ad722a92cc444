"""Other contents of byte strings and texts: numbers in them, letters that mean something, words.

Comes in: bytes, what the consumer compares bytes with, draws. Goes out: other bytes. What no schema
describes is often an array of numbers, or a small language of its own; it refuses to know which.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Literal

from validator.mutate.draws import Draws

MEANING = b"[](){}*+?\\|^$%./:;,'\"<>&=\0"
"""Letters that mean something to some reader of texts."""
_WIDTHS = (1, 2, 4, 8)
_MOST_ARRAY = 16
_EQUAL = 4


def letters_of(constants: Sequence[int]) -> bytes:
    """Return the letters that mean something: those that a consumer compares with, if any.

    Args:
        constants: numbers that the consumer compares something with.
    """
    known = frozenset(MEANING)
    found = bytes(dict.fromkeys(number for number in constants if number in known))
    return found or MEANING


def other_words(data: bytes, draws: Draws) -> bytes:
    """Return bytes as if they were an array of numbers, one of which is changed; may be the same.

    Args:
        data: at least one byte.
        draws: decide.
    """
    width = draws.pick([each for each in _WIDTHS if each <= len(data)])
    count = len(data) // width
    at, other = draws.below(count) * width, draws.below(count) * width
    order: Literal["little", "big"] = "big" if draws.chance(1, 3) else "little"
    number = int.from_bytes(data[at : at + width], order)
    source = int.from_bytes(data[other : other + width], order)
    top = 1 << 8 * width
    match draws.below(8):
        case 0 | 1:
            found = source
        case 2 | 3:
            found = source + draws.pick((1, -1))
        case 4:
            return _swapped(data, at, other, width)
        case 5:
            found = draws.pick((0, top - 1, top >> 1, (top >> 1) - 1))
        case 6:
            found = number ^ 1 << draws.below(8 * width)
        case _:
            found = number + draws.pick((1, -1))
    return data[:at] + (found % top).to_bytes(width, order) + data[at + width :]


def _swapped(data: bytes, at: int, other: int, width: int) -> bytes:
    low, high = sorted((at, other))
    if low == high:
        return data
    first, second = data[low : low + width], data[high : high + width]
    return data[:low] + second + data[low + width : high] + first + data[high + width :]


def telling_words(data: bytes) -> list[bytes]:
    """Return what is worth trying in bytes that may be an array of numbers: like values, ends.

    Args:
        data: any bytes; none of a long string, which is hardly an array.
    Returns:
        for each width in turn; some have more numbers, whose first one is the last one, too.
    """
    by_width = [_telling_array(data, width) for width in _WIDTHS]
    return [each for row in zip_longest(*by_width) for each in row if each is not None]


def _telling_array(data: bytes, width: int) -> list[bytes]:
    """Return what is worth trying in an array of numbers of one width, the most telling first."""
    count, rest = divmod(len(data), width)
    if rest or not 1 <= count <= _MOST_ARRAY:
        return []
    top = 1 << 8 * width
    words = [int.from_bytes(data[at : at + width], "little") for at in range(0, len(data), width)]
    first, last = (0, 1), (count - 1, 0)
    found: list[bytes] = []
    if count > 1:  # a range that ends just before its start, then equal ones
        steps = ((first, 1), (last, -1), (first, 0), (last, 0), (first, -1), (last, 1))
        for (at, other), step in steps:
            found.append(_with_word(data, at * width, width, (words[other] + step) % top))
    found[4:4] = [data + data[:width], data[:width] * max(count, _EQUAL)]
    for at in dict.fromkeys((0, count - 1)):
        found += [_with_word(data, at * width, width, end) for end in (0, top - 1, top >> 1)]
    return found


def _with_word(data: bytes, at: int, width: int, number: int) -> bytes:
    return data[:at] + number.to_bytes(width, "little") + data[at + width :]


def with_letters(text: bytes, letters: bytes, words: Sequence[bytes], draws: Draws) -> bytes:
    """Return a text with a letter that means something put into it, once or more, or a word.

    Args:
        text: any bytes.
        letters: that mean something.
        words: that the consumer knows.
        draws: decide.
    """
    at = draws.pick((0, len(text), len(text) >> 1, draws.below(len(text) + 1)))
    if words and draws.chance(1, 2):
        word = draws.pick(words)
        return word if draws.chance(1, 3) else text[:at] + word + text[at:]
    some = draws.pick(letters).to_bytes(1, "little") * draws.pick((1, 1, 2, 2, 3))
    return text[:at] + some + text[at:]


def related(text: bytes, other: bytes, draws: Draws) -> bytes:
    """Return a text that has to do with another one: its beginning, more than it, its other case.

    Args:
        text: what stands there now.
        other: another text.
        draws: decide.
    """
    match draws.below(6):
        case 0 | 1:
            return other[: 1 + draws.below(max(len(other) - 1, 1))]
        case 2:
            return other
        case 3:
            return other + (text[:1] or b"a")
        case 4:
            return other.swapcase()
    return other[1 + draws.below(max(len(other) - 1, 1)) :]
