"""Running a campaign from the command line: progress, interruption, minimizing, reports."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from validator.cli.terminal import has_color, say, write

if TYPE_CHECKING:
    from collections.abc import Mapping

    from validator.cli.fuzz import FuzzOptions
    from validator.cli.fuzz_setup import Opened
    from validator.fuzz.campaign import Campaign
    from validator.fuzz.team import Team
    from validator.summary import Summary

INTERRUPTED = "interrupted"


def run_campaign(opened: Opened, choice: FuzzOptions) -> Summary:
    """Run a campaign to its end, and minimize what it found.

    Args:
        opened: ready to go.
        choice: the options.
    Returns:
        what was found.
    Raises:
        ConsumerError: the consumer could not be run at all.
        UsageError: a folder cannot be written.
    """
    from validator.cli.fuzz_screen import open_screen
    from validator.errors import ConsumerError
    from validator.fuzz.campaign import FULL, RUNS_UP, TIME_UP
    from validator.fuzz.team import Pruner

    campaign = opened.campaign
    screen = open_screen(campaign, is_wanted=not choice.no_progress)
    left = None if choice.runs is None else max(choice.runs - campaign.runs, 0)
    team = _team(opened, choice, left)
    is_native = choice.engine != "contentgate"
    if is_native:
        # The engine ends by itself; what it kept is looked at afterwards.
        campaign.goal = replace(campaign.goal, seconds=None)
    is_lost = False
    try:
        try:
            campaign.go(team, screen.show)
            if is_native and campaign.stopped == RUNS_UP and choice.runs is None:
                campaign.stopped = TIME_UP
            if isinstance(team, Pruner) and team.left:
                _add_note(campaign, f"corpus: {team.before:,} files before, {team.left:,} left")
        except KeyboardInterrupt:
            campaign.stopped = INTERRUPTED
        except ConsumerError as error:
            if not campaign.runs:
                raise
            campaign.stopped, is_lost = str(error), True
        for how in getattr(team, "deaths", ()):  # of a crew
            _add_note(campaign, f"a worker process {how}; another took its place")
        if choice.minimize and not is_lost:
            try:
                campaign.settle(screen.settling, lambda: False)
            except KeyboardInterrupt:
                campaign.stopped = f"{INTERRUPTED} while crashes were minimized"
    finally:
        screen.close()
        campaign.folder.close()
    return replace(campaign.summary(), is_lost=is_lost or campaign.stopped == FULL)


def _team(opened: Opened, choice: FuzzOptions, left: int | None) -> Team:
    """Return who does the work; the others are not imported."""
    campaign = opened.campaign
    if choice.engine != "contentgate":
        return _native_team(opened, choice, left)
    if opened.jobs > 1 and choice.mode != "prune":
        from validator.fuzz.crew import Crew

        return Crew(campaign.setup, left)
    from validator.fuzz.team import Pruner, Solo
    from validator.fuzz.worker import Worker

    if choice.mode == "prune":
        return Pruner(Worker(replace(campaign.setup, workers=1)), campaign.folder)
    return Solo(Worker(campaign.setup), left)


def _add_note(campaign: Campaign, text: str) -> None:
    """Have the summary tell something besides, once."""
    titles = campaign.titles
    campaign.titles = replace(titles, notes=tuple(dict.fromkeys((*titles.notes, text))))


def _native_team(opened: Opened, choice: FuzzOptions, left: int | None) -> Team:
    """Return libFuzzer or AFL++ as the team of a campaign."""
    from validator.cli.escape_setup import build_folder
    from validator.fuzz.native.build import build_target, target_env, target_limits
    from validator.fuzz.native.dictionary import dictionary_text, tokens_of
    from validator.fuzz.native.engines import ENGINE_BY_NAME
    from validator.fuzz.native.run import NativeRun
    from validator.fuzz.native.service import MutatorService
    from validator.fuzz.native.team import NativeTeam
    from validator.fuzz.worker import Worker
    from validator.mutate import MutantOptions, Seed

    setup = replace(opened.campaign.setup, workers=1)
    consumer = setup.consumers[0]
    target = build_target(choice.engine, consumer, build_folder(setup.scratch))
    schema = setup.judge.schema
    seeds = [Seed(one.name, one.data) for one in setup.seeds]
    service = MutatorService(
        schema,
        seeds,
        setup.random_seed,
        MutantOptions(numbers=setup.numbers, constants=setup.constants, words=setup.words),
    )
    run = NativeRun(
        ENGINE_BY_NAME[choice.engine],
        target,
        service,
        [],
        dictionary_text(tokens_of(schema.program)),
        target_limits(consumer),
        choice.max_time or 0.0,
        target_env(consumer),
    )
    return NativeTeam(Worker(setup), run, left)


def tell(summary: Summary, choice: FuzzOptions, wanted: Mapping[str, str]) -> None:
    """Print the report, and write those that were asked for.

    Args:
        summary: of the campaign.
        choice: the options.
        wanted: path -> format.
    Raises:
        UsageError: one cannot be written.
    """
    for path, name in wanted.items():
        from validator.report.registry import write_report

        write_report(path, _rendered(summary, name))
    is_colored = choice.fmt == "text" and has_color(choice.color, os.environ, sys.stdout)
    write(_rendered(summary, choice.fmt, is_colored=is_colored))
    if choice.fmt != "text":
        say(f"{summary.verdict}: {len(summary.crashes)} in {summary.executions:,} executions")


def _rendered(summary: Summary, name: str, *, is_colored: bool = False) -> str:
    """Return the report in a format; each comes in when it is asked for."""
    if name == "json":
        from validator.report.fuzz_json import render_fuzz_json

        return render_fuzz_json(summary)
    from validator.report.fuzz_text import FuzzStyle, render_fuzz_text

    return render_fuzz_text(summary, FuzzStyle(color=is_colored))
