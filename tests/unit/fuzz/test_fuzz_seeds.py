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
