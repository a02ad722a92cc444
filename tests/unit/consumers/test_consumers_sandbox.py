"""The sandbox with real programs that misbehave in every way we know of."""

import os
import signal
import subprocess
import sys
import threading
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from consumer_processes import marked_processes

from validator.consumers.isolation import bubblewrap, network_mode
from validator.consumers.sandbox import Limits, Run, Sandbox, run_program
from validator.errors import ConsumerError

Program = Callable[[str], str]

LIMITS = Limits(timeout_s=20.0)
SHORT = Limits(timeout_s=0.5)


def run(argv: list[str], limits: Limits = LIMITS, **more: str) -> Run:
    return run_program(argv, limits, cwd="/", **more)  # type: ignore[arg-type]  # passed on


def test_output_status_and_usage_are_recorded(shell_program: Program) -> None:
    done = run([shell_program('echo out "$1"; echo err >&2; exit 7'), "argument"])
    assert (done.why, os.WEXITSTATUS(done.status)) == ("ended", 7)
    assert (done.stdout, done.stderr) == (b"out argument\n", b"err\n")
    assert done.wall_s > 0
    assert done.cpu_s > 0
    assert done.max_rss > 0


def test_signal_is_in_the_status(shell_program: Program) -> None:
    assert os.WTERMSIG(run([shell_program("kill -SEGV $$")]).status) == signal.SIGSEGV


def test_program_starts_with_default_signals(python_program: Program) -> None:
    body = (
        "import signal\n"
        "status = open('/proc/self/status').read().split('SigBlk:')[1].split()[0]\n"
        "ignored = open('/proc/self/status').read().split('SigIgn:')[1].split()[0]\n"
        "pipe, xfsz = 1 << (signal.SIGPIPE - 1), 1 << (signal.SIGXFSZ - 1)\n"
        # Python itself ignores these two; a shell shows what it was started with.
        # 32 and 33 belong to the C library: no program can change them.
        "print(int(status, 16), int(ignored, 16) & ~(pipe | xfsz | 3 << 31))\n"
    )
    assert run([python_program(body)]).stdout == b"0 0\n"
    grep = run(["/bin/sh", "-c", "grep SigIgn /proc/self/status"])
    assert int(grep.stdout.split()[1], 16) & ~(3 << 31) == 0


def test_no_new_privileges_and_limits_are_set(shell_program: Program) -> None:
    text = "grep NoNewPrivs /proc/self/status; ulimit -c; ulimit -n; ulimit -t; ulimit -v"
    limits = Limits(timeout_s=3, memory_bytes=300 << 20, open_files=77)
    out = run([shell_program(text)], limits).stdout.split()
    assert out == [b"NoNewPrivs:", b"1", b"0", b"77", b"12", b"307200"]


def test_addresses_are_the_same_in_every_run(shell_program: Program) -> None:
    script = shell_program("cat /proc/self/personality; grep -E 'stack|heap' /proc/self/maps")
    first = run([script]).stdout
    if first.startswith(b"00000000"):
        pytest.skip("this machine does not permit it")
    assert run([script]).stdout == first


def test_address_space_is_left_alone_on_request(shell_program: Program) -> None:
    limits = replace(LIMITS, address_space=False)
    assert run([shell_program("ulimit -v")], limits).stdout == b"unlimited\n"


def test_environment_is_small_and_the_home_is_temporary(
    shell_program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI_SECRET_TOKEN", "hunter2")
    script = shell_program('env; touch "$HOME/litter" "$TMPDIR/more"; echo "home=$HOME"')
    done = run([script], env={"EXTRA": "1"})
    lines = done.stdout.decode().splitlines()
    assert "EXTRA=1" in lines
    assert not any("hunter2" in line for line in lines)
    home = next(line.removeprefix("home=") for line in lines if line.startswith("home="))
    assert home != os.environ.get("HOME")
    assert not Path(home, "litter").exists()
    assert not Path(home, "more").exists()


def test_descriptors_of_the_gate_do_not_leak(shell_program: Program) -> None:
    reader, writer = os.pipe()
    try:
        os.set_inheritable(reader, True)
        out = run([shell_program("ls /proc/self/fd")]).stdout.split()
    finally:
        os.close(reader)
        os.close(writer)
    assert set(out) <= {b"0", b"1", b"2", b"3"}  # 3 is the folder that ls reads


def test_network_is_cut_or_the_run_says_so(python_program: Program) -> None:
    body = "import os\nprint(os.readlink('/proc/self/ns/net'))"
    done = run([python_program(body)])
    namespace = done.stdout.decode().strip()
    if bubblewrap() is None and network_mode() == "none":
        assert done.notes == ("the network could not be cut off",)
    else:
        assert namespace != os.readlink("/proc/self/ns/net")
        assert done.notes == ()


@pytest.mark.skipif(network_mode() != "user+net", reason="needs an own user namespace")
def test_processes_are_limited_where_they_are_counted_apart(shell_program: Program) -> None:
    body = "for i in 1 2 3 4 5 6 7 8 9 10 11 12; do sleep 100 & done; echo started"
    done = run([shell_program(body)], replace(LIMITS, processes=8))
    assert b"Cannot fork" in done.stderr
    assert b"started" not in done.stdout


def test_an_open_network_is_noted(shell_program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("validator.consumers.isolation.bubblewrap", lambda: None)
    monkeypatch.setattr("validator.consumers.isolation.network_mode", lambda: "none")
    assert run([shell_program("exit 0")]).notes == ("the network could not be cut off",)


def test_only_the_tail_of_a_flood_is_kept(python_program: Program) -> None:
    body = (
        "import sys\n"
        "for n in range(300000):\n"
        "    sys.stdout.write(f'{n:09d}\\n'); sys.stderr.write('e' * 10)\n"
        "sys.stderr.write('the end')\n"
    )
    done = run([python_program(body)], replace(LIMITS, output_bytes=1000))
    assert len(done.stdout) == len(done.stderr) == 1000
    assert done.stdout.endswith(b"000299999\n")
    assert done.stderr.endswith(b"the end")


def test_endless_output_ends_at_the_time_limit() -> None:
    done = run(["/bin/sh", "-c", "yes"], replace(SHORT, output_bytes=4))
    assert (done.why, done.stdout) == ("hung", b"y\ny\n")


@pytest.mark.parametrize(
    "body",
    [
        "sleep 100",
        "trap '' TERM INT HUP; while :; do sleep 1; done",
        "kill -STOP $$",
        "sleep 100 & sleep 100 & wait",
        "setsid sleep 100 & setsid setsid sleep 100 & wait",
    ],
    ids=["sleeps", "ignores-signals", "stops-itself", "group", "own-sessions"],
)
def test_a_hang_is_ended_with_all_children(shell_program: Program, body: str) -> None:
    mark = f"mark-{uuid.uuid4().hex}"
    done = run([shell_program(body.replace("sleep 100", f"sh -c 'sleep 100; : {mark}'"))], SHORT)
    assert done.why == "hung"
    assert marked_processes(mark) == []


def test_a_daemon_does_not_outlive_the_run(python_program: Program) -> None:
    mark = f"mark-{uuid.uuid4().hex}"
    body = (
        "import os, subprocess, sys\n"
        "if os.fork() == 0:\n"
        "    os.setsid()\n"
        "    if os.fork() == 0:\n"
        "        for fd in (0, 1, 2): os.close(fd)\n"
        f"        os.execv('/bin/sh', ['sh', '-c', 'sleep 100; : {mark}'])\n"
        "    os._exit(0)\n"
        "os.wait()\n"
        "sys.exit(0)\n"
    )
    done = run([python_program(body)])
    assert (done.why, done.status) == ("ended", 0)
    assert any("still running, and were killed" in note for note in done.notes)
    assert marked_processes(mark) == []


def test_children_that_hold_the_pipes_do_not_block(shell_program: Program) -> None:
    done = run([shell_program("sleep 100 & echo started")])
    assert (done.why, done.stdout) == ("ended", b"started\n")


def test_address_space_is_limited(python_program: Program) -> None:
    body = "try:\n    bytearray(1 << 30)\nexcept MemoryError:\n    print('refused')"
    limits = replace(LIMITS, memory_bytes=200 << 20)
    assert run([python_program(body)], limits).stdout == b"refused\n"


def test_resident_memory_is_watched_over_all_processes(python_program: Program) -> None:
    body = (
        "import os, time\n"
        "for _ in range(3):\n"
        "    if os.fork() == 0:\n"
        "        break\n"
        "data = bytearray(b'x') * (60 << 20)\n"
        "time.sleep(100)\n"
    )
    limits = replace(LIMITS, memory_bytes=150 << 20)
    assert run([python_program(body)], limits).why == "memory"


def test_files_it_writes_are_limited(python_program: Program) -> None:
    body = (
        "import os, signal\n"
        "path = os.environ['TMPDIR'] + '/big'\n"
        "if os.fork() == 0:\n"
        "    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)\n"
        "    with open(path, 'wb') as file:\n"
        "        for _ in range(64): file.write(bytes(1 << 20))\n"
        "print(os.WTERMSIG(os.wait()[1]), os.path.getsize(path))\n"
    )
    done = run([python_program(body)], replace(LIMITS, file_bytes=2 << 20))
    assert done.stdout.split() == [b"%d" % signal.SIGXFSZ, b"%d" % (2 << 20)]


def test_processor_time_is_limited(shell_program: Program) -> None:
    done = run([shell_program("while :; do :; done")], replace(LIMITS, cpu_s=1))
    assert os.WTERMSIG(done.status) in (signal.SIGXCPU, signal.SIGKILL)


def test_standard_input_is_the_file_or_empty(content: str) -> None:
    assert run(["/bin/cat"], stdin_path=content).stdout == b"CONTENT\x00\x01"
    assert run(["/bin/cat"]).stdout == b""


def test_a_program_that_cannot_start_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "broken"
    path.write_bytes(b"\x7fELF" + bytes(60))
    path.chmod(0o755)
    with pytest.raises(ConsumerError, match="cannot be started: exec format error"):
        run([str(path)])
    with pytest.raises(ConsumerError, match="cannot be started"):
        run_program(["/bin/true"], LIMITS, cwd=str(tmp_path / "nowhere"))


@pytest.fixture
def no_bubblewrap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("validator.consumers.isolation.bubblewrap", lambda: None)


def kill_launcher(mark: str) -> str:
    return f"sh -c 'sleep 100; : {mark}' & kill -KILL $PPID; sleep 100"


@pytest.mark.usefixtures("no_bubblewrap")
def test_killing_the_launcher_is_an_error_and_leaves_nothing(shell_program: Program) -> None:
    mark = f"mark-{uuid.uuid4().hex}"
    with pytest.raises(ConsumerError, match="its sandbox was lost"):
        run([shell_program(kill_launcher(mark))])
    assert marked_processes(mark) == []


needs_bubblewrap = pytest.mark.skipif(bubblewrap() is None, reason="needs bubblewrap")


@needs_bubblewrap
def test_the_launcher_cannot_be_killed_from_inside_a_box(shell_program: Program) -> None:
    mark = f"mark-{uuid.uuid4().hex}"
    assert run([shell_program(kill_launcher(mark))], SHORT).why == "hung"
    assert marked_processes(mark) == []


@needs_bubblewrap
def test_a_box_is_read_only_and_has_places_of_its_own(
    shell_program: Program, tmp_path: Path
) -> None:
    script = shell_program(
        f"echo x > {tmp_path}/litter; echo x > /tmp/litter && cat /tmp/litter; ls /run /var/tmp\n"
        "echo processes $(ls -d /proc/[0-9]* | wc -l); grep CapEff /proc/self/status; exit 3"
    )
    done = run([script])
    assert not (tmp_path / "litter").exists()
    assert not Path("/tmp/litter").exists()
    assert done.stdout.startswith(b"x\n/run:\n\n/var/tmp:\nprocesses ")
    assert int(done.stdout.split(b"processes ")[1].split()[0]) <= 5
    assert int(done.stdout.split()[-1], 16) in (0, 1 << 2)  # CAP_DAC_READ_SEARCH
    assert any("read-only" in note for note in done.notes)


@pytest.mark.parametrize("is_boxed", [True, False])
def test_runs_of_one_sandbox_see_nothing_of_one_another(
    shell_program: Program, monkeypatch: pytest.MonkeyPatch, is_boxed: bool
) -> None:
    if not is_boxed:
        monkeypatch.setattr("validator.consumers.isolation.bubblewrap", lambda: None)
    script = shell_program(
        'ls -A "$HOME" | grep -x -e deep -e root\n'
        'mkdir -p "$HOME/deep/er"; echo x > "$HOME/deep/er/f"\n'
        'ln -s / "$HOME/root"; chmod 0 "$HOME/deep"; sleep 100 & exit 0'
    )
    with Sandbox("/", [script]) as sandbox:
        for _ in range(3):
            done = sandbox.run([script], LIMITS, {})
            assert (done.why, done.stdout) == ("ended", b"")
            assert any("still running" in note for note in done.notes)
    assert Path("/etc").is_dir()


_INTERRUPTED = """
import sys
from validator.consumers.sandbox import Limits, run_program
print("ready", flush=True)
run_program(["/bin/sh", "-c", sys.argv[1]], Limits(timeout_s=100), cwd="/")
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_survives_the_end_of_the_gate(number: signal.Signals) -> None:
    mark = f"mark-{uuid.uuid4().hex}"
    script = f"setsid sh -c 'sleep 100; : {mark}' & sleep 100; : {mark}"
    with subprocess.Popen(
        [sys.executable, "-c", _INTERRUPTED, script],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as gate:
        _wait_for(lambda: len(marked_processes(mark)) >= 3)  # the gate is one of them
        gate.send_signal(number)
        gate.wait(timeout=60)
    _wait_for(lambda: not marked_processes(mark))


def _wait_for(condition: Callable[[], bool]) -> None:
    """Wait until a condition holds; fails after a minute."""
    pause = threading.Event()
    for _ in range(1200):
        if condition():
            return
        pause.wait(0.05)
    pytest.fail("condition did not come true")
