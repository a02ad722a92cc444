"""Declarations of the construct library as Programs."""
