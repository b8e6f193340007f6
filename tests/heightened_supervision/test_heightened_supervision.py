"""Heightened supervision: opening and closing by follow-ups, action plan, comments, redaction and access."""

from datetime import date
from typing import Any

import httpx

from api.core.identifiers import new_id
from tests.support.follow_up_meetings import Meetings, faults_of, put_with_etag
from tests.support.world import Actor

REASON = "Gentagne klager over opsynet på legepladsen"


async def open_supervision(meetings: Meetings, assessment: str = "concern") -> str:
    """Hold a follow-up with a concern; return the id of the heightened supervision that it opens."""
    follow_up = await meetings.held(assessment=assessment, reason=REASON)
    return str(follow_up["heightened_supervision_id"])


async def read(actor: Actor, id: str) -> dict[str, Any]:
    response = await actor.get(f"/heightened-supervision/{id}")
    assert response.status_code == 200, response.text
    supervision: dict[str, Any] = response.json()
    return supervision


async def put_plan(actor: Actor, id: str, *actions: dict[str, Any]) -> httpx.Response:
    path = f"/heightened-supervision/{id}"
    return await put_with_etag(actor, f"{path}/actions", {"actions": list(actions)}, path)


def action(text: str = "To voksne ude i frikvarteret", due_on: str = "2026-03-20", **other: Any) -> dict[str, Any]:
    return {"text": text, "responsible": "Lederen", "due_on": due_on, **other}


async def test_follow_up_with_concern_opens_and_later_follow_up_without_concern_closes(meetings: Meetings) -> None:
    follow_up = await meetings.held(assessment="concern", reason=REASON)
    id = follow_up["heightened_supervision_id"]
    supervision = await read(meetings.leader, id)
    assert (
        supervision["institution_name"],
        supervision["origin_id"],
        supervision["severity"],
        supervision["status"],
    ) == (
        "Birkeskolen",
        follow_up["id"],
        "concern",
        "open",
    )
    assert (supervision["reason"], supervision["opened_on"], supervision["action_plan_due_on"]) == (
        REASON,
        "2026-03-10",
        None,
    )
    await meetings.sign_in_again_on(date(2026, 6, 1))
    closing_follow_up = await meetings.held(reason="Opsynet er på plads")
    supervision = await read(meetings.leader, id)
    assert (
        supervision["status"],
        supervision["closed_on"],
        supervision["closing"],
        supervision["closing_origin_id"],
    ) == (
        "closed",
        "2026-06-01",
        "Opsynet er på plads",
        closing_follow_up["id"],
    )
    assert closing_follow_up["heightened_supervision_id"] is None
    second_id = await open_supervision(meetings)
    assert second_id != id, "a new concern opens another"


async def test_follow_up_on_an_earlier_day_does_not_close_heightened_supervision(meetings: Meetings) -> None:
    id = await open_supervision(meetings)
    await meetings.held(held_on="2026-03-01")
    assert (await read(meetings.chief, id))["status"] == "open"


async def test_another_concern_is_added_to_the_open_heightened_supervision(meetings: Meetings) -> None:
    id = await open_supervision(meetings)
    await meetings.sign_in_again_on(date(2026, 4, 1))
    second_follow_up = await meetings.held(assessment="serious_concern", reason="Et barn forlod skolen uset")
    assert second_follow_up["heightened_supervision_id"] is None
    supervision = await read(meetings.chief, id)
    assert (supervision["severity"], supervision["action_plan_due_on"], supervision["action_plan_missing"]) == (
        "serious_concern",
        "2026-04-29",
        True,
    )
    await meetings.held(assessment="concern", reason="Bedre, men ikke godt")
    supervision = await read(meetings.chief, id)
    assert (supervision["severity"], supervision["reason"]) == ("serious_concern", REASON)
    assert [(ground["severity"], ground["reason"]) for ground in supervision["grounds"]] == [
        ("concern", REASON),
        ("serious_concern", "Et barn forlod skolen uset"),
        ("concern", "Bedre, men ikke godt"),
    ]
    assert len((await meetings.chief.get("/heightened-supervision")).json()["items"]) == 1


async def test_serious_concern_requires_an_action_plan(meetings: Meetings) -> None:
    id = await open_supervision(meetings, "serious_concern")
    supervision = await read(meetings.chief, id)
    assert (supervision["action_plan_due_on"], supervision["action_plan_missing"]) == ("2026-04-07", True)
    planned = await put_plan(meetings.leader, id, action())
    assert (planned.status_code, planned.json()["action_plan_missing"]) == (200, False), planned.text
    for query, number in (("true", 0), ("false", 1)):
        listed = await meetings.chief.get(f"/heightened-supervision?action_plan_missing={query}")
        assert len(listed.json()["items"]) == number


async def test_chief_cannot_remove_planned_actions(meetings: Meetings) -> None:
    id = await open_supervision(meetings)
    planned = (await put_plan(meetings.leader, id, action(), action("Møde med forældrene", "2026-03-09"))).json()
    first, second = planned["actions"]
    assert [planned_action["overdue"] for planned_action in planned["actions"]] == [False, True]
    without_planned = await put_plan(meetings.chief, id, action("Noget nyt"))
    assert (without_planned.status_code, faults_of(without_planned)) == (422, [("/actions", "left-out")])
    unchanged = {name: second[name] for name in ("id", "text", "responsible", "due_on")}
    changed = await put_plan(
        meetings.chief,
        id,
        {**unchanged, "status": "done", "note": "Godt møde"},
        action("Noget nyt"),
        {"id": first["id"], **action(), "status": "dropped"},
    )
    assert changed.status_code == 200, changed.text
    assert [
        (changed_action["text"], changed_action["status"], changed_action["overdue"])
        for changed_action in changed.json()["actions"]
    ] == [
        ("Møde med forældrene", "done", False),
        ("Noget nyt", "open", False),
        ("To voksne ude i frikvarteret", "dropped", False),
    ]


async def test_leader_cannot_list_unknown_or_duplicate_actions(meetings: Meetings) -> None:
    id = await open_supervision(meetings)
    [planned] = (await put_plan(meetings.leader, id, action())).json()["actions"]
    duplicate = {"id": planned["id"], **action()}
    response = await put_plan(meetings.leader, id, duplicate, duplicate, {"id": str(new_id()), **action()})
    assert faults_of(response) == [("/actions/1/id", "named-twice"), ("/actions/2/id", "unknown-reference")]


async def test_chief_cannot_plan_actions_after_closing(meetings: Meetings) -> None:
    id = await open_supervision(meetings)
    await meetings.held()
    response = await put_plan(meetings.chief, id, action())
    assert (response.status_code, response.json()["code"]) == (409, "wrong-state")


async def test_parent_board_reads_and_comments_heightened_supervision(meetings: Meetings) -> None:
    id, world = await open_supervision(meetings), meetings.world
    board = await world.actor("board_member", world.birk, body="parent_board")
    assert (await read(board, id))["reason"] == REASON
    commented = await board.act(f"/heightened-supervision/{id}/comments", {"text": "Vi vil gerne høre om planen"})
    assert commented.status_code == 200, commented.text
    [comment] = (await read(meetings.chief, id))["comments"]
    assert (comment["text"], comment["author_name"][:12]) == ("Vi vil gerne høre om planen", "board_member")
    assert (await put_plan(board, id, action())).status_code == 403
    for actor in (meetings.chief, meetings.leader):
        response = await actor.act(f"/heightened-supervision/{id}/comments", {"text": "Ikke mine ord"})
        assert (response.status_code, response.json()["code"]) == (403, "not-allowed")


async def test_other_boards_institutions_and_districts_cannot_read_heightened_supervision(meetings: Meetings) -> None:
    id, world = await open_supervision(meetings), meetings.world
    student_council = await world.actor("board_member", world.birk, body="student_council")
    other_parent_board = await world.actor("board_member", world.oak, body="parent_board")
    leader_of_department = await world.actor("leader", world.birk_sfo)
    for actor in (student_council, other_parent_board, leader_of_department, await world.actor("chief", world.south)):
        assert (await actor.get(f"/heightened-supervision/{id}")).status_code == 404
        assert (await actor.get("/heightened-supervision?count=true")).json()["total"] == 0
    for role in ("staff", "council_member", "admin"):
        actor = await world.actor(role, world.birk if role == "staff" else None)
        assert (await actor.get(f"/heightened-supervision/{id}")).status_code in (403, 404)
    administration = await world.actor("administration")
    assert (await read(administration, id))["severity"] == "concern"
    assert (await put_plan(administration, id, action())).status_code == 403


async def test_chief_filters_the_list_of_heightened_supervision(meetings: Meetings) -> None:
    await open_supervision(meetings)
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
        response = await meetings.chief.get(f"/heightened-supervision?{query}")
        assert (response.status_code, len(response.json()["items"])) == (200, number), query


async def test_chief_leader_and_parent_board_redact_the_text_that_they_may_write(meetings: Meetings) -> None:
    id, world = await open_supervision(meetings), meetings.world
    board = await world.actor("board_member", world.birk, body="parent_board")
    [planned] = (await put_plan(meetings.leader, id, action("Tale med Olsens", note="Olsen"))).json()["actions"]
    commented = await board.act(f"/heightened-supervision/{id}/comments", {"text": "Familien Olsen er vred"})
    comment = commented.json()["comments"][0]
    path = f"/heightened-supervision/{id}/redact"
    assert (await meetings.leader.act(path, {"field": "reason", "reason": "Nej"})).status_code == 403
    assert (
        await meetings.chief.act(path, {"field": "comment", "part_id": comment["id"], "reason": "Nej"})
    ).status_code == 403
    for actor, field, part_id in (
        (board, "comment", comment["id"]),
        (meetings.leader, "action", planned["id"]),
        (meetings.chief, "reason", None),
    ):
        response = await actor.act(path, {"field": field, "part_id": part_id, "reason": "En familie kan kendes"})
        assert response.status_code == 200, response.text
    supervision = await read(meetings.chief, id)
    assert "Olsen" not in str(supervision)
    assert (
        supervision["reason"],
        supervision["grounds"][0]["reason"],
        supervision["actions"][0]["text"],
        supervision["comments"][0]["text"],
    ) == (
        None,
        None,
        None,
        None,
    )
    assert [(correction["field"], correction["was"]) for correction in supervision["corrections"]] == [
        ("text", None),
        ("text", None),
        ("reason", None),
    ]
    response = await board.act(path, {"field": "comment", "part_id": planned["id"], "reason": "Nej"})
    assert (response.status_code, faults_of(response)) == (422, [("/part_id", "unknown-reference")])
