"""The parts of the header that are the same for every format: assertions, loads, bounds.

Comes in: the format's prefix, and which numbers it has. Goes out: lines of C. Everything works
freestanding, in a kernel, and in C++ even when the header is included inside `extern "C"`.
"""

from __future__ import annotations

from collections.abc import Iterator

from validator.ir.primitives import Primitive

_INCLUDES = """\
#ifdef __KERNEL__
#include <linux/stddef.h>
#include <linux/types.h>
#else
#include <stddef.h>
#include <stdint.h>
#endif
"""
_ASSERTS = """\
/* ---- Assertions: for use at file scope or in a function, with a semicolon behind ---- */

#if defined(__cplusplus)
#define {U}_STATIC_ASSERT(condition, text) static_assert(condition, text)
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define {U}_STATIC_ASSERT(condition, text) _Static_assert(condition, text)
#elif defined(__GNUC__)
#define {U}_STATIC_ASSERT(condition, text) __extension__ _Static_assert(condition, text)
#else
#define {U}_STATIC_ASSERT(condition, text) \\
    extern char {l}_static_assert[(condition) ? 1 : -1]
#endif

/* Number of elements of an array; a pointer in its place does not compile. */
#if defined(__cplusplus)
extern "C++" {{
template <typename T, size_t N> char (&{l}_array_of(T (&)[N]))[N];
}}
#define {U}_ARRAY_LENGTH(array) (sizeof({l}_array_of(array)))
#elif defined(__GNUC__)
#define {U}_ARRAY_LENGTH(array) \\
    (sizeof(array) / sizeof((array)[0]) + 0 * sizeof(char[ \\
        __builtin_types_compatible_p(__typeof__(array), __typeof__(&(array)[0])) ? -1 : 1]))
#else
#define {U}_ARRAY_LENGTH(array) (sizeof(array) / sizeof((array)[0]))
#endif

/* The array has room for so many elements: for arrays filled from repeated fields (MAXCOUNT) and
 * for tables that are indexed by a value of the file (SPAN). */
#define {U}_ASSERT_ROOM(array, count) \\
    {U}_STATIC_ASSERT({U}_ARRAY_LENGTH(array) >= (count), \\
        "{l}: " #array " has fewer than " #count " elements")

/* The buffer is large enough for so many bytes (SIZEOF, MAXSIZEOF, MAXLEN). */
#define {U}_ASSERT_BYTES(buffer, size) \\
    {U}_STATIC_ASSERT(sizeof(buffer) >= (size), \\
        "{l}: " #buffer " has fewer than " #size " bytes")
"""
_FITS = """\
/* Whether `length` bytes at `offset` lie inside `size` bytes; cannot wrap. */
static inline int {l}_fits(size_t size, size_t offset, size_t length)
{{
    return offset <= size && length <= size - offset;
}}
"""

Number = tuple[Primitive, str]
"""A primitive wider than a byte, and `le` or `be`."""


def includes() -> str:
    """Return the `#include` lines."""
    return _INCLUDES


def assertions(prefix: str) -> str:
    """Return the macros that assert."""
    return _ASSERTS.format(U=prefix.upper(), l=prefix)


def bounds_check(prefix: str) -> str:
    """Return the function that checks a range of bytes."""
    return _FITS.format(l=prefix)


def type_name(prefix: str, number: Number) -> str:
    """Return the C type of a number as it stands in the file."""
    primitive, order = number
    return f"{prefix}_{primitive.name}{order}"


def number_types(prefix: str, numbers: list[Number]) -> Iterator[str]:
    """Yield the types of numbers as they stand in the file, and functions that load them.

    Args:
        prefix: of the format.
        numbers: those that the header needs, in order.
    """
    for width, order in sorted({(primitive.width, order) for primitive, order in numbers}):
        yield from _unsigned_load(prefix, width, order)
    for primitive, order in numbers:
        name = type_name(prefix, (primitive, order))
        word = f"{prefix}_load_u{primitive.width}{order}"
        if primitive.is_float:
            yield f"/* The bits of an IEEE 754 number, for {word}: a kernel has no others. */"
        elif primitive.signed:
            kind = primitive.c_type
            yield f"static inline {kind} {prefix}_load_{primitive.name}{order}(const void *bytes)"
            yield from ("{", f"    return ({kind}){word}(bytes);", "}")
        yield f"typedef struct {name} {{ uint8_t bytes[{primitive.width}]; }} {name};"
    if numbers:
        yield ""


def _unsigned_load(prefix: str, width: int, order: str) -> Iterator[str]:
    word = f"uint{width * 8}_t"
    wide = "uint64_t" if width == 8 else "uint32_t"
    places = range(width) if order == "le" else range(width - 1, -1, -1)
    terms = [
        f"({wide})at[{index}]" + (f" << {8 * shift}" if shift else "")
        for shift, index in enumerate(places)
    ]
    joined = " |\n        ".join(terms)
    yield f"static inline {word} {prefix}_load_u{width}{order}(const void *bytes)"
    yield "{"
    yield "    const uint8_t *at = (const uint8_t *)bytes;"
    yield f"    return ({word})({joined});"
    yield from ("}", "")
