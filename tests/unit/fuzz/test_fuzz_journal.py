"""The journal: what is written comes back, what is torn is dropped, another run is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.errors import UsageError
from validator.fuzz.cells import Case, Seen, Tally
from validator.fuzz.journal import FILE, Resolved, open_journal
from validator.fuzz.records import escape_from, escape_value, tally_from, tally_value
from validator.measure import ACCEPTED, CUT, FAULTS, OUTCOMES, Escape, FieldChange

RUN = {"schema": "rules 1", "seeds": "2 files"}
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(), st.binary(),
    st.floats(allow_nan=False),
)  # fmt: skip
SEEN = st.builds(
    Seen,
    index=st.integers(0, 999),
    seed=st.integers(0, 3),
    kind=st.sampled_from(["bytes", "truncation", "field"]),
    label=st.text(max_size=9),
    size=st.integers(0, 99),
    is_shorter=st.booleans(),
    rule=st.sampled_from(["", "value-not-allowed", "unexpected-eof", None]),
    outcome=st.sampled_from(OUTCOMES),
    signature=st.sampled_from(["", "SIGSEGV"]),
    is_alone=st.booleans(),
)


def tally_of(seen: list[Seen]) -> Tally:
    tally = Tally()
    for one in seen:
        tally.count(one)
    return tally


@given(st.lists(SEEN), st.lists(SEEN))
def test_lots_add_up_to_the_whole(first: list[Seen], second: list[Seen]) -> None:
    both = tally_of(first)
    both.add(tally_of(second))
    whole = tally_of([*first, *second])
    assert both == whole
    assert tally_from(tally_value(whole)) == whole
    assert sum(whole.cells.values()) == whole.done == len(first) + len(second)


@given(st.lists(SEEN))
def test_escapes_are_what_passes_and_kills_or_was_cut(seen: list[Seen]) -> None:
    wanted = [
        one.outcome if one.outcome in FAULTS else CUT
        for one in seen
        if one.rule == ""
        and (
            one.outcome in FAULTS
            or (one.kind == "truncation" and one.is_shorter and one.outcome == ACCEPTED)
        )
    ]
    assert [case.outcome for case in tally_of(seen).cases] == wanted


@given(VALUES, VALUES, st.text())
def test_escapes_come_back_from_records(
    was: int | float | bool | str | bytes | None,
    now: int | float | bool | str | bytes | None,
    text: str,
) -> None:
    change = FieldChange("changed", text, 1, 2, was, now, ("", text))
    escape = Escape("0" * 8, "crashed", text, text, (change,), text, 3, "bytes", text, 9, 4,
                    evidence=(text,), notes=(text, text))  # fmt: skip
    assert escape_from(escape_value(escape)) == escape


def filled(folder: Path) -> bytes:
    journal = open_journal(str(folder), RUN)
    lot = tally_of([Seen(0, 0, "bytes", "x", 5, False, "", "crashed", "SIGSEGV", True)])
    journal.add_lot(lot)
    journal.add_case(0, Resolved("ab12cd34", ("crashed", "SIGSEGV", "rules[*].id")))
    journal.add_lot(tally_of([]))
    journal.close()
    return (folder / FILE).read_bytes()


def test_what_was_written_comes_back(tmp_path: Path) -> None:
    whole = filled(tmp_path)
    journal = open_journal(str(tmp_path), RUN)
    journal.close()
    assert journal.done == 1
    assert journal.lots[0].cases == [Case(0, 0, "bytes", "x", "crashed", "SIGSEGV", True)]
    assert journal.cases[0].key == ("crashed", "SIGSEGV", "rules[*].id")
    assert (tmp_path / FILE).read_bytes() == whole


def test_a_journal_that_ends_anywhere_goes_on(tmp_path: Path) -> None:
    whole = filled(tmp_path)
    for size in range(len(whole)):
        (tmp_path / FILE).write_bytes(whole[:size])
        journal = open_journal(str(tmp_path), RUN)
        journal.add_lot(tally_of([]))
        journal.close()
        again = open_journal(str(tmp_path), RUN)
        again.close()
        assert again.done == journal.done <= 1
        assert len(again.lots) == len(journal.lots) + 1


@pytest.mark.parametrize(
    ("run", "words"),
    [
        ({**RUN, "schema": "rules 2"}, "holds another run: its schema is not the same"),
        ({**RUN, "seeds": "1 file"}, "holds another run: its seeds is not the same"),
        ({**RUN, "more": "x"}, "holds another run: its more is not the same"),
    ],
)
def test_the_folder_of_another_run_is_refused(
    tmp_path: Path, run: dict[str, str], words: str
) -> None:
    whole = filled(tmp_path)
    with pytest.raises(UsageError, match=words):
        open_journal(str(tmp_path), run)
    assert (tmp_path / FILE).read_bytes() == whole


@pytest.mark.parametrize(
    "line",
    [b"{}", b"[]", b"nonsense", b'{"lot": 3}', b'{"case": "x"}', b"\xff", b"null", b"[" * 5000]
    + [b'{"escape": {"changes": [1]}}'],
)
def test_lines_of_something_else_are_refused(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / FILE
    whole = filled(tmp_path)
    for text, number in ((line + b"\n", 1), (whole + line + b"\n", 5)):
        path.write_bytes(text)
        with pytest.raises(UsageError, match=rf"{FILE}:{number}: not a line of a journal"):
            open_journal(str(tmp_path), RUN)
        assert path.read_bytes() == text


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UsageError, match="cannot be used"):
        open_journal(str(tmp_path / "file" / "out"), RUN)
