"""`contentgate generate SCHEMA -n N -o DIR`: files from a schema alone.

Files go to a folder, one line a file to standard output, the summary to standard error. Exit
status 0 all files were made, 1 some files that were to be valid are not, 2 usage or schema error,
or nothing can be made, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from validator.cli import options
from validator.cli.terminal import EXIT_FINDINGS, EXIT_OK, say, write
from validator.errors import UsageError
from validator.report.escape import terminal
from validator.report.meta import plural

if TYPE_CHECKING:
    from validator.backends.strategies import Generated, Generator
    from validator.check.read import BoundContract
    from validator.check.schema import Schema
    from validator.ksy.lookup import Lookup

MODES = ("valid", "boundary", "near-miss", "mixed")
"""Those of `validator.backends.strategies`, which costs an import."""

_EPILOG = """\b
Examples:
  contentgate generate channel_file -n 100 -o made/
  contentgate generate format.ksy -n 1000 -o made/ --mode boundary --seed 7
  contentgate generate format.ksy -n 50 -o bad/ --mode near-miss
  contentgate generate format.ksy -n 1 -o - > one.bin

\b
Exit status: 0 all were made, 1 some that were to be valid are refused by the
schema, 2 usage or schema error, or nothing can be made.
"""


def _complete_mode(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    return [CompletionItem(name) for name in MODES if name.startswith(incomplete)]


@click.command("generate", epilog=_EPILOG)
@options.schema_argument
@click.option(
    "-n",
    "--count",
    type=click.IntRange(1, 10_000_000),
    default=10,
    show_default=True,
    metavar="N",
    help="How many files.",
)
@click.option(
    "-o",
    "--output",
    required=True,
    type=options.FILE_NAME,
    metavar="DIR",
    help="Folder for the files, made when it is not there; - writes one file to stdout.",
)
@click.option(
    "--mode",
    default="valid",
    show_default=True,
    metavar="MODE",
    shell_complete=_complete_mode,
    help="valid; boundary: edges of everything; near-miss: exactly one rule broken; mixed.",
)
@click.option(
    "--seed",
    "random_seed",
    type=click.IntRange(0, (1 << 63) - 1),
    default=0,
    show_default=True,
    metavar="N",
    help="Another number gives other files; the same one gives the same files.",
)
@options.contract_option
@options.import_option
def command(
    schema: str,
    count: int,
    output: str,
    mode: str,
    random_seed: int,
    contracts: tuple[str, ...],
    import_paths: Sequence[str] | Lookup,
) -> None:
    """Make files that follow SCHEMA, without any file to start from.

    SCHEMA is a .ksy file, the name of a schema that comes with contentgate, or module:Name of a
    construct declaration. A file is a function of the schema, the mode, the seed and its number
    alone: the same command makes the same bytes anywhere.
    """
    from validator.backends.strategies import generator_of
    from validator.cli.declarations import permitted
    from validator.cli.kept import load_kept
    from validator.cli.shipped import find_schema
    from validator.cli.workload import bind_all

    if mode not in MODES:
        raise _no_mode(mode)
    path = find_schema(schema, "generate")
    loaded = load_kept(path, permitted(schema, import_paths))
    bound = bind_all(loaded, contracts)
    facts = [(one.name, one.facts) for one in bound]
    generator = generator_of(loaded.program, mode=mode, contracts=facts)
    if output == "-":
        _one(generator, random_seed, count)
        return
    status = _many(loaded, bound, generator, output, random_seed, count)
    raise SystemExit(status)


def _no_mode(mode: str) -> UsageError:
    from validator.contract.suggest import did_you_mean

    near = did_you_mean(mode, MODES)
    hint = f"\n  hint      did you mean {near}?" if near else ""
    return UsageError(
        f"--mode: no such mode\n  expected  one of {', '.join(MODES)}\n  found     {mode}{hint}"
    )


def key_of(random_seed: int, number: int) -> bytes:
    """Return what file `number` of a seed is a function of.

    Args:
        random_seed: as the user gave it.
        number: of the file, from 0.
    """
    return random_seed.to_bytes(8, "little") + number.to_bytes(8, "little")


def _one(generator: Generator, random_seed: int, count: int) -> None:
    if count != 1:
        raise UsageError("-o -: standard output takes one file\n  expected  -n 1")
    made = generator.make(key_of(random_seed, 0))
    stream = sys.stdout.buffer
    stream.write(made.data)
    stream.flush()


def _many(
    schema: Schema,
    contracts: Sequence[BoundContract],
    generator: Generator,
    folder: str,
    random_seed: int,
    count: int,
) -> int:
    """Write files to a folder; return the exit status."""
    from validator.report.registry import write_file

    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UsageError(f"{folder}: the folder cannot be made: {reason}") from error
    width = max(4, len(str(count - 1)))
    modes: Counter[str] = Counter()
    refused = 0
    for number in range(count):
        made = generator.make(key_of(random_seed, number))
        name = f"{schema.name}-{number:0{width}}.bin"
        write_file(os.path.join(folder, name), made.data, "the file")
        write(_line(name, made))
        modes[made.mode] += 1
        refused += made.mode != "near-miss" and not made.is_valid
    kinds = ", ".join(f"{n} {mode}" for mode, n in sorted(modes.items()))
    say(f"{plural(count, 'file')} in {folder}: {kinds}")
    if refused:
        say(f"{plural(refused, 'file')} that should be valid: the schema refuses them")
    return EXIT_FINDINGS if refused else EXIT_OK


def _line(name: str, made: Generated) -> str:
    note = made.label
    if made.mode != "near-miss" and not made.is_valid:
        note = "refused by the schema" + (f"; {note}" if note else "")
    parts = (name, f"{len(made.data)} bytes", made.mode, *((note,) if note else ()))
    return terminal("  ".join(parts)) + "\n"
