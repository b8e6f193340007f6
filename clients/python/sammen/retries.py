"""When a failed request is retried, and after how long. Decisions only: nothing is sent here."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from secrets import SystemRandom

import httpx

from sammen.requests import Request

_SAFE_METHODS = frozenset({"GET", "HEAD"})
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_NOT_PROCESSED = frozenset({429, 503})  # by the contract the service has changed nothing when it responds with these
_MAYBE_PROCESSED = frozenset(
    {408, 502, 504}
)  # responses of a proxy: it is unknown whether the service processed the request


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """At most `max_attempts` attempts within `max_elapsed` seconds.

    Delays use full jitter: each is drawn evenly between zero and a bound that doubles with every attempt, from
    `initial_delay` to `max_delay` seconds, so that clients that failed together do not retry together. `Retry-After`
    is the minimum.
    """

    max_attempts: int = 5
    initial_delay: float = 0.5
    max_delay: float = 10.0
    max_elapsed: float = 60.0
    jitter: Callable[[], float] = SystemRandom().random
    clock: Callable[[], float] = time.monotonic


NO_RETRIES = RetryPolicy(max_attempts=1)


class RetryState:
    """The attempts of one request. Its methods return the seconds to wait before the next one, or None to give up."""

    def __init__(self, policy: RetryPolicy, request: Request) -> None:
        self._policy = policy
        self._repeatable = request.method in _SAFE_METHODS or request.idempotency_key is not None
        # A conditional change that was processed fails its precondition the second time: repeating it is harmless, but
        # the caller would see a 412. It is retried only when it is known not to have been processed.
        self._retry_if_not_processed = self._repeatable or request.conditional or not request.authenticated
        self._attempts = 1
        self._deadline = policy.clock() + policy.max_elapsed

    def delay_after_error(self, error: httpx.RequestError) -> float | None:
        """The delay after a request that got no response."""
        if isinstance(error, httpx.UnsupportedProtocol):
            return None
        never_sent = isinstance(error, _NEVER_SENT)
        return self._delay(0.0) if never_sent or self._repeatable else None

    def delay_after_response(self, response: httpx.Response) -> float | None:
        """The delay after a response; None also for a response that is final."""
        status = response.status_code
        minimum = retry_after(response)
        if status in _NOT_PROCESSED:
            retry = self._retry_if_not_processed
        elif status in _MAYBE_PROCESSED:
            retry = self._repeatable
        else:
            # A request with the same idempotency key is still in progress: its response can be fetched with that key.
            retry = status == 409 and minimum is not None and self._repeatable
        return self._delay(minimum or 0.0) if retry else None

    def _delay(self, minimum: float) -> float | None:
        policy = self._policy
        if self._attempts >= policy.max_attempts:
            return None
        bound = min(policy.max_delay, policy.initial_delay * 2 ** (self._attempts - 1))
        delay: float = minimum + bound * policy.jitter()
        if policy.clock() + delay > self._deadline:
            return None
        self._attempts += 1
        return delay


def retry_after(response: httpx.Response) -> float | None:
    """The seconds of `Retry-After`, which holds a number of seconds or a date."""
    text: str = response.headers.get("retry-after", "").strip()
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
