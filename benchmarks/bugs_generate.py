"""A generator in Python against a build: one process, as its users would run it.

`bugs_generate.py KIND SERVER CRASH SEED SECONDS ATTACHMENTS`: KIND is `binary` or `strategy`
(Hypothesis) or `fandango`. The input that ends the server is written to CRASH; the count of
executions is printed.
"""

from __future__ import annotations

import itertools
import os
import random
import struct
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "corpus" / "channel_file")]
_ROUND = 200


class Server:
    """The build, which answers inputs until one of them kills it."""

    def __init__(self, program: str, crash: Path, seconds: float) -> None:
        self.child = subprocess.Popen(
            [program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.crash = crash
        self.end = time.monotonic() + seconds
        self.executions = 0

    def run(self, data: bytes) -> None:
        """Run one input; ends this process when it kills the build, or time is up."""
        assert self.child.stdin is not None
        assert self.child.stdout is not None
        self.executions += 1
        try:
            self.child.stdin.write(struct.pack("<I", len(data)) + data)
            self.child.stdin.flush()
            answer = self.child.stdout.read(1)
        except BrokenPipeError:
            answer = b""
        if not answer:
            self.crash.write_bytes(data)
        if not answer or time.monotonic() > self.end:
            # At once: a framework would go on drawing the rest of its round.
            print(f"executions {self.executions}", flush=True)
            self.child.kill()
            self.child.wait()
            os._exit(0)


def _hypothesis(server: Server, kind: str, seed: int, attachments: bool) -> None:
    # Each generator has an environment of its own, and only one of them is there.
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import seed as seeded
    from hypothesis import strategies as st

    from benchmarks.bugs_strategy import channel_files

    files = st.binary(max_size=4096) if kind == "binary" else channel_files(attachments)
    checks = list(HealthCheck)

    # Rounds: the data tree of one long run grows, and every example gets slower.
    for number in itertools.count():

        @seeded(seed * 1_000_003 + number)
        @settings(
            max_examples=_ROUND,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=checks,
        )
        @given(files)
        def one_round(data: bytes) -> None:
            server.run(data)

        one_round()


def _fandango(server: Server, seed: int, attachments: bool) -> None:
    from fandango import Fandango

    from benchmarks.bugs_grammar import grammar
    from build import seal

    random.seed(seed)
    for tree in Fandango(grammar(attachments)).generate_solutions():
        server.run(seal(tree.to_bytes()))


def main(argv: list[str]) -> int:
    """Generate until the server dies or time is up."""
    kind, program, crash, seed, seconds, attachments = argv
    server = Server(program, Path(crash), float(seconds))
    if kind == "fandango":
        _fandango(server, int(seed), attachments == "1")
    else:
        _hypothesis(server, kind, int(seed), attachments == "1")
    return 1  # a generator that has no end has ended


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
