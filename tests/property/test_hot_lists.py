"""Long lists in the checking reader: schemas made by hypothesis, and files for them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from hot_relation import compare, program_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from validator.backends.python.hot import find_hot
from validator.check.read import BoundContract

CONTRACTS = (BoundContract("one", {"m": 3}, {}), BoundContract("two", {"m": 5}, {}))
NUMBERS = {
    f"{sign}{width}{order}": (width, sign == "s", order)
    for sign in "us"
    for width in (1, 2, 4, 8)
    for order in (("le", "be") if width > 1 else ("",))
}
CHECKS = (
    "", "", "valid: {max: 4}", "valid: {min: 1}", "valid: {min: 0, max: 5}", "-reserved: true",
    "valid: 2", "valid: {any-of: [0, 1, 2]}", "valid: {any-of: [1, 5]}",
    "valid: {expr: _ % 2 == 0}", "enum: kind, valid: {in-enum: true}", "enum: kind",
    "valid: {expr: _ <= i + 2}", "valid: {max: _parent.n + 1}", "valid: {max: _root.limit}",
    "-refers-to: {table: _root.table, key: _.v}",
    "-default: 0, -refers-to: {table: _root.table, key: _.v}",
)  # fmt: skip


@dataclass
class Made:
    """A schema and what a writer needs to make a file of it."""

    types: list[str] = field(default_factory=list)
    layout: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def text(self, counted: bool, order: str) -> str:
        count = "repeat: expr, repeat-expr: n" if counted else "repeat: eos"
        return (
            "meta: {id: case, endian: le, encoding: ASCII}\n"
            "-contract: {m: {type: int}}\n"
            "seq:\n  - {id: limit, type: u1}\n  - {id: n, type: u1}\n"
            "  - {id: table, type: entry, repeat: expr, repeat-expr: 3, -unique: _.v}\n"
            f"  - {{id: list, type: t1(_index), {count}{order}}}\n"
            "enums: {kind: {0: none, 1: one, 3: three}}\n"
            "types:\n  entry: {seq: [{id: v, type: u1}]}\n" + "".join(self.types)
        )


@st.composite
def record(draw: st.DrawFn, made: Made, level: int, depth: int) -> None:
    """Add type `tLEVEL` and the types of its lists."""
    name = f"t{level}"
    fields = ["{id: n, type: u1, valid: {max: 3}}"]
    layout = [("n", "u1")]
    checks: list[str] = []
    for number in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(sorted(NUMBERS)))
        check = draw(st.sampled_from(CHECKS))
        fields.append(f"{{id: f{number}, type: {kind}{', ' + check if check else ''}}}")
        layout.append((f"f{number}", kind))
        is_enum = check.startswith("enum")
        value = f"f{number}.to_i" if is_enum else f"f{number}"
        checks += [f"{value} != 4 or n < 3", f"{value} <= contract.m + n", f"{value} + i >= 0"]
    body = draw(st.sampled_from(["", "bytes", "text", "checked"]))
    if body:
        more = {"bytes": "", "text": ", type: str", "checked": ", valid: {expr: _.length != 3}"}
        fields.append(f"{{id: body, size: n{more[body]}}}")
        layout.append(("body", "body"))
    if depth > 1:
        inner = f"t{level + 1}"
        args = draw(st.sampled_from(["_index", "_index + 1", "n", "f0.as<u1>"]))
        args = "n" if "f0" in args else args
        fields.append(f"{{id: sub, type: {inner}({args}), repeat: expr, repeat-expr: n}}")
        layout.append(("sub", inner))
        checks += [
            "all(sub, _.n <= 2)", "all(sub, _.i <= contract.m)", "not all(sub, _.n == 1)",
            "n == 0 or min(sub, _.n) == 0", "sum(sub, _.n) < 5", "sub.size != 3",
            "n == 2 or all(sub, _.n <= n)", "count(sub, _.n > contract.m) == 0",
        ]  # fmt: skip
    chosen = draw(st.lists(st.sampled_from(checks), max_size=2, unique=True))
    lines = "".join(f'      - {{expr: "{check}"}}\n' for check in chosen)
    made.types.append(
        f"  {name}:\n    params: [{{id: i, type: u1}}]\n    seq:\n"
        + "".join(f"      - {text}\n" for text in fields)
        + (f"    -checks:\n{lines}" if chosen else "")
    )
    made.layout[name] = layout
    if depth > 1:
        draw(record(made, level + 1, depth - 1))


@st.composite
def schemas(draw: st.DrawFn) -> tuple[Made, str, bool]:
    made = Made()
    draw(record(made, 1, draw(st.integers(1, 3))))
    key = draw(st.sampled_from(["n", "f0"]))
    order = draw(
        st.sampled_from(["", "", f", -unique: _.{key}", f", -sorted: _.{key}",
                         f", -unique: _.{key}, -sorted: _.{key}",
                         f", -sorted: {{by: _.{key}, order: strict-descending}}"])
    )  # fmt: skip
    counted = draw(st.booleans())
    return made, made.text(counted, order), counted


def _element(made: Made, name: str, rng: random.Random) -> bytes:
    out = b""
    n = 0
    for id_, kind in made.layout[name]:
        if id_ == "n":
            n = rng.choice((0, 0, 1, 2, 3) if len(made.layout) > 1 else (0, 1, 2, 3))
            out += bytes([n])
        elif kind == "body":
            out += bytes(
                rng.choice((0x61, 0x62, 0xFF if rng.random() < 0.05 else 0)) for _ in range(n)
            )
        elif kind in NUMBERS:
            width, signed, order = NUMBERS[kind]
            value = rng.choice((0, 0, 1, 1, 2, 2, 3, 4, 5))
            if rng.random() < 0.04:
                value = rng.choice((-1, -128, 127) if signed else (255, 254, 128))
            out += value.to_bytes(width, "big" if order == "be" else "little", signed=signed)
        else:
            out += b"".join(_element(made, kind, rng) for _ in range(n))
    return out


def _file(made: Made, counted: bool, rng: random.Random) -> bytes:
    count = rng.choice((0, 1, 1, 2, 3, 7))
    elements = b"".join(_element(made, "t1", rng) for _ in range(count))
    return bytes([rng.choice((2, 9)), count, 0, 2, rng.choice((1, 4))]) + elements


def _damaged(data: bytes, rng: random.Random) -> bytes:
    copy = bytearray(data)
    match rng.randrange(4):
        case 0 if copy:
            copy[rng.randrange(len(copy))] = rng.choice((0, 1, 2, 3, 4, 127, 128, 255))
        case 1:
            copy = copy[: rng.randrange(len(copy) + 1)]
        case 2:
            copy += bytes(rng.choices((0, 1, 2), k=rng.randint(1, 4)))
        case _ if len(copy) > 6:
            at = rng.randrange(5, len(copy))
            del copy[at : at + rng.randint(1, 2)]
    return bytes(copy)


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(made=schemas(), seed=st.integers(0, 2**32))
def test_accepted_at_once_is_accepted(made: tuple[Made, str, bool], seed: int) -> None:
    layout, text, counted = made
    program = program_of(text)
    assert find_hot(program)
    rng = random.Random(seed)
    for number in range(24):
        data = _file(layout, counted, rng)
        if number % 2:
            data = _damaged(data, rng)
        quick, slow = compare(program, data, CONTRACTS[: number % 3])
        assert quick is slow, f"not accepted at once: {data.hex(' ')}\n{text}"
