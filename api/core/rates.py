"""How often an address may knock at a door that is open to everyone: in memory, forgotten soon, and bounded."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable

from api.core.problems import Problem, kind

TOO_MANY_REQUESTS = kind(
    "too-many-requests",
    429,
    ("Too many requests come from this address", "Der kommer for mange forespørgsler fra denne adresse"),
    ("Wait as long as Retry-After says.", "Vent så længe, som Retry-After siger."),
    retryable=True,
)


class Rate:
    """A bucket for each address: `most` at once, filled again within `seconds`.

    Of more than `kept` addresses, those that knocked longest ago are forgotten: with full buckets, as newcomers have.
    """

    def __init__(
        self, most: int, seconds: float, *, kept: int = 10_000, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.most, self.each, self.kept, self.now = most, seconds / most, kept, now
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._left)

    def admit(self, address: str, cost: int = 1) -> None:
        """Raise `too-many-requests` if the address's bucket is empty; else take from it."""
        now = self.now()
        left, at = self._left.pop(address, (float(self.most), now))
        left = min(float(self.most), left + (now - at) / self.each)
        allowed = left >= 1
        self._left[address] = (left - cost if allowed else left, now)
        while len(self._left) > self.kept:
            self._left.popitem(last=False)
        if not allowed:
            wait = max(1, math.ceil((1 - left) * self.each))
            raise Problem(TOO_MANY_REQUESTS, headers={"Retry-After": str(wait)})

    def charge(self, address: str, cost: int) -> None:
        """Take more for what turned out to cost more: a guess."""
        left, at = self._left.get(address, (float(self.most), self.now()))
        self._left[address] = (left - cost, at)
