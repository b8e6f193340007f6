"""Districts and institutions over the service's routes."""

from datetime import date
from uuid import UUID

from tests.support.world import World


async def test_a_leader_sees_the_own_institution_and_its_department_only(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    answer = await leader.get("/institutions")
    assert answer.status_code == 200, answer.text
    assert [item["name"] for item in answer.json()["items"]] == ["Birkeskolen", "Birkeskolens SFO"]
    assert answer.json()["items"][1]["district_name"] == "Nord"
    assert (await leader.get(f"/institutions/{world.oak}")).status_code == 404


async def test_names_sort_as_danes_expect(world: World) -> None:
    office = await world.actor("administration")
    for name in ("Ærøskolen", "Zebraskolen", "Ølstedskolen", "Århusskolen", "Aabyskolen", "Adlerskolen"):
        made = await office.post("/institutions", {"name": name, "kind": "school"})
        assert made.status_code == 201, made.text
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


async def test_a_list_is_walked_page_by_page_in_both_directions(world: World) -> None:
    office = await world.actor("administration")
    for sort in ("name", "-name", "updated_at", "-updated_at"):
        seen, path = [], f"/v1/institutions?limit=2&count=true&sort={sort}"
        while path:
            answer = await office.get(path)
            assert answer.status_code == 200, answer.text
            seen += [item["id"] for item in answer.json()["items"]]
            assert answer.json()["total"] == 6
            path = answer.links.get("next", {}).get("url", "")
        assert len(seen) == len(set(seen)) == 6


async def test_a_change_needs_the_version_that_was_seen(world: World) -> None:
    office = await world.actor("administration")
    path = f"/institutions/{world.birk}"
    seen = await office.get(path)
    assert (await office.patch(path, {"city": "Egeby"}, etag="")).status_code == 428
    changed = await office.patch(path, {"city": "Egeby"}, etag=seen.headers["etag"])
    assert changed.status_code == 200, changed.text
    assert changed.json()["version"] == seen.json()["version"] + 1
    stale = await office.patch(path, {"city": "Elleby"}, etag=seen.headers["etag"])
    assert (stale.status_code, stale.json()["current_version"]) == (412, changed.json()["version"])
    same = await office.patch(path, {"city": "Egeby"})
    assert same.json()["version"] == changed.json()["version"]
    assert (await office.get(path, headers={"If-None-Match": changed.headers["etag"]})).status_code == 304


async def test_the_same_key_makes_one_institution(world: World) -> None:
    office = await world.actor("administration")
    body = {"name": "Ny skole", "kind": "school"}
    first = await office.post("/institutions", body, headers={"Idempotency-Key": "k1"})
    again = await office.post("/institutions", body, headers={"Idempotency-Key": "k1"})
    assert first.status_code == again.status_code == 201
    assert first.content == again.content
    assert again.headers["idempotency-replayed"] == "true"
    other = await office.post("/institutions", {**body, "name": "En anden"}, headers={"Idempotency-Key": "k1"})
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")


async def test_all_faults_of_a_body_are_told_at_once(world: World) -> None:
    office = await world.actor("administration")
    body = {"name": "  ", "kind": "castle", "number": "12", "colour": "red", "city": "010203-1234"}
    answer = await office.post("/institutions", body)
    assert answer.status_code == 422
    found = {error["pointer"]: error["code"] for error in answer.json()["errors"]}
    assert found == {
        "/name": "blank",
        "/kind": "not-one-of",
        "/number": "not-matching",
        "/colour": "unknown-field",
        "/city": "looks-like-cpr-number",
    }


async def test_moving_to_another_district_moves_access(world: World) -> None:
    office = await world.actor("administration")
    north, south = await world.actor("chief", world.north), await world.actor("chief", world.south)
    moved = await office.act(f"/institutions/{world.birk}/move", {"district_id": str(world.south), "on": "2026-01-01"})
    assert moved.status_code == 200, moved.text
    assert moved.json()["district_name"] == "Syd"
    assert (await south.get(f"/institutions/{world.birk_sfo}")).status_code == 200
    assert (await north.get(f"/institutions/{world.birk_sfo}")).status_code == 404


async def test_who_may_only_read_is_told_so(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    assert (await leader.post("/institutions", {"name": "X", "kind": "school"})).status_code == 403
    assert (await leader.patch(f"/institutions/{world.birk}", {"city": "X"})).status_code == 403
    assert (await leader.patch(f"/institutions/{world.oak}", {"city": "X"}, etag='"1"')).status_code == 404


async def test_the_list_comes_as_csv_too(world: World) -> None:
    office = await world.actor("administration")
    answer = await office.get("/institutions?limit=1", headers={"Accept": "text/csv"})
    assert answer.headers["content-type"].startswith("text/csv")
    assert len(answer.text.split("\r\n")) == 8


async def test_a_number_is_given_out_once(world: World) -> None:
    office = await world.actor("administration")
    answer = await office.post("/institutions", {"name": "Ny skole", "kind": "school", "number": "900001"})
    assert (answer.status_code, answer.json()["code"]) == (409, "institution-number-taken")
    taken = await office.patch(f"/institutions/{world.oak}", {"number": "900001"})
    assert (taken.status_code, taken.json()["errors"][0]["pointer"]) == (409, "/number")


async def test_an_external_id_belongs_to_one_institution(world: World) -> None:
    office = await world.actor("administration")
    ids = {"external_ids": [{"system": "stil", "id": "77"}]}
    assert (await office.patch(f"/institutions/{world.birk}", ids)).json()["external_ids"] == ids["external_ids"]
    answer = await office.patch(f"/institutions/{world.oak}", ids)
    assert (answer.status_code, answer.json()["code"]) == (409, "external-id-taken")
    assert (await office.patch(f"/districts/{world.north}", ids)).status_code == 200


async def test_a_department_has_no_departments(world: World) -> None:
    office = await world.actor("administration")
    body = {"name": "Del af en del", "kind": "leisure", "parent_id": str(world.birk_sfo)}
    answer = await office.post("/institutions", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "department-of-a-department")


async def test_a_department_moves_to_another_institution_and_access_follows(world: World) -> None:
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


async def test_where_an_institution_or_a_department_cannot_go(world: World) -> None:
    office = await world.actor("administration")
    sfo = f"/institutions/{world.birk_sfo}/move"

    async def refused(path: str, to: dict[str, str]) -> set[tuple[str, str]]:
        answer = await office.act(path, to)
        assert answer.status_code == 422, answer.text
        return {(error["pointer"], error["code"]) for error in answer.json()["errors"]}

    assert await refused(sfo, {"district_id": str(world.south), "on": "2100-01-01"}) == {
        ("/district_id", "not-expected"),
        ("/parent_id", "required"),
        ("/on", "out-of-bounds"),
    }
    assert await refused(sfo, {"parent_id": str(world.birk_sfo), "on": "2026-01-01"}) == {
        ("/parent_id", "department-of-a-department")
    }
    assert await refused(f"/institutions/{world.birk}/move", {"parent_id": str(world.oak), "on": "2026-01-01"}) == {
        ("/parent_id", "not-expected")
    }


async def test_only_what_nothing_refers_to_is_deleted(world: World) -> None:
    office = await world.actor("administration")
    ids = [{"system": "stil", "id": "77"}]
    made = (await office.post("/institutions", {"name": "Fejl", "kind": "school", "external_ids": ids})).json()
    assert (await office.delete(f"/institutions/{made['id']}")).status_code == 204
    assert (await office.get(f"/institutions/{made['id']}")).status_code == 404
    again = await office.post("/institutions", {"name": "Rigtig", "kind": "school", "external_ids": ids})
    assert again.status_code == 201, again.text
    for used in (f"/institutions/{world.birk}", f"/districts/{world.south}"):
        refused = await office.delete(used)
        assert (refused.status_code, refused.json()["code"]) == (409, "institution-in-use")
        assert (await office.get(used)).status_code == 200
    await world.actor("leader", UUID(again.json()["id"]))
    held = await office.delete(f"/institutions/{again.json()['id']}")
    assert (held.status_code, held.json()["code"]) == (409, "institution-in-use")
    district = (await office.post("/districts", {"name": "Fejl"})).json()
    assert (await office.delete(f"/districts/{district['id']}")).status_code == 204


async def test_two_districts_do_not_share_a_name(world: World) -> None:
    office = await world.actor("administration")
    answer = await office.post("/districts", {"name": "NORD"})
    assert (answer.status_code, answer.json()["code"]) == (409, "already-exists")


async def test_closing_and_opening_again_are_steps_of_their_own(world: World) -> None:
    office, supplier = await world.actor("administration"), await world.actor("data_supplier", machine=True)
    school = f"/institutions/{world.oak}"
    for actor in (office, supplier):
        refused = await actor.patch(school, {"active_until": "2026-01-01"})
        assert (refused.status_code, refused.json()["code"]) == (409, "closing-is-a-step"), refused.text
    ahead = await office.patch(school, {"active_until": "2199-08-01"})
    assert ahead.json()["active_until"] == "2199-08-01"
    await world.ends(world.oak, date(2026, 1, 1))
    again = await office.patch(school, {"active_until": None})
    assert (again.status_code, again.json()["code"]) == (409, "closing-is-a-step")
    corrected = await office.patch(school, {"active_until": "2025-12-01"})
    assert corrected.status_code == 200, corrected.text
