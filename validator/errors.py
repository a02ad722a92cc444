"""Exceptions of contentgate, sorted by who has to act: the user, or us.

Bad data never raises: it becomes a `Finding`. What raises is a wrong schema, contract or
configuration (the user's), a backend that does not know a feature, a consumer that cannot
run, or a defect of ours. Nothing here knows how an error is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validator.findings import Finding


class ContentgateError(Exception):
    """Base of every exception that contentgate raises on purpose."""


class SchemaError(ContentgateError):
    """A schema was refused; carries every finding of the stage that refused it.

    Args:
        findings: at least one schema finding, sorted by (file, line, column).
    """

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        first = self.findings[0]
        more = f" (and {len(self.findings) - 1} more)" if len(self.findings) > 1 else ""
        super().__init__(f"{first.where}: error[{first.rule}] {first.message}{more}")


class ContractError(ContentgateError):
    """A contract cannot be read, or lacks a fact that the schema asks for."""


class ConfigError(ContentgateError):
    """The configuration cannot be read, or says something that does not exist."""


class UsageError(ContentgateError):
    """What was asked for cannot be done as asked: a missing file, an unknown name."""


class BackendUnsupported(ContentgateError):
    """A backend cannot express a feature of this program.

    Args:
        backend: name of the backend.
        features: names of what it declines, one or more.
    """

    def __init__(self, backend: str, features: Sequence[str]) -> None:
        self.backend = backend
        self.features = tuple(features)
        super().__init__(f"backend {backend} does not support: {', '.join(self.features)}")


class ConsumerError(ContentgateError):
    """A consumer could not be run at all (not found, not executable, no such symbol)."""


class InternalError(ContentgateError):
    """A defect of contentgate: two readers disagree, or an invariant does not hold."""
