"""Throttling of failed sign-ins: a growing pause for an account from an address, for the address, and for the account.

An account is never locked: wrong passwords tried by somebody else delay a person's sign-in from other addresses by
seconds at most.
"""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.http.rate_limits import network_key
from api.sign_in.models import FailedSignIns


class ThrottleRule(NamedTuple):
    """The number of failures without a pause, the time after which a failure no longer counts, the longest pause in
    seconds."""

    free: int
    forget_after: timedelta
    max_pause: int


PAIR = ThrottleRule(10, timedelta(minutes=5), 300)
# From all addresses together: slows down guessing from a thousand addresses, too short to keep the person out.
ACCOUNT = ThrottleRule(100, timedelta(minutes=1), 10)
# All computers of a town hall can share an address: many failures are free, and they are soon forgotten.
ADDRESS = ThrottleRule(100, timedelta(seconds=10), 60)
RETENTION = timedelta(days=1)


class AttemptKeys(NamedTuple):
    """The keys under which the failures of an attempt are counted: account and address together, and each alone."""

    pair: str
    account: str
    address: str


def attempt_keys(account: str, host: str | None) -> AttemptKeys:
    """Return the keys of an account (such as `person:anna`) and the network address of a request.

    They are hashed: a password that is typed into the username field by mistake is not stored.
    """
    address = network_key(host)
    texts = f"account {account} address {address}", f"account {account}", f"address {address}"
    return AttemptKeys(*(sha256(text.encode()).hexdigest() for text in texts))


def remaining_failures(rule: ThrottleRule, failures: int, since_last: timedelta) -> int:
    """Return how many failures still count, some time after the last one; none if the clock was set back."""
    return 0 if since_last < timedelta(0) else max(0, failures - since_last // rule.forget_after)


def pause_seconds(rule: ThrottleRule, failures: int) -> int:
    """Return the pause after a number of failures: 1, 2, 4, 8 seconds and so on, up to the longest pause."""
    excess = failures - rule.free
    return 0 if excess < 0 else min(2 ** min(excess, 20), rule.max_pause)


async def admit(session: AsyncSession, keys: AttemptKeys, now: datetime) -> int:
    """Return the seconds to wait; if there are none, count the attempt as failed until `reset` is called.

    It is counted before the password is verified: otherwise thousands of concurrent attempts would all be verified
    before the first one fails.
    """
    await session.execute(delete(FailedSignIns).where(col(FailedSignIns.last_at) < now - RETENTION))
    wait_seconds, counters = 0, []
    for key, rule in zip(keys, (PAIR, ACCOUNT, ADDRESS), strict=True):
        counter = await session.get(FailedSignIns, key) or FailedSignIns(key=key, failures=0, last_at=now)
        since_last = now - counter.last_at
        failures = remaining_failures(rule, counter.failures, since_last)
        pause = timedelta(seconds=pause_seconds(rule, failures)) - since_last
        if failures:
            wait_seconds = max(wait_seconds, -(-pause // timedelta(seconds=1)))  # rounded up
        counters.append((counter, failures))
    if wait_seconds <= 0:
        for counter, failures in counters:
            counter.failures, counter.last_at = failures + 1, now
            session.add(counter)
    return max(wait_seconds, 0)


async def reset(session: AsyncSession, keys: AttemptKeys) -> None:
    """Forget the failures of the account from this address after a right password; elsewhere, uncount this attempt."""
    await session.execute(delete(FailedSignIns).where(col(FailedSignIns.key) == keys.pair))
    for key in (keys.account, keys.address):
        counter = await session.get(FailedSignIns, key)
        if counter is not None:
            counter.failures = max(0, counter.failures - 1)
