"""Stakeholder input over the service's routes."""

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
from tests.support.themes.builders import proposed as proposed_theme
from tests.support.world import Actor, World

SAID = "Der er for meget larm, når vi skifter time"


def words(institution: UUID | None, **other: Any) -> dict[str, Any]:
    given = {
        "institution_id": institution and str(institution),
        "voice": "child",
        "method": "tour",
        "age_group": "6-9",
        "text": SAID,
        "people_count": 4,
        "collected_on": str(clock.today()),
        **other,
    }
    return {name: value for name, value in given.items() if value is not None}


async def added(actor: Actor, institution: UUID | None, **other: Any) -> dict[str, Any]:
    answer = await actor.post("/stakeholder-input", words(institution, **other))
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def faults(answer: Any) -> tuple[int, list[tuple[str, str]]]:
    return answer.status_code, [(one["pointer"], one["code"]) for one in answer.json()["errors"]]


async def test_a_leader_writes_down_what_children_said(world: World) -> None:
    leader, theme = await world.actor("leader", world.birk), await decided_theme(world)
    focus_area = await proposed_focus_area(leader, world.birk, theme)
    made = await added(
        leader,
        world.birk,
        theme_id=theme["id"],
        focus_area_id=focus_area["id"],
        form="recommendation",
        external_ids=[{"system": "survey", "id": "17"}],
    )
    assert (made["institution_name"], made["theme_title"], made["focus_area_title"], made["form"]) == (
        "Birkeskolen",
        "Trivsel",
        "Ro i timerne",
        "recommendation",
    )
    assert (made["text"], made["text_withheld"], made["external_ids"]) == (
        SAID,
        False,
        [
            {"system": "survey", "id": "17"},
        ],
    )
    again = await leader.post("/stakeholder-input", words(world.birk, external_ids=[{"system": "survey", "id": "17"}]))
    assert (again.status_code, again.json()["code"]) == (409, "external-id-taken")


@pytest.mark.parametrize("people, shown", [(9, False), (10, True)])
async def test_words_of_a_few_are_read_by_who_is_close_to_them_only(world: World, people: int, shown: bool) -> None:
    made = await added(await world.actor("staff", world.birk), world.birk, people_count=people)
    path = f"/stakeholder-input/{made['id']}"
    for role, unit in (("leader", world.birk), ("staff", world.birk_sfo), ("chief", world.north)):
        assert (await (await world.actor(role, unit)).get(path)).json()["text"] == SAID
    for role, at, grant in (("administration", None, {}), ("board_member", world.birk, {"body": "parent_board"})):
        seen = (await (await world.actor(role, at, **grant)).get(path)).json()
        assert (seen["text"], seen["text_withheld"]) == ((SAID, False) if shown else (None, True))


@pytest.mark.parametrize("people, shown", [(9, None), (10, "Vi har sat tæpper op, som I bad om")])
async def test_the_answer_to_words_follows_the_words(world: World, people: int, shown: str | None) -> None:
    leader = await world.actor("leader", world.birk)
    made = await added(leader, world.birk, people_count=people)
    path = f"/stakeholder-input/{made['id']}"
    told = {"answer": "Vi har sat tæpper op, som I bad om"}
    assert (await leader.act(f"{path}/answer", told)).json()["answer"] == told["answer"]
    for role, at, grant in (("administration", None, {}), ("board_member", world.birk, {"body": "parent_board"})):
        actor = await world.actor(role, at, **grant)
        seen = (await actor.get(path)).json()
        assert (seen["answer"], seen["answered_on"]) == (shown, str(clock.today()))
        [listed] = (await actor.get("/stakeholder-input")).json()["items"]
        assert listed["answer"] == shown


async def test_no_filter_looks_into_words_that_are_withheld(world: World) -> None:
    await added(await world.actor("leader", world.birk), world.birk)
    office = await world.actor("administration")
    assert (await office.get("/stakeholder-input?q=larm")).status_code == 422
    assert (await office.get("/stakeholder-input?sort=text")).status_code == 422
    listed = await office.get("/stakeholder-input", headers={"Accept": "text/csv"})
    assert listed.status_code == 200
    assert "larm" not in listed.text


async def test_other_roles_read_no_input_at_all(world: World) -> None:
    made = await added(await world.actor("leader", world.birk), world.birk, people_count=50)
    for role in ("council_member", "network_member", "auditor", "admin"):
        actor = await world.actor(role, **({"network": "school"} if role == "network_member" else {}))
        assert (await actor.get("/stakeholder-input")).status_code == 403
        assert (await actor.get(f"/stakeholder-input/{made['id']}")).status_code == 403


async def test_a_leader_does_not_see_another_institutions_input(world: World) -> None:
    made = await added(await world.actor("leader", world.birk), world.birk)
    path, other = f"/stakeholder-input/{made['id']}", await world.actor("leader", world.oak)
    assert (await other.get(path)).status_code == 404
    assert (await other.get("/stakeholder-input?count=true")).json()["total"] == 0
    assert (await other.patch(path, {"people_count": 5}, etag='"1"')).status_code == 404
    assert (await other.call("POST", f"{path}/withdraw", json={"reason": "mistake"}, etag='"1"')).status_code == 404
    assert faults(await other.post("/stakeholder-input", words(world.birk))) == (
        422,
        [("/institution_id", "unknown-reference")],
    )


async def test_a_data_supplier_reads_back_what_it_wrote_and_nothing_else(world: World) -> None:
    machine, leader = await world.actor("data_supplier", machine=True), await world.actor("leader", world.birk)
    mine, other = await added(machine, world.birk), await added(leader, world.birk)
    assert mine["text"] == SAID
    listed = (await machine.get("/stakeholder-input")).json()["items"]
    assert [one["id"] for one in listed] == [mine["id"]]
    assert (await machine.get(f"/stakeholder-input/{other['id']}")).status_code == 404
    assert (await machine.patch(f"/stakeholder-input/{mine['id']}", {"people_count": 6})).status_code == 200
    answered = await machine.act(f"/stakeholder-input/{mine['id']}/answer", {"answer": "Nej"})
    assert answered.status_code == 403


@pytest.mark.parametrize("body", ["parent_board", "parents_council", "student_council"])
async def test_a_member_of_a_board_writes_its_own_voice_only(world: World, body: str) -> None:
    member = await world.actor("board_member", world.birk, body=body)
    made = await added(member, world.birk, voice=body, age_group=None)
    assert made["text"] == SAID, "whoever wrote it reads it back"
    assert faults(await member.post("/stakeholder-input", words(world.birk))) == (422, [("/voice", "voice-not-yours")])
    changed = await member.patch(f"/stakeholder-input/{made['id']}", {"voice": "parent"})
    assert faults(changed) == (422, [("/voice", "voice-not-yours")])


async def test_a_member_of_a_board_changes_what_they_wrote_only(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    made = await added(leader, world.birk, voice="parent_board", age_group=None)
    member = await world.actor("board_member", world.birk, body="parent_board")
    path = f"/stakeholder-input/{made['id']}"
    assert (await member.patch(path, {"people_count": 10})).status_code == 403, "it would show words withheld from them"
    for verb, said in (
        ("withdraw", {"reason": "mistake"}),
        ("redact", {"reason": "Navn"}),
        ("answer", {"answer": "J"}),
    ):
        assert (await member.act(f"{path}/{verb}", said)).status_code == 403


async def test_the_youth_council_speaks_for_the_whole_city(world: World) -> None:
    member = await world.actor("board_member", body="youth_council")
    made = await added(member, None, voice="youth_council", age_group="14-18", people_count=12)
    assert (made["institution_id"], made["institution_name"]) == (None, None)
    leader = await world.actor("leader", world.birk)
    assert (await leader.post("/stakeholder-input", words(None))).status_code == 403
    assert (await leader.get(f"/stakeholder-input/{made['id']}")).status_code == 404


async def test_the_administration_writes_no_input(world: World) -> None:
    for role, unit in (("administration", None), ("chief", world.north), ("council_member", None)):
        assert (await (await world.actor(role, unit)).post("/stakeholder-input", words(world.birk))).status_code == 403


async def test_only_children_and_young_people_have_an_age_group_and_nobody_speaks_tomorrow(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    answer = await leader.post("/stakeholder-input", words(world.birk, voice="parent", collected_on="2190-01-01"))
    assert faults(answer) == (
        422,
        [("/age_group", "age-group-for-children-only"), ("/collected_on", "in-the-future")],
    )
    made = await added(leader, world.birk)
    changed = await leader.patch(f"/stakeholder-input/{made['id']}", {"voice": "parent"})
    assert faults(changed) == (422, [("/age_group", "age-group-for-children-only")])
    both = await leader.patch(f"/stakeholder-input/{made['id']}", {"voice": "parent", "age_group": None})
    assert (both.status_code, both.json()["voice"], both.json()["age_group"]) == (200, "parent", None)


async def test_a_theme_must_be_decided_and_a_focus_area_the_institutions_own(world: World) -> None:
    theme = await proposed_theme(await world.actor("administration"))
    leader, chief = await world.actor("leader", world.birk), await world.actor("chief", world.north)
    await world.give(chief.id, "leader", world.elm)
    unseen = await leader.post("/stakeholder-input", words(world.birk, theme_id=theme["id"]))
    assert faults(unseen) == (422, [("/theme_id", "unknown-reference")])
    seen = await chief.post("/stakeholder-input", words(world.elm, theme_id=theme["id"]))
    assert faults(seen) == (409, [("/theme_id", "theme-not-decided")])
    await (await world.actor("administration")).act(f"/themes/{theme['id']}/decide")
    focus_area = await proposed_focus_area(leader, world.birk, theme)
    foreign = await chief.post("/stakeholder-input", words(world.elm, focus_area_id=focus_area["id"]))
    assert faults(foreign) == (422, [("/focus_area_id", "not-of-the-institution")])
    sfo = await world.actor("leader", world.birk_sfo)
    assert (await added(sfo, world.birk_sfo, focus_area_id=focus_area["id"]))["focus_area_title"] == "Ro i timerne"


async def test_a_closed_institution_takes_no_input(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    await world.ends(world.birk, date(2026, 1, 1))
    answer = await leader.post("/stakeholder-input", words(world.birk, collected_on="2025-12-01"))
    assert faults(answer) == (409, [("/institution_id", "institution-closed")])


async def test_a_leader_answers_and_staff_do_not(world: World) -> None:
    leader, staff = await world.actor("leader", world.birk), await world.actor("staff", world.birk)
    path = f"/stakeholder-input/{(await added(staff, world.birk))['id']}"
    assert (await staff.act(f"{path}/answer", {"answer": "Vi flytter klokken"})).status_code == 403
    answered = await leader.act(f"{path}/answer", {"answer": "Vi flytter klokken"})
    assert (answered.status_code, answered.json()["answer"]) == (200, "Vi flytter klokken")
    assert answered.json()["answered_on"] == str(clock.today())
    for day, code in (("2190-01-01", "in-the-future"), ("2020-01-01", "out-of-bounds")):
        wrong = await leader.act(f"{path}/answer", {"answer": "Igen", "answered_on": day})
        assert faults(wrong) == (422, [("/answered_on", code)])
    for wish, found in (("true", 1), ("false", 0)):
        listed = await leader.get(f"/stakeholder-input?answered={wish}&count=true")
        assert listed.json()["total"] == found


async def test_a_change_to_what_was_read_before_is_refused(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    path = f"/stakeholder-input/{(await added(leader, world.birk))['id']}"
    old = (await leader.get(path)).headers["etag"]
    assert (await leader.patch(path, {"people_count": 5}, etag="")).status_code == 428
    assert (await leader.patch(path, {"people_count": 5})).json()["version"] == 2
    assert (await leader.patch(path, {"people_count": 5})).json()["version"] == 2, "nothing changed"
    assert (await leader.patch(path, {"people_count": 6}, etag=old)).status_code == 412
    assert (await leader.act(f"{path}/withdraw", {"reason": "mistake"}, etag=old)).status_code == 412
    ids = [{"system": "survey", "id": "1"}]
    assert (await leader.patch(path, {"external_ids": ids})).json()["external_ids"] == ids


async def test_withdrawn_words_are_gone_everywhere_and_place_and_reason_remain(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    key = {"headers": {"Idempotency-Key": "once"}}
    made = (await leader.post("/stakeholder-input", words(world.birk), **key)).json()
    path = f"/stakeholder-input/{made['id']}"
    await leader.act(f"{path}/answer", {"answer": "Om larm"})
    gone = await leader.act(f"{path}/withdraw", {"reason": "consent"})
    assert (gone.status_code, gone.json()["text"], gone.json()["answer"]) == (200, None, None)
    assert (gone.json()["withdrawal"], gone.json()["withdrawn_on"]) == ("consent", str(clock.today()))
    assert (gone.json()["people_count"], gone.json()["text_withheld"]) == (4, False)
    replayed = await leader.post("/stakeholder-input", words(world.birk), **key)
    assert (replayed.status_code, replayed.json()["code"]) == (409, "answer-not-kept")
    assert len((await leader.get("/stakeholder-input")).json()["items"]) == 1, "it has no second effect"
    for send in (
        leader.patch(path, {"people_count": 5}),
        leader.act(f"{path}/answer", {"answer": "Ja"}),
        leader.act(f"{path}/withdraw", {"reason": "mistake"}),
        leader.act(f"{path}/redact", {"reason": "Navn"}),
    ):
        answer = await send
        assert (answer.status_code, answer.json()["code"]) == (409, "wrong-state")
    async with read_transaction(world.app.state.engine) as session:
        actions = (
            await session.execute(
                select(col(Entry.action)).where(col(Entry.thing_id) == UUID(made["id"])).order_by(col(Entry.seq))
            )
        ).scalars()
        assert list(actions) == ["created", "answered", "withdrawn"]
        kept = (await session.execute(select(col(StoredResponse.answer)))).scalars()
        assert all(b"larm" not in answer for answer in kept)


async def test_redacted_words_are_gone_and_are_not_written_anew(world: World) -> None:
    staff = await world.actor("staff", world.birk)
    path = f"/stakeholder-input/{(await added(staff, world.birk))['id']}"
    redacted = await staff.act(f"{path}/redact", {"reason": "Et barns navn", "fields": ["text"]})
    assert (redacted.json()["text"], redacted.json()["redaction_reason"]) == (None, "Et barns navn")
    assert redacted.json()["redacted_on"] == str(clock.today())
    again = await staff.patch(path, {"text": SAID})
    assert faults(again) == (409, [("/text", "wrong-state")])
    assert (await staff.patch(path, {"people_count": 8})).status_code == 200


async def test_a_personal_number_is_not_taken_in(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    answer = await leader.post("/stakeholder-input", words(world.birk, text="Ring til 010203-1234"))
    assert (answer.status_code, answer.json()["code"]) == (422, "looks-like-cpr-number")
    path = f"/stakeholder-input/{(await added(leader, world.birk))['id']}"
    for verb, said in (("answer", {"answer": "0102031234"}), ("redact", {"reason": "010203 1234"})):
        refused = await leader.act(f"{path}/{verb}", said)
        assert (refused.status_code, refused.json()["code"]) == (422, "looks-like-cpr-number")


async def test_the_list_is_filtered_as_its_readers_expect(world: World) -> None:
    chief, theme = await world.actor("chief", world.north), await decided_theme(world)
    leader, other = await world.actor("leader", world.birk), await world.actor("leader", world.elm)
    focus_area = await proposed_focus_area(leader, world.birk, theme)
    first = await added(
        leader, world.birk, theme_id=theme["id"], focus_area_id=focus_area["id"], collected_on="2025-03-01"
    )
    second = await added(
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
        assert [one["id"] for one in listed.json()["items"]] == [one["id"] for one in expected], query
