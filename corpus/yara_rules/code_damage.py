"""The invalid files whose fault is in code: of conditions, and of patterns.

Every case is a file by a real producer with one instruction changed, so that the machine would pop
from an empty stack, take a number for a pointer, or never end; offsets are those of the code.
"""

from __future__ import annotations

from instructions import first_import_last, item
from layout import CODE, MATCHES, PATTERNS, RULES, STRINGS, VARIABLES, start, word, words
from writer import Case, put


def code_cases(files: dict[str, bytes]) -> list[Case]:
    """Return the cases.

    Args:
        files: name -> the whole valid file.
    """
    return [
        *_jumps(files["loops-19"], files["loops-21"]),
        *_loops(files["loops-19"], files["loops-21"]),
        *_operands(files["loops-19"], files["externals-21"], files["modules-21"]),
        *_names(files["externals-21"], files["modules-21"]),
        *_rules(files["sets-19"]),
        *_patterns(files["regex-21"]),
    ]


def _case(
    data: bytes, rule: str, what: str, change: tuple[int, bytes], seen: tuple[int, int, str]
) -> Case:
    """Return a case.

    Args:
        data: the valid file.
        rule: broken.
        what: the fault in words.
        change: offset in the code, and the bytes that stand there then.
        seen: offset of an instruction, that of the finding, and its field.
    """
    at, new = change
    place, shown, field = seen
    width = 1 if field == "opcode" else 4
    path = f"{item(data, place)}.{field}"
    begin = start(data, CODE)
    return Case(rule, what, put(data, begin + at, new), (begin + shown, width), path)


def _jump(data: bytes, what: str, at: int, target: int, rule: str = "jump-out-of-shape") -> Case:
    """Return a case with a jump that leads elsewhere."""
    new = (target - at).to_bytes(4, "little", signed=True)
    return _case(data, rule, what, (at + 1, new), (at, at + 1, "jump"))


def _jumps(old: bytes, new: bytes) -> list[Case]:
    return [
        _jump(old, "less_than_past_loop_start", 165, 60),
        _jump(old, "back_into_a_loop_of_another_rule", 142, 276),
        _jump(old, "loop_over_strings_to_itself", 526, 517),
        _jump(old, "loop_result_skipped", 180, 185),
        _jump(old, "end_of_another_loop", 661, 854),
        _jump(new, "true_past_loop_start", 152, 60),
        _jump(new, "false_to_next_instruction", 450, 455),
        _jump(new, "loop_without_end", 258, 263),
    ]


def _loops(old: bytes, new: bytes) -> list[Case]:
    return [
        _case(old, "loop-out-of-shape", "variable_is_not_stored", (277, b"\x20"),
              (277, 277, "opcode")),
        _case(new, "loop-out-of-shape", "variable_over_counter", (424, words(1)),
              (423, 423, "opcode")),
        _case(old, "memory-not-set", "slot_19", (292, words(19)), (291, 292, "operand")),
        _case(new, "memory-not-set", "variable_of_ended_loop", (743, words(7)),
              (742, 743, "operand")),
        _case(old, "stack-depth", "behind_loop_over_strings", (541, b"\x20"),
              (550, 550, "opcode")),
        _case(new, "operand-type-mismatch", "one_string_less", (420, b"\1"),
              (421, 421, "opcode")),
        _case(new, "operand-type-mismatch", "string_is_a_number", (402, words(1)),
              (421, 421, "opcode")),
        _case(old, "unknown-instruction", "jump_if_less_or_equal", (165, b"\x34"),
              (165, 165, "opcode")),
    ]  # fmt: skip


def _operands(old: bytes, outside: bytes, modules: bytes) -> list[Case]:
    return [
        _case(
            old, "jump-out-of-shape", "number_among_strings", (431, words(1)), (526, 527, "jump")
        ),
        _case(outside, "operand-type-mismatch", "text_from_a_number",
              (122, words(5, _name(outside, b"level"))), (140, 140, "opcode")),
        _case(modules, "field-of-another-type", "text_from_a_number",
              (123, words(_name(modules, b"number_of_sections"))), (137, 137, "opcode")),
        _case(modules, "field-of-another-type", "number_as_an_array",
              (111, words(_name(modules, b"number_of_sections"))), (117, 117, "opcode")),
        _case(outside, "operand-type-mismatch", "object_is_dropped", (18, b"\x0e"),
              (18, 18, "opcode")),
        _case(old, "jump-out-of-shape", "rule_among_strings", (430, b"\x1b" + words(0, 0)),
              (526, 527, "jump")),
        _case(modules, "operand-type-mismatch", "object_is_added", (181, b"\x03"),
              (181, 181, "opcode")),
    ]  # fmt: skip


def _names(outside: bytes, modules: bytes) -> list[Case]:
    place = start(outside, VARIABLES) + 16
    name = word(outside, place + 4)
    late = first_import_last(modules)
    use = _load(late, word(modules, start(modules, CODE) + 5))
    return [
        Case("name-not-at-start", "variable_without_first_letter",
             put(outside, place + 4, words(name + 1)), (place, 8),
             "variables.items[0].identifier"),
        Case("name-not-at-start", "variable_without_letters",
             put(outside, place + 4, words(name + 4)), (place, 8),
             "variables.items[0].identifier"),
        Case("module-not-imported", "import_behind_last_rule", late,
             (start(late, CODE) + use + 5, 4), f"{item(late, use)}.operand_high"),
    ]  # fmt: skip


def _name(data: bytes, name: bytes) -> int:
    """Return the offset of a name in the pool."""
    begin = start(data, 5)
    return data.index(b"\0" + name + b"\0", begin) + 1 - begin


def _load(data: bytes, name: int) -> int:
    """Return the offset of the first instruction that loads an object of this name."""
    begin = start(data, CODE)
    return data.index(b"\x10" + words(5, name), begin) - begin


def _rules(data: bytes) -> list[Case]:
    use = data.index(b"\x1b" + words(0, 0), start(data, CODE)) - start(data, CODE)
    flags = start(data, RULES)
    off = put(data, flags, words(word(data, flags) | 8))
    return [_case(off, "rule-code-out-of-order", "disabled_rule_in_a_set", (use, b"\x1b"),
                  (use, use + 1, "operand"))]  # fmt: skip


def _patterns(data: bytes) -> list[Case]:
    begin, string, match = start(data, PATTERNS), start(data, STRINGS), start(data, MATCHES)
    return [
        Case("repeat-bounds", "not_even_once", put(data, begin + 5, b"\0\0\0\0"),
             (begin + 7, 2), "patterns.items[2].maximum"),
        Case("endless-jump", "back_to_a_class", put(data, begin + 75, b"\xde\xff"),
             (begin + 74, 1), "patterns.items[11].opcode"),
        Case("jump-out-of-pattern", "into_a_repetition", put(data, begin + 26, b"\xf5\xff"),
             (begin + 24, 1), "patterns.items[5].opcode"),
        Case("match-inside-repetition", "forward", put(data, match + 8, words(7, 13)),
             (match + 8, 8), "matches.items[0].forward_code"),
        Case("pattern-not-fast", "split", put(data, string, words(word(data, string) | 0x40)),
             (match, 8), "matches.items[0].string"),
    ]  # fmt: skip
