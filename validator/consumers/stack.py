"""The stack in what a dying program wrote: sanitizers, the kernel, Python, our own driver.

Comes in: the ends of both outputs. Goes out: its frames, innermost first, without addresses. Output
is hostile: only fixed patterns are searched, line by line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_LIMIT = 12
_LINE_LIMIT = 1000
_MAX_LINES = 4000
_NUMBERED = re.compile(r"^\s*#\d+ +(?:0x[0-9a-f]+ +)?(?:in +)?(?P<rest>\S.*)$")
_PYTHON = re.compile(r'^  File "(?P<file>[^"\n]+)", line (?P<line>\d+), in (?P<name>.+)$')
_OWN_REPORT = re.compile(r"^contentgate: SIG[A-Z]+$")
_OWN_FRAME = re.compile(r"^    #\d+ (?:in .* )?\((?P<place>\S+\+0x[0-9a-f]+)\)$")
_PLACED = re.compile(r"^(?:\S+ )?\((?P<place>[^\s()/]+\+0x[0-9a-f]+)\)$")
_SYSTEM = re.compile(r"^(?:lib(?:c|m|pthread|gcc_s)|ld-linux)[-.\w]*\.so")
_SYSTEM_PLACE = re.compile(r"\(/(?:usr/)?lib\S*/(?P<name>[^\s()/]+)\+0x[0-9a-f]+\)")
_OURS = re.compile(r"^(?:call )?\S*library[-_]driver(?:\.c\b|\+0x|$)|[-(/]library-driver\+0x")
_TRACEBACK = "Traceback (most recent call last):"
_KERNEL = re.compile(r"^(?:\[[ \d.]+\])?\s*\[<[0-9a-f]+>\]\s+(?P<rest>[^?\s]\S*)")
_ADDRESS = re.compile(r"(?<!\+)\b0x[0-9a-f]+\b|\(BuildId: [0-9a-f]+\)")


def stack_frames(stdout: bytes, stderr: bytes) -> tuple[str, ...]:
    """Return the frames of the first stack that a program wrote.

    Args:
        stdout, stderr: the ends of both streams; standard error is searched first.
    Returns:
        at most 12 frames, innermost first; none when it wrote no stack.
    """
    for stream in (stderr, stdout):
        text = stream.decode("utf-8", "backslashreplace")
        lines = [line[:_LINE_LIMIT] for line in text.splitlines()[-_MAX_LINES:]]
        frames = _numbered(lines) or _python(lines) or _kernel(lines)
        if frames:
            return tuple(frames[:_LIMIT])
    return ()


def fault_place(stdout: bytes, stderr: bytes) -> str:
    """Return where a signal came from, such as `reader.so+0x1234`; of one build only.

    Args:
        stdout, stderr: the ends of both streams.
    Returns:
        the first place in a library that is not the system's, as the driver of libraries writes
        it; "" when nobody wrote it.
    """
    for stream in (stderr, stdout):
        lines = stream.decode("utf-8", "backslashreplace").splitlines()[-_MAX_LINES:]
        starts = [at for at, line in enumerate(lines) if _OWN_REPORT.match(line)]
        for line in lines[starts[-1] + 1 :] if starts else ():
            found = _OWN_FRAME.match(line[:_LINE_LIMIT])
            if found is None:
                break
            if not _SYSTEM.match(found["place"]):
                return found["place"]
    return ""


def place_in(frames: Sequence[str]) -> str:
    """Return the same as `fault_place`, from the frames of a stack.

    Args:
        frames: as `stack_frames` returns them.
    """
    for frame in frames:
        found = _PLACED.search(frame)
        if found is None:
            return ""
        if not _SYSTEM.match(found["place"]):
            return found["place"]
    return ""


def _numbered(lines: list[str]) -> list[str]:
    """Frames such as `#0 0x55 in parse /src/p.c:5:7`, of the first block of them."""
    frames: list[str] = []
    for line in lines:
        found = _NUMBERED.match(line)
        if found:
            if _OURS.search(found["rest"]):
                break  # where a library is called from
            frame = _SYSTEM_PLACE.sub(r"(\g<name>)", found["rest"])
            frames.append(_ADDRESS.sub("", frame).strip())
        elif frames:
            break
    return frames


def _python(lines: list[str]) -> list[str]:
    """Frames of the last traceback."""
    starts = [number for number, line in enumerate(lines) if line.rstrip() == _TRACEBACK]
    if not starts:
        return []
    found = (_PYTHON.match(line) for line in lines[starts[-1] + 1 :])
    frames = [f"{one['name']} {one['file']}:{one['line']}" for one in found if one]
    return frames[::-1]


def _kernel(lines: list[str]) -> list[str]:
    """Frames of a call trace of Linux."""
    found = (_KERNEL.match(line) for line in lines)
    return [re.sub(r"/0x[0-9a-f]+$", "", one["rest"]) for one in found if one]
