"""What the options and the ini file of pytest say, as plain values."""

from __future__ import annotations

import os

from validator.dataclass import dataclass

FAIL, SKIP = "fail", "skip"


@dataclass(frozen=True, slots=True)
class Choice:
    """What one run of the tests works with.

    Attributes:
        root: absolute path of the folder that all others are told from.
        folder: where the C parts of consumers and failing files are put.
        config_file: configuration; "" searches from the root upwards.
        schema: for tests that name none: a path, or the name of a shipped one.
        consumer: for tests that name none.
        contracts: files that the schema is bound to.
        corpus: patterns of files.
        regressions: folder of kept crashes; "" for none.
        missing: what becomes of a test whose consumer cannot be run here, `FAIL` or `SKIP`.
        keeps: whether what a test fails of is kept among the regressions.
    """

    root: str
    folder: str
    config_file: str = ""
    schema: str = ""
    consumer: str = ""
    contracts: tuple[str, ...] = ()
    corpus: tuple[str, ...] = ()
    regressions: str = ""
    missing: str = FAIL
    keeps: bool = False

    def path(self, text: str) -> str:
        """Return a path, told from the root.

        Args:
            text: as it was written.
        """
        return os.path.join(self.root, text)
