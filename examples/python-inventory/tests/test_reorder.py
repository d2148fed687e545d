import pytest

from inventory.reorder import order_quantity, reorder_point, to_order
from inventory.stock import Stock


@pytest.mark.parametrize(
    ("on_hand", "target", "pack", "expected"),
    [(0, 10, 1, 10), (10, 10, 1, 0), (12, 10, 1, 0), (3, 10, 4, 8), (9, 10, 12, 12)],
)
def test_order_quantity(on_hand, target, pack, expected):
    assert order_quantity(on_hand, target, pack) == expected


def test_reorder_point():
    assert reorder_point(2.5, 3, safety_stock=2) == 10


def test_orders_only_what_is_missing():
    stock = Stock()
    stock.receive("bolt", 10)
    assert to_order(stock, {"bolt": 10, "nut": 5}, {"nut": 4}) == {"nut": 8}
