"""Operations of expressions that need care: bounds, absent values, and size of results.

Integers are limited to `MAX_BITS` bits and strings to `MAX_TEXT`, so that no schema can make
a reader compute without end.
"""

from __future__ import annotations

from validator.runtime.faults import expression_fault

TYPE_CHECKING = False  # importing typing would cost every hook its start-up time
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any

MAX_BITS = 4096
_LIMIT = 1 << MAX_BITS
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
MAX_TEXT = 1 << 24


def need(value: Any, name: str) -> Any:
    """Return a value that may be absent, or fail naming it."""
    if value is None:
        raise expression_fault(f"needs {name}, which is absent here")
    return value


def item(array: Sequence[Any], index: int) -> Any:
    """Return `array[index]`; negative indices do not count from the end."""
    if not 0 <= index < len(array):
        raise expression_fault(
            "subscript is out of range", f"[{index}] of a list of {len(array)} elements"
        )
    return array[index]


def first(array: Sequence[Any]) -> Any:
    """Return the first element."""
    return item(array, 0)


def last(array: Sequence[Any]) -> Any:
    """Return the last element."""
    return item(array, len(array) - 1)


def least(values: Iterable[Any]) -> Any:
    """Return the smallest value; an empty list has none."""
    found = list(values)
    if not found:
        raise expression_fault("an empty list has no minimum")
    return min(found)


def greatest(values: Iterable[Any]) -> Any:
    """Return the largest value; an empty list has none."""
    found = list(values)
    if not found:
        raise expression_fault("an empty list has no maximum")
    return max(found)


def bounded(value: Any) -> Any:
    """Return a result, unless it is an integer beyond 2**4096."""
    if isinstance(value, int) and not -_LIMIT <= value <= _LIMIT:
        raise expression_fault("integer becomes too large", f"more than {MAX_BITS} bits")
    return value


def times(a: Any, b: Any) -> Any:
    """Return `a * b`, limited in size."""
    return bounded(a * b)


def total(values: Iterable[Any]) -> Any:
    """Return the sum, added from left to right."""
    result: Any = 0
    for value in values:
        result = result + value
        if isinstance(value, int):
            bounded(result)
    return result


def divide(a: Any, b: Any) -> Any:
    """Return `a / b`: floors for integers."""
    if b == 0:
        raise expression_fault("division by zero", f"{a} / 0")
    return a // b if isinstance(a, int) and isinstance(b, int) else a / b


def modulo(a: Any, b: Any) -> Any:
    """Return `a % b`, with the sign of the divisor."""
    if b == 0:
        raise expression_fault("division by zero", f"{a} % 0")
    return a % b


def left(a: int, b: int) -> int:
    """Return `a << b`."""
    if not 0 <= b <= MAX_BITS:
        raise expression_fault("shift is out of range", f"{b} bits")
    return int(bounded(a << b))


def right(a: int, b: int) -> int:
    """Return `a >> b`."""
    if not 0 <= b <= MAX_BITS:
        raise expression_fault("shift is out of range", f"{b} bits")
    return a >> b


def join(a: Any, b: Any) -> Any:
    """Return `a + b` of strings or byte strings, limited in size."""
    if len(a) + len(b) > MAX_TEXT:
        raise expression_fault("text becomes too long", f"more than {MAX_TEXT} units")
    return a + b


def substring(text: str, start: int, end: int) -> str:
    """Return `text.substring(start, end)`."""
    if not 0 <= start <= end <= len(text):
        raise expression_fault(
            "substring is out of range", f"{start} to {end} of {len(text)} characters"
        )
    return text[start:end]


def to_int(text: str, base: int = 10) -> int:
    """Return `text.to_i(base)`: optional sign, then digits of the base, nothing else."""
    digits = text[1:] if text[:1] in ("-", "+") else text
    # int() alone would take underscores, spaces, prefixes such as 0x, and digits of any script
    is_plain = 2 <= base <= 36 and digits.isascii() and 0 < len(text) <= 1000
    if not is_plain or not digits or not set(digits.lower()) <= set(_DIGITS[:base]):
        raise expression_fault("text is not a number", repr(text[:40]))
    return int(text, base)


def cast(value: Any, name: str) -> Any:
    """Return the value of `.as<type>`, which must be of the Python type of that name, or None."""
    if value is not None and type(value).__name__ != name:
        raise expression_fault(f"cast to {name} of another type", type(value).__name__)
    return value


def to_bytes(values: Iterable[Any]) -> bytes:
    """Return a list of integers as a byte string (`[a, b].as<bytes>`)."""
    found = list(values)
    for value in found:
        if value is None or not 0 <= value <= 255:
            raise expression_fault("not a byte", str(value))
    return bytes(found)


def float_to_int(value: float) -> int:
    """Truncate towards zero."""
    if value != value or value in (float("inf"), float("-inf")):
        raise expression_fault("not a finite number", str(value))
    return int(value)


def decode(data: bytes, codec: str) -> str:
    """Return `bytes.to_s(encoding)`."""
    try:
        return data.decode(codec)
    except UnicodeError as error:
        raise expression_fault(f"not valid {codec}", str(error)) from None


def all_distinct(values: Iterable[Any]) -> bool:
    """Whether no value occurs twice."""
    found = [fixed(value) for value in values]
    return len(set(found)) == len(found)


def ascending(values: Iterable[Any]) -> bool:
    """Whether no value is smaller than the one before."""
    found = list(values)
    return all(a <= b for a, b in zip(found, found[1:], strict=False))


def fixed(key: Any) -> Any:
    """Return a key as something that can stand in a table; lists become tuples."""
    return tuple(map(fixed, key)) if isinstance(key, list) else key


def index_by(array: Sequence[Any], key: Callable[[Any], Any]) -> dict[Any, Any]:
    """Return key -> element; the first of equal keys counts, absent keys are never found."""
    made: dict[Any, Any] = {}
    for element in array:
        made.setdefault(fixed(key(element)), element)
    return made


def lookup(table: Mapping[Any, Any], value: Any) -> Any:
    """Return the element whose key equals the value, from a table by key."""
    wanted = fixed(value)
    if wanted not in table:
        raise expression_fault("no element has this key", repr(value))
    return table[wanted]


def one_of(value: Any, *items: Callable[[], Any]) -> bool:
    """Whether a value equals one of some expressions; those behind the first are not asked."""
    return any(value == item() for item in items)


def contains(container: Any, value: Any) -> bool:
    """Whether a list, string, byte string or map holds a value."""
    return value in container


def overlaps(ranges: Iterable[tuple[int, int]]) -> bool:
    """Whether two half-open ranges share a place; empty ranges share none."""
    end = None
    for start, stop in sorted(r for r in ranges if r[0] < r[1]):
        if end is not None and start < end:
            return True
        end = stop if end is None else max(end, stop)
    return False


def names(parts: Iterable[Any]) -> str:
    """Join the parts of an f-string or message."""
    return "".join(str(part) for part in parts)


def unpack_xor(data: bytes, key: int | bytes) -> bytes:
    """Undo `process: xor(key)`."""
    if isinstance(key, int):
        if not 0 <= key <= 255:
            raise expression_fault("xor key does not fit a byte", str(key))
        key = bytes([key])
    if not key:
        raise expression_fault("xor key is empty")
    size = len(data)
    mask = (key * (size // len(key) + 1))[:size]
    return (int.from_bytes(data, "big") ^ int.from_bytes(mask, "big")).to_bytes(size, "big")


def unpack_rotate(data: bytes, amount: int, *, is_left: bool) -> bytes:
    """Undo `process: rol(amount)` and `ror(amount)`, on single bytes."""
    by = amount % 8 if is_left else -amount % 8
    table = bytes((value << by | value >> (8 - by)) & 0xFF for value in range(256))
    return data.translate(table)
