"""Machines over the service's routes: secrets and access."""

from sqlalchemy import select

from api.access.models import StoredResponse
from api.db import transactions
from api.sign_in.models import Client
from tests.support.accounts import NEW_PASSWORD, PASSWORD
from tests.support.world import Actor, World


async def test_secret_of_a_machine_is_returned_once_and_can_be_rotated(world: World) -> None:
    admin = await world.actor("admin")
    created = await admin.post("/clients", {"name": "LIS"}, headers={"Idempotency-Key": "k"})
    assert created.status_code == 201, created.text
    assert created.headers["cache-control"] == "no-store"
    id, secret = created.json()["id"], created.json()["secret"]
    assert secret not in (await admin.get(f"/clients/{id}")).text
    async with transactions.read_transaction(world.app.state.engine) as session:
        assert (await session.execute(select(StoredResponse))).all() == []
        client = (await session.execute(select(Client))).scalar_one()
        assert secret not in client.secret_hash
    form = {"grant_type": "client_credentials", "client_id": id, "client_secret": secret}
    token = (await world.token_request(form=form)).json()["access_token"]
    machine = Actor(world.client, client.id, token)
    assert (await machine.get("/me")).json()["kind"] == "client"
    assert (await machine.post("/me/password", {"old": PASSWORD, "new": NEW_PASSWORD})).status_code == 403

    rotated = await admin.act(f"/clients/{id}/rotate-secret")
    assert rotated.status_code == 200, rotated.text
    assert rotated.json()["version"] == 2
    assert (await machine.get("/me")).status_code == 401
    assert (await world.token_request(form=form)).status_code == 401
    form["client_secret"] = rotated.json()["secret"]
    machine.token = (await world.token_request(form=form)).json()["access_token"]
    assert (await machine.get("/me")).status_code == 200
    assert (await admin.patch(f"/clients/{id}", {"active": False})).status_code == 200
    assert (await machine.get("/me")).status_code == 401


async def test_rotating_a_secret_requires_the_current_version_and_the_admin_role(world: World) -> None:
    admin = await world.actor("admin")
    id = (await admin.post("/clients", {"name": "LIS"})).json()["id"]
    assert (await admin.post(f"/clients/{id}/rotate-secret")).status_code == 428
    assert (await admin.post(f"/clients/{id}/rotate-secret", etag='"7"')).status_code == 412
    auditor = await world.actor("auditor")
    assert [item["name"] for item in (await auditor.get("/clients?q=lis")).json()["items"]] == ["LIS"]
    assert (await auditor.act(f"/clients/{id}/rotate-secret")).status_code == 403
    assert (await (await world.actor("administration")).act(f"/clients/{id}/rotate-secret")).status_code == 404
