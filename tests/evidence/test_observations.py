"""Feedback of observations as evidence: in the institution's own dialogue, pinned there, and read by whom it is for."""

import json
from datetime import date

import pytest
from sqlalchemy import event

from api.consultations.models import Consultation, Tally
from api.db import transactions
from api.evidence.schemas import EvidencePublic
from tests.support.dialogue_story import Story, begin, put, said
from tests.support.evidence.builders import path
from tests.support.evidence_figures import indicator, keep, measurement, package
from tests.support.observation_visit import SEEN, Visit, made
from tests.support.observation_visit import begin as visit_begins
from tests.support.world import World

SAW = "Børnene ved, hvor de skal hen"


@pytest.fixture
async def story(world: World) -> Story:
    return await begin(world)


async def fed_back(story: Story) -> tuple[Visit, str]:
    visit = await visit_begins(story.world)
    return visit, await visit.fed_back(planned_for="2026-03-10T08:30:00+01:00")


async def test_feedback_stands_beside_figures_and_voices(story: Story) -> None:
    visit, id = await fed_back(story)
    whole = await made(visit.leader.get(path(story)))
    EvidencePublic.model_validate_json(json.dumps(whole))
    assert (len(whole["measurements"]), len(whole["stakeholder_input"])) == (1, 1)
    [piece] = whole["observations"]
    assert (piece["kind"], piece["id"], piece["quantitative"], piece["voice"]) == ("observation", id, False, None)
    assert (piece["shown"]["text"], piece["shown"]["guide_title"]) == (SAW, "Læringsmiljøet")
    assert [one["level"] for one in piece["shown"]["points"]] == [None, 2]
    assert [one["person_id"] for one in piece["shown"]["observers"]] == [
        str(visit.observer.id),
        str(visit.consultant.id),
    ]
    await made(visit.observer.act(f"/observations/{id}/take-back"))
    assert (await made(visit.leader.get(path(story))))["observations"] == []


async def test_chief_and_administration_read_shared_feedback_only_and_boards_know_of_none(story: Story) -> None:
    visit, id = await fed_back(story)
    world = story.world
    others = [story.chief, await world.actor("administration")]
    board = await world.actor("board_member", world.birk, body="parent_board")
    for actor in others:
        whole = await made(actor.get(path(story)))
        EvidencePublic.model_validate_json(json.dumps(whole))
        [piece] = whole["observations"]
        assert (piece["shown"]["text"], piece["shown"]["points"], piece["shown"]["text_withheld"]) == (None, None, True)
        assert piece["shown"]["observed_on"] == "2026-03-10"
    await made(visit.leader.act(f"/observations/{id}/share"))
    for actor in others:
        [piece] = (await made(actor.get(path(story))))["observations"]
        assert piece["shown"]["text"] == SAW
    assert (await made(board.get(path(story))))["observations"] == []


async def test_taking_out_the_whole_opens_neither_points_nor_reply(story: Story) -> None:
    visit, id = await fed_back(story)
    await made(visit.leader.act(f"/observations/{id}/reply", {"reply": "inaccurate", "reply_text": "Fortroligt"}))
    await made(visit.observer.act(f"/observations/{id}/redact", {"fields": ["feedback"], "reason": "Et navn"}))
    for actor in (story.chief, await story.world.actor("administration")):
        [piece] = (await made(actor.get(path(story))))["observations"]
        shown = piece["shown"]
        assert [shown[name] for name in ("text", "points", "reply", "reply_text")] == [None] * 4
        assert shown["text_withheld"] is True
    [piece] = (await made(visit.leader.get(path(story))))["observations"]
    assert (piece["shown"]["reply_text"], len(piece["shown"]["points"])) == ("Fortroligt", 2)


async def test_a_dialogue_cites_feedback_and_pins_it_as_it_was(story: Story) -> None:
    visit, id = await fed_back(story)
    dialogue = await story.planned()
    agenda = await made(visit.leader.get(f"/dialogues/{dialogue}/agenda"))
    assert [one["kind"] for one in agenda["evidence"]] == ["measurement", "observation", "stakeholder_input"]
    chief = await made(story.chief.get(f"/dialogues/{dialogue}/agenda"))
    assert SAW not in str(chief), "the chief does not sit at the table yet"
    seats = {"participants": [{"part": "chief", "person_id": str(story.chief.id)}]}
    await made(story.chief.patch(f"/dialogues/{dialogue}", seats))
    assert SAW in str(await made(story.chief.get(f"/dialogues/{dialogue}/agenda")))
    entries = story.entries("figure")
    entries[1]["cited"].append({"kind": "observation", "id": id})
    assert (await put(story.leader, dialogue, entries)).status_code == 200
    held = await made(story.chief.act(f"/dialogues/{dialogue}/hold"))
    assert [one["kind"] for one in held["evidence"]] == ["measurement", "observation"], "seen is a quality, too"
    await made(visit.observer.act(f"/observations/{id}/take-back"))
    await made(visit.observer.act(f"/observations/{id}/feedback", {**SEEN, "feedback": "Et barns navn"}))
    kept = await made(story.leader.get(f"/dialogues/{dialogue}"))
    assert kept["evidence"][1]["shown"]["text"] == SAW, "what a dialogue rested on stays"
    await made(visit.observer.act(f"/observations/{id}/redact", {"fields": ["feedback"], "reason": "Et navn"}))
    gone = await made(story.leader.get(f"/dialogues/{dialogue}"))
    shown = gone["evidence"][1]["shown"]
    assert (shown["text"], shown["redaction_reason"]) == (None, "Et navn")
    assert shown["points"] == kept["evidence"][1]["shown"]["points"], "these words, and no others"


async def test_another_institutions_feedback_is_not_cited(story: Story) -> None:
    _, id = await fed_back(story)
    world = story.world
    chief = await world.actor("chief", world.south)
    answer = await chief.post("/dialogues", story.plan(institution_id=str(world.oak)))
    dialogue = answer.json()["id"]
    entries = [{"step": "data", "text": "x", "cited": [{"kind": "observation", "id": id}]}]
    refused = await put(chief, dialogue, entries)
    assert (refused.status_code, refused.json()["code"]) == (422, "unknown-reference")


async def test_only_feedback_since_the_last_dialogue_is_on_the_table(story: Story) -> None:
    await fed_back(story)
    await story.again(date(2026, 3, 16))
    await story.held()
    await story.again(date(2026, 9, 1))
    assert (await made(story.leader.get(path(story, round=2))))["observations"] == []
    assert len((await made(story.leader.get(path(story))))["observations"]) == 1


async def test_the_pack_takes_as_many_queries_for_much_as_for_little(story: Story) -> None:
    world, visit = story.world, await visit_begins(story.world)
    asked = []
    for many in (1, 9):
        await grow(world, visit, many)
        statements: list[str] = []
        engine = world.app.state.engine.sync_engine

        def count(*given: object, into: list[str] = statements) -> None:
            into.append(str(given[2]))

        event.listen(engine, "before_cursor_execute", count)
        whole = await made(visit.leader.get(path(story)))
        event.remove(engine, "before_cursor_execute", count)
        asked.append(len(statements))
    assert (len(whole["measurements"]), len(whole["stakeholder_input"]), len(whole["observations"])) == (501, 301, 10)
    assert asked[0] == asked[1] <= 20, asked


async def grow(world: World, visit: Visit, many: int) -> None:
    """More of each kind: fifty figures and thirty voices for each observation, the answers to a consultation among
    them."""
    now, indicators = package("2026H1"), [indicator(f"m{many}i{number}") for number in range(50 * many)]
    asking = Consultation(
        unit_id=world.birk,
        title="Trivsel",
        title_key="trivsel",
        purpose="x",
        privacy_notice="x",
        questions=[{"key": "glad", "text": "Glad?", "type": "smiley", "choices": None, "voices": ["child"]}],
        opens_on=date(2026, 1, 1),
        closes_on=date(2026, 2, 1),
    )
    voices = [said(world.birk, "Mere leg") for _ in range(29 * many)]
    counts = [said(world.birk, "", people_count=6, consultation_id=asking.id) for _ in range(many)]
    tallies = [Tally(input_id=count.id, question="glad", value="4", people_count=6) for count in counts]
    figures = [measurement(one, world.birk, "2026H1", 50.0, 30, package_id=now.id) for one in indicators]
    for count in counts:
        count.text = None
    async with transactions.write_transaction(world.app.state.engine) as session:
        await keep(session, [now, asking, *indicators], figures, [*voices, *counts], tallies)
    for _ in range(many):
        await visit.fed_back()
