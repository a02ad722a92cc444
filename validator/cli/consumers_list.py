"""What there is to say about consumers: rows of a table, one page, JSON.

Comes in: the configuration and the catalogue of ready-made consumers. Goes out: text that is safe
to print.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from validator.cli.named_consumer import known_names
from validator.consumers.ready import Need, find_ready, missing_of, ready_version
from validator.dataclass import dataclass
from validator.errors import ConsumerError
from validator.gate.consumer_settings import (
    CommandSettings,
    ConsumerSettings,
    KernelSettings,
    LibrarySettings,
    PythonSettings,
    ReadySettings,
)
from validator.gate.execution import build_consumer
from validator.report.escape import terminal, unicode_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validator.gate.config import Config

_HEAD = ("NAME", "KIND", "FORMATS", "INSTALLED")
_GAP = "  "


@dataclass(frozen=True, slots=True)
class Row:
    """One consumer.

    Attributes:
        formats: shipped schemas whose files it reads; empty for a configured one.
        summary: what it does, one line.
        limits: it runs under, in words; "" when it cannot run.
        origin: `ready-made`, or the place in the configuration.
        version: "" when unknown.
        problem: why it cannot run; "" when it can.
        missing: what has to be installed first.
    """

    name: str
    kind: str
    formats: tuple[str, ...]
    summary: str
    limits: str
    origin: str
    version: str
    problem: str
    missing: tuple[Need, ...] = ()


def list_rows(config: Config | None, build_folder: str) -> list[Row]:
    """Return all consumers, configured ones first.

    Args:
        config: the configuration, or None.
        build_folder: where what is built to find out is kept.
    """
    return [list_row(name, config, build_folder) for name in known_names(config)]


def list_row(name: str, config: Config | None, build_folder: str) -> Row:
    """Return what is known of one consumer.

    Args:
        name: one of `known_names`.
        config: the configuration, or None.
        build_folder: where what is built to find out is kept.
    """
    if config is not None and name in config.consumers:
        return _configured(config.consumers[name], config.root, build_folder)
    return _ready(name, build_folder)


def _ready(name: str, build_folder: str) -> Row:
    ready = find_ready(name)
    missing = missing_of(ready, build_folder)
    problem = f"needs {', '.join(need.name for need in missing)}" if missing else ""
    version = "" if missing else ready_version(ready)
    return Row(
        name,
        ready.kind,
        ready.formats,
        ready.summary,
        ready.limits_text,
        "ready-made",
        version,
        problem,
        missing,
    )


def _configured(settings: ConsumerSettings, root: str, build_folder: str) -> Row:
    problem, limits = "", ""
    try:
        limits = build_consumer(settings, root, build_folder).limits_text
    except ConsumerError as error:
        problem = str(error).removeprefix(f"consumer {settings.name}: ")
    kind, summary, formats, version = _about(settings)
    missing: tuple[Need, ...] = ()
    if isinstance(settings.how, ReadySettings):
        missing = missing_of(find_ready(settings.how.use), build_folder)
    where = str(settings.where)
    return Row(settings.name, kind, formats, summary, limits, where, version, problem, missing)


def _about(settings: ConsumerSettings) -> tuple[str, str, tuple[str, ...], str]:
    """Return kind, summary, formats and version of a configured consumer."""
    match settings.how:
        case CommandSettings(command):
            return "command", " ".join(command), (), ""
        case LibrarySettings(library, entry):
            return "library", f"{entry} of {library}", (), ""
        case PythonSettings(target):
            return "python", target, (), ""
        case KernelSettings(interface):
            return "kernel", f"loads files by {interface}", (), ""
        case ReadySettings(use):
            ready = find_ready(use)
            return ready.kind, f"{use}: {ready.summary}", ready.formats, ready_version(ready)


def rows_text(rows: Sequence[Row], width: int) -> str:
    """Return the table, and how to install what is missing.

    Args:
        rows: the consumers.
        width: columns of the terminal; 0 does not wrap.
    """
    cells = [_HEAD, *(_cells(row) for row in rows)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(_HEAD) - 1)]
    lines = [
        _GAP.join([*(text.ljust(size) for text, size in zip(row, widths, strict=False)), row[-1]])
        for row in cells
    ]
    wanted = dict.fromkeys(need.install for row in rows for need in row.missing)
    if wanted:
        lines += ["", "To install what is missing:", *(f"  {install}" for install in wanted)]
    return "".join(f"{line[:width] if width else line}\n".rstrip(" ") for line in lines)


def _cells(row: Row) -> tuple[str, ...]:
    state = f"no: {row.problem}" if row.problem else row.version or "yes"
    texts = (row.name, row.kind, ", ".join(row.formats) or "-", state)
    return tuple(terminal(text) for text in texts)


def describe(row: Row) -> str:
    """Return the page of one consumer.

    Args:
        row: the consumer.
    """
    facts = [
        ("kind", row.kind),
        ("formats", ", ".join(row.formats)),
        ("limits", row.limits),
        ("from", row.origin),
        ("installed", f"no: {row.problem}" if row.problem else row.version or "yes"),
        *(("install", install) for install in dict.fromkeys(n.install for n in row.missing)),
    ]
    lines = [f"{row.name}: {row.summary}", ""]
    lines += [f"  {label:<10}{text}" for label, text in facts if text]
    return "".join(f"{terminal(line)}\n" for line in lines)


def rows_json(rows: Sequence[Row]) -> str:
    """Return consumers as JSON.

    Args:
        rows: the consumers.
    """
    items = [
        {
            "name": row.name,
            "kind": row.kind,
            "formats": list(row.formats),
            "summary": unicode_text(row.summary),
            "origin": unicode_text(row.origin),
            "limits": row.limits,
            "installed": not row.problem,
            "version": row.version,
            "problem": unicode_text(row.problem),
            "missing": [
                {"kind": need.kind, "name": need.name, "install": need.install}
                for need in row.missing
            ],
        }
        for row in rows
    ]
    return json.dumps({"consumers": items}, indent=2) + "\n"
