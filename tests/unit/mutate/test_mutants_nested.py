"""Records in records: lists that say where they end, depth, numbers of elements, values in turn."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from validator import load_schema
from validator.check.schema import Schema
from validator.ir.nasty import NASTY
from validator.mutate import MutantOptions, Mutator, Seed
from validator.mutate.draws import Draws

LIMIT = 12
NESTED = f"""
meta: {{id: nested, endian: be, encoding: ASCII}}
-budget: {{depth: {2 * LIMIT + 1}}}
seq:
  - {{id: total, type: u2}}
  - {{id: sum, type: u4, -checksum: {{algorithm: crc32, from: end_of(sum), to: _io.size}}}}
  - {{id: body, type: records, size: total}}
  - {{id: num_names, type: u1}}
  - {{id: numbers, type: u1, repeat: expr, repeat-expr: num_names, valid: _index}}
  - {{id: names, type: name, repeat: expr, repeat-expr: num_names}}
types:
  name:
    seq:
      - {{id: size, type: u1}}
      - {{id: text, type: str, size: size}}
  records:
    seq:
      - {{id: items, type: record, repeat: until, repeat-until: _.tag == tag::end}}
  record:
    seq:
      - {{id: tag, type: u1, enum: tag, valid: {{in-enum: true}}}}
      - {{id: size, type: u2}}
      - id: body
        size: size
        type:
          switch-on: tag
          cases: {{tag::group: records, tag::rule: rule, tag::end: nothing}}
  nothing: {{}}
  rule:
    seq:
      - {{id: id, type: u2}}
      - {{id: next_id, type: u2}}
      - {{id: name, type: u1, -refers-to: {{table: _root.numbers, key: _}}}}
enums:
  tag: {{1: group, 2: rule, 255: end}}
"""
END = bytes((255, 0, 0))


def record(tag: int, body: bytes) -> bytes:
    return bytes((tag,)) + len(body).to_bytes(2, "big") + body


def rule(number: int, next_id: int, name: int) -> bytes:
    return record(2, number.to_bytes(2, "big") + next_id.to_bytes(2, "big") + bytes((name,)))


def nested() -> Seed:
    inner = record(1, rule(501, 502, 1) + END)
    body = rule(7, 77, 0) + record(1, rule(8, 777, 1) + inner + END) + END
    names = bytes((3, 0, 1, 2)) + b"\x03abc\x02de\x04fghi"
    rest = body + names
    total = zlib.crc32(rest)
    return Seed("nested", len(body).to_bytes(2, "big") + total.to_bytes(4, "big") + rest)


SEED = nested()


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    path = tmp_path_factory.mktemp("nested") / "nested.ksy"
    path.write_text(NESTED)
    found = load_schema(str(path))
    assert found.check_bytes(SEED.data) == []
    return found


@pytest.fixture(scope="module")
def mutator(schema: Schema) -> Mutator:
    return Mutator(schema, [SEED], 1, MutantOptions({"structure": 1}))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(key=st.binary(max_size=9))
def test_whatever_is_repaired_is_accepted(schema: Schema, mutator: Mutator, key: bytes) -> None:
    for kind in ("structure", "value"):
        mutant = mutator.vary(0, Draws(key), shares={kind: 1})
        assert schema.check_bytes(mutant.data, max_findings=1) == [], mutant.label
        assert mutant == mutator.vary(0, Draws(key), shares={kind: 1})


def depth_of(schema: Schema, data: bytes) -> int:
    trace = schema.trace(data)
    deepest = 0
    for node in range(len(trace)):
        count, at = 0, node
        while at > 0:
            count += trace.struct[at] >= 0 and not trace.is_array[at]
            at = trace.parent[at]
        deepest = max(deepest, count)
    return deepest


def test_objects_are_nested_as_deep_as_the_budget_and_deeper(
    schema: Schema, mutator: Mutator
) -> None:
    depths = set()
    for number in range(400):
        mutant = mutator.vary(0, Draws(number.to_bytes(2, "big")))
        if "put in the place of" in mutant.label and not schema.check_bytes(mutant.data):
            depths.add(depth_of(schema, mutant.data))
    broken = [mutator.vary(0, Draws(bytes((at, 1))), shares={"break": 1}) for at in range(250)]
    refused = {each.rule for one in broken for each in schema.check_bytes(one.data)}
    assert max(depths) in (2 * LIMIT, 2 * LIMIT + 1)
    assert "budget-exceeded" in refused


def test_the_end_of_a_list_is_taken_away_only_by_a_break(schema: Schema, mutator: Mutator) -> None:
    broken = [mutator.vary(0, Draws(bytes((at, 2))), shares={"break": 1}) for at in range(250)]
    words = [one for one in broken if "which ends the list" in one.label]
    assert words
    assert all(schema.check_bytes(one.data, max_findings=1) for one in words)


def test_lists_and_texts_are_filled_up_to_what_counts_them(mutator: Mutator) -> None:
    labels = " ".join(
        mutator.vary(0, Draws(number.to_bytes(2, "big"))).label for number in range(2500)
    )
    assert "filled up to 255 elements" in labels
    assert "filled up to 254 elements" in labels
    assert "-> 255 bytes" in labels


def test_nasty_texts_get_into_names(mutator: Mutator) -> None:
    made = [mutator.vary(0, Draws(number.to_bytes(2, "big"))) for number in range(1500)]
    seen = {nasty for nasty in NASTY if any(nasty in one.data for one in made)}
    assert len(seen) > len(NASTY) // 2


def test_numbers_are_copied_between_fields_of_the_same_size(mutator: Mutator) -> None:
    rules = [mutator.vary(0, Draws(number.to_bytes(2, "big")), shares={"value": 1}).label
             for number in range(1500)]  # fmt: skip
    labels = " ".join(rules)
    assert "next_id 77 -> 7" in labels
    assert "next_id 777 -> 8" in labels
    assert "next_id 77 -> 501" in labels
    assert sum(each in labels for each in ("id 501 -> 0", "id 501 -> 1", "id 501 -> 65535")) == 3


def test_steps_of_the_walk_come_once_and_say_their_value(schema: Schema, mutator: Mutator) -> None:
    steps = mutator.walk([0])
    assert steps == Mutator(schema, [SEED], 2).walk([0])
    assert len({(step.leaf, step.value) for step in steps}) == len(steps)
    trace = schema.trace(SEED.data)
    counted = {step.value for step in steps if trace.path(step.leaf) == "num_names"}
    assert {0, 1, 2, 4, 255} <= counted
    for step in steps:
        mutant = mutator.take(step)
        if mutant is None or isinstance(step.value, str):
            continue
        changed = schema.trace(mutant.data)
        assert changed.value[step.leaf] == step.value, mutant.label
        assert len(mutant.data) == len(SEED.data)
        rules = {each.rule for each in schema.check_bytes(mutant.data)}
        is_sum = trace.path(step.leaf) == "sum"
        assert is_sum or "checksum-mismatch" not in rules, mutant.label
