"""A crash that only some runs show is not fixed because one run does not show it."""

from __future__ import annotations

from pathlib import Path

import fuzz_kit as kit
import pytest

from validator.consumers.protocol import Outcome
from validator.crashes import FAILING, FIXED, SOMETIMES, CrashReport, Verdict
from validator.fuzz.regressions import Kept
from validator.fuzz.replay import replay_cases


@pytest.mark.parametrize(
    ("notes", "state"), [((f"{SOMETIMES}: 4 of 12 runs showed it",), FAILING), ((), FIXED)]
)
def test_what_comes_now_and_then_is_asked_for_more_often(
    tmp_path: Path, notes: tuple[str, ...], state: str
) -> None:
    asked = 0

    def read(data: bytes) -> Outcome:
        nonlocal asked
        asked += 1
        return kit.crashed() if asked % 5 == 0 else kit.ACCEPTED

    fault = kit.crashed()
    report = CrashReport(
        "one", "minimized", fault.kind.value, fault.signature, Verdict(), "any", "0", notes=notes
    )
    case = Kept(folder=str(tmp_path), report=report, data=b"data")
    (replayed,) = replay_cases([case], kit.InProcess(read), None, str(tmp_path))
    assert replayed.state == state
