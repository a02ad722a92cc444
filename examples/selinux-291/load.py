"""Let a real Linux kernel load a policy: `python load.py FILE`.

Prints its verdict, and its last words if any. Exit status 0 accepted, 1 rejected, 2 it died.
"""

from __future__ import annotations

import sys

from validator.consumers.kernel import KernelConsumer
from validator.consumers.protocol import OutcomeKind
from validator.consumers.sandbox import Limits

_TRACE_LINES = 24


def main(path: str) -> int:
    """Load one policy.

    Args:
        path: the file.
    Returns:
        exit status.
    """
    kernel = KernelConsumer("linux", "selinux", limits=Limits(timeout_s=20.0))
    outcome = kernel.run(path)
    print(f"{outcome.kind.value}{f': {outcome.signature}' if outcome.signature else ''}")
    words = (outcome.stdout + outcome.stderr).decode("ascii", "backslashreplace")
    for line in words.splitlines()[:_TRACE_LINES]:
        print(f"  | {line.rstrip()}")
    return {OutcomeKind.ACCEPTED: 0, OutcomeKind.REJECTED: 1}.get(outcome.kind, 2)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
