"""Words are not read by being cited: who may not read feedback or what few said does not read it where it is pinned."""

from typing import Any

from tests.support.dialogue_story import Story, put
from tests.support.dialogue_story import begin as story_begins
from tests.support.observation_visit import SEEN, made
from tests.support.observation_visit import begin as visit_begins
from tests.support.world import Actor, World


async def _citing(story: Story, by: Actor, observation: str, **other: Any) -> str:
    id, entries = await story.planned(by=by, **other), story.entries("figure", "words")
    entries[1]["cited"].append({"kind": "observation", "id": observation})
    assert (await put(by, id, entries)).status_code == 200
    await made(by.act(f"/dialogues/{id}/hold", {}))
    return id


def _observed(dialogue: dict[str, Any]) -> dict[str, Any]:
    [piece] = [one["shown"] for one in dialogue["evidence"] if one["kind"] == "observation"]
    return dict(piece)


async def test_a_chief_who_holds_alone_reads_no_feedback_that_is_not_shared(world: World) -> None:
    story, visit = await story_begins(world), await visit_begins(world)
    observation = await visit.fed_back()
    assert (await made(story.chief.get(f"/observations/{observation}")))["feedback"] is None
    id = await _citing(story, story.chief, observation)
    for actor in (story.chief, await world.actor("chief", world.north)):
        for path in (f"/dialogues/{id}", f"/dialogues/{id}/agenda"):
            seen = _observed(await made(actor.get(path)))
            assert (seen["text"], seen["points"], seen["text_withheld"]) == (None, None, True), path
    mine = _observed(await made(visit.leader.get(f"/dialogues/{id}")))
    assert {one["text"] for one in mine["points"]} == {one["text"] for one in SEEN["points"]}


async def test_what_was_shared_since_is_read_where_it_was_cited(world: World) -> None:
    story, visit = await story_begins(world), await visit_begins(world)
    observation = await visit.fed_back()
    id = await _citing(story, visit.leader, observation)
    assert _observed(await made(story.chief.get(f"/dialogues/{id}")))["points"] is None
    await made(visit.leader.act(f"/observations/{observation}/reply", {"reply": "accurate", "reply_text": "Ja"}))
    await made(visit.leader.act(f"/observations/{observation}/share"))
    for path in (f"/dialogues/{id}", f"/dialogues/{id}/agenda"):
        assert _observed(await made(story.chief.get(path)))["points"] is not None, path
