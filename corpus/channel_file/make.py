"""Write the corpus: `python corpus/channel_file/make.py [FOLDER]`; same bytes on every run.

Writes `valid/`, `seeds/` and `invalid/` with one `.expect` a file, `contract.toml`, and the list
of digests in PROVENANCE.md. Files of an earlier run that are no longer made are removed.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from build import build, build_with_spans
from damage import RAW, Case, cases
from shapes import SEEDS, VALID

HERE = Path(__file__).parent
_MARK = "<!-- digests: written by make.py -->"
_CONTRACT = """\
# What the corpus is checked against: an imaginary consumer that supplies 20 inputs for `ipc`.

[contract]
name = "corpus-sensor"
version = "1.0"
description = "limits that the valid files keep and the *-contract files exceed"

[facts]
format_version_max = 2
max_templates = 8
max_instances = 1000

[facts.inputs]
"""


def expected_line(case: Case) -> str:
    """Return how the finding of a case starts, without the name of the file.

    Args:
        case: an invalid file.
    Returns:
        `0xOFFSET+LENGTH: error[rule] path`.
    """
    start, length = build_with_spans(case.doc)[1][case.at or case.path]
    if case.length is not None:
        length = case.length
    return f"{start:#x}+{length}: error[{case.rule}] {case.path}".rstrip()


def contract_text() -> str:
    """Return contract.toml: 20 inputs for `ipc`, enough for every other template."""
    names: dict[str, int] = {}
    for shape in (*VALID.values(), *SEEDS.values()):
        for template in shape()["templates"]:
            count = len(template["params"])
            names[template["name"]] = max(count, names.get(template["name"], 0))
    names["ipc"] = 20
    return _CONTRACT + "".join(f'"{name}" = {count}\n' for name, count in sorted(names.items()))


def files() -> dict[str, bytes]:
    """Return every file of the corpus by its path below the folder."""
    made = {f"valid/{name}.chan": build(shape()) for name, shape in VALID.items()}
    made |= {f"seeds/{name}.chan": build(shape()) for name, shape in SEEDS.items()}
    for case in cases():
        stem = f"invalid/{case.rule}__{case.what}"
        made[stem + ".bin"] = build(case.doc)
        made[stem + ".expect"] = (expected_line(case) + "\n").encode()
    for name, (data, line) in RAW.items():
        made[f"invalid/{name}.bin"] = data()
        made[f"invalid/{name}.expect"] = (line + "\n").encode()
    made["contract.toml"] = contract_text().encode()
    return made


def _provenance(folder: Path, made: dict[str, bytes]) -> str:
    source = folder / "PROVENANCE.md"
    text = source.read_text() if source.exists() else (HERE / "PROVENANCE.md").read_text()
    rows = [
        f"| {path} | {len(data)} | {hashlib.sha256(data).hexdigest()} |"
        for path, data in sorted(made.items())
        if path.endswith((".chan", ".bin"))
    ]
    table = "\n".join(["| file | bytes | sha256 |", "|---|---|---|", *rows])
    return f"{text.partition(_MARK)[0]}{_MARK}\n\n{table}\n"


def main(folder: Path) -> None:
    """Write every file; remove those that are no longer made.

    Args:
        folder: where `valid/`, `invalid/` and `seeds/` stand or shall stand.
    """
    made = files()
    for part in ("valid", "invalid", "seeds"):
        (folder / part).mkdir(parents=True, exist_ok=True)
        for old in (folder / part).iterdir():
            if f"{part}/{old.name}" not in made:
                old.unlink()
    for path, data in made.items():
        (folder / path).write_bytes(data)
    (folder / "PROVENANCE.md").write_text(_provenance(folder, made))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
