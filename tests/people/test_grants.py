"""Giving roles and ending them, over the service's routes."""

from datetime import timedelta
from typing import Any

import pytest

from api.core import clock
from tests.support.world import World


def codes(answer: Any) -> tuple[int, list[str]]:
    return answer.status_code, [error["code"] for error in answer.json()["errors"]] or [answer.json()["code"]]


async def test_a_role_that_is_given_opens_and_one_that_ends_closes_at_once(world: World) -> None:
    anna = await world.signed_in("anna")
    office = await world.actor("administration")
    assert (await anna.get("/institutions")).status_code == 403
    made = await office.post("/grants", {"person_id": str(anna.id), "unit_id": str(world.birk), "role": "leader"})
    assert made.status_code == 201, made.text
    grant = made.json()
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
    assert codes(await office.act(f"/grants/{grant['id']}/end")) == (409, ["wrong-state"])


async def test_a_role_ends_on_the_day_that_was_set(world: World) -> None:
    anna = await world.signed_in("anna")
    office = await world.actor("administration")
    body = {"person_id": str(anna.id), "unit_id": str(world.birk), "role": "staff"}
    grant = (await office.post("/grants", body)).json()
    day = clock.today() + timedelta(days=10)
    changed = await office.patch(f"/grants/{grant['id']}", {"until_on": day.isoformat()})
    assert (changed.status_code, changed.json()["until_on"]) == (200, day.isoformat())
    assert (await anna.get("/institutions")).status_code == 200
    forever = await office.patch(f"/grants/{grant['id']}", {"until_on": None})
    assert forever.json()["until_on"] is None
    past = await office.patch(f"/grants/{grant['id']}", {"until_on": "2020-01-01"})
    assert codes(past) == (422, ["out-of-bounds"])
    today = await office.patch(f"/grants/{grant['id']}", {"until_on": clock.today().isoformat()})
    assert today.status_code == 200, today.text
    assert (await anna.get("/institutions")).status_code == 403
    assert codes(await office.patch(f"/grants/{grant['id']}", {"until_on": None})) == (409, ["wrong-state"])
    again = await office.post("/grants", body)
    assert again.status_code == 201, again.text


async def test_a_role_begins_on_its_first_day(world: World) -> None:
    anna = await world.signed_in("anna")
    office = await world.actor("administration")
    day = (clock.today() + timedelta(days=1)).isoformat()
    body = {"username": "Anna", "unit_id": str(world.birk), "role": "staff", "since_on": day}
    grant = (await office.post("/grants", body)).json()
    assert (grant["in_force"], grant["person_id"]) == (False, str(anna.id))
    assert (await anna.get("/institutions")).status_code == 403
    ended = await office.act(f"/grants/{grant['id']}/end")
    assert (ended.json()["since_on"], ended.json()["until_on"]) == (day, day)


# role, where they hold it, what they give, where, the answer
TRIED = [
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


@pytest.mark.parametrize("giver, at, role, where, status, refused", TRIED)
async def test_each_gives_what_is_theirs_to_give(
    world: World, giver: str, at: str | None, role: str, where: str | None, status: int, refused: list[str]
) -> None:
    caller = await world.actor(giver, world.units[at] if at else None)
    unit = world.units[where] if where else world.municipality
    other = await world.person("anna")
    answer = await caller.post("/grants", {"person_id": str(other), "unit_id": str(unit), "role": role})
    assert answer.status_code == status, answer.text
    if refused:
        assert codes(answer)[1] == refused


async def test_a_unit_that_is_not_there_is_out_of_reach_like_any_other(world: World) -> None:
    leader, other = await world.actor("leader", world.birk), await world.person("anna")
    body = {"person_id": str(other), "role": "staff"}
    there = await leader.post("/grants", {**body, "unit_id": str(world.oak)})
    nowhere = await leader.post("/grants", {**body, "unit_id": str(other)})
    assert {**there.json(), "request_id": ""} == {**nowhere.json(), "request_id": ""}


async def test_who_has_roles_elsewhere_only_is_as_unknown_as_somebody_who_is_not_there(world: World) -> None:
    leader, office = await world.actor("leader", world.birk), await world.actor("administration")
    far, here = await world.person("far"), await world.person("here")
    await world.person("new")
    await world.give(far, "staff", world.oak)
    await world.give(here, "staff", world.birk)
    body = {"unit_id": str(world.birk), "role": "board_member", "body": "parent_board"}

    async def tried(**who: str) -> Any:
        answer = await leader.post("/grants", {**body, **who})
        return answer.status_code, {**answer.json(), "request_id": ""}

    unknown = await tried(username="nobody")
    assert (unknown[0], unknown[1]["code"]) == (422, "unknown-reference")
    assert await tried(username="far") == unknown
    assert await tried(person_id=str(far)) == await tried(person_id=str(world.birk))
    assert [(await tried(username=name))[0] for name in ("here", "new")] == [201, 201]
    assert (await office.post("/grants", {**body, "username": "far"})).status_code == 201, "the office sees everybody"


async def test_nobody_gives_themselves_a_role_or_holds_one_longer(world: World) -> None:
    admin = await world.actor("admin")
    body = {"person_id": str(admin.id), "unit_id": str(world.birk), "role": "leader"}
    assert codes(await admin.post("/grants", body)) == (403, ["grant-to-oneself"])
    office = await world.actor("administration", until_on=clock.today() + timedelta(days=5))
    [mine] = (await office.get(f"/grants?person_id={office.id}")).json()["items"]
    longer = await office.patch(f"/grants/{mine['id']}", {"until_on": None})
    assert codes(longer) == (403, ["grant-to-oneself"])
    given_up = await office.act(f"/grants/{mine['id']}/end", etag='"1"')
    assert (given_up.status_code, given_up.json()["in_force"]) == (200, False)
    assert (await office.get("/grants")).status_code == 403


async def test_all_that_is_wrong_with_a_grant_is_told_at_once(world: World) -> None:
    admin = await world.actor("admin")
    answer = await admin.post(
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
    found = {(error["pointer"], error["code"]) for error in answer.json()["errors"]}
    assert found == {
        ("/client_id", "not-expected"),
        ("/username", "unknown-reference"),
        ("/client_id", "unknown-reference"),
        ("/unit_id", "role-not-held-there"),
        ("/network", "required"),
        ("/body", "not-expected"),
        ("/until_on", "out-of-bounds"),
    }


async def test_the_same_role_is_not_given_twice(world: World) -> None:
    admin, other = await world.actor("admin"), await world.person("anna")
    body = {"person_id": str(other), "unit_id": str(world.birk), "role": "board_member", "body": "parent_board"}
    assert (await admin.post("/grants", body)).status_code == 201
    assert codes(await admin.post("/grants", body)) == (409, ["already-exists"])
    assert (await admin.post("/grants", {**body, "body": "parents_council"})).status_code == 201


async def test_a_machine_holds_a_role_as_a_person_does(world: World) -> None:
    admin = await world.actor("admin")
    made = (await admin.post("/clients", {"name": "LIS"})).json()
    body = {"client_id": made["id"], "unit_id": str(world.municipality), "role": "data_supplier"}
    assert (await admin.post("/grants", body)).json()["client_name"] == "LIS"
    form = {"grant_type": "client_credentials", "client_id": made["id"], "client_secret": made["secret"]}
    token = (await world.token_request(form=form)).json()["access_token"]
    answer = await world.client.get("/v1/institutions", headers={"Authorization": f"Bearer {token}"})
    assert len(answer.json()["items"]) == 6


async def test_an_admin_reads_no_dialogue_through_a_machine(world: World) -> None:
    admin, office = await world.actor("admin"), await world.actor("administration")
    made = (await admin.post("/clients", {"name": "LIS"})).json()
    body = {"client_id": made["id"], "unit_id": str(world.birk)}
    for role in ("leader", "staff"):
        assert codes(await admin.post("/grants", {**body, "role": role})) == (422, ["role-not-for-machines"])
    body["unit_id"] = str(world.municipality)
    refused = await admin.post("/grants", {**body, "role": "admin"})
    assert codes(refused) == (422, ["role-not-for-machines"])
    assert all(f"`{role}`" in refused.json()["errors"][0]["detail"] for role in ("data_supplier", "council_member"))
    assert codes(await admin.post("/grants", {**body, "role": "administration"})) == (403, ["role-not-yours-to-give"])
    given = await office.post("/grants", {**body, "role": "administration"})
    assert given.status_code == 201, given.text
    assert (await admin.act(f"/grants/{given.json()['id']}/end")).status_code == 200, "taking it back is theirs"


async def test_a_machine_gives_nobody_a_role(world: World) -> None:
    machine, anna = await world.actor("administration", machine=True), await world.person("anna")
    body = {"person_id": str(anna), "unit_id": str(world.birk), "role": "leader"}
    assert codes(await machine.post("/grants", body)) == (403, ["role-not-yours-to-give"])


async def test_the_last_admin_stays(world: World) -> None:
    admin = await world.actor("admin")
    [mine] = (await admin.get("/grants?role=admin")).json()["items"]
    assert codes(await admin.act(f"/grants/{mine['id']}/end")) == (409, ["last-admin"])
    later = (clock.today() + timedelta(days=30)).isoformat()
    assert codes(await admin.patch(f"/grants/{mine['id']}", {"until_on": later})) == (409, ["last-admin"])
    await world.actor("admin", machine=True)
    assert codes(await admin.act(f"/grants/{mine['id']}/end")) == (409, ["last-admin"])
    await world.actor("admin", until_on=clock.today() + timedelta(days=90))
    assert codes(await admin.act(f"/grants/{mine['id']}/end")) == (409, ["last-admin"]), "they end, too"
    switched_off = await admin.patch(f"/people/{admin.id}", {"active": False})
    assert codes(switched_off) == (409, ["last-admin"])
    await world.actor("admin")
    assert (await admin.patch(f"/grants/{mine['id']}", {"until_on": later})).status_code == 200
    assert (await admin.act(f"/grants/{mine['id']}/end")).status_code == 200
    assert (await admin.get("/grants")).status_code == 403


async def test_an_administration_does_not_end_what_it_could_not_give(world: World) -> None:
    await world.actor("admin")
    auditor, office = await world.actor("auditor"), await world.actor("administration")
    [theirs] = (await office.get(f"/grants?person_id={auditor.id}")).json()["items"]
    assert codes(await office.act(f"/grants/{theirs['id']}/end")) == (403, ["role-not-yours-to-give"])


async def test_grants_are_seen_where_one_may_give_them(world: World) -> None:
    staff, far = await world.actor("staff", world.birk), await world.actor("staff", world.oak)
    leader = await world.actor("leader", world.birk)
    auditor = await world.actor("auditor")
    assert {item["person_id"] for item in (await leader.get("/grants")).json()["items"]} == {
        str(staff.id),
        str(leader.id),
    }
    [theirs] = (await auditor.get(f"/grants?person_id={far.id}")).json()["items"]
    assert (await leader.get(f"/grants/{theirs['id']}")).status_code == 404
    assert (await leader.act(f"/grants/{theirs['id']}/end", etag='"1"')).status_code == 404
    assert (await auditor.act(f"/grants/{theirs['id']}/end")).status_code == 403
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
        answer = await auditor.get(f"/grants?{query}&count=true")
        assert (query, answer.json()["total"]) == (query, count)
    csv = await auditor.get("/grants", headers={"Accept": "text/csv"})
    assert len(csv.text.strip().split("\r\n")) == 5


async def test_a_grant_is_not_ended_unseen(world: World) -> None:
    office = await world.actor("administration")
    [mine] = (await office.get("/grants?role=administration")).json()["items"]
    assert (await office.post(f"/grants/{mine['id']}/end")).status_code == 428
    assert (await office.post(f"/grants/{mine['id']}/end", etag='"9"')).status_code == 412
