"""Random edits and values through the command line: an answer, never a traceback."""

from __future__ import annotations

import contextlib
import io
import json
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from construct import ConstructError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from validator import load_schema
from validator.check.schema import Schema
from validator.cli.main import main
from validator.errors import UsageError
from validator.mutate import Change, edit_bytes

ROOT = Path(__file__).resolve().parents[2]
FILES = (
    ("schemas/channel_file.ksy", "corpus/channel_file/valid/rule_single_match.chan"),
    ("schemas/uefi_dbx.ksy", "corpus/uefi_dbx/valid/image-hashes.esl"),
    ("schemas/hwdb.ksy", "corpus/hwdb/valid/one-match.bin"),
    ("examples/gallery/png.ksy", "examples/gallery/files/png/gray.png"),
    ("examples/gallery/zip.ksy", "examples/gallery/files/zip/extra.zip"),
    ("examples/gallery/elf64.ksy", "examples/gallery/files/elf64/object.o"),
    ("examples/gallery/wav.ksy", "examples/gallery/files/wav/mono.wav"),
    ("examples/gallery/midi.ksy", "examples/gallery/files/midi/format1.mid"),
    ("examples/gallery/wasm.ksy", "examples/gallery/files/wasm/add.wasm"),
    ("examples/gallery/pcap.ksy", "examples/gallery/files/pcap/ethernet.pcap"),
)
VALUES = st.one_of(
    st.sampled_from(
        ["0", "1", "255", "65535", "-1", "18446744073709551615", "00", "ff00", "x", "''", "~", "[]",
         "{}", "[1, 2]", "{id: 1}", "true", "1.5", "deadbeef", "{", "\x1b[31m", "0x"]
    ),
    st.text(max_size=6),
    st.integers(0, 300).map(str),
)  # fmt: skip
_SUBSCRIPT = re.compile(r"\[(\d+)\]")


@cache
def loaded(schema: str) -> Schema:
    return load_schema(str(ROOT / schema))


@cache
def paths(schema: str, file: str) -> list[str]:
    """Return the paths of a file, a few of every kind."""
    trace = loaded(schema).trace((ROOT / file).read_bytes())
    kept: dict[str, str] = {}
    for node in range(1, len(trace.parent)):
        path = trace.path(node)
        kept.setdefault(_SUBSCRIPT.sub(lambda m: f"[{min(int(m[1]), 1)}]", path), path)
    return list(kept.values())


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, str, list[str]]:
    schema, file = draw(st.sampled_from(FILES))
    known = st.sampled_from(paths(schema, file))
    arguments: list[str] = []
    for _ in range(draw(st.integers(1, 3))):
        path = draw(known | known.map(lambda path: path.rpartition("[")[0] + "[0]") | st.text())
        verb = draw(st.sampled_from(["--set", "--set", "--delete", "--insert", "--no-repair"]))
        value = draw(VALUES | known.map(lambda path: f"@{path}"))
        is_bare = verb in ("--delete", "--no-repair")
        arguments.append(f"{verb}={path}" if is_bare else f"{verb}={path}={value}")
    return schema, file, arguments


def answer(*arguments: str, stdin: bytes = b"") -> tuple[int, str]:
    error = io.TextIOWrapper(io.BytesIO(), "utf-8")
    held = sys.stdin
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin), "utf-8")
    try:
        with contextlib.redirect_stderr(error):
            status = main(arguments)
    finally:
        sys.stdin = held
    error.flush()
    assert isinstance(error.buffer, io.BytesIO)
    return status, error.buffer.getvalue().decode("utf-8")


@pytest.mark.slow
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits())
def test_any_edit_has_an_answer(tmp_path: Path, case: tuple[str, str, list[str]]) -> None:
    schema, file, arguments = case
    output = tmp_path / "out"
    output.unlink(missing_ok=True)
    status, text = answer(
        "edit", str(ROOT / file), "-s", str(ROOT / schema), "-o", str(output), *arguments
    )
    assert status in (0, 1, 2)
    assert "Traceback" not in text
    assert "\x1b" not in text
    assert output.exists() is (status < 2)
    assert {path.name for path in tmp_path.iterdir()} <= {"out"}


@st.composite
def values(draw: st.DrawFn, inner: Any) -> Any:
    """Replace something in a tree of values."""
    match inner:
        case dict() if inner and draw(st.integers(0, 9)) > 0:
            key = draw(st.sampled_from(sorted(inner)))
            return {**inner, key: draw(values(inner[key]))}
        case list() if inner and draw(st.integers(0, 9)) > 0:
            at = draw(st.integers(0, len(inner) - 1))
            return [*inner[:at], draw(values(inner[at])), *inner[at + 1 :]]
    return draw(
        st.sampled_from([None, 0, 1, -1, 2**64, 1.5, "", "x", "00", [], {}, [1], {"x": 1}, True])
    )


@pytest.mark.slow
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_values_have_an_answer(tmp_path: Path, data: st.DataObject) -> None:
    schema, file = data.draw(st.sampled_from(FILES))
    tree = plain(loaded(schema).construct().parse((ROOT / file).read_bytes()))
    text = json.dumps(data.draw(values(tree)))
    output = tmp_path / "out"
    output.unlink(missing_ok=True)
    status, told = answer(
        "build", "-", "-s", str(ROOT / schema), "-o", str(output), stdin=text.encode()
    )
    assert status in (0, 1, 2)
    assert "Traceback" not in told
    assert output.exists() is (status < 2)


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items() if not key.startswith("_")}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, bytes):
        return value.hex()
    return str(value) if hasattr(value, "intvalue") else value


@pytest.mark.slow
@pytest.mark.parametrize(("schema", "file"), FILES)
def test_setting_what_is_there_changes_nothing(schema: str, file: str) -> None:
    data = (ROOT / file).read_bytes()
    program = loaded(schema).program
    done = 0
    for path in paths(schema, file):
        try:
            changed = edit_bytes(program, data, [Change("set", path, source=path)])
        except UsageError as error:
            assert "is computed" in str(error)
            continue
        except ConstructError as error:
            raise AssertionError(f"{path}: {error}") from error
        assert changed.data == data, path
        assert changed.repairs == (), path
        done += 1
    assert done > 3
