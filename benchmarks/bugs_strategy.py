"""What a careful user of Hypothesis writes for the channel file: valid files, and damage."""

from __future__ import annotations

import struct
from typing import Any

from hypothesis import strategies as st

from build import build, seal

_TYPES = ("u1", "u2", "u4", "u8", "ip6", "text")
_U4 = st.integers(0, 2**32 - 1)
_COUNTS = st.one_of(st.integers(1, 8), st.sampled_from((16, 20, 21, 32, 63, 64)))


def _values(op: str, kind: str) -> st.SearchStrategy[bytes]:
    if op == "wildcard":
        return st.just(b"")
    if kind == "text":
        return st.text("abz[]^$.*-", min_size=1, max_size=12).map(str.encode)
    width = 1 << _TYPES.index(kind)
    count = {"range": 2, "in_list": 3}.get(op, 1)
    return st.binary(min_size=width * count, max_size=width * count)


def _criteria(kind: str) -> st.SearchStrategy[tuple[str, str, bytes]]:
    numbers = ("wildcard", "equals", "not_equals", "range", "in_list")
    texts = ("wildcard", "equals", "not_equals", "prefix", "suffix", "regex", "in_list")
    ops = st.sampled_from(texts if kind == "text" else numbers)
    return ops.flatmap(lambda op: st.tuples(st.just(op), st.just(kind), _values(op, kind)))


def _trees(ids: list[int]) -> st.SearchStrategy[Any]:
    leaves = st.sampled_from(ids).map(lambda number: ("match", number))
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            inner.map(lambda node: ("negation", [node])),
            st.tuples(st.sampled_from(("all_of", "any_of")), st.lists(inner, min_size=2)),
        ),
        max_leaves=24,
    )


@st.composite
def _documents(draw: st.DrawFn, attachments: bool) -> dict[str, Any]:
    kinds = draw(_COUNTS.flatmap(
        lambda n: st.lists(st.sampled_from(_TYPES), min_size=n, max_size=n)))  # fmt: skip
    ids = draw(st.lists(_U4, max_size=4, unique=draw(st.integers(0, 9)) > 0))
    actions = st.sampled_from(("log", "alert", "block", "quarantine"))
    instances = [
        {"template": 1, "id": number, "action": draw(actions),
         "criteria": [draw(_criteria(kind)) for kind in kinds]}
        for number in ids
    ]  # fmt: skip
    rules = [
        {"id": number, "name": "rule", "severity": "low", "root": draw(_trees(ids))}
        for number in range(draw(st.integers(0, 2)) if ids else 0)
    ]
    params = [(f"p{number}", kind) for number, kind in enumerate(kinds)]
    doc: dict[str, Any] = {
        "format_version": 3 if attachments else 2,
        "content_version": draw(st.one_of(st.integers(1, 1000), _U4.filter(bool))),
        "templates": [{"id": 1, "name": "ipc", "params": params}],
        "instances": instances,
        "rules": rules,
    }  # fmt: skip
    if attachments:
        blobs = draw(st.lists(st.binary(max_size=300), max_size=3))
        body = b"".join(struct.pack("<BH", 0, len(one)) + one for one in blobs)
        total = draw(st.one_of(st.just(sum(map(len, blobs))), st.integers(0, 1000)))
        doc["tail"] = struct.pack("<HII", 1, total, len(body)) + body
    return doc


@st.composite
def channel_files(draw: st.DrawFn, attachments: bool) -> bytes:
    """Return files: half of them valid, half with a field or some bytes changed and sealed."""
    doc = draw(_documents(attachments))
    fields = ("template_count", "instance_count", "rule_count", "string_table_size")
    edges = st.one_of(st.integers(0, 255), st.sampled_from((2**29, 2**31 - 1, 2**31, 2**32 - 1)))
    match draw(st.integers(0, 3)):
        case 0:
            doc["header"] = {draw(st.sampled_from(fields)): draw(edges)}
        case 1:
            data = bytearray(build(doc))
            for _ in range(draw(st.integers(1, 4))):
                data[draw(st.integers(8, len(data) - 1))] = draw(st.integers(0, 255))
            return seal(bytes(data))
        case _:
            pass
    return build(doc)
