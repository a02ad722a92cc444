"""Which schema and contracts each file is checked with.

Comes in: files and options. Goes out: a `Workload`: schemas compiled, contracts bound, a
number of a task for every file. Whatever the user named wrongly is refused here, before the
first file is read.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from validator.check.read import BoundContract
from validator.check.schema import Schema, load_schema
from validator.cli.declarations import permitted
from validator.cli.inputs import STDIN, Inputs
from validator.cli.shipped import find_schema, shipped_schemas
from validator.dataclass import dataclass
from validator.errors import ConfigError, ContractError, UsageError
from validator.ksy.lookup import Lookup
from validator.lift.target import parse_target

if TYPE_CHECKING:
    from collections.abc import Callable

    from validator.contract.model import Contract
    from validator.gate.config import Config, Content

_LISTED = 10


@dataclass(frozen=True, slots=True)
class Task:
    """A schema and the contracts that files are checked with."""

    schema: Schema
    contracts: tuple[BoundContract, ...]


# house: loose-dataclass - collected file by file
@dataclass(slots=True)
class Workload:
    """Everything that is to be done.

    Attributes:
        tasks: each schema with its contracts, once.
        files: (path, index in `tasks`), in order.
        notes: what a reader must know about the run.
        reasons: why the run cannot be complete; empty when it can.
        sources: every file that planning read or looked for.
        folders: every folder whose names decided which files were read.
        is_one_schema: every file has the same schema, named by an option.
        is_repeatable: sources and folders tell all; False with imports where there are import
            paths, with options about imports, types and processes, with `**` patterns, and with
            a schema in Python, which may depend on anything.
    """

    tasks: list[Task] = field(default_factory=list)
    files: list[tuple[str, int]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    is_one_schema: bool = False
    is_repeatable: bool = True

    def notes_of(self, task: Task) -> tuple[str, ...]:
        """Return the notes that a run with this task alone would have."""
        note = _unchecked(task)
        return (note,) if note else ()


def plan_work(
    inputs: Inputs,
    *,
    schema: str | None,
    contracts: Sequence[str],
    import_paths: Sequence[str] | Lookup,
    config_file: str | None,
    load: Callable[..., Schema] = load_schema,
) -> Workload:
    """Give every file its schema and contracts.

    Args:
        inputs: the files.
        schema: path or shipped name; None asks the configuration.
        contracts: contract files; they replace those of the configuration.
        import_paths: folders for imports, before those of the configuration, or all that the
            options say.
        config_file: configuration; None searches from the working directory upwards.
        load: loads a schema that is named, as `load_schema` does.
    Raises:
        SchemaError: a schema is wrong.
        ContractError: a contract cannot be read, or lacks facts that a schema asks for.
        ConfigError: the configuration cannot be used.
        UsageError: options do not go together, or a schema is missing.
    """
    work = Workload(notes=list(inputs.notes), reasons=list(inputs.problems))
    if schema is not None:
        if config_file is not None:
            raise UsageError("--schema and --config exclude one another")
        loaded = load(find_schema(schema), permitted(schema, import_paths))
        work.tasks.append(_bind(loaded, contracts))
        work.is_one_schema = True
        work.is_repeatable = _is_settled(Lookup.of(import_paths), Lookup(), loaded)
        work.sources += [name for name, _ in loaded.program.sources]
        work.sources += contracts
        work.files = [(path, 0) for path in inputs.files]
    else:
        _plan_configured(work, inputs, contracts, import_paths, config_file)
    for task in work.tasks:
        note = _unchecked(task)
        if note:
            work.notes.append(note)
    return work


def _is_settled(given: Lookup, configured: Lookup, schema: Schema) -> bool:
    """Whether the sources that were read decide what a schema means, and the options besides.

    A file that appears in a folder for imports could be taken instead of one that was read.
    """
    is_plain = not (given.replaces or given.import_paths or parse_target(schema.path))
    paths = given.paths + configured.paths
    return is_plain and (not paths or len(schema.program.sources) == 1)


def bind_all(schema: Schema, paths: Sequence[str]) -> tuple[BoundContract, ...]:
    """Return the contracts of files, bound to the facts of a schema.

    Args:
        schema: a compiled schema.
        paths: of contracts.
    Raises:
        ContractError: one cannot be read or does not fit; it tells the problems of all.
    """
    return tuple(_bind(schema, paths).contracts)


def _bind(schema: Schema, paths: Sequence[str]) -> Task:
    """Read contracts and convert their facts; tell the problems of all of them at once."""
    if not paths:
        return Task(schema, ())
    from validator.contract.load import load_contract

    bound: dict[str, BoundContract] = {}
    origin: dict[str, str] = {}
    problems: list[str] = []
    for path in dict.fromkeys(paths):
        try:
            contract = load_contract(path)
            one = _bound(contract, schema)
        except ContractError as error:
            problems.append(str(error))
            continue
        if contract.name in bound:
            problems.append(f"{path}: contract {contract.name} is in {origin[contract.name]} too")
        bound[contract.name], origin[contract.name] = one, path
    if problems:
        raise ContractError("\n".join(problems))
    return Task(schema, tuple(bound.values()))


def _bound(contract: Contract, schema: Schema) -> BoundContract:
    from validator.contract.load import bind_contract

    facts = bind_contract(contract, schema.program.facts)
    return BoundContract(contract.name, facts, contract.evidence)


def _plan_configured(
    work: Workload,
    inputs: Inputs,
    contracts: Sequence[str],
    import_paths: Sequence[str] | Lookup,
    config_file: str | None,
) -> None:
    from validator.gate.config import find_config, load_config
    from validator.gate.config_file import looked_for

    config = load_config(config_file) if config_file is not None else find_config(os.curdir)
    if config is None:
        raise ConfigError(_no_schema())
    work.sources += [config.file] if config_file is not None else looked_for(os.path.abspath("."))
    numbers: dict[int, int] = {}
    unmatched: list[str] = []
    for path in inputs.files:
        entry = None if path == STDIN else config.entry_for(path)
        if entry is None:
            unmatched.append(path)
            continue
        if entry.number not in numbers:
            numbers[entry.number] = len(work.tasks)
            work.tasks.append(_configured(config, entry, contracts, import_paths, work))
        work.files.append((path, numbers[entry.number]))
    _tell_unmatched(work, inputs, unmatched, config)


def _configured(
    config: Config,
    entry: Content,
    contracts: Sequence[str],
    import_paths: Sequence[str] | Lookup,
    work: Workload,
) -> Task:
    from validator.gate.plan import shown_path

    given = Lookup.of(import_paths)
    schema = load_schema(shown_path(entry.schema), given.then(config.lookup))
    work.is_repeatable &= _is_settled(given, config.lookup, schema)
    work.sources += [name for name, _ in schema.program.sources]
    work.sources += contracts
    return _bind(schema, contracts or _configured_contracts(config, entry, work))


def _configured_contracts(config: Config, entry: Content, work: Workload) -> list[str]:
    from validator.gate.patterns import find_files
    from validator.gate.plan import shown_path

    paths: list[str] = []
    for pattern in entry.contracts:
        found = find_files(config.root, [pattern]).files
        if not found:
            work.reasons.append(f"content[{entry.number}]: no contract matches {pattern}")
        paths += [shown_path(os.path.join(config.root, path)) for path in found]
        work.folders.append(os.path.dirname(os.path.join(config.root, pattern)) or config.root)
        if any(sign in work.folders[-1] for sign in "*?["):
            work.folders.pop()
            work.is_repeatable = False
    work.sources += paths
    return paths


def _tell_unmatched(
    work: Workload, inputs: Inputs, unmatched: Sequence[str], config: Config
) -> None:
    """Name what no entry matches: a reason when it was named, a note when it was found."""
    named = [path for path in unmatched if path not in inputs.from_folder]
    found = [path for path in unmatched if path in inputs.from_folder]
    for path in named[:_LISTED]:
        if path == STDIN:
            work.reasons.append("standard input has no name to match: give --schema")
        else:
            work.reasons.append(f"{path} matches no [[content]] of {config.file}: not checked")
    if len(named) > _LISTED:
        work.reasons.append(f"{len(named) - _LISTED} more files match nothing: not checked")
    if found:
        count = "1 file matches" if len(found) == 1 else f"{len(found)} files match"
        more = ", ..." if len(found) > _LISTED else ""
        work.notes.append(
            f"{count} no [[content]] of {config.file}, not checked:"
            f" {', '.join(found[:_LISTED])}{more}"
        )


def _unchecked(task: Task) -> str:
    """Say which checks are not made for want of a contract; "" when all are."""
    count = sum(check.needs_contract for check in task.schema.program.checks)
    if task.contracts or not count:
        return ""
    checks = "1 contract check" if count == 1 else f"{count} contract checks"
    return f"{checks} of {task.schema.name} not made: no contract given (--contract)"


def _no_schema() -> str:
    return (
        "no schema: nothing says what the files are\n"
        "  expected  --schema S, or contentgate.toml, or [tool.contentgate] in pyproject.toml, in"
        " this folder or above it in the same repository\n"
        "  found     none\n"
        f"  hint      S is a .ksy file, or one of {', '.join(shipped_schemas())}"
    )
