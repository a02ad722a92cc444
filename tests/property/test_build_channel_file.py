"""Channel files from plain values: no length, count, offset, constant or checksum is given."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from build_kit import agrees, plain_of, schema_at
from hypothesis import given, settings
from hypothesis import strategies as st

SCHEMA = Path(__file__).resolve().parents[2] / "schemas" / "channel_file.ksy"
WIDTHS = {"u2": 2, "u4": 4, "u8": 8}
TYPES = ["text", *WIDTHS]
names = st.text("abcdef\u00e9\u4e2d", min_size=1, max_size=5)


@st.composite
def criteria(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    op = draw(st.sampled_from(["wildcard", "equals", "in_list"]))
    if op == "wildcard":
        return {"op": op, "value_type": kind, "value": b""}
    if kind == "text":
        return {"op": op, "value_type": kind, "value": draw(st.binary(min_size=1, max_size=6))}
    width = WIDTHS[kind] * (draw(st.integers(1, 3)) if op == "in_list" else 1)
    return {"op": op, "value_type": kind, "value": draw(st.binary(min_size=width, max_size=width))}


@st.composite
def instances(draw: st.DrawFn, templates: list[dict[str, Any]], number: int) -> dict[str, Any]:
    template = draw(st.sampled_from(templates))
    return {
        "template_id": template["id"],
        "id": number,
        "action": draw(st.sampled_from(["log", "alert", "block", 3])),
        "criteria": [draw(criteria(param["value_type"])) for param in template["params"]],
    }


def nodes(ids: list[int]) -> st.SearchStrategy[Any]:
    leaf = st.sampled_from(ids).map(
        lambda number: {"kind": "match", "instance_id": number, "children": []}
    )
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            inner.map(lambda one: {"kind": "negation", "instance_id": None, "children": [one]}),
            st.lists(inner, min_size=2, max_size=3).map(
                lambda many: {"kind": "any_of", "instance_id": None, "children": many}
            ),
        ),
        max_leaves=5,
    )


@st.composite
def channel_files(draw: st.DrawFn) -> dict[str, Any]:
    """Return values of a valid file; the table of strings follows from the names."""
    numbers = draw(st.lists(st.integers(0, 65535), min_size=1, max_size=3, unique=True))
    params = st.fixed_dictionaries({"value_type": st.sampled_from(TYPES), "name": names})
    templates = [
        {
            "id": number,
            "name": draw(names),
            "params": draw(st.lists(params, min_size=1, max_size=3)),
        }
        for number in sorted(numbers)
    ]
    made = [draw(instances(templates, at)) for at in range(draw(st.integers(0, 3)))]
    rules = [
        {
            "id": at,
            "name": draw(names),
            "severity": draw(st.sampled_from(["info", "severity::high"])),
            "root": draw(nodes([one["id"] for one in made])),
        }
        for at in range(draw(st.integers(0, 2)) if made else 0)
    ]
    head = {"format_version": 2, "content_version": draw(st.integers(1, 2**32 - 1))}
    return {"header": head, "templates": templates, "instances": made, "rules": rules}


@settings(max_examples=12)
@given(values=channel_files())
def test_file_is_built_from_nothing_but_its_content(values: dict[str, Any]) -> None:
    schema = schema_at(str(SCHEMA))
    made = schema.construct()
    file = made.build(values)
    assert schema.check_bytes(file) == []
    found = made.parse(file)
    assert agrees(values, found)
    assert made.build(found) == file
    assert made.build(plain_of(schema.program, found)) == file


@settings(max_examples=8)
@given(values=channel_files(), name=names)
def test_renaming_moves_the_references(values: dict[str, Any], name: str) -> None:
    schema = schema_at(str(SCHEMA))
    made = schema.construct()
    tree = made.parse(made.build(values))
    tree["string_table"]["strings"].insert(0, f"{name}-new")
    file = made.build(tree)
    assert schema.check_bytes(file) == []
    assert agrees(values, made.parse(file))
