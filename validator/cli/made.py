"""What is said about a file that a verb made: size, repairs, findings, why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from validator.cli.terminal import EXIT_FINDINGS, EXIT_OK, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validator.backends.construct.build import BuildFault
    from validator.errors import UsageError
    from validator.findings import Finding

MAX_FINDINGS = 1000
_SHOWN = 20


def say_repairs(repairs: Sequence[tuple[str, Any, Any]]) -> None:
    """Say which derived fields are not what they were, or were given as.

    Args:
        repairs: path, old and new value of each.
    """
    from validator.mutate import show_short

    for path, old, new in repairs[:_SHOWN]:
        say(f"  repaired  {path}: {show_short(old)} -> {show_short(new)}")
    _say_more(len(repairs), "repaired fields")


def say_findings(findings: Sequence[Finding]) -> int:
    """Say which rules a file breaks that was made nevertheless.

    Args:
        findings: in the order to be shown.
    Returns:
        The exit status: warnings alone are no fault.
    """
    from validator.findings import Severity

    for finding in findings[:_SHOWN]:
        place = finding.path or "the file"
        say(f"  {finding.severity.value}[{finding.rule}] {place}: {finding.message}")
    _say_more(len(findings), "findings")
    is_refused = any(finding.severity is Severity.ERROR for finding in findings)
    return EXIT_FINDINGS if is_refused else EXIT_OK


def _say_more(count: int, what: str) -> None:
    if count > _SHOWN:
        say(f"  and {count - _SHOWN} more {what}")


def refusal(headline: str, fault: BuildFault) -> UsageError:
    """Return the error for values from which no file can be built.

    Args:
        headline: what cannot be done.
        fault: why.
    """
    from validator.errors import UsageError

    where = f"{fault.where}: " if fault.where else ""
    return UsageError(f"{headline}\n  found     {where}{fault.headline}")
