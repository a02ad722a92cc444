"""The command consumer: what exit statuses, signals and reports of real programs mean."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from validator.consumers.command import CommandConsumer
from validator.consumers.library_symbols import wants_address_space
from validator.consumers.protocol import Consumer, OutcomeKind
from validator.consumers.sandbox import Limits
from validator.errors import ConsumerError

Program = Callable[[str], str]
LIMITS = Limits(timeout_s=20.0)


def consumer(program: str, **more: object) -> CommandConsumer:
    settings = {"limits": LIMITS, "cwd": "/", **more}
    return CommandConsumer("engine", (program, "{file}"), **settings)  # type: ignore[arg-type]  # passed on


@pytest.mark.parametrize(
    ("body", "kind", "signature"),
    [
        ("exit 0", OutcomeKind.ACCEPTED, ""),
        ("echo 'bad magic' >&2; exit 1", OutcomeKind.REJECTED, ""),
        ("exit 42", OutcomeKind.REJECTED, ""),
        ("kill -SEGV $$", OutcomeKind.CRASHED, "SIGSEGV"),
        ("kill -ABRT $$", OutcomeKind.CRASHED, "SIGABRT"),
        ("kill -TERM $$", OutcomeKind.CRASHED, "SIGTERM"),
        ("kill -KILL $$", OutcomeKind.CRASHED, "SIGKILL"),
        ("exit 139", OutcomeKind.CRASHED, "SIGSEGV"),
        ("sh -c 'kill -BUS $$'; exit $?", OutcomeKind.CRASHED, "SIGBUS"),
        (
            "echo 'free(): invalid pointer' >&2; kill -ABRT $$",
            OutcomeKind.CRASHED,
            "free(): invalid pointer",
        ),
        (
            "echo 'a.c:1:2: runtime error: division by zero' >&2; exit 0",
            OutcomeKind.CRASHED,
            "UndefinedBehaviorSanitizer: division by zero at a.c:1",
        ),
        ("echo 'malloc: Cannot allocate memory' >&2; exit 1", OutcomeKind.OUT_OF_MEMORY, None),
        ("echo 'Out of memory? no, fine'; exit 0", OutcomeKind.ACCEPTED, ""),
    ],
)
def test_outcomes(
    shell_program: Program, content: str, body: str, kind: OutcomeKind, signature: str | None
) -> None:
    outcome = consumer(shell_program(body)).run(content)
    assert outcome.kind is kind
    assert signature is None or outcome.signature == signature


def test_declared_statuses(shell_program: Program, content: str) -> None:
    exits = shell_program('exit "$(cat "$1.code")"')
    target = consumer(exits, accept_codes=(0, 3), reject_codes=(1, 139))
    expected = {
        0: OutcomeKind.ACCEPTED,
        3: OutcomeKind.ACCEPTED,
        1: OutcomeKind.REJECTED,
        139: OutcomeKind.REJECTED,
        7: OutcomeKind.DIED,
        134: OutcomeKind.CRASHED,
    }
    for code, kind in expected.items():
        Path(f"{content}.code").write_text(str(code), encoding="ascii")
        outcome = target.run(content)
        assert (outcome.kind, outcome.exit_code) == (kind, code)


def test_uncaught_python_exception_is_a_crash(python_program: Program, content: str) -> None:
    body = "import sys\ndef read_header(data):\n    return data[99]\nread_header(sys.argv[1:])"
    outcome = consumer(python_program(body)).run(content)
    assert (outcome.kind, outcome.signature) == (OutcomeKind.CRASHED, "IndexError in read_header")
    assert outcome.is_fault


def test_hang_and_memory(python_program: Program, content: str) -> None:
    slow = consumer(python_program("import time; time.sleep(100)"), limits=Limits(timeout_s=0.3))
    outcome = slow.run(content)
    assert (outcome.kind, outcome.signature) == (OutcomeKind.HUNG, "time limit")
    assert (outcome.exit_code, outcome.signal) == (None, None)
    small = replace(LIMITS, memory_bytes=100 << 20)
    greedy = python_program("b = bytearray(1 << 30)")
    outcome = consumer(greedy, limits=small).run(content)
    assert (outcome.kind, outcome.signature) == (OutcomeKind.OUT_OF_MEMORY, "MemoryError")
    hoarder = python_program("import time\nb = bytearray(b'x') * (200 << 20)\ntime.sleep(100)")
    outcome = consumer(hoarder, limits=replace(small, address_space=False)).run(content)
    assert (outcome.kind, outcome.signature) == (OutcomeKind.OUT_OF_MEMORY, "memory limit")


def test_the_file_is_given_by_name_or_as_input(shell_program: Program, content: str) -> None:
    by_name = consumer(shell_program('cat "$1"'))
    assert by_name.run(content).stdout == b"CONTENT\x00\x01"
    as_input = CommandConsumer("engine", ("cat",), reads_stdin=True, limits=LIMITS, cwd="/")
    assert as_input.run(content).stdout == b"CONTENT\x00\x01"


def test_names_that_are_no_text_or_look_like_options(
    shell_program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = consumer(shell_program('cat "$1"'))
    monkeypatch.chdir(tmp_path)
    for name in (b"caf\xe9 $(x).chan", b"--help", b"new\nline", b"{file}"):
        with open(name, "wb") as file:
            file.write(name)
        assert target.run(os.fsdecode(name)).stdout == name


def test_programs_are_found_beside_the_configuration(
    shell_program: Program, content: str, tmp_path: Path
) -> None:
    name = Path(shell_program("pwd; exit 0")).name
    here = CommandConsumer("engine", (f"./{name}", "{file}"), limits=LIMITS, cwd=str(tmp_path))
    assert here.run(content).stdout.decode().strip() == str(tmp_path)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("echo Written 32 bytes", OutcomeKind.ACCEPTED),
        ("echo Header; echo Written 32 bytes >&2", OutcomeKind.ACCEPTED),
        ("echo nothing", OutcomeKind.REJECTED),
        ("echo Written 32 bytes; echo Written -4 bytes", OutcomeKind.REJECTED),
        ("echo Written 32 bytes; exit 1", OutcomeKind.REJECTED),
        ("echo Written 32 bytes; kill -SEGV $$", OutcomeKind.CRASHED),
    ],
)
def test_outputs_that_mean_more_than_the_exit_status(
    shell_program: Program, content: str, body: str, kind: OutcomeKind
) -> None:
    patterns = {"accept_output": r"^Written \d+ bytes$", "reject_output": r"^Written -\d"}
    assert consumer(shell_program(body), **patterns).run(content).kind is kind


def test_a_pattern_that_is_none_is_refused(shell_program: Program) -> None:
    with pytest.raises(ConsumerError, match=r"^consumer engine: '\(' is no regular expression: "):
        consumer(shell_program("exit 0"), reject_output="(")


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (("no-such-program-anywhere", "{file}"), "no program no-such-program-anywhere on PATH"),
        (("./missing", "{file}"), "no such program: ./missing"),
        (("./plain.txt", "{file}"), "not executable: ./plain.txt"),
        (("./", "{file}"), "not executable: ./"),
        (("cat",), "no argument says {file}"),
    ],
)
def test_a_consumer_that_cannot_run_is_an_error(
    tmp_path: Path, argv: tuple[str, ...], message: str
) -> None:
    (tmp_path / "plain.txt").write_text("text", encoding="ascii")
    with pytest.raises(ConsumerError) as caught:
        CommandConsumer("engine", argv, cwd=str(tmp_path))
    assert message in str(caught.value)
    assert "engine" in str(caught.value)


def test_what_cannot_start_on_a_file_is_an_error(
    shell_program: Program, content: str, tmp_path: Path
) -> None:
    target = consumer(shell_program("exit 0"))
    with pytest.raises(ConsumerError, match="not a regular file"):
        target.run(str(tmp_path))
    os.mkfifo(tmp_path / "fifo")
    with pytest.raises(ConsumerError, match="not a regular file"):
        target.run(str(tmp_path / "fifo"))
    Path(target.program).unlink()
    with pytest.raises(ConsumerError, match="consumer engine: .* cannot be started: no such file"):
        target.run(content)
    unlinked = (
        "echo 'x: error while loading shared libraries: libx.so.1: cannot open' >&2; exit 127"
    )
    with pytest.raises(ConsumerError, match="engine cannot be started: .*libx.so.1"):
        consumer(shell_program(unlinked)).run(content)


def test_the_reproduction_command_does_the_same(shell_program: Program, tmp_path: Path) -> None:
    target = consumer(shell_program('echo "$GREETING"; cat "$1"'), env={"GREETING": "it's me"})
    file = tmp_path / "a b'c.chan"
    file.write_bytes(b"data")
    done = subprocess.run(
        ["/bin/sh", "-c", target.reproduce(str(file))], capture_output=True, check=True
    )
    assert done.stdout == target.run(str(file)).stdout == b"it's me\ndata"
    by_input = CommandConsumer("engine", ("cat", "-"), reads_stdin=True, cwd="/")
    inner = shlex.quote(str(file).removeprefix("/"))
    assert by_input.reproduce(str(file)) == f"cd / && cat - < {inner}"
    here = consumer(target.program, cwd=".")
    assert here.reproduce("-x").endswith(" ./-x")


def test_it_is_a_consumer(shell_program: Program) -> None:
    target: Consumer = consumer(shell_program("exit 0"), limits=Limits(timeout_s=2))
    assert target.limits_text == "2 s and 256 MiB"


_OVERRUN = """
#include <stdio.h>
#include <stdlib.h>
static int read_chunk(const unsigned char *data, int index) { return data[index]; }
int main(int argc, char **argv) {
    (void)argc;
    FILE *file = fopen(argv[1], "rb");
    unsigned char *inputs = malloc(20);
    int index = fgetc(file);
    for (int i = 0; i < 20; i++) inputs[i] = (unsigned char)i;
    int value = read_chunk(inputs, index);
    free(inputs);
    fclose(file);
    return value > 255;
}
"""


@pytest.mark.skipif(shutil.which("gcc") is None, reason="needs gcc")
def test_address_sanitizer_names_the_function(tmp_path: Path, content: str) -> None:
    source, binary = tmp_path / "sensor.c", tmp_path / "sensor"
    source.write_text(_OVERRUN, encoding="ascii")
    flags = ["-g", "-O0", "-fno-omit-frame-pointer", "-fsanitize=address,undefined"]
    built = subprocess.run(
        ["gcc", *flags, str(source), "-o", str(binary)], capture_output=True, check=False
    )
    if built.returncode:
        pytest.skip("this gcc has no sanitizers")
    assert wants_address_space(str(binary))
    assert not wants_address_space(str(source))
    assert not wants_address_space(sys.executable)
    target = consumer(str(binary), limits=replace(LIMITS, address_space=False))
    Path(content).write_bytes(b"\x13")
    assert target.run(content).kind is OutcomeKind.ACCEPTED
    with pytest.raises(ConsumerError, match="set address_space = false"):
        consumer(str(binary), limits=LIMITS).run(content)
    Path(content).write_bytes(b"\x14")
    outcome = target.run(content)
    assert outcome.kind is OutcomeKind.CRASHED
    assert outcome.signature == "AddressSanitizer: heap-buffer-overflow in read_chunk"
