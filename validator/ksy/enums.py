"""An enum: its mapping to `EnumSpec`.

Comes in: value to label, or value to `{id, doc, doc-ref}`. Goes out: the members in file
order. Values are exact 64-bit integers, signed or not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from validator.ksy import keys
from validator.ksy.keys import check_keys
from validator.ksy.meta import check_texts
from validator.ksy.nodes import Mapping, Node, Scalar
from validator.ksy.problems import Problems
from validator.ksy.syntax import EnumSpec, Name
from validator.ksy.values import to_id, to_int, to_text, wrong_kind

if TYPE_CHECKING:
    from validator.findings import SourcePos

K = TypeVar("K", int, str)
_LOWEST, _HIGHEST = -(2**63), 2**64 - 1


def read_enum(ident: str, mapping: Mapping, pos: SourcePos, problems: Problems) -> EnumSpec:
    """Read one enum.

    Args:
        ident: its id.
        mapping: its members.
        pos: place of its id.
        problems: receives the findings.
    Returns:
        The enum, wrong members left out.
    """
    members: list[tuple[int, str]] = []
    docs: list[str] = []
    values: dict[int, int] = {}
    labels: dict[str, int] = {}
    for key, node in mapping.items:
        is_foreign = key.text.startswith("-") and not key.text[1:2].isdigit()
        if is_foreign and not isinstance(key.value, int):
            continue
        value = to_int(key, "the value of an enum member", problems, _LOWEST, _HIGHEST)
        name = _label(node, problems)
        if value is not None and _is_new(values, value, key.pos, f"the value {value}", problems):
            values[value] = key.pos.line
        if name is None:
            continue
        if _is_new(labels, name.text, name.pos, f"the label `{name.text}`", problems):
            labels[name.text] = name.pos.line
            if value is not None:
                members.append((value, name.text))
                docs.append(_doc(node))
    return EnumSpec(ident, tuple(members), pos, tuple(docs))


def _doc(node: Node) -> str:
    doc = node.get("doc") if isinstance(node, Mapping) else None
    return doc.text if isinstance(doc, Scalar) else ""


def _is_new(seen: dict[K, int], item: K, pos: SourcePos, what: str, problems: Problems) -> bool:
    if item not in seen:
        return True
    problems.add("duplicate-id", pos, f"{what} stands in line {seen[item]} already")
    return False


def _label(node: Node, problems: Problems) -> Name | None:
    if isinstance(node, Scalar) and (node.value is not None or not node.is_plain):
        return to_id(node, "label of an enum member", problems)
    if not isinstance(node, Mapping):
        wrong_kind(node, "an enum member", "a label or a mapping", problems)
        return None
    check_keys(node, keys.ENUM_MEMBER, "an enum member", problems)
    doc, doc_ref, ident = node.get("doc"), node.get("doc-ref"), node.get("id")
    if doc is not None:
        to_text(doc, "doc", problems)
    if doc_ref is not None:
        check_texts(doc_ref, "doc-ref", problems)
    if ident is None:
        problems.add("missing-key", node.pos, "an enum member has no id", expected="id")
        return None
    return to_id(ident, "label of an enum member", problems)
