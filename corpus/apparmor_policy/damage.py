"""The invalid files: each breaks one rule, and says where the finding must stand.

Every case is a file by the real producer with one thing changed; sizes and alignment around it are
repaired where the fault would otherwise hide behind another one.
"""

from __future__ import annotations

import struct
from pathlib import Path

from layout import MACHINE, Table, blob_of, join, machine_at, make_machine, split, tables
from writer import Case, put

PROFILE = "sections[0].profile"
_ACCEPT, _BASE, _CHECK, _DEFAULT, _ACCEPT2, _NEXT = 1, 2, 3, 4, 7, 8


def cases(valid: Path) -> list[Case]:
    """Return every invalid file that is made from a valid one.

    Args:
        valid: folder with the produced files.
    """
    agent = (valid / "attached-with-exec-targets.bin").read_bytes()
    bounded = (valid / "limits-and-capabilities.bin").read_bytes()
    plain = (valid / "nothing-allowed.bin").read_bytes()
    return [
        *_stream(agent),
        *_cuts(agent, bounded),
        *_strings(agent),
        *_flags(agent, (valid / "path-flags.bin").read_bytes()),
        *_limits(bounded),
        *_targets(agent),
        *_machines(agent),
        *_tables(agent),
        *_made_machines(plain),
        *_rings((valid / "differential.bin").read_bytes()),
        *_optional(every_optional_value(agent)),
        _renamed(agent),
    ]


def every_optional_value(agent: bytes) -> bytes:
    """Return a policy with the values that the kernel reads but the producer does not write.

    Args:
        agent: a policy of one section with three state machines and exec targets.
    """
    head, xmatch, flags, policy, gap, rules, tail = split(agent)
    head += _named("attach", _text(b"/usr/bin/old"))
    at = flags.index(b"\x04\x06\x00flags")
    flags = flags[:at] + _named("disconnected", _text(b"/lost")) + flags[at:]
    before = flags.index(b"\x04\x09\x00policydb")
    more = (
        _named("capsx", b"\x07" + _word(0) * 2 + b"\x08")
        + _named("xattrs", b"\x07\x0b\x01\x00" + _text(b"user.demo") + b"\x0c\x08")
        + _named("secmark", b"\x07\x0b\x01\x00\x00\x00\x00\x01" + _text(b"demo") + b"\x0c\x08")
    )
    flags = flags[:before] + more + flags[before:]
    gap = _named("start", _word(1)) + gap
    blob = b"\x06" + struct.pack("<I", 3) + b"abc"
    tail = _named("dfa_start", _word(1)) + tail[:-1]
    tail += _named("data", b"\x07" + _text(b"key") + blob + b"\x08") + b"\x08"
    return join([head, xmatch, flags, policy, gap, rules, tail])


def _renamed(agent: bytes) -> Case:
    """Return a policy that Linux 6.1 loads, and that damages its memory when it is removed."""
    head, *rest = split(agent)
    text = _named("rename", _text(b"old"))
    data = join([head + text, *rest])
    return Case("profile-renamed", "old", data, (len(head), len(text)), f"{PROFILE}.rename")


def _text(value: bytes) -> bytes:
    return b"\x05" + struct.pack("<H", len(value) + 1) + value + b"\0"


def _word(value: int) -> bytes:
    return b"\x02" + struct.pack("<I", value)


def _named(name: str, value: bytes) -> bytes:
    return b"\x04" + struct.pack("<H", len(name) + 1) + name.encode() + b"\0" + value


def _after(data: bytes, text: bytes) -> int:
    """Return the offset behind a text that occurs once."""
    if data.count(text) != 1:
        raise ValueError(f"{text!r} occurs {data.count(text)} times")
    return data.index(text) + len(text)


def _u4(value: int) -> bytes:
    return struct.pack("<I", value)


def _stream(data: bytes) -> list[Case]:
    version = "sections[0].version"
    end = len(data)
    return [
        Case("magic-mismatch", "one_letter", put(data, 3, b"X"), (0, 12), f"{version}_tag"),
        Case("condition-failed", "version_4", put(data, 12, _u4(4)), (12, 4), version),
        Case("magic-mismatch", "profile_without_end", put(data, end - 1, b"\0"), (end - 1, 1),
             f"{PROFILE}.end_tag"),
        Case("magic-mismatch", "zeros_appended", data + bytes(12), (end, 12),
             "sections[1].version_tag"),
        Case("policy-is-empty", "empty", b"", (0, 0), ""),
    ]  # fmt: skip


def _cuts(agent: bytes, bounded: bytes) -> list[Case]:
    end = len(agent)
    name = _after(bounded, b"\x04\x08\x00rlimits\0") - len(b"\x08\x00rlimits\0")
    return [
        Case("unexpected-eof", "last_byte_missing", agent[:-1], (end - 1, 0),
             f"{PROFILE}.ahead_of_data.tag"),
        # The kernel takes the length of the name, 8, for the end of the profile.
        Case("position-outside-stream", "cut_that_the_kernel_loads", bounded[: name + 1],
             (name + 1, 0), f"{PROFILE}.ahead_of_capsx.label"),
    ]  # fmt: skip


def _strings(data: bytes) -> list[Case]:
    at = _after(data, b"profile\0\x07\x05")
    wrong = put(data, at, b"\x05\x00")
    path = f"{PROFILE}.name.len_value"
    return [
        Case("string-length-wrong", "name_one_shorter", wrong, (at, 2), path),
        Case("string-length-wrong", "zero_inside_the_name", put(data, at + 2, b"a\0"),
             (at, 2), path),
        Case("value-out-of-range", "name_without_letters", put(data, at, b"\1\0"), (at, 2), path),
    ]  # fmt: skip


def _flags(data: bytes, detached: bytes) -> list[Case]:
    at = _after(data, b"\x04\x06\x00flags\0\x07\x02")
    path_at = _after(detached, b"path_flags\0\x02")
    path = f"{PROFILE}.flags"
    return [
        Case("value-not-in-enum", "mode_4", put(data, at + 5, _u4(4)), (at + 5, 4), f"{path}.mode"),
        Case("condition-failed", "path_flag_unknown", put(detached, path_at, _u4(2)),
             (path_at, 4), f"{PROFILE}.path_flags.value"),
    ]  # fmt: skip


def _limits(data: bytes) -> list[Case]:
    mask = _after(data, b"rlimits\0\x07\x02")
    (bits,) = struct.unpack_from("<I", data, mask)
    head, machine, tail = split(data)
    fewer = put(head, mask + 5, b"\x07\x00")
    fewer = fewer[: mask + 7 + 7 * 9] + fewer[mask + 7 + 16 * 9 :]
    path = f"{PROFILE}.rlimits"
    accept = tables(data, 0)[_ACCEPT].item_at(2)
    policy = _after(data, b"\x04\x09\x00policydb\0\x07") - 13
    return [
        Case("exec-target-missing", "rules_that_serve_for_files",
             put(data, accept + 2, b"\x10"), (policy, len(data) - 1 - policy),
             f"{PROFILE}.policydb"),
        Case("limit-missing", "seven_limits", join([fewer, machine, tail]), (mask, 4),
             f"{path}.mask"),
        Case("limit-not-set", "bit_of_nofile_lost", put(data, mask, _u4(bits & ~(1 << 7))),
             (mask, 4), f"{path}.mask"),
        Case("value-out-of-range", "limits_17", put(data, mask + 5, b"\x11"), (mask + 5, 2),
             f"{path}.num_limits"),
        ]  # fmt: skip


def _targets(data: bytes) -> list[Case]:
    first = _after(data, b"&second_helper") - len(b"&second_helper")
    parts = split(data)
    tail = parts[-1]
    name = _text(b"first_helper")
    lost = tail.replace(name, b"").replace(b"xtable\0\x07\x0b\x03", b"xtable\0\x07\x0b\x02")
    rules = machine_at(data, 2)
    end = sum(blob_of(data, 2))
    bare = join([*parts[:4], parts[4] + tail])
    start = _after(bare, b"\x04\x07\x00xtable") - 9
    path = f"{PROFILE}.xtable"
    return [
        Case("exec-target-missing", "two_targets_instead_of_three", join([*parts[:-1], lost]),
             (rules, end - rules), f"{PROFILE}.file_rules"),
        Case("targets-without-rules", "file_rules_lost", bare,
             (start, len(bare) - 1 - start), path),
        Case("exec-target-malformed", "space_in_front", put(data, first, b" "), (first, 15),
             f"{path}.entries[{_target(data, first)}].value"),
        Case("string-length-wrong", "target_one_shorter",
             put(data, first - 2, bytes([14])), (first - 2, 2),
             f"{path}.entries[{_target(data, first)}].len_value"),
    ]  # fmt: skip


def _target(data: bytes, at: int) -> int:
    """Return the subscript of the exec target whose text starts at an offset."""
    here = _after(data, b"xtable\0\x07\x0b") + 2
    index = 0
    while here + 3 != at:
        (size,) = struct.unpack_from("<H", data, here + 1)
        here += 3 + int(size)
        index += 1
    return index


def _machines(data: bytes) -> list[Case]:
    length = machine_at(data, 0) + len(MACHINE)
    start, size = blob_of(data, 0)
    name = _after(data, b"profile\0\x07\x05")
    shifted = data[:name] + b"\x07\x00x" + data[name + 2 :]
    path = f"{PROFILE}.xmatch"
    return [
        Case("machine-not-aligned", "name_one_longer", shifted, (length + 1, 4),
             f"{path}.len_blob"),
        Case("reserved-nonzero", "padding_before_the_tables", put(data, start - 1, b"\1"),
             (length + 4, start - length - 4), f"{path}.padding"),
        Case("magic-mismatch", "tables_little_endian", put(data, start, b"\x3d\x78\x5e\x1b"),
             (start, 4), f"{path}.dfa.magic"),
        Case("value-not-allowed", "size_one_table_less",
             put(data, start + 8, struct.pack(">I", size - 8)), (start + 8, 4),
             f"{path}.dfa.len_all"),
        ]  # fmt: skip


def _item(data: bytes, rule: str, what: str, where: tuple[str, Table, int], value: int) -> Case:
    """Return a case of one changed item of a table of the file rules."""
    name, table, index = where
    at = table.item_at(index)
    changed = put(data, at, value.to_bytes(table.width, "big"))
    path = f"{PROFILE}.file_rules.dfa.{name}.items[{index}]"
    return Case(rule, what, changed, (at, table.width), path)


def _tables(data: bytes) -> list[Case]:
    found = tables(data, 2)
    states = len(found[_BASE].items)
    owned = next(i for i, state in enumerate(found[_NEXT].items) if state > 1)
    free = next(i for i, state in enumerate(found[_CHECK].items) if state == 0)
    default, base, accept = found[_DEFAULT], found[_BASE], found[_ACCEPT]
    following, check = found[_NEXT], found[_CHECK]
    high = max(range(states), key=lambda state: base.items[state])
    path = f"{PROFILE}.file_rules.dfa"
    failed = "condition-failed"
    count = default.at + 8
    return [
        _item(data, failed, "default_behind_the_states", ("defaults", default, 2), states),
        _item(data, failed, "next_behind_the_states", ("next", following, owned), 65535),
        _item(data, failed, "check_behind_the_states", ("check", check, owned), states),
        _item(data, failed, "transition_of_no_state", ("check", check, owned), 0),
        _item(data, failed, "free_transition_owned", ("check", check, free), high),
        _item(data, failed, "differs_without_flag", ("base", base, 2), 1 << 31 | base.items[2]),
        Case("transition-outside-table", "base_one_higher",
             put(data, base.item_at(high), (base.items[high] + 1).to_bytes(4, "big")),
             (base.at, base.end - base.at), f"{path}.base"),
        Case("dead-state-not-dead", "state_0_accepts", put(data, accept.item_at(0) + 3, b"\4"),
             (accept.at, accept.end - accept.at), f"{path}.accept"),
        Case(failed, "a_default_less", put(data, count, (states - 1).to_bytes(4, "big")),
             (count, 4), f"{path}.defaults.num_items"),
        Case("value-not-allowed", "tables_swapped", put(data, following.at, b"\0\3"),
             (following.at, 2), f"{path}.next.id"),
        ]  # fmt: skip


def _made_machines(data: bytes) -> list[Case]:
    head, _, tail = split(data)
    path = f"{PROFILE}.policydb.rules.dfa"

    def made(states: int, transitions: int) -> tuple[bytes, dict[int, Table]]:
        none = (0,) * states
        wide = (0,) * transitions
        columns = [(_ACCEPT, 4, none), (_ACCEPT2, 4, none), (_BASE, 4, none), (_DEFAULT, 2, none),
                   (_NEXT, 2, wide), (_CHECK, 2, wide)]  # fmt: skip
        whole = join([head, make_machine(columns), tail])
        return whole, tables(whole, 0)

    one, few = made(1, 256)
    longer, many = made(2, 300)
    return [
        Case("machine-without-start", "one_state", one,
             (few[_ACCEPT].at, few[_ACCEPT].end - few[_ACCEPT].at), f"{path}.accept"),
        Case("transitions-left-over", "300_transitions_for_256", longer,
             (many[_NEXT].at, many[_NEXT].end - many[_NEXT].at), f"{path}.next"),
    ]  # fmt: skip


def _rings(data: bytes) -> list[Case]:
    number = next(n for n in range(2) if any(b >> 31 for b in tables(data, n)[_BASE].items))
    found = tables(data, number)
    differing = [state for state, base in enumerate(found[_BASE].items) if base >> 31]
    low, high = differing[0], differing[-1]
    place = found[_DEFAULT]
    own = put(data, place.item_at(low), low.to_bytes(2, "big"))
    two = put(data, place.item_at(low), high.to_bytes(2, "big"))
    two = put(two, place.item_at(high), low.to_bytes(2, "big"))
    end = sum(blob_of(data, number))
    part = ("policydb.rules", "file_rules")[number]
    path = f"{PROFILE}.{part}.dfa.chains[{low}]" + ".next" * 16
    return [
        Case("cyclic-reference", "state_differs_from_itself", own, (end, 0), path),
        Case("cyclic-reference", "two_states_in_a_ring", two, (end, 0), path),
    ]


def _optional(data: bytes) -> list[Case]:
    policy = _after(data, b"\x04\x06\x00start\0\x02")
    rules = _after(data, b"\x04\x0a\x00dfa_start\0\x02")
    key = _after(data, b"\x05\x04\x00key")
    behind = _u4(10_000)
    return [
        Case("start-state-missing", "rules", put(data, policy, behind), (policy - 10, 14),
             f"{PROFILE}.policydb.start"),
        Case("start-state-missing", "file_rules", put(data, rules, behind), (rules - 14, 18),
             f"{PROFILE}.file_start"),
        Case("terminator-missing", "key_of_data", put(data, key, b"!"), (key - 3, 4),
             f"{PROFILE}.data.entries[0].key"),
    ]  # fmt: skip
