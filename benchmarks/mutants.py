"""How a schema answers damaged files: single-byte mutants and truncations of real samples.

    python -m benchmarks.mutants SCHEMA FILE... [--mutants 1600] [--truncations 400]

For every sample: how many mutants and truncations are refused, how many raise an exception
(must be none), and the slowest. Deterministic: the same sample gives the same mutants.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import zlib
from collections.abc import Iterator

from validator.check.read import BoundContract
from validator.check.schema import Schema, load_schema
from validator.cli.shipped import find_schema
from validator.contract import bind_contract, load_contract
from validator.findings import Severity


def damage(data: bytes, mutants: int, truncations: int) -> Iterator[tuple[str, bytes]]:
    """Yield (kind, bytes): one byte changed, then cut at places spread over the file."""
    rng = random.Random(zlib.crc32(data))
    for _ in range(mutants):
        at = rng.randrange(len(data))
        value = rng.choice([0, 1, 0x7F, 0x80, 0xFF, rng.randrange(256)])
        if value == data[at]:
            value ^= 1 << rng.randrange(8)
        yield "mutant", data[:at] + bytes([value]) + data[at + 1 :]
    for number in range(truncations):
        yield "truncation", data[: number * len(data) // truncations]


def measure(schema: Schema, contracts: list[BoundContract], path: str, options: object) -> int:
    """Print one row; return the number of exceptions."""
    with open(path, "rb") as file:
        data = file.read()
    refused = {"mutant": 0, "truncation": 0}
    total = {"mutant": 0, "truncation": 0}
    exceptions, slowest = 0, 0.0
    for kind, bad in damage(data, options.mutants, options.truncations):  # type: ignore[attr-defined]  # an argparse namespace
        total[kind] += 1
        started = time.process_time()
        try:
            found = schema.check_bytes(bad, contracts=contracts)
        except Exception as error:  # noqa: BLE001 - counting them is the purpose
            exceptions += 1
            print(f"{path}: {type(error).__name__}: {error}", file=sys.stderr)
            continue
        slowest = max(slowest, time.process_time() - started)
        refused[kind] += any(f.severity is Severity.ERROR for f in found)
    print(
        f"{schema.name:<14} {path.rsplit('/', 1)[-1]:<36} {len(data):>8} bytes  "
        f"mutants refused {refused['mutant']:>5}/{total['mutant']:<5} "
        f"truncations refused {refused['truncation']:>4}/{total['truncation']:<4} "
        f"exceptions {exceptions}  slowest {slowest * 1000:.0f} ms"
    )
    return exceptions


def main() -> int:
    """Run over the samples of one schema; exit 1 when anything raised."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("schema", help="a .ksy file or the name of a shipped schema")
    parser.add_argument("files", nargs="+")
    parser.add_argument("--mutants", type=int, default=1600)
    parser.add_argument("--truncations", type=int, default=400)
    parser.add_argument("--contract", action="append", default=[])
    options = parser.parse_args()
    schema = load_schema(find_schema(options.schema))
    contracts = []
    for path in options.contract:
        contract = load_contract(path)
        facts = bind_contract(contract, schema.program.facts)
        contracts.append(BoundContract(contract.name, facts, contract.evidence))
    return int(sum(measure(schema, contracts, path, options) for path in options.files) > 0)


if __name__ == "__main__":
    sys.exit(main())
