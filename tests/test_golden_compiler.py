"""What the compiler makes of the shipped schemas: IR dump and emitted readers, as golden text."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from golden_files import check_golden

from validator.backends.python.reader import emit_check_reader, emit_trace_reader
from validator.compile import compile_schema
from validator.ir.dump import dump_program

SCHEMAS = sorted((Path(__file__).parent.parent / "schemas").glob("*.ksy"))


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.stem)
def test_dump_and_readers(path: Path) -> None:
    program = compile_schema(str(path))
    check_golden(f"ir/{path.stem}.txt", dump_program(program))
    digest = program.digest[:16]
    trace = emit_trace_reader(program).replace(digest, "DIGEST")
    check = emit_check_reader(program).replace(digest, "DIGEST")
    check_golden(f"python/{path.stem}_trace.py.txt", trace)
    check_golden(f"python/{path.stem}_check.py.txt", check)


def test_digest_depends_on_meaning_not_on_place(tmp_path: Path) -> None:
    source = next(path for path in SCHEMAS if path.stem == "channel_file")
    copy = tmp_path / "elsewhere.ksy"
    shutil.copy(source, copy)
    text = copy.read_text(encoding="utf-8")
    copy.write_text("# a comment, and a line\n" + text, encoding="utf-8")
    assert compile_schema(str(copy)).digest == compile_schema(str(source)).digest
    changed = text.replace("max: 64", "max: 63", 1)
    assert changed != text
    copy.write_text(changed, encoding="utf-8")
    assert compile_schema(str(copy)).digest != compile_schema(str(source)).digest
