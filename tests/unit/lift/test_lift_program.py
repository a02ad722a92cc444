"""What a lifted Program looks like: names, docs, sharing, digests."""

from __future__ import annotations

import construct as c
from construct import Byte, this

from validator.ir.dump import dump_program
from validator.ir.nodes import Gaps, Program
from validator.lift.declaration import Source, lift

SOURCE = Source("declaration.py", "00")


def program(made: c.Construct, name: str = "format") -> Program:
    return lift(made, name, SOURCE).program


def test_docs_are_kept() -> None:
    made = c.Struct("a" / Byte * "the first", "b" / Byte) * " all of it "
    lifted = program(made)
    assert lifted.doc == "all of it"
    assert [field.doc for field in lifted.fields] == ["the first", ""]


def test_the_same_declaration_has_the_same_digest() -> None:
    def made(count: int) -> c.Construct:
        return c.Struct("n" / Byte, "l" / c.Array(this.n & count, c.Int16ub))

    assert program(made(3)).digest == program(made(3)).digest
    assert program(made(3)).digest != program(made(7)).digest
    assert dump_program(program(made(3))) == dump_program(program(made(3)))


def test_numbers_are_in_order() -> None:
    pair = c.Struct("f" / c.Flag, "v" / c.VarInt, c.Check(this.v < 9))
    lifted = program(c.Struct("a" / pair, "b" / c.Array(2, c.Prefixed(Byte, pair)), "c" / c.Flag))
    assert [field.number for field in lifted.fields] == list(range(len(lifted.fields)))
    assert [check.number for check in lifted.checks] == list(range(len(lifted.checks)))
    assert [struct.number for struct in lifted.structs] == list(range(len(lifted.structs)))
    for struct in lifted.structs:
        assert {field.struct for field in struct.fields} <= {struct.number}


def test_a_struct_that_looks_nowhere_else_is_built_once() -> None:
    pair = c.Struct("n" / Byte, "v" / c.Bytes(this.n))
    assert len(program(c.Struct("a" / pair, "b" / pair, "c" / pair[2])).structs) == 2
    outward = c.Struct("v" / c.Bytes(this._.n))
    holder = c.Struct("n" / Byte, "x" / outward, "y" / outward)
    assert len(program(c.Struct("a" / holder, "b" / holder)).structs) == 3


def test_what_is_read_without_a_name_has_one() -> None:
    made = c.Struct(
        "s" / c.PascalString(Byte, "ascii"), "f" / c.Flag, c.Padding(2), "t" / c.Tell,
        "q" / c.Sequence(Byte, "named" / Byte), "p" / c.Padded(4, Byte),
    )  # fmt: skip
    ids = [field.id for field in program(made).fields]
    assert ids == [
        "_s_length", "s", "_f_raw", "_unnamed2", "_t_at", "q", "p", "_p_padding", "f", "t",
        "item_0", "named",
    ]  # fmt: skip


def test_names_of_ours_give_way() -> None:
    made = c.Struct("_x_raw" / Byte, "x" / c.Flag)
    assert [field.id for field in program(made).fields] == ["_x_raw", "_x_raw_2", "x"]


def test_gaps_are_errors_and_overlaps_are_not() -> None:
    lifted = program(c.Struct("a" / Byte))
    assert lifted.gaps is Gaps.ERROR
    assert lifted.may_overlap
    assert lifted.sources == (("declaration.py", "00"),)
