"""Random schemas: the compiler never raises, and what it accepts can be read, by both readers."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from validator.check.fast import check_source
from validator.check.read import trace_source
from validator.check.schema import Schema
from validator.compile import try_compile

LEAF = ("n", "n + 1", "_root.a", "_parent.as<t>.a", "_io.pos", "_root.v.as<u1>", "nothing")
NAMES = ("a", "b", "c", "d", "v", "w", "x", "list")
NUMBERS = ("u1", "u2", "s1", "u4", "f4", "b1", "b3", "b12")
ATOMS = (
    *("0", "1", "2", "255", "-1", "1.5", "true", "'\"ab\"'", "[1, 2]", "[1, 256]", "kind::one"),
    *NAMES,
    *("_", "_index", "_io.pos", "_io.size", "_io.eof", "_parent.a", "_root.a", "x.n", "_root.x.n"),
    *("sizeof<leaf>", "a._sizeof", "nothing"),
)
METHODS = ("to_s", "to_i", "length", "size", "first", "last", "min", "max", "reverse", "n")
OPERATORS = (*"+-*/%&|^", "<<", ">>", "==", "!=", "<", "<=", ">", ">=", "and", "or")
CALLS = ("all", "any", "count", "sum", "min", "max", "unique", "sorted")


def combined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(inner, st.sampled_from(OPERATORS), inner).map(
            lambda t: f"({t[0]} {t[1]} {t[2]})"
        ),
        st.tuples(inner, st.sampled_from(METHODS)).map(lambda t: f"{t[0]}.{t[1]}"),
        st.tuples(inner, inner, inner).map(lambda t: f"({t[0]} ? {t[1]} : {t[2]})"),
        st.tuples(inner, inner).map(lambda t: f"{t[0]}[{t[1]}]"),
        st.tuples(inner, st.sampled_from(("u1", "str", "bytes", "leaf"))).map(
            lambda t: f"{t[0]}.as<{t[1]}>"
        ),
        st.tuples(st.sampled_from(("not ", "-", "~")), inner).map(lambda t: f"({t[0]}{t[1]})"),
        st.tuples(st.sampled_from(CALLS), inner, inner).map(lambda t: f"{t[0]}({t[1]}, {t[2]})"),
    )


WILD = st.recursive(st.sampled_from(ATOMS), combined, max_leaves=4).map(
    lambda text: text.replace("'\"ab\"'", '"ab"')
)
INT_ATOMS = (
    *(
        "0",
        "1",
        "3",
        "a",
        "x.n",
        "list.size",
        "list[a]",
        "list.max",
        "raw.length",
        "raw[0]",
        "_index",
    ),
    *("_io.pos", "_io.size", "_root.a", "sizeof<leaf>", "text.to_i", "x.y", "raw.last"),
)
INTS = st.recursive(
    st.sampled_from(INT_ATOMS),
    lambda inner: st.tuples(inner, st.sampled_from((*"+-*/%&|^", "<<", ">>")), inner).map(
        lambda t: f"({t[0]} {t[1]} {t[2]})"
    ),
    max_leaves=3,
)
BOOLS = st.one_of(
    st.sampled_from(("true", "_io.eof", 'text == "ab"', "raw == [1, 2]", "not _io.eof")),
    st.tuples(INTS, st.sampled_from(("==", "!=", "<", ">=")), INTS).map(
        lambda t: f"{t[0]} {t[1]} {t[2]} or a > 4"
    ),
)
CHECKS = st.one_of(
    BOOLS,
    st.tuples(st.sampled_from(("all", "any")), BOOLS).map(
        lambda t: f"{t[0]}(list, _ > 1 or {t[1]})"
    ),
    st.tuples(st.sampled_from(("sum", "min", "max", "count")), INTS).map(
        lambda t: f"{t[0]}(list{'' if t[0] == 'count' else ', _ + 1'}) >= {t[1]}"
    ),
    st.sampled_from(
        ("unique(list)", "sorted(list, -_)", "contains(list, a)", "overlaps(list, _, _ + 1)",
         "lookup(list, a, _) == a", "start_of(raw) < end_of(list)", 'contains(text, "a")')
    ),
)  # fmt: skip


def mostly(right: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Expressions of the right type, now and then anything."""
    return st.integers(0, 29).flatmap(lambda n: WILD if n == 0 else right)


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@st.composite
def fields(draw: st.DrawFn, name: str) -> str:
    """One field in flow style: mostly of keys that fit together, now and then not."""
    keys: dict[str, str] = {"id": name} if name else {}
    kind = draw(st.sampled_from(("number", "number", "bytes", "str", "leaf", "switch")))
    size = draw(st.sampled_from(("size", "size-eos", "terminator")))
    match kind:
        case "number":
            keys["type"] = draw(st.sampled_from(NUMBERS))
            if draw(st.booleans()):
                keys["valid"] = f"{{expr: {quoted(draw(mostly(BOOLS)))}}}"
        case "str":
            keys["type"] = draw(st.sampled_from(("str", "strz")))
        case "leaf":
            keys["type"] = "leaf"
        case "switch":
            keys["type"] = "{switch-on: a, cases: {1: leaf, 2: u1, 3: strz}}"
    if kind != "number" and size == "size":
        keys["size"] = quoted(draw(mostly(INTS)))
    elif kind != "number":
        keys[size] = {"size-eos": "true", "terminator": "0"}[size]
    match draw(st.sampled_from(("once", "once", "eos", "expr", "until"))):
        case "eos":
            keys["repeat"] = "eos"
        case "expr":
            keys |= {"repeat": "expr", "repeat-expr": quoted(draw(mostly(INTS)))}
        case "until":
            keys |= {"repeat": "until", "repeat-until": quoted(draw(mostly(BOOLS)))}
    if draw(st.integers(0, 3)) == 0:
        keys["if"] = quoted(draw(mostly(BOOLS)))
    if not name and draw(st.booleans()):
        keys["pos"] = quoted(draw(mostly(INTS)))
    return "{" + ", ".join(f"{key}: {value}" for key, value in keys.items()) + "}"


FIXED = (
    "{id: a, type: u1}",
    "{id: x, type: leaf}",
    "{id: list, type: u1, repeat: expr, repeat-expr: a & 3}",
    "{id: raw, size: 2}",
    "{id: text, type: strz}",
)


@st.composite
def schemas(draw: st.DrawFn) -> str:
    lines = ["meta: {id: t, endian: le, encoding: ASCII}", "-budget: {nodes: 2000}", "seq:"]
    lines += [f"  - {field}" for field in FIXED]
    for name in draw(st.lists(st.sampled_from(("b", "c", "d")), unique=True)):
        lines.append(f"  - {draw(fields(name))}")
    lines.append("instances:")
    lines.append(f"  v: {{value: {quoted(draw(mostly(st.one_of(INTS, BOOLS))))}}}")
    lines.append(f"  w: {draw(fields(''))}")
    lines += ["types:", "  leaf:", "    seq:", "      - {id: n, type: u1}"]
    lines.append(f"    instances: {{y: {{value: {quoted(draw(st.sampled_from(LEAF)))}}}}}")
    lines += ["enums: {kind: {1: one, 2: two}}", "-checks:"]
    lines.append(f"  - {{id: c, expr: {quoted(draw(mostly(CHECKS)))}}}")
    return "\n".join(lines) + "\n"


DATA = st.lists(st.binary(max_size=24), min_size=1, max_size=4)


@settings(max_examples=150, suppress_health_check=list(HealthCheck), deadline=None)
@given(schemas(), DATA)
def test_compiles_or_is_refused_and_readers_agree(text: str, files: list[bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.ksy"
        path.write_text(text, encoding="utf-8")
        program, findings = try_compile(str(path))
    event("accepted" if program is not None else "refused")
    if program is None:
        assert findings
        return
    compile(trace_source(program), "trace", "exec")
    compile(check_source(program), "check", "exec")
    schema = Schema(program, "t.ksy")
    for data in (b"", bytes(8), b"\1\2\3\4\5\6\7\0", *files):
        reading = schema.read(data)
        found = schema.check_bytes(data)
        assert not (reading.failures and not found), reading.failures
