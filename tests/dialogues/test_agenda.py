"""The agenda of a dialogue, and the prompts of its learning circle."""

from datetime import date

from sqlalchemy import event

from api.db import transactions
from api.dialogues.models import DEFAULT_PROMPTS
from api.focus_areas.actions import propose_focus_areas
from tests.support.agreements.builders import agree
from tests.support.dialogue_story import Story, children_input, proposal, put_circle
from tests.support.dialogues.hold_payload import hold_payload


async def test_agenda_has_agreements_focus_areas_prompts_and_participants(story: Story) -> None:
    first = await story.held(hold_payload(story))
    await agree(story.world, story.world.birk, "Kun mellem to", shared=False)
    await agree(story.world, story.world.oak, "En anden skoles")
    await story.sign_in_again_on(date(2026, 9, 1))
    id = await story.planned(round=2, participants=[{"part": "leader", "person_id": str(story.leader.id)}])
    agenda = (await story.leader.get(f"/dialogues/{id}/agenda")).json()
    assert (agenda["dialogue"]["id"], agenda["dialogue"]["institution_name"]) == (id, "Birkeskolen")
    assert [agreement["text"] for agreement in agenda["agreements"]] == ["Faste rutiner ved skift"]
    assert agenda["agreements"][0]["overdue"] is True
    [area] = agenda["focus_areas"]
    assert (area["title"], area["theme_title"], area["status"], area["development"]) == (
        "Ro i timerne",
        "Trivsel",
        "chosen",
        "some",
    )
    assert area["dialogues"] == [{"dialogue_id": first["id"], "round": 1, "decision": "choose", "development": "some"}]
    assert [prompt["step"] for prompt in agenda["prompts"]] == [step.value for step in DEFAULT_PROMPTS]
    assert len(agenda["participants"]) == 1


async def test_agenda_has_the_evidence_since_the_last_dialogue(story: Story) -> None:
    id = await story.planned()
    agenda = (await story.leader.get(f"/dialogues/{id}/agenda")).json()
    assert [(piece["kind"], piece["quantitative"], piece["voice"]) for piece in agenda["evidence"]] == [
        ("measurement", True, None),
        ("stakeholder_input", False, "child"),
    ]
    assert agenda["lacking"] == ["no_parent_voice"]
    await story.write(id, "figure", "words")
    await story.chief.act(f"/dialogues/{id}/hold", {})
    await story.sign_in_again_on(date(2026, 9, 1))
    async with transactions.write_transaction(story.world.app.state.engine) as session:
        session.add(children_input(story.world.birk, "Nu er her ro", collected_on=date(2026, 8, 20)))
    second = await story.planned(round=2)
    agenda = (await story.leader.get(f"/dialogues/{second}/agenda")).json()
    words = [piece["shown"]["text"] for piece in agenda["evidence"] if not piece["quantitative"]]
    assert words == ["Nu er her ro"]
    old = await put_circle(story.leader, second, story.entries("figure", "words"))
    assert old.status_code == 200, "older things can still be cited"


async def test_board_member_reads_input_of_few_people_only_as_a_participant(story: Story) -> None:
    board = await story.world.actor("board_member", story.world.birk)
    id = await story.planned()
    for actor, readable in ((story.leader, True), (board, False)):
        agenda = (await actor.get(f"/dialogues/{id}/agenda")).json()
        assert ("for meget larm" in str(agenda)) is readable
    seats = [{"part": "parent_board", "person_id": str(board.id)}]
    await story.leader.patch(f"/dialogues/{id}", {"participants": seats})
    assert "for meget larm" in (await board.get(f"/dialogues/{id}/agenda")).text
    council = await story.world.actor("council_member")
    assert (await council.get(f"/dialogues/{id}/agenda")).status_code in (403, 404)


async def test_agenda_needs_no_more_queries_for_more_focus_areas(story: Story) -> None:
    id = await story.planned()
    engine = story.world.app.state.engine

    async def count_queries() -> int:
        statements: list[str] = []

        def record_statement(*arguments: object) -> None:
            statements.append(str(arguments[2]))

        event.listen(engine.sync_engine, "before_cursor_execute", record_statement)
        assert (await story.leader.get(f"/dialogues/{id}/agenda")).status_code == 200
        event.remove(engine.sync_engine, "before_cursor_execute", record_statement)
        return len(statements)

    query_count = await count_queries()
    async with transactions.write_transaction(engine) as session:
        proposals = [proposal(story.world.birk, story.theme, f"Nr. {number}") for number in range(20)]
        await propose_focus_areas(session, None, proposals)
    await agree(story.world, story.world.birk, *(f"Aftale {number}" for number in range(20)))
    assert await count_queries() == query_count


# --- prompts ---


async def test_administration_revises_the_prompts_and_a_held_dialogue_keeps_its_revision(story: Story) -> None:
    held = await story.held()
    office = await story.world.actor("administration")
    first = await office.get("/dialogues/prompts")
    assert (first.json()["number"], len(first.json()["prompts"])) == (1, 6)
    prompts = [{"step": prompt["step"], "prompt": f"{prompt['prompt']} Hvorfor?"} for prompt in first.json()["prompts"]]
    options = {"json": {"prompts": prompts}, "etag": first.headers["etag"]}
    revised = await office.call("PUT", "/dialogues/prompts", **options)
    assert (revised.status_code, revised.json()["number"]) == (200, 2), revised.text
    assert (await office.call("PUT", "/dialogues/prompts", **options)).status_code == 412
    assert (await office.call("PUT", "/dialogues/prompts", json={"prompts": prompts})).status_code == 428
    prompts_of_held = (await story.leader.get(f"/dialogues/{held['id']}/agenda")).json()["prompts"]
    assert prompts_of_held == first.json()["prompts"]
    assert (await story.leader.get("/dialogues/prompts?number=1")).json() == first.json()
    assert (await story.leader.get("/dialogues/prompts")).json()["number"] == 2
    assert (await story.leader.get("/dialogues/prompts?number=3")).status_code == 404
    await story.sign_in_again_on(date(2026, 9, 1))
    second = await story.planned(round=2)
    prompts_of_planned = (await story.leader.get(f"/dialogues/{second}/agenda")).json()["prompts"]
    assert prompts_of_planned == revised.json()["prompts"] == prompts


async def test_only_the_central_administration_revises_prompts_and_each_step_has_one(story: Story) -> None:
    prompts = (await story.leader.get("/dialogues/prompts")).json()["prompts"]
    repeated = [*prompts[:5], prompts[0]]
    office = await story.world.actor("administration")
    response = await office.call("PUT", "/dialogues/prompts", json={"prompts": repeated}, etag='"1"')
    assert [(error["pointer"], error["code"]) for error in response.json()["errors"]] == [
        ("/prompts/5/step", "named-twice")
    ]
    too_few = await office.call("PUT", "/dialogues/prompts", json={"prompts": prompts[:5]}, etag='"1"')
    assert too_few.json()["errors"][0]["code"] == "too-short"
    for actor in (story.leader, story.chief, await story.world.actor("administration", story.world.north)):
        refused = await actor.call("PUT", "/dialogues/prompts", json={"prompts": prompts}, etag='"1"')
        assert refused.status_code == 403
