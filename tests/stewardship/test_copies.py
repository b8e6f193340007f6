"""Words that the service itself wrote again elsewhere go with where they were first said, however short they are."""

import unicodedata
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import col

from api.closures.models import Closure
from api.core.danish_collation import danish_key
from api.db import transactions
from api.heightened_supervision.models import SupervisionGround
from api.observation_guides.models import ObservationGuide
from api.privacy.actions.redact import load_resource
from api.sign_in.models import Person
from tests.support.dialogue_story import Story, put
from tests.support.follow_up_meetings import begin as meetings_begin
from tests.support.observation_visit import SEEN, made
from tests.support.observation_visit import begin as visit_begins
from tests.support.stakeholder_input.consultations import ASKED, QUESTIONS, links
from tests.support.stewardship.redacting import WHY, found_anywhere, order
from tests.support.world import World

SHORT = "Slår Ib dig?"
GONE = f"[fjernet: {WHY}]"


async def taken_out(story: Story, resource: str, id: str, field: str, *, by_order: bool) -> None:
    """Words go by whom it may be: who may write them, or the auditor."""
    if by_order:
        answer = await order(await story.world.actor("auditor"), resource, field, id, None)  # type: ignore[arg-type]
    else:
        writer = await story.world.actor("administration") if resource == "themes" else story.leader
        answer = await writer.act(f"/{resource}/{id}/redact", {"field": field, "reason": WHY})
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("by_order", [True, False])
async def test_a_short_title_is_gone_from_what_other_requests_were_answered(story: Story, by_order: bool) -> None:
    world, key = story.world, {"Idempotency-Key": "k"}
    body = {
        "institution_id": str(world.birk),
        "theme_id": str(story.theme),
        "title": SHORT,
        "challenge": "Uro",
        "goal": "Ro",
        "signs": "Ro",
    }
    area = (await made(story.leader.post("/focus-areas", body, headers=key), 201))["id"]
    said = {
        "institution_id": str(world.birk),
        "focus_area_id": area,
        "voice": "child",
        "age_group": "6-9",
        "method": "conversation",
        "people_count": 12,
        "collected_on": "2026-03-01",
        "text": "Om at være sammen",
    }
    path, other = "/stakeholder-input", {"Idempotency-Key": "k2"}
    input = await made(story.leader.post(path, said, headers=other), 201)
    assert input["focus_area_title"] == SHORT
    await taken_out(story, "focus-areas", area, "title", by_order=by_order)
    assert await found_anywhere(world, SHORT) == []
    again = await story.leader.post(path, said, headers=other)
    assert (again.status_code, again.json()["code"], SHORT in again.text) == (409, "answer-not-kept", False)
    listed = (await story.leader.get(f"{path}?focus_area_id={area}")).json()["items"]
    assert [(one["id"], one["text"]) for one in listed] == [(input["id"], said["text"])], "once, and as it was said"
    elsewhere = await story.leader.post(path, {**said, "focus_area_id": None}, headers={"Idempotency-Key": "k3"})
    assert elsewhere.status_code == 201
    again = await story.leader.post(path, {**said, "focus_area_id": None}, headers={"Idempotency-Key": "k3"})
    assert again.content == elsewhere.content, "what does not speak of it is answered again"


async def answered(story: Story) -> tuple[str, dict[str, Any]]:
    """A consultation that a child has answered in words, and what was said."""
    asked = [question | ({"text": SHORT} if question["type"] == "text" else {}) for question in QUESTIONS]
    body = {**ASKED, "questions": asked, "unit_id": str(story.world.birk)}
    consultation = await made(story.leader.post("/consultations", body), 201)
    secret = (await links(story.leader, consultation))[str(story.world.birk), "child"]
    answers = {"age_group": "6-9", "answers": [{"key": "ord", "text": "Ja"}, {"key": "glad", "smiley": 1}]}
    await made(story.world.client.post(f"/v1/consultation-answers/{secret}", json=answers))
    path = f"/stakeholder-input?consultation_id={consultation['id']}"
    [input] = [one for one in (await made(story.leader.get(path)))["items"] if one["question"]]
    assert input["question"] == SHORT
    return consultation["id"], input


@pytest.mark.parametrize("by_order", [True, False])
async def test_a_question_is_gone_from_what_was_answered_to_it(story: Story, by_order: bool) -> None:
    consultation, input = await answered(story)
    id, entries = await story.planned(), story.entries("figure")
    entries[1]["cited"] += [{"kind": "stakeholder_input", "id": input["id"]}]
    assert (await put(story.leader, id, entries)).status_code == 200
    key = {"Idempotency-Key": "answered"}
    path = f"/stakeholder-input/{input['id']}"
    await made(story.leader.act(f"{path}/answer", {"answer": "Vi taler om det"}, headers=key))
    await made(story.leader.act(f"/dialogues/{id}/hold"))
    assert {"stakeholder_input.question", "dialogue_evidence.frozen", "replay.answer"} < set(
        await found_anywhere(story.world, SHORT)
    )
    before = (await story.leader.get(path)).json()["version"]
    await taken_out(story, "consultations", consultation, "questions", by_order=by_order)
    assert await found_anywhere(story.world, SHORT) == []
    left = await made(story.leader.get(path))
    assert (left["question"], left["text"], left["version"]) == (GONE, "Ja", before + 1)
    evidence = (await made(story.leader.get(f"/dialogues/{id}")))["evidence"]
    assert GONE in [one["shown"].get("question") for one in evidence]


@pytest.mark.parametrize("by_order", [True, False])
async def test_what_was_chosen_is_counted_when_its_label_is_gone(story: Story, by_order: bool) -> None:
    numbers = {"key": "tal", "text": "Hvor mange?", "type": "choice", "choices": ["3", SHORT], "voices": ["child"]}
    place = {**QUESTIONS[1], "choices": ["ude", SHORT]}
    body = {**ASKED, "questions": [QUESTIONS[0], place, numbers], "unit_id": str(story.world.birk)}
    consultation = (await made(story.leader.post("/consultations", body), 201))["id"]
    path = f"/consultations/{consultation}"
    secret = (await links(story.leader, {"id": consultation}))[str(story.world.birk), "child"]
    for number in range(12):
        given = [
            {"key": "glad", "smiley": 3},
            {"key": "sted", "choice": "ude" if number % 2 else SHORT},
            {"key": "tal", "choice": "3" if number % 2 else SHORT},
        ]
        await made(story.world.client.post(f"/v1/consultation-answers/{secret}", json={"answers": given}))
    await made(story.leader.act(f"{path}/close"))
    [count] = (await made(story.leader.get(f"/stakeholder-input?consultation_id={consultation}")))["items"]
    id, entries = await story.planned(), story.entries("figure")
    entries[1]["cited"] += [{"kind": "stakeholder_input", "id": count["id"]}]
    assert (await put(story.leader, id, entries)).status_code == 200
    await made(story.leader.act(f"/dialogues/{id}/hold"))
    assert {"consultation.questions", "consultation_tally.value"} <= set(await found_anywhere(story.world, SHORT))
    await taken_out(story, "consultations", consultation, "questions.choices", by_order=by_order)
    assert await found_anywhere(story.world, SHORT) == []
    first, second, third = (f"[fjernet {number}: {WHY}]" for number in (1, 2, 3))
    asks = (await made(story.leader.get(path)))["questions"]
    assert [(ask["text"], ask["choices"]) for ask in asks] == [
        (QUESTIONS[0]["text"], None),
        (QUESTIONS[1]["text"], [first, second]),
        ("Hvor mange?", [third, second]),
    ]
    results = (await made(story.leader.get(f"/stakeholder-input/{count['id']}")))["results"]
    assert [result["mean"] for result in results] == [3.0, None, None], "a smiley's number is no label"
    chosen = [[(one["choice"], one["people"]) for one in result["choices"] or ()] for result in results]
    assert chosen == [[], [(first, 6), (second, 6)], [(third, 6), (second, 6)]]
    evidence = (await made(story.leader.get(f"/dialogues/{id}")))["evidence"]
    [pinned] = [one["shown"] for one in evidence if one["id"] == count["id"]]
    assert [one["choice"] for one in pinned["results"][1]["choices"]] == [first, second]


@pytest.mark.parametrize("by", ["erasing", "order"])
async def test_a_label_is_gone_from_what_was_counted_by_it(story: Story, by: str) -> None:
    """Whoever it is gone for: somebody who is erased, or words that somebody else said too."""
    label = "Søren Åkjær-Lund" if by == "erasing" else "Mathias fra 3.b slår de små børn"
    who = {"key": "hvem", "text": "Hvem?", "type": "choice", "choices": [label, "en anden"], "voices": ["child"]}
    body = {**ASKED, "questions": [who], "unit_id": str(story.world.birk)}
    consultation = (await made(story.leader.post("/consultations", body), 201))["id"]
    secret = (await links(story.leader, {"id": consultation}))[str(story.world.birk), "child"]
    for number in range(16):
        given = [{"key": "hvem", "choice": label if number < 8 else "en anden"}]
        await made(story.world.client.post(f"/v1/consultation-answers/{secret}", json={"answers": given}))
    await made(story.leader.act(f"/consultations/{consultation}/close"))
    [count] = (await made(story.leader.get(f"/stakeholder-input?consultation_id={consultation}")))["items"]
    if by == "erasing":
        async with transactions.write_transaction(story.world.app.state.engine) as session:
            person = Person(username="s.lund7", name=label, name_key=danish_key(label))
            session.add(person)
        await made((await story.world.actor("admin")).act(f"/people/{person.id}/erase", {}))
    else:
        said = {
            "institution_id": str(story.world.birk),
            "voice": "child",
            "age_group": "6-9",
            "method": "conversation",
            "people_count": 12,
            "collected_on": "2026-03-01",
            "text": label,
        }
        other = (await made(story.leader.post("/stakeholder-input", said), 201))["id"]
        assert (await order(await story.world.actor("auditor"), "stakeholder-input", "text", other, None)).is_success
    assert await found_anywhere(story.world, label) == []
    [result] = (await made(story.leader.get(f"/stakeholder-input/{count['id']}")))["results"]
    assert [one["people"] for one in result["choices"]] == [8, 8], "what was counted stays counted"


async def test_labels_of_a_scale_are_gone_from_every_edition(world: World) -> None:
    visit = await visit_begins(world)
    async with transactions.write_transaction(world.app.state.engine) as session:
        guide: Any = await session.get(ObservationGuide, UUID(visit.guide["id"]))
        guide.points = [{**point, "scale": point["scale"] and [SHORT, *point["scale"][1:]]} for point in guide.points]
    id = await visit.fed_back()
    before = (await made(visit.leader.get(f"/observations/{id}")))["points"]
    office = await world.actor("administration")
    revised = await made(office.act(f"/observation-guides/{visit.guide['id']}/revise"), 201)
    assert (
        await order(await world.actor("auditor"), "observation-guides", "points.scale", revised["id"], None)
    ).is_success
    assert await found_anywhere(world, SHORT) == []
    for edition in (visit.guide["id"], revised["id"]):
        points = (await made(office.get(f"/observation-guides/{edition}")))["points"]
        scales = [point["scale"] for point in points if point["scale"]]
        assert scales == [[f"[fjernet {number}: {WHY}]" for number in (1, 2, 3)]]
        assert [point["title"] for point in points] == [one["title"] for one in visit.guide["points"]]
    assert (await made(visit.leader.get(f"/observations/{id}")))["points"] == before, "levels are numbers"


async def test_labels_of_levels_are_gone_from_pinned_figures_too(story: Story) -> None:
    office, auditor = await story.world.actor("administration"), await story.world.actor("auditor")
    new = {
        "code": "trin",
        "title": "Trin",
        "kinds": ["school"],
        "unit": "level",
        "levels": ["Lav", SHORT],
        "disclosure": "none",
    }
    indicator = await made(office.post("/indicators", new), 201)
    package = await made(office.post("/data-packages", {"kind": "school", "half_year": "2026H1", "title": "T"}), 201)
    body = {
        "institution_id": str(story.world.birk),
        "indicator_id": indicator["id"],
        "package_id": package["id"],
        "period": "2026H1",
        "value": 2,
        "n": 40,
    }
    figure = await made(office.post("/measurements", body), 201)
    await made(office.act(f"/data-packages/{package['id']}/release"))
    id, entries = await story.planned(), story.entries("words")
    entries[1]["cited"] += [{"kind": "measurement", "id": figure["id"]}]
    assert (await put(story.leader, id, entries)).status_code == 200
    await made(story.leader.act(f"/dialogues/{id}/hold"))
    assert "dialogue_evidence.frozen" in await found_anywhere(story.world, SHORT)
    assert (await order(auditor, "indicators", "levels", indicator["id"], None)).is_success
    assert await found_anywhere(story.world, SHORT) == []
    gone = [f"[fjernet {number}: {WHY}]" for number in (1, 2)]
    assert (await made(office.get(f"/indicators/{indicator['id']}")))["levels"] == gone
    evidence = (await made(story.leader.get(f"/dialogues/{id}")))["evidence"]
    assert [one["shown"]["levels"] for one in evidence if one["id"] == figure["id"]] == [gone]


@pytest.mark.parametrize("title", ["Vi er sammen", "measurement"])
async def test_pinned_evidence_says_no_more_what_something_was_called(story: Story, title: str) -> None:
    """A title may be the very word by which evidence is told apart; that stays."""
    office = await story.world.actor("administration")
    async with transactions.write_transaction(story.world.app.state.engine) as session:
        theme: Any = await load_resource(session, "themes", story.theme)
        theme.title = title
        words: Any = await load_resource(session, "stakeholder-input", story.words)
        words.theme_id = story.theme
    held = await story.held()
    shown = [one["shown"].get("theme_title") for one in held["evidence"]]
    assert title in shown
    await made(office.act(f"/themes/{story.theme}/redact", {"field": "title", "reason": WHY}))
    evidence = (await made(story.leader.get(f"/dialogues/{held['id']}")))["evidence"]
    assert [one["shown"].get("theme_title") for one in evidence] == [one and GONE for one in shown]
    assert [one["kind"] for one in evidence] == [one["kind"] for one in held["evidence"]]


# --- files ---

FILES = {
    "indicators": ("code,title,description,kinds,unit,disclosure\nx1,T,{},school,count,none\n", "description"),
    "institutions": ("number,name,kind,ownership,phone\n900777,Nyskolen,school,municipal,{}\n", "phone"),
}


@pytest.mark.parametrize("resource", FILES)
@pytest.mark.parametrize("words", ["Bo på Åen 12", "Bo på Åen og hans vrede er målt her"])
async def test_a_cell_is_gone_however_its_file_wrote_it(world: World, resource: str, words: str) -> None:
    file, field = FILES[resource]
    words = words[:20] if resource == "institutions" else words
    cell = f'"  {unicodedata.normalize("NFD", words)} "'
    office = await world.actor("administration")
    csv = {"headers": {"Content-Type": "text/csv"}, "content": file.format(cell).encode()}
    await made(office.call("POST", f"/imports?resource={resource}&apply=true", **csv), 201)
    plan = await made(office.call("POST", f"/imports?resource={resource}", **csv), 201)
    assert (plan["counts"]["unchanged"], await found_anywhere(world, words) != []) == (1, True)
    [thing] = [one for one in (await made(office.get(f"/{resource}?limit=200")))["items"] if one[field] == words]
    gone = await order(await world.actor("auditor"), resource, field, thing["id"], None)
    assert gone.status_code == 200, gone.text
    assert await found_anywhere(world, words) == []
    assert await found_anywhere(world, "  " + words) == []
    rows = (await made(office.get(f"/imports/{plan['id']}/rows")))["items"]
    assert [(row["line"], row["thing_id"]) for row in rows] == [(2, thing["id"])], "each line keeps its place"
    applied = await office.act(f"/imports/{plan['id']}/apply")
    assert (applied.status_code, applied.json()["code"]) == (412, "plan-outdated")
    assert (await made(office.get(f"/{resource}/{thing['id']}")))[field] != words


async def test_a_line_about_something_else_says_it_in_other_accents_too(world: World) -> None:
    """A rejected line is about nothing that is there; long words are found in it all the same."""
    words = "Bo på Åen og hans vrede er målt her"
    office = await world.actor("administration")
    lines = f'x1,T,{words},school,count,none\n,T,"  {unicodedata.normalize("NFD", words)}",school,count,none\n'
    csv = {"headers": {"Content-Type": "text/csv"}}
    head = "code,title,description,kinds,unit,disclosure\n"
    plan = await made(office.call("POST", "/imports?resource=indicators", content=(head + lines).encode(), **csv), 201)
    assert plan["counts"]["rejected"] == 1
    made_one = {
        "code": "x2",
        "title": "T",
        "description": words,
        "kinds": ["school"],
        "unit": "count",
        "disclosure": "none",
    }
    indicator = await made(office.post("/indicators", made_one), 201)
    gone = await order(await world.actor("auditor"), "indicators", "description", indicator["id"], None)
    assert gone.status_code == 200, gone.text
    assert await found_anywhere(world, words) == []


# --- what the service writes again ---


async def test_what_a_guide_asks_is_gone_from_its_editions_and_from_what_was_seen(world: World) -> None:
    visit = await visit_begins(world)
    async with transactions.write_transaction(world.app.state.engine) as session:
        guide: Any = await session.get(ObservationGuide, UUID(visit.guide["id"]))
        guide.points = [{**guide.points[0], "title": SHORT}, guide.points[1]]
    id = await visit.fed_back()
    office = await world.actor("administration")
    revised = await made(office.act(f"/observation-guides/{visit.guide['id']}/revise"), 201)
    auditor = await world.actor("auditor")
    gone = await order(auditor, "observation-guides", "points", revised["id"], None)
    assert gone.status_code == 200, gone.text
    assert await found_anywhere(world, SHORT) == []
    seen = (await made(visit.leader.get(f"/observations/{id}")))["points"]
    assert [one["title"] for one in seen] == [GONE, GONE]
    assert {one["text"] for one in seen} == {one["text"] for one in SEEN["points"]}, "what was seen stays"


async def test_the_title_of_a_package_is_gone_from_its_revisions(world: World) -> None:
    office = await world.actor("administration")
    body = {"kind": "school", "half_year": "2026H1", "title": SHORT}
    first = await made(office.post("/data-packages", body), 201)
    async with transactions.write_transaction(world.app.state.engine) as session:
        released: Any = await load_resource(session, "data-packages", UUID(first["id"]))
        released.status = "released"
    revision = await made(office.act(f"/data-packages/{first['id']}/revise", headers={"Idempotency-Key": "k"}), 201)
    other = await made(office.post("/data-packages", {**body, "half_year": "2025H2"}), 201)
    auditor = await world.actor("auditor")
    assert (await order(auditor, "data-packages", "title", revision["id"], None)).status_code == 200
    assert (await made(office.get(f"/data-packages/{first['id']}")))["title"] == GONE
    assert await found_anywhere(world, SHORT) == ["data_package.title", "data_package.title_key"]
    assert (await made(office.get(f"/data-packages/{other['id']}")))["title"] == SHORT, "another one's"


async def test_why_an_institution_closed_is_gone_from_all_that_ended_with_it(story: Story) -> None:
    world = story.world
    agreed = {"text": "Makkerordning", "responsible": "Anne", "due_on": "2026-06-01"}
    choose = {"focus_area_id": str(story.focus_area), "decision": "choose"}
    await story.held({"decisions": [choose], "agreements": [agreed]})
    await story.planned(round=2)
    await made(
        story.chief.post(
            "/follow-ups", {"institution_id": str(world.birk), "planned_for": "2026-03-20T13:00:00+01:00"}
        ),
        201,
    )
    office = await world.actor("administration")
    await made(office.act(f"/institutions/{world.birk_sfo}/close", {"reason": "Flytter ind"}))
    await made(office.act(f"/institutions/{world.birk}/close", {"reason": SHORT, "successor_ids": []}))
    assert set(await found_anywhere(world, SHORT)) == {
        "closure.reason",
        "dialogue.cancellation",
        "follow_up.cancellation",
        "agreement_turn.note",
        "focus_area.outcome",
    }
    async with transactions.read_transaction(world.app.state.engine) as session:
        closure = (await session.execute(select(Closure).where(col(Closure.institution_id) == world.birk))).scalar_one()
    auditor = await world.actor("auditor")
    gone = await order(auditor, "institutions", "closure.reason", world.birk, closure.id)
    assert gone.status_code == 200, gone.text
    assert await found_anywhere(world, SHORT) == []


@pytest.mark.parametrize("where", ["because", "reason", "ground", "closing", "own"])
async def test_the_words_of_a_concern_are_gone_from_the_follow_up_and_what_came_of_it(world: World, where: str) -> None:
    """Said as a correction of the follow-up, they open heightened supervision, or close it."""
    meetings = await meetings_begin(world)
    first, then = ("concern", "no_concern") if where == "closing" else ("no_concern", "concern")
    held = await meetings.held(assessment=first, reason="Først")
    body = {"field": "assessment", "becomes": then, "reason": SHORT}
    key = {"Idempotency-Key": "k"}
    whole = await made(meetings.chief.act(f"/follow-ups/{held['id']}/corrections", body, headers=key))
    [supervision] = (await made(meetings.chief.get("/heightened-supervision")))["items"]
    path = f"/heightened-supervision/{supervision['id']}"
    async with transactions.read_transaction(world.app.state.engine) as session:
        grounds = (await session.execute(select(col(SupervisionGround.id)))).scalars().all()
    assert {"correction.reason", "replay.answer"} < set(await found_anywhere(world, SHORT))
    auditor = await world.actor("auditor")
    if where == "own":
        await made(meetings.chief.act(f"{path}/redact", {"field": "reason", "reason": WHY}))
    else:
        resource, field, id, part = {
            "because": ("follow-ups", "correction.reason", held["id"], whole["corrections"][0]["id"]),
            "reason": ("heightened-supervision", "reason", supervision["id"], None),
            "ground": ("heightened-supervision", "ground.reason", supervision["id"], grounds[0]),
            "closing": ("heightened-supervision", "closing", supervision["id"], None),
        }[where]
        gone = await order(auditor, resource, field, id, part)
        assert gone.status_code == 200, gone.text
    assert await found_anywhere(world, SHORT) == []
