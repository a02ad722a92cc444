"""Syntax to IR."""
