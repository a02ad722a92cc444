"""The `meta` section: id, byte order, encoding, imports, versions.

Comes in: the node under `meta`. Goes out: `Meta`, with everything that only other tools read
checked for its kind and then left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from validator.findings import Severity
from validator.ksy import keys
from validator.ksy.keys import check_keys
from validator.ksy.nodes import Mapping, Node, Scalar, Sequence
from validator.ksy.problems import Problems, show
from validator.ksy.syntax import Meta, Name, SwitchEndian
from validator.ksy.values import (
    describe,
    to_bool,
    to_choice,
    to_expr,
    to_id,
    to_items,
    to_mapping,
    to_text,
    wrong_kind,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from validator.findings import SourcePos
    from validator.ksy.syntax import ExprText

_VERSION = re.compile(r"(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})(?:\.(0|[1-9][0-9]{0,5}))?")
_IMPORT = re.compile(r"/?(?:[A-Za-z0-9_.-]+/)*[A-Za-z0-9_-][A-Za-z0-9_.-]*")
NEWEST = (0, 11)
"""Version of the language that is understood."""
_TOP_ONLY = ("imports", "ks-opaque-types")


def no_meta(pos: SourcePos) -> Meta:
    """Return the `Meta` of a type that has none.

    Args:
        pos: place of the type.
    """
    return Meta(None, "", None, None, None, (), pos)


def read_meta(node: Node, problems: Problems, *, is_top: bool) -> Meta:
    """Read a `meta` section.

    Args:
        node: the value of `meta`.
        problems: receives the findings.
        is_top: whether it is the file's own; a nested type may set byte orders and encoding.
    Returns:
        What it says; wrong entries are reported and stand as absent.
    """
    mapping = to_mapping(node, "meta", problems)
    if mapping is None:
        return no_meta(node.pos)
    check_keys(mapping, keys.META, "meta", problems)
    ident: Name | None = None
    endian: str | SwitchEndian | None = None
    bit_endian: str | None = None
    encoding: Name | None = None
    imports: tuple[Name, ...] = ()
    opaque = False
    for key, value in mapping.items:
        if not is_top and key.text in _TOP_ONLY:
            problems.add(
                "conflicting-keys",
                key.pos,
                f"{key.text} has no effect in the meta of a nested type",
            )
            continue
        match key.text:
            case "id":
                ident = to_id(value, "schema id", problems)
            case "endian":
                endian = _endian(value, problems)
            case "bit-endian":
                bit_endian = to_choice(value, "bit-endian", ("le", "be"), problems)
            case "encoding":
                encoding = to_text(value, "encoding", problems)
            case "imports":
                imports = _imports(value, problems)
            case "ks-opaque-types":
                opaque = to_bool(value, key.text, problems, default=False)
            case other:
                if other in _CHECKED:
                    _CHECKED[other](value, other, problems)
    if is_top and mapping.get("id") is None:
        problems.add(
            "missing-key", mapping.pos, "meta has no id", expected="id: name_of_the_format"
        )
    title = mapping.get("title")
    text = title.text if isinstance(title, Scalar) else ""
    info = _info(mapping)
    return Meta(ident, text, endian, bit_endian, encoding, imports, mapping.pos, info, opaque)


def _info(mapping: Mapping) -> tuple[tuple[str, str], ...]:
    """Return what `meta` says for people, in the order of the schema."""
    return tuple(
        (key.text, text)
        for key, node in mapping.items
        if key.text in _INFO
        for text in texts_of(node)
    )


def texts_of(node: Node | None) -> tuple[str, ...]:
    """Return a text, or the texts of a list or of the values of a mapping.

    Args:
        node: a value for people; of what is anything else nothing is taken.
    """
    match node:
        case Scalar() if node.value is not None:
            return (node.text,)
        case Sequence():
            return tuple(item.text for item in node.items if isinstance(item, Scalar))
        case Mapping():
            return tuple(
                f"{key.text} {text}" for key, item in node.items for text in texts_of(item)
            )
    return ()


def _endian(node: Node, problems: Problems) -> str | SwitchEndian | None:
    if not isinstance(node, Mapping):
        return to_choice(node, "endian", ("le", "be"), problems)
    check_keys(node, keys.SWITCH, "endian", problems)
    on_node, cases_node = node.get("switch-on"), node.get("cases")
    for name, part in (("switch-on", on_node), ("cases", cases_node)):
        if part is None:
            problems.add("missing-key", node.pos, f"endian has no {name}", expected=name)
    if on_node is None or cases_node is None:
        return None
    on = to_expr(on_node, "switch-on", problems)
    cases = _endian_cases(cases_node, problems)
    return SwitchEndian(on, cases, node.pos) if on is not None else None


def _endian_cases(node: Node, problems: Problems) -> tuple[tuple[ExprText | None, bool], ...]:
    mapping = to_mapping(node, "cases", problems)
    found: list[tuple[ExprText | None, bool]] = []
    for key, value in mapping.items if mapping else ():
        word = to_choice(value, "the byte order of a case", ("le", "be"), problems)
        expr = None if key.text == "_" else to_expr(key, "a case", problems)
        if word is not None and (expr is not None or key.text == "_"):
            found.append((expr, word == "le"))
    return tuple(found)


def _imports(node: Node, problems: Problems) -> tuple[Name, ...]:
    found: list[Name] = []
    seen: set[str] = set()
    for item in to_items(node, "imports", problems):
        name = to_text(item, "an import", problems)
        if name is None:
            continue
        if not _IMPORT.fullmatch(name.text):
            problems.add(
                "invalid-value",
                name.pos,
                f"`{show(name.text)}` is not a path of an import",
                expected="names between `/`, without `.ksy`",
                found=f"`{show(name.text)}`",
            )
        elif name.text in seen:
            problems.add("duplicate-id", name.pos, f"`{show(name.text)}` is imported twice")
        else:
            seen.add(name.text)
            found.append(name)
    return tuple(found)


def _version(node: Node, what: str, problems: Problems) -> None:
    match = _VERSION.fullmatch(node.text) if isinstance(node, Scalar) else None
    if match is None:
        wrong_kind(node, what, "a version such as 0.11", problems)
        return
    version = tuple(int(part) for part in match.groups() if part is not None)
    newest = ".".join(str(part) for part in NEWEST)
    if version > NEWEST:
        problems.add(
            "unsupported-feature",
            node.pos,
            "the schema needs a newer version of the language",
            expected=f"at most {newest}",
            found=match.group(),
        )
    elif isinstance(node, Scalar) and node.is_plain and re.fullmatch(r"\d+\.\d*0", node.text):
        problems.add(
            "invalid-value",
            node.pos,
            "not every tool reads this version as it is written",
            expected=f"'{node.text}', in quotes",
            found=f"{node.text}, which many read as the number {float(node.text)}",
            severity=Severity.WARNING,
        )
    elif version < (0, 6):
        problems.add(
            "invalid-value",
            node.pos,
            "there is no such version of the language",
            expected=f"0.6 to {newest}",
            found=match.group(),
            hint="did you mean 0.10? quote it" if match.group() == "0.1" else None,
        )


def _flag(node: Node, what: str, problems: Problems) -> None:
    to_bool(node, what, problems, default=False)


def check_texts(node: Node, what: str, problems: Problems) -> None:
    """Report what is neither text nor a list of texts.

    Args:
        node: the value, of which only the kind matters.
        what: the key, as the headline names it.
        problems: receives the findings.
    """
    if isinstance(node, Sequence):
        for item in node.items:
            to_text(item, f"an entry of {what}", problems)
    elif not isinstance(node, Scalar) or node.value is None:
        problems.add(
            "invalid-value",
            node.pos,
            f"{what} must be text or a list of texts",
            expected="text or a list of texts",
            found=describe(node),
        )


def _text(node: Node, what: str, problems: Problems) -> None:
    to_text(node, what, problems)


def _tags(node: Node, what: str, problems: Problems) -> None:
    for item in to_items(node, what, problems):
        to_text(item, "a tag", problems)


def _map(node: Node, what: str, problems: Problems) -> None:
    to_mapping(node, what, problems)


_INFO = ("application", "file-extension", "license", "tags", "xref")

_CHECKED: dict[str, Callable[[Node, str, Problems], None]] = {
    "title": _text,
    "application": check_texts,
    "file-extension": check_texts,
    "xref": _map,
    "license": _text,
    "ks-version": _version,
    "ks-debug": _flag,
    "ks-zero-copy-substream": _flag,
    "tags": _tags,
}
