"""Cycles, over HTTP."""

from datetime import UTC, datetime

from api.core import clock
from tests.support.cycles.builders import NEW, create_cycle
from tests.support.world import World


async def test_cycle_lasts_two_years_in_four_rounds_by_default(world: World) -> None:
    office = await world.actor("administration")
    cycle = await create_cycle(office)
    assert cycle["ends_on"] == "2028-01-01"
    assert [round_["half_year"] for round_ in cycle["rounds"]] == ["2026H1", "2026H2", "2027H1", "2027H2"]
    assert (await office.get(f"/cycles/{cycle['id']}")).json() == cycle
    assert cycle["reasons"] == []


async def test_everybody_at_an_institution_reads_cycles_and_cannot_write_them(world: World) -> None:
    office = await world.actor("administration")
    cycle = await create_cycle(office)
    for role in ("leader", "staff", "board_member"):
        actor = await world.actor(role, world.birk)
        assert [listed["id"] for listed in (await actor.get("/cycles")).json()["items"]] == [cycle["id"]]
        assert (await actor.post("/cycles", NEW)).status_code == 403
        assert (await actor.patch(f"/cycles/{cycle['id']}", {"title": "X"})).status_code == 403
    north_office = await world.actor("administration", world.north)
    assert (await north_office.post("/cycles", NEW)).status_code == 403
    auditor = await world.actor("auditor")
    assert (await auditor.get("/cycles")).status_code == 403


async def test_overlapping_cycle_is_refused_with_all_other_errors(world: World) -> None:
    office = await world.actor("administration")
    await create_cycle(office)
    await create_cycle(office, area="age_0_6", discussion_on="2026-12-01", starts_on="2027-01-01")
    response = await office.post("/cycles", {**NEW, "starts_on": "2027-01-01", "discussion_on": "2026-11-01"})
    assert (response.status_code, response.json()["code"]) == (409, "cycle-overlaps")
    assert [error["code"] for error in response.json()["errors"]] == ["cycle-overlaps", "areas-alternate"]
    assert response.json()["errors"][1]["overridable"] is True


async def test_areas_discussed_in_the_same_year_need_an_override_reason(world: World) -> None:
    office = await world.actor("administration")
    await create_cycle(office)
    other = {**NEW, "area": "age_0_6", "starts_on": "2026-08-01"}
    refused = await office.post("/cycles", other)
    assert (refused.status_code, refused.json()["code"], refused.json()["overridable"]) == (
        409,
        "areas-alternate",
        True,
    )
    wrong = await office.post("/cycles", {**other, "because": {"cycle-overlaps": "vi vil"}})
    assert "/because/cycle-overlaps" in [error["pointer"] for error in wrong.json()["errors"]]
    cycle = await create_cycle(office, **{**other, "because": {"areas-alternate": "Byrådet ønskede det."}})
    reasons = (await office.get(f"/cycles/{cycle['id']}")).json()["reasons"]
    assert [(reason["code"], reason["words"]) for reason in reasons] == [("areas-alternate", "Byrådet ønskede det.")]
    # The override reason is not required again by a change that does not concern the rule.
    assert (await office.patch(f"/cycles/{cycle['id']}", {"title": "0-6 år"})).status_code == 200


async def test_requested_rounds_are_validated(world: World) -> None:
    office = await world.actor("administration")
    first = {"number": 1, "half_year": "2026H1", "from_on": "2026-01-01", "until_on": "2026-07-01"}
    second = {"number": 2, "half_year": "2026H2", "from_on": "2026-06-01", "until_on": "2027-01-01"}
    response = await office.post("/cycles", {**NEW, "rounds": [first, second]})
    assert (response.status_code, [error["pointer"] for error in response.json()["errors"]]) == (422, ["/rounds/1"])
    cycle = await create_cycle(office, rounds=[first, {**second, "from_on": "2026-07-01"}])
    assert [round_["number"] for round_ in cycle["rounds"]] == [1, 2]
    ends = await office.post("/cycles", {**NEW, "starts_on": "2030-01-01", "ends_on": "2029-01-01"})
    assert (ends.status_code, [error["pointer"] for error in ends.json()["errors"]]) == (422, ["/ends_on"])


async def test_dates_can_change_only_before_a_cycle_begins(world: World) -> None:
    clock.move(datetime(2025, 12, 31, tzinfo=UTC))
    office = await world.actor("administration")
    path = f"/cycles/{(await create_cycle(office))['id']}"
    changed = await office.patch(path, {"starts_on": "2026-02-01", "ends_on": None})
    assert changed.status_code == 200, changed.text
    assert changed.json()["ends_on"] == "2028-02-01"
    assert changed.json()["rounds"][0]["from_on"] == "2026-02-01"
    clock.move(datetime(2026, 2, 1, 12, tzinfo=UTC))
    office = await world.actor("administration")
    refused = await office.patch(path, {"starts_on": "2026-03-01", "title": "Ny"})
    assert (refused.status_code, refused.json()["code"]) == (409, "wrong-state")
    assert {error["pointer"] for error in refused.json()["errors"]} == {"/starts_on", "/rounds"}
    same = await office.patch(path, {"starts_on": "2026-02-01", "title": "Ny"})
    assert (same.status_code, same.json()["title"]) == (200, "Ny")


async def test_extending_a_cycle_adds_rounds(world: World) -> None:
    clock.move(datetime(2027, 3, 1, tzinfo=UTC))
    office = await world.actor("administration")
    cycle = await create_cycle(office)
    path = f"/cycles/{cycle['id']}"
    extended = await office.act(f"{path}/extend", {"ends_on": "2028-07-01"})
    assert extended.status_code == 200, extended.text
    assert extended.json()["rounds"][:4] == cycle["rounds"]
    assert [round_["half_year"] for round_ in extended.json()["rounds"][4:]] == ["2028H1"]
    shorter = await office.act(f"{path}/extend", {"ends_on": "2028-01-01"})
    assert (shorter.status_code, shorter.json()["errors"][0]["pointer"]) == (422, "/ends_on")
    await create_cycle(office, starts_on="2029-01-01", discussion_on="2028-12-01")
    overlapping = await office.act(f"{path}/extend", {"ends_on": "2029-02-01"})
    assert (overlapping.status_code, overlapping.json()["code"]) == (409, "cycle-overlaps")
    clock.move(datetime(2028, 7, 1, 12, tzinfo=UTC))
    office = await world.actor("administration")
    ended = await office.act(f"{path}/extend", {"ends_on": "2028-12-01"})
    assert (ended.status_code, ended.json()["code"]) == (409, "cycle-ended")


async def test_list_is_filtered_by_area_date_and_text(world: World) -> None:
    office = await world.actor("administration")
    await create_cycle(office)
    await create_cycle(office, area="age_0_6", title="Små børn", discussion_on="2026-12-01", starts_on="2027-01-01")

    async def titles(query: str) -> list[str]:
        response = await office.get(f"/cycles?{query}&sort=starts_on")
        assert response.status_code == 200, response.text
        return [listed["title"] for listed in response.json()["items"]]

    assert await titles("area=age_0_6") == ["Små børn"]
    assert await titles("on=2026-05-01") == [NEW["title"]]
    assert await titles("on=2028-01-01") == ["Små børn"]
    assert await titles("from=2026-05-01&to=2027-01-01") == [NEW["title"]]
    assert await titles("q=SMÅ") == ["Små børn"]


async def test_unused_cycle_can_be_deleted(world: World) -> None:
    office = await world.actor("administration")
    path = f"/cycles/{(await create_cycle(office))['id']}"
    assert (await office.delete(path, etag='"9"')).status_code == 412
    assert (await office.delete(path)).status_code == 204
    assert (await office.get(path)).status_code == 404
