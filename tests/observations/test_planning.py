"""Planning observations: with whom, by whom, and who sees that they take place."""

from datetime import date

import pytest

from tests.support.focus_areas.builders import decided_theme
from tests.support.focus_areas.builders import proposed as proposed_focus_area
from tests.support.observation_visit import Visit, faults, made


async def test_a_leader_plans_an_observation_with_colleagues_from_elsewhere(visit: Visit) -> None:
    made_ = await made(visit.leader.post("/observations", visit.plan()), 201)
    assert (made_["status"], made_["institution_name"], made_["guide_title"], made_["area"]) == (
        "planned",
        "Birkeskolen",
        "Læringsmiljøet",
        "age_6_18",
    )
    assert [one["person_id"] for one in made_["observers"]] == [str(visit.observer.id), str(visit.consultant.id)]
    assert (made_["points"], made_["feedback"], made_["feedback_withheld"]) == (None, None, False)


@pytest.mark.parametrize("role", ["leader", "staff"])
@pytest.mark.parametrize("unit", ["birk", "birk_sfo"])
async def test_an_observer_does_not_work_in_the_observed_institution(visit: Visit, role: str, unit: str) -> None:
    own = await visit.world.actor(role, getattr(visit.world, unit))
    answer = await visit.leader.post("/observations", visit.plan(observer_ids=[str(visit.observer.id), str(own.id)]))
    assert faults(answer) == (422, [("/observer_ids/1", "observer-from-the-same-institution")])
    alone = await visit.leader.post("/observations", visit.plan(observer_ids=[str(own.id)]))
    assert faults(alone)[1][0] == ("/observer_ids/0", "observer-from-the-same-institution")


async def test_somebody_who_works_in_both_places_does_not_observe(visit: Visit) -> None:
    await visit.world.give(visit.observer.id, "staff", visit.world.birk)
    answer = await visit.leader.post("/observations", visit.plan())
    assert faults(answer) == (422, [("/observer_ids/0", "observer-from-the-same-institution")])


async def test_consultants_join_colleagues_and_do_not_come_alone(visit: Visit) -> None:
    answer = await visit.leader.post("/observations", visit.plan(observer_ids=[str(visit.consultant.id)]))
    assert faults(answer) == (422, [("/observer_ids", "no-observer-from-another-institution")])
    chief = await visit.world.actor("chief", visit.world.south)
    answer = await visit.leader.post("/observations", visit.plan(observer_ids=[str(chief.id)]))
    assert faults(answer) == (422, [("/observer_ids", "no-observer-from-another-institution")])
    board = await visit.world.actor("board_member", visit.world.oak, body="parent_board")
    answer = await visit.leader.post("/observations", visit.plan(observer_ids=[str(board.id)]))
    assert faults(answer) == (
        422,
        [
            ("/observer_ids/0", "cannot-observe"),
            ("/observer_ids", "no-observer-from-another-institution"),
        ],
    )


async def test_observers_are_known_named_once_and_at_most_five(visit: Visit) -> None:
    twice = [str(visit.observer.id)] * 2
    assert faults(await visit.leader.post("/observations", visit.plan(observer_ids=twice))) == (
        422,
        [("/observer_ids/1", "named-twice")],
    )
    nobody = [str(visit.observer.id), str(visit.world.birk)]
    assert faults(await visit.leader.post("/observations", visit.plan(observer_ids=nobody))) == (
        422,
        [("/observer_ids/1", "unknown-reference")],
    )
    for wrong in ([], [str(visit.observer.id)] * 6):
        assert (await visit.leader.post("/observations", visit.plan(observer_ids=wrong))).status_code == 422


async def test_a_colleague_is_one_on_the_day_that_is_planned_for(visit: Visit) -> None:
    id = await visit.planned()
    await visit.world.give(visit.observer.id, "staff", visit.world.birk)
    answer = await visit.leader.act(f"/observations/{id}/observe", {"observed_on": "2026-03-10"})
    assert faults(answer) == (422, [("/observer_ids/0", "observer-from-the-same-institution")])


async def test_a_focus_area_is_the_institutions_own(visit: Visit) -> None:
    theme = await decided_theme(visit.world)
    own = await proposed_focus_area(visit.leader, visit.world.birk, theme)
    made_ = await made(visit.leader.post("/observations", visit.plan(focus_area_id=own["id"])), 201)
    assert made_["focus_area_title"] == "Ro i timerne"
    both = await visit.world.actor("leader", visit.world.oak)
    await visit.world.give(both.id, "leader", visit.world.birk)
    foreign = await proposed_focus_area(both, visit.world.oak, theme)
    answer = await both.post("/observations", visit.plan(focus_area_id=foreign["id"], observer_ids=[str(both.id)]))
    assert ("/focus_area_id", "not-of-the-institution") in faults(answer)[1]
    unseen = await visit.leader.post("/observations", visit.plan(focus_area_id=foreign["id"]))
    assert faults(unseen) == (422, [("/focus_area_id", "unknown-reference")])
    listed = await made(visit.leader.get(f"/observations?theme_id={theme['id']}&cycle_id={theme['cycle_id']}"))
    assert [one["id"] for one in listed["items"]] == [made_["id"]]


async def test_who_plans_is_within_reach_and_a_closed_institution_is_not_observed(visit: Visit) -> None:
    world = visit.world
    colleagues = visit.plan(observer_ids=[str(visit.observer.id)])
    for role, unit in (("administration", None), ("chief", world.north)):
        assert (await (await world.actor(role, unit)).post("/observations", colleagues)).status_code == 201
    assert (await visit.staff.post("/observations", visit.plan())).status_code == 403
    other = await world.actor("leader", world.oak)
    assert faults(await other.post("/observations", visit.plan())) == (
        422,
        [("/institution_id", "unknown-reference")],
    )
    await world.ends(world.birk, date(2026, 1, 1))
    closed = await visit.leader.post("/observations", visit.plan())
    assert faults(closed) == (409, [("/institution_id", "institution-closed")])


async def test_a_plan_is_changed_cancelled_and_taken_up_again(visit: Visit) -> None:
    id = await visit.planned()
    path = f"/observations/{id}"
    other = await visit.world.actor("leader", visit.world.maple)
    changed = await made(visit.leader.patch(path, {"purpose": "Ro", "observer_ids": [str(other.id)]}))
    assert (changed["version"], changed["purpose"]) == (2, "Ro")
    assert [one["person_id"] for one in changed["observers"]] == [str(other.id)]
    assert (await visit.observer.get(path)).status_code == 404, "who no longer observes does not see it"
    assert (await visit.leader.patch(path, {"purpose": "Ro"}, etag="")).status_code == 428
    assert (await visit.leader.patch(path, {"purpose": "Ro"}, etag='"1"')).status_code == 412
    cancelled = await made(visit.leader.act(f"{path}/cancel", {"reason": "Sygdom"}))
    assert (cancelled["status"], cancelled["cancellation"]) == ("cancelled", "Sygdom")
    for refused in (
        visit.leader.patch(path, {"purpose": "x"}),
        visit.leader.act(f"{path}/observe"),
        visit.leader.act(f"{path}/cancel", {"reason": "Igen"}),
    ):
        answer = await refused
        assert (answer.status_code, answer.json()["code"]) == (409, "wrong-state")
    again = await made(visit.leader.act(f"{path}/reopen"))
    assert (again["status"], again["cancellation"]) == ("planned", None)
    assert (await visit.leader.act(f"{path}/reopen")).json()["code"] == "wrong-state"


async def test_it_took_place_on_a_day_that_has_come(visit: Visit) -> None:
    path = f"/observations/{await visit.planned()}"
    late = await visit.leader.act(f"{path}/observe", {"observed_on": "2026-03-17"})
    assert faults(late) == (422, [("/observed_on", "in-the-future")])
    early = await visit.leader.act(f"{path}/observe", {"observed_on": "2026-03-10", "oral_feedback_on": "2026-03-09"})
    assert faults(early) == (422, [("/oral_feedback_on", "out-of-bounds")])
    seen = await made(visit.observer.act(f"{path}/observe", {"oral_feedback_on": "2026-03-16"}))
    assert (seen["status"], seen["observed_on"], seen["oral_feedback_on"]) == ("observed", "2026-03-16", "2026-03-16")


async def test_the_list_is_filtered_as_its_readers_expect(visit: Visit) -> None:
    world = visit.world
    first, second = await visit.planned(), await visit.fed_back()
    chief = await world.actor("chief", world.north)
    for query, expected in {
        f"institution_id={world.birk}": {first, second},
        f"district_id={world.south}": set(),
        "status=fed_back": {second},
        "kind=school": {first, second},
        "area=age_0_6": set(),
        f"guide_id={visit.guide['id']}": {first, second},
        f"person_id={visit.observer.id}": {first, second},
        f"person_id={visit.leader.id}": set(),
        "from=2026-03-10": {first, second},
        "to=2026-03-10": set(),
        "updated_since=2190-01-01T00:00:00Z": set(),
        "sort=-updated_at": {first, second},
    }.items():
        listed = await made(chief.get(f"/observations?{query}"))
        assert {one["id"] for one in listed["items"]} == expected, query
    lines = (await chief.get("/observations", headers={"Accept": "text/csv"})).text
    assert "Birkeskolen" in lines
    assert "Voksne står ved døren" not in lines
    assert "Voksne står ved døren" in (await visit.leader.get("/observations", headers={"Accept": "text/csv"})).text
