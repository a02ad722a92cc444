"""`make corpus-real`: what it makes, how it names what is missing, what it says of a refusal."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from real_corpus import c_programs, driver, needs, yara, yara_texts  # noqa: E402 - behind the path
from real_corpus.judge import judge, table  # noqa: E402 - behind the path
from real_corpus.model import LackingError, Made, Part, ProducerError, Shop  # noqa: E402 - as above

HWDB = ROOT / "corpus" / "hwdb"
VALID = HWDB / "valid" / "one-match.bin"
INVALID = HWDB / "invalid" / "reserved-nonzero__child_padding_1.bin"


def _job(out: Path, *parts: Part, keep: bool = False) -> driver.Job:
    return driver.Job(out, parts, None, offline=True, keep=keep)


def _part(*made: Made, programs: tuple[str, ...] = ()) -> Part:
    def make(shop: Shop) -> Iterator[Made]:
        assert list(shop.scratch.iterdir()) == []
        yield from made

    return Part("hwdb", "a part of the test", make, programs)


def _good(name: str) -> Made:
    return Made(name, VALID.read_bytes(), "the test")


def test_accepted_files_are_counted_and_written_down(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert driver.run(_job(tmp_path, _part(_good("one.bin"), _good("two.bin")))) == driver.ACCEPTED
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].split()[:4] == ["hwdb", "2", "2", "two.bin"]
    assert lines[2].split() == ["all", "2", "2"]
    rows = (tmp_path / "hwdb" / "MANIFEST.tsv").read_text().splitlines()
    assert [row.split("\t")[0] for row in rows] == ["file", "one.bin", "two.bin"]
    assert rows[1].split("\t")[4] == "the test"
    assert not (tmp_path / ".scratch" / "hwdb").exists()


def test_a_refused_file_is_named_with_its_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = Made("bad.bin", INVALID.read_bytes(), "the test")
    assert driver.run(_job(tmp_path, _part(_good("good.bin"), bad))) == driver.REFUSED
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith(
        f"refused: {tmp_path / 'hwdb' / 'bad.bin'}: reserved-nonzero nodes.items"
    )
    # What an earlier run has made is judged again, and nothing is made.
    assert driver.run(_job(tmp_path, _part(_good("other.bin")), keep=True)) == driver.REFUSED
    assert not (tmp_path / "hwdb" / "other.bin").exists()


def test_what_is_missing_is_named_and_others_go_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lacking = _part(_good("never.bin"), programs=("no-such-producer",))
    assert driver.run(_job(tmp_path, lacking, _part(_good("one.bin")))) == driver.ACCEPTED
    said = capsys.readouterr().err
    assert "lacking no-such-producer: apt-get install no-such-producer, or --install" in said
    assert driver.run(_job(tmp_path, lacking)) == driver.FAILED
    assert "no file of hwdb" in capsys.readouterr().err


def test_a_producer_that_fails_is_no_success(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def make(shop: Shop) -> Iterator[Made]:
        yield _good("one.bin")
        shop.run(sys.executable, "-c", "raise SystemExit('broken source')")

    part = Part("hwdb", "fails", make)
    assert driver.run(_job(tmp_path, part)) == driver.FAILED
    assert "ended with 1: broken source" in capsys.readouterr().err


def test_two_files_of_one_name_are_a_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert driver.run(_job(tmp_path, _part(_good("a.bin"), _good("a.bin")))) == driver.FAILED
    assert "a.bin is made twice" in capsys.readouterr().err


def test_a_contract_goes_with_its_files(tmp_path: Path) -> None:
    folder = ROOT / "corpus" / "btf"
    contract = (folder / "contract.toml").read_text()
    split = Made(
        "split.btf", (folder / "valid" / "split-from-kinds.btf").read_bytes(), "", contract
    )
    wrong = contract.replace("base_types = 47", "base_types = 1")
    other = Made("other.btf", split.data, "", wrong)
    part = Part("btf", "split", lambda shop: iter((split, other)))
    assert driver.run(_job(tmp_path, part)) == driver.REFUSED
    rows = (tmp_path / "TABLE.txt").read_text().splitlines()
    refused = [row for row in rows if row.startswith("refused")]
    assert [row.split(": ")[1] for row in refused] == [str(tmp_path / "btf" / "other.btf")]


def test_the_largest_file_is_timed(tmp_path: Path) -> None:
    files = [(path, None) for path in sorted((HWDB / "valid").iterdir())]
    one = judge("hwdb", files)
    assert one.largest.stat().st_size == max(path.stat().st_size for path, _ in files)
    assert (one.files, one.refusals) == (len(files), ())
    assert f"{one.largest.stat().st_size:,}" in table([one])


def test_a_package_that_is_not_there_is_lacking_offline(tmp_path: Path) -> None:
    place = driver.Place(tmp_path, ROOT / "corpus", None, sys.executable,
                         driver.Store(tmp_path, offline=True))  # fmt: skip
    with pytest.raises(LackingError, match="package udev: run once without --offline"):
        place.packages("udev")
    with pytest.raises(LackingError, match="no-such-program"):
        place.run("no-such-program")
    assert place.attempt(sys.executable, "-c", "raise SystemExit(3)") is None
    assert len(place.failures) == 1
    with pytest.raises(ProducerError):
        place.run(sys.executable, "-c", "raise SystemExit(3)")


def test_hints_name_packages() -> None:
    assert needs.hint(["yarac", "semodule_link"]) == "apt-get install semodule-utils yara"
    assert needs.hint(["yara"]) == "pip install yara-python==4.5.4"
    assert needs.missing_modules(sys.executable, ["json", "no_such.part", "no_such_module"]) == [
        "no_such.part", "no_such_module"]  # fmt: skip


def test_every_part_says_what_it_needs() -> None:
    for part in driver.PARTS:
        assert (ROOT / "schemas" / f"{part.format}.ksy").exists()
        assert set(part.programs) <= {*needs.PROGRAMS, needs.PERL}
        assert set(part.modules) <= set(needs.MODULES)


@pytest.mark.parametrize("shape", sorted(yara_texts.SHAPES))
def test_rules_are_the_same_each_time(shape: str) -> None:
    text = yara_texts.rules(shape, 7, 1)
    assert text == yara_texts.rules(shape, 7, 1)
    assert text != yara_texts.rules(shape, 7, 2)
    assert text.count("condition:") == 7


def test_programs_are_the_same_each_time() -> None:
    programs = [c_programs.program(seed) for seed in range(20)]
    assert programs == [c_programs.program(seed) for seed in range(20)]
    assert len(set(programs)) == 20


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted({part.format for part in driver.PARTS}))
def test_real_producers_of_this_machine(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    # Ten megabytes of rules are for `make corpus-real`: a minute of more of the same.
    monkeypatch.setattr(yara, "BIG", 500)
    status = driver.main(["--format", name, "--offline", "--out", str(tmp_path)])
    said = capsys.readouterr()
    if status == driver.FAILED and f"no file of {name}" in said.err:
        pytest.skip(" ".join(line.strip() for line in said.err.splitlines() if "lacking" in line))
    assert status == driver.ACCEPTED, said.out + said.err
    shutil.rmtree(tmp_path)
