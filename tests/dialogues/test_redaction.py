"""Words taken out of a dialogue: they are gone everywhere, their place and the reason remain."""

from typing import Any

import httpx
import pytest

from tests.support.dialogue_story import Story
from tests.support.dialogues.corrections import corrected
from tests.support.dialogues.holding import choosing
from tests.support.dialogues.redaction import found_anywhere
from tests.support.world import Actor

SECRET = "Hendes søn hedder Villads"


async def redact(actor: Actor, id: str, **said: Any) -> httpx.Response:
    return await actor.act(f"/dialogues/{id}/redact", {"reason": "Et barn kan genkendes", **said})


async def test_words_in_the_circle_are_gone_wherever_they_were_copied_to(story: Story) -> None:
    held = await story.held(choosing(story))
    entry = held["circle"][0]["id"]
    body = {"part_id": entry, "field": "text", "becomes": SECRET, "reason": "Rettet"}
    etag = (await story.leader.get(f"/dialogues/{held['id']}")).headers["etag"]
    key = {"Idempotency-Key": "k"}
    path = f"/dialogues/{held['id']}/corrections"
    assert (await story.leader.call("POST", path, json=body, etag=etag, headers=key)).status_code == 200
    again = await corrected(story, held["id"], part_id=entry, field="text", becomes="Uro i timerne")
    assert again.json()["corrections"][1]["was"] == SECRET
    assert set(await found_anywhere(story, SECRET)) == {"correction", "replay"}
    gone = await redact(story.leader, held["id"], part_id=entry)
    assert gone.status_code == 200, gone.text
    whole = gone.json()
    assert (whole["circle"][0]["id"], whole["circle"][0]["text"], len(whole["circle"])) == (entry, None, 3)
    assert [(one["was"], one["becomes"]) for one in whole["corrections"]] == [(None, None)] * 3
    assert whole["corrections"][2]["reason"] == "Et barn kan genkendes"
    assert await found_anywhere(story, SECRET) == []
    replayed = await story.leader.call("POST", path, json=body, etag=etag, headers=key)
    assert (replayed.status_code, replayed.json()["code"]) == (409, "answer-not-kept")
    assert whole["circle"][1]["text"] == "Tallene og børnene siger det samme", "only these words"


@pytest.mark.parametrize("where", ["note", "name", "cancellation"])
async def test_a_note_a_name_and_the_reason_of_a_cancellation_can_be_taken_out(story: Story, where: str) -> None:
    seats = [{"part": "parent_board", "name": SECRET if where == "name" else "Bo"}]
    if where == "cancellation":
        id, part = await story.planned(), None
        await story.chief.act(f"/dialogues/{id}/cancel", {"reason": SECRET})
    else:
        said = choosing(story)
        said["decisions"][0]["note"] = SECRET if where == "note" else None
        held = await story.held(said, participants=seats)
        id, part = held["id"], held["decisions" if where == "note" else "participants"][0]["id"]
    assert await found_anywhere(story, SECRET)
    gone = await redact(story.chief, id, part_id=part)
    assert gone.status_code == 200, gone.text
    assert await found_anywhere(story, SECRET) == []
    assert gone.json()["corrections"][0]["field"] == where


async def test_each_takes_out_what_their_role_writes(story: Story) -> None:
    held = await story.held(choosing(story), participants=[{"part": "staff", "name": "Bo"}])
    office = await story.world.actor("administration")
    entry, note, seat = (held[name][0]["id"] for name in ("circle", "decisions", "participants"))
    for part in (entry, note):
        assert (await redact(office, held["id"], part_id=part)).status_code == 403
    assert (await redact(office, held["id"], part_id=seat)).status_code == 200
    staff = await story.world.actor("staff", story.world.birk)
    assert (await redact(staff, held["id"], part_id=entry)).status_code == 403
    far = await story.world.actor("leader", story.world.oak)
    assert (await redact(far, held["id"], part_id=entry)).status_code == 404
    stale = await story.leader.act(f"/dialogues/{held['id']}/redact", {"part_id": entry, "reason": "X"}, etag='"1"')
    assert stale.status_code == 412
    unknown = await redact(story.leader, held["id"], part_id=held["id"])
    assert (unknown.status_code, unknown.json()["errors"][0]["pointer"]) == (422, "/part_id")
