"""Observers: who can be chosen, who may choose them, and how long they have access."""

from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col

from api.access.models import Grant
from api.core import clock
from api.db import transactions
from tests.support.observation_visit import FEEDBACK, Visit, errors_of, json_of
from tests.support.world import Actor


async def end_grants(visit: Visit, actor: Actor) -> None:
    async with transactions.write_transaction(visit.world.app.state.engine) as session:
        await session.execute(update(Grant).where(col(Grant.person_id) == actor.id).values(until_on=clock.today()))


def plan_with_observers(visit: Visit, *others: Actor) -> dict[str, Any]:
    """A request body for an observation by the visit's observer and others."""
    return visit.plan(observer_ids=[str(visit.observer.id), *(str(other.id) for other in others)])


# --- who can be chosen ---


@pytest.mark.parametrize(
    ("role", "grant"),
    [
        ("admin", {}),
        ("auditor", {}),
        ("council_member", {}),
        ("data_supplier", {}),
        ("network_member", {"network": "school"}),
    ],
)
async def test_roles_that_may_not_read_feedback_cannot_observe(visit: Visit, role: str, grant: dict[str, str]) -> None:
    person = await visit.world.actor(role, **grant)
    for planner in (visit.leader, visit.consultant):
        response = await planner.post("/observations", plan_with_observers(visit, person))
        assert errors_of(response) == (422, [("/observer_ids/1", "cannot-observe")])


async def test_board_member_cannot_observe_the_institution_of_the_board(visit: Visit) -> None:
    board = await visit.world.actor("board_member", visit.world.birk, body="parent_board")
    await visit.world.add_grant(board.id, "staff", visit.world.oak)
    response = await visit.leader.post("/observations", plan_with_observers(visit, board))
    assert errors_of(response) == (422, [("/observer_ids/1", "observer-from-the-same-institution")])


async def test_chief_and_administration_cannot_choose_consultants_as_observers(visit: Visit) -> None:
    chief = await visit.world.actor("chief", visit.world.north)
    for planner in (chief, visit.consultant):
        for consultant in (chief, visit.consultant):
            response = await planner.post("/observations", plan_with_observers(visit, consultant))
            assert errors_of(response) == (403, [("/observer_ids/1", "observer-not-yours-to-seat")])
        observation = await json_of(planner.post("/observations", plan_with_observers(visit)), 201)
        path = f"/observations/{observation['id']}"
        response = await planner.patch(path, {"observer_ids": plan_with_observers(visit, planner)["observer_ids"]})
        assert errors_of(response) == (403, [("/observer_ids/1", "observer-not-yours-to-seat")])
        await json_of(
            visit.leader.patch(path, {"observer_ids": plan_with_observers(visit, visit.consultant)["observer_ids"]})
        )
        moved = await json_of(planner.patch(path, {"planned_for": "2026-03-12T08:30:00+01:00"}))
        assert len(moved["observers"]) == 2, "observers chosen by the leader stay"


async def test_planner_who_works_at_another_institution_can_observe(visit: Visit) -> None:
    await visit.world.add_grant(visit.consultant.id, "staff", visit.world.oak)
    await json_of(visit.consultant.post("/observations", plan_with_observers(visit, visit.consultant)), 201)


# --- how long they have access ---


async def test_observer_without_roles_cannot_read_or_write(visit: Visit) -> None:
    path = f"/observations/{await visit.fed_back()}"
    etag = (await visit.observer.get(path)).headers["etag"]
    await end_grants(visit, visit.observer)
    assert (await visit.observer.get(path)).status_code in (403, 404)
    assert (await visit.observer.get("/observations")).status_code == 403
    for transition, body in (
        ("take-back", {}),
        ("feedback", FEEDBACK),
        ("redact", {"fields": ["feedback"], "reason": "Hævn"}),
        ("corrections", {"field": "feedback", "becomes": "Alt er slemt", "reason": "Hævn"}),
    ):
        response = await visit.observer.act(f"{path}/{transition}", body, etag=etag)
        assert response.status_code in (403, 404), transition
    observation = await json_of(visit.leader.get(path))
    assert (observation["feedback"], observation["status"]) == (FEEDBACK["feedback"], "fed_back")


async def test_shared_feedback_is_read_and_redacted_by_role(visit: Visit) -> None:
    path = f"/observations/{await visit.shared()}"
    etag = (await visit.leader.get(path)).headers["etag"]
    assert (await visit.observer.get(path)).status_code == 404
    redaction = {"fields": ["feedback", "points"], "reason": "Et navn"}
    correction = {"field": "feedback", "becomes": "Alt er godt", "reason": "Rettet"}
    for actor, status in ((visit.observer, 404), (visit.consultant, 403), (visit.staff, 403)):
        assert (await actor.act(f"{path}/redact", redaction, etag=etag)).status_code == status
        assert (await actor.act(f"{path}/corrections", correction, etag=etag)).status_code == status
    assert (await json_of(visit.consultant.get(path)))["feedback"] == FEEDBACK["feedback"], (
        "the administration reads it by role"
    )
    assert (await visit.leader.act(f"{path}/corrections", correction)).status_code == 403, "not the author"
    observation = await json_of(visit.leader.act(f"{path}/redact", redaction))
    assert (observation["feedback"], [point["text"] for point in observation["points"]]) == (None, [None, None])


async def test_observers_read_a_cancelled_observation_but_cannot_write(visit: Visit) -> None:
    path = f"/observations/{await visit.planned()}"
    await json_of(visit.leader.act(f"{path}/cancel", {"reason": "Sygdom"}))
    assert (await json_of(visit.observer.get(path)))["cancellation"] == "Sygdom"
    redaction = {"fields": ["feedback"], "reason": "Et navn"}
    assert (await visit.observer.act(f"{path}/redact", redaction)).status_code == 403
