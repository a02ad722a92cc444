"""Consumers as plain values and back: nothing of this machine, nothing that was not said."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.consumers.command import CommandConsumer
from validator.consumers.python import PythonConsumer
from validator.consumers.record import (
    consumer_from,
    consumer_record,
    is_of_project,
    portable_path,
    portable_text,
)
from validator.consumers.sandbox import Limits
from validator.errors import ConsumerError


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "reader").write_text("#!/bin/sh\n", encoding="utf-8")
    (tmp_path / "bin" / "reader").chmod(0o755)
    (tmp_path / "reader.py").write_text("def read(data): ...\n", encoding="utf-8")
    return tmp_path


def command(project: Path) -> CommandConsumer:
    return CommandConsumer(
        "reader",
        (str(project / "bin" / "reader"), f"--config={project}/a.toml", "{file}"),
        limits=Limits(timeout_s=3.5, cpu_s=4),
        reject_codes=(3, 4),
        env={"WHERE": f"{project}/bin:/usr/bin:/opt/somewhere/bin", "N": "1"},
        cwd=str(project),
        accept_output="^fine",
    )


def test_a_command_comes_back(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    record = json.loads(json.dumps(consumer_record(command(project), str(project))))
    assert str(project) not in json.dumps(record)
    assert record["env"]["WHERE"] == "{project}/bin:/usr/bin:{elsewhere}/bin"
    del record["env"]["WHERE"]
    other = tmp_path_factory.mktemp("other")
    (other / "bin").mkdir()
    (other / "bin" / "reader").write_text("#!/bin/sh\n", encoding="utf-8")
    (other / "bin" / "reader").chmod(0o755)
    made = consumer_from(record, str(other), "")
    assert isinstance(made, CommandConsumer)
    assert made.program == str(other / "bin" / "reader")
    assert made.argv[1] == f"--config={other}/a.toml"
    assert (made.limits, made.reject_codes) == (command(project).limits, (3, 4))
    assert (made.cwd, made.accept_output, dict(made.env)) == (str(other), "^fine", {"N": "1"})


def test_what_is_elsewhere_has_to_be_said_again(project: Path) -> None:
    record = consumer_record(command(project), str(project / "bin"))
    with pytest.raises(ConsumerError, match="does not say where"):
        consumer_from(record, str(project), "")


def test_a_python_callable_comes_back(project: Path) -> None:
    consumer = PythonConsumer("py", "reader:read", paths=("lib",), rejects=("KeyError",),
                              cwd=str(project))  # fmt: skip
    record = json.loads(json.dumps(consumer_record(consumer, str(project))))
    made = consumer_from(record, str(project), "")
    assert isinstance(made, PythonConsumer)
    assert (made.target, made.rejects, made.program) == (
        "reader:read",
        ("KeyError",),
        sys.executable,
    )
    assert made.paths == (str(project / "lib"),)
    assert is_of_project(record, str(project))
    assert not is_of_project({**record, "target": "os:system"}, str(project))
    assert not is_of_project({**record, "python": "/bin/sh"}, str(project))


def test_a_ready_made_one_is_only_a_name() -> None:
    class Yara:
        name = "yara"
        limits_text = "1 s"

    record = consumer_record(Yara(), ".")  # type: ignore[arg-type]  # a name is enough
    assert (record["kind"], record["use"]) == ("ready", "yara")
    with pytest.raises(ConsumerError, match="no ready-made consumer"):
        consumer_from({"name": "x", "kind": "ready", "use": "sh"}, ".", "")


PROGRAMS = {
    "of the project": ("{project}/bin/reader", True),
    "on PATH": ("sh", False),
    "of the system": ("/bin/sh", False),
    "not there": ("{project}/bin/none", False),
    "out of it by dots": ("{project}/../../bin/sh", False),
    "out of it by a link": ("{project}/link", False),
    "with a zero byte": ("{project}/bin/reader\0", False),
    "the folder itself": ("{project}", False),
}


@pytest.mark.parametrize(("program", "is_own"), PROGRAMS.values(), ids=list(PROGRAMS))
def test_which_programs_lie_in_the_project(project: Path, program: str, is_own: bool) -> None:
    (project / "link").symlink_to("/bin/sh")
    record = {"kind": "command", "command": [program, "{file}"], "env": {}}
    assert is_of_project(record, str(project)) is is_own
    assert not is_of_project({**record, "env": {"LD_PRELOAD": "x"}}, str(project))


def test_paths_are_told_from_the_project_on() -> None:
    assert portable_path("/p/a b/c", "/p") == "{project}/a b/c"
    assert portable_path("/p", "/p") == "{project}"
    assert portable_path("/pp/c", "/p") == "{elsewhere}/c"
    assert portable_path("/usr/bin/sh", "/p") == "/usr/bin/sh"
    text = "at /p/src/a.c:5:7 (/opt/me/lib.so+0x12) by /usr/lib/x.so, 1/2 a/b"
    assert portable_text(text, "/p") == (
        "at {project}/src/a.c:5:7 ({elsewhere}/lib.so+0x12) by /usr/lib/x.so, 1/2 a/b"
    )


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=5,
)
_KINDS = ("command", "library", "python", "kernel", "ready", "other", "")
_KEYS = (
    "name", "kind", "limits", "use", "command", "library", "entry", "target", "python", "paths",
    "gives", "rejects", "accept", "reject", "reads_stdin", "accept_output", "env", "cwd",
)  # fmt: skip


@given(st.sampled_from(_KINDS), st.dictionaries(st.sampled_from(_KEYS), _VALUES))
def test_any_record_makes_a_consumer_or_is_refused(kind: str, row: dict[str, object]) -> None:
    record = {"name": "x", "kind": kind, **row}
    assert is_of_project(record, "/nowhere") is False
    try:
        consumer_from(record, "/nowhere", "")
    except ConsumerError:
        return
    raise AssertionError("nothing of it is there")


def test_limits_are_within_bounds(project: Path) -> None:
    record = consumer_record(command(project), str(project))
    record["env"] = {}
    for limits in ([], {"x": 1}, {"timeout_s": -1}, {"cpu_s": 1.5}, {"address_space": 1},
                   {"memory_bytes": 1 << 60}, {"timeout_s": True}):  # fmt: skip
        with pytest.raises(ConsumerError, match="limits"):
            consumer_from({**record, "limits": limits}, str(project), "")
