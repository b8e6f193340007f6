"""People and machines over the service's routes; and one's own password."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from api.access.models import StoredResponse
from api.core import clock
from api.db import transactions
from api.journal.models import Entry
from api.sign_in.models import Client
from api.sign_in.throttling import ACCOUNT
from tests.support.people.people import NEW, PASSWORD, choose, codes, make, sign_in
from tests.support.world import Actor, World


async def test_an_admin_lets_somebody_sign_in(world: World) -> None:
    admin = await world.actor("admin")
    answer = await admin.post(
        "/people",
        {"username": "Anna", "name": "Anna Ø", "email": "anna@egekommune.example", "password": PASSWORD},
        headers={"Idempotency-Key": "k"},
    )
    assert answer.status_code == 201, answer.text
    assert answer.json()["username"] == "anna"
    assert PASSWORD not in answer.text
    assert answer.headers["location"] == f"/v1/people/{answer.json()['id']}"
    assert (await choose(world, "anna", PASSWORD, NEW)).status_code == 204
    anna = await world.sign_in("anna", NEW)
    assert (await anna.get("/me")).json()["email"] == "anna@egekommune.example"
    async with transactions.read_transaction(world.app.state.engine) as session:
        # Its fingerprint would be a fast hash of the password.
        assert (await session.execute(select(StoredResponse))).all() == []


async def test_a_bad_password_or_a_taken_username_is_refused_by_name(world: World) -> None:
    admin = await world.actor("admin")
    await make(admin)
    body = {"username": "ANNA", "name": "En anden"}
    assert codes(await admin.post("/people", body)) == (409, [("/username", "already-exists")])
    for password, code in (
        ("kort", "password-too-short"),
        ("adgangskode123", "password-too-common"),
        ("x" * 300, "password-too-long"),
        ("svend er her igen", "password-contains-username"),
    ):
        answer = await admin.post("/people", {"username": "svend", "name": "Svend", "password": password})
        assert answer.status_code == 422
        assert ("/password", code) in codes(answer)[1]
        assert password not in answer.text
    cpr = await admin.post("/people", {"username": "010203-1234", "name": "X"})
    assert codes(cpr) == (422, [("/username", "looks-like-cpr-number")])
    assert (await admin.post("/people", {"username": "a b", "name": "X"})).status_code == 422


async def test_only_an_admin_writes_people_and_an_auditor_reads_them(world: World) -> None:
    admin = await world.actor("admin")
    anna = await make(admin)
    auditor = await world.actor("auditor")
    assert (await auditor.get(f"/people/{anna['id']}")).json()["username"] == "anna"
    for role, unit in (("auditor", None), ("administration", None), ("chief", world.north), ("leader", world.birk)):
        other = await world.actor(role, unit)
        assert (await other.post("/people", {"username": "x1", "name": "X"})).status_code == 403
        changed = await other.patch(f"/people/{anna['id']}", {"name": "Y"})
        assert changed.status_code == (403 if role == "auditor" else 404)
    for role in ("council_member", "data_supplier", "network_member"):
        assert (await (await world.actor(role)).get("/people")).status_code == 403
        assert (await (await world.actor(role)).get("/clients")).status_code == 403
    assert (await (await world.actor("staff", world.birk)).get("/people")).status_code == 403


async def test_who_plans_sees_name_and_role_within_reach_and_nothing_else(world: World) -> None:
    staff = await world.actor("staff", world.birk)
    await world.actor("staff", world.oak)
    leader = await world.actor("leader", world.birk)
    items = (await leader.get("/people")).json()["items"]
    assert {item["id"] for item in items} == {str(staff.id), str(leader.id)}
    assert all(item["username"] is None and item["email"] is None for item in items)
    [shown] = [item for item in items if item["id"] == str(staff.id)]
    assert shown["roles"] == [{"role": "staff", "unit_id": str(world.birk), "unit_name": "Birkeskolen"}]
    chief = await world.actor("chief", world.south)
    assert (await chief.get(f"/people/{staff.id}")).status_code == 404
    username = (await (await world.actor("admin")).get(f"/people/{staff.id}")).json()["username"]
    found = await leader.get(f"/people?username={username}&count=true")
    assert (found.json()["items"], found.json()["total"]) == ([], 0), "nor whose a username is"


async def test_people_are_found_by_the_role_that_they_have_at_a_place(world: World) -> None:
    office = await world.actor("administration")
    leader = await world.actor("leader", world.birk)
    sfo = await world.actor("leader", world.birk_sfo)
    staff = await world.actor("staff", world.birk)
    await world.give(leader.id, "staff", world.oak)

    async def found(query: str) -> set[str]:
        return {item["id"] for item in (await office.get(f"/people?{query}")).json()["items"]}

    assert await found("role=leader") == {str(leader.id), str(sfo.id)}
    assert await found(f"role=leader&unit_id={world.birk}") == {str(leader.id)}
    assert await found(f"role=staff&unit_id={world.birk}") == {str(staff.id)}
    assert await found(f"role=leader&unit_id={world.oak}") == set()
    assert await found(f"district_id={world.north}") == {str(leader.id), str(sfo.id), str(staff.id)}
    assert await found(f"district_id={world.south}&role=staff") == {str(leader.id)}
    assert str(office.id) in await found("q=administration")
    counted = await office.get(f"/people?unit_id={world.birk}&count=true&limit=1")
    assert counted.json()["total"] == 2
    following = await office.get(counted.links["next"]["url"])
    assert following.status_code == 200
    other = counted.links["next"]["url"].replace(str(world.birk), str(world.oak))
    assert (await office.get(other)).json()["code"] == "cursor-of-another-query"


async def test_who_is_switched_off_is_signed_out_at_once(world: World) -> None:
    admin, id = await world.actor("admin"), await world.person("anna", PASSWORD)
    anna = await world.sign_in("anna", PASSWORD)
    off = await admin.patch(f"/people/{id}", {"active": False})
    assert (off.status_code, off.json()["active"]) == (200, False)
    assert (await anna.get("/me")).status_code == 401
    assert (
        await world.token_request(form={"grant_type": "refresh_token", "refresh_token": anna.refresh_token})
    ).status_code == 401
    await admin.patch(f"/people/{id}", {"active": True})
    assert (await anna.get("/me")).status_code == 401
    assert (await (await world.sign_in("anna", PASSWORD)).get("/me")).status_code == 200


async def test_a_person_given_a_new_password_is_signed_out(world: World) -> None:
    admin, id = await world.actor("admin"), await world.person("anna", PASSWORD)
    anna = await world.sign_in("anna", PASSWORD)
    assert (await admin.patch(f"/people/{id}", {"password": NEW})).status_code == 200
    assert (await anna.get("/me")).status_code == 401
    assert (await sign_in(world, "anna", NEW)).json()["code"] == "first-password"
    assert codes(await admin.patch(f"/people/{id}", {"password": "kort"}))[0] == 422


async def test_the_last_admin_is_not_switched_off(world: World) -> None:
    admin = await world.actor("admin")
    refused = await admin.patch(f"/people/{admin.id}", {"active": False})
    assert (refused.status_code, refused.json()["code"]) == (409, "last-admin")
    second = await world.actor("admin")
    assert (await second.patch(f"/people/{admin.id}", {"active": False})).status_code == 200
    assert (await second.patch(f"/people/{second.id}", {"active": False})).json()["code"] == "last-admin"
    third = await world.actor("admin")
    gone = await second.patch(f"/people/{second.id}", {"active": False})
    assert (gone.status_code, gone.json()["active"]) == (200, False)
    assert (await second.get("/people")).status_code == 401
    assert (await third.get(f"/people/{third.id}")).status_code == 200


async def test_a_machines_secret_is_shown_once(world: World) -> None:
    admin = await world.actor("admin")
    made = await admin.post("/clients", {"name": "LIS"}, headers={"Idempotency-Key": "k"})
    assert made.status_code == 201, made.text
    assert made.headers["cache-control"] == "no-store"
    id, secret = made.json()["id"], made.json()["secret"]
    assert secret not in (await admin.get(f"/clients/{id}")).text
    async with transactions.read_transaction(world.app.state.engine) as session:
        assert (await session.execute(select(StoredResponse))).all() == []
        kept = (await session.execute(select(Client))).scalar_one()
        assert secret not in kept.secret_hash
    form = {"grant_type": "client_credentials", "client_id": id, "client_secret": secret}
    token = (await world.token_request(form=form)).json()["access_token"]
    machine = Actor(world.client, kept.id, token)
    assert (await machine.get("/me")).json()["kind"] == "client"
    assert (await machine.post("/me/password", {"old": PASSWORD, "new": NEW})).status_code == 403

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


async def test_a_secret_is_not_rotated_unseen(world: World) -> None:
    admin = await world.actor("admin")
    id = (await admin.post("/clients", {"name": "LIS"})).json()["id"]
    assert (await admin.post(f"/clients/{id}/rotate-secret")).status_code == 428
    assert (await admin.post(f"/clients/{id}/rotate-secret", etag='"7"')).status_code == 412
    auditor = await world.actor("auditor")
    assert [item["name"] for item in (await auditor.get("/clients?q=lis")).json()["items"]] == ["LIS"]
    assert (await auditor.act(f"/clients/{id}/rotate-secret")).status_code == 403
    assert (await (await world.actor("administration")).act(f"/clients/{id}/rotate-secret")).status_code == 404


async def test_one_changes_ones_own_password_and_stays_signed_in_here_only(world: World) -> None:
    await world.person("anna", PASSWORD)
    here, there = await world.sign_in("anna", PASSWORD), await world.sign_in("anna", PASSWORD)
    answer = await here.post("/me/password", {"old": PASSWORD, "new": NEW}, headers={"Idempotency-Key": "k"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert (await here.get("/me")).status_code == 200
    assert (await there.get("/me")).status_code == 401
    await world.sign_in("anna", NEW)
    async with transactions.read_transaction(world.app.state.engine) as session:
        assert (await session.execute(select(StoredResponse))).all() == []
        [entry] = (await session.execute(select(Entry).where(text("action = 'password_changed'")))).scalars()
        assert (entry.resource, entry.caller_id, entry.fields) == ("people", here.id, ["password_hash"])


async def test_a_new_password_of_ones_own_is_judged(world: World) -> None:
    await world.person("anna", PASSWORD)
    anna = await world.sign_in("anna", PASSWORD)
    wrong = await anna.post("/me/password", {"old": NEW, "new": NEW})
    assert codes(wrong) == (422, [("/old", "wrong-password")])
    short = await anna.post("/me/password", {"old": PASSWORD, "new": "anna"})
    assert [code for _, code in codes(short)[1]] == [
        "password-too-short",
        "password-contains-username",
        "password-too-common",
    ]
    same = await anna.post("/me/password", {"old": PASSWORD, "new": PASSWORD})
    assert codes(same) == (422, [("/new", "password-unchanged")])
    clock.move(clock.now())
    for _ in range(ACCOUNT.free):
        await anna.post("/me/password", {"old": NEW, "new": NEW})
    paused = await anna.post("/me/password", {"old": PASSWORD, "new": NEW})
    assert (paused.status_code, paused.json()["code"]) == (429, "sign-in-paused")
    clock.move(clock.now() + timedelta(minutes=6))
    assert (await anna.post("/me/password", {"old": PASSWORD, "new": NEW})).status_code == 204


async def test_with_password_sign_in_off_there_is_no_password_to_change(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    leader = await world.actor("leader", world.birk)
    off = world.app.state.settings.model_copy(update={"password_sign_in": False})
    monkeypatch.setitem(world.app.state._state, "settings", off)
    answer = await leader.post("/me/password", {"old": PASSWORD, "new": NEW})
    assert answer.json()["code"] == "password-sign-in-off"
