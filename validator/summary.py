"""What a campaign found: the values that `fuzz` makes and `report` shows.

Comes in: nothing. Goes out: one frozen `Summary` a campaign. It refuses to know how a campaign is
made and how it is shown.
"""

from __future__ import annotations

from collections.abc import Mapping

from validator.crashes import CrashReport
from validator.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class SeenCrash:
    """One way a consumer died, with when it was met first.

    Attributes:
        report: what is known of it.
        folder: where it is kept.
        count: inputs that showed it in this campaign.
        first_s: seconds of campaign before it was met; -1 when it was known before.
        first_run: execution that met it first; -1 when it was known before.
        is_new: it was not kept before this campaign.
    """

    report: CrashReport
    folder: str
    count: int
    first_s: float
    first_run: int
    is_new: bool

    @property
    def is_escape(self) -> bool:
        """Whether the gate lets the file through."""
        return self.report.gate.is_accepted


@dataclass(frozen=True, slots=True)
class SeenDisagreement:
    """A property that does not hold, and is no crash.

    Attributes:
        what: which one: `valid`, `truncated`, `readers` or `versions`.
        message: one line.
        label: how the file was made.
        execution: that showed it first.
        file: where it is kept; "" when it is not.
    """

    what: str
    message: str
    label: str
    execution: int
    file: str


@dataclass(frozen=True, slots=True)
class Way:
    """What one way of making inputs did: inputs, and entries of the corpus that came of them."""

    name: str
    inputs: int
    finds: int


@dataclass(frozen=True, slots=True)
class Covered:
    """Features of one kind that accepted files have had, and all that can be expected."""

    kind: str
    seen: int
    wanted: int


@dataclass(frozen=True, slots=True)
class SeenSeed:
    """A seed that was of no use as it is, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Summary:
    """One campaign.

    Attributes:
        version: of contentgate.
        schema, digest: name of the schema, and digest of what it means.
        consumers: names, the first one guided.
        limits: of the first consumer, in words.
        mode: of the campaign.
        random_seed: of the inputs.
        jobs: processes.
        executions: of the first consumer, of all runs of this campaign.
        before: those of them that earlier runs made.
        seconds: of campaign, without minimizing.
        outcomes: kind -> executions.
        valid_share: part of the inputs that the schema accepts, -1 when none was asked about.
        corpus: entries.
        corpus_bytes: of them.
        edges: of the consumer that were taken; -1 when it does not count.
        features, all_features: of the schema that accepted files have had, and all there are.
        chance: that the next execution shows something new, an estimate; see docs/fuzz.md.
        last_find_run: execution that last showed something new; -1 for none.
        last_find_s: seconds of this run then; -1 for none.
        covered: kinds of features that valid files can be expected to have: how many they had,
            and how many there are.
        stopped: why it ended.
        is_lost: it ended too soon: the consumer or the engine was lost, or the disk is full.
        crashes: those that the gate lets through first.
        disagreements: in the order in which they were met.
        ways: of making inputs.
        seeds: those with something to say about.
        notes: what a reader must know.
        folder: of the campaign.
    """

    version: str
    schema: str
    digest: str
    consumers: tuple[str, ...]
    limits: str
    mode: str
    random_seed: int
    jobs: int
    executions: int
    before: int
    seconds: float
    outcomes: Mapping[str, int]
    valid_share: float
    corpus: int
    corpus_bytes: int
    edges: int
    features: int
    all_features: int
    chance: float
    last_find_run: int
    stopped: str
    crashes: tuple[SeenCrash, ...] = ()
    disagreements: tuple[SeenDisagreement, ...] = ()
    ways: tuple[Way, ...] = ()
    seeds: tuple[SeenSeed, ...] = ()
    notes: tuple[str, ...] = ()
    folder: str = ""
    last_find_s: float = -1.0
    covered: tuple[Covered, ...] = ()
    is_lost: bool = False

    @property
    def rate(self) -> float:
        """Executions a second of this run."""
        return (self.executions - self.before) / self.seconds if self.seconds > 0 else 0.0

    @property
    def escapes(self) -> int:
        """Crashes that the gate lets through."""
        return sum(crash.is_escape for crash in self.crashes)

    @property
    def verdict(self) -> str:
        """`crashes`, `no crashes` or `inconclusive`."""
        if self.crashes:
            return "crashes"
        return "no crashes" if self.executions and not self.is_lost else "inconclusive"
