"""Write seeds and crashers: `python make_files.py [FOLDER]`; same bytes on every run.

Seeds are what a fuzzer starts from; every build survives them. A crasher is the smallest file
that is known to reach its fault: sizes to measure a minimizer by. All of them come from the
builder of corpus/channel_file, which shares no code with the validator.
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "corpus" / "channel_file"))

from build import build, seal
from shapes import WILDCARD, Doc, address, ipc_template, network, number, text

HERE = Path(__file__).resolve().parent
VERSION = 291
"""Of all content here. Ids are other numbers, and none that a fuzzer tries by itself."""
FIRST_ID = 41_003


def _instance(at: int, template: int, criteria: Sequence[Any], action: str = "block") -> Doc:
    return {"template": template, "id": FIRST_ID + at, "action": action, "criteria": criteria}


def _ipc(rules: Sequence[tuple[str, Any]] = ()) -> Doc:
    """Two instances with a wildcard in the 21st field, as all were before July 2024."""
    first = [text("prefix", "\\pipe\\mojo"), *[WILDCARD] * 20]
    second = [text("suffix", ".c2"), text("not_equals", "explorer.exe"), *[WILDCARD] * 19]
    return {
        "format_version": 2,
        "content_version": VERSION,
        "templates": [ipc_template()],
        "instances": [_instance(0, 11, first), _instance(1, 11, second, "quarantine")],
        "rules": [
            {"id": 100 + at, "name": f"rule_{at}", "severity": "high", "root": root}
            for at, root in enumerate(rules)
        ],
    }


def _rules() -> Doc:
    match = ("match", FIRST_ID)
    both = [match, ("match", FIRST_ID + 1)]
    return _ipc([("negation", [("negation", [match])]), ("any_of", both), ("all_of", both)])


def _network() -> Doc:
    doc = network()
    renamed = {old: FIRST_ID + at for at, old in enumerate((10, 11, 12))}
    tree = ("all_of", [("match", FIRST_ID), ("negation", [("match", FIRST_ID + 1)])])
    return {
        **doc,
        "content_version": VERSION,
        "instances": [{**one, "id": renamed[one["id"]]} for one in doc["instances"]],
        "rules": [{**doc["rules"][0], "root": tree}],
    }


def _small() -> Doc:
    """A template of two parameters; everything larger has to be built."""
    return {
        "content_version": VERSION,
        "templates": [{"id": 11, "name": "ipc", "params": [("pipe_name", "text"), ("port", "u2")]}],
        "instances": [_instance(0, 11, [text("prefix", "\\pipe\\"), number("equals", "u2", 445)])],
    }


def _attachment(at: int, blobs: Sequence[bytes], total: int | None = None) -> bytes:
    body = b"".join(struct.pack("<BH", kind, len(one)) + one for kind, one in enumerate(blobs))
    total = sum(map(len, blobs)) if total is None else total
    return struct.pack("<HII", at, total, len(body)) + body


def _attachments(*parts: bytes) -> Doc:
    return {**_small(), "format_version": 3, "tail": b"".join(parts)}


SEEDS: dict[str, Callable[[], Doc]] = {
    "common/ipc": _ipc,
    "common/network": _network,
    "common/rules": _rules,
    "small/small": _small,
    "attachments/attachments": lambda: _attachments(
        _attachment(1, [b"a" * 200, b"bc" * 60]), _attachment(2, [b"readme", b"", b"license"])
    ),
}
"""Folder and name -> content."""


def _least(kind: str = "u1", params: int = 1, **parts: Any) -> Doc:
    """Return the smallest content that is loaded, and more; no templates for 0 parameters."""
    templates = [{"id": 0, "name": "", "params": [("", kind)] * params}] if params else []
    return {"content_version": 0, "templates": templates, **parts}


def _only(criteria: Sequence[Any], **parts: Any) -> Doc:
    one = {"template": 0, "id": 1, "action": "log", "criteria": criteria}
    return _least(criteria[0][1], len(criteria), instances=[one], **parts)


WILD_U1 = ("wildcard", "u1", b"")


def _rule(root: tuple[str, Any], **parts: Any) -> Doc:
    return _least(params=0, rules=[
        {"id": 0, "name": "", "severity": "info", "root": root, **parts}])  # fmt: skip


def _nested(depth: int) -> tuple[str, Any]:
    node: tuple[str, Any] = ("match", 1)
    for _ in range(depth - 1):
        node = ("negation", [node])
    return node


def _two(identifier: int, criterion: Any) -> Doc:
    """Return two instances that quarantine by one criterion, the second with this id."""
    one = {"template": 0, "action": "quarantine", "criteria": [criterion]}
    return _least(instances=[{**one, "id": 1}, {**one, "id": identifier}])


def _blobs(total: int, body: bytes) -> Doc:
    attached = struct.pack("<HII", 0, total, len(body)) + body
    return {**_least(params=0), "format_version": 3, "tail": attached}


CRASHERS: dict[str, Callable[[], bytes]] = {
    # 2**32 objects are none in 32 bits, and the header is all that is read.
    "header-count": lambda: build(
        _least(params=0, header={"template_count": 0xFFFFFFFF, "instance_count": 1})
    )[:40],
    "string-offset": lambda: build(_rule(("match", 1), name_ofs=1))[:-4],
    # 40 bytes a rule: 5 * 2**32 in all.
    "count-times-size": lambda: build(_least(params=0, header={"rule_count": 0x20000000})),
    "regex-class": lambda: build(_only([text("regex", "[")])),
    "duplicate-id": lambda: build(_two(1, WILD_U1)),
    "child-length": lambda: build(_blobs(1, b"\0\1\0")),
    # The lengths are 2 and 254, the second without its bytes.
    "sum-of-lengths": lambda: build(_blobs(0, b"\0\2\0xx\0\xfe\0")),
    "input-count": lambda: build(_only([WILD_U1] * 20 + [number("equals", "u1", 0)])),
    "off-by-one": lambda: build(_least(params=64)),
    "recursion": lambda: build(_rule(_nested(18)))[:-6],
    "operator-pair": lambda: build(_only([address("not_equals", "::")])),
    "same-value": lambda: build({**_only([WILD_U1]), "content_version": 1}),
    "two-agree": lambda: build(_two(2, number("equals", "u1", 0))),
    # 256 nodes: negations are the cheapest, and a chain of them may be 15 deep here.
    "node-count": lambda: build(_rule(("any_of", [_nested(15)] * 17))),
}
"""Fault -> the smallest file that reaches it, but for its payload size and checksum."""


def well_formed() -> dict[str, bytes]:
    """Return, for each fault that no check can keep out, a valid file that reaches it."""
    ipc, rules, three = _ipc(), _rules(), _network()
    inputs = _instance(2, 11, [*[WILDCARD] * 20, text("equals", "c2.example")])
    agreeing = [_instance(at, 11, ipc["instances"][1]["criteria"], "quarantine") for at in (1, 2)]
    wide = {"id": 12, "name": "wide", "params": [(f"p{at}", "u1") for at in range(64)]}
    pattern = _instance(2, 11, [text("regex", "^[a"), *[WILDCARD] * 20])
    row = [*three["instances"][2]["criteria"]]
    row[4] = address("not_equals", "2001:db8::1")
    nodes = ("any_of", [("match", FIRST_ID)] * 255)
    contents: dict[str, Doc] = {
        "regex-class": {**ipc, "instances": [pattern]},
        "input-count": {**ipc, "instances": [inputs]},
        "off-by-one": {**ipc, "templates": [*ipc["templates"], wide]},
        "operator-pair": {**three, "instances": [*three["instances"], _instance(9, 3, row)]},
        "same-value": {**ipc, "content_version": FIRST_ID},
        "two-agree": {**ipc, "instances": agreeing},
        "node-count": {**rules, "rules": [{**rules["rules"][0], "root": nodes}]},
    }
    return {name: build(doc) for name, doc in contents.items()}


def files() -> dict[str, bytes]:
    """Return every file by its path below this folder."""
    made = {f"seeds/{name}.chan": build(shape()) for name, shape in SEEDS.items()}
    return made | {f"crashers/{name}.bin": seal(make()) for name, make in CRASHERS.items()}


def main(folder: Path) -> None:
    """Write every file.

    Args:
        folder: where `seeds/` and `crashers/` stand or shall stand.
    """
    for name, data in files().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
