"""Every way in which a value cannot be read has its own class, with place and cause."""

from __future__ import annotations

import pickle
import zlib
from pathlib import Path
from typing import Any

import pytest

from validator import ContentgateError, DataError, Schema, errors, load_schema

HEAD = "meta: {id: one, endian: le, encoding: UTF-8}\n"


def make(folder: Path, text: str) -> Schema:
    path = folder / "schema.ksy"
    path.write_text(HEAD + text, encoding="utf-8")
    return load_schema(path)


def failure(schema: Schema, data: bytes) -> DataError:
    """Return what seq, or else the instance `v`, raises."""
    with pytest.raises(DataError) as error:
        _ = schema.parse(data).v
    return error.value


SEQ = "seq:\n- {id: n, type: s1}\n"
STRUCTURE = [
    ("EndOfStreamError", "- {id: v, type: u4}", b"\1ab", (1, 2, "v", "unexpected-eof")),
    ("EndOfStreamError", "- {id: v, size: n}", b"\7ab", (1, 2, "v", "unexpected-eof")),
    ("EndOfStreamError", "- {id: v, type: b12}", b"\7a", (1, 1, "v", "unexpected-eof")),
    (
        "EndOfStreamError", "instances: {v: {pos: 9, type: u1}}", b"\1",
        (1, 0, "v", "position-outside-stream"),
    ),
    (
        "EndOfStreamError", "- {id: v, type: u2, repeat: expr, repeat-expr: 3}", b"\1abc",
        (3, 1, "v[1]", "unexpected-eof"),
    ),
    (
        "TerminatorError", "- {id: v, terminator: 0}", b"\1ab",
        (1, 2, "v", "terminator-missing"),
    ),
    ("SizeError", "- {id: v, size: n}", b"\xff", (1, 0, "v", "size-invalid")),
    (
        "PositionError", "instances: {v: {pos: n, type: u1}}", b"\xff",
        (0, 0, "v", "position-outside-stream"),
    ),
    (
        "DecodingError", "- {id: v, type: str, size: 2}", b"\1\xc3\x28",
        (1, 2, "v", "encoding-invalid"),
    ),
    (
        "ProcessingError", "- {id: v, size: 3, process: zlib}", b"\1abc",
        (1, 3, "v", "processing-failed"),
    ),
    (
        "ExpressionError", "instances: {v: {value: 1 << n}}", b"\xff",
        (0, 0, "v", "expression-failed"),
    ),
    (
        "DivisionByZeroError", "instances: {v: {value: 7 % n}}", b"\0",
        (0, 0, "v", "expression-failed"),
    ),
    (
        "SubscriptError", "instances: {v: {value: '[1, 300][n]'}}", b"\2",
        (0, 0, "v", "expression-failed"),
    ),
    (
        "ConversionError", "instances: {v: {value: '\"1x\".to_i'}}", b"\2",
        (0, 0, "v", "expression-failed"),
    ),
    (
        "DivisionByZeroError", "- {id: v, size: 7 / n}", b"\0", (1, 0, "v", "expression-failed"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "data", "place"), STRUCTURE)
def test_what_cannot_be_read(
    tmp_path: Path, kind: str, text: str, data: bytes, place: tuple[int, int, str, str]
) -> None:
    error = failure(make(tmp_path, SEQ + text + "\n"), data)
    assert type(error) is getattr(errors, kind)
    assert (error.offset, error.length, error.path, error.rule) == place
    assert error.finding.file == "<bytes>"
    assert error.schema is not None
    assert error.schema.path in ("/seq/1", "/instances/v")


VALID = [
    ("ValidationNotEqualError", "valid: 5", b"\4", 4, 5, "/seq/0/valid"),
    ("ValidationLessThanError", "valid: {min: 5}", b"\4", 4, 5, "/seq/0/valid/min"),
    ("ValidationGreaterThanError", "valid: {max: 3}", b"\4", 4, 3, "/seq/0/valid/max"),
    ("ValidationNotAnyOfError", "valid: {any-of: [1, 2]}", b"\4", 4, (1, 2), "/seq/0/valid"),
    ("ValidationExprError", "valid: {expr: _ % 2 == 1}", b"\4", 4, None, "/seq/0/valid/expr"),
    (
        "ValidationNotInEnumError", "enum: kind, valid: {in-enum: true}", b"\4", 4, (1, 2),
        "/seq/0/valid",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "data", "actual", "expected", "place"), VALID)
def test_what_is_not_valid(
    tmp_path: Path, kind: str, text: str, data: bytes, actual: Any, expected: Any, place: str
) -> None:
    enums = "enums: {kind: {1: one, 2: two}}\n"
    error = failure(make(tmp_path, f"seq:\n- {{id: v, type: u1, {text}}}\n{enums}"), data)
    assert type(error) is getattr(errors, kind)
    assert isinstance(error, errors.ValidationError)
    assert (error.actual, error.expected, error.offset, error.length) == (actual, expected, 0, 1)
    assert error.schema is not None
    assert error.schema.path == place


def test_contents_and_reserved(tmp_path: Path) -> None:
    error = failure(make(tmp_path, "seq:\n- {id: v, contents: abc}\n"), b"abd")
    assert isinstance(error, errors.ValidationNotEqualError)
    assert (error.actual, error.expected) == (b"abd", b"abc")
    error = failure(make(tmp_path, "seq:\n- {id: v, type: u2, -reserved: true}\n"), b"\1\0")
    assert isinstance(error, errors.ValidationNotEqualError)
    assert (error.actual, error.expected, error.rule) == (1, 0, "reserved-nonzero")


def test_a_condition_that_has_no_value(tmp_path: Path) -> None:
    schema = make(tmp_path, "seq:\n- {id: v, type: u1, valid: {expr: 1 / _ == 1}}\n")
    error = failure(schema, b"\0")
    assert type(error) is errors.DivisionByZeroError
    assert (error.offset, error.path) == (0, "v")


def test_byte_order_that_cannot_be_decided(tmp_path: Path) -> None:
    text = "seq:\n- {id: n, type: u1}\n- {id: v, type: t}\n"
    text += "types:\n  t:\n    meta: {endian: {switch-on: _root.n, cases: {1: le, 2: be}}}\n"
    text += "    seq:\n    - {id: x, type: u2}\n"
    schema = make(tmp_path, text)
    assert schema.parse(b"\2\0\1").v.x == 1
    assert type(failure(schema, b"\3\0\1")) is errors.UndecidedEndiannessError


def test_a_value_that_needs_itself(tmp_path: Path) -> None:
    text = "seq: []\ninstances:\n  v: {pos: w.x.length, type: u1}\n  w: {pos: 0, type: t}\n"
    text += "types:\n  t:\n    instances:\n      x: {pos: 0, size: _root.v}\n"
    assert type(failure(make(tmp_path, text), b"ab")) is errors.CyclicReferenceError


def test_unpacked_bytes_and_values_have_a_budget(tmp_path: Path) -> None:
    text = "-budget: {unpacked: 10}\nseq:\n- {id: v, size-eos: true, process: zlib}\n"
    data = zlib.compress(bytes(100))
    assert type(failure(make(tmp_path, text), data)) is errors.BudgetError
    text = "-budget: {nodes: 10}\nseq:\n- {id: v, type: u1, repeat: eos}\n"
    assert type(failure(make(tmp_path, text), bytes(100))) is errors.BudgetError


def test_bytes_behind_packed_ones_are_the_business_of_checking(tmp_path: Path) -> None:
    schema = make(tmp_path, "seq:\n- {id: v, size-eos: true, process: zlib}\n")
    data = zlib.compress(b"abc") + bytes(4)
    assert schema.parse(data).v == b"abc"
    assert [finding.rule for finding in schema.check_bytes(data)] == ["processing-failed"]
    assert type(failure(schema, data[:5])) is errors.ProcessingError


def test_needed_and_available(tmp_path: Path) -> None:
    error = failure(make(tmp_path, "seq:\n- {id: a, type: b3}\n- {id: v, type: b30}\n"), b"abc")
    assert isinstance(error, errors.EndOfStreamError)
    assert (error.needed, error.available) == (4, 2)
    error = failure(make(tmp_path, "seq:\n- {id: v, terminator: 0}\n"), b"abc")
    assert isinstance(error, errors.TerminatorError)
    assert (error.needed, error.available) == (None, None)


def test_errors_can_be_handed_to_another_process(tmp_path: Path) -> None:
    schema = make(tmp_path, "seq:\n- {id: v, type: u1, valid: {any-of: [1, 2]}}\n")
    error = failure(schema, b"\4")
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is errors.ValidationNotAnyOfError
    assert (str(again), again.actual, again.expected) == (str(error), 4, (1, 2))
    assert again.finding == error.finding
    assert (again.tree, again.schema) == (None, error.schema)


def test_the_family() -> None:
    for value in vars(errors).values():
        if isinstance(value, type) and issubclass(value, DataError):
            assert issubclass(value, ContentgateError)
    assert issubclass(errors.TerminatorError, errors.EndOfStreamError)
    assert not issubclass(errors.SchemaError, DataError)
