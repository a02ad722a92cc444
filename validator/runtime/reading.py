"""Small pieces of the generated tracing reader."""

from __future__ import annotations

from validator.runtime.faults import DataFault

TYPE_CHECKING = False  # importing typing would cost every hook its start-up time
if TYPE_CHECKING:
    from typing import Any


class Stop(Exception):
    """An object without a substream of its own could not be read to its end."""


def text(data: bytes, codec: str) -> tuple[str, UnicodeDecodeError | None]:
    """Decode a string; a damaged one is returned with its error and replacement characters."""
    try:
        return data.decode(codec), None
    except UnicodeDecodeError as error:
        return data.decode(codec, "replace"), error


def fact(contract: tuple[str, Any], name: str, key: Any) -> Any:
    """Return one entry of a contract's map."""
    table = contract[1][name]
    if key not in table:
        raise DataFault(
            "contract-fact-missing", -1, 0, f"contract {contract[0]} has no {name} for {key!r}",
            f"an entry {key!r} in {name}", "known: " + ", ".join(str(k) for k in list(table)[:8]),
        )  # fmt: skip
    return table[key]
