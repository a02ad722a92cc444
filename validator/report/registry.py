"""Report formats by name, and writing a report to a file.

Comes in: a format name, findings and run; or a path and text. Goes out: text; or the file,
whole or not at all. Standard output and `-` are the command line's business.
"""

from __future__ import annotations

import difflib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from validator.errors import UsageError
from validator.report import concise, github, gitlab, json_, jsonl, junit, sarif, text
from validator.report.escape import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validator.findings import Finding
    from validator.report.meta import RunMeta


class Renderer(Protocol):
    """Turns findings and a run into the text of a report."""

    def __call__(self, findings: Sequence[Finding], meta: RunMeta) -> str:
        """Return the report, ended by a line feed."""
        ...


FORMATS: dict[str, Renderer] = {
    "text": text.render,
    "concise": concise.render,
    "json": json_.render,
    "jsonl": jsonl.render,
    "sarif": sarif.render,
    "junit": junit.render,
    "github": github.render,
    "gitlab": gitlab.render,
}


def render(fmt: str, findings: Sequence[Finding], meta: RunMeta) -> str:
    """Return a report.

    Args:
        fmt: a key of `FORMATS`.
        findings: of the whole run, in the order to be shown.
        meta: the run.
    Raises:
        UsageError: there is no such format.
    """
    renderer = FORMATS.get(fmt)
    if renderer is None:
        close = difflib.get_close_matches(fmt, FORMATS, n=1)
        hint = f" (did you mean {close[0]}?)" if close else ""
        known = ", ".join(FORMATS)
        raise UsageError(f"unknown report format {visible(fmt)}{hint}: expected one of {known}")
    return renderer(findings, meta)


def write_report(path: str | os.PathLike[str], text: str, what: str = "the report") -> None:
    """Write a report so that readers see the old file or the whole new one.

    Folders on the way are made. A symbolic link stays one; a device or FIFO is written to.

    Args:
        path: where to; not `-`.
        text: the report; UTF-8, line feeds as they are.
        what: what it is called in an error.
    Raises:
        UsageError: the file cannot be written; says which and why.
    """
    write_file(path, text.encode("utf-8", "backslashreplace"), what)


def write_file(path: str | os.PathLike[str], data: bytes, what: str) -> None:
    """Write bytes so that readers see the old file or the whole new one.

    Args:
        path: as in `write_report`.
        data: the whole file.
        what: what it is called in an error.
    Raises:
        UsageError: the file cannot be written; says which and why.
    """
    try:
        target = Path(os.path.realpath(path))
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and not target.is_file():
            target.write_bytes(data)
        else:
            _replace(target, data)
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        message = f"{visible(os.fspath(path))}: cannot write {what}: {visible(reason).lower()}"
        raise UsageError(message) from problem


def _replace(target: Path, data: bytes) -> None:
    """Write a temporary file beside the target and rename it over the target."""
    temporary = target.with_name(f".{target.name[:100]}.{os.urandom(8).hex()}.tmp")
    # Opened by hand, not by tempfile, so that the umask decides who may read a report.
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            temporary.chmod(target.stat().st_mode & 0o7777)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
