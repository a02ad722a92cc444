"""Schema coverage: what of a schema files have exercised, from their traces alone."""

from validator.cover.feature import Feature, FeatureKind
from validator.cover.features import Features

__all__ = ["Feature", "FeatureKind", "Features"]
