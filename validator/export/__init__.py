"""A schema for people and other tools: documentation, JSON, a graph, a C header."""
