"""`contentgate edit FILE`: change fields of a file; what follows from them is repaired.

The file is written only when everything could be done. Exit status 0 it is written, 1 it is
written and breaks rules that FILE did not break, 2 usage or schema error, or an edit that
cannot be made, 3 no schema is configured for the file.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from validator.cli import options
from validator.cli.terminal import EXIT_INCONCLUSIVE, EXIT_OK, say
from validator.dataclass import dataclass
from validator.report.escape import terminal
from validator.report.meta import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validator.check.schema import Schema
    from validator.ksy.lookup import Lookup
    from validator.mutate import Change, Changed

_ALL = "*"

_EPILOG = """\b
Examples:
  contentgate edit f.bin -s f.ksy --set header.version=3 -o out.bin
  contentgate edit f.bin -s f.ksy --delete 'instances[2]' -o out.bin
  contentgate edit f.bin -s f.ksy --insert 'rules[0]=@rules[1]' -o out.bin
  contentgate edit f.bin -s f.ksy --insert 'rules[0]={id: 9}' -o out.bin
  contentgate edit f.bin -s f.ksy --set n=21 --no-repair n -o crash.bin

\b
VALUE is YAML: 7, 0x1f, block (an enum member), text, {id: 1}; bytes are hex
digits; @PATH copies what stands elsewhere in the file. An element is named by
subscript, or by the value of one of its fields: instances[id=1042]. Options
may be given several times.

\b
Exit status: 0 written, 1 written and breaks rules that FILE keeps, 2 nothing
is written, 3 FILE has no schema.
"""


@click.command("edit", epilog=_EPILOG)
@click.argument("file", type=options.FILE_NAME)
@click.option(
    "--set", "sets", multiple=True, metavar="PATH=VALUE", help="Give a field another value."
)
@click.option(
    "--delete",
    "deletes",
    multiple=True,
    metavar="PATH",
    help="Remove an element; a field then is what it is by default.",
)
@click.option(
    "--insert",
    "inserts",
    multiple=True,
    metavar="PATH=VALUE",
    help="Put an element before the one that PATH names; the subscript after the last appends.",
)
@click.option(
    "--no-repair",
    "keeps",
    multiple=True,
    metavar="PATTERN",
    help="Leave a derived field as it is, or as set: a path, where [*] and * stand for any.",
)
@click.option(
    "-o", "--output", required=True, type=options.FILE_NAME, help="File to write; - is a pipe."
)
@options.schema_option
@options.import_option
@options.config_option
@click.pass_context
def command(context: click.Context, /, file: str, **given: Any) -> None:
    """Change fields of FILE and write the result; what follows from them is repaired.

    Counts, lengths, offsets, constants and checksums that an edit makes wrong are computed
    anew. All other bytes stay as they are, those of no field included. All paths name FILE as
    it is, whatever other edits do.
    """
    context.exit(run_edit(file, EditOptions(**given)))


@dataclass(frozen=True, slots=True)
class EditOptions:
    """What the options say about one run."""

    sets: tuple[str, ...]
    deletes: tuple[str, ...]
    inserts: tuple[str, ...]
    keeps: tuple[str, ...]
    output: str
    schema: str | None
    import_paths: Sequence[str] | Lookup
    config_file: str | None


def run_edit(file: str, choice: EditOptions) -> int:
    """Edit a file.

    Args:
        file: a path, or `-`.
        choice: the options.
    Returns:
        The exit status.
    Raises:
        ContentgateError: the schema is wrong, or the edit cannot be made.
    """
    from validator.cli.inputs import Inputs
    from validator.cli.output import check_output, output_name, write_output
    from validator.cli.progress import Waiting
    from validator.cli.read import read_input
    from validator.cli.workload import plan_work

    changes = _changes(choice)
    check_output(choice.output)
    work = plan_work(
        Inputs(files=[file]),
        schema=choice.schema,
        contracts=(),
        import_paths=choice.import_paths,
        config_file=choice.config_file,
    )
    if not work.files:
        say("\n".join(f"contentgate edit: {reason}" for reason in work.reasons))
        return EXIT_INCONCLUSIVE
    schema = work.tasks[work.files[0][1]].schema
    name, data = read_input(schema, file)
    with Waiting(f"editing {terminal(name)}", is_wanted=True):
        changed = _edit(schema, name, data, changes, choice.keeps)
    write_output(choice.output, changed.data)
    _report(name, choice, data, changed)
    with Waiting(f"checking {terminal(output_name(choice.output))}", is_wanted=True):
        return _new_findings(schema, name, data, changed.data)


def _changes(choice: EditOptions) -> list[Change]:
    from validator.errors import UsageError
    from validator.mutate import Change, parse_value

    result = [Change("delete", path) for path in choice.deletes]
    for verb, texts in (("set", choice.sets), ("insert", choice.inserts)):
        for text in texts:
            path, sign, value = _split(text)
            if not sign:
                raise UsageError(f"--{verb} {text}: no value\n  expected  PATH=VALUE")
            if value.startswith("@"):
                result.append(Change(verb, path, source=value[1:]))
            else:
                result.append(Change(verb, path, parse_value(value, f"--{verb} {path}")))
    if not result:
        raise UsageError("nothing to do\n  expected  --set, --delete or --insert")
    return result


def _split(text: str) -> tuple[str, str, str]:
    """Split at the first `=` outside of brackets, where keys have one."""
    depth = 0
    for at, char in enumerate(text):
        depth += (char == "[") - (char == "]")
        if char == "=" and depth == 0:
            return text[:at], "=", text[at + 1 :]
    return text, "", ""


def _edit(
    schema: Schema, name: str, data: bytes, changes: Sequence[Change], keeps: Sequence[str]
) -> Changed:
    from construct import ConstructError

    from validator.backends.construct.build import BuildFault
    from validator.cli.made import refusal
    from validator.errors import UsageError
    from validator.mutate import Changed, edit_bytes, patch_bytes

    try:
        return edit_bytes(schema.program, data, changes, keeps)
    except BuildFault as error:
        raise refusal(f"{name}: this edit cannot be made", error) from None
    except ConstructError as error:
        if _ALL not in keeps:
            raise UsageError(
                f"{name}: cannot be read to its end, so nothing can be repaired\n"
                f"  found     {_first_fault(schema, name, data) or error}\n"
                f"  hint      --no-repair '{_ALL}' overwrites fields in place"
            ) from None
    return Changed(patch_bytes(schema.trace(data), changes), ())


def _first_fault(schema: Schema, name: str, data: bytes) -> str:
    """Return why a file cannot be read to its end."""
    from dataclasses import replace

    from validator.check.explain import findings_of

    reading = schema.read(data)
    broken = tuple(failure for failure in reading.failures if failure.check < 0)
    for finding in findings_of(replace(reading, failures=broken), name, (), 1):
        sides = (("expected", finding.expected), ("found", finding.found))
        known = ", ".join(f"{side} {text}" for side, text in sides if text is not None)
        offset = f" at {finding.span.start:#x}" if finding.span else ""
        detail = f" ({known})" if known else ""
        return f"{finding.path or 'the file'}{offset}: {finding.message}{detail}"
    return ""


def _report(name: str, choice: EditOptions, data: bytes, changed: Changed) -> None:
    """Say what was written, and what was repaired."""
    from validator.cli.made import say_repairs
    from validator.cli.output import output_name

    size = f"{plural(len(changed.data), 'byte')} written"
    before = "as before" if len(data) == len(changed.data) else f"{name} has {len(data)}"
    say(f"{output_name(choice.output)}: {size}, {before}")
    say_repairs(changed.repairs)


def _new_findings(schema: Schema, name: str, old: bytes, new: bytes) -> int:
    """Say which rules the new file breaks that the old one did not."""
    from validator.cli.made import MAX_FINDINGS, say_findings

    found = schema.check_bytes(new, file=name, max_findings=MAX_FINDINGS)
    if not found:
        return EXIT_OK
    before = schema.check_bytes(old, file=name, max_findings=MAX_FINDINGS)
    known = Counter(finding.fingerprint for finding in before)
    fresh = []
    for finding in found:
        known[finding.fingerprint] -= 1
        if known[finding.fingerprint] < 0:
            fresh.append(finding)
    if fresh:
        say(f"it breaks rules that {name} keeps:")
    return say_findings(fresh)
