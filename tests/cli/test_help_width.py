"""Help fits a terminal of 80 columns, for every command and group."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest

from validator.cli.main import cli

_COLUMNS = 80


def commands(
    command: click.Command, parent: click.Context | None = None
) -> Iterator[click.Context]:
    """Walk over a command and all below it."""
    context = click.Context(command, info_name=command.name, parent=parent, terminal_width=_COLUMNS)
    yield context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            assert child is not None
            yield from commands(child, context)


ALL = {context.command_path: context for context in commands(cli)}


def test_commands_of_groups_are_looked_at() -> None:
    assert {"contentgate fuzz", "contentgate corpus stats", "contentgate schema export"} <= set(ALL)


@pytest.mark.parametrize("path", ALL)
def test_no_line_of_help_is_over_80_columns(path: str) -> None:
    context = ALL[path]
    lines = context.command.get_help(context).splitlines()
    assert [line for line in lines if len(line) > _COLUMNS] == []
