"""Imports through folders, opaque types that schemas stand for, processes that others stand for."""

from __future__ import annotations

from pathlib import Path

import pytest

from validator import SchemaError, load_schema
from validator.errors import UsageError
from validator.ksy.lookup import Lookup, split_pairs

PART = "meta: {id: part}\nseq:\n- {id: n, type: u1}\ninstances:\n  root_n: {value: _root.n}\n"
OPAQUE = """
meta: {id: outer, ks-opaque-types: true}
seq:
- {id: head, type: u1}
- {id: body, type: blob}
"""
CUSTOM = """
meta: {id: custom}
seq:
- {id: key, type: u1}
- {id: body, size: 2, process: 'vendor.scramble(key, true)'}
"""


def write(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return str(path)


def first(error: pytest.ExceptionInfo[SchemaError]) -> tuple[str, str, str | None, str | None]:
    finding = error.value.findings[0]
    assert finding.schema is not None
    return finding.rule, finding.schema.path, finding.expected, finding.hint


def importer(name: str, imported: str) -> str:
    return f"meta:\n  id: {name}\n  imports: [{imported}]\nseq:\n- {{id: x, type: part}}\n"


def test_a_chain_of_relative_and_absolute_imports(tmp_path: Path) -> None:
    write(tmp_path, "lib/shared/part.ksy", PART)
    write(tmp_path, "app/inner/middle.ksy", importer("middle", "/shared/part"))
    top = importer("top", "inner/middle").replace("type: part", "type: middle")
    schema = load_schema(write(tmp_path, "app/top.ksy", top), [str(tmp_path / "lib")])
    tree = schema.parse(b"\x07")
    assert tree.x.x.n == 7
    assert tree.x.x._root is tree.x.x


def test_the_first_folder_wins_and_the_environment_comes_last(tmp_path: Path) -> None:
    for folder, field in (("a", "from_a"), ("b", "from_b")):
        text = PART.replace("id: n", f"id: {field}").partition("inst")[0]
        write(tmp_path, f"{folder}/part.ksy", text)
    path = write(tmp_path, "top.ksy", importer("top", "/part"))
    a, b = str(tmp_path / "a"), str(tmp_path / "b")
    assert load_schema(path, [b, a]).parse(b"\0").x._fields == ("from_b",)
    both = Lookup(last_paths=(b,)).then(Lookup.of([a]))
    assert load_schema(path, both).parse(b"\0").x._fields == ("from_a",)


def test_a_relative_import_is_looked_up_beside_the_importer_first(tmp_path: Path) -> None:
    write(tmp_path, "lib/part.ksy", PART.replace("id: n", "id: far").replace(".n", ".far"))
    path = write(tmp_path, "top.ksy", importer("top", "part"))
    lib = [str(tmp_path / "lib")]
    assert load_schema(path, lib).parse(b"\0").x._fields[0] == "far"
    write(tmp_path, "part.ksy", PART)
    assert load_schema(path, lib).parse(b"\0").x._fields[0] == "n"


def test_a_missing_import_says_where_was_looked_and_what_is_near(tmp_path: Path) -> None:
    write(tmp_path, "lib/part.ksy", PART)
    path = write(tmp_path, "top.ksy", importer("top", "/prat"))
    lib = str(tmp_path / "lib")
    with pytest.raises(SchemaError) as error:
        load_schema(path, [str(tmp_path / "no_such"), lib])
    rule, place, expected, hint = first(error)
    assert (rule, place, hint) == ("import-failed", "/meta/imports/0", "did you mean part?")
    assert expected == f"a file prat.ksy, looked up from {tmp_path / 'no_such'}, {lib}"


def test_an_opaque_type_is_read_by_the_schema_that_stands_for_it(tmp_path: Path) -> None:
    path = write(tmp_path, "outer.ksy", OPAQUE)
    part = write(tmp_path, "elsewhere/part.ksy", PART)
    with pytest.raises(SchemaError) as error:
        load_schema(path)
    rule, place, expected, _ = first(error)
    assert (rule, place) == ("unsupported-feature", "/seq/1/type")
    assert expected is not None
    assert "--opaque blob=SCHEMA.ksy" in expected
    schema = load_schema(path, opaque={"blob": part})
    tree = schema.parse(b"\x01\x02")
    assert (tree.head, tree.body.n, tree.body.root_n) == (1, 2, 2)
    assert tree.body._parent is None
    assert schema.check_bytes(b"\x01\x02") == []


def test_another_schema_for_an_opaque_type_is_another_program(tmp_path: Path) -> None:
    path = write(tmp_path, "outer.ksy", OPAQUE)
    one = load_schema(path, opaque={"blob": write(tmp_path, "a.ksy", PART)})
    other = write(tmp_path, "b.ksy", PART.replace("u1", "s1"))
    assert one.program.digest != load_schema(path, opaque={"blob": other}).program.digest


def test_a_type_of_a_schema_that_permits_none_is_not_opaque(tmp_path: Path) -> None:
    strict = write(tmp_path, "strict.ksy", OPAQUE.replace(", ks-opaque-types: true", ""))
    with pytest.raises(SchemaError) as error:
        load_schema(strict, opaque={"blob": write(tmp_path, "part.ksy", PART)})
    assert first(error)[0] == "unknown-type"


def test_a_schema_for_an_opaque_type_that_cannot_be_used(tmp_path: Path) -> None:
    path = write(tmp_path, "outer.ksy", OPAQUE)
    missing = str(tmp_path / "none.ksy")
    with pytest.raises(SchemaError) as error:
        load_schema(path, opaque={"blob": missing})
    assert first(error)[:3] == ("import-failed", "/meta", f"a schema in {missing}")
    broken = write(tmp_path, "broken.ksy", "meta: {id: part}\nseq: 1\n")
    with pytest.raises(SchemaError) as error:
        load_schema(path, opaque={"blob": broken})
    assert error.value.findings[0].file == broken


def test_an_opaque_type_may_be_the_schema_itself(tmp_path: Path) -> None:
    text = "meta: {id: list, ks-opaque-types: true}\nseq:\n- {id: more, type: u1}\n"
    text += "- {id: next, type: blob, if: more != 0}\n"
    path = write(tmp_path, "list.ksy", text)
    tree = load_schema(path, opaque={"blob": path}).parse(b"\x01\x01\x00")
    assert tree.next.next.more == 0
    assert tree.next.next.next is None


@pytest.mark.parametrize(
    ("replacement", "body"),
    [
        ("none", b"\x03\x06"),
        ("xor", b"\x02\x07"),
        ("xor(0xff)", b"\xfc\xf9"),
        ("xor(key + 1)", b"\x01\x04"),
        ("rol(1)", b"\x06\x0c"),
        ("ror", b"\x81\x03"),
    ],
)
def test_what_stands_for_a_process(tmp_path: Path, replacement: str, body: bytes) -> None:
    path = write(tmp_path, "custom.ksy", CUSTOM)
    schema = load_schema(path, processes={"vendor.scramble": replacement})
    assert schema.parse(b"\x01\x03\x06").body == body
    assert schema.check_bytes(b"\x01\x03\x06") == []


def test_replacements_are_part_of_the_digest(tmp_path: Path) -> None:
    path = write(tmp_path, "custom.ksy", CUSTOM)
    texts = ("none", "xor", "xor(1)", "xor(2)", "zlib")
    digests = {load_schema(path, processes={"vendor.scramble": t}).program.digest for t in texts}
    assert len(digests) == len(texts)


def test_a_custom_process_without_replacement_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match=r"process vendor\.scramble is not supported") as error:
        load_schema(write(tmp_path, "custom.ksy", CUSTOM), processes={"vendor.other": "none"})
    assert first(error)[1] == "/seq/1/process"


def test_an_expression_of_a_replacement_is_typed_where_it_stands(tmp_path: Path) -> None:
    path = write(tmp_path, "custom.ksy", CUSTOM)
    with pytest.raises(SchemaError, match="field is not declared") as error:
        load_schema(path, processes={"vendor.scramble": "xor(lenn)"})
    assert first(error)[:2] == ("unknown-name", "/seq/1/process")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("vendor.scramble", "eval"),
        ("vendor.scramble", "xor()"),
        ("vendor.scramble", "xor(1, 2)"),
        ("vendor.scramble", "zlib(1)"),
        ("vendor.scramble", "none()"),
        ("vendor.scramble", "os::system"),
        ("vendor.scramble", "xor[]"),
        ("vendor.scramble", "xor(1"),
        ("vendor.scramble", ""),
        ("xor", "none"),
        ("Vendor", "none"),
        ("a..b", "none"),
    ],
)
def test_a_replacement_without_meaning_is_refused(name: str, text: str) -> None:
    with pytest.raises(UsageError, match="not well-formed"):
        Lookup.of(processes={name: text})


def test_the_name_of_an_opaque_type_is_one() -> None:
    with pytest.raises(UsageError, match="opaque type: not well-formed"):
        Lookup.of(opaque={"Blob": "x.ksy"})


@pytest.mark.parametrize("text", ["x", "=y", "x=", ""])
def test_a_pair_has_two_sides(text: str) -> None:
    with pytest.raises(UsageError, match="NAME=VALUE"):
        split_pairs("--opaque", [text], "NAME=VALUE")


def test_a_pair_is_given_once() -> None:
    assert split_pairs("--opaque", ["a=b", "a=b"], "") == {"a": "b"}
    with pytest.raises(UsageError, match="which is b already"):
        split_pairs("--opaque", ["a=b", "a=c"], "")
