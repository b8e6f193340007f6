"""Few people's answers are not what is left of the whole, by whatever the answers are grouped."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest

from api.disclosure_control.tabular_suppression import result_of_whole, results_of_parts
from api.http.rate_limits import RateLimiter
from tests.support.observation_visit import made
from tests.support.stakeholder_input.consultations import asked, links, on, send
from tests.support.world import Actor, World

GLAD = {"type": "smiley"}
WHERE = {"type": "choice", "choices": ["ude", "inde"]}


@pytest.fixture(autouse=True)
async def march(world: World) -> AsyncIterator[None]:
    world.app.state.public_rate = RateLimiter(10_000, 60)
    on(date(2026, 3, 10))
    yield
    world.app.state.public_rate = RateLimiter(10_000, 60)


def test_a_part_is_not_told_beside_a_small_one() -> None:
    few = results_of_parts(GLAD, {"6-9": {"4": 10}, "10-13": {"1": 3}, "14-18": {}}, 5)
    assert {key: (one["people"], one["mean"]) for key, one in few.items()} == dict.fromkeys(few, (None, None))
    many = results_of_parts(GLAD, {"6-9": {"4": 10}, "10-13": {"1": 6}, "14-18": {}}, 5)
    assert {key: one["mean"] for key, one in many.items()} == {"6-9": 4, "10-13": 1, "14-18": None}


def test_choices_of_a_part_are_not_told_beside_one_whose_are_withheld() -> None:
    told = results_of_parts(WHERE, {"6-9": {"ude": 10, "inde": 10}, "10-13": {"ude": 10, "inde": 2}}, 5)
    assert [(one["people"], one["choices"]) for one in told.values()] == [(20, None), (12, None)]
    [alone] = results_of_parts(WHERE, {"10-13": {"ude": 10, "inde": 2}}, 5).values()
    assert {one["people"] for one in alone["choices"]} == {None}


def test_the_whole_of_several_institutions_is_not_told_where_few_are_left_of_it() -> None:
    assert result_of_whole(GLAD, [{"4": 10}, {"1": 3}], 5)["withheld"]
    assert result_of_whole(GLAD, [{"4": 10}, {"1": 3}, {"2": 3}], 5)["people"] == 16
    assert result_of_whole(GLAD, [{"4": 10}, {"1": 5}], 5)["mean"] == 3
    assert result_of_whole(WHERE, [{"ude": 10, "inde": 10}, {"ude": 10, "inde": 2}], 5)["choices"] is None
    [ude, inde] = result_of_whole(WHERE, [{"ude": 10, "inde": 10}, {"ude": 10, "inde": 9}], 5)["choices"]
    assert (ude["people"], inde["people"]) == (20, 19)


def test_the_whole_is_not_told_where_few_are_left_of_it_by_what_districts_are_told() -> None:
    """Districts of institutions: what a chief is told can be taken off the city's as one."""
    north, south = [[{"4": 10}], [{"3": 3}], [{"4": 3}]], [[{"3": 10}], [{"1": 3}]]
    assert (result_of_whole(GLAD, north, 5)["people"], result_of_whole(GLAD, south, 5)["withheld"]) == (16, True)
    assert result_of_whole(GLAD, [north, south], 5)["withheld"], "29 less 16 less 10 are the three of the south"
    assert result_of_whole(GLAD, [north, [*south, [{"2": 3}]]], 5)["people"] == 32, "six are left of the south"
    assert result_of_whole(GLAD, [north, [[{"3": 10}]]], 5)["people"] == 26
    department = [[{"4": 10}, {"1": 3}]]
    assert result_of_whole(GLAD, [[*department, [{"4": 10}]]], 5)["withheld"], (
        "of an institution with a department, too"
    )
    clear, unclear = [[{"ude": 10, "inde": 10}]], [[{"ude": 10, "inde": 2}]]
    assert result_of_whole(WHERE, [clear, unclear], 5)["choices"] is None
    assert result_of_whole(WHERE, [clear, [[{"ude": 9, "inde": 9}]]], 5)["choices"][0]["people"] == 19


async def answered(world: World, secret: str, smileys: list[int], age: str = "6-9") -> None:
    for smiley in smileys:
        assert (await send(world, secret, {"key": "glad", "smiley": smiley}, age_group=age)).status_code == 200


async def glad(actor: Actor) -> tuple[Any, Any]:
    [half] = (await made(actor.get("/stakeholder-input/statistics?by=question&from=2026H1&to=2026H1")))["half_years"]
    [group] = [one for one in half["groups"] if one["key"].endswith("glad")]
    return group["people"], group["mean"]


async def test_who_took_theirs_back_is_not_what_is_told_less_than_before(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    consultation = await asked(leader, world.birk)
    secret = (await links(leader, consultation))[str(world.birk), "child"]
    await answered(world, secret, [5, 4, 4, 5, 3, 4, 5])
    await answered(world, secret, [1, 1, 2], "10-13")
    on(date(2026, 7, 5))
    leader, council = await world.actor("leader", world.birk), await world.actor("council_member")
    assert await glad(council) == (10, 3.4)
    items = (await made(leader.get(f"/stakeholder-input?consultation_id={consultation['id']}")))["items"]
    [few] = [item["id"] for item in items if item["age_group"] == "10-13"]
    [many] = [item["id"] for item in items if item["age_group"] == "6-9"]
    await made(leader.act(f"/stakeholder-input/{few}/withdraw", {"reason": "consent"}))
    assert await glad(council) == (None, None), "ten before less seven now are the three"
    assert await glad(leader) == (None, None)
    results = (await made(leader.get(f"/stakeholder-input/{many}")))["results"]
    assert [result["mean"] for result in results if result["key"] == "glad"] == [None]


async def test_few_of_a_district_are_not_what_other_districts_leave_of_the_city(world: World) -> None:
    office = await world.actor("administration")
    found = await links(office, await asked(office))
    for at, smileys in ((world.birk, [4] * 10), (world.oak, [3] * 10), (world.maple, [1, 2, 1])):
        await answered(world, found[str(at), "child"], smileys)
    on(date(2026, 7, 5))
    told = {
        name: await glad(await world.actor(role, unit))
        for name, role, unit in (
            ("city", "council_member", None),
            ("north", "chief", world.north),
            ("south", "chief", world.south),
            ("oak", "leader", world.oak),
        )
    }
    assert told == {"city": (None, None), "north": (10, 4.0), "south": (None, None), "oak": (10, 3.0)}


async def test_few_of_an_age_are_not_what_the_others_leave_of_a_question(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    consultation = await asked(leader, world.birk)
    secret = (await links(leader, consultation))[str(world.birk), "child"]
    for age, smileys in (("6-9", [5, 4, 4, 5, 3, 4]), ("10-13", [1, 1, 2])):
        for smiley in smileys:
            assert (await send(world, secret, {"key": "glad", "smiley": smiley}, age_group=age)).status_code == 200
    on(date(2026, 7, 5))
    leader = await world.actor("leader", world.birk)
    items = (await made(leader.get(f"/stakeholder-input?consultation_id={consultation['id']}")))["items"]
    parts: list[Any] = []
    for item in items:
        results = (await made(leader.get(f"/stakeholder-input/{item['id']}")))["results"]
        parts += [(two["people"], two["mean"]) for two in results if two["key"] == "glad"]
    [half] = (await made(leader.get("/stakeholder-input/statistics?by=question&from=2026H1")))["half_years"]
    assert parts == [(None, None)] * 2
    assert [group["mean"] for group in half["groups"]] == [3.22]
