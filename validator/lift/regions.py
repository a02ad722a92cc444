"""Bytes and the regions of a stream: what has a size, a length field, a terminator, an encoding.

construct nests one stream in another for each of these; the IR says most of it with one
`Extent`. What one extent cannot say becomes an object of its own with a stream of its own.
"""

from __future__ import annotations

import codecs
from dataclasses import replace
from typing import Any

import construct

from validator.dataclass import dataclass
from validator.ir import expr as ir
from validator.ir.nodes import BytesRead, Extent, Process, StrRead, StructRead
from validator.ir.types import BYTES, INT, STR, BytesType, IntType
from validator.lift.draft import Order, Plan, Site, Stream
from validator.lift.exprs import Converter, integer, shown
from validator.lift.groups import struct_plan
from validator.lift.lifter import Lifter
from validator.lift.numbers import bytes_only
from validator.lift.sizes import size_in

_GROUPS = (construct.Struct, construct.Sequence, construct.LazyStruct)
_GREEDY = type(construct.GreedyBytes)


def plan_bytes(lifter: Lifter, made: Any, site: Site) -> Plan | None:
    """`Bytes(length)`."""
    bytes_only(lifter, made, site)
    return Plan(BytesRead(Extent(size=integer(lifter, site, made.length))), BYTES)


def plan_greedy(lifter: Lifter, made: Any, site: Site) -> Plan | None:
    """`GreedyBytes`."""
    bytes_only(lifter, made, site)
    return Plan(BytesRead(Extent(to_end=True)), BYTES)


def plan_text(lifter: Lifter, made: Any, site: Site) -> Plan | None:
    """`PaddedString`, `CString`, `GreedyString`: an encoding around a byte string."""
    codec = _codec(lifter, made.encoding, site)
    plan = lifter.plan(made.subcon, site)
    if plan is None or not isinstance(plan.read, BytesRead) or not plan.is_plain:
        return None
    return Plan(StrRead(plan.read.extent, codec), STR)


def put_text(lifter: Lifter, made: Any, name: str, site: Site) -> int | None:
    """`PascalString`, and an encoding around whatever else gives a byte string."""
    codec = _codec(lifter, made.encoding, site)
    inner, place = lifter.strip(made.subcon, site)
    is_prefixed = type(inner) is construct.Prefixed
    number = lifter.put(inner, name if is_prefixed else f"_{name}_raw", place)
    one = None if number is None else lifter.fields[number]
    if number is None or one is None or not isinstance(lifter.type_of(number), BytesType):
        raise lifter.refusal(
            site, "only a byte string has an encoding", rule="type-mismatch",
            found=type(made.subcon).__name__,
        )  # fmt: skip
    if is_prefixed and isinstance(one.read, BytesRead):
        lifter.replace_field(replace(one, read=StrRead(one.read.extent, codec), type=STR))
        return number
    decoded = ir.Call("bytes_to_s", (lifter.get(site.me, number), ir.Lit(codec, STR)), STR)
    return lifter.add_value(site, f"{name}_text" if is_prefixed else name, decoded)


def _codec(lifter: Lifter, encoding: Any, site: Site) -> str:
    try:
        found = codecs.lookup(encoding)
        b"".decode(encoding)
    except (LookupError, TypeError, ValueError):
        raise lifter.refusal(
            site, "encoding is not known", rule="missing-encoding",
            expected="an encoding such as ascii, utf8, utf_16_le", found=repr(encoding)[:60],
        ) from None  # fmt: skip
    return found.name


# -- regions -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Region:
    """A region that is being described.

    Attributes:
        extent: where it ends, what is stripped and undone.
        stream: what is read inside of it.
    """

    extent: Extent
    stream: Stream


def plan_sized(lifter: Lifter, made: Any, site: Site) -> Plan | None:
    """`FixedSized(length, subcon)`."""
    bytes_only(lifter, made, site)
    extent = Extent(size=integer(lifter, site, made.length))
    return _inside(lifter, made.subcon, _Region(extent, site.stream.region), site)


def plan_to_end(lifter: Lifter, made: Any, site: Site) -> Plan | None:
    """`OffsettedEnd(endoffset, subcon)`: up to so many bytes before the end of the stream."""
    bytes_only(lifter, made, site)
    stream = ir.StreamOf(site.me)
    end = ir.Binary(
        "+", ir.StreamAttr(stream, "size", INT), integer(lifter, site, made.endoffset), INT
    )
    size = ir.Binary("-", end, ir.StreamAttr(stream, "pos", INT), INT)
    return _inside(lifter, made.subcon, _Region(Extent(size=size), site.stream.region), site)


def plan_terminated(lifter: Lifter, made: Any, site: Site) -> Plan | None:
    """`NullTerminated(subcon)`."""
    bytes_only(lifter, made, site)
    if not isinstance(made.term, bytes) or not made.term:
        raise lifter.refusal(
            site, "a terminator is a byte string of at least one byte", rule="invalid-value",
            found=shown(made.term),
        )  # fmt: skip
    unit = len(made.term)
    if unit > 1 and not made.require:
        raise lifter.refusal(
            site, "an optional terminator of several bytes cannot be lifted: construct loses the"
            " bytes behind the last whole unit", expected="require=True",
        )  # fmt: skip
    extent = Extent(
        terminator=bytes(made.term), include=bool(made.include), consume=bool(made.consume),
        eos_error=bool(made.require),
    )  # fmt: skip
    return _inside(lifter, made.subcon, _Region(extent, site.stream.region), site)


def plan_rest(lifter: Lifter, made: Any, site: Site) -> Plan | None:
    """`NullStripped`, `ProcessXor`, `ProcessRotateLeft`, `Compressed`: the rest of a stream."""
    bytes_only(lifter, made, site)
    return _inside(lifter, made, _Region(Extent(to_end=True), site.stream), site)


def put_prefixed(lifter: Lifter, made: Any, name: str, site: Site) -> int | None:
    """`Prefixed(lengthfield, subcon)`: a length of its own, then a region."""
    bytes_only(lifter, made, site)
    behind = replace(site, is_last=False)
    number = lifter.put(made.lengthfield, f"_{name}_length", behind.below("length"))
    if number is None or not isinstance(lifter.type_of(number), IntType):
        raise lifter.refusal(site, "a length is an integer", rule="type-mismatch")
    size = lifter.get(site.me, number)
    if made.includelength:
        own = size_in(made.lengthfield)
        if own is None:
            raise lifter.refusal(
                site, "includelength needs a length field of constant size",
                found=type(made.lengthfield).__name__,
            )  # fmt: skip
        size = ir.Binary("-", size, ir.Lit(own, INT), INT)
    region = _Region(Extent(size=size), site.stream.region)
    return lifter.add_plan(site, name, _inside(lifter, made.subcon, region, site))


def _inside(lifter: Lifter, made: Any, region: _Region, site: Site) -> Plan:
    """Return the plan of what a region holds; everything that one extent can say is in it."""
    region, made, inner = _narrowed(lifter, made, region, site)
    if type(made) is _GREEDY:
        return Plan(BytesRead(region.extent), BYTES)
    if isinstance(made, construct.StringEncoded):
        text, held, _ = _narrowed(lifter, made.subcon, region, site)
        if type(held) is _GREEDY:
            return Plan(StrRead(text.extent, _codec(lifter, made.encoding, site)), STR)
    if type(made) in _GROUPS:
        plan = struct_plan(lifter, made, inner)
    else:
        plan = lifter.wrap(made, inner, site.label)
        _explain_rest(lifter, made, plan, inner)
    assert isinstance(plan.read, StructRead)
    return replace(plan, read=replace(plan.read, extent=region.extent))


def _narrowed(lifter: Lifter, made: Any, region: _Region, site: Site) -> tuple[_Region, Any, Site]:
    """Say in an extent what strips or undoes bytes of a region; return what is left to read."""
    while True:
        inner = replace(site, stream=region.stream, is_last=True, order=Order.BYTES)
        made, inner = lifter.strip(made, inner)
        extent = region.extent
        match made:
            case construct.NullStripped() if _can_strip(extent):
                extent = replace(extent, pad_right=_pad(lifter, made, site))
                region = _Region(extent, region.stream.region)
            case (
                construct.ProcessXor() | construct.ProcessRotateLeft() | construct.Compressed()
            ) if extent.process is None:
                process = _process(lifter, made, site)
                fresh = Stream.FRESH if process.name == "zlib" else Stream.FRESH_PART
                region = _Region(replace(extent, process=process), fresh)
            case _:
                return region, made, inner
        made = made.subcon


def _explain_rest(lifter: Lifter, made: Any, plan: Plan, site: Site) -> None:
    """Let bytes behind the terminator of a string explain themselves: they are padding."""
    while isinstance(made, construct.StringEncoded):
        made = made.subcon
    if isinstance(made, construct.NullTerminated) and type(made.subcon) is _GREEDY:
        assert isinstance(plan.read, StructRead)
        draft = lifter.drafts[plan.read.struct]
        inner = replace(site, draft=draft, condition=None)
        lifter.add_plan(inner, "_rest", Plan(BytesRead(Extent(to_end=True)), BYTES))


def _can_strip(extent: Extent) -> bool:
    """Whether padding can be said in an extent: it is stripped first of all."""
    is_region = extent.size is not None or extent.to_end
    return is_region and extent.pad_right is None and extent.process is None


def _pad(lifter: Lifter, made: Any, site: Site) -> int:
    if not isinstance(made.pad, bytes) or len(made.pad) != 1:
        raise lifter.refusal(
            site, "padding in units of several bytes cannot be lifted",
            expected="padding of one byte, as in encodings whose unit is one byte",
            found=shown(made.pad),
        )  # fmt: skip
    return int(made.pad[0])


# -- processing --------------------------------------------------------------------------


def _process(lifter: Lifter, made: Any, site: Site) -> Process:
    match made:
        case construct.ProcessXor():
            return Process("xor", (_key(lifter, made.padfunc, site),))
        case construct.ProcessRotateLeft():
            if made.group != 1:
                raise lifter.refusal(
                    site, "rotation of several bytes at once cannot be lifted",
                    expected="group 1", found=shown(made.group),
                )  # fmt: skip
            return Process("rol", (integer(lifter, site, made.amount),))
    if made.encoding != "zlib":
        raise lifter.refusal(
            site, f"compression {str(made.encoding)[:40]!r} cannot be lifted", expected="zlib"
        )
    return Process("zlib", ())


def _key(lifter: Lifter, node: Any, site: Site) -> ir.Expr:
    """Return the key of an xor: one byte, or bytes that cannot be empty."""
    key = Converter(lifter, site).convert(node)
    match key:
        case ir.Lit(value=int(value)) if 0 <= value <= 255:
            return key
        case ir.Lit(value=bytes(value)) if value:
            return key
        case ir.FieldGet(type=IntType(width=1, signed=False)):
            return key
        case ir.FieldGet(field=number) if _is_full(lifter, number):
            return key
    raise lifter.refusal(
        site, "the key of an xor may be no byte, or empty", found=shown(node),
        expected="0 to 255, an unsigned byte, or a byte string of constant size above 0",
    )  # fmt: skip


def _is_full(lifter: Lifter, number: int) -> bool:
    """Whether a field is a byte string of constant size above 0."""
    one = lifter.fields[number]
    if not isinstance(one.type, BytesType) or not isinstance(one.read, BytesRead):
        return False
    extent = one.read.extent
    match extent.size:
        case ir.Lit(value=int(size)) if extent.pad_right is None and extent.terminator is None:
            return size > 0 and (extent.process is None or extent.process.name != "zlib")
    return False
