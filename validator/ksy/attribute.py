"""A seq field or an instance: nodes to `AttrSpec`.

Comes in: the mapping of the field. Goes out: the spec; what is wrong with a key is reported
and the key stands as absent. Which keys go together is in `ksy.conflicts`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from validator.ksy import extensions, keys
from validator.ksy.conflicts import check_conflicts, check_overlap
from validator.ksy.constants import read_contents, read_pad_right, read_terminator
from validator.ksy.coverage import read_field_coverage
from validator.ksy.expr import ExpressionSyntaxError, parse_type_use
from validator.ksy.keys import check_keys
from validator.ksy.meta import check_texts, texts_of
from validator.ksy.nodes import Mapping, Node, Scalar
from validator.ksy.problems import Problems, show
from validator.ksy.syntax import AttrSpec, ExprText, Name, ProcessUse, SwitchUse, TypeUse
from validator.ksy.valid import read_valid
from validator.ksy.values import (
    syntax_problem,
    to_bool,
    to_choice,
    to_enum_path,
    to_expr,
    to_text,
    to_type_use,
    wrap,
    wrong_kind,
)

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
_PROCESS = re.compile(r"((?:[a-z][a-z0-9_]*\.)*)([a-z][a-z0-9_]*)(\(.*\))?", re.DOTALL)


def read_attribute(ident: str, kind: str, mapping: Mapping, problems: Problems) -> AttrSpec:
    """Read a field.

    Args:
        ident: its id.
        kind: `seq` or `instance`.
        mapping: its keys.
        problems: receives the findings.
    """
    is_value = kind == "instance" and mapping.get("value") is not None
    if is_value:
        _check_value_keys(mapping, problems)
    else:
        allowed = keys.SEQ_FIELD if kind == "seq" else keys.INSTANCE
        check_keys(mapping, allowed, "a field" if kind == "seq" else "an instance", problems)
        check_conflicts(mapping, problems)
        if kind == "instance":
            check_overlap(mapping, problems)
    return _Reader(mapping, problems).read(ident, kind)


def _check_value_keys(mapping: Mapping, problems: Problems) -> None:
    """Report keys that cannot stand beside `value`, known ones as conflicts."""
    for key, _ in mapping.items:
        if key.text in keys.INSTANCE - keys.VALUE_INSTANCE:
            problems.add(
                "conflicting-keys",
                key.pos,
                f"{key.text} and value exclude each other",
                expected=f"beside value only {', '.join(sorted(keys.VALUE_INSTANCE - {'value'}))}",
                found=key.text,
                hint="say it in -checks of the type" if key.text == "valid" else None,
            )
    check_keys(mapping, keys.INSTANCE, "an instance", problems)


class _Reader:
    """Reads the keys of one field, each by its kind."""

    def __init__(self, mapping: Mapping, problems: Problems) -> None:
        self._mapping = mapping
        self._problems = problems

    def read(self, ident: str, kind: str) -> AttrSpec:
        no_parent, parent = self._parent()
        repeat = self._with("repeat", _read_repeat)
        count = "repeat-until" if repeat == "until" else "repeat-expr"
        doc = self._text("doc")
        self._with("doc-ref", _read_doc_ref)
        enum = self._with("enum", to_enum_path)
        type_node, valid_node = self._mapping.get("type"), self._mapping.get("valid")
        has_enum = self._mapping.get("enum") is not None
        valid = (
            read_valid(valid_node, self._problems, has_enum=has_enum)
            if valid_node is not None
            else None
        )
        return AttrSpec(
            id=ident,
            kind=kind,
            type=read_type(type_node, self._problems) if type_node is not None else None,
            size=self._expr("size"),
            size_eos=self._flag("size-eos", default=False),
            terminator=self._with("terminator", read_terminator),
            consume=self._flag("consume", default=True),
            include=self._flag("include", default=False),
            eos_error=self._flag("eos-error", default=True),
            pad_right=self._with("pad-right", read_pad_right),
            encoding=self._text("encoding"),
            contents=self._with("contents", read_contents),
            process=self._with("process", read_process),
            enum=enum,
            condition=self._expr("if"),
            repeat=repeat,
            repeat_expr=self._expr(count),
            valid=valid,
            value=self._expr("value"),
            pos_expr=self._expr("pos"),
            io=self._expr("io"),
            parent=parent,
            no_parent=no_parent,
            checksum=self._with("-checksum", extensions.read_checksum),
            unique=self._with("-unique", extensions.read_unique),
            sorted=self._with("-sorted", extensions.read_sorted),
            refers_to=self._with("-refers-to", extensions.read_refers_to),
            reserved=self._with("-reserved", extensions.read_reserved),
            defaults=self._with("-default", extensions.read_defaults) or (),
            overlap=self._flag("-overlap", default=False),
            doc=doc.text if doc else "",
            pos=self._mapping.pos,
            doc_ref=texts_of(self._mapping.get("doc-ref")),
            coverage=self._with("-coverage", read_field_coverage),
        )

    def _with(self, key: str, read: Callable[[Node, Problems], T | None]) -> T | None:
        node = self._mapping.get(key)
        return read(node, self._problems) if node is not None else None

    def _expr(self, key: str) -> ExprText | None:
        node = self._mapping.get(key)
        return to_expr(node, key, self._problems) if node is not None else None

    def _text(self, key: str) -> Name | None:
        node = self._mapping.get(key)
        return to_text(node, key, self._problems) if node is not None else None

    def _flag(self, key: str, *, default: bool) -> bool:
        node = self._mapping.get(key)
        return default if node is None else to_bool(node, key, self._problems, default=default)

    def _parent(self) -> tuple[bool, ExprText | None]:
        node = self._mapping.get("parent")
        if node is None:
            return False, None
        if isinstance(node, Scalar) and isinstance(node.value, bool):
            if node.value:
                wrong_kind(node, "parent", "an object or false", self._problems)
            return not node.value, None
        return False, to_expr(node, "parent", self._problems)


def _read_repeat(node: Node, problems: Problems) -> str | None:
    return to_choice(node, "repeat", ("eos", "expr", "until"), problems)


def _read_doc_ref(node: Node, problems: Problems) -> None:
    check_texts(node, "doc-ref", problems)


def read_type(node: Node, problems: Problems) -> TypeUse | SwitchUse | None:
    """Read `type`: a name with arguments, or a switch.

    Args:
        node: its value.
        problems: receives the findings.
    """
    if not isinstance(node, Mapping):
        return to_type_use(node, "type", problems)
    check_keys(node, keys.SWITCH, "a switch", problems)
    on_node, cases_node = node.get("switch-on"), node.get("cases")
    for name, part in (("switch-on", on_node), ("cases", cases_node)):
        if part is None:
            problems.add("missing-key", node.pos, f"the switch has no {name}", expected=name)
    on = to_expr(on_node, "switch-on", problems) if on_node is not None else None
    cases = _read_cases(cases_node, problems) if cases_node is not None else ()
    return SwitchUse(on, cases, node.pos) if on is not None else None


def _read_cases(node: Node, problems: Problems) -> tuple[tuple[ExprText | None, TypeUse], ...]:
    if not isinstance(node, Mapping):
        wrong_kind(node, "cases", "a mapping", problems)
        return ()
    if not node.items:
        problems.add("missing-key", node.pos, "cases is empty", expected="at least one case")
    found: list[tuple[ExprText | None, TypeUse]] = []
    for key, value in node.items:
        use = to_type_use(value, "the type of a case", problems)
        expr = None if key.text == "_" else to_expr(key, "a case", problems)
        if use is not None and (expr is not None or key.text == "_"):
            found.append((expr, use))
    return tuple(found)


def read_process(node: Node, problems: Problems) -> ProcessUse | None:
    """Read `process`: `name` or `name(arguments)`.

    Args:
        node: its value.
        problems: receives the findings.
    """
    name = to_text(node, "process", problems)
    if name is None or not isinstance(node, Scalar):
        return None
    match = _PROCESS.fullmatch(node.text)
    if match is None:
        problems.add(
            "invalid-value",
            node.pos,
            "process must be a name, with arguments in parentheses",
            expected="such as zlib or xor(0x5a)",
            found=f"`{show(node.text)}`",
        )
        return None
    # Arguments are read as those of a type are; the dots of the name are blanked out so
    # that every offset stays true.
    if not problems.spend(len(node.text), node.pos):
        return None
    prefix = match[1].replace(".", "_")
    try:
        _, args = parse_type_use(prefix + node.text[len(prefix) :])
    except ExpressionSyntaxError as error:
        syntax_problem(node, error, problems)
        return None
    return ProcessUse(match[1] + match[2], tuple(wrap(node, arg) for arg in args), node.pos)
