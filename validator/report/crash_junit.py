"""A replay as JUnit XML: one test case a crash.

Comes in: replayed crashes. Goes out: XML without times and host names. What still fails or fails in
another way is a failure, what was not run an error.
"""

from __future__ import annotations

from collections.abc import Sequence

from validator.crashes import CHANGED, FAILING, NOT_RUN, Replayed
from validator.report.crash_words import crash_facts, crash_title, replay_facts
from validator.report.escape import xml_text


def render_replay_junit(replayed: Sequence[Replayed]) -> str:
    """Return one `testsuites` document.

    Args:
        replayed: in the order to be told.
    """
    failures = sum(one.state in (FAILING, CHANGED) for one in replayed)
    errors = sum(one.state == NOT_RUN for one in replayed)
    counts = f'tests="{len(replayed)}" failures="{failures}" errors="{errors}"'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="contentgate replay" {counts}>',
        f'  <testsuite name="contentgate replay" {counts} skipped="0">',
        *(line for one in replayed for line in _case(one)),
        "  </testsuite>",
        "</testsuites>",
    ]
    return "".join(f"{line}\n" for line in lines)


def _case(one: Replayed) -> list[str]:
    opening = f'    <testcase classname="contentgate.replay" name="{xml_text(one.id)}"'
    if one.state not in (FAILING, CHANGED, NOT_RUN):
        return [f"{opening}/>"]
    kind = "error" if one.state == NOT_RUN else "failure"
    title = crash_title(one.was) if one.was is not None else one.reason
    message = xml_text(f"{one.state}: {title}")
    facts = [*replay_facts(one), *(crash_facts(one.was) if one.was is not None else ())]
    body = xml_text("\n".join(f"{label:<9} {text}" for label, text in facts))
    return [
        f"{opening}>",
        f'      <{kind} message="{message}" type="{xml_text(one.state)}">{body}</{kind}>',
        "    </testcase>",
    ]
