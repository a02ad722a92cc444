"""`contentgate consumers`: which consumers there are, and what they make of files.

Without a name it lists all: kind, formats, what is installed, how to install what is not. With a
name it tells about that one; with files it runs it on each. Exit status 0 all files accepted (or
nothing was run), 1 one was not, 2 usage, 3 the consumer cannot be run here.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from validator.cli import options
from validator.cli.named_consumer import complete_consumer
from validator.cli.terminal import EXIT_INCONCLUSIVE, EXIT_OK, has_color, line_width, say, write

if TYPE_CHECKING:
    from collections.abc import Sequence

_EPILOG = """\b
Examples:
  contentgate consumers
  contentgate consumers yara
  contentgate consumers yara rules.yarc
  contentgate consumers kernel-selinux policy.33 --format json
"""


@click.command("consumers", epilog=_EPILOG)
@click.argument("name", required=False, shell_complete=complete_consumer)
@click.argument("files", nargs=-1, type=options.FILE_NAME, metavar="[FILE]...")
@options.config_option
@click.option(
    "--format",
    "fmt",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Format on standard output.",
)
@options.color_option
@click.pass_context
def command(
    context: click.Context,
    name: str | None,
    files: tuple[str, ...],
    config_file: str | None,
    fmt: str,
    color: str,
) -> None:
    """List the programs, libraries and kernels that files can be run in.

    NAME tells about one of them, ready-made or configured. With FILE it reads each file, and what
    became of it is printed: accepted, rejected, crashed, hung, out of memory or died. A folder
    stands for the files below it.
    """
    is_json, paint = fmt == "json", has_color(color, os.environ, sys.stdout)
    if name is None:
        context.exit(_list_all(config_file, is_json=is_json))
    if not files:
        context.exit(_tell(name, config_file, is_json=is_json))
    context.exit(_run(name, files, config_file, is_json=is_json, paint=paint))


def _list_all(config_file: str | None, *, is_json: bool) -> int:
    from validator.cli.consumers_list import list_rows, rows_json, rows_text
    from validator.cli.named_consumer import read_config
    from validator.cli.parts import parts_folder
    from validator.cli.progress import Waiting

    config = read_config(config_file)
    with parts_folder() as parts, Waiting("looking for consumers", is_wanted=True):
        rows = list_rows(config, parts)
    write(rows_json(rows) if is_json else rows_text(rows, line_width(sys.stdout)))
    return EXIT_OK


def _tell(name: str, config_file: str | None, *, is_json: bool) -> int:
    from validator.cli.consumers_list import describe, list_row, rows_json
    from validator.cli.named_consumer import read_config, require_known
    from validator.cli.parts import parts_folder

    config = read_config(config_file)
    require_known(name, config, "NAME")
    with parts_folder() as parts:
        row = list_row(name, config, parts)
    write(rows_json([row]) if is_json else describe(row))
    return EXIT_OK


def _run(
    name: str, files: Sequence[str], config_file: str | None, *, is_json: bool, paint: bool
) -> int:
    from validator.cli.consumers_run import run_files
    from validator.cli.named_consumer import make_consumer, read_config, require_known
    from validator.cli.parts import parts_folder
    from validator.errors import ConsumerError

    config = read_config(config_file)
    require_known(name, config, "NAME")
    try:
        with parts_folder() as parts:
            consumer = make_consumer(name, config, parts)
            return run_files(consumer, files, is_json=is_json, paint=paint)
    except ConsumerError as error:
        say(f"contentgate consumers: {error}")
        return EXIT_INCONCLUSIVE
