"""Signing out everywhere: oneself, and by an administrator another person or a machine."""

import pytest
from sqlalchemy import select, text

from api.db import transactions
from api.journal.models import Entry
from tests.support.accounts import PASSWORD
from tests.support.oidc_provider import FakeProvider, bearer, municipal_sign_in
from tests.support.world import Actor, World


async def is_signed_in(actor: Actor) -> bool:
    return (await actor.get("/me")).status_code == 200


async def can_refresh(world: World, actor: Actor) -> bool:
    form = {"grant_type": "refresh_token", "refresh_token": actor.refresh_token}
    return (await world.token_request(form=form)).status_code == 200


async def test_person_signs_out_everywhere_and_can_sign_in_again(world: World) -> None:
    await world.create_person("anna", PASSWORD)
    await world.create_person("bo", PASSWORD)
    this_session, other_session, other_person = [await world.sign_in(name, PASSWORD) for name in ("anna", "anna", "bo")]
    response = await this_session.post("/me/sign-out")
    assert (response.status_code, response.content) == (204, b"")
    assert not await is_signed_in(this_session)
    assert not await is_signed_in(other_session)
    assert not await can_refresh(world, other_session)
    assert await is_signed_in(other_person)
    assert await is_signed_in(await world.sign_in("anna", PASSWORD))
    async with transactions.read_transaction(world.app.state.engine) as session:
        [entry] = (await session.execute(select(Entry).where(text("action = 'signed_out'")))).scalars()
    assert (entry.resource, entry.thing_id, entry.caller_id) == ("people", this_session.id, this_session.id)


async def test_admin_signs_a_person_out_everywhere(world: World) -> None:
    await world.create_person("anna", PASSWORD)
    anna, admin = await world.sign_in("anna", PASSWORD), await world.actor("admin")
    path = f"/people/{anna.id}/sign-ins"
    tag = (await admin.get(f"/people/{anna.id}")).headers["etag"]
    assert (await admin.delete(path, etag="")).status_code == 428
    assert (await admin.delete(path, etag='"9"')).status_code == 412
    auditor, office = await world.actor("auditor"), await world.actor("administration")
    assert (await auditor.delete(path, etag=tag)).status_code == 403
    assert (await office.delete(path, etag=tag)).status_code in (403, 404)
    assert await is_signed_in(anna)
    assert (await admin.delete(path, etag=tag)).status_code == 204
    assert not await is_signed_in(anna)
    assert not await can_refresh(world, anna)
    assert await is_signed_in(await world.sign_in("anna", PASSWORD))


async def test_admin_ends_the_sessions_of_a_machine_and_its_secret_stays_valid(world: World) -> None:
    admin = await world.actor("admin")
    client = (await admin.post("/clients", {"name": "LIS"})).json()
    form = {"grant_type": "client_credentials", "client_id": client["id"], "client_secret": client["secret"]}
    machine = Actor(world.client, world.municipality, (await world.token_request(form=form)).json()["access_token"])
    assert await is_signed_in(machine)
    tag = (await admin.get(f"/clients/{client['id']}")).headers["etag"]
    assert (await admin.delete(f"/clients/{client['id']}/sign-ins", etag=tag)).status_code == 204
    assert not await is_signed_in(machine)
    machine.token = (await world.token_request(form=form)).json()["access_token"]
    assert (await machine.post("/me/sign-out")).status_code == 204
    assert not await is_signed_in(machine)


async def test_signing_out_also_ends_unused_tokens_of_the_municipal_sign_in(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    provider = FakeProvider()
    rule = {"claim": "roles", "value": "x", "role": "administration", "unit": "municipality"}
    monkeypatch.setitem(world.app.state._state, "municipal", municipal_sign_in(world, provider, grants=[rule]))
    used, unused = (bearer(world, provider.token(roles=["x"])) for _ in range(2))
    assert (await used.post("/me/sign-out")).status_code == 204
    assert not await is_signed_in(used)
    assert not await is_signed_in(unused)
