"""Citing evidence in a dialogue does not make its text readable to callers who may not read it."""

from typing import Any

from tests.support.dialogue_story import Story, put_circle
from tests.support.dialogue_story import begin as story_begins
from tests.support.observation_visit import FEEDBACK, json_of
from tests.support.observation_visit import begin_visit as visit_begins
from tests.support.world import Actor, World


async def _hold_citing(story: Story, by: Actor, observation: str, **other: Any) -> str:
    id, entries = await story.planned(by=by, **other), story.entries("figure", "words")
    entries[1]["cited"].append({"kind": "observation", "id": observation})
    assert (await put_circle(by, id, entries)).status_code == 200
    await json_of(by.act(f"/dialogues/{id}/hold", {}))
    return id


def _observation_shown(dialogue: dict[str, Any]) -> dict[str, Any]:
    [piece] = [piece["shown"] for piece in dialogue["evidence"] if piece["kind"] == "observation"]
    return dict(piece)


async def test_chief_cannot_read_unshared_feedback_by_citing_it(world: World) -> None:
    story, visit = await story_begins(world), await visit_begins(world)
    observation = await visit.fed_back()
    assert (await json_of(story.chief.get(f"/observations/{observation}")))["feedback"] is None
    id = await _hold_citing(story, story.chief, observation)
    for actor in (story.chief, await world.actor("chief", world.north)):
        for path in (f"/dialogues/{id}", f"/dialogues/{id}/agenda"):
            seen = _observation_shown(await json_of(actor.get(path)))
            assert (seen["text"], seen["points"], seen["text_withheld"]) == (None, None, True), path
    seen_by_leader = _observation_shown(await json_of(visit.leader.get(f"/dialogues/{id}")))
    assert {point["text"] for point in seen_by_leader["points"]} == {point["text"] for point in FEEDBACK["points"]}


async def test_chief_reads_cited_feedback_after_it_is_shared(world: World) -> None:
    story, visit = await story_begins(world), await visit_begins(world)
    observation = await visit.fed_back()
    id = await _hold_citing(story, visit.leader, observation)
    assert _observation_shown(await json_of(story.chief.get(f"/dialogues/{id}")))["points"] is None
    await json_of(visit.leader.act(f"/observations/{observation}/reply", {"reply": "accurate", "reply_text": "Ja"}))
    await json_of(visit.leader.act(f"/observations/{observation}/share"))
    for path in (f"/dialogues/{id}", f"/dialogues/{id}/agenda"):
        assert _observation_shown(await json_of(story.chief.get(path)))["points"] is not None, path
