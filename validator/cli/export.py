"""`contentgate schema export SCHEMA --to FORMAT`: a schema for people and other tools.

The export goes to standard output or to a file, errors to standard error. Exit status 0, or 2
when the schema is wrong or the file cannot be written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from validator.cli import options
from validator.cli.terminal import write
from validator.errors import UsageError

if TYPE_CHECKING:
    from validator.export.c_header import Demand
    from validator.ir.nodes import FactDef, Program
    from validator.ksy.lookup import Lookup

TARGETS = ("json", "markdown", "html", "dot", "c-header")
_HEADER = "c-header"
_LARGEST = (1 << 63) - 1

_EPILOG = """\b
Examples:
  contentgate schema export format.ksy --to html -o format.html
  contentgate schema export uefi_dbx --to markdown
  contentgate schema export format.ksy --to dot | dot -Tsvg -o format.svg
  contentgate schema export format.ksy --to c-header --content a.chan -o f.h
"""


def _complete_target(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    return [CompletionItem(name) for name in TARGETS if name.startswith(incomplete)]


@click.command("export", epilog=_EPILOG)
@options.schema_argument
@click.option(
    "--to",
    "target",
    metavar="FORMAT",
    default="",
    shell_complete=_complete_target,
    help=f"What to make of the schema: {', '.join(TARGETS)}.",
)
@click.option(
    "-o",
    "--output",
    type=options.FILE_NAME,
    metavar="OUT",
    help="Write to a file instead of stdout.",
)
@click.option(
    "--content",
    "contents",
    multiple=True,
    type=options.FILE_NAME,
    metavar="FILE",
    help="c-header: content whose demands on a consumer the header holds; may be given several"
    " times.",
)
@click.option(
    "--asked",
    multiple=True,
    metavar="FACT=N",
    help="c-header: a demand that is known otherwise, such as inputs.ipc=21; may be given several"
    " times.",
)
@options.import_option
def command(
    schema: str,
    target: str,
    output: str | None,
    contents: tuple[str, ...],
    asked: tuple[str, ...],
    import_paths: Sequence[str] | Lookup,
) -> None:
    """Write SCHEMA as documentation, as data, as a graph or as a C header.

    SCHEMA is a .ksy file, the name of a schema that comes with contentgate, or module:Name of a
    construct declaration. json describes types, fields, sizes and checks for other tools;
    markdown and html document the format with layout diagrams; dot is a graph for Graphviz;
    c-header is for the build of a consumer, which does not compile when its arrays are shorter
    than what content may ask for.
    """
    from validator.cli.declarations import permitted
    from validator.cli.shipped import find_schema
    from validator.compile import compile_schema
    from validator.report.registry import write_report

    _check_target(target)
    if (contents or asked) and target != _HEADER:
        name = "--content" if contents else "--asked"
        raise UsageError(f"{name} goes with --to {_HEADER} only\n  found     --to {target}")
    program = compile_schema(find_schema(schema, "schema export"), permitted(schema, import_paths))
    text = render(program, target, _demands(program, contents, asked))
    if output is None or output == "-":
        write(text)
    else:
        write_report(output, text, "the export")


def _check_target(target: str) -> None:
    from validator.contract.suggest import did_you_mean

    if target in TARGETS:
        return
    near = did_you_mean(target, TARGETS)
    hint = f"\n  hint      did you mean {near}?" if near else ""
    raise UsageError(
        f"--to: {'no such format' if target else 'say what to make of the schema'}\n"
        f"  expected  one of {', '.join(TARGETS)}\n  found     {target or 'nothing'}{hint}"
    )


def render(program: Program, target: str, demands: Sequence[Demand] = ()) -> str:
    """Return an export of a program.

    Args:
        program: any program.
        target: one of `TARGETS`.
        demands: for a C header, what content asks of its consumers.
    """
    from importlib import import_module

    if target == _HEADER:
        from validator.export import c_header

        return c_header.render(program, demands)
    name = "json_" if target == "json" else target
    text: str = import_module(f"validator.export.{name}").render(program)
    return text


def _demands(program: Program, contents: Sequence[str], asked: Sequence[str]) -> list[Demand]:
    """Return the greatest demand of each fact and key, facts in the order of the schema."""
    found: dict[tuple[str, str | int | None], Demand] = {}
    given = [_given(program, text) for text in asked]
    for demand in [*given, *(d for path in contents for d in _of_content(program, path))]:
        key = (demand.fact, demand.key)
        if key not in found or found[key].value < demand.value:
            found[key] = demand
    order = {fact.name: index for index, fact in enumerate(program.facts)}
    return sorted(found.values(), key=lambda d: (order[d.fact], str(d.key)))


def _of_content(program: Program, path: str) -> list[Demand]:
    """Return what one content file asks for."""
    from validator.check.demand import demands_of
    from validator.check.schema import Schema
    from validator.check.session import read_file
    from validator.export.c_header import Demand
    from validator.findings import Finding, Severity

    data = read_file(path, program.budget.file_size)
    findings = (
        [data] if isinstance(data, Finding) else Schema(program, "").check_bytes(data, file=path)
    )
    wrong = [finding for finding in findings if finding.severity is Severity.ERROR]
    if wrong or isinstance(data, Finding):
        first = wrong[0] if wrong else findings[0]
        raise UsageError(
            f"--content {path}: only a file without errors says what content asks for\n"
            f"  found     {first.where}: error[{first.rule}] {first.message}"
        )
    return [
        Demand(fact, key, min(value, _LARGEST), path)
        for (fact, key), value in demands_of(program, data).items()
    ]


def _given(program: Program, text: str) -> Demand:
    """Return a demand as the command line says it: `FACT=N`, for a map `FACT.KEY=N`."""
    from validator.contract.suggest import did_you_mean
    from validator.export.c_header import Demand
    from validator.ir.types import IntType, MapType

    path, equals, number = text.rpartition("=")
    name, dot, word = path.partition(".")
    if not equals or not name or not number.isascii() or not number.isdigit():
        raise UsageError(f"--asked {text}: expected FACT=N, such as inputs.ipc=21")
    if len(number) > len(str(_LARGEST)) or int(number) > _LARGEST:
        raise UsageError(f"--asked {text}: expected at most {_LARGEST}")
    facts: Mapping[str, FactDef] = {fact.name: fact for fact in program.facts}
    if name not in facts:
        near = did_you_mean(name, facts)
        hint = f"\n  hint      did you mean {near}?" if near else ""
        raise UsageError(
            f"--asked {text}: the schema asks for no such fact\n"
            f"  expected  {', '.join(facts) or 'a schema with -contract'}\n  found     {name}{hint}"
        )
    key: str | int | None = word if dot else None
    match facts[name].type:
        case IntType() if key is None:
            pass
        case MapType(key=kind, value=IntType()) if word:
            key = _int_key(text, word) if isinstance(kind, IntType) else word
        case MapType(value=IntType()):
            raise UsageError(f"--asked {text}: {name} is a map: expected {name}.KEY=N")
        case _:
            raise UsageError(f"--asked {text}: {path} is not a number")
    return Demand(name, key, int(number), "given on the command line")


def _int_key(text: str, word: str) -> int:
    try:
        return int(word, 0)
    except ValueError as error:
        raise UsageError(f"--asked {text}: expected a number as key, found {word}") from error
