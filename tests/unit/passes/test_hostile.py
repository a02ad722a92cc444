"""Schemas made to exhaust the compiler: each ends soon, with a Program or with findings."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from validator.compile import try_compile
from validator.ksy.problems import MAX_PROBLEMS

if TYPE_CHECKING:
    from validator.findings import Finding
    from validator.ir.nodes import Program

HEAD = "meta:\n  id: t\n  endian: le\n"
MANY = 3_000


def compiled(tmp_path: Path, body: str) -> tuple[Program | None, tuple[Finding, ...]]:
    path = tmp_path / "t.ksy"
    path.write_text(HEAD + body, encoding="utf-8")
    return try_compile(str(path))


def instances(values: dict[str, str]) -> str:
    return "instances:\n" + "".join(f"  {k}:\n    value: {v}\n" for k, v in values.items())


def types(count: int, body: str) -> str:
    """Types t0, t1, ... where `NEXT` in the body is the name of the next, in a ring."""
    parts = (f"  t{i}: " + body.replace("NEXT", f"t{(i + 1) % count}") + "\n" for i in range(count))
    return "seq:\n  - id: x\n    type: t0\ntypes:\n" + "".join(parts)


def nested(opening: str, inner: str, closing: str, depth: int) -> str:
    return opening * depth + inner + closing * depth


def values_deep_inside(count: int) -> str:
    """One expression that needs many values, too deep to work them out on the way."""
    names = ", ".join(f"a{i}" for i in range(count))
    deep = nested("-(1 + ", f"[{names}][0]", ")", 45)
    return instances({"b": f'"{deep}"', **{f"a{i}": f"{i} + 1" for i in range(count)}})


GOOD = {
    "chain-of-values": instances(
        {**{f"a{i}": f"a{i + 1} + 1" for i in range(MANY)}, f"a{MANY}": "1"}
    ),
    "values-used-twice": instances({"a0": "1", **{f"a{i + 1}": f"a{i} + a{i}" for i in range(80)}}),
    "deep-expressions-in-a-chain": instances(
        {**{f"a{i}": nested("-(1 + ", f"a{i + 1}", ")", 45) for i in range(300)}, "a300": "1"}
    ),
    "many-values-needed-deep-inside": values_deep_inside(150),
    "ring-of-types": types(
        MANY,
        "{seq: [{id: a, type: NEXT}, {id: b, type: NEXT}], instances: {s: {value: _io.size}}}",
    ),
    "chain-of-parents": types(
        400,
        "{seq: [{id: a, type: NEXT, parent: _parent}], instances: {s: {value: _parent._io.size}}}",
    ),
    "size-of-doubling-types": "instances:\n  s:\n    value: sizeof<t0>\ntypes:\n" + "".join(
        f"  t{i}:\n    seq:\n      - {{id: a, type: t{i + 1}}}\n      - {{id: b, type: t{i + 1}}}\n"
        for i in range(60)
    ) + "  t60:\n    seq:\n      - {id: a, type: u1}\n",
    "wide-switch": "seq:\n  - id: x\n    type: u4\n  - id: y\n    type:\n      switch-on: x\n"
    "      cases:\n" + "".join(f"        {i}: u2\n" for i in range(MANY)),
    "functions-in-functions": "seq:\n  - {id: x, type: u1, repeat: eos}\n-checks:\n  - expr: "
    + nested("all(x, ", "true", ")", 90) + "\n",
    "casts": "seq:\n  - {id: x, type: u1}\n" + instances({"a": "x" + ".as<u1>" * 150}),
    "huge-shift": instances({"a": "1 << 4000000000", "b": "a << a"}),
    "huge-count": "seq:\n  - id: x\n    type: u1\n    repeat: expr\n    repeat-expr: "
    + "9" * 18 + "\n" + instances({"s": "x._sizeof"}),
    "many-parameters": "seq:\n  - id: x\n    type: t(" + ", ".join("1" for _ in range(MANY))
    + ")\ntypes:\n  t:\n    params:\n" + "".join(
        f"      - {{id: p{i}, type: u1}}\n" for i in range(MANY)
    ),
}  # fmt: skip

BAD = {
    "count-of-190-digits": (
        "seq:\n  - id: x\n    type: u1\n    repeat: expr\n    repeat-expr: "
        + "9" * 190 + "\n" + instances({"s": "x._sizeof"}),
        ["repeat-expr is larger than any file"],
    ),
    "ring-of-values": (
        instances({f"a{i}": f"a{(i + 1) % MANY} + 1" for i in range(MANY)}),
        ["the value of a0 depends on itself"],
    ),
    "values-far-apart-in-a-ring": (
        instances({f"a{i}": f"a{(i + 7) % 1009} + 1" for i in range(1009)}),
        ["the value of a0 depends on itself"],
    ),
    "ring-of-tables": (
        "seq:\n" + "".join(
            f"  - id: x{i}\n    type: u1\n    -refers-to: {{table: x{(i + 1) % 500}.target}}\n"
            for i in range(500)
        ),
        ["the table of x0 depends on itself"],
    ),
    "all-members-of-big-enums": (
        "seq:\n" + "".join(
            f"  - {{id: x{i}, type: u4, enum: e, valid: {{in-enum: true}}}}\n" for i in range(500)
        ) + "enums:\n  e:\n" + "".join(f"    {i}: m{i}\n" for i in range(1000)),
        ["valid/in-enum lists too many values together"],
    ),
    "too-many-values-deep-inside": (
        values_deep_inside(1500), ["expressions need each other in too long chains"]
    ),
    "everything-unknown": (
        instances({f"a{i}": f"b{i} + e{i}::k" for i in range(MANY)}), ["field is not declared"]
    ),
    "unknown-types": (
        "seq:\n" + "".join(f"  - {{id: x{i}, type: tt{i}}}\n" for i in range(MANY))
        + "types:\n" + "".join(f"  t{i}: {{}}\n" for i in range(MANY)),
        ["type is not declared"],
    ),
    "size-of-endless-type": (
        "instances:\n  s:\n    value: sizeof<t>\n"
        "types:\n  t:\n    seq:\n      - {id: a, type: t}\n",
        ["size is not constant"],
    ),
    "parameter-of-its-own-type": (
        "seq:\n  - {id: x, type: t(x)}\ntypes:\n  t:\n    params:\n      - {id: p, type: t}\n"
        "    seq:\n      - {id: c, type: t(c), if: c.p.c.p.c.p == c}\n",
        ["`==` compares values, not objects"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_big_schemas_compile(name: str, tmp_path: Path) -> None:
    program, findings = compiled(tmp_path, GOOD[name])
    assert [finding.message for finding in findings] == []
    assert program is not None


@pytest.mark.parametrize("name", BAD)
def test_hopeless_schemas_are_refused(name: str, tmp_path: Path) -> None:
    body, messages = BAD[name]
    program, findings = compiled(tmp_path, body)
    assert program is None
    assert len(findings) <= MAX_PROBLEMS
    assert sorted({finding.message for finding in findings}) == messages


def test_the_recursion_limit_is_not_touched(tmp_path: Path) -> None:
    before = sys.getrecursionlimit()
    compiled(tmp_path, GOOD["chain-of-values"])
    assert sys.getrecursionlimit() == before
