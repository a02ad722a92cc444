"""What `escape` works with: the consumer, the seeds, the output folder.

Comes in: options. Goes out: an `EscapeRun` that is ready to go, or None when no seed can be used.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from validator.cli.named_consumer import make_consumer, read_config, require_known
from validator.cli.terminal import say
from validator.cli.warm import cache_folder

if TYPE_CHECKING:
    from validator.cli.escape import EscapeOptions
    from validator.cli.workload import Task
    from validator.consumers.protocol import Consumer
    from validator.fuzz.escape import EscapeRun
    from validator.fuzz.lot import MutantLike
    from validator.fuzz.seeds import SeedFile

_LISTED = 20
_KERNEL_LOT = 256


def find_consumer(name: str, config_file: str | None, scratch: str) -> Consumer:
    """Make the consumer that a user named.

    Args:
        name: of the configuration, which goes first, or of a ready-made one.
        config_file: configuration; None searches from the working directory upwards.
        scratch: folder for what is built when nothing is to be kept.
    Raises:
        UsageError: there is no such consumer.
        ConsumerError: it cannot be run here; the message says what to install.
        ConfigError: the configuration cannot be used.
    """
    config = read_config(config_file)
    require_known(name, config, "--consumer")
    return make_consumer(name, config, build_folder(scratch))


def build_folder(scratch: str) -> str:
    """Return the folder for the C parts of consumers: kept, unless caching is off.

    Args:
        scratch: folder of this run.
    """
    return os.path.join(cache_folder() or scratch, "consumers")


def open_run(
    arguments: Sequence[str], choice: EscapeOptions, consumer: Consumer, scratch: str
) -> EscapeRun | None:
    """Prepare a run: schema, seeds, output folder and its journal.

    Args:
        arguments: seeds and folders of them.
        choice: the options.
        consumer: who reads the mutants.
        scratch: folder for mutants.
    Returns:
        the run; None when no seed can be used, which is said.
    Raises:
        ConsumerError: the consumer could not be run at all.
        ContentgateError: schema, seeds, known defects or the output folder cannot be used.
    """
    from validator import __version__
    from validator.errors import UsageError
    from validator.fuzz.escape import LOT, EscapeRun, Plan
    from validator.fuzz.identity import run_identity
    from validator.fuzz.journal import holds_run, open_journal
    from validator.fuzz.judge import Judge
    from validator.fuzz.known import read_known
    from validator.fuzz.lot import Job
    from validator.fuzz.seeds import sort_seeds
    from validator.fuzz.store import Store, clear_run
    from validator.mutate.mutants import Mutator
    from validator.mutate.outline import Seed

    if choice.resume and choice.fresh:
        raise UsageError("--resume and --fresh exclude one another")
    known = read_known(choice.known) if choice.known is not None else ()
    task, paths = _plan_seeds(arguments, choice)
    judge = Judge.of(task.schema, task.contracts)
    notes, seeds = sort_seeds(judge, consumer, paths)
    if not seeds:
        _say_no_seed([f"{note.name}: {note.state}: {note.reason}" for note in notes])
        return None
    judge = judge.with_seeds([seed.data for seed in seeds])
    folder = choice.out or f"escape-{task.schema.name}-{consumer.name}"
    if choice.fresh:
        clear_run(folder)
    if choice.resume and not holds_run(folder):
        raise UsageError(
            f"--resume: {folder} holds no run\n  hint      without --resume a new one begins"
        )
    mutator = Mutator(
        task.schema, [Seed(seed.name, seed.data) for seed in seeds], choice.random_seed
    )

    def make(start: int, count: int) -> Iterator[MutantLike]:
        return (mutator.make(index) for index in range(start, start + count))

    job = Job(judge, consumer, make, _numbered(seeds), scratch)
    journal = open_journal(folder, run_identity(__version__, job, seeds, choice.random_seed))
    plan = Plan(
        job,
        seeds,
        notes,
        choice.random_seed,
        choice.mutants,
        jobs=choice.jobs or len(os.sched_getaffinity(0)),
        lot=_KERNEL_LOT if hasattr(consumer, "batch") else LOT,
        runs=choice.minimize,
        known=known,
        version=__version__,
    )
    return EscapeRun(plan, journal, Store(folder))


def _numbered(seeds: Sequence[SeedFile]) -> dict[str, tuple[int, int]]:
    return {seed.name: (number, len(seed.data)) for number, seed in enumerate(seeds)}


def _plan_seeds(arguments: Sequence[str], choice: EscapeOptions) -> tuple[Task, list[str]]:
    """Load the schema, and find the seeds."""
    from validator.cli.inputs import STDIN, expand_inputs
    from validator.cli.kept import load_kept
    from validator.cli.workload import plan_work
    from validator.errors import UsageError

    if STDIN in arguments:
        raise UsageError("seeds are files: standard input cannot be one")
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
    if not inputs.files:
        raise UsageError("no seeds\n  expected  at least one file that schema and consumer accept")
    return work.tasks[0], inputs.files


def _say_no_seed(lines: Sequence[str]) -> None:
    say("contentgate escape: no seed can be used")
    say("  expected  at least one file that schema and consumer accept")
    for line in lines[:_LISTED]:
        say(f"  found     {line}")
    if len(lines) > _LISTED:
        say(f"  found     {len(lines) - _LISTED} more")
