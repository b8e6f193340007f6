"""Failed sign-ins: a growing pause for an account from an address, for the address, and a short one for the account.

Never a lock: whoever types wrong passwords for somebody else holds them up for seconds, from wherever they sign in.
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
    """How many failures cost nothing, how soon one is forgotten, and the longest pause in seconds."""

    free: int
    forgets: timedelta
    longest: int


PAIR = ThrottleRule(10, timedelta(minutes=5), 300)
# From everywhere together: enough to make guessing from a thousand addresses slow, too little to keep anybody out.
ACCOUNT = ThrottleRule(100, timedelta(minutes=1), 10)
# A whole town hall shares an address: it may fail often, and soon goes on.
ADDRESS = ThrottleRule(100, timedelta(seconds=10), 60)
KEPT = timedelta(days=1)


class AttemptKeys(NamedTuple):
    """Somebody at the door: for which account from which address, as the keys of their failures."""

    pair: str
    account: str
    address: str


def attempt_keys(account: str, host: str | None) -> AttemptKeys:
    """The keys of an account (`person:anna`, say) and of the address that a request came from.

    They are hashed: who types a password into the wrong field has not written it into a table.
    """
    from_ = network_key(host)
    told = f"account {account} address {from_}", f"account {account}", f"address {from_}"
    return AttemptKeys(*(sha256(text.encode()).hexdigest() for text in told))


def remaining_pause(patience: ThrottleRule, failures: int, since: timedelta) -> int:
    """How many failures still count after a time without another; none if the clock was set back."""
    return 0 if since < timedelta(0) else max(0, failures - since // patience.forgets)


def record_failure(patience: ThrottleRule, failures: int) -> int:
    """The seconds to wait after so many failures: one, two, four and so on."""
    over = failures - patience.free
    return 0 if over < 0 else min(2 ** min(over, 20), patience.longest)


async def admit(session: AsyncSession, who: AttemptKeys, now: datetime) -> int:
    """The seconds still to wait; if none, the attempt is counted as failed until `forgive` says otherwise.

    Counted before the password is compared: else thousands at once would all be compared before the first one fails.
    """
    await session.execute(delete(FailedSignIns).where(col(FailedSignIns.last_at) < now - KEPT))
    wait, found = 0, []
    for key, patience in zip(who, (PAIR, ACCOUNT, ADDRESS), strict=True):
        attempt = await session.get(FailedSignIns, key) or FailedSignIns(key=key, failures=0, last_at=now)
        since = now - attempt.last_at
        attempt_standing = remaining_pause(patience, attempt.failures, since)
        left = timedelta(seconds=record_failure(patience, attempt_standing)) - since
        wait = max(wait, -(-left // timedelta(seconds=1))) if attempt_standing else wait
        found.append((attempt, attempt_standing))
    if wait <= 0:
        for attempt, failures in found:
            attempt.failures, attempt.last_at = failures + 1, now
            session.add(attempt)
    return max(wait, 0)


async def reset(session: AsyncSession, who: AttemptKeys) -> None:
    """The attempt was a right one: the account's failures from here are forgotten; elsewhere it counts no more."""
    await session.execute(delete(FailedSignIns).where(col(FailedSignIns.key) == who.pair))
    for key in (who.account, who.address):
        attempt = await session.get(FailedSignIns, key)
        if attempt is not None:
            attempt.failures = max(0, attempt.failures - 1)
