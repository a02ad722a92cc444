"""Files from a schema alone: valid ones, ones at boundaries, ones with exactly one rule broken.

Names are lazy: a campaign with seeds runs these before it makes files of the schema.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.lazy import lazy_names

if TYPE_CHECKING:
    from validator.backends.strategies.generator import MODES, Generated, Generator, generator_of

__all__ = ["MODES", "Generated", "Generator", "generator_of"]

__getattr__ = lazy_names(__name__, dict.fromkeys(__all__, "generator"))
