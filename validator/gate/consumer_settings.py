"""One consumer as configured, typed by its kind.

Comes in: what the tables of `consumer_tables` made of a configuration. Goes out: a frozen
`ConsumerSettings` with absolute paths. It refuses to know how a consumer is run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from validator.dataclass import dataclass
from validator.findings import SourcePos
from validator.gate.consumer_tables import USE


@dataclass(frozen=True, slots=True)
class Usage:
    """What a consumer may use; sizes in bytes, times in seconds.

    Attributes:
        timeout, memory: None is what suits the consumer.
        address_space: whether memory limits address space, too.
        cpu_time: None is four times the timeout.
        file_size: largest file it may write.
    """

    timeout: float | None
    memory: int | None
    address_space: bool = True
    cpu_time: float | None = None
    file_size: int = 64 << 20


@dataclass(frozen=True, slots=True)
class CommandSettings:
    """A program; see `CommandConsumer`."""

    command: tuple[str, ...]
    input: str
    accept: tuple[int, ...]
    reject: tuple[int, ...] | None
    accept_output: str
    reject_output: str


@dataclass(frozen=True, slots=True)
class LibrarySettings:
    """A function of a shared library; `library` is an absolute path."""

    library: str
    entry: str


@dataclass(frozen=True, slots=True)
class PythonSettings:
    """A function of a module; `paths` are absolute, `python` is "" for the running one."""

    target: str
    python: str
    paths: tuple[str, ...]
    gives: str
    rejects: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class KernelSettings:
    """A part of a kernel; `kernel` is an absolute path, or "" for the one on PATH."""

    interface: str
    kernel: str


@dataclass(frozen=True, slots=True)
class ReadySettings:
    """A ready-made consumer, by name."""

    use: str


How = CommandSettings | LibrarySettings | PythonSettings | KernelSettings | ReadySettings


@dataclass(frozen=True, slots=True)
class ConsumerSettings:
    """One consumer as configured.

    Attributes:
        name: of its table.
        usage: what it may use.
        env: additions to its environment.
        how: what is run, by kind.
        where: the place of its table, for findings.
    """

    name: str
    usage: Usage
    env: Mapping[str, str]
    how: How
    where: SourcePos


def consumer_settings(
    name: str, row: Mapping[str, Any], where: SourcePos, inside: Callable[[str], str]
) -> ConsumerSettings:
    """Return the settings of one consumer.

    Args:
        name: of its table.
        row: its table, read without problems.
        where: the place of its table.
        inside: makes a path of the configuration absolute.
    """
    usage = Usage(**{key: row[key] for key in Usage.__dataclass_fields__ if key in row})
    return ConsumerSettings(name, usage, row.get("env", {}), _how(row, inside), where)


def _how(row: Mapping[str, Any], inside: Callable[[str], str]) -> How:
    match row["kind"]:
        case "command":
            return CommandSettings(**_only(row, CommandSettings))
        case "library":
            return LibrarySettings(inside(row["library"]), row["entry"])
        case "python":
            paths = tuple(inside(path) for path in row["paths"])
            python = inside(row["python"]) if "/" in row["python"] else row["python"]
            return PythonSettings(
                **{**_only(row, PythonSettings), "paths": paths, "python": python}
            )
        case "kernel":
            return KernelSettings(row["interface"], row["kernel"] and inside(row["kernel"]))
        case _:
            return ReadySettings(row[USE])


def _only(row: Mapping[str, Any], kind: type[CommandSettings | PythonSettings]) -> dict[str, Any]:
    return {key: row[key] for key in kind.__dataclass_fields__}
