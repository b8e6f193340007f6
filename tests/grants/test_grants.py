"""Grants over the service's routes: give, end, read."""

from datetime import timedelta
from typing import Any

import pytest

from api.core import clock
from tests.support.accounts import status_and_codes
from tests.support.world import World


async def test_grant_gives_access_and_its_end_removes_it_at_once(world: World) -> None:
    anna = await world.actor_without_role("anna")
    office = await world.actor("administration")
    assert (await anna.get("/institutions")).status_code == 403
    created = await office.post("/grants", {"person_id": str(anna.id), "unit_id": str(world.birk), "role": "leader"})
    assert created.status_code == 201, created.text
    grant = created.json()
    assert {name: grant[name] for name in ("person_name", "unit_name", "unit_kind", "until_on", "in_force")} == {
        "person_name": "anna",
        "unit_name": "Birkeskolen",
        "unit_kind": "institution",
        "until_on": None,
        "in_force": True,
    }
    assert (await anna.get(f"/institutions/{world.birk}")).status_code == 200
    ended = await office.act(f"/grants/{grant['id']}/end")
    assert (ended.status_code, ended.json()["in_force"]) == (200, False)
    assert ended.json()["until_on"] == clock.today().isoformat()
    assert (await anna.get(f"/institutions/{world.birk}")).status_code == 403
    assert (await anna.get("/institutions")).status_code == 403
    assert status_and_codes(await office.act(f"/grants/{grant['id']}/end")) == (409, ["wrong-state"])


async def test_grant_ends_on_its_end_date(world: World) -> None:
    anna = await world.actor_without_role("anna")
    office = await world.actor("administration")
    body = {"person_id": str(anna.id), "unit_id": str(world.birk), "role": "staff"}
    grant = (await office.post("/grants", body)).json()
    day = clock.today() + timedelta(days=10)
    changed = await office.patch(f"/grants/{grant['id']}", {"until_on": day.isoformat()})
    assert (changed.status_code, changed.json()["until_on"]) == (200, day.isoformat())
    assert (await anna.get("/institutions")).status_code == 200
    until_further_notice = await office.patch(f"/grants/{grant['id']}", {"until_on": None})
    assert until_further_notice.json()["until_on"] is None
    past = await office.patch(f"/grants/{grant['id']}", {"until_on": "2020-01-01"})
    assert status_and_codes(past) == (422, ["out-of-bounds"])
    today = await office.patch(f"/grants/{grant['id']}", {"until_on": clock.today().isoformat()})
    assert today.status_code == 200, today.text
    assert (await anna.get("/institutions")).status_code == 403
    assert status_and_codes(await office.patch(f"/grants/{grant['id']}", {"until_on": None})) == (409, ["wrong-state"])
    new_grant = await office.post("/grants", body)
    assert new_grant.status_code == 201, new_grant.text


async def test_grant_begins_on_its_first_day(world: World) -> None:
    anna = await world.actor_without_role("anna")
    office = await world.actor("administration")
    day = (clock.today() + timedelta(days=1)).isoformat()
    body = {"username": "Anna", "unit_id": str(world.birk), "role": "staff", "since_on": day}
    grant = (await office.post("/grants", body)).json()
    assert (grant["in_force"], grant["person_id"]) == (False, str(anna.id))
    assert (await anna.get("/institutions")).status_code == 403
    ended = await office.act(f"/grants/{grant['id']}/end")
    assert (ended.json()["since_on"], ended.json()["until_on"]) == (day, day)


# role of the caller, its unit, role to give, its unit, status, codes
ATTEMPTS = [
    ("admin", None, "admin", None, 201, []),
    ("admin", None, "auditor", None, 201, []),
    ("administration", None, "chief", "north", 201, []),
    ("administration", None, "administration", None, 201, []),
    ("administration", None, "auditor", None, 403, ["role-not-yours-to-give"]),
    ("administration", None, "admin", None, 403, ["role-not-yours-to-give"]),
    ("administration", "north", "leader", "birk", 201, []),
    ("administration", "north", "leader", "oak", 422, ["grant-out-of-reach"]),
    ("administration", "north", "administration", None, 422, ["grant-out-of-reach"]),
    ("chief", "north", "leader", "birk", 201, []),
    ("chief", "north", "leader", "birk_sfo", 201, []),
    ("chief", "north", "leader", "oak", 422, ["grant-out-of-reach"]),
    ("chief", "north", "staff", "birk", 403, ["role-not-yours-to-give"]),
    ("chief", "north", "chief", "north", 403, ["role-not-yours-to-give"]),
    ("leader", "birk", "staff", "birk", 201, []),
    ("leader", "birk", "staff", "birk_sfo", 201, []),
    ("leader", "birk_sfo", "staff", "birk", 422, ["grant-out-of-reach"]),
    ("leader", "birk", "staff", "elm", 422, ["grant-out-of-reach"]),
    ("leader", "birk", "leader", "birk", 403, ["role-not-yours-to-give"]),
    ("admin", None, "leader", "north", 422, ["role-not-held-there"]),
    ("admin", None, "staff", None, 422, ["role-not-held-there"]),
    ("admin", None, "chief", "birk", 422, ["role-not-held-there"]),
    ("staff", "birk", "staff", "birk", 403, ["not-allowed"]),
    ("auditor", None, "staff", "birk", 403, ["not-allowed"]),
]


@pytest.mark.parametrize("giver, giver_unit, role, unit, status, codes", ATTEMPTS)
async def test_callers_give_only_their_roles_within_their_reach(
    world: World, giver: str, giver_unit: str | None, role: str, unit: str | None, status: int, codes: list[str]
) -> None:
    caller = await world.actor(giver, world.units[giver_unit] if giver_unit else None)
    unit_id = world.units[unit] if unit else world.municipality
    person_id = await world.create_person("anna")
    response = await caller.post("/grants", {"person_id": str(person_id), "unit_id": str(unit_id), "role": role})
    assert response.status_code == status, response.text
    if codes:
        assert status_and_codes(response)[1] == codes


async def test_unknown_unit_gets_the_same_error_as_a_unit_out_of_reach(world: World) -> None:
    leader, other = await world.actor("leader", world.birk), await world.create_person("anna")
    body = {"person_id": str(other), "role": "staff"}
    out_of_reach = await leader.post("/grants", {**body, "unit_id": str(world.oak)})
    unknown = await leader.post("/grants", {**body, "unit_id": str(other)})
    assert {**out_of_reach.json(), "request_id": ""} == {**unknown.json(), "request_id": ""}


async def test_person_with_roles_out_of_reach_gets_the_same_error_as_an_unknown_person(world: World) -> None:
    leader, office = await world.actor("leader", world.birk), await world.actor("administration")
    far_id, near_id = await world.create_person("far"), await world.create_person("here")
    await world.create_person("new")
    await world.add_grant(far_id, "staff", world.oak)
    await world.add_grant(near_id, "staff", world.birk)
    body = {"unit_id": str(world.birk), "role": "board_member", "body": "parent_board"}

    async def give_to(**holder: str) -> Any:
        response = await leader.post("/grants", {**body, **holder})
        return response.status_code, {**response.json(), "request_id": ""}

    unknown = await give_to(username="nobody")
    assert (unknown[0], unknown[1]["code"]) == (422, "unknown-reference")
    assert await give_to(username="far") == unknown
    assert await give_to(person_id=str(far_id)) == await give_to(person_id=str(world.birk))
    assert [(await give_to(username=name))[0] for name in ("here", "new")] == [201, 201]
    assert (await office.post("/grants", {**body, "username": "far"})).status_code == 201, (
        "the administration sees everybody"
    )


async def test_caller_cannot_give_or_extend_the_own_role_but_can_end_it(world: World) -> None:
    admin = await world.actor("admin")
    body = {"person_id": str(admin.id), "unit_id": str(world.birk), "role": "leader"}
    assert status_and_codes(await admin.post("/grants", body)) == (403, ["grant-to-oneself"])
    office = await world.actor("administration", until_on=clock.today() + timedelta(days=5))
    [own_grant] = (await office.get(f"/grants?person_id={office.id}")).json()["items"]
    longer = await office.patch(f"/grants/{own_grant['id']}", {"until_on": None})
    assert status_and_codes(longer) == (403, ["grant-to-oneself"])
    ended = await office.act(f"/grants/{own_grant['id']}/end", etag='"1"')
    assert (ended.status_code, ended.json()["in_force"]) == (200, False)
    assert (await office.get("/grants")).status_code == 403


async def test_all_faults_of_a_grant_are_reported_together(world: World) -> None:
    admin = await world.actor("admin")
    response = await admin.post(
        "/grants",
        {
            "username": "nobody",
            "client_id": str(world.birk),
            "unit_id": str(world.birk),
            "role": "network_member",
            "body": "parent_board",
            "since_on": "2026-01-01",
            "until_on": "2026-01-01",
        },
    )
    faults = {(error["pointer"], error["code"]) for error in response.json()["errors"]}
    assert faults == {
        ("/client_id", "not-expected"),
        ("/username", "unknown-reference"),
        ("/client_id", "unknown-reference"),
        ("/unit_id", "role-not-held-there"),
        ("/network", "required"),
        ("/body", "not-expected"),
        ("/until_on", "out-of-bounds"),
    }


async def test_same_role_cannot_be_given_twice(world: World) -> None:
    admin, other = await world.actor("admin"), await world.create_person("anna")
    body = {"person_id": str(other), "unit_id": str(world.birk), "role": "board_member", "body": "parent_board"}
    assert (await admin.post("/grants", body)).status_code == 201
    assert status_and_codes(await admin.post("/grants", body)) == (409, ["already-exists"])
    assert (await admin.post("/grants", {**body, "body": "parents_council"})).status_code == 201


async def test_machine_has_access_by_its_grant(world: World) -> None:
    admin = await world.actor("admin")
    client = (await admin.post("/clients", {"name": "LIS"})).json()
    body = {"client_id": client["id"], "unit_id": str(world.municipality), "role": "data_supplier"}
    assert (await admin.post("/grants", body)).json()["client_name"] == "LIS"
    form = {"grant_type": "client_credentials", "client_id": client["id"], "client_secret": client["secret"]}
    token = (await world.token_request(form=form)).json()["access_token"]
    response = await world.client.get("/v1/institutions", headers={"Authorization": f"Bearer {token}"})
    assert len(response.json()["items"]) == 6


async def test_admin_cannot_give_a_machine_access_to_dialogues(world: World) -> None:
    admin, office = await world.actor("admin"), await world.actor("administration")
    client = (await admin.post("/clients", {"name": "LIS"})).json()
    body = {"client_id": client["id"], "unit_id": str(world.birk)}
    for role in ("leader", "staff"):
        assert status_and_codes(await admin.post("/grants", {**body, "role": role})) == (422, ["role-not-for-machines"])
    body["unit_id"] = str(world.municipality)
    refused = await admin.post("/grants", {**body, "role": "admin"})
    assert status_and_codes(refused) == (422, ["role-not-for-machines"])
    assert all(f"`{role}`" in refused.json()["errors"][0]["detail"] for role in ("data_supplier", "council_member"))
    assert status_and_codes(await admin.post("/grants", {**body, "role": "administration"})) == (
        403,
        ["role-not-yours-to-give"],
    )
    given = await office.post("/grants", {**body, "role": "administration"})
    assert given.status_code == 201, given.text
    assert (await admin.act(f"/grants/{given.json()['id']}/end")).status_code == 200, "an admin can end it"


async def test_machine_cannot_give_a_role(world: World) -> None:
    machine, anna = await world.actor("administration", machine=True), await world.create_person("anna")
    body = {"person_id": str(anna), "unit_id": str(world.birk), "role": "leader"}
    assert status_and_codes(await machine.post("/grants", body)) == (403, ["role-not-yours-to-give"])


async def test_grant_of_the_last_admin_cannot_be_ended(world: World) -> None:
    admin = await world.actor("admin")
    [own_grant] = (await admin.get("/grants?role=admin")).json()["items"]
    assert status_and_codes(await admin.act(f"/grants/{own_grant['id']}/end")) == (409, ["last-admin"])
    later = (clock.today() + timedelta(days=30)).isoformat()
    assert status_and_codes(await admin.patch(f"/grants/{own_grant['id']}", {"until_on": later})) == (
        409,
        ["last-admin"],
    )
    await world.actor("admin", machine=True)
    assert status_and_codes(await admin.act(f"/grants/{own_grant['id']}/end")) == (409, ["last-admin"])
    await world.actor("admin", until_on=clock.today() + timedelta(days=90))
    assert status_and_codes(await admin.act(f"/grants/{own_grant['id']}/end")) == (409, ["last-admin"]), (
        "the other admin's grant ends earlier"
    )
    deactivated = await admin.patch(f"/people/{admin.id}", {"active": False})
    assert status_and_codes(deactivated) == (409, ["last-admin"])
    await world.actor("admin")
    assert (await admin.patch(f"/grants/{own_grant['id']}", {"until_on": later})).status_code == 200
    assert (await admin.act(f"/grants/{own_grant['id']}/end")).status_code == 200
    assert (await admin.get("/grants")).status_code == 403


async def test_administration_cannot_end_a_role_that_it_cannot_give(world: World) -> None:
    await world.actor("admin")
    auditor, office = await world.actor("auditor"), await world.actor("administration")
    [auditor_grant] = (await office.get(f"/grants?person_id={auditor.id}")).json()["items"]
    assert status_and_codes(await office.act(f"/grants/{auditor_grant['id']}/end")) == (403, ["role-not-yours-to-give"])


async def test_grants_are_visible_within_reach_only(world: World) -> None:
    staff, far = await world.actor("staff", world.birk), await world.actor("staff", world.oak)
    leader = await world.actor("leader", world.birk)
    auditor = await world.actor("auditor")
    assert {item["person_id"] for item in (await leader.get("/grants")).json()["items"]} == {
        str(staff.id),
        str(leader.id),
    }
    [far_grant] = (await auditor.get(f"/grants?person_id={far.id}")).json()["items"]
    assert (await leader.get(f"/grants/{far_grant['id']}")).status_code == 404
    assert (await leader.act(f"/grants/{far_grant['id']}/end", etag='"1"')).status_code == 404
    assert (await auditor.act(f"/grants/{far_grant['id']}/end")).status_code == 403
    assert (await staff.get("/grants")).status_code == 403
    for query, count in (
        (f"district_id={world.south}", 1),
        (f"unit_id={world.birk}&role=leader", 1),
        ("in_force=false", 0),
        ("q=staff&sort=-since_on", 2),
        ("body=parent_board", 0),
        ("network=school", 0),
        ("in_force=true", 4),
    ):
        response = await auditor.get(f"/grants?{query}&count=true")
        assert (query, response.json()["total"]) == (query, count)
    csv = await auditor.get("/grants", headers={"Accept": "text/csv"})
    assert len(csv.text.strip().split("\r\n")) == 5


async def test_ending_a_grant_requires_its_current_version(world: World) -> None:
    office = await world.actor("administration")
    [own_grant] = (await office.get("/grants?role=administration")).json()["items"]
    assert (await office.post(f"/grants/{own_grant['id']}/end")).status_code == 428
    assert (await office.post(f"/grants/{own_grant['id']}/end", etag='"9"')).status_code == 412
