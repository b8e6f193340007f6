"""Throttling of failed sign-ins, without a database."""

from datetime import timedelta

from api.sign_in.throttling import ACCOUNT, ADDRESS, PAIR, attempt_keys, pause_seconds, remaining_failures


def test_first_failures_are_free_and_then_the_pause_doubles() -> None:
    assert [pause_seconds(PAIR, PAIR.free + n) for n in range(-1, 5)] == [0, 1, 2, 4, 8, 16]


def test_pause_is_never_longer_than_five_minutes() -> None:
    assert max(pause_seconds(rule, 10**9) for rule in (PAIR, ACCOUNT, ADDRESS)) == 300


def test_failures_from_other_addresses_delay_a_person_by_seconds_only() -> None:
    assert pause_seconds(ACCOUNT, ACCOUNT.free - 1) == 0
    assert pause_seconds(ACCOUNT, 10**9) == 10


def test_account_from_another_address_has_the_same_account_key_and_another_pair_key() -> None:
    here, there = attempt_keys("person:anna", "192.0.2.1"), attempt_keys("person:anna", "192.0.2.2")
    assert (here.account == there.account, here.pair == there.pair) == (True, False)
    assert here.pair != attempt_keys("person:bo", "192.0.2.1").pair


def test_failures_expire_one_by_one() -> None:
    assert remaining_failures(PAIR, 12, timedelta(minutes=4)) == 12
    assert remaining_failures(PAIR, 12, timedelta(minutes=16)) == 9
    assert remaining_failures(PAIR, 12, timedelta(days=1)) == 0


def test_clock_that_was_set_back_does_not_throttle() -> None:
    assert remaining_failures(PAIR, 1000, timedelta(days=-400)) == 0


def test_text_typed_as_username_is_not_stored() -> None:
    keys = attempt_keys("person:hemmeligt", "192.0.2.1")
    assert all(len(key) == 64 for key in keys)
    assert "hemmeligt" not in keys.account


def test_ipv6_network_counts_as_a_single_address() -> None:
    assert attempt_keys("x", "2001:db8:0:1::1").address == attempt_keys("x", "2001:db8:0:1:ffff::9").address
    assert attempt_keys("x", "2001:db8:0:1::1").address != attempt_keys("x", "2001:db8:0:2::1").address
    assert attempt_keys("x", None).address == attempt_keys("x", "no address").address
