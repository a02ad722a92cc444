"""Other orders of lists."""

from __future__ import annotations

from validator.mutate.draws import Draws
from validator.mutate.orders import choose_order, grown


def test_a_list_is_not_grown_without_bounds() -> None:
    assert grown(3, 1 << 60, Draws(b"any")) is None
    for key in range(200):
        order = choose_order(3, [1 << 60], Draws(key.to_bytes(2, "little")))
        assert order is None or order.size <= 1 << 16


def test_a_list_is_grown_to_what_a_field_of_two_bytes_can_count() -> None:
    order = grown(3, 65535, Draws(b"any"))
    assert order is not None
    assert order.size == len(order.all()) == 65535
