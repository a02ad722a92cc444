"""Write docs/features.md from the conformance cases, and the list of what backends decline.

Every backend runs on every case. `python docs/generate_features.py` writes; `--check` only tells
whether both files are up to date (exit code 1 when they are not).
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import yaml

TARGET = Path(__file__).parent / "features.md"
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "conformance"))

from backends import GOLDEN, observe  # noqa: E402 - importable only now
from kit import load_cases, program_of  # noqa: E402 - importable only now
from table import render, shown_cases  # noqa: E402 - importable only now


def made() -> dict[Path, str]:
    """Return the text of both files, made from the cases as they are."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        declined = observe((program_of(case, folder), case) for case in load_cases())
        return {
            GOLDEN: declined,
            TARGET: render(shown_cases(folder), yaml.safe_load(declined) or {}),
        }


def main() -> int:
    """Write or check the files; see the module's docstring."""
    files = made()
    if sys.argv[1:] == ["--check"]:
        stale = [p for p, text in files.items() if p.read_text(encoding="utf-8") != text]
        sys.stdout.writelines(f"{p.name} is not current; run: make generate\n" for p in stale)
        return 1 if stale else 0
    for path, text in files.items():
        path.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
