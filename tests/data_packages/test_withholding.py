"""Small groups are withheld from everyone, wherever figures are shown."""

import csv

from tests.support.data_supply import Row, indicator, measured, package, released, shown
from tests.support.world import Actor, World


async def _school(office: Actor, world: World, package_id: str, of: str, parts: dict[str, tuple[float, int]]) -> None:
    for breakdown, (value, n) in parts.items():
        await measured(office, world.birk, of, package_id, breakdown=breakdown, value=value, n=n)


def _values(figures: dict[str, Row]) -> dict[str, float | None]:
    return {breakdown: row["value"] for breakdown, row in figures.items()}


GRADES = {"all": (70.0, 60), "grade=7": (71.0, 30), "grade=8": (69.0, 20), "grade=9": (66.0, 10)}
GENDERS = {"all": (70.0, 60), "gender=girl": (71.0, 56), "gender=boy": (66.0, 4)}


async def test_a_small_group_and_a_second_one_are_withheld_from_everyone(world: World) -> None:
    office = await world.actor("administration")
    of, id = await indicator(office), await package(office)
    await _school(office, world, id, of, {**GENDERS, **GRADES})
    await released(office, id)
    for actor in (office, await world.actor("leader", world.birk), await world.actor("data_supplier", machine=True)):
        figures = await shown(actor)
        assert _values(figures) == {
            "all": 70.0,
            "gender=girl": None,
            "gender=boy": None,
            "grade=7": 71.0,
            "grade=8": 69.0,
            "grade=9": 66.0,
        }
        for gender in ("gender=girl", "gender=boy"):
            one = (await actor.get(f"/measurements/{figures[gender]['id']}")).json()
            hidden = (one["value"], one["n"], one["standard_error"], one["status"])
            assert hidden == (None, None, None, "suppressed")
        listed = await actor.get("/measurements", headers={"Accept": "text/csv"})
        rows = [row for row in csv.DictReader(listed.text.splitlines()) if row["breakdown"].startswith("gender=")]
        cells = [(row["value"], row["n"], row["standard_error"], row["status"]) for row in rows]
        assert cells == [("", "", "", "suppressed")] * 2
        assert set(await shown(actor, "?status=suppressed")) == {"gender=girl", "gender=boy"}
        assert "gender=boy" not in await shown(actor, "?status=reported")


async def test_small_groups_are_withheld_in_drafts_and_running_figures_too(world: World) -> None:
    office, supplier = await world.actor("administration"), await world.actor("data_supplier", machine=True)
    of, id = await indicator(office), await package(office)
    await _school(office, world, id, of, GENDERS)
    assert _values(await shown(office)) == {"all": 70.0, "gender=girl": None, "gender=boy": None}
    made = await measured(supplier, world.birk, of, period="2025H2", n=4)
    assert (made["value"], made["status"]) == (None, "suppressed")
    grown = await supplier.patch(f"/measurements/{made['id']}", {"n": 5, "value": 80})
    assert (grown.json()["value"], grown.json()["status"]) == (80, "reported")


async def test_a_group_that_no_part_names_is_not_found_by_subtraction(world: World) -> None:
    office = await world.actor("administration")
    of, id = await indicator(office), await package(office)
    parts = {"all": (70.0, 60), "gender=girl": (71.0, 30), "gender=boy": (66.0, 27)}
    await _school(office, world, id, of, parts)
    assert _values(await shown(office)) == {"all": 70.0, "gender=girl": 71.0, "gender=boy": None}


async def test_a_revision_withholds_what_the_one_before_did(world: World) -> None:
    """Else who kept the first would take grade 8 from it, and find grade 9 in the second."""
    office = await world.actor("administration")
    of, id = await indicator(office), await package(office)
    await _school(office, world, id, of, {**GRADES, "grade=9": (66.0, 3), "all": (70.0, 53)})
    await released(office, id)
    hidden = {"all": 70.0, "grade=7": 71.0, "grade=8": None, "grade=9": None}
    assert _values(await shown(office)) == hidden
    revision = (await office.act(f"/data-packages/{id}/revise")).json()["id"]
    figures = await shown(office, f"?package_id={revision}")
    for breakdown, body in (("grade=8", {"n": 40, "value": 69}), ("all", {"n": 73})):
        assert (await office.patch(f"/measurements/{figures[breakdown]['id']}", body)).status_code == 200
    await released(office, revision)
    assert _values(await shown(office, f"?package_id={revision}")) == hidden


async def test_a_department_is_not_found_by_subtraction_from_its_school(world: World) -> None:
    office = await world.actor("administration")
    of, id = await indicator(office, kinds=["school", "leisure"]), await package(office)
    made = await office.post(
        "/institutions", {"name": "Birkeskolens filial", "kind": "school", "parent_id": str(world.birk)}
    )
    branch = made.json()["id"]
    for at, n in ((world.birk, 60), (world.birk_sfo, 57), (branch, 3)):
        await measured(office, at, of, id, n=n)
    items = (await office.get("/measurements")).json()["items"]
    values = {item["institution_name"]: item["value"] for item in items}
    assert values == {"Birkeskolen": 80, "Birkeskolens SFO": None, "Birkeskolens filial": None}


async def test_a_correction_does_not_tell_what_is_withheld(world: World) -> None:
    office, leader = await world.actor("administration"), await world.actor("leader", world.birk)
    of, id = await indicator(office), await package(office)
    path = f"/measurements/{(await measured(office, world.birk, of, id))['id']}"
    await released(office, id)
    for field, becomes in (("value", 77), ("n", 3), ("value", 78), ("n", 30), ("value", 79)):
        done = await office.act(f"{path}/correct", {"field": field, "becomes": becomes, "reason": "Optalt igen"})
        assert done.status_code == 200, done.text
        seen = (await leader.get(path)).json()
        assert (seen["status"] == "suppressed") == (becomes in (3, 78, 30))
        if becomes != 77:
            assert {(one["was"], one["becomes"]) for one in seen["corrections"]} == {(None, None)}
    assert (seen["value"], seen["n"]) == (79, 30)


async def test_means_are_of_what_is_shown(world: World) -> None:
    office = await world.actor("administration")
    of, id = await indicator(office), await package(office)
    birk = (await measured(office, world.birk, of, id, value=80))["id"]
    await measured(office, world.oak, of, id, value=60)
    north, south = str(world.north), str(world.south)
    for name, at, value, n in (("Due", north, 10, 4), ("Fasan", south, 70, 40), ("Gåse", south, 50, 40)):
        made = await office.post("/institutions", {"name": f"{name}skolen", "kind": "school", "district_id": at})
        await measured(office, made.json()["id"], of, id, value=value, n=n)
    await released(office, id)
    compared = (await office.get(f"/measurements/{birk}")).json()["comparison"]
    assert compared["city"] == {"mean": 65.0, "institutions": 4}
    assert compared["district"] is None


async def test_a_city_mean_less_that_of_a_district_is_not_that_of_one_school(world: World) -> None:
    office = await world.actor("administration")
    of, id = await indicator(office), await package(office)
    birk = (await measured(office, world.birk, of, id, value=70))["id"]
    places = {"north": world.north, "south": world.south}
    for name, at, value in (("Due", "north", 50), ("Fasan", "north", 60), ("Gåse", "south", 92)):
        body = {"name": f"{name}skolen", "kind": "school", "district_id": str(places[at])}
        made = await office.post("/institutions", body)
        await measured(office, made.json()["id"], of, id, value=value)
    compared = (await office.get(f"/measurements/{birk}")).json()["comparison"]
    assert compared["district"] == {"mean": 60.0, "institutions": 3}
    assert compared["city"] is None


async def test_a_figure_is_read_beside_the_period_before(world: World) -> None:
    office, supplier = await world.actor("administration"), await world.actor("data_supplier", machine=True)
    of, id = await indicator(office), await package(office)
    await measured(supplier, world.birk, of, period="2024/2025", value=10, n=400)
    await measured(supplier, world.birk, of, period="2025H1", value=30, n=400)
    await measured(supplier, world.birk, of, period="2025H2", value=50, n=400)
    now = await measured(office, world.birk, of, id, value=80, n=400)
    before = now["comparison"]["previous"]
    assert (before["period"], before["value"], now["comparison"]["significant"]) == ("2025H2", 50, True)
    hidden = await measured(office, world.oak, of, id, value=80, n=400)
    assert (hidden["comparison"]["previous"], hidden["comparison"]["significant"]) == (None, None)
    await measured(supplier, world.oak, of, period="2025H2", value=50, n=4)
    seen = (await office.get(f"/measurements/{hidden['id']}")).json()["comparison"]
    assert (seen["previous"]["value"], seen["previous"]["status"], seen["significant"]) == (None, "suppressed", None)


async def test_a_correction_does_not_tell_what_a_figure_said_when_it_was_withheld(world: World) -> None:
    """Its number of persons may have been changed since, and not corrected."""
    office, supplier = await world.actor("administration"), await world.actor("data_supplier", machine=True)
    leader = await world.actor("leader", world.birk)
    path = f"/measurements/{(await measured(supplier, world.birk, await indicator(office), value=66, n=3))['id']}"

    async def corrected(value: int) -> None:
        done = await office.act(f"{path}/correct", {"field": "value", "becomes": value, "reason": "Optalt igen"})
        assert done.status_code == 200, done.text

    await corrected(70)
    assert (await supplier.patch(path, {"n": 30, "value": 70})).json()["value"] == 70
    await corrected(72)
    seen = (await leader.get(path)).json()
    assert seen["value"] == 72
    assert [(one["was"], one["becomes"]) for one in seen["corrections"]] == [(None, None), (70, 72)]


async def test_bounds_that_are_moved_do_not_tell_where_a_withheld_value_lies(world: World) -> None:
    office = await world.actor("administration")
    of, id = await indicator(office), await package(office)
    path = f"/measurements/{(await measured(office, world.birk, of, id, value=66, n=3))['id']}"
    assert (await office.patch(f"/indicators/{of}", {"maximum": 60})).status_code == 200
    assert (await office.patch(path, {"source": "LIS"})).status_code == 200
    await released(office, id)
    done = await office.act(f"{path}/correct", {"field": "n", "becomes": 4, "reason": "Optalt igen"})
    assert done.status_code == 200, done.text
    outside = {"field": "value", "becomes": 66, "reason": "Optalt igen"}
    assert (await office.act(f"{path}/correct", outside)).json()["code"] == "measurement-out-of-bounds"
