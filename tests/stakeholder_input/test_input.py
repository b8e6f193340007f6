"""Stakeholder input: writing, reading, answering, withdrawing and redacting it over the API."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import col

from api.access.models import StoredResponse
from api.core import clock
from api.db.transactions import read_transaction
from api.journal.models import Entry
from tests.support.focus_areas.builders import decided_theme
from tests.support.focus_areas.builders import proposed as proposed_focus_area
from tests.support.observation_visit import errors_of
from tests.support.themes.builders import proposed as proposed_theme
from tests.support.world import Actor, World

TEXT = "Der er for meget larm, når vi skifter time"


def input_body(institution_id: UUID | None, **other: Any) -> dict[str, Any]:
    """A request body for new input; fields that are None are left out."""
    fields = {
        "institution_id": institution_id and str(institution_id),
        "voice": "child",
        "method": "tour",
        "age_group": "6-9",
        "text": TEXT,
        "people_count": 4,
        "collected_on": str(clock.today()),
        **other,
    }
    return {name: value for name, value in fields.items() if value is not None}


async def create_input(actor: Actor, institution_id: UUID | None, **other: Any) -> dict[str, Any]:
    response = await actor.post("/stakeholder-input", input_body(institution_id, **other))
    assert response.status_code == 201, response.text
    created: dict[str, Any] = response.json()
    return created


async def test_leader_creates_input_of_children(world: World) -> None:
    leader, theme = await world.actor("leader", world.birk), await decided_theme(world)
    focus_area = await proposed_focus_area(leader, world.birk, theme)
    created = await create_input(
        leader,
        world.birk,
        theme_id=theme["id"],
        focus_area_id=focus_area["id"],
        form="recommendation",
        external_ids=[{"system": "survey", "id": "17"}],
    )
    assert (created["institution_name"], created["theme_title"], created["focus_area_title"], created["form"]) == (
        "Birkeskolen",
        "Trivsel",
        "Ro i timerne",
        "recommendation",
    )
    assert (created["text"], created["text_withheld"], created["external_ids"]) == (
        TEXT,
        False,
        [
            {"system": "survey", "id": "17"},
        ],
    )
    duplicate = await leader.post(
        "/stakeholder-input", input_body(world.birk, external_ids=[{"system": "survey", "id": "17"}])
    )
    assert (duplicate.status_code, duplicate.json()["code"]) == (409, "external-id-taken")


@pytest.mark.parametrize("people, shown", [(9, False), (10, True)])
async def test_only_leader_staff_and_chief_read_text_of_fewer_than_ten_people(
    world: World, people: int, shown: bool
) -> None:
    created = await create_input(await world.actor("staff", world.birk), world.birk, people_count=people)
    path = f"/stakeholder-input/{created['id']}"
    for role, unit in (("leader", world.birk), ("staff", world.birk_sfo), ("chief", world.north)):
        assert (await (await world.actor(role, unit)).get(path)).json()["text"] == TEXT
    for role, at, grant in (("administration", None, {}), ("board_member", world.birk, {"body": "parent_board"})):
        read = (await (await world.actor(role, at, **grant)).get(path)).json()
        assert (read["text"], read["text_withheld"]) == ((TEXT, False) if shown else (None, True))


@pytest.mark.parametrize("people, shown", [(9, None), (10, "Vi har sat tæpper op, som I bad om")])
async def test_answers_to_input_have_the_same_readers_as_its_text(world: World, people: int, shown: str | None) -> None:
    leader = await world.actor("leader", world.birk)
    created = await create_input(leader, world.birk, people_count=people)
    path = f"/stakeholder-input/{created['id']}"
    answer = {"answer": "Vi har sat tæpper op, som I bad om"}
    assert (await leader.act(f"{path}/answer", answer)).json()["answer"] == answer["answer"]
    for role, at, grant in (("administration", None, {}), ("board_member", world.birk, {"body": "parent_board"})):
        actor = await world.actor(role, at, **grant)
        read = (await actor.get(path)).json()
        assert (read["answer"], read["answered_on"]) == (shown, str(clock.today()))
        [listed] = (await actor.get("/stakeholder-input")).json()["items"]
        assert listed["answer"] == shown


async def test_administration_cannot_search_or_sort_by_text(world: World) -> None:
    await create_input(await world.actor("leader", world.birk), world.birk)
    administration = await world.actor("administration")
    assert (await administration.get("/stakeholder-input?q=larm")).status_code == 422
    assert (await administration.get("/stakeholder-input?sort=text")).status_code == 422
    listed = await administration.get("/stakeholder-input", headers={"Accept": "text/csv"})
    assert listed.status_code == 200
    assert "larm" not in listed.text


async def test_council_networks_auditors_and_admins_cannot_read_input(world: World) -> None:
    created = await create_input(await world.actor("leader", world.birk), world.birk, people_count=50)
    for role in ("council_member", "network_member", "auditor", "admin"):
        actor = await world.actor(role, **({"network": "school"} if role == "network_member" else {}))
        assert (await actor.get("/stakeholder-input")).status_code == 403
        assert (await actor.get(f"/stakeholder-input/{created['id']}")).status_code == 403


async def test_leader_cannot_read_or_change_input_of_another_institution(world: World) -> None:
    created = await create_input(await world.actor("leader", world.birk), world.birk)
    path, other = f"/stakeholder-input/{created['id']}", await world.actor("leader", world.oak)
    assert (await other.get(path)).status_code == 404
    assert (await other.get("/stakeholder-input?count=true")).json()["total"] == 0
    assert (await other.patch(path, {"people_count": 5}, etag='"1"')).status_code == 404
    assert (await other.call("POST", f"{path}/withdraw", json={"reason": "mistake"}, etag='"1"')).status_code == 404
    assert errors_of(await other.post("/stakeholder-input", input_body(world.birk))) == (
        422,
        [("/institution_id", "unknown-reference")],
    )


async def test_data_supplier_reads_only_the_input_that_it_wrote(world: World) -> None:
    machine, leader = await world.actor("data_supplier", machine=True), await world.actor("leader", world.birk)
    own, other = await create_input(machine, world.birk), await create_input(leader, world.birk)
    assert own["text"] == TEXT
    listed = (await machine.get("/stakeholder-input")).json()["items"]
    assert [item["id"] for item in listed] == [own["id"]]
    assert (await machine.get(f"/stakeholder-input/{other['id']}")).status_code == 404
    assert (await machine.patch(f"/stakeholder-input/{own['id']}", {"people_count": 6})).status_code == 200
    answered = await machine.act(f"/stakeholder-input/{own['id']}/answer", {"answer": "Nej"})
    assert answered.status_code == 403


@pytest.mark.parametrize("body", ["parent_board", "parents_council", "student_council"])
async def test_board_member_writes_only_the_voice_of_the_board(world: World, body: str) -> None:
    member = await world.actor("board_member", world.birk, body=body)
    created = await create_input(member, world.birk, voice=body, age_group=None)
    assert created["text"] == TEXT, "the author reads it"
    assert errors_of(await member.post("/stakeholder-input", input_body(world.birk))) == (
        422,
        [("/voice", "voice-not-yours")],
    )
    changed = await member.patch(f"/stakeholder-input/{created['id']}", {"voice": "parent"})
    assert errors_of(changed) == (422, [("/voice", "voice-not-yours")])


async def test_board_member_cannot_change_input_that_the_leader_wrote(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    created = await create_input(leader, world.birk, voice="parent_board", age_group=None)
    member = await world.actor("board_member", world.birk, body="parent_board")
    path = f"/stakeholder-input/{created['id']}"
    assert (await member.patch(path, {"people_count": 10})).status_code == 403, (
        "it would show text that they may not read"
    )
    for transition, body in (
        ("withdraw", {"reason": "mistake"}),
        ("redact", {"reason": "Navn"}),
        ("answer", {"answer": "J"}),
    ):
        assert (await member.act(f"{path}/{transition}", body)).status_code == 403


async def test_youth_council_writes_input_for_the_municipality(world: World) -> None:
    member = await world.actor("board_member", body="youth_council")
    created = await create_input(member, None, voice="youth_council", age_group="14-18", people_count=12)
    assert (created["institution_id"], created["institution_name"]) == (None, None)
    leader = await world.actor("leader", world.birk)
    assert (await leader.post("/stakeholder-input", input_body(None))).status_code == 403
    assert (await leader.get(f"/stakeholder-input/{created['id']}")).status_code == 404


async def test_administration_chief_and_council_cannot_write_input(world: World) -> None:
    for role, unit in (("administration", None), ("chief", world.north), ("council_member", None)):
        assert (
            await (await world.actor(role, unit)).post("/stakeholder-input", input_body(world.birk))
        ).status_code == 403


async def test_parents_have_no_age_group_and_input_is_not_collected_in_the_future(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    response = await leader.post(
        "/stakeholder-input", input_body(world.birk, voice="parent", collected_on="2190-01-01")
    )
    assert errors_of(response) == (
        422,
        [("/age_group", "age-group-for-children-only"), ("/collected_on", "in-the-future")],
    )
    created = await create_input(leader, world.birk)
    changed = await leader.patch(f"/stakeholder-input/{created['id']}", {"voice": "parent"})
    assert errors_of(changed) == (422, [("/age_group", "age-group-for-children-only")])
    both = await leader.patch(f"/stakeholder-input/{created['id']}", {"voice": "parent", "age_group": None})
    assert (both.status_code, both.json()["voice"], both.json()["age_group"]) == (200, "parent", None)


async def test_input_refers_to_a_decided_theme_and_a_focus_area_of_its_institution(world: World) -> None:
    theme = await proposed_theme(await world.actor("administration"))
    leader, chief = await world.actor("leader", world.birk), await world.actor("chief", world.north)
    await world.add_grant(chief.id, "leader", world.elm)
    invisible_theme = await leader.post("/stakeholder-input", input_body(world.birk, theme_id=theme["id"]))
    assert errors_of(invisible_theme) == (422, [("/theme_id", "unknown-reference")])
    proposed = await chief.post("/stakeholder-input", input_body(world.elm, theme_id=theme["id"]))
    assert errors_of(proposed) == (409, [("/theme_id", "theme-not-decided")])
    await (await world.actor("administration")).act(f"/themes/{theme['id']}/decide")
    focus_area = await proposed_focus_area(leader, world.birk, theme)
    foreign = await chief.post("/stakeholder-input", input_body(world.elm, focus_area_id=focus_area["id"]))
    assert errors_of(foreign) == (422, [("/focus_area_id", "not-of-the-institution")])
    sfo = await world.actor("leader", world.birk_sfo)
    assert (await create_input(sfo, world.birk_sfo, focus_area_id=focus_area["id"]))[
        "focus_area_title"
    ] == "Ro i timerne"


async def test_leader_cannot_write_input_for_a_closed_institution(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    await world.set_active_until(world.birk, date(2026, 1, 1))
    response = await leader.post("/stakeholder-input", input_body(world.birk, collected_on="2025-12-01"))
    assert errors_of(response) == (409, [("/institution_id", "institution-closed")])


async def test_leader_answers_input_and_staff_cannot(world: World) -> None:
    leader, staff = await world.actor("leader", world.birk), await world.actor("staff", world.birk)
    path = f"/stakeholder-input/{(await create_input(staff, world.birk))['id']}"
    assert (await staff.act(f"{path}/answer", {"answer": "Vi flytter klokken"})).status_code == 403
    answered = await leader.act(f"{path}/answer", {"answer": "Vi flytter klokken"})
    assert (answered.status_code, answered.json()["answer"]) == (200, "Vi flytter klokken")
    assert answered.json()["answered_on"] == str(clock.today())
    for day, code in (("2190-01-01", "in-the-future"), ("2020-01-01", "out-of-bounds")):
        response = await leader.act(f"{path}/answer", {"answer": "Igen", "answered_on": day})
        assert errors_of(response) == (422, [("/answered_on", code)])
    for filter_value, total in (("true", 1), ("false", 0)):
        listed = await leader.get(f"/stakeholder-input?answered={filter_value}&count=true")
        assert listed.json()["total"] == total


async def test_leader_cannot_change_input_with_a_stale_etag(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    path = f"/stakeholder-input/{(await create_input(leader, world.birk))['id']}"
    stale_etag = (await leader.get(path)).headers["etag"]
    assert (await leader.patch(path, {"people_count": 5}, etag="")).status_code == 428
    assert (await leader.patch(path, {"people_count": 5})).json()["version"] == 2
    assert (await leader.patch(path, {"people_count": 5})).json()["version"] == 2, "nothing changed"
    assert (await leader.patch(path, {"people_count": 6}, etag=stale_etag)).status_code == 412
    assert (await leader.act(f"{path}/withdraw", {"reason": "mistake"}, etag=stale_etag)).status_code == 412
    ids = [{"system": "survey", "id": "1"}]
    assert (await leader.patch(path, {"external_ids": ids})).json()["external_ids"] == ids


async def test_withdrawing_input_erases_its_text_and_keeps_the_reason(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    idempotency_key = {"headers": {"Idempotency-Key": "once"}}
    created = (await leader.post("/stakeholder-input", input_body(world.birk), **idempotency_key)).json()
    path = f"/stakeholder-input/{created['id']}"
    await leader.act(f"{path}/answer", {"answer": "Om larm"})
    withdrawn = await leader.act(f"{path}/withdraw", {"reason": "consent"})
    assert (withdrawn.status_code, withdrawn.json()["text"], withdrawn.json()["answer"]) == (200, None, None)
    assert (withdrawn.json()["withdrawal"], withdrawn.json()["withdrawn_on"]) == ("consent", str(clock.today()))
    assert (withdrawn.json()["people_count"], withdrawn.json()["text_withheld"]) == (4, False)
    replayed = await leader.post("/stakeholder-input", input_body(world.birk), **idempotency_key)
    assert (replayed.status_code, replayed.json()["code"]) == (409, "answer-not-kept")
    assert len((await leader.get("/stakeholder-input")).json()["items"]) == 1, "the replay creates nothing"
    for request in (
        leader.patch(path, {"people_count": 5}),
        leader.act(f"{path}/answer", {"answer": "Ja"}),
        leader.act(f"{path}/withdraw", {"reason": "mistake"}),
        leader.act(f"{path}/redact", {"reason": "Navn"}),
    ):
        response = await request
        assert (response.status_code, response.json()["code"]) == (409, "wrong-state")
    async with read_transaction(world.app.state.engine) as session:
        actions = (
            await session.execute(
                select(col(Entry.action)).where(col(Entry.thing_id) == UUID(created["id"])).order_by(col(Entry.seq))
            )
        ).scalars()
        assert list(actions) == ["created", "answered", "withdrawn"]
        stored_bodies = (await session.execute(select(col(StoredResponse.answer)))).scalars()
        assert all(b"larm" not in body for body in stored_bodies)


async def test_staff_cannot_rewrite_redacted_text(world: World) -> None:
    staff = await world.actor("staff", world.birk)
    path = f"/stakeholder-input/{(await create_input(staff, world.birk))['id']}"
    redacted = await staff.act(f"{path}/redact", {"reason": "Et barns navn", "fields": ["text"]})
    assert (redacted.json()["text"], redacted.json()["redaction_reason"]) == (None, "Et barns navn")
    assert redacted.json()["redacted_on"] == str(clock.today())
    rewritten = await staff.patch(path, {"text": TEXT})
    assert errors_of(rewritten) == (409, [("/text", "wrong-state")])
    assert (await staff.patch(path, {"people_count": 8})).status_code == 200


async def test_leader_cannot_write_cpr_numbers_in_text_answers_and_reasons(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    response = await leader.post("/stakeholder-input", input_body(world.birk, text="Ring til 010203-1234"))
    assert (response.status_code, response.json()["code"]) == (422, "looks-like-cpr-number")
    path = f"/stakeholder-input/{(await create_input(leader, world.birk))['id']}"
    for transition, body in (("answer", {"answer": "0102031234"}), ("redact", {"reason": "010203 1234"})):
        response = await leader.act(f"{path}/{transition}", body)
        assert (response.status_code, response.json()["code"]) == (422, "looks-like-cpr-number")


async def test_chief_filters_the_list_of_input(world: World) -> None:
    chief, theme = await world.actor("chief", world.north), await decided_theme(world)
    leader, other = await world.actor("leader", world.birk), await world.actor("leader", world.elm)
    focus_area = await proposed_focus_area(leader, world.birk, theme)
    first = await create_input(
        leader, world.birk, theme_id=theme["id"], focus_area_id=focus_area["id"], collected_on="2025-03-01"
    )
    second = await create_input(
        other,
        world.elm,
        voice="parent",
        method="survey",
        age_group=None,
        form="recommendation",
        collected_on="2025-04-01",
    )
    for query, expected in {
        f"institution_id={world.birk}": [first],
        f"district_id={world.north}": [second, first],
        f"district_id={world.south}": [],
        "voice=parent": [second],
        "method=tour": [first],
        "age_group=6-9": [first],
        "form=recommendation": [second],
        f"theme_id={theme['id']}": [first],
        f"cycle_id={theme['cycle_id']}": [first],
        f"focus_area_id={focus_area['id']}": [first],
        "kind=day_care": [second],
        "area=age_6_18": [first],
        "from=2025-04-01": [second],
        "to=2025-04-01": [first],
        "updated_since=2190-01-01T00:00:00Z": [],
        "withdrawn=false&sort=collected_on": [first, second],
    }.items():
        listed = await chief.get(f"/stakeholder-input?{query}")
        assert [item["id"] for item in listed.json()["items"]] == [item["id"] for item in expected], query
