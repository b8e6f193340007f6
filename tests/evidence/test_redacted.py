"""Words that are taken out of evidence: gone from what dialogues pinned, these and no others."""

from typing import Any

import pytest

from tests.support.dialogue_story import Story, begin, put
from tests.support.dialogues.redaction import found_anywhere
from tests.support.observation_visit import Visit, made
from tests.support.observation_visit import begin as visit_begins
from tests.support.world import World

PURPOSE, WHOLE, POINT, REPLY = "Larm i frikvarteret", "Børnene ved, hvor", "Rolige overgange", "Villads var syg"
ANSWER = "Vi har talt med Villads"


@pytest.fixture
async def story(world: World) -> Story:
    return await begin(world)


async def held_by(story: Story, *cited: dict[str, str]) -> str:
    """A dialogue that was held citing these, by a request whose answer is kept."""
    id, entries = await story.planned(), story.entries("figure")
    entries[1]["cited"] += cited
    assert (await put(story.leader, id, entries)).status_code == 200
    key = {"Idempotency-Key": "holdt"}
    await made(story.leader.act(f"/dialogues/{id}/hold", headers=key))
    return id


async def visited(story: Story) -> tuple[Visit, str]:
    visit = await visit_begins(story.world)
    path = f"/observations/{await visit.fed_back()}"
    await made(visit.leader.act(f"{path}/reply", {"reply": "inaccurate", "reply_text": "Misforstået"}))
    key = {"Idempotency-Key": "rettet"}
    said = {"reason": "Sagt på ny", "field": "reply_text", "becomes": REPLY}
    await made(visit.leader.act(f"{path}/corrections", said, headers=key))
    return visit, path


async def shown(story: Story, id: str) -> dict[str, Any]:
    [piece] = [one for one in (await made(story.leader.get(f"/dialogues/{id}")))["evidence"] if not one["quantitative"]]
    found: dict[str, Any] = piece["shown"]
    return found


@pytest.mark.parametrize(
    "field, words", [("purpose", PURPOSE), ("feedback", WHOLE), ("points", POINT), ("reply_text", REPLY)]
)
async def test_what_is_taken_out_of_an_observation_is_gone_from_its_copies_and_the_rest_stays(
    story: Story, field: str, words: str
) -> None:
    visit, path = await visited(story)
    id = await held_by(story, {"kind": "observation", "id": path.rpartition("/")[2]})
    before = await shown(story, id)
    assert {"dialogue_evidence", "replay"} <= set(await found_anywhere(story, words))
    actor = visit.observer if field in ("feedback", "points") else visit.leader
    await made(actor.act(f"{path}/redact", {"fields": [field], "reason": "Et barn kan genkendes"}))
    assert await found_anywhere(story, words) == []
    after = await shown(story, id)
    assert (after.pop("redaction_reason"), after.pop("redacted_on")) == ("Et barn kan genkendes", "2026-03-10")
    expected = {name: one for name, one in before.items() if name not in ("redaction_reason", "redacted_on")}
    if field == "points":
        expected["points"] = [{**one, "text": None} for one in before["points"]]
    else:
        expected["text" if field == "feedback" else field] = None
    assert after == expected
    for kept in (PURPOSE, WHOLE, POINT, REPLY):
        assert kept == words or await found_anywhere(story, kept)


async def test_a_correction_of_the_feedback_is_gone_from_answers_that_are_kept(story: Story) -> None:
    visit, path = await visited(story)
    said = {"reason": "Skrevet forkert", "field": "feedback", "becomes": "Villads ved det"}
    await made(visit.observer.act(f"{path}/corrections", said, headers={"Idempotency-Key": "k"}))
    assert await found_anywhere(story, "Villads ved det")
    await made(visit.observer.act(f"{path}/redact", {"fields": ["feedback"], "reason": "Et navn"}))
    assert await found_anywhere(story, "Villads ved det") == []
    assert await found_anywhere(story, REPLY)


@pytest.mark.parametrize("verb", ["redact", "withdraw"])
async def test_what_is_taken_out_of_input_is_gone_from_its_copies(story: Story, verb: str) -> None:
    path = f"/stakeholder-input/{story.words}"
    await made(story.leader.act(f"{path}/answer", {"answer": ANSWER}))
    id = await held_by(story, {"kind": "stakeholder_input", "id": str(story.words)})
    said = {"fields": ["answer"], "reason": "Et navn"} if verb == "redact" else {"reason": "consent"}
    assert "dialogue_evidence" in await found_anywhere(story, ANSWER)
    await made(story.leader.act(f"{path}/{verb}", said))
    assert await found_anywhere(story, ANSWER) == []
    after = await shown(story, id)
    assert (after["answer"], after["people_count"]) == (None, 4)
    if verb == "redact":
        assert (after["text"], after["redaction_reason"]) == ("Der er for meget larm, når vi skifter time", "Et navn")
    else:
        assert (after["text"], after["withdrawal"], after["withdrawn_on"]) == (None, "consent", "2026-03-10")
        assert await found_anywhere(story, "for meget larm") == []
