"""Writing a file that a verb makes: whole or not at all, or to standard output."""

from __future__ import annotations

import sys

from validator.errors import UsageError

STDOUT = "-"
_STDOUT_NAME = "<stdout>"


def output_name(path: str) -> str:
    """Return what messages call an output.

    Args:
        path: a path, or `-`.
    """
    return _STDOUT_NAME if path == STDOUT else path


def check_output(path: str) -> None:
    """Refuse a terminal as output, before any work is done for it.

    Args:
        path: a path, or `-`.
    Raises:
        UsageError: it is standard output, and that is a terminal.
    """
    if path == STDOUT and sys.stdout.isatty():
        raise UsageError("bytes are not written to a terminal\n  expected  -o FILE, or a pipe")


def write_output(path: str, data: bytes) -> None:
    """Write a file so that it is there whole or not at all.

    Args:
        path: where to; `-` is standard output.
        data: its bytes.
    Raises:
        UsageError: it cannot be written.
    """
    from validator.report.registry import write_file

    if path != STDOUT:
        write_file(path, data, "the file")
        return
    check_output(path)
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
