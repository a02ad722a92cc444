"""Parts of other engines: what they are asked for, and what their words and files mean."""

from __future__ import annotations

import socket
import struct
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from validator import load_schema
from validator.check.schema import Schema
from validator.consumers.command import CommandConsumer
from validator.consumers.python import PythonConsumer
from validator.consumers.sandbox import Limits
from validator.errors import ConsumerError, UsageError
from validator.fuzz.native.build import Target, build_target
from validator.fuzz.native.dictionary import dictionary_text, tokens_of
from validator.fuzz.native.engines import ENGINE_BY_NAME, Figures, Order
from validator.fuzz.native.service import MUTATE, REPAIR, MutatorService
from validator.mutate import MutantOptions, Seed

ROOT = Path(__file__).parents[3]
IPC = ROOT / "corpus" / "channel_file" / "seeds" / "ipc.chan"


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_schema(str(ROOT / "schemas" / "channel_file.ksy"))


def service(schema: Schema, random_seed: int = 1) -> MutatorService:
    seeds = [Seed("ipc.chan", IPC.read_bytes())]
    return MutatorService(schema, seeds, random_seed, MutantOptions())


def test_tokens_are_constants_as_fields_store_them(schema: Schema) -> None:
    tokens = tokens_of(schema.program)
    found = {token.data for token in tokens}
    assert b"CGCHAN\x1a\x00" in found
    assert struct.pack("<H", 2) in found  # format version
    assert len(found) == len(tokens)
    first = dictionary_text(tokens).splitlines()[0]
    assert first == 'channel_file_header_magic_0="\\x43\\x47\\x43\\x48\\x41\\x4e\\x1a\\x00"'


def test_mutants_depend_on_the_file_the_draw_and_the_seed(schema: Schema) -> None:
    data = IPC.read_bytes()
    made = [service(schema).answer(MUTATE, 5, 4096, (data, b"")) for _ in range(2)]
    assert made[0] == made[1] != data
    others = {service(schema).answer(MUTATE, draw, 4096, (data, b"")) for draw in range(20)}
    assert len(others) > 15
    assert service(schema, 2).answer(MUTATE, 5, 4096, (data, b"")) != made[0]


def test_answers_fit_the_room(schema: Schema) -> None:
    data = IPC.read_bytes()
    for draw in range(40):
        assert len(service(schema).answer(MUTATE, draw, len(data), (data, b""))) <= len(data)


def test_repair_makes_a_damaged_file_valid_again(schema: Schema) -> None:
    data = bytearray(IPC.read_bytes())
    at = data.rindex(b"\x01")
    data[at] ^= 2
    rules = {one.rule for one in schema.check_bytes(bytes(data), file="f")}
    assert "checksum-mismatch" in rules
    made = service(schema).answer(REPAIR, 0, len(data), (bytes(data), b""))
    assert "checksum-mismatch" not in {one.rule for one in schema.check_bytes(made, file="f")}
    differing = [n for n, (was, now) in enumerate(zip(data, made, strict=True)) if was != now]
    assert 1 <= len(differing) <= 4


@pytest.mark.parametrize("data", [b"", b"\0", b"CGCHAN\x1a\x00", bytes(5000)])
def test_any_bytes_are_answered(schema: Schema, data: bytes) -> None:
    one = service(schema)
    assert len(one.answer(REPAIR, 0, 8192, (data, b""))) == len(data)
    assert bool(one.answer(MUTATE, 0, 8192, (data, data))) is bool(data)


def test_a_corpus_that_grows_is_forgotten_and_goes_on(schema: Schema) -> None:
    one, data = service(schema), IPC.read_bytes()
    for number in range(450):
        fresh = b"CGCHAN" + number.to_bytes(2, "little")
        one.answer(MUTATE, number, 1 << 16, (fresh, b""))
    again = one.answer(MUTATE, 5, 4096, (data, b""))
    assert again == service(schema).answer(MUTATE, 5, 4096, (data, b""))


def test_requests_are_answered_over_a_socket_until_it_closes(schema: Schema) -> None:
    one, data = service(schema), IPC.read_bytes()
    ours, theirs = socket.socketpair()
    with ThreadPoolExecutor(1) as pool, theirs:
        serving = pool.submit(one.serve, ours)
        stream = theirs.makefile("rwb")
        for draw in range(3):
            stream.write(struct.pack("<5I", MUTATE, draw, 4096, len(data), 0) + data)
            stream.flush()
            (size,) = struct.unpack("<I", stream.read(4))
            expected = service(schema).answer(MUTATE, draw, 4096, (data, b""))
            assert stream.read(size) == expected
        stream.write(struct.pack("<5I", MUTATE, 0, 4096, 100, 0))
        stream.flush()
        theirs.shutdown(socket.SHUT_WR)
        serving.result(timeout=20)


def test_what_an_engine_cannot_drive_is_refused_by_name(tmp_path: Path) -> None:
    python = PythonConsumer("reader", "json:loads")
    with pytest.raises(ConsumerError, match="consumer reader: libfuzzer drives a library;"):
        build_target("libfuzzer", python, str(tmp_path))
    command = CommandConsumer("cat", ("cat", "{file}"))
    with pytest.raises(ConsumerError, match="cat is not made by a compiler of AFL"):
        build_target("afl", command, str(tmp_path))
    with pytest.raises(UsageError, match="no engine is named honggfuzz"):
        build_target("honggfuzz", command, str(tmp_path))


def test_words_of_libfuzzer_are_figures(tmp_path: Path) -> None:
    engine = ENGINE_BY_NAME["libfuzzer"]
    said = "#2\tINITED cov: 3 ft: 4 corp: 1/3b\n#4096\tpulse  cov: 17 ft: 30 corp: 12/4Kb lim: 9\n"
    assert engine.figures(said, str(tmp_path)) == Figures(4096, 17, 12)
    assert engine.figures(said + "stat::number_of_executed_units: 5000\n", "") == Figures(
        5000, 17, 12
    )
    assert engine.figures("no progress", str(tmp_path)) == Figures()


def test_files_of_engines_are_found(tmp_path: Path) -> None:
    for name in ("found/crash-1", "found/slow-unit-2", "new/3"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    engine = ENGINE_BY_NAME["libfuzzer"]
    found = list(engine.finds(str(tmp_path)))
    assert [(Path(path).name, label) for path, label in found] == [("crash-1", "libFuzzer: crash")]
    assert [Path(path).name for path in engine.kept(str(tmp_path))] == ["3"]
    folder = tmp_path / "out" / "default"
    (folder / "hangs").mkdir(parents=True)
    (folder / "hangs" / "id:000000,src:0").write_bytes(b"x")
    (folder / "fuzzer_stats").write_text("execs_done        : 77\nedges_found : 5\n")
    afl = ENGINE_BY_NAME["afl"]
    assert [label for _, label in afl.finds(str(tmp_path))] == ["AFL++: hangs"]
    assert afl.figures("", str(tmp_path)) == Figures(77, 5, 0)


def test_limits_of_the_consumer_are_those_of_the_engine() -> None:
    limits = Limits(timeout_s=1.5, memory_bytes=64 << 20)
    order = Order(Target(("/t",)), "/c", "/h", "", limits, 9.5, 3, repairs=False)
    words = ENGINE_BY_NAME["libfuzzer"].argv(order)
    assert {"-timeout=2", "-rss_limit_mb=64", "-max_total_time=10"} <= set(words)
    assert words[-2:] == ["/h/new", "/c"]
