"""The C header: no warnings, nothing false, and a consumer that is short does not compile."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from export_samples import HOSTILE, ZOO, program

from validator.export.c_header import Demand, render
from validator.export.c_header.names import (
    Names,
    comment,
    comment_text,
    constant,
    identifier,
    member,
)
from validator.ir.nodes import Program

C = ("-std=c11", "-x", "c")
C99 = ("-std=c99", "-x", "c")
CXX = ("-std=c++17", "-x", "c++")
WALL = (
    "-Wall", "-Wextra", "-Wconversion", "-Wsign-conversion", "-Wpedantic", "-Wshadow", "-Werror",
)  # fmt: skip
COMPILERS = [
    ("gcc", C),
    ("g++", CXX),
    pytest.param("gcc", C99, marks=pytest.mark.slow),
    pytest.param("clang", C, marks=pytest.mark.slow),
    pytest.param("clang++", CXX, marks=pytest.mark.slow),
]


def compiler(name: str) -> str:
    """Return a compiler, or skip the test by its name."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def compile_text(
    name: str, flags: tuple[str, ...], folder: Path, text: str, *more: str
) -> subprocess.CompletedProcess[str]:
    source = folder / "consumer.source"
    source.write_text(text, encoding="utf-8")
    command = [compiler(name), *flags, *WALL, *(more or ("-fsyntax-only",)), str(source)]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )


def write_header(folder: Path, made: Program, *demands: Demand) -> None:
    (folder / f"{made.name}.h").write_text(render(made, demands), encoding="utf-8")


DEMANDS = (
    Demand("slots", "zoo", 21, "a.zoo"),
    Demand("slots", "*/ odd key", 2, "a */ b.zoo"),
    Demand("depth", None, 4, "a.zoo"),
)


@pytest.mark.parametrize(("name", "flags"), COMPILERS)
@pytest.mark.parametrize("text", [ZOO, HOSTILE], ids=["zoo", "hostile"])
def test_compiles_without_warnings(
    tmp_path: Path, text: str, name: str, flags: tuple[str, ...]
) -> None:
    made = program(tmp_path, text)
    write_header(tmp_path, made, *(DEMANDS if text is ZOO else ()))
    source = f'extern "C" {{\n#include "{made.name}.h"\n}}\n' if flags is CXX else ""
    source += f'#include "{made.name}.h"\nint main(void) {{ return 0; }}\n'
    ran = compile_text(name, flags, tmp_path, source)
    assert (ran.returncode, ran.stderr) == (0, "")


CONSUMER = """\
#include "zoo.h"
static const void *slots[{length}];
{function_head}
ZOO_ASSERT_SLOTS(slots, ZOO_ASKED_SLOTS_ZOO);
ZOO_ASSERT_DEPTH_VALUE({depth}, ZOO_ASKED_DEPTH);
ZOO_ASSERT_ROOM(slots, ZOO_MAXCOUNT_ITEMS);
{function_tail}
int main(void) {{ return slots[0] != 0; }}
"""


@pytest.mark.parametrize("place", ["file", "function"])
@pytest.mark.parametrize(("name", "flags"), COMPILERS)
def test_a_consumer_that_is_short_does_not_compile(
    tmp_path: Path, name: str, flags: tuple[str, ...], place: str
) -> None:
    write_header(tmp_path, program(tmp_path, ZOO), *DEMANDS)
    head, tail = ("void f(void);\nvoid f(void) {", "}") if place == "function" else ("", "")

    def compiled(length: int, depth: int) -> subprocess.CompletedProcess[str]:
        text = CONSUMER.format(length=length, depth=depth, function_head=head, function_tail=tail)
        return compile_text(name, flags, tmp_path, text)

    enough = compiled(21, 4)
    assert (enough.returncode, enough.stderr) == (0, "")
    short = compiled(20, 4)
    assert short.returncode != 0
    assert "consumer.source:4" in short.stderr or "consumer.source:5" in short.stderr
    has_text = flags is not C99  # glibc replaces _Static_assert there by an array without text
    assert not has_text or "slots is shorter than ZOO_ASKED_SLOTS_ZOO" in short.stderr
    shallow = compiled(21, 3)
    assert shallow.returncode != 0
    assert not has_text or "contract.depth: 3 is less than ZOO_ASKED_DEPTH" in shallow.stderr


@pytest.mark.parametrize(("name", "flags"), COMPILERS)
def test_a_pointer_is_no_array(tmp_path: Path, name: str, flags: tuple[str, ...]) -> None:
    write_header(tmp_path, program(tmp_path, ZOO))
    text = '#include "zoo.h"\nextern const void **slots;\nZOO_ASSERT_SLOTS(slots, 1);\n'
    assert compile_text(name, flags, tmp_path, text).returncode != 0


READER = """\
#include "zoo.h"
#include <stdio.h>
#include <string.h>

int main(void)
{{
    static const uint8_t file[] = {{ {bytes} }};
    static const uint8_t magic[] = ZOO_BYTES_MAGIC;
    struct zoo_head head;
    unsigned wide, i, kinds = 0;
    memcpy(&head, file, sizeof head);
    wide = (unsigned)file[ZOO_OFFSETOF_WIDE] << 8 | file[ZOO_OFFSETOF_WIDE + 1];
    printf("%d ", memcmp(head.magic, magic, sizeof magic));
    printf("%u ", (unsigned)head.version);
    printf("%u ", (unsigned)(file[ZOO_OFFSETOF_KIND] >> ZOO_SHIFTOF_KIND) & ZOO_MASKOF_KIND);
    printf("%u ", wide >> ZOO_SHIFTOF_WIDE & ZOO_MASKOF_WIDE);
    printf("%u ", (unsigned)zoo_load_u2le(&head.class_));
    printf("%ld ", (long)zoo_load_s4be(&head.signed_));
    printf("%llx ", (unsigned long long)zoo_load_u8be(&head.real));
    for (i = 0; i < ZOO_COUNTOF_FIXED_LIST; i++)
        printf("%u ", (unsigned)zoo_load_u2be(&head.fixed_list[i]));
    printf("%lu ", (unsigned long)zoo_load_u4be(&head.inner.b));
    printf("%u ", (unsigned)head.matrix[1][3]);
#define COUNT(label, value, text) kinds += (unsigned)(label == value);
    ZOO_EACH_KIND(COUNT)
    printf("%u %u\\n", kinds, (unsigned)ZOO_SPAN_KIND);
    return zoo_fits(sizeof file, 8, (size_t)-4) || !zoo_fits(sizeof file, sizeof file, 0);
}}
"""


@pytest.mark.parametrize(("name", "flags"), COMPILERS)
def test_what_is_read_through_the_header(tmp_path: Path, name: str, flags: tuple[str, ...]) -> None:
    write_header(tmp_path, program(tmp_path, ZOO))
    data = (
        b"ZOO\x02" + (0b1_010 << 12 | 0xABC).to_bytes(2, "big") + b"\x34\x12" + b"\xff\xff\xff\xfe"
        + b"\x3f\xf0" + bytes(6) + b"\0\1\0\2\0\3" + bytes(5) + b"\0\7\xff\xff\xff\xff"
        + bytes(range(8)) + bytes(32)
    )  # fmt: skip
    text = READER.format(bytes=", ".join(map(str, data)))
    ran = compile_text(name, flags, tmp_path, text, "-O1", "-o", "reader")
    assert (ran.returncode, ran.stderr) == (0, "")
    out = subprocess.run(
        [str(tmp_path / "reader")], capture_output=True, text=True, timeout=60, check=False
    )
    expected = "0 2 2 2748 4660 -2 3ff0000000000000 1 2 3 4294967295 7 3 6\n"
    assert (out.returncode, out.stdout) == (0, expected)


def test_names_are_unique() -> None:
    names = Names("x")
    assert names.macro("MAX", "a_b", "c") == "X_MAX_A_B_C"
    assert names.macro("MAX", "a", "b_c") == "X_MAX_A_B_C_2"
    assert names.tag("head") == "x_head"
    assert names.tag("head") == "x_head_2"


def test_no_macro_is_defined_twice(tmp_path: Path) -> None:
    text = render(program(tmp_path, ZOO), DEMANDS)
    found = re.findall(r"^#define (\w+)", text, re.MULTILINE)
    own = ("STATIC_ASSERT", "ARRAY_LENGTH")  # one definition for each language
    assert len(set(found)) == len([n for n in found if not n.endswith(own)]) + len(own)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"), (2**31 - 1, "2147483647"), (2**31, "2147483648u"), (2**32, "4294967296ull"),
        (2**64 - 1, "18446744073709551615ull"), (-1, "(-1)"), (-(2**31), "(-2147483648ll)"),
        (-(2**63), "(-9223372036854775807ll - 1)"),
    ],
)  # fmt: skip
def test_constants(value: int, text: str) -> None:
    assert constant(value) == text


def test_comments_end_where_they_should() -> None:
    assert (
        comment_text("a */ b /* c ??/ \u00e9 \n *//* ")
        == "a * / b / * c ? ?/ \\u{e9} \\u{a} * // * "
    )
    assert list(comment([])) == []
    assert list(comment(["", "one"])) == ["/* one */"]
    assert list(comment(["one", "two"])) == ["/*", " * one", " *", " * two", " */"]


@pytest.mark.parametrize(
    ("text", "name"), [("ipc", "IPC"), ("a-b c", "A_B_C"), ("\u00e9", "_"), ("", "EMPTY")]
)
def test_identifiers(text: str, name: str) -> None:
    assert identifier(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [("id", "id"), ("class", "class_"), ("linux", "linux_"), ("_unnamed3", "unnamed3")],
)
def test_members(text: str, name: str) -> None:
    assert member(text) == name


def test_a_bound_of_the_format_is_told_where_there_is_one(tmp_path: Path) -> None:
    text = render(program(tmp_path, ZOO))
    assert "#define ZOO_MAXASKED_SLOTS 21 " in text
    assert "#define ZOO_MAXASKED_DEPTH 22 " in text
    assert "ASKED_SLOTS_" not in text.replace("MAXASKED", "")
    assert "contract.names" not in text
