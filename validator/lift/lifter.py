"""The state of one lifting, and what every kind of construct is lifted with.

Comes in: handlers by class of construct. Goes out: drafts, checks and enums, from which
`finish` makes a Program. A construct is lifted either by `plan` (one field can read it) or by
`put` (it needs several fields, or none). It refuses to know any class of construct.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field, replace
from typing import Any

from validator.dataclass import dataclass
from validator.findings import Severity, SourcePos
from validator.ir import expr as ir
from validator.ir.nodes import (
    Check,
    CheckKind,
    EnumDef,
    Field,
    FieldKind,
    Repeat,
    StructRead,
)
from validator.ir.types import ArrayType, EnumType, StructType, Type
from validator.ksy.problems import Problems
from validator.lift.draft import Draft, Plan, Site, Test
from validator.lift.opaque import Places, describe_class
from validator.lift.problem import Mistake, Refusal

MAX_STRUCTS = 2_000
MAX_LIFTED = 100_000
"""Constructs lifted altogether: a declaration that makes itself anew would never end."""
MAX_NESTING = 120
"""Constructs and operators inside one another."""

RULE_OF_KIND = {
    CheckKind.CONTENTS: "magic-mismatch",
    CheckKind.EQ: "value-not-allowed",
    CheckKind.MIN: "value-out-of-range",
    CheckKind.MAX: "value-out-of-range",
    CheckKind.ANY_OF: "value-not-allowed",
    CheckKind.IN_ENUM: "value-not-in-enum",
    CheckKind.EXPR: "condition-failed",
    CheckKind.CHECKSUM: "checksum-mismatch",
}

PlanHandler = Callable[["Lifter", Any, Site], Plan | None]
StripHandler = Callable[["Lifter", Any, Site], tuple[Any, Site]]
PutHandler = Callable[["Lifter", Any, str, Site], int | None]


@dataclass(frozen=True, slots=True)
class Handlers:
    """How constructs are lifted, by class.

    Attributes:
        strip: class -> the construct that it is for a reader, and where it stands then.
        plan: class -> a plan, or None when one field is not enough.
        put: class -> fields; the number of the one that holds the value, or None.
        refused: class -> why it cannot be lifted.
    """

    strip: Mapping[type, StripHandler]
    plan: Mapping[type, PlanHandler]
    put: Mapping[type, PutHandler]
    refused: Mapping[type, str]


# house: loose-dataclass - counts while lifting
@dataclass(slots=True)
class _Spent:
    lifted: int = 0
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Lifter:
    """Lifts one declaration.

    Attributes:
        name: of the schema.
        shared: structs that were built, by what they depend on.
        resolved: what each LazyBound means, by its id.
        used: how a struct was used while it was being built, for `check_reuse`.
        spans: field -> the fields that mark where its bytes begin and end.
    """

    name: str
    handlers: Handlers
    places: Places
    problems: Problems = field(default_factory=Problems)
    drafts: list[Draft] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    enums: list[EnumDef] = field(default_factory=list)
    shared: dict[tuple[object, ...], Draft] = field(default_factory=dict)
    resolved: dict[int, tuple[Any, Any]] = field(default_factory=dict)
    used: dict[int, list[Site]] = field(default_factory=dict)
    spans: dict[int, tuple[int, int]] = field(default_factory=dict)
    spent: _Spent = field(default_factory=_Spent)

    # -- problems ------------------------------------------------------------------------

    def refusal(
        self,
        site: Site,
        message: str,
        *,
        rule: str = "unsupported-feature",
        expected: str | None = None,
        found: str | None = None,
        hint: str | None = None,
    ) -> Refusal:
        """Return the exception for what cannot be lifted at a site."""
        return Refusal(Mistake(rule, site.pos, message, expected, found, hint))

    def report(self, refusal: Refusal) -> None:
        """Record why something was refused."""
        mistake = refusal.mistake
        if mistake is not None:
            self.problems.add(
                mistake.rule, mistake.pos, mistake.message, expected=mistake.expected,
                found=mistake.found, hint=mistake.hint, near=mistake.near,
            )  # fmt: skip

    # -- structs and fields --------------------------------------------------------------

    def draft(self, site: Site, label: str, *, is_scope: bool, stream: Any = None) -> Draft:
        """Begin a struct for objects that stand at a site."""
        parent = site.draft
        return self.new_draft(
            (*parent.path, label), parent, site.pos, is_scope=is_scope,
            stream=site.stream if stream is None else stream,
        )  # fmt: skip

    def new_draft(
        self, path: tuple[str, ...], parent: Draft | None, pos: SourcePos, *, is_scope: bool,
        stream: Any,
    ) -> Draft:  # fmt: skip
        """Begin a struct; its path is made unique."""
        if len(self.drafts) == MAX_STRUCTS:
            raise Refusal(
                Mistake("schema-too-large", pos, f"the declaration has more than {MAX_STRUCTS}"
                        " different structs")
            )  # fmt: skip
        taken = {draft.path for draft in self.drafts}
        stem, count = path[-1], 2
        while path in taken:
            path, count = (*path[:-1], f"{stem}_{count}"), count + 1
        draft = Draft(len(self.drafts), path, parent, is_scope, stream, pos)
        self.drafts.append(draft)
        return draft

    def fresh_id(self, draft: Draft, wanted: str) -> str:
        """Return an id that no field of a struct has yet, and take it."""
        name, count = wanted, 2
        while name in draft.ids:
            name, count = f"{wanted}_{count}", count + 1
        draft.ids.add(name)
        return name

    def add_field(self, site: Site, name: str, kind: FieldKind, made: Mapping[str, Any]) -> int:
        """Add a field to the struct at hand and return its number.

        Args:
            site: where; its condition becomes the field's.
            name: wanted id.
            kind: seq, instance, value or parameter.
            made: further attributes of the field; `type` is required.
        """
        draft = site.draft
        attributes: dict[str, Any] = {
            "read": None, "value": None, "condition": site.condition, "repeat": None,
            "position": None, "stream": None, "enum": None, "checks": (), "defaults": (),
            "target_check": None, "doc": "", "nullable": False, **made,
        }  # fmt: skip
        attributes["nullable"] = attributes["nullable"] or attributes["condition"] is not None
        number = len(self.fields)
        one = Field(
            number=number, struct=draft.number, id=self.fresh_id(draft, name), kind=kind,
            source=site.pos, **attributes,
        )  # fmt: skip
        self.fields.append(one)
        group = {FieldKind.SEQ: draft.seq, FieldKind.PARAM: draft.params}
        group.get(kind, draft.instances).append(one)
        return number

    def add_value(self, site: Site, name: str, value: ir.Expr, enum: int | None = None) -> int:
        """Add a computed field."""
        made = {
            "value": value, "type": value.type if enum is None else EnumType(enum),
            "enum": enum, "nullable": self.is_absent(value),
        }  # fmt: skip
        return self.add_field(site, name, FieldKind.VALUE, made)

    def is_absent(self, value: ir.Expr) -> bool:
        """Whether an expression may have no value."""
        match value:
            case ir.FieldGet(nullable=nullable):
                return nullable
            case ir.IfElse(then=then, otherwise=otherwise):
                return self.is_absent(then) or self.is_absent(otherwise)
        return False

    def add_plan(
        self,
        site: Site,
        name: str,
        plan: Plan,
        repeat: Repeat | None = None,
        position: tuple[ir.Expr, ir.Expr | None] | None = None,
    ) -> int:
        """Add a field that reads what a plan says.

        Args:
            site: where.
            name: wanted id.
            plan: what is read, per element when it repeats.
            repeat: how often.
            position: position and stream of a field that is read elsewhere.
        """
        kind = FieldKind.SEQ if position is None else FieldKind.INSTANCE
        made: dict[str, Any] = {
            "read": plan.read, "enum": plan.enum, "repeat": repeat, "doc": plan.doc,
            "type": plan.type if repeat is None else ArrayType(plan.type),
            "nullable": plan.nullable and repeat is None,
        }  # fmt: skip
        if position is not None:
            made["position"], made["stream"] = position
        number = self.add_field(site, name, kind, made)
        for test in plan.tests:
            self.test_field(site, number, test, per_element=repeat is not None)
        return number

    def test_field(self, site: Site, number: int, test: Test, *, per_element: bool = False) -> None:
        """Add a condition on the value of a field."""
        check = self.add_check(site, test.kind, number, test.condition, test.operands, test.message)
        self.checks[check] = replace(self.checks[check], per_element=per_element)
        self.attach(number, check)

    def attach(self, number: int, check: int) -> None:
        """Make a check one of a field's own."""
        old = self.fields[number]
        self.replace_field(replace(old, checks=(*old.checks, check)))

    def replace_field(self, new: Field) -> None:
        """Put a changed field in the place of the one with its number."""
        self.fields[new.number] = new
        draft = self.drafts[new.struct]
        for group in (draft.params, draft.seq, draft.instances):
            group[:] = [new if one.number == new.number else one for one in group]

    def add_check(
        self, site: Site, kind: CheckKind, at: int | None, condition: ir.Expr | None,
        operands: tuple[ir.Expr, ...] = (), message: str = "", rule: str = "",
    ) -> int:  # fmt: skip
        """Make a check; whoever calls puts it where it belongs."""
        is_object = kind is CheckKind.CHECK
        check = Check(
            number=len(self.checks), kind=kind, rule=rule or RULE_OF_KIND.get(kind, "check-failed"),
            struct=site.draft.number, field=None if is_object else at, at=at,
            condition=condition, operands=operands, per_element=False,
            deferred=kind in (CheckKind.CHECK, CheckKind.CHECKSUM), needs_contract=False,
            severity=Severity.ERROR, message=(message,) if message else (), help="", cwe=None,
            algorithm="", source=site.pos,
        )  # fmt: skip
        self.checks.append(check)
        return check.number

    # -- values --------------------------------------------------------------------------

    def get(self, owner: ir.Expr, number: int) -> ir.Expr:
        """Return the value of a field of an object, as construct sees it."""
        one = self.fields[number]
        return self.unwrap(ir.FieldGet(owner, number, one.nullable, one.type))

    def unwrap(self, value: ir.Expr) -> ir.Expr:
        """Return the value that an object of ours stands for."""
        while isinstance(value.type, StructType):
            inner = self.drafts[value.type.struct].value
            if inner is None:
                break
            one = self.fields[inner]
            value = ir.FieldGet(value, inner, one.nullable, one.type)
        return value

    def type_of(self, number: int) -> Type:
        """Return the type of a field's value, as construct sees it."""
        kind = self.fields[number].type
        while isinstance(kind, StructType):
            inner = self.drafts[kind.struct].value
            if inner is None:
                break
            kind = self.fields[inner].type
        return kind

    # -- dispatch ------------------------------------------------------------------------

    def site_of(self, made: Any, site: Site) -> Site:
        """Return the site with the place where a construct was made, if that is known."""
        place = self.places.of(made)
        if place is None:
            return site
        return replace(site, pos=replace(site.pos, file=place[0], line=place[1]))

    def strip(self, made: Any, site: Site) -> tuple[Any, Site]:
        """Take off what makes no difference to a reader.

        Raises:
            Refusal: the construct calls a function of the user's on what it has read.
        """
        while True:
            self._spend(site)
            site = self.site_of(made, site)
            if getattr(made, "parsed", None) is not None:
                raise self.refusal(
                    site, "a hook on parsed values cannot be lifted",
                    found=describe_class(type(made)),
                )  # fmt: skip
            inner = self.handlers.strip.get(type(made))
            if inner is None:
                return made, site
            made, site = inner(self, made, site)

    def _spend(self, site: Site) -> None:
        self.spent.lifted += 1
        if self.spent.lifted > MAX_LIFTED:
            raise self.refusal(
                site, "the declaration is too large", rule="schema-too-large",
                expected=f"at most {MAX_LIFTED} constructs",
            )  # fmt: skip

    def plan(self, made: Any, site: Site) -> Plan | None:
        """Return how one field reads a construct, or None when one is not enough.

        Raises:
            Refusal: the construct cannot be lifted.
        """
        made, site = self.strip(made, site)
        handler = self.handlers.plan.get(type(made))
        if handler is None:
            if type(made) not in self.handlers.put:
                raise self._unknown(made, site)
            return None
        with self.deeper(site):
            return handler(self, made, site)

    @contextmanager
    def deeper(self, site: Site) -> Iterator[None]:
        """Count one level of nesting.

        Raises:
            Refusal: there are too many.
        """
        if self.spent.depth >= MAX_NESTING:
            raise self.refusal(
                site, "the declaration is nested too deeply", rule="schema-too-large",
                expected=f"at most {MAX_NESTING} levels",
            )  # fmt: skip
        self.spent.depth += 1
        try:
            yield
        finally:
            self.spent.depth -= 1

    def _unknown(self, made: Any, site: Site) -> Refusal:
        kind = type(made)
        why = self.handlers.refused.get(kind)
        if why is not None:
            return self.refusal(site, f"{kind.__name__} cannot be lifted: {why}")
        return self.refusal(
            site, "a class of your own cannot be lifted: what it does is code",
            expected="classes of construct", found=describe_class(kind),
        )  # fmt: skip

    def put(self, made: Any, name: str, site: Site) -> int | None:
        """Add the fields of a construct to the struct at hand.

        Args:
            made: any construct.
            name: wanted id of the field that holds the value.
            site: where.
        Returns:
            The number of the field that holds the value, None when there is no value.
        Raises:
            Refusal: the construct cannot be lifted.
        """
        made, site = self.strip(made, site)
        plan = self.plan(made, site)
        if plan is not None:
            return self.add_plan(site, name, plan)
        handler = self.handlers.put[type(made)]
        with self.deeper(site):
            return handler(self, made, name, site)

    def element(self, made: Any, site: Site, label: str) -> Plan:
        """Return how one field reads a construct; several fields become an object of ours.

        Args:
            made: any construct.
            site: where the field stands.
            label: names the object's struct.
        """
        plan = self.plan(made, site)
        return plan if plan is not None else self.wrap(made, site, label)

    def wrap(self, made: Any, site: Site, label: str) -> Plan:
        """Return the plan of an object of ours that holds the fields of one construct."""
        draft = self.draft(site, label, is_scope=False)
        inner = replace(site, draft=draft, condition=None, in_array=False)
        draft.value = self.put(made, "value", inner)
        return self.object_plan(draft, site)

    def object_plan(self, draft: Draft, site: Site) -> Plan:
        """Return the plan that reads objects of a draft, once it is complete."""
        draft.is_open = False
        return Plan(StructRead(draft.number, self.arguments(draft, site)), draft.type)

    def arguments(self, draft: Draft, site: Site) -> tuple[ir.Expr, ...]:
        """Return what the parameters of a draft get at a site."""
        return () if draft.index is None else (self.index_at(site),)

    def index_at(self, site: Site) -> ir.Expr:
        """Return `_index` of construct at a site.

        Raises:
            Refusal: there is none, or an earlier array has left its own.
        """
        if site.in_array:
            return ir.Index()
        draft = site.draft
        if draft.had_array:
            raise self.refusal(
                site, "_index is that of an array that was read before",
                expected="_index inside the elements of an array",
            )  # fmt: skip
        if draft.parent is None:
            raise self.refusal(
                site, "_index has no value outside of arrays",
                expected="_index inside the elements of an array",
            )  # fmt: skip
        if draft.index is None:
            made = {"type": ir.Index().type, "condition": None}
            draft.index = self.add_field(site, "_index", FieldKind.PARAM, made)
        return self.get(site.me, draft.index)

    def repeated(self, site: Site, name: str, plan: Plan, repeat: Repeat) -> int:
        """Add a field that repeats a plan, and note that construct leaves an index behind."""
        draft: Draft | None = site.draft
        while draft is not None:
            draft.had_array = True
            draft = None if draft.is_scope else draft.parent
        return self.add_plan(site, name, plan, repeat)
