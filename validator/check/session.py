"""From a path to findings: safe reading of hostile inputs around `Schema.check_bytes`."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence

from validator.check.read import BoundContract
from validator.check.schema import MAX_FINDINGS, Schema, too_large
from validator.events import FileChecked
from validator.findings import Finding

_KINDS = (
    (stat.S_ISDIR, "a directory"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a character device"),
    (stat.S_ISBLK, "a block device"),
)


def check_file(
    schema: Schema,
    path: str,
    *,
    contracts: Sequence[BoundContract] = (),
    max_findings: int = MAX_FINDINGS,
) -> FileChecked:
    """Check one file.

    Args:
        schema: the compiled schema.
        path: a regular file; anything else is a finding.
        contracts: each is checked.
        max_findings: stop after this many; count, >= 1.
    Returns:
        The file's size and findings. Never raises for what the path names or holds.
    """
    data = read_file(path, schema.program.budget.file_size)
    if isinstance(data, Finding):
        return FileChecked(path, 0, (data,))
    found = schema.check_bytes(data, file=path, contracts=contracts, max_findings=max_findings)
    return FileChecked(path, len(data), tuple(found))


def read_file(path: str, limit: int) -> bytes | Finding:
    """Read a regular file whole, or say why it cannot be read.

    Opened without blocking, so that a named pipe cannot hold the run; compared before and
    after, so that a verdict is never about bytes that are gone.

    Args:
        path: what to read.
        limit: largest size in bytes that is read.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        return _unreadable(path, (getattr(error, "strerror", None) or str(error)).lower())
    try:
        before = os.fstat(handle)
        for is_kind, name in _KINDS:
            if is_kind(before.st_mode):
                return _unreadable(path, f"it is {name}")
        if before.st_size > limit:
            return too_large(path, before.st_size, limit)
        data = _read_all(handle, limit)
        after = os.fstat(handle)
    except OSError as error:
        return _unreadable(path, (error.strerror or str(error)).lower())
    finally:
        os.close(handle)
    is_same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    if not is_same or len(data) != after.st_size > 0:
        return Finding(
            "input-changed", "file changed while it was read", path,
            expected=f"{before.st_size} bytes, unchanged",
            found=f"{after.st_size} bytes, {len(data)} read", cwe=367,
        )  # fmt: skip
    return data


def _read_all(handle: int, limit: int) -> bytes:
    size = os.fstat(handle).st_size
    first = os.read(handle, size + 1) if size else b""
    if len(first) == size > 0:
        return first
    parts = [first]
    total = len(first)
    while total <= limit and (part := os.read(handle, 1 << 20)):
        parts.append(part)
        total += len(part)
    return b"".join(parts)


def _unreadable(path: str, reason: str) -> Finding:
    return Finding(
        "input-unreadable", f"cannot be read: {reason}", path,
        expected="a regular, readable file",
    )  # fmt: skip
