"""`-coverage`: which values and combinations must have been exercised before a file ships.

Comes in: the node under the key, of a field or of a type. Goes out: its spec class. What the
words mean is in docs/schema-language.md; whether a word fits its field is for the passes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.ksy import keys
from validator.ksy.keys import check_keys
from validator.ksy.nodes import Mapping, Node, Scalar, Sequence
from validator.ksy.problems import Problems, show
from validator.ksy.syntax import CombineSpec, CoverageSpec, ExprText, Name
from validator.ksy.values import (
    describe,
    to_choice,
    to_expr,
    to_exprs,
    to_int,
    to_items,
    to_mapping,
    wrong_kind,
)

if TYPE_CHECKING:
    from collections.abc import Collection

NOTHING, EVERYTHING = "none", "all"
WORDS = (
    *("zero", "one", "max", "limits", "sign", "members", "other", "used", "each-subscript"),
    *("empty", "single", "many", "duplicates", "present", "absent", "cases", "targets"),
)
_MAX_STRENGTH = 6


def read_field_coverage(node: Node, problems: Problems) -> CoverageSpec | None:
    """Read `-coverage` of a field: `none`, `all`, a list of classes, or `{classes, values}`.

    Args:
        node: its value.
        problems: receives the findings.
    """
    match node:
        case Scalar(text=text) if text in (NOTHING, EVERYTHING):
            words = (Name(EVERYTHING, node.pos),) if text == EVERYTHING else ()
            return CoverageSpec(words, (), node.pos)
        case Sequence():
            return _required(node, node, None, problems)
        case Mapping():
            check_keys(node, keys.FIELD_COVERAGE, "-coverage of a field", problems)
            return _required(node, node.get("classes"), node.get("values"), problems)
    expected = "none, all, a list of classes, or a mapping"
    wrong_kind(node, "-coverage of a field", expected, problems)
    return None


def _required(
    node: Node, classes: Node | None, values: Node | None, problems: Problems
) -> CoverageSpec | None:
    words: list[Name] = []
    for item in to_items(classes, "classes", problems) if classes is not None else ():
        word = to_choice(item, "a class", WORDS, problems)
        if word is not None:
            words.append(Name(word, item.pos))
    found: tuple[ExprText, ...] = ()
    if values is not None:
        found = to_exprs(values, "values", problems)
    if not words and not found:
        if not problems.has_errors:
            problems.add(
                "missing-key", node.pos, "-coverage asks for nothing",
                expected="at least one class or value", hint="`none` asks for nothing on purpose",
            )  # fmt: skip
        return None
    return CoverageSpec(tuple(words), found, node.pos)


def read_type_coverage(
    node: Node, fields: Collection[str], problems: Problems
) -> tuple[CombineSpec, ...] | None:
    """Read `-coverage` of a type: `none`, `{combine, strength, where}`, or a list of these.

    Args:
        node: its value.
        fields: ids of the type's seq fields and instances.
        problems: receives the findings.
    Returns:
        None after a mistake; empty when nothing shall be combined.
    """
    match node:
        case Scalar(text="none"):
            return ()
        case Mapping():
            items: tuple[Node, ...] = (node,)
        case Sequence(items=(_, *_) as found):
            items = tuple(found)
        case _:
            expected = "none, a mapping with combine, or a list of such mappings"
            wrong_kind(node, "-coverage of a type", expected, problems)
            return None
    specs = [_combine(item, fields, problems) for item in items]
    return tuple(spec for spec in specs if spec is not None)


def _combine(node: Node, fields: Collection[str], problems: Problems) -> CombineSpec | None:
    mapping = to_mapping(node, "an entry of -coverage", problems)
    if mapping is None:
        return None
    check_keys(mapping, keys.TYPE_COVERAGE, "-coverage of a type", problems)
    combine, strength, where = (mapping.get(key) for key in ("combine", "strength", "where"))
    if combine is None:
        problems.add(
            "missing-key", mapping.pos, "-coverage of a type has no combine", expected="combine"
        )
        return None
    names = _names(combine, fields, problems)
    count = to_int(strength, "strength", problems, 2, _MAX_STRENGTH) if strength else 2
    condition = to_expr(where, "where", problems) if where is not None else None
    if names is None or count is None:
        return None
    if names and len(names) < count:
        problems.add(
            "invalid-value",
            combine.pos,
            f"too few fields for combinations of {count}",
            expected=f"at least {count} fields, or all",
            found=describe(combine) if len(names) != 1 else show(names[0].text),
        )
        return None
    return CombineSpec(names, count, condition, mapping.pos)


def _names(node: Node, fields: Collection[str], problems: Problems) -> tuple[Name, ...] | None:
    """Return the fields to combine; empty for all that have few values."""
    if isinstance(node, Scalar) and node.text == EVERYTHING:
        return ()
    if not isinstance(node, Sequence):
        wrong_kind(node, "combine", "all, or a list of fields", problems)
        return None
    names: dict[str, Name] = {}
    for item in node.items:
        text = item.text if isinstance(item, Scalar) else ""
        if text not in fields or text in names:
            what = "is named twice" if text in names else "is no field of this type"
            problems.add(
                "unknown-name",
                item.pos,
                f"combine: {describe(item)} {what}",
                expected="ids of seq fields and instances, each once",
                found=describe(item),
                near=(text, fields) if text not in names else None,
            )
            return None
        names[text] = Name(text, item.pos)
    return tuple(names.values())
