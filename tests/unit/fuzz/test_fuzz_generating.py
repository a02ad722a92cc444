"""Files from the schema alone, for a campaign: what cannot be made is given up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from validator.backends.strategies import Generated
from validator.check.schema import load_schema
from validator.fuzz import generating
from validator.fuzz.generating import Generators

PROGRAM = load_schema(str(Path(__file__).resolve().parents[3] / "schemas/channel_file.ksy")).program


class Refused:
    """A generator every so manieth of whose files is valid."""

    price = 3.5

    def __init__(self, every: int) -> None:
        self.every, self.count = every, 0

    def sibling(self, mode: str) -> Refused:
        return self

    def make(self, key: bytes) -> Generated:
        self.count += 1
        return Generated(key, "", "valid", is_valid=self.count % self.every == 0)


def made_by(every: int, monkeypatch: pytest.MonkeyPatch) -> tuple[Generators, list[Any]]:
    monkeypatch.setattr(generating, "generator_of", lambda program, **options: Refused(every))
    generators = Generators(PROGRAM)
    return generators, [generators.make("valid", b"%d" % number) for number in range(60)]


def test_a_mode_whose_files_are_all_refused_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    generators, made = made_by(1000, monkeypatch)
    assert made[0] is not None
    assert made[-1] is None
    assert "refused by the schema" in generators.reasons["valid"]
    assert generators.make("near-miss", b"1") is not None


def test_a_mode_half_of_whose_files_are_good_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    generators, made = made_by(2, monkeypatch)
    assert None not in made
    assert generators.reasons == {}


def test_a_schema_that_files_can_be_made_of_keeps_all_modes() -> None:
    generators = Generators(PROGRAM)
    for mode in generators.modes:
        assert generators.make(mode, b"1") is not None
    assert generators.reasons == {}
