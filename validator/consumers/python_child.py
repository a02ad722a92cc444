"""Feed one file after the other to a Python callable, in a process of its own.

Run by path, never imported: `python -s python_child.py TARGET GIVES REJECTS COVERAGE CPU_S PATH...`
with requests on descriptor 3 and answers on 4, framed as `library_driver.c` says. Letters beside
those there: X, an exception that means a fault, M, memory ran out, D, the target wanted to end
the process; the text names it. TARGET is `module:callable`, or `=LIBRARY:FUNCTION` for a C library.
REJECTS is `*` for the default, else names of exceptions with commas between. Standard library
only, and Python 3.8 suffices: the interpreter is the target's, not contentgate's.
"""

from __future__ import annotations

import contextlib
import ctypes
import dis
import fcntl
import importlib
import mmap
import os
import resource
import select
import signal
import struct
import sys
import time
import traceback
import zlib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import CodeType, FrameType
    from typing import Any

    Trace = Callable[[FrameType, str, Any], Any]
    Call = Callable[[Any], tuple[bytes, str]]

_REQUESTS, _ANSWERS, _ARENA = 3, 4, 5
_HEAD = struct.Struct("<8scIIII")
_NO_TOKEN, _RENEW, _BATCH = bytes(8), b"\1", b"\2"
_ARENA_HEAD = struct.Struct("<8sIIQIIIIQQQ")
_RECORD = struct.Struct("<8sIIIIII")
_RECORDS_AT, _INPUTS_AT = 4096, 16384
_NO_MAP, _BATCH_S, _FIONREAD = 0xFFFFFFFF, 0.2, 0x541B
_CLASSES = bytes(
    0 if n == 0 else 1 << (n - 1 if n < 4 else min(n.bit_length(), 6) + (n > 127))
    for n in range(256)
)
"""Count -> bit of its class, as `library_driver.c` has them."""
_TEXT, _MAX_FILES = 1000, 4000
_OURS = (__file__, os.path.join(os.path.dirname(os.__file__), ""))
_NO_LIMIT = resource.RLIM_INFINITY


class Refusal(Exception):
    """The target cannot be loaded, or a file cannot be read."""


class Counters:
    """How often each line of some files was executed, one saturating byte each.

    The order is that of the files' names, then of the lines in them. Works by `sys.monitoring`
    where there is one (3.12), else by `sys.settrace`.
    """

    def __init__(self, files: list[str]) -> None:
        self._places: dict[str, dict[int, int]] = {}
        total = 0
        for name in files:
            lines = sorted(_lines_of(name))
            self._places[name] = {line: total + at for at, line in enumerate(lines)}
            total += len(lines)
        self.hits = bytearray(total)
        self._monitoring: Any = getattr(sys, "monitoring", None)
        self._tracers: dict[str, Trace] = {}
        if self._monitoring is not None:
            self._monitor()

    def start(self) -> None:
        """Forget what was counted, and count."""
        self.hits[:] = bytes(len(self.hits))
        if self._monitoring is None:
            sys.settrace(self._trace_call)

    def stop(self) -> None:
        """Count no more."""
        if self._monitoring is None:
            sys.settrace(None)

    def _count(self, places: dict[int, int], line: int) -> None:
        place = places.get(line)
        if place is not None and self.hits[place] < 255:
            self.hits[place] += 1

    def _monitor(self) -> None:
        monitoring = self._monitoring
        tool = next(each for each in (1, 3, 4, 2, 0, 5) if monitoring.get_tool(each) is None)
        monitoring.use_tool_id(tool, "contentgate")

        def line_reached(code: CodeType, line: int) -> Any:
            places = self._places.get(code.co_filename)
            if places is None:
                return monitoring.DISABLE
            self._count(places, line)
            return None

        monitoring.register_callback(tool, monitoring.events.LINE, line_reached)
        monitoring.set_events(tool, monitoring.events.LINE)

    def _trace_call(self, frame: FrameType, event: str, argument: Any) -> Trace | None:
        name = frame.f_code.co_filename
        if name not in self._places:
            return None
        if name not in self._tracers:
            self._tracers[name] = self._tracer_of(self._places[name])
        return self._tracers[name]

    def _tracer_of(self, places: dict[int, int]) -> Trace:
        def trace(frame: FrameType, event: str, argument: Any) -> Trace:
            if event == "line":
                self._count(places, frame.f_lineno)
            return trace

        return trace


def _lines_of(path: str) -> set[int]:
    """Numbers of the lines of a source file that hold code; empty when it is none."""
    try:
        with open(path, "rb") as file:
            stack = [compile(file.read(), path, "exec", dont_inherit=True)]
    except (OSError, SyntaxError, ValueError):
        return set()
    lines: set[int] = set()
    while stack:
        code = stack.pop()
        if hasattr(code, "co_lines"):
            lines.update(line for _, _, line in code.co_lines() if line)
        else:  # before Python 3.10
            lines.update(line for _, line in dis.findlinestarts(code))
        stack += [each for each in code.co_consts if hasattr(each, "co_code")]
    return lines


def _source_files(module: Any) -> list[str]:
    """Source files of a module's package, and of what was loaded from beside it, sorted."""
    packages = list(getattr(sys.modules[module.__name__.partition(".")[0]], "__path__", ()))
    found = {getattr(module, "__file__", None) or ""}
    homes = tuple(os.path.join(os.path.dirname(each), "") for each in packages or found - {""})
    for folder in packages:
        found.update(os.path.join(at, name) for at, _, names in os.walk(folder) for name in names)
    for name in [getattr(each, "__file__", None) or "" for each in list(sys.modules.values())]:
        if name.startswith(homes) and not (name.startswith(_OURS) or "-packages/" in name):
            found.add(name)
    return sorted(name for name in found if name.endswith(".py"))[:_MAX_FILES]


def _load(target: str) -> tuple[Callable[[Any], Any], Any]:
    """Return what a target names, and its module (None for a C library)."""
    if target.startswith("="):
        return _load_library(*target[1:].rpartition(":")[::2]), None
    module_name, _, name = target.partition(":")
    try:
        module = importlib.import_module(module_name)
        found: Any = module
        for part in name.split("."):
            found = getattr(found, part)
    except BaseException as error:  # house: broad-except - whatever the user's module raises
        raise Refusal(f"{type(error).__name__}: {error}"[:_TEXT]) from error
    if not callable(found):
        raise Refusal(f"{name} of {module_name} cannot be called")
    return found, module


def _load_library(path: str, name: str) -> Callable[[bytes], bool]:
    """Return a function of a C library as a callable, after its initialization."""
    try:
        library = ctypes.CDLL(path)
        function = getattr(library, name)
    except (OSError, AttributeError) as error:
        raise Refusal(str(error)) from error
    function.argtypes = [ctypes.c_char_p, ctypes.c_size_t]
    initialize = getattr(library, "LLVMFuzzerInitialize", None)
    if initialize is not None:
        words = (ctypes.c_char_p * 2)(os.fsencode(path), None)
        initialize(ctypes.byref(ctypes.c_int(1)), ctypes.byref(ctypes.pointer(words)))
    return lambda data: function(data, len(data)) == 0


def _names_of(kind: type) -> Iterator[str]:
    for each in kind.__mro__:
        yield each.__name__
        yield f"{each.__module__}.{each.__qualname__}"


def _means_rejected(error: BaseException, rejects: str) -> bool:
    if rejects != "*":
        return not set(rejects.split(",")).isdisjoint(_names_of(type(error)))
    if isinstance(error, (ValueError, EOFError, struct.error)):
        return True
    is_own = type(error).__module__ != "builtins"
    return is_own and isinstance(error, Exception) and not isinstance(error, MemoryError)


def _signature(error: BaseException) -> str:
    """Return such as `IndexError in read_header`, the innermost function."""
    kind, frames = type(error), error.__traceback__
    text = kind.__name__
    if kind.__module__ != "builtins":
        text = f"{kind.__module__}.{kind.__qualname__}"
    function = ""
    if frames is not None:
        frames = frames.tb_next  # the outermost frame is of this file
    while frames is not None:
        code, frames = frames.tb_frame.f_code, frames.tb_next
        if code.co_filename != __file__:  # counting lines is not the target's doing
            function = code.co_name
    return f"{text} in {function}" if function not in ("", "<module>") else text


def _call(
    function: Callable[[Any], Any], value: Any, rejects: str, counters: Counters | None
) -> tuple[bytes, str]:
    """Call the target; (letter of the answer, text)."""
    try:
        if counters is not None:
            counters.start()
        try:
            result = function(value)
        finally:
            if counters is not None:
                counters.stop()
    # house: broad-except - judged by its class right here
    except BaseException as error:  # noqa: BLE001 - judged by its class right here
        if _means_rejected(error, rejects):
            return b"R", ""
        frames = error.__traceback__.tb_next if error.__traceback__ is not None else None
        _complain(error, frames)
        if isinstance(error, MemoryError):
            return b"M", _signature(error)
        return (b"X" if isinstance(error, Exception) else b"D"), _signature(error)
    return (b"R" if result is False else b"A"), ""


def _steady(value: Any) -> None:
    """Let what the target draws at random follow from the input, so that a fault comes back."""
    for name in ("random", "numpy.random"):
        seed = getattr(sys.modules.get(name), "seed", None)
        if callable(seed):
            seed(zlib.crc32(value) if isinstance(value, bytes) else 0)


def _complain(error: BaseException, frames: Any) -> None:
    """Print the traceback for people, unless the target closed or replaced its output."""
    with contextlib.suppress(OSError, ValueError, AttributeError, MemoryError, RecursionError):
        traceback.print_exception(type(error), error, frames, limit=-30)


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            stream.flush()


def _answer(token: bytes, letter: bytes, started: float, text: str, covered: bytes) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu_s = used.ru_utime + used.ru_stime - started if started >= 0 else 0.0
    _frame(token, letter, used.ru_maxrss, cpu_s, text, covered)


def _frame(
    token: bytes, letter: bytes, peak_kib: int, cpu_s: float, text: str, covered: bytes
) -> None:
    words = text.encode("utf-8", "backslashreplace")[:_TEXT]
    cpu_us = max(0, min(int(cpu_s * 1e6), 0xFFFFFFFF))
    data = _HEAD.pack(token, letter, peak_kib, cpu_us, len(words), len(covered))
    rest = memoryview(data + words + covered)
    while rest:
        rest = rest[os.write(_ANSWERS, rest) :]


def _allow_cpu(seconds: int) -> float:
    """Let the process use that much more processor time; returns what it has used."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    total = used.ru_utime + used.ru_stime
    if seconds >= 0:
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        soft = int(total) + 1 + seconds
        resource.setrlimit(
            resource.RLIMIT_CPU, (soft if hard == _NO_LIMIT else min(soft, hard), hard)
        )
    return total


def _requests() -> Iterator[tuple[bytes, bytes]]:
    """Yield (token, path) of each request."""
    held = b""
    while True:
        while (end := held.find(b"\0", 8)) < 0:
            more = os.read(_REQUESTS, 8192)
            if not more:
                return
            held += more
        yield held[:8], held[8:end]
        held = held[end + 1 :]


class Arena:
    """Shared memory with inputs, laid out as `struct arena` in `library_driver.c`."""

    def __init__(self) -> None:
        self.memory = mmap.mmap(_ARENA, os.fstat(_ARENA).st_size)
        head = _ARENA_HEAD.unpack_from(self.memory)
        self._is_novel_only = bool(head[6])
        self._maps_at = _INPUTS_AT + head[8]
        self._maps_size = head[9]
        self._seen_at = self._maps_at + head[9]
        os.close(_ARENA)

    def number(self, at: int) -> int:
        """Return a number of the head or before an input."""
        return int.from_bytes(self.memory[at : at + 4], "little")

    def begin(self, index: int) -> None:
        """Say which input is read from now on."""
        self.memory[8:12] = index.to_bytes(4, "little")
        self.memory[16:24] = time.monotonic_ns().to_bytes(8, "little")

    def place(self, maps: int, hits: bytearray | None) -> int:
        """Keep counters where they are wanted; returns where they are, or that they are not."""
        if hits is None or maps + len(hits) > self._maps_size:
            return _NO_MAP
        self.memory[24:28] = len(hits).to_bytes(4, "little")
        if self._is_novel_only and not self._note_new(hits):
            return _NO_MAP
        at = self._maps_at + maps
        self.memory[at : at + len(hits)] = bytes(hits)
        return maps

    def _note_new(self, hits: bytearray) -> bool:
        size = len(hits)
        if self._seen_at + size > len(self.memory):
            return True
        now = int.from_bytes(hits.translate(_CLASSES), "little")
        seen = int.from_bytes(self.memory[self._seen_at : self._seen_at + size], "little")
        if now & ~seen == 0:
            return False
        self.memory[self._seen_at : self._seen_at + size] = (now | seen).to_bytes(size, "little")
        return True


def _is_open(descriptor: int) -> bool:
    try:
        fcntl.fcntl(descriptor, fcntl.F_GETFD)
    except OSError:
        return False
    return True


def _has_printed() -> bool:
    _flush()
    room = bytearray(4)
    for descriptor in (1, 2):
        with contextlib.suppress(OSError):
            fcntl.ioctl(descriptor, _FIONREAD, room)
        if any(room):
            return True
    return False


def _serve_batch(
    arena: Arena, token: bytes, call: Call, counters: Counters | None, allowed_s: int
) -> str:
    """Read the inputs of a request; returns how many were read, and the fault of the last one."""
    memory = arena.memory
    began = time.monotonic()
    count, looked = arena.number(28), arena.number(12)
    at, maps, done = _INPUTS_AT, 0, 0
    self = os.getpid()
    fault = ""
    while done < count and not fault:
        size = arena.number(at)
        data = bytes(memory[at + 4 : at + 4 + size])
        at += 4 + (size + 3 & ~3)
        cpu_s = _allow_cpu(allowed_s)
        arena.begin(done)
        started = time.monotonic()
        letter, text = call(data)
        if os.getpid() != self:
            os._exit(0)  # a copy that the target made of itself
        if not (_is_open(_ANSWERS) and _is_open(_REQUESTS)):
            os._exit(112)  # it closed them: nobody will hear of the inputs after this one
        wall_us = min(int((time.monotonic() - started) * 1e6), 0xFFFFFFFF)
        used = resource.getrusage(resource.RUSAGE_SELF)
        cpu_us = max(0, min(int((used.ru_utime + used.ru_stime - cpu_s) * 1e6), 0xFFFFFFFF))
        hits = counters.hits if counters is not None else None
        map_at = arena.place(maps, hits)
        maps += 0 if hits is None or map_at == _NO_MAP else len(hits)
        record = (token, int(letter != b"A"), wall_us, cpu_us, used.ru_maxrss, map_at, 0)
        _RECORD.pack_into(memory, _RECORDS_AT + done * _RECORD.size, *record)
        done += 1
        fault = f" {letter.decode()} {text}" if letter not in (b"A", b"R") else ""
        if _has_printed() or arena.number(12) != looked or time.monotonic() - began > _BATCH_S:
            break
    return f"{done}{fault}"


def _become_worker() -> bool:
    """Make copies of this process that read files, one after the other; True in each of them.

    Threads would be missing in a copy: with any, this process itself is the worker.
    """
    while len(os.listdir("/proc/self/task")) == 1:
        worker = os.fork()
        if worker == 0:
            os.setpgid(0, 0)
            return True
        _, status, used = os.wait4(worker, 0)
        with contextlib.suppress(OSError):  # it left nothing behind
            os.killpg(worker, signal.SIGKILL)
        poll = select.poll()
        poll.register(_REQUESTS, select.POLLIN)
        if any(event & select.POLLHUP for _, event in poll.poll(0)):
            return False
        cpu_s = used.ru_utime + used.ru_stime
        _frame(_NO_TOKEN, b"W", used.ru_maxrss, cpu_s, str(status), b"")
    return True


def _serve(arguments: list[str], function: Callable[[Any], Any], module: Any) -> int:
    gives, rejects, wants_coverage, cpu_s = arguments[1:5]
    counters = None
    if wants_coverage == "1" and module is not None:
        counters = Counters(_source_files(module))

    def call(value: Any) -> tuple[bytes, str]:
        _steady(value)
        return _call(function, value, rejects, counters)

    arena = Arena() if _is_open(_ARENA) else None
    _answer(_NO_TOKEN, b"H", -1.0, "", b"")
    if not _become_worker():
        return 0
    self = os.getpid()
    for token, path in _requests():
        if path == _RENEW:
            return 0
        if not path:
            _answer(token, b"H", -1.0, "", b"")
            continue
        if path == _BATCH and arena is not None:
            text = _serve_batch(arena, token, call, counters, int(cpu_s))
            _answer(token, b"B", -1.0, text, b"")
            continue
        value: Any = os.fsdecode(path)
        if gives == "bytes":
            try:
                with open(path, "rb", 0) as file:
                    value = file.read()
            except OSError as error:
                _answer(token, b"E", -1.0, error.strerror or "unreadable", b"")
                return 0
        started = _allow_cpu(int(cpu_s))
        letter, text = call(value)
        if os.getpid() != self:
            return 0  # a copy that the target made of itself
        _flush()
        _answer(token, letter, started, text, bytes(counters.hits) if counters else b"")
    return 0


def main(arguments: list[str]) -> int:
    """Serve files until the requests end; or `--by-hand =LIBRARY:FUNCTION FILE`.

    Args:
        arguments: command line without the program name.
    Returns:
        0, or 1 when the target cannot be loaded, which is then the first answer; by hand, 0 when
        the function returns 0, else 1.
    """
    if arguments[0] == "--by-hand":
        function, _ = _load(arguments[1])
        with open(arguments[2], "rb") as file:
            return int(not function(file.read()))
    del sys.path[0]  # the folder of this file: its names are none of the target's business
    sys.path[:0] = arguments[5:]
    sys.path.append(os.getcwd())
    try:
        function, module = _load(arguments[0])
    except Refusal as error:
        _answer(_NO_TOKEN, b"E", -1.0, str(error), b"")
        return 1
    return _serve(arguments, function, module)


if __name__ == "__main__":
    # house: process-state - a program of its own, run by path
    status = main(sys.argv[1:])
    _flush()
    os._exit(status)  # what the target registered for the end is not part of reading a file
