"""The verbs, and a click group that imports a verb's module only when it is used.

Comes in: the table. Goes out: a group whose help and shell completion come from the table
alone, so that neither imports every verb.
"""

from __future__ import annotations

from importlib import import_module

import click
from click.shell_completion import CompletionItem

from validator.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb: the module that holds its `command`, and one line for the overview."""

    module: str
    summary: str


VERBS: dict[str, Verb] = {
    "check": Verb("validator.cli.check", "Check files against a schema and contracts."),
    "show": Verb("validator.cli.show", "Show what a file holds: offsets, bytes, names, values."),
    "diff": Verb("validator.cli.diff", "Compare two files of one schema, by field path."),
    "edit": Verb("validator.cli.edit", "Change fields of a file, and repair what follows."),
    "build": Verb("validator.cli.build", "Make a file from values, derived fields filled in."),
    "generate": Verb("validator.cli.generate", "Make files from a schema alone."),
    "gate": Verb("validator.cli.gate", "Decide whether content ships."),
    "fuzz": Verb("validator.cli.fuzz", "Find inputs that bring a consumer down."),
    "cover": Verb("validator.cli.cover", "Tell what of a schema files exercise, and what never."),
    "corpus": Verb("validator.cli.corpus", "Corpora: stats, minimize, merge."),
    "escape": Verb("validator.cli.escape", "Measure what a schema lets through to a consumer."),
    "replay": Verb("validator.cli.replay", "Run kept crashes again: fixed, failing, changed?"),
    "consumers": Verb("validator.cli.consumers", "List what reads content here; run it on files."),
    "explain": Verb("validator.cli.explain", "Explain a rule: what, why, how to fix."),
    "schema": Verb("validator.cli.schema", "Work on schemas: lint, export."),
    "contract": Verb("validator.cli.contract", "Facts about a consumer: extract, show, symbols."),
    "completion": Verb("validator.cli.completion", "Print a completion script for a shell."),
}


class UnknownVerb(click.UsageError):
    """There is no verb of this name."""

    def __init__(self, name: str, known: tuple[str, ...], context: click.Context) -> None:
        super().__init__(f"no such command: {name}", context)
        self.name = name
        self.known = known


class VerbGroup(click.Group):
    """A group over `VERBS`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in the order of the table."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a verb and return its command, or None."""
        verb = VERBS.get(cmd_name)
        if verb is None:
            return None
        found: click.Command = import_module(verb.module).command
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the verb that the first argument names; refuse an unknown one."""
        if not args[0].startswith("-") and args[0] not in VERBS:
            raise UnknownVerb(args[0], tuple(VERBS), ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of verbs."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, verb.summary) for name, verb in VERBS.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the verbs and options that start with what was typed."""
        verbs = [
            CompletionItem(name, help=verb.summary)
            for name, verb in VERBS.items()
            if name.startswith(incomplete)
        ]
        return verbs + click.Command.shell_complete(self, ctx, incomplete)
