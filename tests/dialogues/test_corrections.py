"""Correcting a held dialogue: the latest correction counts, and the original stays readable."""

from datetime import date

from api.core.identifiers import new_id
from api.db import transactions
from api.institutions.models import Institution, Kind
from tests.support.dialogue_story import Story
from tests.support.dialogues.correction import post_correction
from tests.support.dialogues.hold_payload import hold_payload


async def test_corrected_development_replaces_the_value_and_keeps_the_original(story: Story) -> None:
    held = await story.held(hold_payload(story))
    part = held["decisions"][0]["id"]
    response = await post_correction(story, held["id"], part_id=part, field="development", becomes="clear")
    assert response.status_code == 200, response.text
    body = response.json()
    assert (body["decisions"][0]["development"], body["version"]) == ("clear", held["version"] + 1)
    [correction] = body["corrections"]
    assert (correction["part_id"], correction["was"], correction["becomes"], correction["reason"]) == (
        part,
        "some",
        "clear",
        "Skrevet forkert",
    )
    assert (await story.leader.get(f"/focus-areas/{story.focus_area}")).json()["development"] == "clear"
    note = await post_correction(story, held["id"], part_id=part, field="note", becomes="Tydelige tegn")
    assert note.json()["decisions"][0]["note"] == "Tydelige tegn"


async def test_correction_without_a_value_changes_nothing(story: Story) -> None:
    held = await story.held(hold_payload(story))
    response = await post_correction(story, held["id"], field="held_on", reason="Det var faktisk om aftenen")
    assert response.json()["held_on"] == held["held_on"]
    assert response.json()["corrections"][0]["becomes"] is None


async def test_corrected_decision_changes_its_focus_area_until_a_later_dialogue_decides(story: Story) -> None:
    held = await story.held(hold_payload(story))
    part = held["decisions"][0]["id"]
    never = await post_correction(story, held["id"], part_id=part, field="decision", becomes="complete")
    assert (never.status_code, never.json()["errors"][0]["pointer"]) == (409, "/becomes")
    dropped = await post_correction(story, held["id"], part_id=part, field="decision", becomes="drop")
    assert dropped.json()["decisions"][0]["decision"] == "drop"
    path = f"/focus-areas/{story.focus_area}"
    assert (await story.leader.get(path)).json()["status"] == "dropped"
    back = await post_correction(story, held["id"], part_id=part, field="decision", becomes="choose")
    assert (back.status_code, (await story.leader.get(path)).json()["status"]) == (200, "chosen")
    await story.sign_in_again_on(date(2026, 9, 16))
    agreement = held["agreements"][0]["id"]
    decisions = [{"focus_area_id": str(story.focus_area), "decision": "continue", "development": "reached"}]
    taken = [{"agreement_id": agreement, "outcome": "done"}]
    await story.held({"decisions": decisions, "taken_up": taken}, round=2)
    late = await post_correction(story, held["id"], part_id=part, field="decision", becomes="drop")
    assert (late.status_code, late.json()["code"]) == (409, "wrong-state")
    earlier = await post_correction(story, held["id"], part_id=part, field="development", becomes="none")
    assert earlier.json()["decisions"][0]["development"] == "none"
    assert (await story.leader.get(path)).json()["development"] == "reached"


async def test_leader_corrects_day_place_text_and_attendance(story: Story) -> None:
    held = await story.held(participants=[{"part": "staff", "name": "Bo"}])
    id, entry, participant = held["id"], held["circle"][0]["id"], held["participants"][0]["id"]
    assert (await post_correction(story, id, field="held_on", becomes="2026-03-08")).json()["held_on"] == "2026-03-08"
    assert (await post_correction(story, id, field="place", becomes="Aulaen")).json()["place"] == "Aulaen"
    assert (await post_correction(story, id, field="place", becomes=None)).json()["place"] is None
    text = await post_correction(story, id, part_id=entry, field="text", becomes="Uro ved skift")
    assert text.json()["circle"][0]["text"] == "Uro ved skift"
    came = await post_correction(story, id, part_id=participant, field="attended", becomes=True)
    assert came.json()["participants"][0]["attended"] is True
    talk = await post_correction(story, id, field="school_development_talk", becomes=True)
    assert talk.json()["school_development_talk"] is True
    office = await story.world.actor("administration")
    seen = (await office.get(f"/dialogues/{id}")).json()
    assert [correction["field"] for correction in seen["corrections"]] == [
        "held_on",
        "place",
        "place",
        "attended",
        "school_development_talk",
    ]
    assert "Uro" not in (await office.get(f"/dialogues/{id}")).text


async def test_corrected_values_are_validated(story: Story) -> None:
    held = await story.held(hold_payload(story))
    id, part = held["id"], held["decisions"][0]["id"]
    wrong = [
        ({"field": "status", "becomes": "planned"}, 422, "/field", "not-one-of"),
        ({"field": "held_on", "becomes": "2026-03-11"}, 422, "/becomes", "held-in-the-future"),
        ({"field": "held_on", "becomes": "i går"}, 422, "/becomes", "not-a-date"),
        ({"field": "held_on", "becomes": None}, 422, "/becomes", "wrong-type"),
        ({"field": "school_development_talk", "becomes": "ja"}, 422, "/becomes", "wrong-type"),
        ({"field": "place", "becomes": "010203-1234"}, 422, "/becomes", "looks-like-cpr-number"),
        ({"field": "development", "becomes": "best", "part_id": part}, 422, "/becomes", "not-one-of"),
        ({"field": "note", "becomes": "x", "part_id": str(new_id())}, 422, "/part_id", "unknown-reference"),
    ]
    for payload, status, pointer, code in wrong:
        response = await post_correction(story, id, **payload)
        faults = [(error["pointer"], error["code"]) for error in response.json()["errors"]]
        assert (response.status_code, faults) == (status, [(pointer, code)]), response.text
    assert (await story.leader.get(f"/dialogues/{id}")).json()["version"] == held["version"]


async def test_only_held_dialogues_are_corrected_and_only_by_those_who_may_hold_them(story: Story) -> None:
    id = await story.ready()
    early = await post_correction(story, id, field="place", becomes="Aulaen")
    assert (early.status_code, early.json()["code"]) == (409, "wrong-state")
    await story.chief.act(f"/dialogues/{id}/hold", {})
    staff = await story.world.actor("staff", story.world.birk)
    payload = {"field": "place", "becomes": "Aulaen", "reason": "X"}
    assert (await staff.act(f"/dialogues/{id}/corrections", payload)).status_code == 403
    assert (await story.leader.post(f"/dialogues/{id}/corrections", payload)).status_code == 428


async def test_fields_of_school_development_talks_are_not_corrected_for_a_club(story: Story) -> None:
    held = await story.held()
    async with transactions.write_transaction(story.world.app.state.engine) as session:
        (await session.get_one(Institution, story.world.birk)).kind = Kind.leisure
    for field in ("school_development_talk", "parent_representative_invited"):
        refused = await post_correction(story, held["id"], field=field, becomes=True)
        assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "schools-only")
        assert (await post_correction(story, held["id"], field=field, becomes=False)).status_code == 200
