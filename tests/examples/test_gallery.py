"""The schemas of examples/gallery: real files pass, and each rule they are there for is found."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

import pytest

from validator.backends.construct import read
from validator.check.schema import Schema, load_schema
from validator.findings import Severity

GALLERY = Path(__file__).resolve().parents[2] / "examples" / "gallery"
SCHEMAS = sorted(path.stem for path in GALLERY.glob("*.ksy"))
FILES = sorted(path for path in (GALLERY / "files").rglob("*") if path.is_file())

DAMAGE = [
    ("bmp/version3.bmp", "424d b6", "424d b7", "value-not-allowed", "len_file"),
    ("bmp/version3.bmp", "18000000 10", "19000000 10", "pixels-size", ""),
    ("bmp/palette.bmp", "0100 0400 00", "0100 0400 01", "compression-not-for-depth", "info"),
    ("elf64/object.o", "0100 3e00", "0900 3e00", "value-not-in-enum", "header.kind"),
    ("elf64/shared.so", "4000 3800", "4000 3900", "value-not-allowed", "header.len_segment"),
    ("gettext_mo/little.mo", "de120495 00", "de120495 02", "value-not-allowed", "body.revision"),
    ("gettext_mo/big.mo", "0066696c6500", "0076696c6500", "order-violated", "body.originals[2]"),
    ("gif/still.gif", "2c 00000000 1800", "2c 01000000 1800", "frame-outside-screen", "blocks"),
    ("gif/animated.gif", "21f9 04", "21f9 05", "value-not-allowed", "blocks"),
    ("java_class/Count.class", "0a 0002", "0a 0003", "wrong-constant", "constants[0]"),
    ("midi/format0.mid", "ff2f00", "ff2e00", "track-without-end", "tracks[0].events"),
    ("midi/format1.mid", "ff5103 07a120", "ff5103 000000", "value-out-of-range", "tracks[0]"),
    ("pcap/ethernet.pcap", "02000400 00", "02000500 00", "value-not-allowed", "capture.minor"),
    ("png/rgb.png", "00000018 00000010", "00000018 00000011", "checksum-mismatch", "chunks[0].crc"),
    ("png/gray.png", "49484452", "49484453", "header-not-first", "chunks"),
    ("sqlite/table.sqlite", "00 40 20 20", "00 40 21 20", "value-not-allowed", "header.min_fract"),
    ("tar/ustar.tar", "66697273742e", "66697273742f", "checksum-mismatch", "members[0].sum"),
    ("tzif/Berlin", "545a6966 32", "545a6966 33", "versions-differ", "header"),
    ("wasm/add.wasm", "0061736d 01", "0061736d 02", "value-not-allowed", "version"),
    ("wav/stereo.wav", "04001000 64617461", "05001000 64617461", "block-size", "chunks[0].body"),
    ("wav/mono.wav", "666d7420", "666d7421", "format-missing", ""),
    ("zip/stored.zip", "66697273740a", "66697273740b", "checksum-mismatch", "directory.entries[0]"),
]


@cache
def schema_of(name: str) -> Schema:
    return load_schema(str(GALLERY / f"{name}.ksy"))


def test_every_schema_has_files() -> None:
    assert sorted({path.parent.name for path in FILES}) == SCHEMAS
    assert len(SCHEMAS) >= 10


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-2:]))
def test_file_is_accepted(path: Path) -> None:
    schema, data = schema_of(path.parent.name), path.read_bytes()
    assert schema.check_bytes(data) == []
    reading = read(schema.program, data)
    assert (reading.is_accepted, reading.failures) == (True, ())


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-2:]))
def test_shortened_and_lengthened_files_are_refused(path: Path) -> None:
    schema, data = schema_of(path.parent.name), path.read_bytes()
    assert schema.check_bytes(data + b"\x01")
    assert schema.check_bytes(data[: len(data) // 5])
    assert schema.check_bytes(b"")


@pytest.mark.parametrize(
    ("name", "old", "new", "rule", "place"), DAMAGE, ids=[f"{row[0]}-{row[3]}" for row in DAMAGE]
)
def test_damage_is_found(name: str, old: str, new: str, rule: str, place: str) -> None:
    data = (GALLERY / "files" / name).read_bytes()
    before, after = bytes.fromhex(old), bytes.fromhex(new)
    assert before in data
    found = schema_of(name.split("/")[0]).check_bytes(data.replace(before, after, 1))
    errors = [finding for finding in found if finding.severity is Severity.ERROR]
    assert any(f.rule == rule and f.path.startswith(place) for f in errors), [
        (f.rule, f.path) for f in errors
    ]


def test_provenance_lists_every_file_as_it_is() -> None:
    text = (GALLERY / "PROVENANCE.md").read_text()
    listed = set(re.findall(r"^\| (\S+) \| (\d+) \| ([0-9a-f]{64}) \|$", text, re.MULTILINE))
    assert listed == {
        (
            path.relative_to(GALLERY / "files").as_posix(),
            str(path.stat().st_size),
            hashlib.sha256(path.read_bytes()).hexdigest(),
        )
        for path in FILES
    }


def test_readme_names_every_schema() -> None:
    text = (GALLERY / "README.md").read_text()
    assert sorted(re.findall(r"^\| `(\w+)\.ksy` \|", text, re.MULTILINE)) == SCHEMAS


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema_says_where_it_comes_from(name: str) -> None:
    text = (GALLERY / f"{name}.ksy").read_text()
    assert "license: Apache-2.0" in text
    assert re.search(r"^doc-ref: https://", text, re.MULTILINE)
