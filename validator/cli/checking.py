"""Check the files of a run, one after another, or in worker processes when it is worth it.

Comes in: tasks and files. Goes out: results in the order of the files. Worker processes are
imported (`pool`) only when they are used.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence

from validator.check.schema import too_large
from validator.check.session import check_file
from validator.cli.inputs import STDIN
from validator.cli.workload import Task
from validator.events import FileChecked

STDIN_NAME = "<stdin>"
MIN_FILES = 8
MIN_BYTES = 4 << 20
MAX_JOBS = 64


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
    if jobs > 1:
        from validator.cli.pool import check_in_workers

        yield from check_in_workers(tasks, files, jobs=jobs, max_findings=max_findings)
        return
    for path, number in files:
        yield check_one(tasks[number], path, max_findings)


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
