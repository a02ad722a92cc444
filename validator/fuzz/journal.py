"""The journal of a run: append-only lines, so that a run that was ended goes on where it was.

Comes in: an output folder and the identity of a run. Goes out: what was done already; then every
lot is written down as it comes. A line that was torn by a crash is dropped. The folder of
another run is refused, with what differs.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import IO

from validator.dataclass import dataclass
from validator.errors import UsageError
from validator.fuzz.cells import Tally
from validator.fuzz.records import Json, escape_from, escape_value, tally_from, tally_value
from validator.measure import Escape

FILE = "journal.jsonl"
_FORMAT = {"format": "contentgate-escape-journal", "version": 1}
_BROKEN = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a case turned out to be: digest of its escape, and the key that it was found by."""

    digest: str
    key: tuple[str, ...]


# house: loose-dataclass - filled while lines are read, and an open file
@dataclass(slots=True)
class Journal:
    """The journal of one run.

    Attributes:
        path: of the file; "" keeps nothing.
        lots: counts that were written down, in order.
        escapes: digest -> escape as it was first found.
        cases: index of a mutant -> what it turned out to be.
    """

    path: str
    lots: list[Tally] = field(default_factory=list)
    escapes: dict[str, Escape] = field(default_factory=dict)
    cases: dict[int, Resolved] = field(default_factory=dict)
    _file: IO[bytes] | None = None

    @property
    def done(self) -> int:
        """Mutants that were written down."""
        return sum(lot.done for lot in self.lots)

    def add_lot(self, tally: Tally) -> None:
        """Write down the counts of the next lot.

        Args:
            tally: of the lot.
        """
        self._write({"lot": tally_value(tally)})

    def add_escape(self, escape: Escape) -> None:
        """Write down an escape.

        Args:
            escape: as it was first found.
        """
        self.escapes[escape.digest] = escape
        self._write({"escape": escape_value(escape)})

    def add_case(self, index: int, resolved: Resolved) -> None:
        """Write down what a case turned out to be.

        Args:
            index: of the mutant.
            resolved: its escape.
        """
        self.cases[index] = resolved
        self._write({"case": index, "digest": resolved.digest, "key": resolved.key})

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _write(self, value: Json) -> None:
        if self._file is None:
            return
        try:
            self._file.write(json.dumps(value, separators=(",", ":")).encode() + b"\n")
            self._file.flush()
        except OSError as error:
            raise _failed(self.path, "written", error) from error


def open_journal(folder: str, run: Mapping[str, str]) -> Journal:
    """Open the journal of a folder, and read what it holds.

    Args:
        folder: output folder; made when it is missing.
        run: what the run is, by name; a journal of a run that differs is refused.
    Raises:
        UsageError: the folder holds another run, or cannot be used.
    """
    journal = Journal(os.path.join(folder, FILE))
    try:
        os.makedirs(folder, exist_ok=True)
        good = _read(journal, run) if os.path.exists(journal.path) else 0
        file = open(journal.path, "r+b" if good else "wb")  # noqa: SIM115 - open as long as the run
        file.truncate(good)
        file.seek(good)
    except OSError as error:
        raise _failed(journal.path, "used", error) from error
    journal._file = file
    if not good:
        journal._write({**_FORMAT, "run": dict(run)})
    return journal


def holds_run(folder: str) -> bool:
    """Whether a folder has a journal.

    Args:
        folder: output folder.
    """
    return os.path.exists(os.path.join(folder, FILE))


def _read(journal: Journal, run: Mapping[str, str]) -> int:
    """Take over what was written down; returns how many bytes of it are whole."""
    good = 0
    with open(journal.path, "rb") as file:
        for number, line in enumerate(_whole_lines(file), 1):
            try:
                value = json.loads(line)
                if number == 1:
                    _require_same(journal.path, value, run)
                else:
                    _take(journal, value)
            except _BROKEN as error:
                raise UsageError(
                    f"{journal.path}:{number}: not a line of a journal\n"
                    "  hint      --fresh starts over, and drops what the folder holds"
                ) from error
            good += len(line)
    return good


def _whole_lines(file: IO[bytes]) -> Iterator[bytes]:
    for line in file:
        if not line.endswith(b"\n"):
            return
        yield line


def _take(journal: Journal, value: Json) -> None:
    match value:
        case {"lot": lot}:
            journal.lots.append(tally_from(lot))
        case {"escape": escape}:
            found = escape_from(escape)
            journal.escapes[found.digest] = found
        case {"case": int(index), "digest": str(digest), "key": [*key]}:
            journal.cases[index] = Resolved(digest, tuple(map(str, key)))
        case _:
            raise ValueError("unknown line")


def _require_same(path: str, value: Json, run: Mapping[str, str]) -> None:
    if {name: value[name] for name in _FORMAT} != _FORMAT:
        raise ValueError("another format")
    theirs = value["run"]
    for name in run:
        if theirs.get(name) != run[name]:
            raise UsageError(
                f"{os.path.dirname(path)} holds another run: its {name} is not the same\n"
                f"  expected  {run[name]}\n  found     {theirs.get(name)}\n"
                "  hint      --out names another folder; --fresh starts over, and drops what"
                " this one holds"
            )


def _failed(path: str, what: str, error: OSError) -> UsageError:
    return UsageError(f"{path} cannot be {what}: {(error.strerror or str(error)).lower()}")
