"""What generated code imports; standard library only."""
