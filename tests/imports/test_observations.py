"""Import of observations: plans by leaders, feedback by observers, by the rules of the routes."""

import json
from typing import Any

import httpx
import pytest

from tests.support.imports.uploads import apply_plan, planned_changes, rejections, upload_file
from tests.support.observation_visit import FEEDBACK, Visit, begin_visit
from tests.support.world import Actor, World

HEADER = "institution;planned_for;guide;purpose;observers\n"
NDJSON = "application/x-ndjson"


@pytest.fixture
async def visit(world: World) -> Visit:
    return await begin_visit(world)


async def usernames(visit: Visit) -> str:
    admin = await visit.world.actor("admin")
    names = [
        (await admin.get(f"/people/{person.id}")).json()["username"] for person in (visit.observer, visit.consultant)
    ]
    return "|".join(names)


async def observations(actor: Actor, text: str, **options: Any) -> httpx.Response:
    return await upload_file(actor, text, "observations", **options)


async def test_importing_the_same_observations_again_changes_nothing(visit: Visit) -> None:
    observers = await usernames(visit)
    text = f"{HEADER}900001;10-03-2026 kl. 8.30;Læringsmiljøet;Larm i frikvarteret;{observers}\n"
    plan = await observations(visit.leader, text)
    assert plan.json()["counts"]["create"] == 1, await rejections(visit.leader, plan)
    assert (await visit.leader.get("/observations?count=true")).json()["total"] == 0
    assert (await apply_plan(visit.leader, plan)).status_code == 200
    [observation] = (await visit.leader.get("/observations")).json()["items"]
    assert (observation["planned_for"], observation["purpose"]) == ("2026-03-10T07:30:00Z", "Larm i frikvarteret")
    assert [observer["person_id"] for observer in observation["observers"]] == [
        str(visit.observer.id),
        str(visit.consultant.id),
    ]
    assert (await observations(visit.leader, text)).json()["counts"]["unchanged"] == 1
    changed_plan = await observations(visit.leader, text.replace("Larm i", "Ro i"))
    assert (await planned_changes(visit.leader, changed_plan))[2] == {
        "purpose": ("Larm i frikvarteret", "Ro i frikvarteret")
    }
    rows = await visit.leader.get(f"/imports/{plan.json()['id']}/rows", headers={"Accept": "text/csv"})
    assert "Larm" not in rows.text, "free text is erased from the applied import"


async def test_rejected_observations_list_their_faults(visit: Visit) -> None:
    observers = await usernames(visit)
    own_staff = (await (await visit.world.actor("admin")).get(f"/people/{visit.staff.id}")).json()["username"]
    row = f"900001;10-03-2026 08:30;Læringsmiljøet;Larm;{observers}\n"
    text = HEADER + row + row.replace("10-03", "11-03").replace(observers, own_staff)
    text += row.replace("10-03", "12-03").replace("Læringsmiljøet", "En anden") + "900001;13-03-2026 08:30;;;\n"
    text += row.replace("900001", "900003").replace("10-03", "14-03")
    text += row.replace("10-03", "15-03").replace("Larm", "010203-1234")
    faults = await rejections(visit.leader, await observations(visit.leader, text))
    assert faults.pop(3)[0][1] == "observer-from-the-same-institution"
    assert faults.pop(4)[0] == ("guide", "unknown-reference")
    assert {column for column, _ in faults.pop(5)} == {"guide", "purpose", "observers"}
    assert faults.pop(6)[0][1] in {"unknown-reference", "not-allowed"}
    assert faults == {7: [("purpose", "looks-like-cpr-number")]}


async def test_only_an_observer_imports_feedback(visit: Visit) -> None:
    await visit.observed()
    text = (
        "institution;planned_for;points;feedback\n900001;2026-03-10T08:30:00+01:00;"
        "ro:2:Rolige overgange, høj lyd midt på dagen|overgange:Voksne står ved døren;Børnene ved, hvor de skal hen\n"
    )
    faults = await rejections(visit.leader, await observations(visit.leader, text))
    assert faults[2][0][1] == "not-an-observer"
    consultant = visit.consultant
    short = text.replace("|overgange:Voksne står ved døren", "")
    assert (await rejections(consultant, await observations(consultant, short)))[2][0][1] == "guide-points-missing"
    unread = await observations(consultant, text.replace("ro:2:", "ro"))
    assert (await rejections(consultant, unread))[2][0] == ("points", "not-a-point")
    applied = await observations(consultant, text, apply="true")
    assert applied.json()["state"] == "applied", await rejections(consultant, applied)
    [observation] = (await visit.leader.get("/observations")).json()["items"]
    assert (observation["status"], observation["feedback"]) == ("fed_back", FEEDBACK["feedback"])
    assert {point["key"]: point["level"] for point in observation["points"]} == {"ro": 2, "overgange": None}
    assert (await observations(consultant, text)).json()["counts"]["unchanged"] == 1
    for different in (text.replace("hvor de skal hen", "det hele"), text.replace("ro:2", "ro:3")):
        plan = await observations(consultant, different)
        assert (await rejections(consultant, plan))[2] == [("feedback", "not-changed-here")]
    guess = await observations(visit.leader, text)
    assert (await rejections(visit.leader, guess))[2] == [("feedback", "not-changed-here")], (
        "a leader cannot guess the feedback"
    )
    rows = await consultant.get(f"/imports/{applied.json()['id']}/rows")
    assert "Voksne" not in rows.text


async def test_one_row_may_hold_plan_day_and_feedback(visit: Visit) -> None:
    row = {
        "institution": "900001",
        "planned_for": "2026-03-10T08:30:00+01:00",
        "guide": visit.guide["id"],
        "purpose": "Larm",
        "observers": (await usernames(visit)).split("|"),
        "observed_on": "2026-03-10",
        "oral_feedback_on": "2026-03-10",
        **FEEDBACK,
    }
    empty = json.dumps({**row, "feedback": None, "points": []})
    plan = await observations(visit.leader, empty, kind=NDJSON)
    assert plan.json()["counts"]["create"] == 1, await rejections(visit.leader, plan)
    assert (await apply_plan(visit.leader, plan)).status_code == 200
    applied = await observations(visit.consultant, json.dumps(row), kind=NDJSON, apply="true")
    assert applied.json()["state"] == "applied", await rejections(visit.consultant, applied)
    [observation] = (await visit.leader.get("/observations")).json()["items"]
    stages = (observation["status"], observation["observed_on"], observation["oral_feedback_on"])
    assert stages == ("fed_back", "2026-03-10", "2026-03-10")
