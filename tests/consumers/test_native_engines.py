"""libFuzzer and AFL++ with contentgate's mutations find what lies behind a checksum."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from validator import load_schema
from validator.consumers.library import LibraryConsumer
from validator.consumers.protocol import OutcomeKind
from validator.consumers.sandbox import Limits
from validator.errors import ConsumerError
from validator.fuzz.native.build import build_target
from validator.fuzz.native.dictionary import dictionary_text, tokens_of
from validator.fuzz.native.engines import ENGINE_BY_NAME
from validator.fuzz.native.run import Find, NativeRun
from validator.fuzz.native.service import MutatorService
from validator.mutate import MutantOptions, Seed

ROOT = Path(__file__).parents[2]
SEED = ROOT / "corpus" / "channel_file" / "seeds" / "mixed.chan"
TARGET = r"""
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
static uint32_t crc(const uint8_t *data, size_t size) {
    uint32_t sum = 0xffffffffu;
    for (size_t at = 0; at < size; at++) {
        sum ^= data[at];
        for (int bit = 0; bit < 8; bit++)
            sum = sum >> 1 ^ (sum & 1 ? 0xedb88320u : 0);
    }
    return ~sum;
}
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    uint32_t stored;
    uint16_t instances;
    if (size < 40 || memcmp(data, "CGCHAN\x1a", 8))
        return -1;
    memcpy(&stored, data + CRC_AT, 4);
    memcpy(&instances, data + COUNT_AT, 2);
    if (stored != crc(data + START, size - START))
        return -1;
    if (instances > MOST)
        abort();
    return 0;
}
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("clang") is None, reason="needs clang"),
]


def places() -> dict[str, int]:
    """Where the target looks, as the schema reads the seed."""
    schema = load_schema(str(ROOT / "schemas" / "channel_file.ksy"))
    trace = schema.trace(SEED.read_bytes())
    starts = {trace.path(node): trace.start[node] for node in range(1, len(trace))}
    ends = {trace.path(node): trace.end[node] for node in range(1, len(trace))}
    (crc,) = (path for path in starts if path.startswith("header.") and "crc" in path)
    return {
        "CRC_AT": starts[crc],
        "COUNT_AT": starts["header.instance_count"],
        "START": ends["header"],
        "MOST": next(
            trace.value[node]
            for node in range(1, len(trace))
            if trace.path(node) == "header.instance_count"
        ),
    }


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("native")
    source, made = folder / "target.c", folder / "target.so"
    source.write_text(TARGET)
    defines = [f"-D{name}={value}" for name, value in places().items()]
    flags = ["-shared", "-fPIC", "-O1", "-fsanitize=fuzzer-no-link"]
    subprocess.run(["clang", *flags, *defines, str(source), "-o", str(made)], check=True)
    return made


@pytest.mark.parametrize("name", list(ENGINE_BY_NAME))
def test_a_fault_behind_a_checksum_is_found(name: str, library: Path, tmp_path: Path) -> None:
    if name == "afl" and shutil.which("afl-fuzz") is None:
        pytest.skip("needs afl++")
    schema = load_schema(str(ROOT / "schemas" / "channel_file.ksy"))
    limits = Limits(timeout_s=5.0)
    consumer = LibraryConsumer("target", str(library), limits=limits, build_folder=str(tmp_path))
    seed = Seed("mixed.chan", SEED.read_bytes())
    run = NativeRun(
        ENGINE_BY_NAME[name],
        build_target(name, consumer, str(tmp_path)),
        MutatorService(schema, [seed], 1, MutantOptions()),
        [seed.data],
        dictionary_text(tokens_of(schema.program)),
        limits,
        120.0,
    )
    found = next((each for each in run.events() if isinstance(each, Find)), None)
    assert found is not None
    path = tmp_path / "found.chan"
    path.write_bytes(found.data)
    assert consumer.run(str(path)).kind is OutcomeKind.CRASHED
    assert run.service.asked > 0


def test_an_engine_without_a_target_says_so(tmp_path: Path) -> None:
    library = tmp_path / "plain.so"
    source = tmp_path / "plain.c"
    source.write_text("int LLVMFuzzerTestOneInput(const char *d, long n) { return !d + !n; }\n")
    subprocess.run(["clang", "-shared", "-fPIC", str(source), "-o", str(library)], check=True)
    consumer = LibraryConsumer("plain", str(library))
    with pytest.raises(ConsumerError, match="counts no coverage; build it with clang"):
        build_target("libfuzzer", consumer, str(tmp_path))
