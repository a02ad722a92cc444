"""The consumer of kind `python`: what a callable's end means, and a child that misbehaves."""

import os
import subprocess
import sys
import uuid
from dataclasses import replace
from pathlib import Path

import pytest
from consumer_processes import marked_processes

from validator.consumers.protocol import Consumer, OutcomeKind
from validator.consumers.python import PythonConsumer
from validator.consumers.sandbox import Limits
from validator.errors import ConsumerError

LIMITS = Limits(timeout_s=20.0)
TARGET = '''\
"""Reads files that say what is to happen."""
import os, struct, sys, time, zlib

class FormatError(Exception): pass
class Narrow(IndexError): pass
READ = []

def deeper(data):
    return data[1000]

def endless(data):
    return endless(data)

def read(data):
    READ.append(data)
    word = data.decode("latin-1").partition(" ")[0]
    if word == "value": raise ValueError("bad")
    if word == "own": raise FormatError("bad")
    if word == "narrow": raise Narrow("bad")
    if word == "struct": struct.unpack("<I", b"")
    if word == "zlib": zlib.decompress(b"no")
    if word == "end": raise EOFError
    if word == "utf8": b"\\xff".decode()
    if word == "false": return False
    if word == "none": return None
    if word == "zero": return 0
    if word == "index": deeper(data)
    if word == "key": {}["x"]
    if word == "assert": assert not data
    if word == "type": data + 1
    if word == "recursion": endless(data)
    if word == "memory": bytearray(1 << 45)
    if word == "exit": sys.exit(0)
    if word == "die": os._exit(0)
    if word == "abort": os.abort()
    if word == "hang": time.sleep(100)
    if word == "close": os.closerange(0, 100)
    if word == "answer": os.write(4, b"\\0" * 8 + b"A" + bytes(16))
    if word == "forge": os.write(4, b"\\0" * 8 + b"W" + bytes(8) + b"\\1" + bytes(7) + b"0")
    if word == "parent": os.kill(os.getppid(), 9); time.sleep(100)
    if word == "garble": os.write(4, b"garbage" * 9)
    if word == "fork": os.fork()
    if word == "daemon" and os.fork() == 0:
        os.setsid(); os.execv("/bin/sh", ["sh", "-c", "sleep 100; : " + data.decode().split()[1]])
    if word == "flood":
        for _ in range(3000): print("x" * 1000); print("y" * 1000, file=sys.stderr)
    if word == "chatter": print("out"); print("err", file=sys.stderr)
    if word == "mute": sys.stdout = None; sys.stderr.close()
    if word == "later" and len(READ) > 1: os.abort()
    if word == "hoard": READ.append(b"x" * (16 << 20))

class Reader:
    @staticmethod
    def path(path):
        if not os.path.exists(path): raise KeyError(path)
        print(path)

not_callable = 5
'''


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder with the target in it."""
    made = tmp_path_factory.mktemp("python")
    (made / "target.py").write_text(TARGET, encoding="ascii")
    (made / "broken.py").write_text("raise OSError('no licence')\n", encoding="ascii")
    (made / "signature.py").write_text("def read(data): return data == b''\n", encoding="ascii")
    return made


def consumer(folder: Path, target: str = "target:read", **more: object) -> PythonConsumer:
    settings = {"limits": LIMITS, "cwd": str(folder), **more}
    return PythonConsumer("engine", target, **settings)  # type: ignore[arg-type]  # passed on


def file(folder: Path, text: str) -> str:
    path = folder / f"{text.partition(' ')[0]}.bin"
    path.write_text(text, encoding="ascii")
    return str(path)


ENDS = {
    "fine": (OutcomeKind.ACCEPTED, ""),
    "none": (OutcomeKind.ACCEPTED, ""),
    "zero": (OutcomeKind.ACCEPTED, ""),
    "false": (OutcomeKind.REJECTED, ""),
    "value": (OutcomeKind.REJECTED, ""),
    "own": (OutcomeKind.REJECTED, ""),
    "narrow": (OutcomeKind.REJECTED, ""),
    "struct": (OutcomeKind.REJECTED, ""),
    "zlib": (OutcomeKind.REJECTED, ""),
    "end": (OutcomeKind.REJECTED, ""),
    "utf8": (OutcomeKind.REJECTED, ""),
    "index": (OutcomeKind.CRASHED, "IndexError in deeper"),
    "key": (OutcomeKind.CRASHED, "KeyError in read"),
    "assert": (OutcomeKind.CRASHED, "AssertionError in read"),
    "type": (OutcomeKind.CRASHED, "TypeError in read"),
    "recursion": (OutcomeKind.CRASHED, "RecursionError in endless"),
    "memory": (OutcomeKind.OUT_OF_MEMORY, "MemoryError in read"),
    "exit": (OutcomeKind.DIED, "SystemExit in read"),
    "die": (OutcomeKind.DIED, ""),
    "abort": (OutcomeKind.CRASHED, "SIGABRT"),
    "close": (OutcomeKind.DIED, ""),
    "garble": (OutcomeKind.DIED, ""),
    "answer": (OutcomeKind.DIED, ""),
    "forge": (OutcomeKind.DIED, ""),
    "parent": (OutcomeKind.CRASHED, "SIGKILL"),
    "fork": (OutcomeKind.ACCEPTED, ""),
    "flood": (OutcomeKind.ACCEPTED, ""),
    "mute": (OutcomeKind.ACCEPTED, ""),
}


def test_ends_and_what_they_mean(folder: Path) -> None:
    target: Consumer = consumer(folder)
    names = [*ENDS, "fine"]
    outcomes = list(target.run_many(file(folder, name) for name in names))
    found = {name: (each.kind, each.signature) for name, each in zip(names, outcomes, strict=True)}
    assert found == ENDS
    assert outcomes[-1].kind is OutcomeKind.ACCEPTED
    assert all(outcome.after == () for outcome in outcomes)
    assert all(len(outcome.stdout) <= LIMITS.output_bytes for outcome in outcomes)


@pytest.mark.parametrize("name", ["fine", "own", "index", "abort", "garble", "die"])
def test_one_run_says_the_same(folder: Path, name: str) -> None:
    outcome = consumer(folder).run(file(folder, name))
    assert (outcome.kind, outcome.signature) == ENDS[name]


def test_a_target_with_threads_is_not_copied(folder: Path) -> None:
    text = (
        "import os, threading, time\n"
        "threading.Thread(target=time.sleep, args=(100,), daemon=True).start()\n"
        "def read(data):\n"
        "    if threading.active_count() != 2: raise KeyError('the thread is missing')\n"
        "    if data == b'abort': os.abort()\n"
    )
    (folder / "threaded.py").write_text(text, encoding="ascii")
    names = ("fine", "abort", "fine", "fine")
    outcomes = list(consumer(folder, "threaded:read").run_many(file(folder, n) for n in names))
    assert [each.kind.value for each in outcomes] == ["accepted", "crashed", "accepted", "accepted"]
    assert all(each.after == () for each in outcomes)


def test_a_hang_ends_at_the_time_limit(folder: Path) -> None:
    short = consumer(folder, limits=Limits(timeout_s=1.0))
    kinds = [each.kind for each in short.run_many([file(folder, "hang"), file(folder, "fine")])]
    assert kinds == [OutcomeKind.HUNG, OutcomeKind.ACCEPTED]


def test_output_belongs_to_its_file(folder: Path) -> None:
    paths = [file(folder, name) for name in ("chatter", "fine", "chatter")]
    said = [(each.stdout, each.stderr) for each in consumer(folder).run_many(paths)]
    assert said == [(b"out\n", b"err\n"), (b"", b""), (b"out\n", b"err\n")]


def test_exceptions_may_be_named(folder: Path) -> None:
    names = ("key", "index", "value", "own")
    paths = [file(folder, name) for name in names]
    named = consumer(folder, rejects=("LookupError", "target.FormatError"))
    kinds = dict(zip(names, (each.kind for each in named.run_many(paths)), strict=True))
    assert kinds == {
        "key": OutcomeKind.REJECTED,
        "index": OutcomeKind.REJECTED,
        "value": OutcomeKind.CRASHED,
        "own": OutcomeKind.REJECTED,
    }
    assert consumer(folder, rejects=()).run(paths[2]).signature == "ValueError in read"


def test_a_fault_that_needs_files_before_names_them(folder: Path) -> None:
    before = [file(folder, f"f{number}") for number in range(60)]
    outcomes = list(consumer(folder).run_many([*before, file(folder, "later"), before[0]]))
    assert outcomes[-2].kind is OutcomeKind.CRASHED
    assert outcomes[-2].after == tuple(before[-50:])
    assert outcomes[-1].kind is OutcomeKind.ACCEPTED


def test_memory_that_grows_is_no_files_fault(folder: Path) -> None:
    paths = [file(folder, "hoard")] * 9
    for limits in (
        replace(LIMITS, memory_bytes=110 << 20),
        replace(LIMITS, memory_bytes=110 << 20, address_space=False),
    ):
        outcomes = list(consumer(folder, limits=limits).run_many(paths))
        assert {each.kind for each in outcomes} == {OutcomeKind.ACCEPTED}


def test_nothing_of_it_runs_on(folder: Path) -> None:
    mark = f"mark-{uuid.uuid4().hex}"
    outcomes = consumer(folder).run_many([file(folder, f"daemon {mark}")] * 2)
    next(outcomes)
    outcomes.close()  # type: ignore[attr-defined]  # a generator
    assert marked_processes(mark) == []


def test_the_callable_may_take_a_path(folder: Path) -> None:
    target = consumer(folder, "target:Reader.path", gives="path")
    path = file(folder, "fine")
    outcome = target.run(path)
    assert (outcome.kind, outcome.stdout.decode().strip()) == (OutcomeKind.ACCEPTED, path)


def test_modules_come_from_the_users_folders_only(folder: Path, tmp_path: Path) -> None:
    # A module of ours has the same name, in the folder of the child's own file.
    here = consumer(folder, "signature:read")
    assert here.run(file(folder, "fine")).kind is OutcomeKind.REJECTED
    there = consumer(tmp_path, "signature:read", paths=(str(folder),))
    assert there.run(file(folder, "fine")).kind is OutcomeKind.REJECTED
    with pytest.raises(ConsumerError, match="No module named 'signature'"):
        consumer(tmp_path, "signature:read").run(file(folder, "fine"))


def test_coverage_counts_lines_in_a_fixed_order(folder: Path) -> None:
    target = consumer(folder, coverage=True)
    names = ("fine", "index", "fine", "abort", "fine", "value")
    seen = [each.coverage for each in target.run_many([file(folder, name) for name in names])]
    assert seen[0] is not None
    assert seen[0] == seen[2] == seen[4]
    assert seen[3] is None
    assert seen[1] is not None
    assert seen[5] is not None
    assert len(seen[0]) == len(seen[1]) > 40
    assert {sum(map(bool, each)) for each in (seen[0], seen[1], seen[5]) if each} != {0}
    assert seen[1] != seen[0] != seen[5]
    assert consumer(folder).run(file(folder, "fine")).coverage is None
    assert target.run(file(folder, "recursion")).signature == "RecursionError in endless"


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"target": "target"}, "expected a target such as package.module:function"),
        ({"target": "target:read()"}, "expected a target such as"),
        ({"target": "=x:y"}, "expected a target such as"),
        ({"gives": "stream"}, "bytes or path, not 'stream'"),
        ({"rejects": ("Value,Error",)}, "no name of an exception"),
        ({"python": "no-such-python"}, "no interpreter no-such-python"),
        ({"python": "./target.py"}, "no interpreter ./target.py"),
    ],
)
def test_what_is_spelled_wrongly_is_refused(
    folder: Path, settings: dict[str, object], message: str
) -> None:
    with pytest.raises(ConsumerError) as caught:
        consumer(folder, **settings)  # type: ignore[arg-type]  # passed on
    assert message in str(caught.value)
    assert "engine" in str(caught.value)


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("nowhere:read", "No module named 'nowhere'"),
        ("target:missing", "has no attribute 'missing'"),
        ("target:not_callable", "not_callable of target cannot be called"),
        ("broken:read", "OSError: no licence"),
    ],
)
def test_what_cannot_be_loaded_is_an_error(folder: Path, target: str, message: str) -> None:
    with pytest.raises(ConsumerError) as caught:
        consumer(folder, target).run(file(folder, "fine"))
    assert message in str(caught.value)
    assert "consumer engine: it cannot be loaded" in str(caught.value)


def test_what_is_no_file_is_an_error(folder: Path) -> None:
    with pytest.raises(ConsumerError, match="is not a regular file"):
        consumer(folder).run(str(folder))


def test_the_reproduction_command_does_the_same(folder: Path) -> None:
    target = consumer(folder, env={"GREETING": "it's me"})
    command = target.reproduce(file(folder, "index"))
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=False)
    assert b"IndexError: index out of range" in done.stderr
    by_path = consumer(folder, "target:Reader.path", gives="path")
    path = file(folder, "fine")
    done = subprocess.run(
        ["/bin/sh", "-c", by_path.reproduce(path)], capture_output=True, check=True
    )
    assert done.stdout.decode().strip() == path


def test_another_interpreter_may_be_named(folder: Path) -> None:
    named = consumer(folder, python=sys.executable)
    assert named.run(file(folder, "fine")).kind is OutcomeKind.ACCEPTED
    relative = consumer(folder, python=os.path.relpath(sys.executable, folder))
    assert relative.limits_text == "20 s and 256 MiB"
    assert relative.run(file(folder, "own")).kind is OutcomeKind.REJECTED


def test_coverage_reaches_the_modules_beside_the_target(folder: Path) -> None:
    (folder / "facade.py").write_text("from target import read\n")
    (folder / "unused.py").write_text("value = 1\n" * 500)
    target = consumer(folder, "facade:read", coverage=True)
    fine, other = (target.run(file(folder, name)).coverage for name in ("fine", "value"))
    assert fine is not None
    assert other is not None
    assert 40 < len(fine) < 500
    assert any(fine)
    assert fine != other


def test_a_folder_to_import_from_is_named_once(folder: Path) -> None:
    target = consumer(folder, paths=(str(folder),))
    assert target.reproduce("file").startswith(f"PYTHONPATH={folder} ")


def test_chance_follows_from_the_input(folder: Path) -> None:
    (folder / "dice.py").write_text(
        "import random\ndef read(data):\n    if random.random() < 0.5: raise IndexError(data)\n",
        encoding="ascii",
    )
    dice = consumer(folder, "dice:read")
    inputs = [b"%d" % number for number in range(24)]
    first = [outcome.kind for outcome in dice.run_bytes_many(inputs)]
    assert set(first) == {OutcomeKind.ACCEPTED, OutcomeKind.CRASHED}
    alone = [dice.run(file(folder, f"{number}")).kind for number in (3, 11)]
    again = [outcome.kind for outcome in dice.run_bytes_many(inputs[::-1])]
    assert again[::-1] == first and alone == [first[3], first[11]]
