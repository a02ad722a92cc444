"""What a consumer said, without what differs from run to run."""

from __future__ import annotations

import pytest

from validator.consumers.protocol import Outcome, OutcomeKind
from validator.fuzz.seeds import last_lines


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("audit(1795411452.757:174): auid=4294967295", "audit(N): auid=N"),
        ("==1234==ERROR: at 0x7f00deadbeef", "==N==ERROR: at 0xN"),
        ("reader[77]: pid 12, limit 901", "reader[N]: pid N, limit 901"),
        ("reader.c:123: version 3.1 of 0x1f", "reader.c:123: version 3.1 of 0x1f"),
    ],
)
def test_lines_are_the_same_in_every_run(said: str, shown: str) -> None:
    outcome = Outcome(OutcomeKind.REJECTED, stdout=b"no\n", stderr=f"a\n\n {said} \n".encode())
    assert last_lines(outcome, 1) == (shown,)
    assert last_lines(outcome, 4) == ("a", shown)


def test_standard_output_speaks_when_nothing_else_does() -> None:
    assert last_lines(Outcome(OutcomeKind.DIED, stdout=b"x\xff\n", stderr=b"\n"), 2) == ("x\\xff",)
    assert last_lines(Outcome(OutcomeKind.DIED), 2) == ()


REPORT = b"""reading
=================================================================
==123==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x60200000003a at pc 0x55d0c8
WRITE of size 1 at 0x60200000003a thread T0
    #0 0x55d0c8 in boom reader.c:22:58

0x60200000003a is located 6 bytes to the right of 4-byte region [0x602000000030,0x602000000034)
SUMMARY: AddressSanitizer: heap-buffer-overflow reader.c:22:58 in boom
Shadow byte legend (one shadow byte represents 8 application bytes):
  Right alloca redzone:    cb
==123==ABORTING
"""


def test_a_report_of_a_sanitizer_says_what_was_done_and_not_its_legend() -> None:
    outcome = Outcome(OutcomeKind.CRASHED, stderr=REPORT)
    first, second, third, last = last_lines(outcome, 6)
    assert first.startswith("==N==ERROR: AddressSanitizer: heap-buffer-overflow on address 0xN")
    assert second == "WRITE of size 1 at 0xN thread T0"
    assert third.startswith("0xN is located 6 bytes to the right of 4-byte region")
    assert last == "SUMMARY: AddressSanitizer: heap-buffer-overflow reader.c:22:58 in boom"
    assert last_lines(outcome, 1) == (first,)


def test_what_undefined_behavior_was_is_told() -> None:
    text = b"a\nr.c:3:9: runtime error: signed integer overflow: 1 + 2\n  #0 main\nend\n"
    assert last_lines(Outcome(OutcomeKind.CRASHED, stderr=text), 4) == (
        "r.c:3:9: runtime error: signed integer overflow: 1 + 2",
    )  # fmt: skip


def test_a_signal_is_told_with_the_kind_of_access() -> None:
    text = (
        b"AddressSanitizer:DEADLYSIGNAL\n"
        b"==7==ERROR: AddressSanitizer: SEGV on unknown address 0x0\n"
        b"==7==The signal is caused by a READ memory access.\n    #0 0x1 in f r.c:1\n"
        b"==7==Hint: address points to the zero page.\n==7==ABORTING\n"
    )
    assert last_lines(Outcome(OutcomeKind.CRASHED, stderr=text), 6) == (
        "==N==ERROR: AddressSanitizer: SEGV on unknown address 0x0",
        "==N==The signal is caused by a READ memory access.",
        "==N==Hint: address points to the zero page.",
    )
