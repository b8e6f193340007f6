"""Signing in, going on and signing out over the service's routes."""

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
from api.sign_in.sessions import digest
from api.sign_in.throttling import PAIR
from tests.support.world import World

PASSWORD = "Lærkerne synger kl. 5"


def by_password(username: str, password: str = PASSWORD) -> dict[str, str]:
    return {"grant_type": "password", "username": username, "password": password}


def by_refresh(token: str) -> dict[str, str]:
    return {"grant_type": "refresh_token", "refresh_token": token}


async def machine(world: World, secret: str = "s" * 43) -> str:
    client = Client(name="LIS", name_key=danish_key("LIS"), secret_hash=digest(secret))
    async with transactions.write_transaction(world.app.state.engine) as session:
        session.add(client)
    return str(client.id)


def code(answer: Any) -> tuple[int, str, str]:
    return answer.status_code, answer.json()["code"], answer.json().get("error", "")


async def test_a_person_signs_in_and_learns_who_they_are(world: World) -> None:
    id = await world.person("anna", PASSWORD)
    answer = await world.token_request(form=by_password(" Anna "))
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    said = answer.json()
    assert {**said, "access_token": "", "refresh_token": ""} == {
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


async def test_me_tells_roles_with_their_units_and_what_they_allow(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    answer = await leader.get("/me")
    [role] = answer.json()["roles"]
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
    assert answer.json()["allowed"]["focus_areas"] == ["read", "write"]
    assert "audit" not in answer.json()["allowed"]
    again = await leader.get("/me", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    assert (await world.client.get("/v1/me")).status_code == 401


async def test_a_role_that_ended_yesterday_is_not_told_and_opens_nothing(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    assert (await leader.get("/institutions")).status_code == 200
    async with transactions.write_transaction(world.app.state.engine) as session:
        ended = update(Grant).where(col(Grant.person_id) == leader.id).values(until_on=clock.today())
        await session.execute(ended)
    assert (await leader.get("/me")).json()["roles"] == []
    assert (await leader.get("/institutions")).status_code == 403


async def test_a_machine_signs_in_by_basic_or_by_form_and_gets_no_refresh_token(world: World) -> None:
    id, form = await machine(world), {"grant_type": "client_credentials"}
    basic = {"Authorization": "Basic " + base64.b64encode(f"{id}:{'s' * 43}".encode()).decode()}
    for answer in (
        await world.token_request(form=form, headers=basic),
        await world.token_request(form={**form, "client_id": id, "client_secret": "s" * 43}),
    ):
        assert answer.status_code == 200, answer.text
        assert "refresh_token" not in answer.json()
    both = await world.token_request(form={**form, "client_secret": "s" * 43}, headers=basic)
    assert code(both) == (400, "invalid-token-request", "invalid_request")


async def test_a_wrong_machine_is_refused_the_same_way(world: World) -> None:
    id, form = await machine(world), {"grant_type": "client_credentials"}
    for name, secret in ((id, "wrong"), (str(world.birk), "s" * 43), ("none", "-"), (id, "")):
        wrong = base64.b64encode(f"{name}:{secret}".encode()).decode()
        answer = await world.token_request(form=form, headers={"Authorization": f"Basic {wrong}"})
        assert code(answer) == (401, "wrong-client-credentials", "invalid_client")
        assert answer.headers["www-authenticate"] == 'Basic realm="sammen"'
    for told in ("Basic !!", "Basic", "Basic /w=="):
        answer = await world.token_request(form=form, headers={"Authorization": told})
        assert code(answer) == (401, "wrong-client-credentials", "invalid_client")


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
async def test_an_incomplete_or_unreadable_request_is_named(world: World, form: str | bytes) -> None:
    answer = await world.token_request(form=form)
    assert code(answer) == (400, "invalid-token-request", "invalid_request")
    assert answer.json()["error_description"]


async def test_other_refusals_of_the_form_say_the_error_too(world: World) -> None:
    assert code(await world.token_request(form={"grant_type": "implicit"})) == (
        400,
        "unsupported-grant-type",
        "unsupported_grant_type",
    )
    assert code(await world.token_request(form="x=" + "y" * 8192)) == (413, "too-large", "invalid_request")
    json = await world.token_request(form="{}", headers={"Content-Type": "application/json"})
    assert code(json) == (415, "wrong-media-type", "invalid_request")
    unknown = {**by_password("nobody"), "resource": "x", "scope": "all"}
    assert code(await world.token_request(form=unknown)) == (401, "wrong-credentials", "invalid_grant")


@pytest.mark.parametrize("name", ["anna", "nobody", "sleeping", "without", "\x00", "🙈" * 20, "a" * 2000])
async def test_whatever_is_wrong_the_answer_is_the_same(world: World, name: str) -> None:
    await world.person("anna", PASSWORD)
    await world.person("without")
    asleep = await world.person("sleeping", PASSWORD)
    async with transactions.write_transaction(world.app.state.engine) as session:
        await session.execute(update(Person).where(col(Person.id) == asleep).values(active=False))
    answer = await world.token_request(form=by_password(name, "wrong" if name == "anna" else PASSWORD))
    assert code(answer) == (401, "wrong-credentials", "invalid_grant")
    assert answer.headers["cache-control"] == "no-store"


async def test_a_wrong_name_takes_as_long_as_a_wrong_password(world: World) -> None:
    await world.person("anna", PASSWORD)
    spent: dict[str, list[float]] = {"anna": [], "nobody": []}
    for _ in range(5):
        for name, times in spent.items():
            began = time.perf_counter()
            await world.token_request(form=by_password(name, "not the password"))
            times.append(time.perf_counter() - began)
    anna, nobody = (statistics.median(times) for times in spent.values())
    assert 0.5 < anna / nobody < 2


async def test_a_refresh_token_is_used_once(world: World) -> None:
    await world.person("anna", PASSWORD)
    anna = await world.sign_in("anna", PASSWORD)
    second = await world.token_request(form=by_refresh(anna.refresh_token))
    assert second.status_code == 200, second.text
    assert second.json()["refresh_token"] != anna.refresh_token
    third = await world.token_request(form=by_refresh(second.json()["refresh_token"]))
    assert third.status_code == 200
    anna.token = third.json()["access_token"]
    assert (await anna.get("/me")).status_code == 200


async def test_a_refresh_token_that_comes_again_ends_all_of_the_sign_in_and_only_that(world: World) -> None:
    await world.person("anna", PASSWORD)
    anna, elsewhere = await world.sign_in("anna", PASSWORD), await world.sign_in("anna", PASSWORD)
    newest = (await world.token_request(form=by_refresh(anna.refresh_token))).json()["refresh_token"]
    reused = await world.token_request(form=by_refresh(anna.refresh_token))
    assert code(reused) == (401, "refresh-token-not-valid", "invalid_grant")
    assert (await anna.get("/me")).status_code == 401
    assert (await world.token_request(form=by_refresh(newest))).status_code == 401
    assert (await elsewhere.get("/me")).status_code == 200


async def test_refreshing_ends_with_the_sign_in_and_with_the_person(world: World) -> None:
    id = await world.person("anna", PASSWORD)
    anna, late = await world.sign_in("anna", PASSWORD), await world.sign_in("anna", PASSWORD)
    async with transactions.write_transaction(world.app.state.engine) as session:
        await session.execute(update(Person).where(col(Person.id) == id).values(active=False))
    assert (await world.token_request(form=by_refresh(anna.refresh_token))).status_code == 401
    async with transactions.write_transaction(world.app.state.engine) as session:
        await session.execute(update(Person).where(col(Person.id) == id).values(active=True))
    clock.move(clock.now() + timedelta(days=30, seconds=1))
    assert (await world.token_request(form=by_refresh(late.refresh_token))).status_code == 401
    assert (await world.token_request(form=by_refresh("unknown"))).status_code == 401


async def test_refresh_tokens_are_kept_as_hashes_and_old_families_are_forgotten(world: World) -> None:
    await world.person("anna", PASSWORD)
    anna = await world.sign_in("anna", PASSWORD)
    async with transactions.read_transaction(world.app.state.engine) as session:
        kept = (await session.execute(select(RefreshToken.secret_hash))).scalars().all()  # type: ignore[call-overload]
    assert kept == [digest(anna.refresh_token)]
    clock.move(clock.now() + timedelta(days=31))
    await world.sign_in("anna", PASSWORD)
    async with transactions.read_transaction(world.app.state.engine) as session:
        assert len((await session.execute(select(SignIn))).all()) == 1


@pytest.mark.parametrize("which", ["access", "refresh"])
async def test_signing_out_ends_it_at_once(world: World, which: str) -> None:
    await world.person("anna", PASSWORD)
    anna = await world.sign_in("anna", PASSWORD)
    form = {"token": anna.token if which == "access" else anna.refresh_token, "token_type_hint": "nonsense"}
    answer = await world.token_request("/token/revoke", form=form)
    assert (answer.status_code, answer.content) == (200, b"")
    assert (await anna.get("/me")).status_code == 401
    assert (await world.token_request(form=by_refresh(anna.refresh_token))).status_code == 401


async def test_signing_out_with_an_unknown_token_is_no_failure_but_without_one_it_is(world: World) -> None:
    for token in ("unknown", "a.b.c", "x" * 8000):
        assert (await world.token_request("/token/revoke", form={"token": token})).status_code == 200
    answer = await world.token_request("/token/revoke", form={})
    assert code(answer) == (400, "invalid-token-request", "invalid_request")


async def test_after_many_failures_there_is_a_pause_and_then_the_right_password_is_right(world: World) -> None:
    await world.person("anna", PASSWORD)
    clock.move(clock.now())
    for _ in range(PAIR.free):
        assert (await world.token_request(form=by_password("anna", "wrong"))).status_code == 401
    paused = await world.token_request(form=by_password("anna"))
    assert code(paused) == (429, "sign-in-paused", "temporarily_unavailable")
    assert paused.headers["retry-after"] == "1"
    assert (await world.token_request(form=by_password("nobody"))).status_code == 401
    clock.move(clock.now() + timedelta(seconds=1))
    assert (await world.token_request(form=by_password("anna", "wrong"))).status_code == 401
    assert (await world.token_request(form=by_password("anna"))).headers["retry-after"] == "2"
    clock.move(clock.now() + timedelta(seconds=2))
    assert (await world.token_request(form=by_password("anna"))).status_code == 200
    assert (await world.token_request(form=by_password("anna", "wrong"))).status_code == 401


async def test_who_is_known_gets_in_from_elsewhere_while_somebody_guesses(world: World) -> None:
    await world.person("anna", PASSWORD)
    clock.move(clock.now())
    elsewhere = httpx.ASGITransport(world.app, client=("198.51.100.7", 5000))
    async with httpx.AsyncClient(transport=elsewhere, base_url="http://sammen.test") as attacker:
        for _ in range(PAIR.free + 1):
            form = by_password("anna", "wrong")
            paused = await attacker.post("/v1/token", data=form)
        assert (paused.status_code, paused.json()["code"]) == (429, "sign-in-paused")
        assert (await world.token_request(form=by_password("anna"))).status_code == 200
        assert (await attacker.post("/v1/token", data=form)).status_code == 429, "their own pause goes on"


async def test_guessing_from_everywhere_slows_everybody_down_by_seconds_at_most(world: World) -> None:
    await world.person("anna", PASSWORD)
    clock.move(clock.now())
    key = throttling.attempt_keys("person:anna", None).account
    async with transactions.write_transaction(world.app.state.engine) as session:
        session.add(FailedSignIns(key=key, failures=10_000, last_at=clock.now()))
    paused = await world.token_request(form=by_password("anna"))
    assert (paused.status_code, paused.headers["retry-after"]) == (429, "10")
    clock.move(clock.now() + timedelta(seconds=10))
    assert (await world.token_request(form=by_password("anna"))).status_code == 200


async def test_password_sign_in_can_be_switched_off(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await world.person("anna", PASSWORD)
    off = world.app.state.settings.model_copy(update={"password_sign_in": False})
    monkeypatch.setitem(world.app.state._state, "settings", off)
    answer = await world.token_request(form=by_password("anna"))
    assert code(answer) == (400, "password-sign-in-off", "unsupported_grant_type")
    id = await machine(world)
    form = {"grant_type": "client_credentials", "client_id": id, "client_secret": "s" * 43}
    assert (await world.token_request(form=form)).status_code == 200


async def test_the_query_is_no_place_for_a_password(world: World) -> None:
    answer = await world.token_request("/token?username=anna", form=by_password("anna"))
    assert code(answer)[:2] == (422, "invalid-input")
