"""Change the own password over the service's routes."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from api.access.models import StoredResponse
from api.core import clock
from api.db import transactions
from api.journal.models import Entry
from api.sign_in.throttling import ACCOUNT
from tests.support.accounts import (
    NEW_PASSWORD,
    PASSWORD,
    pointers_and_codes,
)
from tests.support.world import World


async def test_person_changes_the_own_password_and_stays_signed_in_here_only(world: World) -> None:
    await world.create_person("anna", PASSWORD)
    this_session, other_session = await world.sign_in("anna", PASSWORD), await world.sign_in("anna", PASSWORD)
    response = await this_session.post(
        "/me/password", {"old": PASSWORD, "new": NEW_PASSWORD}, headers={"Idempotency-Key": "k"}
    )
    assert (response.status_code, response.content) == (204, b"")
    assert (await this_session.get("/me")).status_code == 200
    assert (await other_session.get("/me")).status_code == 401
    await world.sign_in("anna", NEW_PASSWORD)
    async with transactions.read_transaction(world.app.state.engine) as session:
        assert (await session.execute(select(StoredResponse))).all() == []
        [entry] = (await session.execute(select(Entry).where(text("action = 'password_changed'")))).scalars()
        assert (entry.resource, entry.caller_id, entry.fields) == ("people", this_session.id, ["password_hash"])


async def test_new_own_password_is_checked_and_wrong_attempts_are_throttled(world: World) -> None:
    await world.create_person("anna", PASSWORD)
    anna = await world.sign_in("anna", PASSWORD)
    wrong = await anna.post("/me/password", {"old": NEW_PASSWORD, "new": NEW_PASSWORD})
    assert pointers_and_codes(wrong) == (422, [("/old", "wrong-password")])
    short = await anna.post("/me/password", {"old": PASSWORD, "new": "anna"})
    assert [code for _, code in pointers_and_codes(short)[1]] == [
        "password-too-short",
        "password-contains-username",
        "password-too-common",
    ]
    same = await anna.post("/me/password", {"old": PASSWORD, "new": PASSWORD})
    assert pointers_and_codes(same) == (422, [("/new", "password-unchanged")])
    clock.move(clock.now())
    for _ in range(ACCOUNT.free):
        await anna.post("/me/password", {"old": NEW_PASSWORD, "new": NEW_PASSWORD})
    paused = await anna.post("/me/password", {"old": PASSWORD, "new": NEW_PASSWORD})
    assert (paused.status_code, paused.json()["code"]) == (429, "sign-in-paused")
    clock.move(clock.now() + timedelta(minutes=6))
    assert (await anna.post("/me/password", {"old": PASSWORD, "new": NEW_PASSWORD})).status_code == 204


async def test_own_password_cannot_be_changed_if_password_sign_in_is_disabled(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    leader = await world.actor("leader", world.birk)
    settings = world.app.state.settings.model_copy(update={"password_sign_in": False})
    monkeypatch.setitem(world.app.state._state, "settings", settings)
    response = await leader.post("/me/password", {"old": PASSWORD, "new": NEW_PASSWORD})
    assert response.json()["code"] == "password-sign-in-off"
