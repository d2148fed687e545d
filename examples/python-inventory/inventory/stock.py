"""What is on the shelves."""


class Stock:
    def __init__(self):
        self._quantities = {}

    def receive(self, item, quantity):
        if quantity <= 0:
            raise ValueError("quantity must be positive")
        self._quantities[item] = self._quantities.get(item, 0) + quantity

    def ship(self, item, quantity):
        """Takes items off the shelf. All that is there may be shipped, but no more."""
        available = self._quantities.get(item, 0)
        if quantity >= available:
            raise LookupError(f"only {available} of {item} left")
        self._quantities[item] = available - quantity

    def on_hand(self, item):
        return self._quantities.get(item, 0)

    def items(self):
        return sorted(item for item, quantity in self._quantities.items() if quantity > 0)
