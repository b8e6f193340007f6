"""Planning, changing, cancelling and carrying out observations, and their list."""

from datetime import date

import pytest

from tests.support.focus_areas.builders import decided_theme
from tests.support.focus_areas.builders import proposed as proposed_focus_area
from tests.support.observation_visit import Visit, errors_of, json_of


async def test_leader_plans_an_observation_with_colleagues_from_another_institution(visit: Visit) -> None:
    observation = await json_of(visit.leader.post("/observations", visit.plan()), 201)
    assert (
        observation["status"],
        observation["institution_name"],
        observation["guide_title"],
        observation["area"],
    ) == (
        "planned",
        "Birkeskolen",
        "Læringsmiljøet",
        "age_6_18",
    )
    assert [observer["person_id"] for observer in observation["observers"]] == [
        str(visit.observer.id),
        str(visit.consultant.id),
    ]
    assert (observation["points"], observation["feedback"], observation["feedback_withheld"]) == (None, None, False)


@pytest.mark.parametrize("role", ["leader", "staff"])
@pytest.mark.parametrize("unit", ["birk", "birk_sfo"])
async def test_leader_and_staff_cannot_observe_their_own_institution(visit: Visit, role: str, unit: str) -> None:
    employee = await visit.world.actor(role, getattr(visit.world, unit))
    observer_ids = [str(visit.observer.id), str(employee.id)]
    response = await visit.leader.post("/observations", visit.plan(observer_ids=observer_ids))
    assert errors_of(response) == (422, [("/observer_ids/1", "observer-from-the-same-institution")])
    alone = await visit.leader.post("/observations", visit.plan(observer_ids=[str(employee.id)]))
    assert errors_of(alone)[1][0] == ("/observer_ids/0", "observer-from-the-same-institution")


async def test_colleague_who_also_works_at_the_observed_institution_cannot_observe(visit: Visit) -> None:
    await visit.world.add_grant(visit.observer.id, "staff", visit.world.birk)
    response = await visit.leader.post("/observations", visit.plan())
    assert errors_of(response) == (422, [("/observer_ids/0", "observer-from-the-same-institution")])


async def test_consultants_cannot_observe_without_a_colleague(visit: Visit) -> None:
    response = await visit.leader.post("/observations", visit.plan(observer_ids=[str(visit.consultant.id)]))
    assert errors_of(response) == (422, [("/observer_ids", "no-observer-from-another-institution")])
    chief = await visit.world.actor("chief", visit.world.south)
    response = await visit.leader.post("/observations", visit.plan(observer_ids=[str(chief.id)]))
    assert errors_of(response) == (422, [("/observer_ids", "no-observer-from-another-institution")])
    board = await visit.world.actor("board_member", visit.world.oak, body="parent_board")
    response = await visit.leader.post("/observations", visit.plan(observer_ids=[str(board.id)]))
    assert errors_of(response) == (
        422,
        [
            ("/observer_ids/0", "cannot-observe"),
            ("/observer_ids", "no-observer-from-another-institution"),
        ],
    )


async def test_leader_chooses_one_to_five_different_existing_observers(visit: Visit) -> None:
    duplicate_ids = [str(visit.observer.id)] * 2
    assert errors_of(await visit.leader.post("/observations", visit.plan(observer_ids=duplicate_ids))) == (
        422,
        [("/observer_ids/1", "named-twice")],
    )
    unknown_ids = [str(visit.observer.id), str(visit.world.birk)]
    assert errors_of(await visit.leader.post("/observations", visit.plan(observer_ids=unknown_ids))) == (
        422,
        [("/observer_ids/1", "unknown-reference")],
    )
    for observer_ids in ([], [str(visit.observer.id)] * 6):
        assert (await visit.leader.post("/observations", visit.plan(observer_ids=observer_ids))).status_code == 422


async def test_observers_roles_are_checked_on_the_day_of_the_observation(visit: Visit) -> None:
    id = await visit.planned()
    await visit.world.add_grant(visit.observer.id, "staff", visit.world.birk)
    response = await visit.leader.act(f"/observations/{id}/observe", {"observed_on": "2026-03-10"})
    assert errors_of(response) == (422, [("/observer_ids/0", "observer-from-the-same-institution")])


async def test_leader_plans_an_observation_only_with_a_focus_area_of_the_institution(visit: Visit) -> None:
    theme = await decided_theme(visit.world)
    own = await proposed_focus_area(visit.leader, visit.world.birk, theme)
    observation = await json_of(visit.leader.post("/observations", visit.plan(focus_area_id=own["id"])), 201)
    assert observation["focus_area_title"] == "Ro i timerne"
    leader_of_both = await visit.world.actor("leader", visit.world.oak)
    await visit.world.add_grant(leader_of_both.id, "leader", visit.world.birk)
    foreign = await proposed_focus_area(leader_of_both, visit.world.oak, theme)
    response = await leader_of_both.post(
        "/observations", visit.plan(focus_area_id=foreign["id"], observer_ids=[str(leader_of_both.id)])
    )
    assert ("/focus_area_id", "not-of-the-institution") in errors_of(response)[1]
    invisible = await visit.leader.post("/observations", visit.plan(focus_area_id=foreign["id"]))
    assert errors_of(invisible) == (422, [("/focus_area_id", "unknown-reference")])
    listed = await json_of(visit.leader.get(f"/observations?theme_id={theme['id']}&cycle_id={theme['cycle_id']}"))
    assert [item["id"] for item in listed["items"]] == [observation["id"]]


async def test_planners_need_reach_and_a_closed_institution_cannot_be_observed(visit: Visit) -> None:
    world = visit.world
    with_colleague = visit.plan(observer_ids=[str(visit.observer.id)])
    for role, unit in (("administration", None), ("chief", world.north)):
        assert (await (await world.actor(role, unit)).post("/observations", with_colleague)).status_code == 201
    assert (await visit.staff.post("/observations", visit.plan())).status_code == 403
    other = await world.actor("leader", world.oak)
    assert errors_of(await other.post("/observations", visit.plan())) == (
        422,
        [("/institution_id", "unknown-reference")],
    )
    await world.set_active_until(world.birk, date(2026, 1, 1))
    closed = await visit.leader.post("/observations", visit.plan())
    assert errors_of(closed) == (409, [("/institution_id", "institution-closed")])


async def test_leader_changes_cancels_and_reopens_an_observation(visit: Visit) -> None:
    id = await visit.planned()
    path = f"/observations/{id}"
    other = await visit.world.actor("leader", visit.world.maple)
    changed = await json_of(visit.leader.patch(path, {"purpose": "Ro", "observer_ids": [str(other.id)]}))
    assert (changed["version"], changed["purpose"]) == (2, "Ro")
    assert [observer["person_id"] for observer in changed["observers"]] == [str(other.id)]
    assert (await visit.observer.get(path)).status_code == 404, "not an observer any more"
    assert (await visit.leader.patch(path, {"purpose": "Ro"}, etag="")).status_code == 428
    assert (await visit.leader.patch(path, {"purpose": "Ro"}, etag='"1"')).status_code == 412
    cancelled = await json_of(visit.leader.act(f"{path}/cancel", {"reason": "Sygdom"}))
    assert (cancelled["status"], cancelled["cancellation"]) == ("cancelled", "Sygdom")
    for request in (
        visit.leader.patch(path, {"purpose": "x"}),
        visit.leader.act(f"{path}/observe"),
        visit.leader.act(f"{path}/cancel", {"reason": "Igen"}),
    ):
        response = await request
        assert (response.status_code, response.json()["code"]) == (409, "wrong-state")
    reopened = await json_of(visit.leader.act(f"{path}/reopen"))
    assert (reopened["status"], reopened["cancellation"]) == ("planned", None)
    assert (await visit.leader.act(f"{path}/reopen")).json()["code"] == "wrong-state"


async def test_observer_cannot_record_an_observation_in_the_future(visit: Visit) -> None:
    path = f"/observations/{await visit.planned()}"
    tomorrow = await visit.leader.act(f"{path}/observe", {"observed_on": "2026-03-17"})
    assert errors_of(tomorrow) == (422, [("/observed_on", "in-the-future")])
    feedback_before = await visit.leader.act(
        f"{path}/observe", {"observed_on": "2026-03-10", "oral_feedback_on": "2026-03-09"}
    )
    assert errors_of(feedback_before) == (422, [("/oral_feedback_on", "out-of-bounds")])
    observed = await json_of(visit.observer.act(f"{path}/observe", {"oral_feedback_on": "2026-03-16"}))
    assert (observed["status"], observed["observed_on"], observed["oral_feedback_on"]) == (
        "observed",
        "2026-03-16",
        "2026-03-16",
    )


async def test_chief_filters_the_list_of_observations(visit: Visit) -> None:
    world = visit.world
    planned, fed_back = await visit.planned(), await visit.fed_back()
    chief = await world.actor("chief", world.north)
    for query, expected in {
        f"institution_id={world.birk}": {planned, fed_back},
        f"district_id={world.south}": set(),
        "status=fed_back": {fed_back},
        "kind=school": {planned, fed_back},
        "area=age_0_6": set(),
        f"guide_id={visit.guide['id']}": {planned, fed_back},
        f"person_id={visit.observer.id}": {planned, fed_back},
        f"person_id={visit.leader.id}": set(),
        "from=2026-03-10": {planned, fed_back},
        "to=2026-03-10": set(),
        "updated_since=2190-01-01T00:00:00Z": set(),
        "sort=-updated_at": {planned, fed_back},
    }.items():
        listed = await json_of(chief.get(f"/observations?{query}"))
        assert {observation["id"] for observation in listed["items"]} == expected, query
    csv_text = (await chief.get("/observations", headers={"Accept": "text/csv"})).text
    assert "Birkeskolen" in csv_text
    assert "Voksne står ved døren" not in csv_text
    assert "Voksne står ved døren" in (await visit.leader.get("/observations", headers={"Accept": "text/csv"})).text
