"""`contentgate corpus`: look at a folder of files, make it smaller, add to it.

Results go to standard output, notes to standard error. Exit status 0, 2 usage or schema error,
3 no file could be measured, or the consumer could not be run.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from validator.cli import options
from validator.cli.named_consumer import complete_consumer
from validator.cli.terminal import EXIT_INCONCLUSIVE, EXIT_OK, say, write

if TYPE_CHECKING:
    from validator.cli.corpus_files import Corpus, CorpusOptions, Sample

_STATS = """\b
Examples:
  contentgate corpus stats corpus/ --schema format.ksy
  contentgate corpus stats corpus/ -s f.ksy --consumer reader --format json
"""
_MINIMIZE = """\b
Examples:
  contentgate corpus minimize corpus/ -s format.ksy
  contentgate corpus minimize found/ -s format.ksy --consumer c --any --apply
  contentgate corpus minimize found/ old/ -s format.ksy --output small/

\b
Without --output and --apply nothing is changed.
"""
_MERGE = """\b
Examples:
  contentgate corpus merge corpus/ found/ -s format.ksy --dry-run
  contentgate corpus merge corpus/ found/ -s format.ksy --consumer reader
"""


@click.group("corpus")
def command() -> None:
    """Look at a corpus, make it smaller, add to it."""


def _shared(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of all corpus commands."""
    wrap: tuple[Callable[..., Any], ...] = (
        options.needed_schema_option,
        click.option(
            "--consumer",
            metavar="C",
            shell_complete=complete_consumer,
            help="Who reads the files; where it counts coverage, its edges count, too.",
        ),
        options.contract_option,
        options.import_option,
        options.config_option,
        click.option(
            "--format",
            "fmt",
            type=click.Choice(["text", "json"]),
            default="text",
            show_default=True,
            help="Format on standard output.",
        ),
        click.option("--no-progress", is_flag=True, help="Show no progress on standard error."),
    )
    for one in reversed(wrap):
        function = one(function)
    return function


_ANY = click.option(
    "--any", "any_file", is_flag=True, help="Look at files that are not valid, too."
)


@command.command("stats", epilog=_STATS)
@click.argument("folders", nargs=-1, required=True, type=options.FILE_NAME, metavar="DIR...")
@_shared
@click.pass_context
def stats(context: click.Context, /, folders: tuple[str, ...], **given: Any) -> None:
    """Tell what a corpus holds: files, sizes, what they exercise."""
    from validator.cli.corpus_files import CorpusOptions
    from validator.report.corpus_text import stats_text, stats_value

    choice = CorpusOptions(**given)
    corpus = _read(folders, choice)
    say_notes(corpus)
    if choice.fmt == "json":
        write(_json(stats_value(corpus)))
    else:
        write(stats_text(corpus))
    context.exit(EXIT_OK if corpus.samples else EXIT_INCONCLUSIVE)


@command.command("minimize", epilog=_MINIMIZE)
@click.argument("folders", nargs=-1, required=True, type=options.FILE_NAME, metavar="DIR...")
@_shared
@_ANY
@click.option(
    "-o", "--output", type=options.FILE_NAME, metavar="DIR", help="Copy what is kept to DIR."
)
@click.option("--apply", "is_applied", is_flag=True, help="Delete what is not kept.")
@click.pass_context
def minimize(
    context: click.Context,
    /,
    folders: tuple[str, ...],
    output: str | None,
    is_applied: bool,
    **given: Any,
) -> None:
    """Find files that show nothing that others do not show.

    What is kept together shows every feature of the schema, with --any every rule that a file
    breaks, and with a consumer every edge and every outcome that the whole corpus shows. Files
    that are not valid are left alone without --any.
    """
    from validator.cli.corpus_files import CorpusOptions
    from validator.cover.corpus import minimize as chosen
    from validator.errors import UsageError
    from validator.report.corpus_text import changes_text, changes_value

    if output is not None and is_applied:
        raise UsageError("--output and --apply exclude one another")
    choice = CorpusOptions(**given)
    corpus = _read(folders, choice)
    kept_numbers = set(chosen([one.entry() for one in corpus.samples]))
    kept = [one for number, one in enumerate(corpus.samples) if number in kept_numbers]
    gone = [one for number, one in enumerate(corpus.samples) if number not in kept_numbers]
    say_notes(corpus)
    if output is not None:
        _store(output, kept)
    if is_applied:
        _delete(gone)
    if choice.fmt == "json":
        write(_json(changes_value(kept, gone, ("kept", "removed"))))
    else:
        verb = "removed" if is_applied else "not needed"
        write(changes_text(kept, gone, ("kept", verb), second_listed=True))
        if output is None and not is_applied and gone:
            say("nothing was changed: --apply deletes these, --output DIR copies the others")
    context.exit(EXIT_OK if corpus.samples else EXIT_INCONCLUSIVE)


@command.command("merge", epilog=_MERGE)
@click.argument("into", type=options.FILE_NAME, metavar="INTO")
@click.argument("folders", nargs=-1, required=True, type=options.FILE_NAME, metavar="DIR...")
@_shared
@_ANY
@click.option("--dry-run", is_flag=True, help="Tell what would be added, and add nothing.")
@click.pass_context
def merge(
    context: click.Context,
    /,
    into: str,
    folders: tuple[str, ...],
    dry_run: bool,
    **given: Any,
) -> None:
    """Add those files of DIRs to INTO that show something new.

    They are named by their content; INTO is made when it is not there.
    """
    from validator.cli.corpus_files import CorpusOptions
    from validator.cover.corpus import minimize as chosen
    from validator.report.corpus_text import changes_text, changes_value

    choice = CorpusOptions(**given)
    is_there = os.path.isdir(into) and bool(os.listdir(into))
    corpus = _read((*([into] if is_there else []), *folders), choice)
    inside = os.path.join(into, "")
    old = [one for one in corpus.samples if one.name.startswith(inside)]
    new = [one for one in corpus.samples if not one.name.startswith(inside)]
    shown = frozenset().union(*(one.entry().marks for one in old))
    numbers = chosen([one.entry() for one in new], shown)
    added = [new[number] for number in numbers]
    left = [one for number, one in enumerate(new) if number not in set(numbers)]
    say_notes(corpus)
    if not dry_run:
        _store(into, added)
    if choice.fmt == "json":
        write(_json(changes_value(added, left, ("added", "left"))))
    else:
        verb = "would be added" if dry_run else "added"
        write(changes_text(added, left, (verb, "showing nothing new")))
    context.exit(EXIT_OK if corpus.samples else EXIT_INCONCLUSIVE)


def _read(folders: Sequence[str], choice: CorpusOptions) -> Corpus:
    """Measure the files; ends the command when the consumer cannot be run."""
    from validator.cli.corpus_files import read_corpus
    from validator.errors import ConsumerError

    try:
        return read_corpus(folders, choice)
    except ConsumerError as error:
        say(f"contentgate corpus: {error}")
        raise click.exceptions.Exit(EXIT_INCONCLUSIVE) from error


def say_notes(corpus: Corpus) -> None:
    """Tell what was left out.

    Args:
        corpus: as it was read.
    """
    for name, reason in corpus.unread:
        say(f"  not read  {name}: {reason}")
    for note in corpus.notes:
        say(f"  note      {note}")
    if not corpus.samples:
        say("contentgate corpus: no file could be measured")


def _store(folder: str, samples: Sequence[Sample]) -> None:
    """Write files to a folder by the name of their content; each whole or not at all."""
    from validator.report.registry import write_file

    for one in samples:
        path = os.path.join(folder, one.stored_name)
        if not os.path.exists(path):
            write_file(path, _same(one), "a file of the corpus")


def _delete(samples: Sequence[Sample]) -> None:
    """Delete files, unless they were changed since they were measured."""
    from validator.errors import UsageError

    for one in samples:
        _same(one)
        try:
            os.unlink(one.name)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise UsageError(f"{one.name}: cannot be deleted: {reason}") from error


def _same(one: Sample) -> bytes:
    """Return the bytes of a file, which are those that were measured."""
    from validator.errors import UsageError

    try:
        with open(one.name, "rb") as file:
            data = file.read(one.size + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UsageError(f"{one.name}: cannot be read: {reason}") from error
    if hashlib.sha256(data).hexdigest() != one.digest:
        raise UsageError(f"{one.name}: it was changed while the corpus was measured")
    return data


def _json(value: dict[str, Any]) -> str:
    from validator.report.cover_json import safe_value

    return json.dumps(safe_value(value), indent=2) + "\n"
