"""Agreements through the API; they are created by the action that conversations use."""

from datetime import UTC, date, datetime

from api.core import clock
from tests.support.agreements.builders import agree
from tests.support.world import World


async def test_agreement_is_visible_to_its_institution_and_to_nobody_elsewhere(world: World) -> None:
    [id] = await agree(world, world.birk, "Læsebånd hver morgen")
    for role in ("leader", "staff", "board_member"):
        near, far = await world.actor(role, world.birk), await world.actor(role, world.oak)
        seen = (await near.get(f"/agreements/{id}")).json()
        assert (seen["text"], seen["institution_name"], seen["status"]) == (
            "Læsebånd hver morgen",
            "Birkeskolen",
            "open",
        )
        assert (await far.get(f"/agreements/{id}")).status_code == 404
        assert (await far.get("/agreements?count=true")).json()["total"] == 0
    council = await world.actor("council_member")
    assert (await council.get("/agreements")).status_code == 403


async def test_unshared_agreement_of_a_follow_up_is_not_visible_to_others(world: World) -> None:
    [id] = await agree(world, world.birk, "Lederen tager på kursus", shared=False)
    for role, unit in (("leader", world.birk), ("administration", None), ("staff", world.birk)):
        somebody = await world.actor(role, unit)
        assert (await somebody.get(f"/agreements/{id}")).status_code == 404
        assert (await somebody.get("/agreements")).json()["items"] == []


async def test_each_change_of_status_is_stored_with_its_note(world: World) -> None:
    [id] = await agree(world, world.birk, "Læsebånd")
    leader = await world.actor("leader", world.birk)
    done = await leader.act(f"/agreements/{id}/done", {"note": "Kører på alle årgange"})
    assert (done.status_code, done.json()["status"]) == (200, "done"), done.text
    again = await leader.act(f"/agreements/{id}/reopen", {"note": "Kun i indskolingen"})
    assert (again.status_code, again.json()["status"]) == (200, "open")
    dropped = await leader.act(f"/agreements/{id}/drop")
    turns = dropped.json()["turns"]
    assert [(turn["turn"], turn["note"]) for turn in turns] == [
        ("done", "Kører på alle årgange"),
        ("reopened", "Kun i indskolingen"),
        ("dropped", None),
    ]
    assert turns[0]["author_name"].startswith("leader")
    assert (await leader.get(f"/agreements/{id}")).json()["turns"] == turns


async def test_closed_agreement_is_neither_closed_again_nor_updated(world: World) -> None:
    [id] = await agree(world, world.birk, "Læsebånd")
    chief = await world.actor("chief", world.north)
    refused = await chief.act(f"/agreements/{id}/reopen")
    assert (refused.status_code, refused.json()["code"]) == (409, "wrong-state")
    assert refused.json()["errors"][0]["detail"] == "Its status is `open`; this requires `done` or `dropped`."
    danish = await chief.act(f"/agreements/{id}/reopen", headers={"Accept-Language": "da"})
    detail = "Status er »åben«; dette kræver »gennemført« eller »bortfaldet«."
    assert danish.json()["errors"][0]["detail"] == detail
    assert (await chief.act(f"/agreements/{id}/done")).status_code == 200
    for response in (
        await chief.act(f"/agreements/{id}/done"),
        await chief.act(f"/agreements/{id}/drop"),
        await chief.patch(f"/agreements/{id}", {"text": "Noget andet"}),
    ):
        assert (response.status_code, response.json()["code"]) == (409, "wrong-state")


async def test_leader_updates_text_responsible_and_due_date_of_an_open_agreement(world: World) -> None:
    clock.move(datetime(2026, 4, 1, 9, tzinfo=UTC))
    [id] = await agree(world, world.birk, "Læsebånd")
    leader, staff = await world.actor("leader", world.birk), await world.actor("staff", world.birk)
    change = {"text": "Læsebånd hver dag", "responsible": "Dansklærerne", "due_on": "2026-06-01"}
    assert (await staff.patch(f"/agreements/{id}", change)).status_code == 403
    assert (await leader.patch(f"/agreements/{id}", change, etag="")).status_code == 428
    assert (await leader.patch(f"/agreements/{id}", change, etag='"9"')).status_code == 412
    assert (await leader.patch(f"/agreements/{id}", {"status": "done"})).status_code == 422
    changed = await leader.patch(f"/agreements/{id}", change)
    assert changed.status_code == 200, changed.text
    assert {name: changed.json()[name] for name in change} == change


async def test_new_due_date_cannot_lie_in_the_past(world: World) -> None:
    clock.move(datetime(2026, 5, 20, 9, tzinfo=UTC))
    [id] = await agree(world, world.birk, "Læsebånd", due_on="2026-05-01")
    leader = await world.actor("leader", world.birk)
    refused = await leader.patch(f"/agreements/{id}", {"due_on": "2026-05-19"})
    assert (refused.status_code, refused.json()["code"]) == (422, "due-in-the-past")
    assert refused.json()["errors"][0]["pointer"] == "/due_on"
    unchanged = await leader.patch(f"/agreements/{id}", {"due_on": "2026-05-01", "text": "Læsebånd hver dag"})
    assert (unchanged.status_code, unchanged.json()["overdue"]) == (200, True), "the text can still be updated"
    moved = await leader.patch(f"/agreements/{id}", {"due_on": "2026-05-20"})
    assert (moved.status_code, moved.json()["overdue"]) == (200, False)


async def test_agreement_is_overdue_from_midnight_in_denmark(world: World) -> None:
    clock.move(datetime(2026, 5, 1, 21, 59, tzinfo=UTC))  # 23:59 in Denmark
    first, _ = await agree(world, world.birk, "A", "B", due_on="2026-05-01")
    [later] = await agree(world, world.birk, "C", due_on="2026-05-02")
    leader = await world.actor("leader", world.birk)
    assert (await leader.get("/agreements?overdue=true")).json()["items"] == []
    clock.move(datetime(2026, 5, 1, 22, 0, tzinfo=UTC))
    assert (await leader.get("/agreements?overdue=true&count=true")).json()["total"] == 2
    assert [item["id"] for item in (await leader.get("/agreements?overdue=false")).json()["items"]] == [later]
    assert (await leader.act(f"/agreements/{first}/done")).json()["overdue"] is False
    assert (await leader.get("/agreements?overdue=true&count=true")).json()["total"] == 1


async def test_agreements_are_filtered_and_sorted(world: World) -> None:
    [birk] = await agree(world, world.birk, "Birk", due_on="2026-05-01")
    [oak] = await agree(world, world.oak, "Eg", due_on="2026-06-01")
    office = await world.actor("administration")

    async def ids(query: str) -> list[str]:
        response = await office.get(f"/agreements?{query}")
        assert response.status_code == 200, response.text
        return [item["id"] for item in response.json()["items"]]

    assert await ids("") == [birk, oak]
    assert await ids("sort=-due_on") == [oak, birk]
    assert await ids(f"institution_id={world.birk}") == [birk]
    assert await ids(f"district_id={world.south}") == [oak]
    assert await ids("from=2026-05-01&to=2026-06-01") == [birk]
    assert await ids("status=done") == []
    assert await ids("origin_kind=follow_up") == []
    origin = (await office.get(f"/agreements/{oak}")).json()["origin_id"]
    assert await ids(f"origin_id={origin}") == [oak]
    assert await ids(f"focus_area_id={birk}") == []
    assert await ids("updated_since=2199-01-01T00:00:00Z") == []


async def test_nobody_creates_an_agreement_outside_of_a_conversation(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    response = await leader.post("/agreements", {"text": "X", "responsible": "Y", "due_on": "2026-05-01"})
    assert response.status_code == 405


async def test_new_leader_finds_the_agreements_of_their_predecessor(world: World) -> None:
    clock.move(datetime(2026, 4, 1, 9, tzinfo=UTC))
    old = await world.actor("leader", world.birk, until_on=date(2026, 8, 1))
    [kept, overdue] = await agree(world, world.birk, "Læsebånd", "Overgange", due_on="2026-05-01")
    [private] = await agree(world, world.birk, "Lederens egen", shared=False)
    assert (await old.act(f"/agreements/{kept}/done", {"note": "Kører"})).status_code == 200
    clock.move(datetime(2026, 8, 1, 9, tzinfo=UTC))
    new = await world.actor("leader", world.birk, since_on=date(2026, 8, 1))
    agreements = (await new.get("/agreements?sort=due_on")).json()["items"]
    assert {agreement["id"]: (agreement["status"], agreement["overdue"]) for agreement in agreements} == {
        kept: ("done", False),
        overdue: ("open", True),
    }
    assert (await new.get(f"/agreements/{kept}")).json()["turns"][0]["note"] == "Kører"
    assert (await new.get(f"/agreements/{private}")).status_code == 404
    updated = await new.patch(f"/agreements/{overdue}", {"due_on": "2026-09-01", "responsible": "Den nye leder"})
    assert (updated.status_code, updated.json()["overdue"]) == (200, False), updated.text
