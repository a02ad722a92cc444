"""Results as a table in Markdown, and as JSON for machines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from statistics import median

from benchmarks.bugs_cells import FAULTS, SEEDED, Book, Fault, Result


def _results(book: Book, fuzzer: str, fault: Fault, seeds: int) -> list[Result]:
    found = (book.read(fuzzer, fault.name, seed) for seed in range(1, seeds + 1))
    return [one for one in found if one is not None]


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}"


def cell_text(results: Sequence[Result]) -> str:
    """Return `found/tried seconds (executions)`: medians over those that found the fault, if any.

    Args:
        results: of one fuzzer on one fault, one a random seed.
    """
    if not results:
        return ""
    hits = [one for one in results if one.is_found]
    counted = [one.executions for one in hits or results if one.executions is not None]
    executions = f" ({median(counted):,.0f})" if counted else ""
    if not hits:
        budget = max(one.budget_s for one in results)
        return f"0/{len(results)} in {budget:g} s{executions}"
    seconds = _number(median(one.seconds for one in hits))
    return f"**{len(hits)}/{len(results)}** {seconds} s{executions}"


def markdown(book: Book, fuzzers: Sequence[str], seeds: int) -> str:
    """Return the table: a fault a row, a fuzzer a column.

    Args:
        book: all results.
        fuzzers: names, in the order of the columns.
        seeds: random seeds 1 to this.
    """
    lines = [
        "| fault | gate | " + " | ".join(fuzzers) + " |",
        "|---|---" * 1 + "|---" * len(fuzzers) + "|",
    ]
    for fault in FAULTS:
        cells = [cell_text(_results(book, fuzzer, fault, seeds)) for fuzzer in fuzzers]
        gate = "accepts" if fault.is_valid else "refuses"
        lines.append(f"| {fault.name}: {fault.about} | {gate} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def sizes_markdown(book: Book, fuzzer: str, seeds: int) -> str:
    """Return how small a fuzzer made what it found, beside the smallest known.

    Args:
        book: all results.
        fuzzer: one that minimizes.
        seeds: random seeds 1 to this.
    """
    lines = [
        "| fault | smallest known | minimized (median) | found (median) |",
        "|---|---|---|---|",
    ]
    for fault in FAULTS:
        known = (SEEDED / "crashers" / f"{fault.build}.bin").stat().st_size
        hits = [one for one in _results(book, fuzzer, fault, seeds) if one.minimized_size]
        if hits:
            small = median(one.minimized_size or 0 for one in hits)
            size = median(one.size or 0 for one in hits)
            lines.append(f"| {fault.name} | {known} | {small:,.0f} | {size:,.0f} |")
    return "\n".join(lines) + "\n"


def as_json(book: Book, fuzzers: Sequence[str], seeds: int) -> str:
    """Return every result.

    Args:
        book: all results.
        fuzzers: names.
        seeds: random seeds 1 to this.
    """
    rows = [
        {"fuzzer": fuzzer, "fault": fault.name, "seed": seed, **asdict(result)}
        for fuzzer in fuzzers
        for fault in FAULTS
        for seed in range(1, seeds + 1)
        if (result := book.read(fuzzer, fault.name, seed)) is not None
    ]
    return json.dumps({"version": 1, "results": rows}, indent=2) + "\n"
