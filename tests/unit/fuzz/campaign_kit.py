"""Campaigns over a small format, with consumers that are functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

from fuzz_kit import ACCEPTED, PLAIN, REJECTED, SEED, InProcess, crashed, load, read_rules

from validator.consumers.protocol import Outcome
from validator.cover import Features
from validator.fuzz.campaign import Campaign, Goal
from validator.fuzz.generating import Generators
from validator.fuzz.judge import Judge
from validator.fuzz.regressions import Regressions
from validator.fuzz.seeds import SeedFile
from validator.fuzz.state import Folder
from validator.fuzz.team import Solo
from validator.fuzz.triage import Triage
from validator.fuzz.worker import Setup, Worker

NO_GOAL = Goal()


def careless(data: bytes) -> Outcome:
    """Die of a level above 4,000, and of four rules or more with the same id."""
    rows = read_rules(data)
    if rows is None:
        return REJECTED
    if any(level > 4000 for _, level, _ in rows):
        return crashed("SIGSEGV in level")
    ids = [number for number, _, _ in rows]
    if len(ids) > 3 and len(set(ids)) < len(ids):
        return crashed("SIGSEGV in ids")
    return replace(
        ACCEPTED, coverage=bytes([min(len(rows), 255), *(int(i in ids) for i in range(9))])
    )


def sound(data: bytes) -> Outcome:
    return REJECTED if read_rules(data) is None else ACCEPTED


def make(
    folder: Path,
    *reads: Callable[[bytes], Outcome],
    seeds: Sequence[bytes] = (SEED,),
    goal: Goal = NO_GOAL,
    modes: tuple[str, ...] = (),
    out: str = "out",
) -> Campaign:
    schema = load(folder, PLAIN)
    judge = Judge.of(schema, ()).with_seeds(seeds)
    consumers = [InProcess(read, f"c{number}") for number, read in enumerate(reads)]
    scratch = folder / "scratch"
    scratch.mkdir(exist_ok=True)
    files = [SeedFile(f"seed{number}", data) for number, data in enumerate(seeds)]
    generators = Generators(schema.program, modes=modes)
    features = Features(schema.program)
    setup = Setup(judge, consumers, files, generators, features, 0, (), str(scratch))
    triages = [
        Triage(
            schema,
            judge,
            one,
            Regressions(str(folder / out / "kept")),
            str(scratch),
            {"name": one.name},
        )
        for one in consumers
    ]
    state = Folder(str(folder / out))
    state.begin()
    return Campaign(setup, triages, state, goal, count().__next__)


def go(campaign: Campaign, runs: int) -> Campaign:
    campaign.go(Solo(Worker(campaign.setup), runs), lambda: None)
    return campaign


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
