"""Observations of an institution that closes."""

from tests.support.observation_visit import Visit, json_of


async def test_closing_an_institution_cancels_its_planned_observations(visit: Visit) -> None:
    world = visit.world
    planned_id, fed_back_id = await visit.planned(), await visit.fed_back()
    closure = {"reason": "Skolen lukker"}
    await json_of(visit.consultant.act(f"/institutions/{world.birk_sfo}/close", closure))
    closed = await visit.consultant.act(f"/institutions/{world.birk}/close", closure)
    assert closed.status_code == 200, closed.text
    observation = await json_of(visit.consultant.get(f"/observations/{planned_id}"))
    assert (observation["status"], observation["cancellation"]) == ("cancelled", "Skolen lukker")
    assert (await json_of(visit.consultant.get(f"/observations/{fed_back_id}")))["status"] == "fed_back"
