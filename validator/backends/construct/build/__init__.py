"""Building files from values: every derived field filled in, what no value says kept."""

from validator.backends.construct.build.engine import BuildOptions, Built, Repair, build
from validator.backends.construct.build.faults import BuildFault

__all__ = ["BuildFault", "BuildOptions", "Built", "Repair", "build"]
