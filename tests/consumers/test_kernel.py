"""A real Linux kernel loads policies, profiles and types; it panics, and the next one goes on."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from validator.consumers import isolation
from validator.consumers.c_build import build_c
from validator.consumers.kernel import KernelConsumer, find_kernel, init_recipe
from validator.consumers.kernel.folder import PREFIX, remove_left_over
from validator.consumers.protocol import Outcome, OutcomeKind
from validator.consumers.sandbox import Limits
from validator.errors import ConsumerError

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus"
POLICY = CORPUS / "selinux_policy" / "valid" / "harbor.33"
TWIN = (
    CORPUS / "selinux_policy" / "invalid"
    / "permissions-declared-not-present__class_file_7_of_6.bin"
)  # fmt: skip
PROFILE = CORPUS / "apparmor_policy" / "valid" / "one-file-rule.bin"
BTF = CORPUS / "btf" / "valid"
BPF_ELF = CORPUS / "bpf_elf" / "valid"
LIMITS = Limits(timeout_s=20.0)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_kernel() is None, reason="needs user-mode-linux"),
    pytest.mark.skipif(not any(map(shutil.which, ("cc", "gcc", "clang"))), reason="needs cc"),
]


@pytest.fixture(scope="module")
def build_folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("built"))


@pytest.fixture
def has_libbpf(build_folder: str) -> None:
    try:
        build_c(init_recipe("bpf_elf"), build_folder)
    except ConsumerError as error:
        pytest.skip(str(error))


def consumer(interface: str, build_folder: str, **more: object) -> KernelConsumer:
    values: dict[str, object] = {"limits": LIMITS, "build_folder": build_folder, **more}
    return KernelConsumer("kernel", interface, **values)  # type: ignore[arg-type]  # passed on


def write(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    return str(path)


def panicked(outcome: Outcome) -> bool:
    return outcome.kind is OutcomeKind.CRASHED and outcome.signature.startswith("kernel panic: ")


def test_policy_is_accepted_and_a_damaged_one_rejected(build_folder: str, tmp_path: Path) -> None:
    kernel = consumer("selinux", build_folder)
    cut = write(tmp_path / "cut", POLICY.read_bytes()[:2000])
    good, bad = kernel.run(str(POLICY)), kernel.run(cut)
    assert (good.kind, good.signature) == (OutcomeKind.ACCEPTED, "")
    assert (bad.kind, bad.signature) == (OutcomeKind.REJECTED, "")
    assert bad.stderr.startswith(b"EINVAL")


def test_twin_panics_the_kernel_and_the_next_file_is_judged(build_folder: str) -> None:
    kernel = consumer("selinux", build_folder)
    paths = [str(POLICY), str(TWIN), str(POLICY), str(TWIN), str(POLICY)]
    outcomes = list(kernel.run_many(paths))
    assert [panicked(each) for each in outcomes] == [False, True, False, True, False]
    assert {outcomes[0].kind, outcomes[2].kind, outcomes[4].kind} == {OutcomeKind.ACCEPTED}
    assert b"Kernel panic - not syncing" in outcomes[1].stdout
    assert outcomes[1].after == ()
    assert outcomes[1].signature == outcomes[3].signature == kernel.run(str(TWIN)).signature
    assert "0x" not in outcomes[1].signature


def test_without_bubblewrap_it_is_the_same(
    build_folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(isolation, "bubblewrap", lambda: None)
    good, dead = consumer("selinux", build_folder).run_many([str(POLICY), str(TWIN)])
    assert good.kind is OutcomeKind.ACCEPTED
    assert panicked(dead)


def test_profile_is_accepted_and_a_damaged_one_rejected(build_folder: str, tmp_path: Path) -> None:
    data = PROFILE.read_bytes()
    damaged = write(tmp_path / "damaged", b"\xff" + data[1:])
    good, bad = consumer("apparmor", build_folder).run_many([str(PROFILE), damaged])
    assert (good.kind, bad.kind) == (OutcomeKind.ACCEPTED, OutcomeKind.REJECTED)
    assert b"invalid profile format" in bad.stderr


def test_damaged_memory_is_found_and_laid_to_the_file_that_did_it(build_folder: str) -> None:
    guilty = CORPUS / "apparmor_policy" / "invalid" / "profile-renamed__old.bin"
    paths = [str(PROFILE), str(guilty), str(PROFILE), str(PROFILE)]
    outcomes = list(consumer("apparmor", build_folder).run_many(paths))
    kinds = [each.kind for each in outcomes]
    accepted = OutcomeKind.ACCEPTED
    assert kinds == [accepted, OutcomeKind.CRASHED, accepted, accepted]
    assert outcomes[1].signature.startswith("kernel memory damaged: ")
    assert outcomes[1].signature.endswith(" in aa_free_profile")


def test_types_are_accepted_and_damaged_ones_rejected(build_folder: str, tmp_path: Path) -> None:
    good = BTF / "kinds-linked.btf"
    bad = write(tmp_path / "bad", good.read_bytes()[:-1])
    outcomes = list(consumer("btf", build_folder).run_many([str(good), bad]))
    assert [each.kind for each in outcomes] == [OutcomeKind.ACCEPTED, OutcomeKind.REJECTED]
    assert outcomes[1].stderr.startswith(b"EINVAL: ")


def test_programs_are_loaded_and_what_the_verifier_says_is_kept(
    build_folder: str, has_libbpf: None
) -> None:
    too_complex = str(BPF_ELF / "instructions.o")
    kernel = consumer("bpf_elf", build_folder, limits=Limits(timeout_s=120.0))
    good, bad = kernel.run_many([str(BPF_ELF / "xdp.o"), too_complex])
    assert (good.kind, good.signature) == (OutcomeKind.ACCEPTED, "")
    assert bad.kind is OutcomeKind.REJECTED
    assert bad.stderr.startswith(b"E2BIG: BPF program is too large")


def test_death_of_the_loader_is_not_one_of_the_kernel(
    build_folder: str, has_libbpf: None, tmp_path: Path
) -> None:
    data = bytearray((BPF_ELF / "tracing-linked.o").read_bytes())
    data[0xB8F] = 0xFF  # a type number far beyond the types; libbpf 1.1.2 follows it
    damaged = write(tmp_path / "damaged.o", bytes(data))
    kernel = consumer("bpf_elf", build_folder)
    outcomes = list(kernel.run_many([damaged, str(BPF_ELF / "xdp.o")]))
    assert [each.kind for each in outcomes] == [OutcomeKind.REJECTED, OutcomeKind.ACCEPTED]
    assert b"libbpf" in outcomes[0].stderr


def test_order_and_batch_make_no_difference(build_folder: str) -> None:
    folder = CORPUS / "selinux_policy"
    paths = sorted(map(str, [*folder.glob("valid/*"), *folder.glob("invalid/v*.bin")]))
    kinds = []
    for batch, order in ((250, paths), (3, paths), (250, paths[::-1])):
        outcomes = consumer("selinux", build_folder, batch=batch).run_many(order)
        found = {
            path: (each.kind, each.signature) for path, each in zip(order, outcomes, strict=True)
        }
        kinds.append(found)
    assert kinds[0] == kinds[1] == kinds[2]


def test_kernel_that_is_not_there_says_how_to_install_it() -> None:
    with pytest.raises(ConsumerError, match="apt install user-mode-linux"):
        KernelConsumer("k", "selinux", kernel="no-such-kernel")


def test_interface_that_is_not_known() -> None:
    with pytest.raises(ConsumerError, match="no interface smack .* only selinux, apparmor, btf"):
        KernelConsumer("k", "smack")


def test_program_that_is_no_kernel(build_folder: str) -> None:
    with pytest.raises(ConsumerError, match="the kernel did not start"):
        consumer("selinux", build_folder, kernel="/bin/true").run(str(POLICY))


def test_file_that_does_not_fit(build_folder: str, tmp_path: Path) -> None:
    big = tmp_path / "big"
    with big.open("wb") as file:
        file.truncate(33 << 20)
    with pytest.raises(ConsumerError, match="raise its memory limit"):
        consumer("btf", build_folder).run(str(big))
    with pytest.raises(ConsumerError, match="is not a regular file"):
        consumer("btf", build_folder).run(str(tmp_path))


def test_time_of_a_file_is_limited(build_folder: str) -> None:
    short = consumer("selinux", build_folder, limits=Limits(timeout_s=0.0001))
    assert short.run(str(POLICY)).kind is OutcomeKind.HUNG


def test_reproduce_is_a_command_that_boots_the_same_kernel(build_folder: str) -> None:
    command = consumer("selinux", build_folder).reproduce(str(TWIN))
    done = subprocess.run(
        ["/bin/sh", "-c", command], capture_output=True, timeout=60, check=False, text=True
    )
    assert "Kernel panic - not syncing: Kernel mode fault" in done.stdout


def machines(mark: str) -> list[int]:
    """Processes of machines whose root is in a folder."""
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                words = Path(f"/proc/{entry}/cmdline").read_bytes()
            except OSError:
                continue
            if mark.encode() in words and b"rootfstype=hostfs" in words:
                found.append(int(entry))
    return found


@pytest.fixture
def endless(tmp_path: Path, build_folder: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process that lets kernels load the same policy for ever."""
    body = (
        "import itertools, sys\n"
        "from validator.consumers.kernel import KernelConsumer\n"
        f"kernel = KernelConsumer('k', 'selinux', batch=3, build_folder={build_folder!r})\n"
        f"for _ in kernel.run_many(itertools.repeat({str(POLICY)!r})):\n"
        "    print('x', flush=True)\n"
    )
    environment = dict(os.environ, TMPDIR=str(tmp_path))
    running = subprocess.Popen(
        [sys.executable, "-c", body], env=environment, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, cwd=ROOT, start_new_session=True,
    )  # fmt: skip
    try:
        yield running
    finally:
        running.kill()
        running.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_when_contentgate_dies(
    endless: subprocess.Popen[bytes], tmp_path: Path, number: int
) -> None:
    assert endless.stdout is not None
    assert endless.stdout.readline() == b"x\n"
    wait_for(lambda: bool(machines(str(tmp_path))))
    endless.send_signal(number)
    endless.wait(timeout=60)
    wait_for(lambda: not machines(str(tmp_path)))


def test_folder_of_a_process_that_was_killed_is_removed_later(tmp_path: Path) -> None:
    left, fresh = tmp_path / f"{PREFIX}left", tmp_path / f"{PREFIX}fresh"
    for folder in (left, fresh):
        (folder / "root").mkdir(parents=True)
    os.utime(left, (0, 0))
    remove_left_over(str(tmp_path))
    assert not left.exists()
    assert fresh.exists()


def wait_for(condition: object) -> None:
    """Wait until something holds; a machine that is busy may take long."""
    for _ in range(600):
        if condition():  # type: ignore[operator]  # a function without arguments
            return
        time.sleep(0.05)
    raise AssertionError("it did not come to pass within 30 s")
