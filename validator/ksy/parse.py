"""Text of a schema to `SchemaFile`: types, fields, enums, parameters.

Comes in: text. Goes out: the syntax, or every mistake of this stage at once. No name is
resolved here, and no expression is typed; that is for the passes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.findings import Severity
from validator.ksy import extensions, keys
from validator.ksy.attribute import read_attribute
from validator.ksy.coverage import read_type_coverage
from validator.ksy.enums import read_enum
from validator.ksy.keys import check_keys
from validator.ksy.meta import check_texts, no_meta, read_meta, texts_of
from validator.ksy.nodes import Mapping, Node, Scalar
from validator.ksy.problems import Problems, show
from validator.ksy.source import load_source, parse_yaml
from validator.ksy.syntax import (
    AttrSpec,
    CheckSpec,
    CombineSpec,
    EnumSpec,
    ExprText,
    Name,
    ParamSpec,
    SchemaFile,
    TypeSpec,
)
from validator.ksy.values import (
    to_enum_path,
    to_expr,
    to_id,
    to_items,
    to_mapping,
    to_text,
    to_type_ref,
)

if TYPE_CHECKING:
    from validator.findings import Finding, SourcePos

__all__ = ["load_source", "parse_schema"]
_WORDS = frozenset(("and", "or", "not", "true", "false"))


def parse_schema(path: str, text: str) -> tuple[SchemaFile | None, list[Finding]]:
    """Parse a schema.

    Args:
        path: named in positions; not opened.
        text: the whole file.
    Returns:
        (the file, findings sorted by place). The file is None exactly when a finding is an
        error; warnings may stand beside a file. Never raises on bad text.
    """
    problems = Problems()
    schema = _read_file(path, text, problems)
    return (None if problems.has_errors else schema), problems.sorted()


def _read_file(path: str, text: str, problems: Problems) -> SchemaFile | None:
    root = parse_yaml(path, text, problems)
    if root is None:
        return None
    mapping = to_mapping(root, "a schema", problems)
    if mapping is None:
        return None
    if mapping.get("meta") is None:
        problems.add("missing-key", mapping.pos, "the schema has no meta", expected="meta")
    top = _Types(problems).read("", mapping, is_top=True)
    contract, budget, gaps = (mapping.get(key) for key in ("-contract", "-budget", "-gaps"))
    overlaps = mapping.get("-overlaps")
    return SchemaFile(
        top=top,
        facts=extensions.read_facts(contract, problems) if contract is not None else (),
        budget=extensions.read_budget(budget, problems) if budget is not None else (),
        gaps=extensions.read_gaps(gaps, problems) if gaps is not None else "error",
        overlaps=extensions.read_overlaps(overlaps, problems) if overlaps is not None else "error",
        path=path,
        text=text,
    )


class _Types:
    """Reads type mappings; nesting is bounded by that of the YAML."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems

    def read(self, ident: str, mapping: Mapping, *, is_top: bool) -> TypeSpec:
        """Read one type and everything declared in it."""
        allowed = keys.TOP if is_top else keys.TYPE
        check_keys(mapping, allowed, "a schema" if is_top else "a type", self._problems)
        meta_node = mapping.get("meta")
        meta = no_meta(mapping.pos)
        if meta_node is not None:
            meta = read_meta(meta_node, self._problems, is_top=is_top)
        if is_top and meta.id is not None:
            ident = meta.id.text
        taken: dict[str, SourcePos] = {}
        params = self._params(mapping.get("params"), taken)
        seq = self._seq(mapping.get("seq"), taken)
        instances = self._instances(mapping.get("instances"), taken)
        doc_ref = mapping.get("doc-ref")
        if doc_ref is not None:
            check_texts(doc_ref, "doc-ref", self._problems)
        return TypeSpec(
            id=ident,
            meta=meta,
            params=params,
            seq=seq,
            instances=instances,
            types=self._types(mapping.get("types")),
            enums=self._enums(mapping.get("enums")),
            checks=self._checks(mapping.get("-checks"), taken),
            to_string=self._to_string(mapping.get("to-string")),
            doc=self._doc(mapping),
            pos=mapping.pos,
            doc_ref=texts_of(doc_ref),
            combine=self._combine(mapping.get("-coverage"), (*seq, *instances)),
        )

    def _checks(self, node: Node | None, taken: dict[str, SourcePos]) -> tuple[CheckSpec, ...]:
        return extensions.read_checks(node, taken, self._problems) if node is not None else ()

    def _combine(
        self, node: Node | None, fields: tuple[AttrSpec, ...]
    ) -> tuple[CombineSpec, ...] | None:
        if node is None:
            return None
        return read_type_coverage(node, [field.id for field in fields], self._problems)

    def _doc(self, mapping: Mapping) -> str:
        node = mapping.get("doc")
        name = to_text(node, "doc", self._problems) if node is not None else None
        return name.text if name else ""

    def _to_string(self, node: Node | None) -> ExprText | None:
        return to_expr(node, "to-string", self._problems) if node is not None else None

    def _take(self, name: Name, taken: dict[str, SourcePos]) -> None:
        if name.text in _WORDS:
            self._problems.add(
                "invalid-id",
                name.pos,
                f"no expression can name `{name.text}`: it is a word of the language",
                expected="another name",
                found=f"`{name.text}`",
                severity=Severity.WARNING,
            )
        first = taken.setdefault(name.text, name.pos)
        if first is not name.pos:
            self._problems.add(
                "duplicate-id",
                name.pos,
                f"`{name.text}` is declared already in line {first.line}",
                found=f"{name.text}, also at {first.path}",
            )

    def _params(self, node: Node | None, taken: dict[str, SourcePos]) -> tuple[ParamSpec, ...]:
        found: list[ParamSpec] = []
        for item in to_items(node, "params", self._problems) if node is not None else ():
            mapping = to_mapping(item, "a parameter", self._problems)
            if mapping is not None:
                found += self._param(mapping, taken)
        return tuple(found)

    def _param(self, mapping: Mapping, taken: dict[str, SourcePos]) -> list[ParamSpec]:
        check_keys(mapping, keys.PARAM, "a parameter", self._problems)
        type_node, enum_node = mapping.get("type"), mapping.get("enum")
        doc_ref, id_node = mapping.get("doc-ref"), mapping.get("id")
        ref = to_type_ref(type_node, "type", self._problems) if type_node is not None else None
        enum = to_enum_path(enum_node, self._problems) if enum_node is not None else None
        if doc_ref is not None:
            check_texts(doc_ref, "doc-ref", self._problems)
        doc = self._doc(mapping)
        if id_node is None:
            self._problems.add("missing-key", mapping.pos, "a parameter has no id", expected="id")
            return []
        name = to_id(id_node, "parameter id", self._problems)
        if name is None:
            return []
        self._take(name, taken)
        type_pos = type_node.pos if type_node is not None else None
        return [ParamSpec(name.text, ref, type_pos, enum, doc, mapping.pos)]

    def _seq(self, node: Node | None, taken: dict[str, SourcePos]) -> tuple[AttrSpec, ...]:
        found: list[AttrSpec] = []
        for index, item in enumerate(
            to_items(node, "seq", self._problems) if node is not None else ()
        ):
            mapping = to_mapping(item, "a field", self._problems)
            if mapping is None:
                continue
            ident = f"_unnamed{index}"
            id_node = mapping.get("id")
            if id_node is not None:
                name = to_id(id_node, "field id", self._problems)
                if name is not None:
                    ident = name.text
                    self._take(name, taken)
            found.append(read_attribute(ident, "seq", mapping, self._problems))
        return tuple(found)

    def _named(self, node: Node | None, what: str, noun: str) -> list[tuple[Name, Scalar, Node]]:
        if node is None:
            return []
        mapping = to_mapping(node, what, self._problems)
        found: list[tuple[Name, Scalar, Node]] = []
        for key, value in mapping.items if mapping else ():
            # Foreign keys may stand among declarations too: nothing of ours starts with `-`.
            if key.text.startswith("-"):
                check_keys(Mapping(((key, value),), key.pos), frozenset(), what, self._problems)
                continue
            name = to_id(key, f"{noun} id", self._problems)
            # A wrong name is reported; what it names is read still, for its own mistakes.
            found.append((name or Name(show(key.text), key.pos), key, value))
        return found

    def _instances(self, node: Node | None, taken: dict[str, SourcePos]) -> tuple[AttrSpec, ...]:
        found: list[AttrSpec] = []
        for name, _, value in self._named(node, "instances", "instance"):
            self._take(name, taken)
            mapping = to_mapping(value, "an instance", self._problems)
            if mapping is not None:
                found.append(read_attribute(name.text, "instance", mapping, self._problems))
        return tuple(found)

    def _types(self, node: Node | None) -> tuple[TypeSpec, ...]:
        found: list[TypeSpec] = []
        for name, _, value in self._named(node, "types", "type"):
            mapping = to_mapping(value, "a type", self._problems)
            if mapping is not None:
                found.append(self.read(name.text, mapping, is_top=False))
        return tuple(found)

    def _enums(self, node: Node | None) -> tuple[EnumSpec, ...]:
        found: list[EnumSpec] = []
        for name, key, value in self._named(node, "enums", "enum"):
            mapping = to_mapping(value, "an enum", self._problems)
            if mapping is not None:
                found.append(read_enum(name.text, mapping, key.pos, self._problems))
        return tuple(found)
