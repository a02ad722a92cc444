"""The hex line of a finding: a few bytes of the file, the faulty ones in brackets.

Comes in: `Finding.context` and `Finding.span`. Goes out: one line such as
`01a0  0b 00 15 00 [02 04] 00 5c`, never more than 16 bytes of the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from validator.findings import Finding

LIMIT = 16
_BEFORE = 4


def hex_line(finding: Finding) -> str | None:
    """Return offset and bytes around a finding's span, or None when there are none.

    Args:
        finding: its context holds the bytes; its span is bracketed where it lies inside.
    Returns:
        The absolute offset of the first byte shown, in hex without prefix, then at most 16
        bytes; with more, ` ..` stands where they are cut and the total follows.
    """
    if finding.context is None:
        return None
    start, data = finding.context
    span = None if finding.span is None else (finding.span.start, finding.span.end)
    first = _window(start, len(data), span)
    shown = data[first : first + LIMIT]
    pairs = [f"{byte:02x}" for byte in shown]
    is_cut = first + LIMIT < len(data)
    line = f"{start + first:04x}  {_bracketed(pairs, start + first, span, is_cut=is_cut)}"
    return f"{line} ({len(data)} bytes)" if len(shown) < len(data) else line


def _window(start: int, length: int, span: tuple[int, int] | None) -> int:
    """Return the index of the first byte to show, so that the span's start is seen."""
    if length <= LIMIT or span is None:
        return 0
    return max(0, min(span[0] - start - _BEFORE, length - LIMIT))


def _bracketed(pairs: list[str], start: int, span: tuple[int, int] | None, *, is_cut: bool) -> str:
    """Join hex pairs, with brackets around those that the span covers."""
    end = start + len(pairs)
    cut = [".."] if is_cut else []
    if span is None or span[1] < start or span[0] > end or (span[0] < start and span[1] == start):
        return " ".join(pairs + cut)
    low, high = max(span[0], start) - start, min(span[1], end) - start
    reaches_cut = is_cut and span[1] > end
    inside = pairs[low:high] + (cut if reaches_cut else [])
    after = pairs[high:] + ([] if reaches_cut else cut)
    return " ".join([*pairs[:low], f"[{' '.join(inside)}]", *after])
