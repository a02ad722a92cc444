"""Run one content file in a sensor version: `python sensor.py VERSION FILE`.

Exit status 0 accepted, 3 refused; the seeded fault ends in a traceback, as a crash would.
"""

from __future__ import annotations

import sys
from pathlib import Path

from interpreter import Refused, run_content

# What the integration code of each version supplies for an IPC event, in parameter order.
_IPC_EVENT = (
    b"\\pipe\\mojo.4711.c2", b"C:\\Windows\\explorer.exe", b"alice", b"explorer.exe",
    b"C:\\Windows\\userinit.exe", b"alice", b"userinit.exe", b"Example Corp",
    b"00112233445566778899", b"", b"", b"IPC$", b"FILESERVER", b"LAPTOP-7", b"alice", b"1",
    b"WinSta0", b"Default", b"users", b"medium",
)  # fmt: skip
IPC_INPUTS = {"7.11": _IPC_EVENT, "7.16": (*_IPC_EVENT, b"fileserver.example")}


def main(version: str, path: str) -> int:
    """Interpret the file and say what came of it.

    Args:
        version: `7.11`, which supplies 20 inputs, or `7.16`, which supplies 21 and checks.
        path: the content file.
    Returns:
        Exit status.
    """
    supplied = {"ipc": IPC_INPUTS[version]}
    data = Path(path).read_bytes()
    try:
        count, matches = run_content(data, supplied, check_input_bounds=version != "7.11")
    except Refused as refusal:
        print(f"refused: {refusal}")
        return 3
    print(f"accepted: {count} instances, {matches} match")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in IPC_INPUTS:
        print("usage: sensor.py 7.11|7.16 FILE", file=sys.stderr)
        sys.exit(2)
    sys.exit(main(sys.argv[1], sys.argv[2]))
