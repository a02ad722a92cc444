"""A measure that holds everything a report can show, hostile texts included."""

from __future__ import annotations

from validator.measure import (
    CUT,
    Death,
    Escape,
    FieldChange,
    KindCount,
    Measure,
    RuleCount,
    SeedNote,
)

EVIL = "\x1b[31m<script>alert('\u202e')</script>]]>\n::error::x\udcff"

CRASH = Escape(
    digest="0123abcd",
    outcome="crashed",
    signature="assertion offset <= used in get_pointer",
    field="rules[*].level + sum",
    changes=(
        FieldChange("changed", "rules[2].level", 0x1C, 2, 30, 701),
        FieldChange("changed", "rules[2].kind", 0x1E, 1, 1, 2, ("allow", "block")),
        FieldChange("changed", "sum", 4, 4, 1, 0xDEADBEEF),
    ),
    seed="seeds/good.bin",
    index=35,
    kind="field",
    label="rules[2].level 30 -> 4126, checksums repaired",
    size=31,
    minimized=17,
    count=1204,
    folder="escapes/assertion-offset-used-in-get_pointer-0123abcd",
    edit="--set 'rules[2].level=701'",
    reproduce="reader out/escapes/assertion-offset-used-in-get_pointer-0123abcd/minimized.bin",
    evidence=("reader: reader.c:12: get_pointer: Assertion `offset <= used' failed.",),
)
CUT_FILE = Escape(
    digest="89abcdef",
    outcome=CUT,
    signature="",
    field="rules[*].weight",
    changes=(FieldChange("cut", "rules[2].weight", 0x1E, 1, 31, 30),),
    seed="seeds/good.bin",
    index=77,
    kind="truncation",
    label="1 byte cut off",
    size=30,
    minimized=30,
    folder="escapes/accepted-although-cut-89abcdef",
    reproduce="reader out/escapes/accepted-although-cut-89abcdef/minimized.bin",
    notes=("3 of them touch other fields, and were not looked at closely",),
)
HOSTILE = Escape(
    digest="ffffffff",
    outcome="died",
    signature=EVIL,
    field=EVIL,
    changes=(
        FieldChange("changed", EVIL, 0, 9, EVIL, b"\x00\xff", (EVIL, "")),
        FieldChange("inserted", EVIL, 0, 9),
        FieldChange("deleted", EVIL, 0, 9, float("nan")),
        FieldChange("moved", EVIL, 0, 9),
    ),
    seed=EVIL,
    index=0,
    kind=EVIL,
    label=EVIL,
    size=1,
    minimized=1,
    folder=EVIL,
    edit=EVIL,
    reproduce=EVIL,
    evidence=(EVIL,),
    notes=(EVIL,),
    known=EVIL,
)

FULL = Measure(
    tool_version="0.1.0",
    schema="rules",
    digest="ab" * 32,
    contracts=("sensor-7.11",),
    consumer="reader",
    limits="2 s and 256 MiB",
    random_seed=7,
    wanted=20_000,
    done=10_000,
    stopped="time was up",
    seeds=(
        SeedNote("seeds/good.bin", 31, "cd" * 32, "used"),
        SeedNote("seeds/odd.bin", 17, "ef" * 32, "false alarm", "count-mismatch: rules: 2, not 3"),
        SeedNote("seeds/old.bin", 12, "01" * 32, "unusable", "reader rejects it (wrong version)"),
    ),
    cells={
        (False, "accepted"): 320,
        (False, "crashed"): 1500,
        (False, "hung"): 4,
        (False, "rejected"): 4000,
        (True, "accepted"): 2901,
        (True, "crashed"): 1204,
        (True, "rejected"): 71,
    },
    kinds=(
        KindCount("bytes", 4000, 100, 200, 1000, 4),
        KindCount("field", 6000, 4076, 3021, 1708, 1201),
    ),
    escapes=(CRASH, CUT_FILE, HOSTILE),
    deaths=(
        Death("crashed", "assertion offset <= used in get_pointer", 2704, 1500),
        Death("hung", "time limit", 4, 4),
    ),
    caught=(RuleCount("value-out-of-range", 1500), RuleCount("unexpected-eof", 4)),
    strict=(
        RuleCount(
            "unexplained-bytes", 300, "seeds/good.bin", 5, 32, "", "1 byte after the last rule",
            "every byte is part of a field", "00", "strictness/unexplained-bytes.bin",
        ),
        RuleCount("value-not-in-enum", 20),
    ),
    notes=("known defect did not occur: rules[*].none (gone)",),
)  # fmt: skip
QUIET = Measure(
    "0.1.0", "rules", "ab" * 32, (), "reader", "2 s and 256 MiB", 0, 100, 100, "",
    (SeedNote("good.bin", 31, "cd" * 32, "used"),), {(True, "accepted"): 100},
)  # fmt: skip
EMPTY = Measure(
    "0.1.0", "rules", "ab" * 32, (), "reader", "2 s and 256 MiB", 0, 100, 0, EVIL, (), {}
)
