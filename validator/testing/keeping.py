"""What a test failed of, looked at closely: made small, named by its field, kept to be run again.

It goes to the folder of regressions when that is wanted, else to the folder of the run, where the
next failure of the same kind takes its place.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator

from validator import __version__
from validator.errors import ContentgateError
from validator.fuzz.case import GENERATED, Case
from validator.fuzz.regressions import Regressions
from validator.fuzz.seeds import SeedFile
from validator.fuzz.triage import Crash, Triage
from validator.fuzz.trials import OutOfTime
from validator.report.crash_text import crash_lines
from validator.report.crash_words import marks_of
from validator.report.escape import terminal
from validator.testing.case import FileCase
from validator.testing.workbench import Workbench

_RUNS = 2000
_MOST_S = 20.0
_SHOWN = 1 << 16


def look_at_faults(bench: Workbench, test: str) -> Iterator[str]:
    """Yield what is to be said of the faults of a test, lines.

    Args:
        bench: of the run.
        test: its name.
    """
    for case in bench.faults.pop(test, {}).values():
        if case.reader is None or not case.outcome.is_fault:
            continue
        try:
            yield from _lines(bench, case)
        except ContentgateError as error:
            yield f"not kept: {terminal(str(error))}"


def _lines(bench: Workbench, case: FileCase) -> Iterator[str]:
    crash = _settled(bench, case)
    report, folder = crash.report, os.path.relpath(crash.folder)
    yield terminal(f"{report.consumer_name}: {report.outcome}: {report.signature}, {folder}")
    if len(crash.data) <= _SHOWN:
        marks = marks_of(report, case.judge.schema.trace(crash.data))
        yield from crash_lines(report, crash.data, marks)
    if not bench.choice.keeps and bench.choice.regressions:
        yield "  hint      --contentgate-keep keeps it as a regression"
    yield terminal(f"  replay    contentgate replay {folder}")


def _settled(bench: Workbench, case: FileCase) -> Crash:
    """Look at a fault as long as there is time, and keep it."""
    assert case.reader is not None
    choice = bench.choice
    folder = choice.regressions if choice.keeps else ""
    end = time.monotonic() + _MOST_S
    triage = Triage(
        case.judge.schema,
        case.judge,
        case.reader.consumer,
        Regressions(folder or os.path.join(choice.folder, "failed")),
        bench.scratch,
        references=_references(bench, case),
        project=bench.project,
        runs=_RUNS,
        version=__version__,
        is_over=lambda: time.monotonic() > end,
    )
    crash = triage.note(Case(0, case.data, GENERATED, label=f"{case.mode} file"), case.outcome)
    with contextlib.suppress(OutOfTime):  # it stays as Hypothesis has left it
        triage.settle(crash)
    return crash


def _references(bench: Workbench, case: FileCase) -> list[SeedFile]:
    """Return valid files of the corpus, to which the failing one is compared."""
    if not bench.choice.corpus:
        return []
    files = bench.corpus()
    return [SeedFile(one.name, one.data) for one in files if case.judge.is_accepted(one.data)]
