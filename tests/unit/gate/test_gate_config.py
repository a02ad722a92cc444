"""Configuration files: found where they should be, read whole, refused with every problem."""

import os
import re
from pathlib import Path

import pytest

from validator.errors import ConfigError
from validator.findings import Severity
from validator.gate.config import Config, find_config, load_config
from validator.gate.consumer_settings import (
    CommandSettings,
    KernelSettings,
    LibrarySettings,
    PythonSettings,
    ReadySettings,
    Usage,
)

GOOD = """
[[content]]
files = ["releases/*.chan"]
schema = "schemas/channel.ksy"
consumers = ["sensor"]

[consumers.sensor]
kind = "command"
command = ["build/sensor", "{file}"]
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def load(text: str, name: str = "contentgate.toml") -> Config:
    Path(name).write_text(text, encoding="utf-8")
    return load_config(name)


def refusal(text: str | bytes, name: str = "contentgate.toml") -> str:
    Path(name).write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ConfigError) as caught:
        load_config(name)
    return str(caught.value)


def test_a_configuration_has_absolute_paths_and_defaults(here: Path) -> None:
    config = load(GOOD)
    assert (config.file, config.root) == ("contentgate.toml", str(here))
    (content,) = config.content
    assert content.schema == str(here / "schemas/channel.ksy")
    assert (content.exclude, content.contracts, content.optional) == ((), (), False)
    sensor = config.consumers["sensor"]
    assert sensor.usage == Usage(2.0, 256 << 20)
    assert isinstance(sensor.how, CommandSettings)
    assert (sensor.how.accept, sensor.how.reject) == ((0,), None)
    assert (str(sensor.where), sensor.where.path) == ("contentgate.toml:7:1", "/consumers/sensor")
    assert config.gate.fail_on is Severity.ERROR
    assert config.gate.require_contracts
    assert config.gate.max_findings == 100


def test_reports_are_relative_to_the_configuration(here: Path) -> None:
    config = load('[gate]\nreports = { sarif = "out/r.sarif" }\n')
    assert config.gate.reports == {"sarif": str(here / "out/r.sarif")}


def test_pyproject_holds_the_same_under_its_table(here: Path) -> None:
    text = re.sub(r"\[(consumers[^\]]*|content)\]", r"[tool.contentgate.\1]", GOOD)
    config = load("[project]\nname = 'x'\n" + text, "pyproject.toml")
    assert config.content[0].files == ("releases/*.chan",)
    message = refusal("[tool.contentgate]\ncontnt = 1\n", "pyproject.toml")
    assert message.startswith("pyproject.toml:2: tool.contentgate.contnt: unknown key\n")
    assert "[tool.contentgate]" in refusal("[project]\nname = 'x'\n", "pyproject.toml")


def test_every_problem_is_told_at_once_with_its_line(here: Path) -> None:
    message = refusal(
        "[[content]]\n"
        'filez = ["a"]\n'
        'schema = ""\n'
        "[consumers.sensor]\n"
        'kind = "comand"\n'
        'command = ["sensor", 3]\n'
        'timeout = "2"\n'
        "[gate]\n"
        'fail_on = "errors"\n'
    )
    assert message == (
        "contentgate.toml:2: content[0].filez: unknown key\n"
        "  expected  one of files, exclude, schema, contracts, consumers, optional\n"
        "  found     filez\n"
        "  hint      did you mean files?\n"
        "contentgate.toml:1: content[0]: `files` is missing\n"
        "  expected  files: an array of at least 1 of: a pattern relative to this file and"
        " inside its folder\n"
        "  found     no such key\n"
        "contentgate.toml:3: content[0].schema: wrong kind of value\n"
        "  expected  a path relative to this file\n"
        "  found     ''\n"
        "contentgate.toml:5: consumers.sensor.kind: wrong kind of value\n"
        "  expected  one of command, library, python, kernel\n"
        "  found     'comand'\n"
        "  hint      did you mean command?\n"
        "contentgate.toml:6: consumers.sensor.command[1]: wrong kind of value\n"
        "  expected  a string\n"
        "  found     3\n"
        "contentgate.toml:7: consumers.sensor.timeout: wrong kind of value\n"
        '  expected  a duration such as "2s", "500ms" or "1min"\n'
        "  found     '2'\n"
        "contentgate.toml:9: gate.fail_on: wrong kind of value\n"
        "  expected  one of error, warning, note\n"
        "  found     'errors'\n"
        "  hint      did you mean error?"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (GOOD.replace('["sensor"]', '["sensr"]'), "content[0].consumers[0]: no such consumer"),
        (GOOD.replace("{file}", "file"), "consumers.sensor.command: the program is not told"),
        (GOOD + 'input = "stdin"\n', "consumers.sensor.command: the program is not told"),
        (GOOD.replace("build/sensor", ""), "consumers.sensor.command[0]: no program"),
        (GOOD + "reject = [0, 1]\n", "consumers.sensor.reject: an exit status means two things"),
        (GOOD.replace("releases/*", "../*"), "content[0].files[0]: wrong kind of value"),
        (GOOD.replace("releases/*", "/etc/*"), "content[0].files[0]: wrong kind of value"),
        ("[[content]\n", "contentgate.toml:1:10: the configuration is not TOML"),
        ("x = 1\nx = 2\n", "contentgate.toml:2"),
        (b"a = '\xff'\n", "cannot read the configuration"),
        ("a = " + "[" * 5000, "contentgate.toml"),
        ("content = " + str(10**400) + "\n", "contentgate.toml:1: content: wrong kind of value"),
        ("gate = 2020-01-01\n", "found     a date"),
        ("gate = nan\n", "found     nan"),
    ],
)
def test_refusals(here: Path, text: str | bytes, expected: str) -> None:
    assert expected in refusal(text)


def test_what_is_no_readable_file_is_refused(here: Path) -> None:
    for name, make in (
        ("missing", lambda path: None),
        ("folder", lambda path: path.mkdir()),
        ("fifo", lambda path: os.mkfifo(path)),
        ("large", lambda path: path.write_bytes(b"#" * (5 << 20))),
    ):
        make(here / name)
        with pytest.raises(ConfigError, match=f"{name}: cannot read the configuration"):
            load_config(name)


def test_the_search_goes_up_to_the_root_of_the_repository(here: Path) -> None:
    inner = here / "repo" / "a" / "b"
    inner.mkdir(parents=True)
    (here / "contentgate.toml").write_text(GOOD, encoding="utf-8")
    assert find_config(str(inner)) is None  # outside of a repository: only the folder itself
    (here / "repo" / ".git").mkdir()
    assert find_config(str(inner)) is None  # and never above the repository
    (here / "repo" / "contentgate.toml").write_text(GOOD, encoding="utf-8")
    found = find_config(str(inner))
    assert found is not None
    assert found.root == str(here / "repo")
    (here / "repo" / "a" / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    found = find_config(str(inner))
    assert found is not None
    assert found.root == str(here / "repo")
    (here / "repo" / "a" / "pyproject.toml").write_text("[tool.contentgate]\n", encoding="utf-8")
    found = find_config(str(inner))
    assert found is not None
    assert found.root == str(here / "repo" / "a")
    here_found = find_config(str(here))
    assert here_found is not None


def test_two_configurations_in_one_folder_are_refused(here: Path) -> None:
    (here / "contentgate.toml").write_text(GOOD, encoding="utf-8")
    (here / "pyproject.toml").write_text("[tool.contentgate]\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="one configuration in a folder"):
        find_config(".")


def test_the_entry_of_a_file(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    second = '[[content]]\nfiles = ["**"]\nexclude = ["tmp"]\nschema = "any.ksy"\n'
    config = load(GOOD + second)
    assert config.entry_for("releases/a.chan") == config.content[0]
    assert config.entry_for(str(here / "releases/a.chan")) == config.content[0]
    assert config.entry_for("releases/../other") == config.content[1]
    assert config.entry_for("tmp/x") is None
    assert config.entry_for("../x") is None
    assert config.relative("..x") == "..x"
    (here / "releases").mkdir()
    monkeypatch.chdir(here / "releases")
    assert config.entry_for("a.chan") == config.content[0]
    (here / "link").symlink_to(here / "releases")
    (here.parent / f"{here.name}-link").symlink_to(here)
    assert config.entry_for(f"{here}-link/releases/a.chan") == config.content[0]


KINDS = """
[consumers.engine]
kind = "library"
library = "build/engine.so"
timeout = "3s"
[consumers.reader]
kind = "python"
target = "reader:read"
paths = ["tools"]
gives = "path"
rejects = ["ValueError"]
[consumers.boot]
kind = "kernel"
interface = "selinux"
memory = "512MiB"
[consumers.rules]
use = "yara"
env = { LANG = "C" }
"""


def test_every_kind_of_consumer(here: Path) -> None:
    consumers = load(KINDS).consumers
    assert consumers["engine"].how == LibrarySettings(
        str(here / "build/engine.so"), "LLVMFuzzerTestOneInput"
    )
    assert consumers["engine"].usage == Usage(3.0, 256 << 20)
    assert consumers["reader"].how == PythonSettings(
        "reader:read", "", (str(here / "tools"),), "path", ("ValueError",)
    )
    assert consumers["boot"].how == KernelSettings("selinux", "")
    assert consumers["boot"].usage.memory == 512 << 20
    assert consumers["rules"].how == ReadySettings("yara")
    assert consumers["rules"].usage == Usage(None, None)
    assert consumers["rules"].env == {"LANG": "C"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'library = "a.so"\nkind = "library"\naccept = [0]\n',
            "contentgate.toml:4: consumers.a.accept: no key of a table with kind library\n"
            "  expected  one of kind, library, entry, timeout, memory, address_space, cpu_time,"
            " file_size, env\n"
            "  found     accept, which is for kind command",
        ),
        (
            'use = "yara"\ntarget = "a:b"\n',
            "contentgate.toml:3: consumers.a.target: no key of a table with use\n"
            "  expected  one of use, timeout, memory, address_space, cpu_time, file_size, env\n"
            "  found     target, which is for kind python",
        ),
        (
            'use = "yra"\n',
            "contentgate.toml:2: consumers.a.use: wrong kind of value\n",
        ),
        (
            'use = "yara"\nkind = "command"\n',
            "contentgate.toml:2: consumers.a.use: one too many\n"
            "  expected  either kind or use\n"
            "  found     both",
        ),
        (
            'timeout = "2s"\n',
            "contentgate.toml:1: consumers.a: `kind` is missing\n"
            "  expected  kind: one of command, library, python, kernel, or use\n"
            "  found     no such key",
        ),
        ('kind = "library"\n', "consumers.a: `library` is missing"),
        ('kind = "kernel"\ninterface = "apparmour"\n', "  hint      did you mean apparmor?"),
        ('kind = "kernel"\ninterface = "btf"\nenv = {}\n', "no key of a table with kind kernel"),
        ('kind = "python"\ntarget = "reader"\n', 'a function such as "reader:read"'),
        ('kind = "librari"\ntimeout = 3\n', "consumers.a.timeout: wrong kind of value"),
        ('kind = "library"\nlibrary = "a"\nentri = "b"\n', "  hint      did you mean entry?"),
        (
            'kind = "command"\ncommand = ["a", "{file}"]\nreject_output = "("\n',
            "contentgate.toml:4: consumers.a.reject_output: not well-formed\n"
            "  expected  a regular expression\n",
        ),
    ],
)
def test_keys_of_another_kind_and_other_mistakes(here: Path, text: str, expected: str) -> None:
    assert expected in refusal("[consumers.a]\n" + text)
