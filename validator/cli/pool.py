"""Check many files in worker processes; results in the order of the files.

Workers ignore Ctrl-C and leave when their parent is gone, whatever ended it; on an interrupt
the parent kills them. A worker that dies (a file that needs too much memory) is told as such.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import connection

from validator.cli.checking import check_one
from validator.cli.inputs import STDIN
from validator.cli.workload import Task
from validator.errors import UsageError
from validator.events import FileChecked

_LARGEST_CHUNK = 32

_tasks: Sequence[Task] = ()
_max_findings = 1


def check_in_workers(
    tasks: Sequence[Task], files: Sequence[tuple[str, int]], *, jobs: int, max_findings: int
) -> Iterator[FileChecked]:
    """Check files in worker processes and yield results in the order of the files.

    Args:
        tasks: schemas and contracts.
        files: (path, index in `tasks`); `-` is standard input, read in this process.
        jobs: processes.
        max_findings: per file.
    Raises:
        UsageError: a worker died.
    """
    # Forking costs nothing and inherits what is compiled, but only without threads.
    way = "fork" if threading.active_count() == 1 and sys.platform == "linux" else "spawn"
    inner = [item for item in files if item[0] != STDIN]
    others = set(multiprocessing.active_children())
    executor = ProcessPoolExecutor(
        jobs, multiprocessing.get_context(way), _start_worker, (tuple(tasks), max_findings)
    )
    is_whole = False
    try:
        results = _in_order(executor, inner, max(1, min(_LARGEST_CHUNK, len(inner) // (jobs * 8))))
        for path, number in files:
            if path == STDIN:
                yield check_one(tasks[number], path, max_findings)
            else:
                yield next(results)
        is_whole = True
    finally:
        if not is_whole:
            # Killed rather than cancelled: a file that is being read would hold the run.
            for child in set(multiprocessing.active_children()).difference(others):
                child.kill()
        executor.shutdown()


def _in_order(
    executor: ProcessPoolExecutor, files: Sequence[tuple[str, int]], size: int
) -> Iterator[FileChecked]:
    """Hand out files in lots of a size, and yield results in the order of the files."""
    lots = [files[at : at + size] for at in range(0, len(files), size)]
    with _interrupts_held():  # until the workers ignore them
        waiting = deque((lot, executor.submit(_work, lot)) for lot in lots)
    while waiting:
        lot, future = waiting.popleft()
        try:
            yield from future.result()
        except BrokenProcessPool as error:
            names = ", ".join(path for path, _ in lot[:3])
            raise UsageError(
                f"a worker process died while it checked {names} or a file soon after\n"
                "  hint      it may have been killed for memory; --jobs 1 uses one process"
            ) from error


def _start_worker(tasks: Sequence[Task], max_findings: int) -> None:
    global _tasks, _max_findings
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _tasks, _max_findings = tasks, max_findings
    threading.Thread(target=_leave_with_parent, daemon=True).start()


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back; processes that are started here inherit that."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _work(lot: Sequence[tuple[str, int]]) -> list[FileChecked]:
    return [check_one(_tasks[number], path, _max_findings) for path, number in lot]
