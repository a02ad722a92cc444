"""Bits: BitsInteger, Bitwise, Bytewise, ByteSwapped, BitsSwapped.

construct turns bytes into one byte per bit, reads those, and turns back; sizes and places count
bits inside. Only declarations whose size in bits is known can be turned exactly.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import construct
from construct.lib import bits2bytes, bytes2bits, swapbitsinbytes, swapbytes

from validator.ir.nodes import BitsRead, Endian
from validator.ir.types import BOOL, INT
from validator.lift.draft import Order, Plan, Site, Stream
from validator.lift.lifter import Lifter
from validator.lift.numbers import MAX_PART, layout_of, put_parts
from validator.lift.opaque import describe_callable
from validator.lift.sizes import size_in


def bits_read(site: Site, bits: int, *, as_bool: bool = False) -> BitsRead:
    """Return a read of so many bits at a site."""
    endian = Endian.LITTLE if site.order is Order.SWAPPED_BITS else Endian.BIG
    return BitsRead(bits, endian, as_bool)


def plan_bits_integer(lifter: Lifter, made: Any, site: Site) -> Plan | None:
    """`BitsInteger`, `Bit`, `Nibble`, `Octet`: unsigned and of up to 64 bits."""
    _bits_only(lifter, made, site)
    layout = layout_of(lifter, made, site, 1)
    if layout.signed or layout.little or layout.bits > MAX_PART:
        return None
    return Plan(bits_read(site, layout.bits), INT)


def plan_flag(lifter: Lifter, made: Any, site: Site) -> Plan | None:
    """`Flag` among bits; among bytes it needs a comparison."""
    return Plan(bits_read(site, 1, as_bool=True), BOOL) if site.is_bits else None


def put_bits_integer(lifter: Lifter, made: Any, name: str, site: Site) -> int | None:
    """`BitsInteger` with a sign, swapped bytes, or more than 64 bits."""
    layout = layout_of(lifter, made, site, 1)
    step = 8 if layout.little else MAX_PART
    widths = [min(step, layout.bits - at) for at in range(0, layout.bits, step)]
    if site.order is Order.SWAPPED_BITS:
        raise lifter.refusal(
            site, "BitsInteger with a sign, swapped, or of more than 64 bits inside ByteSwapped"
            " cannot be lifted", expected="unsigned integers of up to 64 bits",
        )  # fmt: skip
    return put_parts(lifter, name, site, layout, [(bits, Endian.BIG) for bits in widths])


def _bits_only(lifter: Lifter, made: Any, site: Site) -> None:
    if not site.is_bits:
        raise lifter.refusal(
            site, f"{type(made).__name__} reads bits, but stands among bytes",
            expected="Bitwise or BitStruct around it",
        )  # fmt: skip


def transformed(lifter: Lifter, made: Any, site: Site) -> tuple[Any, Site]:
    """Return what a Transformed (Bitwise, Bytewise, ByteSwapped) reads, and how.

    Raises:
        Refusal: it is none of those, or does not fit whole bytes.
    """
    decode, amount = made.decodefunc, made.decodeamount
    kinds = (
        (bytes2bits, _bitwise), (bits2bytes, _bytewise), (swapbytes, _swapped),
        (swapbitsinbytes, _bits_swapped),
    )  # fmt: skip
    change = next((change for function, change in kinds if function is decode), None)
    if change is None or not isinstance(amount, int):
        raise lifter.refusal(
            site, "a transformation of your own cannot be lifted: what it does is code",
            expected="Bitwise, Bytewise, ByteSwapped", found=describe_callable(decode),
        )  # fmt: skip
    return made.subcon, change(lifter, made.subcon, amount, site)


def _bitwise(lifter: Lifter, inner: Any, amount: int, site: Site) -> Site:
    bits = size_in(inner)
    if site.is_bits:
        raise lifter.refusal(site, "Bitwise inside of Bitwise cannot be lifted")
    if bits is None:
        raise _variable(lifter, site)
    if bits != amount * 8:
        raise lifter.refusal(
            site, "bits do not fill whole bytes: construct can never read them",
            rule="invalid-value", expected="a multiple of 8 bits", found=f"{bits} bits",
        )  # fmt: skip
    order = Order.BITS
    if site.order is Order.SWAPPED:
        order = Order.SWAPPED_BITS
        _known_order(lifter, inner, site)
    return replace(site, order=order, bit=0, stream=Stream.FRESH_PART)


def _variable(lifter: Lifter, site: Site) -> Exception:
    return lifter.refusal(
        site, "bits whose number depends on the data cannot be lifted",
        expected="a BitStruct of constant size",
    )  # fmt: skip


def _known_order(lifter: Lifter, inner: Any, site: Site) -> None:
    """Refuse what is more than a group of bit fields: the fields are read from the last to the
    first, which only a struct of their own can say.
    """
    while isinstance(inner, construct.Renamed):
        inner = inner.subcon
    if type(inner) not in (construct.Struct, construct.Sequence, construct.BitsInteger):
        raise lifter.refusal(
            site, "bits of bytes in reverse order can only be lifted in a BitStruct",
            expected="ByteSwapped(BitStruct(...))", found=type(inner).__name__,
        )  # fmt: skip


def _bytewise(lifter: Lifter, inner: Any, amount: int, site: Site) -> Site:
    if site.order is not Order.BITS or site.bit is None or site.bit % 8:
        raise lifter.refusal(
            site, "Bytewise that does not start at a whole byte cannot be lifted",
            expected="a multiple of 8 bits before it in the BitStruct",
        )  # fmt: skip
    return replace(site, order=Order.BYTES, bit=0, is_last=False, stream=Stream.FRESH_PART)


def _swapped(lifter: Lifter, inner: Any, amount: int, site: Site) -> Site:
    if site.is_bits:
        raise lifter.refusal(site, "ByteSwapped inside of Bitwise cannot be lifted")
    order = Order.BYTES if site.order is Order.SWAPPED else Order.SWAPPED
    return replace(site, order=order, stream=Stream.FRESH_PART, is_last=False)


def _bits_swapped(lifter: Lifter, inner: Any, amount: int, site: Site) -> Site:
    raise lifter.refusal(
        site, "BitsSwapped cannot be lifted: the readers know no reversed bits within a byte",
        hint="declare the fields in the order of the bits, with ByteSwapped(BitStruct(...))",
    )  # fmt: skip


def restreamed(lifter: Lifter, made: Any, site: Site) -> tuple[Any, Site]:
    """Refuse a Restreamed: bits whose number depends on the data, or functions of the user's.

    Raises:
        Refusal: always.
    """
    if made.decoder is bytes2bits or made.decoder is bits2bytes:
        raise _variable(lifter, site)
    raise lifter.refusal(
        site, "Restreamed cannot be lifted: what it does is code",
        found=describe_callable(made.decoder),
    )  # fmt: skip
