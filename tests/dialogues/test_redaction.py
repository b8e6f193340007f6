"""Redacting text of a dialogue: every copy is removed, its place and the reason remain."""

from typing import Any

import httpx
import pytest

from tests.support.dialogue_story import Story
from tests.support.dialogues.correction import post_correction
from tests.support.dialogues.hold_payload import hold_payload
from tests.support.dialogues.text_search import tables_containing
from tests.support.world import Actor

SECRET = "Hendes søn hedder Villads"


async def redact(actor: Actor, id: str, **payload: Any) -> httpx.Response:
    return await actor.act(f"/dialogues/{id}/redact", {"reason": "Et barn kan genkendes", **payload})


async def test_redacted_circle_text_is_removed_from_every_copy(story: Story) -> None:
    held = await story.held(hold_payload(story))
    entry = held["circle"][0]["id"]
    correction_body = {"part_id": entry, "field": "text", "becomes": SECRET, "reason": "Rettet"}
    etag = (await story.leader.get(f"/dialogues/{held['id']}")).headers["etag"]
    key = {"Idempotency-Key": "k"}
    path = f"/dialogues/{held['id']}/corrections"
    assert (await story.leader.call("POST", path, json=correction_body, etag=etag, headers=key)).status_code == 200
    again = await post_correction(story, held["id"], part_id=entry, field="text", becomes="Uro i timerne")
    assert again.json()["corrections"][1]["was"] == SECRET
    assert set(await tables_containing(story, SECRET)) == {"correction", "replay"}
    redacted = await redact(story.leader, held["id"], part_id=entry)
    assert redacted.status_code == 200, redacted.text
    dialogue = redacted.json()
    assert (dialogue["circle"][0]["id"], dialogue["circle"][0]["text"], len(dialogue["circle"])) == (entry, None, 3)
    assert [(correction["was"], correction["becomes"]) for correction in dialogue["corrections"]] == [(None, None)] * 3
    assert dialogue["corrections"][2]["reason"] == "Et barn kan genkendes"
    assert await tables_containing(story, SECRET) == []
    replayed = await story.leader.call("POST", path, json=correction_body, etag=etag, headers=key)
    assert (replayed.status_code, replayed.json()["code"]) == (409, "answer-not-kept")
    assert dialogue["circle"][1]["text"] == "Tallene og børnene siger det samme", "only this text"


@pytest.mark.parametrize("field", ["note", "name", "cancellation"])
async def test_chief_redacts_a_note_a_name_and_the_reason_for_a_cancellation(story: Story, field: str) -> None:
    participants = [{"part": "parent_board", "name": SECRET if field == "name" else "Bo"}]
    if field == "cancellation":
        id, part = await story.planned(), None
        await story.chief.act(f"/dialogues/{id}/cancel", {"reason": SECRET})
    else:
        payload = hold_payload(story)
        payload["decisions"][0]["note"] = SECRET if field == "note" else None
        held = await story.held(payload, participants=participants)
        id, part = held["id"], held["decisions" if field == "note" else "participants"][0]["id"]
    assert await tables_containing(story, SECRET)
    redacted = await redact(story.chief, id, part_id=part)
    assert redacted.status_code == 200, redacted.text
    assert await tables_containing(story, SECRET) == []
    assert redacted.json()["corrections"][0]["field"] == field


async def test_people_redact_only_text_that_their_role_writes(story: Story) -> None:
    held = await story.held(hold_payload(story), participants=[{"part": "staff", "name": "Bo"}])
    office = await story.world.actor("administration")
    entry, note, participant = (held[name][0]["id"] for name in ("circle", "decisions", "participants"))
    for part in (entry, note):
        assert (await redact(office, held["id"], part_id=part)).status_code == 403
    assert (await redact(office, held["id"], part_id=participant)).status_code == 200
    staff = await story.world.actor("staff", story.world.birk)
    assert (await redact(staff, held["id"], part_id=entry)).status_code == 403
    far = await story.world.actor("leader", story.world.oak)
    assert (await redact(far, held["id"], part_id=entry)).status_code == 404
    stale = await story.leader.act(f"/dialogues/{held['id']}/redact", {"part_id": entry, "reason": "X"}, etag='"1"')
    assert stale.status_code == 412
    unknown = await redact(story.leader, held["id"], part_id=held["id"])
    assert (unknown.status_code, unknown.json()["errors"][0]["pointer"]) == (422, "/part_id")
