"""The settings of a consumer: one table for each kind, and one for the ready-made ones.

Comes in: nothing. Goes out: `CONSUMER`, which `settings` puts into the table of everything.
"""

from __future__ import annotations

from validator.consumers.names import ENTRY, KERNEL_INTERFACES, READY_NAMES
from validator.gate.spec import Choice, Flag, ListOf, MapOf, Setting, Table, Text, Variants
from validator.gate.values import CODES, DURATION, PATH, SIZE, VALUE, VARIABLE

_REGEX = Text("a regular expression", r"^[^\u0000]{1,1000}$")
_TARGET = Text(
    'a function such as "reader:read"',
    r"^[A-Za-z_][A-Za-z0-9_.]*:[A-Za-z_][A-Za-z0-9_.]*(?![\s\S])",
)
_SYMBOL = Text("the name of a function", r"^[A-Za-z_][A-Za-z0-9_]{0,255}(?![\s\S])")
_EXCEPTION = Text(
    'the name of an exception such as "ValueError"',
    r"^[A-Za-z_][A-Za-z0-9_.]{0,255}(?![\s\S])",
)

_TIMEOUT = Setting("timeout", DURATION, "Elapsed time it may take for one file.", 2.0, "2s")
_MEMORY = Setting(
    "memory",
    SIZE,
    "Address space of each process, and resident memory of all of them together.",
    256 << 20,
    "256MiB",
)
_OWN_TIMEOUT = Setting("timeout", DURATION, f"{_TIMEOUT.doc[:-1]}; its own when absent.")
_OWN_MEMORY = Setting("memory", SIZE, f"{_MEMORY.doc[:-1]}; its own when absent.")
_REST = (
    Setting(
        "address_space",
        Flag(),
        "Whether to limit address space; false for builds with a sanitizer.",
        True,
        True,
    ),
    Setting(
        "cpu_time",
        DURATION,
        "Processor time of each process; four times the timeout when absent.",
    ),
    Setting("file_size", SIZE, "Largest file that it may write.", 64 << 20, "64MiB"),
)
_ENV = Setting(
    "env",
    MapOf(VARIABLE, VALUE),
    "Environment variables; it gets these and PATH, nothing else is inherited.",
    {},
    {},
)
_USAGE = (_TIMEOUT, _MEMORY, *_REST, _ENV)


def _kind(word: str) -> Setting:
    return Setting("kind", Choice((word,)), "How the consumer is run.", required=True)


_COMMAND = Table(
    (
        _kind("command"),
        Setting(
            "command",
            ListOf(VALUE, 1),
            "Program and arguments; `{file}` stands for the path of the content file.",
            required=True,
        ),
        Setting(
            "input",
            Choice(("file", "stdin")),
            "Whether the file is given by name or as standard input.",
            "file",
            "file",
        ),
        *_USAGE[:-1],
        Setting("accept", CODES, "Exit statuses that mean accepted.", (0,), [0]),
        Setting("reject", CODES, "Exit statuses that mean rejected; every other one when absent."),
        Setting(
            "accept_output",
            _REGEX,
            "What its output must match somewhere, besides, to mean accepted.",
            "",
        ),
        Setting(
            "reject_output",
            _REGEX,
            "What makes a run rejected that exits as if accepted, when its output matches it.",
            "",
        ),
        _ENV,
    )
)

_LIBRARY = Table(
    (
        _kind("library"),
        Setting("library", PATH, "The shared library that holds the function.", required=True),
        Setting(
            "entry",
            _SYMBOL,
            "The function: takes bytes and their count, returns 0 when it accepts them.",
            ENTRY,
            ENTRY,
        ),
        *_USAGE,
    )
)

_PYTHON = Table(
    (
        _kind("python"),
        Setting(
            "target",
            _TARGET,
            "Module and function; the function takes one content file.",
            required=True,
        ),
        Setting(
            "python",
            VALUE,
            "The interpreter that runs it; the one of contentgate when absent.",
            "",
        ),
        Setting("paths", ListOf(PATH), "Folders that it imports from.", (), []),
        Setting(
            "gives",
            Choice(("bytes", "path")),
            "Whether the function gets the bytes of the file or its path.",
            "bytes",
            "bytes",
        ),
        Setting(
            "rejects",
            ListOf(_EXCEPTION),
            "Exceptions that mean rejected; every ordinary one when absent.",
        ),
        *_USAGE,
    )
)

_KERNEL = Table(
    (
        _kind("kernel"),
        Setting(
            "interface",
            Choice(KERNEL_INTERFACES),
            "The part of the kernel that loads the file.",
            required=True,
        ),
        Setting("kernel", PATH, "A User-Mode Linux; the one on PATH when absent.", ""),
        _TIMEOUT,
        Setting("memory", SIZE, "Memory of the machine, at least 64MiB.", 256 << 20, "256MiB"),
    )
)

_READY = Table(
    (
        Setting(
            "use",
            Choice(READY_NAMES),
            "A ready-made consumer, see `contentgate consumers`.",
            required=True,
        ),
        _OWN_TIMEOUT,
        _OWN_MEMORY,
        *_REST,
        _ENV,
    )
)

USE = "use"
CONSUMER = Variants(
    "kind",
    {
        "command": _COMMAND,
        "library": _LIBRARY,
        "python": _PYTHON,
        "kernel": _KERNEL,
        USE: _READY,
    },
    instead=USE,
)
CONSUMER_TITLES = {
    word: f"`[consumers.NAME]`, {'ready-made' if word == USE else word}" for word in CONSUMER.tables
}
