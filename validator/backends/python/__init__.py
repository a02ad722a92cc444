"""Generated Python readers."""
