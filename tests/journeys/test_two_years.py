"""Two years of one school: four dialogues, a leader who leaves in the middle, a concern that is opened and ended."""

from datetime import date
from typing import Any

from tests.support.dialogue_story import put as write_circle
from tests.support.follow_up_meetings import Meetings, agreement, begin, put
from tests.support.journeys.from_theme_to_thread import circle, decided_theme, evidence, made, refused
from tests.support.world import Actor, World

WHEN = {1: "2026-03-16", 2: "2026-09-16", 3: "2027-03-16", 4: "2027-09-16"}


class School:
    """Birkeskolen over two years."""

    def __init__(self, meetings: Meetings, theme: dict[str, Any]) -> None:
        self.meetings, self.world, self.theme = meetings, meetings.world, theme
        self.area = ""

    async def dialogue(self, round: int, half_year: str, decision: dict[str, Any], **more: Any) -> dict[str, Any]:
        """A round's dialogue from plan to minutes; it takes up all that its agenda says is open."""
        meetings, day = self.meetings, date.fromisoformat(WHEN[round])
        await meetings.again(day)
        plan = {
            "institution_id": str(self.world.birk),
            "cycle_id": self.theme["cycle_id"],
            "round": round,
            "planned_for": f"{WHEN[round]}T14:00:00Z",
        }
        id = made(await meetings.chief.post("/dialogues", plan), 201)["id"]
        cited = await evidence(self.world, half_year, f"Ord fra {half_year}", day)
        made(await write_circle(meetings.leader, id, circle(cited)))
        agenda = made(await meetings.leader.get(f"/dialogues/{id}/agenda"))
        body = {"decisions": [{"focus_area_id": self.area, **decision}], **more}
        if agenda["agreements"]:
            refused(await meetings.chief.act(f"/dialogues/{id}/hold", body), 409, "agreements-not-taken-up")
        taken = [{"agreement_id": one["id"], "outcome": "done", "note": one["text"]} for one in agenda["agreements"]]
        return made(await meetings.chief.act(f"/dialogues/{id}/hold", {**body, "taken_up": taken}))

    async def line(self, actor: Actor) -> dict[str, Any]:
        found: list[dict[str, Any]] = made(await actor.get("/supervision?kind=school"))["items"]
        return found[0]


async def test_two_years_with_a_change_of_leader_and_a_concern_that_ends(world: World) -> None:
    # January 2026: the theme, a proposal, and a round of follow-ups planned for the whole district.
    meetings = await begin(world)
    await meetings.again(date(2026, 1, 20))
    school = School(meetings, await decided_theme(await world.actor("administration")))
    proposal = {"institution_id": str(world.birk), "theme_id": school.theme["id"], "title": "Ingen alene"}
    school.area = made(await meetings.leader.post("/focus-areas", proposal), 201)["id"]
    plans = [
        {"institution_id": str(at), "planned_for": f"2026-05-{day}T08:00:00Z"}
        for day, at in enumerate((world.birk, world.elm), start=11)
    ]
    planned = made(await meetings.chief.post("/follow-ups/rounds", {"follow_ups": plans}))["items"]
    assert [one["leader_id"] for one in planned] == [str(meetings.leader.id), None]

    # March: the first dialogue chooses.
    choose = {"decision": "choose", "development": "none"}
    await school.dialogue(1, "2026H1", choose, agreements=[agreement("Legepatrulje", "2026-08-01")])
    first_leader = meetings.leader

    # May: the follow-up records a serious concern; what is said stays between the two.
    await meetings.again(date(2026, 5, 11))
    first = planned[0]["id"]
    notes = {"topics": ["Opsyn"], "notes": "Vi talte om to uheld, og om hvor presset ledelsen er"}
    made(await put(meetings.chief, f"/follow-ups/{first}/notes", notes, f"/follow-ups/{first}"))
    concern = {"assessment": "serious_concern", "reason": "For få voksne ude i frikvarterne"}
    agreed = [agreement("Lederen får sparring", "2026-09-01"), agreement("Vagtplan", "2026-06-01")]
    held = made(await meetings.hold(first, **concern, agreements=agreed))
    heightened = f"/heightened-supervision/{held['heightened_supervision_id']}"
    by_text = {one["text"]: one["id"] for one in held["agreements"]}
    made(await meetings.leader.act(f"/agreements/{by_text['Vagtplan']}/share"))
    assert (await school.line(meetings.chief))["flags"][-2:] == ["action_plan_missing", "heightened_supervision"]
    board = await world.actor("board_member", world.birk, body="parent_board")
    assert made(await board.get(heightened))["reason"] == concern["reason"]
    made(await board.act(f"{heightened}/comments", {"text": "Vi vil følge planen"}))
    action = {"text": "To voksne i hver zone", "responsible": "Lederen", "due_on": "2026-06-15"}
    made(await put(meetings.leader, f"{heightened}/actions", {"actions": [action]}, heightened))
    assert "action_plan_missing" not in (await school.line(meetings.chief))["flags"]
    assert "heightened_supervision" not in (await school.line(board))["flags"], "a board reads it by itself"

    # September: the second dialogue takes up what was shared, and knows nothing of the rest.
    second = await school.dialogue(2, "2026H2", {"decision": "continue", "development": "some"})
    assert sorted(one["text"] for one in second["taken_up"]) == ["Legepatrulje", "Vagtplan"]

    # January 2027: another leads the school, and finds what belongs to it.
    await meetings.leaves(first_leader, date(2027, 1, 1))
    meetings.leader = await world.actor("leader", world.birk, since_on=date(2027, 1, 1))
    await meetings.again(date(2027, 1, 15), first_leader)
    seen = made(await meetings.leader.get(f"/follow-ups/{first}"))
    assert (seen["assessment"], [one["text"] for one in seen["agreements"]]) == ("serious_concern", ["Vagtplan"])
    refused(await meetings.leader.get(f"/follow-ups/{first}/notes"), 403, "not-allowed")
    refused(await first_leader.get(f"/follow-ups/{first}/notes"), 403, "not-allowed")
    assert made(await meetings.leader.get(heightened))["status"] == "open"
    assert "follow_up_overdue" in (await school.line(meetings.leader))["flags"]

    # March: the third dialogue, with the new leader; then a follow-up without concern ends it.
    third = await school.dialogue(3, "2027H1", {"decision": "adjust", "development": "clear"})
    assert third["taken_up"] == []
    await meetings.again(date(2027, 4, 10))
    plan = {"institution_id": str(world.birk), "planned_for": "2027-04-10T08:00:00Z"}
    last = made(await meetings.chief.post("/follow-ups", plan), 201)
    assert last["leader_id"] == str(meetings.leader.id)
    made(await meetings.hold(last["id"], reason="Opsynet er på plads"))
    ended = made(await meetings.leader.get(heightened))
    assert (ended["status"], ended["closed_on"], ended["closing"]) == ("closed", "2027-04-10", "Opsynet er på plads")
    assert [one["text"] for one in ended["comments"]] == ["Vi vil følge planen"]
    line = await school.line(meetings.leader)
    assert (line["heightened_supervision"], "follow_up_overdue" in line["flags"]) == ([], False)

    # September: the fourth dialogue completes it, and the thread is whole.
    complete = {"decision": "complete", "development": "reached", "outcome": "Ingen står alene"}
    await school.dialogue(4, "2027H2", complete)
    thread = made(await meetings.leader.get(f"/focus-areas/{school.area}/thread"))["focus_area"]
    assert [one["decision"] for one in thread["decisions"]] == ["choose", "continue", "adjust", "complete"]
    assert thread["outcome"] == "Ingen står alene"
    read = await meetings.chief.get(f"/follow-ups/{first}/notes")
    assert read.json()["notes"] == notes["notes"]
    readings = await meetings.entries(first, "read")
    assert [reading.caller_id for reading in readings] == [meetings.chief.id], "every reading, and nobody else's"
