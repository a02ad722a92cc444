"""Formats by name, and reports written whole or not at all."""

from __future__ import annotations

import json
import os
import stat
import threading
from pathlib import Path

import pytest
import report_samples as samples

from validator.errors import UsageError
from validator.report import FORMATS, render, write_report


def test_formats_are_those_of_the_reference() -> None:
    assert list(FORMATS) == [
        "text", "concise", "json", "jsonl", "sarif", "junit", "github", "gitlab",
    ]  # fmt: skip


def test_unknown_format_is_refused_with_a_suggestion() -> None:
    with pytest.raises(UsageError, match=r"sarf \(did you mean sarif\?\): expected one of text"):
        render("sarf", (), samples.CLEAN)


def test_report_replaces_the_old_one_and_leaves_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "new" / "report.json"
    write_report(path, "old")
    path.chmod(0o640)
    write_report(path, "new ü\n")
    assert path.read_bytes() == "new ü\n".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert os.listdir(path.parent) == ["report.json"]


def test_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    write_report(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def test_fifo_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    received: list[bytes] = []
    reader = threading.Thread(target=lambda: received.append(path.read_bytes()))
    reader.start()
    write_report(path, "text")
    reader.join()
    assert received == [b"text"]
    assert stat.S_ISFIFO(path.stat().st_mode)


@pytest.mark.parametrize("name", ["file/report", "folder", "nul\0", "x" * 300])
def test_what_cannot_be_written_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    with pytest.raises(UsageError, match="cannot write the report"):
        write_report(f"{tmp_path}/{name}", "text")
    assert sorted(os.listdir(tmp_path)) == ["file", "folder"]


def test_json_report_is_one_document_with_three_parts() -> None:
    document = json.loads(render("json", samples.ALL, samples.META))
    assert {"meta", "summary", "findings"} <= set(document)
    assert document["summary"]["errors"] == 4
    assert document["summary"]["by_rule"]["template-unused"] == 2
    assert document["findings"][0]["span"] == {"offset": 0x1A4, "length": 2}


def test_json_lines_begin_with_the_run_and_end_with_the_summary() -> None:
    lines = [json.loads(line) for line in render("jsonl", samples.ALL, samples.META).splitlines()]
    assert [line["type"] for line in lines] == ["run", *["finding"] * 6, "summary"]


def test_gitlab_fingerprints_are_unique() -> None:
    issues = json.loads(render("gitlab", (*samples.ALL, *samples.ALL), samples.META))
    assert len({issue["fingerprint"] for issue in issues}) == 12
    assert {issue["severity"] for issue in issues} == {"critical", "minor"}
    assert issues[5]["location"] == {"path": "schemas/png.ksy", "lines": {"begin": 31}}


def test_concise_is_one_line_per_finding_and_the_verdict() -> None:
    lines = render("concise", samples.ALL, samples.META).splitlines()
    assert len(lines) == len(samples.ALL) + 1
    assert lines[-1] == "no ship: 4 errors, 2 warnings in 4 files (3 refused)"
