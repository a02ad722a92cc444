"""A small format, a consumer in process with seeded faults, and a run over both."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from validator.check.schema import Schema, load_schema
from validator.consumers.protocol import Outcome, OutcomeKind
from validator.fuzz.escape import EscapeRun, Plan, Progress
from validator.fuzz.identity import run_identity
from validator.fuzz.journal import open_journal
from validator.fuzz.judge import Judge
from validator.fuzz.known import Known
from validator.fuzz.lot import Job, MutantLike
from validator.fuzz.seeds import SeedFile, sort_seeds
from validator.fuzz.store import Store
from validator.measure import Measure
from validator.mutate.mutants import Mutator
from validator.mutate.outline import Seed

SCHEMA = """\
meta:
  id: rules
  endian: le
seq:
  - id: magic
    contents: RUL1
  - id: sum
    type: u4
    -checksum: {algorithm: crc32, from: 8, to: _io.size}
  - id: num_rules
    type: u2
  - id: rules
    type: rule
    repeat: expr
    repeat-expr: num_rules
types:
  rule:
    seq:
      - {id: id, type: u4}
      - {id: level, type: u2be, valid: {max: 5000}}
      - {id: deny, type: b1}
      - {id: weight, type: b7}
"""
PLAIN = SCHEMA.replace("    -checksum: {algorithm: crc32, from: 8, to: _io.size}\n", "")

ACCEPTED = Outcome(OutcomeKind.ACCEPTED)
REJECTED = Outcome(OutcomeKind.REJECTED)


def crashed(signature: str = "SIGSEGV in parse") -> Outcome:
    return Outcome(OutcomeKind.CRASHED, signal="SIGSEGV", signature=signature, stderr=b"boom\n")


def rules(*rows: tuple[int, int, int], total: int = 0) -> bytes:
    """Return a file of (id, level, flags) rows; the sum is not looked at by `PLAIN`."""
    body = b"".join(struct.pack("<I", i) + struct.pack(">HB", lev, f) for i, lev, f in rows)
    return b"RUL1" + struct.pack("<IH", total, len(rows)) + body


SEED = rules((1, 10, 3), (2, 20, 5), (3, 30, 7))


def read_rules(data: bytes) -> list[tuple[int, int, int]] | None:
    """Read like a careless consumer; None is a refusal."""
    if data[:4] != b"RUL1" or len(data) < 10:
        return None
    count = struct.unpack_from("<H", data, 8)[0]
    if len(data) < 10 + 7 * count:
        return None
    return [
        (*struct.unpack_from("<I", data, at), *struct.unpack_from(">HB", data, at + 4))
        for at in range(10, 10 + 7 * count, 7)
    ]


@dataclass(frozen=True, slots=True)
class InProcess:
    """A consumer that is a function of bytes."""

    read: Callable[[bytes], Outcome]
    name: str = "careless"
    limits_text: str = "2 s and 256 MiB"

    def run(self, path: str) -> Outcome:
        return self.read(Path(path).read_bytes())

    def run_many(self, paths: Iterable[str]) -> Iterator[Outcome]:
        for path in paths:
            yield self.run(path)

    def reproduce(self, path: str) -> str:
        return f"careless {path}"


def load(folder: Path, text: str = PLAIN) -> Schema:
    path = folder / "rules.ksy"
    path.write_text(text, encoding="utf-8")
    return load_schema(path)


def open_escape(
    folder: Path,
    schema: Schema,
    read: Callable[[bytes], Outcome],
    *,
    seeds: Iterable[bytes] = (SEED,),
    mutants: int = 300,
    jobs: int = 1,
    known: tuple[Known, ...] = (),
    out: str = "out",
) -> EscapeRun:
    """Prepare a run over seeds."""
    consumer = InProcess(read)
    paths = []
    for number, data in enumerate(seeds):
        paths.append(str(folder / f"seed{number}.bin"))
        Path(paths[-1]).write_bytes(data)
    judge = Judge.of(schema, ())
    notes, used = sort_seeds(judge, consumer, paths)
    mutator = Mutator(schema, [Seed(one.name, one.data) for one in used], 1)

    def make(start: int, count: int) -> Iterator[MutantLike]:
        return (mutator.make(index) for index in range(start, start + count))

    numbered = {one.name: (number, len(one.data)) for number, one in enumerate(used)}
    scratch = folder / "scratch"
    scratch.mkdir(exist_ok=True)
    job = Job(judge.with_seeds([one.data for one in used]), consumer, make, numbered, str(scratch))
    where = str(folder / out)
    journal = open_journal(where, run_identity("1", job, used, 0))
    plan = Plan(job, used, notes, 0, mutants, jobs=jobs, lot=32, known=known, version="1")
    return EscapeRun(plan, journal, Store(where))


def ignore(progress: Progress) -> None:
    assert progress.done <= progress.wanted


def measure(run: EscapeRun) -> Measure:
    """Run to the end."""
    try:
        run.go(ignore)
        return run.measure()
    finally:
        run.journal.close()


def seed_files(*data: bytes) -> list[SeedFile]:
    return [SeedFile(f"seed{number}", one) for number, one in enumerate(data)]
