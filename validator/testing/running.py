"""The workbench of the run that goes on in this process; without pytest, one for this folder."""

from __future__ import annotations

import atexit
import os
import tempfile

from validator.testing.choice import Choice
from validator.testing.workbench import Workbench

_NOW: list[Workbench] = []


def begin(bench: Workbench) -> None:
    """Make a workbench the one of this process.

    Args:
        bench: of a run that begins.
    """
    _NOW.append(bench)


def end(bench: Workbench) -> None:
    """Close a workbench; the one of the run around it is taken again.

    Args:
        bench: of a run that is over.
    """
    bench.close()
    if bench in _NOW:
        _NOW.remove(bench)


def running() -> Workbench:
    """Return the workbench of this process."""
    if not _NOW:
        folder = os.path.join(tempfile.gettempdir(), f"contentgate-{os.getuid()}")
        os.makedirs(folder, mode=0o700, exist_ok=True)
        _NOW.append(Workbench(Choice(os.getcwd(), folder)))
        atexit.register(end, _NOW[0])
    return _NOW[-1]
