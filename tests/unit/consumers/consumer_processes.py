"""Looking at the processes of this machine."""

import os
from pathlib import Path


def is_running(pid: int) -> bool:
    """Tell whether a process exists and is no zombie."""
    try:
        state = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b") ")[2][:1]
    except OSError:
        return False
    return state not in (b"Z", b"X")


def marked_processes(mark: str) -> list[int]:
    """Return the ids of all processes whose environment or arguments hold a mark."""
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit() and int(entry) != os.getpid() and is_running(int(entry)):
            try:
                text = Path(f"/proc/{entry}/cmdline").read_bytes()
            except OSError:
                continue
            if mark.encode() in text:
                found.append(int(entry))
    return found
