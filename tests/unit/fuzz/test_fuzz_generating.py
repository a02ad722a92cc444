"""Files from the schema alone, for a campaign: what cannot be made is given up."""

from __future__ import annotations

from pathlib import Path

from validator.check.schema import load_schema
from validator.fuzz.generating import Generators

ROOT = Path(__file__).resolve().parents[3]


def test_a_mode_whose_files_are_all_refused_is_given_up() -> None:
    program = load_schema(str(ROOT / "schemas/apparmor_policy.ksy")).program
    generators = Generators(program)
    made = [generators.make("valid", b"%d" % number) for number in range(30)]
    assert made[0] is not None
    assert made[-1] is None
    assert "refused by the schema" in generators.reasons["valid"]
    assert generators.make("near-miss", b"1") is not None


def test_a_mode_that_makes_good_files_goes_on() -> None:
    program = load_schema(str(ROOT / "schemas/channel_file.ksy")).program
    generators = Generators(program)
    for mode in generators.modes:
        made = [generators.make(mode, b"%d" % number) for number in range(40)]
        assert None not in made
    assert generators.reasons == {}
