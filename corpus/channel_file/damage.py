"""The invalid files: each breaks one rule, and says at which field the finding must stand.

A case is a valid shape with one value wrong, everything derived from it right again, so that a
reader gets as far as the fault. `RAW` cases damage the bytes instead.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from build import HEADER_SIZE, build, build_with_spans, seal
from shapes import WILDCARD, Doc, chain, ipc, minimal, network, number, text, with_rules


@dataclass(frozen=True, slots=True)
class Case:
    """One invalid file.

    Attributes:
        rule: rule id of the finding that must be among those reported.
        what: the fault in words, for the file name.
        doc: its content.
        path: field path of the finding, "" for the file as a whole.
        at: field path whose offset is expected when it is not that of `path`.
        length: length in bytes that is expected when it is not that of the field.
    """

    rule: str
    what: str
    doc: Doc
    path: str
    at: str = ""
    length: int | None = None


def header(doc: Doc, **values: int | bytes) -> Doc:
    """Return the document with header fields set."""
    return {**doc, "header": values}


def edit(doc: Doc, key: str, at: int, **values: Any) -> Doc:
    """Return the document with values set in one template, instance or rule; changes it."""
    doc[key][at].update(values)
    return doc


def criterion(doc: Doc, instance: int, at: int, value: tuple[Any, ...]) -> Doc:
    """Return the document with one criterion replaced; changes it."""
    doc["instances"][instance]["criteria"][at] = value
    return doc


def param(doc: Doc, at: int, *value: Any) -> Doc:
    """Return the document with one parameter of its first template replaced; changes it."""
    doc["templates"][0]["params"][at] = value
    return doc


def _header_cases() -> list[Case]:
    h = "header."
    rules = {**with_rules(("match", 1)), "format_version": 1}
    return [
        Case("magic-mismatch", "other_format", header(ipc(), magic=b"MZCHAN\x1a\x00"), h + "magic"),
        Case("magic-mismatch", "text_copy", header(ipc(), magic=b"CGCHAN\x1a\x20"), h + "magic"),
        Case("value-out-of-range", "format_version_0", header(ipc(), format_version=0),
             h + "format_version"),
        Case("value-out-of-range", "format_version_3", header(ipc(), format_version=3),
             h + "format_version"),
        Case("value-out-of-range", "format_version_9", header(ipc(), format_version=9),
             h + "format_version"),
        Case("reserved-nonzero", "header_flags", header(ipc(), flags=0x8000), h + "flags"),
        Case("value-out-of-range", "content_version_0", header(ipc(), content_version=0),
             h + "content_version"),
        Case("value-out-of-range", "no_templates", {"templates": []}, h + "template_count"),
        Case("condition-failed", "payload_size_0", header(ipc(), payload_size=0),
             h + "payload_size"),
        Case("condition-failed", "payload_size_ffffffff", header(ipc(), payload_size=2**32 - 1),
             h + "payload_size"),
        Case("checksum-mismatch", "crc_0", header(ipc(), payload_crc32=0), h + "payload_crc32"),
        Case("rules-need-version-2", "rules_in_version_1", rules, h + "rule_count"),
    ]  # fmt: skip


def _count_cases() -> list[Case]:
    most = 2**32 - 1
    return [
        Case("count-exceeds-remaining", "template_count_ffffffff",
             header(ipc(), template_count=most), "templates", length=0),
        Case("count-exceeds-remaining", "instance_count_ffffffff",
             header(ipc(), instance_count=most), "instances", length=0),
        Case("count-exceeds-remaining", "rule_count_ffffffff",
             header(with_rules(("match", 1)), rule_count=most), "rules", length=0),
        Case("count-exceeds-remaining", "criteria_count_65535",
             edit(ipc(), "instances", 1, criteria_count=65535), "instances[1].criteria",
             length=0),
        Case("unexpected-eof", "instance_count_one_more", header(ipc(), instance_count=3),
             "instances[2].template_id", at="end", length=0),
        Case("unexplained-bytes", "instance_count_one_less", header(ipc(), instance_count=1), "",
             at="instances[1]"),
        Case("unexpected-eof", "string_table_size_too_large",
             header(ipc(), string_table_size=0x00FFFFFF), "string_table", length=599),
        Case("unexpected-eof", "value_len_past_the_end",
             criterion(ipc(), 1, 19, ("equals", "text", b"low", 65535)),
             "instances[1].criteria[19].value", length=7),
        Case("unexplained-bytes", "trailing_payload", {**ipc(), "tail": b"MZ\x90\x00 hidden"}, "",
             at="tail"),
    ]  # fmt: skip


def _string_cases() -> list[Case]:
    table = build_with_spans(ipc())
    size = table[1]["string_table"][1]
    strings = table[0][40 : 40 + size]
    broken = strings.replace(b"pipe_name", b"pipe\xff\xfename"[:9])
    twice = {**minimal(), "strings": b"\0t\0a\0t\0"}
    return [
        Case("encoding-invalid", "string_is_not_utf8", {**ipc(), "strings": broken},
             "string_table.strings[2]", length=9),  # without its terminator
        Case("duplicate-key", "string_twice", twice, "string_table.strings[3]"),
        Case("terminator-missing", "last_string_is_open", {**minimal(), "strings": b"\0t\0a"},
             "string_table.strings[2]"),
        Case("value-out-of-range", "template_name_past_the_table",
             edit(ipc(), "templates", 0, name_ofs=size), "templates[0].name_ofs"),
        Case("value-out-of-range", "template_name_ffffffff",
             edit(ipc(), "templates", 0, name_ofs=2**32 - 1), "templates[0].name_ofs"),
        Case("value-out-of-range", "param_name_past_the_table",
             param(ipc(), 20, "remote_host", "text", {"name_ofs": size}),
             "templates[0].params[20].name_ofs"),
        Case("value-out-of-range", "rule_name_past_the_table",
             edit(with_rules(("match", 1)), "rules", 0, name_ofs=99999), "rules[0].name_ofs"),
        Case("condition-failed", "template_without_name",
             edit(ipc(), "templates", 0, name_ofs=0), "templates[0].name",
             at="string_table.strings[0]"),
        Case("condition-failed", "rule_without_name",
             edit(with_rules(("match", 1)), "rules", 0, name_ofs=0), "rules[0].name",
             at="string_table.strings[0]"),
    ]  # fmt: skip


def _template_cases() -> list[Case]:
    narrow = {"id": 9, "name": "narrow", "params": [("a", "u1")]}
    wide = {"id": 12, "name": "wide", "params": [(f"p{at}", "u1") for at in range(65)]}
    duplicate = {**ipc(), "templates": [*ipc()["templates"], {**narrow, "id": 11}]}
    unsorted = {**ipc(), "templates": [*ipc()["templates"], narrow]}
    empty = {**ipc(), "templates": [{**narrow, "params": []}, *ipc()["templates"]]}
    return [
        Case("duplicate-key", "template_id", duplicate, "templates[1]"),
        Case("order-violated", "template_ids", unsorted, "templates[1]"),
        Case("value-out-of-range", "param_count_0", empty, "templates[0].param_count"),
        Case("value-out-of-range", "param_count_65",
             {**ipc(), "templates": [*ipc()["templates"], wide]}, "templates[1].param_count"),
        Case("reserved-nonzero", "template_flags", edit(ipc(), "templates", 0, flags=1),
             "templates[0].flags"),
        Case("value-not-in-enum", "param_type_6", param(ipc(), 20, "remote_host", 6),
             "templates[0].params[20].value_type"),
        Case("reserved-nonzero", "param_flags",
             param(ipc(), 20, "remote_host", "text", {"flags": 255}),
             "templates[0].params[20].flags"),
    ]  # fmt: skip


def _instance_cases() -> list[Case]:
    short, long = ipc(), ipc()
    short["instances"][1]["criteria"].pop()
    long["instances"][1]["criteria"].append(WILDCARD)
    return [
        Case("dangling-reference", "template_id", edit(ipc(), "instances", 1, template=12),
             "instances[1].template_id"),
        Case("duplicate-key", "instance_id", edit(ipc(), "instances", 1, id=1), "instances[1]"),
        Case("value-not-in-enum", "action_4", edit(ipc(), "instances", 1, action=4),
             "instances[1].action"),
        Case("reserved-nonzero", "instance_flags", edit(ipc(), "instances", 0, flags=0x80),
             "instances[0].flags"),
        Case("criteria-count-mismatch", "one_missing", short, "instances[1].criteria_count"),
        Case("criteria-count-mismatch", "one_more", long, "instances[1].criteria_count"),
        Case("criterion-type-mismatch", "number_for_a_text",
             criterion(ipc(), 1, 19, number("equals", "u4", 291)), "instances[1].criteria"),
        Case("criterion-type-mismatch", "wildcard_of_another_type",
             criterion(ipc(), 0, 3, ("wildcard", "u1", b"")), "instances[0].criteria"),
    ]  # fmt: skip


def _criterion_cases() -> list[Case]:
    misfits: list[tuple[str, Doc, int, int]] = [
        ("wildcard_with_a_value", criterion(ipc(), 1, 19, ("wildcard", "text", b"x")), 1, 19),
        ("text_without_a_value", criterion(ipc(), 1, 19, ("equals", "text", b"")), 1, 19),
        ("range_of_texts", criterion(ipc(), 1, 19, text("range", "a-z")), 1, 19),
        ("u4_of_3_bytes", criterion(network(), 0, 2, ("equals", "u4", b"\1\2\3")), 0, 2),
        ("u4_of_5_bytes", criterion(network(), 0, 2, ("not_equals", "u4", b"\1\2\3\4\5")), 0, 2),
        ("range_with_one_bound", criterion(network(), 0, 1, number("range", "u2", 22)), 0, 1),
        ("regex_on_a_number", criterion(network(), 0, 1, ("regex", "u2", b"2?")), 0, 1),
        ("list_that_does_not_divide", criterion(network(), 1, 1, ("in_list", "u2", b"abc")), 1, 1),
        ("address_of_4_bytes", criterion(network(), 0, 4, ("equals", "ip6", b"\x7f\0\0\1")), 0, 4),
    ]
    path = "instances[{}].criteria[{}].value_len"
    return [
        Case("value-not-in-enum", "operator_8", criterion(ipc(), 1, 19, (8, "text", b"x")),
             "instances[1].criteria[19].op"),
        Case("value-not-in-enum", "criterion_type_255",
             criterion(ipc(), 1, 19, ("equals", 255, b"x")),
             "instances[1].criteria[19].value_type"),
        *(Case("value-does-not-fit", what, doc, path.format(instance, at))
          for what, doc, instance, at in misfits),
    ]  # fmt: skip


def _rule_cases() -> list[Case]:
    root = "rules[0].root"
    deep = root + ".children[0]" * 16 + ".kind"
    two = with_rules(("match", 1), ("match", 2))
    return [
        Case("duplicate-key", "rule_id", edit(two, "rules", 1, id=100), "rules[1]"),
        Case("value-not-in-enum", "severity_5",
             edit(with_rules(("match", 1)), "rules", 0, severity=5), "rules[0].severity"),
        Case("reserved-nonzero", "rule_flags",
             edit(with_rules(("match", 1)), "rules", 0, flags=1), "rules[0].flags"),
        Case("value-not-in-enum", "node_kind_4", with_rules((4, [])), root + ".kind"),
        Case("dangling-reference", "rule_instance", with_rules(("match", 3)),
             root + ".instance_id"),
        Case("child-count-mismatch", "match_with_a_child",
             with_rules(("match", 1, [("match", 2)])), root + ".child_count"),
        Case("child-count-mismatch", "negation_of_two",
             with_rules(("negation", [("match", 1), ("match", 2)])), root + ".child_count"),
        Case("child-count-mismatch", "all_of_one", with_rules(("all_of", [("match", 1)])),
             root + ".child_count"),
        Case("child-count-mismatch", "any_of_none", with_rules(("any_of", [])),
             root + ".child_count"),
        Case("rule-too-deep", "depth_17", with_rules(chain(17)), deep),
        Case("budget-exceeded", "nesting_bomb", with_rules(chain(5000)),
             root + ".children[0]" * 39, at=root + ".children[0]" * 39 + ".kind", length=0),
    ]  # fmt: skip


def _contract_cases() -> list[Case]:
    many = [{"id": at, "name": "t", "params": [("a", "u1")]} for at in range(9)]
    rows = [{**ipc()["instances"][0], "id": at} for at in range(1001)]
    unknown = edit(ipc(), "templates", 0, name="ipc2")
    return [
        Case("count-exceeds-contract", "field_21", ipc(text("equals", "c2.example")),
             "instances[1].criteria_count"),
        Case("count-exceeds-contract", "9_templates", {"templates": many},
             "header.template_count"),
        Case("count-exceeds-contract", "1001_instances", {**ipc(), "instances": rows},
             "header.instance_count"),
        Case("contract-fact-missing", "template_without_inputs", unknown,
             "instances[0].criteria_count"),
    ]  # fmt: skip


def cases() -> list[Case]:
    """Return every case that is content with one value wrong."""
    groups: tuple[Callable[[], list[Case]], ...] = (
        _header_cases, _count_cases, _string_cases, _template_cases, _instance_cases,
        _criterion_cases, _rule_cases, _contract_cases,
    )  # fmt: skip
    return [case for group in groups for case in group()]


def _flipped() -> bytes:
    data = bytearray(build(ipc()))
    data[HEADER_SIZE + 6] ^= 1
    return bytes(data)


RAW: dict[str, tuple[Callable[[], bytes], str]] = {
    "unexpected-eof__empty": (lambda: b"", "0x0+0: error[unexpected-eof] header.magic"),
    "unexpected-eof__one_byte": (lambda: b"C", "0x0+1: error[unexpected-eof] header.magic"),
    "unexpected-eof__header_cut": (
        lambda: build(ipc())[:30],
        "0x1c+2: error[unexpected-eof] header.rule_count",
    ),
    "unexpected-eof__cut_and_sealed": (
        lambda: seal(build(ipc())[:-1]),
        "0x27d+1: error[unexpected-eof] instances[1].criteria[20].value_len",
    ),
    "magic-mismatch__zeros": (lambda: bytes(512), "0x0+8: error[magic-mismatch] header.magic"),
    "checksum-mismatch__one_bit_flipped": (
        _flipped,
        "0x24+4: error[checksum-mismatch] header.payload_crc32",
    ),
}
"""File name without extension -> bytes, and how the finding starts."""
