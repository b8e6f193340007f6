"""An OpenID provider's verification keys: discovery, cache, renewal when keys rotate, and use during an outage."""

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
from api.sign_in.jwks import parse_key_set
from api.sign_in.tokens import ACCESS_TYP, ID_CLAIM, InvalidToken, Verifier, read_kid

FRESH_SECONDS = 600  # after that the keys are renewed in the background, while requests go on with the cached ones
UNKNOWN_KID_SECONDS = 60  # the shortest time between two fetches because of an unknown kid
RETRY_SECONDS = 15  # after a failed fetch
LEEWAY = timedelta(seconds=30)  # the accepted difference between the provider's clock and ours
MAX_RESPONSE_BYTES = 262_144
TIMEOUT_SECONDS = 5.0  # for one response
DISCOVERY_PATH = "/.well-known/openid-configuration"

PROVIDER_UNAVAILABLE = problem_type(
    "sign-in-provider-away",
    503,
    ("The municipality's sign-in service cannot be reached", "Kommunens login kan ikke nås"),
    (
        "Try again in a moment. If the problem persists, contact the team that operates the municipality's sign-in.",
        "Prøv igen om lidt. Hvis problemet fortsætter, så kontakt dem, der driver kommunens login.",
    ),
    audience="operator",
    retryable=True,
)

Fetch = Callable[[str], bytes]
_log = logs.get("api.provider")


class ProviderOptions(NamedTuple):
    """The configuration of a provider. With `jwks_url` there is no discovery.

    `outage` is how long cached keys are used while the provider cannot be reached.
    """

    issuer: str
    audience: str
    typ: str = ACCESS_TYP
    token_id_claim: str = ID_CLAIM
    max_lifetime: timedelta = timedelta(hours=1)
    outage: timedelta = timedelta(hours=24)
    jwks_url: str = ""


class Provider:
    """Verifies the tokens of a provider with its published keys; `now` is a monotonic clock in seconds."""

    def __init__(
        self, options: ProviderOptions, fetch_url: Fetch | None = None, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.options, self._fetch, self._now = options, fetch_url or fetch, now
        self._verifier: Verifier | None = None
        self._fetched_at = self._tried_at = -float("inf")
        self._failed = False
        self._lock = asyncio.Lock()
        self._background_renewal: asyncio.Task[None] | None = None

    async def payload(self, text: str, now: datetime) -> dict[str, Any]:
        """Verify an access token and return its claims.

        Raises InvalidToken; `sign-in-provider-away` while there are no keys to verify it with.
        """
        kid = read_kid(text)
        if kid is None:
            raise InvalidToken
        verifier = await self._verifier_for(kid)
        claims = verifier.payload(text, now)
        if _OTHER_TOKEN_CLAIMS & claims.keys() or claims.get("typ", "Bearer") != "Bearer":
            raise InvalidToken
        return claims

    async def _verifier_for(self, kid: str) -> Verifier:
        cached, age = self._usable_verifier(), self._now() - self._fetched_at
        if cached is None or not cached.has_key(kid):
            pause = UNKNOWN_KID_SECONDS if cached and not self._failed else RETRY_SECONDS
            await self._renew(pause)
        elif age > FRESH_SECONDS and self._may_fetch(RETRY_SECONDS) and not self._is_renewing():
            self._background_renewal = asyncio.create_task(self._renew(RETRY_SECONDS))
        verifier = self._usable_verifier()
        if verifier is None:
            raise Problem(PROVIDER_UNAVAILABLE, headers={"Retry-After": str(RETRY_SECONDS)})
        return verifier

    def _usable_verifier(self) -> Verifier | None:
        """Return the cached keys, unless they are too old to be used without the provider."""
        limit = max(self.options.outage.total_seconds(), FRESH_SECONDS)
        return self._verifier if self._now() - self._fetched_at <= limit else None

    def _is_renewing(self) -> bool:
        return self._background_renewal is not None and not self._background_renewal.done()

    def _may_fetch(self, pause: float) -> bool:
        return self._now() - self._tried_at >= pause

    async def _renew(self, pause: float) -> None:
        """Fetch the keys, unless the last attempt was within the pause; concurrent callers wait for the same fetch."""
        async with self._lock:
            if not self._may_fetch(pause):
                return
            self._tried_at = self._now()
            try:
                verifier = await asyncio.wait_for(asyncio.to_thread(self._fetch_keys), 3 * TIMEOUT_SECONDS)
            except (OSError, HTTPException, ValueError, RecursionError) as error:
                self._failed = True
                log_fields = {"members": {"why": type(error).__name__}}
                _log.warning("the keys of the sign-in provider could not be fetched", extra=log_fields)
                return
            self._verifier, self._fetched_at, self._failed = verifier, self._now(), False

    def _fetch_keys(self) -> Verifier:
        """Fetch discovery document and key set; raise ValueError for those of another issuer or at an unsafe URL."""
        options = self.options
        url = options.jwks_url
        if not url:
            discovery = json.loads(self._fetch(options.issuer.rstrip("/") + DISCOVERY_PATH))
            if not isinstance(discovery, dict) or discovery.get("issuer") != options.issuer:
                raise ValueError("the discovery document is another issuer's")
            url = str(discovery.get("jwks_uri"))
            if not is_safe_url(url, issuer=options.issuer):
                raise ValueError("the jwks_uri is not an https address")
        return Verifier(
            parse_key_set(self._fetch(url)),
            options.issuer,
            options.audience,
            options.typ,
            options.max_lifetime,
            LEEWAY,
            options.token_id_claim,
        )


# Claims of ID tokens and logout tokens, to which some providers give the same `typ` as to access tokens.
_OTHER_TOKEN_CLAIMS = frozenset({"nonce", "at_hash", "c_hash", "s_hash", "events"})


def is_safe_url(url: str, issuer: str = "") -> bool:
    """Return whether a URL is https; or http on the loopback interface, if the issuer's URL, when given, is too."""
    loopback = ("http://127.0.0.1:", "http://localhost:", "http://[::1]:")
    return url.startswith("https://") or (url.startswith(loopback) and (not issuer or issuer.startswith(loopback)))


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None  # urllib then raises an HTTPError


_OPENER = urllib.request.build_opener(_NoRedirects)


def fetch(url: str) -> bytes:
    """Fetch a document: no redirects, limited size and time. Raises OSError or ValueError."""
    if not is_safe_url(url):
        raise ValueError("only https is fetched")
    deadline, chunks, size = time.monotonic() + TIMEOUT_SECONDS, [], 0
    request = urllib.request.Request(url, headers={"Accept": "application/json"})  # noqa: S310  the scheme is checked
    response: HTTPResponse
    with _OPENER.open(request, timeout=TIMEOUT_SECONDS) as response:
        while chunk := response.read1(65_536):
            chunks.append(chunk)
            size += len(chunk)
            if size > MAX_RESPONSE_BYTES:
                raise ValueError("the response is too long")
            if time.monotonic() > deadline:
                raise TimeoutError
    return b"".join(chunks)
