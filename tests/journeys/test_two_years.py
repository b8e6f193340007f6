"""Two years of a school: four dialogues, a change of leader, and heightened supervision that is opened and closed."""

from datetime import date
from typing import Any

from tests.support.dialogue_story import put_circle as write_circle
from tests.support.follow_up_meetings import Meetings, agreement, begin, put_with_etag
from tests.support.journey_steps import assert_refused, circle, decided_theme, evidence, succeeded
from tests.support.world import Actor, World

WHEN = {1: "2026-03-16", 2: "2026-09-16", 3: "2027-03-16", 4: "2027-09-16"}


class School:
    """Birkeskolen, with its theme and focus area."""

    def __init__(self, meetings: Meetings, theme: dict[str, Any]) -> None:
        self.meetings, self.world, self.theme = meetings, meetings.world, theme
        self.focus_area = ""

    async def hold_dialogue(
        self, round: int, half_year: str, decision: dict[str, Any], **fields: Any
    ) -> dict[str, Any]:
        """Plan and hold a round's dialogue, with every open agreement of its agenda taken up; return it."""
        meetings, day = self.meetings, date.fromisoformat(WHEN[round])
        await meetings.sign_in_again_on(day)
        plan = {
            "institution_id": str(self.world.birk),
            "cycle_id": self.theme["cycle_id"],
            "round": round,
            "planned_for": f"{WHEN[round]}T14:00:00Z",
        }
        id = succeeded(await meetings.chief.post("/dialogues", plan), 201)["id"]
        cited = await evidence(self.world, half_year, f"Ord fra {half_year}", day)
        succeeded(await write_circle(meetings.leader, id, circle(cited)))
        agenda = succeeded(await meetings.leader.get(f"/dialogues/{id}/agenda"))
        body = {"decisions": [{"focus_area_id": self.focus_area, **decision}], **fields}
        if agenda["agreements"]:
            assert_refused(await meetings.chief.act(f"/dialogues/{id}/hold", body), 409, "agreements-not-taken-up")
        taken_up = [
            {"agreement_id": item["id"], "outcome": "done", "note": item["text"]} for item in agenda["agreements"]
        ]
        return succeeded(await meetings.chief.act(f"/dialogues/{id}/hold", {**body, "taken_up": taken_up}))

    async def supervision_line(self, actor: Actor) -> dict[str, Any]:
        """Return the first line of the supervision list, as an actor reads it."""
        lines: list[dict[str, Any]] = succeeded(await actor.get("/supervision?kind=school"))["items"]
        return lines[0]


async def test_school_changes_leader_and_ends_heightened_supervision_within_two_years(world: World) -> None:
    # January 2026: a focus area is proposed, and a round of follow-ups is planned for the district.
    meetings = await begin(world)
    await meetings.sign_in_again_on(date(2026, 1, 20))
    school = School(meetings, await decided_theme(await world.actor("administration")))
    proposal = {"institution_id": str(world.birk), "theme_id": school.theme["id"], "title": "Ingen alene"}
    school.focus_area = succeeded(await meetings.leader.post("/focus-areas", proposal), 201)["id"]
    plans = [
        {"institution_id": str(institution_id), "planned_for": f"2026-05-{day}T08:00:00Z"}
        for day, institution_id in enumerate((world.birk, world.elm), start=11)
    ]
    planned = succeeded(await meetings.chief.post("/follow-ups/rounds", {"follow_ups": plans}))["items"]
    assert [follow_up["leader_id"] for follow_up in planned] == [str(meetings.leader.id), None]

    # March: the first dialogue chooses the focus area.
    choose = {"decision": "choose", "development": "none"}
    await school.hold_dialogue(1, "2026H1", choose, agreements=[agreement("Legepatrulje", "2026-08-01")])
    first_leader = meetings.leader

    # May: the follow-up records a serious concern; its notes are confidential.
    await meetings.sign_in_again_on(date(2026, 5, 11))
    first = planned[0]["id"]
    notes = {"topics": ["Opsyn"], "notes": "Vi talte om to uheld, og om hvor presset ledelsen er"}
    succeeded(await put_with_etag(meetings.chief, f"/follow-ups/{first}/notes", notes, f"/follow-ups/{first}"))
    concern = {"assessment": "serious_concern", "reason": "For få voksne ude i frikvarterne"}
    agreements = [agreement("Lederen får sparring", "2026-09-01"), agreement("Vagtplan", "2026-06-01")]
    held = succeeded(await meetings.hold(first, **concern, agreements=agreements))
    heightened = f"/heightened-supervision/{held['heightened_supervision_id']}"
    ids_by_text = {item["text"]: item["id"] for item in held["agreements"]}
    succeeded(await meetings.leader.act(f"/agreements/{ids_by_text['Vagtplan']}/share"))
    assert (await school.supervision_line(meetings.chief))["flags"][-2:] == [
        "action_plan_missing",
        "heightened_supervision",
    ]
    board = await world.actor("board_member", world.birk, body="parent_board")
    assert succeeded(await board.get(heightened))["reason"] == concern["reason"]
    succeeded(await board.act(f"{heightened}/comments", {"text": "Vi vil følge planen"}))
    action = {"text": "To voksne i hver zone", "responsible": "Lederen", "due_on": "2026-06-15"}
    succeeded(await put_with_etag(meetings.leader, f"{heightened}/actions", {"actions": [action]}, heightened))
    assert "action_plan_missing" not in (await school.supervision_line(meetings.chief))["flags"]
    assert "heightened_supervision" not in (await school.supervision_line(board))["flags"], (
        "a board reads it under heightened supervision only"
    )

    # September: the second dialogue takes up the shared agreements only.
    second = await school.hold_dialogue(2, "2026H2", {"decision": "continue", "development": "some"})
    assert sorted(item["text"] for item in second["taken_up"]) == ["Legepatrulje", "Vagtplan"]

    # January 2027: the new leader reads what belongs to the school, but not the notes of the predecessor.
    await meetings.end_roles(first_leader, date(2027, 1, 1))
    meetings.leader = await world.actor("leader", world.birk, since_on=date(2027, 1, 1))
    await meetings.sign_in_again_on(date(2027, 1, 15), first_leader)
    follow_up = succeeded(await meetings.leader.get(f"/follow-ups/{first}"))
    assert (follow_up["assessment"], [item["text"] for item in follow_up["agreements"]]) == (
        "serious_concern",
        ["Vagtplan"],
    )
    assert_refused(await meetings.leader.get(f"/follow-ups/{first}/notes"), 403, "not-allowed")
    assert_refused(await first_leader.get(f"/follow-ups/{first}/notes"), 403, "not-allowed")
    assert succeeded(await meetings.leader.get(heightened))["status"] == "open"
    assert "follow_up_overdue" in (await school.supervision_line(meetings.leader))["flags"]

    # March: the third dialogue, with the new leader; a follow-up without concern closes heightened supervision.
    third = await school.hold_dialogue(3, "2027H1", {"decision": "adjust", "development": "clear"})
    assert third["taken_up"] == []
    await meetings.sign_in_again_on(date(2027, 4, 10))
    plan = {"institution_id": str(world.birk), "planned_for": "2027-04-10T08:00:00Z"}
    last = succeeded(await meetings.chief.post("/follow-ups", plan), 201)
    assert last["leader_id"] == str(meetings.leader.id)
    succeeded(await meetings.hold(last["id"], reason="Opsynet er på plads"))
    closed = succeeded(await meetings.leader.get(heightened))
    assert (closed["status"], closed["closed_on"], closed["closing"]) == ("closed", "2027-04-10", "Opsynet er på plads")
    assert [comment["text"] for comment in closed["comments"]] == ["Vi vil følge planen"]
    line = await school.supervision_line(meetings.leader)
    assert (line["heightened_supervision"], "follow_up_overdue" in line["flags"]) == ([], False)

    # September: the fourth dialogue completes the focus area; the thread has all four decisions.
    complete = {"decision": "complete", "development": "reached", "outcome": "Ingen står alene"}
    await school.hold_dialogue(4, "2027H2", complete)
    thread = succeeded(await meetings.leader.get(f"/focus-areas/{school.focus_area}/thread"))["focus_area"]
    assert [decision["decision"] for decision in thread["decisions"]] == ["choose", "continue", "adjust", "complete"]
    assert thread["outcome"] == "Ingen står alene"
    response = await meetings.chief.get(f"/follow-ups/{first}/notes")
    assert response.json()["notes"] == notes["notes"]
    readings = await meetings.entries(first, "read")
    assert [reading.caller_id for reading in readings] == [meetings.chief.id], "the refused readings are not recorded"
