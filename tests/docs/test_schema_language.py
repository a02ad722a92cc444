"""Every example of the language reference is compiled and read.

A block `ksy` is a schema (`ksy NAME.ksy` names the file, for imports), `check` holds files for
the schema before it, `bad-ksy` a schema that is refused with the message of its last lines.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from validator.check.read import BoundContract
from validator.check.schema import Schema, load_schema
from validator.compile import try_compile
from validator.findings import Severity
from validator.ksy import keys
from validator.passes.functions import FUNCTIONS

if TYPE_CHECKING:
    from validator.findings import Finding

PAGE = Path(__file__).parents[2] / "docs" / "schema-language.md"
_FENCE = re.compile(r"^```(ksy|check|bad-ksy)(?: (\S+))?\n(.*?)^```$", re.M | re.S)
_WORD = re.compile(r"'([^']*)'|([0-9a-f]{2})(?:\*(\d+))?|(\S)")


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block; `schema` is the last schema before a `check`."""

    kind: str
    name: str
    text: str
    line: int
    schema: str = ""


def read_blocks() -> list[Block]:
    page = PAGE.read_text(encoding="utf-8")
    blocks: list[Block] = []
    schema = ""
    for found in _FENCE.finditer(page):
        kind, name, text = found.groups()
        line = page.count("\n", 0, found.start()) + 1
        schema = text if kind == "ksy" else schema
        blocks.append(Block(kind, name or "", text, line, schema))
    return blocks


BLOCKS = read_blocks()
SAMPLES = [block for block in BLOCKS if block.kind == "check"]
REFUSED = [block for block in BLOCKS if block.kind == "bad-ksy"]
SCHEMAS = [block for block in BLOCKS if block.kind == "ksy"]


def to_bytes(text: str) -> bytes:
    data = b""
    for word in _WORD.finditer(text):
        quoted, byte, times, other = word.groups()
        assert other is None, f"not bytes: {text!r}"
        data += bytes.fromhex(byte) * int(times or 1) if byte else quoted.encode("latin-1")
    return data


def describe(finding: Finding) -> str:
    place = f" at {finding.span.start:#x}" if finding.span is not None else ""
    contract = f" ({finding.contract})" if finding.contract else ""
    return f"{finding.rule}{place} {finding.path}".rstrip() + contract


def named_values(schema: Schema, data: bytes) -> dict[str, Any]:
    trace = schema.trace(data)
    return {trace.path(node): trace.value[node] for node in range(len(trace))}


def check_line(schema: Schema, line: str, contracts: list[BoundContract]) -> None:
    verdict, _, rest = line.partition(" ")
    rest, _, values = rest.partition(" => ")
    given, _, wanted = rest.partition(" -> ")
    data = to_bytes(given)
    found = [describe(finding) for finding in schema.check_bytes(data, contracts=contracts)]
    assert found == ([item.strip() for item in wanted.split(";")] if wanted else [])
    assert (verdict == "bad") == bool(found)
    known = named_values(schema, data) if values else {}
    for pair in values.split("; ") if values else ():
        path, _, value = pair.partition(" = ")
        assert repr(known[path]) == value.strip(), path


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("reference")
    for block in SCHEMAS:
        if block.name:
            (path / block.name).write_text(block.text, encoding="utf-8")
    return path


@pytest.mark.parametrize("block", SAMPLES, ids=lambda block: f"line{block.line}")
def test_samples_are_judged_as_the_page_says(block: Block, folder: Path) -> None:
    path = folder / f"sample{block.line}.ksy"
    path.write_text(block.schema, encoding="utf-8")
    schema = load_schema(str(path))
    contracts: list[BoundContract] = []
    for line in block.text.splitlines():
        if line.startswith("contract "):
            _, name, facts = line.split(" ", 2)
            contracts.append(BoundContract(name, json.loads(facts), {}))
        elif not line.startswith("#"):
            check_line(schema, line, contracts)


@pytest.mark.parametrize("block", SCHEMAS, ids=lambda block: f"line{block.line}")
def test_schemas_compile_without_a_warning(block: Block, folder: Path) -> None:
    path = folder / f"schema{block.line}.ksy"
    path.write_text(block.text, encoding="utf-8")
    _, findings = try_compile(str(path))
    assert findings == ()


@pytest.mark.parametrize("block", REFUSED, ids=lambda block: f"line{block.line}")
def test_bad_schemas_give_the_message_of_the_page(block: Block, folder: Path) -> None:
    path = folder / f"refused{block.line}.ksy"
    path.write_text(block.text, encoding="utf-8")
    program, findings = try_compile(str(path))
    wanted = [line[5:] for line in block.text.splitlines() if line.startswith("# -> ")]
    assert [
        f"{f.schema.line}:{f.schema.column} {f.severity.value}[{f.rule}] {f.message}"
        for f in findings
        if f.schema is not None
    ] == wanted
    assert (program is None) == any(f.severity is Severity.ERROR for f in findings)


def test_every_key_and_function_is_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    tables = (keys.TOP, keys.META, keys.PARAM, keys.INSTANCE, keys.SWITCH, keys.VALID, keys.CHECK)
    wanted = frozenset().union(*tables, keys.CHECKSUM, keys.SORTED, keys.REFERS_TO, keys.BUDGET)
    wanted |= keys.FIELD_COVERAGE | keys.TYPE_COVERAGE
    assert [key for key in sorted(wanted) if f"`{key}`" not in page] == []
    assert [name for name in FUNCTIONS if f"`{name}(" not in page] == []
    assert len(SAMPLES) >= 35
