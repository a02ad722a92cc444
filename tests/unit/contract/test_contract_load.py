from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.contract import Contract, bind_contract, load_contract
from validator.contract.extract import dump_contract
from validator.errors import ContractError
from validator.findings import SourcePos
from validator.ir.nodes import FactDef
from validator.ir.types import BOOL, INT, STR, ArrayType, MapType, Type

GOOD = """\
[contract]
name = "sensor-7.11"
version = "7.11"
description = "the sensor of July"

[facts]
max_templates = 64
strict = true
build = "release"
versions = [1, 2, 3]

[facts.inputs]
ipc = 20
file = 9

[facts.by_number]
7 = 20
0x1f = 3

[evidence]
"inputs.ipc" = "read from array ipc_inputs in sensor.o"
inputs.file = "read from array file_inputs in sensor.o"
max_templates = "read from macro MAX_TEMPLATES in limits.h"
"""

BAD = {
    "not TOML": (
        "[contract\n",
        "F:1:10: contract is not TOML\n"
        "  expected  TOML 1.0\n"
        "  found     Expected ']' at the end of a table declaration",
    ),
    "no name": (
        "[contract]\nversion = '1'\n",
        'F:1: contract has no name\n  expected  name = "CONSUMER-VERSION"\n  found     nothing',
    ),
    "empty file": (
        "",
        'F: contract has no name\n  expected  name = "CONSUMER-VERSION"\n  found     nothing',
    ),
    "name of escapes": (
        '[contract]\nname = "a\\u001b[2J"\n',
        "F:2: name is not usable\n"
        "  expected  1 to 200 printable characters\n"
        "  found     str 'a\\x1b[2J'",
    ),
    "unknown table": (
        "[contract]\nname = 'a'\n[fact]\nx = 1\n",
        "F:3: unknown key 'fact'\n"
        "  expected  one of contract, evidence, facts\n"
        "  found     'fact'\n"
        "  hint      did you mean facts?",
    ),
    "unknown key": (
        "[contract]\nname = 'a'\nverison = '1'\n",
        "F:3: unknown key 'verison' in [contract]\n"
        "  expected  one of description, name, version\n"
        "  found     'verison'\n"
        "  hint      did you mean version?",
    ),
    "float": (
        "[contract]\nname = 'a'\n[facts]\nok = 1\nrate = 0.5\n",
        "F:5: fact rate has no usable type\n"
        "  expected  int, bool, str, or a list or table of them\n"
        "  found     float 0.5",
    ),
    "nested": (
        "[contract]\nname = 'a'\n[facts.inputs]\nipc = 2020-01-01\n",
        "F:4: fact inputs.ipc has no usable type\n"
        "  expected  int, bool, str, or a list or table of them\n"
        "  found     date",
    ),
    "mixed list": (
        "[contract]\nname = 'a'\n[facts]\nv = [1, true]\n",
        "F:4: element 1 of fact v is of another type\n"
        "  expected  int, as the first element\n"
        "  found     bool true",
    ),
    "huge": (
        "[contract]\nname = 'a'\n[facts]\nv = 99999999999999999999\n",
        "F:4: fact v is too large\n  expected  at most 64 bits\n  found     int beyond 64 bits",
    ),
    "facts is a value": (
        "facts = 3\n[contract]\nname = 'a'\n",
        "F:1: facts is not a table\n  expected  [facts]\n  found     int 3",
    ),
    "evidence of nothing": (
        "[contract]\nname = 'a'\n[facts]\ninput = 1\n[evidence]\ninputs = 'x'\n",
        "F:6: evidence for inputs, which is not a fact\n"
        "  expected  path of a fact, such as input\n"
        "  found     inputs\n"
        "  hint      did you mean input?",
    ),
    "evidence is no text": (
        "[contract]\nname = 'a'\n[facts]\nx = 1\n[evidence]\nx = 3\n",
        "F:6: evidence of x is not a text\n  expected  str\n  found     int 3",
    ),
}


def write(folder: Path, text: str) -> Path:
    path = folder / "c.toml"
    path.write_text(text)
    return path


def facts(**types: Type) -> tuple[FactDef, ...]:
    return tuple(FactDef(n, t, "", SourcePos("s.ksy", 1, 1)) for n, t in types.items())


def test_load_reads_facts_and_evidence(tmp_path: Path) -> None:
    contract = load_contract(write(tmp_path, GOOD))
    assert contract.name == "sensor-7.11"
    assert contract.version == "7.11"
    assert contract.file == str(tmp_path / "c.toml")
    assert contract.facts == {
        "max_templates": 64,
        "strict": True,
        "build": "release",
        "versions": (1, 2, 3),
        "inputs": {"ipc": 20, "file": 9},
        "by_number": {"7": 20, "0x1f": 3},
    }
    assert contract.evidence["inputs.ipc"] == "read from array ipc_inputs in sensor.o"
    assert contract.evidence["inputs.file"] == "read from array file_inputs in sensor.o"
    assert pickle.loads(pickle.dumps(contract)) == contract


@pytest.mark.parametrize("case", BAD)
def test_load_refuses(tmp_path: Path, case: str) -> None:
    text, expected = BAD[case]
    path = write(tmp_path, text)
    with pytest.raises(ContractError) as caught:
        load_contract(path)
    assert str(caught.value).replace(str(path), "F") == expected


def test_load_refuses_what_is_no_text_file(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(b"[contract]\nname = '\xe9'\n")
    os.mkfifo(tmp_path / "fifo.toml")
    (tmp_path / "large.toml").write_bytes(b"#" * ((1 << 20) + 1))
    (tmp_path / "deep.toml").write_text("x = " + "[" * 5000)
    wanted = {
        "absent.toml": "no such file or directory",
        ".": "a directory",
        "fifo.toml": "neither file nor directory",
        "large.toml": "contract is too large",
        "latin.toml": "latin.toml:2: contract is not UTF-8",
        "deep.toml": "nested too deeply",
        "nul\0.toml": "null",
    }
    for name, part in wanted.items():
        with pytest.raises(ContractError) as caught:
            load_contract(tmp_path / name)
        assert part in str(caught.value)


def test_digest_is_of_name_version_and_facts(tmp_path: Path) -> None:
    one = Contract("a", "x.toml", {"n": 1, "m": {"k": 2}})
    same = Contract("a", "y.toml", {"m": {"k": 2}, "n": 1}, {"n": "read somewhere"})
    assert one.digest == same.digest
    assert len(one.digest) == 64
    for other in (Contract("b", "", one.facts), Contract("a", "", {"n": 1, "m": {"k": 3}})):
        assert other.digest != one.digest
    assert Contract("a", "", {"n": True}).digest != Contract("a", "", {"n": 1}).digest


def test_bind_converts(tmp_path: Path) -> None:
    contract = load_contract(write(tmp_path, GOOD))
    asked = facts(
        max_templates=INT, strict=BOOL, build=STR, versions=ArrayType(INT),
        inputs=MapType(STR, INT), by_number=MapType(INT, INT),
    )  # fmt: skip
    assert bind_contract(contract, asked) == {
        "max_templates": 64,
        "strict": True,
        "build": "release",
        "versions": (1, 2, 3),
        "inputs": {"ipc": 20, "file": 9},
        "by_number": {7: 20, 31: 3},
    }
    assert bind_contract(contract, ()) == {}


def test_bind_names_every_problem_at_once(tmp_path: Path) -> None:
    text = (
        "[contract]\nname = 'a'\n[facts]\na = true\nb = 1\nc = [1]\nd = 'x'\ninput = 3\n"
        "[facts.m]\nseven = 1\n010 = 2\n1 = 3\n0x1 = 4\n2 = 'x'\n"
    )
    path = write(tmp_path, text)
    asked = facts(
        a=INT, b=BOOL, c=ArrayType(STR), d=MapType(STR, INT), m=MapType(INT, INT),
        inputs=MapType(STR, INT), zzz=INT,
    )  # fmt: skip
    with pytest.raises(ContractError) as caught:
        bind_contract(load_contract(path), asked)
    assert str(caught.value).replace(str(path), "F") == (
        "F: contract a does not supply what the schema asks for (10 problems)\n"
        "  a: expected int, found bool true\n"
        "  b: expected bool, found int 1\n"
        "  c[0]: expected str, found int 1\n"
        "  d: expected map<str,int>, found str 'x'\n"
        "  m: expected int keys, found key 'seven'\n"
        "  m: expected int keys, found key '010'\n"
        "  m: expected each key once, found '0x1' for 1 again\n"
        "  m.2: expected int, found str 'x'\n"
        "  inputs: expected map<str,int>, found nothing (did you mean input?)\n"
        "  zzz: expected int, found nothing"
    )


NAMES = st.text(st.characters(codec="utf-8", exclude_characters="."), min_size=1, max_size=12)
SCALARS = st.one_of(
    st.integers(-(2**63), 2**63 - 1), st.booleans(), st.text(st.characters(codec="utf-8"))
)
FACTS = st.dictionaries(
    NAMES,
    st.one_of(
        SCALARS,
        st.lists(st.integers(0, 99)).map(tuple),
        st.dictionaries(NAMES, SCALARS, min_size=1, max_size=4),
    ),
    max_size=6,
)


@given(FACTS, st.text(st.characters(codec="utf-8"), max_size=20))
def test_dump_and_load_give_the_same_contract(
    tmp_path_factory: pytest.TempPathFactory, made: dict[str, object], why: str
) -> None:
    path = tmp_path_factory.mktemp("dump") / "c.toml"
    evidence = dict.fromkeys(made, why)
    contract = Contract("x", str(path), made, evidence)  # type: ignore[arg-type]  # facts of any type
    path.write_text(dump_contract(contract), encoding="utf-8", newline="")
    again = load_contract(path)
    assert again == contract
    assert dump_contract(again) == dump_contract(contract)
