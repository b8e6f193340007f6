"""The growing pause after failed sign-ins, without a database."""

from datetime import timedelta

from api.sign_in.throttling import ACCOUNT, ADDRESS, PAIR, attempt_keys, record_failure, remaining_pause


def test_the_first_failures_cost_nothing_and_then_the_pause_doubles() -> None:
    assert [record_failure(PAIR, PAIR.free + n) for n in range(-1, 5)] == [0, 1, 2, 4, 8, 16]


def test_no_pause_is_ever_longer_than_five_minutes() -> None:
    assert max(record_failure(patience, 10**9) for patience in (PAIR, ACCOUNT, ADDRESS)) == 300


def test_nobody_is_held_up_for_long_by_failures_from_elsewhere() -> None:
    assert record_failure(ACCOUNT, ACCOUNT.free - 1) == 0
    assert record_failure(ACCOUNT, 10**9) == 10


def test_an_account_from_another_address_is_another_pair_and_the_same_account() -> None:
    here, there = attempt_keys("person:anna", "192.0.2.1"), attempt_keys("person:anna", "192.0.2.2")
    assert (here.account == there.account, here.pair == there.pair) == (True, False)
    assert here.pair != attempt_keys("person:bo", "192.0.2.1").pair


def test_failures_are_forgotten_one_by_one() -> None:
    assert remaining_pause(PAIR, 12, timedelta(minutes=4)) == 12
    assert remaining_pause(PAIR, 12, timedelta(minutes=16)) == 9
    assert remaining_pause(PAIR, 12, timedelta(days=1)) == 0


def test_a_clock_that_was_set_back_locks_nobody_out() -> None:
    assert remaining_pause(PAIR, 1000, timedelta(days=-400)) == 0


def test_what_was_typed_as_a_username_is_not_kept() -> None:
    who = attempt_keys("person:hemmeligt", "192.0.2.1")
    assert all(len(key) == 64 for key in who)
    assert "hemmeligt" not in who.account


def test_a_network_of_ipv6_counts_as_one_address() -> None:
    assert attempt_keys("x", "2001:db8:0:1::1").address == attempt_keys("x", "2001:db8:0:1:ffff::9").address
    assert attempt_keys("x", "2001:db8:0:1::1").address != attempt_keys("x", "2001:db8:0:2::1").address
    assert attempt_keys("x", None).address == attempt_keys("x", "no address").address
