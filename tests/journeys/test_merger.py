"""Two day-care institutions merge in the middle of a cycle: the successor continues what was open."""

from datetime import date
from typing import Any
from uuid import UUID

from tests.support.dialogue_story import put_circle as write_circle
from tests.support.follow_up_meetings import Meetings, agreement, begin
from tests.support.journey_steps import assert_refused, circle, succeeded
from tests.support.world import Actor, World

NO_FIGURES = {"one-sided-evidence": "Der er ingen tal for dagtilbud endnu"}


async def decided_day_care_theme(office: Actor) -> dict[str, Any]:
    cycle = {"area": "age_0_6", "title": "0-6 år 2026-2027", "discussion_on": "2025-12-10", "starts_on": "2026-01-01"}
    cycle_id = succeeded(await office.post("/cycles", cycle), 201)["id"]
    theme = {"cycle_id": cycle_id, "title": "Sprog hele dagen", "kinds": ["day_care"]}
    id = succeeded(await office.post("/themes", theme), 201)["id"]
    return succeeded(await office.act(f"/themes/{id}/decide"))


async def hold_dialogue(
    leader: Actor, institution_id: UUID, theme: dict[str, Any], round: int, day: str, fields: dict[str, Any]
) -> Any:
    """Plan a dialogue, write its circle and hold it; return the last response."""
    plan = {
        "institution_id": str(institution_id),
        "cycle_id": theme["cycle_id"],
        "round": round,
        "planned_for": f"{day}T08:00:00Z",
    }
    id = succeeded(await leader.post("/dialogues", plan), 201)["id"]
    succeeded(await write_circle(leader, id, circle([])))
    return await leader.act(f"/dialogues/{id}/hold", {"because": NO_FIGURES, **fields})


async def test_successor_takes_up_what_is_open_at_the_merger(world: World) -> None:
    # Spring: Elmehuset chooses a focus area, and a follow-up records a serious concern.
    meetings: Meetings = await begin(world)
    await meetings.sign_in_again_on(date(2026, 3, 10))
    office, chief, elm = await world.actor("administration"), meetings.chief, str(world.elm)
    theme = await decided_day_care_theme(office)
    ash = succeeded(
        await office.post("/institutions", {"name": "Askehuset", "kind": "day_care", "district_id": str(world.north)}),
        201,
    )["id"]
    leaders = {id: await world.actor("leader", UUID(id)) for id in (elm, ash)}
    proposal = {"institution_id": elm, "theme_id": theme["id"], "title": "Ord i garderoben"}
    area = succeeded(await leaders[elm].post("/focus-areas", proposal), 201)["id"]
    chosen = {
        "decisions": [{"focus_area_id": area, "decision": "choose", "development": "none"}],
        "agreements": [agreement("Ordkort på knagerne", "2026-10-01", focus_area_id=area)],
    }
    first = succeeded(await hold_dialogue(leaders[elm], world.elm, theme, 1, "2026-03-10", chosen))
    agreed = first["agreements"][0]["id"]
    follow_up = succeeded(
        await chief.post("/follow-ups", {"institution_id": elm, "planned_for": "2026-03-10T12:00:00Z"}), 201
    )
    serious = {"assessment": "serious_concern", "reason": "For få voksne om morgenen"}
    supervision = succeeded(await chief.act(f"/follow-ups/{follow_up['id']}/hold", serious))[
        "heightened_supervision_id"
    ]
    later = {"institution_id": elm, "cycle_id": theme["cycle_id"], "round": 2, "planned_for": "2026-09-15T08:00:00Z"}
    planned = succeeded(await chief.post("/dialogues", later), 201)["id"]

    # August: Elmehuset closes with Askehuset as successor; nothing more can be planned for it.
    await meetings.sign_in_again_on(date(2026, 8, 1), office, *leaders.values())
    reason = "De to huse får fælles ledelse og ét navn"
    succeeded(await office.act(f"/institutions/{elm}/close", {"reason": reason, "successor_ids": [ash]}))
    cancelled = succeeded(await chief.get(f"/dialogues/{planned}"))
    assert (cancelled["status"], cancelled["cancellation"]) == ("cancelled", reason)
    past_plan = {"institution_id": elm, "planned_for": "2026-07-20T08:00:00Z"}
    assert_refused(await chief.post("/follow-ups", past_plan), 409, "institution-closed")
    lines = succeeded(await chief.get("/supervision?kind=day_care"))["items"]
    assert [(line["institution_name"], "heightened_supervision" in line["flags"]) for line in lines] == [
        ("Askehuset", True),
    ]

    # September: the dialogue of Askehuset must take up the agreement that was made at Elmehuset.
    await meetings.sign_in_again_on(date(2026, 9, 15), *leaders.values())
    leader = leaders[ash]
    assert succeeded(await leader.get(f"/dialogues/{first['id']}"))["circle"][0]["step"] == "challenge", (
        "the successor's leader reads the history"
    )
    completion = {
        "decisions": [
            {
                "focus_area_id": area,
                "decision": "complete",
                "development": "reached",
                "outcome": "Børnene siger ordene selv",
            }
        ]
    }
    without_agreement = await hold_dialogue(leader, UUID(ash), theme, 2, "2026-09-15", completion)
    assert_refused(without_agreement, 409, "agreements-not-taken-up")
    [planned_dialogue] = succeeded(await leader.get(f"/dialogues?institution_id={ash}"))["items"]
    taken_up = {"taken_up": [{"agreement_id": agreed, "outcome": "done", "note": "De hænger der"}]}
    fields = {"because": NO_FIGURES, **completion, **taken_up}
    succeeded(await leader.act(f"/dialogues/{planned_dialogue['id']}/hold", fields))
    next_follow_up = succeeded(
        await chief.post("/follow-ups", {"institution_id": ash, "planned_for": "2026-09-15T12:00:00Z"}), 201
    )
    succeeded(
        await chief.act(
            f"/follow-ups/{next_follow_up['id']}/hold", {"assessment": "no_concern", "reason": "Vagtplanen holder"}
        )
    )
    closed = succeeded(await leader.get(f"/heightened-supervision/{supervision}"))
    assert (closed["status"], closed["institution_name"], closed["closing"]) == (
        "closed",
        "Askehuset",
        "Vagtplanen holder",
    )

    # The thread leads from the theme through both institutions.
    thread = succeeded(await leader.get(f"/focus-areas/{area}/thread"))["focus_area"]
    assert (thread["institution_name"], thread["outcome"]) == ("Askehuset", "Børnene siger ordene selv")
    assert [(decision["decision"], decision["dialogue_id"]) for decision in thread["decisions"]] == [
        ("choose", first["id"]),
        ("complete", planned_dialogue["id"]),
    ]
    assert [agreement["status"] for agreement in thread["agreements"]] == ["done"]
