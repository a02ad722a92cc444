"""Kept crashes as tests: one item for every `case.json`, which runs its consumer again.

Comes in: a file that pytest has found. Goes out: an item that passes when the consumer survives the
file, and fails when it still dies, dies in another way, or was not run.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from validator.consumers.protocol import Consumer
from validator.consumers.record import consumer_from, is_of_project
from validator.crashes import FIXED, CrashReport, Replayed
from validator.errors import ConsumerError, ContentgateError
from validator.fuzz.case_json import CaseError
from validator.fuzz.judge import Judge
from validator.fuzz.regressions import Kept, load_case
from validator.fuzz.replay import replay_cases
from validator.report.crash_text import CrashView, render_replay_text
from validator.report.crash_words import marks_of
from validator.report.escape import terminal
from validator.testing.choice import SKIP
from validator.testing.workbench import Workbench

_SHOWN = 1 << 16


class ReplayFailure(Exception):
    """A kept crash that is not fixed; its text is all there is to say."""


class CaseFile(pytest.File):
    """One `case.json`."""

    bench: Workbench

    def collect(self) -> Iterable[pytest.Item]:
        """Yield the one item."""
        item = CaseItem.from_parent(self, name=self.path.parent.name)
        item.bench = self.bench
        item.add_marker("contentgate")
        yield item


class CaseItem(pytest.Item):
    """A kept crash that is run again."""

    bench: Workbench

    def runtest(self) -> None:
        """Run the consumer on the kept file.

        Raises:
            ReplayFailure: it is not fixed, or could not be run.
        """
        folder = os.path.relpath(self.path.parent)
        try:
            kept = load_case(folder)
        except CaseError as error:
            raise ReplayFailure(f"{folder}: {terminal(str(error))}") from None
        try:
            consumer = consumer_of(kept.report, self.bench)
            judge = judge_of(kept.report, self.bench)
            outcomes = replay_cases([kept], consumer, judge, self.bench.scratch)
            with closing(outcomes):
                done = next(outcomes)
        except ConsumerError as error:
            if self.bench.choice.missing == SKIP:
                pytest.skip(terminal(str(error)))
            raise ReplayFailure(f"{kept.report.id}: not run: {terminal(str(error))}") from None
        if done.state != FIXED:
            raise ReplayFailure(failure_text(kept, done, judge))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *args: Any) -> Any:
        """Return what is shown of a failure: no traceback of ours."""
        if isinstance(excinfo.value, ReplayFailure):
            return str(excinfo.value)
        return super().repr_failure(excinfo, *args)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Return where the test stands, and its title."""
        return self.path, None, f"contentgate replay {self.name}"


def consumer_of(report: CrashReport, bench: Workbench) -> Consumer:
    """Return who is to read a kept file: by name, else as it was recorded in this project.

    Args:
        report: of the crash.
        bench: of the run.
    Raises:
        ConsumerError: it is not here, or would run what does not lie in the project.
    """
    name, record = report.consumer_name, report.consumer
    config = bench.config
    if record.get("kind") == "ready" and not (config and name in config.consumers):
        name = str(record.get("use"))
    if bench.knows(name):
        return bench.consumer(name).consumer
    if is_of_project(record, bench.project):
        return consumer_from(record, bench.project, bench.build_folder)
    raise ConsumerError(
        f"no consumer {name or 'without a name'} is configured here;"
        " contentgate replay --as-recorded runs what case.json says"
    )


def judge_of(report: CrashReport, bench: Workbench) -> Judge | None:
    """Return the gate for a kept file, None when its schema is not here.

    Args:
        report: of the crash.
        bench: of the run.
    """
    path = report.schema_path.replace("{project}", bench.project)
    try:
        return bench.judge(path if os.path.isfile(path) else report.schema)
    except ContentgateError:
        return None  # it is only told besides: what counts is the consumer


def failure_text(kept: Kept, done: Replayed, judge: Judge | None) -> str:
    """Return what is shown of a crash that is not fixed.

    Args:
        kept: the crash.
        done: what became of it.
        judge: the gate, None when its schema is not here.
    """
    is_shown = judge is not None and len(kept.data) <= _SHOWN
    marks = marks_of(kept.report, judge.schema.trace(kept.data)) if judge and is_shown else []
    view = CrashView(done, kept.data if is_shown else None, tuple(marks))
    lines = render_replay_text([view], details=True).rstrip().splitlines()[:-1]
    again = terminal(f"  replay    contentgate replay {kept.folder}")
    return "\n".join([*lines, again]).replace("\n\n", "\n")
