"""Changes of a crash in words."""

from __future__ import annotations

from validator.measure import FieldChange
from validator.report.crash_words import change_lines


def change(what: str, path: str, **more: object) -> FieldChange:
    return FieldChange(what, path, 0, 1, **more)  # type: ignore[arg-type]  # passed on


def test_elements_that_came_together_are_one_line() -> None:
    changes = [
        change("changed", "a.kind", was=3, now=0, labels=("match", "all")),
        *(change("inserted", f"a.list[{at}]") for at in (0, 1, 2)),
        change("inserted", "a.list[4]"),
        change("deleted", "a.list[5]"),
        change("deleted", "b.list[6]"),
    ]
    assert change_lines(changes) == [
        "a.kind match (3) -> all (0)",
        "a.list[0..2] inserted",
        "a.list[4] inserted",
        "a.list[5] deleted",
        "b.list[6] deleted",
    ]


def test_values_keep_their_own_lines() -> None:
    changes = [change("inserted", f"list[{at}]", now=at) for at in (7, 8)]
    assert change_lines(changes) == ["list[7] inserted: 7", "list[8] inserted: 8"]
    changes = [change("changed", f"list[{at}]", was=0, now=at) for at in (7, 8)]
    assert change_lines(changes) == ["list[7] 0 -> 7", "list[8] 0 -> 8"]


def test_what_is_too_much_is_counted() -> None:
    changes = [change("changed", f"f{at}", was=0, now=1) for at in range(9)]
    assert change_lines(changes[:8])[-1] == "f7 0 -> 1"
    assert change_lines(changes)[7:] == ["and 2 more"]
    assert change_lines([]) == []
