"""What the passes share: every declared type and enum with its scope, and the findings.

The first pass (`declare`) fills it; later passes only add findings.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import field

from validator.dataclass import dataclass
from validator.findings import Finding, Severity, SourcePos
from validator.ksy.lookup import Lookup
from validator.ksy.problems import MAX_PROBLEMS, did_you_mean
from validator.ksy.syntax import (
    AttrSpec,
    EnumSpec,
    ExprText,
    FactSpec,
    ParamSpec,
    SchemaFile,
    SwitchEndian,
    TypeSpec,
)


@dataclass(frozen=True, slots=True, eq=False)
class EnumDecl:
    """A declared enum, the number it has in the Program, and its values by label."""

    number: int
    spec: EnumSpec
    path: tuple[str, ...]
    values: dict[str, int]


@dataclass(frozen=True, slots=True, eq=False)
class ParentUse:
    """One use of a type by a field: what `_parent` will be there.

    `user` is the type that holds the field; `expr` an explicit `parent:`.
    """

    user: StructDecl
    expr: ExprText | None


@dataclass(frozen=True, slots=True, eq=False)
class StructDecl:
    """A declared type: its scope and what it inherits.

    `types`, `enums`, `uses` and `numbers` are filled by `declare` and read only afterwards;
    `numbers` maps a field id to its number in the Program.
    """

    number: int
    spec: TypeSpec
    file: SchemaFile
    outer: StructDecl | None
    path: tuple[str, ...]
    endian: str | SwitchEndian | None
    bit_endian: str
    encoding: str | None
    types: dict[str, StructDecl] = field(default_factory=dict)
    enums: dict[str, EnumDecl] = field(default_factory=dict)
    uses: list[ParentUse] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Full name, `top::inner`."""
        return "::".join(self.path)

    @property
    def top(self) -> StructDecl:
        """The top type of the same file."""
        decl = self
        while decl.outer is not None:
            decl = decl.outer
        return decl

    @property
    def attrs(self) -> tuple[AttrSpec, ...]:
        """Seq fields and instances."""
        return self.spec.seq + self.spec.instances

    def scopes(self) -> Iterable[StructDecl]:
        """Yield the type and its enclosing types, inside out."""
        decl: StructDecl | None = self
        while decl is not None:
            yield decl
            decl = decl.outer


@dataclass(frozen=True, slots=True)
class World:
    """Everything declared, and the findings so far.

    `lookup` says what stands for custom processes, `seen` holds what identifies the findings,
    `sizes` the constant sizes of types in bits, by their numbers, as far as they were asked for.
    """

    files: tuple[SchemaFile, ...]
    lookup: Lookup = field(default_factory=Lookup)
    structs: list[StructDecl] = field(default_factory=list)
    enums: list[EnumDecl] = field(default_factory=list)
    tops: dict[str, StructDecl] = field(default_factory=dict)
    fields: list[tuple[StructDecl, AttrSpec | ParamSpec]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    seen: set[tuple[str, str, SourcePos, str | None]] = field(default_factory=set)
    sizes: dict[int, int] = field(default_factory=dict)

    def report(
        self,
        rule: str,
        message: str,
        pos: SourcePos,
        *,
        expected: str | None = None,
        found: str | None = None,
        hint: str | None = None,
        near: tuple[str, Collection[str]] | None = None,
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Add a schema finding; the same one is kept once, and at most `MAX_PROBLEMS`.

        Args:
            rule: id of the rule catalogue, about `schema`.
            message: headline that suffices alone.
            pos: where the mistake stands.
            expected: what should stand there.
            found: what does.
            hint: what to do, only when evidence supports it.
            near: (word, known words) to look for a likely meaning, when there is no hint.
            severity: a warning does not make the schema unusable.
        """
        key = (rule, message, pos, found)
        if key in self.seen or self.is_full:
            return
        self.seen.add(key)
        if hint is None and near is not None:
            hint = did_you_mean(*near)
        self.findings.append(
            Finding(
                rule,
                message,
                pos.file,
                severity=severity,
                expected=expected,
                found=found,
                hint=hint,
                schema=pos,
            )
        )

    @property
    def facts(self) -> tuple[FactSpec, ...]:
        """The facts of `-contract` of all files; a name counts where it stands first."""
        named: dict[str, FactSpec] = {}
        for file in self.files:
            for fact in file.facts:
                named.setdefault(fact.name, fact)
        return tuple(named.values())

    @property
    def is_full(self) -> bool:
        """Whether no further finding is kept, so that none needs to be worded."""
        return len(self.findings) >= MAX_PROBLEMS

    def find_type(
        self, scope: StructDecl, names: tuple[str, ...], absolute: bool
    ) -> StructDecl | None:
        """Resolve a type name.

        Source: order of lookup as in the official compiler: own types, enclosing types, the
        file's own top type, imported top types.
        """
        head, *rest = names
        start = None if absolute else self._find_head(scope, head)
        start = start or self.tops.get(head)
        for name in rest:
            if start is None:
                return None
            # each part is looked up outwards too, as in the official compiler
            start = next((d.types[name] for d in start.scopes() if name in d.types), None)
        return start

    def _find_head(self, scope: StructDecl, head: str) -> StructDecl | None:
        for decl in scope.scopes():
            if head in decl.types:
                return decl.types[head]
        return scope.top if scope.top.spec.id == head else None

    def find_enum(
        self, scope: StructDecl, names: tuple[str, ...], absolute: bool
    ) -> EnumDecl | None:
        """Resolve an enum name: `e`, or `type::e`."""
        *owners, last = names
        if owners:
            owner = self.find_type(scope, tuple(owners), absolute)
            return owner.enums.get(last) if owner else None
        for decl in scope.scopes():
            if last in decl.enums:
                return decl.enums[last]
        return None

    def visible_types(self, scope: StructDecl) -> list[str]:
        """Return the names of types that can be written in this scope, sorted.

        Empty when no finding would be kept: the names only serve hints.
        """
        if self.is_full:
            return []
        names = set(self.tops)
        for decl in scope.scopes():
            names.update(decl.types)
        return sorted(names)
