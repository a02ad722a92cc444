"""Mutants of a small format: what is promised of each, and that repairs hold."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from validator import load_schema
from validator.check.schema import Schema
from validator.errors import UsageError
from validator.mutate import KINDS, MutantOptions, Mutator, Seed, mutants
from validator.mutate.draws import Draws

TABLE = """
meta: {id: table, endian: le, encoding: ASCII}
-gaps: error
seq:
  - {id: magic, contents: TAB1}
  - {id: size, type: u4, valid: {eq: _io.size}}
  - {id: num_rows, type: u2}
  - {id: ofs_tail, type: u4}
  - {id: rows, type: row, repeat: expr, repeat-expr: num_rows}
  - {id: crc, type: u4, -checksum: {algorithm: crc32, to: start_of(crc)}}
instances:
  tail: {pos: ofs_tail, type: tail}
types:
  row:
    seq:
      - {id: len_body, type: u1}
      - {id: body, type: body, size: len_body - 1}
  body:
    seq:
      - {id: kind, type: u1, enum: kind}
      - {id: text, size-eos: true}
  tail:
    seq:
      - {id: mark, contents: '.'}
      - {id: sum, type: u1, -checksum: {algorithm: zsum8, from: start_of(mark), to: end_of(sum)}}
enums:
  kind: {1: one, 2: two}
"""


def row(kind: int, text: bytes) -> bytes:
    return bytes((len(text) + 2, kind)) + text


def table(*rows: bytes) -> bytes:
    body = b"".join(rows)
    size = 14 + len(body) + 4 + 2
    head = b"TAB1" + struct.pack("<IHI", size, len(rows), size - 2)
    data = head + body
    return data + struct.pack("<I", zlib.crc32(data)) + b".\xd2"


SEEDS = (
    Seed("three", table(row(1, b"first"), row(2, b""), row(1, b"the third"))),
    Seed("one", table(row(2, b"alone"))),
)


@cache
def schema_of(text: str, folder: Path) -> Schema:
    path = folder / "table.ksy"
    path.write_text(text)
    return load_schema(str(path))


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    return schema_of(TABLE, tmp_path_factory.mktemp("mutants"))


def only(kind: str, numbers: tuple[int, ...] = (), max_size: int = 1 << 20) -> MutantOptions:
    return MutantOptions({kind: 1}, numbers, max_size)


def test_the_seeds_are_valid(schema: Schema) -> None:
    assert [schema.check_bytes(seed.data) for seed in SEEDS] == [[], []]


def test_the_same_bytes_on_every_machine_and_version(schema: Schema) -> None:
    digest = hashlib.sha256()
    for mutant in mutants(schema, SEEDS, count=300, random_seed=7):
        digest.update(f"{mutant.kind} {mutant.label}\n".encode() + mutant.data)
    assert digest.hexdigest() == "6d8edae3b8114cd98e7f343770b0bb389c9c10828cb2f331ee9fa2229ba11c6b"


def test_a_run_goes_on_at_any_index(schema: Schema) -> None:
    whole = list(mutants(schema, SEEDS, count=60, random_seed=3))
    rest = list(mutants(schema, SEEDS, count=60, random_seed=3, start=41))
    assert rest == whole[41:]
    assert [mutant.index for mutant in whole] == list(range(60))


def test_names_of_seeds_do_not_matter(schema: Schema) -> None:
    renamed = [Seed(f"x{n}", seed.data) for n, seed in enumerate(SEEDS)]
    first = [mutant.data for mutant in mutants(schema, SEEDS, count=40, random_seed=1)]
    assert first == [mutant.data for mutant in mutants(schema, renamed, count=40, random_seed=1)]


def test_another_number_gives_other_mutants(schema: Schema) -> None:
    runs = [
        [mutant.data for mutant in mutants(schema, SEEDS, count=20, random_seed=seed)]
        for seed in (1, 2)
    ]
    assert runs[0] != runs[1]


def test_no_mutant_is_a_seed(schema: Schema) -> None:
    seeds = {seed.data for seed in SEEDS}
    assert not any(m.data in seeds for m in mutants(schema, SEEDS, count=800, random_seed=5))


def test_every_kind_gets_about_its_share(schema: Schema) -> None:
    kinds = Counter(mutant.kind for mutant in mutants(schema, SEEDS, count=1000, random_seed=2))
    assert set(kinds) == set(KINDS)
    assert 100 < kinds["bytes"] < 300
    assert 150 < kinds["structure"] < 350
    assert 150 < kinds["field"] < 400
    assert 70 < kinds["value"] < 250


def test_shares_are_the_callers(schema: Schema) -> None:
    options = MutantOptions(shares={"truncation": 1, "bytes": 0})
    made = mutants(schema, SEEDS, count=50, random_seed=2, options=options)
    assert {mutant.kind for mutant in made} == {"truncation"}


def test_structure_mutants_are_accepted(schema: Schema) -> None:
    made = list(mutants(schema, SEEDS, count=300, random_seed=4, options=only("structure")))
    structural = [mutant for mutant in made if mutant.kind == "structure"]
    assert len(structural) > 290
    refused = [mutant.label for mutant in structural if schema.check_bytes(mutant.data)]
    assert len(refused) < 5, refused  # a length of one byte cannot say 300
    assert len({mutant.data for mutant in structural}) > 100


def test_a_break_is_refused(schema: Schema) -> None:
    made = list(mutants(schema, SEEDS, count=300, random_seed=4, options=only("break")))
    breaks = [mutant for mutant in made if mutant.kind == "break"]
    assert len(breaks) > 200
    accepted = [mutant.label for mutant in breaks if not schema.check_bytes(mutant.data)]
    assert len(accepted) < len(breaks) // 10, accepted
    left = [mutant for mutant in breaks if mutant.label.split(",")[1:2][0:1] and mutant.edits
            and mutant.edits[-1][1] == "left as it was"]  # fmt: skip
    assert len(left) > 20
    for mutant in left:
        assert "left as it was" in mutant.label
        assert schema.check_bytes(mutant.data, max_findings=1), mutant.label


def test_repaired_checksums_hold(schema: Schema) -> None:
    made = mutants(schema, SEEDS, count=300, random_seed=6, options=only("field"))
    repaired = [mutant for mutant in made if mutant.label.endswith("checksums repaired")]
    assert len(repaired) > 100
    moves = ("num_rows", "ofs_tail", "rows[0].len", "rows[1].len", "rows[2].len")
    still = [mutant for mutant in repaired if not mutant.label.startswith(moves)]
    assert len(still) > 50
    for mutant in still:
        rules = [finding.rule for finding in schema.check_bytes(mutant.data)]
        assert "checksum-mismatch" not in rules, mutant.label


def test_every_field_is_hit(schema: Schema) -> None:
    made = mutants(schema, SEEDS, count=400, random_seed=9, options=only("field"))
    paths = Counter(mutant.edits[0][0].split("[")[0] for mutant in made if mutant.edits)
    assert {"magic", "size", "num_rows", "ofs_tail", "rows", "crc", "tail.sum"} <= set(paths)
    assert paths["num_rows"] > 20


def test_limits_of_consumers_are_tried(schema: Schema) -> None:
    options = only("field", numbers=(0x4D2,))
    made = list(mutants(schema, SEEDS, count=400, random_seed=9, options=options))
    assert any("num_rows 3 -> 1234" in m.label or "-> 1235" in m.label for m in made)


def test_sizes_are_bounded(schema: Schema) -> None:
    options = only("structure", max_size=100)
    made = list(mutants(schema, SEEDS, count=200, random_seed=9, options=options))
    assert max(len(mutant.data) for mutant in made) <= 100


@pytest.mark.parametrize("data", [b"", b"T", b"no table at all", b"TAB1\xff\xff\xff\xff\xff\xff"])
def test_seeds_that_cannot_be_read(schema: Schema, data: bytes) -> None:
    made = list(mutants(schema, [Seed("bad", data)], count=100, random_seed=1))
    assert len(made) == 100
    assert all(mutant.data != data for mutant in made)


def test_large_seeds_are_changed_as_bytes(schema: Schema, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("validator.mutate.outline.MAX_TRACED", 20)
    made = list(mutants(schema, SEEDS, count=40, random_seed=1))
    assert {mutant.kind for mutant in made} == {"bytes", "truncation"}


def test_refusals(schema: Schema) -> None:
    with pytest.raises(UsageError, match="there are no seeds"):
        mutants(schema, [], count=1, random_seed=1)
    with pytest.raises(UsageError, match="havoc is no kind of mutant"):
        Mutator(schema, SEEDS, 1, MutantOptions(shares={"havoc": 1}))
    with pytest.raises(UsageError, match="no kind of mutant has a share"):
        Mutator(schema, SEEDS, 1, MutantOptions(shares={"bytes": 0}))


TWICE = """
meta: {id: twice, endian: le}
seq:
  - {id: len, type: u2}
  - {id: part, type: part}
types:
  part:
    seq:
      - {id: len_again, type: u2, valid: {eq: _parent.len}}
      - {id: body, size: len_again}
      - {id: turned, type: u4}
    instances:
      sum:
        value: turned ^ 0xffffffff
        -checksum: {algorithm: crc32, from: start_of(body), to: end_of(body)}
"""


def test_both_of_two_equal_lengths_and_a_computed_sum_follow(tmp_path: Path) -> None:
    schema = schema_of(TWICE, tmp_path)
    body = b"some content"
    size = struct.pack("<H", len(body))
    seed = Seed("twice", size + size + body + struct.pack("<I", ~zlib.crc32(body) & 0xFFFFFFFF))
    assert schema.check_bytes(seed.data) == []
    made = list(mutants(schema, [seed], count=60, random_seed=1, options=only("structure")))
    resized = [m for m in made if m.kind == "structure" and len(m.edits) == 1]
    assert len(resized) > 30
    for mutant in resized:
        assert schema.check_bytes(mutant.data) == [], mutant.label
        assert len(mutant.data) == 8 + int.from_bytes(mutant.data[:2], "little")


PACKED = """
meta: {id: packed, endian: le}
seq:
  - {id: len, type: u2}
  - {id: body, type: body, size: len, process: zlib}
types:
  body:
    seq:
      - {id: count, type: u1}
      - {id: items, type: u2, repeat: expr, repeat-expr: count}
"""


def test_packed_lists_are_built_anew(tmp_path: Path) -> None:
    schema = schema_of(PACKED, tmp_path)
    raw = zlib.compress(b"\x03\x01\x00\x02\x00\x03\x00")
    seed = Seed("packed", struct.pack("<H", len(raw)) + raw)
    made = list(mutants(schema, [seed], count=30, random_seed=1, options=only("structure")))
    built = [mutant for mutant in made if mutant.label.endswith("file built anew")]
    assert len(built) > 10
    for mutant in built:
        assert schema.check_bytes(mutant.data) == [], mutant.label
    assert {zlib.decompress(mutant.data[2:])[0] for mutant in built} == {2, 4}


def test_a_corpus_grows_and_made_mutants_stay(schema: Schema) -> None:
    mutator = Mutator(schema, SEEDS, 3)
    before = [mutator.make(index) for index in range(30)]
    number = mutator.add(Seed("two", table(row(1, b"a"), row(2, b"bb"))))
    assert number == 2
    assert [mutator.make(index) for index in range(30)] == before
    mutant = mutator.vary(number, Draws(b"key"))
    assert (mutant.seed, mutant.index) == ("two", -1)


def test_a_variant_is_a_function_of_entry_and_draws(schema: Schema) -> None:
    first, second = Mutator(schema, SEEDS, 1), Mutator(schema, SEEDS, 99)
    for mutator in (first, second):
        mutator.add(Seed("two", table(row(1, b"a"), row(2, b"bb"))))
    second.vary(1, Draws(b"something else"))
    for number in range(3):
        for step in range(40):
            key = b"%d %d" % (number, step)
            made = first.vary(number, Draws(key))
            assert made == second.vary(number, Draws(key))
            assert made.data != first.seeds[number].data


def test_shares_of_one_variant(schema: Schema) -> None:
    mutator = Mutator(schema, SEEDS, 1)
    kinds = {mutator.vary(0, Draws(bytes((n,))), shares={"truncation": 1}).kind for n in range(20)}
    assert kinds == {"truncation"}
    with pytest.raises(UsageError, match="havoc is no kind of mutant"):
        mutator.vary(0, Draws(b""), shares={"havoc": 1})


def test_lists_of_a_single_seed_grow_to_the_limits_of_consumers(tmp_path: Path) -> None:
    schema = schema_of(TABLE, tmp_path)
    options = MutantOptions(shares={"structure": 1}, numbers=(613,))
    made = mutants(schema, SEEDS[1:], count=200, random_seed=1, options=options)
    counts = {int.from_bytes(one.data[8:10], "little") for one in made}
    assert 613 in counts
