"""Hypothesis strategies of a schema: accepted files, overrides, trees, the simplest failure."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from validator.check.schema import Schema, load_schema
from validator.check.tree import Tree
from validator.errors import UsageError

CHANNEL = Path(__file__).parents[3] / "schemas" / "channel_file.ksy"
QUICK = settings(
    max_examples=15, deadline=None, database=None, derandomize=True,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
LIST = """\
meta: {id: list, endian: le}
seq:
  - {id: num, type: u1}
  - {id: items, type: item, repeat: expr, repeat-expr: num}
  - {id: total, type: u1, valid: {expr: _ == num}}
types:
  item:
    seq:
      - {id: kind, type: u1, valid: {any-of: [1, 2, 7]}}
      - {id: size, type: u1, valid: {max: 9}}
      - {id: body, size: size}
"""


@cache
def channel() -> Schema:
    return load_schema(CHANNEL)


@pytest.fixture(scope="module")
def items(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    path = tmp_path_factory.mktemp("schemas") / "list.ksy"
    path.write_text(LIST, encoding="utf-8")
    return load_schema(path)


@QUICK
@given(channel().files())
def test_files_are_accepted(data: bytes) -> None:
    assert channel().check_bytes(data) == []


@QUICK
@given(channel().files(mode="near-miss"))
def test_near_misses_are_not(data: bytes) -> None:
    assert channel().check_bytes(data)


@QUICK
@given(channel().files(overrides={"instances[*].criteria[*].op": st.sampled_from([1, 2])}))
def test_values_of_a_path_can_be_given(data: bytes) -> None:
    tree = channel().parse(data)
    assert {int(c.op) for i in tree.instances for c in i.criteria} <= {1, 2}


@QUICK
@given(channel().values())
def test_trees_of_values(tree: Tree) -> None:
    assert tree.header.template_count == len(tree.templates)


def simplest(schema: Schema, fails: str, *, pure: bool = False) -> bytes:
    """Return what a property that fails shrinks to."""
    last = [b""]

    @settings(QUICK, max_examples=300, phases=(Phase.generate, Phase.shrink))
    @given(schema.files(pure=pure))
    def check(data: bytes) -> None:
        if eval(fails, {"tree": schema.parse(data)}):
            last[0] = data
            raise AssertionError

    with pytest.raises(AssertionError):
        check()
    return last[0]


def test_what_always_fails_shrinks_to_the_simplest_file(items: Schema) -> None:
    assert simplest(items, "True") == bytes((0, 0))
    assert simplest(items, "True", pure=True) == bytes((0, 0))


def test_structure_shrinks(items: Schema) -> None:
    assert simplest(items, "tree.num >= 3") == bytes((3, 1, 0, 1, 0, 1, 0, 3))


def test_values_shrink_when_everything_is_drawn(items: Schema) -> None:
    found = simplest(items, "any(item.kind == 7 for item in tree.items)", pure=True)
    assert found == bytes((1, 7, 0, 1))


def test_paths_that_name_nothing_are_refused() -> None:
    with pytest.raises(UsageError, match="names no stored value"):
        channel().files(overrides={"instances[*].nothing": st.just(1)})
    with pytest.raises(UsageError, match="is no path"):
        channel().files(overrides={"a b": st.just(1)})
    with pytest.raises(UsageError, match=r"has no strategy\n  expected  such as st.just\(1\)"):
        channel().files(overrides={"instances[*].id": 1})


def test_without_hypothesis_everything_else_works() -> None:
    code = (
        "import sys; sys.modules['hypothesis'] = None\n"
        "from validator.check.schema import load_schema\n"
        "from validator.errors import UsageError\n"
        f"schema = load_schema({str(CHANNEL)!r})\n"
        "try: schema.files()\n"
        "except UsageError as error: print(str(error).splitlines()[0])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "strategies need Hypothesis, which is not installed\n"
