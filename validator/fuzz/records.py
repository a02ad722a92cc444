"""What a journal holds, as plain values of JSON and back.

Comes in: counts, escapes. Goes out: values that `json` can write; and the same from them. A
value that does not fit is a `ValueError` or its like, which the journal turns into a message.
"""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any

from validator.fuzz.cells import Case, Tally
from validator.measure import Escape, FieldChange

Json = dict[str, Any]


def tally_value(tally: Tally) -> Json:
    """Return the counts of a lot.

    Args:
        tally: not modified.
    """
    return {
        "done": tally.done,
        "cells": [[passed, outcome, count] for (passed, outcome), count in tally.cells.items()],
        "kinds": tally.kinds,
        "deaths": [[*death, *counts] for death, counts in tally.deaths.items()],
        "caught": tally.caught,
        "strict": tally.strict,
        "cases": [asdict(case) for case in tally.cases],
    }


def tally_from(value: Json) -> Tally:
    """Return the counts that `tally_value` wrote.

    Args:
        value: of one line.
    """
    return Tally(
        done=int(value["done"]),
        cells={(bool(passed), str(outcome)): int(n) for passed, outcome, n in value["cells"]},
        kinds={str(kind): [int(n) for n in row] for kind, row in value["kinds"].items()},
        deaths={(str(o), str(s)): [int(n), int(r)] for o, s, n, r in value["deaths"]},
        caught={str(rule): [int(n) for n in row] for rule, row in value["caught"].items()},
        strict={str(rule): [int(n) for n in row] for rule, row in value["strict"].items()},
        cases=[Case(**row) for row in value["cases"]],
    )


def escape_value(escape: Escape) -> Json:
    """Return an escape.

    Args:
        escape: not modified.
    """
    value = asdict(escape)
    for change in value["changes"]:
        change["was"], change["now"] = _plain(change["was"]), _plain(change["now"])
    return value


def escape_from(value: Json) -> Escape:
    """Return the escape that `escape_value` wrote.

    Args:
        value: of one line.
    """
    changes = tuple(
        FieldChange(
            **{
                **row,
                "was": _restored(row["was"]),
                "now": _restored(row["now"]),
                "labels": (str(row["labels"][0]), str(row["labels"][1])),
            }
        )
        for row in value["changes"]
    )
    texts = {name: tuple(map(str, value[name])) for name in ("evidence", "notes")}
    return Escape(**{**value, **texts, "changes": changes})


def _plain(value: Any) -> Any:
    match value:
        case bytes():
            return {"hex": value.hex()}
        case float() if not math.isfinite(value):
            return {"float": repr(value)}
    return value


def _restored(value: Any) -> Any:
    match value:
        case {"hex": str(digits)}:
            return bytes.fromhex(digits)
        case {"float": str(text)}:
            return float(text)
    return value
