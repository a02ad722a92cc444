"""docs/consumers.md: its configuration is read, its session is run, its names are all there are."""

from __future__ import annotations

import doctest
import re
import shutil
from pathlib import Path

import pytest

from validator.consumers.names import KERNEL_INTERFACES, READY_NAMES
from validator.consumers.protocol import OutcomeKind
from validator.consumers.ready import READY
from validator.gate.config import load_config

PAGE = (Path(__file__).parents[2] / "docs" / "consumers.md").read_text(encoding="utf-8")


def test_the_configuration_is_one(tmp_path: Path) -> None:
    (text,) = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.M | re.S)
    (tmp_path / "contentgate.toml").write_text(text, encoding="utf-8")
    consumers = load_config(str(tmp_path / "contentgate.toml")).consumers
    assert {type(each.how).__name__ for each in consumers.values()} == {
        "CommandSettings",
        "LibrarySettings",
        "PythonSettings",
        "KernelSettings",
        "ReadySettings",
    }


@pytest.mark.skipif(shutil.which("grep") is None, reason="the page's reader is grep")
def test_the_session_is_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (session,) = re.findall(r"^```pycon\n(.*?)^```$", PAGE, re.M | re.S)
    test = doctest.DocTestParser().get_doctest(session, {}, "consumers.md", None, None)
    told: list[str] = []
    doctest.DocTestRunner().run(test, out=told.append)
    assert not told, "".join(told)


def test_every_ready_made_consumer_and_outcome_is_on_the_page() -> None:
    assert [name for name in READY_NAMES if f"`{name}`" not in PAGE] == []
    installs = [need.install.partition("  #")[0] for ready in READY for need in ready.needs]
    words = {word for text in installs for word in text.split()}
    assert sorted(word for word in words if word not in PAGE) == []
    assert [kind.value for kind in OutcomeKind if kind.value not in PAGE] == []


def test_names_are_those_of_what_runs() -> None:
    assert tuple(ready.name for ready in READY) == READY_NAMES
    assert KERNEL_INTERFACES == ("selinux", "apparmor", "btf", "bpf_elf")
