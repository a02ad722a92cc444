"""What building refuses, with the field and, where there is one, the equation."""

from __future__ import annotations

import construct


class BuildFault(construct.ConstructError):  # type: ignore[misc]  # construct has no type information
    """Values from which no file can be built.

    Attributes:
        where: field path, such as `instances[1].criteria`; "" for the file.
        headline: what is wrong; understandable alone.
    """

    def __init__(self, where: str, headline: str) -> None:
        super().__init__(headline, path=where or "(the file)")
        self.where = where
        self.headline = headline
