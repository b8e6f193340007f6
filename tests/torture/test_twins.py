"""Two hundred keys, each sent fifty times at once, have exactly two hundred effects."""

import asyncio

import httpx

from tests.world import World

KEYS, TWINS, AT_ONCE = 200, 50, 4


async def test_two_hundred_keys_have_two_hundred_effects(world: World) -> None:
    office = await world.actor("administration")
    before = (await office.get("/districts?count=true&limit=1")).json()["total"]

    async def sent(key: int) -> httpx.Response:
        return await office.post("/districts", {"name": f"Distrikt {key}"}, headers={"Idempotency-Key": f"key-{key}"})

    for begin in range(0, KEYS, AT_ONCE):
        keys = range(begin, begin + AT_ONCE)
        answers = await asyncio.gather(*(sent(key) for key in keys for _ in range(TWINS)))
        # A twin that waited too long for its turn is told to come again: it had no effect, and comes again.
        assert {one.status_code for one in answers} <= {201, 409, 503}
        for key in keys:
            made = {one.content for one in [*answers, await sent(key)] if one.status_code == 201 and _is(one, key)}
            assert len(made) == 1
    assert (await office.get("/districts?count=true&limit=1")).json()["total"] == before + KEYS


def _is(answer: httpx.Response, key: int) -> bool:
    return bool(answer.json()["name"] == f"Distrikt {key}")
