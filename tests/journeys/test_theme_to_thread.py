"""A year of a school: a theme is decided, a focus area proposed, two dialogues held, and the thread read."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID

from api.core import clock
from tests.support.dialogue_story import put_circle
from tests.support.journey_steps import assert_refused, circle, decided_theme, evidence, succeeded
from tests.support.world import Actor, World


async def start_day(world: World, day: date) -> Sequence[Actor]:
    """Move the clock to nine o'clock on a day; return administration, chief and leader with new tokens."""
    clock.move(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))
    return (
        await world.actor("administration"),
        await world.actor("chief", world.north),
        await world.actor("leader", world.birk),
    )


async def test_thread_shows_how_a_theme_became_a_result(world: World) -> None:
    # January: the school discusses the theme and proposes a focus area.
    office, chief, leader = await start_day(world, date(2026, 1, 20))
    theme = await decided_theme(office)
    assert [item["title"] for item in (await leader.get("/themes")).json()["items"]] == ["Alle børn i fællesskabet"]
    discussion = {
        "theme_id": UUID(theme["id"]),
        "method": "meeting",
        "voice": "staff",
        "age_group": None,
        "people_count": 25,
    }
    await evidence(world, "2025H2", "Fællesskab begynder i frikvarteret", date(2026, 1, 19), **discussion)
    proposal = {"institution_id": str(world.birk), "theme_id": theme["id"], "title": "Ingen alene i frikvarteret"}
    area = succeeded(await leader.post("/focus-areas", proposal), 201)
    assert_refused(await leader.patch(f"/focus-areas/{area['id']}", {"status": "chosen"}), 409, "decided-in-dialogue")

    # March: the first dialogue, refused until plan and circle are complete.
    office, chief, leader = await start_day(world, date(2026, 3, 16))
    plan = {
        "institution_id": str(world.birk),
        "cycle_id": theme["cycle_id"],
        "round": 1,
        "planned_for": "2026-03-16T13:00:00+01:00",
        "data_holder_id": str(leader.id),
        "participants": [{"part": "consultant", "person_id": str(office.id)}],
    }
    assert_refused(await chief.post("/dialogues", {**plan, "round": 7}), 422, "no-such-round")
    assert_refused(await chief.post("/dialogues", {**plan, "institution_id": str(world.oak)}), 422, "unknown-reference")
    outside_round = {**plan, "planned_for": "2026-08-16T13:00:00+02:00"}
    assert_refused(await chief.post("/dialogues", outside_round), 422, "outside-the-round")
    first = succeeded(await chief.post("/dialogues", plan), 201)["id"]
    assert_refused(await chief.post("/dialogues", plan), 409, "dialogue-exists")
    cited = await evidence(world, "2026H1", "Jeg har ingen at lege med", date(2026, 3, 1))
    choose = {"focus_area_id": area["id"], "decision": "choose", "development": "none"}
    agreement = {
        "text": "Legeaftaler i alle frikvarterer",
        "responsible": "Legepatruljen",
        "due_on": "2026-06-01",
        "focus_area_id": area["id"],
    }
    fields = {"decisions": [choose], "agreements": [agreement]}
    assert_refused(await chief.act(f"/dialogues/{first}/hold", fields), 409, "circle-incomplete")
    succeeded(await put_circle(office, first, circle(cited[:1])))  # written by the consultant
    assert_refused(await chief.act(f"/dialogues/{first}/hold", fields), 409, "one-sided-evidence")
    succeeded(await put_circle(office, first, circle(cited)))
    held = succeeded(await chief.act(f"/dialogues/{first}/hold", fields))
    assert len(held["evidence"]) == 2

    # September: the agenda of the second dialogue has the open agreement.
    office, chief, leader = await start_day(world, date(2026, 9, 16))
    plan = {**plan, "round": 2, "planned_for": "2026-09-16T13:00:00+02:00", "data_holder_id": None, "participants": []}
    second = succeeded(await leader.post("/dialogues", plan), 201)["id"]
    agenda = succeeded(await leader.get(f"/dialogues/{second}/agenda"))
    assert [(item["text"], item["overdue"]) for item in agenda["agreements"]] == [(agreement["text"], True)]
    assert agenda["focus_areas"][0]["dialogues"][0]["decision"] == "choose"
    cited = await evidence(world, "2026H2", "Nu er der altid nogen", date(2026, 9, 1))
    succeeded(await put_circle(leader, second, circle(cited)))
    complete = {
        "focus_area_id": area["id"],
        "decision": "complete",
        "development": "reached",
        "outcome": "Ingen står alene",
    }
    assert_refused(
        await chief.act(f"/dialogues/{second}/hold", {"decisions": [complete]}), 409, "agreements-not-taken-up"
    )
    taken_up = {"agreement_id": agenda["agreements"][0]["id"], "outcome": "done", "note": "Kører af sig selv"}
    succeeded(await chief.act(f"/dialogues/{second}/hold", {"decisions": [complete], "taken_up": [taken_up]}))

    # The thread is complete from the theme and from the focus area; the council sees counts.
    thread = succeeded(await leader.get(f"/themes/{theme['id']}/thread"))
    [focus_area] = thread["focus_areas"]
    assert [discussion["text"] for discussion in thread["discussions"]] == ["Fællesskab begynder i frikvarteret"]
    assert [(decision["round"], decision["decision"]) for decision in focus_area["decisions"]] == [
        (1, "choose"),
        (2, "complete"),
    ]
    assert (focus_area["status"], focus_area["outcome"], focus_area["agreements"][0]["status"]) == (
        "completed",
        "Ingen står alene",
        "done",
    )
    of_focus_area = succeeded(await leader.get(f"/focus-areas/{area['id']}/thread"))
    evidence_kinds = [
        [item["kind"] for item in decision.pop("evidence")] for decision in of_focus_area["focus_area"]["decisions"]
    ]
    assert evidence_kinds == [["measurement", "stakeholder_input"]] * 2
    assert (of_focus_area["theme"], of_focus_area["focus_area"]) == (thread["theme"], focus_area)
    council = await world.actor("council_member")
    counts = succeeded(await council.get(f"/themes/{theme['id']}/thread"))
    assert (counts["focus_areas"], counts["counts"]) == (None, thread["counts"])
    other_leader = await world.actor("leader", world.oak)
    for_other_leader = succeeded(await other_leader.get(f"/themes/{theme['id']}/thread"))
    assert (for_other_leader["focus_areas"], for_other_leader["counts"]["decisions"]) == ([], 0)
