"""Real processes: whatever ends contentgate, nothing of a consumer that serves files runs on."""

import signal
import subprocess
import sys
import threading
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

_GATE = """
import sys
from validator.consumers import isolation
from validator.consumers.command import CommandConsumer
from validator.consumers.python import PythonConsumer
from validator.consumers.sandbox import Limits
kind, box, mark, folder, path = sys.argv[1:]
if box == "no":
    isolation.bubblewrap = lambda: None
limits = Limits(timeout_s=100)
if kind == "python":
    consumer = PythonConsumer("p", "sleeper:read", limits=limits, cwd=folder, env={"MARK": mark})
else:
    consumer = CommandConsumer("c", ("/bin/sh", "{file}", mark), limits=limits, cwd="/")
for outcome in consumer.run_many([path] * 3):
    print(outcome.kind, flush=True)
"""
_SLEEPER = """
import os
def read(data):
    mark = os.environ["MARK"]
    if os.fork() == 0:
        os.setsid()
        os.execv("/bin/sh", ["sh", "-c", "sleep 100; : " + mark])
    os.system("sleep 100; : " + mark)
"""


def marked(mark: str) -> int:
    """Count processes that have the mark in their arguments."""
    count = 0
    for entry in Path("/proc").iterdir():
        try:
            count += mark.encode() in (entry / "cmdline").read_bytes()
        except OSError:
            continue
    return count


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until a condition holds; fails after a minute."""
    pause = threading.Event()
    for _ in range(1200):
        if condition():
            return
        pause.wait(0.05)
    pytest.fail("condition did not come true")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("kind", ["command", "python"])
@pytest.mark.parametrize("box", ["yes", "no"])
def test_nothing_survives(tmp_path: Path, number: signal.Signals, kind: str, box: str) -> None:
    mark = f"mark-{uuid.uuid4().hex}"
    (tmp_path / "sleeper.py").write_text(_SLEEPER, encoding="ascii")
    script = tmp_path / "script"
    script.write_text("setsid sh -c 'sleep 100; : '$0$1 $1 & sleep 100\n", encoding="ascii")
    words = [kind, box, mark, str(tmp_path), str(script)]
    with subprocess.Popen(
        [sys.executable, "-c", _GATE, *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as gate:
        wait_for(lambda: marked(mark) >= 3)  # contentgate is one of them
        gate.send_signal(number)
        gate.wait(timeout=60)
    wait_for(lambda: marked(mark) == 0)
