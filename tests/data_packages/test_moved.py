"""A department that moved is a part of both institutions, for what was told and for what is told later."""

from uuid import UUID

from api.core import clock
from tests.support.data_supply import indicator, measured
from tests.support.world import Actor, World


async def _moved(office: Actor, world: World, to: UUID) -> None:
    path = f"/institutions/{world.birk_sfo}"
    etag = (await office.get(path)).headers["etag"]
    done = await office.post(f"{path}/move", {"parent_id": str(to), "on": str(clock.today())}, etag=etag)
    assert done.status_code == 200, done.text


async def _values(actor: Actor) -> dict[str, float | None]:
    items = (await actor.get("/measurements")).json()["items"]
    return {item["institution_name"]: item["value"] for item in items}


async def test_a_move_unmasks_nothing(world: World) -> None:
    office, supplier = await world.actor("administration"), await world.actor("data_supplier")
    of = await indicator(office, kinds=["school", "leisure"])
    await measured(supplier, world.birk, of, value=10, n=30)
    await measured(supplier, world.birk_sfo, of, value=12, n=27)
    before = await _values(office)
    assert before == {"Birkeskolen": 10, "Birkeskolens SFO": None}
    await _moved(office, world, world.oak)
    assert await _values(office) == before
    await measured(supplier, world.oak, of, value=11, n=60)
    assert (await _values(office))["Birkeskolens SFO"] is None


async def test_a_whole_that_comes_after_the_move_gives_nobody_away(world: World) -> None:
    office, supplier = await world.actor("administration"), await world.actor("data_supplier")
    of = await indicator(office, kinds=["school", "leisure"])
    await measured(supplier, world.birk_sfo, of, value=12, n=27)
    await _moved(office, world, world.oak)
    await measured(supplier, world.birk, of, value=10, n=30)
    assert None in (await _values(office)).values()


async def test_a_department_that_came_does_not_hide_that_few_are_left_over(world: World) -> None:
    """The figures are of the time before: the one that came is none of the institution's parts there."""
    office, supplier = await world.actor("administration"), await world.actor("data_supplier")
    of = await indicator(office, kinds=["school", "leisure"])
    body = {"name": "Egens filial", "kind": "school", "parent_id": str(world.oak)}
    branch = (await office.post("/institutions", body)).json()["id"]
    await _moved(office, world, world.oak)
    for at, n in ((world.birk_sfo, 27), (world.oak, 30), (branch, 27)):
        await measured(supplier, at, of, value=12, n=n)
    assert (await _values(office))["Egens filial"] is None
