"""What the dynamic symbols of a shared library say about how it was built.

Comes in: the path of an ELF file. Goes out: its functions, and which sanitizers and coverage it
is built with. The file is hostile: what is no ELF file is an error of the user's.
"""

from __future__ import annotations

from validator.consumers.elf import Elf, ElfError, load_elf
from validator.dataclass import dataclass
from validator.errors import ConsumerError

_SANITIZERS = {
    "__asan_": "address",
    "__ubsan_": "undefined",
    "__msan_": "memory",
    "__tsan_": "thread",
}
SHADOWED = frozenset(("address", "memory", "thread"))
"""Sanitizers that map far more than they use."""
_STARTS = ("__asan_init", "__msan_init", "__tsan_init")
_COVERAGE = "__sanitizer_cov_"
_COMPARING = tuple(_COVERAGE + "trace_" + what for what in ("cmp", "const_cmp", "switch"))
_COMPARED_BY = frozenset(("memcmp", "bcmp", "strcmp", "strncmp"))
"""Functions that AddressSanitizer watches."""
_MAX_SYMBOLS = 1_000_000


@dataclass(frozen=True, slots=True)
class Symbols:
    """What a library offers and asks for.

    Attributes:
        defined: names of functions that it offers.
        needed: names of libraries that it asks for, in order.
        sanitizers: which of `address`, `undefined`, `memory`, `thread` it is built with.
        counts_coverage: it calls the functions of SanitizerCoverage.
        tells_comparisons: it tells what it compares: all numbers, or texts at least.
    """

    defined: frozenset[str] = frozenset()
    needed: tuple[str, ...] = ()
    sanitizers: frozenset[str] = frozenset()
    counts_coverage: bool = False
    tells_comparisons: bool = False


def read_symbols(path: str) -> Symbols:
    """Read the dynamic symbols of a shared library.

    Args:
        path: of an ELF file.
    Raises:
        ConsumerError: it cannot be read, or is no shared library.
    """
    try:
        with open(path, "rb") as file:
            return _symbols_of(load_elf(file))
    except OSError as error:
        raise ConsumerError(f"it cannot be read: {error}") from error
    except ElfError as error:
        raise ConsumerError("it is no shared library (ELF)") from error


def wants_address_space(path: str) -> bool:
    """Whether a program maps more than any limit of memory: that of a sanitizer does.

    Args:
        path: of any file; what is no program for this machine does not.
    """
    try:
        symbols = read_symbols(path)
    except ConsumerError:
        return False
    return bool(symbols.sanitizers & SHADOWED) or not symbols.defined.isdisjoint(_STARTS)


def _symbols_of(elf: Elf) -> Symbols:
    defined: set[str] = set()
    asked: set[str] = set()
    if elf.section(".dynsym") is None:
        raise ConsumerError("it is no shared library: it has no dynamic symbols")
    for name, is_defined in elf.symbols(_MAX_SYMBOLS):
        (defined if is_defined else asked).add(name)
    named = {
        kind for prefix, kind in _SANITIZERS.items()
        if any(name.startswith(prefix) for name in asked)
    }  # fmt: skip
    counts = any(name.startswith(_COVERAGE) for name in asked)
    tells = any(name.startswith(_COMPARING) for name in asked)
    tells |= "address" in named and not asked.isdisjoint(_COMPARED_BY)
    return Symbols(frozenset(defined), tuple(elf.needed()), frozenset(named), counts, tells)
