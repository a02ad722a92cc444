"""Checksum: a stored sum over bytes that were read before.

The hash is a function. The common ones are known by what they are, or by the exact code of the
usual wrappers around them; any other function is refused.
"""

from __future__ import annotations

import binascii
import hashlib
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from validator.ir import expr as ir
from validator.ir.nodes import BytesRead, CheckKind
from validator.ir.types import BytesType, IntType
from validator.lift.draft import Site, Stream
from validator.lift.exprs import Converter, shown
from validator.lift.lifter import Lifter
from validator.lift.opaque import describe_callable

_DIRECT: Mapping[Any, str] = {
    zlib.crc32: "crc32", binascii.crc32: "crc32", zlib.adler32: "adler32",
}  # fmt: skip
_HASHES = ("md5", "sha1", "sha256", "sha512")
_MODULES = {"hashlib": hashlib, "zlib": zlib, "binascii": binascii}

# What users write around the functions; only the code is compared, nothing is called.
_TEMPLATES: tuple[Callable[[Any], Any], ...] = (
    lambda data: hashlib.md5(data).digest(),
    lambda data: zlib.crc32(data),
    lambda data: zlib.crc32(data) & 0xFFFFFFFF,
)


def put_checksum(lifter: Lifter, made: Any, name: str, site: Site) -> int | None:
    """`Checksum(checksumfield, hashfunc, bytesfunc)`."""
    algorithm = _algorithm(lifter, made.hashfunc, site)
    if site.stream not in (Stream.FILE, Stream.PART):
        raise lifter.refusal(site, "Checksum among decoded bytes cannot be lifted")
    start, end = _range(lifter, made.bytesfunc, site)
    number = lifter.put(made.checksumfield, name, site)
    kind = None if number is None else lifter.fields[number].type
    wanted = BytesType if algorithm in _HASHES else IntType
    if number is None or not isinstance(kind, wanted) or lifter.fields[number].value is not None:
        raise lifter.refusal(
            site, f"{algorithm} does not fit the field", rule="type-mismatch",
            expected="a byte string" if wanted is BytesType else "an integer",
        )  # fmt: skip
    check = lifter.add_check(site, CheckKind.CHECKSUM, number, None, (start, end))
    lifter.checks[check] = replace(lifter.checks[check], algorithm=algorithm)
    lifter.attach(number, check)
    return number


def _algorithm(lifter: Lifter, function: Any, site: Site) -> str:
    try:
        found = _DIRECT.get(function)
    except TypeError:  # not hashable
        found = None
    found = found or _wrapped(function)
    if found is None:
        raise lifter.refusal(
            site, "the hash is a function of your own: what it does is code",
            expected="zlib.crc32, zlib.adler32, or lambda data: hashlib.sha256(data).digest()",
            found=describe_callable(function),
        )  # fmt: skip
    return found


def _wrapped(function: Any) -> str | None:
    """Return the algorithm of a function whose code is that of a usual wrapper."""
    code = getattr(function, "__code__", None)
    if code is None or not code.co_names or code.co_freevars:
        return None
    home = _MODULES.get(code.co_names[0])
    if home is None or getattr(function, "__globals__", {}).get(code.co_names[0]) is not home:
        return None
    for template in _TEMPLATES:
        model = template.__code__
        if code.co_code != model.co_code or len(code.co_names) != len(model.co_names):
            continue
        if [c for c in code.co_consts if isinstance(c, int)] != [
            c for c in model.co_consts if isinstance(c, int)
        ]:
            continue
        if len(code.co_names) == 3:
            is_known = code.co_names[1] in _HASHES and code.co_names[2] == "digest"
            return code.co_names[1] if is_known and home is hashlib else None
        return _DIRECT.get(getattr(home, code.co_names[1], None))
    return None


def _range(lifter: Lifter, node: Any, site: Site) -> tuple[ir.Expr, ir.Expr]:
    """Return where the bytes that are summed start and end in the file."""
    value = Converter(lifter, site).convert(node)
    if isinstance(value, ir.FieldGet):
        number = value.field
        if number in lifter.spans:
            first, last = (
                ir.FieldGet(value.object, mark, False, lifter.fields[mark].type)
                for mark in lifter.spans[number]
            )
            return ir.SpanOf(first, False), ir.SpanOf(last, False)
        one = lifter.fields[number]
        if isinstance(one.read, BytesRead) and _is_whole(one.read):
            return ir.SpanOf(value, False), ir.SpanOf(value, True)
    raise lifter.refusal(
        site, "a checksum can only be lifted over bytes of the file",
        expected="the data of a RawCopy, or a field of plain bytes", found=shown(node),
    )  # fmt: skip


def _is_whole(read: BytesRead) -> bool:
    extent = read.extent
    return extent.terminator is None and extent.pad_right is None and extent.process is None
