"""First passwords, which an administrator sets: they have to be replaced before signing in, and expire."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, text

from api.core import clock
from api.db import transactions
from api.journal.models import Entry
from api.sign_in import throttling
from tests.support.accounts import (
    NEW_PASSWORD,
    PASSWORD,
    create_person,
    pointers_and_codes,
    replace_first_password,
    sign_in,
)
from tests.support.world import World


async def test_first_password_is_replaced_and_cannot_be_used_again(world: World) -> None:
    admin = await world.actor("admin")
    person = await create_person(admin, password=PASSWORD)
    response = await sign_in(world, "anna", PASSWORD)
    assert (response.status_code, response.json()["code"], response.json()["error"]) == (
        400,
        "first-password",
        "invalid_grant",
    )
    response = await replace_first_password(world, "Anna", PASSWORD, NEW_PASSWORD)
    assert (response.status_code, response.content) == (204, b"")
    anna = await world.sign_in("anna", NEW_PASSWORD)
    assert (anna.id, (await sign_in(world, "anna", PASSWORD)).json()["code"]) == (
        UUID(person["id"]),
        "wrong-credentials",
    )
    async with transactions.read_transaction(world.app.state.engine) as session:
        [entry] = (await session.execute(select(Entry).where(text("action = 'password_changed'")))).scalars()
        assert (entry.resource, entry.thing_id, entry.caller_id) == ("people", anna.id, anna.id)
    assert (await replace_first_password(world, "anna", NEW_PASSWORD, PASSWORD)).json()[
        "code"
    ] == "not-a-first-password"


async def test_first_password_expires(world: World) -> None:
    admin, now = await world.actor("admin"), clock.now()
    clock.move(now)
    person = await create_person(admin, password=PASSWORD)
    until = datetime.fromisoformat(person["first_password_until"])
    assert until == now.replace(microsecond=until.microsecond) + timedelta(days=14)
    clock.move(until - timedelta(seconds=1))
    assert (await sign_in(world, "anna", PASSWORD)).json()["code"] == "first-password"
    clock.move(until)
    assert (await sign_in(world, "anna", PASSWORD)).json()["code"] == "first-password-ended"
    assert (await replace_first_password(world, "anna", PASSWORD, NEW_PASSWORD)).json()[
        "code"
    ] == "first-password-ended"


async def test_new_password_from_an_administrator_is_a_first_password_again(world: World) -> None:
    admin, id = await world.actor("admin"), await world.create_person("anna", PASSWORD)
    changed = await admin.patch(f"/people/{id}", {"password": NEW_PASSWORD})
    assert changed.json()["first_password_until"] is not None
    assert (await sign_in(world, "anna", NEW_PASSWORD)).json()["code"] == "first-password"
    removed = await admin.patch(f"/people/{id}", {"password": None})
    assert removed.json()["first_password_until"] is None
    own_password = await admin.patch(f"/people/{admin.id}", {"password": NEW_PASSWORD})
    assert [fault["code"] for fault in own_password.json()["errors"]] == ["own-password"], (
        "the current password is required"
    )


async def test_expiry_of_a_first_password_is_visible_to_administrators_only(world: World) -> None:
    admin, office = await world.actor("admin"), await world.actor("administration")
    id = (await create_person(admin, password=PASSWORD))["id"]
    await world.add_grant(UUID(id), "leader", world.birk)
    assert (await office.get(f"/people/{id}")).json()["first_password_until"] is None
    assert (await admin.get(f"/people/{id}")).json()["first_password_until"] is not None


async def test_replacement_of_a_first_password_is_checked(world: World) -> None:
    await create_person(await world.actor("admin"), password=PASSWORD)
    same = await replace_first_password(world, "anna", PASSWORD, PASSWORD)
    assert pointers_and_codes(same) == (422, [("/new", "password-unchanged")])
    short = await replace_first_password(world, "anna", PASSWORD, "anna")
    assert [code for _, code in pointers_and_codes(short)[1]] == [
        "password-too-short",
        "password-contains-username",
        "password-too-common",
    ]
    assert (await sign_in(world, "anna", PASSWORD)).json()["code"] == "first-password"


@pytest.fixture
def free_failures(monkeypatch: pytest.MonkeyPatch) -> int:
    """Two failures without a pause instead of ten, since verifying passwords is slow."""
    monkeypatch.setattr(throttling, "PAIR", throttling.PAIR._replace(free=2))
    return 2


async def test_guessing_a_first_password_is_throttled_alike_for_unknown_usernames(
    world: World, free_failures: int
) -> None:
    await create_person(await world.actor("admin"), password=PASSWORD)
    clock.move(clock.now())
    for username in ("anna", "nobody"):
        responses = [
            await replace_first_password(world, username, NEW_PASSWORD, PASSWORD) for _ in range(free_failures + 1)
        ]
        *rejected, paused = responses
        assert {(response.status_code, response.json()["code"]) for response in rejected} == {
            (401, "wrong-credentials")
        }
        assert (paused.status_code, paused.json()["code"]) == (429, "sign-in-paused")
        assert (await sign_in(world, username, PASSWORD)).status_code == 429, "sign-in has the same pause"


async def test_right_first_password_at_sign_in_is_not_counted_as_a_failure(world: World, free_failures: int) -> None:
    await create_person(await world.actor("admin"), password=PASSWORD)
    for _ in range(free_failures + 1):
        assert (await sign_in(world, "anna", PASSWORD)).json()["code"] == "first-password"


async def test_deactivated_person_cannot_replace_the_first_password(world: World) -> None:
    admin = await world.actor("admin")
    id = (await create_person(admin, password=PASSWORD))["id"]
    await admin.patch(f"/people/{id}", {"active": False})
    assert (await replace_first_password(world, "anna", PASSWORD, NEW_PASSWORD)).json()["code"] == "wrong-credentials"


async def test_first_password_cannot_be_replaced_if_password_sign_in_is_disabled(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await create_person(await world.actor("admin"), password=PASSWORD)
    settings = world.app.state.settings.model_copy(update={"password_sign_in": False})
    monkeypatch.setitem(world.app.state._state, "settings", settings)
    assert (await replace_first_password(world, "anna", PASSWORD, NEW_PASSWORD)).json()[
        "code"
    ] == "password-sign-in-off"
