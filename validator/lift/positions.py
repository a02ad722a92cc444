"""Pointer, Peek, Tell, Padded, Aligned, RawCopy, Terminated: places in a stream.

Where a place is needed later, a field of size 0 marks it: `start_of` that field is what
construct's Tell gives, as long as the stream is the file or a region of it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import construct
from construct.expr import Path

from validator.ir import expr as ir
from validator.ir.nodes import BytesRead, CheckKind, Extent
from validator.ir.types import BOOL, BYTES, INT
from validator.lift.access import find_context
from validator.lift.bits import bits_read
from validator.lift.coerce import is_nonnegative
from validator.lift.draft import Order, Plan, Site, Stream, Test
from validator.lift.exprs import integer, path_keys, shown
from validator.lift.lifter import Lifter
from validator.lift.numbers import MAX_PART, MAX_WIDTH, bytes_only
from validator.lift.safe import never_fails
from validator.lift.sizes import size_in

_EMPTY = Plan(BytesRead(Extent(size=ir.Lit(0, INT))), BYTES)
ZERO = ir.Lit(0, INT)


def mark(lifter: Lifter, name: str, site: Site) -> ir.Expr:
    """Mark the present place with a field of size 0 and return its offset in the file."""
    return span(lifter, site, lifter.add_plan(site, name, _EMPTY), end=False)


def span(lifter: Lifter, site: Site, number: int, *, end: bool) -> ir.Expr:
    """Return where a field of the struct at hand starts or ends."""
    one = lifter.fields[number]
    return ir.SpanOf(ir.FieldGet(site.me, number, one.nullable, one.type), end)


def _in_file(lifter: Lifter, made: Any, site: Site) -> None:
    bytes_only(lifter, made, site)
    if site.stream not in (Stream.FILE, Stream.PART):
        raise lifter.refusal(
            site, f"{type(made).__name__} among decoded bytes cannot be lifted",
            expected="a place in the file", found=site.stream.value,
        )  # fmt: skip


def put_tell(lifter: Lifter, made: Any, name: str, site: Site) -> int | None:
    """`Tell`: the offset in the file."""
    _in_file(lifter, made, site)
    return lifter.add_value(site, name, mark(lifter, f"_{name}_at", site))


def put_pointer(lifter: Lifter, made: Any, name: str, site: Site) -> int | None:
    """`Pointer(offset, subcon, stream)`: reads elsewhere, and comes back."""
    bytes_only(lifter, made, site)
    stream, kind = _stream(lifter, made, site)
    if not kind.counts_from_start:
        raise lifter.refusal(
            site, "Pointer in a region cannot be lifted: construct counts from the start of the"
            " file, but reads in the region only", expected="stream=this._root._io",
        )  # fmt: skip
    offset = integer(lifter, site, made.offset)
    if not is_nonnegative(lifter, offset):
        offset = _from_end(offset, stream or ir.StreamOf(site.me))
    inner = replace(site.below("target"), is_last=True, stream=kind)
    plan = lifter.element(made.subcon, inner, name)
    return lifter.add_plan(site, name, plan, position=(offset, stream))


def _stream(lifter: Lifter, made: Any, site: Site) -> tuple[ir.Expr | None, Stream]:
    if made.stream is None:
        return None, site.stream
    if isinstance(made.stream, Path):
        keys = path_keys(made.stream)[1]
        if keys[-1:] == ["_io"]:
            context, rest = find_context(lifter, site, keys[:-1], shown(made.stream))
            if not rest:
                return ir.StreamOf(context.value), context.draft.stream
    raise lifter.refusal(
        site, "a stream is named by this._io, this._._io or this._root._io",
        found=shown(made.stream),
    )  # fmt: skip


def _from_end(offset: ir.Expr, stream: ir.Expr) -> ir.Expr:
    """Return a position that counts from the end when it is negative, at least 0."""
    size = ir.StreamAttr(stream, "size", INT)
    back = ir.Binary("+", size, offset, INT)
    clipped = ir.IfElse(ir.Compare("<", back, ZERO, BOOL), ZERO, back, INT)
    return ir.IfElse(ir.Compare("<", offset, ZERO, BOOL), clipped, offset, INT)


def put_peek(lifter: Lifter, made: Any, name: str, site: Site) -> int | None:
    """`Peek(subcon)`, where only the end of the stream can make reading fail."""
    bytes_only(lifter, made, site)
    size = never_fails(made.subcon)
    if size is None:
        raise lifter.refusal(
            site, "Peek can only be lifted when nothing but the end of the stream can make it"
            " fail", expected="a subconstruct of constant size without conditions",
            found=type(made.subcon).__name__,
        )  # fmt: skip
    if site.stream is not Stream.FILE:
        raise lifter.refusal(site, "Peek in a region cannot be lifted", found=site.stream.value)
    plan = lifter.element(made.subcon, replace(site, is_last=False), name)
    place = mark(lifter, f"_{name}_at", site)
    end = ir.Binary("+", place, ir.Lit(size, INT), INT)
    there = ir.Compare("<=", end, ir.StreamAttr(ir.StreamOf(site.me), "size", INT), BOOL)
    return lifter.add_plan(site.when(there), name, plan, position=(place, None))


# -- padding -----------------------------------------------------------------------------


def put_padded(lifter: Lifter, made: Any, name: str, site: Site) -> int | None:
    """`Padded(length, subcon)` and `Padding(length)`: what the padding holds is ignored."""
    if type(made.subcon) is type(construct.Pass):
        _pad_field(lifter, made, f"_{name.lstrip('_')}", site, made.length)
        return None
    used = size_in(made.subcon)
    inner = replace(site, is_last=False)
    if used is not None:
        number = lifter.put(made.subcon, name, inner)
        if not isinstance(made.length, int):
            rest = ir.Binary("-", integer(lifter, site, made.length), ir.Lit(used, INT), INT)
            _pad(lifter, f"_{name}_padding", site, rest)
            return number
        if made.length < used:
            raise lifter.refusal(
                site, "the padded length is too small: construct can never read it",
                rule="invalid-value", expected=f"at least {used}", found=str(made.length),
            )  # fmt: skip
        _pad_field(lifter, made, f"_{name}_padding", site, made.length - used)
        return number
    start = _start(lifter, made, name, site)
    number = lifter.put(made.subcon, name, inner)
    taken = ir.Binary("-", mark(lifter, f"_{name}_end", site), start, INT)
    rest = ir.Binary("-", integer(lifter, site, made.length), taken, INT)
    _pad(lifter, f"_{name}_padding", site, rest)
    return number


def _start(lifter: Lifter, made: Any, name: str, site: Site) -> ir.Expr:
    _in_file(lifter, made, site)
    return mark(lifter, f"_{name}_start", site)


def _pad_field(lifter: Lifter, made: Any, name: str, site: Site, length: Any) -> None:
    """Read padding of a length that is a constant, or an expression."""
    if site.is_bits:
        if not isinstance(length, int) or length > MAX_WIDTH:
            raise lifter.refusal(
                site, "padding of a variable or large number of bits cannot be lifted",
                expected=f"at most {MAX_WIDTH} bits",
            )  # fmt: skip
        for at in range(0, length, MAX_PART):
            lifter.add_plan(site, name, Plan(bits_read(site, min(MAX_PART, length - at)), INT))
        return
    bytes_only(lifter, made, site)
    if length != 0 or not isinstance(length, int):
        _pad(lifter, name, site, integer(lifter, site, length))


def _pad(lifter: Lifter, name: str, site: Site, size: ir.Expr) -> None:
    lifter.add_plan(site, name, Plan(BytesRead(Extent(size=size)), BYTES))


def put_aligned(lifter: Lifter, made: Any, name: str, site: Site) -> int | None:
    """`Aligned(modulus, subcon)`: padding up to a multiple, from where it starts."""
    bytes_only(lifter, made, site)
    if not isinstance(made.modulus, int) or made.modulus < 2:
        raise lifter.refusal(
            site, "a modulus is a constant of at least 2", rule="invalid-value",
            found=shown(made.modulus),
        )  # fmt: skip
    used = size_in(made.subcon)
    inner = replace(site, is_last=False)
    if used is not None:
        number = lifter.put(made.subcon, name, inner)
        _pad_field(lifter, made, f"_{name}_padding", site, -used % made.modulus)
        return number
    start = _start(lifter, made, name, site)
    number = lifter.put(made.subcon, name, inner)
    taken = ir.Binary("-", start, mark(lifter, f"_{name}_end", site), INT)
    rest = ir.Binary("%", taken, ir.Lit(made.modulus, INT), INT)
    _pad(lifter, f"_{name}_padding", site, rest)
    return number


# -- whole pieces ------------------------------------------------------------------------


def put_raw_copy(lifter: Lifter, made: Any, name: str, site: Site) -> int | None:
    """`RawCopy(subcon)`: the value, its bytes, and where they lie."""
    _in_file(lifter, made, site)
    draft = lifter.draft(site, name, is_scope=False)
    inner = replace(site, draft=draft, condition=None, in_array=False, order=Order.BYTES)
    start = mark(lifter, "_start", inner)
    draft.names["value"] = lifter.put(made.subcon, "value", inner)
    end = mark(lifter, "_end", inner)
    size = ir.Binary("-", end, start, INT)
    plan = Plan(BytesRead(Extent(size=size)), BYTES)
    stream = None if site.stream is Stream.FILE else _file_stream(lifter, inner)
    draft.names["data"] = data = lifter.add_plan(inner, "data", plan, position=(start, stream))
    lifter.spans[data] = (draft.seq[0].number, draft.seq[-1].number)
    draft.names["offset1"] = lifter.add_value(inner, "offset1", start)
    draft.names["offset2"] = lifter.add_value(inner, "offset2", end)
    draft.names["length"] = lifter.add_value(inner, "length", size)
    return lifter.add_plan(site, name, lifter.object_plan(draft, site))


def _file_stream(lifter: Lifter, site: Site) -> ir.Expr:
    root = site.draft.root
    if root.stream is not Stream.FILE:
        raise lifter.refusal(site, "RawCopy in a region needs a Struct around everything")
    return ir.StreamOf(ir.RootOf(site.me, root.type))


def put_terminated(lifter: Lifter, made: Any, name: str, site: Site) -> int | None:
    """`Terminated`: nothing may follow in the stream."""
    bytes_only(lifter, made, site)
    plan = Plan(BytesRead(Extent(to_end=True)), BYTES)
    size = ir.Call("bytes_length", (plan.item,), INT)
    test = Test(
        CheckKind.EXPR, ir.Compare("==", size, ZERO, BOOL),
        message="bytes follow where the declaration says the end",
    )  # fmt: skip
    lifter.add_plan(site, f"_{name.lstrip('_')}", plan.testing(test))
    return None
