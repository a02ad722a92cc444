"""The consumer of kind `library`: fuzz targets in shared libraries that misbehave."""

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from validator.consumers.library import NO_COMPILER_NOTE, LibraryConsumer
from validator.consumers.library_symbols import read_symbols
from validator.consumers.protocol import Consumer, OutcomeKind
from validator.consumers.sandbox import Limits
from validator.errors import ConsumerError

pytestmark = pytest.mark.skipif(shutil.which("gcc") is None, reason="needs gcc")
LIMITS = Limits(timeout_s=20.0)
SOURCE = r"""
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
static int read_count;
static const char *word;
static char *hoard;
int LLVMFuzzerInitialize(int *argc, char ***argv) {
    word = *argc == 1 && (*argv)[0] ? "ready" : 0;
    return 0;
}
__attribute__((noinline)) static int read_chunk(const uint8_t *data, size_t size) {
    return data[size];
}
static int is(const uint8_t *data, size_t size, const char *text) {
    return size == strlen(text) && !memcmp(data, text, size);
}
int other(const uint8_t *data, size_t size) { return size ? data[0] != 'o' : 0; }
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    read_count++;
    if (!word) return 5;
    if (is(data, size, "fine")) return 0;
    if (is(data, size, "reject")) return -1;
    if (is(data, size, "over")) return read_chunk(data, size) == 77;
    if (is(data, size, "null")) return *(volatile int *)0;
    if (is(data, size, "abort")) abort();
    if (is(data, size, "exit")) exit(0);
    if (is(data, size, "hang")) for (;;) pause();
    if (is(data, size, "close")) for (int i = 0; i < 100; i++) close(i);
    if (is(data, size, "garble")) (void)!write(4, "garbage garbage garbage garbage", 31);
    if (is(data, size, "fork")) (void)!fork();
    if (is(data, size, "flood")) for (int i = 0; i < 200000; i++) puts("flooding");
    if (is(data, size, "later") && read_count > 1) abort();
    if (is(data, size, "leak")) memset(hoard = malloc(16 << 20), 1, 16 << 20);
    if (is(data, size, "eat")) for (;;) memset(hoard = malloc(1 << 20), 1, hoard ? 1 << 20 : 0);
    return size == 0 ? 1 : 0;
}
"""
Builder = Callable[..., str]


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Builder:
    """Build the target with flags, once each, and return the path of the library."""
    folder = tmp_path_factory.mktemp("library")
    (folder / "target.c").write_text(SOURCE, encoding="ascii")
    made: dict[tuple[str, ...], str] = {}

    def builder(*flags: str, compiler: str = "gcc") -> str:
        if shutil.which(compiler) is None:
            pytest.skip(f"needs {compiler}")
        key = (compiler, *flags)
        if key not in made:
            path = str(folder / f"target{len(made)}.so")
            words = [compiler, "-g", "-O1", "-w", "-fPIC", "-shared", *flags]
            done = subprocess.run(
                [*words, str(folder / "target.c"), "-o", path], capture_output=True, check=False
            )
            if done.returncode:
                pytest.skip(f"{compiler} cannot build with {' '.join(flags)}")
            made[key] = path
        return made[key]

    return builder


@pytest.fixture(scope="module")
def build_folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a folder for what is built on demand."""
    return str(tmp_path_factory.mktemp("built"))


@pytest.fixture
def paths(tmp_path: Path) -> Callable[..., list[str]]:
    """Write files that hold their own names and return their paths."""

    def write(*names: str) -> list[str]:
        for name in names:
            (tmp_path / name).write_text(name if name != "empty" else "", encoding="ascii")
        return [str(tmp_path / name) for name in names]

    return write


def consumer(library: str, build_folder: str = "", **more: object) -> LibraryConsumer:
    settings = {"limits": LIMITS, "cwd": "/", "build_folder": build_folder, **more}
    return LibraryConsumer("engine", library, **settings)  # type: ignore[arg-type]  # passed on


ENDS = {
    "fine": (OutcomeKind.ACCEPTED, ""),
    "empty": (OutcomeKind.REJECTED, ""),
    "reject": (OutcomeKind.REJECTED, ""),
    "null": (OutcomeKind.CRASHED, "SIGSEGV in LLVMFuzzerTestOneInput"),
    "abort": (OutcomeKind.CRASHED, "SIGABRT in LLVMFuzzerTestOneInput"),
    "exit": (OutcomeKind.DIED, ""),
    "close": (OutcomeKind.DIED, ""),
    "garble": (OutcomeKind.DIED, ""),
    "fork": (OutcomeKind.ACCEPTED, ""),
    "flood": (OutcomeKind.ACCEPTED, ""),
}


def test_ends_and_what_they_mean(
    build: Builder, build_folder: str, paths: Callable[..., list[str]]
) -> None:
    target: Consumer = consumer(build(), build_folder)
    names = [*ENDS, "fine"]
    outcomes = list(target.run_many(paths(*names)))
    found = {name: (each.kind, each.signature) for name, each in zip(names, outcomes, strict=True)}
    assert found == ENDS
    assert all(each.after == () and each.coverage is None for each in outcomes)
    assert outcomes[names.index("exit")].exit_code == 0
    assert "instead of answering" in outcomes[names.index("exit")].notes[0]
    assert "something else than answers" in outcomes[names.index("garble")].notes[0]
    assert len(outcomes[names.index("flood")].stdout) == LIMITS.output_bytes
    for name in ("fine", "reject", "null", "exit"):
        single = target.run(paths(name)[0])
        assert (single.kind, single.signature) == ENDS[name]


def test_hangs_memory_and_leaks(
    build: Builder, build_folder: str, paths: Callable[..., list[str]]
) -> None:
    short = consumer(build(), build_folder, limits=Limits(timeout_s=1.0))
    kinds = [each.kind for each in short.run_many(paths("hang", "fine"))]
    assert kinds == [OutcomeKind.HUNG, OutcomeKind.ACCEPTED]
    small = replace(LIMITS, memory_bytes=100 << 20, address_space=False)
    target = consumer(build(), build_folder, limits=small)
    outcomes = list(target.run_many(paths("eat", "fine")))
    assert [each.kind for each in outcomes] == [OutcomeKind.OUT_OF_MEMORY, OutcomeKind.ACCEPTED]
    assert outcomes[0].signature == "memory limit"
    leaks = list(target.run_many(paths("leak") * 12))
    assert {each.kind for each in leaks} == {OutcomeKind.ACCEPTED}


def test_a_fault_that_needs_files_before_names_them(
    build: Builder, build_folder: str, paths: Callable[..., list[str]]
) -> None:
    given = paths("fine", "reject", "later", "fine")
    outcomes = list(consumer(build(), build_folder).run_many(given))
    assert outcomes[2].kind is OutcomeKind.CRASHED
    assert outcomes[2].after == tuple(given[:2])
    assert outcomes[3].kind is OutcomeKind.ACCEPTED


@pytest.mark.parametrize(
    ("compiler", "flags"),
    [
        ("clang", "-fsanitize-coverage=inline-8bit-counters,pc-table"),
        ("clang", "-fsanitize-coverage=trace-pc-guard"),
        ("clang", "-fsanitize=fuzzer-no-link"),
        ("gcc", "-fsanitize-coverage=trace-pc"),
    ],
)
def test_coverage_is_that_of_the_run(
    build: Builder,
    build_folder: str,
    paths: Callable[..., list[str]],
    compiler: str,
    flags: str,
) -> None:
    target = consumer(build(flags, compiler=compiler), build_folder)
    given = paths("fine", "reject", "fine", "abort", "fine")
    seen = [each.coverage for each in target.run_many(given)]
    assert seen[0] is not None
    assert seen[1] is not None
    assert seen[0] == seen[2] == seen[4]
    assert seen[0] != seen[1]
    assert len(seen[0]) == len(seen[1])
    assert any(seen[0])
    assert seen[3] is None


@pytest.mark.parametrize("compiler", ["gcc", "clang"])
def test_address_sanitizer_names_the_function(
    build: Builder, build_folder: str, paths: Callable[..., list[str]], compiler: str
) -> None:
    library = build("-fsanitize=address,undefined", compiler=compiler)
    target = consumer(library, build_folder, limits=replace(LIMITS, memory_bytes=1 << 30))
    assert "address" in target.symbols.sanitizers
    assert not target.limits.address_space
    outcomes = list(target.run_many(paths("fine", "over", "fine")))
    assert [each.kind.value for each in outcomes] == ["accepted", "crashed", "accepted"]
    assert outcomes[1].signature == "AddressSanitizer: heap-buffer-overflow in read_chunk"
    assert outcomes[1].after == ()


def without_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = shutil.which

    def which(name: str, **more: object) -> str | None:
        return None if name in ("cc", "gcc", "clang") else kept(name)

    monkeypatch.setattr(shutil, "which", which)


def test_without_a_compiler_it_runs_without_coverage(
    build: Builder, paths: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    library = build()
    without_compiler(monkeypatch)
    target = consumer(library, entry="other")
    outcomes = list(target.run_many(paths("over", "fine")))
    assert [each.kind.value for each in outcomes] == ["accepted", "rejected"]
    assert all(NO_COMPILER_NOTE in each.notes for each in outcomes)


def test_counting_coverage_takes_a_compiler(
    build: Builder, paths: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    library = build("-fsanitize-coverage=trace-pc")
    without_compiler(monkeypatch)
    with pytest.raises(ConsumerError, match="takes a C compiler to load; apt install gcc"):
        consumer(library).run(paths("fine")[0])


def test_what_cannot_be_loaded_is_an_error(
    build: Builder, tmp_path: Path, paths: Callable[..., list[str]]
) -> None:
    (tmp_path / "text.so").write_text("no library", encoding="ascii")
    (tmp_path / "cut.so").write_bytes(Path(build()).read_bytes()[:2000])
    for name, message in (
        ("missing.so", "no such library: missing.so"),
        ("text.so", r"text.so: it is no shared library \(ELF\)"),
        ("cut.so", "cut.so: it is no shared library"),
    ):
        with pytest.raises(ConsumerError, match=f"consumer engine: {message}"):
            consumer(name, cwd=str(tmp_path))
    with pytest.raises(ConsumerError, match="has no function nothing"):
        consumer(build(), entry="nothing")
    source = tmp_path / "lost.c"
    source.write_text(
        "int gone(void);\nint LLVMFuzzerTestOneInput(const void *d, long n) { return gone(); }\n"
        "int (*kept)(void) = gone;\n",
        encoding="ascii",
    )
    flags = ["-shared", "-fPIC", str(source), "-o", str(tmp_path / "lost.so")]
    subprocess.run(["gcc", *flags], check=True)
    with pytest.raises(ConsumerError, match="it cannot be loaded: .*undefined symbol: gone"):
        consumer(str(tmp_path / "lost.so")).run(paths("fine")[0])


def test_broken_libraries_never_raise_anything_else(build: Builder, tmp_path: Path) -> None:
    data = Path(build()).read_bytes()
    path = tmp_path / "broken.so"
    for position in range(64):
        path.write_bytes(data[:position] + b"\xff" + data[position + 1 :])
        try:
            read_symbols(str(path))
        except ConsumerError:
            continue
    assert "LLVMFuzzerTestOneInput" in read_symbols(build()).defined


def test_the_reproduction_command_does_the_same(
    build: Builder, build_folder: str, paths: Callable[..., list[str]]
) -> None:
    for folder in (build_folder, ""):
        target = consumer(build(), folder)
        for name, status in (("fine", 0), ("null", -11)):
            command = f"exec {target.reproduce(paths(name)[0])}"
            done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=False)
            assert done.returncode == status
