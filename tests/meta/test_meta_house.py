"""Import contracts hold, and the house lint finds what it says it finds."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def load_lint() -> ModuleType:
    path = ROOT / "tools" / "house_lint.py"
    spec = importlib.util.spec_from_file_location("house_lint", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


LINT = load_lint()
PACKAGE = "validator/gate/plan.py"
MARK = "# house: loose-dataclass"
# (rule, path, text that breaks it, text that does not)
SAMPLES = [
    ("loose-dataclass", PACKAGE, "@dataclass\nclass A: pass\n",
     "@dataclass(frozen=True, slots=True)\nclass A: pass\n"),
    ("loose-dataclass", PACKAGE, f"{MARK}\n@dataclass(slots=True)\nclass A: pass\n",
     f"{MARK} - counts\n@dataclass(slots=True)\nclass A: pass\n"),
    ("loose-dataclass", PACKAGE, "@dataclasses.dataclass(frozen=True)\nclass A: pass\n", "A = 1\n"),
    ("print", PACKAGE, "print(1)\n", "'print(1)'\n"),
    ("broad-except", PACKAGE, "try: f()\nexcept Exception: pass\n",
     "try: f()\nexcept Exception:\n    g()\n    raise\n"),
    ("broad-except", PACKAGE, "try: f()\nexcept (OSError, BaseException): pass\n",
     "try: f()\nexcept OSError: pass\n"),
    ("late-import", PACKAGE, "def f():\n    import os\n", "import os\ndef f(): pass\n"),
    ("late-import", PACKAGE, "def f():\n    from a import b  # noqa: PLC0415\n",
     "def f():\n    from a import b  # noqa: PLC0415 - start-up time\n"),
    ("long-module", PACKAGE, "a = 1\n" * 501, "a = 1\n" * 500),
    ("long-module", "tests/test_a.py", "a = 1\n" * 601, "a = 1\n" * 600),
    ("long-function", PACKAGE, "def f():\n" + "    a = 1\n" * 80,
     "def f():\n" + "    a = 1\n" * 79),
    ("bare-ignore", PACKAGE, "a = 1  # noqa\n", "a = 1  # noqa: E501 - a table\n"),
    ("bare-ignore", PACKAGE, "a = 1  # noqa: E501\n", "a = '# noqa'\n"),
    ("bare-ignore", PACKAGE, "a = 1  # type: ignore[misc]\n",
     "a = 1  # type: ignore[misc, arg-type]  # untyped\n"),
    ("vague-name", "validator/utils.py", "", ""),
    ("process-state", PACKAGE, "a = os.environ['A']\n", "a = os.path.join('a')\n"),
    ("process-state", PACKAGE, "a = sys.argv\n", "a = sys.byteorder\n"),
    ("terminal", PACKAGE, "a = stream.isatty()\n", "a = stream.closed\n"),
    ("terminal", PACKAGE, "from rich.console import Console\n", "from richer import Console\n"),
    ("machine-path", "docs/a.md", "see /ro" "ot/x\n", "see docs/ho" "me/x.md\n"),
    ("machine-path", "Makefile", "pip install --index" "-url x\n", "pip install x\n"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "path", "bad", "good"), SAMPLES)
def test_rule_finds_its_defect_only(rule: str, path: str, bad: str, good: str) -> None:
    assert rule in {found.rule for found in LINT.lint_source(path, bad)}
    fine = path.replace("utils", "plan")
    assert rule not in {found.rule for found in LINT.lint_source(fine, good)}


def test_every_rule_has_a_sample() -> None:
    assert {rule for rule, *_ in SAMPLES} == set(LINT.RULES)


def test_other_languages_in_the_package_are_not_read_as_python() -> None:
    for path in ("validator/part.sh", "validator/part.c"):
        assert LINT.lint_source(path, "(set +e\n") == []


def test_command_line_may_what_others_may_not() -> None:
    text = "import sys\nimport click\ndef f():\n    import os\n    print(sys.argv, os.environ)\n"
    assert LINT.lint_source("validator/cli/check.py", text) == []
    rules = {found.rule for found in LINT.lint_source(PACKAGE, text)}
    assert rules == {"print", "late-import", "process-state", "terminal"}


def test_exit_status_and_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / "validator").mkdir()
    (tmp_path / "validator" / "misc.py").write_text("print(1)\n", encoding="utf-8")
    assert LINT.main([str(tmp_path)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(" ")[:2] for line in lines[:2]] == [
        ["validator/misc.py:1:", "print"],
        ["validator/misc.py:1:", "vague-name"],
    ]
    (tmp_path / "validator" / "misc.py").unlink()
    assert LINT.main([str(tmp_path)]) == 0


def test_this_repository_keeps_the_rules() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    assert [str(violation) for violation in LINT.lint_repository(ROOT)] == []


def test_import_contracts_are_kept() -> None:
    program = "from importlinter.cli import lint_imports_command as run; run()"
    done = subprocess.run(
        [sys.executable, "-c", program, "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    assert "0 broken" in done.stdout
