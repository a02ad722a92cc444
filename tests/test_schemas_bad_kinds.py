"""How many different mistakes the files of schemas_bad/ hold.

A kind is a rule, the kind of place it stands at, and the shape of its headline: two files that
differ in names and numbers only are one kind.
"""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = Path(__file__).parent / "schemas_bad"
HEADLINE = re.compile(r"(?:[^: ]+:)?\d+:\d+: (error|warning)\[([a-z-]+)\] (?:(/\S*): )?(.+)")
QUOTED = re.compile(r"`[^`]*`|\b\d+\b")
LEAST = 330


def kind_of_place(path: str) -> str:
    """Return a path without ids, numbers and nesting: `/types/a/seq/0/size` is `seq/size`."""
    parts = [part for part in path.split("/") if part and not part.isdigit()]
    places = [n for n, part in enumerate(parts) if part in ("seq", "instances", "params", "enums")]
    if not places:
        return "/".join(parts[:1] + parts[-1:])
    owner = parts[places[-1]]
    inner = parts[places[-1] + 1 :]
    return f"{owner}/{inner[-1] if inner else ''}"


def kinds() -> set[tuple[str, str, str]]:
    """Return every kind that the leading comments name."""
    found = set()
    for path in sorted(FOLDER.glob("*.ksy")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.startswith("# "):
                break
            if match := HEADLINE.fullmatch(line.removeprefix("# ")):
                found.add((match[2], kind_of_place(match[3] or ""), QUOTED.sub("X", match[4])))
    return found


def test_there_are_many_kinds_of_mistakes() -> None:
    assert len(kinds()) >= LEAST


def test_names_and_numbers_make_no_kind() -> None:
    assert kind_of_place("/types/a/seq/0/size") == kind_of_place("/seq/17/size") == "seq/size"
    assert kind_of_place("/-checks/3/expr") == "-checks/expr"
    assert QUOTED.sub("X", "`a` stands in line 5") == QUOTED.sub("X", "`b` stands in line 61")


def test_every_rule_about_schemas_has_a_kind() -> None:
    from validator.rules import RULES

    wanted = {rule.id for rule in RULES.values() if rule.about == "schema"}
    # A file that cannot be read has no leading comment; tests/unit/ksy/test_source.py has those.
    assert wanted - {kind[0] for kind in kinds()} == {"schema-unreadable"}
