"""Token buckets of the rate limiter."""

import pytest

from api.core.problems import Problem
from api.http.rate_limits import RateLimiter


def rate_limiter(limit: int = 3, **options: int) -> tuple[RateLimiter, list[float]]:
    """Return a limiter and its clock, in seconds."""
    seconds = [0.0]
    return RateLimiter(limit, 60, now=lambda: seconds[0], **options), seconds


def test_address_beyond_the_limit_must_wait_and_others_need_not() -> None:
    limiter, seconds = rate_limiter()
    for _ in range(3):
        limiter.admit("1.1.1.1")
    with pytest.raises(Problem) as raised:
        limiter.admit("1.1.1.1")
    assert (raised.value.kind.code, raised.value.headers["Retry-After"]) == ("too-many-requests", "20")
    limiter.admit("2.2.2.2")
    seconds[0] = 20
    limiter.admit("1.1.1.1")
    with pytest.raises(Problem):
        limiter.admit("1.1.1.1")
    seconds[0] = 1000
    for _ in range(3):
        limiter.admit("1.1.1.1")


def test_expensive_request_takes_more_tokens() -> None:
    limiter, seconds = rate_limiter(10)
    limiter.admit("1.1.1.1")
    limiter.charge("1.1.1.1", 20)
    with pytest.raises(Problem) as raised:
        limiter.admit("1.1.1.1")
    assert raised.value.headers["Retry-After"] == "72"
    seconds[0] = 72
    limiter.admit("1.1.1.1")


def test_number_of_buckets_is_bounded() -> None:
    limiter, _ = rate_limiter(max_keys=100)
    for number in range(1000):
        limiter.admit(f"10.0.{number // 256}.{number % 256}")
    assert len(limiter) == 100


def test_remaining_requests_are_reported_without_taking_a_token() -> None:
    limiter, seconds = rate_limiter()
    assert [limiter.remaining("1.1.1.1") for _ in range(5)] == ['"address";r=3;t=0'] * 5
    assert limiter.admit("1.1.1.1") == limiter.remaining("1.1.1.1") == '"address";r=2;t=20'
    seconds[0] = 10
    assert limiter.remaining("1.1.1.1") == '"address";r=2;t=10'
    assert len(limiter) == 1
