"""Heightened supervision: opened and closed by follow-ups, acted on, commented by the parent board."""

from datetime import date
from typing import Any

import httpx

from api.core.identifiers import new_id
from tests.support.follow_up_meetings import Meetings, found, put
from tests.support.world import Actor

REASON = "Gentagne klager over opsynet på legepladsen"


async def opened(meetings: Meetings, assessment: str = "concern", **said: Any) -> str:
    held = await meetings.held(assessment=assessment, reason=REASON, **said)
    return str(held["heightened_supervision_id"])


async def read(actor: Actor, id: str) -> dict[str, Any]:
    answer = await actor.get(f"/heightened-supervision/{id}")
    assert answer.status_code == 200, answer.text
    whole: dict[str, Any] = answer.json()
    return whole


async def plan(actor: Actor, id: str, *actions: dict[str, Any]) -> httpx.Response:
    thing = f"/heightened-supervision/{id}"
    return await put(actor, f"{thing}/actions", {"actions": list(actions)}, thing)


def action(text: str = "To voksne ude i frikvarteret", due_on: str = "2026-03-20", **other: Any) -> dict[str, Any]:
    return {"text": text, "responsible": "Lederen", "due_on": due_on, **other}


async def test_a_concern_opens_it_and_a_later_follow_up_without_one_closes_it(meetings: Meetings) -> None:
    held = await meetings.held(assessment="concern", reason=REASON)
    id = held["heightened_supervision_id"]
    one = await read(meetings.leader, id)
    assert (one["institution_name"], one["origin_id"], one["severity"], one["status"]) == (
        "Birkeskolen",
        held["id"],
        "concern",
        "open",
    )
    assert (one["reason"], one["opened_on"], one["action_plan_due_on"]) == (REASON, "2026-03-10", None)
    await meetings.again(date(2026, 6, 1))
    ended = await meetings.held(reason="Opsynet er på plads")
    one = await read(meetings.leader, id)
    assert (one["status"], one["closed_on"], one["closing"], one["closing_origin_id"]) == (
        "closed",
        "2026-06-01",
        "Opsynet er på plads",
        ended["id"],
    )
    assert ended["heightened_supervision_id"] is None
    again = await opened(meetings)
    assert again != id, "a new concern opens another"


async def test_a_follow_up_of_an_earlier_day_does_not_close_it(meetings: Meetings) -> None:
    id = await opened(meetings)
    await meetings.held(held_on="2026-03-01")
    assert (await read(meetings.chief, id))["status"] == "open"


async def test_another_concern_deepens_the_one_that_is_open(meetings: Meetings) -> None:
    id = await opened(meetings)
    await meetings.again(date(2026, 4, 1))
    second = await meetings.held(assessment="serious_concern", reason="Et barn forlod skolen uset")
    assert second["heightened_supervision_id"] is None
    one = await read(meetings.chief, id)
    assert (one["severity"], one["action_plan_due_on"], one["action_plan_missing"]) == (
        "serious_concern",
        "2026-04-29",
        True,
    )
    await meetings.held(assessment="concern", reason="Bedre, men ikke godt")
    one = await read(meetings.chief, id)
    assert (one["severity"], one["reason"]) == ("serious_concern", REASON)
    assert [(ground["severity"], ground["reason"]) for ground in one["grounds"]] == [
        ("concern", REASON),
        ("serious_concern", "Et barn forlod skolen uset"),
        ("concern", "Bedre, men ikke godt"),
    ]
    assert len((await meetings.chief.get("/heightened-supervision")).json()["items"]) == 1


async def test_a_serious_concern_owes_an_action_plan(meetings: Meetings) -> None:
    id = await opened(meetings, "serious_concern")
    one = await read(meetings.chief, id)
    assert (one["action_plan_due_on"], one["action_plan_missing"]) == ("2026-04-07", True)
    planned = await plan(meetings.leader, id, action())
    assert (planned.status_code, planned.json()["action_plan_missing"]) == (200, False), planned.text
    for query, number in (("true", 0), ("false", 1)):
        listed = await meetings.chief.get(f"/heightened-supervision?action_plan_missing={query}")
        assert len(listed.json()["items"]) == number


async def test_what_was_planned_stays_in_the_plan(meetings: Meetings) -> None:
    id = await opened(meetings)
    planned = (await plan(meetings.leader, id, action(), action("Møde med forældrene", "2026-03-09"))).json()
    first, second = planned["actions"]
    assert [one["overdue"] for one in planned["actions"]] == [False, True]
    left = await plan(meetings.chief, id, action("Noget nyt"))
    assert (left.status_code, found(left)) == (422, [("/actions", "left-out")])
    kept = {name: second[name] for name in ("id", "text", "responsible", "due_on")}
    changed = await plan(
        meetings.chief,
        id,
        {**kept, "status": "done", "note": "Godt møde"},
        action("Noget nyt"),
        {"id": first["id"], **action(), "status": "dropped"},
    )
    assert changed.status_code == 200, changed.text
    assert [(one["text"], one["status"], one["overdue"]) for one in changed.json()["actions"]] == [
        ("Møde med forældrene", "done", False),
        ("Noget nyt", "open", False),
        ("To voksne ude i frikvarteret", "dropped", False),
    ]


async def test_an_action_is_one_of_the_plans_and_named_once(meetings: Meetings) -> None:
    id = await opened(meetings)
    [one] = (await plan(meetings.leader, id, action())).json()["actions"]
    same = {"id": one["id"], **action()}
    refused = await plan(meetings.leader, id, same, same, {"id": str(new_id()), **action()})
    assert found(refused) == [("/actions/1/id", "named-twice"), ("/actions/2/id", "unknown-reference")]


async def test_a_closed_one_takes_no_more_actions(meetings: Meetings) -> None:
    id = await opened(meetings)
    await meetings.held()
    refused = await plan(meetings.chief, id, action())
    assert (refused.status_code, refused.json()["code"]) == (409, "wrong-state")


async def test_the_parent_board_reads_it_from_its_opening_and_comments(meetings: Meetings) -> None:
    id, world = await opened(meetings), meetings.world
    board = await world.actor("board_member", world.birk, body="parent_board")
    assert (await read(board, id))["reason"] == REASON
    said = await board.act(f"/heightened-supervision/{id}/comments", {"text": "Vi vil gerne høre om planen"})
    assert said.status_code == 200, said.text
    [one] = (await read(meetings.chief, id))["comments"]
    assert (one["text"], one["author_name"][:12]) == ("Vi vil gerne høre om planen", "board_member")
    assert (await plan(board, id, action())).status_code == 403
    for actor in (meetings.chief, meetings.leader):
        refused = await actor.act(f"/heightened-supervision/{id}/comments", {"text": "Ikke mine ord"})
        assert (refused.status_code, refused.json()["code"]) == (403, "not-allowed")


async def test_who_is_not_told_of_it_does_not_see_it(meetings: Meetings) -> None:
    id, world = await opened(meetings), meetings.world
    pupils = await world.actor("board_member", world.birk, body="student_council")
    far = await world.actor("board_member", world.oak, body="parent_board")
    of_the_sfo = await world.actor("leader", world.birk_sfo)
    for actor in (pupils, far, of_the_sfo, await world.actor("chief", world.south)):
        assert (await actor.get(f"/heightened-supervision/{id}")).status_code == 404
        assert (await actor.get("/heightened-supervision?count=true")).json()["total"] == 0
    for role in ("staff", "council_member", "admin"):
        actor = await world.actor(role, world.birk if role == "staff" else None)
        assert (await actor.get(f"/heightened-supervision/{id}")).status_code in (403, 404)
    office = await world.actor("administration")
    assert (await read(office, id))["severity"] == "concern"
    assert (await plan(office, id, action())).status_code == 403


async def test_the_list_is_narrowed(meetings: Meetings) -> None:
    await opened(meetings)
    world = meetings.world
    for query, number in (
        ("status=open", 1),
        ("status=closed", 0),
        ("severity=concern", 1),
        ("severity=serious_concern", 0),
        (f"institution_id={world.birk}", 1),
        (f"district_id={world.north}", 1),
        (f"district_id={world.south}", 0),
        ("kind=school", 1),
        ("kind=leisure", 0),
        ("from=2026-03-10", 1),
        ("to=2026-03-10", 0),
        ("updated_since=2026-03-11T00:00:00Z", 0),
    ):
        answer = await meetings.chief.get(f"/heightened-supervision?{query}")
        assert (answer.status_code, len(answer.json()["items"])) == (200, number), query


async def test_words_are_taken_out_by_those_who_may_write_them(meetings: Meetings) -> None:
    id, world = await opened(meetings), meetings.world
    board = await world.actor("board_member", world.birk, body="parent_board")
    [done] = (await plan(meetings.leader, id, action("Tale med Olsens", note="Olsen"))).json()["actions"]
    said = await board.act(f"/heightened-supervision/{id}/comments", {"text": "Familien Olsen er vred"})
    comment = said.json()["comments"][0]
    path = f"/heightened-supervision/{id}/redact"
    assert (await meetings.leader.act(path, {"field": "reason", "reason": "Nej"})).status_code == 403
    assert (
        await meetings.chief.act(path, {"field": "comment", "part_id": comment["id"], "reason": "Nej"})
    ).status_code == 403
    for actor, field, part in (
        (board, "comment", comment["id"]),
        (meetings.leader, "action", done["id"]),
        (meetings.chief, "reason", None),
    ):
        answer = await actor.act(path, {"field": field, "part_id": part, "reason": "En familie kan kendes"})
        assert answer.status_code == 200, answer.text
    one = await read(meetings.chief, id)
    assert "Olsen" not in str(one)
    assert (one["reason"], one["grounds"][0]["reason"], one["actions"][0]["text"], one["comments"][0]["text"]) == (
        None,
        None,
        None,
        None,
    )
    assert [(one["field"], one["was"]) for one in one["corrections"]] == [
        ("text", None),
        ("text", None),
        ("reason", None),
    ]
    refused = await board.act(path, {"field": "comment", "part_id": done["id"], "reason": "Nej"})
    assert (refused.status_code, found(refused)) == (422, [("/part_id", "unknown-reference")])
