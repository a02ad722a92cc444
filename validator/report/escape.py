r"""Make text from files, schemas and file names safe for the place where it is shown.

Comes in: any Python string, also with control characters, bidirectional overrides and lone
surrogates (what non-UTF-8 file names decode to). Goes out: a string that means nothing but
itself to a terminal, a log reader of a CI service, an XML or a JSON parser. It refuses to
know which format asks.

A byte is written `\xNN`, a character `\u{N}`, so that a reader can tell them apart.
"""

from __future__ import annotations

import re
from urllib.parse import quote

# `##[group]`, `##vso[...]` and `##teamcity[...]` are commands anywhere in a line of a CI log.
_LOG_COMMAND = re.compile(r"##(?=[A-Za-z]*\[)")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BYTE_BASE = 0xDC00


def visible(text: str) -> str:
    """Replace every character that cannot be seen as itself.

    Args:
        text: anything; kept whole when all of it is printable.
    Returns:
        The same text without control, format, separator, unassigned and surrogate
        characters; the plain space stays. Never contains a line end.
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _name(char) for char in text)


def terminal(text: str) -> str:
    """Return `visible(text)` that no CI service takes for a command when it is logged.

    Args:
        text: one value, or one line of it.
    Returns:
        One line; never starts with `::` (also not after spaces), never contains `##[`,
        `##vso[` or their like.
    """
    shown = _LOG_COMMAND.sub(r"#\\x23", visible(text))
    stripped = shown.lstrip(" ")
    if stripped.startswith("::"):
        return shown[: len(shown) - len(stripped)] + r"\x3a" + stripped[1:]
    return shown


def unicode_text(text: str) -> str:
    """Replace only lone surrogates, which are not Unicode text, and keep all else.

    Args:
        text: anything.
    Returns:
        Text that every UTF-8 encoder and JSON parser takes; control characters remain, so
        it is for formats that carry data, not for display.
    """
    return _SURROGATE.sub(lambda match: _name(match[0]), text)


def workflow_message(text: str) -> str:
    """Return text for the message of a GitHub workflow command.

    Args:
        text: one or more lines, each made safe with `terminal` before; line feeds separate
            them.
    """
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def workflow_property(text: str) -> str:
    """Return text for a property value of a GitHub workflow command.

    Args:
        text: one line, as it came from a file or schema.
    """
    shown = _LOG_COMMAND.sub(r"#\\x23", visible(text))
    return workflow_message(shown).replace(":", "%3A").replace(",", "%2C")


def xml_text(text: str) -> str:
    """Return text for XML 1.0 content or a quoted attribute, `]]>` and quotes included.

    Args:
        text: anything; line feeds stay, every other character that is not printable,
            illegal in XML or not, is shown as an escape.
    """
    lines = (visible(line) for line in text.split("\n"))
    escaped = "\n".join(lines).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace('"', "&quot;").replace("'", "&#39;")


def sarif_message(text: str) -> str:
    """Return text for a SARIF plain text message.

    Braces would be placeholders (doubled, 3.11.5), and `[text](target)` an embedded link
    (3.11.6), which data must not be able to make.

    Args:
        text: one or more lines; line feeds stay.
    """
    lines = (visible(line) for line in text.split("\n"))
    plain = "\n".join(lines).replace("{", "{{").replace("}", "}}")
    return plain.replace("](", "] (")


def path_uri(path: str) -> str:
    """Return a file path as a URI reference.

    Args:
        path: relative or absolute, with surrogates for bytes that are not UTF-8.
    Returns:
        Percent-encoded ASCII: relative paths stay relative, absolute ones become `file:`.
    """
    raw = _SURROGATE.sub(_byte_or_itself, path).encode("utf-8", "surrogateescape")
    encoded = quote(raw, safe="/")
    return f"file://{encoded}" if encoded.startswith("/") else encoded


def _name(char: str) -> str:
    """Return the escape of one character, telling bytes from code points."""
    code = ord(char)
    if code < 0x80:
        return f"\\x{code:02x}"
    if _BYTE_BASE + 0x80 <= code <= _BYTE_BASE + 0xFF:
        return f"\\x{code - _BYTE_BASE:02x}"
    return f"\\u{{{code:x}}}"


def _byte_or_itself(match: re.Match[str]) -> str:
    """Keep a surrogate that stands for a byte; name any other, which no path can hold."""
    code = ord(match[0])
    return match[0] if 0xDC80 <= code <= 0xDCFF else _name(match[0])
