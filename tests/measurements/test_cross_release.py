"""Small groups are not found by comparing packages of one period, running figures, or periods of several lengths."""

import pytest

from tests.support.data_supply import (
    Row,
    create_indicator,
    create_measurement,
    create_package,
    release_package,
    shown_by_breakdown,
)
from tests.support.world import Actor, World


async def _create(actor: Actor, world: World, indicator_id: str, package_id: str | None, parts: dict[str, int]) -> None:
    for breakdown, n in parts.items():
        await create_measurement(actor, world.birk, indicator_id, package_id, breakdown=breakdown, n=n)


def _suppressed(measurements: dict[str, Row]) -> set[str]:
    return {breakdown for breakdown, row in measurements.items() if row["status"] == "suppressed"}


GRADES = {"all": 33, "grade=7": 20, "grade=8": 10, "grade=9": 3}


async def test_a_part_suppressed_in_a_package_is_suppressed_as_a_running_figure(world: World) -> None:
    office, supplier = await world.actor("administration"), await world.actor("data_supplier", machine=True)
    indicator_id, package_id = await create_indicator(office), await create_package(office)
    await _create(office, world, indicator_id, package_id, GRADES)
    await release_package(office, package_id)
    await _create(supplier, world, indicator_id, None, {"grade=8": 10})
    assert _suppressed(await shown_by_breakdown(office, "?running=true")) == {"grade=8"}


async def test_a_total_in_a_package_and_running_parts_disclose_no_small_group(world: World) -> None:
    office, supplier = await world.actor("administration"), await world.actor("data_supplier", machine=True)
    indicator_id, package_id = await create_indicator(office), await create_package(office)
    await _create(supplier, world, indicator_id, None, {"gender=girl": 57})
    await _create(office, world, indicator_id, package_id, {"all": 60})
    await release_package(office, package_id)
    assert _suppressed(await shown_by_breakdown(office, "?running=true")) == {"gender=girl"}
    assert _suppressed(await shown_by_breakdown(office, "?running=false")) == set()


async def test_a_revision_without_the_small_part_still_suppresses_the_part_that_protects_it(world: World) -> None:
    office = await world.actor("administration")
    indicator_id, package_id = await create_indicator(office), await create_package(office)
    await _create(office, world, indicator_id, package_id, GRADES)
    await release_package(office, package_id)
    revision_id = (await office.act(f"/data-packages/{package_id}/revise")).json()["id"]
    measurements = await shown_by_breakdown(office, f"?package_id={revision_id}")
    for breakdown in ("all", "grade=9"):
        assert (await office.delete(f"/measurements/{measurements[breakdown]['id']}")).status_code == 204
    await release_package(office, revision_id)
    assert "grade=8" in _suppressed(await shown_by_breakdown(office, f"?package_id={revision_id}"))


async def test_a_revision_in_which_a_small_group_has_grown_does_not_disclose_it_in_the_first(world: World) -> None:
    """Grade 8 is the same in both: shown in the revision, it would disclose what grade 9 was in the package before.
    Once that is corrected too, nothing is small any more."""
    office = await world.actor("administration")
    indicator_id, package_id = await create_indicator(office), await create_package(office)
    await _create(office, world, indicator_id, package_id, GRADES)
    await release_package(office, package_id)
    revision_id = (await office.act(f"/data-packages/{package_id}/revise")).json()["id"]
    measurements = await shown_by_breakdown(office, f"?package_id={revision_id}")
    for breakdown, n in (("all", 42), ("grade=9", 12)):
        body = {"n": n, "value": measurements[breakdown]["value"] or 80}
        assert (await office.patch(f"/measurements/{measurements[breakdown]['id']}", body)).status_code == 200
    await release_package(office, revision_id)
    assert _suppressed(await shown_by_breakdown(office, f"?package_id={revision_id}")) == {"grade=8", "grade=9"}
    assert _suppressed(await shown_by_breakdown(office, f"?package_id={package_id}")) == {"grade=8", "grade=9"}
    superseded = await shown_by_breakdown(office, f"?package_id={package_id}")
    for breakdown, field, becomes in (("all", "n", 42), ("grade=9", "n", 12), ("grade=9", "value", 80)):
        body = {"field": field, "becomes": becomes, "reason": "Optalt igen"}
        path = f"/measurements/{superseded[breakdown]['id']}/correct"
        assert (await office.act(path, body)).status_code == 200
    for id in (package_id, revision_id):
        assert _suppressed(await shown_by_breakdown(office, f"?package_id={id}")) == set()


async def test_another_figure_is_not_suppressed_in_place_of_one_that_was(world: World) -> None:
    """A reader who saw grade 7 while grade 8 was suppressed could otherwise subtract both from the total."""
    office, supplier = await world.actor("administration"), await world.actor("data_supplier", machine=True)
    indicator_id = await create_indicator(office)
    await _create(supplier, world, indicator_id, None, GRADES)
    measurements = await shown_by_breakdown(office)
    for breakdown, n in (("grade=8", 25), ("all", 48)):
        body = {"n": n, "value": 80}
        assert (await supplier.patch(f"/measurements/{measurements[breakdown]['id']}", body)).status_code == 200
    assert _suppressed(await shown_by_breakdown(office)) == {"grade=8", "grade=9"}


async def test_a_withdrawn_package_still_counts_since_it_was_shown(world: World) -> None:
    office, supplier = await world.actor("administration"), await world.actor("data_supplier", machine=True)
    indicator_id, package_id = await create_indicator(office), await create_package(office)
    await _create(office, world, indicator_id, package_id, GRADES)
    await release_package(office, package_id)
    assert (await office.act(f"/data-packages/{package_id}/withdraw")).status_code == 200
    await _create(supplier, world, indicator_id, None, {"grade=8": 10})
    assert _suppressed(await shown_by_breakdown(office, "?running=true")) == {"grade=8"}


@pytest.mark.parametrize(
    ("unit", "total", "parts"),
    [
        pytest.param("percent", ("2025", 60), {"2025H1": 57, "2025H2": 3}, id="a year and its halves"),
        pytest.param("percent", ("2025H1", 63), {"2025-01": 30, "2025-04": 30, "2025-06": 3}, id="months"),
        pytest.param("percent", ("2024/2025", 63), {"2024-09": 30, "2025H1": 30, "2025-07": 3}, id="a school year"),
        pytest.param("count", ("2025", 60), {"2025H1": 59, "2025H2": 3}, id="values that are summed up"),
    ],
)
@pytest.mark.parametrize("total_comes_last", [True, False])
async def test_a_part_of_a_period_is_not_found_from_the_rest_of_it(
    world: World, unit: str, total: tuple[str, int], parts: dict[str, int], total_comes_last: bool
) -> None:
    supplier = await world.actor("data_supplier", machine=True)
    indicator_id = await create_indicator(supplier, unit=unit)
    counts = [*parts.items(), total] if total_comes_last else [total, *parts.items()]
    for period, n in counts:
        # Of a count, the values add up, while some persons are counted in both halves.
        value = sum(range(1, len(parts) + 1)) if period == total[0] else 1 + list(parts).index(period)
        await create_measurement(supplier, world.birk, indicator_id, period=period, n=n, value=value)
    items = (await supplier.get("/measurements")).json()["items"]
    suppressed = {item["period"] for item in items if item["status"] == "suppressed"}
    small = next(period for period, n in parts.items() if n == 3)
    assert small in suppressed
    assert len(suppressed) == 2
    assert (counts[-1][0] in suppressed) or counts[-1][0] == small


async def test_the_same_children_in_both_halves_of_a_year_are_not_added_up(world: World) -> None:
    supplier = await world.actor("data_supplier", machine=True)
    indicator_id = await create_indicator(supplier)
    for period, n in (("2025", 60), ("2025H1", 57), ("2025H2", 58)):
        await create_measurement(supplier, world.birk, indicator_id, period=period, n=n)
    items = (await supplier.get("/measurements?status=suppressed")).json()["items"]
    assert items == []
