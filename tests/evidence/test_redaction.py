"""Text that is redacted in evidence is removed from what dialogues pinned, and no other text is."""

from typing import Any

import pytest

from tests.support.dialogue_story import Story, put_circle
from tests.support.dialogues.text_search import tables_containing
from tests.support.observation_visit import Visit, begin_visit, json_of

PURPOSE, FEEDBACK, POINT, REPLY = "Larm i frikvarteret", "Børnene ved, hvor", "Rolige overgange", "Villads var syg"
ANSWER = "Vi har talt med Villads"


async def _hold_dialogue(story: Story, *cited: dict[str, str]) -> str:
    """Hold a dialogue that cites these, with an idempotency key, so that the response is stored; return its id."""
    id, entries = await story.planned(), story.entries("figure")
    entries[1]["cited"] += cited
    assert (await put_circle(story.leader, id, entries)).status_code == 200
    key = {"Idempotency-Key": "holdt"}
    await json_of(story.leader.act(f"/dialogues/{id}/hold", headers=key))
    return id


async def _visit_with_reply(story: Story) -> tuple[Visit, str]:
    visit = await begin_visit(story.world)
    path = f"/observations/{await visit.fed_back()}"
    await json_of(visit.leader.act(f"{path}/reply", {"reply": "inaccurate", "reply_text": "Misforstået"}))
    key = {"Idempotency-Key": "rettet"}
    correction = {"reason": "Sagt på ny", "field": "reply_text", "becomes": REPLY}
    await json_of(visit.leader.act(f"{path}/corrections", correction, headers=key))
    return visit, path


async def _pinned(story: Story, id: str) -> dict[str, Any]:
    """The content of the qualitative piece that a dialogue pinned."""
    evidence = (await json_of(story.leader.get(f"/dialogues/{id}")))["evidence"]
    [piece] = [piece for piece in evidence if not piece["quantitative"]]
    shown: dict[str, Any] = piece["shown"]
    return shown


@pytest.mark.parametrize(
    "field, words", [("purpose", PURPOSE), ("feedback", FEEDBACK), ("points", POINT), ("reply_text", REPLY)]
)
async def test_redacting_a_text_of_an_observation_removes_its_copies_and_no_other_text(
    story: Story, field: str, words: str
) -> None:
    visit, path = await _visit_with_reply(story)
    id = await _hold_dialogue(story, {"kind": "observation", "id": path.rpartition("/")[2]})
    before = await _pinned(story, id)
    assert {"dialogue_evidence", "replay"} <= set(await tables_containing(story, words))
    actor = visit.observer if field in ("feedback", "points") else visit.leader
    await json_of(actor.act(f"{path}/redact", {"fields": [field], "reason": "Et barn kan genkendes"}))
    assert await tables_containing(story, words) == []
    after = await _pinned(story, id)
    assert (after.pop("redaction_reason"), after.pop("redacted_on")) == ("Et barn kan genkendes", "2026-03-10")
    expected = {name: value for name, value in before.items() if name not in ("redaction_reason", "redacted_on")}
    if field == "points":
        expected["points"] = [{**point, "text": None} for point in before["points"]]
    else:
        expected["text" if field == "feedback" else field] = None
    assert after == expected
    for text in (PURPOSE, FEEDBACK, POINT, REPLY):
        assert text == words or await tables_containing(story, text)


async def test_redacting_feedback_removes_its_corrections_from_stored_responses(story: Story) -> None:
    visit, path = await _visit_with_reply(story)
    correction = {"reason": "Skrevet forkert", "field": "feedback", "becomes": "Villads ved det"}
    await json_of(visit.observer.act(f"{path}/corrections", correction, headers={"Idempotency-Key": "k"}))
    assert await tables_containing(story, "Villads ved det")
    await json_of(visit.observer.act(f"{path}/redact", {"fields": ["feedback"], "reason": "Et navn"}))
    assert await tables_containing(story, "Villads ved det") == []
    assert await tables_containing(story, REPLY)


@pytest.mark.parametrize("verb", ["redact", "withdraw"])
async def test_redacting_or_withdrawing_input_removes_its_copies(story: Story, verb: str) -> None:
    path = f"/stakeholder-input/{story.words}"
    await json_of(story.leader.act(f"{path}/answer", {"answer": ANSWER}))
    id = await _hold_dialogue(story, {"kind": "stakeholder_input", "id": str(story.words)})
    body = {"fields": ["answer"], "reason": "Et navn"} if verb == "redact" else {"reason": "consent"}
    assert "dialogue_evidence" in await tables_containing(story, ANSWER)
    await json_of(story.leader.act(f"{path}/{verb}", body))
    assert await tables_containing(story, ANSWER) == []
    after = await _pinned(story, id)
    assert (after["answer"], after["people_count"]) == (None, 4)
    if verb == "redact":
        assert (after["text"], after["redaction_reason"]) == ("Der er for meget larm, når vi skifter time", "Et navn")
    else:
        assert (after["text"], after["withdrawal"], after["withdrawn_on"]) == (None, "consent", "2026-03-10")
        assert await tables_containing(story, "for meget larm") == []
