"""Who may observe, who seats them, and what observing opens for how long."""

from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col

from api.access.models import Grant
from api.core import clock
from api.db import transactions
from tests.support.observation_visit import SEEN, Visit, faults, made
from tests.support.world import Actor


async def end_grants(visit: Visit, actor: Actor) -> None:
    async with transactions.write_transaction(visit.world.app.state.engine) as session:
        ended = update(Grant).where(col(Grant.person_id) == actor.id).values(until_on=clock.today())
        await session.execute(ended)


def seats(visit: Visit, *others: Actor) -> dict[str, Any]:
    return visit.plan(observer_ids=[str(visit.observer.id), *(str(other.id) for other in others)])


# --- who may be one ---


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
async def test_who_is_kept_from_what_is_said_of_a_house_does_not_observe(
    visit: Visit, role: str, grant: dict[str, str]
) -> None:
    other = await visit.world.actor(role, **grant)
    for planner in (visit.leader, visit.consultant):
        answer = await planner.post("/observations", seats(visit, other))
        assert faults(answer) == (422, [("/observer_ids/1", "cannot-observe")])


async def test_a_board_member_does_not_observe_their_own_institution(visit: Visit) -> None:
    board = await visit.world.actor("board_member", visit.world.birk, body="parent_board")
    await visit.world.give(board.id, "staff", visit.world.oak)
    answer = await visit.leader.post("/observations", seats(visit, board))
    assert faults(answer) == (422, [("/observer_ids/1", "observer-from-the-same-institution")])


async def test_chief_and_administration_plan_and_seat_neither_themselves_nor_each_other(visit: Visit) -> None:
    chief = await visit.world.actor("chief", visit.world.north)
    for planner in (chief, visit.consultant):
        for consultant in (chief, visit.consultant):
            answer = await planner.post("/observations", seats(visit, consultant))
            assert faults(answer) == (403, [("/observer_ids/1", "observer-not-yours-to-seat")])
        made_ = await made(planner.post("/observations", seats(visit)), 201)
        path = f"/observations/{made_['id']}"
        later = await planner.patch(path, {"observer_ids": seats(visit, planner)["observer_ids"]})
        assert faults(later) == (403, [("/observer_ids/1", "observer-not-yours-to-seat")])
        await made(visit.leader.patch(path, {"observer_ids": seats(visit, visit.consultant)["observer_ids"]}))
        moved = await made(planner.patch(path, {"planned_for": "2026-03-12T08:30:00+01:00"}))
        assert len(moved["observers"]) == 2, "whom the leader seated stays"


async def test_who_works_elsewhere_observes_though_they_plan(visit: Visit) -> None:
    await visit.world.give(visit.consultant.id, "staff", visit.world.oak)
    await made(visit.consultant.post("/observations", seats(visit, visit.consultant)), 201)


# --- how long ---


async def test_an_observer_whose_roles_have_ended_reads_and_writes_nothing(visit: Visit) -> None:
    path = f"/observations/{await visit.fed_back()}"
    etag = (await visit.observer.get(path)).headers["etag"]
    await end_grants(visit, visit.observer)
    assert (await visit.observer.get(path)).status_code in (403, 404)
    assert (await visit.observer.get("/observations")).status_code == 403
    for verb, said in (
        ("take-back", {}),
        ("feedback", SEEN),
        ("redact", {"fields": ["feedback"], "reason": "Hævn"}),
        ("corrections", {"field": "feedback", "becomes": "Alt er slemt", "reason": "Hævn"}),
    ):
        assert (await visit.observer.act(f"{path}/{verb}", said, etag=etag)).status_code in (403, 404), verb
    row = await made(visit.leader.get(path))
    assert (row["feedback"], row["status"]) == (SEEN["feedback"], "fed_back")


async def test_what_is_shared_is_read_and_taken_out_by_role(visit: Visit) -> None:
    path = f"/observations/{await visit.shared()}"
    etag = (await visit.leader.get(path)).headers["etag"]
    assert (await visit.observer.get(path)).status_code == 404
    wanted = {"fields": ["feedback", "points"], "reason": "Et navn"}
    mended = {"field": "feedback", "becomes": "Alt er godt", "reason": "Rettet"}
    for actor, status in ((visit.observer, 404), (visit.consultant, 403), (visit.staff, 403)):
        assert (await actor.act(f"{path}/redact", wanted, etag=etag)).status_code == status
        assert (await actor.act(f"{path}/corrections", mended, etag=etag)).status_code == status
    assert (await made(visit.consultant.get(path)))["feedback"] == SEEN["feedback"], "by role"
    assert (await visit.leader.act(f"{path}/corrections", mended)).status_code == 403, "not theirs to say otherwise"
    row = await made(visit.leader.act(f"{path}/redact", wanted))
    assert (row["feedback"], [one["text"] for one in row["points"]]) == (None, [None, None])


async def test_a_cancelled_observation_is_read_by_its_observers_and_written_by_none(visit: Visit) -> None:
    path = f"/observations/{await visit.planned()}"
    await made(visit.leader.act(f"{path}/cancel", {"reason": "Sygdom"}))
    assert (await made(visit.observer.get(path)))["cancellation"] == "Sygdom"
    wanted = {"fields": ["feedback"], "reason": "Et navn"}
    assert (await visit.observer.act(f"{path}/redact", wanted)).status_code == 403
