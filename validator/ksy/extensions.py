"""The keys that start with `-`: checks, checksums, order, references, contract, budget.

Comes in: the node under such a key. Goes out: its spec class. What each key says is in
docs/schema-language.md.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from validator.ksy import keys
from validator.ksy.keys import check_keys
from validator.ksy.nodes import Mapping, Node, Scalar, Sequence
from validator.ksy.problems import Problems, show
from validator.ksy.syntax import (
    CheckSpec,
    ChecksumSpec,
    ExprText,
    FactSpec,
    Name,
    RefersToSpec,
    SortedSpec,
    UniqueSpec,
)
from validator.ksy.values import (
    ID,
    constant,
    describe,
    to_choice,
    to_expr,
    to_exprs,
    to_int,
    to_items,
    to_mapping,
    to_template,
    to_text,
    wrong_kind,
)

if TYPE_CHECKING:
    from collections.abc import Collection

ALGORITHMS = (
    *("crc32", "crc32c", "adler32", "sum8", "sum16", "sum32", "fletcher16", "fletcher32"),
    *("wsum16le", "wsum16be", "wsum32le", "wsum32be"),
    *("zsum8", "zsum16le", "zsum16be", "zsum32le", "zsum32be"),
    *("md5", "sha1", "sha256", "sha512"),
)
ORDERS = ("ascending", "descending", "strict-ascending", "strict-descending")
SEVERITIES = ("error", "warning", "note")
FACT_TYPES = ("int", "bool", "str", "list<int>", "list<str>", "map<str,int>", "map<int,int>")
GAPS = ("error", "padding", "allow")
OVERLAPS = ("error", "allow")
_CHECK_ID = re.compile(r"[a-z][a-z0-9-]*")
_MAX_BUDGET = 2**63 - 1


def _required(mapping: Mapping, key: str, what: str, problems: Problems) -> Node | None:
    node = mapping.get(key)
    if node is None:
        problems.add("missing-key", mapping.pos, f"{what} has no {key}", expected=key)
    return node


def read_checks(node: Node, fields: Collection[str], problems: Problems) -> tuple[CheckSpec, ...]:
    """Read `-checks`.

    Args:
        node: its value.
        fields: ids that `at` may name.
        problems: receives the findings.
    Returns:
        The entries in file order, wrong ones left out.
    """
    found = (_check(item, fields, problems) for item in to_items(node, "-checks", problems))
    return tuple(check for check in found if check is not None)


def _check(node: Node, fields: Collection[str], problems: Problems) -> CheckSpec | None:
    mapping = to_mapping(node, "an entry of -checks", problems)
    if mapping is None:
        return None
    check_keys(mapping, keys.CHECK, "an entry of -checks", problems)
    expr_node = _required(mapping, "expr", "the check", problems)
    expr = to_expr(expr_node, "expr", problems) if expr_node is not None else None
    message: tuple[str | ExprText, ...] | None = None
    ident, severity, text = "check-failed", "error", ""
    at: Name | None = None
    cwe: int | None = None
    for key, value in mapping.items:
        match key.text:
            case "id":
                ident = _check_id(value, problems) or ident
            case "message":
                message = to_template(value, "message", problems)
            case "at":
                at = _field_name(value, fields, problems)
            case "severity":
                severity = to_choice(value, "severity", SEVERITIES, problems) or severity
            case "help":
                name = to_text(value, "help", problems)
                text = name.text if name else ""
            case "cwe":
                cwe = to_int(value, "cwe", problems, 1, 99_999)
    if expr is None:
        return None
    if message is None:
        message = (f"{expr.text} does not hold",)
    return CheckSpec(ident, expr, message, at, severity, text, cwe, mapping.pos)


def _check_id(node: Node, problems: Problems) -> str | None:
    name = to_text(node, "id", problems)
    if name is None or _CHECK_ID.fullmatch(name.text):
        return name.text if name else None
    problems.add(
        "invalid-id",
        name.pos,
        f"`{show(name.text)}` is not a valid rule id",
        expected="a lower-case letter, then lower-case letters, digits and `-`",
        found=f"`{show(name.text)}`",
    )
    return None


def _field_name(node: Node, fields: Collection[str], problems: Problems) -> Name | None:
    name = to_text(node, "at", problems)
    if name is None or name.text in fields:
        return name
    problems.add(
        "unknown-name",
        name.pos,
        f"at names no field of this type: `{show(name.text)}`",
        expected="the id of a seq field, an instance or a parameter",
        found=f"`{show(name.text)}`",
        near=(name.text, fields),
    )
    return None


def read_checksum(node: Node, problems: Problems) -> ChecksumSpec | None:
    """Read `-checksum`.

    Args:
        node: its value.
        problems: receives the findings.
    """
    mapping = to_mapping(node, "-checksum", problems)
    if mapping is None:
        return None
    check_keys(mapping, keys.CHECKSUM, "-checksum", problems)
    algorithm_node = _required(mapping, "algorithm", "-checksum", problems)
    start, end, zero = mapping.get("from"), mapping.get("to"), mapping.get("zero")
    start_expr = to_expr(start, "from", problems) if start is not None else None
    end_expr = to_expr(end, "to", problems) if end is not None else None
    ranges = _ranges(zero, problems) if zero is not None else ()
    if algorithm_node is None:
        return None
    word = to_choice(algorithm_node, "algorithm", ALGORITHMS, problems)
    if word is None:
        return None
    algorithm = Name(word, algorithm_node.pos)
    return ChecksumSpec(algorithm, start_expr, end_expr, ranges, mapping.pos)


def _ranges(node: Node, problems: Problems) -> tuple[tuple[ExprText, ExprText], ...]:
    found: list[tuple[ExprText, ExprText]] = []
    for item in to_items(node, "zero", problems):
        if not isinstance(item, Sequence) or len(item.items) != 2:
            wrong_kind(item, "an entry of zero", "a list [from, to]", problems)
            continue
        pair = to_exprs(item, "zero", problems)
        if len(pair) == 2:
            found.append((pair[0], pair[1]))
    return tuple(found)


def read_unique(node: Node, problems: Problems) -> UniqueSpec | None:
    """Read `-unique`: `true` or a key expression.

    Args:
        node: its value.
        problems: receives the findings.
    """
    if _is_false(node):
        _refuse_false(node, "-unique", problems)
        return None
    key = None if _is_true(node) else to_expr(node, "-unique", problems)
    return UniqueSpec(key, node.pos) if key is not None or _is_true(node) else None


def read_sorted(node: Node, problems: Problems) -> SortedSpec | None:
    """Read `-sorted`: `true`, a key expression, or `{by, order}`.

    Args:
        node: its value.
        problems: receives the findings.
    """
    if _is_false(node):
        _refuse_false(node, "-sorted", problems)
        return None
    if _is_true(node):
        return SortedSpec(None, "ascending", node.pos)
    if not isinstance(node, Mapping):
        key = to_expr(node, "-sorted", problems)
        return SortedSpec(key, "ascending", node.pos) if key is not None else None
    check_keys(node, keys.SORTED, "-sorted", problems)
    by, order_node = node.get("by"), node.get("order")
    key = to_expr(by, "by", problems) if by is not None else None
    order: str | None = "ascending"
    if order_node is not None:
        order = to_choice(order_node, "order", ORDERS, problems)
    return SortedSpec(key, order, node.pos) if order is not None else None


def read_refers_to(node: Node, problems: Problems) -> RefersToSpec | None:
    """Read `-refers-to`.

    Args:
        node: its value.
        problems: receives the findings.
    """
    mapping = to_mapping(node, "-refers-to", problems)
    if mapping is None:
        return None
    check_keys(mapping, keys.REFERS_TO, "-refers-to", problems)
    table_node = _required(mapping, "table", "-refers-to", problems)
    key_node = mapping.get("key")
    table = to_expr(table_node, "table", problems) if table_node is not None else None
    key = to_expr(key_node, "key", problems) if key_node is not None else None
    return RefersToSpec(table, key, mapping.pos) if table is not None else None


def read_reserved(node: Node, problems: Problems) -> ExprText | None:
    """Read `-reserved`: `true` means zero, else the value that must stand there.

    Args:
        node: its value.
        problems: receives the findings.
    """
    if _is_false(node):
        _refuse_false(node, "-reserved", problems)
        return None
    return constant(0, node.pos) if _is_true(node) else to_expr(node, "-reserved", problems)


def read_defaults(node: Node, problems: Problems) -> tuple[ExprText, ...]:
    """Read `-default`: one expression or a list of them.

    Args:
        node: its value.
        problems: receives the findings.
    """
    if isinstance(node, Sequence):
        if not node.items:
            wrong_kind(node, "-default", "an expression or a list of them", problems)
        return to_exprs(node, "-default", problems)
    expr = to_expr(node, "-default", problems)
    return (expr,) if expr is not None else ()


def _is_true(node: Node) -> bool:
    return isinstance(node, Scalar) and node.value is True


def _is_false(node: Node) -> bool:
    return isinstance(node, Scalar) and node.value is False


def _refuse_false(node: Node, what: str, problems: Problems) -> None:
    problems.add(
        "invalid-value",
        node.pos,
        f"{what}: false has no meaning",
        expected="true or an expression",
        found="false",
        hint="leave the key out",
    )


def read_facts(node: Node, problems: Problems) -> tuple[FactSpec, ...]:
    """Read `-contract`: fact name to `{type, doc}`.

    Args:
        node: its value.
        problems: receives the findings.
    """
    mapping = to_mapping(node, "-contract", problems)
    found: list[FactSpec] = []
    for key, value in mapping.items if mapping else ():
        if not ID.fullmatch(key.text) or key.text == "name":
            problems.add(
                "invalid-id",
                key.pos,
                f"`{show(key.text)}` is not a valid name of a fact",
                expected="lower-case letters, digits and underscores, and not `name`",
                found=f"`{show(key.text)}`",
                hint="contract.name is the contract's own name" if key.text == "name" else None,
            )
            continue
        fact = _fact(key, value, problems)
        if fact is not None:
            found.append(fact)
    return tuple(found)


def _fact(key: Scalar, node: Node, problems: Problems) -> FactSpec | None:
    mapping = to_mapping(node, "a fact", problems)
    if mapping is None:
        return None
    check_keys(mapping, keys.FACT, "a fact", problems)
    type_node = _required(mapping, "type", f"the fact {key.text}", problems)
    doc_node = mapping.get("doc")
    doc = to_text(doc_node, "doc", problems) if doc_node is not None else None
    if type_node is None:
        return None
    written = type_node.text.replace(" ", "") if isinstance(type_node, Scalar) else ""
    if written not in FACT_TYPES:
        problems.add(
            "invalid-value",
            type_node.pos,
            "a fact has no such type",
            expected=f"one of {'; '.join(FACT_TYPES)}",
            found=describe(type_node),
            near=(written, FACT_TYPES),
        )
        return None
    return FactSpec(key.text, written, doc.text if doc else "", key.pos)


def read_budget(node: Node, problems: Problems) -> tuple[tuple[str, int], ...]:
    """Read `-budget`: positive counts.

    Args:
        node: its value.
        problems: receives the findings.
    """
    mapping = to_mapping(node, "-budget", problems)
    if mapping is None:
        return ()
    check_keys(mapping, keys.BUDGET, "-budget", problems)
    found: list[tuple[str, int]] = []
    for key, value in mapping.items:
        if key.text in keys.BUDGET:
            count = to_int(value, key.text, problems, 1, _MAX_BUDGET)
            found += [(key.text, count)] if count is not None else []
    return tuple(found)


def read_gaps(node: Node, problems: Problems) -> str:
    """Read `-gaps`.

    Args:
        node: its value.
        problems: receives the findings.
    """
    return to_choice(node, "-gaps", GAPS, problems) or "error"


def read_overlaps(node: Node, problems: Problems) -> str:
    """Read `-overlaps`.

    Args:
        node: its value.
        problems: receives the findings.
    """
    return to_choice(node, "-overlaps", OVERLAPS, problems) or "error"
