"""The invalid files: each breaks one rule, and says where the finding must stand.

Every case is a file by a real producer with one field changed; offsets come from `layout.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from code_damage import code_cases
from layout import (
    CODE,
    MATCHES,
    METAS,
    NAMESPACES,
    PATTERNS,
    POOL,
    RULES,
    STATE_MATCHES,
    STRINGS,
    SUMMARY,
    TRANSITIONS,
    VARIABLES,
    relocations,
    size,
    start,
    without_end,
    word,
    words,
)  # fmt: skip
from writer import Case, put

_NULL = 0xFFFFFFFF
Change = Callable[[str, str, int, int, bytes, str], Case]


def cases(valid: Path) -> list[Case]:
    """Return every invalid file.

    Args:
        valid: folder with the produced files.
    """
    one = (valid / "one_text-21.yarc").read_bytes()
    meta = (valid / "meta-19.yarc").read_bytes()
    loops = (valid / "loops-19.yarc").read_bytes()
    regex = (valid / "regex-21.yarc").read_bytes()
    outside = (valid / "externals-21.yarc").read_bytes()
    modules = (valid / "modules-21.yarc").read_bytes()
    return [
        *_header(one),
        *_tables(one, meta, outside),
        *_strings(one),
        *_code(loops),
        *_modules(modules),
        *_patterns(regex),
        *_automaton(one, regex),
        *_relocations(one),
        *code_cases({path.stem: path.read_bytes() for path in valid.glob("*.yarc")}),
    ]


def _in(data: bytes) -> Change:
    """Return a function that changes bytes of one buffer, and expects the finding right there."""

    def change(rule: str, what: str, buffer: int, offset: int, new: bytes, path: str) -> Case:
        at = start(data, buffer) + offset
        return Case(rule, what, put(data, at, new), (at, len(new)), path)

    return change


def _header(data: bytes) -> list[Case]:
    return [
        Case("magic-mismatch", "one_letter", put(data, 2, b"P"), (0, 4), "magic"),
        Case("value-not-allowed", "version_20", put(data, 4, b"\x14"), (4, 1), "version"),
        Case("value-not-allowed", "eleven_buffers", put(data, 5, b"\x0b"), (5, 1), "buffer_count"),
        Case("value-not-allowed", "buffer_3_elsewhere", put(data, 42, b"\0"), (42, 8),
             "buffers[3].offset"),
        Case("unexpected-eof", "empty", b"", (0, 0), "magic"),
        Case("unexpected-eof", "cut_in_relocation", data[:-4], (len(data) - 4, 0),
             f"relocations[{(len(data) - relocations(data)) // 8 - 1}].offset"),
        Case("relocations-missing", "last_one_cut", data[:-8],
             (relocations(data), len(data) - 8 - relocations(data)), "relocations"),
    ]  # fmt: skip


def _tables(one: bytes, meta: bytes, outside: bytes) -> list[Case]:
    change, rules = _in(one), size(one, RULES)
    no_end = put(one, start(one, RULES) + rules - 56, words(0))
    last = size(outside, VARIABLES) - 24
    return [
        change("value-not-allowed", "namespace_index_1", NAMESPACES, 8, words(1),
               "namespaces.items[0].index"),
        change("reserved-nonzero", "namespace_padding", NAMESPACES, 12, words(1),
               "namespaces.items[0].padding"),
        change("reference-out-of-range", "name_in_code", RULES, 16, words(6),
               "rules.items[0].identifier.buffer_id"),
        change("reference-out-of-range", "namespace_null", RULES, 48, words(_NULL),
               "rules.items[0].namespace.buffer_id"),
        change("required-strings-exceed-strings", "two_of_one", RULES, 8, words(2),
               "rules.items[0].required_strings"),
        Case("table-end-missing", "rules", no_end, (start(one, RULES), rules), "rules.items"),
        _in(meta)("table-ends-early", "rules", RULES, 0, words(4), "rules.items[0].flags"),
        _in(meta)("meta-type-mismatch", "number_as_text", METAS, 32 + 24, words(2),
                  "metas.items[1].type"),
        _in(meta)("meta-type-mismatch", "boolean_2", METAS, 64 + 16, words(2, 0),
                  "metas.items[2].number"),
        _in(outside)("value-not-in-enum", "variable_type_6", VARIABLES, 0, words(6),
                     "variables.items[0].type"),
        Case("table-end-missing", "variables",
             put(outside, start(outside, VARIABLES) + last, words(2)),
             (start(outside, VARIABLES), last + 24), "variables.items"),
        change("value-not-allowed", "summary_two_rules", SUMMARY, 0, words(2),
               "summary.rule_count"),
        Case("terminator-missing", "last_name",
             put(one, start(one, POOL) + size(one, POOL) - 1, b"x"),
             (start(one, POOL), size(one, POOL)), "pool.bytes"),
    ]  # fmt: skip


def _strings(data: bytes) -> list[Case]:
    change = _in(data)
    length = word(data, start(data, STRINGS) + 20)
    flags = word(data, start(data, STRINGS))
    return [
        change("value-out-of-range", "unknown_flag", STRINGS, 0, words(flags | 1 << 30),
               "strings.items[0].flags"),
        change("flags-contradict", "tail_of_no_chain", STRINGS, 0, words(flags | 0x4000),
               "strings.items[0].flags"),
        change("value-not-allowed", "string_index_1", STRINGS, 4, words(1),
               "strings.items[0].index"),
        change("text-out-of-range", "length_huge", STRINGS, 20, words(_NULL),
               "strings.items[0].length"),
        change("text-not-terminated", "length_one_less", STRINGS, 20, words(length - 1),
               "strings.items[0].length"),
        change("reference-out-of-range", "chained_to_rule", STRINGS, 32, words(1),
               "strings.items[0].chained_to.buffer_id"),
    ]  # fmt: skip


def _code(data: bytes) -> list[Case]:
    change, end = _in(data), size(data, CODE) - 1
    return [
        Case("code-without-end", "halt_is_nop", put(data, start(data, CODE) + end, b"\xfe"),
             (start(data, CODE), end + 1), "code.items"),
        change("early-end", "push_is_halt", CODE, 9, b"\xff", "code.items[1].opcode"),
        change("unknown-instruction", "number_0", CODE, 9, b"\0", "code.items[1].opcode"),
        change("rule-code-out-of-order", "rule_1_first", CODE, 5, words(1),
               "code.items[0].rule_operand"),
        change("memory-index-out-of-range", "slot_20", CODE, 11, words(20),
               "code.items[2].operand"),
        Case("stack-depth", "and_is_not", put(data, start(data, CODE) + 114, b"\3"),
             (start(data, CODE) + 214, 1), "code.items[39].opcode"),
        change("operand-type-mismatch", "numbers_as_texts", CODE, 113, b"\x8c",
               "code.items[22].opcode"),
        change("operand-type-mismatch", "count_of_a_number", CODE, 49, b"\x14",
               "code.items[8].opcode"),
    ]  # fmt: skip


def _modules(data: bytes) -> list[Case]:
    change, name = _in(data), word(data, start(data, CODE) + 5)
    return [
        change(
            "name-not-at-start", "import_of_half", CODE, 5, words(name + 1),
            "code.items[0].operand_high",
        ),
    ]  # fmt: skip


def _patterns(data: bytes) -> list[Case]:
    change = _in(data)
    return [
        change("value-not-in-enum", "pattern_instruction_a1", PATTERNS, 0, b"\xa1",
               "patterns.items[0].opcode"),
        change("repeat-bounds", "minimum_above_maximum", PATTERNS, 5, b"\4\0",
               "patterns.items[2].minimum"),
        Case("repeat-without-partner", "maximum_of_start_only",
             put(data, start(data, PATTERNS) + 7, b"\4"), (start(data, PATTERNS) + 4, 1),
             "patterns.items[2].opcode"),
        Case("endless-jump", "split_to_itself", put(data, start(data, PATTERNS) + 26, b"\0\0"),
             (start(data, PATTERNS) + 24, 1), "patterns.items[5].opcode"),
    ]  # fmt: skip


def _automaton(one: bytes, regex: bytes) -> list[Case]:
    change = _in(one)
    slots = size(one, TRANSITIONS) // 4
    table = [word(one, start(one, TRANSITIONS) + 4 * slot) for slot in range(slots)]
    state = next(entry >> 9 for entry in table if entry >> 9)
    whole = (start(one, TRANSITIONS), 4 * slots)
    ring = put(one, whole[0] + 4 * state, words(state << 9))
    leaving = table.index(next(entry for entry in table if entry >> 9))
    row = next(slot for slot in range(slots - 257) if table[slot] & 0x1FF)
    astray = put(one, whole[0] + 4 * leaving, words(row << 9 | 5))
    short = without_end(one, STATE_MATCHES, 4)
    match = start(regex, MATCHES)
    return [
        change("condition-failed", "transition_past_end", TRANSITIONS, 0, words(slots << 9),
               "transitions.items[0]"),
        Case("failure-links-endless", "ring", ring, whole, "transitions.items"),
        Case("transition-to-no-state", "into_a_row", astray, whole, "transitions.items"),
        Case("table-size", "state_matches_cut", short,
             (start(short, STATE_MATCHES), size(short, STATE_MATCHES)), "state_matches.items"),
        change("value-out-of-range", "match_past_end", STATE_MATCHES, 0, words(9999),
               "state_matches.items[0]"),
        change("cyclic-reference", "match_follows_itself", MATCHES, 24, words(10, 0),
               "matches.items[0].next"),
        Case("cyclic-reference", "ring_of_two_matches", put(regex, match + 64, words(10, 0)),
             (match, size(regex, MATCHES)), "matches.items"),
        Case("match-without-code", "null", put(regex, match + 8, words(_NULL, _NULL)),
             (match + 8, 8), "matches.items[0].forward_code"),
    ]  # fmt: skip


def _relocations(data: bytes) -> list[Case]:
    at = relocations(data)

    def case(rule: str, what: str, buffer: int, offset: int, shift: int, path: str) -> Case:
        return Case(rule, what, put(data, at, words(buffer, offset)), (at + shift, 4), path)

    twice = put(data, at + 8, data[at : at + 8])
    return [
        case("condition-failed", "pointer_in_pool", POOL, 0, 0, "relocations[0].buffer_id"),
        case("relocation-of-no-pointer", "rule_flags", RULES, 0, 4, "relocations[0].offset"),
        case("relocation-outside-buffer", "past_end", RULES, 65536 + 16, 4,
             "relocations[0].offset"),
        Case("duplicate-key", "place_twice", twice, (at + 8, 8), "relocations[1]"),
    ]  # fmt: skip
