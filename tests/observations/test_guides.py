"""Guides over the service's routes: drafts, published editions, and what supersedes them."""

from tests.support.observation_visit import GUIDE, POINTS, Visit, faults, made
from tests.support.world import World


async def test_a_published_guide_is_final_and_a_change_is_a_new_edition(visit: Visit) -> None:
    office, first = visit.consultant, visit.guide
    path = f"/observation-guides/{first['id']}"
    assert (first["edition"], first["status"], first["series_id"]) == (1, "published", first["id"])
    for refused in (office.patch(path, {"title": "Ny"}), office.delete(path), office.act(f"{path}/publish")):
        answer = await refused
        assert (answer.status_code, answer.json()["code"]) == (409, "guide-published")
    second = await made(office.act(f"{path}/revise"), 201)
    assert (second["edition"], second["status"], second["series_id"], second["points"]) == (
        2,
        "draft",
        first["id"],
        first["points"],
    )
    twice = await office.act(f"{path}/revise")
    assert (twice.status_code, twice.json()["code"]) == (409, "newer-edition-exists")
    early = await office.act(f"/observation-guides/{second['id']}/revise")
    assert (early.status_code, early.json()["code"]) == (409, "guide-not-published")
    points = [{"key": "ro", "title": "Ro", "prompt": "Hvad hører I?"}]
    changed = await made(office.patch(f"/observation-guides/{second['id']}", {"points": points}))
    assert [one["key"] for one in changed["points"]] == ["ro"]
    id = await visit.planned()
    await made(office.act(f"/observation-guides/{second['id']}/publish"))
    assert (await made(office.get(path)))["status"] == "superseded"
    later = await visit.leader.post("/observations", visit.plan())
    assert faults(later) == (409, [("/guide_id", "guide-not-published")])
    moved = await visit.leader.patch(f"/observations/{id}", {"planned_for": "2026-03-12T08:30:00+01:00"})
    assert (moved.status_code, moved.json()["guide_edition"]) == (200, 1), "it keeps the edition that it began with"


async def test_a_draft_can_be_deleted_and_a_point_is_named_once(visit: Visit) -> None:
    office = visit.consultant
    twice = await office.post("/observation-guides", {**GUIDE, "points": [POINTS[0], POINTS[0]]})
    assert faults(twice) == (422, [("/points/1/key", "named-twice")])
    draft = await made(office.post("/observation-guides", GUIDE), 201)
    assert (await office.delete(f"/observation-guides/{draft['id']}")).status_code == 204
    assert (await office.get(f"/observation-guides/{draft['id']}")).status_code == 404


async def test_boards_see_published_guides_and_who_works_there_drafts_too(visit: Visit) -> None:
    world: World = visit.world
    draft = await made(visit.consultant.post("/observation-guides", {**GUIDE, "title": "Åben kladde"}), 201)
    board = await world.actor("board_member", world.birk, body="parent_board")
    listed = await made(board.get("/observation-guides"))
    assert [one["id"] for one in listed["items"]] == [visit.guide["id"]]
    assert (await board.get(f"/observation-guides/{draft['id']}")).status_code == 404
    for actor in (visit.leader, visit.staff, await world.actor("chief", world.north)):
        assert len((await made(actor.get("/observation-guides")))["items"]) == 2
        assert (await actor.post("/observation-guides", GUIDE)).status_code == 403
    for query, number in (("q=åben", 1), ("status=published", 1), (f"series_id={draft['id']}", 1)):
        assert len((await made(visit.leader.get(f"/observation-guides?{query}")))["items"]) == number
    north = await world.actor("administration", world.north)
    assert (await north.post("/observation-guides", GUIDE)).status_code == 403, "guides are the whole municipality's"
