"""A department that moved is protected as a part of both institutions, for earlier and later figures."""

from uuid import UUID

from api.core import clock
from tests.support.data_supply import create_indicator, create_measurement
from tests.support.world import Actor, World


async def _move_sfo(office: Actor, world: World, to: UUID) -> None:
    path = f"/institutions/{world.birk_sfo}"
    etag = (await office.get(path)).headers["etag"]
    response = await office.post(f"{path}/move", {"parent_id": str(to), "on": str(clock.today())}, etag=etag)
    assert response.status_code == 200, response.text


async def _values(actor: Actor) -> dict[str, float | None]:
    items = (await actor.get("/measurements")).json()["items"]
    return {item["institution_name"]: item["value"] for item in items}


async def test_a_suppressed_department_stays_suppressed_when_it_moves(world: World) -> None:
    office, supplier = await world.actor("administration"), await world.actor("data_supplier")
    indicator_id = await create_indicator(office, kinds=["school", "leisure"])
    await create_measurement(supplier, world.birk, indicator_id, value=10, n=30)
    await create_measurement(supplier, world.birk_sfo, indicator_id, value=12, n=27)
    before = await _values(office)
    assert before == {"Birkeskolen": 10, "Birkeskolens SFO": None}
    await _move_sfo(office, world, world.oak)
    assert await _values(office) == before
    await create_measurement(supplier, world.oak, indicator_id, value=11, n=60)
    assert (await _values(office))["Birkeskolens SFO"] is None


async def test_a_total_that_arrives_after_the_move_discloses_no_small_group(world: World) -> None:
    office, supplier = await world.actor("administration"), await world.actor("data_supplier")
    indicator_id = await create_indicator(office, kinds=["school", "leisure"])
    await create_measurement(supplier, world.birk_sfo, indicator_id, value=12, n=27)
    await _move_sfo(office, world, world.oak)
    await create_measurement(supplier, world.birk, indicator_id, value=10, n=30)
    assert None in (await _values(office)).values()


async def test_a_department_that_moved_in_later_does_not_protect_a_small_remainder(world: World) -> None:
    """The figures are of the time before: there, the department that moved in is none of the institution's parts."""
    office, supplier = await world.actor("administration"), await world.actor("data_supplier")
    indicator_id = await create_indicator(office, kinds=["school", "leisure"])
    body = {"name": "Egens filial", "kind": "school", "parent_id": str(world.oak)}
    branch_id = (await office.post("/institutions", body)).json()["id"]
    await _move_sfo(office, world, world.oak)
    for institution_id, n in ((world.birk_sfo, 27), (world.oak, 30), (branch_id, 27)):
        await create_measurement(supplier, institution_id, indicator_id, value=12, n=n)
    assert (await _values(office))["Egens filial"] is None
