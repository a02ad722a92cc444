"""docs/construct-front-end.md names every class of construct, and says what really happens."""

from __future__ import annotations

import re
from pathlib import Path

import construct
import pytest

from validator.lift.table import HANDLERS

PAGE = (Path(__file__).parents[2] / "docs/construct-front-end.md").read_text()
BASES = {"Adapter", "Construct", "Subconstruct", "SymmetricAdapter", "Tunnel", "Validator"}
ROWS = [line for line in PAGE.partition("## Classes")[2].splitlines() if line.startswith("| ")][1:]
NUMBER = re.compile(r"(Int|Float)\d+[us]?[bln]$")


def words(row: str) -> set[str]:
    return set(re.findall(r"`(\w+)", row.split("|")[1]))


def rows_of(name: str) -> list[str]:
    return [row for row in ROWS if name in words(row)]


def public_names() -> list[str]:
    names = []
    for name, value in vars(construct).items():
        is_class = isinstance(value, type) and issubclass(value, construct.Construct)
        is_macro = callable(value) and getattr(value, "__module__", "") == "construct.core"
        if isinstance(value, construct.Construct) or is_class or (is_macro and name[0].isupper()):
            names.append(name)
    return [
        name
        for name in names
        if name not in BASES
        and not NUMBER.match(name)
        and not (isinstance(vars(construct)[name], type)
                 and not issubclass(vars(construct)[name], construct.Construct))
    ]  # fmt: skip


def test_there_is_something_to_test() -> None:
    assert len(ROWS) > 40 and len(public_names()) > 80


@pytest.mark.parametrize("name", public_names())
def test_every_class_has_a_row(name: str) -> None:
    found = rows_of("Timestamp" if name == "TimestampAdapter" else name)
    assert found, f"{name} stands in no row"


@pytest.mark.parametrize("kind", sorted(HANDLERS.refused, key=lambda kind: kind.__name__))
def test_refused_classes_are_told(kind: type) -> None:
    if kind in (construct.StopIf, construct.TimestampAdapter):
        return  # told in the row of what they belong to
    assert all("refused" in row for row in rows_of(kind.__name__))


@pytest.mark.parametrize(
    "kind",
    sorted({*HANDLERS.strip, *HANDLERS.plan, *HANDLERS.put}, key=lambda kind: kind.__name__),
)
def test_lifted_classes_are_told(kind: type) -> None:
    always_refused = {construct.Restreamed, construct.Transformed, construct.Select}
    if kind in always_refused or kind is construct.FormatField:
        return  # rows of what they are made for
    assert any("lifted" in row for row in rows_of(kind.__name__))
