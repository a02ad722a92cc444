"""UEFI signature databases: updates of vendors, variables of Debian's firmware, certificates."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from real_corpus.model import LackingError, Made, Part, Shop

OWNER = "11111111-2222-3333-4444-123456789abc"
CERTIFICATES = "import importlib.resources as r; print(r.files('virt.firmware') / 'certs')"
SUFFIXES = (".bin", ".auth", ".esl")
STORES = "usr/share/OVMF/OVMF_VARS*.fd"


def _updates(shop: Shop) -> Iterator[Made]:
    if shop.updates is None:
        raise LackingError("a folder of dbx updates", "name one by --dbx; vendors publish them")
    for path in sorted(shop.updates.iterdir()):
        if path.suffix in SUFFIXES:
            yield Made(f"update-{path.name}", path.read_bytes(), "published by its vendor")


def _variables(shop: Shop) -> Iterator[Made]:
    """Take db, dbx, KEK and PK out of the variable stores of Debian's firmware for machines."""
    package = shop.packages("ovmf")
    for path in sorted(package.root.glob(STORES)):
        target = shop.scratch / path.stem
        target.mkdir()
        shop.attempt(*_vars(shop), "--input", str(path), "--output-auth", str(target))
        for found in sorted(target.iterdir()):
            yield Made(f"{path.stem}-{found.name}", found.read_bytes(), package.title)


def _enrolled(shop: Shop) -> Iterator[Made]:
    """Enroll what virt-firmware ships: Microsoft's certificates, and those of each distribution."""
    store = next(shop.packages("ovmf").root.glob("usr/share/OVMF/OVMF_VARS_4M.fd"))
    choices = {choice: ["--enroll-redhat", "--microsoft-db", choice]
               for choice in ("none", "win11", "win23", "uefi11", "uefi23", "all")}  # fmt: skip
    choices["microsoft"] = ["--enroll-microsoft"]
    for name in ("centos", "debian", "fedora", "rhel", "ubuntu"):
        choices[name] = ["--enroll-redhat", "--distro-keys", name]
    for update in sorted(shop.updates.glob("*dbx*.bin")) if shop.updates else []:
        choices[f"dbx-{update.stem}"] = ["--enroll-redhat", "--set-dbx", str(update)]
    for name, options in choices.items():
        target = shop.scratch / name
        target.mkdir()
        shop.attempt(*_vars(shop), "--input", str(store), *options, "--output-auth", str(target))
        for found in sorted(target.iterdir()):
            yield Made(f"enrolled-{name}-{found.name}", found.read_bytes(), "virt-firmware")


def _vars(shop: Shop) -> tuple[str, ...]:
    return (shop.python, "-m", "virt.firmware.vars")


def _certificates(shop: Shop) -> Iterator[Made]:
    folder = Path(shop.run(shop.python, "-c", CERTIFICATES).decode().strip())
    title = f"virt-firmware, {shop.version('efitools')}"
    lists = []
    for path in sorted(folder.glob("*/*.pem")):
        for name, command in {
            "certificate": ("cert-to-efi-sig-list", "-g", OWNER),
            "revoked-256": ("cert-to-efi-hash-list", "-g", OWNER, "-s", "256"),
            "revoked-512": ("cert-to-efi-hash-list", "-g", OWNER, "-s", "512", "-t",
                            "2025-01-31 12:00:00"),
        }.items():  # fmt: skip
            target = shop.scratch / "list.esl"
            shop.run(*command, str(path), str(target))
            lists.append(target.read_bytes())
            yield Made(f"{name}-{path.stem}.esl", lists[-1], title)
    yield Made("certificates-together.esl", b"".join(lists), title)


PARTS = (
    Part("uefi_dbx", "updates of vendors", _updates),
    Part("uefi_dbx", "variables of ovmf", _variables, (), ("virt.firmware.vars",)),
    Part("uefi_dbx", "enrolled by virt-firmware", _enrolled, (), ("virt.firmware.vars",)),
    Part("uefi_dbx", "certificates of virt-firmware", _certificates,
         ("cert-to-efi-sig-list", "cert-to-efi-hash-list"), ("virt.firmware.vars",)),
)  # fmt: skip
