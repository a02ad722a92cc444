"""How fast files are checked: both workloads beside the peers, real files, damaged files."""

from __future__ import annotations

import random
import shutil
import subprocess
import tempfile
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import contents, peers_construct, peers_kaitai
from benchmarks.measure import ROOT, Call, cpu_minima
from benchmarks.peers_kaitai import NotAvailableError
from benchmarks.rows import Goal, Row, judged
from validator.check.read import BoundContract
from validator.check.schema import Schema, load_schema

RATE_GOAL = Goal(100, " MB/s")
PEER_GOALS = {"plain": Goal(50, "x"), "compiled": Goal(15, "x"), "kaitai": Goal(15, "x")}
CHANNEL = ROOT / "schemas" / "channel_file.ksy"
TABLE = ROOT / "benchmarks" / "record_table.ksy"
HWDB_PLACES = ("/usr/lib/udev/hwdb.bin", "/etc/udev/hwdb.bin")
HWDB_SAMPLE = ROOT / "corpus" / "hwdb" / "valid" / "bus-of-192-devices.bin"
DBX = ROOT / "corpus" / "uefi_dbx" / "valid" / "hashes-200-by-virt-firmware.esl"
SAMPLE = ROOT / "corpus" / "channel_file" / "seeds" / "mixed.chan"

SENSOR = BoundContract(
    "bench-sensor",
    {
        "inputs": {
            "process": 26, "file": 22, "network": 20, "registry": 17,
            "ipc": 21, "logon": 18, "module": 15, "script": 24,
        },
        "max_templates": 8,
        "max_instances": 1_000_000,
        "format_version_max": 2,
    },
    {},
)  # fmt: skip
"""A consumer that supplies every input the measured channel files ask for."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured."""

    instances: int = contents.W1_INSTANCES
    records: int = contents.W2_RECORDS
    peer_instances: int = contents.W1_INSTANCES // 10
    peer_records: int = contents.W2_RECORDS // 8
    repeats: int = 7
    damaged_instances: int = contents.W1_INSTANCES // 10
    damaged_records: int = contents.W2_RECORDS // 8
    mutants: int = 1000


QUICK = Sizes(60, 2000, 20, 500, 2, 20, 500, 20)


@dataclass(frozen=True, slots=True)
class _Workload:
    part: str
    schema: Path
    make: Callable[[int], bytes]
    construct: Callable[..., object]
    count: int
    peer_count: int


def workload_rows(part: str, sizes: Sizes) -> list[Row]:
    """Measure one workload and its peers in turn.

    Args:
        part: `w1` (channel file) or `w2` (record table).
        sizes: how much.
    """
    if part == "w1":
        load = _Workload(
            part, CHANNEL, contents.channel_file, peers_construct.channel_file,
            sizes.instances, sizes.peer_instances,
        )  # fmt: skip
    else:
        load = _Workload(
            part, TABLE, contents.record_table, peers_construct.record_table,
            sizes.records, sizes.peer_records,
        )  # fmt: skip
    schema = load_schema(str(load.schema))
    data, small = load.make(load.count), load.make(load.peer_count)
    ours: dict[str, Call] = {"contentgate": _accepting(schema, data)}
    if part == "w1":
        ours["contentgate, a contract"] = _accepting(schema, data, [SENSOR])
    ours["zlib.crc32"] = lambda: zlib.crc32(data)
    peers = _peers(load, small, may_install=sizes is not QUICK)
    calls = {name: call for name, call in peers.items() if not isinstance(call, str)}
    times = cpu_minima({**ours, **calls}, sizes.repeats)
    rate = len(data) / 1e6 / times["contentgate"]
    rows = [_own_row(load, name, data, times[name]) for name in ours if name != "zlib.crc32"]
    rows += [_peer_row(load, name, small, call, times, rate) for name, call in peers.items()]
    rows.append(_crc_row(load, data, times["zlib.crc32"], rate))
    return rows


def _accepting(
    schema: Schema, data: bytes, contracts: Sequence[BoundContract] = ()
) -> Callable[[], object]:
    """Return a call that checks some bytes and insists that they are valid."""

    def check() -> None:
        found = schema.check_bytes(data, contracts=contracts)
        if found:
            raise RuntimeError(f"the measured file is not valid: {found[0].message}")

    check()
    return check


def _peers(load: _Workload, data: bytes, *, may_install: bool) -> dict[str, Call | str]:
    """Return the peers' calls; a text stands for one that is not available, and says why."""
    calls: dict[str, Call | str] = {}
    for name, is_compiled in (("plain", False), ("compiled", True)):
        declaration = load.construct(is_compiled=is_compiled)
        calls[name] = _parsing(declaration.parse, data)  # type: ignore[attr-defined]  # construct is untyped
    try:
        official = peers_kaitai.parser(load.schema, may_install=may_install)
        calls["kaitai"] = _parsing(official.from_bytes, data)
    except NotAvailableError as error:
        calls["kaitai"] = str(error)
    return calls


def _parsing(parse: Callable[[bytes], object], data: bytes) -> Call:
    return lambda: parse(data)


_PEER_NAMES = {
    "plain": "construct, plain",
    "compiled": "construct, .compile()",
    "kaitai": "Kaitai Python (official 0.11)",
}


def _own_row(load: _Workload, name: str, data: bytes, seconds: float) -> Row:
    note = "all checks of the schema"
    if load.part == "w1":
        criteria, headers, values = contents.criterion_headers(data)
        note = (
            f"{load.count:,} instances, {criteria:,} criteria, {headers} distinct criterion "
            f"headers, values of {values / max(criteria, 1):.1f} bytes on average"
        )
        if name != "contentgate":
            note = f"one contract, {len(SENSOR.facts['inputs'])} templates in it"
    elif load.part == "w2":
        note = f"{load.count:,} records of 16 bytes"
    row = Row(load.part, name, len(data), len(data) / 1e6 / seconds, "MB/s", note=note)
    return judged(row, RATE_GOAL if name == "contentgate" else None, row.figure)


def _peer_row(
    load: _Workload, name: str, data: bytes, call: Call | str, times: dict[str, float], ours: float
) -> Row:
    missing = peers_kaitai.NOT_CHECKED if name == "kaitai" else peers_construct.NOT_CHECKED
    if isinstance(call, str):
        return Row(load.part, _PEER_NAMES[name], 0, None, "MB/s", note=call)
    rate = len(data) / 1e6 / times[name]
    note = f"{load.peer_count:,} from the same generator; not checked: {missing[load.part]}"
    row = Row(load.part, _PEER_NAMES[name], len(data), rate, "MB/s", ours / rate, note=note)
    return judged(row, PEER_GOALS[name], row.ratio)


def _crc_row(load: _Workload, data: bytes, seconds: float, ours: float) -> Row:
    rate = len(data) / 1e6 / max(seconds, 1e-9)
    note = "physical reference: reads every byte once"
    return Row(load.part, "zlib.crc32", len(data), rate, "MB/s", ours / rate, note=note)


# -- real files --------------------------------------------------------------------------------


def real_rows(sizes: Sizes) -> list[Row]:
    """Measure files that real producers made: the system's hwdb, a list of revoked hashes."""
    rows: list[Row] = []
    hwdb = (HWDB_SAMPLE.name, HWDB_SAMPLE.read_bytes()) if sizes is QUICK else _hwdb()
    if hwdb is None:
        rows.append(Row("real", "hwdb.bin", 0, None, "MB/s", note="no systemd hwdb here"))
    else:
        name, data = hwdb
        rows.append(_rate_row("hwdb", name, data, 1 if sizes is QUICK else 3))
    data = DBX.read_bytes()
    rows.append(_rate_row("uefi_dbx", "corpus/uefi_dbx, 200 hashes", data, sizes.repeats * 5))
    return rows


def _rate_row(schema_name: str, name: str, data: bytes, repeats: int) -> Row:
    schema = load_schema(str(ROOT / "schemas" / f"{schema_name}.ksy"))
    seconds = cpu_minima({name: _accepting(schema, data)}, repeats)[name]
    return Row("real", f"{schema_name}: {name}", len(data), len(data) / 1e6 / seconds, "MB/s")


def _hwdb() -> tuple[str, bytes] | None:
    """Return the system's hwdb, or one that systemd-hwdb builds now from the system's sources."""
    for place in HWDB_PLACES:
        if Path(place).is_file():
            return place, Path(place).read_bytes()
    tool, sources = shutil.which("systemd-hwdb"), Path("/usr/lib/udev/hwdb.d")
    if tool is None or not sources.is_dir():
        return None
    with tempfile.TemporaryDirectory() as root:
        shutil.copytree(sources, Path(root) / "etc/udev/hwdb.d")
        line = [tool, "--root", root, "update"]
        done = subprocess.run(line, check=False, capture_output=True, timeout=300)
        made = Path(root) / "etc/udev/hwdb.bin"
        if done.returncode or not made.is_file():
            return None
        return "built by systemd-hwdb", made.read_bytes()


# -- damaged files -----------------------------------------------------------------------------


def invalid_rows(sizes: Sizes) -> list[Row]:
    """Measure the reader that explains: one byte in the middle of each workload is flipped."""
    table = bytearray(contents.record_table(sizes.damaged_records))
    table[16 + 16 * (sizes.damaged_records // 2) + 6] ^= 1  # `reserved` of the middle record
    channel = bytearray(contents.channel_file(sizes.damaged_instances))
    channel[len(channel) // 2] ^= 0xFF
    rows = []
    for name, path, data in (("w1", CHANNEL, channel), ("w2", TABLE, table)):
        schema = load_schema(str(path))
        seconds, found = _refusing(schema, bytes(data))
        note = f"{seconds:.2f} s of CPU, {found} findings"
        subject = f"{name}, one byte flipped"
        rate = len(data) / 1e6 / seconds
        rows.append(Row("invalid", subject, len(data), rate, "MB/s", note=note))
    return rows


def _refusing(schema: Schema, data: bytes) -> tuple[float, int]:
    start = time.process_time()
    found = schema.check_bytes(data)
    seconds = time.process_time() - start
    if not found:
        raise RuntimeError("the damaged file was accepted")
    return seconds, len(found)


def mutant_rows(sizes: Sizes) -> list[Row]:
    """Measure small files: the sample itself, and single-byte mutants with their findings."""
    schema = load_schema(str(CHANNEL))
    data = SAMPLE.read_bytes()
    rng = random.Random(7)
    mutants: list[bytes] = []
    for _ in range(sizes.mutants):
        made = bytearray(data)
        made[rng.randrange(len(made))] ^= 1 << rng.randrange(8)
        mutants.append(bytes(made))
    valid = _accepting(schema, data)
    schema.check_bytes(mutants[0])
    times = cpu_minima(
        {
            "valid": lambda: [valid() for _ in mutants],
            "mutants": lambda: [schema.check_bytes(mutant) for mutant in mutants],
        },
        min(sizes.repeats, 3),
    )
    count = len(mutants)
    note = f"{count} single-bit mutants; findings made for each"
    return [
        Row("mutants", "the valid sample", len(data), count / times["valid"], "files/s"),
        Row("mutants", "mutants", len(data), count / times["mutants"], "files/s", note=note),
    ]
