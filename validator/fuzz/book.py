"""The escapes of a run: each case is minimised, named by its field, and found only once.

Comes in: cases in the order of the mutants. Goes out: escapes with how often each was seen. What
is like a case that was minimised before (same death, same fields touched) is counted there; the
journal tells what was found out before a run went on.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import field, replace

from validator.consumers.protocol import Outcome
from validator.dataclass import dataclass
from validator.findings import generic_path
from validator.fuzz.cells import Case
from validator.fuzz.changes import cut_change, edit_arguments, field_of, find_changes
from validator.fuzz.journal import Journal, Resolved
from validator.fuzz.known import Known, reason_of
from validator.fuzz.lot import Job
from validator.fuzz.minimize import bring_near, cut_down
from validator.fuzz.seeds import SeedFile, last_lines
from validator.fuzz.store import Store
from validator.fuzz.trials import Trials
from validator.measure import CUT, Escape, FieldChange

PER_SIGNATURE = 12
"""Cases of one death that are minimised; further ones are counted with the first."""

_EVIDENCE_LINES = 4
_TOO_FEW_RUNS = "not minimized to the end: --minimize permits no more runs"
_NOT_ALONE = "it did not come back with this file alone"


@dataclass(frozen=True, slots=True)
class _Found:
    """A case after a closer look."""

    changes: tuple[FieldChange, ...]
    mutant: bytes
    nearest: bytes
    smallest: bytes
    last: Outcome | None
    notes: tuple[str, ...] = ()


# house: loose-dataclass - collects while a run goes on
@dataclass(slots=True)
class Book:
    """All escapes so far.

    Attributes:
        job: of the run.
        seeds: of the run, in order.
        journal: what was found out is written down there.
        store: where escapes are written to.
        known: defects that are known.
        runs: runs of the consumer that minimising one case may take.
    """

    job: Job
    seeds: Sequence[SeedFile]
    journal: Journal
    store: Store
    known: Sequence[Known]
    runs: int
    _counts: Counter[str] = field(default_factory=Counter)
    _others: Counter[str] = field(default_factory=Counter)
    _keys: dict[tuple[str, ...], str] = field(default_factory=dict)
    _looked_at: Counter[tuple[str, str]] = field(default_factory=Counter)
    _first: dict[tuple[str, str], str] = field(default_factory=dict)

    def add(self, case: Case, is_over: Callable[[], bool] = lambda: False) -> None:
        """Find out what a case is, and count it.

        Args:
            case: comes behind all that were added before.
            is_over: whether the run is to end.
        Raises:
            OutOfTime: it was, while the case was looked at; the case is not counted.
            ConsumerError: the consumer could not be run at all.
            UsageError: the escape cannot be written.
        """
        death = (case.outcome, case.signature)
        resolved = self.journal.cases.get(case.index)
        if resolved is None:
            resolved = self._resolve(case, is_over)
            self.journal.add_case(case.index, resolved)
        if resolved.key and resolved.key not in self._keys:
            self._keys[resolved.key] = resolved.digest
            self._looked_at[death] += 1
            self._first.setdefault(death, resolved.digest)
        self._counts[resolved.digest] += 1
        if not resolved.key:
            self._others[resolved.digest] += 1

    def escapes(self) -> tuple[Escape, ...]:
        """Return all escapes, the most frequent first."""
        found = [self._final(digest) for digest in self._counts]
        return tuple(sorted(found, key=lambda one: (-one.count, one.index)))

    def __len__(self) -> int:
        return len(self._counts)

    def _final(self, digest: str) -> Escape:
        escape = self.journal.escapes[digest]
        notes = escape.notes
        if others := self._others[digest]:
            notes += (f"{others} of them touch other fields, and were not looked at closely",)
        fields = {escape.field, *(generic_path(one.path) for one in escape.changes)}
        reason = reason_of(self.known, escape.outcome, escape.signature, fields)
        return replace(escape, count=self._counts[digest], notes=notes, known=reason)

    def _resolve(self, case: Case, is_over: Callable[[], bool]) -> Resolved:
        """Look closely at a case, unless one like it was looked at."""
        seed = self.seeds[case.seed]
        mutant = next(self.job.make(case.index, 1)).data
        changes = self._changes(case, seed.data, mutant)
        key = (case.outcome, case.signature, seed.name if not changes else field_of(changes))
        if key in self._keys:
            return Resolved(self._keys[key], key)
        death = (case.outcome, case.signature)
        if self._looked_at[death] >= PER_SIGNATURE:
            return Resolved(self._first[death], ())
        found = self._look(case, (seed.data, mutant), changes, is_over)
        escape = self._escape(case, seed, found)
        if escape.digest not in self.journal.escapes:
            self.store.write_escape(escape, mutant, found.smallest)
            self.journal.add_escape(escape)
        return Resolved(escape.digest, key)

    def _changes(self, case: Case, seed: bytes, mutant: bytes) -> tuple[FieldChange, ...]:
        schema = self.job.judge.schema
        if case.outcome == CUT:
            return (cut_change(schema, seed, len(mutant)),)
        return find_changes(schema, seed, mutant)

    def _look(
        self,
        case: Case,
        files: tuple[bytes, bytes],
        changes: tuple[FieldChange, ...],
        is_over: Callable[[], bool],
    ) -> _Found:
        """Minimise a case; `files` are its seed and the mutant."""
        job, schema, (seed, mutant) = self.job, self.job.judge.schema, files
        if case.outcome == CUT:
            return _Found(changes, mutant, mutant, mutant, None)
        trials = Trials(
            job.judge,
            job.consumer,
            job.scratch,
            case.outcome,
            case.signature,
            self.runs,
            is_over,
        )
        with closing(trials):
            if not trials.holds(mutant):
                return _Found(changes, mutant, mutant, mutant, None, (_NOT_ALONE,))
            near = bring_near(schema, seed, mutant, trials)
            smallest = cut_down(schema, near.nearest, trials)
        notes = () if trials.runs > 0 else (_TOO_FEW_RUNS,)
        return _Found(near.changes, mutant, near.nearest, smallest, trials.last, notes)

    def _escape(self, case: Case, seed: SeedFile, found: _Found) -> Escape:
        name = field_of(found.changes)
        digest = hashlib.sha256("\0".join((case.outcome, case.signature, name)).encode())
        escape = Escape(
            digest=digest.hexdigest()[:8],
            outcome=case.outcome,
            signature=case.signature,
            field=name,
            changes=found.changes,
            seed=seed.name,
            index=case.index,
            kind=case.kind,
            label=case.label,
            size=len(found.mutant),
            minimized=len(found.smallest),
            edit=edit_arguments(self.job.judge.schema, seed.data, found.nearest, found.changes),
            evidence=last_lines(found.last, _EVIDENCE_LINES) if found.last else (),
            notes=found.notes,
        )
        folder = self.store.escape_folder(escape)
        path = os.path.join(self.store.folder, folder, "minimized.bin")
        return replace(escape, folder=folder, reproduce=self.job.consumer.reproduce(path))
