"""Many runs in one sandbox: the same outcomes as one by one, and nothing left behind."""

import os
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from consumer_processes import marked_processes

from validator.consumers.command import CommandConsumer
from validator.consumers.protocol import Outcome, OutcomeKind
from validator.consumers.sandbox import Limits
from validator.errors import ConsumerError

LIMITS = Limits(timeout_s=1.0, memory_bytes=100 << 20, output_bytes=1000)
SCRIPTS = {
    "accepts": ("echo fine; exit 0", OutcomeKind.ACCEPTED),
    "rejects": ("echo bad magic >&2; exit 1", OutcomeKind.REJECTED),
    "crashes": ("kill -SEGV $$", OutcomeKind.CRASHED),
    "reports": ("echo 'free(): invalid pointer' >&2; kill -ABRT $$", OutcomeKind.CRASHED),
    "hangs": ("sleep 100", OutcomeKind.HUNG),
    "hangs-with-children": ("setsid sleep 100 & sleep 100 & wait", OutcomeKind.HUNG),
    "needs-memory": ("echo Cannot allocate memory >&2; exit 1", OutcomeKind.OUT_OF_MEMORY),
    "daemonizes": ("setsid sleep 100 & exit 0", OutcomeKind.ACCEPTED),
    "floods": ("seq 1 200000; exit 3", OutcomeKind.REJECTED),
    "floods-for-ever": ("yes", OutcomeKind.HUNG),
    "closes": ("exec >&- 2>&- <&-; exit 0", OutcomeKind.ACCEPTED),
}


def facts(outcome: Outcome) -> tuple[object, ...]:
    """What must not depend on how a program was started."""
    return (
        *(outcome.kind, outcome.exit_code, outcome.signal, outcome.signature),
        *(outcome.stdout, outcome.stderr, outcome.notes, outcome.after, outcome.coverage),
    )


@pytest.fixture
def scripts(tmp_path: Path) -> list[str]:
    """Write the scripts and return their paths, in order."""
    paths = []
    for name, (body, _) in SCRIPTS.items():
        path = tmp_path / name
        path.write_text(f"{body}\n", encoding="ascii")
        paths.append(str(path))
    return paths


def test_outcomes_are_those_of_single_runs(scripts: list[str]) -> None:
    shell = CommandConsumer("shell", ("/bin/sh", "{file}"), limits=LIMITS, cwd="/")
    together = list(shell.run_many(scripts))
    assert [each.kind for each in together] == [kind for _, kind in SCRIPTS.values()]
    for path, outcome in zip(scripts, together, strict=True):
        if not path.endswith("floods-for-ever"):
            assert facts(outcome) == facts(shell.run(path)), path


def test_a_fault_does_not_touch_the_next_file(scripts: list[str]) -> None:
    shell = CommandConsumer("shell", ("/bin/sh", "{file}"), limits=LIMITS, cwd="/")
    mixed = [path for path in scripts if not path.endswith("hangs")] + [scripts[0]]
    outcomes = list(shell.run_many(mixed))
    assert facts(outcomes[0]) == facts(outcomes[-1])


def test_files_are_taken_as_they_are_needed(scripts: list[str]) -> None:
    taken: list[str] = []

    def paths() -> Iterator[str]:
        for path in scripts[:3]:
            taken.append(path)
            yield path

    shell = CommandConsumer("shell", ("/bin/sh", "{file}"), limits=LIMITS, cwd="/")
    outcomes = shell.run_many(paths())
    assert next(outcomes).kind is OutcomeKind.ACCEPTED
    assert taken == scripts[:1]


def test_leaving_early_stops_everything(tmp_path: Path) -> None:
    mark = f"mark-{uuid.uuid4().hex}"
    shell = CommandConsumer("shell", ("/bin/sh", "{file}", mark), limits=LIMITS, cwd="/")
    first, second = tmp_path / "first", tmp_path / "second"
    first.write_text("exit 0\n", encoding="ascii")
    second.write_text("setsid sleep 100 & sleep 100\n", encoding="ascii")

    def interrupted() -> Iterator[str]:
        yield str(first)
        yield str(second)
        raise KeyboardInterrupt

    outcomes = shell.run_many(interrupted())
    with pytest.raises(KeyboardInterrupt):
        list(outcomes)
    closed = shell.run_many([str(first), str(second)])
    next(closed)
    closed.close()  # type: ignore[attr-defined]  # a generator
    assert marked_processes(mark) == []


def test_files_of_other_folders_come_in_too(tmp_path: Path) -> None:
    paths = []
    for number in range(3):
        folder = tmp_path / f"folder{number}"
        folder.mkdir()
        (folder / "f").write_bytes(b"%d" % number)
        paths.append(str(folder / "f"))
    link = tmp_path / "folder0" / "link"
    link.symlink_to(paths[2])
    cat = CommandConsumer("cat", ("cat", "{file}"), limits=LIMITS, cwd="/")
    said = [outcome.stdout for outcome in cat.run_many([*paths, str(link), *paths])]
    assert said == [b"0", b"1", b"2", b"2", b"0", b"1", b"2"]


def test_what_is_no_file_is_an_error_when_its_turn_comes(scripts: list[str]) -> None:
    shell = CommandConsumer("shell", ("/bin/sh", "{file}"), limits=LIMITS, cwd="/")
    outcomes = shell.run_many([scripts[0], "/nonexistent/file"])
    assert next(outcomes).kind is OutcomeKind.ACCEPTED
    with pytest.raises(ConsumerError, match="shell: /nonexistent/file is not a regular file"):
        next(outcomes)


def test_the_input_may_be_standard_input(tmp_path: Path) -> None:
    paths = [str(tmp_path / name) for name in "abc"]
    for path in paths:
        Path(path).write_bytes(os.fsencode(path))
    cat = CommandConsumer("cat", ("cat",), reads_stdin=True, limits=LIMITS, cwd="/")
    assert [outcome.stdout for outcome in cat.run_many(paths)] == [os.fsencode(p) for p in paths]


@pytest.mark.parametrize("is_boxed", [True, False])
def test_without_bubblewrap_it_is_the_same(
    scripts: list[str], monkeypatch: pytest.MonkeyPatch, is_boxed: bool
) -> None:
    if not is_boxed:
        monkeypatch.setattr("validator.consumers.isolation.bubblewrap", lambda: None)
    limits = replace(LIMITS, timeout_s=20.0)
    shell = CommandConsumer("shell", ("/bin/sh", "{file}"), limits=limits, cwd="/")
    chosen = [path for path in scripts if "hang" not in path and "ever" not in path]
    kinds = [outcome.kind for outcome in shell.run_many(chosen)]
    assert kinds == [SCRIPTS[Path(path).name][1] for path in chosen]
