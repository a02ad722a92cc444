"""Read what a virtual machine says: lines of its init program, and last words of its kernel.

Comes in: bytes of both streams. Goes out: one `FileReport` a file, and the `Signature` of a panic
or of a report in the kernel's log. It refuses to know how a machine is started, and treats
everything as hostile: only fixed patterns are searched, in lines of bounded length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from validator.consumers.signature import Signature
from validator.dataclass import dataclass

_LINE_LIMIT = 16384
_TEXT_LIMIT = 8192
_LINE = re.compile(
    rb"(ready|done|try|result|log|fault|end|stuck|spoiled|gone|unread|failed)"
    rb"(?: (\d{1,9}))?(?: (.*))?",
    re.DOTALL,
)
_LEVEL = re.compile(r"^(?:<\d{1,3}>)?(?:\[ *\d+\.\d+\] )?")
_ESCAPE = re.compile(r"\\x([0-9a-f]{2})")
_PANIC = re.compile(r"Kernel panic - not syncing: (?P<what>.{1,300})")
_SLAB = re.compile(r"^BUG (?P<cache>[\w-]{1,40}) \([^)]{0,80}\): (?P<what>.{1,200})")
_BUG = re.compile(r"^BUG: (?P<what>.{1,200})")
_WARNING = re.compile(
    r"^WARNING: CPU: \d+ PID: \d+ at (?P<place>\S{1,200}?):\d+(?: (?P<function>\w{1,100}))?"
)
_NO_MEMORY = re.compile(
    r"[Oo]ut of memory|oom-kill|deadlocked on memory|invoked oom-killer|no killable processes"
)
_FRAME = re.compile(r"^ ?\[<[0-9a-f]+>\] (?P<guess>\? )?(?P<name>[\w.]+)\+0x(?P<offset>[0-9a-f]+)/")
_ADDRESS = re.compile(r"\baddr 0x([0-9a-f]+), ip 0x[0-9a-f]+")
_SAYS_NOTHING = re.compile(
    r"SELinux: failed to load policy$|audit: type=1403 |libbpf: failed to load object "
    r"|processed \d+ insns |stack depth \d|verification time \d"
)
_NULL_PAGE = 4096
_REPORTING = re.compile(
    r"^(?:_?printk|v?panic|show_stack|dump_stack\w*|__warn\w*|warn_slowpath\w*|report_bug"
    r"|um_set_signals\w*|(?:un)?block_signals\w*|segv\w*|sig_handler\w*|hard_handler|real_\w+"
    r"|slab_\w+|object_err|check_\w+|free_to_partial_list|free_debug_\w+|alloc_debug_\w+"
    r"|print_\w+|_*k[vm]?m?(?:free|alloc|zalloc|calloc|realloc|memdup)\w*|_*kmem_cache_\w+"
    r"|__?slab_\w+|kfree\w*|kvfree\w*|mem(?:cpy|set|move|cmp)|str(?:n?len|n?cmp|n?cpy|scpy)"
    r"|hashlen_string|handle_syscall|userspace|interrupt_end|fork_handler|new_thread_handler"
    r"|__?schedule|schedule\w*)(?:\.\w+)*$"
)


@dataclass(frozen=True, slots=True)
class FileReport:
    """What the machine said about one file.

    Attributes:
        number: 0-based, in the order in which the machine was given the files.
        error: 0 the kernel took it, an errno when it refused it, None when it did not answer.
        ending: how its turn ended: `end`, `stuck`, `spoiled`, `gone`, `unread`; "" when it did not.
        code: number that came with the ending.
        log: the last words of the kernel's log about a refused file.
        faults: reports of faults and warnings in the kernel's log.
        wall_s: seconds that loading and using it took; 0.0 when it did not end.
    """

    number: int
    error: int | None = None
    ending: str = ""
    code: int = 0
    log: str = ""
    faults: tuple[str, ...] = ()
    wall_s: float = 0.0


class Transcript:
    """Everything that one machine has said about its files, in order."""

    __slots__ = ("failed", "is_done", "is_ready", "reports")

    def __init__(self) -> None:
        self.reports: dict[int, FileReport] = {}
        self.is_ready = False
        self.is_done = False
        self.failed: int | None = None

    @property
    def open_report(self) -> FileReport | None:
        """The file that the machine is at, if any."""
        last = next(reversed(self.reports.values()), None)
        return last if last is not None and not last.ending else None

    def feed(self, line: bytes) -> bool:
        """Take one line of the channel; lines of other origin are ignored.

        Args:
            line: without its end.
        Returns:
            whether it was one of the init program's.
        """
        match = _LINE.fullmatch(line[:_LINE_LIMIT].rstrip(b"\r"))
        if match is None:
            return False
        word, number = match.group(1).decode("ascii"), int(match.group(2) or 0)
        rest = _unescaped(match.group(3) or b"")
        match word:
            case "ready":
                self.is_ready = True
            case "done":
                self.is_done = True
            case "failed":
                self.failed = number
            case "try":
                self.reports[number] = FileReport(number)
            case "unread":
                self.reports[number] = FileReport(number, ending="unread", code=_number(rest))
            case _ if number in self.reports:
                self.reports[number] = _with(self.reports[number], word, rest)
        return True


def _with(report: FileReport, word: str, rest: str) -> FileReport:
    """Return a report with what one more line says."""
    match word:
        case "result":
            return replace(report, error=_number(rest))
        case "log":
            return replace(report, log=rest)
        case "fault":
            return replace(report, faults=(*report.faults, rest))
        case "end":
            return replace(report, ending=word, wall_s=_number(rest) / 1e6)
        case _:
            return replace(report, ending=word, code=_number(rest))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _unescaped(data: bytes) -> str:
    text = data[:_TEXT_LIMIT].decode("ascii", "backslashreplace")
    return _ESCAPE.sub(lambda found: chr(int(found.group(1), 16)), text)


def last_words(log: str) -> str:
    """Return the last line of the kernel's log that says something, without its level.

    Args:
        log: text of the log.
    """
    said = [text for line in log.splitlines() if (text := _LEVEL.sub("", line).strip())]
    telling = [text for text in said if not _SAYS_NOTHING.match(text)]
    return (telling or said or [""])[-1]


def recognize_panic(console: str) -> Signature | None:
    """Find the panic that ended a kernel.

    Args:
        console: what the console showed until the machine ended.
    Returns:
        a signature such as `kernel panic: fault at a null pointer in sel_write_load`, without
        addresses and values; None when there was no panic.
    """
    lines = _plain(console)
    for number, line in enumerate(lines):
        if match := _PANIC.search(line):
            what = _without_values(match.group("what"))
            no_memory = _NO_MEMORY.search(what) is not None
            return Signature(_in_function(f"kernel panic: {what}", lines[number:]), True, no_memory)
    return None


def recognize_fault(report: str) -> Signature | None:
    """Tell what a report in the kernel's log is about.

    Args:
        report: text from the first line of the report on.
    Returns:
        for a fault of the kernel a signature such as `kernel memory damaged: Redzone overwritten
        in aa_free_profile`; for memory that ran out one that is no fault; None for a warning.
    """
    lines = _plain(report)
    for number, line in enumerate(lines):
        if match := _SLAB.match(line):
            text = f"kernel memory damaged: {_without_values(match.group('what'))}"
            return Signature(_in_function(text, lines[number:]), True, False)
        if match := _BUG.match(line):
            text = f"kernel bug: {_without_values(match.group('what'))}"
            return Signature(_in_function(text, lines[number:]), True, False)
    if any(_NO_MEMORY.search(line) for line in lines):
        return Signature("the kernel ran out of memory", False, True)
    return None


def warnings_of(reports: Sequence[str]) -> tuple[str, ...]:
    """Return the warnings among reports: `kernel warning: mm/page_alloc.c in kvmalloc_node`.

    Args:
        reports: texts of reports in the kernel's log.
    Returns:
        each once, in order.
    """
    found: dict[str, None] = {}
    for report in reports:
        lines = _plain(report)
        for number, line in enumerate(lines):
            if match := _WARNING.match(line):
                text = f"kernel warning: {match.group('place')}"
                named = _in_function(text, lines[number + 1 :])
                if named == text and match.group("function"):
                    named = f"{text} in {match.group('function')}"
                found[named] = None
    return tuple(found)


def _plain(text: str) -> list[str]:
    return [_LEVEL.sub("", line)[:_LINE_LIMIT] for line in text.splitlines()]


def _in_function(text: str, lines: Sequence[str]) -> str:
    for name in _functions(lines):
        return f"{text} in {name}"
    return text


def _functions(lines: Sequence[str]) -> Iterator[str]:
    """Names in the first call trace, innermost first; those that are certain come first.

    Without frame pointers the kernel prints all that looks like a return address (`?`). One that
    points at the start of a function never is one.
    """
    frames = list(_frames(lines))
    for is_guess in (False, True):
        for frame in frames:
            if (frame["guess"] is not None) is is_guess and not _REPORTING.match(frame["name"]):
                yield frame["name"].partition(".")[0]


def _frames(lines: Sequence[str]) -> Iterator[re.Match[str]]:
    is_inside = False
    for line in lines:
        if line.startswith("Call Trace:"):
            is_inside = True
        elif is_inside and (frame := _FRAME.match(line)):
            if int(frame["offset"], 16):
                yield frame
        elif is_inside:
            return


def _without_values(what: str) -> str:
    """Reduce a headline to what is the same on every run."""
    if match := _ADDRESS.search(what):
        is_null = int(match.group(1), 16) < _NULL_PAGE
        place = "a null pointer" if is_null else "a wild pointer"
        what = what[: match.start()].replace("Kernel mode fault at ", "fault at ") + place
    what = re.sub(r"0x[0-9a-f]+(?:-0x[0-9a-f]+)?", "N", what)
    what = re.sub(r"\b\d+\b", "N", what)
    return " ".join(what.split())[:160]
