"""`python -m benchmarks.generate [-n N] [--fandango PYTHON] [SCHEMA...]`: files from schemas alone.

Prints for each schema the share of valid files, bytes and the time of one, then files a second of
one format (a table of records) against a build loop over construct, plain and compiled, and against
fandango-fuzzer when the interpreter of an environment that has it is named.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
_SECONDS = 2.0
_RECORDS = (4, 166)
"""Records of the compared files: a small one, and one of about 1,000 fields."""
_GRAMMAR = r"""
<start> ::= b'RTBL\x01\x00\x00\x00' {count} b'\x10\x00\x00\x00' <record>{{{records}}}
<record> ::= <byte>{{4}} <kind> <flags> b'\x00\x00' <byte>{{3}} <low> <byte>{{3}} <high>
<kind> ::= b'\x00' | b'\x01' | b'\x02' | b'\x03' | b'\x04' | b'\x05' | b'\x08' | b'\x09'
<flags> ::= b'\x00' | b'\x01' | b'\x20' | b'\x3f'
<low> ::= b'\x01' | b'\x3f' | b'\x7f'
<high> ::= b'\x80' | b'\xf0' | b'\xff'
"""
_FANDANGO = """
import itertools, sys, time
from fandango import Fandango
fan = Fandango(sys.stdin.read())
made = fan.generate_solutions()
next(made)
start = time.perf_counter()
count = sum(1 for _ in itertools.takewhile(lambda _: time.perf_counter() - start < 5.0, made))
print(count / (time.perf_counter() - start))
"""


def share(path: Path, count: int) -> dict[str, Any]:
    """Return what making files of a schema gives.

    Args:
        path: the schema.
        count: files, fewer when they take too long.
    """
    from validator.backends.strategies import generator_of
    from validator.check.schema import load_schema
    from validator.errors import GenerateError

    begin = time.process_time()
    generator = generator_of(load_schema(path).program)
    compiled = time.process_time() - begin
    valid = size = made = 0
    begin = time.process_time()
    while made < count and (not made or time.process_time() - begin < _SECONDS):
        try:
            found = generator.make(made.to_bytes(4, "little"))
            valid += found.is_valid
            size += len(found.data)
        except GenerateError:
            pass
        made += 1
    spent = (time.process_time() - begin) / made
    return {
        "schema": path.stem, "files": made, "valid": valid / made, "bytes": size / made,
        "us": spent * 1e6, "compile_s": compiled,
    }  # fmt: skip


def ours(records: int) -> Callable[[int], bytes]:
    """Return what makes tables of so many records, from the schema."""
    from validator.backends.strategies import generator_of
    from validator.check.schema import load_schema

    text = (HERE / "record_table.ksy").read_text(encoding="utf-8")
    bounds = f"type: u4\n        valid: {{min: {records}, max: {records}}}\n      - id: record_size"
    text = text.replace("type: u4\n      - id: record_size", bounds)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.ksy"
        path.write_text(text, encoding="utf-8")
        generator = generator_of(load_schema(path).program)
    return lambda number: generator.make(number.to_bytes(4, "little")).data


def built(records: int, *, is_compiled: bool) -> Callable[[int], bytes]:
    """Return what builds tables by construct from random values that follow the same rules."""
    from benchmarks.peers_construct import record_table

    table = record_table(is_compiled=is_compiled)
    kinds = (0, 1, 2, 3, 4, 5, 8, 9)

    def build(number: int) -> bytes:
        rng = random.Random(number)
        ids = sorted(rng.sample(range(1 << 32), records))
        rows = []
        for one in ids:
            start = rng.randrange(0x1000, 0x80000000)
            rows.append({
                "id": one, "kind": rng.choice(kinds), "flags": rng.randrange(0x40), "reserved": 0,
                "start": start, "end": rng.randrange(start, 1 << 32),
            })  # fmt: skip
        data: bytes = table.build({"header": {"record_count": records}, "records": rows})
        return data

    return build


def rate(make: Callable[[int], bytes]) -> float:
    """Return files a second of processor time."""
    make(0)
    begin = time.process_time()
    number = 1
    while time.process_time() - begin < _SECONDS:
        make(number)
        number += 1
    return (number - 1) / (time.process_time() - begin)


def fandango(python: str, records: int) -> float:
    """Return files a second of fandango-fuzzer, for a grammar without order and uniqueness."""
    count = "b'" + "".join(f"\\x{b:02x}" for b in records.to_bytes(4, "little")) + "'"
    text = _GRAMMAR.format(count=count, records=records)
    done = subprocess.run(
        [python, "-c", _FANDANGO], input=text, capture_output=True, text=True, check=True
    )
    return float(done.stdout.split()[-1])


def main(argv: Sequence[str]) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.generate")
    parser.add_argument("-n", type=int, default=200, metavar="N", help="files of each schema")
    parser.add_argument("--fandango", metavar="PYTHON", help="interpreter with fandango-fuzzer")
    parser.add_argument("--json", metavar="OUT", help="write the figures to a file")
    parser.add_argument("schemas", nargs="*", type=Path, metavar="SCHEMA")
    given = parser.parse_args(argv)
    paths = given.schemas or sorted((ROOT / "schemas").glob("*.ksy"))
    print(f"{'schema':20} {'files':>6} {'valid':>6} {'bytes':>8} {'us/file':>9} {'compile s':>9}")
    rows = []
    for path in paths:
        row = share(path, given.n)
        rows.append(row)
        print(
            f"{row['schema']:20} {row['files']:6} {row['valid']:6.0%} {row['bytes']:8.0f} "
            f"{row['us']:9.0f} {row['compile_s']:9.2f}",
            flush=True,
        )
    rates = []
    print("\nfiles a second; how many times as many as that in brackets")
    print(f"{'records':>8} {'ours':>7} {'construct':>14} {'compiled':>14} {'fandango':>14}")
    for records in _RECORDS:
        peers = {
            "construct": rate(built(records, is_compiled=False)),
            "compiled": rate(built(records, is_compiled=True)),
            "fandango": fandango(given.fandango, records) if given.fandango else 0.0,
        }
        mine = rate(ours(records))
        rates.append({"records": records, "ours": mine, **peers})
        cells = [f"{f'{v:.1f} ({mine / v:.1f})' if v else '-':>14}" for v in peers.values()]
        print(f"{records:8} {mine:7.0f} {' '.join(cells)}", flush=True)
    if given.json:
        Path(given.json).write_text(json.dumps({"schemas": rows, "rates": rates}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
