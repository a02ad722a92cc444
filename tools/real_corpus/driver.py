"""The run: parts make files, the judge checks them, a manifest says what they are.

Comes in: options. Goes out: `FORMAT/` folders with `MANIFEST.tsv`, a table on standard output,
what is missing on standard error, and the exit status.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from real_corpus import apparmor, btf, hwdb, microcode, mmdb, own_sources, selinux, uefi, yara
from real_corpus.judge import Judgement, judge, table
from real_corpus.model import LackingError, Made, Part, ProducerError
from real_corpus.needs import hint, install, interpreter, missing_modules, missing_programs
from real_corpus.packages import Store
from real_corpus.shop import Place

ROOT = Path(__file__).parents[2]
PARTS: tuple[Part, ...] = (
    *selinux.PARTS, *apparmor.PARTS, *yara.PARTS, *btf.PARTS, *uefi.PARTS, *hwdb.PARTS,
    *microcode.PARTS, *mmdb.PARTS, *own_sources.PARTS,
)  # fmt: skip
ACCEPTED, REFUSED, FAILED = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Job:
    """What one run is asked for.

    Attributes:
        out: folder of the formats' folders.
        parts: what to make.
        updates: folder of vendors' dbx updates.
        offline: download nothing.
        keep: check what an earlier run has made, and make nothing.
    """

    out: Path
    parts: tuple[Part, ...]
    updates: Path | None
    offline: bool
    keep: bool


def main(arguments: Sequence[str]) -> int:
    """Make and check real files.

    Args:
        arguments: command line without the program's name.
    Returns:
        0 every file is accepted, 1 one is refused, 2 a format has no file or a producer failed.
    """
    options = _options(arguments)
    formats = options.format or sorted({part.format for part in PARTS})
    parts = tuple(part for part in PARTS if part.format in formats
                  and (ROOT / "schemas" / f"{part.format}.ksy").exists())  # fmt: skip
    out = Path(options.out).resolve()
    job = Job(out, parts, Path(options.dbx).resolve() if options.dbx else None,
              options.offline, options.keep)  # fmt: skip
    if options.install:
        try:
            install([name for part in parts for name in part.programs],
                    [name for part in parts for name in part.modules], out / ".venv")  # fmt: skip
        except (PermissionError, subprocess.SubprocessError) as error:
            sys.stderr.write(f"cannot install: {error}\n")
            return FAILED
    return run(job)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    known = sorted({part.format for part in PARTS})
    parser = argparse.ArgumentParser(
        prog="corpus_real.py",
        description="Make real files by their real producers; check that each is accepted.",
    )
    parser.add_argument("--out", default=str(ROOT / "build" / "corpus-real"), metavar="DIR",
                        help="folder for the files (default: build/corpus-real)")  # fmt: skip
    parser.add_argument("--format", action="append", choices=known, metavar="NAME",
                        help="only this format; may be given several times")  # fmt: skip
    parser.add_argument(
        "--dbx", metavar="DIR", help="folder of dbx updates as vendors publish them"
    )
    parser.add_argument("--install", action="store_true",
                        help="install missing producers by apt-get (as root) and pip")  # fmt: skip
    parser.add_argument("--offline", action="store_true",
                        help="download nothing; packages of an earlier run are used")  # fmt: skip
    parser.add_argument("--keep", action="store_true", help="make nothing, check what is there")
    return parser.parse_args(arguments)


def run(job: Job) -> int:
    """Make what is asked for, check all of it, and print the table.

    Args:
        job: what to do.
    Returns:
        The exit status, as `main`.
    """
    is_whole = job.keep or _make_all(job)
    judgements: list[Judgement] = []
    for name in dict.fromkeys(part.format for part in job.parts):
        files = _files(job.out / name)
        if files:
            sys.stderr.write(f"checking {len(files)} files of {name}\n")
            judgements.append(judge(name, files))
            for refusal in judgements[-1].refusals:
                sys.stderr.write(f"  refused {refusal.file}: {refusal.reason}\n")
        else:
            sys.stderr.write(f"no file of {name}\n")
            is_whole = False
    text = table(judgements)
    job.out.mkdir(parents=True, exist_ok=True)
    (job.out / "TABLE.txt").write_text(text)
    sys.stdout.write(text)
    if any(one.refusals for one in judgements):
        return REFUSED
    return ACCEPTED if is_whole else FAILED


def _make_all(job: Job) -> bool:
    """Run every part; returns whether none failed. What is lacking is named, and no failure."""
    for name in {part.format for part in job.parts}:
        shutil.rmtree(job.out / name, ignore_errors=True)
    is_whole = True
    for part in job.parts:
        title = f"{part.format}: {part.name}"
        sys.stderr.write(f"making {title}\n")
        try:
            _make(job, part)
        except LackingError as error:
            sys.stderr.write(f"  lacking {error.what}: {error.how}\n")
        except ProducerError as error:
            sys.stderr.write(f"  failed: {error}\n")
            is_whole = False
    return is_whole


def _make(job: Job, part: Part) -> None:
    python = interpreter(job.out / ".venv")
    missing = missing_programs(part.programs) or missing_modules(python, part.modules)
    if missing:
        raise LackingError(", ".join(missing), f"{hint(missing)}, or --install")
    scratch = job.out / ".scratch" / part.format
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    store = Store(job.out / ".packages", job.offline)
    place = Place(scratch, ROOT / "corpus", job.updates, python, store)
    folder = job.out / part.format
    try:
        with _manifest(folder).open("a", encoding="utf-8") as manifest:
            for made in part.make(place):
                manifest.write(_keep(folder, made))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
        for failure in place.failures:
            sys.stderr.write(f"  left out: {failure}\n")


def _manifest(folder: Path) -> Path:
    path = folder / "MANIFEST.tsv"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text("file\tbytes\tsha256\tcontract\tsource\n")
    return path


def _keep(folder: Path, made: Made) -> str:
    """Write one file and its contract; returns its line of the manifest."""
    path = folder / made.name
    if path.exists():
        raise ProducerError(f"{made.name} is made twice")
    path.write_bytes(made.data)
    contract = ""
    if made.contract:
        contract = f"{hashlib.sha256(made.contract.encode()).hexdigest()[:12]}.toml"
        (folder / contract).write_text(made.contract)
    digest = hashlib.sha256(made.data).hexdigest()
    return f"{made.name}\t{len(made.data)}\t{digest}\t{contract}\t{made.source}\n"


def _files(folder: Path) -> list[tuple[Path, Path | None]]:
    manifest = folder / "MANIFEST.tsv"
    if not manifest.exists():
        return []
    rows = [line.split("\t") for line in manifest.read_text(encoding="utf-8").splitlines()[1:]]
    return [(folder / row[0], folder / row[3] if row[3] else None) for row in rows]
