"""Known defects: read, matched, and refused with the place of what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from validator.errors import UsageError
from validator.fuzz.known import Known, read_known, reason_of

GOOD = """\
[[known]]
signature = "assertion * in yr_arena"
reason = "upstream 12"

[[known]]
field = "rules[*].id"
outcome = "hung"
reason = "loops"
"""


def test_what_matches_is_told(tmp_path: Path) -> None:
    path = tmp_path / "known.toml"
    path.write_text(GOOD, encoding="utf-8")
    known = read_known(str(path))
    assert known == (
        Known("assertion * in yr_arena", "", "", "upstream 12"),
        Known("", "rules[*].id", "hung", "loops"),
    )
    assert reason_of(known, "crashed", "assertion a < b in yr_arena", {"x"}) == "upstream 12"
    assert reason_of(known, "crashed", "assertion a < b in yr_arena_2", {"x"}) == ""
    assert reason_of(known, "hung", "time limit", {"rules[*].id"}) == "loops"
    assert reason_of(known, "crashed", "time limit", {"rules[*].id"}) == ""
    assert reason_of(known, "hung", "time limit", {"rules[*].level"}) == ""
    assert reason_of(known, "hung", "time limit", {"rules[*].level", "rules[*].id"}) == "loops"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no list of known defects"),
        ("known = 3", "no list of known defects"),
        ("known = []", "no list of known defects"),
        ("[[known]]\nreason='x'\nfield='y'\n[other]", "no list of known defects"),
        ("known = [3]", r"known\[0\]: not a table"),
        ("[[known]]\nreason='x'", r"known\[0\]: a key is missing"),
        ("[[known]]\nfield='x'", r"known\[0\]: a key is missing"),
        ("[[known]]\nfield='x'\nreasn='x'", r"known\[0\]: no such key"),
        ("[[known]]\nfield=3\nreason='x'", r"known\[0\].field: not a text"),
        ("[[known]]\nfield=' '\nreason='x'", r"known\[0\].field: not a text"),
        (
            "[[known]]\nfield='x'\nreason='x'\noutcome='fine'",
            r"known\[0\].outcome: no such outcome",
        ),
        ("[[known", "not TOML"),
        ("\udcff", "not TOML"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "known.toml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(UsageError, match=words):
        read_known(str(path))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read: no such file"):
        read_known(str(tmp_path / "none.toml"))
