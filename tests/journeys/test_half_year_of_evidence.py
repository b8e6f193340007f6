"""A half-year of a school and a day-care institution: figures, observations and input become evidence of a dialogue."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from api.core import clock
from api.http.rate_limits import RateLimiter
from tests.support.data_supply import create_indicator, create_measurement, create_package, release_package
from tests.support.dialogue_story import put_circle
from tests.support.journey_steps import assert_refused, succeeded
from tests.support.observation_visit import FEEDBACK, GUIDE
from tests.support.world import Actor, World

QUESTIONS = [
    {"key": "glad", "text": "Er du glad for at være her?", "type": "smiley", "voices": ["child"]},
    {"key": "tryg", "text": "Er dit barn tryg?", "type": "smiley", "voices": ["parent"]},
    {"key": "ord", "text": "Hvad skal vi lave om?", "type": "text", "voices": ["child", "parent"]},
]


@dataclass
class Institution:
    """An institution with its leader, a member of its staff, and its cycle."""

    id: UUID
    leader: Actor
    staff: Actor
    cycle_id: str = ""


async def start_day(world: World, day: date, *cycles: str) -> tuple[Actor, Actor, Institution, Institution]:
    """Move the clock to a morning; return administration, chief, school and day care with new tokens."""
    clock.move(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))
    world.app.state.public_rate = RateLimiter(1000, 60)
    institutions = [
        Institution(id, await world.actor("leader", id), await world.actor("staff", id))
        for id in (world.birk, world.elm)
    ]
    for institution, cycle in zip(institutions, cycles, strict=False):
        institution.cycle_id = cycle
    office, chief = await world.actor("administration"), await world.actor("chief", world.north)
    return office, chief, institutions[0], institutions[1]


async def create_cycles(office: Actor) -> tuple[str, str]:
    """Create the school's cycle, in its first year, and the day care's, in its second; return their ids."""
    cycles = [
        {"area": "age_6_18", "title": "6-18 år", "discussion_on": "2025-12-10", "starts_on": "2026-01-01"},
        {"area": "age_0_6", "title": "0-6 år", "discussion_on": "2024-12-10", "starts_on": "2025-01-01"},
    ]
    school_cycle, day_care_cycle = [succeeded(await office.post("/cycles", cycle), 201)["id"] for cycle in cycles]
    return school_cycle, day_care_cycle


async def release_figures(world: World, school: Institution, day_care: Institution) -> None:
    """Release a package with a figure for each institution."""
    machine, office = await world.actor("data_supplier", machine=True), await world.actor("administration")
    for institution, kind, n in ((school, "school", 120), (day_care, "day_care", 40)):
        indicator_id = await create_indicator(machine, f"trivsel-{kind}", kinds=[kind])
        package_id = await create_package(machine, kind=kind, title=f"Pakke {kind}")
        await create_measurement(machine, institution.id, indicator_id, package_id, value=81, n=n)
        await release_package(office, package_id)


async def observe(guest: Institution, host: Institution, guide: str, feedback: str) -> str:
    """Observe the host by staff of the guest, with feedback and a reply; return the observation's id."""
    plan = {
        "institution_id": str(host.id),
        "guide_id": guide,
        "purpose": "Overgange",
        "planned_for": "2026-02-10T09:00:00+01:00",
        "observer_ids": [str(guest.staff.id)],
    }
    by_own_staff = {**plan, "observer_ids": [str(host.staff.id)]}
    assert_refused(await host.leader.post("/observations", by_own_staff), 422, "observer-from-the-same-institution")
    id: str = succeeded(await host.leader.post("/observations", plan), 201)["id"]
    succeeded(await guest.staff.act(f"/observations/{id}/observe", {"observed_on": "2026-02-10"}))
    incomplete = {**FEEDBACK, "points": FEEDBACK["points"][:1]}
    assert_refused(await guest.staff.act(f"/observations/{id}/feedback", incomplete), 422, "guide-points-missing")
    assert_refused(await host.staff.act(f"/observations/{id}/feedback", FEEDBACK), 403, "not-an-observer")
    succeeded(await guest.staff.act(f"/observations/{id}/feedback", {**FEEDBACK, "feedback": "Tastefejl"}))
    succeeded(await guest.staff.act(f"/observations/{id}/take-back"))
    succeeded(await guest.staff.act(f"/observations/{id}/feedback", {**FEEDBACK, "feedback": feedback}))
    succeeded(
        await host.leader.act(f"/observations/{id}/reply", {"reply": "accurate", "reply_text": "Ja, sådan er det"})
    )
    return id


async def consult(world: World, office: Actor, school: Institution, day_care: Institution) -> str:
    """Create a consultation, and answer it as seven children of the school and three parents of the day care."""
    consultation = {
        "title": "Hverdagen",
        "purpose": "Vi lytter",
        "privacy_notice": "Ingen ved, hvem du er",
        "questions": QUESTIONS,
        "opens_on": "2026-02-10",
        "closes_on": "2026-03-01",
    }
    id: str = succeeded(await office.post("/consultations", consultation), 201)["id"]
    for institution, voice, question, people in ((school, "child", "glad", 7), (day_care, "parent", "tryg", 3)):
        links = succeeded(await institution.staff.get(f"/consultations/{id}/links"))["items"]
        [secret] = [link["secret"] for link in links if link["voice"] == voice]
        path = f"/v1/consultation-answers/{secret}"
        form = succeeded(await world.client.get(path))
        assert [asked["key"] for asked in form["questions"]] == [question, "ord"]
        for number in range(people):
            answers: list[dict[str, Any]] = [{"key": question, "smiley": 3 + number % 3}]
            answers += [{"key": "ord", "text": "Flere gynger"}] if number == 0 else []
            for _ in range(2):  # a retry with the same key counts once
                response = await world.client.post(
                    path, json={"answers": answers}, headers={"Idempotency-Key": f"{voice}-{number}"}
                )
                succeeded(response)
    return id


async def test_figures_observations_and_input_become_evidence_of_a_dialogue(world: World) -> None:
    # January: the cycles start, and the guide is published.
    office, chief, school, day_care = await start_day(world, date(2026, 1, 20))
    cycle_ids = await create_cycles(office)
    guide = succeeded(await office.post("/observation-guides", GUIDE), 201)["id"]
    succeeded(await office.act(f"/observation-guides/{guide}/publish"))

    # February: figures are released, the institutions observe each other, and a consultation opens.
    office, chief, school, day_care = await start_day(world, date(2026, 2, 12), *cycle_ids)
    await release_figures(world, school, day_care)
    at_school = await observe(day_care, school, guide, "Skolen: ro ved døren")
    at_day_care = await observe(school, day_care, guide, "Dagtilbuddet: ventetid ved vasken")
    consultation = await consult(world, office, school, day_care)
    succeeded(await school.leader.act(f"/observations/{at_school}/share"))
    observations = succeeded(await chief.get("/observations"))["items"]
    assert {observation["id"]: observation["feedback"] for observation in observations} == {
        at_school: "Skolen: ro ved døren",
        at_day_care: None,
    }

    # March: the consultation has closed; the agenda of each dialogue has all three kinds of evidence.
    office, chief, school, day_care = await start_day(world, date(2026, 3, 16), *cycle_ids)
    dialogues = {}
    for institution, round, word in ((school, 1, "Skolen"), (day_care, 3, "Dagtilbuddet")):
        dialogues[word] = await hold_dialogue(chief, institution, round, word)
    assert "Dagtilbuddet" not in str(dialogues["Skolen"]), "each dialogue has the evidence of its institution"

    # September: the next round has only newer evidence; the council sees statistics without small groups.
    office, chief, school, day_care = await start_day(world, date(2026, 9, 1), *cycle_ids)
    pack = succeeded(await school.leader.get(f"/institutions/{school.id}/evidence?cycle_id={school.cycle_id}&round=2"))
    assert (pack["observations"], pack["stakeholder_input"]) == ([], [])
    assert set(pack["lacking"]) >= {"no_qualitative", "no_child_voice", "no_parent_voice"}
    council = await world.actor("council_member")
    [half_year] = succeeded(await council.get("/stakeholder-input/statistics?by=question&from=2026H1"))["half_years"]
    means = {group["name"]: (group["mean"], group["withheld"]) for group in half_year["groups"]}
    assert means == {"Er du glad for at være her?": (3.86, False), "Er dit barn tryg?": (None, True)}
    assert_refused(await council.get(f"/consultations/{consultation}"), 403, "not-allowed")


async def hold_dialogue(chief: Actor, institution: Institution, round: int, word: str) -> dict[str, Any]:
    """Hold a dialogue that is refused while it cites figures only; it pins the evidence that it cites."""
    plan = {
        "institution_id": str(institution.id),
        "cycle_id": institution.cycle_id,
        "round": round,
        "planned_for": "2026-03-16T13:00:00+01:00",
        "participants": [{"part": "chief", "person_id": str(chief.id)}],
    }
    id = succeeded(await chief.post("/dialogues", plan), 201)["id"]
    agenda = succeeded(await institution.leader.get(f"/dialogues/{id}/agenda"))
    assert {item["kind"] for item in agenda["evidence"]} == {"measurement", "observation", "stakeholder_input"}
    assert any(
        item["shown"].get("text", "").startswith(word) for item in agenda["evidence"] if item["kind"] == "observation"
    )
    results = [item["shown"]["results"] for item in agenda["evidence"] if item["shown"].get("results")]
    assert [result["withheld"] for result in results[0]] == [word == "Dagtilbuddet"], "three parents are too few"
    cited = [{"kind": item["kind"], "id": item["id"]} for item in agenda["evidence"]]
    await put_circle(institution.leader, id, circle([item for item in cited if item["kind"] == "measurement"]))
    assert_refused(await chief.act(f"/dialogues/{id}/hold"), 409, "one-sided-evidence")
    succeeded(await put_circle(institution.leader, id, circle(cited)))
    held = succeeded(await chief.act(f"/dialogues/{id}/hold"))
    assert len(held["evidence"]) == len(cited)
    return held


def circle(cited: list[dict[str, str]]) -> list[dict[str, Any]]:
    return [
        {"step": "challenge", "text": "Overgange"},
        {"step": "data", "text": "Tal, besøg og stemmer", "cited": cited},
        {"step": "analysis", "text": "Det sker, når de voksne skifter"},
    ]
