"""Check many files, one after another or in worker processes; results in order either way.

Workers ignore Ctrl-C and leave when their parent is gone, whatever ended it; on an interrupt
the parent kills them. A worker that dies (a file that needs too much memory) is told as such.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection

from validator.check.schema import too_large
from validator.check.session import check_file
from validator.cli.inputs import STDIN
from validator.cli.workload import Task
from validator.errors import UsageError
from validator.events import FileChecked

STDIN_NAME = "<stdin>"
MIN_FILES = 8
MIN_BYTES = 4 << 20
MAX_JOBS = 64
_LARGEST_CHUNK = 32

_tasks: Sequence[Task] = ()
_max_findings = 1


def choose_jobs(paths: Sequence[str], wanted: int | None) -> int:
    """Return how many processes to use.

    Args:
        paths: the files.
        wanted: the user's word, or None.
    """
    if wanted is not None:
        return max(1, min(wanted, len(paths)))
    if len(paths) < MIN_FILES or not _is_worth_it(paths):
        return 1
    return max(1, min(len(os.sched_getaffinity(0)), len(paths), MAX_JOBS))


def check_all(
    tasks: Sequence[Task], files: Sequence[tuple[str, int]], *, jobs: int, max_findings: int
) -> Iterator[FileChecked]:
    """Check files and yield results in the order of the files.

    Args:
        tasks: schemas and contracts.
        files: (path, index in `tasks`); `-` is standard input.
        jobs: processes; 1 checks in this one.
        max_findings: per file.
    Raises:
        UsageError: a worker died.
    """
    if jobs <= 1:
        for path, number in files:
            yield check_one(tasks[number], path, max_findings)
        return
    # Forking costs nothing and inherits what is compiled, but only without threads.
    way = "fork" if threading.active_count() == 1 and sys.platform == "linux" else "spawn"
    chunk = max(1, min(_LARGEST_CHUNK, len(files) // (jobs * 8)))
    inner = [item for item in files if item[0] != STDIN]
    executor = ProcessPoolExecutor(
        jobs, multiprocessing.get_context(way), _start_worker, (tuple(tasks), max_findings)
    )
    done = 0
    try:
        results = executor.map(_work, inner, chunksize=chunk)
        for path, number in files:
            if path == STDIN:
                yield check_one(tasks[number], path, max_findings)
            else:
                yield next(results)
                done += 1
    except BrokenProcessPool as error:
        suspects = ", ".join(path for path, _ in inner[done : done + 3])
        raise UsageError(
            f"a worker process died while it checked {suspects} or a file soon after\n"
            "  hint      it may have been killed for memory; --jobs 1 checks one file at a time"
        ) from error
    finally:
        _stop(executor)


def check_one(task: Task, path: str, max_findings: int) -> FileChecked:
    """Check one file or standard input.

    Args:
        task: its schema and contracts.
        path: a file, or `-`.
        max_findings: stop after this many.
    """
    if path != STDIN:
        return check_file(task.schema, path, contracts=task.contracts, max_findings=max_findings)
    limit = task.schema.program.budget.file_size
    data = read_stdin(limit)
    if len(data) > limit:
        return FileChecked(STDIN_NAME, limit, (too_large(STDIN_NAME, len(data), limit),))
    found = task.schema.check_bytes(
        data, file=STDIN_NAME, contracts=task.contracts, max_findings=max_findings
    )
    return FileChecked(STDIN_NAME, len(data), tuple(found))


def read_stdin(limit: int) -> bytes:
    """Read standard input, at most one byte more than the limit.

    Args:
        limit: in bytes.
    """
    return sys.stdin.buffer.read(limit + 1)


def _is_worth_it(paths: Sequence[str]) -> bool:
    total = 0
    for path in paths:
        try:
            total += os.stat(path).st_size
        except (OSError, ValueError):
            continue
        if total >= MIN_BYTES:
            return True
    return False


def _start_worker(tasks: Sequence[Task], max_findings: int) -> None:
    global _tasks, _max_findings
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _tasks, _max_findings = tasks, max_findings
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _work(item: tuple[str, int]) -> FileChecked:
    path, number = item
    return check_one(_tasks[number], path, _max_findings)


def _stop(executor: ProcessPoolExecutor) -> None:
    """End the workers at once; after a complete run they are idle, after an interrupt not."""
    executor.shutdown(wait=False, cancel_futures=True)
    for child in multiprocessing.active_children():
        child.kill()
