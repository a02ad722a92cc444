"""Conditions at one place of a seed: bound to it, asked after changes, mended by other numbers."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from validator import load_schema
from validator.check.schema import Schema
from validator.ir import expr as ir
from validator.ir.evaluate import MISSED, Context
from validator.mutate import MutantOptions, Mutator, Seed
from validator.mutate.bind import bind, bind_small
from validator.mutate.bounds import find_bounds
from validator.mutate.draws import Draws
from validator.mutate.mend import mend
from validator.mutate.outline import Outline, outline_of, survey
from validator.mutate.piece import Piece
from validator.mutate.relations import find_relations
from validator.mutate.repair import Repair
from validator.mutate.rules import Rules, rules_of
from validator.mutate.view import View, splice_bytes, splice_list

ZOO = """
meta: {id: zoo, endian: le, encoding: ASCII}
seq:
  - {id: end, type: u2}
  - {id: most, type: u1}
  - {id: version, type: u1}
  - {id: count, type: u1}
  - {id: nodes, type: node, repeat: expr, repeat-expr: count}
  - {id: name, type: strz}
types:
  node:
    seq:
      - {id: at, type: u1}
      - {id: weight, type: u1}
instances:
  total: {value: '_total'}
-checks:
  - {id: end-is-last, expr: 'end == (nodes.size == 0 ? 0 : nodes.last.at + 8)'}
  - {id: at-most, expr: 'nodes.size <= most'}
  - {id: light, expr: 'all(nodes, _.weight <= most) and sum(nodes, _.weight) < 30'}
  - {id: new-names, expr: 'name.length <= 3 or version >= 2'}
  - {id: apart, expr: 'unique(nodes, _.at) and sorted(nodes, _.at)'}
  - {id: low, expr: 'nodes.size == 0 or nodes[0].at < min(nodes, _.at) + 1'}
  - {id: used, expr: 'any(nodes, _.weight == 0) or max(nodes, _.weight) - version != 200'}
  - {id: few, expr: 'count(nodes, _.weight > 4) <= 2'}
""".replace("instances:\n  total: {value: '_total'}\n", "")
CHECKS = ("end-is-last", "at-most", "light", "new-names", "apart", "low", "used", "few")


def zoo(*nodes: tuple[int, int], most: int = 5, version: int = 1, name: bytes = b"ox") -> bytes:
    end = nodes[-1][0] + 8 if nodes else 0
    head = struct.pack("<HBBB", end, most, version, len(nodes))
    return head + b"".join(bytes(node) for node in nodes) + name + b"\0"


SEED = zoo((1, 2), (3, 4), (8, 5))


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    path = tmp_path_factory.mktemp("zoo") / "zoo.ksy"
    path.write_text(ZOO)
    return load_schema(str(path))


class Zoo:
    """A seed, with all that asking needs."""

    def __init__(self, schema: Schema, data: bytes = SEED) -> None:
        assert not schema.check_bytes(data)
        program = schema.program
        self.schema = schema
        self.outline = outline_of(survey(program), Seed("zoo", data), schema.trace)
        self.nodes = self.outline.lists[0]
        self.kids = self.outline.kids[self.nodes]
        self.rules = Rules(self.outline, find_bounds(program), rules_of(program))
        self.number = {one.id: one.number for one in program.fields}

    def leaf(self, name: str) -> int:
        return self.outline.by_place[self.number[name]][0]

    def list_of(self, *subscripts: int) -> View:
        view = View(self.outline)
        assert view.add(splice_list(self.outline, self.nodes, [Piece(self.kids[at])
                                                               for at in subscripts]))  # fmt: skip
        return view

    def broken(self, view: View, *nodes: int) -> set[str]:
        """Return the rules that a change broke, found out here and by the schema itself."""
        repair = Repair(view, find_relations(self.outline))
        repair.run()
        told = {one.rule for one in self.schema.check_bytes(repair.data())}
        told |= {"used"} if "expression-failed" in told else set()  # the maximum of nothing
        checks = {one.condition: one.rule for one in self.schema.program.checks}
        asked = {checks[one.condition] for one in self.rules.broken(view, nodes)}
        assert asked == told & set(CHECKS)
        return asked


@pytest.mark.parametrize(
    ("subscripts", "rules"),
    [
        ((), {"end-is-last", "used"}),
        ((0, 1), {"end-is-last"}),
        ((0, 0, 2), {"apart"}),
        ((1, 0, 2), {"apart", "low"}),
        ((0, 1, 1, 1, 2, 2), {"at-most", "apart"}),
        ((0, 1, 2), set()),
    ],
)
def test_what_a_change_of_a_list_breaks_is_found(
    schema: Schema, subscripts: tuple[int, ...], rules: set[str]
) -> None:
    zoo = Zoo(schema)
    assert zoo.broken(zoo.list_of(*subscripts), zoo.nodes) == rules


def test_a_number_breaks_what_is_said_of_it(schema: Schema) -> None:
    zoo = Zoo(schema)
    view = View(zoo.outline)
    view.values[zoo.leaf("most")] = 2
    assert zoo.broken(view, zoo.leaf("most")) == {"at-most", "light"}


def test_texts_of_another_length_are_measured(schema: Schema) -> None:
    zoo = Zoo(schema)
    view = View(zoo.outline)
    assert view.add(splice_bytes(zoo.outline, zoo.leaf("name"), b"long\0"))
    assert zoo.broken(view, zoo.leaf("name")) == {"new-names"}


def test_elements_from_elsewhere_are_unknown(schema: Schema) -> None:
    zoo = Zoo(schema)
    view = View(zoo.outline)
    pieces = [Piece(zoo.kids[0]), Piece(-1, b"\xff\xff")]
    assert view.add(splice_list(zoo.outline, zoo.nodes, pieces))
    assert zoo.rules.broken(view, [zoo.nodes]) == []


def test_what_is_broken_is_mended_by_another_number(schema: Schema) -> None:
    zoo = Zoo(schema)
    view = zoo.list_of(0, 1)
    repair = Repair(view, find_relations(zoo.outline))
    repair.run()
    (broken,) = zoo.rules.broken(view, [zoo.nodes])
    assert mend(repair, broken)
    assert repair.data() == SEED[:0] + struct.pack("<HBBB", 11, 5, 1, 2) + b"\1\2\3\4ox\0"
    assert zoo.rules.broken(view, [zoo.nodes]) == []


def test_one_of_two_is_enough_to_mend_an_or(schema: Schema) -> None:
    zoo = Zoo(schema)
    view = View(zoo.outline)
    assert view.add(splice_bytes(zoo.outline, zoo.leaf("name"), b"long\0"))
    repair = Repair(view, find_relations(zoo.outline))
    repair.run()
    (broken,) = zoo.rules.broken(view, [zoo.leaf("name")])
    assert mend(repair, broken)
    assert repair.assigned == {zoo.leaf("version"): 2}
    assert not schema.check_bytes(repair.data())


def test_what_was_set_on_purpose_is_not_mended_away(schema: Schema) -> None:
    zoo = Zoo(schema)
    view = View(zoo.outline)
    leaf = zoo.leaf("most")
    view.values[leaf] = 2
    repair = Repair(view, find_relations(zoo.outline))
    repair.run([leaf])
    broken = zoo.rules.broken(view, [leaf])
    assert not any(mend(repair, one) for one in broken)
    assert view.values == {leaf: 2}


def test_nothing_is_asked_that_the_seed_breaks_already(tmp_path: Path) -> None:
    path = tmp_path / "odd.ksy"
    path.write_text(
        "meta: {id: odd}\nseq:\n  - {id: a, type: u1}\n  - {id: b, type: u1}\n"
        "-checks:\n  - {id: less, expr: a < b}\n  - {id: near, expr: b - a < 9}\n"
    )
    schema = load_schema(str(path))
    outline = outline_of(survey(schema.program), Seed("odd", b"\5\4"), schema.trace)
    rules = Rules(outline, find_bounds(schema.program), rules_of(schema.program))
    view = View(outline)
    view.values[1] = 0
    view.values[2] = 200
    checks = {one.condition: one.rule for one in schema.program.checks}
    assert [checks[one.condition] for one in rules.broken(view, [1])] == ["near"]


def test_bound_conditions_say_what_evaluated_ones_say(schema: Schema) -> None:
    zoo = Zoo(schema)
    told = 0
    for subscripts in ((), (0,), (2, 1), (0, 1, 2, 0, 1)):
        view = zoo.list_of(*subscripts)
        view.values[zoo.leaf("version")] = len(subscripts)
        for check in schema.program.checks:
            if check.condition is None or check.field is not None:
                continue
            bound = bind(Context(View(zoo.outline), 0), check.condition)
            try:
                expected = Context(view, 0).value(check.condition)
            except MISSED:
                continue
            told += 1
            assert bound(view) == expected
    assert told >= 8


def test_what_has_too_many_parts_is_not_bound(schema: Schema) -> None:
    zoo = Zoo(schema)
    version = ir.FieldGet(ir.SelfRef(None), zoo.number["version"], False, None)  # type: ignore[arg-type]  # types are not looked at
    long: ir.Expr = version
    for _ in range(30):
        long = ir.Binary("+", long, version, None)  # type: ignore[arg-type]  # see above
    context = Context(View(zoo.outline), 0)
    assert bind_small(context, long, 40) is None
    assert bind(context, long)(context.view) == 31


def test_mutants_of_lists_stay_valid_where_rules_look_at_them(schema: Schema) -> None:
    mutator = Mutator(schema, [Seed("zoo", SEED)], 1, MutantOptions({"structure": 1, "value": 1}))
    made = [mutator.vary(0, Draws(bytes((index,)))).data for index in range(256)]
    assert len(set(made)) > 100
    assert sum(not schema.check_bytes(data) for data in made) > 230


@pytest.mark.parametrize(
    ("condition", "changed", "mended"),
    [
        ("a < b", b"\5\5", b"\5\6"),
        ("a < b", b"\7\4", b"\7\10"),
        ("a <= b", b"\5\4", b"\5\5"),
        ("b > a", b"\5\5", b"\5\6"),
        ("b >= a", b"\5\4", b"\5\5"),
        ("a + 1 == b * 1", b"\5\1", b"\5\6"),
        ("(a == 0) or (a < b)", b"\5\2", b"\5\6"),
        ("a > 0 ? a < b : true", b"\5\2", b"\5\6"),
    ],
)
def test_comparisons_are_mended_as_closely_as_can_be(
    condition: str, changed: bytes, mended: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "pair.ksy"
    path.write_text(
        "meta: {id: pair}\nseq:\n  - {id: a, type: u1}\n  - {id: b, type: u1}\n"
        f"-checks:\n  - {{id: rule, expr: '{condition}'}}\n"
    )
    schema = load_schema(str(path))
    outline = outline_of(survey(schema.program), Seed("pair", b"\1\2"), schema.trace)
    rules = Rules(outline, find_bounds(schema.program), rules_of(schema.program))
    view = View(outline)
    first, second = outline.leaves
    view.values.update({first: changed[0], second: changed[1]})
    repair = Repair(view, find_relations(outline))
    repair.run([first])
    (broken,) = rules.broken(view, [first])
    assert mend(repair, broken)
    assert repair.data() == mended
    assert not schema.check_bytes(mended)


LIST = """
meta: {id: list}
seq:
  - {id: items, type: u1, repeat: eos}
-checks:
  - {id: in-order, expr: 'sorted(items)'}
  - {id: total, expr: 'sum(items) < 20'}
"""


@pytest.mark.parametrize(
    ("subscripts", "rules"),
    [((0, 0, 1), set()), ((1, 0), {"in-order"}), ((0, 1, 2, 2), {"total"})],
)
def test_functions_over_plain_numbers(
    subscripts: tuple[int, ...], rules: set[str], tmp_path: Path
) -> None:
    outline, asked, checks = list_of(tmp_path)
    view = View(outline)
    kids = outline.kids[outline.lists[0]]
    assert view.add(splice_list(outline, outline.lists[0], [Piece(kids[at]) for at in subscripts]))
    assert {checks[one.condition] for one in asked.broken(view, outline.lists)} == rules


@pytest.mark.parametrize(("times", "rules"), [(100, {"total"}), (200, set())])
def test_of_very_long_lists_nothing_is_known(times: int, rules: set[str], tmp_path: Path) -> None:
    outline, asked, checks = list_of(tmp_path)
    view = View(outline)
    kids = outline.kids[outline.lists[0]]
    pieces = [Piece(kid) for kid in kids]
    assert view.add(splice_list(outline, outline.lists[0], pieces, kids[2], times))
    assert {checks[one.condition] for one in asked.broken(view, outline.lists)} == rules


def list_of(folder: Path) -> tuple[Outline, Rules, dict[ir.Expr | None, str]]:
    path = folder / "list.ksy"
    path.write_text(LIST)
    program = load_schema(str(path)).program
    outline = outline_of(survey(program), Seed("list", b"\3\5\7"), load_schema(str(path)).trace)
    rules = Rules(outline, find_bounds(program), rules_of(program))
    return outline, rules, {one.condition: one.rule for one in program.checks}


def test_copies_have_keys_that_rules_permit(tmp_path: Path) -> None:
    path = tmp_path / "keys.ksy"
    path.write_text(
        "meta: {id: keys}\nseq:\n  - {id: most, type: u1}\n  - {id: count, type: u1}\n"
        "  - {id: items, type: item, repeat: expr, repeat-expr: count}\n"
        "types:\n  item:\n    seq:\n      - {id: id, type: u1, valid: {max: _root.most}}\n"
        "-checks:\n  - {id: differ, expr: 'unique(items, _.id)'}\n"
    )
    schema = load_schema(str(path))
    mutator = Mutator(schema, [Seed("keys", b"\x06\3\1\2\5")], 1)
    made = [mutator.vary(0, Draws(bytes((index,))), shares={"structure": 1}).data
            for index in range(128)]  # fmt: skip
    assert sum(not schema.check_bytes(data) for data in made) > 110
    assert max(data[1] for data in made) > 3
