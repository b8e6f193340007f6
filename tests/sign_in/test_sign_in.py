"""Sign-in, refresh and revocation over the service's routes."""

import base64
import statistics
import time
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update
from sqlmodel import col

from api.access.models import Grant
from api.core import clock
from api.core.danish_collation import danish_key
from api.db import transactions
from api.sign_in import throttling
from api.sign_in.models import Client, FailedSignIns, Person, RefreshToken, SignIn
from api.sign_in.sessions import hash_secret
from api.sign_in.throttling import PAIR
from tests.support.world import World

PASSWORD = "Lærkerne synger kl. 5"


def password_form(username: str, password: str = PASSWORD) -> dict[str, str]:
    return {"grant_type": "password", "username": username, "password": password}


def refresh_form(token: str) -> dict[str, str]:
    return {"grant_type": "refresh_token", "refresh_token": token}


async def create_machine(world: World, secret: str = "s" * 43) -> str:
    client = Client(name="LIS", name_key=danish_key("LIS"), secret_hash=hash_secret(secret))
    async with transactions.write_transaction(world.app.state.engine) as session:
        session.add(client)
    return str(client.id)


def error_of(response: Any) -> tuple[int, str, str]:
    """Return the status, the problem code and the OAuth error of a response."""
    return response.status_code, response.json()["code"], response.json().get("error", "")


async def test_person_signs_in_by_password_and_reads_the_own_profile(world: World) -> None:
    id = await world.create_person("anna", PASSWORD)
    response = await world.token_request(form=password_form(" Anna "))
    assert response.status_code == 200, response.text
    assert response.headers["cache-control"] == "no-store"
    tokens = response.json()
    assert {**tokens, "access_token": "", "refresh_token": ""} == {
        "access_token": "",
        "token_type": "Bearer",
        "expires_in": 900,
        "refresh_token": "",
        "scope": "sammen",
    }
    anna = await world.sign_in("anna", PASSWORD)
    me = (await anna.get("/me")).json()
    assert me == {
        "id": str(id),
        "kind": "person",
        "name": "anna",
        "username": "anna",
        "email": None,
        "roles": [],
        "allowed": {},
    }


async def test_profile_contains_roles_with_units_and_permitted_actions(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    response = await leader.get("/me")
    [role] = response.json()["roles"]
    assert role == {
        "role": "leader",
        "unit_id": str(world.birk),
        "unit_kind": "institution",
        "unit_name": "Birkeskolen",
        "network": None,
        "body": None,
        "since_on": "2020-01-01",
        "until_on": None,
    }
    assert response.json()["allowed"]["focus_areas"] == ["read", "write"]
    assert "audit" not in response.json()["allowed"]
    unchanged = await leader.get("/me", headers={"If-None-Match": response.headers["etag"]})
    assert unchanged.status_code == 304
    assert (await world.client.get("/v1/me")).status_code == 401


async def test_ended_role_is_not_in_the_profile_and_gives_no_access(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    assert (await leader.get("/institutions")).status_code == 200
    async with transactions.write_transaction(world.app.state.engine) as session:
        statement = update(Grant).where(col(Grant.person_id) == leader.id).values(until_on=clock.today())
        await session.execute(statement)
    assert (await leader.get("/me")).json()["roles"] == []
    assert (await leader.get("/institutions")).status_code == 403


async def test_machine_signs_in_by_basic_or_form_without_a_refresh_token(world: World) -> None:
    id, form = await create_machine(world), {"grant_type": "client_credentials"}
    basic = {"Authorization": "Basic " + base64.b64encode(f"{id}:{'s' * 43}".encode()).decode()}
    for response in (
        await world.token_request(form=form, headers=basic),
        await world.token_request(form={**form, "client_id": id, "client_secret": "s" * 43}),
    ):
        assert response.status_code == 200, response.text
        assert "refresh_token" not in response.json()
    both = await world.token_request(form={**form, "client_secret": "s" * 43}, headers=basic)
    assert error_of(both) == (400, "invalid-token-request", "invalid_request")


async def test_unknown_machine_and_wrong_secret_get_the_same_error(world: World) -> None:
    id, form = await create_machine(world), {"grant_type": "client_credentials"}
    for name, secret in ((id, "wrong"), (str(world.birk), "s" * 43), ("none", "-"), (id, "")):
        credentials = base64.b64encode(f"{name}:{secret}".encode()).decode()
        response = await world.token_request(form=form, headers={"Authorization": f"Basic {credentials}"})
        assert error_of(response) == (401, "wrong-client-credentials", "invalid_client")
        assert response.headers["www-authenticate"] == 'Basic realm="sammen"'
    for malformed in ("Basic !!", "Basic", "Basic /w=="):
        response = await world.token_request(form=form, headers={"Authorization": malformed})
        assert error_of(response) == (401, "wrong-client-credentials", "invalid_client")


@pytest.mark.parametrize(
    "form",
    [
        "",
        "grant_type=",
        "grant_type=password&username=a",
        "grant_type=password&username=a&password=",
        "grant_type=refresh_token",
        "grant_type=client_credentials&client_id=x",
        "x=1&x=2&grant_type=password",
        "grant_type=password&username=a&password=%ff",
        b"grant_type=password&username=\xff",
        "x&" * 60,
    ],
)
async def test_incomplete_or_malformed_token_request_is_rejected(world: World, form: str | bytes) -> None:
    response = await world.token_request(form=form)
    assert error_of(response) == (400, "invalid-token-request", "invalid_request")
    assert response.json()["error_description"]


async def test_other_problems_of_a_token_request_have_an_oauth_error_too(world: World) -> None:
    assert error_of(await world.token_request(form={"grant_type": "implicit"})) == (
        400,
        "unsupported-grant-type",
        "unsupported_grant_type",
    )
    assert error_of(await world.token_request(form="x=" + "y" * 8192)) == (413, "too-large", "invalid_request")
    json = await world.token_request(form="{}", headers={"Content-Type": "application/json"})
    assert error_of(json) == (415, "wrong-media-type", "invalid_request")
    unknown = {**password_form("nobody"), "resource": "x", "scope": "all"}
    assert error_of(await world.token_request(form=unknown)) == (401, "wrong-credentials", "invalid_grant")


@pytest.mark.parametrize("name", ["anna", "nobody", "sleeping", "without", "\x00", "🙈" * 20, "a" * 2000])
async def test_unknown_inactive_and_wrong_credentials_get_the_same_error(world: World, name: str) -> None:
    await world.create_person("anna", PASSWORD)
    await world.create_person("without")
    inactive_id = await world.create_person("sleeping", PASSWORD)
    async with transactions.write_transaction(world.app.state.engine) as session:
        await session.execute(update(Person).where(col(Person.id) == inactive_id).values(active=False))
    response = await world.token_request(form=password_form(name, "wrong" if name == "anna" else PASSWORD))
    assert error_of(response) == (401, "wrong-credentials", "invalid_grant")
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.usefixtures("real_password_hashing")
async def test_unknown_username_takes_as_long_as_a_wrong_password(world: World) -> None:
    await world.create_person("anna", PASSWORD)
    durations: dict[str, list[float]] = {"anna": [], "nobody": []}
    for _ in range(5):
        for name, times in durations.items():
            began = time.perf_counter()
            await world.token_request(form=password_form(name, "not the password"))
            times.append(time.perf_counter() - began)
    anna, nobody = (statistics.median(times) for times in durations.values())
    assert 0.5 < anna / nobody < 2


async def test_each_refresh_token_is_replaced_by_the_next(world: World) -> None:
    await world.create_person("anna", PASSWORD)
    anna = await world.sign_in("anna", PASSWORD)
    second = await world.token_request(form=refresh_form(anna.refresh_token))
    assert second.status_code == 200, second.text
    assert second.json()["refresh_token"] != anna.refresh_token
    third = await world.token_request(form=refresh_form(second.json()["refresh_token"]))
    assert third.status_code == 200
    anna.token = third.json()["access_token"]
    assert (await anna.get("/me")).status_code == 200


async def test_reused_refresh_token_ends_its_session_and_no_other(world: World) -> None:
    await world.create_person("anna", PASSWORD)
    anna, other_session = await world.sign_in("anna", PASSWORD), await world.sign_in("anna", PASSWORD)
    newest = (await world.token_request(form=refresh_form(anna.refresh_token))).json()["refresh_token"]
    reused = await world.token_request(form=refresh_form(anna.refresh_token))
    assert error_of(reused) == (401, "refresh-token-not-valid", "invalid_grant")
    assert (await anna.get("/me")).status_code == 401
    assert (await world.token_request(form=refresh_form(newest))).status_code == 401
    assert (await other_session.get("/me")).status_code == 200


async def test_refresh_token_of_an_expired_session_or_inactive_person_is_rejected(world: World) -> None:
    id = await world.create_person("anna", PASSWORD)
    anna, late = await world.sign_in("anna", PASSWORD), await world.sign_in("anna", PASSWORD)
    async with transactions.write_transaction(world.app.state.engine) as session:
        await session.execute(update(Person).where(col(Person.id) == id).values(active=False))
    assert (await world.token_request(form=refresh_form(anna.refresh_token))).status_code == 401
    async with transactions.write_transaction(world.app.state.engine) as session:
        await session.execute(update(Person).where(col(Person.id) == id).values(active=True))
    clock.move(clock.now() + timedelta(days=30, seconds=1))
    assert (await world.token_request(form=refresh_form(late.refresh_token))).status_code == 401
    assert (await world.token_request(form=refresh_form("unknown"))).status_code == 401


async def test_refresh_tokens_are_stored_as_hashes_and_expired_sessions_are_deleted(world: World) -> None:
    await world.create_person("anna", PASSWORD)
    anna = await world.sign_in("anna", PASSWORD)
    async with transactions.read_transaction(world.app.state.engine) as session:
        hashes = (await session.execute(select(RefreshToken.secret_hash))).scalars().all()  # type: ignore[call-overload]
    assert hashes == [hash_secret(anna.refresh_token)]
    clock.move(clock.now() + timedelta(days=31))
    await world.sign_in("anna", PASSWORD)
    async with transactions.read_transaction(world.app.state.engine) as session:
        assert len((await session.execute(select(SignIn))).all()) == 1


@pytest.mark.parametrize("kind", ["access", "refresh"])
async def test_revoking_a_token_ends_the_session_at_once(world: World, kind: str) -> None:
    await world.create_person("anna", PASSWORD)
    anna = await world.sign_in("anna", PASSWORD)
    form = {"token": anna.token if kind == "access" else anna.refresh_token, "token_type_hint": "nonsense"}
    response = await world.token_request("/token/revoke", form=form)
    assert (response.status_code, response.content) == (200, b"")
    assert (await anna.get("/me")).status_code == 401
    assert (await world.token_request(form=refresh_form(anna.refresh_token))).status_code == 401


async def test_revoking_an_unknown_token_succeeds_but_a_token_is_required(world: World) -> None:
    for token in ("unknown", "a.b.c", "x" * 8000):
        assert (await world.token_request("/token/revoke", form={"token": token})).status_code == 200
    response = await world.token_request("/token/revoke", form={})
    assert error_of(response) == (400, "invalid-token-request", "invalid_request")


async def test_repeated_failures_are_throttled_and_the_right_password_works_after_the_pause(world: World) -> None:
    await world.create_person("anna", PASSWORD)
    clock.move(clock.now())
    for _ in range(PAIR.free):
        assert (await world.token_request(form=password_form("anna", "wrong"))).status_code == 401
    paused = await world.token_request(form=password_form("anna"))
    assert error_of(paused) == (429, "sign-in-paused", "temporarily_unavailable")
    assert paused.headers["retry-after"] == "1"
    assert (await world.token_request(form=password_form("nobody"))).status_code == 401
    clock.move(clock.now() + timedelta(seconds=1))
    assert (await world.token_request(form=password_form("anna", "wrong"))).status_code == 401
    assert (await world.token_request(form=password_form("anna"))).headers["retry-after"] == "2"
    clock.move(clock.now() + timedelta(seconds=2))
    assert (await world.token_request(form=password_form("anna"))).status_code == 200
    assert (await world.token_request(form=password_form("anna", "wrong"))).status_code == 401


async def test_person_signs_in_while_an_attacker_is_throttled_at_another_address(world: World) -> None:
    await world.create_person("anna", PASSWORD)
    clock.move(clock.now())
    other_address = httpx.ASGITransport(world.app, client=("198.51.100.7", 5000))
    async with httpx.AsyncClient(transport=other_address, base_url="http://sammen.test") as attacker:
        for _ in range(PAIR.free + 1):
            form = password_form("anna", "wrong")
            paused = await attacker.post("/v1/token", data=form)
        assert (paused.status_code, paused.json()["code"]) == (429, "sign-in-paused")
        assert (await world.token_request(form=password_form("anna"))).status_code == 200
        assert (await attacker.post("/v1/token", data=form)).status_code == 429, "the attacker is still throttled"


async def test_guessing_from_many_addresses_delays_the_person_by_seconds_only(world: World) -> None:
    await world.create_person("anna", PASSWORD)
    clock.move(clock.now())
    key = throttling.attempt_keys("person:anna", None).account
    async with transactions.write_transaction(world.app.state.engine) as session:
        session.add(FailedSignIns(key=key, failures=10_000, last_at=clock.now()))
    paused = await world.token_request(form=password_form("anna"))
    assert (paused.status_code, paused.headers["retry-after"]) == (429, "10")
    clock.move(clock.now() + timedelta(seconds=10))
    assert (await world.token_request(form=password_form("anna"))).status_code == 200


async def test_password_sign_in_can_be_disabled(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await world.create_person("anna", PASSWORD)
    settings = world.app.state.settings.model_copy(update={"password_sign_in": False})
    monkeypatch.setitem(world.app.state._state, "settings", settings)
    response = await world.token_request(form=password_form("anna"))
    assert error_of(response) == (400, "password-sign-in-off", "unsupported_grant_type")
    id = await create_machine(world)
    form = {"grant_type": "client_credentials", "client_id": id, "client_secret": "s" * 43}
    assert (await world.token_request(form=form)).status_code == 200


async def test_credentials_in_the_query_are_rejected(world: World) -> None:
    response = await world.token_request("/token?username=anna", form=password_form("anna"))
    assert error_of(response)[:2] == (422, "invalid-input")
