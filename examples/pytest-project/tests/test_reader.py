"""What the schema says, and what the reader does with it."""

from __future__ import annotations

from alerts.reader import COLORS, read
from hypothesis import settings
from hypothesis import strategies as st

from validator.pytest_plugin import contentgate_cases


@contentgate_cases()
def test_the_reader_survives_what_the_gate_accepts(case):
    """Schema and consumer come from the ini file; what has to hold is looked at behind the test."""


@contentgate_cases(mode="valid", expect="agreement", count=50)
def test_the_reader_shows_all_alerts(case):
    shown = read(case.data)
    assert [alert.number for alert in shown] == [alert.id for alert in case.tree.alerts]
    assert all(alert.color in COLORS for alert in shown)


@contentgate_cases(mode="near-miss", expect="robust", derandomize=True)
@settings(max_examples=50)
def test_the_reader_refuses_in_an_orderly_way(case):
    assert not case.is_accepted


@contentgate_cases(mode="valid", overrides={"alerts[*].level": st.sampled_from([9, 10])}, count=20)
def test_the_highest_levels_are_red(case):
    assert all(alert.color == "red" for alert in read(case.data))


def test_files_that_were_shipped(contentgate_file, contentgate_schema, contentgate_consumer):
    assert contentgate_schema.check_bytes(contentgate_file.data) == []
    assert contentgate_consumer.run(contentgate_file.data).kind.value == "accepted"
