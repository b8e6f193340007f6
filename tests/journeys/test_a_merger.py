"""Two day-care institutions become one in the middle of their two years: what was open goes on."""

from datetime import date
from typing import Any
from uuid import UUID

from tests.support.dialogue_story import put as write_circle
from tests.support.follow_up_meetings import Meetings, agreement, begin
from tests.support.journeys.from_theme_to_thread import circle, made, refused
from tests.support.world import Actor, World

NO_FIGURES = {"one-sided-evidence": "Der er ingen tal for dagtilbud endnu"}


async def theme_of(office: Actor) -> dict[str, Any]:
    cycle = {"area": "age_0_6", "title": "0-6 år 2026-2027", "discussion_on": "2025-12-10", "starts_on": "2026-01-01"}
    cycle_id = made(await office.post("/cycles", cycle), 201)["id"]
    theme = {"cycle_id": cycle_id, "title": "Sprog hele dagen", "kinds": ["day_care"]}
    id = made(await office.post("/themes", theme), 201)["id"]
    return made(await office.act(f"/themes/{id}/decide"))


async def dialogue(by: Actor, at: UUID, theme: dict[str, Any], round: int, day: str, said: dict[str, Any]) -> Any:
    plan = {"institution_id": str(at), "cycle_id": theme["cycle_id"], "round": round, "planned_for": f"{day}T08:00:00Z"}
    id = made(await by.post("/dialogues", plan), 201)["id"]
    made(await write_circle(by, id, circle([])))
    return await by.act(f"/dialogues/{id}/hold", {"because": NO_FIGURES, **said})


async def test_what_is_open_when_two_become_one_is_taken_up_by_the_one_that_goes_on(world: World) -> None:
    # Spring: Elmehuset chooses what to work on; a follow-up records concern.
    meetings: Meetings = await begin(world)
    await meetings.again(date(2026, 3, 10))
    office, chief, elm = await world.actor("administration"), meetings.chief, str(world.elm)
    theme = await theme_of(office)
    ash = made(
        await office.post("/institutions", {"name": "Askehuset", "kind": "day_care", "district_id": str(world.north)}),
        201,
    )["id"]
    leaders = {at: await world.actor("leader", UUID(at)) for at in (elm, ash)}
    proposal = {"institution_id": elm, "theme_id": theme["id"], "title": "Ord i garderoben"}
    area = made(await leaders[elm].post("/focus-areas", proposal), 201)["id"]
    chosen = {
        "decisions": [{"focus_area_id": area, "decision": "choose", "development": "none"}],
        "agreements": [agreement("Ordkort på knagerne", "2026-10-01", focus_area_id=area)],
    }
    first = made(await dialogue(leaders[elm], world.elm, theme, 1, "2026-03-10", chosen))
    agreed = first["agreements"][0]["id"]
    visit = made(await chief.post("/follow-ups", {"institution_id": elm, "planned_for": "2026-03-10T12:00:00Z"}), 201)
    serious = {"assessment": "serious_concern", "reason": "For få voksne om morgenen"}
    supervision = made(await chief.act(f"/follow-ups/{visit['id']}/hold", serious))["heightened_supervision_id"]
    later = {"institution_id": elm, "cycle_id": theme["cycle_id"], "round": 2, "planned_for": "2026-09-15T08:00:00Z"}
    planned = made(await chief.post("/dialogues", later), 201)["id"]

    # August: Elmehuset goes on in Askehuset, with all that is open; nothing new is written of it.
    await meetings.again(date(2026, 8, 1), office, *leaders.values())
    reason = "De to huse får fælles ledelse og ét navn"
    made(await office.act(f"/institutions/{elm}/close", {"reason": reason, "successor_ids": [ash]}))
    cancelled = made(await chief.get(f"/dialogues/{planned}"))
    assert (cancelled["status"], cancelled["cancellation"]) == ("cancelled", reason)
    old = {"institution_id": elm, "planned_for": "2026-07-20T08:00:00Z"}
    refused(await chief.post("/follow-ups", old), 409, "institution-closed")
    lines = made(await chief.get("/supervision?kind=day_care"))["items"]
    assert [(line["institution_name"], "heightened_supervision" in line["flags"]) for line in lines] == [
        ("Askehuset", True),
    ]

    # September: Askehuset's leader finds what was agreed elsewhere, and the dialogue does not pass it over.
    await meetings.again(date(2026, 9, 15), *leaders.values())
    leader = leaders[ash]
    assert made(await leader.get(f"/dialogues/{first['id']}"))["circle"][0]["step"] == "challenge", (
        "the history is read"
    )
    reached = {
        "decisions": [
            {
                "focus_area_id": area,
                "decision": "complete",
                "development": "reached",
                "outcome": "Børnene siger ordene selv",
            }
        ]
    }
    passed_over = await dialogue(leader, UUID(ash), theme, 2, "2026-09-15", reached)
    refused(passed_over, 409, "agreements-not-taken-up")
    [waiting] = made(await leader.get(f"/dialogues?institution_id={ash}"))["items"]
    taken = {"taken_up": [{"agreement_id": agreed, "outcome": "done", "note": "De hænger der"}]}
    said = {"because": NO_FIGURES, **reached, **taken}
    made(await leader.act(f"/dialogues/{waiting['id']}/hold", said))
    calm = made(await chief.post("/follow-ups", {"institution_id": ash, "planned_for": "2026-09-15T12:00:00Z"}), 201)
    made(await chief.act(f"/follow-ups/{calm['id']}/hold", {"assessment": "no_concern", "reason": "Vagtplanen holder"}))
    ended = made(await leader.get(f"/heightened-supervision/{supervision}"))
    assert (ended["status"], ended["institution_name"], ended["closing"]) == (
        "closed",
        "Askehuset",
        "Vagtplanen holder",
    )

    # The thread goes from the theme through both houses.
    thread = made(await leader.get(f"/focus-areas/{area}/thread"))["focus_area"]
    assert (thread["institution_name"], thread["outcome"]) == ("Askehuset", "Børnene siger ordene selv")
    assert [(one["decision"], one["dialogue_id"]) for one in thread["decisions"]] == [
        ("choose", first["id"]),
        ("complete", waiting["id"]),
    ]
    assert [one["status"] for one in thread["agreements"]] == ["done"]
