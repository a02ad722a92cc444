"""`--schema module:Name`: permission, places of errors, and modules that misbehave."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import run, transcript
from golden_files import check_golden

from validator import SchemaError, load_schema
from validator.errors import UsageError

FORMAT = """\
from construct import *

print("imported")
Pair = Struct("left" / Byte, "right" / Byte)
Format = Struct(
    "magic" / Const(b"OK"),
    "count" / Byte,
    "pairs" / Array(this.count, Pair),
    Check(this.count < 3),
    Terminated,
)
number = 5


class Formats:
    Inner = Pair
"""
WRONG = """\
from construct import *


class Mine(Adapter):
    def _decode(self, obj, context, path):
        return obj


Format = Struct(
    "count" / Byte,
    "size" / Bytes(this.cuont),
    "names" / Array(
        this.count,
        Struct("text" / Bytes(lambda context: context._.count)),
    ),
    "mine" / Mine(Byte),
    "rest" / Seek(3),
)
"""
MODULES = {
    "made.py": FORMAT,
    "wrong.py": WRONG,
    "leaves.py": "import sys\nsys.exit(3)\n",
    "raises.py": "import os\n\n\ndef inner():\n    return 1 // 0\n\n\ninner()\n",
    "broken.py": "x = (\n",
    "nested.py": "import missing_module_of_mine\n",
    "lazy.py": "from construct import *\ndef f():\n    exit('no')\nFormat = LazyBound(f)\n",
    "sibling.py": "from made import Pair\nFormat = Pair\n",
    "hostile.py": "raise ValueError('\\x1b[31m\\nsecond line')\n",
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CONTENTGATE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    for name, text in MODULES.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "good.bin").write_bytes(b"OK\x01\x05\x06")
    (tmp_path / "bad.bin").write_bytes(b"OK\x03\x05\x06\x07\x08\x09\x0a\x0b")
    known = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - known:
        if name in {Path(file).stem for file in MODULES}:
            del sys.modules[name]


def test_transcripts() -> None:
    text = transcript(
        "check good.bin --schema made:Format",
        "check good.bin --schema made:Format --allow-python",
        "check bad.bin --schema made.py:Format --allow-python",
        "show good.bin --schema made:Format --allow-python",
        "check good.bin --schema made:Formats.Inner --allow-python",
        "schema lint --allow-python wrong:Format made.py:Format",
        "check good.bin --allow-python --schema made:Formt",
        "check good.bin --allow-python --schema made:number",
        "check good.bin --allow-python --schema nowhere:Format",
        "check good.bin --allow-python --schema nowhere.py:Format",
        "check good.bin --allow-python --schema leaves:Format",
        "check good.bin --allow-python --schema raises:Format",
        "check good.bin --allow-python --schema broken:Format",
        "check good.bin --allow-python --schema nested.py:Format",
        "check good.bin --allow-python --schema lazy:Format",
        "check good.bin --allow-python --schema hostile:Format",
        "explain check-failed --allow-python --schema sibling.py:Format",
    )
    check_golden("cli/python_schemas.txt", text.replace("\x1b", "<escape>"))


def test_nothing_is_run_without_permission(folder: Path) -> None:
    (folder / "acts.py").write_text("open('done', 'w').close()\n")
    for verb in ("check good.bin --schema", "show good.bin --schema", "schema lint",
                 "explain check-failed --schema"):  # fmt: skip
        ran = run(*verb.split(), "acts.py:Format")
        assert ran.status == 2
        assert "--allow-python" in ran.err and "allow_python = true" in ran.err
    assert not (folder / "done").exists()


def test_the_configuration_permits(folder: Path) -> None:
    config = folder / "contentgate.toml"
    content = '[[content]]\nfiles = ["good.bin"]\nschema = "made:Format"\n'
    config.write_text(content)
    assert run("check", "good.bin").status == 2
    assert run("gate").status == 2
    assert run("gate", "--allow-python").status == 0
    config.write_text("allow_python = true\n" + content)
    assert run("check", "good.bin").status == 0
    assert run("gate").status == 0
    assert run("check", "good.bin", "--schema", "made:Format").status == 0
    assert run("check", "bad.bin", "--schema", "made.py:Format").status == 1


def test_modules_are_found_beside_the_configuration(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".git").mkdir()
    (folder / "contentgate.toml").write_text(
        'allow_python = true\n[[content]]\nfiles = ["**/*.bin"]\nschema = "made:Format"\n'
    )
    (folder / "deep").mkdir()
    (folder / "deep/also.bin").write_bytes(b"OK\0")
    monkeypatch.chdir(folder / "deep")
    assert run("check", "also.bin").status == 0


def test_nothing_of_it_is_remembered(folder: Path) -> None:
    arguments = ("check", "good.bin", "--schema", "made.py:Format")
    (folder / "contentgate.toml").write_text("allow_python = true\n")
    past = (1, 1)
    for name in ("made.py", "contentgate.toml", "good.bin"):
        os.utime(folder / name, past)
    assert run(*arguments).status == 0
    assert run(*arguments, "--allow-python").status == 0
    assert not list(folder.glob("cache/*"))


def test_output_of_a_module_does_not_mix_with_ours() -> None:
    ran = run("show", "good.bin", "--schema", "made.py:Format", "--allow-python", "--json")
    assert ran.status == 0
    assert ran.out.startswith("{") and "imported" not in ran.out
    assert "imported" in ran.err


def test_the_search_path_is_as_before() -> None:
    before = list(sys.path)
    run("check", "good.bin", "--schema", "made.py:Format", "--allow-python")
    run("check", "good.bin", "--schema", "raises.py:Format", "--allow-python")
    assert sys.path == before


def test_from_python(folder: Path) -> None:
    with pytest.raises(UsageError, match="--allow-python"):
        load_schema("made.py:Format")
    schema = load_schema("made.py:Format", allow_python=True)
    assert schema.name == "Format"
    assert schema.check_bytes((folder / "good.bin").read_bytes()) == []
    with pytest.raises(SchemaError) as caught:
        load_schema("wrong.py:Format", allow_python=True)
    assert len(caught.value.findings) == 4
