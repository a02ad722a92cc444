"""Write the invalid files of a format whose valid ones come from a real producer.

Comes in: cases, each the bytes of a file and the finding that it must draw. Goes out: `invalid/`
with one `.expect` a file, further files, and the digests in PROVENANCE.md. It refuses to know
the validator: offsets come from the cases.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

_MARK = "<!-- digests: written by make.py -->"


@dataclass(frozen=True, slots=True)
class Case:
    """One invalid file.

    Attributes:
        rule: rule id of the finding that must be among those reported.
        what: the fault in words, for the file name.
        data: the whole file.
        span: absolute offset and length of the finding, in bytes.
        path: field path of the finding, "" for the file as a whole.
    """

    rule: str
    what: str
    data: bytes
    span: tuple[int, int]
    path: str

    @property
    def stem(self) -> str:
        """File name without extension."""
        return f"{self.rule}__{self.what}"

    @property
    def expected(self) -> str:
        """How the finding starts, without the name of the file."""
        start, length = self.span
        return f"{start:#x}+{length}: error[{self.rule}] {self.path}".rstrip()


def put(data: bytes, at: int, new: bytes) -> bytes:
    """Return the data with the bytes from `at` on overwritten; the size stays.

    Args:
        data: any file; not modified.
        at: 0-based offset, at most `len(data) - len(new)`.
        new: what stands there afterwards.
    """
    if at < 0 or at + len(new) > len(data):
        raise ValueError(f"{len(new)} bytes at {at:#x} lie outside {len(data)} bytes")
    return data[:at] + new + data[at + len(new) :]


def write_corpus(
    folder: Path, cases: Iterable[Case], more: Mapping[str, bytes], suffixes: tuple[str, ...]
) -> None:
    """Write the files of one format and the table of digests.

    Args:
        folder: corpus/FORMAT, with PROVENANCE.md in it.
        cases: the invalid files; those of an earlier run that are not among them are removed.
        more: path below the folder -> bytes of further files.
        suffixes: of the files to list with their digest.
    """
    made = dict(more)
    for case in cases:
        if f"invalid/{case.stem}.bin" in made:
            raise ValueError(f"two cases are named {case.stem}")
        made[f"invalid/{case.stem}.bin"] = case.data
        made[f"invalid/{case.stem}.expect"] = (case.expected + "\n").encode()
    (folder / "invalid").mkdir(exist_ok=True)
    for old in (folder / "invalid").iterdir():
        if f"invalid/{old.name}" not in made:
            old.unlink()
    for path, data in made.items():
        (folder / path).write_bytes(data)
    _write_digests(folder, suffixes)


def _write_digests(folder: Path, suffixes: tuple[str, ...]) -> None:
    rows = []
    for file in sorted(folder.glob("*/*")):
        if file.suffix in suffixes:
            data = file.read_bytes()
            name = file.relative_to(folder).as_posix()
            rows.append(f"| {name} | {len(data)} | {hashlib.sha256(data).hexdigest()} |")
    table = "\n".join(["| file | bytes | sha256 |", "|---|---|---|", *rows])
    source = folder / "PROVENANCE.md"
    text = source.read_text().partition(_MARK)[0]
    source.write_text(f"{text}{_MARK}\n\n{table}\n")
