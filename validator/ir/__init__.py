"""The hub: Program, typed expressions, trace."""
