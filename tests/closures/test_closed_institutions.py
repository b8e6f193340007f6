"""Nothing new can be added to a closed institution, whatever date is stated."""

from datetime import date
from typing import Any

import httpx
import pytest

from tests.support.consultations.builders import CONSULTATION, link_secrets, smiley_answer, submit_answers
from tests.support.dialogue_story import Story, begin
from tests.support.follow_up_meetings import agreement
from tests.support.observation_visit import begin_visit as visit_begins
from tests.support.observation_visit import json_of
from tests.support.world import World

CLOSED_ON = date(2026, 3, 6)
BEFORE, AT_NINE = "2026-03-02", "2026-03-02T09:00:00+01:00"


@pytest.fixture
async def story(world: World) -> Story:
    """10 March 2026."""
    return await begin(world)


async def close(story: Story, on: date = CLOSED_ON) -> None:
    await story.world.set_active_until(story.world.birk, on)


def is_refused_as_closed(response: httpx.Response) -> bool:
    assert (response.status_code, response.json()["code"]) == (409, "institution-closed"), response.text
    return True


async def test_nothing_can_be_planned_or_added_for_a_day_before_the_closure(story: Story) -> None:
    birk, visit = str(story.world.birk), await visit_begins(story.world)
    await close(story)
    focus_area = {"institution_id": birk, "theme_id": str(story.theme), "title": "Ro", "challenge": "Uro", "goal": "Ro"}
    input_body = {
        "institution_id": birk,
        "voice": "parent",
        "method": "meeting",
        "form": "perspective",
        "text": "Godt",
        "people_count": 9,
        "collected_on": BEFORE,
    }
    requests: list[tuple[str, dict[str, Any]]] = [
        ("/dialogues", story.plan(planned_for=AT_NINE)),
        ("/follow-ups", {"institution_id": birk, "planned_for": AT_NINE}),
        ("/observations", visit.plan(planned_for=AT_NINE, observer_ids=[str(visit.observer.id)])),
        ("/focus-areas", focus_area),
        ("/stakeholder-input", input_body),
        ("/consultations", {**CONSULTATION, "unit_id": birk, "opens_on": BEFORE}),
    ]
    for path, body in requests:
        actor = story.leader if path in ("/stakeholder-input", "/focus-areas") else story.chief
        assert is_refused_as_closed(await actor.post(path, body)), path
    office = await story.world.actor("administration")
    department = {"name": "Ny afdeling", "kind": "leisure", "parent_id": birk}
    assert is_refused_as_closed(await office.post("/institutions", department))
    other = await json_of(office.post("/institutions", {**department, "parent_id": str(story.world.oak)}), 201)
    assert is_refused_as_closed(
        await office.act(f"/institutions/{other['id']}/move", {"parent_id": birk, "on": BEFORE})
    )


async def test_planned_meetings_cannot_be_backdated_to_before_the_closure(story: Story) -> None:
    visit = await visit_begins(story.world)
    dialogue, observation = await story.ready(), await visit.planned(planned_for=AT_NINE)
    plan = {"institution_id": str(story.world.birk), "planned_for": AT_NINE}
    follow_up = (await json_of(story.chief.post("/follow-ups", plan), 201))["id"]
    await close(story)
    hold = {"assessment": "serious_concern", "reason": "x", "held_on": BEFORE}
    assert is_refused_as_closed(await story.chief.act(f"/dialogues/{dialogue}/hold", {"held_on": BEFORE}))
    assert is_refused_as_closed(await story.chief.act(f"/follow-ups/{follow_up}/hold", hold))
    assert is_refused_as_closed(await visit.leader.act(f"/observations/{observation}/observe", {"observed_on": BEFORE}))
    backdated = {"planned_for": "2026-03-03T09:00:00+01:00"}
    for path in (f"/dialogues/{dialogue}", f"/follow-ups/{follow_up}", f"/observations/{observation}"):
        assert is_refused_as_closed(await story.chief.patch(path, backdated))
        await json_of(story.chief.act(f"{path}/cancel", {"reason": "Lukket"}))
        assert is_refused_as_closed(await story.chief.act(f"{path}/reopen"))


async def test_nothing_can_be_planned_for_a_day_after_an_announced_closure(story: Story) -> None:
    visit = await visit_begins(story.world)
    dialogue, observation = await story.planned(), await visit.planned(planned_for=AT_NINE)
    follow_up = {"institution_id": str(story.world.birk), "planned_for": "2026-03-20T09:00:00+01:00"}
    follow_up_id = (await json_of(story.chief.post("/follow-ups", follow_up), 201))["id"]
    await close(story, date(2026, 5, 1))
    late = {"planned_for": "2026-05-04T09:00:00+02:00"}
    for path in (f"/dialogues/{dialogue}", f"/follow-ups/{follow_up_id}", f"/observations/{observation}"):
        assert is_refused_as_closed(await story.chief.patch(path, late))
        assert (await story.chief.patch(path, {"planned_for": "2026-04-20T09:00:00+02:00"})).status_code == 200
    await json_of(story.chief.act(f"/dialogues/{dialogue}/cancel", {"reason": "Ferie"}))
    assert is_refused_as_closed(await story.chief.post("/dialogues", story.plan(**late)))
    assert is_refused_as_closed(await story.chief.post("/follow-ups", {**follow_up, **late}))


async def test_consultation_links_of_a_closed_institution_take_no_answers(story: Story) -> None:
    world, office = story.world, await story.world.actor("administration")
    own = await json_of(story.leader.post("/consultations", {**CONSULTATION, "unit_id": str(world.birk)}), 201)
    city = await json_of(office.post("/consultations", CONSULTATION), 201)
    secrets = [(await link_secrets(office, consultation))[str(world.birk), "child"] for consultation in (own, city)]
    elsewhere = (await link_secrets(office, city))[str(world.oak), "child"]
    for secret in (*secrets, elsewhere):
        assert (await submit_answers(world, secret, smiley_answer(4))).status_code == 200
    await close(story, date(2026, 3, 10))
    for secret in secrets:
        assert is_refused_as_closed(await submit_answers(world, secret, smiley_answer(4)))
        assert (await json_of(world.client.get(f"/v1/consultation-answers/{secret}")))["state"] == "closed"
    assert (await submit_answers(world, elsewhere, smiley_answer(4))).status_code == 200, (
        "other institutions still answer"
    )
    path = f"/consultations/{own['id']}"
    assert is_refused_as_closed(await office.act(f"{path}/extend", {"closes_on": "2026-05-01"}))
    link = {"institution_id": str(world.birk), "voice": "child"}
    etag = (await office.get(path)).headers["etag"]
    assert (await office.post(f"{path}/links", link, etag=etag)).json()["code"] == "unknown-reference"
    new = await json_of(office.post("/consultations", {**CONSULTATION, "opens_on": BEFORE}), 201)
    assert (str(world.birk), "child") not in await link_secrets(office, new)


async def test_agreement_of_a_closed_institution_cannot_be_reopened(story: Story) -> None:
    held = await story.held({"agreements": [agreement()]})
    path = f"/agreements/{held['agreements'][0]['id']}"
    office = await story.world.actor("administration")
    await json_of(office.act(f"/institutions/{story.world.birk_sfo}/close", {"reason": "Flytter"}))
    await json_of(office.act(f"/institutions/{story.world.birk}/close", {"reason": "Flytter"}))
    assert (await json_of(story.chief.get(path)))["status"] == "dropped"
    assert is_refused_as_closed(await story.chief.act(f"{path}/reopen", {"note": "Alligevel"}))
    await json_of(office.act(f"/institutions/{story.world.birk}/reopen"))
    assert (await json_of(story.chief.get(path)))["status"] == "open", "it comes back with the institution"
