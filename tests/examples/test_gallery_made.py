"""Files that other producers make here and now pass the schemas of examples/gallery."""

from __future__ import annotations

import io
import sqlite3
import struct
import tarfile
import wave
import zipfile
import zlib
from functools import cache
from pathlib import Path

import pytest

from validator.check.schema import Schema, load_schema

GALLERY = Path(__file__).resolve().parents[2] / "examples" / "gallery"
ZONES = Path("/usr/share/zoneinfo")


@cache
def schema_of(name: str) -> Schema:
    return load_schema(str(GALLERY / f"{name}.ksy"))


def refused(name: str, data: bytes) -> list[tuple[str, str]]:
    return [(finding.rule, finding.path) for finding in schema_of(name).check_bytes(data)]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("count", [0, 1, 5])
def test_zipfile(method: int, count: int) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for number in range(count):
            archive.writestr(f"folder/{number}.txt", b"x" * number * 40)
    assert refused("zip", made.getvalue()) == []


def test_zip_that_leaves_its_folder() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a/../../b", b"")
    assert refused("zip", made.getvalue()) == [("path-leaves-folder", "directory.entries[0].name")]


@pytest.mark.parametrize("format_", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_tarfile(format_: int) -> None:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=format_) as archive:
        for name, size in (("a.txt", 0), ("b.txt", 513), ("folder/" + "c" * 90, 512)):
            member = tarfile.TarInfo(name)
            member.size = size
            archive.addfile(member, io.BytesIO(b"y" * size))
    assert refused("tar", made.getvalue()) == []


@pytest.mark.parametrize(("channels", "width"), [(1, 1), (2, 2), (3, 3)])
def test_wave(channels: int, width: int) -> None:
    made = io.BytesIO()
    with wave.open(made, "wb") as sound:
        sound.setnchannels(channels)
        sound.setsampwidth(width)
        sound.setframerate(8000)
        sound.writeframes(bytes(channels * width * 100))
    assert refused("wav", made.getvalue()) == []


@pytest.mark.parametrize("page", [512, 4096, 65536])
def test_sqlite(page: int, tmp_path: Path) -> None:
    path = tmp_path / "made.sqlite"
    database = sqlite3.connect(path)
    database.execute(f"PRAGMA page_size={page}")
    database.execute("CREATE TABLE item(id INTEGER PRIMARY KEY, body BLOB)")
    database.executemany("INSERT INTO item(body) VALUES(?)", [(bytes(n * 37),) for n in range(60)])
    database.commit()
    database.close()
    assert refused("sqlite", path.read_bytes()) == []


def png(color: int, depth: int, palette: bytes) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, depth, color, 0, 0, 0))
    colors = chunk(b"PLTE", palette) if palette else b""
    data = chunk(b"IDAT", zlib.compress(bytes(9)))
    return b"\x89PNG\r\n\x1a\n" + header + colors + data + chunk(b"IEND", b"")


def test_png_colors() -> None:
    assert refused("png", png(2, 8, b"")) == []
    assert refused("png", png(3, 8, b"abc")) == []
    assert refused("png", png(3, 8, b"")) == [("palette-missing", "")]
    assert refused("png", png(0, 8, b"abc")) == [("palette-not-wanted", "")]
    assert refused("png", png(2, 4, b"")) == [("depth-not-for-color", "chunks[0].body.bit_depth")]
    assert ("palette-size", "chunks[1].body") in refused("png", png(3, 8, b"abc" * 257))


@pytest.mark.skipif(not ZONES.is_dir(), reason="no time zones on this machine")
def test_time_zones_of_this_machine() -> None:
    found = [path for path in sorted(ZONES.rglob("*")) if path.is_file()]
    seen = 0
    for path in found[:: max(len(found) // 60, 1)]:
        data = path.read_bytes()
        if data[:4] == b"TZif" and data[4:5] in b"234":
            seen += 1
            assert refused("tzif", data) == [], path
    assert seen or not found
