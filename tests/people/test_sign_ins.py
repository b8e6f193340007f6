"""Signing out everywhere: by oneself, and by an administrator for somebody else or a machine."""

import pytest
from sqlalchemy import select, text

from api.db import transactions
from api.journal.models import Entry
from tests.support.oidc_provider import FakeProvider, bearer, opened
from tests.support.world import Actor, World

PASSWORD = "Lærkerne synger kl. 5"


async def is_in(actor: Actor) -> bool:
    return (await actor.get("/me")).status_code == 200


async def refreshes(world: World, actor: Actor) -> bool:
    form = {"grant_type": "refresh_token", "refresh_token": actor.refresh_token}
    return (await world.token_request(form=form)).status_code == 200


async def test_who_signs_out_everywhere_is_out_here_too_and_may_come_in_again(world: World) -> None:
    await world.person("anna", PASSWORD)
    await world.person("bo", PASSWORD)
    here, there, other = [await world.sign_in(name, PASSWORD) for name in ("anna", "anna", "bo")]
    answer = await here.post("/me/sign-out")
    assert (answer.status_code, answer.content) == (204, b"")
    assert not await is_in(here)
    assert not await is_in(there)
    assert not await refreshes(world, there)
    assert await is_in(other)
    assert await is_in(await world.sign_in("anna", PASSWORD))
    async with transactions.read_transaction(world.app.state.engine) as session:
        [entry] = (await session.execute(select(Entry).where(text("action = 'signed_out'")))).scalars()
    assert (entry.resource, entry.thing_id, entry.caller_id) == ("people", here.id, here.id)


async def test_an_administrator_signs_somebody_out(world: World) -> None:
    await world.person("anna", PASSWORD)
    anna, admin = await world.sign_in("anna", PASSWORD), await world.actor("admin")
    path = f"/people/{anna.id}/sign-ins"
    tag = (await admin.get(f"/people/{anna.id}")).headers["etag"]
    assert (await admin.delete(path, etag="")).status_code == 428
    assert (await admin.delete(path, etag='"9"')).status_code == 412
    auditor, office = await world.actor("auditor"), await world.actor("administration")
    assert (await auditor.delete(path, etag=tag)).status_code == 403
    assert (await office.delete(path, etag=tag)).status_code in (403, 404)
    assert await is_in(anna)
    assert (await admin.delete(path, etag=tag)).status_code == 204
    assert not await is_in(anna)
    assert not await refreshes(world, anna)
    assert await is_in(await world.sign_in("anna", PASSWORD))


async def test_an_administrator_ends_a_machines_tokens_and_its_secret_goes_on(world: World) -> None:
    admin = await world.actor("admin")
    made = (await admin.post("/clients", {"name": "LIS"})).json()
    form = {"grant_type": "client_credentials", "client_id": made["id"], "client_secret": made["secret"]}
    machine = Actor(world.client, world.municipality, (await world.token_request(form=form)).json()["access_token"])
    assert await is_in(machine)
    tag = (await admin.get(f"/clients/{made['id']}")).headers["etag"]
    assert (await admin.delete(f"/clients/{made['id']}/sign-ins", etag=tag)).status_code == 204
    assert not await is_in(machine)
    machine.token = (await world.token_request(form=form)).json()["access_token"]
    assert (await machine.post("/me/sign-out")).status_code == 204
    assert not await is_in(machine)


async def test_tokens_of_the_municipalitys_sign_in_end_too_those_not_seen_yet_among_them(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fake = FakeProvider()
    rule = {"claim": "roles", "value": "x", "role": "administration", "unit": "municipality"}
    monkeypatch.setitem(world.app.state._state, "municipal", opened(world, fake, grants=[rule]))
    here, unseen = (bearer(world, fake.token(roles=["x"])) for _ in range(2))
    assert (await here.post("/me/sign-out")).status_code == 204
    assert not await is_in(here)
    assert not await is_in(unseen)
