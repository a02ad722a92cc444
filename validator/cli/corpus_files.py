"""What `corpus` works on: files with what they show to the schema and to a consumer.

Comes in: folders, a schema, perhaps a consumer. Goes out: one `Sample` a file. Files that are not
valid count, too: a fuzzing corpus is full of them; but what they show is kept apart, so that a
broken file never stands for a valid one.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from validator.cli.progress import Progress
from validator.dataclass import dataclass

if TYPE_CHECKING:
    from validator.cli.traced import Source
    from validator.consumers.protocol import Consumer
    from validator.cover.corpus import Entry, Mark
    from validator.ksy.lookup import Lookup

DIGITS = 12


@dataclass(frozen=True, slots=True)
class CorpusOptions:
    """What the options of all corpus commands say; `any_file` also takes what is not valid."""

    schema: str
    consumer: str | None
    contracts: tuple[str, ...]
    import_paths: Sequence[str] | Lookup
    config_file: str | None
    fmt: str
    no_progress: bool
    any_file: bool = True


@dataclass(frozen=True, slots=True)
class Sample:
    """One file of a corpus.

    Attributes:
        name: path.
        size: in bytes.
        digest: SHA-256 of its bytes, hex.
        features: numbers of its features.
        reason: why it is not valid, "" when it is.
        edges: edges of the consumer that it takes.
        outcome: what the consumer made of it, "" without one.
    """

    name: str
    size: int
    digest: str
    features: frozenset[int]
    reason: str = ""
    edges: frozenset[int] = frozenset()
    outcome: str = ""

    @property
    def is_valid(self) -> bool:
        """Whether the schema accepts it."""
        return not self.reason

    @property
    def stored_name(self) -> str:
        """Name by content, with the suffix that it has."""
        suffix = os.path.splitext(self.name)[1]
        return self.digest[:DIGITS] + (suffix if len(suffix) <= DIGITS else "")

    def entry(self) -> Entry:
        """Return it as `minimize` takes it."""
        from validator.cover.corpus import Entry

        side = "valid" if self.is_valid else "broken"
        marks: set[Mark] = {(side, number) for number in self.features}
        marks |= {("edge", number) for number in self.edges}
        marks.add((side, "outcome", self.outcome))
        if self.reason:
            marks.add(("rule", self.reason.partition(":")[0]))
        return Entry(self.name, self.size, marks)


@dataclass(frozen=True, slots=True)
class Corpus:
    """Files that could be measured, those that could not, and what has to be said.

    Attributes:
        samples: in the order of the arguments.
        unread: (file, reason) each.
        notes: for people.
        features: how many goals of the schema the valid ones exercise, and how many there are.
    """

    samples: tuple[Sample, ...]
    unread: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    features: tuple[int, int]


def read_corpus(folders: Sequence[str], choice: CorpusOptions) -> Corpus:
    """Measure every file.

    Args:
        folders: files and folders.
        choice: the options.
    Raises:
        ConsumerError: the consumer could not be run.
        ContentgateError: the schema or the consumer cannot be used, or there is no file.
    """
    from validator.cli.inputs import STDIN
    from validator.cli.traced import open_source
    from validator.errors import UsageError

    if STDIN in folders:
        raise UsageError("a corpus is files: standard input cannot be one")
    source = open_source(folders, choice.schema, choice.contracts, choice.import_paths)
    unread: list[tuple[str, str]] = []
    samples = list(_samples(source, unread, is_shown=not choice.no_progress))
    notes = list(source.notes)
    if not choice.any_file:
        refused = sum(not one.is_valid for one in samples)
        samples = [one for one in samples if one.is_valid]
        if refused:
            what = "file is" if refused == 1 else "files are"
            notes.append(f"{refused} {what} not valid and left alone; --any looks at these, too")
    if choice.consumer is not None:
        samples = _consumed(samples, choice.consumer, choice, notes)
    goals = source.features.goals | source.features.required
    done = frozenset[int]().union(*(one.features for one in samples if one.is_valid)) & goals
    return Corpus(tuple(samples), tuple(unread), tuple(notes), (len(done), len(goals)))


def _samples(source: Source, unread: list[tuple[str, str]], *, is_shown: bool) -> Iterator[Sample]:
    from validator.cli.traced import traced_files

    for one in traced_files(source, any_file=True, is_shown=is_shown):
        if not one.is_measured:
            unread.append((one.name, one.reason))
            continue
        digest = hashlib.sha256(one.data).hexdigest()
        yield Sample(one.name, len(one.data), digest, one.found, one.reason)


def _consumed(
    samples: list[Sample], name: str, choice: CorpusOptions, notes: list[str]
) -> list[Sample]:
    """Run the consumer on every file, and add what it shows."""
    from validator.cli.escape import open_scratch, term_as_interrupt
    from validator.cli.escape_setup import find_consumer
    from validator.consumers.python import PythonConsumer

    with term_as_interrupt(), open_scratch() as scratch:
        consumer = find_consumer(name, choice.config_file, scratch)
        if isinstance(consumer, PythonConsumer):
            consumer = replace(consumer, coverage=True)
        result = list(_run(consumer, samples, is_shown=not choice.no_progress))
    if samples and not any(one.edges for one in result):
        notes.append(f"{name} counts no coverage: files are told apart by schema features alone")
    return result


def _run(consumer: Consumer, samples: list[Sample], *, is_shown: bool) -> Iterator[Sample]:
    progress = Progress(len(samples), is_wanted=is_shown)
    outcomes = consumer.run_many([one.name for one in samples])
    try:
        for one, outcome in zip(samples, outcomes, strict=True):
            counts = outcome.coverage or b""
            edges = frozenset(at for at, count in enumerate(counts) if count)
            what = f"{outcome.kind.value} {outcome.signature}".strip()
            progress.advance(is_refused=outcome.is_fault)
            yield replace(one, edges=edges, outcome=what)
    finally:
        progress.close()
