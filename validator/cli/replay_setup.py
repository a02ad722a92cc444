"""What `replay` works with: the kept crashes, their consumers, the gate.

Comes in: arguments and options. Goes out: what became of each crash, with what it takes to show it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from validator.cli.named_consumer import known_names, make_consumer, read_config
from validator.cli.progress import Progress
from validator.dataclass import dataclass
from validator.errors import ConsumerError, ContentgateError, UsageError

if TYPE_CHECKING:
    from validator.cli.replay import ReplayOptions
    from validator.consumers.protocol import Consumer
    from validator.crashes import CrashReport, Replayed
    from validator.fuzz.judge import Judge
    from validator.fuzz.regressions import Kept
    from validator.gate.config import Config
    from validator.report.crash_text import CrashView

_MAX_SHOWN = 1 << 20


@dataclass(frozen=True, slots=True)
class Found:
    """A crash that was asked for: what is kept, or why that cannot be read."""

    folder: str
    kept: Kept | None
    problem: str = ""


def find_cases(arguments: Sequence[str], regressions: str) -> list[Found]:
    """Return the crashes that a user asked for, each once.

    Args:
        arguments: ids, folders of crashes, and folders of those; () means all in `regressions`.
        regressions: folder that ids are looked for in.
    Raises:
        UsageError: one of them is neither.
    """
    from validator.fuzz.case_json import CaseError
    from validator.fuzz.regressions import Regressions, is_case, load_case

    folders: dict[str, None] = {}
    for given in arguments or (regressions,):
        beside = os.path.join(regressions, given)
        if is_case(given):
            folders[os.path.normpath(given)] = None
        elif os.sep not in given and is_case(beside):
            folders[os.path.normpath(beside)] = None
        elif os.path.isdir(given):
            store = Regressions(given)
            folders.update((os.path.normpath(store.path(name)), None) for name in store.names())
        elif arguments:
            raise UsageError(
                f"{given}: no such crash\n  expected  the id of one in {regressions}, or a folder"
            )
    found = []
    for folder in folders:
        try:
            found.append(Found(folder, load_case(folder)))
        except CaseError as error:
            found.append(Found(folder, None, str(error)))
    return found


def replay_all(found: Sequence[Found], choice: ReplayOptions, scratch: str) -> list[CrashView]:
    """Run crashes again, those of one consumer together.

    Args:
        found: what was asked for.
        choice: the options.
        scratch: folder for what has to be a file.
    Returns:
        one for each, in their order.
    Raises:
        ConfigError, SchemaError, UsageError: the options cannot be followed.
    """
    setup = _Setup(choice, scratch)
    progress = Progress(len(found), is_wanted=True)
    done: dict[str, Replayed] = {}
    groups: dict[str, list[Kept]] = {}
    for one in found:
        if one.kept is None:
            done[one.folder] = _not_run(one, one.problem)
        else:
            groups.setdefault(repr(one.kept.report.consumer), []).append(one.kept)
    try:
        for kept in groups.values():
            for case, replayed in zip(kept, setup.run(kept), strict=True):
                progress.advance(is_refused=False)
                done[case.folder] = replayed
    finally:
        progress.close()
    return [setup.view(one, done[one.folder]) for one in found]


def _not_run(one: Found, reason: str) -> Replayed:
    from validator.crashes import NOT_RUN, Replayed

    was = None if one.kept is None else one.kept.report
    name = was.id if was is not None else os.path.basename(one.folder)
    return Replayed(name, NOT_RUN, was, reason=reason, folder=one.folder)


class _Setup:
    """What all crashes of a replay have in common."""

    def __init__(self, choice: ReplayOptions, scratch: str) -> None:
        self.choice, self.scratch = choice, scratch
        self.config = read_config(choice.config_file)
        self.project = self.config.root if self.config is not None else os.getcwd()
        self._judges: dict[str, Judge | None] = {}
        self._given = self._load(choice.schema) if choice.schema is not None else None

    def run(self, kept: Sequence[Kept]) -> list[Replayed]:
        """Run crashes of one consumer."""
        from validator.cli.escape_setup import build_folder
        from validator.fuzz.replay import replay_cases

        report = kept[0].report
        done: list[Replayed] = []
        try:
            consumer = self._consumer(report, build_folder(self.scratch))
            outcomes = replay_cases(kept, consumer, None, self.scratch)
            with closing(outcomes):
                for case, replayed in zip(kept, outcomes, strict=True):
                    done.append(self._with_gate(case, replayed))
        except ConsumerError as error:
            reason = str(error)
            done += [_not_run(Found(one.folder, one), reason) for one in kept[len(done) :]]
        return done

    def view(self, one: Found, replayed: Replayed) -> CrashView:
        """Return a crash with what it takes to show it."""
        from validator.report.crash_text import CrashView
        from validator.report.crash_words import marks_of

        if one.kept is None or len(one.kept.data) > _MAX_SHOWN:
            return CrashView(replayed)
        judge = self._judge(one.kept.report)
        marks = marks_of(one.kept.report, judge.schema.trace(one.kept.data)) if judge else []
        return CrashView(replayed, one.kept.data, tuple(marks))

    def _with_gate(self, case: Kept, replayed: Replayed) -> Replayed:
        from validator.fuzz.crash_report import verdict_of

        judge = self._judge(case.report)
        return replayed if judge is None else replace(replayed, gate=verdict_of(judge, case.data))

    def _consumer(self, report: CrashReport, folder: str) -> Consumer:
        """Return who is to read the file."""
        from validator.consumers.record import consumer_from, is_of_project

        if self.choice.consumer is not None:
            return consumer_at(self.choice.consumer, self.config, folder)
        name, record = report.consumer_name, report.consumer
        if record.get("kind") == "ready":
            name = name if self.config and name in self.config.consumers else str(record.get("use"))
        if name in known_names(self.config):
            return make_consumer(name, self.config, folder)
        if self.choice.as_recorded or is_of_project(record, self.project):
            return consumer_from(record, self.project, folder)
        raise ConsumerError(
            f"no consumer {name or 'without a name'} is configured here;"
            f" case.json says: {_words(record)}; --as-recorded runs that, --consumer another"
        )

    def _judge(self, report: CrashReport) -> Judge | None:
        """Return the gate for a crash; None when its schema is not here."""
        if self._given is not None:
            return self._given
        path = report.schema_path
        if path not in self._judges:
            self._judges[path] = self._recorded(report)
        return self._judges[path]

    def _recorded(self, report: CrashReport) -> Judge | None:
        from validator.cli.shipped import shipped_schemas
        from validator.consumers.record import PROJECT

        path = report.schema_path.replace(PROJECT, self.project)
        if not os.path.isfile(path):
            path = report.schema if report.schema in shipped_schemas() else ""
        try:
            return self._load(path) if path else None
        except ContentgateError:
            return None  # it is only told besides; --schema tells why

    def _load(self, text: str) -> Judge:
        from validator.cli.inputs import Inputs
        from validator.cli.workload import plan_work
        from validator.fuzz.judge import Judge

        work = plan_work(
            Inputs(),
            schema=text,
            contracts=self.choice.contracts,
            import_paths=(),
            config_file=None,
        )
        task = work.tasks[0]
        return Judge.of(task.schema, task.contracts)


def consumer_at(text: str, config: Config | None, folder: str) -> Consumer:
    """Return the consumer of a name, or of a path.

    Args:
        text: what a user wrote after `--consumer`.
        config: the configuration, or None.
        folder: where small C parts are built, once, and kept.
    Raises:
        UsageError: there is no such consumer.
        ConsumerError: it cannot be run here; the message says what to install.
    """
    from validator.cli.fuzz_setup import _consumer

    return _consumer(text, config, folder)


def _words(record: Any) -> str:
    """Return what a recorded consumer runs."""
    match record:
        case {"kind": "command", "command": [*words]}:
            return " ".join(map(str, words))[:200]
        case {"kind": "library", "library": library, "entry": entry}:
            return f"{entry} of {library}"[:200]
        case {"kind": "python", "target": target}:
            return f"python {target}"[:200]
    return f"one of kind {str(record.get('kind', 'unknown'))[:40]}"
