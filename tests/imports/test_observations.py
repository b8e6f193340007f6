"""Files of observations: planned by who may, held by who observes, by the rules of the routes."""

import json
from typing import Any

import httpx
import pytest

from tests.support.imports.institutions import apply, bring, changes, reasons
from tests.support.observation_visit import SEEN, Visit, begin
from tests.support.world import Actor, World

HEADER = "institution;planned_for;guide;purpose;observers\n"
LINES = "application/x-ndjson"


@pytest.fixture
async def visit(world: World) -> Visit:
    return await begin(world)


async def usernames(visit: Visit) -> str:
    boss = await visit.world.actor("admin")
    found = [(await boss.get(f"/people/{one.id}")).json()["username"] for one in (visit.observer, visit.consultant)]
    return "|".join(found)


async def observations(actor: Actor, text: str, **options: Any) -> httpx.Response:
    return await bring(actor, text, "observations", **options)


async def test_observations_are_planned_by_a_file_and_stay_when_it_comes_again(visit: Visit) -> None:
    who = await usernames(visit)
    text = f"{HEADER}900001;10-03-2026 kl. 8.30;Læringsmiljøet;Larm i frikvarteret;{who}\n"
    plan = await observations(visit.leader, text)
    assert plan.json()["counts"]["create"] == 1, await reasons(visit.leader, plan)
    assert (await visit.leader.get("/observations?count=true")).json()["total"] == 0
    assert (await apply(visit.leader, plan)).status_code == 200
    [made] = (await visit.leader.get("/observations")).json()["items"]
    assert (made["planned_for"], made["purpose"]) == ("2026-03-10T07:30:00Z", "Larm i frikvarteret")
    assert [one["person_id"] for one in made["observers"]] == [str(visit.observer.id), str(visit.consultant.id)]
    assert (await observations(visit.leader, text)).json()["counts"]["unchanged"] == 1
    other = await observations(visit.leader, text.replace("Larm i", "Ro i"))
    assert (await changes(visit.leader, other))[2] == {"purpose": ("Larm i frikvarteret", "Ro i frikvarteret")}
    rows = await visit.leader.get(f"/imports/{plan.json()['id']}/rows", headers={"Accept": "text/csv"})
    assert "Larm" not in rows.text, "words are kept in one place"


async def test_a_plan_that_the_route_would_refuse_says_why(visit: Visit) -> None:
    who = await usernames(visit)
    own = (await (await visit.world.actor("admin")).get(f"/people/{visit.staff.id}")).json()["username"]
    row = f"900001;10-03-2026 08:30;Læringsmiljøet;Larm;{who}\n"
    text = HEADER + row + row.replace("10-03", "11-03").replace(who, own)
    text += row.replace("10-03", "12-03").replace("Læringsmiljøet", "En anden") + "900001;13-03-2026 08:30;;;\n"
    text += row.replace("900001", "900003").replace("10-03", "14-03")
    text += row.replace("10-03", "15-03").replace("Larm", "010203-1234")
    told = await reasons(visit.leader, await observations(visit.leader, text))
    assert told.pop(3)[0][1] == "observer-from-the-same-institution"
    assert told.pop(4)[0] == ("guide", "unknown-reference")
    assert {column for column, _ in told.pop(5)} == {"guide", "purpose", "observers"}
    assert told.pop(6)[0][1] in {"unknown-reference", "not-allowed"}
    assert told == {7: [("purpose", "looks-like-cpr-number")]}


async def test_what_was_seen_is_brought_by_an_observer_only(visit: Visit) -> None:
    await visit.observed()
    seen = (
        "institution;planned_for;points;feedback\n900001;2026-03-10T08:30:00+01:00;"
        "ro:2:Rolige overgange, høj lyd midt på dagen|overgange:Voksne står ved døren;Børnene ved, hvor de skal hen\n"
    )
    told = await reasons(visit.leader, await observations(visit.leader, seen))
    assert told[2][0][1] == "not-an-observer"
    consultant = visit.consultant
    short = seen.replace("|overgange:Voksne står ved døren", "")
    assert (await reasons(consultant, await observations(consultant, short)))[2][0][1] == "guide-points-missing"
    unread = await observations(consultant, seen.replace("ro:2:", "ro"))
    assert (await reasons(consultant, unread))[2][0] == ("points", "not-a-point")
    done = await observations(consultant, seen, apply="true")
    assert done.json()["state"] == "applied", await reasons(consultant, done)
    [found] = (await visit.leader.get("/observations")).json()["items"]
    assert (found["status"], found["feedback"]) == ("fed_back", SEEN["feedback"])
    assert {one["key"]: one["level"] for one in found["points"]} == {"ro": 2, "overgange": None}
    assert (await observations(consultant, seen)).json()["counts"]["unchanged"] == 1
    for other in (seen.replace("hvor de skal hen", "det hele"), seen.replace("ro:2", "ro:3")):
        again = await observations(consultant, other)
        assert (await reasons(consultant, again))[2] == [("feedback", "not-changed-here")]
    guess = await observations(visit.leader, seen)
    assert (await reasons(visit.leader, guess))[2] == [("feedback", "not-changed-here")], "nothing to guess by"
    rows = await consultant.get(f"/imports/{done.json()['id']}/rows")
    assert "Voksne" not in rows.text


async def test_a_whole_observation_stands_in_one_row(visit: Visit) -> None:
    line = {
        "institution": "900001",
        "planned_for": "2026-03-10T08:30:00+01:00",
        "guide": visit.guide["id"],
        "purpose": "Larm",
        "observers": (await usernames(visit)).split("|"),
        "observed_on": "2026-03-10",
        "oral_feedback_on": "2026-03-10",
        **SEEN,
    }
    empty = json.dumps({**line, "feedback": None, "points": []})
    plan = await observations(visit.leader, empty, kind=LINES)
    assert plan.json()["counts"]["create"] == 1, await reasons(visit.leader, plan)
    assert (await apply(visit.leader, plan)).status_code == 200
    done = await observations(visit.consultant, json.dumps(line), kind=LINES, apply="true")
    assert done.json()["state"] == "applied", await reasons(visit.consultant, done)
    [found] = (await visit.leader.get("/observations")).json()["items"]
    told = (found["status"], found["observed_on"], found["oral_feedback_on"])
    assert told == ("fed_back", "2026-03-10", "2026-03-10")
