"""Places in a schema without the machine it was compiled on.

Comes in: positions as the compiler made them. Goes out: file names that are relative to the
folder of the schema, so that an export is the same wherever it is made.
"""

from __future__ import annotations

import os

from validator.findings import SourcePos
from validator.ir.nodes import Program


class Origin:
    """Names the files of one program."""

    def __init__(self, program: Program) -> None:
        main = program.sources[0][0] if program.sources else ""
        self._folder = os.path.dirname(os.path.abspath(main))

    def file(self, path: str) -> str:
        """Return a file relative to the schema's folder, with `/` between names.

        Args:
            path: as the compiler was given it, or made it of an import.
        """
        relative = os.path.relpath(os.path.abspath(path), self._folder)
        return relative.replace(os.sep, "/")

    def place(self, position: SourcePos) -> str:
        """Return `FILE:LINE` of a position."""
        return f"{self.file(position.file)}:{position.line}"
