"""`contentgate build VALUES`: make a file from values, every derived field filled in.

Exit status 0 it is written and valid, 1 it is written and breaks rules, 2 usage or schema
error, or values from which no file can be made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from validator.cli import options
from validator.cli.terminal import EXIT_FINDINGS, EXIT_OK, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validator.check.schema import Schema
    from validator.ksy.lookup import Lookup

_SHOWN = 20
_MAX_FINDINGS = 1000

_EPILOG = """\b
Examples:
  contentgate build values.yaml --schema format.ksy -o file.bin
  contentgate build - --schema format.ksy -o file.bin < values.json
  contentgate show old.bin -s format.ksy --json > tree.json

\b
Counts, lengths, offsets, constants, checksums and alignment may be left out, and are computed
even if they are given. Enum members are names or numbers, bytes are hex digits.
"""


@click.command("build", epilog=_EPILOG)
@click.argument("values", type=options.FILE_NAME)
@click.option(
    "-o", "--output", required=True, type=options.FILE_NAME, help="File to write; - is a pipe."
)
@click.option(
    "--no-repair",
    "keeps",
    multiple=True,
    metavar="PATTERN",
    help="Leave a derived field as given: a path, where [*] and * stand for any.",
)
@options.schema_option
@options.import_option
@click.pass_context
def command(context: click.Context, /, values: str, **given: Any) -> None:
    """Make a file from VALUES, a JSON or YAML file with the fields of the schema.

    VALUES may be - for standard input, and may be what `contentgate show --json` printed.
    """
    context.exit(run_build(values, BuildChoice(**given)))


@dataclass(frozen=True, slots=True)
class BuildChoice:
    """What the options say about one run."""

    output: str
    keeps: tuple[str, ...]
    schema: str | None
    import_paths: Sequence[str] | Lookup


def run_build(values: str, choice: BuildChoice) -> int:
    """Build a file.

    Args:
        values: a path, or `-`.
        choice: the options.
    Returns:
        The exit status.
    Raises:
        ContentgateError: the schema is wrong, or the values make no file.
    """
    from validator.check.schema import load_schema
    from validator.cli.declarations import permitted
    from validator.cli.output import write_output
    from validator.cli.shipped import find_schema
    from validator.errors import UsageError
    from validator.mutate import read_values

    if choice.schema is None:
        raise UsageError("no schema\n  expected  --schema FILE.ksy, or the name of a shipped one")
    schema = load_schema(find_schema(choice.schema), permitted(choice.schema, choice.import_paths))
    name, text = _text_of(values)
    data = _build(schema, name, read_values(text, name), choice.keeps)
    write_output(choice.output, data)
    say(f"{choice.output}: {len(data)} bytes written")
    found = schema.check_bytes(data, file=choice.output, max_findings=_MAX_FINDINGS)
    for finding in found[:_SHOWN]:
        say(f"  {finding.path or 'the file'}: {finding.message} [{finding.rule}]")
    if len(found) > _SHOWN:
        say(f"  and {len(found) - _SHOWN} more findings")
    return EXIT_FINDINGS if found else EXIT_OK


def _text_of(path: str) -> tuple[str, str]:
    from validator.check.session import read_file
    from validator.cli.checking import STDIN_NAME, read_stdin
    from validator.cli.inputs import STDIN
    from validator.errors import UsageError
    from validator.findings import Finding
    from validator.mutate.values import MAX_VALUES_BYTES

    data: bytes | Finding
    name = path
    if path == STDIN:
        name, data = STDIN_NAME, read_stdin(MAX_VALUES_BYTES)
    else:
        data = read_file(path, MAX_VALUES_BYTES)
    if isinstance(data, Finding):
        raise UsageError(f"{data.file}: {data.message}")
    if len(data) > MAX_VALUES_BYTES:
        raise UsageError(f"{name}: more than {MAX_VALUES_BYTES} bytes of values")
    try:
        return name, data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{name}: not UTF-8 at byte {error.start}") from None


def _build(schema: Schema, name: str, values: Any, keeps: Sequence[str]) -> bytes:
    from validator.backends.construct import compile_construct
    from validator.backends.construct.build import BuildFault, BuildOptions, build
    from validator.errors import UsageError
    from validator.mutate.paths import matches

    def is_kept(path: str) -> bool:
        return any(matches(pattern, path) for pattern in keeps)

    try:
        plan = BuildOptions(keeps=is_kept if keeps else None)
        return build(compile_construct(schema.program), values, plan).data
    except BuildFault as error:
        where = f"{error.where}: " if error.where else ""
        raise UsageError(f"{name}: no file has these values\n  {where}{error.headline}") from None
