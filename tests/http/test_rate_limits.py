"""How often an address may knock at an open door."""

import pytest

from api.core.problems import Problem
from api.http.rate_limits import RateLimiter


def rate(most: int = 3, **other: int) -> tuple[RateLimiter, list[float]]:
    at = [0.0]
    return RateLimiter(most, 60, now=lambda: at[0], **other), at


def test_an_address_that_knocks_too_often_waits_and_others_do_not() -> None:
    door, at = rate()
    for _ in range(3):
        door.admit("1.1.1.1")
    with pytest.raises(Problem) as refused:
        door.admit("1.1.1.1")
    assert (refused.value.kind.code, refused.value.headers["Retry-After"]) == ("too-many-requests", "20")
    door.admit("2.2.2.2")
    at[0] = 20
    door.admit("1.1.1.1")
    with pytest.raises(Problem):
        door.admit("1.1.1.1")
    at[0] = 1000
    for _ in range(3):
        door.admit("1.1.1.1")


def test_a_guess_costs_more() -> None:
    door, at = rate(10)
    door.admit("1.1.1.1")
    door.charge("1.1.1.1", 20)
    with pytest.raises(Problem) as refused:
        door.admit("1.1.1.1")
    assert refused.value.headers["Retry-After"] == "72"
    at[0] = 72
    door.admit("1.1.1.1")


def test_what_is_remembered_is_bounded() -> None:
    door, _ = rate(kept=100)
    for number in range(1000):
        door.admit(f"10.0.{number // 256}.{number % 256}")
    assert len(door) == 100


def test_what_is_left_is_told_without_taking_of_it() -> None:
    door, at = rate()
    assert [door.left("1.1.1.1") for _ in range(5)] == ['"address";r=3;t=0'] * 5
    assert door.admit("1.1.1.1") == door.left("1.1.1.1") == '"address";r=2;t=20'
    at[0] = 10
    assert door.left("1.1.1.1") == '"address";r=2;t=10'
    assert len(door) == 1
