"""How often an address or a caller may come: in memory, forgotten soon, and bounded."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import lru_cache
from ipaddress import IPv6Address, ip_address

from api.core.problems import Problem, problem_type

TOO_MANY_REQUESTS = problem_type(
    "too-many-requests",
    429,
    ("Too many requests in a short time", "For mange forespørgsler på kort tid"),
    ("Wait as long as Retry-After says.", "Vent så længe, som Retry-After siger."),
    retryable=True,
)


@lru_cache(maxsize=4096)
def network_key(host: str | None) -> str:
    """What counts as one address: of IPv6, the network that somebody has."""
    try:
        address = ip_address(host or "")
    except ValueError:
        return "unknown"
    # Whoever has one address of IPv6 has 2^64 of them.
    return address.exploded[:19] if isinstance(address, IPv6Address) else str(address)


class RateLimiter:
    """A bucket for each address: `most` at once, filled again within `seconds`. `name` is what answers call it.

    Of more than `kept` addresses, those that knocked longest ago are forgotten: with full buckets, as newcomers have.
    """

    def __init__(
        self,
        most: int,
        seconds: float,
        *,
        name: str = "address",
        kept: int = 10_000,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.most, self.each, self.kept, self.now, self.name = most, seconds / most, kept, now, name
        self.policy = f'"{name}";q={most};w={math.ceil(seconds)}'
        self._left: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._left)

    def admit(self, address: Hashable, cost: int = 1) -> str:
        """Raise `too-many-requests` if the address's bucket is empty; else take from it.

        Answers what is left, as the header RateLimit says it: so many, and the seconds until the bucket is full again.
        """
        now = self.now()
        left, at = self._left.pop(address, (float(self.most), now))
        left = min(float(self.most), left + (now - at) / self.each)
        allowed = left >= 1
        self._left[address] = (left - cost if allowed else left, now)
        while len(self._left) > self.kept:
            self._left.popitem(last=False)
        if not allowed:
            wait = max(1, math.ceil((1 - left) * self.each))
            told = {"RateLimit-Policy": self.policy, "RateLimit": f'"{self.name}";r=0;t={wait}'}
            raise Problem(TOO_MANY_REQUESTS, headers={"Retry-After": str(wait)} | told)
        return self._told(left - cost)

    def left(self, address: Hashable) -> str:
        """What is left for an address, as `admit` answers it, of which nothing is taken."""
        left, at = self._left.get(address, (float(self.most), self.now()))
        return self._told(min(float(self.most), left + (self.now() - at) / self.each))

    def _told(self, left: float) -> str:
        left = max(0.0, left)
        return f'"{self.name}";r={int(left)};t={math.ceil((self.most - left) * self.each)}'

    def charge(self, address: Hashable, cost: int) -> None:
        """Take more for what turned out to cost more: a guess."""
        left, at = self._left.get(address, (float(self.most), self.now()))
        self._left[address] = (left - cost, at)
