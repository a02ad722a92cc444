"""`contentgate build VALUES`: make a file from values, every derived field filled in.

Exit status 0 it is written and valid, 1 it is written and breaks rules, 2 usage or schema
error, or values from which no file can be made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from validator.cli import options
from validator.cli.terminal import say
from validator.dataclass import dataclass
from validator.report.escape import terminal
from validator.report.meta import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validator.backends.construct.build import Built
    from validator.check.schema import Schema
    from validator.ksy.lookup import Lookup

_EPILOG = """\b
Examples:
  contentgate build values.yaml --schema format.ksy -o file.bin
  contentgate build - --schema format.ksy -o file.bin < values.json
  contentgate show old.bin -s format.ksy --json > tree.json

\b
Counts, lengths, offsets, constants, checksums and alignment may be left out,
and are computed even if they are given. Enum members are names or numbers,
bytes are hex digits.

\b
Exit status: 0 written and valid, 1 written and breaks rules, 2 nothing is
written.
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
@options.needed_schema_option
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
    schema: str
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
    from validator.cli.made import MAX_FINDINGS, say_findings, say_repairs
    from validator.cli.output import check_output, output_name, write_output
    from validator.cli.progress import Waiting
    from validator.cli.shipped import find_schema
    from validator.mutate import read_values

    check_output(choice.output)
    schema = load_schema(find_schema(choice.schema), permitted(choice.schema, choice.import_paths))
    name, text = _text_of(values)
    with Waiting(f"building from {terminal(name)}", is_wanted=True):
        built = _build(schema, name, read_values(text, name), choice.keeps)
    write_output(choice.output, built.data)
    output = output_name(choice.output)
    say(f"{output}: {plural(len(built.data), 'byte')} written")
    say_repairs([(repair.path, repair.given, repair.value) for repair in built.repairs])
    with Waiting(f"checking {terminal(output)}", is_wanted=True):
        found = schema.check_bytes(built.data, file=output, max_findings=MAX_FINDINGS)
    return say_findings(found)


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


def _build(schema: Schema, name: str, values: Any, keeps: Sequence[str]) -> Built:
    from validator.backends.construct import compile_construct
    from validator.backends.construct.build import BuildFault, BuildOptions, build
    from validator.cli.made import refusal
    from validator.errors import UsageError
    from validator.mutate import is_any

    if values is None:
        raise UsageError(f"{name}: no values\n  expected  a mapping of fields\n  found     null")
    try:
        plan = BuildOptions(keeps=is_any(keeps) if keeps else None)
        return build(compile_construct(schema.program), values, plan)
    except BuildFault as error:
        raise refusal(f"{name}: no file has these values", error) from None
