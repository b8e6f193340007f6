"""People over the service's routes: create, read, filter, update, deactivate."""

from sqlalchemy import select

from api.access.models import StoredResponse
from api.db import transactions
from tests.support.accounts import (
    NEW_PASSWORD,
    PASSWORD,
    create_person,
    pointers_and_codes,
    replace_first_password,
    sign_in,
)
from tests.support.world import World


async def test_admin_creates_a_person_who_can_sign_in(world: World) -> None:
    admin = await world.actor("admin")
    response = await admin.post(
        "/people",
        {"username": "Anna", "name": "Anna Ø", "email": "anna@egekommune.example", "password": PASSWORD},
        headers={"Idempotency-Key": "k"},
    )
    assert response.status_code == 201, response.text
    assert response.json()["username"] == "anna"
    assert PASSWORD not in response.text
    assert response.headers["location"] == f"/v1/people/{response.json()['id']}"
    assert (await replace_first_password(world, "anna", PASSWORD, NEW_PASSWORD)).status_code == 204
    anna = await world.sign_in("anna", NEW_PASSWORD)
    assert (await anna.get("/me")).json()["email"] == "anna@egekommune.example"
    async with transactions.read_transaction(world.app.state.engine) as session:
        # Not stored: its fingerprint would be a fast hash of the password.
        assert (await session.execute(select(StoredResponse))).all() == []


async def test_weak_password_and_taken_username_are_rejected(world: World) -> None:
    admin = await world.actor("admin")
    await create_person(admin)
    body = {"username": "ANNA", "name": "En anden"}
    assert pointers_and_codes(await admin.post("/people", body)) == (409, [("/username", "already-exists")])
    for password, code in (
        ("kort", "password-too-short"),
        ("adgangskode123", "password-too-common"),
        ("x" * 300, "password-too-long"),
        ("svend er her igen", "password-contains-username"),
    ):
        response = await admin.post("/people", {"username": "svend", "name": "Svend", "password": password})
        assert response.status_code == 422
        assert ("/password", code) in pointers_and_codes(response)[1]
        assert password not in response.text
    cpr_number = await admin.post("/people", {"username": "010203-1234", "name": "X"})
    assert pointers_and_codes(cpr_number) == (422, [("/username", "looks-like-cpr-number")])
    assert (await admin.post("/people", {"username": "a b", "name": "X"})).status_code == 422


async def test_only_admin_writes_people_and_auditor_reads_all_fields(world: World) -> None:
    admin = await world.actor("admin")
    anna = await create_person(admin)
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


async def test_leader_sees_names_and_roles_of_people_within_reach_only(world: World) -> None:
    staff = await world.actor("staff", world.birk)
    await world.actor("staff", world.oak)
    leader = await world.actor("leader", world.birk)
    items = (await leader.get("/people")).json()["items"]
    assert {item["id"] for item in items} == {str(staff.id), str(leader.id)}
    assert all(item["username"] is None and item["email"] is None for item in items)
    [staff_item] = [item for item in items if item["id"] == str(staff.id)]
    assert staff_item["roles"] == [{"role": "staff", "unit_id": str(world.birk), "unit_name": "Birkeskolen"}]
    chief = await world.actor("chief", world.south)
    assert (await chief.get(f"/people/{staff.id}")).status_code == 404
    username = (await (await world.actor("admin")).get(f"/people/{staff.id}")).json()["username"]
    by_username = await leader.get(f"/people?username={username}&count=true")
    assert (by_username.json()["items"], by_username.json()["total"]) == ([], 0), "usernames cannot be looked up"


async def test_people_are_filtered_by_role_and_unit(world: World) -> None:
    office = await world.actor("administration")
    leader = await world.actor("leader", world.birk)
    sfo = await world.actor("leader", world.birk_sfo)
    staff = await world.actor("staff", world.birk)
    await world.add_grant(leader.id, "staff", world.oak)

    async def ids_of(query: str) -> set[str]:
        return {item["id"] for item in (await office.get(f"/people?{query}")).json()["items"]}

    assert await ids_of("role=leader") == {str(leader.id), str(sfo.id)}
    assert await ids_of(f"role=leader&unit_id={world.birk}") == {str(leader.id)}
    assert await ids_of(f"role=staff&unit_id={world.birk}") == {str(staff.id)}
    assert await ids_of(f"role=leader&unit_id={world.oak}") == set()
    assert await ids_of(f"district_id={world.north}") == {str(leader.id), str(sfo.id), str(staff.id)}
    assert await ids_of(f"district_id={world.south}&role=staff") == {str(leader.id)}
    assert str(office.id) in await ids_of("q=administration")
    counted = await office.get(f"/people?unit_id={world.birk}&count=true&limit=1")
    assert counted.json()["total"] == 2
    next_page = await office.get(counted.links["next"]["url"])
    assert next_page.status_code == 200
    other_query = counted.links["next"]["url"].replace(str(world.birk), str(world.oak))
    assert (await office.get(other_query)).json()["code"] == "cursor-of-another-query"


async def test_deactivated_person_is_signed_out_at_once(world: World) -> None:
    admin, id = await world.actor("admin"), await world.create_person("anna", PASSWORD)
    anna = await world.sign_in("anna", PASSWORD)
    deactivated = await admin.patch(f"/people/{id}", {"active": False})
    assert (deactivated.status_code, deactivated.json()["active"]) == (200, False)
    assert (await anna.get("/me")).status_code == 401
    assert (
        await world.token_request(form={"grant_type": "refresh_token", "refresh_token": anna.refresh_token})
    ).status_code == 401
    await admin.patch(f"/people/{id}", {"active": True})
    assert (await anna.get("/me")).status_code == 401
    assert (await (await world.sign_in("anna", PASSWORD)).get("/me")).status_code == 200


async def test_person_with_a_new_password_from_an_admin_is_signed_out(world: World) -> None:
    admin, id = await world.actor("admin"), await world.create_person("anna", PASSWORD)
    anna = await world.sign_in("anna", PASSWORD)
    assert (await admin.patch(f"/people/{id}", {"password": NEW_PASSWORD})).status_code == 200
    assert (await anna.get("/me")).status_code == 401
    assert (await sign_in(world, "anna", NEW_PASSWORD)).json()["code"] == "first-password"
    assert pointers_and_codes(await admin.patch(f"/people/{id}", {"password": "kort"}))[0] == 422


async def test_last_admin_cannot_be_deactivated(world: World) -> None:
    admin = await world.actor("admin")
    refused = await admin.patch(f"/people/{admin.id}", {"active": False})
    assert (refused.status_code, refused.json()["code"]) == (409, "last-admin")
    second = await world.actor("admin")
    assert (await second.patch(f"/people/{admin.id}", {"active": False})).status_code == 200
    assert (await second.patch(f"/people/{second.id}", {"active": False})).json()["code"] == "last-admin"
    third = await world.actor("admin")
    deactivated = await second.patch(f"/people/{second.id}", {"active": False})
    assert (deactivated.status_code, deactivated.json()["active"]) == (200, False)
    assert (await second.get("/people")).status_code == 401
    assert (await third.get(f"/people/{third.id}")).status_code == 200
