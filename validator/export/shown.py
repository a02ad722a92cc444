r"""Make text of a schema safe to show: nothing in it means anything but itself.

Comes in: text as a schema's author wrote it, which may be hostile. Goes out: text for a
document. A character that cannot be seen is written `\u{N}`.
"""

from __future__ import annotations

from html import escape


def visible(text: str) -> str:
    """Replace every character that cannot be seen as itself; the result is one line."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else f"\\u{{{ord(char):x}}}" for char in text)


def lines_of(text: str) -> tuple[str, ...]:
    """Return the lines of a text, each made visible, tabs as spaces."""
    return tuple(visible(line.expandtabs(4)) for line in text.splitlines())


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of a text, each on one line."""
    found: list[list[str]] = [[]]
    for line in lines_of(text):
        if line.strip():
            found[-1].append(line.strip())
        elif found[-1]:
            found.append([])
    return tuple(" ".join(part) for part in found if part)


def markup(text: str) -> str:
    """Return text for HTML or XML content and quoted attributes, on one line."""
    return escape(visible(text), quote=True)
