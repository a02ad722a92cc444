"""The release verdict."""
