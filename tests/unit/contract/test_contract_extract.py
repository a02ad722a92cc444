from __future__ import annotations

import sys
from pathlib import Path

import pytest
from contract_builds import LIMITS, build

from validator.contract import load_contract
from validator.contract.command import run_json
from validator.contract.extract import dump_contract, extract_contract
from validator.errors import ContractError

RECIPE = """\
[contract]
name = "sensor-7.11"
version = "7.11"

[[fact]]
name = "inputs.{1}"
elf = "build/sensor.o"
array = "*_inputs"

[[fact]]
name = "rows"
elf = "build/sensor.o"
member = "struct sensor_state.inner.grid"
dimension = 1

[[fact]]
name = "op_max"
elf = "build/sensor.o"
enumerator = "OP_EQ"

[[fact]]
name = "build"
elf = "build/sensor.o"
string = "version"

[[fact]]
name = "max_templates"
header = "include/limits.h"
macro = "MAX_TEMPLATES"

[[fact]]
name = "max_instances"
header = "include/limits.h"
macro = "MAX_INSTANCES"
undefined = ["LARGE"]

[[fact]]
name = "versions"
value = [1, 2, 3]
evidence = "release notes of 7.11, section 3"
"""


@pytest.fixture
def vendor(tmp_path: Path) -> Path:
    (tmp_path / "build").mkdir()
    (tmp_path / "include").mkdir()
    (tmp_path / "include" / "limits.h").write_text(LIMITS)
    (tmp_path / "recipe.toml").write_text(RECIPE)
    return tmp_path


def refusal(path: Path, **options: bool) -> str:
    with pytest.raises(ContractError) as caught:
        extract_contract(path, **options)
    return str(caught.value).replace(str(path), "R")


def write(folder: Path, facts: str) -> Path:
    path = folder / "recipe.toml"
    path.write_text('[contract]\nname = "a"\n' + facts)
    return path


def test_recipe_to_contract_and_back(vendor: Path) -> None:
    build(vendor / "build")
    contract = extract_contract(vendor / "recipe.toml")
    assert contract.facts == {
        "inputs": {"file": 9, "ipc": 20},
        "rows": 4,
        "op_max": 2,
        "build": "7.11",
        "max_templates": 64,
        "max_instances": 1024,
        "versions": (1, 2, 3),
    }
    evidence = contract.evidence
    assert evidence["inputs.ipc"].startswith("read from array ipc_inputs in build/sensor.o (DIE 0x")
    assert evidence["inputs.ipc"].endswith(" of sensor.c)")
    assert evidence["max_templates"] == "read from macro MAX_TEMPLATES in include/limits.h (line 3)"
    assert evidence["build"].startswith("read from text version in build/sensor.o (.rodata")
    assert evidence["rows"].startswith(
        "read from dimension 1 of array struct sensor_state.inner.grid in build/sensor.o (DIE"
    )
    assert evidence["versions"] == "release notes of 7.11, section 3"
    written = vendor / "contract.toml"
    written.write_text(dump_contract(contract))
    again = load_contract(written)
    assert (again.facts, again.evidence, again.digest) == (
        contract.facts,
        contract.evidence,
        contract.digest,
    )
    assert dump_contract(extract_contract(vendor / "recipe.toml")) == written.read_text()


def test_dump_is_readable(tmp_path: Path) -> None:
    (tmp_path / "limits.h").write_text(LIMITS)
    facts = (
        '[[fact]]\nname = "limits.templates"\nheader = "limits.h"\nmacro = "MAX_TEMPLATES"\n'
        '[[fact]]\nname = "odd key.x"\nvalue = true\nevidence = "a \\"quoted\\" page\\n"\n'
    )
    assert dump_contract(extract_contract(write(tmp_path, facts))) == (
        "# Facts about one consumer version, read from its own build; see [evidence].\n"
        "# Made by `contentgate contract extract`; make it anew rather than edit it.\n"
        "\n"
        "[contract]\n"
        'name = "a"\n'
        "\n"
        "[facts]\n"
        "\n"
        "[facts.limits]\n"
        "templates = 64\n"
        "\n"
        '[facts."odd key"]\n'
        "x = true\n"
        "\n"
        "[evidence]\n"
        '"limits.templates" = "read from macro MAX_TEMPLATES in limits.h (line 3)"\n'
        '"odd key.x" = "a \\"quoted\\" page\\u000a"\n'
    )


def test_every_missing_fact_is_reported_at_once(vendor: Path) -> None:
    facts = (
        '[[fact]]\nname = "a"\nheader = "include/limits.h"\nmacro = "MAX_TEMPLATE"\n\n'
        '[[fact]]\nname = "b"\nheader = "include/limits.h"\nmacro = "MAX_INSTANCES"\n\n'
        '[[fact]]\nname = "c"\nelf = "build/none.o"\narray = "x"\n'
    )
    assert refusal(write(vendor, facts)) == (
        "R:3: fact a: include/limits.h: no macro is called MAX_TEMPLATE\n"
        "  expected  macro MAX_TEMPLATE in this C header\n"
        "  found     similar names: MAX_TEMPLATES\n"
        "R:8: fact b: include/limits.h: line 7: macro MAX_INSTANCES has no usable value\n"
        "  expected  one value\n"
        "  found     it hangs on #ifdef LARGE (include/limits.h:4), which the header does not "
        "decide\n"
        '  hint      say what the build defines: define = {NAME = 1} or undefined = ["NAME"]\n'
        "R:13: fact c: build/none.o: cannot read this ELF object\n"
        "  expected  a readable file\n"
        "  found     no such file or directory"
    )


HEADER = 'header = "include/limits.h"\n'
BAD = {
    "no facts": (
        "",
        "R: recipe has no usable facts\n  expected  1 to 10000 [[fact]] tables\n  found     none",
    ),
    "unknown key": (
        '[[fact]]\nname = "a"\nvalue = 1\nevidence = "x"\n[[fact]]\nname = "b"\narry = "x"\n',
        "R:9: unknown key 'arry' in [fact]",
    ),
    "no name": (
        "[[fact]]\nvalue = 1\n",
        'R:3: fact has no name\n  expected  name = "FACT"\n  found     nothing',
    ),
    "no source": (
        '[[fact]]\nname = "a"\nmacro = "x"\n',
        "R:3: fact a has no one source\n"
        "  expected  one of elf, header, command, value\n  found     none",
    ),
    "two sources": (
        '[[fact]]\nname = "a"\nelf = "x"\nheader = "y"\nmacro = "x"\n',
        "found     elf and header",
    ),
    "macro of an ELF object": (
        '[[fact]]\nname = "a"\nelf = "x"\nmacro = "x"\n',
        "R:3: fact a does not say what to read\n"
        "  expected  one of array, member, constant, enumerator, sizeof, offset, string\n"
        "  found     macro",
    ),
    "key of another source": (
        f'[[fact]]\nname = "a"\n{HEADER}macro = "x"\nunit = "a.c"\n',
        "R:7: unit means nothing for this fact",
    ),
    "no evidence": ('[[fact]]\nname = "a"\nvalue = 1\n', "R:3: fact a has no evidence"),
    "float": (
        '[[fact]]\nname = "a"\nvalue = 1.5\nevidence = "x"\n',
        "R:5: value is not usable",
    ),
    "dimension": (
        '[[fact]]\nname = "a"\nelf = "x"\narray = "x"\ndimension = -1\n',
        "R:7: dimension is not usable\n  expected  int, 0 is the outermost\n  found     int -1",
    ),
    "twice": (
        f'[[fact]]\nname = "a"\n{HEADER}macro = "MAX_TEMPLATES"\n'
        '[[fact]]\nname = "a"\nvalue = 1\nevidence = "x"\n',
        "R:7: fact a: a: fact is given twice\n  expected  one source\n"
        "  found     read from macro MAX_TEMPLATES in include/limits.h (line 3); x",
    ),
    "no such group": (
        f'[[fact]]\nname = "a.{{2}}"\n{HEADER}macro = "MAX_T*"\n',
        "R:3: fact a.{2}: a.{2}: name has no such part\n  expected  {1} to {1}\n  found     {2}",
    ),
    "one name for several": (
        f'[[fact]]\nname = "a"\n{HEADER}macro = "MAX_*"\nundefined = ["LARGE"]\n',
        "fact is given twice",
    ),
    "escaping path": ('[[fact]]\nname = "a..b"\nvalue = 1\nevidence = "x"\n', "names and dots"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_recipe(vendor: Path, case: str) -> None:
    text, expected = BAD[case]
    assert expected in refusal(write(vendor, text))


def command(program: str, json: str = "limits.inputs") -> str:
    args = ", ".join(repr(part) for part in (sys.executable, "-c", program))
    return f'[[fact]]\nname = "inputs"\ncommand = [{args}]\njson = "{json}"\n'


PRINTS = 'print("""{"limits": {"inputs": {"ipc": 20, "on": true}, "rate": 1.5}}""")'


def test_command(tmp_path: Path) -> None:
    path = write(tmp_path, command(PRINTS))
    assert "command is not permitted to run" in refusal(path)
    contract = extract_contract(path, allow_commands=True)
    assert contract.facts == {"inputs": {"ipc": 20, "on": True}}
    assert set(contract.evidence) == {"inputs.ipc", "inputs.on"}
    assert contract.evidence["inputs.ipc"].startswith("read from limits.inputs in the output of ")


COMMANDS = {
    "no such key": (PRINTS, "limits.input", "hint      did you mean inputs?"),
    "no fact": (PRINTS, "limits.rate", "limits.rate is no fact"),
    "failure": ("raise SystemExit(3)", "a", "found     exit status 3"),
    "not JSON": ("print('hello')", "a", "output is not JSON"),
    "deep": ("print('[' * 100000)", "a", "output is not JSON"),
    "endless": ("while True: print('x' * 4096)", "a", "found     more output"),
    "escape": ('print(\'{"a": "\\\\u001b[2J"}\')', "a", "a is no fact"),
}


@pytest.mark.parametrize("case", COMMANDS)
def test_bad_command(tmp_path: Path, case: str) -> None:
    program, json, expected = COMMANDS[case]
    path = tmp_path / "recipe.toml"
    quoted = program.replace("\\", "\\\\").replace('"', '\\"')
    path.write_text(
        f'[contract]\nname = "a"\n[[fact]]\nname = "x"\njson = "{json}"\n'
        f'command = ["{sys.executable}", "-c", "{quoted}"]\n'
    )
    assert expected in refusal(path, allow_commands=True)


def test_command_that_hangs_is_killed(tmp_path: Path) -> None:
    program = "import os, signal; os.fork(); signal.pause()"
    with pytest.raises(ContractError, match=r"still running after 0\.5 s"):
        run_json([sys.executable, "-c", program], tmp_path, timeout_s=0.5)
    with pytest.raises(ContractError, match="no such file or directory"):
        run_json(["./none"], tmp_path)
