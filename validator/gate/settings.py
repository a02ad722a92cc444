"""Every setting of a configuration, in one table: reading, JSON Schema and docs follow it.

Comes in: nothing. Goes out: `SETTINGS`, and the published JSON Schema as text. To add a
setting, add a row here and a field in `config`.
"""

from __future__ import annotations

import json

from validator.gate.consumer_tables import CONSUMER, CONSUMER_TITLES
from validator.gate.spec import (
    Choice,
    Count,
    Flag,
    ListOf,
    MapOf,
    Setting,
    Table,
    describe_spec,
    json_schema_of,
)
from validator.gate.values import (
    CUSTOM,
    FORMAT,
    GLOB,
    INNER_GLOB,
    NAME,
    PATH,
    PROCESS,
    TYPE,
)

SCHEMA_ID = "https://contentgate.dev/contentgate.schema.json"
CONTENT = Table(
    (
        Setting(
            "files",
            ListOf(INNER_GLOB, 1),
            "Patterns of the content files, relative to this file; `**` is any depth.",
            required=True,
        ),
        Setting(
            "exclude",
            ListOf(INNER_GLOB),
            "Patterns of files and folders that are none of it.",
            (),
            [],
        ),
        Setting(
            "schema",
            PATH,
            "The schema that the files follow; `module:Name` for a construct declaration.",
            required=True,
        ),
        Setting(
            "contracts",
            ListOf(GLOB),
            "Patterns of the contracts, one per consumer version in the field.",
            (),
            [],
        ),
        Setting(
            "consumers",
            ListOf(NAME),
            "Names of the consumers that must accept every file.",
            (),
            [],
        ),
        Setting("optional", Flag(), "Whether it is fine when no file matches.", False, False),
    )
)

GATE = Table(
    (
        Setting(
            "reports",
            MapOf(FORMAT, PATH),
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
        Setting("consumers", MapOf(NAME, CONSUMER), "Programs that read the content.", {}, {}),
        Setting(
            "gate",
            GATE,
            "How the verdict is made and reported.",
            {setting.key: setting.default for setting in GATE.settings},
        ),
        Setting("import_paths", ListOf(PATH), "Folders that schemas may import from.", (), []),
        Setting(
            "allow_python",
            Flag(),
            "Whether a schema may be a construct declaration in Python; loading it runs its code.",
            False,
            False,
        ),
        Setting(
            "opaque",
            MapOf(TYPE, PATH),
            "Schemas that stand for opaque types, by the name of the type.",
            {},
            {},
        ),
        Setting(
            "processes",
            MapOf(CUSTOM, PROCESS),
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
        *((title, CONSUMER.tables[word]) for word, title in CONSUMER_TITLES.items()),
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
