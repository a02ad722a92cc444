"""What belongs together grows and is renumbered together; one rule is broken at a time."""

from __future__ import annotations

import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from validator import load_schema
from validator.check.schema import Schema
from validator.mutate import Mutant, MutantOptions, Mutator, Seed
from validator.mutate.draws import Draws

ROOT = Path(__file__).resolve().parents[3]
FORMS = """
meta: {id: forms, endian: le, encoding: ASCII}
seq:
  - {id: num_forms, type: u1}
  - {id: num_uses, type: u1}
  - {id: forms, type: form, repeat: expr, repeat-expr: num_forms, -unique: _.id, -sorted: _.id}
  - {id: uses, type: use, repeat: expr, repeat-expr: num_uses, -unique: _.id}
types:
  form:
    seq:
      - {id: id, type: u1}
      - {id: num_slots, type: u1, valid: {min: 1, max: 64}}
      - id: slots
        type: u1
        enum: kind
        valid: {in-enum: true}
        repeat: expr
        repeat-expr: num_slots
  use:
    seq:
      - {id: form_id, type: u1, -refers-to: {table: _root.forms, key: _.id}}
      - {id: id, type: u2}
      - {id: num_cells, type: u1}
      - {id: cells, type: cell, repeat: expr, repeat-expr: num_cells}
    -checks:
      - {id: cells-fit, expr: num_cells == form_id.target.num_slots}
  cell:
    seq:
      - {id: size, type: u1}
      - {id: level, type: u1, valid: {max: 9}}
      - {id: text, size: size}
    -checks:
      - {id: low-is-empty, expr: level > 0 or size == 0}
enums:
  kind: {1: one, 2: two, 3: three}
"""


def form(number: int, *slots: int) -> bytes:
    return bytes((number, len(slots), *slots))


def use(form_id: int, number: int, *cells: bytes) -> bytes:
    head = bytes((form_id,)) + number.to_bytes(2, "little") + bytes((len(cells),))
    return head + b"".join(bytes((len(one), 3)) + one for one in cells)


SEED = Seed(
    "forms",
    bytes((2, 3)) + form(1, 1, 2) + form(4, 3)
    + use(1, 10, b"ab", b"c") + use(1, 11, b"x", b"yz") + use(4, 12, b"q"),
)  # fmt: skip


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    path = tmp_path_factory.mktemp("forms") / "forms.ksy"
    path.write_text(FORMS)
    return load_schema(str(path))


def make(schema: Schema, kind: str, count: int, **more: int) -> list[Mutant]:
    options = MutantOptions({kind: 1}, **more)
    mutator = Mutator(schema, [SEED], 3, options)
    made = [mutator.make(index) for index in range(count)]
    return [mutant for mutant in made if mutant.kind == kind]


def counts(schema: Schema, data: bytes) -> tuple[list[int], list[tuple[int, int]]]:
    tree = schema.parse(data)
    return (
        [len(one.slots) for one in tree.forms],
        [(one.form_id, len(one.cells)) for one in tree.uses],
    )


def test_the_seed_is_valid(schema: Schema) -> None:
    assert schema.check_bytes(SEED.data) == []


@pytest.mark.parametrize("most", [1, 4])
@pytest.mark.parametrize("kind", ["value", "structure"])
def test_what_is_repaired_is_accepted(schema: Schema, kind: str, most: int) -> None:
    made = make(schema, kind, 400, most_changes=most)
    assert len(made) > 350
    refused = [one.label for one in made if schema.check_bytes(one.data, max_findings=1)]
    assert len(refused) < len(made) // 20, refused[:5]


def test_tied_lists_grow_past_20_together(schema: Schema) -> None:
    grown = []
    for mutant in make(schema, "structure", 1500):
        if not schema.check_bytes(mutant.data):
            slots, cells = counts(schema, mutant.data)
            grown += [slots] if max(slots) > 20 and any(number > 20 for _, number in cells) else []
    assert grown


def test_copies_get_keys_of_their_own_in_order(schema: Schema) -> None:
    more = 0
    for mutant in make(schema, "structure", 500):
        if "doubled" in mutant.label or "inserted" in mutant.label:
            tree = schema.parse(mutant.data)
            forms = [one.id for one in tree.forms]
            uses = [one.id for one in tree.uses]
            assert forms == sorted(set(forms))
            assert len(set(uses)) == len(uses)
            more += len(forms) > 2 or len(uses) > 3
    assert more > 20


def test_ids_take_their_references_along(schema: Schema) -> None:
    labels = [one.label for one in make(schema, "value", 600) if not schema.check_bytes(one.data)]
    assert any(label.startswith("uses[0].id 10 -> ") for label in labels)
    assert not any("num_" in label.split(" -> ")[0] for label in labels)


def test_rules_are_broken_in_many_ways(schema: Schema) -> None:
    made = make(schema, "break", 600)
    rules: Counter[str] = Counter()
    for mutant in made:
        found = schema.check_bytes(mutant.data, max_findings=1)
        rules.update(finding.rule for finding in found)
    assert sum(rules.values()) > 0.95 * len(made)
    wanted = {
        "cells-fit", "duplicate-key", "dangling-reference", "order-violated", "value-not-in-enum",
        "value-out-of-range", "low-is-empty",
    }  # fmt: skip
    assert wanted <= set(rules), rules


def test_prepared_seeds_are_forgotten_and_prepared_anew(
    schema: Schema, monkeypatch: pytest.MonkeyPatch
) -> None:
    roomy = Mutator(schema, [SEED], 3)
    monkeypatch.setattr(sys.modules["validator.mutate.stock"], "_KEPT_NODES", 60)
    tight = Mutator(schema, [SEED], 3)
    for mutator in (roomy, tight):
        for number in range(4):
            mutator.add(Seed(f"{number}", roomy.make(number).data))
    for step in range(60):
        key = b"%d" % step
        assert tight.vary(step % 5, Draws(key)) == roomy.vary(step % 5, Draws(key))
    assert len(tight.stock) <= 2


@cache
def channel_mutator(kind: str) -> Mutator:
    schema = load_schema(str(ROOT / "schemas" / "channel_file.ksy"))
    data = (ROOT / "corpus/channel_file/seeds/network.chan").read_bytes()
    return Mutator(schema, [Seed("network", data)], 1, MutantOptions({kind: 1}))


@pytest.mark.parametrize("kind", ["value", "structure"])
def test_channel_files_stay_valid(kind: str) -> None:
    mutator = channel_mutator(kind)
    schema = mutator.schema
    assert isinstance(schema, Schema)
    made = [mutator.make(index) for index in range(200)]
    accepted = sum(not schema.check_bytes(mutant.data, max_findings=1) for mutant in made)
    assert accepted > 0.8 * len(made)


def test_equally_long_lists_may_be_empty(tmp_path: Path) -> None:
    path = tmp_path / "pairs.ksy"
    path.write_text(
        "meta: {id: pairs, endian: le}\n"
        "seq:\n"
        "  - {id: count, type: u1}\n"
        "  - {id: names, type: u2, repeat: expr, repeat-expr: count}\n"
        "  - {id: values, type: u2, repeat: expr, repeat-expr: count}\n",
        encoding="utf-8",
    )
    mutator = Mutator(load_schema(path), [Seed("empty", b"\0")], 0)
    for number in range(60):
        made = mutator.vary(0, Draws(number.to_bytes(2, "big")), shares={"break": 1})
        assert made.data != b"\0"
