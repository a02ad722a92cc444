"""The backends of the feature table: what each makes of a case, and what each declines.

`declined.yaml` is golden: backend -> id of a case -> why. A case that is not listed there passes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from construct import ConstructError
from kit import Case
from readers import by_construct, by_python, frozen

from validator.backends.construct import SchemaConstruct, compile_construct, read
from validator.check.fast import accepts
from validator.check.read import BoundContract
from validator.check.schema import Schema
from validator.ir.nodes import Program

GOLDEN = Path(__file__).parent / "declined.yaml"
Declined = Mapping[str, Mapping[str, str]]
"""Backend -> id of a case -> why."""
LEFT = "left to the tracing reader"


@dataclass(frozen=True)
class Backend:
    """A column of the table.

    Attributes:
        id: key in `declined.yaml`.
        title: heading.
        run: why the backend declines the case, "" when it passes; fails when it is wrong.
        needs_valid: it has something to say of valid files only.
    """

    id: str
    title: str
    run: Any
    needs_valid: bool = False


@cache
def declined() -> Declined:
    """Return the golden list."""
    return yaml.safe_load(GOLDEN.read_text()) or {}


def contracts_of(case: Case) -> tuple[BoundContract, ...]:
    """Return the contracts of a case as the tool knows them."""
    return tuple(BoundContract(name, facts, {}) for name, facts in case.contracts)


def is_valid(program: Program, case: Case) -> bool:
    """Whether nothing at all is found in the file of a case."""
    return not Schema(program, "case.ksy").check_bytes(case.data, contracts=contracts_of(case))


@cache
def _schema(program: Program) -> SchemaConstruct:
    return compile_construct(program)


def _tracing(program: Program, case: Case) -> str:
    verdict = by_python(program, case.data, contracts_of(case))
    assert (verdict.accepted, verdict.first) == (not case.failures, case.first)
    if not case.failures and case.values is not None:
        assert verdict.values == frozen(case.values)
    return ""


def _checking(program: Program, case: Case) -> str:
    is_accepted = accepts(program, case.data, contracts_of(case))
    assert not (is_accepted and case.failures)
    return LEFT if not is_accepted and is_valid(program, case) else ""


def _parsing(program: Program, case: Case) -> str:
    verdict = by_construct(program, case.data, contracts_of(case))
    assert (verdict.accepted, verdict.first) == (not case.failures, case.first)
    if not case.failures and case.values is not None:
        assert verdict.values == frozen(case.values)
    return ""


def _rebuilding(program: Program, case: Case) -> str:
    schema = _schema(program)
    try:
        built = schema.build(schema.parse(case.data))
    except ConstructError as error:
        return _one_line(error)
    assert built == case.data
    return ""


def _building(program: Program, case: Case) -> str:
    contracts = contracts_of(case)
    values = read(_schema(program), case.data, contracts).values
    try:
        built = _schema(program).build(values)
    except ConstructError as error:
        return _one_line(error)
    reading = read(_schema(program), built, contracts)
    assert not reading.failures
    return "" if frozen(reading.values) == frozen(values) else "a given length is derived anew"


def _one_line(error: ConstructError) -> str:
    return " ".join(str(error).split())


BACKENDS = (
    Backend("python-tracing", "python, tracing", _tracing),
    Backend("python-checking", "python, checking", _checking),
    Backend("construct-parse", "construct, parse", _parsing),
    Backend("construct-rebuild", "construct, build what was parsed", _rebuilding, needs_valid=True),
    Backend("construct-build", "construct, build from plain values", _building, needs_valid=True),
)


def observe(cases: Iterable[tuple[Program, Case]]) -> str:
    """Run every backend on every case and return the text of `declined.yaml`."""
    found: dict[str, dict[str, str]] = {}
    for program, case in cases:
        valid = is_valid(program, case)
        for backend in BACKENDS:
            reason = backend.run(program, case) if valid or not backend.needs_valid else ""
            if reason:
                found.setdefault(backend.id, {})[case.id] = reason
    head = "# written by docs/generate_features.py: backend -> case -> why it is declined\n"
    return head + (yaml.safe_dump(found, width=100) if found else "{}\n")
