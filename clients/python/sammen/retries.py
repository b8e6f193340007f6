"""When a failed call may be made again, and after how long: decisions only, nothing is sent or slept here."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from secrets import SystemRandom

import httpx

from sammen.calls import Call

_READS = frozenset({"GET", "HEAD"})
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_NOT_CARRIED_OUT = frozenset({429, 503})  # the contract: the service has changed nothing when it answers these
_PERHAPS_CARRIED_OUT = frozenset({408, 502, 504})  # a proxy's answers: nobody knows


@dataclass(frozen=True, slots=True)
class Retries:
    """How patient a client is: at most `attempts` tries within `total` seconds.

    Pauses are drawn evenly between nothing and a bound that doubles each time ("full jitter"), so that many clients
    that failed together do not come back together. What `Retry-After` asks for is waited at least.
    """

    attempts: int = 5
    first_pause: float = 0.5
    longest_pause: float = 10.0
    total: float = 60.0
    jitter: Callable[[], float] = SystemRandom().random
    clock: Callable[[], float] = time.monotonic


NO_RETRIES = Retries(attempts=1)


class Attempts:
    """The tries of one call. Each `after_` answers seconds to wait before the next try, or None to give up."""

    def __init__(self, retries: Retries, call: Call) -> None:
        self._retries = retries
        self._repeatable = call.method in _READS or call.key is not None
        # A conditional change is refused by its version the second time, but only if the first is known not to count.
        self._safe_when_not_done = self._repeatable or call.conditional or not call.signed
        self._made = 1
        self._deadline = retries.clock() + retries.total

    def after_error(self, error: httpx.RequestError) -> float | None:
        if isinstance(error, httpx.UnsupportedProtocol):
            return None
        never_sent = isinstance(error, _NEVER_SENT)
        return self._pause(0.0) if never_sent or self._repeatable else None

    def after_answer(self, response: httpx.Response) -> float | None:
        status = response.status_code
        asked = retry_after(response)
        if status in _NOT_CARRIED_OUT:
            again = self._safe_when_not_done
        elif status in _PERHAPS_CARRIED_OUT:
            again = self._repeatable
        else:
            # A twin of this very call is still being carried out: its answer can be fetched with the same key.
            again = status == 409 and asked is not None and self._repeatable
        return self._pause(asked or 0.0) if again else None

    def _pause(self, at_least: float) -> float | None:
        retries = self._retries
        if self._made >= retries.attempts:
            return None
        bound = min(retries.longest_pause, retries.first_pause * 2 ** (self._made - 1))
        pause: float = at_least + bound * retries.jitter()
        if retries.clock() + pause > self._deadline:
            return None
        self._made += 1
        return pause


def retry_after(response: httpx.Response) -> float | None:
    """The seconds that `Retry-After` asks for: it holds seconds or a date."""
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
