"""Writing a file that a verb makes: whole or not at all, or to standard output."""

from __future__ import annotations

import os
import sys
import tempfile

from validator.errors import UsageError


def write_output(path: str, data: bytes) -> None:
    """Write a file so that it is there whole or not at all.

    Args:
        path: where to; `-` is standard output, which must not be a terminal.
        data: its bytes.
    Raises:
        UsageError: it cannot be written.
    """
    if path == "-":
        if sys.stdout.isatty():
            raise UsageError("bytes are not written to a terminal\n  expected  -o FILE, or a pipe")
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    folder, name = os.path.split(path)
    if os.path.isdir(path):
        raise UsageError(f"{path}: cannot write: it is a directory")
    try:
        mode = os.stat(path).st_mode & 0o777 if os.path.exists(path) else _default_mode()
        descriptor, temporary = tempfile.mkstemp(dir=folder or ".", prefix=f".{name}.")
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(data)
            os.chmod(temporary, mode)
            os.replace(temporary, path)
        except BaseException:  # an interrupt must not leave it either
            os.unlink(temporary)
            raise
    except OSError as error:
        raise UsageError(
            f"{path}: cannot write: {(error.strerror or str(error)).lower()}"
        ) from None


def _default_mode() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
