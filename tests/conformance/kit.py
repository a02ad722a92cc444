"""Cases that every reader must pass: schema, bytes, expected values, expected failures.

A case file is YAML: a list of `{id, schema, files}`. A file is `{bytes, values, failures,
contracts}`: bytes in hex, values as JSON (`{hex: ...}` for byte strings), failures as
`RULE@OFFSET+LENGTH PATH` in order of (offset, rule). No failures means accepted.

`coverage`, where it is given, lists what no field explains and what several fields explain, as
`RULE@OFFSET+LENGTH PATHS`; in unpacked bytes `RULE@OFFSET+LENGTH[START+LENGTH] PATHS`. Whether it
is given or not, the readers must agree on it.

An entry may have `imports`, a map of path to the text of an imported schema (`shared` is a folder
for absolute ones), and `features`: what it shows of `features.FEATURES` and no Program tells.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from validator.compile import compile_schema
from validator.ir.nodes import Program

SHARED = "shared"
CASES = Path(__file__).parent / "cases"


_programs: dict[tuple[Any, ...], Program] = {}


@dataclass(frozen=True)
class Case:
    id: str
    schema: str
    data: bytes
    values: Any
    failures: tuple[str, ...]
    contracts: tuple[tuple[str, dict[str, Any]], ...]
    coverage: tuple[str, ...] | None = None
    imports: tuple[tuple[str, str], ...] = ()
    features: tuple[str, ...] = ()

    @property
    def entry(self) -> str:
        """File and id of the entry, without the number of the file in it."""
        return self.id.rpartition("-")[0]

    @property
    def first(self) -> tuple[int, str] | None:
        if not self.failures:
            return None
        rule, _, rest = self.failures[0].partition("@")
        return int(rest.partition("+")[0], 0), rule


def load_cases() -> Iterator[Case]:
    for path in sorted(CASES.glob("*.yaml")):
        for entry in yaml.safe_load(path.read_text()):
            for number, file in enumerate(entry["files"]):
                yield Case(
                    f"{path.stem}-{entry['id']}-{number}",
                    f"meta: {{id: case, endian: le}}\n{entry['schema']}"
                    if not entry["schema"].startswith("meta:")
                    else entry["schema"],
                    bytes.fromhex(str(file["bytes"])),
                    _values(file["values"]) if "values" in file else None,
                    tuple(file.get("failures", ())),
                    tuple((name, facts) for name, facts in file.get("contracts", {}).items()),
                    tuple(file["coverage"]) if "coverage" in file else None,
                    tuple(entry.get("imports", {}).items()),
                    tuple(entry.get("features", ())),
                )


def write_schema(case: Case, folder: Path) -> Path:
    """Write the schema of a case, and what it imports, and return its path."""
    for name, text in (("case.ksy", case.schema), *case.imports):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder / "case.ksy"


def program_of(case: Case, folder: Path) -> Program:
    """Compile the schema of a case; written into the folder unless it was compiled before."""
    key = case.schema, case.imports
    if key not in _programs:
        path = write_schema(case, folder)
        _programs[key] = compile_schema(str(path), [str(folder / SHARED)])
    return _programs[key]


def _values(value: Any) -> Any:
    if isinstance(value, dict):
        if set(value) == {"hex"}:
            return bytes.fromhex(str(value["hex"]))
        return {key: _values(item) for key, item in value.items()}
    return [_values(item) for item in value] if isinstance(value, list) else value
