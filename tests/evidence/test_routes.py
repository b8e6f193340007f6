"""The evidence of an institution and a round over the service's routes."""

from datetime import date

from pydantic import TypeAdapter

from api.db import transactions
from api.evidence.schemas import EvidencePublic, InputEvidence, MeasurementShown, PiecePublic
from api.stakeholder_input.models import Input
from tests.support.dialogue_story import Story, children_input
from tests.support.evidence.addresses import evidence_path
from tests.support.evidence.rows import indicator, insert_batches, measurement, package
from tests.support.statements import recorded_statements
from tests.support.world import Actor


async def test_measurements_and_voices_are_listed_with_the_kinds_that_are_missing(story: Story) -> None:
    evidence = (await story.leader.get(evidence_path(story))).json()
    assert (evidence["institution_name"], evidence["half_year"], evidence["round"]) == ("Birkeskolen", "2026H1", 1)
    [piece], [voice] = evidence["measurements"], evidence["stakeholder_input"]
    assert (piece["kind"], piece["id"], piece["quantitative"]) == ("measurement", str(story.figure), True)
    assert piece["shown"]["value"] == 81.5
    assert "comparison" in piece["shown"]
    assert (voice["kind"], voice["id"], voice["voice"]) == ("stakeholder_input", str(story.words), "child")
    assert piece["shown"]["created_at"].endswith("Z"), "timestamps are written as everywhere else"
    assert "T" in piece["shown"]["created_at"]
    assert (evidence["observations"], evidence["lacking"]) == ([], ["no_parent_voice"])
    id = await story.planned()
    agenda = await story.leader.get(f"/dialogues/{id}/agenda")
    assert agenda.json()["evidence"] == [piece, voice], "the agenda has the same pieces"


async def test_pieces_have_exactly_the_fields_of_the_contract(story: Story) -> None:
    evidence = EvidencePublic.model_validate_json((await story.leader.get(evidence_path(story))).content)
    [measurement_piece], [input_piece] = evidence.measurements, evidence.stakeholder_input
    assert (measurement_piece.shown.value, input_piece.shown.text is None) == (81.5, False)
    for piece, schema in ((measurement_piece, MeasurementShown), (input_piece, InputEvidence)):
        assert set(piece.model_dump()["shown"]) == set(schema.model_fields)
    pinned = (await story.held())["evidence"]
    pieces = TypeAdapter(list[PiecePublic]).validate_python(pinned)
    assert [piece.kind for piece in pieces] == ["measurement", "stakeholder_input"]
    assert [set(row["shown"]) for row in pinned] == [
        set(MeasurementShown.model_fields),
        set(InputEvidence.model_fields),
    ]


async def test_only_voices_since_the_last_held_dialogue_are_evidence(story: Story) -> None:
    await story.held()
    await story.sign_in_again_on(date(2026, 9, 1))
    async with transactions.write_transaction(story.world.app.state.engine) as session:
        session.add(children_input(story.world.birk, "Nu er her ro", collected_on=date(2026, 8, 20)))
    second = (await story.leader.get(evidence_path(story, round=2))).json()
    assert [voice["shown"]["text"] for voice in second["stakeholder_input"]] == ["Nu er her ro"]
    first = (await story.leader.get(evidence_path(story))).json()
    texts = [voice["shown"]["text"] for voice in first["stakeholder_input"]]
    assert texts == ["Der er for meget larm, når vi skifter time"], "the evidence of its own dialogue"


async def test_text_of_few_people_is_read_by_leader_staff_and_chief_only(story: Story) -> None:
    async with transactions.write_transaction(story.world.app.state.engine) as session:
        session.add(children_input(story.world.birk, "Mere leg", people_count=10))
    world = story.world
    close = [story.leader, story.chief, await world.actor("staff", world.birk)]
    others = [await world.actor("administration"), await world.actor("board_member", world.birk, body="parent_board")]
    for actor in (*close, *others):
        voices = [piece["shown"] for piece in (await actor.get(evidence_path(story))).json()["stakeholder_input"]]
        texts = {voice["text"] for voice in voices}
        assert texts == {"Mere leg", "Der er for meget larm, når vi skifter time" if actor in close else None}
        assert [voice["text_withheld"] for voice in voices if voice["text"] is None] == (
            [] if actor in close else [True]
        )


async def test_evidence_is_not_found_out_of_reach_and_forbidden_for_some_roles(story: Story) -> None:
    world = story.world
    for role, unit in (("leader", world.oak), ("chief", world.south), ("staff", world.elm)):
        assert (await (await world.actor(role, unit)).get(evidence_path(story))).status_code == 404
    for role in ("council_member", "data_supplier", "auditor", "admin"):
        assert (await (await world.actor(role)).get(evidence_path(story))).status_code == 403
    with_two_roles = await world.actor("council_member")
    await world.add_grant(with_two_roles.id, "leader", world.oak)
    assert (await with_two_roles.get(evidence_path(story))).status_code == 403


async def _faults(actor: Actor, address: str) -> tuple[int, list[tuple[str, str]]]:
    """The status of a refused request, and parameter and code of each fault."""
    response = await actor.get(address)
    return response.status_code, [(fault["parameter"], fault["code"]) for fault in response.json()["errors"]]


async def test_a_cycle_or_round_that_is_not_the_institutions_is_rejected(story: Story) -> None:
    chief = story.chief
    assert await _faults(chief, evidence_path(story, cycle_id=story.figure)) == (
        422,
        [("cycle_id", "unknown-reference")],
    )
    assert await _faults(chief, evidence_path(story, cycle_id=story.cycle_0_6, round=9)) == (
        422,
        [("cycle_id", "cycle-of-another-area"), ("round", "no-such-round")],
    )
    assert await _faults(chief, evidence_path(story, round=5)) == (422, [("round", "no-such-round")])
    assert (await chief.get(f"/institutions/{story.world.birk}/evidence")).status_code == 422


async def test_withdrawn_input_is_no_evidence(story: Story) -> None:
    await story.leader.act(f"/stakeholder-input/{story.words}/withdraw", {"reason": "consent"})
    evidence = (await story.leader.get(evidence_path(story))).json()
    assert (evidence["stakeholder_input"], evidence["lacking"]) == (
        [],
        ["no_qualitative", "no_child_voice", "no_parent_voice"],
    )


async def test_the_number_of_queries_does_not_grow_with_the_evidence(story: Story) -> None:
    engine, query_counts = story.world.app.state.engine, []
    indicators = [indicator(f"i{number}") for number in range(200)]
    for batch in (indicators[:5], indicators[5:]):
        async with transactions.write_transaction(engine) as session:
            released = package("2026H1", revision=1)
            inputs = [Input(**children_input(story.world.birk, "Ord").model_dump(exclude={"id"})) for _ in batch]
            await insert_batches(session, [released, *batch], inputs)
            session.add_all(
                measurement(row, story.world.birk, "2026H1", 50.0, 30, package_id=released.id) for row in batch
            )
        with recorded_statements(story.world.app) as statements:
            evidence = (await story.leader.get(evidence_path(story))).json()
        query_counts.append(len(statements))
    assert (len(evidence["measurements"]), len(evidence["stakeholder_input"])) == (201, 201)
    assert query_counts[0] == query_counts[1] <= 16


async def test_the_answer_to_text_of_few_people_is_restricted_like_the_text(story: Story) -> None:
    office = await story.world.actor("administration")
    body = {"answer": "Vi har delt frikvarteret"}
    response = await story.leader.act(f"/stakeholder-input/{story.words}/answer", body)
    assert response.status_code == 200, response.text
    for actor, shown in ((story.leader, "Vi har delt frikvarteret"), (office, None)):
        [voice] = (await actor.get(evidence_path(story))).json()["stakeholder_input"]
        assert (voice["shown"]["answer"], voice["shown"]["text_withheld"]) == (shown, shown is None)
