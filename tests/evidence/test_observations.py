"""Feedback of observations as evidence: cited and pinned in the institution's own dialogue, and who may read it."""

import json
from datetime import date

from api.consultations.models import Consultation, Tally
from api.db import transactions
from api.evidence.schemas import EvidencePublic
from tests.support.dialogue_story import Story, children_input, put_circle
from tests.support.evidence.addresses import evidence_path
from tests.support.evidence.rows import indicator, insert_batches, measurement, package
from tests.support.observation_visit import FEEDBACK, Visit, begin_visit, json_of
from tests.support.statements import recorded_statements
from tests.support.world import World

FEEDBACK_TEXT = "Børnene ved, hvor de skal hen"


async def _visit_with_feedback(story: Story) -> tuple[Visit, str]:
    visit = await begin_visit(story.world)
    return visit, await visit.fed_back(planned_for="2026-03-10T08:30:00+01:00")


async def test_feedback_is_evidence_together_with_measurements_and_voices(story: Story) -> None:
    visit, id = await _visit_with_feedback(story)
    evidence = await json_of(visit.leader.get(evidence_path(story)))
    EvidencePublic.model_validate_json(json.dumps(evidence))
    assert (len(evidence["measurements"]), len(evidence["stakeholder_input"])) == (1, 1)
    [piece] = evidence["observations"]
    assert (piece["kind"], piece["id"], piece["quantitative"], piece["voice"]) == ("observation", id, False, None)
    assert (piece["shown"]["text"], piece["shown"]["guide_title"]) == (FEEDBACK_TEXT, "Læringsmiljøet")
    assert [point["level"] for point in piece["shown"]["points"]] == [None, 2]
    assert [observer["person_id"] for observer in piece["shown"]["observers"]] == [
        str(visit.observer.id),
        str(visit.consultant.id),
    ]
    await json_of(visit.observer.act(f"/observations/{id}/take-back"))
    assert (await json_of(visit.leader.get(evidence_path(story))))["observations"] == []


async def test_chief_and_administration_read_shared_feedback_only_and_boards_see_no_observation(story: Story) -> None:
    visit, id = await _visit_with_feedback(story)
    world = story.world
    others = [story.chief, await world.actor("administration")]
    board = await world.actor("board_member", world.birk, body="parent_board")
    for actor in others:
        evidence = await json_of(actor.get(evidence_path(story)))
        EvidencePublic.model_validate_json(json.dumps(evidence))
        [piece] = evidence["observations"]
        assert (piece["shown"]["text"], piece["shown"]["points"], piece["shown"]["text_withheld"]) == (None, None, True)
        assert piece["shown"]["observed_on"] == "2026-03-10"
    await json_of(visit.leader.act(f"/observations/{id}/share"))
    for actor in others:
        [piece] = (await json_of(actor.get(evidence_path(story))))["observations"]
        assert piece["shown"]["text"] == FEEDBACK_TEXT
    assert (await json_of(board.get(evidence_path(story))))["observations"] == []


async def test_redacting_the_feedback_shows_neither_points_nor_reply(story: Story) -> None:
    visit, id = await _visit_with_feedback(story)
    await json_of(visit.leader.act(f"/observations/{id}/reply", {"reply": "inaccurate", "reply_text": "Fortroligt"}))
    await json_of(visit.observer.act(f"/observations/{id}/redact", {"fields": ["feedback"], "reason": "Et navn"}))
    for actor in (story.chief, await story.world.actor("administration")):
        [piece] = (await json_of(actor.get(evidence_path(story))))["observations"]
        shown = piece["shown"]
        assert [shown[name] for name in ("text", "points", "reply", "reply_text")] == [None] * 4
        assert shown["text_withheld"] is True
    [piece] = (await json_of(visit.leader.get(evidence_path(story))))["observations"]
    assert (piece["shown"]["reply_text"], len(piece["shown"]["points"])) == ("Fortroligt", 2)


async def test_a_dialogue_cites_feedback_and_pins_it_as_it_was(story: Story) -> None:
    visit, id = await _visit_with_feedback(story)
    dialogue = await story.planned()
    agenda = await json_of(visit.leader.get(f"/dialogues/{dialogue}/agenda"))
    assert [piece["kind"] for piece in agenda["evidence"]] == ["measurement", "observation", "stakeholder_input"]
    chief = await json_of(story.chief.get(f"/dialogues/{dialogue}/agenda"))
    assert FEEDBACK_TEXT not in str(chief), "the chief is no participant yet"
    seats = {"participants": [{"part": "chief", "person_id": str(story.chief.id)}]}
    await json_of(story.chief.patch(f"/dialogues/{dialogue}", seats))
    assert FEEDBACK_TEXT in str(await json_of(story.chief.get(f"/dialogues/{dialogue}/agenda")))
    entries = story.entries("figure")
    entries[1]["cited"].append({"kind": "observation", "id": id})
    assert (await put_circle(story.leader, dialogue, entries)).status_code == 200
    held = await json_of(story.chief.act(f"/dialogues/{dialogue}/hold"))
    assert [piece["kind"] for piece in held["evidence"]] == ["measurement", "observation"], (
        "an observation is qualitative, too"
    )
    await json_of(visit.observer.act(f"/observations/{id}/take-back"))
    await json_of(visit.observer.act(f"/observations/{id}/feedback", {**FEEDBACK, "feedback": "Et barns navn"}))
    unchanged = await json_of(story.leader.get(f"/dialogues/{dialogue}"))
    assert unchanged["evidence"][1]["shown"]["text"] == FEEDBACK_TEXT, "what a dialogue cited stays as it was"
    await json_of(visit.observer.act(f"/observations/{id}/redact", {"fields": ["feedback"], "reason": "Et navn"}))
    redacted = await json_of(story.leader.get(f"/dialogues/{dialogue}"))
    shown = redacted["evidence"][1]["shown"]
    assert (shown["text"], shown["redaction_reason"]) == (None, "Et navn")
    assert shown["points"] == unchanged["evidence"][1]["shown"]["points"], "this text, and no other"


async def test_feedback_of_another_institution_cannot_be_cited(story: Story) -> None:
    _, id = await _visit_with_feedback(story)
    world = story.world
    chief = await world.actor("chief", world.south)
    response = await chief.post("/dialogues", story.plan(institution_id=str(world.oak)))
    dialogue = response.json()["id"]
    entries = [{"step": "data", "text": "x", "cited": [{"kind": "observation", "id": id}]}]
    refused = await put_circle(chief, dialogue, entries)
    assert (refused.status_code, refused.json()["code"]) == (422, "unknown-reference")


async def test_only_feedback_since_the_last_dialogue_is_evidence(story: Story) -> None:
    await _visit_with_feedback(story)
    await story.sign_in_again_on(date(2026, 3, 16))
    await story.held()
    await story.sign_in_again_on(date(2026, 9, 1))
    assert (await json_of(story.leader.get(evidence_path(story, round=2))))["observations"] == []
    assert len((await json_of(story.leader.get(evidence_path(story))))["observations"]) == 1


async def test_the_number_of_queries_does_not_grow_with_the_evidence(story: Story) -> None:
    world, visit = story.world, await begin_visit(story.world)
    query_counts = []
    for factor in (1, 9):
        await _add_evidence(world, visit, factor)
        with recorded_statements(world.app) as statements:
            evidence = await json_of(visit.leader.get(evidence_path(story)))
        query_counts.append(len(statements))
    kinds = ("measurements", "stakeholder_input", "observations")
    assert tuple(len(evidence[kind]) for kind in kinds) == (501, 301, 10)
    assert query_counts[0] == query_counts[1] <= 20, query_counts


async def _add_evidence(world: World, visit: Visit, factor: int) -> None:
    """Add `factor` observations, with fifty measurements and thirty voices for each, one of them of a consultation."""
    current, indicators = package("2026H1"), [indicator(f"m{factor}i{number}") for number in range(50 * factor)]
    consultation = Consultation(
        unit_id=world.birk,
        title="Trivsel",
        title_key="trivsel",
        purpose="x",
        privacy_notice="x",
        questions=[{"key": "glad", "text": "Glad?", "type": "smiley", "choices": None, "voices": ["child"]}],
        opens_on=date(2026, 1, 1),
        closes_on=date(2026, 2, 1),
    )
    voices = [children_input(world.birk, "Mere leg") for _ in range(29 * factor)]
    counts = [children_input(world.birk, "", people_count=6, consultation_id=consultation.id) for _ in range(factor)]
    tallies = [Tally(input_id=count.id, question="glad", value="4", people_count=6) for count in counts]
    measurements = [measurement(row, world.birk, "2026H1", 50.0, 30, package_id=current.id) for row in indicators]
    for count in counts:
        count.text = None
    async with transactions.write_transaction(world.app.state.engine) as session:
        await insert_batches(session, [current, consultation, *indicators], measurements, [*voices, *counts], tallies)
    for _ in range(factor):
        await visit.fed_back()
