"""The calendar of a person's meetings, read by its secret address."""

import logging
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from api.access.models import Grant
from api.calendar.models import CalendarAddress
from api.core import clock
from api.db import transactions
from api.sign_in.models import Person, SignIn
from tests.support.calendar.builders import create_calendar_address, event_summaries, events, read_calendar
from tests.support.dialogue_story import Story
from tests.support.observation_visit import begin_visit
from tests.support.world import Actor


async def plan_follow_up(story: Story, **other: Any) -> str:
    plan = {"institution_id": str(story.world.birk), "planned_for": "2026-03-20T09:00:00+01:00", **other}
    created = await story.chief.post("/follow-ups", plan)
    assert created.status_code == 201, created.text
    return str(created.json()["id"])


async def test_leader_finds_dialogues_and_follow_ups_of_their_institution(story: Story) -> None:
    id = await story.planned(place="Mødelokale 2")
    await plan_follow_up(story)
    calendar_events = await events(story, story.leader)
    assert event_summaries(calendar_events) == [
        ("Læringssamtale 1: Birkeskolen", "20260316T120000Z", "Mødelokale 2"),
        ("Ledelsesopfølgning: Birkeskolen", "20260320T080000Z", ""),
    ]
    assert (str(calendar_events[0]["uid"]), calendar_events[0]["dtend"].to_ical()) == (
        f"dialogue-{id}@sammen",
        b"20260316T140000Z",
    )
    assert [str(event["class"]) for event in calendar_events] == ["PRIVATE", "PRIVATE"]


async def test_people_find_only_meetings_that_they_take_part_in(story: Story) -> None:
    guest, holder = await story.world.actor("administration"), await story.world.actor("staff", story.world.birk)
    participants = [{"part": "consultant", "person_id": str(guest.id)}]
    await story.planned(participants=participants, data_holder_id=str(holder.id))
    await plan_follow_up(story)
    for actor in (guest, holder):
        assert [summary for summary, _, _ in event_summaries(await events(story, actor))] == [
            "Læringssamtale 1: Birkeskolen"
        ]
    assert [summary for summary, _, _ in event_summaries(await events(story, story.chief))] == [
        "Ledelsesopfølgning: Birkeskolen"
    ]
    other = await story.world.actor("chief", story.world.north)
    colleague = await story.world.actor("staff", story.world.birk)
    for actor in (other, colleague, await story.world.actor("leader", story.world.birk_sfo)):
        assert await events(story, actor) == []


async def test_observers_and_the_observed_leader_find_an_observation(story: Story) -> None:
    visit = await begin_visit(story.world)
    id = await visit.planned()
    for actor in (visit.observer, visit.consultant, visit.leader):
        [calendar_event] = await events(story, actor)
        assert event_summaries([calendar_event]) == [("Læringsmiljøobservation: Birkeskolen", "20260310T073000Z", "")]
        assert str(calendar_event["uid"]) == f"observation-{id}@sammen"
    assert await events(story, visit.staff) == []


async def test_joint_meeting_is_one_event(story: Story) -> None:
    meeting = "0198f3a0-7b8c-7d3e-9a51-0c2b6f1d4e77"
    participants = [{"part": "chief", "person_id": str(story.chief.id)}]
    for at in (story.world.birk, story.world.birk_sfo):
        await story.planned(institution_id=str(at), participants=participants, meeting_id=meeting)
    [calendar_event] = await events(story, story.chief)
    assert str(calendar_event["summary"]) == "Læringssamtale 1: Birkeskolen, Birkeskolens SFO"
    assert str(calendar_event["uid"]) == f"dialogue-{meeting}@sammen"


async def test_calendar_contains_no_confidential_text(story: Story) -> None:
    id = await plan_follow_up(story)
    etag = (await story.chief.get(f"/follow-ups/{id}")).headers["etag"]
    notes = {"topics": ["Fortroligt emne"], "notes": "Fortrolig note"}
    assert (await story.chief.call("PUT", f"/follow-ups/{id}/notes", json=notes, etag=etag)).status_code == 200
    held = await story.chief.act(f"/follow-ups/{id}/hold", {"assessment": "serious_concern", "reason": "Fortroligt"})
    assert held.status_code == 200
    response = await read_calendar(story, await create_calendar_address(story.leader))
    assert "ortrolig" not in response.text
    assert "concern" not in response.text
    assert "BEGIN:VEVENT" in response.text


async def test_cancelled_and_old_meetings_are_left_out(story: Story) -> None:
    id = await story.planned()
    assert len(await events(story, story.leader)) == 1
    cancelled = await story.chief.act(f"/dialogues/{id}/cancel", {"reason": "Syg"})
    assert cancelled.status_code == 200
    assert await events(story, story.leader) == []
    await plan_follow_up(story)
    path = await create_calendar_address(story.leader)
    for day, number in ((date(2026, 6, 15), 1), (date(2026, 6, 25), 0)):
        await story.sign_in_again_on(day)
        assert (await read_calendar(story, path)).text.count("BEGIN:VEVENT") == number


async def test_calendar_is_not_readable_without_a_role_or_for_an_inactive_person(story: Story) -> None:
    await plan_follow_up(story)
    path = await create_calendar_address(story.leader)
    assert "VEVENT" in (await read_calendar(story, path)).text
    async with transactions.write_transaction(story.world.app.state.engine) as session:
        is_leaders_grant = col(Grant.person_id) == story.leader.id
        await session.execute(update(Grant).where(is_leaders_grant).values(until_on=date(2026, 3, 10)))
    assert (await read_calendar(story, path)).json()["code"] == "not-found"
    await story.world.add_grant(story.leader.id, "leader", story.world.birk)
    assert "VEVENT" in (await read_calendar(story, path)).text, "the address works again with a new role"
    async with transactions.write_transaction(story.world.app.state.engine) as session:
        await session.execute(update(Person).where(col(Person.id) == story.leader.id).values(active=False))
    assert (await read_calendar(story, path)).json()["code"] == "not-found"


async def test_address_becomes_invalid_when_the_password_is_reset_or_the_person_deactivated(story: Story) -> None:
    admin, person = await story.world.actor("admin"), f"/people/{story.leader.id}"
    for change in ({"password": "en ny og lang adgangskode"}, {"active": False}):
        path = await create_calendar_address(story.leader)
        assert (await admin.patch(person, {"name": "Lis Leder"})).status_code == 200
        assert (await read_calendar(story, path)).status_code == 200, "a new name changes nothing"
        changed = await admin.patch(person, change)
        assert changed.status_code == 200, changed.text
        assert (await admin.patch(person, {"active": True})).status_code == 200
        assert (await read_calendar(story, path)).json()["code"] == "not-found"
        story.leader.token = await signed_in_again(story, story.leader)
        assert (await story.leader.get("/calendar")).json() == {"has_address": False, "made_at": None}
    assert (await read_calendar(story, await create_calendar_address(story.leader))).status_code == 200, (
        "a new address works"
    )


async def signed_in_again(story: Story, actor: Actor) -> str:
    signed = SignIn(person_id=actor.id, began_at=clock.now(), ends_at=clock.now() + timedelta(days=1))
    async with transactions.write_transaction(story.world.app.state.engine) as session:
        session.add(signed)
    return story.world.token(actor.id, "person", signed.id)


async def test_address_becomes_invalid_when_the_person_changes_their_password_but_not_on_sign_out(story: Story) -> None:
    id = await story.world.create_person("bodil", "hemmelig lang sætning")
    await story.world.add_grant(id, "leader", story.world.birk)
    first = await story.world.sign_in("bodil", "hemmelig lang sætning")
    path = await create_calendar_address(await story.world.sign_in("bodil", "hemmelig lang sætning"))
    revoked = await story.world.token_request("/token/revoke", form={"token": first.refresh_token})
    assert revoked.status_code == 200
    assert (await read_calendar(story, path)).status_code == 200
    current = await story.world.sign_in("bodil", "hemmelig lang sætning")
    passwords = {"old": "hemmelig lang sætning", "new": "en anden lang sætning"}
    assert (await current.post("/me/password", passwords)).status_code == 204
    assert (await read_calendar(story, path)).json()["code"] == "not-found"
    assert (await current.get("/calendar")).json()["has_address"] is False


async def test_address_is_returned_once_stored_as_a_hash_and_revoked(story: Story) -> None:
    assert (await story.leader.get("/calendar")).json() == {"has_address": False, "made_at": None}
    first = await create_calendar_address(story.leader)
    second = await create_calendar_address(story.leader)
    state = (await story.leader.get("/calendar")).json()
    assert state["has_address"]
    secret = second.partition("secret=")[2]
    assert secret not in str(state)
    async with transactions.read_transaction(story.world.app.state.engine) as session:
        addresses = (await session.execute(select(CalendarAddress))).scalars().all()
    assert [secret in str(address.model_dump()) for address in addresses] == [False]
    assert ((await read_calendar(story, first)).status_code, (await read_calendar(story, second)).status_code) == (
        404,
        200,
    )
    revoked = await story.leader.post("/calendar/revoke")
    assert (revoked.status_code, revoked.json()["has_address"]) == (200, False)
    for path in (second, "/v1/calendar.ics?secret=noget"):
        response = await read_calendar(story, path)
        assert (response.status_code, response.json()["code"]) == (404, "not-found")
    assert (await story.leader.post("/calendar/revoke")).status_code == 200, "revoking again succeeds"


async def test_response_with_the_secret_is_not_cached_for_a_replay(story: Story) -> None:
    headers = {"Idempotency-Key": "kalender-1"}
    first = await story.leader.post("/calendar", headers=headers)
    second = await story.leader.post("/calendar", headers=headers)
    assert first.json()["path"] != second.json()["path"]


async def test_machine_has_no_calendar(story: Story) -> None:
    machine = await story.world.actor("data_supplier", machine=True)
    refused = await machine.post("/calendar")
    assert (refused.status_code, refused.json()["code"]) == (403, "not-allowed")


async def test_calendar_program_gets_304_for_an_unchanged_calendar(story: Story) -> None:
    await story.planned()
    path = await create_calendar_address(story.leader)
    first = await read_calendar(story, path)
    known = await story.world.client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")


async def test_secret_is_in_no_log(story: Story, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="api")
    path = await create_calendar_address(story.leader)
    assert (await read_calendar(story, path)).status_code == 200
    logged = " ".join(str(vars(record)) for record in caplog.records if record.name.startswith("api"))
    assert "/v1/calendar.ics" in logged
    assert path.partition("secret=")[2] not in logged
    metrics = (await story.world.client.get("/metrics")).text
    assert path.partition("secret=")[2] not in metrics
