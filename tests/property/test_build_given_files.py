"""build(parse(x)) == x for the files in the repository, and from plain values the same values."""

from __future__ import annotations

from pathlib import Path

import construct
import pytest
from _pytest.mark.structures import ParameterSet
from build_kit import agrees, plain_of, refusal_of, schema_at

from validator.backends.construct.build import BuildOptions, build
from validator.findings import Severity

ROOT = Path(__file__).resolve().parents[2]
LARGE = 2500
"""Files above are for `make test-all`."""
LARGEST = 200_000
REFUSED = {
    "uefi_dbx/spec-empty-list.esl": (
        "lists[0].body.signatures: 0 elements, but repeat-expr is _parent.signature_count, which "
        "has no value; it cannot be derived: signature_size has no value"
    ),
    "uefi_dbx/spec-not-signed.auth": (
        "authentication.certificate.pkcs7: its condition has no value: "
        "authentication.certificate.length has not been read at this point"
    ),
    "wav/float.wav": (
        "chunks[0].body.extension: it has a value, but its condition is false: (_io.size > 16)"
    ),
}
"""What not even a count of nothing tells, and a length that is there if it is there."""

UNBUILT = "mmdb"
"""Plain values do not say where its marker is, which is searched for from the end: refused."""

CONDITIONED = {
    "bpf_elf": "places that are multiples, sizes of what has no bytes",
    "yara_rules": "that an offset is one of a text with its length before it",
    "elf64/shared.so": "that segments hold the sections",
}
"""What only conditions of these say, so that their derived fields have to be given."""

ORDER = ("zip/deflated.zip", "zip/extra.zip", "zip/stored.zip")
"""Formats whose parts are in an order that only a condition states: it has to be given."""


def _files() -> list[ParameterSet]:
    corpora = ROOT.glob("corpus/*/valid/*"), ROOT.glob("corpus/*/seeds/*")
    gallery = (ROOT / "examples" / "gallery" / "files").glob("*/*")
    found: list[ParameterSet] = []
    for path in sorted(path for group in (*corpora, gallery) for path in group if path.is_file()):
        size = path.stat().st_size
        if size > LARGEST or path.suffix in (".md", ".expect"):
            continue
        name = path.parts[-3] if "corpus" in path.parts else path.parts[-2]
        folder = ROOT / ("schemas" if "corpus" in path.parts else "examples/gallery")
        found.append(
            pytest.param(
                folder / f"{name}.ksy", path, id=f"{name}/{path.name}",
                marks=pytest.mark.slow if size > LARGE else (),
            )
        )  # fmt: skip
    return found


FILES = _files()


def test_there_are_files() -> None:
    assert len(FILES) > 40


@pytest.mark.parametrize(("ksy", "path"), FILES)
def test_file_is_built_from_what_was_parsed(ksy: Path, path: Path) -> None:
    made = schema_at(str(ksy)).construct()
    data = path.read_bytes()
    built = build(made, made.parse(data))
    assert built.data == data
    assert built.repairs == ()


def _is_conditioned(ksy: Path, path: Path) -> bool:
    return ksy.stem in CONDITIONED or f"{ksy.stem}/{path.name}" in CONDITIONED


@pytest.mark.parametrize(
    ("ksy", "path"), [param for param in FILES if not _is_conditioned(*param.values)]
)
def test_file_is_built_from_plain_values_without_derived_fields(ksy: Path, path: Path) -> None:
    schema = schema_at(str(ksy))
    made = schema.construct()
    values = plain_of(schema.program, made.parse(path.read_bytes()), keeps_derived=False)
    name = f"{ksy.stem}/{path.name}"
    if ksy.stem == UNBUILT:
        assert refusal_of(schema, values)
        return
    if name in REFUSED:
        assert refusal_of(schema, values).startswith(REFUSED[name])
        return
    file = made.build(values)
    assert agrees(values, made.parse(file))
    errors = [f for f in schema.check_bytes(file) if f.severity is Severity.ERROR]
    rules = {finding.rule for finding in errors}
    assert rules == ({"directory-not-before-end"} if name in ORDER else set())


@pytest.mark.parametrize(
    ("ksy", "path"), [param for param in FILES if _is_conditioned(*param.values)]
)
def test_what_only_conditions_say_is_refused_or_changes_no_value(ksy: Path, path: Path) -> None:
    schema = schema_at(str(ksy))
    made = schema.construct()
    values = plain_of(schema.program, made.parse(path.read_bytes()), keeps_derived=False)
    try:
        built = made.build(values)
    except construct.ConstructError:
        return
    assert agrees(values, made.parse(built))


def _damaged() -> list[object]:
    return [
        pytest.param(
            path.parts[-3], path, id=f"{path.parts[-3]}/{path.name}",
            marks=pytest.mark.slow if path.stat().st_size > LARGE else (),
        )
        for path in sorted(ROOT.glob("corpus/*/invalid/*"))
        if path.suffix != ".expect" and path.stat().st_size < LARGEST
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "path"), _damaged())
def test_wrong_derived_fields_stay_when_only_edits_are_repaired(name: str, path: Path) -> None:
    made = schema_at(str(ROOT / "schemas" / f"{name}.ksy")).construct()
    data = path.read_bytes()
    try:
        values = made.parse(data)
    except construct.ConstructError:
        return  # its structure is broken: nothing to build from
    assert build(made, values, BuildOptions(repairs_only=True)).data == data
