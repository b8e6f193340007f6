"""The evidence of an institution and a round over the service's routes."""

from datetime import date

from pydantic import TypeAdapter
from sqlalchemy import event

from api.db import transactions
from api.evidence.schemas import EvidencePublic, InputEvidence, MeasurementShown, PiecePublic
from api.stakeholder_input.models import Input
from tests.support.dialogue_story import Story, said
from tests.support.evidence.builders import path
from tests.support.evidence_figures import indicator, keep, measurement, package
from tests.support.world import Actor


async def test_numbers_and_voices_stand_side_by_side_and_what_lacks_is_named(story: Story) -> None:
    whole = (await story.leader.get(path(story))).json()
    assert (whole["institution_name"], whole["half_year"], whole["round"]) == ("Birkeskolen", "2026H1", 1)
    [figure], [voice] = whole["measurements"], whole["stakeholder_input"]
    assert (figure["kind"], figure["id"], figure["quantitative"]) == ("measurement", str(story.figure), True)
    assert figure["shown"]["value"] == 81.5
    assert "comparison" in figure["shown"]
    assert (voice["kind"], voice["id"], voice["voice"]) == ("stakeholder_input", str(story.words), "child")
    assert figure["shown"]["created_at"].endswith("Z"), "moments are written as everywhere else"
    assert "T" in figure["shown"]["created_at"]
    assert (whole["observations"], whole["lacking"]) == ([], ["no_parent_voice"])
    id = await story.planned()
    answer = await story.leader.get(f"/dialogues/{id}/agenda")
    assert answer.json()["evidence"] == [figure, voice], "the agenda answers the same pieces"


async def test_what_is_shown_of_evidence_is_what_the_contract_promises(story: Story) -> None:
    whole = EvidencePublic.model_validate_json((await story.leader.get(path(story))).content)
    assert (whole.measurements[0].shown.value, whole.stakeholder_input[0].shown.text is None) == (81.5, False)
    for place, shape in ((whole.measurements[0], MeasurementShown), (whole.stakeholder_input[0], InputEvidence)):
        assert set(place.model_dump()["shown"]) == set(shape.model_fields)
    pinned = (await story.held())["evidence"]
    found = TypeAdapter(list[PiecePublic]).validate_python(pinned)
    assert [piece.kind for piece in found] == ["measurement", "stakeholder_input"]
    assert [set(one["shown"]) for one in pinned] == [
        set(MeasurementShown.model_fields),
        set(InputEvidence.model_fields),
    ]


async def test_voices_are_those_since_the_last_held_dialogue(story: Story) -> None:
    await story.held()
    await story.again(date(2026, 9, 1))
    async with transactions.write_transaction(story.world.app.state.engine) as session:
        session.add(said(story.world.birk, "Nu er her ro", collected_on=date(2026, 8, 20)))
    second = (await story.leader.get(path(story, round=2))).json()
    assert [one["shown"]["text"] for one in second["stakeholder_input"]] == ["Nu er her ro"]
    first = (await story.leader.get(path(story))).json()
    texts = [one["shown"]["text"] for one in first["stakeholder_input"]]
    assert texts == ["Der er for meget larm, når vi skifter time"], "what its own dialogue could rest on"


async def test_words_of_a_few_are_for_who_is_close_to_them_only(story: Story) -> None:
    async with transactions.write_transaction(story.world.app.state.engine) as session:
        session.add(said(story.world.birk, "Mere leg", people_count=10))
    world = story.world
    close = [story.leader, story.chief, await world.actor("staff", world.birk)]
    others = [await world.actor("administration"), await world.actor("board_member", world.birk, body="parent_board")]
    for actor in (*close, *others):
        given = (await actor.get(path(story))).json()["stakeholder_input"]
        texts = {one["shown"]["text"] for one in given}
        assert texts == {"Mere leg", "Der er for meget larm, når vi skifter time" if actor in close else None}
        assert [one["shown"]["text_withheld"] for one in given if one["shown"]["text"] is None] == (
            [] if actor in close else [True]
        )


async def test_evidence_out_of_reach_is_not_found_and_not_for_every_role(story: Story) -> None:
    world = story.world
    for role, unit in (("leader", world.oak), ("chief", world.south), ("staff", world.elm)):
        assert (await (await world.actor(role, unit)).get(path(story))).status_code == 404
    for role in ("council_member", "data_supplier", "auditor", "admin"):
        assert (await (await world.actor(role)).get(path(story))).status_code == 403
    both = await world.actor("council_member")
    await world.give(both.id, "leader", world.oak)
    assert (await both.get(path(story))).status_code == 403


async def refused(actor: Actor, address: str) -> tuple[int, list[tuple[str, str]]]:
    answer = await actor.get(address)
    return answer.status_code, [(one["parameter"], one["code"]) for one in answer.json()["errors"]]


async def test_a_cycle_or_round_that_is_not_the_institutions_is_refused(story: Story) -> None:
    chief = story.chief
    assert await refused(chief, path(story, cycle_id=story.figure)) == (422, [("cycle_id", "unknown-reference")])
    assert await refused(chief, path(story, cycle_id=story.cycle_0_6, round=9)) == (
        422,
        [("cycle_id", "cycle-of-another-area"), ("round", "no-such-round")],
    )
    assert await refused(chief, path(story, round=5)) == (422, [("round", "no-such-round")])
    assert (await chief.get(f"/institutions/{story.world.birk}/evidence")).status_code == 422


async def test_withdrawn_words_are_no_evidence_any_more(story: Story) -> None:
    await story.leader.act(f"/stakeholder-input/{story.words}/withdraw", {"reason": "consent"})
    whole = (await story.leader.get(path(story))).json()
    assert (whole["stakeholder_input"], whole["lacking"]) == (
        [],
        ["no_qualitative", "no_child_voice", "no_parent_voice"],
    )


async def test_one_answer_costs_the_same_queries_however_many_figures_there_are(story: Story) -> None:
    engine, counted = story.world.app.state.engine, []
    indicators = [indicator(f"i{number}") for number in range(200)]
    for some in (indicators[:5], indicators[5:]):
        async with transactions.write_transaction(engine) as session:
            figures = package("2026H1", revision=1)
            more = [Input(**said(story.world.birk, "Ord").model_dump(exclude={"id"})) for _ in some]
            await keep(session, [figures, *some], more)
            session.add_all(
                measurement(one, story.world.birk, "2026H1", 50.0, 30, package_id=figures.id) for one in some
            )
        statements: list[str] = []

        def count(*given: object, into: list[str] = statements) -> None:
            into.append(str(given[2]))

        event.listen(engine.sync_engine, "before_cursor_execute", count)
        whole = (await story.leader.get(path(story))).json()
        event.remove(engine.sync_engine, "before_cursor_execute", count)
        counted.append(len(statements))
    assert (len(whole["measurements"]), len(whole["stakeholder_input"])) == (201, 201)
    assert counted[0] == counted[1] <= 16


async def test_the_answer_to_words_of_a_few_is_withheld_with_them(story: Story) -> None:
    office = await story.world.actor("administration")
    told = await story.leader.act(f"/stakeholder-input/{story.words}/answer", {"answer": "Vi har delt frikvarteret"})
    assert told.status_code == 200, told.text
    for actor, shown in ((story.leader, "Vi har delt frikvarteret"), (office, None)):
        [voice] = (await actor.get(path(story))).json()["stakeholder_input"]
        assert (voice["shown"]["answer"], voice["shown"]["text_withheld"]) == (shown, shown is None)
