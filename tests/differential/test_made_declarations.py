"""Random declarations: what is lifted reads what construct reads."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from lifted import Pair, compare
from made_declarations import make_declaration, make_files

from validator.errors import SchemaError


@settings(max_examples=200)
@given(seed=st.integers(0, 1_000_000))
def test_random_declarations(seed: int) -> None:
    made = make_declaration(seed)
    try:
        pair = Pair.of(made)
    except SchemaError:
        return  # refused by name
    for data in make_files(seed, 12):
        difference = compare(pair, data)
        assert not difference, f"{data.hex(' ')}: {difference}"


def test_most_of_them_are_lifted_and_accept_files() -> None:
    lifted = accepted = 0
    for seed in range(60):
        made = make_declaration(seed)
        try:
            pair = Pair.of(made)
        except SchemaError:
            continue
        lifted += 1
        accepted += any(not pair.ours(data).failures for data in make_files(seed, 12))
    assert lifted > 45 and accepted > 10
