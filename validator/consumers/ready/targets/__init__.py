"""What consumers of kind `python` call; imported by their interpreter, never by contentgate."""
