"""Planning dialogues through the API."""

from datetime import date
from typing import Any

import pytest

from api.core.identifiers import new_id
from tests.support.dialogue_story import Story
from tests.support.faults import faults_of


async def test_chief_plans_a_dialogue_with_participants_place_and_time(story: Story) -> None:
    consultant = await story.world.actor("administration")
    participants = [
        {"part": "leader", "person_id": str(story.leader.id)},
        {"part": "parent_board", "name": "Formanden for skolebestyrelsen"},
        {"part": "student_council", "people_count": 3},
        {"part": "consultant", "person_id": str(consultant.id)},
    ]
    plan = story.plan(
        participants=participants,
        data_holder_id=str(story.leader.id),
        place="Mødelokale 2",
        school_development_talk=True,
        parent_representative_invited=True,
    )
    created = await story.chief.post("/dialogues", plan)
    assert created.status_code == 201, created.text
    body = created.json()
    assert created.headers["location"] == f"/v1/dialogues/{body['id']}"
    assert (body["institution_name"], body["kind"], body["area"], body["cycle_title"], body["status"]) == (
        "Birkeskolen",
        "school",
        "age_6_18",
        "Periode 2026",
        "planned",
    )
    assert (body["planned_for"], body["planned_until"]) == ("2026-03-16T12:00:00Z", "2026-03-16T14:00:00Z")
    assert body["data_holder_name"].startswith("leader")
    participant_fields = [
        (participant["part"], bool(participant["person_name"]), participant["name"], participant["people_count"])
        for participant in body["participants"]
    ]
    assert participant_fields == [
        ("leader", True, None, None),
        ("parent_board", False, "Formanden for skolebestyrelsen", None),
        ("student_council", False, None, 3),
        ("consultant", True, None, None),
    ]


@pytest.mark.parametrize(
    "change, code, detail",
    [
        ({"round": 5}, "no-such-round", "Periodens runder er 1, 2, 3, 4."),
        (
            {"planned_for": "2026-07-01T10:00:00+02:00"},
            "outside-the-round",
            "Runden varer fra og med 01.01.2026 til og med 30.06.2026.",
        ),
        (
            {"planned_until": "2026-03-16T12:00:00Z"},
            "out-of-bounds",
            "Sluttidspunktet skal ligge efter starttidspunktet.",
        ),
    ],
)
async def test_dialogue_is_planned_within_its_round(
    story: Story, change: dict[str, Any], code: str, detail: str
) -> None:
    response = await story.chief.post("/dialogues", story.plan(**change), headers={"Accept-Language": "da"})
    [fault] = response.json()["errors"]
    assert (response.status_code, fault["code"], fault["detail"]) == (422, code, detail)


async def test_round_ends_at_midnight_in_denmark(story: Story) -> None:
    late = story.plan(planned_for="2026-06-30T22:30:00Z", planned_until="2026-06-30T23:00:00Z")  # 1 July in Denmark
    assert (await story.chief.post("/dialogues", late)).json()["code"] == "outside-the-round"
    await story.planned(planned_for="2026-06-30T21:30:00Z", planned_until="2026-06-30T21:59:00Z")


async def test_planning_outside_the_round_requires_a_reason(story: Story) -> None:
    late = story.plan(planned_for="2026-07-02T10:00:00+02:00")
    refused = await story.chief.post("/dialogues", late)
    assert (refused.json()["code"], refused.json()["overridable"]) == ("outside-the-round", True)
    because = {"outside-the-round": "Sygdom før ferien"}
    created = await story.chief.post("/dialogues", {**late, "because": because})
    assert created.status_code == 201, created.text
    assert [(reason["code"], reason["words"]) for reason in created.json()["reasons"]] == list(because.items())
    id = created.json()["id"]
    back = await story.chief.patch(f"/dialogues/{id}", {"planned_for": "2026-03-20T10:00:00+01:00"})
    assert back.status_code == 200, back.text
    assert back.json()["planned_until"] == "2026-03-20T11:00:00Z"
    again = await story.chief.patch(f"/dialogues/{id}", {"planned_for": "2026-09-20T10:00:00+01:00"})
    assert faults_of(again) == [("/planned_for", "outside-the-round")]
    foreign = await story.chief.post("/dialogues", story.plan(round=2, because={"dialogue-exists": "Vil gerne"}))
    assert ("/because/dialogue-exists", "not-overridable") in faults_of(foreign)


async def test_institution_has_one_dialogue_in_a_round(story: Story) -> None:
    id = await story.planned()
    second = await story.chief.post("/dialogues", story.plan())
    assert (second.status_code, second.json()["code"]) == (409, "dialogue-exists")
    assert (await story.chief.act(f"/dialogues/{id}/cancel", {"reason": "Lederen er syg"})).status_code == 200
    other = await story.planned()
    back = await story.chief.act(f"/dialogues/{id}/reopen")
    assert (back.status_code, back.json()["code"]) == (409, "dialogue-exists")
    assert (await story.chief.act(f"/dialogues/{other}/cancel", {"reason": "Fejl"})).status_code == 200
    reopened = await story.chief.act(f"/dialogues/{id}/reopen")
    assert (reopened.status_code, reopened.json()["status"], reopened.json()["cancellation"]) == (200, "planned", None)


async def test_rounds_are_planned_in_order(story: Story) -> None:
    first = await story.planned()
    second = await story.chief.post("/dialogues", story.plan(round=2))
    assert (second.status_code, second.json()["code"]) == (409, "earlier-dialogue-open")
    none = await story.chief.post("/dialogues", story.plan(round=9))
    assert (none.status_code, faults_of(none)) == (422, [("/round", "no-such-round")]), "the ninth of four"
    await story.chief.act(f"/dialogues/{first}/cancel", {"reason": "Skolen flytter"})
    await story.planned(round=2)


async def test_institution_takes_part_in_dialogues_of_its_own_area_while_it_is_open(story: Story) -> None:
    office = await story.world.actor("administration")
    other_area = await story.chief.post("/dialogues", story.plan(cycle_id=str(story.cycle_0_6)))
    assert (other_area.status_code, faults_of(other_area)[0]) == (422, ("/cycle_id", "cycle-of-another-area"))
    school = f"/institutions/{story.world.birk}"
    await office.patch(school, {"participation": "follow_up_only"})
    refused = await story.chief.post("/dialogues", story.plan())
    assert (refused.status_code, refused.json()["code"]) == (409, "not-in-dialogues")
    await office.patch(school, {"participation": "dialogues"})
    await story.world.set_active_until(story.world.birk, date(2026, 3, 1))
    closed = await story.chief.post("/dialogues", story.plan())
    assert (closed.status_code, closed.json()["code"]) == (409, "institution-closed")


async def test_all_faults_of_a_plan_are_reported_in_order(story: Story) -> None:
    world = story.world
    office = await story.world.actor("administration")
    await office.patch(f"/institutions/{story.world.elm}", {"participation": "none"})
    plan = story.plan(
        institution_id=str(story.world.elm),
        round=9,
        data_holder_id=str(new_id()),
        school_development_talk=True,
        participants=[
            {"part": "student_council", "name": "Ida"},
            {"part": "staff"},
            {"part": "staff", "name": "Bo", "people_count": 2},
            {"part": "chief", "person_id": str(world.oak)},
        ],
    )
    response = await office.post("/dialogues", plan)
    assert faults_of(response) == [
        ("/institution_id", "not-in-dialogues"),
        ("/cycle_id", "cycle-of-another-area"),
        ("/round", "no-such-round"),
        ("/school_development_talk", "schools-only"),
        ("/participants/0", "children-are-counted"),
        ("/participants/1", "one-of-three"),
        ("/participants/2", "one-of-three"),
        ("/participants/3/person_id", "unknown-reference"),
        ("/data_holder_id", "unknown-reference"),
    ]


async def test_chief_of_another_district_and_staff_cannot_plan_a_dialogue(story: Story) -> None:
    south = await story.world.actor("chief", story.world.south)
    response = await south.post("/dialogues", story.plan())
    assert (response.status_code, faults_of(response)) == (422, [("/institution_id", "unknown-reference")])
    staff = await story.world.actor("staff", story.world.birk)
    assert (await staff.post("/dialogues", story.plan())).status_code == 403
    id = await story.planned()
    assert (await south.get(f"/dialogues/{id}")).status_code == 404
    assert (await south.patch(f"/dialogues/{id}", {"place": "Syd"}, etag='"1"')).status_code == 404
    assert (await staff.patch(f"/dialogues/{id}", {"place": "Her"})).status_code == 403


async def test_plan_is_updated_while_it_is_planned_and_an_equal_update_changes_nothing(story: Story) -> None:
    id = await story.planned(participants=[{"part": "staff", "name": "Bo"}])
    path = f"/dialogues/{id}"
    participants = [{"part": "staff", "name": "Bo"}, {"part": "chief", "person_id": str(story.chief.id)}]
    assert (await story.leader.patch(path, {"place": "X"}, etag="")).status_code == 428
    assert (await story.leader.patch(path, {"place": "X"}, etag='"7"')).status_code == 412
    changed = await story.leader.patch(path, {"place": "Aulaen", "participants": participants})
    assert (changed.status_code, changed.json()["version"]) == (200, 2), changed.text
    same = await story.leader.patch(path, {"place": "Aulaen", "participants": participants})
    assert same.json() == changed.json()
    only = await story.leader.patch(path, {"participants": participants[:1]})
    assert (only.json()["version"], len(only.json()["participants"])) == (3, 1)
    assert (await story.leader.patch(path, {"round": 2})).status_code == 422
    assert (await story.leader.patch(path, {"planned_for": None})).status_code == 422
    await story.chief.act(f"{path}/cancel", {"reason": "Aflyst"})
    refused = await story.leader.patch(path, {"place": "Y"})
    assert (refused.status_code, refused.json()["code"]) == (409, "wrong-state")
    again = (await story.chief.act(f"{path}/cancel", {"reason": "Aflyst"})).json()
    assert (again["code"], again["errors"][0]["detail"]) == (
        "wrong-state",
        "Its status is `cancelled`; this requires `planned`.",
    )
    danish = {"headers": {"Accept-Language": "da"}}
    again = (await story.chief.act(f"{path}/cancel", {"reason": "Aflyst"}, **danish)).json()
    assert again["errors"][0]["detail"] == "Status er »aflyst«; dette kræver »planlagt«."
    assert (await story.chief.act(f"{path}/hold")).json()["code"] == "wrong-state"


async def test_dialogues_are_filtered_and_sorted(story: Story) -> None:
    world, meeting = story.world, str(new_id())
    office = await world.actor("administration")
    birk = await story.planned(data_holder_id=str(story.leader.id), meeting_id=meeting)
    oak = await story.planned(office, institution_id=str(world.oak), planned_for="2026-04-01T00:30:00+02:00")
    hazel = await story.planned(office, institution_id=str(world.hazel), planned_for="2026-05-01T10:00:00+02:00")
    await office.act(f"/dialogues/{hazel}/cancel", {"reason": "Lukket"})

    async def ids(query: str) -> list[str]:
        response = await office.get(f"/dialogues?{query}")
        assert response.status_code == 200, response.text
        return [item["id"] for item in response.json()["items"]]

    assert await ids("count=true") == [birk, oak, hazel]
    assert await ids("sort=institution_name") == [birk, oak, hazel]
    assert await ids(f"institution_id={world.birk}") == [birk]
    assert await ids(f"district_id={world.south}") == [oak, hazel]
    assert await ids("kind=leisure") == [hazel]
    assert await ids("area=age_0_6") == []
    assert await ids(f"cycle_id={story.cycle}&round=1&status=planned") == [birk, oak]
    await office.patch(f"/dialogues/{oak}", {"school_development_talk": True})
    assert await ids("school_development_talk=true") == [oak]
    assert await ids("school_development_talk=false") == [birk, hazel]
    assert await ids(f"meeting_id={meeting}") == [birk]
    assert await ids(f"person_id={story.leader.id}") == [birk]
    assert await ids("from=2026-04-01&to=2026-05-01") == [oak]
    assert await ids("to=2026-04-01") == [birk]
    assert await ids("updated_since=2199-01-01T00:00:00Z") == []
    north = await world.actor("chief", world.north)
    assert (await north.get("/dialogues?count=true")).json()["total"] == 1
    assert (await (await world.actor("council_member")).get("/dialogues")).status_code == 403


async def test_same_idempotency_key_plans_one_dialogue(story: Story) -> None:
    key = {"Idempotency-Key": "runde-1"}
    first = await story.chief.post("/dialogues", story.plan(), headers=key)
    again = await story.chief.post("/dialogues", story.plan(), headers=key)
    assert (first.status_code, again.status_code, first.content) == (201, 201, again.content)


async def test_chief_cancels_a_planned_dialogue_after_its_cycle_has_ended(story: Story) -> None:
    id = await story.planned()
    await story.sign_in_again_on(date(2026, 12, 1))
    assert (await story.chief.act(f"/dialogues/{id}/cancel", {"reason": "Blev aldrig holdt"})).status_code == 200
