"""Options that several verbs share, and what their values mean."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from validator.errors import ContentgateError, UsageError

if TYPE_CHECKING:
    from validator.findings import Finding
    from validator.ksy.lookup import Lookup
    from validator.report.meta import RunMeta

    _TextType = click.ParamType[str]
else:
    _TextType = click.ParamType  # generic only in later versions of click

FORMATS = ("text", "concise", "json", "jsonl", "sarif", "junit", "github", "gitlab")
"""Names of the report formats; those of `validator.report.registry`, which costs an import."""


class FileName(_TextType):
    """A path as it was written; whether it can be read is told by what reads it."""

    name = "path"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Let the shell complete file names."""
        return [CompletionItem(incomplete, type="file")]


FILE_NAME = FileName()


def _complete_format(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    return [CompletionItem(name) for name in FORMATS if name.startswith(incomplete)]


def _complete_schema(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    from validator.cli.shipped import shipped_schemas

    names = [name for name in shipped_schemas() if name.startswith(incomplete)]
    return [CompletionItem(name) for name in names] or [CompletionItem(incomplete, type="file")]


Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

schema_option: Decorator = click.option(
    "-s",
    "--schema",
    metavar="S",
    shell_complete=_complete_schema,
    help="A .ksy file, the name of a schema that comes with contentgate, or module:Name of a"
    " construct declaration. Without it the configuration says which schema a file follows.",
)
needed_schema_option: Decorator = click.option(
    "-s",
    "--schema",
    metavar="S",
    required=True,
    shell_complete=_complete_schema,
    help="A .ksy file, the name of a schema that comes with contentgate, or module:Name of a"
    " construct declaration.",
)
schema_argument: Decorator = click.argument("schema", shell_complete=_complete_schema)
contract_option: Decorator = click.option(
    "-c",
    "--contract",
    "contracts",
    multiple=True,
    type=FILE_NAME,
    metavar="C",
    help="What one consumer version supplies (TOML); may be given several times. Each file is"
    " checked against all of them.",
)
_import_option: Decorator = click.option(
    "--import-path",
    "import_paths",
    multiple=True,
    type=FILE_NAME,
    metavar="DIR",
    help="Folder for absolute imports of schemas; may be given several times. Those of the"
    " variable KSPATH come after it.",
)
_opaque_option: Decorator = click.option(
    "--opaque",
    multiple=True,
    type=FILE_NAME,
    metavar="NAME=S",
    help="The .ksy file that stands for an opaque type of the schema.",
)
_process_option: Decorator = click.option(
    "--process",
    "processes",
    multiple=True,
    metavar="NAME=P",
    help="What stands for a custom process: none, or a built-in one such as xor(0x5a).",
)
_python_option: Decorator = click.option(
    "--allow-python",
    is_flag=True,
    help="Permit a schema that is a construct declaration in Python; loading it runs its code.",
)


def python_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option that permits schemas in Python, as argument `allow_python`.

    Args:
        function: of a verb that has no `import_option`.
    """
    return _python_option(function)


def import_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say where a schema finds what it leaves open.

    Args:
        function: of the verb; its argument `import_paths` becomes a `Lookup`, or an empty tuple
            when nothing is said.
    """

    @wraps(function)
    def run(*args: Any, **given: Any) -> Any:
        asked = (given["import_paths"], given.pop("opaque"), given.pop("processes"))
        given["import_paths"] = lookup_of(*asked, allow_python=given.pop("allow_python"))
        return function(*args, **given)

    return _import_option(_opaque_option(_process_option(_python_option(run))))


def lookup_of(
    import_paths: Sequence[str] = (),
    opaque: Sequence[str] = (),
    processes: Sequence[str] = (),
    *,
    allow_python: bool = False,
) -> Lookup | tuple[str, ...]:
    """Return what options and environment say about imports, opaque types and processes.

    Args:
        import_paths: folders.
        opaque, processes: `NAME=VALUE` each.
        allow_python: a schema may be a declaration in Python.
    Raises:
        UsageError: one of them is not well-formed.
    """
    from validator.ksy.lookup import Lookup, split_pairs

    last = tuple(filter(None, os.environ.get("KSPATH", "").split(os.pathsep)))
    if not (import_paths or opaque or processes or last or allow_python):
        return ()
    asked = Lookup.of(
        import_paths,
        split_pairs("--opaque", opaque, "NAME=SCHEMA.ksy"),
        split_pairs("--process", processes, "NAME=none, NAME=zlib, NAME=xor(0x5a) and the like"),
    )
    return asked.then(Lookup(last_paths=last, allow_python=allow_python))


config_option: Decorator = click.option(
    "--config", "config_file", type=FILE_NAME, metavar="F", help="Configuration to use."
)
format_option: Decorator = click.option(
    "--format",
    "fmt",
    default="text",
    show_default=True,
    metavar="FMT",
    shell_complete=_complete_format,
    help=f"Format on standard output: {', '.join(FORMATS)}.",
)
report_option: Decorator = click.option(
    "--report",
    "reports",
    multiple=True,
    metavar="FMT=PATH",
    shell_complete=_complete_format,
    help="Write a report to a file besides; may be given several times.",
)
color_option: Decorator = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="Color on standard output; auto obeys NO_COLOR and FORCE_COLOR.",
)


def known_format(name: str, option: str, error: type[ContentgateError] = UsageError) -> str:
    """Return a report format, or refuse it with what there is.

    Args:
        name: as the user wrote it.
        option: the option, or the place in a configuration, that it was written for.
        error: what to raise.
    Raises:
        ContentgateError: there is no such format.
    """
    from validator.contract.suggest import did_you_mean

    if name in FORMATS:
        return name
    near = did_you_mean(name, FORMATS)
    hint = f"\n  hint      did you mean {near}?" if near else ""
    raise error(
        f"{option}: no such report format\n"
        f"  expected  one of {', '.join(FORMATS)}\n  found     {name}{hint}"
    )


def wanted_reports(given: Sequence[str]) -> dict[str, str]:
    """Return path -> format of every report to write.

    Args:
        given: `FMT=PATH` each.
    Raises:
        UsageError: one is not of this form, or two have the same path.
    """
    wanted: dict[str, str] = {}
    for item in given:
        name, equals, path = item.partition("=")
        if not equals or not path:
            raise UsageError(f"--report {item}: expected FMT=PATH, as in sarif=out.sarif")
        if path == "-":
            raise UsageError(f"--report {item}: for standard output use --format {name}")
        known_format(name, "--report")
        full = os.path.abspath(path)
        if full in wanted:
            raise UsageError(f"--report {item}: another report goes to the same file")
        wanted[full] = name
    return wanted


def write_reports(wanted: dict[str, str], findings: Sequence[Finding], meta: RunMeta) -> None:
    """Write every report that was asked for.

    Args:
        wanted: as `wanted_reports` returns it.
        findings: of the run.
        meta: of the run.
    Raises:
        UsageError: one cannot be written.
    """
    from validator.report.registry import render, write_report

    for path, name in wanted.items():
        write_report(path, render(name, findings, meta))
