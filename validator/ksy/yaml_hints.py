"""What the words of the YAML reader mean for someone who writes a schema.

Comes in: the text, the reader's complaint and its place. Goes out: a headline and a hint, both
from what stands at that place. It refuses to know the schema language.
"""

from __future__ import annotations

import re

_QUOTE = "quote the whole value"
_FIRST = {
    "%": "a value cannot start with `%`",
    "@": "a value cannot start with `@`",
    "`": "a value cannot start with a backquote",
}
_KEY = re.compile(r"\s*(?:- )*[-\w]+:\s")
_LINE_ENDS = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


def explain_yaml(text: str, problem: str, line: int, column: int) -> tuple[str, str | None]:
    """Word a syntax error of YAML.

    Args:
        text: the whole file.
        problem: what the reader says.
        line: 1-based place that the reader gives.
        column: the same, in characters.
    Returns:
        (headline, hint); the reader's own words and None when nothing better is known.
    """
    row = _line(text, line)
    before, char = row[: column - 1], row[column - 1 : column]
    if char == "\t" or "\t" in before[: len(before) - len(before.lstrip())]:
        return "a tab cannot indent", "indent with spaces"
    if problem.startswith("found character that cannot start") and char in _FIRST:
        return _FIRST[char], _QUOTE
    if "mapping values are not allowed" in problem and _KEY.match(before):
        return "a second `: ` stands in one value", _QUOTE
    if "alphabetic or numeric" in problem:
        sign = before[-1:] if before[-1:] in ("*", "&") else char
        return f"`{sign}` starts a YAML alias or anchor here", _QUOTE
    if "did not find expected" in problem and before.rstrip()[-1:] in tuple("]}\"'"):
        return "text follows a value that is complete", _QUOTE
    return problem, None


def _line(text: str, number: int) -> str:
    start = 0
    for _ in range(number - 1):
        match = _LINE_ENDS.search(text, start)
        if match is None:
            return ""
        start = match.end()
    match = _LINE_ENDS.search(text, start)
    return text[start : match.start() if match else len(text)]
