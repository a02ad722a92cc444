"""Values of fields as short texts, for messages and labels."""

from __future__ import annotations

import json
from typing import Any

_MAX_BYTES = 16
_MAX_CHARS = 60


def show_short(value: Any) -> str:
    """Return a value of one field for a message, on one line."""
    match value:
        case bytes():
            more = f".. ({len(value)} bytes)" if len(value) > _MAX_BYTES else ""
            return f"{value[:_MAX_BYTES].hex(' ') or 'no bytes'}{more}"
        case str() if not hasattr(value, "intvalue"):  # construct's enum members are texts
            more = f".. ({len(value)} characters)" if len(value) > _MAX_CHARS else ""
            return json.dumps(value[:_MAX_CHARS], ensure_ascii=False) + more
        case bool():
            return str(value).lower()
    return str(value)
