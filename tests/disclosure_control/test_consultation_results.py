"""The answers of a few people to a consultation are not derivable from the results shown to several roles together."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest

from api.http.rate_limits import RateLimiter
from tests.support.consultations.builders import create_consultation, link_secrets, set_today, submit_answers
from tests.support.observation_visit import json_of
from tests.support.world import Actor, World


@pytest.fixture(autouse=True)
async def march(world: World) -> AsyncIterator[None]:
    world.app.state.public_rate = RateLimiter(10_000, 60)
    set_today(date(2026, 3, 10))
    yield
    world.app.state.public_rate = RateLimiter(10_000, 60)


async def _answer(world: World, secret: str, smileys: list[int], age: str = "6-9") -> None:
    for smiley in smileys:
        assert (
            await submit_answers(world, secret, {"key": "glad", "smiley": smiley}, age_group=age)
        ).status_code == 200


async def _statistics(actor: Actor) -> tuple[Any, Any]:
    """The number of people and the mean of the question `glad` in the first half of 2026, as an actor is shown them."""
    path = "/stakeholder-input/statistics?by=question&from=2026H1&to=2026H1"
    [half_year] = (await json_of(actor.get(path)))["half_years"]
    [group] = [group for group in half_year["groups"] if group["key"].endswith("glad")]
    return group["people"], group["mean"]


async def test_withdrawn_answers_are_not_derivable_from_earlier_results(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    consultation = await create_consultation(leader, world.birk)
    secret = (await link_secrets(leader, consultation))[str(world.birk), "child"]
    await _answer(world, secret, [5, 4, 4, 5, 3, 4, 5])
    await _answer(world, secret, [1, 1, 2], "10-13")
    set_today(date(2026, 7, 5))
    leader, council = await world.actor("leader", world.birk), await world.actor("council_member")
    assert await _statistics(council) == (10, 3.4)
    items = (await json_of(leader.get(f"/stakeholder-input?consultation_id={consultation['id']}")))["items"]
    [few] = [item["id"] for item in items if item["age_group"] == "10-13"]
    [many] = [item["id"] for item in items if item["age_group"] == "6-9"]
    await json_of(leader.act(f"/stakeholder-input/{few}/withdraw", {"reason": "consent"}))
    assert await _statistics(council) == (None, None), "ten before less seven now are the three"
    assert await _statistics(leader) == (None, None)
    results = (await json_of(leader.get(f"/stakeholder-input/{many}")))["results"]
    assert [result["mean"] for result in results if result["key"] == "glad"] == [None]


async def test_few_answers_of_a_district_are_not_derivable_from_the_city_and_other_districts(world: World) -> None:
    office = await world.actor("administration")
    secrets = await link_secrets(office, await create_consultation(office))
    for institution_id, smileys in ((world.birk, [4] * 10), (world.oak, [3] * 10), (world.maple, [1, 2, 1])):
        await _answer(world, secrets[str(institution_id), "child"], smileys)
    set_today(date(2026, 7, 5))
    statistics = {
        name: await _statistics(await world.actor(role, unit))
        for name, role, unit in (
            ("city", "council_member", None),
            ("north", "chief", world.north),
            ("south", "chief", world.south),
            ("oak", "leader", world.oak),
        )
    }
    assert statistics == {"city": (None, None), "north": (10, 4.0), "south": (None, None), "oak": (10, 3.0)}


async def test_few_answers_of_an_age_group_are_not_derivable_from_the_other_groups(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    consultation = await create_consultation(leader, world.birk)
    secret = (await link_secrets(leader, consultation))[str(world.birk), "child"]
    for age, smileys in (("6-9", [5, 4, 4, 5, 3, 4]), ("10-13", [1, 1, 2])):
        for smiley in smileys:
            assert (
                await submit_answers(world, secret, {"key": "glad", "smiley": smiley}, age_group=age)
            ).status_code == 200
    set_today(date(2026, 7, 5))
    leader = await world.actor("leader", world.birk)
    items = (await json_of(leader.get(f"/stakeholder-input?consultation_id={consultation['id']}")))["items"]
    parts: list[Any] = []
    for item in items:
        results = (await json_of(leader.get(f"/stakeholder-input/{item['id']}")))["results"]
        parts += [(result["people"], result["mean"]) for result in results if result["key"] == "glad"]
    [half_year] = (await json_of(leader.get("/stakeholder-input/statistics?by=question&from=2026H1")))["half_years"]
    assert parts == [(None, None)] * 2
    assert [group["mean"] for group in half_year["groups"]] == [3.22]
