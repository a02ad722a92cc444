"""Names, constants and comments of the header: legal in C99, C11 and C++17, and unique.

Comes in: names of a schema, which are lower-case words, and texts, which may be anything. Goes
out: text that a compiler takes for what it is meant to be.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from validator.export.shown import visible

_WIDTH = 92
_INT_MAX, _UINT_MAX = (1 << 31) - 1, (1 << 32) - 1
_WORDS = """
alignas alignof and and_eq asm auto bitand bitor bool break case catch char char16_t
char32_t char8_t class compl concept const const_cast consteval constexpr constinit continue
co_await co_return co_yield decltype default delete do double dynamic_cast else enum
explicit export extern false float for friend goto if inline int long mutable namespace new
noexcept not not_eq nullptr operator or or_eq private protected public register
reinterpret_cast requires restrict return short signed sizeof static static_assert
static_cast struct switch template this thread_local throw true try typedef typeid typename
union unsigned using virtual void volatile wchar_t while xor xor_eq typeof typeof_unqual
fortran near far interface assert complex errno i386 imaginary linux noreturn stderr stdin
stdout unix current offsetof
"""
_TAKEN = frozenset(_WORDS.split())
"""Keywords of C and C++, and lower-case macros that hosted systems and kernels define."""


class Names:
    """Hands out names, each once."""

    def __init__(self, prefix: str) -> None:
        self.lower = prefix
        self.upper = prefix.upper()
        self._taken: dict[str, int] = {}

    def macro(self, category: str, *path: str) -> str:
        """Return the name of a macro or enumerator, such as `PREFIX_OFFSETOF_HEADER_MAGIC`."""
        words = [self.upper, *([category] if category else []), *(part.upper() for part in path)]
        return self._unique("_".join(words))

    def tag(self, *path: str) -> str:
        """Return the name of a type or function, such as `prefix_header`."""
        return self._unique("_".join((self.lower, *path)))

    def _unique(self, name: str) -> str:
        self._taken[name] = self._taken.get(name, 0) + 1
        if self._taken[name] == 1:
            return name
        return self._unique(f"{name}_{self._taken[name]}")


def member(name: str) -> str:
    """Return the name of a struct member; one that means something else gets a `_`."""
    shown = name.lstrip("_") if name.startswith("_") else name
    return f"{shown}_" if shown in _TAKEN else shown


def identifier(text: str) -> str:
    """Return upper-case letters, digits and `_` for any text, at least one character."""
    kept = "".join(char if char.isascii() and char.isalnum() else "_" for char in text)
    return kept.upper() or "EMPTY"


def constant(value: int) -> str:
    """Return an integer constant: an `int` where it fits, so that it compares with anything.

    Args:
        value: -2**63 to 2**64 - 1.
    """
    if value < 0:
        if value == -(1 << 63):
            return "(-9223372036854775807ll - 1)"
        return f"({value}{'' if value >= -_INT_MAX else 'll'})"
    if value <= _INT_MAX:
        return str(value)
    return f"{value}u" if value <= _UINT_MAX else f"{value}ull"


def is_constant(value: int | None) -> bool:
    """Whether C has an integer constant for a value."""
    return value is not None and -(1 << 63) <= value < 1 << 64


def comment_text(text: str) -> str:
    """Return text that ends no comment and starts nothing: printable ASCII on one line."""
    shown = "".join(c if c.isascii() else f"\\u{{{ord(c):x}}}" for c in visible(text))
    for bad, good in (("*/", "* /"), ("/*", "/ *"), ("??", "? ?")):
        while bad in shown:
            shown = shown.replace(bad, good)
    return shown


def comment(texts: Sequence[str], indent: str = "") -> Iterator[str]:
    """Yield a block comment of paragraphs, wrapped; nothing when all are empty.

    Args:
        texts: one paragraph each.
        indent: before every line.
    """
    room = _WIDTH - len(indent)
    found = [
        textwrap.wrap(comment_text(text), room, break_long_words=False, break_on_hyphens=False)
        for text in texts
        if text.strip()
    ]
    if not found:
        return
    if len(found) == 1 and len(found[0]) == 1:
        yield f"{indent}/* {found[0][0]} */"
        return
    yield f"{indent}/*"
    for index, lines in enumerate(found):
        if index:
            yield f"{indent} *"
        yield from (f"{indent} * {line}" for line in lines)
    yield f"{indent} */"


def define(name: str, value: str, remark: str = "") -> str:
    """Return a `#define` line, with a comment behind when there is one."""
    return f"#define {name} {value}" + (f" /* {comment_text(remark)} */" if remark else "")
