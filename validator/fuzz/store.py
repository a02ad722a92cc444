"""The output folder of a run: escapes and examples as files, whole or not at all.

Comes in: bytes and what they are. Goes out: paths relative to the folder. Only names that this
module makes are ever written or removed.
"""

from __future__ import annotations

import json
import os
import re
import shutil

from validator.dataclass import dataclass
from validator.errors import UsageError
from validator.fuzz.journal import FILE, holds_run
from validator.fuzz.records import escape_value
from validator.measure import Escape

ESCAPES, STRICTNESS = "escapes", "strictness"
_OWN_FILES = (FILE, "report.txt", "report.json", "report.html", "times.json")
_LONGEST = 48


@dataclass(frozen=True, slots=True)
class Store:
    """An output folder."""

    folder: str

    def escape_folder(self, escape: Escape) -> str:
        """Return the folder of an escape, relative to the output folder.

        Args:
            escape: with its digest.
        """
        return f"{ESCAPES}/{_slug(escape.signature or escape.outcome)}-{escape.digest}"

    def write_escape(self, escape: Escape, data: bytes, minimized: bytes) -> None:
        """Write an escape: `input.bin`, `minimized.bin`, `case.json`.

        Args:
            escape: what it is; its `folder` is where.
            data: the mutant.
            minimized: what is left of it.
        Raises:
            UsageError: it cannot be written.
        """
        case = {"format": "contentgate-escape", "version": 1, **escape_value(escape)}
        text = json.dumps(case, indent=2) + "\n"
        for name, content in (
            ("input.bin", data),
            ("minimized.bin", minimized),
            ("case.json", text.encode()),
        ):
            self._write(f"{escape.folder}/{name}", content)

    def write_example(self, rule: str, data: bytes) -> str:
        """Write the smallest file that a rule refuses and the consumer accepts.

        Args:
            rule: rule id.
            data: the file.
        Returns:
            its path, relative to the output folder.
        Raises:
            UsageError: it cannot be written.
        """
        path = f"{STRICTNESS}/{_slug(rule)}.bin"
        self._write(path, data)
        return path

    def _write(self, name: str, data: bytes) -> None:
        path = os.path.join(self.folder, name)
        beside = f"{path}.tmp"
        try:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(beside, "wb") as file:
                file.write(data)
            os.replace(beside, path)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise UsageError(f"{path}: cannot be written: {reason}") from error


def clear_run(folder: str) -> None:
    """Remove what an earlier run left in a folder; anything else stays.

    Args:
        folder: output folder; without a journal of ours nothing is removed.
    Raises:
        UsageError: something cannot be removed.
    """
    if not holds_run(folder):
        return
    try:
        for name in (ESCAPES, STRICTNESS):
            path = os.path.join(folder, name)
            if os.path.isdir(path) and not os.path.islink(path):
                shutil.rmtree(path)
        for name in reversed(_OWN_FILES):  # the journal last: without it nothing is ours
            path = os.path.join(folder, name)
            if os.path.lexists(path):
                os.unlink(path)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UsageError(f"{folder}: cannot be cleared: {reason}") from error


def _slug(text: str) -> str:
    """Return a text as part of a file name."""
    return re.sub(r"[^A-Za-z0-9_.]+", "-", text)[:_LONGEST].strip("-.").lower() or "unnamed"
