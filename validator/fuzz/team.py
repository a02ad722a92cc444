"""Who does a campaign's work, in one process; `crew.py` and `native/team.py` have other teams."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Protocol

from validator.dataclass import dataclass
from validator.fuzz.lane import never
from validator.fuzz.state import Folder
from validator.fuzz.tidings import Found, Tidings
from validator.fuzz.worker import Worker


class Team(Protocol):
    """Who does the work."""

    def work(self, is_over: Callable[[], bool] = never) -> Iterator[Tidings]:
        """Yield tidings until all runs are made.

        Args:
            is_over: asked after every run; True ends what is under way as it is.
        """

    def rest(self) -> Iterator[Tidings]:
        """Yield what was done and not told yet, when the work is left before its end."""

    def close(self) -> None:
        """End whatever runs."""


# house: loose-dataclass - a worker in this process
@dataclass(slots=True)
class Solo:
    """A team of one, in this process.

    Attributes:
        worker: who works.
        runs: executions; None for any number.
    """

    worker: Worker
    runs: int | None = None

    def work(self, is_over: Callable[[], bool] = never) -> Iterator[Tidings]:
        """Yield tidings after every batch; see `Team`."""
        self.worker.is_over = is_over
        done = 0
        if self.runs == 0:
            return
        for tidings in self.worker.start():
            done += tidings.runs
            yield tidings
        while self.runs is None or done < self.runs:
            tidings = self.worker.step(1 << 30 if self.runs is None else self.runs - done)
            done += tidings.runs
            yield tidings

    def rest(self) -> Iterator[Tidings]:
        """Yield nothing: all is told at once."""
        return iter(())

    def close(self) -> None:
        """Stop the consumers."""
        self.worker.close()


# house: loose-dataclass - a worker in this process
@dataclass(slots=True)
class Pruner:
    """A team that runs the corpus once, and leaves in it what shows something of its own.

    Attributes:
        worker: who works.
        folder: of the campaign.
        before: entries of the corpus, and `left` those that stay.
    """

    worker: Worker
    folder: Folder
    before: int = 0
    left: int = 0

    def work(self, is_over: Callable[[], bool] = never) -> Iterator[Tidings]:
        """Yield tidings after every batch, then write the corpus; see `Team`."""
        self.worker.is_over = is_over
        self.before = len(self.worker.setup.seeds)
        found: dict[bytes, Found] = {}
        for tidings in self.worker.start():
            found |= {one.case.data: one for one in tidings.found}
            yield replace(tidings, found=[])
        kept = [found[one.data] for one in self.worker.corpus.favored() if one.data in found]
        self.folder.replace_corpus([(one.case.number, one.case.data) for one in kept])
        self.left = len(kept)
        yield Tidings(found=kept)

    def rest(self) -> Iterator[Tidings]:
        """Yield nothing: all is told at once."""
        return iter(())

    def close(self) -> None:
        """Stop the consumers."""
        self.worker.close()
