"""The valid shapes and the seeds of the corpus, as data for `build`.

Every function returns a new dict, so that a case may change its own copy.
"""

from __future__ import annotations

import ipaddress
import random
import struct
from collections.abc import Callable
from typing import Any

from build import OPERATOR, VALUE_TYPE

Doc = dict[str, Any]
Criterion = tuple[Any, ...]

IPC_PARAMS = (
    "pipe_name", "process_path", "process_user", "process_command", "parent_path", "parent_user",
    "parent_command", "image_signer", "image_hash", "file_path", "file_owner", "share_name",
    "server_name", "client_name", "client_user", "session_name", "window_station", "desktop",
    "token_group", "integrity_label", "remote_host",
)  # fmt: skip
"""The 21 parameters of the template `ipc`."""

WILDCARD: Criterion = ("wildcard", "text", b"")


def ipc_template(template_id: int = 11) -> Doc:
    """Return the template `ipc` with its 21 text parameters."""
    params = [(name, "text") for name in IPC_PARAMS]
    return {"id": template_id, "name": "ipc", "params": params}


def ipc_instance(number: int, *, template: int = 11, **criteria: Criterion) -> Doc:
    """Return an instance of `ipc`; parameters that are not named get a wildcard."""
    unknown = set(criteria) - set(IPC_PARAMS)
    if unknown:
        raise ValueError(f"no such parameters: {sorted(unknown)}")
    listed = [criteria.get(name, WILDCARD) for name in IPC_PARAMS]
    return {"template": template, "id": number, "action": "block", "criteria": listed}


def text(op: str, value: str) -> Criterion:
    """Return a criterion on a text."""
    return (op, "text", value.encode())


def number(op: str, value_type: str, *values: int) -> Criterion:
    """Return a criterion on integers; `values` are packed one after another."""
    code = {"u1": "B", "u2": "H", "u4": "I", "u8": "Q"}[value_type]
    return (op, value_type, struct.pack(f"<{len(values)}{code}", *values))


def address(op: str, *values: str) -> Criterion:
    """Return a criterion on IPv6 addresses."""
    return (op, "ip6", b"".join(ipaddress.IPv6Address(value).packed for value in values))


def minimal() -> Doc:
    """Return one template with one parameter, nothing else."""
    return {"templates": [{"id": 1, "name": "t", "params": [("a", "u1")]}]}


def ipc(criterion_21: Criterion = WILDCARD) -> Doc:
    """Return the content of 19 July: two instances, the 21st criterion of the second given."""
    return {
        "format_version": 1,
        "content_version": 291,
        "templates": [ipc_template()],
        "instances": [
            ipc_instance(1, pipe_name=text("prefix", "\\pipe\\mojo")),
            ipc_instance(2, pipe_name=text("suffix", "-c2"), remote_host=criterion_21),
        ],
    }


def network() -> Doc:
    """Return every value type and operator at least once, and a rule tree."""
    params = [
        ("protocol", "u1"), ("remote_port", "u2"), ("process_id", "u4"),
        ("bytes_sent", "u8"), ("remote_address", "ip6"), ("process_path", "text"),
    ]  # fmt: skip
    rows: list[list[Criterion]] = [
        [
            number("equals", "u1", 6), number("range", "u2", 1024, 65535),
            number("not_equals", "u4", 4), number("range", "u8", 1 << 20, (1 << 64) - 1),
            address("in_list", "2001:db8::1", "::ffff:192.0.2.1"), text("suffix", "\\curl.exe"),
        ],
        [
            number("in_list", "u1", 6, 17, 132), number("in_list", "u2", 22, 80, 443),
            number("equals", "u4", 0), number("equals", "u8", 0),
            address("range", "2001:db8::", "2001:db8::ffff"), text("regex", "^/tmp/[a-z]{8}$"),
        ],
        [
            ("wildcard", "u1", b""), ("wildcard", "u2", b""), ("wildcard", "u4", b""),
            ("wildcard", "u8", b""), ("wildcard", "ip6", b""),
            text("in_list", "/bin/nc\0/bin/ncat"),
        ],
    ]  # fmt: skip
    instances = [
        {"template": 3, "id": 10 + at, "action": action, "criteria": row}
        for at, (action, row) in enumerate(zip(("log", "alert", "quarantine"), rows, strict=True))
    ]
    tree = ("all_of", [
        ("match", 10),
        ("any_of", [("match", 11), ("match", 12)]),
        ("negation", [("match", 11)]),
    ])  # fmt: skip
    return {
        "content_version": 7,
        "templates": [{"id": 3, "name": "network", "params": params}],
        "instances": instances,
        "rules": [{"id": 1, "name": "exfiltration", "severity": "high", "root": tree}],
    }


def chain(depth: int) -> tuple[str, Any]:
    """Return negations around one match of instance 1: `depth` nodes deep, at least 1."""
    node: tuple[str, Any] = ("match", 1)
    for _ in range(depth - 1):
        node = ("negation", [node])
    return node


def with_rules(*roots: tuple[str, Any]) -> Doc:
    """Return an `ipc` file whose rules have these trees, one rule of each severity in turn."""
    doc = ipc()
    doc["format_version"] = 2
    levels = ("info", "low", "medium", "high", "critical")
    doc["rules"] = [
        {"id": 100 + at, "name": f"rule_{at}", "severity": levels[at % 5], "root": root}
        for at, root in enumerate(roots)
    ]
    return doc


def no_rules() -> Doc:
    """Return a version 2 file that has instances and no rule."""
    return {**ipc(), "format_version": 2}


def no_instances() -> Doc:
    """Return templates that nothing uses yet."""
    return {**network(), "instances": [], "rules": []}


def limits() -> Doc:
    """Return the largest parameter count, ids, names and values that the format permits."""
    wide = {"id": 65535, "name": "w" * 255, "params": [(f"p{i}", "text") for i in range(64)]}
    rows: list[Criterion] = [("equals", "text", b"x" * 65535)] + [WILDCARD] * 63
    instance = {"template": 65535, "id": 0xFFFFFFFF, "action": "log", "criteria": rows}
    narrow = {"id": 0, "name": "n", "params": [("only", "u8")]}
    header = {"content_version": 0xFFFFFFFF}
    return {"templates": [narrow, wide], "instances": [instance], "header": header}


def unnamed_parameters() -> Doc:
    """Return parameters without a name, which share the empty string at offset 0."""
    doc = minimal()
    doc["templates"][0]["params"] = [("", "u1"), ("", "text")]
    criteria = [number("equals", "u1", 0), text("equals", "x")]
    doc["instances"] = [{"template": 1, "id": 0, "criteria": criteria}]
    return doc


def unicode_names() -> Doc:
    """Return names and values beyond ASCII, and a value that is not text at all."""
    doc = minimal()
    doc["templates"] = [{"id": 1, "name": "процесс", "params": [("путь", "text"), ("名", "text")]}]
    criteria = [text("equals", "/home/ü/✓"), ("equals", "text", b"\xff\xfe\x00\x1b[31m::error::")]
    doc["instances"] = [{"template": 1, "id": 1, "criteria": criteria}]
    return doc


def wide_rule() -> Doc:
    """Return a node with 255 children, the most its count can say."""
    return with_rules(("any_of", [("match", 1 + at % 2) for at in range(255)]))


def random_content(seed: int, instances: int = 40) -> Doc:
    """Return several templates and many instances, all values drawn from one seed."""
    rng = random.Random(seed)
    types = list(VALUE_TYPE)
    templates = [
        {
            "id": 5 * at + 1,
            "name": f"template_{at}",
            "params": [(f"p{i}", rng.choice(types)) for i in range(rng.randint(1, 24))],
        }
        for at in range(6)
    ]
    rows = []
    for at in range(instances):
        template = rng.choice(templates)
        criteria = [_random_criterion(rng, kind) for _, kind in template["params"]]
        action = rng.choice(("log", "alert", "block", "quarantine"))
        rows.append({"template": template["id"], "id": at, "action": action, "criteria": criteria})
    return {"content_version": seed, "templates": templates, "instances": rows}


def _random_criterion(rng: random.Random, kind: str) -> Criterion:
    if kind == "text":
        op = rng.choice([name for name in OPERATOR if name != "range"])
        value = bytes(rng.choices(b"abcdefghijklmnopqrstuvwxyz/\\._-", k=rng.randint(1, 40)))
        return (op, kind, b"" if op == "wildcard" else value)
    op = rng.choice(("wildcard", "equals", "not_equals", "range", "in_list"))
    values = {"wildcard": 0, "range": 2, "in_list": rng.randint(1, 5)}.get(op, 1)
    return (op, kind, rng.randbytes(values << VALUE_TYPE[kind]))


VALID: dict[str, Callable[[], Doc]] = {
    "minimal": minimal,
    "ipc_wildcard_in_field_21": ipc,
    "network_all_types_and_operators": network,
    "version_2_without_rules": no_rules,
    "no_instances": no_instances,
    "limits": limits,
    "unnamed_parameters": unnamed_parameters,
    "unicode_names": unicode_names,
    "rule_single_match": lambda: with_rules(("match", 2)),
    "rules_of_every_severity": lambda: with_rules(*[chain(at) for at in (1, 2, 3, 4, 5)]),
    "rule_depth_16": lambda: with_rules(chain(16)),
    "rule_255_children": wide_rule,
    "random_small": lambda: random_content(1),
    "random_medium": lambda: random_content(2, 400),
}
"""Name -> content; every one is accepted under corpus/channel_file/contract.toml."""

SEEDS: dict[str, Callable[[], Doc]] = {
    "ipc": ipc,
    "network": network,
    "rules": lambda: with_rules(chain(3), ("any_of", [("match", 1), ("match", 2)])),
    "mixed": lambda: random_content(3, 12),
}
"""Name -> content: small files with every part of the format, to start a fuzzer from."""
