"""What `fuzz` works with: the consumers, the seeds, the folder, the workers.

Comes in: options. Goes out: a campaign that is ready to go.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from validator.cli.terminal import say
from validator.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from validator.cli.fuzz import FuzzOptions
    from validator.cli.workload import Task
    from validator.consumers.hints import Hints
    from validator.consumers.protocol import Consumer
    from validator.fuzz.campaign import Campaign, Met
    from validator.fuzz.judge import Judge
    from validator.fuzz.seeds import SeedFile
    from validator.fuzz.state import Folder
    from validator.gate.config import Config
    from validator.summary import SeenSeed

FORMATS = ("text", "json")
_CODE_CHANGE_S, _BATCH_S = 600.0, 3600.0
_MOST_NUMBERS = 64


@dataclass(frozen=True, slots=True)
class Opened:
    """A campaign that is ready to go, and how many work on it."""

    campaign: Campaign
    jobs: int


def wanted_reports(given: Sequence[str]) -> dict[str, str]:
    """Return path -> format of every report to write.

    Args:
        given: `FMT=PATH` each.
    Raises:
        UsageError: one is not of this form, or two have the same path.
    """
    from validator.errors import UsageError

    wanted: dict[str, str] = {}
    for item in given:
        name, _, path = item.partition("=")
        if name not in FORMATS or path in ("", "-"):
            raise UsageError(
                f"--report {item}: not a report\n"
                f"  expected  FMT=PATH, where FMT is one of {', '.join(FORMATS)}"
            )
        full = os.path.abspath(path)
        if full in wanted:
            raise UsageError(f"--report {item}: another report goes to the same file")
        wanted[full] = name
    return wanted


def find_consumers(choice: FuzzOptions, scratch: str) -> list[Consumer]:
    """Make the consumers that a user named, and what stands for properties.

    Args:
        choice: the options.
        scratch: folder for what is built when nothing is to be kept.
    Raises:
        UsageError: there is no such consumer.
        ConsumerError: one cannot be run here; the message says what to install.
        ConfigError: the configuration cannot be used.
    """
    from validator.cli.escape_setup import build_folder
    from validator.cli.named_consumer import read_config
    from validator.errors import UsageError

    config = read_config(choice.config_file)
    folder = build_folder(scratch)
    found = [_consumer(name, config, folder) for name in dict.fromkeys(choice.consumers)]
    found += [_property(target) for target in dict.fromkeys(choice.properties)]
    names = [one.name for one in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise UsageError(f"--consumer: two consumers are named {twice[0]}")
    return found


def _consumer(name: str, config: Config | None, folder: str) -> Consumer:
    """Return the consumer of a name, of a path, or a function of Python."""
    from validator.cli.named_consumer import known_names, make_consumer, require_known
    from validator.errors import UsageError

    if name in known_names(config) or os.sep not in name:
        is_known = name in known_names(config)
        if (
            not is_known
            and ":" in name
            and all(part.isidentifier() for part in name.replace(":", ".", 1).split("."))
        ):
            from validator.consumers.python import PythonConsumer

            return PythonConsumer(name, name, paths=(os.getcwd(),))
        if not is_known and os.path.isfile(name):
            raise UsageError(
                f"--consumer: no such consumer: {name}\n"
                "  expected  a name, or a path, which contains a /\n"
                f"  hint      did you mean .{os.sep}{name}?"
            )
        require_known(name, config, "--consumer")
        return make_consumer(name, config, folder)
    if not os.path.isfile(name):
        raise UsageError(
            f"--consumer: no such file: {name}\n"
            "  expected  a shared library with LLVMFuzzerTestOneInput, a program, or a name"
        )
    called = os.path.splitext(os.path.basename(name))[0]
    with open(name, "rb") as file:
        is_library = file.read(18)[16:18] == b"\3\0" and not os.access(name, os.X_OK)
    if is_library or name.endswith(".so"):
        from validator.consumers.library import LibraryConsumer

        return LibraryConsumer(called, os.path.abspath(name), build_folder=folder)
    from validator.consumers.command import CommandConsumer
    from validator.consumers.library_symbols import wants_address_space
    from validator.consumers.sandbox import Limits

    limits = Limits(address_space=not wants_address_space(name))
    return CommandConsumer(called, (os.path.abspath(name), "{file}"), limits=limits)


def _guiding(consumer: Consumer) -> Consumer:
    """Return a consumer whose coverage is counted, where that has to be asked for.

    Crashes are minimized without: it takes time.
    """
    from dataclasses import replace

    from validator.consumers.python import PythonConsumer

    return replace(consumer, coverage=True) if isinstance(consumer, PythonConsumer) else consumer


def _property(target: str) -> Consumer:
    """Return a function of the user as a consumer: whatever it raises is a crash."""
    from validator.consumers.python import PythonConsumer

    return PythonConsumer(f"property {target}", target, paths=(os.getcwd(),), rejects=())


def open_campaign(
    arguments: Sequence[str], choice: FuzzOptions, consumers: Sequence[Consumer], scratch: str
) -> Opened:
    """Prepare a campaign: schema, seeds, folder, triage.

    Args:
        arguments: seeds and folders of them.
        choice: the options.
        consumers: who reads the inputs.
        scratch: folder for what has to be a file.
    Raises:
        ContentgateError: schema, seeds or a folder cannot be used.
    """
    from validator import __version__
    from validator.consumers.many import StartsAhead
    from validator.cover import Features
    from validator.fuzz.campaign import Campaign, Goal, Titles
    from validator.fuzz.generating import Generators
    from validator.fuzz.judge import Judge
    from validator.fuzz.regressions import Regressions
    from validator.fuzz.state import Folder
    from validator.fuzz.triage import Triage
    from validator.fuzz.worker import Setup

    jobs = _jobs(choice)
    guiding = _guiding(consumers[0])
    if jobs == 1 and choice.engine == "contentgate" and isinstance(guiding, StartsAhead):
        guiding.start_ahead()  # comes up while the schema and the seeds are read
    task, paths = _plan(arguments, choice)
    judge = Judge.of(task.schema, task.contracts)
    limit = judge.schema.program.budget.file_size
    seeds, notes = _read_seeds(paths, limit)
    called = consumers[0].name.replace(":", "-")
    name = choice.output or f"fuzz-{task.schema.name}-{called}"
    folder = Folder(name)
    before, said = _open_folder(folder, choice, task, consumers)
    kept = _kept_seeds(folder, limit) if choice.resume or choice.mode == "prune" else []
    accepted, refused = _sorted_seeds(judge, seeds)
    said += refused
    judge = judge.with_seeds([one.data for one in accepted])
    hints = _hints(consumers[0])
    setup = Setup(
        judge,
        (guiding, *consumers[1:]),
        _once(seeds, kept, is_sorted=choice.mode == "prune"),
        Generators(task.schema.program, task.contracts),
        Features(task.schema.program),
        choice.random_seed,
        _numbers(task),
        scratch,
        workers=jobs,
        first=-(-_number(before, "executions") // jobs),
        constants=hints.numbers,
        words=hints.words,
        stops_at_faults=_limits(choice)[1] is not None,
    )
    triages = [
        Triage(
            task.schema,
            judge,
            consumer,
            Regressions(choice.regressions),
            scratch,
            references=accepted,
            runs=choice.minimize,
            version=__version__,
        )
        for consumer in consumers
    ]
    titles = Titles(__version__, choice.mode, jobs, tuple(notes), tuple(said))
    spent = _number(before, "executions"), float(_number(before, "seconds"))
    goal = Goal(choice.runs, *_limits(choice))
    campaign = Campaign(setup, triages, folder, goal, time.monotonic, titles, spent)
    if before:
        campaign.restore(_met(before))
    return Opened(campaign, jobs)


def _jobs(choice: FuzzOptions) -> int:
    """Return how many processes work; what forks them costs an import."""
    jobs = choice.jobs or len(os.sched_getaffinity(0))
    if jobs == 1:
        return 1
    from validator.consumers.isolation import bubblewrap
    from validator.fuzz.pool import can_fork

    bubblewrap()  # tried once, before anything is forked
    return jobs if can_fork() else 1


def _number(state: Mapping[str, Any], name: str) -> int:
    """Return a count of an earlier run; 0 when it does not tell."""
    found = state.get(name, 0)
    return int(found) if isinstance(found, int | float) and found > 0 else 0


def _met(state: Mapping[str, Any]) -> dict[str, Met]:
    """Return when the crashes of earlier runs were met first."""
    from validator.errors import UsageError
    from validator.fuzz.campaign import Met

    try:
        rows = dict(state.get("met", {})).items()
        return {str(name): Met(float(seconds), int(run)) for name, (seconds, run) in rows}
    except (TypeError, ValueError) as error:
        raise UsageError(f"--continue: the state of the campaign is damaged: {error}") from error


def _limits(choice: FuzzOptions) -> tuple[float | None, int | None]:
    """Return seconds and crashes after which a campaign of this mode ends."""
    match choice.mode:
        case "code-change":
            return choice.max_time or _CODE_CHANGE_S, choice.stop_after_crashes or 1
        case "batch":
            return choice.max_time or _BATCH_S, choice.stop_after_crashes
    return choice.max_time, choice.stop_after_crashes


def _plan(arguments: Sequence[str], choice: FuzzOptions) -> tuple[Task, list[str]]:
    """Load the schema, and find the seeds."""
    from validator.cli.inputs import STDIN, expand_inputs
    from validator.cli.kept import load_kept
    from validator.cli.workload import plan_work
    from validator.errors import UsageError

    if STDIN in arguments:
        raise UsageError("seeds are files: standard input cannot be one")
    missing = next((name for name in arguments if not os.path.lexists(name)), None)
    if missing is not None:
        raise UsageError(f"no such file: {missing}\n  expected  seeds: files, or folders of them")
    inputs = expand_inputs(arguments)
    work = plan_work(
        inputs,
        schema=choice.schema,
        contracts=choice.contracts,
        import_paths=choice.import_paths,
        config_file=None,
        load=load_kept,
    )
    for text in (*work.reasons, *work.notes):
        say(f"  note      {text}")
    if arguments and not inputs.files:
        raise UsageError(
            "no seeds\n  expected  files, or folders that hold some"
            "\n  hint      without SEEDs the first inputs are made from the schema alone"
        )
    return work.tasks[0], inputs.files


def _read_seeds(paths: Sequence[str], limit: int) -> tuple[list[SeedFile], list[SeenSeed]]:
    """Read seeds; copies are used once."""
    from validator.check.session import read_file
    from validator.errors import UsageError
    from validator.findings import Finding
    from validator.fuzz.seeds import SeedFile
    from validator.summary import SeenSeed

    seeds: dict[bytes, SeedFile] = {}
    notes: list[SeenSeed] = []
    for path in paths:
        data = read_file(path, limit)
        if isinstance(data, Finding):
            notes.append(SeenSeed(path, data.message))
        else:
            seeds.setdefault(data, SeedFile(path, data))
    if notes and not seeds:
        raise UsageError(
            "no seed can be read\n  expected  at least one file that can"
            f"\n  found     {notes[0].name}: {notes[0].reason}"
        )
    return list(seeds.values()), notes


def _sorted_seeds(judge: Judge, seeds: Sequence[SeedFile]) -> tuple[list[SeedFile], list[str]]:
    """Return the seeds that schema and contracts accept, and what there is to say of others."""
    from validator.report.meta import plural

    reasons = {one.name: judge.refusal(one.data) for one in seeds}
    refused = [(name, why) for name, why in reasons.items() if why is not None]
    accepted = [one for one in seeds if reasons[one.name] is None]
    if not refused:
        return accepted, []
    name, why = refused[0]
    where = f"{why.path}: " if why.path else ""
    text = f"the gate refuses {len(refused)} of {plural(len(seeds), 'seed')}"
    said = [f"{text}, such as {name}: {why.rule}: {where}{why.message}"]
    if not accepted:
        said.append(f"no seed is valid; `contentgate explain {why.rule}` tells what may be wrong")
    return accepted, said


def _kept_seeds(folder: Folder, limit: int) -> list[SeedFile]:
    from validator.fuzz.seeds import SeedFile

    return [SeedFile(name, data) for name, data in folder.entries(limit)]


def _once(
    seeds: Sequence[SeedFile], kept: Sequence[SeedFile], *, is_sorted: bool
) -> list[SeedFile]:
    """Return files once each; small ones first where the order decides what is left out."""
    files = list({one.data: one for one in (*seeds, *kept)}.values())
    return sorted(files, key=lambda one: len(one.data)) if is_sorted else files


def _open_folder(
    folder: Folder, choice: FuzzOptions, task: Task, consumers: Sequence[Consumer]
) -> tuple[Mapping[str, Any], list[str]]:
    """Begin or resume; returns the counts before, and what there is to say."""
    from validator.errors import UsageError

    is_prune = choice.mode == "prune" and folder.holds_campaign()
    if not (choice.resume or is_prune):
        was_used = folder.begin()
        note = f"a new campaign begins; the corpus of the one before is in {folder.path}"
        return {}, [f"{note}/corpus-before"] if was_used else []
    state = folder.resume()
    names = [one.name for one in consumers]
    for what, ours in (("schema", task.schema.name), ("consumers", names)):
        if state.get(what) != ours:
            raise UsageError(
                f"--continue: {folder.path} holds another campaign: {what} differ\n"
                f"  expected  {state.get(what)}\n  found     {ours}"
            )
    return state, []


def _hints(consumer: Consumer) -> Hints:
    """Return what the code of a consumer knows, where there is any to look at."""
    from validator.consumers.command import CommandConsumer
    from validator.consumers.hints import Hints, hints_of, module_hints
    from validator.consumers.library import LibraryConsumer
    from validator.consumers.python import PythonConsumer

    match consumer:
        case LibraryConsumer():
            return hints_of(consumer.path)
        case CommandConsumer():
            return hints_of(consumer.program)
        case PythonConsumer():
            folders = [os.path.join(consumer.cwd, path) for path in (*consumer.paths, "")]
            return module_hints(consumer.target, folders)
    return Hints()


def _numbers(task: Task) -> tuple[int, ...]:
    """Return the limits of contracts, and their neighbours."""
    found: dict[int, None] = {}
    waiting: list[Any] = [dict(contract.facts) for contract in task.contracts]
    while waiting and len(found) < _MOST_NUMBERS:
        match waiting.pop():
            case bool():
                continue
            case int(number):
                found.update({number: None, number + 1: None, number - 1: None})
            case dict() as values:
                waiting += values.values()
            case list() | tuple() as values:
                waiting += values
    return tuple(sorted(number for number in found if number >= 0))
