"""The calendar of what one takes part in, by its secret address."""

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
from tests.support.calendar.builders import address, events, read, told
from tests.support.dialogue_story import Story
from tests.support.observation_visit import begin as begin_visit
from tests.support.world import Actor


async def follow_up(story: Story, **other: Any) -> str:
    plan = {"institution_id": str(story.world.birk), "planned_for": "2026-03-20T09:00:00+01:00", **other}
    made = await story.chief.post("/follow-ups", plan)
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


async def test_a_leader_finds_their_institutions_dialogues_and_follow_ups(story: Story) -> None:
    id = await story.planned(place="Mødelokale 2")
    await follow_up(story)
    found = await events(story, story.leader)
    assert told(found) == [
        ("Læringssamtale 1: Birkeskolen", "20260316T120000Z", "Mødelokale 2"),
        ("Ledelsesopfølgning: Birkeskolen", "20260320T080000Z", ""),
    ]
    assert (str(found[0]["uid"]), found[0]["dtend"].to_ical()) == (f"dialogue-{id}@sammen", b"20260316T140000Z")
    assert [str(one["class"]) for one in found] == ["PRIVATE", "PRIVATE"]


async def test_one_finds_what_one_takes_part_in_and_nothing_else(story: Story) -> None:
    guest, holder = await story.world.actor("administration"), await story.world.actor("staff", story.world.birk)
    seats = [{"part": "consultant", "person_id": str(guest.id)}]
    await story.planned(participants=seats, data_holder_id=str(holder.id))
    await follow_up(story)
    for actor in (guest, holder):
        assert [one[0] for one in told(await events(story, actor))] == ["Læringssamtale 1: Birkeskolen"]
    assert [one[0] for one in told(await events(story, story.chief))] == ["Ledelsesopfølgning: Birkeskolen"]
    other = await story.world.actor("chief", story.world.north)
    colleague = await story.world.actor("staff", story.world.birk)
    for actor in (other, colleague, await story.world.actor("leader", story.world.birk_sfo)):
        assert await events(story, actor) == []


async def test_observers_and_the_observed_leader_find_an_observation(story: Story) -> None:
    visit = await begin_visit(story.world)
    id = await visit.planned()
    for actor in (visit.observer, visit.consultant, visit.leader):
        [one] = await events(story, actor)
        assert told([one]) == [("Læringsmiljøobservation: Birkeskolen", "20260310T073000Z", "")]
        assert str(one["uid"]) == f"observation-{id}@sammen"
    assert await events(story, visit.staff) == []


async def test_institutions_that_meet_at_once_are_one_event(story: Story) -> None:
    meeting = "0198f3a0-7b8c-7d3e-9a51-0c2b6f1d4e77"
    seats = [{"part": "chief", "person_id": str(story.chief.id)}]
    for at in (story.world.birk, story.world.birk_sfo):
        await story.planned(institution_id=str(at), participants=seats, meeting_id=meeting)
    [one] = await events(story, story.chief)
    assert str(one["summary"]) == "Læringssamtale 1: Birkeskolen, Birkeskolens SFO"
    assert str(one["uid"]) == f"dialogue-{meeting}@sammen"


async def test_nothing_that_is_said_stands_in_a_calendar(story: Story) -> None:
    id = await follow_up(story)
    etag = (await story.chief.get(f"/follow-ups/{id}")).headers["etag"]
    notes = {"topics": ["Fortroligt emne"], "notes": "Fortrolig note"}
    assert (await story.chief.call("PUT", f"/follow-ups/{id}/notes", json=notes, etag=etag)).status_code == 200
    held = await story.chief.act(f"/follow-ups/{id}/hold", {"assessment": "serious_concern", "reason": "Fortroligt"})
    assert held.status_code == 200
    answer = await read(story, await address(story.leader))
    assert "ortrolig" not in answer.text
    assert "concern" not in answer.text
    assert "BEGIN:VEVENT" in answer.text


async def test_what_is_cancelled_or_long_past_is_gone(story: Story) -> None:
    id = await story.planned()
    assert len(await events(story, story.leader)) == 1
    cancelled = await story.chief.act(f"/dialogues/{id}/cancel", {"reason": "Syg"})
    assert cancelled.status_code == 200
    assert await events(story, story.leader) == []
    await follow_up(story)
    path = await address(story.leader)
    for day, number in ((date(2026, 6, 15), 1), (date(2026, 6, 25), 0)):
        await story.again(day)
        assert (await read(story, path)).text.count("BEGIN:VEVENT") == number


async def test_a_calendar_ends_with_the_role_and_with_the_person(story: Story) -> None:
    await follow_up(story)
    path = await address(story.leader)
    assert "VEVENT" in (await read(story, path)).text
    async with transactions.write_transaction(story.world.app.state.engine) as session:
        mine = col(Grant.person_id) == story.leader.id
        await session.execute(update(Grant).where(mine).values(until_on=date(2026, 3, 10)))
    assert (await read(story, path)).json()["code"] == "not-found"
    await story.world.give(story.leader.id, "leader", story.world.birk)
    assert "VEVENT" in (await read(story, path)).text, "who is back finds it again"
    async with transactions.write_transaction(story.world.app.state.engine) as session:
        await session.execute(update(Person).where(col(Person.id) == story.leader.id).values(active=False))
    assert (await read(story, path)).json()["code"] == "not-found"


async def test_an_address_ends_for_good_with_a_new_password_and_with_being_switched_off(story: Story) -> None:
    admin, person = await story.world.actor("admin"), f"/people/{story.leader.id}"
    for change in ({"password": "en ny og lang adgangskode"}, {"active": False}):
        path = await address(story.leader)
        assert (await admin.patch(person, {"name": "Lis Leder"})).status_code == 200
        assert (await read(story, path)).status_code == 200, "nothing but her name has changed"
        changed = await admin.patch(person, change)
        assert changed.status_code == 200, changed.text
        assert (await admin.patch(person, {"active": True})).status_code == 200
        assert (await read(story, path)).json()["code"] == "not-found"
        story.leader.token = await signed_in_again(story, story.leader)
        assert (await story.leader.get("/calendar")).json() == {"has_address": False, "made_at": None}
    assert (await read(story, await address(story.leader))).status_code == 200, "another is made"


async def signed_in_again(story: Story, actor: Actor) -> str:
    signed = SignIn(person_id=actor.id, began_at=clock.now(), ends_at=clock.now() + timedelta(days=1))
    async with transactions.write_transaction(story.world.app.state.engine) as session:
        session.add(signed)
    return story.world.token(actor.id, "person", signed.id)


async def test_ones_own_new_password_ends_the_address_and_signing_out_does_not(story: Story) -> None:
    id = await story.world.person("bodil", "hemmelig lang sætning")
    await story.world.give(id, "leader", story.world.birk)
    first = await story.world.sign_in("bodil", "hemmelig lang sætning")
    path = await address(await story.world.sign_in("bodil", "hemmelig lang sætning"))
    gone = await story.world.token_request("/token/revoke", form={"token": first.refresh_token})
    assert gone.status_code == 200
    assert (await read(story, path)).status_code == 200
    mine = await story.world.sign_in("bodil", "hemmelig lang sætning")
    words = {"old": "hemmelig lang sætning", "new": "en anden lang sætning"}
    assert (await mine.post("/me/password", words)).status_code == 204
    assert (await read(story, path)).json()["code"] == "not-found"
    assert (await mine.get("/calendar")).json()["has_address"] is False


async def test_an_address_is_told_once_kept_as_a_hash_and_revoked(story: Story) -> None:
    assert (await story.leader.get("/calendar")).json() == {"has_address": False, "made_at": None}
    first = await address(story.leader)
    second = await address(story.leader)
    seen = (await story.leader.get("/calendar")).json()
    assert seen["has_address"]
    secret = second.partition("secret=")[2]
    assert secret not in str(seen)
    async with transactions.read_transaction(story.world.app.state.engine) as session:
        kept = (await session.execute(select(CalendarAddress))).scalars().all()
    assert [secret in str(one.model_dump()) for one in kept] == [False]
    assert ((await read(story, first)).status_code, (await read(story, second)).status_code) == (404, 200)
    revoked = await story.leader.post("/calendar/revoke")
    assert (revoked.status_code, revoked.json()["has_address"]) == (200, False)
    for path in (second, "/v1/calendar.ics?secret=noget"):
        gone = await read(story, path)
        assert (gone.status_code, gone.json()["code"]) == (404, "not-found")
    assert (await story.leader.post("/calendar/revoke")).status_code == 200, "it is gone all the same"


async def test_an_answer_that_holds_the_secret_is_not_kept_for_a_replay(story: Story) -> None:
    headers = {"Idempotency-Key": "kalender-1"}
    first = await story.leader.post("/calendar", headers=headers)
    second = await story.leader.post("/calendar", headers=headers)
    assert first.json()["path"] != second.json()["path"]


async def test_a_machine_has_no_calendar(story: Story) -> None:
    machine = await story.world.actor("data_supplier", machine=True)
    refused = await machine.post("/calendar")
    assert (refused.status_code, refused.json()["code"]) == (403, "not-allowed")


async def test_a_program_that_has_the_calendar_is_told_so(story: Story) -> None:
    await story.planned()
    path = await address(story.leader)
    first = await read(story, path)
    known = await story.world.client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")


async def test_the_secret_is_in_no_log(story: Story, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="api")
    path = await address(story.leader)
    assert (await read(story, path)).status_code == 200
    said = " ".join(str(vars(record)) for record in caplog.records if record.name.startswith("api"))
    assert "/v1/calendar.ics" in said
    assert path.partition("secret=")[2] not in said
    metrics = (await story.world.client.get("/metrics")).text
    assert path.partition("secret=")[2] not in metrics
