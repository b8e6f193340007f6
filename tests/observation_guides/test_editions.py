"""Editions of observation guides: drafts, published and superseded ones."""

from tests.support.observation_visit import GUIDE, POINTS, Visit, errors_of, json_of


async def test_administration_changes_a_published_guide_only_by_a_new_edition(visit: Visit) -> None:
    administration, first = visit.consultant, visit.guide
    path = f"/observation-guides/{first['id']}"
    assert (first["edition"], first["status"], first["series_id"]) == (1, "published", first["id"])
    for request in (
        administration.patch(path, {"title": "Ny"}),
        administration.delete(path),
        administration.act(f"{path}/publish"),
    ):
        response = await request
        assert (response.status_code, response.json()["code"]) == (409, "guide-published")
    second = await json_of(administration.act(f"{path}/revise"), 201)
    assert (second["edition"], second["status"], second["series_id"], second["points"]) == (
        2,
        "draft",
        first["id"],
        first["points"],
    )
    second_revision = await administration.act(f"{path}/revise")
    assert (second_revision.status_code, second_revision.json()["code"]) == (409, "newer-edition-exists")
    revision_of_draft = await administration.act(f"/observation-guides/{second['id']}/revise")
    assert (revision_of_draft.status_code, revision_of_draft.json()["code"]) == (409, "guide-not-published")
    points = [{"key": "ro", "title": "Ro", "prompt": "Hvad hører I?"}]
    changed = await json_of(administration.patch(f"/observation-guides/{second['id']}", {"points": points}))
    assert [point["key"] for point in changed["points"]] == ["ro"]
    id = await visit.planned()
    await json_of(administration.act(f"/observation-guides/{second['id']}/publish"))
    assert (await json_of(administration.get(path)))["status"] == "superseded"
    with_old_edition = await visit.leader.post("/observations", visit.plan())
    assert errors_of(with_old_edition) == (409, [("/guide_id", "guide-not-published")])
    moved = await visit.leader.patch(f"/observations/{id}", {"planned_for": "2026-03-12T08:30:00+01:00"})
    assert (moved.status_code, moved.json()["guide_edition"]) == (200, 1), "a planned observation keeps its edition"


async def test_administration_deletes_drafts_and_point_keys_are_unique(visit: Visit) -> None:
    administration = visit.consultant
    duplicate_key = await administration.post("/observation-guides", {**GUIDE, "points": [POINTS[0], POINTS[0]]})
    assert errors_of(duplicate_key) == (422, [("/points/1/key", "named-twice")])
    draft = await json_of(administration.post("/observation-guides", GUIDE), 201)
    assert (await administration.delete(f"/observation-guides/{draft['id']}")).status_code == 204
    assert (await administration.get(f"/observation-guides/{draft['id']}")).status_code == 404


async def test_boards_read_published_guides_and_employees_also_drafts(visit: Visit) -> None:
    world = visit.world
    draft = await json_of(visit.consultant.post("/observation-guides", {**GUIDE, "title": "Åben kladde"}), 201)
    board = await world.actor("board_member", world.birk, body="parent_board")
    listed = await json_of(board.get("/observation-guides"))
    assert [guide["id"] for guide in listed["items"]] == [visit.guide["id"]]
    assert (await board.get(f"/observation-guides/{draft['id']}")).status_code == 404
    for actor in (visit.leader, visit.staff, await world.actor("chief", world.north)):
        assert len((await json_of(actor.get("/observation-guides")))["items"]) == 2
        assert (await actor.post("/observation-guides", GUIDE)).status_code == 403
    for query, number in (("q=åben", 1), ("status=published", 1), (f"series_id={draft['id']}", 1)):
        assert len((await json_of(visit.leader.get(f"/observation-guides?{query}")))["items"]) == number
    of_a_district = await world.actor("administration", world.north)
    assert (await of_a_district.post("/observation-guides", GUIDE)).status_code == 403, (
        "guides belong to the municipality"
    )
