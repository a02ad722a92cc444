"""Our schemas are to compile to parsers elsewhere: no name of theirs may be a word of Python."""

from __future__ import annotations

import keyword
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = sorted([*ROOT.glob("schemas/*.ksy"), *ROOT.glob("examples/**/*.ksy")])


def _names(node: object) -> Iterator[str]:
    match node:
        case dict():
            if "id" in node:
                yield str(node["id"])
            for key, value in node.items():
                if key == "enums":
                    for members in value.values():
                        yield from (m for m in members.values() if isinstance(m, str))
                if key == "instances":  # names of types and enums are written in camel case there
                    yield from map(str, value)
                yield from _names(value)
        case list():
            for item in node:
                yield from _names(item)


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.stem)
def test_no_name_is_a_word_of_python(path: Path) -> None:
    names = list(_names(yaml.safe_load(path.read_text())))
    assert names
    assert [name for name in names if keyword.iskeyword(name)] == []
