"""What a file costs: counted, the same each time, and bounded over all attempts."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest

from validator.backends.strategies import Generator, generator_of
from validator.backends.strategies import generator as module
from validator.backends.strategies.maker import Maker
from validator.check.schema import load_schema
from validator.errors import GenerateError

ROOT = Path(__file__).parents[3]


@cache
def generator(name: str, mode: str) -> Generator:
    return generator_of(load_schema(str(ROOT / "schemas" / f"{name}.ksy")).program, mode=mode)


def prices(one: Generator, count: int) -> list[float]:
    found = []
    for number in range(count):
        try:
            one.make(b"key" + number.to_bytes(4, "big"))
        except GenerateError:
            found.append(0.0)
        found.append(one.price)
    return found


@pytest.mark.parametrize("mode", ["valid", "near-miss"])
def test_a_price_is_a_function_of_the_key(mode: str) -> None:
    one = generator("channel_file", mode)
    first = prices(one, 12)
    assert first == prices(one, 12)
    assert min(first) > 0
    assert len(set(first)) > 2


@pytest.mark.parametrize("name", ["btf", "yara_rules"])
def test_work_on_one_file_is_bounded_over_all_attempts(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = generator(name, "valid")
    makers: list[Maker] = []
    run = Generator._run

    def noting(self: Generator, make: object, maker: Maker) -> None:
        makers.append(maker)
        run(self, make, maker)  # type: ignore[arg-type]  # passed through

    monkeypatch.setattr(Generator, "_run", noting)
    for number in range(3):
        makers.clear()
        with suppress(GenerateError):
            one.make(b"bound%d" % number)
        assert 0 < sum(maker.tests for maker in makers) <= module._MOST_EFFORT + len(makers)


def test_siblings_make_what_generators_of_their_mode_make() -> None:
    alone = generator("channel_file", "near-miss")
    other = generator("channel_file", "valid").sibling("near-miss")
    for number in range(6):
        key = b"sibling" + number.to_bytes(4, "big")
        assert other.make(key) == alone.make(key)
        assert other.price == alone.price
