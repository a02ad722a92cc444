"""Fixed-width primitives: one row each, the single place where a backend looks up a width.

Source: Kaitai Struct user guide, "Fixed-size structures".
"""

from __future__ import annotations

from validator.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Primitive:
    """A fixed-width number.

    Attributes:
        name: name in the schema language, without byte order (`u2`, `f8`).
        width: size in bytes.
        code: `struct` module code, without byte order.
        c_type: C99 type.
        minimum, maximum: inclusive bounds; None for floats.
    """

    name: str
    width: int
    signed: bool
    is_float: bool
    code: str
    c_type: str
    minimum: int | None
    maximum: int | None


def _integer(name: str, width: int, code: str) -> Primitive:
    bits = width * 8
    signed = name[0] == "s"
    low, high = (-(1 << bits - 1), (1 << bits - 1) - 1) if signed else (0, (1 << bits) - 1)
    c_type = f"{'' if signed else 'u'}int{bits}_t"
    return Primitive(name, width, signed, False, code, c_type, low, high)


PRIMITIVES: dict[str, Primitive] = {
    "u1": _integer("u1", 1, "B"),
    "u2": _integer("u2", 2, "H"),
    "u4": _integer("u4", 4, "I"),
    "u8": _integer("u8", 8, "Q"),
    "s1": _integer("s1", 1, "b"),
    "s2": _integer("s2", 2, "h"),
    "s4": _integer("s4", 4, "i"),
    "s8": _integer("s8", 8, "q"),
    "f4": Primitive("f4", 4, True, True, "f", "float", None, None),
    "f8": Primitive("f8", 8, True, True, "d", "double", None, None),
}
