"""Schema text to syntax."""
