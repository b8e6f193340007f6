"""One school's year: a theme is decided, a focus area proposed, two dialogues held, and the thread read back."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID

from api.core import clock
from tests.support.dialogue_story import put
from tests.support.journeys.from_theme_to_thread import circle, decided_theme, evidence, made, refused
from tests.support.world import Actor, World


async def people(world: World, day: date) -> Sequence[Actor]:
    """It is nine o'clock on a day, and office, chief and leader have signed in."""
    clock.move(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))
    return (
        await world.actor("administration"),
        await world.actor("chief", world.north),
        await world.actor("leader", world.birk),
    )


async def test_a_theme_becomes_a_result_and_the_thread_can_be_followed(world: World) -> None:
    # January: the theme reaches the school, which discusses it and proposes a focus area.
    office, chief, leader = await people(world, date(2026, 1, 20))
    theme = await decided_theme(office)
    assert [one["title"] for one in (await leader.get("/themes")).json()["items"]] == ["Alle børn i fællesskabet"]
    discussion = {
        "theme_id": UUID(theme["id"]),
        "method": "meeting",
        "voice": "staff",
        "age_group": None,
        "people_count": 25,
    }
    await evidence(world, "2025H2", "Fællesskab begynder i frikvarteret", date(2026, 1, 19), **discussion)
    proposal = {"institution_id": str(world.birk), "theme_id": theme["id"], "title": "Ingen alene i frikvarteret"}
    area = made(await leader.post("/focus-areas", proposal), 201)
    refused(await leader.patch(f"/focus-areas/{area['id']}", {"status": "chosen"}), 409, "decided-in-dialogue")

    # March: the first dialogue, refused until it is as it should be.
    office, chief, leader = await people(world, date(2026, 3, 16))
    plan = {
        "institution_id": str(world.birk),
        "cycle_id": theme["cycle_id"],
        "round": 1,
        "planned_for": "2026-03-16T13:00:00+01:00",
        "data_holder_id": str(leader.id),
        "participants": [{"part": "consultant", "person_id": str(office.id)}],
    }
    refused(await chief.post("/dialogues", {**plan, "round": 7}), 422, "no-such-round")
    refused(await chief.post("/dialogues", {**plan, "institution_id": str(world.oak)}), 422, "unknown-reference")
    late = {**plan, "planned_for": "2026-08-16T13:00:00+02:00"}
    refused(await chief.post("/dialogues", late), 422, "outside-the-round")
    first = made(await chief.post("/dialogues", plan), 201)["id"]
    refused(await chief.post("/dialogues", plan), 409, "dialogue-exists")
    cited = await evidence(world, "2026H1", "Jeg har ingen at lege med", date(2026, 3, 1))
    choose = {"focus_area_id": area["id"], "decision": "choose", "development": "none"}
    agreement = {
        "text": "Legeaftaler i alle frikvarterer",
        "responsible": "Legepatruljen",
        "due_on": "2026-06-01",
        "focus_area_id": area["id"],
    }
    outcome = {"decisions": [choose], "agreements": [agreement]}
    refused(await chief.act(f"/dialogues/{first}/hold", outcome), 409, "circle-incomplete")
    made(await put(office, first, circle(cited[:1])))  # the consultant writes
    refused(await chief.act(f"/dialogues/{first}/hold", outcome), 409, "one-sided-evidence")
    made(await put(office, first, circle(cited)))
    held = made(await chief.act(f"/dialogues/{first}/hold", outcome))
    assert len(held["evidence"]) == 2

    # September: the second starts with what was agreed.
    office, chief, leader = await people(world, date(2026, 9, 16))
    plan = {**plan, "round": 2, "planned_for": "2026-09-16T13:00:00+02:00", "data_holder_id": None, "participants": []}
    second = made(await leader.post("/dialogues", plan), 201)["id"]
    agenda = made(await leader.get(f"/dialogues/{second}/agenda"))
    assert [(one["text"], one["overdue"]) for one in agenda["agreements"]] == [(agreement["text"], True)]
    assert agenda["focus_areas"][0]["dialogues"][0]["decision"] == "choose"
    cited = await evidence(world, "2026H2", "Nu er der altid nogen", date(2026, 9, 1))
    made(await put(leader, second, circle(cited)))
    complete = {
        "focus_area_id": area["id"],
        "decision": "complete",
        "development": "reached",
        "outcome": "Ingen står alene",
    }
    refused(await chief.act(f"/dialogues/{second}/hold", {"decisions": [complete]}), 409, "agreements-not-taken-up")
    taken = {"agreement_id": agenda["agreements"][0]["id"], "outcome": "done", "note": "Kører af sig selv"}
    made(await chief.act(f"/dialogues/{second}/hold", {"decisions": [complete], "taken_up": [taken]}))

    # The thread is whole, from both ends; the council sees how much there is.
    thread = made(await leader.get(f"/themes/{theme['id']}/thread"))
    [followed] = thread["focus_areas"]
    assert [one["text"] for one in thread["discussions"]] == ["Fællesskab begynder i frikvarteret"]
    assert [(one["round"], one["decision"]) for one in followed["decisions"]] == [(1, "choose"), (2, "complete")]
    assert (followed["status"], followed["outcome"], followed["agreements"][0]["status"]) == (
        "completed",
        "Ingen står alene",
        "done",
    )
    back = made(await leader.get(f"/focus-areas/{area['id']}/thread"))
    rested_on = [[piece["kind"] for piece in one.pop("evidence")] for one in back["focus_area"]["decisions"]]
    assert rested_on == [["measurement", "stakeholder_input"]] * 2
    assert (back["theme"], back["focus_area"]) == (thread["theme"], followed)
    council = await world.actor("council_member")
    counts = made(await council.get(f"/themes/{theme['id']}/thread"))
    assert (counts["focus_areas"], counts["counts"]) == (None, thread["counts"])
    elsewhere = made(await (await world.actor("leader", world.oak)).get(f"/themes/{theme['id']}/thread"))
    assert (elsewhere["focus_areas"], elsewhere["counts"]["decisions"]) == ([], 0)
