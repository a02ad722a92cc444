"""Help fits a terminal of 80 columns, for every command and group."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest
from command_line import run

from validator.cli.main import cli

_COLUMNS = 80


def paths(command: click.Command, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Walk over a command and all below it."""
    yield words
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            assert child is not None
            yield from paths(child, (*words, name))


ALL = tuple(paths(cli))


def test_commands_of_groups_are_looked_at() -> None:
    assert {("fuzz",), ("corpus", "stats"), ("schema", "export"), ()} <= set(ALL)


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_no_line_of_help_is_over_80_columns(words: tuple[str, ...]) -> None:
    ran = run(*words, "--help")
    assert ran.status == 0
    assert [line for line in ran.out.splitlines() if len(line) > _COLUMNS] == []
