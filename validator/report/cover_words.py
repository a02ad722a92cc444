"""Words that all reports of coverage share.

Comes in: a table of coverage. Goes out: short unescaped texts.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from validator.cover.feature import FeatureKind
from validator.cover.table import BRANCHES, CLASSES, COMBINATIONS
from validator.dataclass import dataclass
from validator.report.measure_words import number_text, share_text
from validator.report.meta import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validator.cover.table import Coverage, Hit, Idle

PARTS = (CLASSES, BRANCHES, COMBINATIONS)
THE_FILE = "the file"


@dataclass(frozen=True, slots=True)
class CoverRun:
    """A table and what has to be said about how it came to be.

    Attributes:
        coverage: the table.
        refused: (file, reason) of files that were not counted.
        notes: what else was left out.
        failures: why the run fails, such as `71.2 % is below 80 %`.
        only_missing: leave out what is exercised.
        by_file: tell for each class which file has it.
        tool_version: of contentgate.
    """

    coverage: Coverage
    refused: Sequence[tuple[str, str]] = ()
    notes: Sequence[str] = ()
    failures: Sequence[str] = ()
    only_missing: bool = False
    by_file: bool = False
    tool_version: str = ""


def files_text(run: CoverRun) -> str:
    """Return what was counted, such as `channel_file: 12 files, 3 refused`.

    Args:
        run: of the table.
    """
    coverage = run.coverage
    text = f"{coverage.features.program.name}: {plural(len(coverage.files), 'file')}"
    if run.refused:
        text += f", {len(run.refused)} not counted"
    return text


def counts_text(done: int, whole: int) -> str:
    """Return `3 of 4 (75 %)`.

    Args:
        done, whole: counts.
    """
    share = f" ({share_text(done, whole)})" if whole else ""
    return f"{number_text(done)} of {number_text(whole)}{share}"


def hit_text(coverage: Coverage, hit: Hit) -> str:
    """Return who has a feature, such as `3 files, first a.bin`.

    Args:
        coverage: of the feature.
        hit: the feature.
    """
    name = coverage.files[hit.first].name
    return name if hit.files == 1 else f"{hit.files} files, first {name}"


def idle_text(coverage: Coverage, idle: Idle) -> str:
    """Return what a field always had, and where unless there is only one file.

    Args:
        coverage: of the field.
        idle: the field.
    """
    only = "only its default" if idle.is_default else f"only {idle.only}"
    required = ", and -coverage asks for more" if idle.is_required else ""
    where = f" ({hit_text(coverage, idle.hit)})" if len(coverage.files) > 1 else ""
    return f"{only}{required}{where}"


def required_rows(coverage: Coverage) -> list[tuple[str, str]]:
    """Return what `-coverage` asks for and no file has, as (path, what) each.

    Combinations are counted, for the table of combinations has each of them; subscripts are
    left out, for the idle fields have them.

    Args:
        coverage: of files.
    """
    every = map(coverage.features.describe, coverage.missing_required())
    missing = [one for one in every if one.index < 0]
    rows = [(one.path, one.text) for one in missing if one.kind is not FeatureKind.COMBINATION]
    groups = Counter(
        (one.path, one.group) for one in missing if one.kind is FeatureKind.COMBINATION
    )
    rows += [
        (path, f"{plural(count, 'combination')} of {group}")
        for (path, group), count in groups.items()
    ]
    return [(path or THE_FILE, what) for path, what in rows]
