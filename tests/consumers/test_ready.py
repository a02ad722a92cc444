"""The ready-made consumers on the corpus: valid files are accepted, and why not where they are not.

Needs the real programs, libraries and the kernel; what is not installed is skipped by name.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from validator.consumers.protocol import Outcome, OutcomeKind
from validator.consumers.ready import READY, Ready, make_ready, missing_of

pytestmark = pytest.mark.slow

CORPUS = Path(__file__).parents[2] / "corpus"
OTHER_YARA = ("different version of YARA", "incompatible with this version")
NOT_FOR_LIBBPF = (
    "BTF is required",
    "legacy map definitions",
    "endianness mismatch",
    "is static and not supported",
    "bad call relo",
    "bad map relo",
)
REFUSED: dict[str, tuple[str, ...]] = {
    "yara": OTHER_YARA,
    "yara-python": OTHER_YARA,
    "libbpf-btf": ("Invalid BTF string section",),
    "libbpf-elf": NOT_FOR_LIBBPF,
    "bpftool-btf": ("failed to load BTF",),
    "bpftool-elf": NOT_FOR_LIBBPF,
    "virt-fw-sigdb": ("signature list is empty",),
    "kernel-selinux": ("EINVAL",),
    "kernel-apparmor": ("failed to unpack end of profile",),
    "kernel-bpf-elf": (
        *NOT_FOR_LIBBPF,
        "Error loading vmlinux BTF",
        "failed to create: Invalid argument",
        "failed to load: -22",
        "BPF program is too large",
    ),
    "kernel-btf": ("Invalid func linkage", "btf_header not found", "size == 0", "string section"),
}
"""What consumers say of valid files that they do not take: about a part of the format that they do
not know, or that whoever loads the file fills in first. docs/consumers.md has the reasons."""


def installed(ready: Ready, folder: Path) -> None:
    if missing := missing_of(ready, str(folder)):
        pytest.skip(f"{ready.name} is not installed: {missing[0].install}")


@pytest.fixture(scope="session")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("parts")


@pytest.mark.parametrize("ready", READY, ids=lambda ready: ready.name)
def test_valid_files_are_accepted(ready: Ready, parts: Path) -> None:
    installed(ready, parts)
    files = [f for name in ready.formats for f in sorted((CORPUS / name / "valid").iterdir())]
    consumer = make_ready(ready.name, None, str(parts))
    outcomes = list(consumer.run_many(map(str, files)))
    assert len(outcomes) == len(files)
    refused = [pair for pair in zip(files, outcomes, strict=True) if not is_accepted(pair[1])]
    assert len(refused) < len(files)
    for file, outcome in refused:
        said = (outcome.stdout + outcome.stderr).decode("utf-8", "replace")
        assert outcome.kind is OutcomeKind.REJECTED, f"{file.name}: {outcome.signature} {said}"
        reasons = REFUSED.get(ready.name, ())
        assert any(reason in said for reason in reasons), f"{file.name}: {said}"


def is_accepted(outcome: Outcome) -> bool:
    return outcome.kind is OutcomeKind.ACCEPTED


@pytest.mark.parametrize("ready", READY, ids=lambda ready: ready.name)
def test_what_is_no_such_file_is_rejected(ready: Ready, parts: Path, tmp_path: Path) -> None:
    installed(ready, parts)
    empty, text = tmp_path / "empty", tmp_path / "text"
    empty.write_bytes(b"")
    text.write_bytes(b"This is none of the formats that anything here reads.\n" * 20)
    consumer = make_ready(ready.name, None, str(parts), called="reader")
    assert consumer.name == "reader"
    nothing, other = consumer.run_many([str(empty), str(text)])
    assert not nothing.is_fault  # some take no bytes for no content, and are content
    assert other.kind is OutcomeKind.REJECTED
