"""Names of encodings: which are known, how Kaitai spells them, and what Python calls them.

Comes in: a name as written in a schema. Goes out: a codec that turns bytes into text, or None.
Python's codecs that are no character encodings (compression, escapes, host names) are unknown.
Source: Kaitai Struct style guide, "encoding name", for the canonical spelling.
"""

from __future__ import annotations

import codecs
import re

CANONICAL = (
    *("ASCII", "UTF-8", "UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE"),
    *(f"ISO-8859-{part}" for part in range(1, 17) if part != 12),
    *(f"windows-{page}" for page in range(1250, 1259)),
    *("IBM437", "IBM866", "SJIS", "Big5", "EUC-KR"),
)
"""Names as the official compiler wants them."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:+-]*")
_KAITAI = {"sjis": "shift_jis", "ibm437": "cp437", "ibm866": "cp866"}
_NO_TEXT = frozenset(
    ("idna", "mbcs", "oem", "punycode", "raw_unicode_escape", "raw-unicode-escape", "undefined")
) | {"unicode_escape", "unicode-escape"}


def python_codec(name: str) -> str | None:
    """Return the Python codec for an encoding, or None if unknown.

    Args:
        name: as written in the schema, in any case.
    """
    key = name.lower()
    if _NAME.fullmatch(key) is None:
        return None
    try:
        info = codecs.lookup(_KAITAI.get(key, key))
    except LookupError:
        return None
    is_text = getattr(info, "_is_text_encoding", True) and info.name not in _NO_TEXT
    return info.name if is_text else None


def canonical_name(name: str) -> str | None:
    """Return how Kaitai spells an encoding, when it spells it differently.

    Args:
        name: as written in the schema.
    Returns:
        None for a canonical name, an unknown one, and one that Kaitai has no name for.
    """
    codec = python_codec(name)
    if codec is None or name in CANONICAL:
        return None
    return next((known for known in CANONICAL if python_codec(known) == codec), None)
