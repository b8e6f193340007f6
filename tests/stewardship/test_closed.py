"""A closed institution takes nothing new, whatever day is said."""

from datetime import date
from typing import Any

import httpx
import pytest

from tests.support.dialogue_story import Story, begin
from tests.support.follow_up_meetings import agreement
from tests.support.observation_visit import begin as visit_begins
from tests.support.observation_visit import made
from tests.support.stakeholder_input.consultations import ASKED, glad, links, send
from tests.support.world import World

CLOSED_ON = date(2026, 3, 6)
BEFORE, AT_NINE = "2026-03-02", "2026-03-02T09:00:00+01:00"


@pytest.fixture
async def story(world: World) -> Story:
    """10 March 2026."""
    return await begin(world)


async def close(story: Story, on: date = CLOSED_ON) -> None:
    await story.world.ends(story.world.birk, on)


def closed(answer: httpx.Response) -> bool:
    assert (answer.status_code, answer.json()["code"]) == (409, "institution-closed"), answer.text
    return True


async def test_nothing_is_planned_proposed_or_said_of_a_day_before_it_closed(story: Story) -> None:
    birk, visit = str(story.world.birk), await visit_begins(story.world)
    await close(story)
    area = {"institution_id": birk, "theme_id": str(story.theme), "title": "Ro", "challenge": "Uro", "goal": "Ro"}
    said = {
        "institution_id": birk,
        "voice": "parent",
        "method": "meeting",
        "form": "perspective",
        "text": "Godt",
        "people_count": 9,
        "collected_on": BEFORE,
    }
    wanted: list[tuple[str, dict[str, Any]]] = [
        ("/dialogues", story.plan(planned_for=AT_NINE)),
        ("/follow-ups", {"institution_id": birk, "planned_for": AT_NINE}),
        ("/observations", visit.plan(planned_for=AT_NINE, observer_ids=[str(visit.observer.id)])),
        ("/focus-areas", area),
        ("/stakeholder-input", said),
        ("/consultations", {**ASKED, "unit_id": birk, "opens_on": BEFORE}),
    ]
    for path, body in wanted:
        by = story.leader if path in ("/stakeholder-input", "/focus-areas") else story.chief
        assert closed(await by.post(path, body)), path
    office = await story.world.actor("administration")
    department = {"name": "Ny afdeling", "kind": "leisure", "parent_id": birk}
    assert closed(await office.post("/institutions", department))
    other = await made(office.post("/institutions", {**department, "parent_id": str(story.world.oak)}), 201)
    assert closed(await office.act(f"/institutions/{other['id']}/move", {"parent_id": birk, "on": BEFORE}))


async def test_nothing_that_was_planned_is_held_by_being_dated_back(story: Story) -> None:
    visit = await visit_begins(story.world)
    dialogue, observation = await story.ready(), await visit.planned(planned_for=AT_NINE)
    plan = {"institution_id": str(story.world.birk), "planned_for": AT_NINE}
    follow_up = (await made(story.chief.post("/follow-ups", plan), 201))["id"]
    await close(story)
    held = {"assessment": "serious_concern", "reason": "x", "held_on": BEFORE}
    assert closed(await story.chief.act(f"/dialogues/{dialogue}/hold", {"held_on": BEFORE}))
    assert closed(await story.chief.act(f"/follow-ups/{follow_up}/hold", held))
    assert closed(await visit.leader.act(f"/observations/{observation}/observe", {"observed_on": BEFORE}))
    moved = {"planned_for": "2026-03-03T09:00:00+01:00"}
    for path in (f"/dialogues/{dialogue}", f"/follow-ups/{follow_up}", f"/observations/{observation}"):
        assert closed(await story.chief.patch(path, moved))
        await made(story.chief.act(f"{path}/cancel", {"reason": "Lukket"}))
        assert closed(await story.chief.act(f"{path}/reopen"))


async def test_nothing_is_planned_for_a_day_on_which_it_will_be_closed(story: Story) -> None:
    visit = await visit_begins(story.world)
    dialogue, observation = await story.planned(), await visit.planned(planned_for=AT_NINE)
    follow_up = {"institution_id": str(story.world.birk), "planned_for": "2026-03-20T09:00:00+01:00"}
    kept = (await made(story.chief.post("/follow-ups", follow_up), 201))["id"]
    await close(story, date(2026, 5, 1))
    late = {"planned_for": "2026-05-04T09:00:00+02:00"}
    for path in (f"/dialogues/{dialogue}", f"/follow-ups/{kept}", f"/observations/{observation}"):
        assert closed(await story.chief.patch(path, late))
        assert (await story.chief.patch(path, {"planned_for": "2026-04-20T09:00:00+02:00"})).status_code == 200
    await made(story.chief.act(f"/dialogues/{dialogue}/cancel", {"reason": "Ferie"}))
    assert closed(await story.chief.post("/dialogues", story.plan(**late)))
    assert closed(await story.chief.post("/follow-ups", {**follow_up, **late}))


async def test_links_of_a_consultation_take_no_answers_once_the_institution_is_closed(story: Story) -> None:
    world, office = story.world, await story.world.actor("administration")
    mine = await made(story.leader.post("/consultations", {**ASKED, "unit_id": str(world.birk)}), 201)
    city = await made(office.post("/consultations", ASKED), 201)
    secrets = [(await links(office, one))[str(world.birk), "child"] for one in (mine, city)]
    elsewhere = (await links(office, city))[str(world.oak), "child"]
    for secret in (*secrets, elsewhere):
        assert (await send(world, secret, glad(4))).status_code == 200
    await close(story, date(2026, 3, 10))
    for secret in secrets:
        assert closed(await send(world, secret, glad(4)))
        assert (await made(world.client.get(f"/v1/consultation-answers/{secret}")))["state"] == "closed"
    assert (await send(world, elsewhere, glad(4))).status_code == 200, "the others are asked still"
    path = f"/consultations/{mine['id']}"
    assert closed(await office.act(f"{path}/extend", {"closes_on": "2026-05-01"}))
    whose = {"institution_id": str(world.birk), "voice": "child"}
    etag = (await office.get(path)).headers["etag"]
    assert (await office.post(f"{path}/links", whose, etag=etag)).json()["code"] == "unknown-reference"
    again = await made(office.post("/consultations", {**ASKED, "opens_on": BEFORE}), 201)
    assert (str(world.birk), "child") not in await links(office, again)


async def test_an_agreement_is_not_opened_again_where_nobody_would_take_it_up(story: Story) -> None:
    held = await story.held({"agreements": [agreement()]})
    path = f"/agreements/{held['agreements'][0]['id']}"
    office = await story.world.actor("administration")
    await made(office.act(f"/institutions/{story.world.birk_sfo}/close", {"reason": "Flytter"}))
    await made(office.act(f"/institutions/{story.world.birk}/close", {"reason": "Flytter"}))
    assert (await made(story.chief.get(path)))["status"] == "dropped"
    assert closed(await story.chief.act(f"{path}/reopen", {"note": "Alligevel"}))
    await made(office.act(f"/institutions/{story.world.birk}/reopen"))
    assert (await made(story.chief.get(path)))["status"] == "open", "it comes back with the institution"
