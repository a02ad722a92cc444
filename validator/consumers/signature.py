"""Recognize what a dying program says about itself.

Comes in: the ends of its outputs, and the signal. Goes out: a `Signature`: a short text that
is the same for the same fault, so no addresses, process ids or values. It refuses to know
what a verdict makes of it. Output is hostile: only fixed patterns are searched, line by line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from validator.dataclass import dataclass

_SANITIZER = re.compile(
    r"(?:ERROR|WARNING): (?P<tool>\w*Sanitizer): (?P<what>[^\n]{1,200})", re.ASCII
)
_UBSAN = re.compile(r"^(?P<place>[^\s:][^:\n]{0,300}:\d+)(?::\d+)?: runtime error: (?P<what>.+)$")
_SUMMARY = re.compile(r"SUMMARY: \w*Sanitizer: \S+ .* in (?P<function>\S+)\s*$")
_FRAME = re.compile(r"^\s*#\d+ +(?:0x[0-9a-f]+ +)?(?:in +)?(.*)$")
_PLACE = re.compile(r"(?:^| )(\(\S+\+0x[0-9a-f]+\)|\S+\.\w+:\d+\S*|/\S+$)")
_RUNTIME_FUNCTION = re.compile(
    r"^(?:__(?:interceptor|asan|ubsan|msan|tsan|sanitizer|libc|GI|assert)_\w*|_{0,2}(?:abort|raise)"
    r"|mem(?:cpy|move|set|cmp|chr)|str(?:n?cpy|n?cmp|n?cat|n?len|n?dup)|[mc]alloc|realloc|free"
    r"|operator (?:new|delete).*|_start|gsignal|pthread_kill|printf_common.*)(?:\(.*)?$"
)
_RUNTIME_PLACE = re.compile(
    r"sanitizer_common|compiler-rt|libsanitizer|libclang_rt\.|sysdeps/"
    r"|/lib(?:64)?/[^ ]*lib(?:c|asan|ubsan)\b"
)
_OWN_REPORT = re.compile(r"^contentgate: (?P<signal>SIG[A-Z]+)$")
_SYSTEM_FRAME = re.compile(r"^(?:\((?:lib(?:c|m|pthread|gcc_s)|ld-linux)[-.\w]*\.so)")
_FRAME_LIMIT = 64
_LINE_LIMIT = 1000
_TRACEBACK = "Traceback (most recent call last):"
_PYTHON_FRAME = re.compile(r'^  File "(?P<file>[^"\n]+)", line (?P<line>\d+), in (?P<name>.+)$')
_PYTHON_END = re.compile(r"^(?P<type>[A-Za-z_][\w.]*)(?::.*)?$")

_MESSAGES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), text)
    for pattern, text in (
        (r"\*\*\* (stack smashing|buffer overflow) detected \*\*\*", r"\1 detected"),
        (
            r"^((?:free|malloc|realloc|calloc|munmap_chunk|malloc_consolidate)\(\): [a-z :/_-]+"
            r"|double free or corruption|corrupted (?:size vs\. prev_size|double-linked list))",
            r"\1",
        ),
        (r":\d+: ([^:]+): Assertion [`'](.{1,120}?)' failed", r"assertion \2 in \1"),
        (r"terminate called after throwing an instance of '([\w:<>, ]+)'", r"uncaught \1"),
        (r"panicked at (?:'.*', )?([^\s:']+:\d+)", r"panic at \1"),
        (r"^panic: ([A-Za-z :]+)", r"panic: \1"),
        (r"^fatal error: ([A-Za-z :]+)", r"fatal error: \1"),
    )
)
_NO_MEMORY = re.compile(
    r"std::bad_alloc|\bMemoryError\b|[Cc]annot allocate memory|\b[Oo]ut of memory\b"
    r"|memory allocation of \d+ bytes failed|out-of-memory|allocation-size-too-big"
    r"|requested allocation size|hard rss limit exhausted|allocator is out of memory"
)


@dataclass(frozen=True, slots=True)
class Signature:
    """What a program died of.

    Attributes:
        text: crash identity, such as `AddressSanitizer: heap-buffer-overflow in read_chunk`.
        is_fault: the program reports a fault of its own; False when all that is known is
            that memory ran out.
        out_of_memory: memory ran out.
    """

    text: str
    is_fault: bool
    out_of_memory: bool


def recognize(stdout: bytes, stderr: bytes) -> Signature | None:
    """Find the first report of a fault in what a program wrote.

    Args:
        stdout, stderr: the ends of both streams; standard error is searched first.
    Returns:
        the signature, or None when the program reports no fault.
    """
    for stream in (stderr, stdout):
        lines = _lines(stream)
        found = _sanitizer(lines) or _python(lines) or _message_at(lines)
        if found:
            return Signature(found, True, _NO_MEMORY.search(found) is not None)
    for line in _lines(stderr):
        if match := _NO_MEMORY.search(line):
            return Signature(match.group(0).lower(), False, True)
    return None


def _lines(stream: bytes) -> list[str]:
    text = stream.decode("utf-8", "backslashreplace")
    return [line[:_LINE_LIMIT] for line in text.splitlines()]


def _sanitizer(lines: list[str]) -> str | None:
    for number, line in enumerate(lines):
        if match := _SANITIZER.search(line):
            tool, what = match.group("tool"), _fault_of(match.group("what"))
            return _with_function(f"{tool}: {what}", lines[number + 1 :])
        if match := _UBSAN.match(line):
            what = re.sub(r"0x[0-9a-f]+|-?\d+", "N", match.group("what"))[:120]
            text = f"UndefinedBehaviorSanitizer: {what}"
            named = _with_function(text, lines[number + 1 :])
            place = match.group("place").rpartition("/")[2]
            return named if named != text else f"{text} at {place}"
    return None


def _fault_of(what: str) -> str:
    """Reduce `heap-buffer-overflow on address 0x… at pc …` to its first part."""
    if what.startswith("requested allocation size"):
        return "requested allocation size exceeds maximum"
    what = re.split(r" on (?:unknown )?address| on unknown|: | \(|0x", what, maxsplit=1)[0]
    return re.sub(r"\d+", "N", what).strip()[:80]


def _with_function(text: str, lines: list[str]) -> str:
    for function in _own_functions(lines):
        return f"{text} in {function}"
    return text


def _own_functions(lines: list[str]) -> Iterator[str]:
    """Names of the frames of the first stack that are the program's own, innermost first."""
    for line in lines[:_FRAME_LIMIT]:
        if match := _FRAME.match(line):
            function, place = _frame_parts(match.group(1))
            if _RUNTIME_FUNCTION.match(function) or _RUNTIME_PLACE.search(place):
                continue
            if function:
                yield function
            elif place:
                yield place.strip("()").rpartition("/")[2]
        elif match := _SUMMARY.search(line):
            yield match.group("function")


def _frame_parts(rest: str) -> tuple[str, str]:
    """Split `parse(int) /src/p.cc:5:7` into the bare function and its place."""
    found = _PLACE.search(rest)
    function = (rest[: found.start()] if found else rest).replace("(anonymous namespace)::", "")
    return function.partition("(")[0].strip(), found.group(1) if found else ""


def _python(lines: list[str]) -> str | None:
    """Name the exception of a traceback that ends the output; a logged one is no crash."""
    starts = [number for number, line in enumerate(lines) if line.rstrip() == _TRACEBACK]
    if not starts:
        return None
    place = ""
    for line in lines[starts[-1] + 1 :]:
        if match := _PYTHON_FRAME.match(line):
            place = match.group("name")
        elif line and not line.startswith(" ") and (match := _PYTHON_END.match(line)):
            where = f" in {place}" if place not in ("", "<module>") else ""
            return match.group("type") + where
    return None


def _message_at(lines: list[str]) -> str | None:
    """Return what a program says of its end, or the signal, with the function that it was in.

    The driver of libraries writes where a signal came from, see `library_crash.c`.
    """
    reports = [(at, found) for at, line in enumerate(lines) if (found := _OWN_REPORT.match(line))]
    message = _message(lines)
    if not reports or (message and " in " in message):
        return message
    at, found = reports[-1]
    text = message or found["signal"]
    for line in lines[at + 1 : at + 1 + _FRAME_LIMIT]:
        frame = _FRAME.match(line)
        if frame is None:
            break
        function, place = _frame_parts(frame[1])
        is_system = _SYSTEM_FRAME.match(place) or _RUNTIME_FUNCTION.match(function)
        if not is_system and (function or place):
            return f"{text} in {function}" if function else f"{text} at {place.strip('()')}"
    return text


def _message(lines: list[str]) -> str | None:
    for line in lines:
        for pattern, text in _MESSAGES:
            if match := pattern.search(line):
                return match.expand(text).strip(" :")
    return None
