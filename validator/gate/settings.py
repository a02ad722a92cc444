"""Every setting of a configuration, in one table: reading, JSON Schema and docs follow it.

Comes in: nothing. Goes out: `SETTINGS`, and the published JSON Schema as text. To add a
setting, add a row here and a field in `config`.
"""

from __future__ import annotations

import json
import re

from validator.gate.spec import (
    Choice,
    Count,
    Flag,
    ListOf,
    MapOf,
    Setting,
    Table,
    Text,
    describe_spec,
    json_schema_of,
)

SCHEMA_ID = "https://contentgate.dev/contentgate.schema.json"
_SECONDS = {"ms": 0.001, "s": 1.0, "min": 60.0}
_BYTES = {"B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}
_AMOUNT = re.compile(r"([0-9.]+) ?([A-Za-z]+)")


def _seconds(text: str) -> float:
    number, unit = _split(text)
    return float(number) * _SECONDS[unit]


def _size(text: str) -> int:
    number, unit = _split(text)
    return int(number) * _BYTES[unit]


def _split(text: str) -> tuple[str, str]:
    match = _AMOUNT.match(text)
    assert match is not None, "the pattern of the setting has matched"
    return match[1], match[2]


_PATH = Text("a path relative to this file")
_INNER_GLOB = Text(
    "a pattern relative to this file and inside its folder",
    r"^(?!/)(?!([\s\S]*/)?\.\.(/|$))[^\u0000]+$",
)
_GLOB = Text("a pattern relative to this file")
_DURATION = Text(
    'a duration such as "2s", "500ms" or "1min"',
    r"^(?=.*[1-9])[0-9]{1,6}(\.[0-9]{1,3})?(ms|s|min)(?![\s\S])",
    _seconds,
)
_SIZE = Text(
    'a size such as "256MiB", "64KiB" or "1GiB"',
    r"^(?=.*[1-9])[0-9]{1,9} ?(B|KiB|MiB|GiB)(?![\s\S])",
    _size,
)
_NAME = Text(
    "a name of letters, digits, dots, dashes and underscores",
    r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}(?![\s\S])",
)
_VARIABLE = Text("a variable name", r"^[A-Za-z_][A-Za-z0-9_]{0,127}(?![\s\S])")
_VALUE = Text("a string", r"^[^\u0000]*$")
_FORMAT = Text("a report format", r"^[a-z0-9-]{1,32}(?![\s\S])")
_TYPE = Text("the name of a type", r"^[a-z][a-z0-9_]{0,127}(?![\s\S])")
_CUSTOM = Text("the name of a custom process", r"^[a-z][a-z0-9_.]{0,127}(?![\s\S])")
_PROCESS = Text("none, or a built-in process", r"^(none|zlib|(xor|rol|ror)(\(.+\))?)(?![\s\S])")
_CODES = ListOf(Count(0, 255))

CONTENT = Table(
    (
        Setting(
            "files",
            ListOf(_INNER_GLOB, 1),
            "Patterns of the content files, relative to this file; `**` is any depth.",
            required=True,
        ),
        Setting(
            "exclude",
            ListOf(_INNER_GLOB),
            "Patterns of files and folders that are none of it.",
            (),
            [],
        ),
        Setting(
            "schema",
            _PATH,
            "The schema that the files follow; `module:Name` for a construct declaration.",
            required=True,
        ),
        Setting(
            "contracts",
            ListOf(_GLOB),
            "Patterns of the contracts, one per consumer version in the field.",
            (),
            [],
        ),
        Setting(
            "consumers",
            ListOf(_NAME),
            "Names of the consumers that must accept every file.",
            (),
            [],
        ),
        Setting("optional", Flag(), "Whether it is fine when no file matches.", False, False),
    )
)

CONSUMER = Table(
    (
        Setting("kind", Choice(("command",)), "How the consumer is run.", "command", required=True),
        Setting(
            "command",
            ListOf(_VALUE, 1),
            "Program and arguments; `{file}` stands for the path of the content file.",
            required=True,
        ),
        Setting(
            "input",
            Choice(("file", "stdin")),
            "Whether the file is given by name or as standard input.",
            "file",
            "file",
        ),
        Setting("timeout", _DURATION, "Elapsed time it may take for one file.", 2.0, "2s"),
        Setting(
            "memory",
            _SIZE,
            "Address space of each process, and resident memory of all of them together.",
            256 << 20,
            "256MiB",
        ),
        Setting(
            "address_space",
            Flag(),
            "Whether to limit address space; false for builds with a sanitizer.",
            True,
            True,
        ),
        Setting(
            "cpu_time",
            _DURATION,
            "Processor time of each process; four times the timeout when absent.",
        ),
        Setting("file_size", _SIZE, "Largest file that it may write.", 64 << 20, "64MiB"),
        Setting("accept", _CODES, "Exit statuses that mean accepted.", (0,), [0]),
        Setting(
            "reject",
            _CODES,
            "Exit statuses that mean rejected; every other one when absent.",
        ),
        Setting(
            "env",
            MapOf(_VARIABLE, _VALUE),
            "Environment variables; it gets these and PATH, nothing else is inherited.",
            {},
            {},
        ),
    )
)

GATE = Table(
    (
        Setting(
            "reports",
            MapOf(_FORMAT, _PATH),
            "Reports to write, by format; paths are relative to this file.",
            {},
            {},
        ),
        Setting("max_findings", Count(1, 1_000_000), "Findings per file to stop after.", 100, 100),
        Setting(
            "fail_on",
            Choice(("error", "warning", "note")),
            "The mildest severity that stops a release.",
            "error",
            "error",
        ),
        Setting(
            "require_contracts",
            Flag(),
            "Whether files of a schema that asks for facts need at least one contract.",
            True,
            True,
        ),
        Setting(
            "run_refused",
            Flag(),
            "Whether consumers get files too that the schema or a contract refuses.",
            False,
            False,
        ),
    )
)

SETTINGS = Table(
    (
        Setting("content", ListOf(CONTENT), "Which files follow which schema.", (), []),
        Setting("consumers", MapOf(_NAME, CONSUMER), "Programs that read the content.", {}, {}),
        Setting(
            "gate",
            GATE,
            "How the verdict is made and reported.",
            {setting.key: setting.default for setting in GATE.settings},
        ),
        Setting("import_paths", ListOf(_PATH), "Folders that schemas may import from.", (), []),
        Setting(
            "allow_python",
            Flag(),
            "Whether a schema may be a construct declaration in Python; loading it runs its code.",
            False,
            False,
        ),
        Setting(
            "opaque",
            MapOf(_TYPE, _PATH),
            "Schemas that stand for opaque types, by the name of the type.",
            {},
            {},
        ),
        Setting(
            "processes",
            MapOf(_CUSTOM, _PROCESS),
            "What stands for custom processes: `none`, or a built-in one such as `xor(0x5a)`.",
            {},
            {},
        ),
    )
)


def config_schema_text() -> str:
    """Return the JSON Schema of a configuration as the text of the published file."""
    head = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": SCHEMA_ID,
        "title": "contentgate configuration",
        "description": "contentgate.toml, or [tool.contentgate] in pyproject.toml.",
    }
    return json.dumps(head | json_schema_of(SETTINGS), indent=2, ensure_ascii=True) + "\n"


def settings_reference() -> str:
    """Return the reference of all settings for the documentation, as Markdown."""
    tables = (
        ("`[[content]]`", CONTENT),
        ("`[consumers.NAME]`", CONSUMER),
        ("`[gate]`", GATE),
        ("top level", Table(SETTINGS.settings[-4:])),
    )
    parts = []
    for title, table in tables:
        rows = [f"| {title} | value | default | |", "|---|---|---|---|"]
        for setting in table.settings:
            default = "required" if setting.required else _toml(setting.shown)
            value = describe_spec(setting.spec).replace("|", "\\|")
            rows.append(f"| `{setting.key}` | {value} | {default} | {setting.doc} |")
        parts.append("\n".join(rows))
    return "\n\n".join(parts) + "\n"


def _toml(value: object) -> str:
    return "" if value is None else f"`{json.dumps(value)}`"
