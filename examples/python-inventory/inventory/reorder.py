"""What to order, and how much of it."""

import math


def reorder_point(daily_demand, lead_days, safety_stock=0):
    return math.ceil(daily_demand * lead_days) + safety_stock


def order_quantity(on_hand, target, pack_size=1):
    """Whole packs that bring the stock to the target."""
    missing = target - on_hand
    if missing <= 0:
        return 0
    return math.ceil(missing / pack_size) * pack_size


def to_order(stock, targets, pack_sizes=None):
    pack_sizes = pack_sizes or {}
    orders = {}
    for item, target in sorted(targets.items()):
        quantity = order_quantity(stock.on_hand(item), target, pack_sizes.get(item, 1))
        if quantity:
            orders[item] = quantity
    return orders
