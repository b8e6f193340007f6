"""A password that somebody else thought of lets nobody in: it is for choosing one of one's own, and soon ends."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, text

from api.core import clock
from api.db import transactions
from api.journal.models import Entry
from api.sign_in import throttling
from tests.support.people.people import NEW, PASSWORD, choose, codes, make, sign_in
from tests.support.world import World


async def test_it_is_replaced_by_one_of_ones_own_and_is_good_no_more(world: World) -> None:
    admin = await world.actor("admin")
    made = await make(admin, password=PASSWORD)
    refused = await sign_in(world, "anna", PASSWORD)
    assert (refused.status_code, refused.json()["code"], refused.json()["error"]) == (
        400,
        "first-password",
        "invalid_grant",
    )
    answer = await choose(world, "Anna", PASSWORD, NEW)
    assert (answer.status_code, answer.content) == (204, b"")
    anna = await world.sign_in("anna", NEW)
    assert (anna.id, (await sign_in(world, "anna", PASSWORD)).json()["code"]) == (UUID(made["id"]), "wrong-credentials")
    async with transactions.read_transaction(world.app.state.engine) as session:
        [entry] = (await session.execute(select(Entry).where(text("action = 'password_changed'")))).scalars()
        assert (entry.resource, entry.thing_id, entry.caller_id) == ("people", anna.id, anna.id)
    assert (await choose(world, "anna", NEW, PASSWORD)).json()["code"] == "not-a-first-password"


async def test_it_ends_after_some_days(world: World) -> None:
    admin, now = await world.actor("admin"), clock.now()
    clock.move(now)
    made = await make(admin, password=PASSWORD)
    until = datetime.fromisoformat(made["first_password_until"])
    assert until == now.replace(microsecond=until.microsecond) + timedelta(days=14)
    clock.move(until - timedelta(seconds=1))
    assert (await sign_in(world, "anna", PASSWORD)).json()["code"] == "first-password"
    clock.move(until)
    assert (await sign_in(world, "anna", PASSWORD)).json()["code"] == "first-password-ended"
    assert (await choose(world, "anna", PASSWORD, NEW)).json()["code"] == "first-password-ended"


async def test_a_new_one_from_an_administrator_is_a_first_one_again(world: World) -> None:
    admin, id = await world.actor("admin"), await world.person("anna", PASSWORD)
    changed = await admin.patch(f"/people/{id}", {"password": NEW})
    assert changed.json()["first_password_until"] is not None
    assert (await sign_in(world, "anna", NEW)).json()["code"] == "first-password"
    none = await admin.patch(f"/people/{id}", {"password": None})
    assert none.json()["first_password_until"] is None
    ones_own = await admin.patch(f"/people/{admin.id}", {"password": NEW})
    assert [fault["code"] for fault in ones_own.json()["errors"]] == ["own-password"], "with the old one only"


async def test_only_who_reads_people_in_full_is_told_of_it(world: World) -> None:
    admin, office = await world.actor("admin"), await world.actor("administration")
    id = (await make(admin, password=PASSWORD))["id"]
    await world.give(UUID(id), "leader", world.birk)
    assert (await office.get(f"/people/{id}")).json()["first_password_until"] is None
    assert (await admin.get(f"/people/{id}")).json()["first_password_until"] is not None


async def test_the_new_one_is_judged(world: World) -> None:
    await make(await world.actor("admin"), password=PASSWORD)
    same = await choose(world, "anna", PASSWORD, PASSWORD)
    assert codes(same) == (422, [("/new", "password-unchanged")])
    short = await choose(world, "anna", PASSWORD, "anna")
    assert [code for _, code in codes(short)[1]] == [
        "password-too-short",
        "password-contains-username",
        "password-too-common",
    ]
    assert (await sign_in(world, "anna", PASSWORD)).json()["code"] == "first-password"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> int:
    """Two failures cost nothing instead of ten: passwords are compared slowly."""
    monkeypatch.setattr(throttling, "PAIR", throttling.PAIR._replace(free=2))
    return 2


async def test_guessing_it_is_slowed_down_and_tells_nothing(world: World, impatient: int) -> None:
    await make(await world.actor("admin"), password=PASSWORD)
    clock.move(clock.now())
    for username in ("anna", "nobody"):
        told = [await choose(world, username, NEW, PASSWORD) for _ in range(impatient + 1)]
        assert {(one.status_code, one.json()["code"]) for one in told[:-1]} == {(401, "wrong-credentials")}
        assert (told[-1].status_code, told[-1].json()["code"]) == (429, "sign-in-paused")
        assert (await sign_in(world, username, PASSWORD)).status_code == 429, "the same pause"


async def test_trying_the_right_one_often_is_no_failure(world: World, impatient: int) -> None:
    await make(await world.actor("admin"), password=PASSWORD)
    for _ in range(impatient + 1):
        assert (await sign_in(world, "anna", PASSWORD)).json()["code"] == "first-password"


async def test_who_is_switched_off_chooses_none(world: World) -> None:
    admin = await world.actor("admin")
    id = (await make(admin, password=PASSWORD))["id"]
    await admin.patch(f"/people/{id}", {"active": False})
    assert (await choose(world, "anna", PASSWORD, NEW)).json()["code"] == "wrong-credentials"


async def test_with_password_sign_in_off_there_is_none(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await make(await world.actor("admin"), password=PASSWORD)
    off = world.app.state.settings.model_copy(update={"password_sign_in": False})
    monkeypatch.setitem(world.app.state._state, "settings", off)
    assert (await choose(world, "anna", PASSWORD, NEW)).json()["code"] == "password-sign-in-off"
