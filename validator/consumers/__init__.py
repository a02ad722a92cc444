"""Programs under test."""
