"""Makes the conformance kit and the damaged files importable here; compiles all schemas once."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
for folder in ("conformance", "differential"):
    sys.path.insert(0, str(ROOT / "tests" / folder))

from kit import SHARED, load_cases, write_schema  # noqa: E402 - importable only now
from official_compiler import (  # noqa: E402 - importable only now
    Compiled,
    WitnessMissing,
    compile_all,
    load_parser,
)
from official_examples import EXAMPLES  # noqa: E402 - importable only now

from validator.compile import compile_schema  # noqa: E402 - behind the paths
from validator.ir.nodes import Program  # noqa: E402 - behind the paths

SCHEMAS = sorted(ROOT.glob("schemas/*.ksy"))
Pair = tuple[Program, Any]


class Refused(Exception):
    """The official compiler refuses a schema; its message."""


@pytest.fixture(scope="session")
def refused() -> type[Refused]:
    return Refused


@pytest.fixture(scope="session")
def pair_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str | Path], Pair]:
    """Give our Program and the official parser class for the text or the path of a schema."""
    paths: dict[str | Path, Path] = {path: path for path in SCHEMAS}
    for case in load_cases():
        if case.schema not in paths:
            paths[case.schema] = write_schema(case, tmp_path_factory.mktemp("case"))
    for example in EXAMPLES:
        paths[example.schema] = path = tmp_path_factory.mktemp("example") / "case.ksy"
        path.write_text(example.schema)
    try:
        compiled: dict[Path, Compiled] = {
            made.schema: made for made in compile_all(list(paths.values()))
        }
    except WitnessMissing as missing:
        pytest.skip(str(missing))
    pairs: dict[str | Path, Pair] = {}

    def find(schema: str | Path) -> Pair:
        if schema not in pairs:
            made = compiled[paths[schema]]
            if made.error:
                raise Refused(made.error)
            program = compile_schema(str(made.schema), [str(made.schema.parent / SHARED)])
            pairs[schema] = program, load_parser(made, program.name)
        return pairs[schema]

    return find
