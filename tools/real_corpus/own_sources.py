"""The project's own sources, compiled anew by the scripts that made the committed corpus."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import partial

from real_corpus.model import LackingError, Made, Part, Shop

PROGRAMS = {
    "apparmor_policy": ("apparmor_parser",),
    "bpf_elf": ("clang", "bpftool"),
    "btf": ("clang", "bpftool", "gcc", "llvm-objcopy", "pahole"),
    "hwdb": ("systemd-hwdb", "udevadm"),
    "selinux_policy": ("secilc",),
    "uefi_dbx": ("cert-to-efi-sig-list", "hash-to-efi-sig-list", "openssl", "sbsiglist"),
}
# The script takes a folder to work in, whose name gets into the files.
WITH_FOLDER = ("apparmor_policy", "hwdb")
SKIPPED = (".expect", ".md")


def _made(name: str, shop: Shop) -> Iterator[Made]:
    here = shop.corpus / name
    if not (here / "produce.sh").exists():
        raise LackingError(f"corpus/{name}/produce.sh", "part of the repository")
    copy = shop.scratch / name
    copy.mkdir()
    for part in ("produce.sh", "sources"):
        path = here / part
        if path.is_dir():
            shutil.copytree(path, copy / part)
        elif path.exists():
            shutil.copy(path, copy / part)
    for part in ("valid", "invalid", "seeds"):
        (copy / part).mkdir()
    work = [str(shop.scratch / "work")] if name in WITH_FOLDER else []
    shop.run("sh", str(copy / "produce.sh"), *work)
    # Split BTF is checked against the counts of its base.
    contract = here / "contract.toml"
    for path in sorted((copy / "valid").iterdir()):
        if path.suffix not in SKIPPED:
            is_split = "split" in path.name and contract.exists()
            yield Made(f"own-{path.name}", path.read_bytes(), "own sources",
                       contract.read_text() if is_split else "")  # fmt: skip


def _of(name: str) -> Callable[[Shop], Iterator[Made]]:
    return partial(_made, name)


PARTS = tuple(
    Part(name, "own sources", _of(name), programs,
         ("virt.firmware.vars",) if name == "uefi_dbx" else ())
    for name, programs in PROGRAMS.items()
)  # fmt: skip
