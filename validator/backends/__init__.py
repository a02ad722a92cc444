"""Readers made from a Program."""
