"""Files from a schema alone: valid ones, ones at boundaries, ones with exactly one rule broken."""

from validator.backends.strategies.generator import MODES, Generated, Generator, generator_of

__all__ = ["MODES", "Generated", "Generator", "generator_of"]
