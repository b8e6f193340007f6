"""The growing pause after failed sign-ins, without a database."""

from datetime import timedelta

from api.access.attempts import ACCOUNT, ADDRESS, knock, pause, standing


def test_the_first_failures_cost_nothing_and_then_the_pause_doubles() -> None:
    assert [pause(ACCOUNT, ACCOUNT.free + n) for n in range(-1, 5)] == [0, 1, 2, 4, 8, 16]


def test_no_pause_is_ever_longer_than_five_minutes() -> None:
    assert max(pause(patience, 10**9) for patience in (ACCOUNT, ADDRESS)) == 300


def test_failures_are_forgotten_one_by_one() -> None:
    assert standing(ACCOUNT, 12, timedelta(minutes=4)) == 12
    assert standing(ACCOUNT, 12, timedelta(minutes=16)) == 9
    assert standing(ACCOUNT, 12, timedelta(days=1)) == 0


def test_a_clock_that_was_set_back_locks_nobody_out() -> None:
    assert standing(ACCOUNT, 1000, timedelta(days=-400)) == 0


def test_what_was_typed_as_a_username_is_not_kept() -> None:
    who = knock("person:hemmeligt", "192.0.2.1")
    assert all(len(key) == 64 for key in who)
    assert "hemmeligt" not in who.account


def test_a_network_of_ipv6_counts_as_one_address() -> None:
    assert knock("x", "2001:db8:0:1::1").address == knock("x", "2001:db8:0:1:ffff::9").address
    assert knock("x", "2001:db8:0:1::1").address != knock("x", "2001:db8:0:2::1").address
    assert knock("x", None).address == knock("x", "no address").address
