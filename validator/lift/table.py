"""Every class of construct: how it is lifted, or why it cannot be."""

from __future__ import annotations

from typing import Any

import construct

from validator.lift import (
    adapters,
    arrays,
    bits,
    choices,
    groups,
    numbers,
    positions,
    regions,
    sums,
)
from validator.lift.draft import Site, mark_greedy
from validator.lift.lifter import Handlers, Lifter


def _inner(lifter: Lifter, made: Any, site: Site) -> tuple[Any, Site]:
    """Return what a construct is about; for a reader it makes no difference."""
    return made.subcon, site


def _rebuffered(lifter: Lifter, made: Any, site: Site) -> tuple[Any, Site]:
    """Return what a Rebuffered is about, where it reads ahead of nothing else."""
    if not site.is_last:
        raise lifter.refusal(
            site, "Rebuffered that something follows cannot be lifted: construct has read ahead",
            expected="Rebuffered as the last field of its stream",
        )  # fmt: skip
    mark_greedy(site.draft)
    return made.subcon, site


def _named_tuple(lifter: Lifter, made: Any, site: Site) -> tuple[Any, Site]:
    """Return the Struct that a NamedTuple is made from."""
    if not isinstance(made.subcon, construct.Struct):
        raise lifter.refusal(site, "NamedTuple of a list cannot be lifted", expected="a Struct")
    return made.subcon, site


_FLAG = type(construct.Flag)
_VARINT = type(construct.VarInt)
_ZIGZAG = type(construct.ZigZag)

HANDLERS = Handlers(
    strip={
        construct.Renamed: _inner,
        construct.Rebuild: _inner,
        construct.Default: _inner,
        construct.Hex: _inner,
        construct.HexDump: _inner,
        construct.Lazy: _inner,
        construct.Debugger: _inner,
        construct.Rebuffered: _rebuffered,
        construct.NamedTuple: _named_tuple,
        construct.LazyBound: groups.lazy_bound,
        construct.Transformed: bits.transformed,
        construct.Restreamed: bits.restreamed,
    },
    plan={
        construct.FormatField: numbers.plan_format,
        construct.BytesInteger: numbers.plan_bytes_integer,
        construct.BitsInteger: bits.plan_bits_integer,
        _FLAG: bits.plan_flag,
        construct.Bytes: regions.plan_bytes,
        type(construct.GreedyBytes): regions.plan_greedy,
        construct.StringEncoded: regions.plan_text,
        construct.FixedSized: regions.plan_sized,
        construct.OffsettedEnd: regions.plan_to_end,
        construct.NullTerminated: regions.plan_terminated,
        construct.NullStripped: regions.plan_rest,
        construct.ProcessXor: regions.plan_rest,
        construct.ProcessRotateLeft: regions.plan_rest,
        construct.Compressed: regions.plan_rest,
        construct.Struct: groups.plan_group,
        construct.Sequence: groups.plan_group,
        construct.LazyStruct: groups.plan_group,
        construct.IfThenElse: choices.plan_if,
        construct.Switch: choices.plan_switch,
        construct.Const: adapters.plan_const,
        construct.ExprValidator: adapters.plan_validator,
        construct.Enum: adapters.plan_enum,
        construct.Mapping: adapters.plan_mapping,
    },
    put={
        construct.FormatField: numbers.put_flag,
        construct.BytesInteger: numbers.put_bytes_integer,
        construct.BitsInteger: bits.put_bits_integer,
        _FLAG: numbers.put_flag,
        _VARINT: numbers.put_varint,
        _ZIGZAG: numbers.put_zigzag,
        construct.StringEncoded: regions.put_text,
        construct.Prefixed: regions.put_prefixed,
        construct.FocusedSeq: groups.put_focused,
        construct.Array: arrays.put_array,
        construct.LazyArray: arrays.put_array,
        construct.GreedyRange: arrays.put_greedy,
        construct.RepeatUntil: arrays.put_until,
        construct.Indexing: arrays.put_indexing,
        construct.IfThenElse: choices.put_if,
        construct.Switch: choices.put_nothing,
        construct.Select: choices.put_select,
        construct.Union: choices.put_union,
        type(construct.Pass): choices.put_nothing,
        construct.Probe: choices.put_nothing,
        type(construct.Error): choices.put_error,
        type(construct.Tell): positions.put_tell,
        construct.Pointer: positions.put_pointer,
        construct.Peek: positions.put_peek,
        construct.Padded: positions.put_padded,
        construct.Aligned: positions.put_aligned,
        construct.RawCopy: positions.put_raw_copy,
        type(construct.Terminated): positions.put_terminated,
        construct.Const: adapters.put_const,
        construct.ExprValidator: adapters.put_validator,
        construct.Enum: adapters.put_enum,
        construct.FlagsEnum: adapters.put_flags,
        construct.Mapping: adapters.put_mapping,
        construct.Computed: adapters.put_computed,
        construct.Check: adapters.put_check,
        construct.ExprAdapter: adapters.put_adapter,
        construct.ExprSymmetricAdapter: adapters.put_adapter,
        type(construct.Index): adapters.put_index,
        construct.Checksum: sums.put_checksum,
    },
    refused={
        construct.Seek: "what follows would be read at a place that no field has;"
        " use Pointer to read elsewhere, Padding to skip",
        construct.StopIf: "it can only be lifted directly inside a Struct or Sequence",
        construct.Slicing: "a part of a list is no value of the readers",
        construct.RestreamData: "what it reads is no part of the file",
        type(construct.Pickled): "reading it executes code",
        type(construct.Numpy): "its format is not described",
        construct.TimestampAdapter: "a date is no value of the readers; use its number",
        construct.CompressedLZ4: "the readers know zlib only",
        construct.EncryptedSym: "the readers have no keys",
        construct.EncryptedSymAead: "the readers have no keys",
        construct.Compiled: "it is generated code; name the declaration that it was made from",
    },
)
"""Classes are matched exactly: a class of the user's own is code, whatever it inherits from."""
