"""Another engine as the team of a campaign: it makes the inputs, the campaign judges its finds.

Comes in: a worker, which runs the consumer, and a run of the engine. Goes out: tidings. Every find
is given to the consumer of the campaign, so that signatures, limits and what is kept are the same
whichever engine found it; what the engine kept goes into the corpus at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from validator.dataclass import dataclass
from validator.fuzz.case import NATIVE
from validator.fuzz.lane import never
from validator.fuzz.native.run import Find, NativeRun
from validator.fuzz.tidings import Tidings
from validator.fuzz.worker import Worker

_AT_ONCE = 64


# house: loose-dataclass - a run that goes on
@dataclass(slots=True)
class NativeTeam:
    """A team of one engine.

    Attributes:
        worker: runs the consumer on finds, and on what was kept.
        run: of the engine.
        most: executions after which it ends; None for any number.
    """

    worker: Worker
    run: NativeRun
    most: int | None = None

    def work(self, is_over: Callable[[], bool] = never) -> Iterator[Tidings]:
        """Yield tidings as long as the engine runs; see `Team`."""
        self.worker.is_over = is_over
        yield from self.worker.start()
        self.run.seeds = [entry.data for entry in self.worker.corpus.entries]
        told = 0
        for event in self.run.events():
            if isinstance(event, Find):
                yield self.worker.try_inputs([(event.data, event.label)], NATIVE)
                continue
            done, told = event.figures.executions - told, event.figures.executions
            yield self._progress(max(done, 0))
            if self.most is not None and told >= self.most:
                break
        kept = [(data, f"kept by {self.run.engine.name}") for data in self.run.kept]
        for at in range(0, len(kept), _AT_ONCE):
            yield self.worker.try_inputs(kept[at : at + _AT_ONCE], NATIVE)

    def rest(self) -> Iterator[Tidings]:
        """Yield nothing: all is told at once."""
        return iter(())

    def close(self) -> None:
        """Stop the consumers."""
        self.worker.close()

    def _progress(self, runs: int) -> Tidings:
        """Return tidings of executions that brought nothing new."""
        guide, features = self.worker.guide, self.worker.features
        tidings = Tidings(runs=runs, worker=self.worker.index)
        tidings.seen, tidings.twice = guide.seen, guide.twice
        tidings.singles, tidings.measured = features.singles, features.files
        return tidings
