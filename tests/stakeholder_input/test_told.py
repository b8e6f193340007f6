"""Few people's answers are not what is left of the whole, by whatever the answers are grouped."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest

from api.core.rates import Rate
from api.stakeholder_input.told import parts_told, whole_told
from tests.observations.visit import made
from tests.stakeholder_input.test_consultations import asked, links, on, send
from tests.world import World

GLAD = {"type": "smiley"}
WHERE = {"type": "choice", "choices": ["ude", "inde"]}


@pytest.fixture(autouse=True)
async def march(world: World) -> AsyncIterator[None]:
    world.app.state.public_rate = Rate(10_000, 60)
    on(date(2026, 3, 10))
    yield
    world.app.state.public_rate = Rate(10_000, 60)


def test_a_part_is_not_told_beside_a_small_one() -> None:
    few = parts_told(GLAD, {"6-9": {"4": 10}, "10-13": {"1": 3}, "14-18": {}}, 5)
    assert {key: (one["people"], one["mean"]) for key, one in few.items()} == dict.fromkeys(few, (None, None))
    many = parts_told(GLAD, {"6-9": {"4": 10}, "10-13": {"1": 6}, "14-18": {}}, 5)
    assert {key: one["mean"] for key, one in many.items()} == {"6-9": 4, "10-13": 1, "14-18": None}


def test_choices_of_a_part_are_not_told_beside_one_whose_are_withheld() -> None:
    told = parts_told(WHERE, {"6-9": {"ude": 10, "inde": 10}, "10-13": {"ude": 10, "inde": 2}}, 5)
    assert [(one["people"], one["choices"]) for one in told.values()] == [(20, None), (12, None)]
    [alone] = parts_told(WHERE, {"10-13": {"ude": 10, "inde": 2}}, 5).values()
    assert {one["people"] for one in alone["choices"]} == {None}


def test_the_whole_of_several_institutions_is_not_told_where_few_are_left_of_it() -> None:
    assert whole_told(GLAD, [{"4": 10}, {"1": 3}], 5)["withheld"]
    assert whole_told(GLAD, [{"4": 10}, {"1": 3}, {"2": 3}], 5)["people"] == 16
    assert whole_told(GLAD, [{"4": 10}, {"1": 5}], 5)["mean"] == 3
    assert whole_told(WHERE, [{"ude": 10, "inde": 10}, {"ude": 10, "inde": 2}], 5)["choices"] is None
    [ude, inde] = whole_told(WHERE, [{"ude": 10, "inde": 10}, {"ude": 10, "inde": 9}], 5)["choices"]
    assert (ude["people"], inde["people"]) == (20, 19)


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
    for one in items:
        results = (await made(leader.get(f"/stakeholder-input/{one['id']}")))["results"]
        parts += [(two["people"], two["mean"]) for two in results if two["key"] == "glad"]
    [half] = (await made(leader.get("/stakeholder-input/statistics?by=question&from=2026H1")))["half_years"]
    assert parts == [(None, None)] * 2
    assert [group["mean"] for group in half["groups"]] == [3.22]
