"""Known defects of a consumer: read from a file, and found again among escapes.

Comes in: a TOML file. Goes out: for an escape the reason why it is known, or "". A known defect
is listed apart from new ones, with its reason; it is never left out.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Sequence

from validator.dataclass import dataclass
from validator.errors import UsageError
from validator.measure import CUT, FAULTS

_KEYS = ("signature", "field", "outcome", "reason")
_MAX_SIZE = 1 << 20


@dataclass(frozen=True, slots=True)
class Known:
    """One known defect; "" in a part stands for anything.

    Attributes:
        signature: of the consumer's death, where `*` stands for any text.
        field: path with `[*]`, as escapes have it.
        outcome: one of `FAULTS`, or `CUT`.
        reason: for people.
    """

    signature: str
    field: str
    outcome: str
    reason: str

    def is_match(self, outcome: str, signature: str, fields: Collection[str]) -> bool:
        """Whether an escape is this defect.

        Args:
            outcome, signature: of the escape.
            fields: those that it changes; one of them has to be that of the defect.
        """
        pattern = ".*".join(map(re.escape, self.signature.split("*")))
        return (
            (not self.signature or re.fullmatch(pattern, signature, re.DOTALL) is not None)
            and (not self.field or self.field in fields)
            and self.outcome in ("", outcome)
        )


def read_known(path: str) -> tuple[Known, ...]:
    """Read known defects.

    Args:
        path: a TOML file of tables `[[known]]`.
    Raises:
        UsageError: it cannot be read, or says something that has no meaning.
    """
    try:
        with open(path, "rb") as file:
            tree = tomllib.loads(file.read(_MAX_SIZE).decode("utf-8"))
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {(error.strerror or '').lower()}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValueError) as error:
        raise UsageError(f"{path}: not TOML: {error}") from error
    rows = tree.get("known")
    if not isinstance(rows, list) or not rows or set(tree) != {"known"}:
        raise UsageError(
            f"{path}: no list of known defects\n  expected  tables [[known]], and nothing else\n"
            f"  found     {', '.join(map(repr, tree)) or 'nothing'}"
        )
    return tuple(_read_row(path, number, row) for number, row in enumerate(rows))


def reason_of(known: Sequence[Known], outcome: str, signature: str, fields: Collection[str]) -> str:
    """Return why an escape is known; "" when it is new.

    Args:
        known: the first that matches counts.
        outcome, signature: of the escape.
        fields: all that it changes, with `[*]`.
    """
    found = (one.reason for one in known if one.is_match(outcome, signature, fields))
    return next(found, "")


def _read_row(path: str, number: int, row: object) -> Known:
    where = f"{path}: known[{number}]"
    if not isinstance(row, dict):
        raise UsageError(f"{where}: not a table\n  expected  [[known]]\n  found     {row!r}")
    for key, value in row.items():
        if key not in _KEYS:
            raise UsageError(
                f"{where}: no such key\n  expected  one of {', '.join(_KEYS)}\n  found     {key}"
            )
        if not isinstance(value, str) or not value.strip():
            raise UsageError(
                f"{where}.{key}: not a text\n  expected  a string\n  found     {value!r}"
            )
    if "reason" not in row or not {"signature", "field"} & set(row):
        raise UsageError(
            f"{where}: a key is missing\n  expected  reason, and signature or field\n"
            f"  found     {', '.join(row) or 'nothing'}"
        )
    outcome = row.get("outcome", "")
    if outcome and outcome not in (*FAULTS, CUT):
        raise UsageError(
            f"{where}.outcome: no such outcome\n  expected  one of {', '.join((*FAULTS, CUT))}\n"
            f"  found     {outcome}"
        )
    return Known(row.get("signature", ""), row.get("field", ""), outcome, row["reason"])
