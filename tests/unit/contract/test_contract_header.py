from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from validator.contract.header import read_header
from validator.contract.symbols import SymbolTable
from validator.errors import ContractError

HEADER = """\
#ifndef SENSOR_H /* the guard */
#define SENSOR_H
#include <stdint.h>
#include "other.h"
#define MAX_TEMPLATES 64  // sixty-four
#define LOOSE 1+2
#define LOOSE_TWICE LOOSE*2
#define BIT(n) (1u << (n))
#define MASK (BIT(4) | \\
              BIT(0))
#define VERSION "7" ".11"
#define SELF SELF
#define EMPTY
#define CALLED do_it()
#ifdef __cplusplus
extern "C" {
#endif
enum op { OP_ANY, OP_EQ = 5, OP_NE, OP_LAST = OP_NE + BIT(3), };
typedef enum { LETTER = 'a', NEXT } letters;
extern const uint64_t ipc_inputs[MAX_TEMPLATES / 3];
char rows[3][LOOSE], *pointers[4], plain;
struct sensor_state {
    uint64_t inputs[20];
    struct { int grid[3][4]; } inner;
    union { char tag[7]; int value : 3; };
    struct nested { int z[9]; } *several[2];
    int (*handlers[6])(int x[3]);
    char padded[8] __attribute__((packed));
    int tail[];
};
typedef struct { int q[11]; } bare_t;
static const int limit = 1 << 10;
static const uint8_t narrow = 300;
static const double ratio = 3;
static inline int f(int a[3]) { int local[8]; return local[0] + a[0]; }
int g(int x[5]);
int init[3] = { 1, 2, 3 }, after[2];
int open[];
#ifdef __cplusplus
}
#endif
#endif
"""


def table(folder: Path, text: str, **options: object) -> SymbolTable:
    (folder / "sensor.h").write_text(text)
    return read_header(folder / "sensor.h", "sensor.h", **options)  # type: ignore[arg-type]  # passed on


def values(found: SymbolTable, kind: str) -> dict[str, object]:
    return {s.name: s.value for s in found.symbols if s.kind == kind and not s.problem}


def problem(found: SymbolTable, kind: str, name: str) -> str:
    return next(s.problem for s in found.symbols if (s.kind, s.name) == (kind, name))


def test_header(tmp_path: Path) -> None:
    (tmp_path / "other.h").write_text('#pragma once\n#define OTHER 7\n#include "sensor.h"\n')
    found = table(tmp_path, HEADER)
    assert values(found, "macro") == {
        "OTHER": 7,
        "MAX_TEMPLATES": 64,
        "LOOSE": 3,
        "LOOSE_TWICE": 5,
        "MASK": 17,
        "VERSION": "7.11",
    }
    assert values(found, "enumerator") == {
        "OP_ANY": 0, "OP_EQ": 5, "OP_NE": 6, "OP_LAST": 14, "LETTER": 97, "NEXT": 98,
    }  # fmt: skip
    assert values(found, "array") == {
        "ipc_inputs": 21, "rows": 3, "pointers": 4, "init": 3, "after": 2,
    }  # fmt: skip
    assert values(found, "member") == {
        "struct sensor_state.inputs": 20,
        "struct sensor_state.inner.grid": 3,
        "struct sensor_state.tag": 7,
        "struct nested.z": 9,
        "struct sensor_state.several": 2,
        "struct sensor_state.handlers": 6,
        "struct sensor_state.padded": 8,
        "bare_t.q": 11,
    }
    assert values(found, "constant") == {"limit": 1024}
    assert found.one("array", "rows").lengths == (3, 3)
    assert found.one("macro", "MASK").place == "line 9"
    assert found.one("macro", "OTHER").place == "line 2 of other.h"
    assert problem(found, "constant", "narrow") == "300 does not fit every uint8_t"
    assert problem(found, "constant", "ratio") == "its type double is not a known integer type"
    assert problem(found, "array", "open") == "the header does not say its length"
    assert problem(found, "macro", "SELF") == "SELF is not defined in the headers read"


CONDITIONAL = """\
#ifdef LARGE
#define COUNT 40
int only_large[4];
#else
#define COUNT 20
#endif
#define TWICE (COUNT * 2)
int inputs[COUNT];
#define KNOWN 1
#if KNOWN
#define CHOSEN 3
#elif LARGE
#define CHOSEN 4
#else
#define CHOSEN 5
#endif
#if 0
#define NEVER 1
#elif defined(KNOWN) && !defined(__cplusplus)
#define ALWAYS 2
#endif
#ifndef DEFAULTED
#define DEFAULTED 9
#endif
enum e { FIRST,
#ifdef LARGE
  EXTRA,
#endif
  SHIFTED, FIXED = 7, AFTER };
"""


def test_what_hangs_on_an_undecided_condition_has_no_value(tmp_path: Path) -> None:
    found = table(tmp_path, CONDITIONAL)
    assert values(found, "macro") == {"KNOWN": 1, "CHOSEN": 3, "ALWAYS": 2}
    assert values(found, "enumerator") == {"FIRST": 0, "FIXED": 7, "AFTER": 8}
    assert values(found, "array") == {}
    why = "it hangs on #ifdef LARGE (sensor.h:1), which the header does not decide"
    assert problem(found, "macro", "COUNT") == why
    assert problem(found, "macro", "TWICE") == f"COUNT: {why}"
    assert problem(found, "array", "inputs") == f"COUNT: {why}"
    assert problem(found, "array", "only_large") == why
    assert "#ifndef DEFAULTED" in problem(found, "macro", "DEFAULTED")
    with pytest.raises(ContractError) as caught:
        found.one("macro", "COUNT")
    assert str(caught.value) == (
        "sensor.h: line 5: macro COUNT has no usable value\n"
        "  expected  one value\n"
        f"  found     {why}\n"
        '  hint      say what the build defines: define = {NAME = 1} or undefined = ["NAME"]'
    )


@pytest.mark.parametrize(
    ("options", "count", "shifted"),
    [({"defines": {"LARGE": "1"}}, 40, 2), ({"undefined": ("LARGE",)}, 20, 1)],
)
def test_a_decided_condition(
    tmp_path: Path, options: dict[str, object], count: int, shifted: int
) -> None:
    found = table(tmp_path, CONDITIONAL, **options)
    assert found.one("macro", "TWICE").value == 2 * count
    assert found.one("array", "inputs").value == count
    assert found.one("enumerator", "SHIFTED").value == shifted


def test_guard_with_a_value_and_lines_before_it(tmp_path: Path) -> None:
    text = "#ifndef G\n#define EARLY 1\n#define G 1\n#define N 3\n#endif\n"
    assert values(table(tmp_path, text), "macro") == {"EARLY": 1, "G": 1, "N": 3}
    assert "#ifndef G" in problem(table(tmp_path, text + "int a[2];\n"), "macro", "N")


def test_redefinition_and_undef(tmp_path: Path) -> None:
    text = (
        "#define A 1\n#define A 2\n#define B 1\n#undef B\n#define C 1\n#ifdef X\n#undef C\n"
        "#endif\n#define D 1\n#ifdef X\n#define D 2\n#endif\n#ifdef B\n#define E 1\n#else\n"
        "#define E 2\n#endif\n"
    )
    found = table(tmp_path, text)
    assert values(found, "macro") == {"A": 2, "E": 2}
    assert problem(found, "macro", "C").startswith("it may be undefined: it hangs on #ifdef X")
    assert problem(found, "macro", "D").startswith("it is defined in line 9 and may be again")


def test_lengths_are_those_of_their_own_place(tmp_path: Path) -> None:
    text = (
        "#define N 4\nint a[N];\n#undef N\n#define N 8\nint b[N];\n"
        "enum { LATE = 3 };\nint c[LATE];\n#define LATE 9\n"
        "#define K 5\nint d[K];\n#define K 5\nint e[K];\n"
    )
    found = table(tmp_path, text)
    assert values(found, "array") == {"c": 3, "d": 5, "e": 5}
    assert values(found, "macro") == {"N": 8, "LATE": 9, "K": 5}
    assert problem(found, "array", "a") == "N has several definitions in the headers read"
    assert problem(found, "array", "b") == "N has several definitions in the headers read"


def test_braces_split_by_a_condition_put_what_follows_in_doubt(tmp_path: Path) -> None:
    text = "struct s {\n#ifdef X\n int a; };\nstruct t {\n#endif\n int d[4]; };\nint after[3];\n"
    found = table(tmp_path, text)
    assert values(found, "member") == {}
    assert "#ifdef X" in problem(found, "array", "after")


REFUSED = {
    "#if 1\n": "sensor.h: condition is not closed\n  expected  #endif\n  found     end of file",
    "#endif\n": "sensor.h:1: #endif without #if\n  expected  #if before it\n  found     none",
    "/* x": "sensor.h:1: comment is not closed\n  expected  */\n  found     end of file",
    "\n\nstruct s { int a[3];\n": (
        "sensor.h:3: brace is not closed\n  expected  }\n  found     end of file"
    ),
    "int a\0b;\n": "sensor.h: not a C header\n  expected  text\n  found     zero bytes",
    '#include "sensor.h"\n': (
        "sensor.h: too many includes\n  expected  at most 200 includes, 32 deep\n  found     more"
    ),
}


@pytest.mark.parametrize("text", REFUSED)
def test_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ContractError) as caught:
        table(tmp_path, text)
    assert str(caught.value) == REFUSED[text]


def test_macro_bombs_end(tmp_path: Path) -> None:
    doubling = "".join(f"#define M{i} (M{i + 1} + M{i + 1})\n" for i in range(60))
    found = table(tmp_path, doubling + "#define M60 1\n#define F(x) F(x)\n#define G F(1)\n")
    assert problem(found, "macro", "M0") == "macros expand to too many tokens"
    assert found.one("macro", "M55").value == 32
    assert "not defined" in problem(found, "macro", "G")
    chain = "".join(f"#define C{i} C{i + 1}\n" for i in range(500))
    assert problem(table(tmp_path, chain), "macro", "C0") == (
        "macros refer to one another too deeply"
    )


def test_deep_nesting_ends(tmp_path: Path) -> None:
    table(tmp_path, "struct a { " * 3000 + "int x[1];" + "};" * 3000)
    table(tmp_path, "int a" + "[" * 5000 + "1" + "]" * 5000 + ";")
    table(tmp_path, "int a" + "(" * 5000 + ";")


PIECES = st.sampled_from(
    [
        *("#define A 1\n", "#if A\n", "#ifdef B\n", "#else\n", "#elif B\n", "#endif\n"),
        *("#undef A\n", "#define F(x) x\n", "struct s {", "};", "enum {", "X,", "Y = 2,", "}"),
        *("int a[3];", "int b[A]", "[", "]", "(", ")", ";", ",", "=", 'extern "C" {', "typedef"),
        *("const int c = 1;", "*", "\\\n", "F(", "F", "\n", '"', "'", "/*", "*/", "//", "#"),
    ]
)


@given(st.lists(PIECES, max_size=40))
@settings(max_examples=150)
def test_any_header_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    try:
        found = table(folder, " ".join(pieces))
    except ContractError as problem:
        assert str(problem).startswith("sensor.h")
        return
    assert all((s.value is None) == bool(s.problem) for s in found.symbols)
