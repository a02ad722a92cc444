"""Texts that are worth trying in place of one, the most telling first.

Comes in: a text, letters and words that mean something, other texts of the file. Goes out: other
texts. A text may be of a small language, or one that is compared with others; it refuses to know.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from validator.ir.nasty import NASTY
from validator.mutate.content import telling_words

_MOST_TEXTS = 96
_MOST_DAMAGED = 24
_CLOSERS = b"])}>"
_QUOTES = b"\"'`"
_SEPARATORS = b"\0,;|:/\n=& "
_OPENERS = b"[({<\\%$^&@#"


def telling_texts(
    text: bytes, letters: bytes, words: Sequence[bytes], *, may_be_numbers: bool = False
) -> list[bytes]:
    """Return what is worth trying in place of a text, the most telling first.

    Args:
        text: what stands there.
        letters: that mean something to the consumer.
        words: that it knows.
        may_be_numbers: it is a byte string, and none of letters alone: other numbers are tried.
    """
    half = len(text) >> 1
    singles = [bytes((letter,)) for letter in letters]
    found = [b""]
    if may_be_numbers:
        return [b"", *dict.fromkeys(each for each in telling_words(text) if each != text)]
    found += [text + letters, text + bytes(each for each in letters if each not in _CLOSERS)]
    found += [text[:half] + letter * 2 + text[half:] for letter in singles]
    found += words
    found += [word + text for word in words]
    found += [text + letter for letter in singles]
    found += NASTY
    return list(dict.fromkeys(each for each in found if each != text))[:_MOST_TEXTS]


def damaged_texts(text: bytes) -> list[bytes]:
    """Return a text of a small language with something left open or left out.

    Args:
        text: any bytes.
    Returns:
        nothing for a text without letters that open, close or part something.
    """
    return list(dict.fromkeys((*_open(text), *_parted(text))))[:_MOST_DAMAGED]


def _open(text: bytes) -> Iterator[bytes]:
    """Yield a text with an escape of nothing, without what closes, cut behind what opens."""
    places: dict[int, int] = {}
    for at, letter in enumerate(text):
        places.setdefault(letter, at)
    last = {letter: at for at, letter in enumerate(text)}
    if any(letter in _OPENERS or letter in _CLOSERS or letter in _QUOTES for letter in places):
        yield text + b"\\"
    for letter in last:
        if letter in _CLOSERS or letter in _QUOTES:
            at = last[letter]
            yield text[:at] + text[at + 1 :]
            yield text[:at]
    for letter, at in places.items():
        if letter in _OPENERS or letter in _QUOTES:
            yield text[: at + 1]
            yield text[last[letter] : last[letter] + 1] + text


def _parted(text: bytes) -> Iterator[bytes]:
    """Yield a text of parts with an empty one in the middle, at its start and its end."""
    for letter in _SEPARATORS:
        at = text.find(letter)
        if at >= 0:
            one = text[at : at + 1]
            yield text[:at] + one + text[at:]
            yield one + text
            yield text + one
            yield text[:at] + text[at + 1 :]


def relatives(text: bytes, others: Sequence[bytes]) -> list[bytes]:
    """Return texts that have to do with others of the file: prefixes, the same, more, other case.

    Args:
        text: what stands there.
        others: texts that stand elsewhere.
    """
    found = [other[:-1] for other in others]
    found += others
    found += [other + (text[-1:] or b"a") for other in others]
    found += [other[: len(other) >> 1] for other in others]
    found += [other.swapcase() for other in others]
    found += [other[1:] for other in others]
    return [each for each in dict.fromkeys(found) if each and each != text]
