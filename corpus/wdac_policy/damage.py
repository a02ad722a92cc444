"""The invalid files: each breaks one rule, and says where the finding must stand."""

from __future__ import annotations

from policy import Policy, Written, write_policy
from writer import Case, put

_HUGE = 0x7FFFFFFF


def cases(policies: dict[str, Policy]) -> list[Case]:
    """Return every invalid file.

    Args:
        policies: name -> policy of the valid files.
    """
    whole = write_policy(policies["format-8"])
    return [
        *_header(whole),
        *_tables(whole),
        *_references(whole),
        *_blocks(whole),
        *_later(whole, write_policy(policies["supplemental"])),
        *_cuts(whole, write_policy(policies["nothing"])),
    ]


def _word(written: Written, rule: str, what: str, path: str, value: int, leaf: str = "") -> Case:
    at = written.places[path]
    data = put(bytes(written.data), at, value.to_bytes(4, "little"))
    return Case(rule, what, data, (at, 4), path + leaf)


def _bytes(written: Written, rule: str, what: str, path: str, new: bytes, size: int = 0) -> Case:
    at = written.places[path]
    data = put(bytes(written.data), at, new)
    return Case(rule, what, data, (at, size or len(new)), path)


def _count(written: Written, what: str, path: str, items: str) -> Case:
    """Return the case of a count that no file of this size can hold."""
    case = _word(written, "count-exceeds-remaining", what, path, _HUGE)
    return Case(case.rule, what, case.data, (case.span[0] + 4, 0), items)


def _header(whole: Written) -> list[Case]:
    return [
        _word(whole, "value-out-of-range", "format_0", "format", 0),
        _word(whole, "value-out-of-range", "format_9", "format", 9),
        _word(whole, "condition-failed", "options_without_bit_31", "options", 4),
        _word(whole, "value-not-allowed", "header_of_68_bytes", "header_size", 68),
        _word(whole, "value-not-allowed", "end_tag_8", "end_tag", 8),
    ]


def _tables(whole: Written) -> list[Case]:
    name = "file_rules[0].name"
    return [
        _word(whole, "value-not-in-enum", "action_3", "file_rules[0].action", 3),
        _word(whole, "value-not-in-enum", "root_of_kind_2", "signers[1].root_kind", 2),
        _word(whole, "value-not-in-enum", "setting_of_kind_4", "settings[0].kind", 4),
        _word(whole, "value-out-of-range", "truth_2", "settings[2].value.value", 2),
        _word(whole, "value-out-of-range", "scenario_256", "scenarios[0].value", 256),
        _word(
            whole, "value-out-of-range", "least_digest_10000", "scenarios[0].least_digest", 0x10000
        ),
        _word(whole, "value-out-of-range", "least_digest_huge", "scenarios[0].least_digest", _HUGE),
        _word(whole, "condition-failed", "text_of_odd_length", f"{name}.len", 25),
        _word(whole, "reserved-nonzero", "text_without_end", f"{name}.terminator", 65),
        _bytes(whole, "reserved-nonzero", "padding_of_text", f"{name}.padding", b"xx"),
        _bytes(whole, "reserved-nonzero", "padding_of_bytes", "usages[1].padding", b"x"),
        _bytes(whole, "encoding-invalid", "half_a_pair", f"{name}.value", b"\0\xdc", 26),
        _bytes(whole, "zero-inside-text", "zero_in_name", f"{name}.value", b"\0\0", 26),
        _digest_size(whole),
    ]


def _digest_size(whole: Written) -> Case:
    """Return the case of a digest that lacks its last word; the places behind it move."""
    path = "file_rules[1].digest"
    data, at = bytes(whole.data), whole.places[path]
    cut = data[:at] + (28).to_bytes(4, "little") + data[at + 4 : at + 32] + data[at + 36 :]
    return Case("digest-size", "of_28_bytes", cut, (at, 32), path)


def _references(whole: Written) -> list[Case]:
    product = "scenarios[0].product"

    def past(what: str, path: str, count: int, rule: str = "condition-failed") -> Case:
        return _word(whole, rule, what, path, count)

    kind = "rule-of-another-kind"
    return [
        past("usage_past_end", "signers[0].usages[0]", 2),
        past("attribute_past_end", "signers[1].attributes[0].rule", 8),
        past("update_signer_past_end", "update_signers.items[0].signer", 4),
        past("ci_signer_past_end", "ci_signers.items[0].signer", 4),
        past("scenario_of_itself", "scenarios[1].inherited[0]", 1),
        past("scenario_past_end", "scenarios[1].inherited[0]", 2),
        past("allowed_signer_past_end", f"{product}.allowed[0].signer", 4),
        past("denied_signer_huge", f"{product}.denied[0].signer", 0xFFFFFFFF),
        past("exception_past_end", f"{product}.allowed[1].exceptions[0].rule", 8),
        past("rule_past_end", f"{product}.rules[1].rule", 8),
        past("denying_rule_as_attribute", "signers[1].attributes[0].rule", 0, kind),
        past("allowing_rule_as_exception", f"{product}.allowed[1].exceptions[0].rule", 3, kind),
        past("denying_rule_as_exception", f"{product}.denied[0].exceptions[0].rule", 0, kind),
    ]


def _blocks(whole: Written) -> list[Case]:
    names = ("limits", "descriptions", "packages", "identity", "paths", "apps")
    tags = [
        _word(whole, "value-not-allowed", f"block_{number}_missing", f"{name}.tag", 2)
        for number, name in enumerate(names, 3)
    ]
    return [
        *tags,
        _count(whole, "many_rules_of_limits", "limits.rules[0].app_count", "limits.rules[0].apps"),
        _count(whole, "many_apps", "apps.count", "apps.items"),
        _count(whole, "many_settings_of_app", "apps.items[0].count", "apps.items[0].settings"),
        _count(whole, "many_settings", "setting_count", "settings"),
        _count(whole, "many_signers", "update_signers.count", "update_signers.items"),
        _count(whole, "many_attributes", "signers[1].attribute_count", "signers[1].attributes"),
    ]


def _later(whole: Written, supplemental: Written) -> list[Case]:
    options = supplemental.places["options"]
    data = put(bytes(supplemental.data), options, (0x80000000).to_bytes(4, "little"))
    base = supplemental.places["identity.base"]
    return [
        _bytes(whole, "value-not-in-enum", "app_setting_of_kind_2",
               "apps.items[0].settings[0].kind", b"\2"),
        Case("supplemental-without-base", "bit_30_missing", data, (base, 16), "identity.base"),
    ]  # fmt: skip


def _cuts(whole: Written, nothing: Written) -> list[Case]:
    data, small = bytes(whole.data), bytes(nothing.data)
    return [
        Case("unexpected-eof", "empty", b"", (0, 0), "format"),
        Case("unexpected-eof", "end_tag_cut", small[:-1], (len(small) - 4, 3), "end_tag"),
        Case("unexpected-eof", "end_tag_missing", data[:-4], (len(data) - 4, 0), "end_tag"),
        Case("unexplained-bytes", "one_byte_appended", small + b"x", (len(small), 1), ""),
    ]
