"""Copies that the service itself made of a text are redacted with it, however short it is."""

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
from tests.support.consultations.builders import CONSULTATION, QUESTIONS, link_secrets
from tests.support.dialogue_story import Story, put_circle
from tests.support.follow_up_meetings import begin as meetings_begin
from tests.support.observation_visit import FEEDBACK, json_of
from tests.support.observation_visit import begin_visit as visit_begins
from tests.support.redaction.orders import MARK, REASON, columns_with, order_redaction
from tests.support.world import World

SHORT = "Slår Ib dig?"


async def redact(story: Story, resource: str, id: str, field: str, *, by_order: bool) -> None:
    """Redact a field by the auditor's order, or as those do who may write it."""
    if by_order:
        response = await order_redaction(await story.world.actor("auditor"), resource, field, id, None)
    else:
        writer = await story.world.actor("administration") if resource == "themes" else story.leader
        response = await writer.act(f"/{resource}/{id}/redact", {"field": field, "reason": REASON})
    assert response.status_code == 200, response.text


@pytest.mark.parametrize("by_order", [True, False])
async def test_short_title_is_redacted_in_stored_responses_about_other_resources(story: Story, by_order: bool) -> None:
    world, key = story.world, {"Idempotency-Key": "k"}
    focus_area_body = {
        "institution_id": str(world.birk),
        "theme_id": str(story.theme),
        "title": SHORT,
        "challenge": "Uro",
        "goal": "Ro",
        "signs": "Ro",
    }
    focus_area_id = (await json_of(story.leader.post("/focus-areas", focus_area_body, headers=key), 201))["id"]
    input_body = {
        "institution_id": str(world.birk),
        "focus_area_id": focus_area_id,
        "voice": "child",
        "age_group": "6-9",
        "method": "conversation",
        "people_count": 12,
        "collected_on": "2026-03-01",
        "text": "Om at være sammen",
    }
    path, other = "/stakeholder-input", {"Idempotency-Key": "k2"}
    input = await json_of(story.leader.post(path, input_body, headers=other), 201)
    assert input["focus_area_title"] == SHORT
    await redact(story, "focus-areas", focus_area_id, "title", by_order=by_order)
    assert await columns_with(world, SHORT) == []
    replayed = await story.leader.post(path, input_body, headers=other)
    assert (replayed.status_code, replayed.json()["code"], SHORT in replayed.text) == (409, "answer-not-kept", False)
    listed = (await story.leader.get(f"{path}?focus_area_id={focus_area_id}")).json()["items"]
    assert [(item["id"], item["text"]) for item in listed] == [(input["id"], input_body["text"])], (
        "created once, with its text"
    )
    other_input = await story.leader.post(
        path, {**input_body, "focus_area_id": None}, headers={"Idempotency-Key": "k3"}
    )
    assert other_input.status_code == 201
    replayed = await story.leader.post(path, {**input_body, "focus_area_id": None}, headers={"Idempotency-Key": "k3"})
    assert replayed.content == other_input.content, "responses about other resources are replayed"


async def answered_consultation(story: Story) -> tuple[str, dict[str, Any]]:
    """The id of a consultation that a child has answered with text, and the input that came of it."""
    questions = [question | ({"text": SHORT} if question["type"] == "text" else {}) for question in QUESTIONS]
    body = {**CONSULTATION, "questions": questions, "unit_id": str(story.world.birk)}
    consultation = await json_of(story.leader.post("/consultations", body), 201)
    secret = (await link_secrets(story.leader, consultation))[str(story.world.birk), "child"]
    answers = {"age_group": "6-9", "answers": [{"key": "ord", "text": "Ja"}, {"key": "glad", "smiley": 1}]}
    await json_of(story.world.client.post(f"/v1/consultation-answers/{secret}", json=answers))
    path = f"/stakeholder-input?consultation_id={consultation['id']}"
    inputs = (await json_of(story.leader.get(path)))["items"]
    [input] = [input for input in inputs if input["question"]]
    assert input["question"] == SHORT
    return consultation["id"], input


@pytest.mark.parametrize("by_order", [True, False])
async def test_question_is_redacted_in_the_input_that_answers_it(story: Story, by_order: bool) -> None:
    consultation, input = await answered_consultation(story)
    id, entries = await story.planned(), story.entries("figure")
    entries[1]["cited"] += [{"kind": "stakeholder_input", "id": input["id"]}]
    assert (await put_circle(story.leader, id, entries)).status_code == 200
    key = {"Idempotency-Key": "answered"}
    path = f"/stakeholder-input/{input['id']}"
    await json_of(story.leader.act(f"{path}/answer", {"answer": "Vi taler om det"}, headers=key))
    await json_of(story.leader.act(f"/dialogues/{id}/hold"))
    assert {"stakeholder_input.question", "dialogue_evidence.frozen", "replay.answer"} < set(
        await columns_with(story.world, SHORT)
    )
    before = (await story.leader.get(path)).json()["version"]
    await redact(story, "consultations", consultation, "questions", by_order=by_order)
    assert await columns_with(story.world, SHORT) == []
    redacted = await json_of(story.leader.get(path))
    assert (redacted["question"], redacted["text"], redacted["version"]) == (MARK, "Ja", before + 1)
    evidence = (await json_of(story.leader.get(f"/dialogues/{id}")))["evidence"]
    assert MARK in [piece["shown"].get("question") for piece in evidence]


@pytest.mark.parametrize("by_order", [True, False])
async def test_choices_stay_counted_when_their_labels_are_redacted(story: Story, by_order: bool) -> None:
    numbers = {"key": "tal", "text": "Hvor mange?", "type": "choice", "choices": ["3", SHORT], "voices": ["child"]}
    place = {**QUESTIONS[1], "choices": ["ude", SHORT]}
    body = {**CONSULTATION, "questions": [QUESTIONS[0], place, numbers], "unit_id": str(story.world.birk)}
    consultation = (await json_of(story.leader.post("/consultations", body), 201))["id"]
    path = f"/consultations/{consultation}"
    secret = (await link_secrets(story.leader, {"id": consultation}))[str(story.world.birk), "child"]
    for number in range(12):
        answers = [
            {"key": "glad", "smiley": 3},
            {"key": "sted", "choice": "ude" if number % 2 else SHORT},
            {"key": "tal", "choice": "3" if number % 2 else SHORT},
        ]
        await json_of(story.world.client.post(f"/v1/consultation-answers/{secret}", json={"answers": answers}))
    await json_of(story.leader.act(f"{path}/close"))
    [count] = (await json_of(story.leader.get(f"/stakeholder-input?consultation_id={consultation}")))["items"]
    id, entries = await story.planned(), story.entries("figure")
    entries[1]["cited"] += [{"kind": "stakeholder_input", "id": count["id"]}]
    assert (await put_circle(story.leader, id, entries)).status_code == 200
    await json_of(story.leader.act(f"/dialogues/{id}/hold"))
    assert {"consultation.questions", "consultation_tally.value"} <= set(await columns_with(story.world, SHORT))
    await redact(story, "consultations", consultation, "questions.choices", by_order=by_order)
    assert await columns_with(story.world, SHORT) == []
    first, second, third = (f"[fjernet {number}: {REASON}]" for number in (1, 2, 3))
    redacted_questions = (await json_of(story.leader.get(path)))["questions"]
    assert [(question["text"], question["choices"]) for question in redacted_questions] == [
        (QUESTIONS[0]["text"], None),
        (QUESTIONS[1]["text"], [first, second]),
        ("Hvor mange?", [third, second]),
    ]
    results = (await json_of(story.leader.get(f"/stakeholder-input/{count['id']}")))["results"]
    assert [result["mean"] for result in results] == [3.0, None, None], "the number of a smiley is not a label"
    counts = [[(choice["choice"], choice["people"]) for choice in result["choices"] or ()] for result in results]
    assert counts == [[], [(first, 6), (second, 6)], [(third, 6), (second, 6)]]
    evidence = (await json_of(story.leader.get(f"/dialogues/{id}")))["evidence"]
    [pinned] = [piece["shown"] for piece in evidence if piece["id"] == count["id"]]
    assert [choice["choice"] for choice in pinned["results"][1]["choices"]] == [first, second]


@pytest.mark.parametrize("by", ["erasing", "order"])
async def test_label_is_redacted_in_counts_by_erasure_and_by_order(story: Story, by: str) -> None:
    """By erasing the person whose name it is, or by an order for input with the same text."""
    label = "Søren Åkjær-Lund" if by == "erasing" else "Mathias fra 3.b slår de små børn"
    question = {"key": "hvem", "text": "Hvem?", "type": "choice", "choices": [label, "en anden"], "voices": ["child"]}
    body = {**CONSULTATION, "questions": [question], "unit_id": str(story.world.birk)}
    consultation = (await json_of(story.leader.post("/consultations", body), 201))["id"]
    secret = (await link_secrets(story.leader, {"id": consultation}))[str(story.world.birk), "child"]
    for number in range(16):
        answers = [{"key": "hvem", "choice": label if number < 8 else "en anden"}]
        await json_of(story.world.client.post(f"/v1/consultation-answers/{secret}", json={"answers": answers}))
    await json_of(story.leader.act(f"/consultations/{consultation}/close"))
    [count] = (await json_of(story.leader.get(f"/stakeholder-input?consultation_id={consultation}")))["items"]
    if by == "erasing":
        async with transactions.write_transaction(story.world.app.state.engine) as session:
            person = Person(username="s.lund7", name=label, name_key=danish_key(label))
            session.add(person)
        await json_of((await story.world.actor("admin")).act(f"/people/{person.id}/erase", {}))
    else:
        input_body = {
            "institution_id": str(story.world.birk),
            "voice": "child",
            "age_group": "6-9",
            "method": "conversation",
            "people_count": 12,
            "collected_on": "2026-03-01",
            "text": label,
        }
        input_id = (await json_of(story.leader.post("/stakeholder-input", input_body), 201))["id"]
        auditor = await story.world.actor("auditor")
        assert (await order_redaction(auditor, "stakeholder-input", "text", input_id, None)).is_success
    assert await columns_with(story.world, label) == []
    [result] = (await json_of(story.leader.get(f"/stakeholder-input/{count['id']}")))["results"]
    assert [choice["people"] for choice in result["choices"]] == [8, 8], "the counts stay"


async def test_labels_of_a_scale_are_redacted_in_every_edition_of_a_guide(world: World) -> None:
    visit = await visit_begins(world)
    async with transactions.write_transaction(world.app.state.engine) as session:
        guide: Any = await session.get(ObservationGuide, UUID(visit.guide["id"]))
        guide.points = [{**point, "scale": point["scale"] and [SHORT, *point["scale"][1:]]} for point in guide.points]
    id = await visit.fed_back()
    before = (await json_of(visit.leader.get(f"/observations/{id}")))["points"]
    office = await world.actor("administration")
    revised = await json_of(office.act(f"/observation-guides/{visit.guide['id']}/revise"), 201)
    assert (
        await order_redaction(await world.actor("auditor"), "observation-guides", "points.scale", revised["id"], None)
    ).is_success
    assert await columns_with(world, SHORT) == []
    for edition in (visit.guide["id"], revised["id"]):
        points = (await json_of(office.get(f"/observation-guides/{edition}")))["points"]
        scales = [point["scale"] for point in points if point["scale"]]
        assert scales == [[f"[fjernet {number}: {REASON}]" for number in (1, 2, 3)]]
        assert [point["title"] for point in points] == [point["title"] for point in visit.guide["points"]]
    assert (await json_of(visit.leader.get(f"/observations/{id}")))["points"] == before, "levels are numbers"


async def test_labels_of_levels_are_redacted_in_pinned_figures(story: Story) -> None:
    office, auditor = await story.world.actor("administration"), await story.world.actor("auditor")
    new = {
        "code": "trin",
        "title": "Trin",
        "kinds": ["school"],
        "unit": "level",
        "levels": ["Lav", SHORT],
        "disclosure": "none",
    }
    indicator = await json_of(office.post("/indicators", new), 201)
    package = await json_of(office.post("/data-packages", {"kind": "school", "half_year": "2026H1", "title": "T"}), 201)
    body = {
        "institution_id": str(story.world.birk),
        "indicator_id": indicator["id"],
        "package_id": package["id"],
        "period": "2026H1",
        "value": 2,
        "n": 40,
    }
    figure = await json_of(office.post("/measurements", body), 201)
    await json_of(office.act(f"/data-packages/{package['id']}/release"))
    id, entries = await story.planned(), story.entries("words")
    entries[1]["cited"] += [{"kind": "measurement", "id": figure["id"]}]
    assert (await put_circle(story.leader, id, entries)).status_code == 200
    await json_of(story.leader.act(f"/dialogues/{id}/hold"))
    assert "dialogue_evidence.frozen" in await columns_with(story.world, SHORT)
    assert (await order_redaction(auditor, "indicators", "levels", indicator["id"], None)).is_success
    assert await columns_with(story.world, SHORT) == []
    marks = [f"[fjernet {number}: {REASON}]" for number in (1, 2)]
    assert (await json_of(office.get(f"/indicators/{indicator['id']}")))["levels"] == marks
    evidence = (await json_of(story.leader.get(f"/dialogues/{id}")))["evidence"]
    assert [piece["shown"]["levels"] for piece in evidence if piece["id"] == figure["id"]] == [marks]


@pytest.mark.parametrize("title", ["Vi er sammen", "measurement"])
async def test_title_is_redacted_in_pinned_evidence_that_quotes_it(story: Story, title: str) -> None:
    """A title may equal the name of a kind of evidence, which stays."""
    office = await story.world.actor("administration")
    async with transactions.write_transaction(story.world.app.state.engine) as session:
        theme: Any = await load_resource(session, "themes", story.theme)
        theme.title = title
        input: Any = await load_resource(session, "stakeholder-input", story.words)
        input.theme_id = story.theme
    held = await story.held()
    shown = [piece["shown"].get("theme_title") for piece in held["evidence"]]
    assert title in shown
    await json_of(office.act(f"/themes/{story.theme}/redact", {"field": "title", "reason": REASON}))
    evidence = (await json_of(story.leader.get(f"/dialogues/{held['id']}")))["evidence"]
    assert [piece["shown"].get("theme_title") for piece in evidence] == [title and MARK for title in shown]
    assert [piece["kind"] for piece in evidence] == [piece["kind"] for piece in held["evidence"]]


# --- files ---

FILES = {
    "indicators": ("code,title,description,kinds,unit,disclosure\nx1,T,{},school,count,none\n", "description"),
    "institutions": ("number,name,kind,ownership,phone\n900777,Nyskolen,school,municipal,{}\n", "phone"),
}


@pytest.mark.parametrize("resource", FILES)
@pytest.mark.parametrize("words", ["Bo på Åen 12", "Bo på Åen og hans vrede er målt her"])
async def test_cell_is_redacted_however_the_file_spells_it(world: World, resource: str, words: str) -> None:
    file, field = FILES[resource]
    words = words[:20] if resource == "institutions" else words
    cell = f'"  {unicodedata.normalize("NFD", words)} "'
    office = await world.actor("administration")
    csv = {"headers": {"Content-Type": "text/csv"}, "content": file.format(cell).encode()}
    await json_of(office.call("POST", f"/imports?resource={resource}&apply=true", **csv), 201)
    plan = await json_of(office.call("POST", f"/imports?resource={resource}", **csv), 201)
    assert (plan["counts"]["unchanged"], await columns_with(world, words) != []) == (1, True)
    [thing] = [item for item in (await json_of(office.get(f"/{resource}?limit=200")))["items"] if item[field] == words]
    redacted = await order_redaction(await world.actor("auditor"), resource, field, thing["id"], None)
    assert redacted.status_code == 200, redacted.text
    assert await columns_with(world, words) == []
    assert await columns_with(world, "  " + words) == []
    rows = (await json_of(office.get(f"/imports/{plan['id']}/rows")))["items"]
    assert [(row["line"], row["thing_id"]) for row in rows] == [(2, thing["id"])], "each row keeps its place"
    applied = await office.act(f"/imports/{plan['id']}/apply")
    assert (applied.status_code, applied.json()["code"]) == (412, "plan-outdated")
    assert (await json_of(office.get(f"/{resource}/{thing['id']}")))[field] != words


async def test_long_text_is_redacted_in_a_rejected_row_with_other_accents(world: World) -> None:
    """A rejected row belongs to no resource; long text is found in it all the same."""
    words = "Bo på Åen og hans vrede er målt her"
    office = await world.actor("administration")
    lines = f'x1,T,{words},school,count,none\n,T,"  {unicodedata.normalize("NFD", words)}",school,count,none\n'
    csv = {"headers": {"Content-Type": "text/csv"}}
    head = "code,title,description,kinds,unit,disclosure\n"
    plan = await json_of(
        office.call("POST", "/imports?resource=indicators", content=(head + lines).encode(), **csv), 201
    )
    assert plan["counts"]["rejected"] == 1
    indicator_body = {
        "code": "x2",
        "title": "T",
        "description": words,
        "kinds": ["school"],
        "unit": "count",
        "disclosure": "none",
    }
    indicator = await json_of(office.post("/indicators", indicator_body), 201)
    redacted = await order_redaction(await world.actor("auditor"), "indicators", "description", indicator["id"], None)
    assert redacted.status_code == 200, redacted.text
    assert await columns_with(world, words) == []


# --- copies that rooms declare ---


async def test_points_of_a_guide_are_redacted_in_its_editions_and_in_feedback(world: World) -> None:
    visit = await visit_begins(world)
    async with transactions.write_transaction(world.app.state.engine) as session:
        guide: Any = await session.get(ObservationGuide, UUID(visit.guide["id"]))
        guide.points = [{**guide.points[0], "title": SHORT}, guide.points[1]]
    id = await visit.fed_back()
    office = await world.actor("administration")
    revised = await json_of(office.act(f"/observation-guides/{visit.guide['id']}/revise"), 201)
    auditor = await world.actor("auditor")
    redacted = await order_redaction(auditor, "observation-guides", "points", revised["id"], None)
    assert redacted.status_code == 200, redacted.text
    assert await columns_with(world, SHORT) == []
    points = (await json_of(visit.leader.get(f"/observations/{id}")))["points"]
    assert [point["title"] for point in points] == [MARK, MARK]
    assert {point["text"] for point in points} == {point["text"] for point in FEEDBACK["points"]}, "the feedback stays"


async def test_title_of_a_package_is_redacted_in_its_revisions(world: World) -> None:
    office = await world.actor("administration")
    body = {"kind": "school", "half_year": "2026H1", "title": SHORT}
    first = await json_of(office.post("/data-packages", body), 201)
    async with transactions.write_transaction(world.app.state.engine) as session:
        released: Any = await load_resource(session, "data-packages", UUID(first["id"]))
        released.status = "released"
    revision = await json_of(office.act(f"/data-packages/{first['id']}/revise", headers={"Idempotency-Key": "k"}), 201)
    other = await json_of(office.post("/data-packages", {**body, "half_year": "2025H2"}), 201)
    auditor = await world.actor("auditor")
    assert (await order_redaction(auditor, "data-packages", "title", revision["id"], None)).status_code == 200
    assert (await json_of(office.get(f"/data-packages/{first['id']}")))["title"] == MARK
    assert await columns_with(world, SHORT) == ["data_package.title", "data_package.title_key"]
    assert (await json_of(office.get(f"/data-packages/{other['id']}")))["title"] == SHORT, (
        "the title of another package"
    )


async def test_reason_of_a_closure_is_redacted_in_everything_that_ended_with_it(story: Story) -> None:
    world = story.world
    agreement = {"text": "Makkerordning", "responsible": "Anne", "due_on": "2026-06-01"}
    choose = {"focus_area_id": str(story.focus_area), "decision": "choose"}
    await story.held({"decisions": [choose], "agreements": [agreement]})
    await story.planned(round=2)
    await json_of(
        story.chief.post(
            "/follow-ups", {"institution_id": str(world.birk), "planned_for": "2026-03-20T13:00:00+01:00"}
        ),
        201,
    )
    office = await world.actor("administration")
    await json_of(office.act(f"/institutions/{world.birk_sfo}/close", {"reason": "Flytter ind"}))
    await json_of(office.act(f"/institutions/{world.birk}/close", {"reason": SHORT, "successor_ids": []}))
    assert set(await columns_with(world, SHORT)) == {
        "closure.reason",
        "dialogue.cancellation",
        "follow_up.cancellation",
        "agreement_turn.note",
        "focus_area.outcome",
    }
    async with transactions.read_transaction(world.app.state.engine) as session:
        closure = (await session.execute(select(Closure).where(col(Closure.institution_id) == world.birk))).scalar_one()
    auditor = await world.actor("auditor")
    redacted = await order_redaction(auditor, "institutions", "closure.reason", world.birk, closure.id)
    assert redacted.status_code == 200, redacted.text
    assert await columns_with(world, SHORT) == []


@pytest.mark.parametrize("where", ["because", "reason", "ground", "closing", "own"])
async def test_reason_of_a_concern_is_redacted_in_the_follow_up_and_the_supervision(world: World, where: str) -> None:
    """As the reason of a corrected assessment it opens heightened supervision, or closes it."""
    meetings = await meetings_begin(world)
    first, second = ("concern", "no_concern") if where == "closing" else ("no_concern", "concern")
    held = await meetings.held(assessment=first, reason="Først")
    body = {"field": "assessment", "becomes": second, "reason": SHORT}
    key = {"Idempotency-Key": "k"}
    follow_up = await json_of(meetings.chief.act(f"/follow-ups/{held['id']}/corrections", body, headers=key))
    [supervision] = (await json_of(meetings.chief.get("/heightened-supervision")))["items"]
    path = f"/heightened-supervision/{supervision['id']}"
    async with transactions.read_transaction(world.app.state.engine) as session:
        grounds = (await session.execute(select(col(SupervisionGround.id)))).scalars().all()
    assert {"correction.reason", "replay.answer"} < set(await columns_with(world, SHORT))
    auditor = await world.actor("auditor")
    if where == "own":
        await json_of(meetings.chief.act(f"{path}/redact", {"field": "reason", "reason": REASON}))
    else:
        resource, field, id, part_id = {
            "because": ("follow-ups", "correction.reason", held["id"], follow_up["corrections"][0]["id"]),
            "reason": ("heightened-supervision", "reason", supervision["id"], None),
            "ground": ("heightened-supervision", "ground.reason", supervision["id"], grounds[0]),
            "closing": ("heightened-supervision", "closing", supervision["id"], None),
        }[where]
        redacted = await order_redaction(auditor, resource, field, id, part_id)
        assert redacted.status_code == 200, redacted.text
    assert await columns_with(world, SHORT) == []
