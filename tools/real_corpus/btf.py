"""BTF: of many C programs, of Debian's kernel and its modules, of the BPF programs of packages."""

from __future__ import annotations

import io
import lzma
from collections.abc import Iterator
from pathlib import Path

from elftools.common.exceptions import ELFError
from elftools.elf.elffile import ELFFile

from real_corpus.c_programs import program
from real_corpus.model import Made, Part, ProducerError, Shop

PROGRAMS = 40
MODULES = 100
KERNEL = "linux-image-amd64"
BPF_PACKAGES = ("libbpf-tools", "bpftrace", "xdp-tools", "libxdp1", "systemd")
HEADERS = ("stdio.h", "stdlib.h", "pthread.h", "signal.h", "netinet/in.h", "sys/socket.h",
           "dirent.h", "time.h", "ucontext.h", "elf.h", "linux/bpf.h", "linux/if_packet.h",
           "regex.h", "math.h", "linux/perf_event.h", "linux/input.h")  # fmt: skip
EXTRA = {4: 4, 8: 0, 1: 4, 14: 4, 17: 4}
EACH = {4: 12, 5: 12, 15: 12, 6: 8, 13: 8, 19: 12, 3: 12}
_EM_BPF = 247


def section(data: bytes, name: str) -> bytes | None:
    """Return a section of an ELF file, None when it has none or is no ELF file.

    Args:
        data: the whole file.
        name: such as `.BTF`.
    """
    try:
        found = ELFFile(io.BytesIO(data)).get_section_by_name(name)
    except ELFError:
        return None
    return bytes(found.data()) if found is not None else None


def _of_programs(shop: Shop) -> Iterator[Made]:
    title = f"own sources, {shop.version('clang')}"
    for seed in range(PROGRAMS):
        source = shop.scratch / "program.c"
        source.write_text(program(seed))
        made = shop.scratch / "program.o"
        order = ("bpfel", "bpfeb")[seed % 2]
        level = ("-O0", "-O1", "-O2")[seed % 3]
        shop.run("clang", "-w", level, "-g", "-target", order, "-c", str(source), "-o", str(made))
        yield Made(f"program-{seed:02}-{order}.btf", _btf(made), title)
        yield from _native(shop, source, f"program-{seed:02}")
    for header in HEADERS:
        source = shop.scratch / "header.c"
        source.write_text(f"#define _GNU_SOURCE\n#include <{header}>\n")
        yield from _native(shop, source, "header-" + header.replace("/", "-"))


def _native(shop: Shop, source: Path, name: str) -> Iterator[Made]:
    made = shop.scratch / "native.o"
    shop.run("gcc", "-w", "-g", "-fno-eliminate-unused-debug-types", "-c", str(source), "-o",
             str(made))  # fmt: skip
    shop.run("pahole", "-J", "--btf_gen_floats", str(made))
    yield Made(f"{name}-native.btf", _btf(made), f"own sources, {shop.version('dwarves')}")


def _btf(path: Path) -> bytes:
    found = section(path.read_bytes(), ".BTF")
    if found is None:
        raise ProducerError(f"{path.name} has no section .BTF")
    return found


def _of_kernel(shop: Shop) -> Iterator[Made]:
    package = shop.packages(KERNEL)
    image = next(package.root.glob("boot/vmlinuz-*"))
    whole = section(_unpacked(image.read_bytes()), ".BTF")
    if whole is None:
        raise ProducerError(f"{image.name} has no section .BTF")
    yield Made("vmlinux.btf", whole, package.title)
    contract = _contract(whole)
    modules = sorted(package.root.glob("lib/modules/**/*.ko"))
    for path in modules[:: max(1, len(modules) // MODULES)]:
        split = section(path.read_bytes(), ".BTF")
        if split is not None:
            yield Made(f"module-{path.stem}.btf", split, package.title, contract)


def _unpacked(image: bytes) -> bytes:
    """Find the compressed kernel in its boot image; Debian's is made by xz."""
    start = -1
    while (start := image.find(b"\xfd7zXZ\0", start + 1)) >= 0:
        try:
            data = lzma.LZMADecompressor(lzma.FORMAT_XZ).decompress(image[start:])
        except lzma.LZMAError:
            continue
        if data.startswith(b"\x7fELF"):
            return data
    raise ProducerError("no kernel compressed by xz in the boot image")


def _contract(base: bytes) -> str:
    """Return what split BTF goes on from: the counts of its base, by walking over its types."""
    types, names = int.from_bytes(base[12:16], "little"), int.from_bytes(base[20:24], "little")
    at, end, count = 24, 24 + types, 0
    while at < end:
        info = int.from_bytes(base[at + 4 : at + 8], "little")
        kind, members = info >> 24 & 0x1F, info & 0xFFFF
        at += 12 + EXTRA.get(kind, 0) + (12 if kind == 3 else EACH.get(kind, 0) * members)
        count += 1
    return ('[contract]\nname = "vmlinux"\nversion = "1.0"\ndescription = "base of modules"\n\n'
            f"[facts]\nbase_types = {count}\nbase_names = {names}\n")  # fmt: skip


def objects(shop: Shop) -> Iterator[tuple[str, bytes, str]]:
    """Return the BPF objects of Debian's packages, files and those inside programs.

    Args:
        shop: gives the packages.
    Returns:
        Name, the whole object, and its package.
    Raises:
        LackingError: a package cannot be had.
    """
    for name in BPF_PACKAGES:
        package = shop.packages(name)
        for path in sorted(package.root.glob("**/*")):
            if path.is_file() and not path.is_symlink():
                data = path.read_bytes()
                for index, found in enumerate(_embedded(data)):
                    yield f"{name}-{path.stem}-{index}", found, package.title


def _embedded(data: bytes) -> Iterator[bytes]:
    start = -1
    while (start := data.find(b"\x7fELF\x02\x01\x01", start + 1)) >= 0:
        head = data[start : start + 64]
        if int.from_bytes(head[18:20], "little") == _EM_BPF:
            table = int.from_bytes(head[40:48], "little")
            size = table + 64 * int.from_bytes(head[60:62], "little")
            if start + size <= len(data):
                yield data[start : start + size]


def _of_relocations(shop: Shop) -> Iterator[Made]:
    """Cut the kernel's BTF down to what each BPF program asks for, as its tools ship it."""
    package = shop.packages(KERNEL)
    whole = section(_unpacked(next(package.root.glob("boot/vmlinuz-*")).read_bytes()), ".BTF")
    base = shop.scratch / "vmlinux.btf"
    base.write_bytes(whole or b"")
    program_file, made = shop.scratch / "program.o", shop.scratch / "least.btf"
    for name, data, title in objects(shop):
        program_file.write_bytes(data)
        made.unlink(missing_ok=True)
        found = shop.attempt("bpftool", "gen", "min_core_btf", str(base), str(made),
                             str(program_file))  # fmt: skip
        if found is not None and made.exists():
            yield Made(f"{name}-least.btf", made.read_bytes(), f"{title}, {package.title}")


def _of_packages(shop: Shop) -> Iterator[Made]:
    for name, data, title in objects(shop):
        found = section(data, ".BTF")
        if found is not None:
            yield Made(f"{name}.btf", found, title)


def _elf_of_packages(shop: Shop) -> Iterator[Made]:
    for name, data, title in objects(shop):
        yield Made(f"{name}.o", data, title)


def _elf_of_programs(shop: Shop) -> Iterator[Made]:
    title = f"own sources, {shop.version('clang')}"
    for seed in range(0, PROGRAMS, 2):
        source, made = shop.scratch / "program.c", shop.scratch / "program.o"
        source.write_text(program(seed))
        shop.run("clang", "-w", "-O2", "-g", "-target", "bpfel", "-c", str(source), "-o", str(made))
        yield Made(f"program-{seed:02}.o", made.read_bytes(), title)


PARTS = (
    Part("btf", "C programs", _of_programs, ("clang", "gcc", "pahole")),
    Part("btf", "kernel and modules of Debian", _of_kernel),
    Part("btf", "BPF programs of Debian", _of_packages),
    Part("btf", "what BPF programs need of the kernel", _of_relocations, ("bpftool",)),
    Part("bpf_elf", "C programs", _elf_of_programs, ("clang",)),
    Part("bpf_elf", "BPF programs of Debian", _elf_of_packages),
)
