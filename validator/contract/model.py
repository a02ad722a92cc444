"""The contract: what one consumer version supplies, and where each fact was read.

Comes in: facts that `load` or `extract` found. Goes out: a value that can be checked
against. It refuses to know what a schema asks for.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import field

from validator.dataclass import dataclass

Scalar = int | bool | str
Fact = Scalar | tuple[Scalar, ...] | Mapping[str, "Fact"]

INT_MIN = -(1 << 63)
INT_MAX = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class Contract:
    """Facts about one consumer version.

    Attributes:
        name: consumer and version, such as `sensor-7.11`.
        file: where the contract was read, or the recipe it was extracted with.
        facts: fact name -> value; tables are mappings with text keys.
        evidence: dotted fact path, such as `inputs.ipc` -> where the fact was read.
        digest: sha256 (64 hex digits) of name, version and facts; evidence is left out, so
            that the same consumer built elsewhere has the same digest. Computed when "".
        version: version of the consumer, or "".
        description: free text, or "".
    """

    name: str
    file: str
    facts: Mapping[str, Fact]
    evidence: Mapping[str, str] = field(default_factory=dict)
    digest: str = ""
    version: str = ""
    description: str = ""

    def __post_init__(self) -> None:
        if not self.digest:
            object.__setattr__(self, "digest", _digest(self.name, self.version, self.facts))


def flat_facts(facts: Mapping[str, Fact], prefix: str = "") -> Iterator[tuple[str, Fact]]:
    """Yield every fact that is not a table, with its dotted path.

    Args:
        facts: as in `Contract.facts`.
        prefix: path of the table that is walked, with a trailing dot.
    Returns:
        (path, value) pairs in the order of the mapping.
    """
    for key, value in facts.items():
        if isinstance(value, Mapping):
            yield from flat_facts(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def describe(value: object) -> str:
    """Return a value as an error shows it: its kind, and itself when that is short.

    Args:
        value: anything that TOML can hold.
    Returns:
        Such as `int 20`, `str 'abc'`, `list of 3`, `table of 2`.
    """
    match value:
        case bool():
            return f"bool {str(value).lower()}"
        case int():
            return f"int {value}" if INT_MIN <= value <= INT_MAX else "int beyond 64 bits"
        case str():
            return f"str {value[:40]!r}" + ("..." if len(value) > 40 else "")
        case list() | tuple():
            return f"list of {len(value)}"
        case Mapping():
            return f"table of {len(value)}"
        case float():
            return f"float {value}"
        case _:
            return type(value).__name__


def _digest(name: str, version: str, facts: Mapping[str, Fact]) -> str:
    text = json.dumps([name, version, facts], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
