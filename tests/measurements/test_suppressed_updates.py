"""Updating a suppressed measurement neither reveals its value nor confirms a guess of it."""

import pytest

from tests.support.data_supply import (
    Row,
    create_indicator,
    create_measurement,
    create_package,
    release_package,
    shown_by_breakdown,
)
from tests.support.imports.measurements import MEASUREMENT_HEADER, upload_figures
from tests.support.world import Actor, World


def _content(row: Row) -> tuple[float | None, int | None, float | None, str]:
    return row["value"], row["n"], row["standard_error"], row["status"]


SUPPRESSED = (None, None, None, "suppressed")


async def _correct(office: Actor, path: str, field: str, becomes: float) -> None:
    response = await office.act(f"{path}/correct", {"field": field, "becomes": becomes, "reason": "Optalt igen"})
    assert response.status_code == 200, response.text


async def test_raising_the_number_of_persons_does_not_reveal_the_value_of_few(world: World) -> None:
    office, other = await world.actor("administration"), await world.actor("data_supplier")
    supplier = await world.actor("data_supplier", machine=True)
    small = await create_measurement(
        supplier, world.birk, await create_indicator(office), value=33.3, n=3, standard_error=27.2
    )
    path = f"/measurements/{small['id']}"
    alone = await other.patch(path, {"n": 100})
    assert (alone.status_code, alone.json()["code"]) == (422, "value-not-given-anew")
    assert alone.json()["errors"][0]["pointer"] == "/value"
    assert _content((await other.get(path)).json()) == SUPPRESSED
    with_value = await other.patch(path, {"n": 100, "value": 50})
    assert _content(with_value.json()) == (50, 100, None, "reported")


async def test_raising_the_number_of_persons_in_a_revision_does_not_reveal_the_value_of_few(world: World) -> None:
    office, other = await world.actor("administration"), await world.actor("data_supplier")
    indicator_id, package_id = await create_indicator(office), await create_package(office)
    await create_measurement(office, world.birk, indicator_id, package_id, value=33.3, n=3)
    await release_package(office, package_id)
    revision_id = (await office.act(f"/data-packages/{package_id}/revise")).json()["id"]
    [copied] = (await shown_by_breakdown(other, f"?package_id={revision_id}")).values()
    assert (await other.patch(f"/measurements/{copied['id']}", {"n": 100})).status_code == 422
    await _correct(office, f"/measurements/{copied['id']}", "n", 100)
    assert _content((await other.get(f"/measurements/{copied['id']}")).json()) == SUPPRESSED


async def test_correcting_the_number_of_persons_shows_a_suppressed_value_only_once_it_is_corrected_too(
    world: World,
) -> None:
    office, leader = await world.actor("administration"), await world.actor("leader", world.birk)
    indicator_id, package_id = await create_indicator(office), await create_package(office)
    small = await create_measurement(office, world.birk, indicator_id, package_id, value=33.3, n=3, standard_error=27.2)
    path = f"/measurements/{small['id']}"
    await release_package(office, package_id)
    await _correct(office, path, "n", 100)
    assert _content((await leader.get(path)).json()) == SUPPRESSED
    revision_id = (await office.act(f"/data-packages/{package_id}/revise")).json()["id"]
    [copied] = (await shown_by_breakdown(office, f"?package_id={revision_id}")).values()
    assert _content(copied) == SUPPRESSED
    await _correct(office, path, "value", 41)
    assert _content((await leader.get(path)).json()) == (41, 100, None, "reported")


async def test_a_number_of_persons_that_was_corrected_by_mistake_can_be_restored(world: World) -> None:
    """The value was shown before: it rested on many when it was provided."""
    office, leader = await world.actor("administration"), await world.actor("leader", world.birk)
    indicator_id, package_id = await create_indicator(office), await create_package(office)
    measurement = await create_measurement(office, world.birk, indicator_id, package_id, value=80, n=40)
    path = f"/measurements/{measurement['id']}"
    await release_package(office, package_id)
    await _correct(office, path, "n", 4)
    assert _content((await leader.get(path)).json()) == SUPPRESSED
    await _correct(office, path, "n", 40)
    assert _content((await leader.get(path)).json())[:2] == (80, 40)


@pytest.mark.parametrize(("value", "n"), [(33.3, 3), (33.3, 4), (40, 3), (40, 4)])
async def test_a_right_guess_and_a_wrong_one_have_the_same_effect(world: World, value: float, n: int) -> None:
    office, other = await world.actor("administration"), await world.actor("data_supplier")
    supplier = await world.actor("data_supplier", machine=True)
    await create_indicator(office, "trivsel")
    row = "900001,trivsel,2026H1,all,33.3,3,,,,\n"
    assert (await upload_figures(supplier, MEASUREMENT_HEADER + row, apply="true")).json()["state"] == "applied"
    [small] = (await shown_by_breakdown(other)).values()
    path = f"/measurements/{small['id']}"
    text = MEASUREMENT_HEADER + f"900001,trivsel,2026H1,all,{value},{n},,,,\n"
    versions = [small["version"]]
    for _ in range(2):  # reversing an import makes nobody an author of the value
        applied = await upload_figures(other, text, apply="true")
        assert applied.json()["counts"]["update"] == 1
        versions.append((await other.get(path)).json()["version"])
        assert (await other.act(f"/imports/{applied.json()['id']}/reverse")).json()["state"] == "reversed"
        versions.append((await other.get(path)).json()["version"])
    for guess in ({"value": value}, {"value": value, "n": n}, {"status": "reported"}):
        versions.append((await other.patch(path, guess)).json()["version"])
        assert _content((await other.get(path)).json()) == SUPPRESSED
    assert versions == list(range(versions[0], versions[0] + 8))
    await _correct(office, path, "value", value)
    await _correct(office, path, "n", n)
    detail = (await office.get(path)).json()
    assert [correction["field"] for correction in detail["corrections"]] == ["value", "n"]
    assert detail["version"] == versions[-1] + 2


async def test_reversing_an_import_suppresses_what_was_suppressed_before(world: World) -> None:
    office, other = await world.actor("administration"), await world.actor("data_supplier")
    small = await create_measurement(other, world.birk, await create_indicator(office, "trivsel"), value=33.3, n=3)
    path = f"/measurements/{small['id']}"
    await _correct(office, path, "n", 100)
    applied = await upload_figures(other, MEASUREMENT_HEADER + "900001,trivsel,2026H1,all,50,60,,,,\n", apply="true")
    assert _content((await other.get(path)).json())[:2] == (50, 60)
    assert (await other.act(f"/imports/{applied.json()['id']}/reverse")).json()["state"] == "reversed"
    assert _content((await other.get(path)).json()) == SUPPRESSED
