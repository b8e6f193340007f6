"""Districts and institutions, over HTTP."""

from datetime import date
from uuid import UUID

from tests.support.world import World


async def test_leader_sees_only_the_own_institution_and_its_department(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    response = await leader.get("/institutions")
    assert response.status_code == 200, response.text
    assert [item["name"] for item in response.json()["items"]] == ["Birkeskolen", "Birkeskolens SFO"]
    assert response.json()["items"][1]["district_name"] == "Nord"
    assert (await leader.get(f"/institutions/{world.oak}")).status_code == 404


async def test_names_are_sorted_in_danish_alphabetical_order(world: World) -> None:
    office = await world.actor("administration")
    for name in ("Ærøskolen", "Zebraskolen", "Ølstedskolen", "Århusskolen", "Aabyskolen", "Adlerskolen"):
        created = await office.post("/institutions", {"name": name, "kind": "school"})
        assert created.status_code == 201, created.text
    names = [item["name"] for item in (await office.get("/institutions?kind=school&sort=name")).json()["items"]]
    assert names == [
        "Adlerskolen",
        "Birkeskolen",
        "Egeskolen",
        "Zebraskolen",
        "Ærøskolen",
        "Ølstedskolen",
        "Aabyskolen",
        "Århusskolen",
    ]


async def test_list_is_paginated_in_both_directions(world: World) -> None:
    office = await world.actor("administration")
    for sort in ("name", "-name", "updated_at", "-updated_at"):
        ids, path = [], f"/v1/institutions?limit=2&count=true&sort={sort}"
        while path:
            response = await office.get(path)
            assert response.status_code == 200, response.text
            ids += [item["id"] for item in response.json()["items"]]
            assert response.json()["total"] == 6
            path = response.links.get("next", {}).get("url", "")
        assert len(ids) == len(set(ids)) == 6


async def test_update_requires_the_current_etag(world: World) -> None:
    office = await world.actor("administration")
    path = f"/institutions/{world.birk}"
    current = await office.get(path)
    assert (await office.patch(path, {"city": "Egeby"}, etag="")).status_code == 428
    changed = await office.patch(path, {"city": "Egeby"}, etag=current.headers["etag"])
    assert changed.status_code == 200, changed.text
    assert changed.json()["version"] == current.json()["version"] + 1
    stale = await office.patch(path, {"city": "Elleby"}, etag=current.headers["etag"])
    assert (stale.status_code, stale.json()["current_version"]) == (412, changed.json()["version"])
    same = await office.patch(path, {"city": "Egeby"})
    assert same.json()["version"] == changed.json()["version"]
    assert (await office.get(path, headers={"If-None-Match": changed.headers["etag"]})).status_code == 304


async def test_same_idempotency_key_creates_one_institution(world: World) -> None:
    office = await world.actor("administration")
    body = {"name": "Ny skole", "kind": "school"}
    first = await office.post("/institutions", body, headers={"Idempotency-Key": "k1"})
    again = await office.post("/institutions", body, headers={"Idempotency-Key": "k1"})
    assert first.status_code == again.status_code == 201
    assert first.content == again.content
    assert again.headers["idempotency-replayed"] == "true"
    other = await office.post("/institutions", {**body, "name": "En anden"}, headers={"Idempotency-Key": "k1"})
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")


async def test_all_validation_errors_are_returned_at_once(world: World) -> None:
    office = await world.actor("administration")
    body = {"name": "  ", "kind": "castle", "number": "12", "colour": "red", "city": "010203-1234"}
    response = await office.post("/institutions", body)
    assert response.status_code == 422
    errors = {error["pointer"]: error["code"] for error in response.json()["errors"]}
    assert errors == {
        "/name": "blank",
        "/kind": "not-one-of",
        "/number": "not-matching",
        "/colour": "unknown-field",
        "/city": "looks-like-cpr-number",
    }


async def test_access_follows_when_an_institution_moves_to_another_district(world: World) -> None:
    office = await world.actor("administration")
    north, south = await world.actor("chief", world.north), await world.actor("chief", world.south)
    moved = await office.act(f"/institutions/{world.birk}/move", {"district_id": str(world.south), "on": "2026-01-01"})
    assert moved.status_code == 200, moved.text
    assert moved.json()["district_name"] == "Syd"
    assert (await south.get(f"/institutions/{world.birk_sfo}")).status_code == 200
    assert (await north.get(f"/institutions/{world.birk_sfo}")).status_code == 404


async def test_leader_cannot_create_or_update_institutions(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    assert (await leader.post("/institutions", {"name": "X", "kind": "school"})).status_code == 403
    assert (await leader.patch(f"/institutions/{world.birk}", {"city": "X"})).status_code == 403
    assert (await leader.patch(f"/institutions/{world.oak}", {"city": "X"}, etag='"1"')).status_code == 404


async def test_list_is_available_as_csv(world: World) -> None:
    office = await world.actor("administration")
    response = await office.get("/institutions?limit=1", headers={"Accept": "text/csv"})
    assert response.headers["content-type"].startswith("text/csv")
    assert len(response.text.split("\r\n")) == 8


async def test_number_of_another_institution_is_refused(world: World) -> None:
    office = await world.actor("administration")
    response = await office.post("/institutions", {"name": "Ny skole", "kind": "school", "number": "900001"})
    assert (response.status_code, response.json()["code"]) == (409, "institution-number-taken")
    taken = await office.patch(f"/institutions/{world.oak}", {"number": "900001"})
    assert (taken.status_code, taken.json()["errors"][0]["pointer"]) == (409, "/number")


async def test_external_id_of_another_institution_is_refused(world: World) -> None:
    office = await world.actor("administration")
    values = {"external_ids": [{"system": "stil", "id": "77"}]}
    assert (await office.patch(f"/institutions/{world.birk}", values)).json()["external_ids"] == values["external_ids"]
    response = await office.patch(f"/institutions/{world.oak}", values)
    assert (response.status_code, response.json()["code"]) == (409, "external-id-taken")
    assert (await office.patch(f"/districts/{world.north}", values)).status_code == 200


async def test_department_cannot_have_departments(world: World) -> None:
    office = await world.actor("administration")
    body = {"name": "Del af en del", "kind": "leisure", "parent_id": str(world.birk_sfo)}
    response = await office.post("/institutions", body)
    assert (response.status_code, response.json()["code"]) == (422, "department-of-a-department")


async def test_access_follows_when_a_department_moves_to_another_institution(world: World) -> None:
    office = await world.actor("administration")
    birk, oak = await world.actor("leader", world.birk), await world.actor("leader", world.oak)
    staff = await world.actor("staff", world.birk_sfo)
    sfo = f"/institutions/{world.birk_sfo}"
    assert (await staff.get(f"/institutions/{world.birk}")).status_code == 200
    moved = await office.act(f"{sfo}/move", {"parent_id": str(world.oak), "on": "2026-01-01"})
    assert moved.status_code == 200, moved.text
    assert (moved.json()["parent_name"], moved.json()["district_name"]) == ("Egeskolen", "Syd")
    assert (await birk.get(sfo)).status_code == 404
    assert (await oak.get(sfo)).status_code == 200
    assert (await staff.get(f"/institutions/{world.birk}")).status_code == 404
    assert (await staff.get(f"/institutions/{world.oak}")).status_code == 200


async def test_impossible_moves_are_refused_with_every_error(world: World) -> None:
    office = await world.actor("administration")
    sfo = f"/institutions/{world.birk_sfo}/move"

    async def errors_of_move(path: str, move: dict[str, str]) -> set[tuple[str, str]]:
        response = await office.act(path, move)
        assert response.status_code == 422, response.text
        return {(error["pointer"], error["code"]) for error in response.json()["errors"]}

    assert await errors_of_move(sfo, {"district_id": str(world.south), "on": "2100-01-01"}) == {
        ("/district_id", "not-expected"),
        ("/parent_id", "required"),
        ("/on", "out-of-bounds"),
    }
    assert await errors_of_move(sfo, {"parent_id": str(world.birk_sfo), "on": "2026-01-01"}) == {
        ("/parent_id", "department-of-a-department")
    }
    assert await errors_of_move(
        f"/institutions/{world.birk}/move", {"parent_id": str(world.oak), "on": "2026-01-01"}
    ) == {("/parent_id", "not-expected")}


async def test_only_unused_institutions_and_districts_can_be_deleted(world: World) -> None:
    office = await world.actor("administration")
    external_ids = [{"system": "stil", "id": "77"}]
    mistaken = (
        await office.post("/institutions", {"name": "Fejl", "kind": "school", "external_ids": external_ids})
    ).json()
    assert (await office.delete(f"/institutions/{mistaken['id']}")).status_code == 204
    assert (await office.get(f"/institutions/{mistaken['id']}")).status_code == 404
    again = await office.post("/institutions", {"name": "Rigtig", "kind": "school", "external_ids": external_ids})
    assert again.status_code == 201, again.text
    for used in (f"/institutions/{world.birk}", f"/districts/{world.south}"):
        refused = await office.delete(used)
        assert (refused.status_code, refused.json()["code"]) == (409, "institution-in-use")
        assert (await office.get(used)).status_code == 200
    await world.actor("leader", UUID(again.json()["id"]))
    with_grant = await office.delete(f"/institutions/{again.json()['id']}")
    assert (with_grant.status_code, with_grant.json()["code"]) == (409, "institution-in-use")
    district = (await office.post("/districts", {"name": "Fejl"})).json()
    assert (await office.delete(f"/districts/{district['id']}")).status_code == 204


async def test_district_with_a_taken_name_is_refused(world: World) -> None:
    office = await world.actor("administration")
    response = await office.post("/districts", {"name": "NORD"})
    assert (response.status_code, response.json()["code"]) == (409, "already-exists")


async def test_institution_cannot_be_closed_or_reopened_by_changing_the_date(world: World) -> None:
    office, supplier = await world.actor("administration"), await world.actor("data_supplier", machine=True)
    school = f"/institutions/{world.oak}"
    for actor in (office, supplier):
        refused = await actor.patch(school, {"active_until": "2026-01-01"})
        assert (refused.status_code, refused.json()["code"]) == (409, "closing-is-a-step"), refused.text
    ahead = await office.patch(school, {"active_until": "2199-08-01"})
    assert ahead.json()["active_until"] == "2199-08-01"
    await world.set_active_until(world.oak, date(2026, 1, 1))
    again = await office.patch(school, {"active_until": None})
    assert (again.status_code, again.json()["code"]) == (409, "closing-is-a-step")
    corrected = await office.patch(school, {"active_until": "2025-12-01"})
    assert corrected.status_code == 200, corrected.text
