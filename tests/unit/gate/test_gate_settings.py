"""Settings: one table, from which reading, the JSON Schema and its published copy follow."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.gate.config import load_config
from validator.gate.settings import SETTINGS, config_schema_text
from validator.gate.spec import Problem, read_value
from validator.gate.toml_lines import key_lines, nearest_line

ROOT = Path(__file__).parents[3]
PUBLISHED = ROOT / "docs" / "contentgate.schema.json"
SCHEMA = jsonschema.Draft7Validator(json.loads(config_schema_text()))

FULL = """
import_paths = ["schemas"]
[[content]]
files = ["releases/**/*.chan"]
exclude = ["releases/old"]
schema = "schemas/channel_file.ksy"
contracts = ["../contracts/*.toml"]
consumers = ["sensor"]
optional = true
[consumers.sensor]
kind = "command"
command = ["build/sensor", "--check", "{file}"]
input = "file"
timeout = "500ms"
memory = "1GiB"
address_space = false
cpu_time = "1min"
file_size = "64 KiB"
accept = [0, 3]
reject = [1]
env = { LANG = "C", EMPTY = "" }
[gate]
reports = { sarif = "out.sarif" }
max_findings = 5
fail_on = "warning"
require_contracts = false
run_refused = true
"""


def read(tree: object) -> tuple[Any, list[Problem]]:
    problems: list[Problem] = []
    return read_value(SETTINGS, tree, (), problems), problems


def test_the_published_schema_is_the_generated_one() -> None:
    assert PUBLISHED.read_text(encoding="utf-8") == config_schema_text()


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMA.schema)


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*/contentgate.toml")), ids=str)
def test_example_configurations_follow_the_schema(path: Path) -> None:
    SCHEMA.validate(tomllib.loads(path.read_text(encoding="utf-8")))
    config = load_config(str(path))
    assert config.content or config.consumers


def test_the_documented_configuration_follows_the_schema() -> None:
    page = (ROOT / "docs" / "gate.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"<!-- file: contentgate.toml -->\n```toml\n(.*?)```", page, re.S)
    SCHEMA.validate(tomllib.loads(text))


def test_every_setting_is_read_and_typed() -> None:
    tree = tomllib.loads(FULL)
    SCHEMA.validate(tree)
    values, problems = read(tree)
    assert problems == []
    sensor = values["consumers"]["sensor"]
    assert (sensor["timeout"], sensor["memory"], sensor["cpu_time"]) == (0.5, 1 << 30, 60.0)
    assert sensor["file_size"] == 64 << 10
    assert values["content"][0]["files"] == ("releases/**/*.chan",)
    assert set(values) == {setting.key for setting in SETTINGS.settings}


def test_shown_defaults_are_the_defaults() -> None:
    def walk(spec: Any) -> None:
        for setting in getattr(spec, "settings", ()):
            if setting.shown is not None:
                problems: list[Problem] = []
                assert read_value(setting.spec, setting.shown, (), problems) == setting.default
                assert problems == []
            for inner in (
                setting.spec,
                *(getattr(setting.spec, k, None) for k in ("element", "value")),
            ):
                walk(inner)

    walk(SETTINGS)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("timeout", "2"),
        ("timeout", "0s"),
        ("timeout", "2s\n"),
        ("timeout", 2),
        ("timeout", "1e3s"),
        ("timeout", "-2s"),
        ("memory", "256MB"),
        ("memory", "1.5GiB"),
        ("memory", "9999999999GiB"),
        ("accept", [256]),
        ("accept", [True]),
        ("accept", [-1]),
        ("command", []),
        ("command", ["a\0b"]),
        ("command", "sensor {file}"),
        ("env", {"1BAD": ""}),
        ("env", {"A=B": ""}),
        ("env", {"A": 1}),
        ("kind", "comand"),
        ("input", "both"),
        ("address_space", 1),
    ],
)
def test_refused_values_are_refused_by_reader_and_schema(place: str, value: object) -> None:
    tree: Any = tomllib.loads(FULL)
    tree["consumers"]["sensor"][place] = value
    assert not SCHEMA.is_valid(tree)
    _, problems = read(tree)
    assert [p.path[:3] for p in problems] == [("consumers", "sensor", place)]
    assert problems[0].expected
    assert problems[0].found


_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from(["2s", "1MiB", "a/*", "/abs", "../up", "error", "", "x\0", "command", "sarif"])
    | st.integers(-2, 300)
    | st.booleans()
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["A", "sensor", "sarif", "-x", "a b"]), inner, max_size=2)
    ),
    max_leaves=6,
)


@given(st.data())
def test_reader_and_schema_agree(data: st.DataObject) -> None:
    tree: Any = tomllib.loads(FULL)
    tables = [tree, tree["content"][0], tree["consumers"]["sensor"], tree["gate"]]
    for _ in range(data.draw(st.integers(1, 3))):
        table = data.draw(st.sampled_from(tables))
        key = data.draw(st.sampled_from([*sorted(table), "extra"]))
        if data.draw(st.booleans()):
            table[key] = data.draw(_VALUES)
        else:
            table.pop(key, None)
    _, problems = read(tree)
    # TOML tells 2.0 from 2; JSON Schema does not.
    assert not problems if _accepted(tree) else problems


def _accepted(tree: object) -> bool:
    return SCHEMA.is_valid(tree) and not _has_whole_float(tree)


def _has_whole_float(value: object) -> bool:
    match value:
        case dict():
            return any(map(_has_whole_float, value.values()))
        case list():
            return any(map(_has_whole_float, value))
        case _:
            return isinstance(value, float) and value.is_integer()


def test_lines_of_keys() -> None:
    text = (
        '# comment [x]\ntop = """\n[not.a.table]\nkey = 1\n"""\n'
        "[[content]]\nfiles = [\n  'a', # b = 1\n]\nschema = '''\n[x]'''\n"
        '[[content]]\n"files" = []\n[content.inner]\nk = 1\n'
        "[consumers.'a.b']\nenv = { X = '1' }\nx.y = 2\n"
    )
    tomllib.loads(text)
    lines = key_lines(text)
    assert lines[("top",)] == 2
    assert lines[("content", 0)] == 6
    assert lines[("content", 0, "files")] == 7
    assert lines[("content", 0, "schema")] == 10
    assert lines[("content", 1, "files")] == 13
    assert lines[("content", 1, "inner", "k")] == 15
    assert lines[("consumers", "a.b")] == 16
    assert lines[("consumers", "a.b", "x", "y")] == 18
    assert nearest_line(lines, ("consumers", "a.b", "env", "X")) == 17
    assert nearest_line(lines, ("consumers", "a.b", "absent")) == 16
    assert nearest_line(lines, ("absent",)) == 0
    assert ("not",) not in lines
