"""The provider's keys: found, kept, turned and used on; and what of its tokens is taken."""

import asyncio
import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any, ClassVar

import pytest

from api.core import clock
from api.core.problems import Problem
from api.sign_in.jwks import keys_of
from api.sign_in.oidc_provider import FRESH_SECONDS, UNKNOWN_KID_SECONDS, fetch, is_guarded
from api.sign_in.tokens import InvalidToken
from tests.support.oidc_provider import PRIVATE, FakeProvider, jwk


@pytest.fixture
def fake() -> FakeProvider:
    return FakeProvider()


@pytest.mark.parametrize("kid", PRIVATE)
async def test_tokens_of_each_kind_of_key_are_taken(fake: FakeProvider, kid: str) -> None:
    assert (await fake.provider().payload(fake.token(kid), clock.now()))["sub"] == "f:9c1b:mette"


async def refused(provider: Any, text: str) -> bool:
    try:
        await provider.payload(text, clock.now())
    except InvalidToken:
        return True
    return False


async def test_keys_are_fetched_once_however_many_ask(fake: FakeProvider) -> None:
    provider = fake.provider()
    await asyncio.gather(*(provider.payload(fake.token(), clock.now()) for _ in range(20)))
    assert fake.asked == 1


async def test_a_key_that_turned_is_found_and_the_old_one_is_good_no_more(fake: FakeProvider) -> None:
    provider = fake.provider()
    old = fake.token("ES256")
    await provider.payload(old, clock.now())
    fake.keys = {"new": ("EdDSA", PRIVATE["EdDSA"])}
    fake.seconds += UNKNOWN_KID_SECONDS
    await provider.payload(fake.token("new"), clock.now())
    assert await refused(provider, old)
    assert fake.asked == 2


async def test_unknown_kids_make_the_service_ask_once_a_minute_at_most(fake: FakeProvider) -> None:
    provider = fake.provider()
    await provider.payload(fake.token(), clock.now())
    other = FakeProvider()
    other.keys = {"unknown": ("RS256", PRIVATE["RS256"])}
    for second in range(UNKNOWN_KID_SECONDS):
        fake.seconds = float(second)
        assert await refused(provider, other.token("unknown"))
    assert fake.asked == 1
    fake.seconds = float(UNKNOWN_KID_SECONDS)
    assert await refused(provider, other.token("unknown"))
    assert fake.asked == 2


async def test_keys_that_are_not_fresh_are_fetched_beside_the_request(fake: FakeProvider) -> None:
    provider = fake.provider()
    await provider.payload(fake.token(), clock.now())
    fake.seconds += FRESH_SECONDS + 1
    await provider.payload(fake.token(), clock.now())
    assert provider._beside is not None
    await provider._beside
    assert fake.asked == 2


async def test_while_the_provider_is_away_known_keys_are_used_for_a_day(fake: FakeProvider) -> None:
    provider = fake.provider()
    await provider.payload(fake.token(), clock.now())
    fake.away = True
    for hours in (1, 12, 24):
        fake.seconds = hours * 3600.0
        await provider.payload(fake.token(), clock.now())
        if provider._beside is not None:
            await provider._beside
    fake.seconds = 24 * 3600.0 + 1
    with pytest.raises(Problem) as refusal:
        await provider.payload(fake.token(), clock.now())
    assert (refusal.value.kind.code, refusal.value.kind.status) == ("sign-in-provider-away", 503)
    fake.away, fake.seconds = False, fake.seconds + 15
    await provider.payload(fake.token(), clock.now())


async def test_a_provider_that_never_answered_is_asked_again_soon_but_not_at_each_request(fake: FakeProvider) -> None:
    provider, tried = fake.provider(), 0
    fake.away = True

    def fetch(url: str) -> bytes:
        nonlocal tried
        tried += 1
        return fake.fetch(url)

    provider._fetch = fetch
    for _ in range(5):
        with pytest.raises(Problem):
            await provider.payload(fake.token(), clock.now())
    assert tried == 1
    with pytest.raises(InvalidToken):
        await provider.payload("nonsense", clock.now())
    fake.away, fake.seconds = False, 15.0
    await provider.payload(fake.token(), clock.now())


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
async def test_a_discovery_that_leads_elsewhere_is_not_followed(fake: FakeProvider, discovery: dict[str, Any]) -> None:
    fake.discovery |= discovery
    with pytest.raises(Problem):
        await fake.provider().payload(fake.token(), clock.now())
    assert fake.asked == 0


NOT_OF_ACCESS: dict[str, dict[str, Any]] = {
    "an id token": {"nonce": "n"},
    "an id token by its hash": {"at_hash": "x"},
    "a logout token": {"events": {}},
    "a refresh token": {"typ": "Refresh"},
}


@pytest.mark.parametrize("claims", NOT_OF_ACCESS.values(), ids=NOT_OF_ACCESS)
async def test_where_all_tokens_have_one_typ_those_of_other_kinds_are_known_by_their_claims(
    fake: FakeProvider, claims: dict[str, Any]
) -> None:
    provider = fake.provider(typ="JWT")
    assert not await refused(provider, fake.token(header={"typ": "JWT"}, typ="Bearer"))
    assert await refused(provider, fake.token())
    assert await refused(provider, fake.token(header={"typ": "JWT"}, **claims))


async def test_a_provider_may_name_its_tokens_by_another_claim(fake: FakeProvider) -> None:
    assert not await refused(fake.provider(named_by="uti"), fake.token(jti=None, uti="abc"))
    assert await refused(fake.provider(named_by="uti"), fake.token())


RSA = PRIVATE["RS256"]
UNFIT: dict[str, dict[str, Any]] = {
    "for encryption": jwk("k", "RS256", RSA, use="enc"),
    "for signing only": jwk("k", "RS256", RSA, key_ops=["sign"]),
    "without a name": {**jwk("k", "RS256", RSA), "kid": None},
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


@pytest.mark.parametrize("unfit", UNFIT.values(), ids=UNFIT)
def test_a_key_that_is_not_fit_is_passed_over(unfit: dict[str, Any]) -> None:
    good = jwk("good", "ES256", PRIVATE["ES256"])
    assert [key.kid for key in keys_of(json.dumps({"keys": [unfit, good, 7, None]}).encode())] == ["good"]
    with pytest.raises(ValueError, match="without a key"):
        keys_of(json.dumps({"keys": [unfit]}).encode())


@pytest.mark.parametrize("document", [b"", b"{}", b"[]", b'{"keys": 7}', b"\xff", b"[" * 100_000, b'{"keys": []}'])
def test_what_is_no_key_set_is_none(document: bytes) -> None:
    with pytest.raises(ValueError, match="key"):
        keys_of(document)


def test_two_keys_of_one_name_are_neither() -> None:
    twice = [jwk("k", "RS256", RSA), jwk("k", "ES256", PRIVATE["ES256"]), jwk("good", "EdDSA", PRIVATE["EdDSA"])]
    assert [key.kid for key in keys_of(json.dumps({"keys": twice}).encode())] == ["good"]


class _Page(BaseHTTPRequestHandler):
    seen: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.seen.append(self.path)
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


def test_what_is_fetched_is_bounded_and_does_not_lead_elsewhere() -> None:
    server = HTTPServer(("127.0.0.1", 0), _Page)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        place = f"http://127.0.0.1:{server.server_port}"
        assert fetch(f"{place}/short") == b"xxx"
        with pytest.raises(OSError, match="302"):
            fetch(f"{place}/moved")
        assert "/there" not in _Page.seen
        with pytest.raises(ValueError, match="long"):
            fetch(f"{place}/long")
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("url", ["http://10.0.0.1/", "ftp://x", "file:///etc/passwd", "http://localhost.evil.example/"])
def test_only_guarded_addresses_are_fetched(url: str) -> None:
    assert not is_guarded(url)
    with pytest.raises(ValueError, match="https"):
        fetch(url)
