"""Small groups are suppressed for everyone, wherever measurements are shown."""

import csv

from tests.support.data_supply import (
    Row,
    create_indicator,
    create_measurement,
    create_package,
    release_package,
    shown_by_breakdown,
)
from tests.support.world import Actor, World


async def _create(
    office: Actor, world: World, package_id: str, indicator_id: str, parts: dict[str, tuple[float, int]]
) -> None:
    for breakdown, (value, n) in parts.items():
        await create_measurement(office, world.birk, indicator_id, package_id, breakdown=breakdown, value=value, n=n)


def _values(measurements: dict[str, Row]) -> dict[str, float | None]:
    return {breakdown: row["value"] for breakdown, row in measurements.items()}


GRADES = {"all": (70.0, 60), "grade=7": (71.0, 30), "grade=8": (69.0, 20), "grade=9": (66.0, 10)}
GENDERS = {"all": (70.0, 60), "gender=girl": (71.0, 56), "gender=boy": (66.0, 4)}


async def test_a_small_group_and_a_second_one_are_suppressed_for_everyone(world: World) -> None:
    office = await world.actor("administration")
    indicator_id, package_id = await create_indicator(office), await create_package(office)
    await _create(office, world, package_id, indicator_id, {**GENDERS, **GRADES})
    await release_package(office, package_id)
    for actor in (office, await world.actor("leader", world.birk), await world.actor("data_supplier", machine=True)):
        measurements = await shown_by_breakdown(actor)
        assert _values(measurements) == {
            "all": 70.0,
            "gender=girl": None,
            "gender=boy": None,
            "grade=7": 71.0,
            "grade=8": 69.0,
            "grade=9": 66.0,
        }
        for gender in ("gender=girl", "gender=boy"):
            detail = (await actor.get(f"/measurements/{measurements[gender]['id']}")).json()
            content = (detail["value"], detail["n"], detail["standard_error"], detail["status"])
            assert content == (None, None, None, "suppressed")
        as_csv = await actor.get("/measurements", headers={"Accept": "text/csv"})
        rows = [row for row in csv.DictReader(as_csv.text.splitlines()) if row["breakdown"].startswith("gender=")]
        cells = [(row["value"], row["n"], row["standard_error"], row["status"]) for row in rows]
        assert cells == [("", "", "", "suppressed")] * 2
        assert set(await shown_by_breakdown(actor, "?status=suppressed")) == {"gender=girl", "gender=boy"}
        assert "gender=boy" not in await shown_by_breakdown(actor, "?status=reported")


async def test_small_groups_are_suppressed_in_drafts_and_running_figures_too(world: World) -> None:
    office, supplier = await world.actor("administration"), await world.actor("data_supplier", machine=True)
    indicator_id, package_id = await create_indicator(office), await create_package(office)
    await _create(office, world, package_id, indicator_id, GENDERS)
    assert _values(await shown_by_breakdown(office)) == {"all": 70.0, "gender=girl": None, "gender=boy": None}
    small = await create_measurement(supplier, world.birk, indicator_id, period="2025H2", n=4)
    assert (small["value"], small["status"]) == (None, "suppressed")
    grown = await supplier.patch(f"/measurements/{small['id']}", {"n": 5, "value": 80})
    assert (grown.json()["value"], grown.json()["status"]) == (80, "reported")


async def test_persons_in_no_part_are_not_found_by_subtraction(world: World) -> None:
    office = await world.actor("administration")
    indicator_id, package_id = await create_indicator(office), await create_package(office)
    parts = {"all": (70.0, 60), "gender=girl": (71.0, 30), "gender=boy": (66.0, 27)}
    await _create(office, world, package_id, indicator_id, parts)
    assert _values(await shown_by_breakdown(office)) == {"all": 70.0, "gender=girl": 71.0, "gender=boy": None}


async def test_a_revision_suppresses_what_the_package_before_did(world: World) -> None:
    """Otherwise a reader of both could use grade 8 of the second to derive grade 9 of the first."""
    office = await world.actor("administration")
    indicator_id, package_id = await create_indicator(office), await create_package(office)
    await _create(office, world, package_id, indicator_id, {**GRADES, "grade=9": (66.0, 3), "all": (70.0, 53)})
    await release_package(office, package_id)
    expected = {"all": 70.0, "grade=7": 71.0, "grade=8": None, "grade=9": None}
    assert _values(await shown_by_breakdown(office)) == expected
    revision_id = (await office.act(f"/data-packages/{package_id}/revise")).json()["id"]
    measurements = await shown_by_breakdown(office, f"?package_id={revision_id}")
    for breakdown, body in (("grade=8", {"n": 40, "value": 69}), ("all", {"n": 73})):
        assert (await office.patch(f"/measurements/{measurements[breakdown]['id']}", body)).status_code == 200
    await release_package(office, revision_id)
    assert _values(await shown_by_breakdown(office, f"?package_id={revision_id}")) == expected


async def test_a_department_is_not_found_by_subtraction_from_its_school(world: World) -> None:
    office = await world.actor("administration")
    indicator_id, package_id = await create_indicator(office, kinds=["school", "leisure"]), await create_package(office)
    response = await office.post(
        "/institutions", {"name": "Birkeskolens filial", "kind": "school", "parent_id": str(world.birk)}
    )
    branch_id = response.json()["id"]
    for institution_id, n in ((world.birk, 60), (world.birk_sfo, 57), (branch_id, 3)):
        await create_measurement(office, institution_id, indicator_id, package_id, n=n)
    items = (await office.get("/measurements")).json()["items"]
    values = {item["institution_name"]: item["value"] for item in items}
    assert values == {"Birkeskolen": 80, "Birkeskolens SFO": None, "Birkeskolens filial": None}


async def test_a_correction_does_not_disclose_a_suppressed_value(world: World) -> None:
    office, leader = await world.actor("administration"), await world.actor("leader", world.birk)
    indicator_id, package_id = await create_indicator(office), await create_package(office)
    path = f"/measurements/{(await create_measurement(office, world.birk, indicator_id, package_id))['id']}"
    await release_package(office, package_id)
    for field, becomes in (("value", 77), ("n", 3), ("value", 78), ("n", 30), ("value", 79)):
        response = await office.act(f"{path}/correct", {"field": field, "becomes": becomes, "reason": "Optalt igen"})
        assert response.status_code == 200, response.text
        detail = (await leader.get(path)).json()
        assert (detail["status"] == "suppressed") == (becomes in (3, 78, 30))
        if becomes != 77:
            corrections = detail["corrections"]
            assert {(correction["was"], correction["becomes"]) for correction in corrections} == {(None, None)}
    assert (detail["value"], detail["n"]) == (79, 30)


async def test_means_are_of_shown_values_only(world: World) -> None:
    office = await world.actor("administration")
    indicator_id, package_id = await create_indicator(office), await create_package(office)
    birk = (await create_measurement(office, world.birk, indicator_id, package_id, value=80))["id"]
    await create_measurement(office, world.oak, indicator_id, package_id, value=60)
    north, south = str(world.north), str(world.south)
    for name, district_id, value, n in (("Due", north, 10, 4), ("Fasan", south, 70, 40), ("Gåse", south, 50, 40)):
        body = {"name": f"{name}skolen", "kind": "school", "district_id": district_id}
        institution_id = (await office.post("/institutions", body)).json()["id"]
        await create_measurement(office, institution_id, indicator_id, package_id, value=value, n=n)
    await release_package(office, package_id)
    comparison = (await office.get(f"/measurements/{birk}")).json()["comparison"]
    assert comparison["city"] == {"mean": 65.0, "institutions": 4}
    assert comparison["district"] is None


async def test_the_value_of_one_school_is_not_found_from_the_means_of_city_and_district(world: World) -> None:
    office = await world.actor("administration")
    indicator_id, package_id = await create_indicator(office), await create_package(office)
    birk = (await create_measurement(office, world.birk, indicator_id, package_id, value=70))["id"]
    districts = {"north": world.north, "south": world.south}
    for name, district, value in (("Due", "north", 50), ("Fasan", "north", 60), ("Gåse", "south", 92)):
        body = {"name": f"{name}skolen", "kind": "school", "district_id": str(districts[district])}
        institution_id = (await office.post("/institutions", body)).json()["id"]
        await create_measurement(office, institution_id, indicator_id, package_id, value=value)
    comparison = (await office.get(f"/measurements/{birk}")).json()["comparison"]
    assert comparison["district"] == {"mean": 60.0, "institutions": 3}
    assert comparison["city"] is None


async def test_a_figure_is_compared_with_the_previous_period(world: World) -> None:
    office, supplier = await world.actor("administration"), await world.actor("data_supplier", machine=True)
    indicator_id, package_id = await create_indicator(office), await create_package(office)
    await create_measurement(supplier, world.birk, indicator_id, period="2024/2025", value=10, n=400)
    await create_measurement(supplier, world.birk, indicator_id, period="2025H1", value=30, n=400)
    await create_measurement(supplier, world.birk, indicator_id, period="2025H2", value=50, n=400)
    current = await create_measurement(office, world.birk, indicator_id, package_id, value=80, n=400)
    previous = current["comparison"]["previous"]
    assert (previous["period"], previous["value"], current["comparison"]["significant"]) == ("2025H2", 50, True)
    at_oak = await create_measurement(office, world.oak, indicator_id, package_id, value=80, n=400)
    assert (at_oak["comparison"]["previous"], at_oak["comparison"]["significant"]) == (None, None)
    await create_measurement(supplier, world.oak, indicator_id, period="2025H2", value=50, n=4)
    comparison = (await office.get(f"/measurements/{at_oak['id']}")).json()["comparison"]
    previous = comparison["previous"]
    assert (previous["value"], previous["status"], comparison["significant"]) == (None, "suppressed", None)


async def test_a_correction_does_not_disclose_a_value_that_was_suppressed_then(world: World) -> None:
    """Its number of persons may have been changed since, and not corrected."""
    office, supplier = await world.actor("administration"), await world.actor("data_supplier", machine=True)
    leader = await world.actor("leader", world.birk)
    small = await create_measurement(supplier, world.birk, await create_indicator(office), value=66, n=3)
    path = f"/measurements/{small['id']}"

    async def correct(value: int) -> None:
        response = await office.act(f"{path}/correct", {"field": "value", "becomes": value, "reason": "Optalt igen"})
        assert response.status_code == 200, response.text

    await correct(70)
    assert (await supplier.patch(path, {"n": 30, "value": 70})).json()["value"] == 70
    await correct(72)
    detail = (await leader.get(path)).json()
    assert detail["value"] == 72
    corrections = detail["corrections"]
    assert [(correction["was"], correction["becomes"]) for correction in corrections] == [(None, None), (70, 72)]


async def test_changed_bounds_do_not_disclose_where_a_suppressed_value_lies(world: World) -> None:
    office = await world.actor("administration")
    indicator_id, package_id = await create_indicator(office), await create_package(office)
    small = await create_measurement(office, world.birk, indicator_id, package_id, value=66, n=3)
    path = f"/measurements/{small['id']}"
    assert (await office.patch(f"/indicators/{indicator_id}", {"maximum": 60})).status_code == 200
    assert (await office.patch(path, {"source": "LIS"})).status_code == 200
    await release_package(office, package_id)
    response = await office.act(f"{path}/correct", {"field": "n", "becomes": 4, "reason": "Optalt igen"})
    assert response.status_code == 200, response.text
    outside = {"field": "value", "becomes": 66, "reason": "Optalt igen"}
    assert (await office.act(f"{path}/correct", outside)).json()["code"] == "measurement-out-of-bounds"
