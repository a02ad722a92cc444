"""Facts about consumers."""
