"""The ready-made consumers on the corpus: valid files are accepted, and why not where they are not.

Needs the real programs, libraries and the kernel; what is not installed is skipped by name.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from validator.consumers.protocol import OutcomeKind
from validator.consumers.ready import READY, Ready, make_ready, missing_of

pytestmark = pytest.mark.slow

CORPUS = Path(__file__).parents[2] / "corpus"
OTHER_YARA = ("different version of YARA", "incompatible with this version")
NO_RELOCATION = ("Relocation failed",)
NO_BTF = ("BTF is required",)
NO_SIZE = ("size == 0",)

SILENT = ("",)  # libraries that are told to be quiet

REFUSED: dict[str, dict[str, tuple[str, ...]]] = {
    "libbpf-btf": {"split-from-kinds.btf": SILENT},
    "libbpf-elf": {
        "groups.o": SILENT,
        "many-sections.o": SILENT,
        "old-maps.o": SILENT,
        "tracing-alu32.o": SILENT,
        "tracing-big-endian.o": SILENT,
        "xdp-no-debug.o": SILENT,
    },
    "bpftool-btf": {"split-from-kinds.btf": ("Invalid argument",)},
    "bpftool-elf": {
        "data-linked.o": NO_RELOCATION,
        "data.o": NO_RELOCATION,
        "groups.o": NO_RELOCATION,
        "many-sections.o": ("is static and not supported",),
        "old-maps.o": ("legacy map definitions",),
        "tracing-alu32.o": NO_BTF,
        "tracing-big-endian.o": ("Endian mismatch",),
        "xdp-no-debug.o": NO_BTF,
    },
    "virt-fw-sigdb": {"spec-empty-list.esl": ("signature list is empty",)},
    "kernel-selinux": {"harbor.31": ("EINVAL",), "smallest.33": ("EINVAL",)},
    "kernel-apparmor": {"network-array.bin": ("failed to unpack end of profile",)},
    "kernel-btf": {
        "extern.btf": ("Invalid func linkage",),
        "kinds-big-endian.btf": ("btf_header not found",),
        "kinds.btf": NO_SIZE,
        "maps.btf": NO_SIZE,
        "split-from-kinds.btf": ("Invalid string section",),
        "tags.btf": NO_SIZE,
    },
}
"""Valid files that a consumer does not take, and what it says: a part of the format that it does
not know, or that whoever loads the file fills in first. docs/consumers.md has the reasons."""


def refusal_of(ready: Ready, file: Path) -> tuple[str, ...]:
    """What a consumer may say against a valid file; empty when it has to accept it."""
    if ready.formats == ("yara_rules",):
        return OTHER_YARA  # one version reads 19, the other 21
    return REFUSED.get(ready.name, {}).get(file.name, ())


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
    outcomes = make_ready(ready.name, None, str(parts)).run_many(map(str, files))
    accepted = 0
    for file, outcome in zip(files, outcomes, strict=True):
        said = (outcome.stdout + outcome.stderr).decode("utf-8", "replace")
        if outcome.kind is OutcomeKind.ACCEPTED:
            accepted += 1
            continue
        reasons = refusal_of(ready, file)
        assert outcome.kind is OutcomeKind.REJECTED, f"{file.name}: {outcome.signature} {said}"
        assert any(reason in said for reason in reasons), f"{file.name}: {said}"
    assert accepted > 0


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
