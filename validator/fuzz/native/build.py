"""What the other engines run: a target around a library, and the part that asks for mutants.

Comes in: a consumer. Goes out: programs, built once by the engines' own compilers. What an engine
cannot drive is refused by name, with what would have to be different.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from validator.consumers.c_build import Recipe, build_c
from validator.consumers.command import FILE_PLACEHOLDER, CommandConsumer
from validator.consumers.library import LibraryConsumer
from validator.consumers.protocol import Consumer
from validator.consumers.sandbox import Limits
from validator.dataclass import dataclass
from validator.errors import ConsumerError, UsageError

ENGINES = ("libfuzzer", "afl")
_GLUE = Path(__file__).with_name("glue")
_CLIENT = _GLUE / "client.h"
_LIBFUZZER_INSTALL = "apt install clang libclang-rt-14-dev"
_AFL_INSTALL = "apt install afl++ clang"
_AFL_MARK = b"__AFL_SHM_ID"
"""A name that AFL++'s run-time has in every program that its compilers made."""
_INSTRUMENT = "-fsanitize=fuzzer-no-link"


@dataclass(frozen=True, slots=True)
class Target:
    """What an engine runs.

    Attributes:
        argv: a program with its arguments; for AFL++ `@@` stands for the file.
        mutator: path of AFL++'s custom mutator, or "".
        needs: paths that have to be seen while it runs.
    """

    argv: tuple[str, ...]
    mutator: str = ""
    needs: tuple[str, ...] = ()


def build_target(engine: str, consumer: Consumer, folder: str) -> Target:
    """Build what an engine needs for a consumer, or find it built already.

    Args:
        engine: one of `ENGINES`.
        consumer: a library, or for AFL++ also a command.
        folder: where it is kept.
    Raises:
        UsageError: there is no such engine.
        ConsumerError: the engine cannot drive the consumer, or is not installed.
    """
    if engine not in ENGINES:
        known = ", ".join(ENGINES)
        raise UsageError(f"no engine is named {engine}\n  expected  one of {known}")
    match consumer:
        case LibraryConsumer() if engine == "libfuzzer":
            _require_coverage(engine, consumer)
            return Target((build_c(_libfuzzer(consumer), folder),), "", _folders(consumer))
        case LibraryConsumer():
            _require_coverage(engine, consumer)
            program = build_c(_afl_target(consumer), folder)
            return Target((program,), build_c(_afl_mutator(), folder), _folders(consumer))
        case CommandConsumer() if engine == "afl":
            _require_instrumented(consumer)
            words = [word.replace(FILE_PLACEHOLDER, "@@") for word in consumer.argv[1:]]
            return Target((consumer.program, *words), build_c(_afl_mutator(), folder))
    kinds = "a library" if engine == "libfuzzer" else "a library or a command"
    raise ConsumerError(
        f"consumer {consumer.name}: {engine} drives {kinds}; other kinds are run by the engine of"
        " contentgate itself"
    )


def target_limits(consumer: Consumer) -> Limits:
    """Return what a consumer that an engine drives may use.

    Args:
        consumer: as `build_target` took it.
    """
    return consumer.limits if isinstance(consumer, LibraryConsumer | CommandConsumer) else Limits()


def target_env(consumer: Consumer) -> dict[str, str]:
    """Return additions to the environment of a consumer that an engine drives.

    Args:
        consumer: as `build_target` took it.
    """
    return dict(consumer.env) if isinstance(consumer, LibraryConsumer | CommandConsumer) else {}


def _folders(consumer: LibraryConsumer) -> tuple[str, ...]:
    return (str(Path(consumer.path).parent),)


def _require_coverage(engine: str, consumer: LibraryConsumer) -> None:
    symbols, name = consumer.symbols, f"consumer {consumer.name}: {consumer.library}"
    if not symbols.counts_coverage:
        raise ConsumerError(f"{name} counts no coverage; build it with clang {_INSTRUMENT}")
    if any(each.startswith(("libasan.", "libubsan.")) for each in symbols.needed):
        raise ConsumerError(f"{name} has the sanitizers of gcc; {engine} needs those of clang")
    other = symbols.sanitizers - {"address", "undefined"}
    if other:
        raise ConsumerError(f"{name} has a sanitizer that {engine} is not built with: {min(other)}")


def _require_instrumented(consumer: CommandConsumer) -> None:
    try:
        is_made_so = _AFL_MARK in Path(consumer.program).read_bytes()
    except OSError as error:
        raise ConsumerError(f"consumer {consumer.name}: it cannot be read: {error}") from error
    if not is_made_so:
        raise ConsumerError(
            f"consumer {consumer.name}: {consumer.argv[0]} is not made by a compiler of AFL++"
            " (afl-clang-fast), so AFL++ sees nothing of it"
        )


def _sanitizers(consumer: LibraryConsumer) -> tuple[str, ...]:
    return tuple(f"-fsanitize={kind}" for kind in sorted(consumer.symbols.sanitizers))


def _linked(consumer: LibraryConsumer) -> tuple[str, ...]:
    return (consumer.path, f"-Wl,-rpath,{Path(consumer.path).parent}", "-rdynamic", "-ldl")


def _libfuzzer(consumer: LibraryConsumer) -> Recipe:
    entry = () if consumer.entry == "LLVMFuzzerTestOneInput" else (f"-DENTRY={consumer.entry}",)
    return Recipe(
        "libfuzzer-target",
        (str(_GLUE / "libfuzzer.c"),),
        ("-O1", "-fsanitize=fuzzer", *_sanitizers(consumer), *entry, _client_digest()),
        _linked(consumer),
        compilers=("clang",),
        install=_LIBFUZZER_INSTALL,
    )


def _afl_target(consumer: LibraryConsumer) -> Recipe:
    return Recipe(
        "afl-target",
        (str(_GLUE / "afl_target.c"),),
        ("-O1", *_sanitizers(consumer), f"-DENTRY={consumer.entry}"),
        _linked(consumer),
        compilers=("afl-clang-fast",),
        install=_AFL_INSTALL,
    )


def _afl_mutator() -> Recipe:
    flags = ("-shared", "-fPIC", "-O2", "-Wall", "-Wextra", _client_digest())
    return Recipe(
        "afl-mutator.so", (str(_GLUE / "afl_mutator.c"),), flags, install="apt install gcc"
    )


def _client_digest() -> str:
    """Return a flag that changes with the header, so that what includes it is built anew."""
    return f"-DCLIENT_DIGEST=0x{hashlib.sha256(_CLIENT.read_bytes()).hexdigest()[:16]}"
