"""Findings and runs that the report tests share."""

from __future__ import annotations

from validator.findings import ByteSpan, Finding, Severity, SourcePos
from validator.report.meta import RunMeta
from validator.rules import Rule

COUNT = Finding(
    rule="count-exceeds-contract",
    message="21 criteria, but sensor-7.11 supplies 20 inputs",
    file="content/ipc.chan",
    span=ByteSpan(0x1A4, 2),
    path="instances[1].criteria",
    expected="at most 20 (contract sensor-7.11: inputs.ipc, read from array ipc_inputs)",
    found="21 (bytes 15 00, little-endian)",
    evidence=(("novelty", "no shipped file has used criteria[20] with anything but a wildcard"),),
    hint="contentgate explain count-exceeds-contract",
    schema=SourcePos("schemas/channel_file.ksy", 88, 9, "/types/instance/-checks/0"),
    contract="sensor-7.11",
    cwe=125,
    context=(0x1A0, bytes.fromhex("0b00150002 04005c70697065".replace(" ", ""))),
)
EOF = Finding(
    rule="unexpected-eof",
    message="file ends inside the field",
    file="content/upload.png",
    span=ByteSpan(0x29, 4096),
    path="chunks[0].body",
    expected="4096 bytes (chunks[0].len, read at 0x21)",
    found="812 bytes, end of file at 0x355",
    hint="3284 bytes are missing, or chunks[0].len is too large",
    schema=SourcePos("schemas/png.ksy", 38, 9, "/types/chunk/seq/2/size"),
    cwe=125,
    context=(0x21, bytes(range(40))),
)
OWN_RULE = Finding(
    rule="template-unused",
    message="template 7 is used by no instance",
    file="content/ipc.chan",
    severity=Severity.WARNING,
    span=ByteSpan(0x40, 12),
    path="templates[2]",
    schema=SourcePos("schemas/channel_file.ksy", 60, 9, "/types/template/-checks/1"),
)
SECOND_OWN_RULE = Finding(
    rule="template-unused",
    message="template 9 is used by no instance",
    file="content/ipc.chan",
    severity=Severity.WARNING,
    span=ByteSpan(0x58, 12),
    path="templates[4]",
    schema=SourcePos("schemas/channel_file.ksy", 60, 9, "/types/template/-checks/1"),
)
UNREADABLE = Finding(
    rule="input-unreadable",
    message="is a directory",
    file="content/drafts",
    expected="a regular file",
    found="a directory",
)
SCHEMA = Finding(
    rule="unknown-type",
    message="type is not declared",
    file="schemas/png.ksy",
    path="/types/chunk/seq/2/type",
    expected="a built-in type, or one declared here or imported",
    found="chunk_bdy",
    hint="did you mean chunk_body (line 44)?",
    schema=SourcePos("schemas/png.ksy", 31, 13, "/types/chunk/seq/2/type"),
)
HOSTILE = Finding(
    rule="check-failed",
    message=(
        "name is \x1b[31mred\x1b[0m\r\n::error::owned \u202egnp ]]> ##[stop-commands]x {0} [a](b)"
    ),
    file="::set-env name=a,b::dir/bad\udcff name%0A.chan",
    span=ByteSpan(0, 0),
    path='x["<&>"]\x00\x9b',
    expected="::warning::first line\n::error::second line",
    found="\ud800 \ufffe \x07",
    evidence=(("\n::debug", "  ::debug::x\n##vso[task.setvariable variable=a]b"),),
    hint="\x85\u2028\u2029",
    schema=SourcePos("schemas/\x1b]0;title\x07.ksy", 1, 1, "/-checks/0"),
    context=(0, b""),
)
ALL = (COUNT, OWN_RULE, SECOND_OWN_RULE, UNREADABLE, EOF, SCHEMA)

OWN = Rule(
    id="template-unused",
    about="data",
    summary="template ... is used by no instance",
    why="The schema states it as a condition that its consumers rely on.",
    example="template ... is used by no instance",
    fix="Remove the template.",
    cwe=1164,
    level="warning",
    since="",
)
META = RunMeta(
    tool_version="0.1.0",
    schemas=("schemas/channel_file.ksy", "schemas/png.ksy"),
    files=(
        ("content/good.chan", 512, True),
        ("content/ipc.chan", 4096, False),
        ("content/drafts", 0, False),
        ("content/upload.png", 0x355, False),
    ),
    verdict="no ship",
    reasons=("3 of 4 files are refused",),
    notes=("contract checks not made for content/upload.png: no contract given",),
    contracts=("sensor-7.11", "sensor-7.10"),
    rules=(OWN,),
)
CLEAN = RunMeta(
    tool_version="0.1.0",
    schemas=("schemas/channel_file.ksy",),
    files=(("content/good.chan", 512, True),),
    verdict="accepted",
    notes=("contract checks not made: no contract given",),
)
INCONCLUSIVE = RunMeta(
    tool_version="0.1.0",
    verdict="inconclusive",
    reasons=("no file matches content/*.chan",),
)
