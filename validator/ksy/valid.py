"""The key `valid` in all its forms.

Comes in: the node under `valid`. Goes out: `ValidSpec`, which has exactly one form.
"""

from __future__ import annotations

from validator.ksy import keys
from validator.ksy.keys import check_keys
from validator.ksy.nodes import Mapping, Node, Scalar
from validator.ksy.problems import Problems
from validator.ksy.syntax import ValidSpec
from validator.ksy.values import describe, to_expr, to_exprs, wrong_kind

_FORMS = "eq, min and max, any-of, in-enum, expr"


def read_valid(node: Node, problems: Problems, *, has_enum: bool) -> ValidSpec | None:
    """Read `valid`.

    Args:
        node: its value; a single value means `eq`.
        problems: receives the findings.
        has_enum: whether the field has an `enum`, which `in-enum` needs.
    Returns:
        The condition, or None when it is wrong.
    """
    if isinstance(node, Scalar):
        eq = to_expr(node, "valid", problems)
        return ValidSpec(eq, None, None, (), False, None, node.pos) if eq is not None else None
    if not isinstance(node, Mapping):
        wrong_kind(node, "valid", "a value or a mapping", problems)
        return None
    check_keys(node, keys.VALID, "valid", problems)
    if not _has_one_form(node, problems):
        return None
    return _read_form(node, problems, has_enum=has_enum)


def _has_one_form(mapping: Mapping, problems: Problems) -> bool:
    used = [key for key, _ in mapping.items if key.text in keys.VALID]
    forms = {"min" if key.text == "max" else key.text for key in used}
    if len(forms) == 1:
        return True
    if not forms and not mapping.items:
        problems.add("missing-key", mapping.pos, "valid says nothing", expected=f"one of {_FORMS}")
    if not forms:
        return False
    first = used[0].text
    for key in used[1:]:
        if {first, key.text} != {"min", "max"}:
            problems.add(
                "conflicting-keys",
                key.pos,
                f"{key.text} and {first} exclude each other in valid",
                expected=f"one of {_FORMS}",
                found=", ".join(item.text for item in used),
            )
    return False


def _read_form(mapping: Mapping, problems: Problems, *, has_enum: bool) -> ValidSpec | None:
    before = problems.count
    found = {
        key: to_expr(node, key, problems)
        for key in ("eq", "min", "max", "expr")
        if (node := mapping.get(key)) is not None
    }
    any_of_node, in_enum_node = mapping.get("any-of"), mapping.get("in-enum")
    any_of = to_exprs(any_of_node, "any-of", problems) if any_of_node is not None else ()
    if any_of_node is not None and not any_of and problems.count == before:
        wrong_kind(any_of_node, "any-of", "a list with at least one value", problems)
    if in_enum_node is not None:
        _check_in_enum(in_enum_node, problems, has_enum=has_enum)
    if problems.count != before:
        return None
    return ValidSpec(
        found.get("eq"),
        found.get("min"),
        found.get("max"),
        any_of,
        in_enum_node is not None,
        found.get("expr"),
        mapping.pos,
    )


def _check_in_enum(node: Node, problems: Problems, *, has_enum: bool) -> None:
    if not isinstance(node, Scalar) or node.value is not True:
        problems.add(
            "invalid-value",
            node.pos,
            "in-enum must be true",
            expected="true",
            found=describe(node),
            hint="leave valid out to permit every value" if describe(node) == "false" else None,
        )
    elif not has_enum:
        problems.add("missing-key", node.pos, "in-enum needs the key enum", expected="enum")
