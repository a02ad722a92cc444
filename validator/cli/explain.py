"""`contentgate explain RULE`: what a rule means, why it matters, and what to do.

Comes in: a rule id, and a schema for the rules that it declares itself. Goes out: a page on
standard output, or JSON. An unknown rule or a wrong schema ends with exit code 2.
"""

from __future__ import annotations

import difflib
import json
from typing import TYPE_CHECKING, Any

import click

from validator.cli import options
from validator.dataclass import dataclass
from validator.report.escape import terminal, unicode_text
from validator.report.meta import plural, schema_rules
from validator.report.sarif_rules import cwe_uri
from validator.rules import ALIASES, RULES, Rule, find_rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validator.ir.nodes import Check, Program
    from validator.ksy.lookup import Lookup

_EXIT_USAGE = 2


@dataclass(frozen=True, slots=True)
class _Known:
    """Every rule that can be explained: the catalogue's, and one schema's own."""

    program: Program | None
    own: tuple[Rule, ...]

    def find(self, rule_id: str) -> Rule | None:
        """Return the rule of this id or alias, the catalogue first."""
        own = (rule for rule in self.own if rule.id == rule_id)
        return find_rule(rule_id) or next(own, None)

    def checks(self, rule_id: str) -> tuple[Check, ...]:
        """Return the checks of the schema that report this rule."""
        if self.program is None:
            return ()
        return tuple(check for check in self.program.checks if check.rule == rule_id)


@click.command("explain")
@click.argument("rule_id", metavar="RULE", required=False)
@click.option("--schema", metavar="S", help="Also know the rules of this schema's -checks.")
@options.import_option
@click.option("--list", "list_all", is_flag=True, help="List all rules.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.pass_context
def command(
    context: click.Context,
    rule_id: str | None,
    schema: str | None,
    import_paths: Sequence[str] | Lookup,
    list_all: bool,
    as_json: bool,
) -> None:
    """Explain RULE: what it means, why it matters, an example, and how to fix it.

    RULE is the name in brackets in a finding, such as count-exceeds-contract.
    """
    if (rule_id is None) is not list_all:
        raise click.UsageError("expected either a RULE or --list")
    known = _load(context, schema, import_paths)
    if rule_id is None:
        click.echo(_listing_json(known) if as_json else _listing(known), nl=False)
        return
    rule = known.find(rule_id)
    if rule is None:
        click.echo(_unknown(rule_id, known), err=True)
        context.exit(_EXIT_USAGE)
    checks = known.checks(rule.id)
    click.echo(_page_json(rule, checks) if as_json else _page(rule_id, rule, checks), nl=False)


def _load(
    context: click.Context, schema: str | None, import_paths: Sequence[str] | Lookup
) -> _Known:
    """Compile the schema, or print every error of it and leave with exit code 2."""
    if schema is None:
        return _Known(None, ())
    # Most calls name no schema and need no YAML parser.
    from validator.cli.declarations import permitted
    from validator.cli.shipped import find_schema
    from validator.compile import compile_schema
    from validator.errors import SchemaError
    from validator.report.text import finding_lines

    try:
        program = compile_schema(find_schema(schema), permitted(schema, import_paths))
    except SchemaError as error:
        for finding in error.findings:
            for line in finding_lines(finding, color=False, width=0):
                click.echo(line, err=True)
        context.exit(_EXIT_USAGE)
    return _Known(program, schema_rules(program))


def _page(asked: str, rule: Rule, checks: Sequence[Check]) -> str:
    """Return the page of a rule as text."""
    about = [rule.level, f"about {rule.about}"]
    if rule.since:
        about.append(f"since {rule.since}")
    lines = [f"{terminal(rule.id)} ({', '.join(about)})"]
    if asked != rule.id:
        lines.append(f"  {terminal(asked)} is the former name of this rule")
    sections = [
        ("what", rule.summary),
        ("why", rule.why),
        ("example", "" if rule.example == rule.summary else rule.example),
        ("how to fix", rule.fix),
    ]
    if rule.cwe is not None:
        sections.append((f"CWE-{rule.cwe}", cwe_uri(rule.cwe)))
    for title, text in (section for section in sections if section[1]):
        lines += ["", title, *(f"  {terminal(line)}" for line in text.split("\n"))]
    if checks:
        lines += ["", f"made by {plural(len(checks), 'check')} of the schema"]
        lines += [f"  {terminal(f'{check.source} {check.source.path}')}" for check in checks]
    return "".join(f"{line}\n" for line in lines)


def _page_json(rule: Rule, checks: Sequence[Check]) -> str:
    """Return the page of a rule as one JSON object."""
    places = [
        {
            "file": unicode_text(check.source.file),
            "line": check.source.line,
            "column": check.source.column,
            "path": unicode_text(check.source.path),
            "help": unicode_text(check.help),
        }
        for check in checks
    ]
    return json.dumps({**_value(rule), "checks": places}, indent=2) + "\n"


def _value(rule: Rule) -> dict[str, Any]:
    """Return a rule as plain values."""
    return {
        "id": unicode_text(rule.id),
        "about": rule.about,
        "level": rule.level,
        "summary": unicode_text(rule.summary),
        "why": unicode_text(rule.why),
        "example": unicode_text(rule.example),
        "fix": unicode_text(rule.fix),
        "cwe": rule.cwe,
        "cwe_uri": None if rule.cwe is None else cwe_uri(rule.cwe),
        "since": rule.since or None,
    }


def _groups(known: _Known) -> dict[str, list[Rule]]:
    """Return all rules by what they are about, the schema's own last."""
    groups: dict[str, list[Rule]] = {}
    for rule in RULES.values():
        groups.setdefault(f"about {rule.about}", []).append(rule)
    if known.program is not None and known.own:
        groups[f"declared by {terminal(known.program.name)}"] = list(known.own)
    return groups


def _listing(known: _Known) -> str:
    """Return one line per rule, in groups."""
    groups = _groups(known)
    column = max(len(terminal(rule.id)) for rules in groups.values() for rule in rules)
    blocks = []
    for title, rules in groups.items():
        rows = [f"  {terminal(rule.id).ljust(column)}  {terminal(rule.summary)}" for rule in rules]
        blocks.append("".join(f"{line}\n" for line in [title, *rows]))
    return "\n".join(blocks)


def _listing_json(known: _Known) -> str:
    """Return all rules as one JSON array."""
    rules = [_value(rule) for group in _groups(known).values() for rule in group]
    return json.dumps(rules, indent=2) + "\n"


def _unknown(rule_id: str, known: _Known) -> str:
    """Return the message for a rule that does not exist, with what is close to it."""
    names = [*RULES, *ALIASES, *(rule.id for rule in known.own)]
    close = difflib.get_close_matches(rule_id, names, n=3, cutoff=0.75)
    lines = [f"error: no rule is called {terminal(rule_id)}"]
    if close:
        lines.append(f"  hint      did you mean {' or '.join(terminal(name) for name in close)}?")
    elif known.program is None:
        lines.append("  hint      rules of a schema's own -checks need --schema")
    lines.append("  all       contentgate explain --list")
    return "\n".join(lines)
