"""Run the command line in process, and a small format with files to run it on."""

from __future__ import annotations

import io
import struct
import sys
import zlib
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from validator.cli.main import main
from validator.cli.shipped import shipped_schemas

SCHEMA = """\
meta:
  id: toy
  endian: le
  encoding: UTF-8
-contract:
  max_records:
    type: int
seq:
  - id: magic
    contents: TOY!
  - id: count
    type: u2
  - id: records
    type: record
    repeat: expr
    repeat-expr: count
-checks:
  - id: count-exceeds-contract
    expr: count <= contract.max_records
    message: "{count} records, but {contract.name} takes {contract.max_records}"
instances:
  total:
    value: count * 100
  last:
    value: records[count - 1]
    if: count > 0
types:
  record:
    seq:
      - id: id
        type: u2
      - id: kind
        type: u1
        enum: kind
        valid:
          in-enum: true
      - id: urgent
        type: b1
      - id: level
        type: b7
      - id: name
        type: strz
      - id: limit
        type: u4
        valid:
          max: 1000
enums:
  kind:
    1: allow
    2: block
"""

PACKED = """\
meta:
  id: packed
  endian: le
seq:
  - id: len
    type: u2
  - id: body
    size: len
    type: numbers
    process: zlib
  - id: ratio
    type: f8
types:
  numbers:
    seq:
      - id: list
        type: u2
        repeat: eos
"""

CONTRACT = """\
[contract]
name = "sensor-1"

[facts]
max_records = {count}

[evidence]
max_records = "limits.h:3: MAX_RECORDS"
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """What one command line did."""

    status: int
    out: str
    err: str

    @property
    def all(self) -> str:
        return self.out + self.err


def run(*arguments: str, stdin: bytes = b"") -> Ran:
    """Run `contentgate` with arguments; both outputs are UTF-8."""
    out, err = io.TextIOWrapper(io.BytesIO(), "ascii"), io.TextIOWrapper(io.BytesIO(), "ascii")
    held = sys.stdin
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin), "utf-8")
    try:
        with redirect_stdout(out), redirect_stderr(err):
            status = main(arguments)
    finally:
        sys.stdin = held
    texts = []
    for stream in (out, err):
        stream.flush()
        assert isinstance(stream.buffer, io.BytesIO)
        texts.append(stream.buffer.getvalue().decode("utf-8"))
    return Ran(status, texts[0], texts[1])


def transcript(*lines: str) -> str:
    """Run command lines (words separated by spaces) and return what a user sees."""
    parts = []
    for line in lines:
        ran = run(*line.split())
        err = "".join(f"2> {text}\n" for text in ran.err.splitlines())
        parts.append(f"$ contentgate {line}\n{ran.out}{err}[exit {ran.status}]\n")
    # Which schemas come along is no matter of one command's output.
    return "\n".join(parts).replace(", ".join(shipped_schemas()), "SHIPPED")


def record(number: int, name: bytes = b"rule", kind: int = 1, limit: int = 7) -> bytes:
    return struct.pack("<HBB", number, kind, 0x85) + name + b"\0" + struct.pack("<I", limit)


def toy(*records: bytes, count: int | None = None) -> bytes:
    number = len(records) if count is None else count
    return b"TOY!" + struct.pack("<H", number) + b"".join(records)


def packed(*numbers: int, ratio: float = 0.5) -> bytes:
    body = zlib.compress(struct.pack(f"<{len(numbers)}H", *numbers), 9)
    return struct.pack("<H", len(body)) + body + struct.pack("<d", ratio)


def make_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a folder with schemas, contracts and files, and go there."""
    (folder / "toy.ksy").write_text(SCHEMA, encoding="utf-8")
    (folder / "packed.ksy").write_text(PACKED, encoding="utf-8")
    (folder / "sensor.toml").write_text(CONTRACT.format(count=3), encoding="utf-8")
    (folder / "good.toy").write_bytes(toy(record(1, b"first"), record(2, b"second", kind=2)))
    (folder / "many.toy").write_bytes(toy(*(record(n, b"r%d" % n) for n in range(1, 31))))
    bad = toy(record(1, b"first", kind=9), record(2, b"second", limit=1001))
    (folder / "bad.toy").write_bytes(bad)
    (folder / "cut.toy").write_bytes(toy(record(1, b"first"), record(2, b"second"))[:-6])
    (folder / "tail.toy").write_bytes(toy(record(1)) + bytes(range(40)))
    (folder / "some.packed").write_bytes(packed(1, 2, 3))
    for name in ("NO_COLOR", "FORCE_COLOR", "_CONTENTGATE_COMPLETE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("CONTENTGATE_CACHE", str(folder / ".cache"))
    monkeypatch.chdir(folder)
    return folder
