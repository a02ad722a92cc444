"""The ready-made consumers: real programs, libraries and a kernel, for the formats they read.

Comes in: a name. Goes out: what it needs, what of that is missing, and a consumer that can run.
To add one, add a row to `READY` and, where it needs one, a harness.
"""

from __future__ import annotations

from collections.abc import Mapping

from validator.consumers.c_build import Recipe
from validator.consumers.judge import limits_words
from validator.consumers.kernel import INSTALL, KERNEL, init_recipe
from validator.consumers.protocol import Consumer
from validator.consumers.ready.making import (
    Maker,
    Order,
    library_recipe,
    make_harness,
    make_kernel,
    make_script,
    make_target,
)
from validator.consumers.ready.need import Need, is_there, version_of
from validator.consumers.sandbox import Limits
from validator.dataclass import dataclass
from validator.errors import ConsumerError, UsageError


@dataclass(frozen=True, slots=True)
class Ready:
    """One ready-made consumer.

    Attributes:
        name: as the command line and configurations call it.
        kind: `command`, `library`, `python` or `kernel`.
        formats: names of the shipped schemas whose files it reads.
        summary: what it does with a file, one line.
        needs: what has to be installed; the first one's version is the consumer's.
        make: makes it.
        limits: what it may use when nothing else is said.
    """

    name: str
    kind: str
    formats: tuple[str, ...]
    summary: str
    needs: tuple[Need, ...]
    make: Maker
    limits: Limits = Limits(timeout_s=5.0, memory_bytes=512 << 20)

    @property
    def limits_text(self) -> str:
        """Its limits in words, as in `2 s and 256 MiB`."""
        return limits_words(self.limits)


_LARGE = Limits(timeout_s=10.0, memory_bytes=1 << 30)
"""For formats whose real files have many megabytes."""

_MACHINE = Limits(timeout_s=10.0, memory_bytes=512 << 20)
_VERIFIER = Limits(timeout_s=30.0, memory_bytes=512 << 20)
"""The verifier gives up after a million instructions, which take it seconds."""

_KERNEL = (
    Need("program", KERNEL, INSTALL, (KERNEL, "--version")),
    Need("program", "cc", "apt install gcc libc6-dev"),
)

_STATIC_LIBBPF = init_recipe("bpf_elf")

_SEPOL = library_recipe("sepol.c", "-lsepol", "apt install gcc libsepol-dev")
_BTF = library_recipe("btf.c", "-lbpf", "apt install gcc libbpf-dev")
_BPF_ELF = library_recipe("bpf_elf.c", "-lbpf", "apt install gcc libbpf-dev")
_MMDB = library_recipe("mmdb.c", "-lmaxminddb", "apt install gcc libmaxminddb-dev")
_HWDB = library_recipe("hwdb.c", "-l:libsystemd.so.0", "apt install gcc libsystemd0")


def _library(name: str, recipe: Recipe, asks: tuple[str, ...] = ()) -> tuple[Need, ...]:
    return (Need("library", name, recipe.install, asks, recipe),)


READY: tuple[Ready, ...] = (
    Ready(
        "yara",
        "command",
        ("yara_rules",),
        "yara loads compiled rules and scans a text and the rules themselves with them",
        (Need("program", "yara", "apt install yara", ("yara", "--version")),),
        make_script("yara.sh"),
        _LARGE,
    ),
    Ready(
        "yara-python",
        "python",
        ("yara_rules",),
        "yara-python loads compiled rules, lists them, scans with them and saves them",
        (Need("module", "yara-python", "pip install yara-python"),),
        make_target("yara_rules:read", "yara-python", "path"),
        _LARGE,
    ),
    Ready(
        "libsepol",
        "library",
        ("selinux_policy",),
        "libsepol reads a policy, writes it, says it in source, answers access questions",
        _library("libsepol", _SEPOL),
        make_harness(_SEPOL),
        _LARGE,
    ),
    Ready(
        "checkpolicy",
        "command",
        ("selinux_policy",),
        "checkpolicy reads a binary policy and writes it out again",
        (Need("program", "checkpolicy", "apt install checkpolicy", ("checkpolicy", "-V")),),
        make_script("checkpolicy.sh"),
        _LARGE,
    ),
    Ready(
        "libbpf-btf",
        "library",
        ("btf",),
        "libbpf reads all types, dumps them as C, turns their byte order, merges them",
        _library("libbpf", _BTF),
        make_harness(_BTF),
    ),
    Ready(
        "libbpf-elf",
        "library",
        ("bpf_elf",),
        "libbpf opens an object, walks programs and maps, relocates it for a loader",
        _library("libbpf", _BPF_ELF),
        make_harness(_BPF_ELF),
    ),
    Ready(
        "bpftool-btf",
        "command",
        ("btf",),
        "bpftool prints all types, raw and as C",
        (Need("program", "bpftool", "apt install bpftool", ("bpftool", "version")),),
        make_script("bpftool_btf.sh"),
    ),
    Ready(
        "bpftool-elf",
        "command",
        ("bpf_elf",),
        "bpftool links an object of BPF programs and makes a skeleton of it",
        (Need("program", "bpftool", "apt install bpftool", ("bpftool", "version")),),
        make_script("bpftool_elf.sh"),
    ),
    Ready(
        "sig-list-to-certs",
        "command",
        ("uefi_dbx",),
        "sig-list-to-certs of efitools takes signature lists apart",
        (Need("program", "sig-list-to-certs", "apt install efitools"),),
        make_script(
            "sig_list_to_certs.sh",
            accept_output=r"^Written \d+ bytes",
            reject_output=r"^Written -\d",
        ),
    ),
    Ready(
        "virt-fw-sigdb",
        "python",
        ("uefi_dbx",),
        "virt-firmware takes signature lists apart, prints and writes them",
        (Need("module", "virt-firmware", "pip install virt-firmware"),),
        make_target("signature_lists:read", "virt-firmware", "bytes"),
    ),
    Ready(
        "systemd-hwdb",
        "library",
        ("hwdb",),
        "the reader of udev looks up devices that lead to every node",
        _library("libsystemd", _HWDB, ("systemd-hwdb", "--version")),
        make_harness(_HWDB),
    ),
    Ready(
        "iucode-tool",
        "command",
        ("intel_microcode",),
        "iucode_tool checks microcode updates and writes what an initramfs loads",
        (
            Need(
                "program",
                "iucode_tool",
                "apt install iucode-tool  # in contrib",
                ("iucode_tool", "-V"),
            ),
        ),
        make_script("iucode_tool.sh"),
    ),
    Ready(
        "libmaxminddb",
        "library",
        ("mmdb",),
        "libmaxminddb reads metadata, every node and all data, looks up addresses",
        _library("libmaxminddb", _MMDB),
        make_harness(_MMDB),
    ),
    Ready(
        "kernel-selinux",
        "kernel",
        ("selinux_policy",),
        "Linux loads a policy in place of a small one",
        _KERNEL,
        make_kernel("selinux"),
        _MACHINE,
    ),
    Ready(
        "kernel-apparmor",
        "kernel",
        ("apparmor_policy",),
        "Linux loads profiles",
        _KERNEL,
        make_kernel("apparmor"),
        _MACHINE,
    ),
    Ready(
        "kernel-btf",
        "kernel",
        ("btf",),
        "Linux loads type information by bpf()",
        _KERNEL,
        make_kernel("btf"),
        _MACHINE,
    ),
    Ready(
        "kernel-bpf-elf",
        "kernel",
        ("bpf_elf",),
        "libbpf loads maps and programs of an object into Linux, which verifies and runs them",
        (
            *_KERNEL,
            Need("library", "static libbpf", _STATIC_LIBBPF.install, (), _STATIC_LIBBPF),
        ),
        make_kernel("bpf_elf"),
        _VERIFIER,
    ),
)


def find_ready(name: str) -> Ready:
    """Return a ready-made consumer.

    Args:
        name: as in `READY`.
    Raises:
        UsageError: there is none of this name.
    """
    for ready in READY:
        if ready.name == name:
            return ready
    known = ", ".join(ready.name for ready in READY)
    raise UsageError(f"no ready-made consumer {name}\n  expected  one of {known}")


def missing_of(ready: Ready, build_folder: str = "") -> tuple[Need, ...]:
    """Return what a consumer needs and this machine does not have; empty when it can run.

    Args:
        ready: the consumer.
        build_folder: where C parts that are built to find out are kept; "" keeps nothing.
    """
    return tuple(need for need in ready.needs if not is_there(need, build_folder))


def ready_version(ready: Ready) -> str:
    """Return the version of what a consumer runs; "" when it does not tell.

    Args:
        ready: the consumer.
    """
    return version_of(ready.needs[0])


def make_ready(
    name: str,
    limits: Limits | None,
    build_folder: str,
    *,
    called: str = "",
    env: Mapping[str, str] | None = None,
) -> Consumer:
    """Make a ready-made consumer.

    Args:
        name: as in `READY`.
        limits: what it may use; None is what suits it.
        build_folder: where its C parts are built and kept; made when it is missing.
        called: its name in findings; its own when "".
        env: additions to its environment.
    Raises:
        UsageError: there is none of this name.
        ConsumerError: what it needs is missing; the message says how to install it.
    """
    ready = find_ready(name)
    shown = called or name
    if missing := missing_of(ready, build_folder):
        names = ", ".join(need.name for need in missing)
        hints = "; ".join(dict.fromkeys(need.install for need in missing))
        raise ConsumerError(f"consumer {shown}: not installed: {names}; {hints}")
    order = Order(shown, limits or ready.limits, build_folder, tuple((env or {}).items()))
    return ready.make(order)
