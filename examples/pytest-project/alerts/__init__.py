"""A console that shows alerts."""
