"""What the command line knows about the terminal: encoding, color, width, safe lines.

Comes in: streams and environment. Goes out: decisions and printed lines. Every text that
did not come from this package passes `say` or a renderer, which escape it.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Mapping
from typing import TextIO

from validator.report.escape import terminal

EXIT_OK = 0
EXIT_FINDINGS = 1
EXIT_USAGE = 2
EXIT_INCONCLUSIVE = 3

_NARROWEST = 60
_WIDEST = 160


def make_streams_safe() -> None:
    """Let standard output and error take any text: UTF-8, and escapes for what is not text."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def say(text: str) -> None:
    """Print lines to standard error, safe for a terminal and for a CI log.

    Args:
        text: one or more lines, unescaped.
    """
    for line in text.split("\n"):
        print(terminal(line), file=sys.stderr)


def write(text: str) -> None:
    """Write text that a renderer made safe already to standard output.

    Args:
        text: whole lines.
    """
    sys.stdout.write(text)
    sys.stdout.flush()


def has_color(choice: str, environment: Mapping[str, str], stream: TextIO) -> bool:
    """Decide whether to color.

    Args:
        choice: `auto`, `always` or `never`; the user's word goes before the environment's.
        environment: NO_COLOR (set and not empty) goes before FORCE_COLOR.
        stream: where the text goes.
    """
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return stream.isatty() and environment.get("TERM") != "dumb"


def line_width(stream: TextIO) -> int:
    """Return the columns to wrap to: those of the terminal, 0 (do not wrap) without one.

    Args:
        stream: where the text goes.
    """
    if not stream.isatty():
        return 0
    return max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size().columns))


def silence_output() -> None:
    """Point standard output at nothing, so that no flush at exit fails again."""
    with open(os.devnull, "w", encoding="utf-8") as nothing:
        os.dup2(nothing.fileno(), 1)
