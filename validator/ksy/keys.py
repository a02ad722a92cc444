"""Which key may stand where: the tables, and the check that reads them.

Source: Kaitai Struct 0.11 for the keys without `-`, docs/schema-language.md for the rest.
Keys that start with `-` and are not ours belong to other tools and are ignored; one that is
within an edit of ours is worth a warning, because a check would silently not be made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.findings import Severity
from validator.ksy.problems import Problems, is_one_edit_away, show

if TYPE_CHECKING:
    from validator.ksy.nodes import Mapping, Scalar

TYPE = frozenset(
    ("meta", "doc", "doc-ref", "params", "seq", "instances", "types", "enums", "to-string")
) | {"-checks", "-coverage"}
TOP = TYPE | {"-contract", "-budget", "-gaps", "-overlaps"}
META = frozenset(
    ("id", "title", "application", "file-extension", "xref", "license", "ks-version", "ks-debug")
) | {
    "ks-opaque-types",
    "ks-zero-copy-substream",
    "imports",
    "encoding",
    "endian",
    "bit-endian",
    "tags",
}
PARAM = frozenset(("id", "type", "enum", "doc", "doc-ref"))
SEQ = (
    frozenset(
        ("id", "doc", "doc-ref", "type", "size", "size-eos", "terminator", "consume", "include")
    )
    | frozenset(
        ("eos-error", "pad-right", "encoding", "contents", "process", "enum", "if", "repeat")
    )
    | frozenset(("repeat-expr", "repeat-until", "valid", "parent"))
)
FIELD_EXTENSIONS = frozenset(
    ("-checksum", "-unique", "-sorted", "-refers-to", "-reserved", "-default", "-coverage")
)
SEQ_FIELD = SEQ | FIELD_EXTENSIONS
INSTANCE = (SEQ_FIELD - {"id"}) | {"pos", "io", "value", "-overlap"}
VALUE_INSTANCE = frozenset(("value", "doc", "doc-ref", "enum", "if")) | {
    "-checksum",
    "-refers-to",
    "-default",
    "-coverage",
}
SWITCH = frozenset(("switch-on", "cases"))
VALID = frozenset(("eq", "min", "max", "any-of", "in-enum", "expr"))
ENUM_MEMBER = frozenset(("id", "doc", "doc-ref"))
CHECK = frozenset(("id", "expr", "message", "at", "severity", "help", "cwe"))
CHECKSUM = frozenset(("algorithm", "from", "to", "zero"))
SORTED = frozenset(("by", "order"))
REFERS_TO = frozenset(("table", "key"))
FIELD_COVERAGE = frozenset(("classes", "values"))
TYPE_COVERAGE = frozenset(("combine", "strength", "where"))
FACT = frozenset(("type", "doc"))
BUDGET = frozenset(("file-size", "nodes", "depth", "unpacked"))

_OURS = {
    **dict.fromkeys(FIELD_EXTENSIONS, "in a field"),
    "-checks": "at the top level or in a type",
    "-coverage": "at the top level, in a type or in a field",
    "-overlap": "in an instance with pos",
    **dict.fromkeys(("-contract", "-budget", "-gaps", "-overlaps"), "at the top level"),
}
_ELSEWHERE = {
    **dict.fromkeys(("pos", "io", "value"), "an instance"),
    **dict.fromkeys(SEQ - {"id", "doc", "doc-ref", "type", "enum"}, "a field"),
    **dict.fromkeys(("seq", "instances", "types", "enums", "params"), "a type"),
    **dict.fromkeys(META - {"id"}, "meta"),
}
_FOREIGN = frozenset(("-orig-id", "-affected-by"))


def check_keys(mapping: Mapping, allowed: frozenset[str], where: str, problems: Problems) -> None:
    """Report every key that may not stand here.

    Args:
        mapping: the mapping.
        allowed: keys of this place, ours included.
        where: the place, as the headline names it: `meta`, `a field`.
        problems: receives the findings.
    """
    for key, _ in mapping.items:
        if key.text in allowed:
            continue
        if key.text.startswith("-"):
            _check_dashed(key, allowed, where, problems)
            continue
        place = _ELSEWHERE.get(key.text)
        hint = f"{key.text} belongs to {place}" if place else None
        if key.text == "<<":
            hint = "YAML merge keys are not supported"
        problems.add(
            "unknown-key",
            key.pos,
            f"{where} has no key `{show(key.text)}`",
            expected=f"one of {', '.join(sorted(allowed))}",
            found=show(key.text),
            hint=hint,
            near=(key.text, allowed),
        )


def _check_dashed(key: Scalar, allowed: frozenset[str], where: str, problems: Problems) -> None:
    text = key.text
    if text in _OURS:
        problems.add(
            "unknown-key",
            key.pos,
            f"`{text}` has no effect in {where}",
            expected=f"{text} {_OURS[text]}",
            found=f"{text} in {where}",
        )
        return
    if text in _FOREIGN or text.startswith("-webide-") or len(text) > 20:
        return
    near = [known for known in _OURS if is_one_edit_away(text.replace("_", "-").lower(), known)]
    if near:
        problems.add(
            "unknown-key",
            key.pos,
            f"`{show(text)}` is ignored: the language has no such key",
            found=show(text),
            hint=f"did you mean {near[0]}?",
            severity=Severity.WARNING,
        )
