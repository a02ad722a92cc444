"""From a file to findings."""
