"""Notes and remarks: only the leader and the chief read them, and each reading is recorded."""

from datetime import date

import pytest

from tests.support.follow_up_meetings import Meetings, faults_of, put_with_etag

NOTES = {"topics": ["Sygefravær", "Tilsyn"], "notes": "Vi taler om en hjælpende hånd i ledelsen"}


async def follow_up_with_notes(meetings: Meetings) -> str:
    id = await meetings.planned()
    response = await put_with_etag(meetings.chief, f"/follow-ups/{id}/notes", NOTES, f"/follow-ups/{id}")
    assert response.status_code == 200, response.text
    return id


async def test_chief_and_leader_read_the_notes_and_each_reading_is_recorded(meetings: Meetings) -> None:
    id = await follow_up_with_notes(meetings)
    assert await meetings.entries(id, "read") == []
    for number, actor in enumerate((meetings.leader, meetings.chief, meetings.leader), start=1):
        read = await actor.get(f"/follow-ups/{id}/notes")
        assert (read.status_code, read.json()["notes"], read.json()["topics"]) == (200, NOTES["notes"], NOTES["topics"])
        entries = await meetings.entries(id, "read")
        assert (len(entries), entries[-1].caller_id) == (number, actor.id)
    assert entries[-1].fields == ["topics", "notes", "remarks"]
    known = await meetings.leader.get(f"/follow-ups/{id}/notes", headers={"If-None-Match": read.headers["etag"]})
    assert (known.status_code, len(await meetings.entries(id, "read"))) == (304, 4)


async def test_auditor_finds_readings_of_notes_by_person_unit_and_time(meetings: Meetings) -> None:
    id, auditor = await follow_up_with_notes(meetings), await meetings.world.actor("auditor")
    assert (await meetings.leader.get(f"/follow-ups/{id}/notes")).status_code == 200
    audit_path = "/audit?resource=follow-ups&action=read"
    for matching_filter in (
        f"actor_id={meetings.leader.id}",
        f"unit_id={meetings.world.birk}",
        f"unit_id={meetings.world.north}",
        f"thing_id={id}",
        "from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z",
    ):
        [entry] = (await auditor.get(f"{audit_path}&{matching_filter}")).json()["items"]
        assert (entry["actor_id"], entry["fields"]) == (str(meetings.leader.id), ["topics", "notes", "remarks"])
    for empty_filter in (
        f"actor_id={meetings.chief.id}",
        f"unit_id={meetings.world.south}",
        "from=2027-01-01T00:00:00Z",
        "to=2026-01-01T00:00:00Z",
    ):
        response = await auditor.get(f"{audit_path}&{empty_filter}")
        assert response.json()["items"] == []
        assert "hjælpende" not in response.text


async def test_nobody_else_reads_the_notes_and_no_other_response_contains_them(meetings: Meetings) -> None:
    id, world = await follow_up_with_notes(meetings), meetings.world
    assert (await meetings.hold(id)).status_code == 200
    others = {
        "administration": (None, 403),
        "admin": (None, 403),
        "auditor": (None, 403),
        "staff": (world.birk, 403),
        "board_member": (world.birk, 403),
        "leader": (world.birk, 403),
        "chief": (world.south, 404),
    }
    for role, (unit, status) in others.items():
        extra = {"body": "parent_board"} if role == "board_member" else {}
        actor = await world.actor(role, unit, **extra)
        assert (await actor.get(f"/follow-ups/{id}/notes")).status_code == status, role
    assert await meetings.entries(id, "read") == []
    for actor in (meetings.chief, meetings.leader, await world.actor("administration")):
        for path in (f"/follow-ups/{id}", "/follow-ups"):
            assert "hjælpende" not in (await actor.get(path)).text
            assert "Sygefravær" not in (await actor.get(path)).text


async def test_new_leader_sees_day_and_assessment_but_no_notes(meetings: Meetings) -> None:
    id = await follow_up_with_notes(meetings)
    assert (await meetings.hold(id, notes="Fortroligt", assessment="concern", reason="Uro")).status_code == 200
    await meetings.end_roles(meetings.leader, date(2026, 3, 20))
    successor = await meetings.world.actor("leader", meetings.world.birk, since_on=date(2026, 3, 20))
    await meetings.sign_in_again_on(date(2026, 3, 21), successor)
    seen = await successor.get(f"/follow-ups/{id}")
    assert (seen.json()["assessment"], seen.json()["held_on"]) == ("concern", "2026-03-10")
    assert (await successor.get(f"/follow-ups/{id}/notes")).status_code == 403
    assert (await meetings.leader.get(f"/follow-ups/{id}/notes")).status_code == 403, "leads no institution any more"
    await meetings.world.add_grant(meetings.leader.id, "leader", meetings.world.oak)
    assert (await meetings.leader.get(f"/follow-ups/{id}/notes")).status_code == 404, "leads elsewhere now"
    assert (await meetings.chief.get(f"/follow-ups/{id}/notes")).json()["notes"] == "Fortroligt"


async def test_only_the_chief_writes_notes_and_only_until_the_follow_up_is_held(meetings: Meetings) -> None:
    id = await follow_up_with_notes(meetings)
    refused = await put_with_etag(meetings.leader, f"/follow-ups/{id}/notes", NOTES, f"/follow-ups/{id}")
    assert (refused.status_code, refused.json()["code"]) == (403, "not-allowed")
    assert "are held: Chief of a district. If" in refused.json()["detail"], "the role that may do it is named"
    allowed = (await meetings.leader.get("/me")).json()["allowed"]
    assert (allowed["follow_up_notes"], allowed["follow_up_remarks"]) == (["read"], ["read", "write"])
    assert (await meetings.hold(id)).status_code == 200
    late = await put_with_etag(meetings.chief, f"/follow-ups/{id}/notes", {"notes": "Andet"}, f"/follow-ups/{id}")
    assert (late.status_code, late.json()["code"]) == (409, "wrong-state")
    assert (await meetings.chief.get(f"/follow-ups/{id}/notes")).json()["notes"] == NOTES["notes"]


async def test_notes_given_when_holding_replace_the_prepared_ones(meetings: Meetings) -> None:
    id = await follow_up_with_notes(meetings)
    assert (await meetings.hold(id, notes="Sådan blev det", topics=["Kun ét"])).status_code == 200
    read = (await meetings.leader.get(f"/follow-ups/{id}/notes")).json()
    assert (read["notes"], read["topics"]) == ("Sådan blev det", ["Kun ét"])


async def test_only_the_leader_adds_remarks_before_and_after_holding(meetings: Meetings) -> None:
    id = await follow_up_with_notes(meetings)
    first = await meetings.leader.act(f"/follow-ups/{id}/remarks", {"text": "Jeg mangler en souschef"})
    assert first.status_code == 200, first.text
    assert "souschef" not in first.text
    assert (await meetings.hold(id)).status_code == 200
    assert (await meetings.leader.act(f"/follow-ups/{id}/remarks", {"text": "Tak for en god snak"})).status_code == 200
    read = (await meetings.chief.get(f"/follow-ups/{id}/notes")).json()["remarks"]
    assert [remark["text"] for remark in read] == ["Jeg mangler en souschef", "Tak for en god snak"]
    assert read[0]["author_name"].startswith("leader")
    for actor in (meetings.chief, await meetings.world.actor("leader", meetings.world.birk)):
        refused = await actor.act(f"/follow-ups/{id}/remarks", {"text": "Ikke mine ord"})
        assert (refused.status_code, refused.json()["code"]) == (403, "not-allowed")


async def test_remark_requires_the_current_etag(meetings: Meetings) -> None:
    path = f"/follow-ups/{await meetings.planned()}/remarks"
    for etag, status, code in (("", 428, "condition-required"), ('"9"', 412, "changed-meanwhile")):
        refused = await meetings.leader.act(path, {"text": "Tak"}, etag=etag)
        assert (refused.status_code, refused.json()["code"]) == (status, code)


async def test_corrections_of_notes_are_returned_only_with_the_notes(meetings: Meetings) -> None:
    id = await follow_up_with_notes(meetings)
    assert (await meetings.hold(id)).status_code == 200
    payload = {"field": "notes", "becomes": "Rettet tekst", "reason": "Forkert navn"}
    corrected = await meetings.chief.act(f"/follow-ups/{id}/corrections", payload)
    assert (corrected.status_code, corrected.json()["corrections"]) == (200, []), corrected.text
    read = (await meetings.leader.get(f"/follow-ups/{id}/notes")).json()
    assert read["notes"] == "Rettet tekst"
    assert [(correction["was"], correction["becomes"], correction["reason"]) for correction in read["corrections"]] == [
        (NOTES["notes"], "Rettet tekst", "Forkert navn")
    ]


@pytest.mark.parametrize("text", ["Ring til 010203-1234", "010203 1234"])
async def test_notes_with_a_cpr_number_are_rejected(meetings: Meetings, text: str) -> None:
    id = await meetings.planned()
    refused = await put_with_etag(meetings.chief, f"/follow-ups/{id}/notes", {"notes": text}, f"/follow-ups/{id}")
    assert (refused.status_code, faults_of(refused)) == (422, [("/notes", "looks-like-cpr-number")])


async def test_chief_redacts_notes_and_leader_redacts_remarks(meetings: Meetings) -> None:
    id = await follow_up_with_notes(meetings)
    remark = await meetings.leader.act(f"/follow-ups/{id}/remarks", {"text": "Om en enkelt familie"})
    assert remark.status_code == 200
    assert (await meetings.hold(id)).status_code == 200
    payload = {"field": "notes", "becomes": "Rettet tekst", "reason": "Forkert navn"}
    assert (await meetings.chief.act(f"/follow-ups/{id}/corrections", payload)).status_code == 200
    [first_remark] = (await meetings.leader.get(f"/follow-ups/{id}/notes")).json()["remarks"]
    redaction = {"field": "remark", "part_id": first_remark["id"], "reason": "Familien kan kendes"}
    refused = await meetings.chief.act(f"/follow-ups/{id}/redact", redaction)
    assert (refused.status_code, refused.json()["code"]) == (403, "not-allowed"), "only the leader redacts remarks"
    assert (await meetings.leader.act(f"/follow-ups/{id}/redact", redaction)).status_code == 200
    refused = await meetings.leader.act(f"/follow-ups/{id}/redact", {"field": "notes", "reason": "Nej"})
    assert refused.status_code == 403, "only the chief redacts notes"
    for field in ("notes", "topics"):
        response = await meetings.chief.act(
            f"/follow-ups/{id}/redact", {"field": field, "reason": "Familien kan kendes"}
        )
        assert (response.status_code, response.json()["corrections"]) == (200, []), response.text
    read = await meetings.chief.get(f"/follow-ups/{id}/notes")
    for redacted_text in ("hjælpende", "Rettet", "familie", "Sygefravær"):
        assert redacted_text not in read.text.replace("Familien", "")
    notes = read.json()
    assert (notes["notes"], notes["topics"], notes["remarks"][0]["text"]) == (None, [], None)
    assert {correction["field"] for correction in notes["corrections"]} == {"text", "notes", "topics"}
    unknown = {**redaction, "part_id": id}
    refused = await meetings.leader.act(f"/follow-ups/{id}/redact", unknown)
    assert (refused.status_code, faults_of(refused)) == (422, [("/part_id", "unknown-reference")])


async def test_chief_redacts_the_reason_for_a_cancellation(meetings: Meetings) -> None:
    id = await meetings.planned()
    assert (await meetings.chief.act(f"/follow-ups/{id}/cancel", {"reason": "Lederens sygdom"})).status_code == 200
    redaction = {"field": "cancellation", "reason": "Helbred"}
    response = await meetings.chief.act(f"/follow-ups/{id}/redact", redaction)
    assert (response.status_code, response.json()["cancellation"]) == (200, None), response.text
    assert [
        (correction["field"], correction["was"], correction["reason"]) for correction in response.json()["corrections"]
    ] == [("cancellation", None, "Helbred")]
