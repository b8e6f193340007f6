"""Rate limits for addresses and callers: token buckets in memory, bounded in number."""

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
    ("Wait for the number of seconds in Retry-After.", "Vent det antal sekunder, som Retry-After angiver."),
    retryable=True,
)


@lru_cache(maxsize=4096)
def network_key(host: str | None) -> str:
    """Return the key of the network that counts as one address: an IPv4 address, or the /64 of an IPv6 address.

    A host on IPv6 usually has 2^64 addresses to choose from.
    """
    try:
        address = ip_address(host or "")
    except ValueError:
        return "unknown"
    return address.exploded[:19] if isinstance(address, IPv6Address) else str(address)


class RateLimiter:
    """A token bucket for each key: `limit` requests at once, and refilled completely within `seconds`.

    `name` is its name in the headers RateLimit and RateLimit-Policy (IETF draft). Of more than `max_keys` buckets, the
    one used longest ago is dropped: its key starts again with a full bucket.
    """

    def __init__(
        self,
        limit: int,
        seconds: float,
        *,
        name: str = "address",
        max_keys: int = 10_000,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.limit, self.max_keys, self.now, self.name = limit, max_keys, now, name
        self.seconds_per_request = seconds / limit
        self.policy = f'"{name}";q={limit};w={math.ceil(seconds)}'
        # For each key, the tokens in the bucket and when they were counted.
        self._left: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._left)

    def admit(self, key: Hashable, cost: int = 1) -> str:
        """Take tokens from a key's bucket; raise `too-many-requests` if it is empty.

        Returns the value of the header RateLimit: the remaining requests, and the seconds until the bucket is full.
        """
        now = self.now()
        tokens, counted_at = self._left.pop(key, (float(self.limit), now))
        tokens = min(float(self.limit), tokens + (now - counted_at) / self.seconds_per_request)
        allowed = tokens >= 1
        self._left[key] = (tokens - cost if allowed else tokens, now)
        while len(self._left) > self.max_keys:
            self._left.popitem(last=False)
        if not allowed:
            wait = max(1, math.ceil((1 - tokens) * self.seconds_per_request))
            headers = {
                "Retry-After": str(wait),
                "RateLimit-Policy": self.policy,
                "RateLimit": f'"{self.name}";r=0;t={wait}',
            }
            raise Problem(TOO_MANY_REQUESTS, headers=headers)
        return self._header(tokens - cost)

    def remaining(self, key: Hashable) -> str:
        """Return the header RateLimit of a key, as `admit` does, without taking a token."""
        tokens, counted_at = self._left.get(key, (float(self.limit), self.now()))
        return self._header(min(float(self.limit), tokens + (self.now() - counted_at) / self.seconds_per_request))

    def _header(self, tokens: float) -> str:
        tokens = max(0.0, tokens)
        return f'"{self.name}";r={int(tokens)};t={math.ceil((self.limit - tokens) * self.seconds_per_request)}'

    def charge(self, key: Hashable, cost: int) -> None:
        """Take further tokens for a request that proved expensive, such as a wrong guess of a secret."""
        tokens, counted_at = self._left.get(key, (float(self.limit), self.now()))
        self._left[key] = (tokens - cost, counted_at)
