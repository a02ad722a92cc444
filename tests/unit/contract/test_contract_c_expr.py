from __future__ import annotations

import random
import subprocess
from pathlib import Path

import pytest
from contract_builds import compiler
from hypothesis import given, settings
from hypothesis import strategies as st

from validator.contract.c_expr import NotConstant, Number, evaluate
from validator.contract.c_tokens import tokenize_lines
from validator.errors import ContractError


def value(text: str) -> int:
    return number(text).value


def number(text: str) -> Number:
    def lookup(name: str) -> Number:
        raise NotConstant(name)

    tokens = [token for line in tokenize_lines(text, "x.h") for token in line]
    return evaluate(tokens, lookup)


VALUES = {
    "20": 20, "0x1F": 31, "017": 15, "0b101": 5, "0": 0, "1'000": 1000, "'a'": 97, r"'\n'": 10,
    "1 + 2 * 3": 7, "(1 + 2) * 3": 9, "1 << 4 | 1": 17, "-7 / 2": -3, "-7 % 2": -1,
    "10 - 3 - 2": 5, "!0 + !5": 1, "~0": -1, "~0u": 2**32 - 1, "-1 < 0u": 0, "-1 < 0": 1,
    "0xFFFFFFFF": 2**32 - 1, "0xFFFFFFFFu + 1u": 0, "2147483648": 2**31,
    "4294967295 + 1": 2**32, "1ull << 63": 2**63, "1 ? 2 : 1 / 0": 2, "0 && 1 / 0": 0,
    "1 || 1 / 0": 1, "3 == 3 ? 4 : 5": 4, "sizeof(uint32_t) * 4": 16, "sizeof(int)": 4,
    "(uint8_t)300": 44, "(int8_t)200": -56, "(unsigned)-1": 2**32 - 1, "(uint16_t)-1 + 1": 65536,
    "1 ? -1 : 0u": 2**32 - 1, "5 & 3 ^ 1": 0, "1 < 2 == 1": 1, "- - 3": 3, "+4": 4,
}  # fmt: skip

PROBLEMS = {
    "1 / 0": "division by zero",
    "1 % 0": "division by zero",
    "2147483647 + 1": "does not fit a signed integer of 32 bits",
    "1 << 32": "a shift by 32 of 32 bits is undefined",
    "1 << 31": "does not fit a signed integer of 32 bits",
    "-1 << 1": "left shift of a negative number",
    "-1 >> 1": "depends on the compiler",
    "sizeof(long)": "the size of long depends on the platform",
    "sizeof(struct s)": "sizeof of anything but a plain integer type",
    "(char)200": "whether char is signed",
    "1.5": "'1.5' is not an integer",
    "08": "'08' is not an integer",
    "99999999999999999999": "does not fit any integer type",
    "1 +": "the expression ends early",
    "": "it has no value",
    "(1": "')' expected, found 'the end'",
    "1 2": "'2' is not understood here",
    "1 ? 2": "':' expected",
    "x": "x",
    '"a"': "is not an integer constant",
    "(" * 5000: "nested too deeply",
    "- " * 5000 + "1": "nested too deeply",
    "1 ? " * 5000: "nested too deeply",
}


@pytest.mark.parametrize("text", VALUES)
def test_value(text: str) -> None:
    assert value(text) == VALUES[text]


@pytest.mark.parametrize("text", PROBLEMS, ids=lambda text: text[:20])
def test_no_value(text: str) -> None:
    with pytest.raises(NotConstant) as caught:
        value(text)
    assert PROBLEMS[text] in str(caught.value)


LEAVES = st.integers(0, 2**20).map(str)


def joined(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    signs = st.sampled_from(["+", "-", "*", "&", "|", "^", "<", "<=", "==", "!=", ">", ">="])
    binary = st.tuples(children, signs, children).map(lambda t: f"({t[0]} {t[1]} {t[2]})")
    divided = st.tuples(children, st.sampled_from(["//", "%"]), st.integers(1, 99)).map(
        lambda t: f"(abs({t[0]}) {t[1]} {t[2]})"
    )
    shifted = st.tuples(children, st.sampled_from(["<<", ">>"]), st.integers(0, 12)).map(
        lambda t: f"(abs({t[0]}) {t[1]} {t[2]})"
    )
    return st.one_of(binary, divided, shifted, children.map(lambda c: f"(-{c})"))


@given(st.recursive(LEAVES, joined, max_leaves=12))
def test_agrees_with_python_where_nothing_overflows(text: str) -> None:
    as_c = text.replace("//", "/")
    while "abs(" in as_c:
        as_c = _without_abs(as_c)
    try:
        got = value(as_c)
    except NotConstant as problem:
        assert "does not fit" in str(problem) or "nested" in str(problem)
        return
    assert got == eval(text, {"abs": abs})


def _without_abs(text: str) -> str:
    """Write the innermost abs(x) as C: (x < 0 ? -x : x)."""
    start = text.rindex("abs(")
    depth, end = 0, start + 3
    while True:
        depth += (text[end] == "(") - (text[end] == ")")
        end += 1
        if depth == 0:
            break
    inner = text[start + 4 : end - 1]
    return f"{text[:start]}({inner} < 0 ? -({inner}) : {inner}){text[end:]}"


@given(st.text("0123456789+-*/%<>&|^~!?:()uLxabe'\" sizeof", max_size=60))
@settings(max_examples=300)
def test_any_text_has_a_value_or_none(text: str) -> None:
    try:
        number(text)
    except NotConstant as problem:
        assert str(problem)
    except ContractError as problem:
        assert "comment is not closed" in str(problem)


def _expression(rng: random.Random, depth: int) -> str:
    if depth == 0 or rng.random() < 0.15:
        suffix = rng.choice(["", "", "u", "ll", "ull"])
        return rng.choice([str(rng.choice([0, 1, 2, 7, 31, 255, 65535, 2**31 - 1])) + suffix,
                           hex(rng.choice([0x7F, 0xFFFF, 0x80000000, 0xFFFFFFFF])) + suffix,
                           "sizeof(uint16_t)"])  # fmt: skip
    left, right = _expression(rng, depth - 1), _expression(rng, depth - 1)
    match rng.randrange(5):
        case 0:
            return f"{rng.choice(['-', '~', '!'])}({left})"
        case 1:
            return f"(({rng.choice(['uint8_t', 'int16_t', 'uint32_t', 'int64_t'])})({left}))"
        case 2:
            return f"({left} ? {right} : {_expression(rng, depth - 1)})"
        case _:
            signs = "+ - * / % << >> & | ^ < <= == != && ||".split()  # noqa: SIM905 - easier to read
            return f"({left} {rng.choice(signs)} {right})"


def test_agrees_with_the_compiler(tmp_path: Path) -> None:
    rng = random.Random(7)
    checked: list[str] = []
    for _ in range(600):
        text = _expression(rng, 3)
        try:
            result = number(text)
        except NotConstant:
            continue
        literal = f"{result.value}ull" if result.value >= 0 else f"({result.value + 1}ll - 1)"
        checked.append(f'_Static_assert(({text}) == {literal}, "{len(checked)}");')
        checked.append(f'_Static_assert(sizeof({text}) == {result.bits // 8}, "width");')
    assert len(checked) > 400
    source = tmp_path / "x.c"
    source.write_text("#include <stdint.h>\n" + "\n".join(checked) + "\n")
    command = [compiler(), "-std=c11", "-w", "-fsyntax-only", str(source)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr[:2000]
