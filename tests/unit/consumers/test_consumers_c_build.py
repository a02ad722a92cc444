"""Small C parts are built once, whole, and a compiler that fails is quoted."""

import subprocess
import sys
from pathlib import Path

import pytest

from validator.consumers.c_build import Recipe, build_c
from validator.errors import ConsumerError

_BUILD = """
import sys
from validator.consumers.c_build import Recipe, build_c
print(build_c(Recipe("part", (sys.argv[1],), compilers=(sys.argv[2],)), sys.argv[3]))
"""


def _compiler(folder: Path, body: str) -> str:
    path = folder / "compiler"
    path.write_text(f'#!/bin/sh\necho called >> "{folder}/calls"\n{body}\n', encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_two_processes_that_need_the_same_build_it_once(tmp_path: Path) -> None:
    (tmp_path / "part.c").write_text("int part;\n", encoding="utf-8")
    compiler = _compiler(tmp_path, 'sleep 0.4; echo built > "$2"')
    words = [str(tmp_path / "part.c"), compiler, str(tmp_path / "kept")]
    runs = [
        subprocess.Popen([sys.executable, "-c", _BUILD, *words], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = {run.communicate(timeout=60)[0].strip() for run in runs}
    assert [run.returncode for run in runs] == [0, 0]
    assert len(said) == 1
    assert Path(said.pop()).read_text(encoding="utf-8") == "built\n"
    assert (tmp_path / "calls").read_text(encoding="utf-8") == "called\n"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (
            "echo '/usr/bin/ld: final link failed: No space left on device' >&2;"
            " echo 'collect2: error: ld returned 1 exit status' >&2; exit 1",
            "/usr/bin/ld: final link failed: No space left on device",
        ),
        ("kill -9 $$", "the compiler was ended by signal 9"),
        ("exit 4", "the compiler ended with status 4"),
    ],
)
def test_why_a_compiler_failed_is_said(tmp_path: Path, body: str, reason: str) -> None:
    (tmp_path / "part.c").write_text("int part;\n", encoding="utf-8")
    recipe = Recipe(
        "part", (str(tmp_path / "part.c"),), compilers=(_compiler(tmp_path, body),), install="x"
    )
    with pytest.raises(ConsumerError) as raised:
        build_c(recipe, str(tmp_path / "kept"))
    assert str(raised.value) == f"part cannot be built: {reason}; x"
    assert not [one for one in (tmp_path / "kept").iterdir() if one.name.startswith(".build-")]
