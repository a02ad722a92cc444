"""Damaged schemas: every one is accepted or refused with findings that name a place in it.

Seeds are fixed, so a failure comes back; the file that is left behind is named after the damage.
What is wanted: nothing but `SchemaError` is raised, positions lie in the file, and what is printed
is printable.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from validator.compile import compile_schema, try_compile
from validator.errors import SchemaError
from validator.findings import Finding, Severity

ROOT = Path(__file__).resolve().parents[2]
GOOD = sorted((ROOT / "schemas").glob("*.ksy"))
BAD = sorted((ROOT / "tests" / "schemas_bad").glob("*.ksy"))
MUTANTS = 40
WORDS = (
    *(b"*a", b"&a ", b"!t ", b"<<: ", b"- ", b": ", b"? ", b"| ", b">-\n", b"{", b"}", b"[", b"]"),
    *(b"'", b'"', b"\\", b"#", b"\t", b"\r", b"\0", b"\xff", b"\xc3", b"\xef\xbb\xbf", b"\x1b[31m"),
    *(b"0x", b"1e999", b"-1", b"18446744073709551616", b"null", b"true", b"~", b".nan", b"9" * 500),
    *(b"_", b"_io", b"_root", b"_parent", b"_index", b"_on", b"::", b".as<u1>", b"[0]", b"(", b")"),
    *(b" / 0", b" << 99", b" and ", b"? 1 : 2", b'f"{', b"sizeof<", b"contract.x", b"target"),
    *("\u2028".encode(), "\u00e9".encode(), b"\xed\xa0\x80", b"\n---\n", b"...\n", b"%YAML 1.1\n"),
)


def flip(data: bytearray, rng: random.Random) -> None:
    data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)


def insert(data: bytearray, rng: random.Random) -> None:
    place = rng.randrange(len(data) + 1)
    data[place:place] = rng.choice(WORDS)


def cut(data: bytearray, rng: random.Random) -> None:
    start = rng.randrange(len(data))
    del data[start : start + rng.choice((1, 2, 5, 40, 400))]


def copy(data: bytearray, rng: random.Random) -> None:
    start, place = rng.randrange(len(data)), rng.randrange(len(data) + 1)
    data[place:place] = data[start : start + rng.choice((3, 20, 200))] * rng.choice((1, 1, 30))


def swap_lines(data: bytearray, rng: random.Random) -> None:
    lines = bytes(data).split(b"\n")
    one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    data[:] = b"\n".join(lines)


def indent(data: bytearray, rng: random.Random) -> None:
    lines = bytes(data).split(b"\n")
    place = rng.randrange(len(lines))
    lines[place] = rng.choice((b" ", b"  ", b"\t")) + lines[place]
    data[:] = b"\n".join(lines)


DAMAGE: tuple[Callable[[bytearray, random.Random], None], ...] = (
    flip, insert, insert, cut, copy, swap_lines, indent,
)  # fmt: skip


def damaged(data: bytes, rng: random.Random) -> tuple[bytes, list[str]]:
    result, done = bytearray(data), []
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        if not result:
            break
        how = rng.choice(DAMAGE)
        how(result, rng)
        done.append(how.__name__)
    return bytes(result), done


def judged(path: Path) -> tuple[Finding, ...]:
    """Compile twice: what `try_compile` returns is what `compile_schema` raises."""
    program, findings = try_compile(str(path))
    errors = tuple(f for f in findings if f.severity is Severity.ERROR)
    assert (program is None) == bool(errors)
    if errors:
        with pytest.raises(SchemaError) as raised:
            compile_schema(str(path))
        assert raised.value.findings == errors
    return findings


def check_findings(findings: tuple[Finding, ...], data: bytes) -> None:
    lines = len(data.decode("utf-8", "replace").splitlines()) + 2
    for finding in findings:
        assert finding.schema is not None
        assert 1 <= finding.schema.line <= lines
        assert finding.schema.column >= 1
        said = (finding.message, finding.expected, finding.found, finding.hint, finding.schema.path)
        for text in said:
            assert text is None or text.isprintable(), text
        assert len(finding.message) <= 300


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_damaged_good_schemas(path: Path, tmp_path: Path) -> None:
    rng = random.Random(path.stem)
    data = path.read_bytes()
    refused = 0
    for number in range(MUTANTS):
        mutant, done = damaged(data, rng)
        file = tmp_path / f"mutant{number}_{'_'.join(done)}.ksy"
        file.write_bytes(mutant)
        findings = judged(file)
        check_findings(findings, mutant)
        refused += any(finding.severity is Severity.ERROR for finding in findings)
    assert refused > MUTANTS // 4


@pytest.mark.parametrize("part", range(4))
def test_damaged_bad_schemas(part: int, tmp_path: Path) -> None:
    rng = random.Random(part)
    for path in BAD[part::4]:
        mutant, done = damaged(path.read_bytes(), rng)
        file = tmp_path / f"{path.stem}_{'_'.join(done)}.ksy"
        file.write_bytes(mutant)
        check_findings(judged(file), mutant)
