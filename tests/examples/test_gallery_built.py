"""Files of examples/gallery are built again: from what was parsed, and from plain values alone.

`DERIVED` names, for each schema, fields that nobody needs to give: lengths, counts, offsets,
constants and checksums follow from the rest.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from validator.backends.construct import read
from validator.check.schema import Schema, load_schema

GALLERY = Path(__file__).resolve().parents[2] / "examples" / "gallery"
FILES = sorted(path for path in (GALLERY / "files").rglob("*") if path.is_file())
DERIVED = {
    "bmp": {"magic", "len_file", "len_header", "num_planes", "reserved"},
    "elf64": {"magic", "bits", "order", "version", "len_header", "num_segments", "num_sections"},
    "gettext_mo": {
        "revision", "num_texts", "num_buckets", "ofs_originals", "ofs_translations", "len_text",
        "ofs_text", "end",
    },
    "gif": {"signature", "len", "end", "unused"},
    "java_class": {
        "magic", "num_constants", "num_interfaces", "num_fields", "num_methods", "num_attributes",
        "num_handlers", "num_lines", "len_body", "len_bytes", "len_code",
    },
    "midi": {"magic", "len_header", "num_tracks", "len_events"},
    "pcap": {"major", "minor", "zone", "precision", "len_captured", "version", "num_words"},
    "png": {"signature", "len_body", "crc", "compression", "filter"},
    "sqlite": {
        "magic", "num_pages", "num_cells", "valid_for", "max_fraction", "min_fraction",
        "leaf_fraction",
    },
    "tar": {"checksum_end"},
    "tzif": {
        "magic", "num_ut", "num_standard", "num_leaps", "num_times", "num_kinds", "len_names",
        "line_before",
    },
    "wasm": {"magic", "version", "form"},
    "wav": {"magic", "form", "len_body", "padding"},
    "zip": {
        "signature", "disk", "directory_disk", "num_here", "num_entries", "len_directory",
        "len_name", "len_extra", "len_comment", "len_packed",
    },
}  # fmt: skip


@cache
def schema_of(name: str) -> Schema:
    return load_schema(str(GALLERY / f"{name}.ksy"))


def without(value: Any, names: set[str]) -> Any:
    if isinstance(value, dict):
        return {key: without(item, names) for key, item in value.items() if key not in names}
    return [without(item, names) for item in value] if isinstance(value, list) else value


def names_in(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*map(names_in, value.values()))
    return set().union(*map(names_in, value)) if isinstance(value, list) else set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-2:]))
def test_what_was_parsed_builds_the_same_file(path: Path) -> None:
    schema, data = schema_of(path.parent.name).construct(), path.read_bytes()
    assert schema.build(schema.parse(data)) == data


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-2:]))
def test_fields_that_follow_from_others_are_filled_in(path: Path) -> None:
    schema, data = schema_of(path.parent.name), path.read_bytes()
    values = read(schema.program, data).values
    names = DERIVED[path.parent.name]
    assert schema.construct().build(without(values, names)) == data


@pytest.mark.parametrize("name", sorted(DERIVED))
def test_every_derived_field_stands_in_some_file(name: str) -> None:
    program = schema_of(name).program
    files = [path for path in FILES if path.parent.name == name]
    assert DERIVED[name] <= set().union(
        *(names_in(read(program, path.read_bytes()).values) for path in files)
    )
