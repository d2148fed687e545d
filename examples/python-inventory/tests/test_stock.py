import pytest

from inventory.stock import Stock


@pytest.fixture
def stock():
    stock = Stock()
    stock.receive("bolt", 10)
    stock.receive("nut", 4)
    return stock


def test_receives_more_of_the_same(stock):
    stock.receive("bolt", 5)
    assert stock.on_hand("bolt") == 15


def test_refuses_to_receive_nothing(stock):
    with pytest.raises(ValueError):
        stock.receive("bolt", 0)


def test_ships(stock):
    stock.ship("bolt", 3)
    assert stock.on_hand("bolt") == 7


def test_ships_the_last_one(stock):
    stock.ship("nut", 4)
    assert stock.on_hand("nut") == 0
    assert stock.items() == ["bolt"]


def test_never_ships_more_than_there_is(stock):
    with pytest.raises(LookupError):
        stock.ship("nut", 5)
    assert stock.on_hand("nut") == 4
