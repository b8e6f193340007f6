"""A half-year of a school and a day-care institution: figures, visits and voices meet in a dialogue each."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from api.core import clock
from api.http.rate_limits import RateLimiter
from tests.support.data_supply import indicator, measured, package, released
from tests.support.dialogue_story import put
from tests.support.journeys.from_theme_to_thread import made, refused
from tests.support.observation_visit import GUIDE, SEEN
from tests.support.world import Actor, World

QUESTIONS = [
    {"key": "glad", "text": "Er du glad for at være her?", "type": "smiley", "voices": ["child"]},
    {"key": "tryg", "text": "Er dit barn tryg?", "type": "smiley", "voices": ["parent"]},
    {"key": "ord", "text": "Hvad skal vi lave om?", "type": "text", "voices": ["child", "parent"]},
]


@dataclass
class House:
    """An institution of the story: its leader, somebody who works there, and its cycle."""

    id: UUID
    leader: Actor
    staff: Actor
    cycle_id: str = ""
    cited: list[dict[str, str]] | None = None


async def begins(world: World, day: date, *cycles: str) -> tuple[Actor, Actor, House, House]:
    """It is a morning, and office, chief and both houses have signed in."""
    clock.move(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))
    world.app.state.public_rate = RateLimiter(1000, 60)
    houses = [
        House(at, await world.actor("leader", at), await world.actor("staff", at)) for at in (world.birk, world.elm)
    ]
    for house, cycle in zip(houses, cycles, strict=False):
        house.cycle_id = cycle
    return await world.actor("administration"), await world.actor("chief", world.north), houses[0], houses[1]


async def cycles(office: Actor) -> tuple[str, str]:
    """The two areas are discussed in turn: the school's cycle begins, the day care's is in its second year."""
    wanted = [
        {"area": "age_6_18", "title": "6-18 år", "discussion_on": "2025-12-10", "starts_on": "2026-01-01"},
        {"area": "age_0_6", "title": "0-6 år", "discussion_on": "2024-12-10", "starts_on": "2025-01-01"},
    ]
    school, day_care = [made(await office.post("/cycles", one), 201)["id"] for one in wanted]
    return school, day_care


async def figures(world: World, school: House, day_care: House) -> None:
    """The supplier sends each house a figure; of the day care's it is of too few children to be shown."""
    machine, office = await world.actor("data_supplier", machine=True), await world.actor("administration")
    for house, kind, n in ((school, "school", 120), (day_care, "day_care", 40)):
        of = await indicator(machine, f"trivsel-{kind}", kinds=[kind])
        inside = await package(machine, kind=kind, title=f"Pakke {kind}")
        await measured(machine, house.id, of, inside, value=81, n=n)
        await released(office, inside)


async def visit(guest: House, host: House, guide: str, host_has: str) -> str:
    """Colleagues of one house visit another, and tell what they saw."""
    plan = {
        "institution_id": str(host.id),
        "guide_id": guide,
        "purpose": "Overgange",
        "planned_for": "2026-02-10T09:00:00+01:00",
        "observer_ids": [str(guest.staff.id)],
    }
    own = {**plan, "observer_ids": [str(host.staff.id)]}
    refused(await host.leader.post("/observations", own), 422, "observer-from-the-same-institution")
    id: str = made(await host.leader.post("/observations", plan), 201)["id"]
    made(await guest.staff.act(f"/observations/{id}/observe", {"observed_on": "2026-02-10"}))
    half = {**SEEN, "points": SEEN["points"][:1]}
    refused(await guest.staff.act(f"/observations/{id}/feedback", half), 422, "guide-points-missing")
    refused(await host.staff.act(f"/observations/{id}/feedback", SEEN), 403, "not-an-observer")
    made(await guest.staff.act(f"/observations/{id}/feedback", {**SEEN, "feedback": "Tastefejl"}))
    made(await guest.staff.act(f"/observations/{id}/take-back"))
    made(await guest.staff.act(f"/observations/{id}/feedback", {**SEEN, "feedback": host_has}))
    made(await host.leader.act(f"/observations/{id}/reply", {"reply": "accurate", "reply_text": "Ja, sådan er det"}))
    return id


async def consult(world: World, office: Actor, school: House, day_care: House) -> str:
    """The city asks; children of the school and parents of the day care answer by the links that staff hand out."""
    asked = {
        "title": "Hverdagen",
        "purpose": "Vi lytter",
        "privacy_notice": "Ingen ved, hvem du er",
        "questions": QUESTIONS,
        "opens_on": "2026-02-10",
        "closes_on": "2026-03-01",
    }
    id: str = made(await office.post("/consultations", asked), 201)["id"]
    for house, voice, question, people in ((school, "child", "glad", 7), (day_care, "parent", "tryg", 3)):
        links = made(await house.staff.get(f"/consultations/{id}/links"))["items"]
        [secret] = [link["secret"] for link in links if link["voice"] == voice]
        door = f"/v1/consultation-answers/{secret}"
        told = made(await world.client.get(door))
        assert [one["key"] for one in told["questions"]] == [question, "ord"]
        for number in range(people):
            answers: list[dict[str, Any]] = [{"key": question, "smiley": 3 + number % 3}]
            answers += [{"key": "ord", "text": "Flere gynger"}] if number == 0 else []
            for _ in range(2):  # the tablet sends it twice
                sent = await world.client.post(
                    door, json={"answers": answers}, headers={"Idempotency-Key": f"{voice}-{number}"}
                )
                made(sent)
    return id


async def test_figures_visits_and_voices_meet_in_a_dialogue(world: World) -> None:
    # January: the cycles begin, the guide is published.
    office, chief, school, day_care = await begins(world, date(2026, 1, 20))
    both = await cycles(office)
    guide = made(await office.post("/observation-guides", GUIDE), 201)["id"]
    made(await office.act(f"/observation-guides/{guide}/publish"))

    # February: figures arrive, the houses visit each other, the city asks.
    office, chief, school, day_care = await begins(world, date(2026, 2, 12), *both)
    await figures(world, school, day_care)
    at_school = await visit(day_care, school, guide, "Skolen: ro ved døren")
    at_day_care = await visit(school, day_care, guide, "Dagtilbuddet: ventetid ved vasken")
    consultation = await consult(world, office, school, day_care)
    made(await school.leader.act(f"/observations/{at_school}/share"))
    seen = made(await chief.get("/observations"))["items"]
    assert {one["id"]: one["feedback"] for one in seen} == {at_school: "Skolen: ro ved døren", at_day_care: None}

    # March: the consultation has closed; each house's dialogue finds all three kinds on the table.
    office, chief, school, day_care = await begins(world, date(2026, 3, 16), *both)
    held = {}
    for house, round, words in ((school, 1, "Skolen"), (day_care, 3, "Dagtilbuddet")):
        held[words] = await dialogue(chief, house, round, words)
    assert "Dagtilbuddet" not in str(held["Skolen"]), "each has its own evidence"

    # September: the next round begins with what has come since; the city knows how many were heard, and of no few.
    office, chief, school, day_care = await begins(world, date(2026, 9, 1), *both)
    pack = made(await school.leader.get(f"/institutions/{school.id}/evidence?cycle_id={school.cycle_id}&round=2"))
    assert (pack["observations"], pack["stakeholder_input"]) == ([], [])
    assert set(pack["lacking"]) >= {"no_qualitative", "no_child_voice", "no_parent_voice"}
    council = await world.actor("council_member")
    [half] = made(await council.get("/stakeholder-input/statistics?by=question&from=2026H1"))["half_years"]
    told = {one["name"]: (one["mean"], one["withheld"]) for one in half["groups"]}
    assert told == {"Er du glad for at være her?": (3.86, False), "Er dit barn tryg?": (None, True)}
    refused(await council.get(f"/consultations/{consultation}"), 403, "not-allowed")


async def dialogue(chief: Actor, house: House, round: int, words: str) -> dict[str, Any]:
    """A house's dialogue: one-sided it is refused; with figures, a visit and voices cited, it is held and pins them."""
    plan = {
        "institution_id": str(house.id),
        "cycle_id": house.cycle_id,
        "round": round,
        "planned_for": "2026-03-16T13:00:00+01:00",
        "participants": [{"part": "chief", "person_id": str(chief.id)}],
    }
    id = made(await chief.post("/dialogues", plan), 201)["id"]
    agenda = made(await house.leader.get(f"/dialogues/{id}/agenda"))
    assert {one["kind"] for one in agenda["evidence"]} == {"measurement", "observation", "stakeholder_input"}
    assert any(
        one["shown"].get("text", "").startswith(words) for one in agenda["evidence"] if one["kind"] == "observation"
    )
    results = [one["shown"]["results"] for one in agenda["evidence"] if one["shown"].get("results")]
    assert [result["withheld"] for result in results[0]] == [words == "Dagtilbuddet"], "three parents are too few"
    cited = [{"kind": one["kind"], "id": one["id"]} for one in agenda["evidence"]]
    await put(house.leader, id, circle([one for one in cited if one["kind"] == "measurement"]))
    refused(await chief.act(f"/dialogues/{id}/hold"), 409, "one-sided-evidence")
    made(await put(house.leader, id, circle(cited)))
    held = made(await chief.act(f"/dialogues/{id}/hold"))
    assert len(held["evidence"]) == len(cited)
    return held


def circle(cited: list[dict[str, str]]) -> list[dict[str, Any]]:
    return [
        {"step": "challenge", "text": "Overgange"},
        {"step": "data", "text": "Tal, besøg og stemmer", "cited": cited},
        {"step": "analysis", "text": "Det sker, når de voksne skifter"},
    ]
