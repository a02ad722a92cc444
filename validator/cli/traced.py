"""Files of a command line with the features of each: what `cover` and `corpus` work on.

Comes in: FILE arguments and a schema. Goes out: one `Traced` a file, in order; those that the
schema refuses say why.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from validator.cli.progress import Progress
from validator.dataclass import dataclass

if TYPE_CHECKING:
    from validator.check.read import BoundContract
    from validator.check.schema import Schema
    from validator.cli.inputs import Inputs
    from validator.cover.features import Features
    from validator.ksy.lookup import Lookup


@dataclass(frozen=True, slots=True)
class Traced:
    """One file.

    Attributes:
        name: as it is shown.
        data: its bytes; empty when it cannot be read.
        found: numbers of its features.
        reason: why it is not valid, "" when it is.
        is_measured: it was read, and asked for what it has.
    """

    name: str
    data: bytes
    found: frozenset[int]
    reason: str = ""
    is_measured: bool = True


@dataclass(frozen=True, slots=True)
class Source:
    """The schema of a run, what it counts, and the files."""

    schema: Schema
    features: Features
    contracts: Sequence[BoundContract]
    inputs: Inputs
    notes: tuple[str, ...]


def open_source(
    arguments: Sequence[str],
    schema: str,
    contracts: Sequence[str],
    import_paths: Sequence[str] | Lookup,
) -> Source:
    """Find the files and load the schema.

    Args:
        arguments: files and folders; `-` is standard input.
        schema: a path, or the name of a shipped one.
        contracts: paths of contracts that the files have to meet.
        import_paths: folders for imports, or all that the options say.
    Raises:
        ContentgateError: the schema or a contract cannot be used, or there is no file.
    """
    from validator.cli.inputs import expand_inputs
    from validator.cli.workload import plan_work
    from validator.cover.features import Features
    from validator.errors import UsageError

    inputs = expand_inputs(arguments)
    if not inputs.files:
        detail = "".join(f"\n  note      {text}" for text in (*inputs.problems, *inputs.notes))
        raise UsageError(f"no file was found{detail}")
    work = plan_work(
        inputs, schema=schema, contracts=contracts, import_paths=import_paths, config_file=None
    )
    task = work.tasks[0]
    notes = (*inputs.problems, *inputs.notes)
    return Source(task.schema, Features(task.schema.program), task.contracts, inputs, notes)


def traced_files(source: Source, *, any_file: bool, is_shown: bool) -> Iterator[Traced]:
    """Yield each file with its features.

    Args:
        source: what to read.
        any_file: measure files that are not valid, too.
        is_shown: show progress on a terminal.
    """
    progress = Progress(len(source.inputs.files), is_wanted=is_shown)
    try:
        for path in source.inputs.files:
            traced = trace_one(source, path, any_file=any_file)
            progress.advance(is_refused=bool(traced.reason))
            yield traced
    finally:
        progress.close()


def trace_one(source: Source, path: str, *, any_file: bool) -> Traced:
    """Read one file and measure it.

    Args:
        source: schema and contracts.
        path: the file, or `-`.
        any_file: measure it even when it is not valid.
    """
    from validator.cli.read import try_input
    from validator.findings import Finding

    name, data = try_input(source.schema, path)
    if isinstance(data, Finding):
        return Traced(name, b"", frozenset(), data.message, is_measured=False)
    found = source.schema.check_bytes(data, file=name, contracts=source.contracts, max_findings=1)
    reason = ""
    if found:
        where = f"{found[0].path}: " if found[0].path else ""
        reason = f"{found[0].rule}: {where}{found[0].message}"
        if not any_file:
            return Traced(name, data, frozenset(), reason, is_measured=False)
    features = source.features.of(source.schema.trace(data), by_row=True)
    return Traced(name, data, features, reason)
