"""An OpenID provider's keys: found by discovery, kept, fetched anew when they turn, and used on while it is away."""

import asyncio
import json
import time
import urllib.request
from collections.abc import Callable
from datetime import datetime, timedelta
from http.client import HTTPException, HTTPMessage, HTTPResponse
from typing import IO, Any, NamedTuple

from api.core import logs
from api.core.problems import Problem, problem_type
from api.sign_in.jwks import keys_of
from api.sign_in.tokens import ACCESS_KIND, NAMED_BY, InvalidToken, Verifier, kid_of

FRESH_SECONDS = 600  # then the keys are fetched anew, beside the requests that go on with the old ones
UNKNOWN_KID_SECONDS = 60  # between two fetches for the sake of keys that are not known
FAILED_SECONDS = 15  # until a provider that did not answer is asked again
LEEWAY = timedelta(seconds=30)  # of its clock and ours
MAX_RESPONSE_BYTES = 262_144  # bytes of an answer
TIMEOUT_SECONDS = 5.0  # seconds for an answer
DISCOVERY = "/.well-known/openid-configuration"

PROVIDER_UNAVAILABLE = problem_type(
    "sign-in-provider-away",
    503,
    ("The municipality's sign-in cannot be reached", "Kommunens login kan ikke nås"),
    (
        "Try again in a moment; if it lasts, tell those who run the sign-in.",
        "Prøv igen om lidt; bliver det ved, så sig det til dem, der driver login.",
    ),
    audience="operator",
    retryable=True,
)

Fetch = Callable[[str], bytes]
_log = logs.get("api.provider")


class ProviderDocument(NamedTuple):
    """What the operator says of the provider. `jwks_url` spares the discovery."""

    issuer: str
    audience: str
    typ: str = ACCESS_KIND
    named_by: str = NAMED_BY
    max_lifetime: timedelta = timedelta(hours=1)
    outage: timedelta = timedelta(hours=24)
    jwks_url: str = ""


class Provider:
    """Verifies the provider's tokens with the keys that it publishes."""

    def __init__(
        self, told: ProviderDocument, fetch_url: Fetch | None = None, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.told, self._fetch, self._now = told, fetch_url or fetch, now
        self._verifier: Verifier | None = None
        self._fetched_at = self._tried_at = -float("inf")
        self._failed = False
        self._turn = asyncio.Lock()
        self._beside: asyncio.Task[None] | None = None

    async def payload(self, text: str, now: datetime) -> dict[str, Any]:
        """What a token of the provider says. InvalidToken; a Problem while there are no keys to judge it by."""
        kid = kid_of(text)
        if kid is None:
            raise InvalidToken
        verifier = await self._verifier_for(kid)
        claims = verifier.payload(text, now)
        if _NOT_OF_ACCESS & claims.keys() or claims.get("typ", "Bearer") != "Bearer":
            raise InvalidToken
        return claims

    async def _verifier_for(self, kid: str) -> Verifier:
        known, age = self._current(), self._now() - self._fetched_at
        if known is None or not known.knows(kid):
            pause = UNKNOWN_KID_SECONDS if known and not self._failed else FAILED_SECONDS
            await self._renew(pause)
        elif age > FRESH_SECONDS and self._may_try(FAILED_SECONDS) and (self._beside is None or self._beside.done()):
            self._beside = asyncio.create_task(self._renew(FAILED_SECONDS))
        current = self._current()
        if current is None:
            raise Problem(PROVIDER_UNAVAILABLE, headers={"Retry-After": str(FAILED_SECONDS)})
        return current

    def _current(self) -> Verifier | None:
        """The keys, as long as they may be used without the provider's word."""
        limit = max(self.told.outage.total_seconds(), FRESH_SECONDS)
        return self._verifier if self._now() - self._fetched_at <= limit else None

    def _may_try(self, pause: float) -> bool:
        return self._now() - self._tried_at >= pause

    async def _renew(self, pause: float) -> None:
        """Fetch the keys, unless it was tried so short a time ago; who comes meanwhile waits for the same answer."""
        async with self._turn:
            if not self._may_try(pause):
                return
            self._tried_at = self._now()
            try:
                keys = await asyncio.wait_for(asyncio.to_thread(self._keys), 3 * TIMEOUT_SECONDS)
            except (OSError, HTTPException, ValueError, RecursionError) as error:
                self._failed = True
                _log.warning("the sign-in provider gave no keys", extra={"members": {"why": type(error).__name__}})
                return
            self._verifier, self._fetched_at, self._failed = keys, self._now(), False

    def _keys(self) -> Verifier:
        told = self.told
        url = told.jwks_url
        if not url:
            found = json.loads(self._fetch(told.issuer.rstrip("/") + DISCOVERY))
            if not isinstance(found, dict) or found.get("issuer") != told.issuer:
                raise ValueError("the discovery is another issuer's")
            url = str(found.get("jwks_uri"))
            if not is_guarded(url, like=told.issuer):
                raise ValueError("the keys lie at an address that is not guarded")
        keys = keys_of(self._fetch(url))
        return Verifier(keys, told.issuer, told.audience, told.typ, told.max_lifetime, LEEWAY, told.named_by)


# Members of ID tokens and logout tokens, which some providers give the same `typ` as access tokens.
_NOT_OF_ACCESS = frozenset({"nonce", "at_hash", "c_hash", "s_hash", "events"})


def is_guarded(url: str, like: str = "") -> bool:
    """Whether an address is one of https; or of this machine, where the one that it came from (`like`) is, too."""
    loopback = ("http://127.0.0.1:", "http://localhost:", "http://[::1]:")
    return url.startswith("https://") or (url.startswith(loopback) and (not like or like.startswith(loopback)))


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None  # which makes it an error


_OPENER = urllib.request.build_opener(_Stay)


def fetch(url: str) -> bytes:
    """What stands at an address: no redirects, not too long, not too slow. OSError or ValueError otherwise."""
    if not is_guarded(url):
        raise ValueError("only https is fetched")
    deadline, parts, size = time.monotonic() + TIMEOUT_SECONDS, [], 0
    request = urllib.request.Request(url, headers={"Accept": "application/json"})  # noqa: S310  looked at above
    answer: HTTPResponse
    with _OPENER.open(request, timeout=TIMEOUT_SECONDS) as answer:
        while part := answer.read1(65_536):
            parts.append(part)
            size += len(part)
            if size > MAX_RESPONSE_BYTES:
                raise ValueError("the answer is too long")
            if time.monotonic() > deadline:
                raise TimeoutError
    return b"".join(parts)
