"""Lines and summary of supervision: content, access and number of queries."""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, update

from api.agreements.actions import AgreementSource, create_agreements
from api.agreements.models import Origin
from api.agreements.schemas import AgreementCreate
from api.core.identifiers import new_id
from api.db import transactions
from api.institutions.actions import create_institutions
from api.institutions.models import Kind, Participation
from api.institutions.schemas import InstitutionCreate
from api.stakeholder_input.models import Input, Voice
from tests.support.dialogue_story import Story, children_input
from tests.support.evidence.rows import insert_batches
from tests.support.observation_visit import begin_visit
from tests.support.world import Actor, World


async def lines(actor: Actor, query: str = "") -> list[dict[str, Any]]:
    response = await actor.get(f"/supervision?{query}")
    assert response.status_code == 200, response.text
    items: list[dict[str, Any]] = response.json()["items"]
    return items


async def line(actor: Actor, name: str = "Birkeskolen") -> dict[str, Any]:
    [match] = [line for line in await lines(actor) if line["institution_name"] == name]
    return match


async def agree(world: World, at: UUID, due_on: date, origin: Origin, *, shared: bool = True) -> None:
    new_agreement = AgreementCreate(text="Læsebånd", responsible="Leder", due_on=due_on, focus_area_id=None)
    async with transactions.write_transaction(world.app.state.engine) as session:
        await create_agreements(session, None, AgreementSource(origin, new_id(), at), [new_agreement], shared=shared)


async def hold_follow_up(story: Story, **payload: Any) -> dict[str, Any]:
    plan = {"institution_id": str(story.world.birk), "planned_for": "2026-03-10T10:00:00Z"}
    created = await story.chief.post("/follow-ups", plan)
    assert created.status_code == 201, created.text
    response = await story.chief.act(
        f"/follow-ups/{created.json()['id']}/hold", {"assessment": "no_concern", **payload}
    )
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


async def test_line_shows_the_state_of_an_institution(story: Story) -> None:
    id = await story.planned()
    birk_line = await line(story.chief)
    assert (birk_line["kind"], birk_line["area"], birk_line["district_name"]) == ("school", "age_6_18", "Nord")
    assert birk_line["round"] == {
        "cycle_id": str(story.cycle),
        "cycle_title": "Periode 2026",
        "number": 1,
        "half_year": "2026H1",
        "until_on": "2026-07-01",
    }
    assert birk_line["dialogue"] == {
        "id": id,
        "status": "planned",
        "planned_for": "2026-03-16T12:00:00Z",
        "held_on": None,
    }
    assert birk_line["focus_areas"] == [
        {"theme_id": str(story.theme), "theme_title": "Trivsel", "proposed": 1, "chosen": 0, "completed": 0}
    ]
    assert birk_line["lacking"] == ["no_parent_voice"]
    assert (birk_line["agreements_open"], birk_line["last_follow_up"], birk_line["heightened_supervision"]) == (
        0,
        None,
        [],
    )
    assert birk_line["flags"] == ["no_parent_voice", "follow_up_overdue"]


async def test_lacking_kinds_equal_those_of_the_evidence(story: Story) -> None:
    await story.planned()
    query = f"cycle_id={story.cycle}&round=1"
    for inputs in ([], [children_input(story.world.birk_sfo, "Vi savner svar", voice=Voice.parent, age_group=None)]):
        async with transactions.write_transaction(story.world.app.state.engine) as session:
            await insert_batches(session, inputs)
        evidence = (await story.chief.get(f"/institutions/{story.world.birk}/evidence?{query}")).json()
        assert (await line(story.chief))["lacking"] == evidence["lacking"]


async def test_lacking_kinds_of_a_held_dialogue_come_from_its_pinned_evidence(story: Story) -> None:
    held = await story.held({"decisions": [{"focus_area_id": str(story.focus_area), "decision": "choose"}]})
    birk_line = await line(story.chief)
    assert (birk_line["dialogue"]["id"], birk_line["dialogue"]["status"]) == (held["id"], "held")
    assert (birk_line["lacking"], birk_line["focus_areas"][0]["chosen"]) == (["no_parent_voice"], 1)
    assert birk_line["flags"] == ["no_parent_voice", "follow_up_overdue"]


async def test_feedback_of_observers_is_qualitative_evidence(story: Story) -> None:
    world = story.world
    visit = await begin_visit(world, world.elm)
    async with transactions.write_transaction(world.app.state.engine) as session:
        await session.execute(update(Input).values(collected_on=date(2025, 12, 1)))
    query = f"/institutions/{world.birk}/evidence?cycle_id={story.cycle}&round=1"
    for is_missing, advance_visit in ((True, visit.observed), (False, visit.fed_back)):
        await advance_visit()
        lacking_kinds = (await line(story.chief))["lacking"]
        assert ("no_qualitative" in lacking_kinds) == is_missing
        assert lacking_kinds == (await story.chief.get(query)).json()["lacking"]


async def test_one_sided_evidence_is_flagged_even_with_a_reason(story: Story) -> None:
    id = await story.planned()
    await story.write(id, "words")
    body = {"because": {"one-sided-evidence": "Datapakken var ikke klar"}}
    assert (await story.chief.act(f"/dialogues/{id}/hold", body)).status_code == 200
    assert (await line(story.chief))["flags"] == [
        "no_focus_area",
        "one_sided_evidence",
        "no_parent_voice",
        "follow_up_overdue",
    ]


async def test_line_shows_follow_ups_and_heightened_supervision(story: Story) -> None:
    held = await hold_follow_up(story, assessment="serious_concern", reason="Opsyn")
    birk_line = await line(story.chief)
    assert birk_line["last_follow_up"] == {
        "id": held["id"],
        "held_on": "2026-03-10",
        "assessment": "serious_concern",
        "next_due_on": "2026-09-10",
    }
    [supervision] = birk_line["heightened_supervision"]
    assert (supervision["severity"], supervision["action_plan_missing"], supervision["action_plan_due_on"]) == (
        "serious_concern",
        True,
        "2026-04-07",
    )
    assert birk_line["flags"] == ["no_parent_voice", "action_plan_missing", "heightened_supervision"]
    await story.sign_in_again_on(date(2026, 9, 11))
    assert "follow_up_overdue" in (await line(story.chief))["flags"]


async def test_board_member_reads_their_own_line_without_data_from_follow_ups(story: Story) -> None:
    world = story.world
    await hold_follow_up(story, assessment="concern", reason="Opsyn")
    await agree(world, world.birk, date(2026, 3, 1), Origin.follow_up)
    await agree(world, world.birk, date(2026, 5, 1), Origin.dialogue)
    board = await world.actor("board_member", world.birk, body="parent_board")
    [birk_line] = await lines(board)
    assert (birk_line["institution_name"], birk_line["with_follow_ups"]) == ("Birkeskolen", False)
    assert (birk_line["last_follow_up"], birk_line["next_follow_up"], birk_line["heightened_supervision"]) == (
        None,
        None,
        None,
    )
    assert (birk_line["agreements_open"], birk_line["agreements_overdue"], birk_line["flags"]) == (
        1,
        0,
        ["no_parent_voice"],
    )
    assert (await lines(board, "flag=heightened_supervision")) == []
    total = (await board.get("/supervision/summary")).json()["total"]
    assert (total["institutions"], total["flags"]["heightened_supervision"], total["followed_up"]) == (1, 0, 0)
    leader_line = await line(story.leader)
    assert (leader_line["agreements_open"], leader_line["agreements_overdue"]) == (2, 1)
    assert {"agreement_overdue", "heightened_supervision"} <= set(leader_line["flags"])


async def test_only_visible_agreements_are_counted(story: Story) -> None:
    world = story.world
    await agree(world, world.birk, date(2026, 3, 1), Origin.follow_up, shared=False)
    await agree(world, world.birk_sfo, date(2026, 5, 1), Origin.dialogue)
    office = await world.actor("administration")
    for actor, expected in ((story.chief, (2, 1)), (office, (1, 0)), (story.leader, (1, 0))):
        birk_line = await line(actor)
        assert (birk_line["agreements_open"], birk_line["agreements_overdue"]) == expected


async def test_supervision_shows_only_institutions_within_reach(story: Story) -> None:
    world = story.world
    office = await world.actor("administration")
    assert [line["institution_name"] for line in await lines(office)] == [
        "Ahornhuset",
        "Birkeskolen",
        "Egeskolen",
        "Elmehuset",
        "Klub Hassel",
    ]
    assert [line["institution_name"] for line in await lines(story.chief)] == ["Birkeskolen", "Elmehuset"]
    assert [line["institution_name"] for line in await lines(story.leader)] == ["Birkeskolen"]
    for role, unit in (("staff", world.birk), ("council_member", None), ("admin", None), ("auditor", None)):
        actor = await world.actor(role, unit)
        for path in ("/supervision", "/supervision/summary"):
            assert (await actor.get(path)).status_code == 403
    of_the_sfo = await world.actor("leader", world.birk_sfo)
    assert await lines(of_the_sfo) == [], "a department has no line of its own"


async def test_closed_and_nonparticipating_institutions_have_no_line(story: Story) -> None:
    world = story.world
    office = await world.actor("administration")
    elm, oak = f"/institutions/{world.elm}", f"/institutions/{world.oak}"
    assert (await office.patch(elm, {"participation": Participation.none})).status_code == 200
    assert (await office.patch(oak, {"participation": Participation.follow_up_only})).status_code == 200
    only = await line(office, "Egeskolen")
    assert (only["round"], only["dialogue"], only["lacking"], only["flags"]) == (
        None,
        None,
        None,
        ["follow_up_overdue"],
    )
    names = [line["institution_name"] for line in await lines(office)]
    assert "Elmehuset" not in names
    async with transactions.write_transaction(world.app.state.engine) as session:
        later = InstitutionCreate(name="Ny skole", kind=Kind.school, active_from=date(2026, 3, 11))
        ended = InstitutionCreate(name="Gammel skole", kind=Kind.school, active_until=date(2026, 3, 10))
        await create_institutions(session, None, [later, ended])
    assert [line["institution_name"] for line in await lines(office)] == names


async def test_lines_are_filtered_sorted_and_paginated(story: Story) -> None:
    world = story.world
    office = await world.actor("administration")
    await hold_follow_up(story, assessment="concern", reason="Opsyn")
    assert [line["institution_name"] for line in await lines(office, "flag=heightened_supervision")] == ["Birkeskolen"]
    assert len(await lines(office, "flag=follow_up_overdue")) == 4
    assert len(await lines(office, f"district_id={world.south}")) == 3
    assert len(await lines(office, "kind=day_care")) == 2
    assert len(await lines(office, "q=skole")) == 2
    names, path = list[str](), "/supervision?limit=2&count=true&flag=follow_up_overdue"
    while path:
        response = await office.get(path)
        names += [item["institution_name"] for item in response.json()["items"]]
        assert response.json()["total"] == 4
        path = response.links.get("next", {}).get("url", "")
    assert names == ["Ahornhuset", "Egeskolen", "Elmehuset", "Klub Hassel"]
    first = (await office.get("/supervision?limit=2&count=true")).json()
    assert first["total"] == 5
    other = await office.get(f"/supervision?limit=2&flag=no_child_voice&cursor={first['next_cursor']}")
    assert (other.status_code, other.json()["code"]) == (400, "cursor-of-another-query")
    back = await lines(office, "sort=-name&limit=1")
    assert back[0]["institution_name"] == "Klub Hassel"
    assert (await office.get("/supervision?sort=updated_at")).status_code == 422


async def test_lines_are_exported_as_csv(story: Story) -> None:
    await hold_follow_up(story, assessment="serious_concern", reason="Opsyn")
    response = await story.chief.get("/supervision?limit=1", headers={"Accept": "text/csv"})
    assert response.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert [row["institution_name"] for row in rows] == ["Birkeskolen", "Elmehuset"], "all lines, whatever the limit"
    assert (rows[0]["half_year"], rows[0]["focus_areas_proposed"], rows[0]["themes"]) == ("2026H1", "1", "Trivsel")
    assert (rows[0]["assessment"], rows[0]["action_plan_due_on"]) == ("serious_concern", "2026-04-07")
    assert rows[0]["flags"] == "no_parent_voice action_plan_missing heightened_supervision"
    assert rows[1]["round"] == "", "its area has no current cycle"
    danish = await story.chief.get("/supervision?kind=school", headers={"Accept": "text/csv; dialect=danish"})
    assert danish.text.startswith("\ufeffinstitution_id;institution_name;")


async def test_summary_counts_by_district_and_kind(story: Story) -> None:
    world = story.world
    await story.held({"decisions": [{"focus_area_id": str(story.focus_area), "decision": "choose"}]})
    await hold_follow_up(story)
    office = await world.actor("administration")
    summary = (await office.get("/supervision/summary")).json()
    assert summary["as_of"] == "2026-03-10"
    assert [(group["district_name"], group["kind"], group["institutions"]) for group in summary["groups"]] == [
        ("Nord", "day_care", 1),
        ("Nord", "school", 1),
        ("Syd", "day_care", 1),
        ("Syd", "leisure", 1),
        ("Syd", "school", 1),
    ]
    school = summary["groups"][1]
    assert {name: school[name] for name in ("in_dialogues", "dialogues_held", "with_focus_area", "followed_up")} == {
        "in_dialogues": 1,
        "dialogues_held": 1,
        "with_focus_area": 1,
        "followed_up": 1,
    }
    assert (school["flags"]["follow_up_overdue"], school["flags"]["no_parent_voice"]) == (0, 1)
    total = summary["total"]
    assert (total["institutions"], total["in_dialogues"], total["flags"]["follow_up_overdue"]) == (5, 3, 4)
    filtered = (await office.get(f"/supervision/summary?district_id={world.north}&kind=school")).json()
    assert filtered["total"]["institutions"] == 1
    assert (await office.get(f"/supervision/summary?district_id={new_id()}")).json()["groups"] == []


# --- number of queries ---


@contextmanager
def recorded_queries(world: World) -> Iterator[list[str]]:
    """Record the SELECT statements of the service within the block."""
    statements: list[str] = []

    def record_statement(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            statements.append(statement)

    engine = world.app.state.engine.sync_engine
    event.listen(engine, "before_cursor_execute", record_statement)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", record_statement)


@pytest.mark.parametrize("path", ["/supervision?limit=200", "/supervision?limit=200&flag=no_focus_area"])
async def test_350_institutions_are_listed_in_a_few_queries(story: Story, path: str) -> None:
    world = story.world
    office = await world.actor("administration")
    with recorded_queries(world) as few:
        await lines(office, path.partition("?")[2])
    async with transactions.write_transaction(world.app.state.engine) as session:
        at = {"kind": Kind.school, "district_id": world.north}
        await create_institutions(session, None, [InstitutionCreate(name=f"Skole {n:03}", **at) for n in range(345)])
    names, pages, expected = list[str](), 0, 347 if "flag" in path else 350
    with recorded_queries(world) as many:
        while path:
            response = await office.get(path)
            names += [item["institution_name"] for item in response.json()["items"]]
            path, pages = response.links.get("next", {}).get("url", ""), pages + 1
    assert (len(names), len(set(names)), pages) == (expected, expected, 2)
    assert len(few) <= 16
    assert len(many) <= 2 * len(few), "each page needs no more queries than a small list"
