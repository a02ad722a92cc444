"""Files from the schema alone, for a campaign: what cannot be made is given up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from campaign_kit import make
from fuzz_kit import ACCEPTED

from validator.backends.strategies import Generated
from validator.check.schema import load_schema
from validator.fuzz import generating
from validator.fuzz.generating import Generators
from validator.fuzz.worker import Worker
from validator.mutate.draws import Draws

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
    monkeypatch.setattr(
        generating.strategies, "generator_of", lambda program, **options: Refused(every)
    )
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


def test_what_a_file_cost_is_told_whether_or_not_it_was_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    generators, _ = made_by(1000, monkeypatch)
    assert generators.price == 0.0  # given up: nothing was tried
    assert generators.make("near-miss", b"1") is not None
    assert generators.price == Refused.price


def test_keys_of_a_mode_count_up_from_a_place_of_their_own(tmp_path: Path) -> None:
    worker = Worker(make(tmp_path, lambda data: ACCEPTED, modes=("boundary", "valid")).setup)
    assert list(worker.start())
    sources = worker._open_sources()
    keys: dict[str, list[bytes]] = {"boundary": [], "valid": []}
    for mode in ("boundary", "valid", "boundary", "boundary", "valid"):
        keys[mode].append(sources._key_for(mode, Draws(mode.encode())))
    worker.close()
    tails = {mode: [int.from_bytes(key[-4:], "big") for key in row] for mode, row in keys.items()}
    assert tails == {"boundary": [0, 1, 2], "valid": [0, 1]}
