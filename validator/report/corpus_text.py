"""A corpus for people and programs: what it holds, and what was done to it.

Comes in: files with what they show. Goes out: text that is safe to print, or plain values.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median_low
from typing import Any, Protocol

from validator.report.cover_words import counts_text
from validator.report.escape import terminal
from validator.report.measure_words import number_text, share_text
from validator.report.meta import plural

FORMAT_VERSION = 1
_LISTED = 50


class Shown(Protocol):
    """One file of a corpus."""

    @property
    def name(self) -> str:
        """Its path."""

    @property
    def size(self) -> int:
        """Its size in bytes."""

    @property
    def digest(self) -> str:
        """SHA-256 of its bytes, hex."""

    @property
    def is_valid(self) -> bool:
        """Whether the schema accepts it."""

    @property
    def edges(self) -> frozenset[int]:
        """Edges of the consumer."""

    @property
    def outcome(self) -> str:
        """What the consumer made of it."""

    @property
    def reason(self) -> str:
        """Why it is not valid."""


class ShownCorpus(Protocol):
    """Files, and how many features they have together."""

    @property
    def samples(self) -> Sequence[Shown]:
        """The files."""

    @property
    def features(self) -> tuple[int, int]:
        """Goals that valid files exercise, and goals in all."""


def stats_value(corpus: ShownCorpus) -> dict[str, Any]:
    """Return what a corpus holds as plain values.

    Args:
        corpus: its files.
    """
    samples = corpus.samples
    sizes = [one.size for one in samples]
    rules = Counter(one.reason.partition(":")[0] for one in samples if one.reason)
    outcomes = Counter(one.outcome for one in samples if one.outcome)
    edges = frozenset[int]().union(*(one.edges for one in samples))
    return {
        "format": "contentgate-corpus-stats",
        "version": FORMAT_VERSION,
        "files": len(samples),
        "copies": len(samples) - len({one.digest for one in samples}),
        "valid": sum(one.is_valid for one in samples),
        "bytes": sum(sizes),
        "smallest": min(sizes, default=0),
        "median": median_low(sizes) if sizes else 0,
        "largest": max(sizes, default=0),
        "features": {"exercised": corpus.features[0], "goals": corpus.features[1]},
        "edges": len(edges),
        "refused_by": dict(sorted(rules.items())),
        "outcomes": dict(sorted(outcomes.items())),
    }


def stats_text(corpus: ShownCorpus) -> str:
    """Return what a corpus holds as text, ended by a line feed.

    Args:
        corpus: its files.
    """
    value = stats_value(corpus)
    files, valid = value["files"], value["valid"]
    sizes = [number_text(value[name]) for name in ("smallest", "median", "largest")]
    rows = [
        ("files", number_text(files) + _copies(value["copies"])),
        ("valid", f"{number_text(valid)} ({share_text(valid, files)})" if files else "0"),
        ("bytes", f"{number_text(value['bytes'])}; {sizes[0]} to {sizes[2]}, median {sizes[1]}"),
        ("features", f"{counts_text(*corpus.features)} by the valid ones"),
    ]
    if value["edges"]:
        rows.append(("edges", number_text(value["edges"])))
    lines = [f"{label:<9} {terminal(text)}" for label, text in rows]
    for title, key in (("the consumer", "outcomes"), ("refused by", "refused_by")):
        if value[key]:
            lines += ["", title]
            found = sorted(value[key].items(), key=lambda item: (-item[1], item[0]))
            lines += [f"  {number_text(count):>7}  {terminal(name)}" for name, count in found]
    return "".join(f"{line}\n" for line in lines)


def _copies(count: int) -> str:
    if not count:
        return ""
    return ", 1 is a copy" if count == 1 else f", {number_text(count)} are copies"


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{number_text(count)} files"


def changes_value(
    first: Sequence[Shown], second: Sequence[Shown], names: tuple[str, str]
) -> dict[str, Any]:
    """Return two sets of files as plain values.

    Args:
        first, second: the files.
        names: of the sets.
    """
    return {
        "format": "contentgate-corpus-changes",
        "version": FORMAT_VERSION,
        **{
            name: [{"file": one.name, "size": one.size, "sha256": one.digest} for one in files]
            for name, files in zip(names, (first, second), strict=True)
        },
    }


def changes_text(
    first: Sequence[Shown],
    second: Sequence[Shown],
    words: tuple[str, str],
    *,
    second_listed: bool = False,
) -> str:
    """Return what becomes of files as text, ended by a line feed.

    Args:
        first, second: the files.
        words: what each set is, such as `kept`.
        second_listed: name the files of the second set, not those of the first.
    """
    listed = (first, second)[second_listed]
    lines = [f"  {terminal(one.name)}  {plural(one.size, 'byte')}" for one in listed[:_LISTED]]
    if len(listed) > _LISTED:
        lines.append(f"  ... {number_text(len(listed) - _LISTED)} more, --format json has all")
    if lines:
        lines.insert(0, f"{words[second_listed]}:")
    parts = [
        f"{_files(len(files))} {word}, {number_text(sum(one.size for one in files))} bytes"
        for files, word in zip((first, second), words, strict=True)
    ]
    return "".join(f"{line}\n" for line in [*lines, *([""] if lines else []), "; ".join(parts)])
