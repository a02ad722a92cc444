"""Whatever bytes a file holds, its tree can be shown, in text and as JSON, consistently."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from command_line import PACKED, SCHEMA, packed, record, toy
from hypothesis import given, settings
from hypothesis import strategies as st

from validator.check.explain import findings_of
from validator.check.schema import Schema, load_schema
from validator.report.tree import TreeView, find_node, make_view
from validator.report.tree_json import tree_json
from validator.report.tree_rows import Limits
from validator.report.tree_text import TreeStyle, tree_lines

SEEDS = {
    "toy": (SCHEMA, toy(*(record(n, b"name", kind=n % 3) for n in range(12)))),
    "packed": (PACKED, packed(*range(20))),
}


@pytest.fixture(scope="module", params=SEEDS)
def format_of(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Schema, bytes]:
    text, data = SEEDS[request.param]
    path = tmp_path_factory.mktemp("schema") / f"{request.param}.ksy"
    Path(path).write_text(text)
    return load_schema(str(path)), data


def view_of(schema: Schema, data: bytes) -> TreeView:
    reading = schema.read(data)
    findings = findings_of(reading, "x", (), 1000)
    is_complete = not any(failure.check < 0 for failure in reading.failures)
    return make_view(reading.trace, findings, is_complete=is_complete)


def every_node(node: dict[str, Any]) -> list[dict[str, Any]]:
    inner = node.get("fields", node.get("items", []))
    return [node, *(below for child in inner for below in every_node(child))]


@settings(deadline=None, max_examples=150)
@given(edits=st.lists(st.tuples(st.integers(0, 300), st.binary(max_size=4)), max_size=5))
def test_any_bytes_can_be_shown(
    format_of: tuple[Schema, bytes], edits: list[tuple[int, bytes]]
) -> None:
    schema, data = format_of
    for place, new in edits:
        at = place % (len(data) + 1)
        data = data[:at] + new + data[at + 2 :]
    view = view_of(schema, data)
    document = json.loads("".join(tree_json(view, 0, {}, view.findings)))
    nodes = every_node(document["tree"])
    assert len(nodes) == len(view.trace)
    for number, node in enumerate(nodes):
        assert node["path"] == view.trace.path(find_node(view, node["path"])) or number
    for gap in document["gaps"]:
        assert 0 <= gap["start"] < gap["end"] <= len(data)
    for width in (40, 100):
        for style in (
            TreeStyle(width=width), TreeStyle(Limits(None, None), all_bytes=True, width=width),
            TreeStyle(Limits(1, 1), has_hex=False, color=True, width=width),
        ):  # fmt: skip
            for line in tree_lines(view, 0, style):
                assert line.replace("\x1b[", "").isprintable()


def test_every_finding_is_in_the_tree_whatever_is_left_out(
    format_of: tuple[Schema, bytes],
) -> None:
    schema, data = format_of
    for at in range(len(data)):
        broken = data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]
        view = view_of(schema, broken)
        text = "\n".join(tree_lines(view, 0, TreeStyle(Limits(1, 1), width=1000)))
        for finding in view.findings:
            assert f"[{finding.rule}]: {finding.message}" in text
