"""The documentation of a format as one HTML page."""

from validator.export.html.page import render

__all__ = ["render"]
