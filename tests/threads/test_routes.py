"""Threads through the API, from a theme and from a focus area, limited to the caller's reach."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, update

from api.agreements.models import Agreement
from api.core.identifiers import new_id
from api.db import transactions
from api.focus_areas.actions import propose_focus_areas
from api.stakeholder_input.models import Method
from tests.support.agreements.builders import agree
from tests.support.dialogue_story import Story, begin, children_input, proposal
from tests.support.dialogues.hold_payload import hold_payload
from tests.support.world import Actor, World


@pytest.fixture
async def story(world: World) -> Story:
    return await begin(world)


async def discuss(story: Story, at: UUID, text: str, **other: Any) -> None:
    async with transactions.write_transaction(story.world.app.state.engine) as session:
        session.add(
            children_input(at, text, theme_id=story.theme, **{"method": Method.meeting, "people_count": 12, **other})
        )


async def propose(story: Story, at: UUID, *titles: str) -> list[UUID]:
    async with transactions.write_transaction(story.world.app.state.engine) as session:
        proposed = await propose_focus_areas(session, None, [proposal(at, story.theme, title) for title in titles])
        return [created.id for created in proposed]


async def read_thread(actor: Actor, story: Story) -> dict[str, Any]:
    response = await actor.get(f"/themes/{story.theme}/thread")
    assert response.status_code == 200, response.text
    thread: dict[str, Any] = response.json()
    return thread


async def test_thread_of_a_theme_leads_to_its_results(story: Story) -> None:
    await discuss(story, story.world.birk, "Trivsel hos os handler om overgange")
    held = await story.held(hold_payload(story))
    await story.sign_in_again_on(date(2026, 9, 16))
    completion = {
        "focus_area_id": str(story.focus_area),
        "decision": "complete",
        "development": "reached",
        "note": "Der er ro",
        "outcome": "Faste rutiner virker",
    }
    taken_up = [{"agreement_id": held["agreements"][0]["id"], "outcome": "done"}]
    second = await story.held({"decisions": [completion], "taken_up": taken_up}, round=2)
    thread = await read_thread(story.leader, story)
    assert (thread["theme"]["title"], thread["theme"]["cycle_title"]) == ("Trivsel", "Periode 2026")
    assert [discussion["text"] for discussion in thread["discussions"]] == ["Trivsel hos os handler om overgange"]
    [area] = thread["focus_areas"]
    assert (area["title"], area["status"], area["development"], area["outcome"]) == (
        "Ro i timerne",
        "completed",
        "reached",
        "Faste rutiner virker",
    )
    assert [
        (decision["dialogue_id"], decision["round"], decision["decision"], decision["development"])
        for decision in area["decisions"]
    ] == [
        (held["id"], 1, "choose", "some"),
        (second["id"], 2, "complete", "reached"),
    ]
    assert [(agreement["text"], agreement["status"]) for agreement in area["agreements"]] == [
        ("Faste rutiner ved skift", "done")
    ]
    assert thread["counts"] == {
        "institutions": 1,
        "discussions": 1,
        "dialogues": 2,
        "decisions": 2,
        "outcomes": 1,
        "focus_areas": {"proposed": 0, "chosen": 0, "completed": 1, "dropped": 0},
        "development": {"none": 0, "some": 0, "clear": 0, "reached": 1},
        "agreements": {"open": 0, "done": 1, "dropped": 0},
    }


async def test_thread_and_its_counts_are_limited_to_the_callers_reach(story: Story) -> None:
    world = story.world
    await propose(story, world.oak, "Egeskolens", "Egeskolens anden")
    await discuss(story, world.oak, "Egeskolens drøftelse")
    await discuss(story, world.birk, "Birkeskolens drøftelse")
    await story.held(hold_payload(story))
    expected = {
        "leader": (world.birk, 1, 1),
        "staff": (world.oak, 2, 1),
        "board_member": (world.birk, 1, 1),
        "chief": (world.south, 2, 1),
        "administration": (None, 3, 2),
    }
    for role, (unit, areas, discussions) in expected.items():
        thread = await read_thread(await world.actor(role, unit), story)
        counts = thread["counts"]
        assert (len(thread["focus_areas"]), len(thread["discussions"])) == (areas, discussions), role
        assert (sum(counts["focus_areas"].values()), counts["discussions"]) == (areas, discussions), role
        decided = 0 if unit in (world.oak, world.south) else 1
        assert (counts["decisions"], counts["agreements"]["open"]) == (decided, decided), role
    maple = await read_thread(await world.actor("leader", world.maple), story)
    assert (maple["focus_areas"], maple["discussions"], maple["counts"]["institutions"]) == ([], [], 0)


async def test_council_and_network_members_see_only_the_counts_of_the_municipality(story: Story) -> None:
    world = story.world
    await propose(story, world.oak, "Egeskolens")
    await discuss(story, world.oak, "Egeskolens drøftelse")
    await story.held(hold_payload(story))
    for role, grant in (("council_member", {}), ("network_member", {"network": "school"})):
        thread = await read_thread(await world.actor(role, **grant), story)
        assert (thread["focus_areas"], thread["discussions"]) == (None, None)
        assert (thread["counts"]["institutions"], thread["counts"]["discussions"]) == (2, 1)
        assert thread["counts"]["focus_areas"] == {"proposed": 1, "chosen": 1, "completed": 0, "dropped": 0}
    for role in ("auditor", "admin", "data_supplier"):
        assert (await (await world.actor(role)).get(f"/themes/{story.theme}/thread")).status_code == 403
    assert (await story.leader.get(f"/themes/{new_id()}/thread")).status_code == 404


async def test_unshared_agreements_and_withdrawn_input_are_in_no_thread(story: Story) -> None:
    world = story.world
    await discuss(story, world.birk, "Trukket tilbage", withdrawal="consent")
    await discuss(story, world.birk, "Et spørgeskema", method=Method.survey)
    await agree(world, world.birk, "Mellem chef og leder", shared=False)
    async with transactions.write_transaction(world.app.state.engine) as session:
        await session.execute(update(Agreement).values(focus_area_id=story.focus_area))
    for actor in (story.chief, story.leader, await world.actor("council_member")):
        thread = await read_thread(actor, story)
        assert (thread["counts"]["discussions"], thread["counts"]["agreements"]["open"]) == (0, 0)
    assert (await read_thread(story.leader, story))["focus_areas"][0]["agreements"] == []


async def test_board_member_reads_text_of_ten_or_more_people(story: Story) -> None:
    await discuss(story, story.world.birk, "Fire børn", people_count=4)
    await discuss(story, story.world.birk, "Tolv børn", people_count=12)
    board = await story.world.actor("board_member", story.world.birk)
    assert sorted(discussion["text"] or "" for discussion in (await read_thread(board, story))["discussions"]) == [
        "",
        "Tolv børn",
    ]
    discussions = (await read_thread(story.leader, story))["discussions"]
    assert len([discussion for discussion in discussions if discussion["text"]]) == 2


async def test_thread_of_a_focus_area_leads_back_to_its_theme(story: Story) -> None:
    world = story.world
    await discuss(story, world.birk, "Birkeskolens drøftelse")
    await discuss(story, world.oak, "Egeskolens drøftelse")
    held = await story.held(hold_payload(story))
    path = f"/focus-areas/{story.focus_area}/thread"
    thread = (await story.leader.get(path)).json()
    assert (thread["theme"]["title"], thread["continues"], thread["continued_by"]) == ("Trivsel", None, [])
    assert [discussion["text"] for discussion in thread["discussions"]] == ["Birkeskolens drøftelse"]
    [decision] = thread["focus_area"]["decisions"]
    assert decision["dialogue_id"] == held["id"]
    assert [
        (piece["kind"], piece["id"], piece["title"], piece["period"], piece["voice"]) for piece in decision["evidence"]
    ] == [
        ("measurement", str(story.figure), "Trivsel", "2026H1", None),
        ("stakeholder_input", str(story.words), None, None, "child"),
    ]
    for reader in (
        await world.actor("board_member", world.birk, body="parent_board"),
        await world.actor("administration"),
    ):
        [decision] = (await reader.get(path)).json()["focus_area"]["decisions"]
        assert decision["evidence"] is None, "they cannot read the circle"
    assert len(thread["focus_area"]["agreements"]) == 1
    for role, unit, status in (("leader", world.oak, 404), ("council_member", None, 403), ("chief", world.south, 404)):
        assert (await (await world.actor(role, unit)).get(path)).status_code in {status, 404}
    await story.leader.patch(f"/focus-areas/{story.focus_area}", {"shared_with": "city"})
    shared = await (await world.actor("leader", world.oak)).get(path)
    assert (shared.status_code, shared.json()["code"]) == (403, "not-allowed")


async def test_thread_continues_in_the_next_cycle(story: Story) -> None:
    async with transactions.write_transaction(story.world.app.state.engine) as session:
        continuation = proposal(story.world.birk, story.theme, "Ro i timerne, igen")
        [later] = await propose_focus_areas(session, None, [continuation])
        later.continues_id = story.focus_area
        id = str(later.id)
    first = (await story.leader.get(f"/focus-areas/{story.focus_area}/thread")).json()
    assert [focus_area["id"] for focus_area in first["continued_by"]] == [id]
    second = (await story.leader.get(f"/focus-areas/{id}/thread")).json()
    assert (second["continues"]["title"], second["continued_by"]) == ("Ro i timerne", [])


async def test_thread_needs_no_more_queries_for_more_focus_areas(story: Story) -> None:
    engine = story.world.app.state.engine

    async def count_queries() -> int:
        statements: list[str] = []

        def record_statement(*arguments: object) -> None:
            statements.append(str(arguments[2]))

        event.listen(engine.sync_engine, "before_cursor_execute", record_statement)
        await read_thread(story.chief, story)
        event.remove(engine.sync_engine, "before_cursor_execute", record_statement)
        return len(statements)

    query_count = await count_queries()
    await propose(story, story.world.birk, *(f"Nr. {number}" for number in range(30)))
    assert await count_queries() == query_count
    assert len((await read_thread(story.chief, story))["focus_areas"]) == 31
