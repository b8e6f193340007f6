"""The provider's keys: discovery, cache, rotation and outage; and which of its tokens are accepted."""

import asyncio
import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any, ClassVar

import pytest

from api.core import clock
from api.core.problems import Problem
from api.sign_in.jwks import parse_key_set
from api.sign_in.oidc_provider import FRESH_SECONDS, UNKNOWN_KID_SECONDS, fetch, is_safe_url
from api.sign_in.tokens import InvalidToken
from tests.support.oidc_provider import PRIVATE, FakeProvider, jwk


@pytest.fixture
def fake_provider() -> FakeProvider:
    return FakeProvider()


@pytest.mark.parametrize("kid", PRIVATE)
async def test_token_of_each_key_type_is_accepted(fake_provider: FakeProvider, kid: str) -> None:
    assert (await fake_provider.client().payload(fake_provider.token(kid), clock.now()))["sub"] == "f:9c1b:mette"


async def is_rejected(provider: Any, text: str) -> bool:
    try:
        await provider.payload(text, clock.now())
    except InvalidToken:
        return True
    return False


async def test_concurrent_requests_fetch_the_keys_once(fake_provider: FakeProvider) -> None:
    provider = fake_provider.client()
    await asyncio.gather(*(provider.payload(fake_provider.token(), clock.now()) for _ in range(20)))
    assert fake_provider.fetch_count == 1


async def test_rotated_key_is_fetched_and_the_old_key_is_rejected(fake_provider: FakeProvider) -> None:
    provider = fake_provider.client()
    old = fake_provider.token("ES256")
    await provider.payload(old, clock.now())
    fake_provider.keys = {"new": ("EdDSA", PRIVATE["EdDSA"])}
    fake_provider.seconds += UNKNOWN_KID_SECONDS
    await provider.payload(fake_provider.token("new"), clock.now())
    assert await is_rejected(provider, old)
    assert fake_provider.fetch_count == 2


async def test_unknown_kid_causes_at_most_one_fetch_a_minute(fake_provider: FakeProvider) -> None:
    provider = fake_provider.client()
    await provider.payload(fake_provider.token(), clock.now())
    other = FakeProvider()
    other.keys = {"unknown": ("RS256", PRIVATE["RS256"])}
    for second in range(UNKNOWN_KID_SECONDS):
        fake_provider.seconds = float(second)
        assert await is_rejected(provider, other.token("unknown"))
    assert fake_provider.fetch_count == 1
    fake_provider.seconds = float(UNKNOWN_KID_SECONDS)
    assert await is_rejected(provider, other.token("unknown"))
    assert fake_provider.fetch_count == 2


async def test_old_keys_are_renewed_in_the_background(fake_provider: FakeProvider) -> None:
    provider = fake_provider.client()
    await provider.payload(fake_provider.token(), clock.now())
    fake_provider.seconds += FRESH_SECONDS + 1
    await provider.payload(fake_provider.token(), clock.now())
    assert provider._background_renewal is not None
    await provider._background_renewal
    assert fake_provider.fetch_count == 2


async def test_cached_keys_are_used_for_a_day_during_an_outage(fake_provider: FakeProvider) -> None:
    provider = fake_provider.client()
    await provider.payload(fake_provider.token(), clock.now())
    fake_provider.away = True
    for hours in (1, 12, 24):
        fake_provider.seconds = hours * 3600.0
        await provider.payload(fake_provider.token(), clock.now())
        if provider._background_renewal is not None:
            await provider._background_renewal
    fake_provider.seconds = 24 * 3600.0 + 1
    with pytest.raises(Problem) as refusal:
        await provider.payload(fake_provider.token(), clock.now())
    assert (refusal.value.kind.code, refusal.value.kind.status) == ("sign-in-provider-away", 503)
    fake_provider.away, fake_provider.seconds = False, fake_provider.seconds + 15
    await provider.payload(fake_provider.token(), clock.now())


async def test_unreachable_provider_is_retried_after_a_pause(fake_provider: FakeProvider) -> None:
    provider, attempts = fake_provider.client(), 0
    fake_provider.away = True

    def fetch(url: str) -> bytes:
        nonlocal attempts
        attempts += 1
        return fake_provider.fetch(url)

    provider._fetch = fetch
    for _ in range(5):
        with pytest.raises(Problem):
            await provider.payload(fake_provider.token(), clock.now())
    assert attempts == 1
    with pytest.raises(InvalidToken):
        await provider.payload("nonsense", clock.now())
    fake_provider.away, fake_provider.seconds = False, 15.0
    await provider.payload(fake_provider.token(), clock.now())


@pytest.mark.parametrize(
    "discovery",
    [
        {"issuer": "https://other.example"},
        {"issuer": "https://login.egekommune.example/"},
        {"jwks_uri": "http://login.egekommune.example/jwks"},
        {"jwks_uri": "http://127.0.0.1:1/jwks"},
        {"jwks_uri": "file:///etc/passwd"},
        {"jwks_uri": None},
    ],
)
async def test_discovery_document_of_another_issuer_or_with_an_unsafe_url_is_rejected(
    fake_provider: FakeProvider, discovery: dict[str, Any]
) -> None:
    fake_provider.discovery |= discovery
    with pytest.raises(Problem):
        await fake_provider.client().payload(fake_provider.token(), clock.now())
    assert fake_provider.fetch_count == 0


OTHER_TOKENS: dict[str, dict[str, Any]] = {
    "an id token": {"nonce": "n"},
    "an id token by its hash": {"at_hash": "x"},
    "a logout token": {"events": {}},
    "a refresh token": {"typ": "Refresh"},
}


@pytest.mark.parametrize("claims", OTHER_TOKENS.values(), ids=OTHER_TOKENS)
async def test_id_logout_and_refresh_tokens_of_the_same_typ_are_rejected_by_their_claims(
    fake_provider: FakeProvider, claims: dict[str, Any]
) -> None:
    provider = fake_provider.client(typ="JWT")
    assert not await is_rejected(provider, fake_provider.token(header={"typ": "JWT"}, typ="Bearer"))
    assert await is_rejected(provider, fake_provider.token())
    assert await is_rejected(provider, fake_provider.token(header={"typ": "JWT"}, **claims))


async def test_token_id_can_be_another_claim(fake_provider: FakeProvider) -> None:
    assert not await is_rejected(fake_provider.client(token_id_claim="uti"), fake_provider.token(jti=None, uti="abc"))
    assert await is_rejected(fake_provider.client(token_id_claim="uti"), fake_provider.token())


RSA = PRIVATE["RS256"]
UNSUITABLE_KEYS: dict[str, dict[str, Any]] = {
    "for encryption": jwk("k", "RS256", RSA, use="enc"),
    "for signing only": jwk("k", "RS256", RSA, key_ops=["sign"]),
    "without a kid": {**jwk("k", "RS256", RSA), "kid": None},
    "of another algorithm": jwk("k", "RS256", RSA, alg="RS512"),
    "HS256 of RSA": jwk("k", "RS256", RSA, alg="HS256"),
    "a secret": {"kty": "oct", "k": "AAAA" * 11, "kid": "k", "alg": "HS256"},
    "of another curve": jwk("k", "ES256", PRIVATE["ES256"], crv="P-384"),
    "not on the curve": {**jwk("k", "ES256", PRIVATE["ES256"]), "x": "AAAA"},
    "too short": {**jwk("k", "EdDSA", PRIVATE["EdDSA"]), "x": "AAAA"},
    "with an exponent of 1": {**jwk("k", "RS256", RSA), "e": "AQ"},
    "no key at all": {"kid": "k"},
    "numbers": {"kty": "RSA", "n": 1, "e": 2, "kid": "k"},
}


@pytest.mark.parametrize("unsuitable", UNSUITABLE_KEYS.values(), ids=UNSUITABLE_KEYS)
def test_unsuitable_key_is_ignored(unsuitable: dict[str, Any]) -> None:
    good = jwk("good", "ES256", PRIVATE["ES256"])
    assert [key.kid for key in parse_key_set(json.dumps({"keys": [unsuitable, good, 7, None]}).encode())] == ["good"]
    with pytest.raises(ValueError, match="without a key"):
        parse_key_set(json.dumps({"keys": [unsuitable]}).encode())


@pytest.mark.parametrize("document", [b"", b"{}", b"[]", b'{"keys": 7}', b"\xff", b"[" * 100_000, b'{"keys": []}'])
def test_malformed_key_set_raises_value_error(document: bytes) -> None:
    with pytest.raises(ValueError, match="key"):
        parse_key_set(document)


def test_keys_with_the_same_kid_are_ignored() -> None:
    keys = [jwk("k", "RS256", RSA), jwk("k", "ES256", PRIVATE["ES256"]), jwk("good", "EdDSA", PRIVATE["EdDSA"])]
    assert [key.kid for key in parse_key_set(json.dumps({"keys": keys}).encode())] == ["good"]


class _Page(BaseHTTPRequestHandler):
    requested_paths: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.requested_paths.append(self.path)
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/there")
            self.end_headers()
            return
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"x" * (300_000 if self.path == "/long" else 3))

    def log_message(self, *_: object) -> None:
        pass


def test_fetch_limits_the_size_and_follows_no_redirect() -> None:
    server = HTTPServer(("127.0.0.1", 0), _Page)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        base_url = f"http://127.0.0.1:{server.server_port}"
        assert fetch(f"{base_url}/short") == b"xxx"
        with pytest.raises(OSError, match="302"):
            fetch(f"{base_url}/moved")
        assert "/there" not in _Page.requested_paths
        with pytest.raises(ValueError, match="long"):
            fetch(f"{base_url}/long")
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("url", ["http://10.0.0.1/", "ftp://x", "file:///etc/passwd", "http://localhost.evil.example/"])
def test_fetch_accepts_safe_urls_only(url: str) -> None:
    assert not is_safe_url(url)
    with pytest.raises(ValueError, match="https"):
        fetch(url)
