"""Numbers that remember how they were written.

Where a field holds bytes or text, `00`, `1e10` and `0755` mean these digits and no number. A
text format decides before anybody knows the field; so what it takes for a number keeps its text.
"""

from __future__ import annotations


class WrittenInt(int):
    """An integer, and its text.

    Attributes:
        text: as it was written; "" when that is not known.
    """

    text: str

    def __new__(cls, value: int, text: str = "") -> WrittenInt:
        """Make an integer that was written so."""
        self = super().__new__(cls, value)
        self.text = text
        return self


class WrittenFloat(float):
    """A floating-point number, and its text.

    Attributes:
        text: as it was written; "" when that is not known.
    """

    text: str

    def __new__(cls, value: float, text: str = "") -> WrittenFloat:
        """Make a number that was written so."""
        self = super().__new__(cls, value)
        self.text = text
        return self


def as_text(value: object) -> object:
    """Return the text of a number that remembers it, anything else as it is."""
    if isinstance(value, WrittenInt | WrittenFloat) and value.text:
        return value.text
    return value
