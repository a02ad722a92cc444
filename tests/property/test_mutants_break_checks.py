"""Mutants of the shipped formats with many checks break every one of them, but those listed here.

What is listed is reached by fewer than one mutant in four hundred, most of it because it is there
once or twice in the seeds, in a few of hundreds of values. A mutant is a function of its number, so
a run ends as soon as only these are left.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from validator.check.schema import Schema, load_schema
from validator.fuzz.judge import Judge
from validator.ir.nodes import Program
from validator.mutate import Seed, mutants

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
MOST = 6000

RARE = {
    "selinux_policy": {
        "one or two records of this kind in all seeds": """
            common.len_name common.value common.nprim common.permissions common
            name_transition.len_name name_transition.results name_transition.target
            name_transition.tclass name_transition.num_results name_result.new_type
            name_transition_one.len_name name_transition_one.source name_transition_one.target
            name_transition_one.tclass name_transition_one.new_type
            endport.len_device endport.port pkey.low pkey.high port.low port.high
            role_transition.role role_transition.type role_transition.tclass
            role_transition.new_role role_allow.role role_allow.new_role
            range_transition.source range_transition.target range_transition.tclass
            named_context.len_name fs_use.behavior fs_use.len_file_system genfs_path.len_path
            boolean.len_name conditional_step.boolean role.value""",
        "a whole element has to be doubled, in the one list of its kind": """
            common_table.items named_context_list.items fs_use_list.items level_table.items
            boolean_table.items selinux_policy.genfs""",
        "one number of the header of a table, and few values of it are wrong only by this": """
            header.version class_table.nprim role_table.nprim boolean_table.nprim operations.kind
            rule.new_type""",
        "two fields have to fit one another": "rule role user",
    },
    "apparmor_policy": {
        "the tag says which part this is: with another one it is not read as this part": """
            named_text.name_tag named_text.name path_flags.start_tag capsx.start_tag
            xattrs.start_tag rlimits.start_tag secmark.start_tag networks.start_tag
            policydb.start_tag policy_start.start_tag dfa_start.start_tag xtable.start_tag
            data.start_tag data_entry.tag table8.id""",
        "one byte or number of a part that one seed has": """
            named_text.len_name path_flags.value capsx.end_tag xattrs.end_tag rlimits.mask
            rlimits.array_tag rlimits.num_limits rlimits.end_tag rlimits limit.tag
            secmark.end_tag mark.audit_tag mark.audit mark.deny_tag mark.deny
            xtable.num_entries exec_target.len_value data_entry.len_key data_entry.blob_tag
            data_entry machine.len_blob""",
        "one table of bytes in all seeds, among tables of kilobytes": """
            table8.width table8.rows table8.padding""",
        "a part has to come that no seed has, or to go where another one points": """
            profile policydb chain""",
    },
    "yara_rules": {
        "code: an instruction has to become another one that is wrong by this alone": """
            instruction instruction.regex_at instruction.module_name instruction.variable_name
            pattern_instruction pattern_instruction.negated pattern_instruction.split_id
            pattern_instruction.lands_at taken_value""",
        "few of thousands of records, or two fields have to fit one another": """
            transition_table match string metadata metadata.type metadata.flags""",
    },
}


def names(program: Program) -> Iterator[str]:
    """Yield the name of every check: its type, and the field that it is about."""
    for check in program.checks:
        owner = program.structs[check.struct].path[-1]
        yield owner if check.field is None else f"{owner}.{program.fields[check.field].id}"


def seeds_of(name: str) -> list[Seed]:
    folder = ROOT / "corpus" / name
    files = [path for part in ("valid", "seeds") for path in sorted((folder / part).iterdir())]
    return [Seed(path.name, path.read_bytes()) for path in files]


def unbroken(schema: Schema, seeds: list[Seed], rare: set[str]) -> set[str]:
    """Return the checks that are not rare and that no mutant breaks."""
    named = list(names(schema.program))
    left = {number for number, name in enumerate(named) if name not in rare}
    judge = Judge.of(schema, ())
    for mutant in mutants(schema, seeds, count=MOST, random_seed=1):
        if judge.is_quick(mutant.data):
            continue
        left -= {failure.check for failure in schema.read(mutant.data, []).failures}
        if not left:
            break
    return {named[number] for number in left}


@pytest.mark.parametrize("name", sorted(RARE))
def test_mutants_break_every_check_but_the_rare_ones(name: str) -> None:
    schema = load_schema(ROOT / "schemas" / f"{name}.ksy")
    rare = {word for words in RARE[name].values() for word in words.split()}
    assert rare <= set(names(schema.program)), "a check that is listed is gone"
    assert unbroken(schema, seeds_of(name), rare) == set()
