"""Cycles over the service's routes."""

from datetime import UTC, datetime

from api.core import clock
from tests.support.cycles.builders import NEW, made
from tests.support.world import World


async def test_a_cycle_lasts_two_years_in_four_rounds_if_nothing_else_is_said(world: World) -> None:
    office = await world.actor("administration")
    cycle = await made(office)
    assert cycle["ends_on"] == "2028-01-01"
    assert [one["half_year"] for one in cycle["rounds"]] == ["2026H1", "2026H2", "2027H1", "2027H2"]
    assert (await office.get(f"/cycles/{cycle['id']}")).json() == cycle
    assert cycle["reasons"] == []


async def test_everybody_in_the_institutions_reads_cycles_and_nobody_there_writes_them(world: World) -> None:
    office = await world.actor("administration")
    cycle = await made(office)
    for role in ("leader", "staff", "board_member"):
        actor = await world.actor(role, world.birk)
        assert [one["id"] for one in (await actor.get("/cycles")).json()["items"]] == [cycle["id"]]
        assert (await actor.post("/cycles", NEW)).status_code == 403
        assert (await actor.patch(f"/cycles/{cycle['id']}", {"title": "X"})).status_code == 403
    north_office = await world.actor("administration", world.north)
    assert (await north_office.post("/cycles", NEW)).status_code == 403
    auditor = await world.actor("auditor")
    assert (await auditor.get("/cycles")).status_code == 403


async def test_an_overlapping_cycle_is_refused_with_all_other_faults(world: World) -> None:
    office = await world.actor("administration")
    await made(office)
    await made(office, area="age_0_6", discussion_on="2026-12-01", starts_on="2027-01-01")
    answer = await office.post("/cycles", {**NEW, "starts_on": "2027-01-01", "discussion_on": "2026-11-01"})
    assert (answer.status_code, answer.json()["code"]) == (409, "cycle-overlaps")
    assert [one["code"] for one in answer.json()["errors"]] == ["cycle-overlaps", "areas-alternate"]
    assert answer.json()["errors"][1]["overridable"] is True


async def test_areas_discussed_in_one_year_need_a_reason_that_is_shown(world: World) -> None:
    office = await world.actor("administration")
    await made(office)
    other = {**NEW, "area": "age_0_6", "starts_on": "2026-08-01"}
    refused = await office.post("/cycles", other)
    assert (refused.status_code, refused.json()["code"], refused.json()["overridable"]) == (
        409,
        "areas-alternate",
        True,
    )
    wrong = await office.post("/cycles", {**other, "because": {"cycle-overlaps": "vi vil"}})
    assert "/because/cycle-overlaps" in [one["pointer"] for one in wrong.json()["errors"]]
    cycle = await made(office, **{**other, "because": {"areas-alternate": "Byrådet ønskede det."}})
    shown = (await office.get(f"/cycles/{cycle['id']}")).json()["reasons"]
    assert [(one["code"], one["words"]) for one in shown] == [("areas-alternate", "Byrådet ønskede det.")]
    # What was set aside is not asked for again by a change that has nothing to do with it.
    assert (await office.patch(f"/cycles/{cycle['id']}", {"title": "0-6 år"})).status_code == 200


async def test_rounds_that_are_given_are_checked(world: World) -> None:
    office = await world.actor("administration")
    one = {"number": 1, "half_year": "2026H1", "from_on": "2026-01-01", "until_on": "2026-07-01"}
    two = {"number": 2, "half_year": "2026H2", "from_on": "2026-06-01", "until_on": "2027-01-01"}
    answer = await office.post("/cycles", {**NEW, "rounds": [one, two]})
    assert (answer.status_code, [e["pointer"] for e in answer.json()["errors"]]) == (422, ["/rounds/1"])
    cycle = await made(office, rounds=[one, {**two, "from_on": "2026-07-01"}])
    assert [found["number"] for found in cycle["rounds"]] == [1, 2]
    ends = await office.post("/cycles", {**NEW, "starts_on": "2030-01-01", "ends_on": "2029-01-01"})
    assert (ends.status_code, [e["pointer"] for e in ends.json()["errors"]]) == (422, ["/ends_on"])


async def test_days_change_before_a_cycle_begins_and_not_after(world: World) -> None:
    clock.move(datetime(2025, 12, 31, tzinfo=UTC))
    office = await world.actor("administration")
    path = f"/cycles/{(await made(office))['id']}"
    changed = await office.patch(path, {"starts_on": "2026-02-01", "ends_on": None})
    assert changed.status_code == 200, changed.text
    assert changed.json()["ends_on"] == "2028-02-01"
    assert changed.json()["rounds"][0]["from_on"] == "2026-02-01"
    clock.move(datetime(2026, 2, 1, 12, tzinfo=UTC))
    office = await world.actor("administration")
    refused = await office.patch(path, {"starts_on": "2026-03-01", "title": "Ny"})
    assert (refused.status_code, refused.json()["code"]) == (409, "wrong-state")
    assert {one["pointer"] for one in refused.json()["errors"]} == {"/starts_on", "/rounds"}
    same = await office.patch(path, {"starts_on": "2026-02-01", "title": "Ny"})
    assert (same.status_code, same.json()["title"]) == (200, "Ny")


async def test_a_running_cycle_is_extended_and_gains_rounds(world: World) -> None:
    clock.move(datetime(2027, 3, 1, tzinfo=UTC))
    office = await world.actor("administration")
    cycle = await made(office)
    path = f"/cycles/{cycle['id']}"
    longer = await office.act(f"{path}/extend", {"ends_on": "2028-07-01"})
    assert longer.status_code == 200, longer.text
    assert longer.json()["rounds"][:4] == cycle["rounds"]
    assert [one["half_year"] for one in longer.json()["rounds"][4:]] == ["2028H1"]
    shorter = await office.act(f"{path}/extend", {"ends_on": "2028-01-01"})
    assert (shorter.status_code, shorter.json()["errors"][0]["pointer"]) == (422, "/ends_on")
    await made(office, starts_on="2029-01-01", discussion_on="2028-12-01")
    over = await office.act(f"{path}/extend", {"ends_on": "2029-02-01"})
    assert (over.status_code, over.json()["code"]) == (409, "cycle-overlaps")
    clock.move(datetime(2028, 7, 1, 12, tzinfo=UTC))
    office = await world.actor("administration")
    ended = await office.act(f"{path}/extend", {"ends_on": "2028-12-01"})
    assert (ended.status_code, ended.json()["code"]) == (409, "cycle-ended")


async def test_lists_are_filtered_by_area_day_and_words(world: World) -> None:
    office = await world.actor("administration")
    await made(office)
    await made(office, area="age_0_6", title="Små børn", discussion_on="2026-12-01", starts_on="2027-01-01")

    async def titles(query: str) -> list[str]:
        answer = await office.get(f"/cycles?{query}&sort=starts_on")
        assert answer.status_code == 200, answer.text
        return [one["title"] for one in answer.json()["items"]]

    assert await titles("area=age_0_6") == ["Små børn"]
    assert await titles("on=2026-05-01") == [NEW["title"]]
    assert await titles("on=2028-01-01") == ["Små børn"]
    assert await titles("from=2026-05-01&to=2027-01-01") == [NEW["title"]]
    assert await titles("q=SMÅ") == ["Små børn"]


async def test_a_cycle_that_nothing_refers_to_is_deleted(world: World) -> None:
    office = await world.actor("administration")
    path = f"/cycles/{(await made(office))['id']}"
    assert (await office.delete(path, etag='"9"')).status_code == 412
    assert (await office.delete(path)).status_code == 204
    assert (await office.get(path)).status_code == 404
