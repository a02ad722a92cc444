"""What the pytest plugin works with: cases, consumers that stay open, kept crashes as tests."""

from validator.testing.case import CaseFault, FileCase
from validator.testing.workbench import CorpusFile, Workbench

__all__ = ["CaseFault", "CorpusFile", "FileCase", "Workbench"]
