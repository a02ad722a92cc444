"""`contentgate contract`: facts about a consumer, from its build to a file.

Results go to standard output, errors to standard error. Exit status 0, or 2 when a file or
fact cannot be read.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from validator.errors import ContentgateError

if TYPE_CHECKING:
    from validator.contract.model import Contract
    from validator.contract.recipe import Recipe, Request
    from validator.contract.symbols import SymbolTable

_USAGE = 2
_DIRECT = ("array", "member", "constant", "enumerator", "sizeof", "offset", "string", "macro")
_LISTED = 2_000

_EXTRACT_EPILOG = """\b
Examples:
  contentgate contract extract sensor-7.11.recipe.toml -o sensor-7.11.toml
  contentgate contract extract --name sensor-7.11 \\
      --array 'inputs.{1}=build/sensor.o:*_inputs' \\
      --macro max_templates=include/limits.h:MAX_TEMPLATES
"""


@click.group("contract")
def command() -> None:
    """Facts about a consumer: what each version in the field supplies."""


def _direct_option(kind: str, what: str) -> click.Option:
    """Make the option that reads one kind of thing without a recipe."""
    return click.Option(
        [f"--{kind}", kind],
        multiple=True,
        metavar="FACT=FILE:NAME",
        help=f"{what}. May be given several times.",
    )


@click.command("extract", epilog=_EXTRACT_EPILOG)
@click.argument("recipe", required=False, type=click.Path())
@click.option("-o", "--output", type=click.Path(), help="Write to a file instead of stdout.")
@click.option("--allow-commands", is_flag=True, help="Let the recipe run programs (command = ...).")
@click.option("--name", "contract_name", help="Name of the contract, when there is no RECIPE.")
def extract(
    recipe: str | None,
    output: str | None,
    allow_commands: bool,
    contract_name: str | None,
    **direct: tuple[str, ...],
) -> None:
    """Read facts from a consumer's own build and print them as a contract.

    RECIPE is a TOML file that says which fact is read from which ELF object (compiled with
    -g) or C header; paths in it start at its folder. Without one, --name and the options
    below say the same; their paths start here.

    A NAME may contain `*`; then {1} in FACT stands for what it matched, and every match
    becomes a fact.
    """
    from validator.contract.extract import dump_contract, extract_contract, extract_facts

    wanted = [(kind, text) for kind in _DIRECT for text in direct.get(kind, ())]
    try:
        if recipe is not None:
            if wanted or contract_name:
                _refuse("RECIPE and --name, --array ... exclude one another")
            contract = extract_contract(recipe, allow_commands)
        elif contract_name is None or not wanted:
            _refuse("give a RECIPE, or --name and at least one of --array, --macro ...")
        else:
            contract = extract_facts(_direct_recipe(contract_name, wanted), Path())
        text = dump_contract(contract)
        if output is None:
            click.echo(text, nl=False)
        else:
            _write(Path(output), text)
            click.echo(f"{output}: {_count(contract)} of {contract.name}", err=True)
    except ContentgateError as error:
        _refuse(str(error))


_WHATS = {
    "array": "Length of an array variable",
    "member": "Length of an array in a struct, as 'struct s.field'",
    "constant": "Value of a const integer",
    "enumerator": "Value of an enumerator",
    "sizeof": "Size in bytes of a type, as 'struct s' (ELF)",
    "offset": "Offset in bytes of a member, as 'struct s.field' (ELF)",
    "string": "Text of a char array or const char * (ELF)",
    "macro": "Value of a macro (header)",
}
extract.params += [_direct_option(kind, _WHATS[kind]) for kind in _DIRECT]
command.add_command(extract)


@command.command(
    "show", epilog="\b\nExample:\n  contentgate contract show contracts/sensor-7.11.toml"
)
@click.argument("contract_file", metavar="CONTRACT", type=click.Path())
def show(contract_file: str) -> None:
    """Print the facts of a CONTRACT, each with where it was read."""
    from validator.contract.load import load_contract
    from validator.contract.model import flat_facts

    try:
        contract = load_contract(contract_file)
    except ContentgateError as error:
        _refuse(str(error))
    click.echo(f"{contract.name}" + (f" ({contract.version})" if contract.version else ""))
    if contract.description:
        click.echo(f"  {_printable(contract.description)}")
    click.echo(f"  digest sha256:{contract.digest}")
    rows = [(path, _shown(value)) for path, value in flat_facts(contract.facts)]
    wide = max((len(_printable(path)) for path, _ in rows), default=0)
    for path, value in rows:
        where = _printable(_evidence(contract, path))
        click.echo(f"  {_printable(path):<{wide}}  {value:<8}  {where}")
    if not rows:
        click.echo("  no facts")


@command.command(
    "symbols",
    epilog="\b\nExample:\n"
    "  contentgate contract symbols build/sensor.o --kind array --match '*_inputs'",
)
@click.argument("file", type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one object for the file.")
@click.option("--kind", type=click.Choice(_DIRECT), help="Only one kind.")
@click.option(
    "--match", "pattern", default="*", help="Only names that match; * and ? stand for any."
)
def symbols(file: str, as_json: bool, kind: str | None, pattern: str) -> None:
    """List what can be extracted from FILE, an ELF object or a C header."""
    from fnmatch import fnmatchcase

    try:
        table = _read_table(Path(file))
    except ContentgateError as error:
        _refuse(str(error))
    chosen = [s for s in table.symbols if kind in (None, s.kind) and fnmatchcase(s.name, pattern)]
    if as_json:
        import json

        rows = [
            {
                "kind": s.kind,
                "name": s.name,
                "value": s.value,
                "lengths": list(s.lengths),
                "place": s.place,
                "problem": s.problem or None,
            }
            for s in chosen
        ]
        click.echo(json.dumps({"file": file, "form": table.form, "symbols": rows}, indent=2))
        return
    if not chosen:
        _refuse(
            f"{file}: nothing that a fact could be read from"
            + (" matches" if table.symbols else "")
        )
    for symbol in chosen[:_LISTED]:
        click.echo(f"{symbol.kind:<10} {symbol.name} = {symbol.shown}  ({symbol.place})")
    if len(chosen) > _LISTED:
        click.echo(f"{len(chosen) - _LISTED} more; narrow with --kind or --match", err=True)


def _direct_recipe(name: str, wanted: list[tuple[str, str]]) -> Recipe:
    from validator.contract.recipe import Recipe

    if not name.strip() or not name.isprintable() or len(name) > 200:
        _refuse("--name is not usable: expected 1 to 200 printable characters")
    requests = tuple(_direct_request(kind, text) for kind, text in wanted)
    return Recipe("command line", name, "", "", requests)


def _direct_request(kind: str, text: str) -> Request:
    from validator.contract.recipe import Request

    fact, equals, source = text.partition("=")
    # the last single colon: file names may hold colons, C++ names hold double ones
    head, colon, symbol = source.replace("::", "\0").rpartition(":")
    file, symbol = head.replace("\0", "::"), symbol.replace("\0", "::")
    if not (equals and colon and fact and file and symbol):
        _refuse(f"--{kind} {text}: expected FACT=FILE:NAME, such as inputs.ipc=sensor.o:ipc_inputs")
    form = "header" if kind == "macro" or not _is_elf(Path(file)) else "elf"
    return Request(fact, form, file=file, kind=kind, symbol=symbol)


def _is_elf(path: Path) -> bool:
    """Whether a file is to be read as ELF; one that cannot be read goes by its name."""
    by_name = path.suffix not in {".h", ".hpp", ".hh", ".inc"}
    try:
        if not path.is_file():  # opening a FIFO would wait for its writer
            return by_name
        with path.open("rb") as stream:
            return stream.read(4) == b"\x7fELF"
    except (OSError, ValueError):
        return by_name


def _read_table(path: Path) -> SymbolTable:
    from validator.contract.elf import read_elf
    from validator.contract.header import read_header

    return read_elf(path) if _is_elf(path) else read_header(path)


def _write(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all."""
    import os
    import tempfile

    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}.", delete=False
        ) as stream:
            stream.write(text)
        try:
            os.chmod(stream.name, 0o644)
            os.replace(stream.name, path)
        except OSError:
            os.unlink(stream.name)
            raise
    except OSError as error:
        _refuse(f"{path}: cannot write: {(error.strerror or str(error)).lower()}")


def _count(contract: Contract) -> str:
    count = len(contract.evidence)
    return f"{count} fact" + ("" if count == 1 else "s")


def _shown(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case tuple():
            return "[" + ", ".join(_shown(item) for item in value) + "]"
        case str():
            return repr(value)
        case _:
            return str(value)


def _evidence(contract: Contract, path: str) -> str:
    """Return the evidence of a fact, or of the nearest table around it."""
    while path:
        if path in contract.evidence:
            return contract.evidence[path]
        path = path.rpartition(".")[0]
    return "no evidence"


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)


def _refuse(message: str) -> NoReturn:
    """Print an error and end with status 2."""
    lines = [_printable(line) for line in message.split("\n")]
    click.echo("contentgate contract: " + "\n".join(lines), err=True)
    sys.exit(_USAGE)
