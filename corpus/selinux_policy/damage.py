"""The damaged files of selinux_policy: one field of `valid/harbor.33` changed in each, or two.

Comes in: the folder of valid files. Goes out: cases. Offsets are those of the committed file
(see docs/formats/selinux_policy.md for the layout); a new `harbor.33` needs them anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from writer import Case, put


@dataclass(frozen=True, slots=True)
class Damage:
    """One changed field.

    Attributes:
        rule: rule id that refuses the file.
        what: the fault in words, for the file name.
        at: absolute offset of the changed field.
        new: its new value, little-endian.
        size: of the field in bytes.
        path: field path of the finding.
        span: absolute offset and length of the finding; None where it is the changed field.
        also: another change that the fault takes: offset, value and size.
    """

    rule: str
    what: str
    at: int
    new: int
    size: int
    path: str
    span: tuple[int, int] | None = None
    also: tuple[int, int, int] | None = None


DAMAGES = (
    Damage("magic-mismatch", "module_package", 0x0, 0xF97CFF8D, 4, "header.magic"),
    Damage("value-out-of-range", "version_99", 0x10, 99, 4, "header.version"),
    Damage("value-not-allowed", "config_reject_and_allow", 0x14, 7, 4, "header.config"),
    Damage("value-not-allowed", "kinds_of_contexts_7", 0x1C, 7, 4, "header.num_contexts"),
    Damage("bitmap-end-wrong", "permissive_types_128", 0x3C, 128, 4, "permissive_types.high_bit"),
    Damage("bitmap-exceeds-table", "permissive_type_40", 0x4D, 1, 1,
           "permissive_types.nodes", (0x44, 12)),
    Damage("value-out-of-range", "bitmap_node_empty", 0x30, 0, 8,
           "policy_capabilities.nodes[0].map"),
    Damage("commons-missing", "declares_2", 0x50, 2, 4, "commons.nprim"),
    Damage("permissions-declared-not-present", "common_cargo_5_of_4", 0x60, 5, 4,
           "commons.items[0].nprim"),
    Damage("permission-value-out-of-range", "cargo_move_5", 0x80, 5, 4,
           "commons.items[0].permissions", (0x6D, 53)),
    Damage("duplicate-key", "cargo_load_twice", 0x98, 1, 4,
           "commons.items[0].permissions[3]", (0x94, 14)),
    Damage("classes-missing", "declares_8", 0xA2, 8, 4, "classes.nprim"),
    Damage("permissions-declared-not-present", "class_file_7_of_6", 0x35F, 7, 4,
           "classes.items[3].nprim"),
    Damage("permissions-declared-not-present", "class_crate_7_of_6", 0x26F, 7, 4,
           "classes.items[2].nprim"),
    Damage("dangling-reference", "common_of_crate", 0x280, 0x78, 1,
           "classes.items[2].common_name", (0x280, 5)),
    Damage("value-out-of-range", "value_of_class_file_0", 0x35B, 0, 4, "classes.items[3].value"),
    Damage("expression-unbalanced", "constraint_not_for_or", 0x243, 1, 4,
           "classes.items[1].constraints[0].steps", (0x1C7, 136)),
    Damage("expression-stack-exceeded", "constraint_starts_with_and", 0x1C7, 2, 4,
           "classes.items[1].constraints[0].steps[0]", (0x1C7, 12)),
    Damage("value-not-in-enum", "constraint_step_6", 0x1C7, 6, 4,
           "classes.items[1].constraints[0].steps[0].kind"),
    Damage("constraint-exceeds-permissions", "process_bit_31", 0x1C2, 0x80, 1,
           "classes.items[1].constraints", (0x1BF, 144)),
    Damage("value-out-of-range", "role_value_9", 0x5A1, 9, 4, "roles.items[0].value"),
    Damage("bounded-by-itself", "pilot_user", 0x867, 2, 4, "users.items[2].bounds"),
    Damage("users-missing", "declares_4", 0x79C, 4, 4, "users.nprim"),
    Damage("booleans-missing", "declares_4", 0x8CA, 4, 4, "booleans.nprim"),
    Damage("value-out-of-range", "boolean_state_2", 0x8D6, 2, 4, "booleans.items[0].state"),
    Damage("levels-missing", "declares_9", 0x907, 9, 4, "levels.nprim"),
    Damage("categories-missing", "declares_9", 0x985, 9, 4, "categories.nprim"),
    Damage("level-out-of-range", "low_3", 0x83F, 3, 4, "users.items[1].range.low"),
    Damage("level-out-of-range", "high_9", 0x7D8, 9, 4, "users.items[0].range.high"),
    Damage("range-upside-down", "user_range", 0x88E, 2, 4, "users.items[2].range.low"),
    Damage("count-exceeds-remaining", "rules_huge", 0x9D7, 0xFFFFFFFF, 4, "rules", (0x9DB, 0)),
    Damage("condition-failed", "rule_kind_3", 0x9E1, 3, 2, "rules[0].specified"),
    Damage("permissions-not-in-class", "rule_bit_31", 0x9F2, 0x80, 1,
           "rules[1].permissions", (0x9EF, 4)),
    Damage("value-out-of-range", "rule_new_type_11", 0x9FB, 11, 4, "rules[2].new_type"),
    Damage("value-out-of-range", "conditional_boolean_0", 0xAC3, 0, 4,
           "conditionals[0].steps[0].boolean"),
    Damage("expression-stack-exceeded", "conditional_or_first", 0xABF, 3, 4,
           "conditionals[0].steps[0]", (0xABF, 8)),
    Damage("expression-unbalanced", "conditional_not_last", 0xACF, 2, 4,
           "conditionals[0].steps", (0xABF, 24)),
    Damage("duplicate-key", "initial_sid_twice", 0xC83, 1, 4,
           "initial_sids.items[1]", (0xC83, 48)),
    Damage("value-not-allowed", "port_protocol_0", 0xCDF, 0, 4, "ports.items[0].protocol"),
    Damage("value-out-of-range", "port_range_backward", 0xD6B, 7999, 4, "ports.items[3].high"),
    Damage("bitmap-exceeds-table", "attribute_bit_63", 0x1083, 0x80, 1,
           "type_attributes[0].nodes", (0x1078, 12)),
    Damage("permission-value-out-of-range", "class_process_32", 0x182, 32, 4,
           "classes.items[1].permissions", (0x17E, 65)),
    Damage("permission-value-taken", "crate_seal_1", 0x289, 1, 4,
           "classes.items[2].permissions", (0x285, 26)),
    Damage("bounded-by-itself", "role", 0x5A5, 4, 4, "roles.items[0].bounds"),
    Damage("bounded-by-itself", "type", 0x6ED, 7, 4, "types.items[3].bounds"),
    Damage("level-out-of-range", "sensitivity_of_symbol_3", 0x919, 3, 4,
           "levels.items[0].level.sensitivity"),
    # The kernel accepts these, and panics when it shows the context or asks about it.
    Damage("dangling-reference", "type_of_a_port_is_no_primary_name", 0x6E9, 0, 4,
           "ports.items[0].context.type", (0xCF3, 4)),
    Damage("dangling-reference", "sensitivity_is_only_an_alias", 0x913, 1, 4,
           "users.items[0].range.low", (0x7D4, 4)),
    Damage("duplicate-key", "type_of_initial_contexts_renumbered", 0x726, 2, 4,
           "types.items[8]", (0x751, 23)),
    Damage("category-missing", "category_is_only_an_alias", 0x995, 1, 4,
           "users.items[0].range.high_categories.nodes[0].map", (0x7F8, 8)),
    Damage("duplicate-key", "category_renumbered", 0x9BB, 1, 4,
           "categories.items[3]", (0x9B7, 14)),
    Damage("role-missing", "role_5_of_a_user", 0x7C8, 0x16, 1,
           "users.items[0].roles.nodes[0].map", (0x7C8, 8), also=(0x595, 5, 4)),
    Damage("type-missing", "type_of_a_role_is_only_an_alias", 0x61B, 0x8A, 1,
           "roles.items[1].types.nodes[0].map", (0x61B, 8), also=(0x770, 0, 4)),
)  # fmt: skip


def cases(valid: Path) -> list[Case]:
    """Return the damaged files, and two that are cut or too long.

    Args:
        valid: folder with `harbor.33`.
    """
    whole = (valid / "harbor.33").read_bytes()
    made = [_case(whole, damage) for damage in DAMAGES]
    longer = (len(whole), 1)
    made.append(Case("unexplained-bytes", "one_byte_appended", whole + b"\0", longer, ""))
    older = put((valid / "harbor.30").read_bytes(), 0x10, b"\x1d")
    made.append(
        Case("operations-before-version", "version_29", older, (0xA11, 2), "rules[4].specified")
    )
    made.append(Case("unexpected-eof", "empty", b"", (0, 0), "header.magic"))
    return made


def _case(whole: bytes, damage: Damage) -> Case:
    data = put(whole, damage.at, damage.new.to_bytes(damage.size, "little"))
    if damage.also:
        at, new, size = damage.also
        data = put(data, at, new.to_bytes(size, "little"))
    span = damage.span or (damage.at, damage.size)
    return Case(damage.rule, damage.what, data, span, damage.path)
