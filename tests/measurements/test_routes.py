"""Measurements over the routes: who writes and reads them, what is validated, corrections and filters."""

from datetime import date

from tests.support.data_supply import (
    codes_by_pointer,
    create_indicator,
    create_measurement,
    create_package,
    measurement_payload,
    release_package,
    shown_by_breakdown,
)
from tests.support.world import World


async def test_measurements_are_read_by_the_roles_of_the_policy_within_their_reach(world: World) -> None:
    supplier = await world.actor("data_supplier", machine=True)
    indicator_id = await create_indicator(supplier)
    running = await create_measurement(supplier, world.birk, indicator_id)
    for role, unit, status in (
        ("administration", None, 200),
        ("chief", world.north, 200),
        ("chief", world.south, 404),
        ("staff", world.birk, 200),
        ("board_member", world.birk, 200),
        ("leader", world.birk_sfo, 200),
        ("council_member", None, 403),
        ("auditor", None, 403),
        ("admin", None, 403),
    ):
        actor = await world.actor(role, unit, **({"body": "parent_board"} if role == "board_member" else {}))
        assert (await actor.get(f"/measurements/{running['id']}")).status_code == status
        response = await actor.get("/measurements")
        assert response.status_code == (403 if status == 403 else 200)
    network = await world.actor("network_member", network="school")
    assert (await network.get("/measurements")).status_code == 403
    assert (await network.get("/indicators")).status_code == 200


async def test_running_measurements_are_written_by_suppliers_only(world: World) -> None:
    office, supplier = await world.actor("administration"), await world.actor("data_supplier", machine=True)
    leader = await world.actor("leader", world.birk)
    indicator_id = await create_indicator(office)
    assert (await office.post("/measurements", measurement_payload(world.birk, indicator_id))).status_code == 403
    assert (await leader.post("/measurements", measurement_payload(world.birk, indicator_id))).status_code == 403
    path = f"/measurements/{(await create_measurement(supplier, world.birk, indicator_id))['id']}"
    assert (await office.patch(path, {"value": 70})).status_code == 403
    assert (await leader.patch(path, {"value": 70})).status_code == 403
    changed = await supplier.patch(path, {"value": 70})
    assert (changed.json()["value"], changed.json()["version"]) == (70, 2)
    assert (await supplier.patch(path, {"value": 71}, etag='"1"')).status_code == 412
    assert (await supplier.delete(path)).status_code == 204
    assert (await supplier.get(path)).status_code == 404


async def test_all_faults_of_a_measurement_are_reported_at_once(world: World) -> None:
    office = await world.actor("administration")
    indicator_id, draft_id = await create_indicator(office), await create_package(office)
    payload = measurement_payload(world.elm, indicator_id, draft_id, value=120, n=None, status="missing")
    response = await office.post("/measurements", payload)
    assert response.status_code == 422
    assert response.json()["code"] == "measurement-out-of-bounds"
    assert codes_by_pointer(response) == {
        "/value": "measurement-out-of-bounds",
        "/n": "number-of-persons-missing",
        "/status": "value-and-status-disagree",
        "/indicator_id": "indicator-not-for-this-kind",
        "/package_id": "package-of-another-kind",
    }
    for period in ("2024/2026", "2026H3", "26", "2026-13"):
        payload = measurement_payload(world.birk, indicator_id, draft_id, period=period)
        assert (await office.post("/measurements", payload)).status_code == 422
    for breakdown in ("girls", "gender=", "gender=girl,grade=1=2", "gender=010203-1234"):
        payload = measurement_payload(world.birk, indicator_id, draft_id, breakdown=breakdown)
        assert (await office.post("/measurements", payload)).status_code == 422, breakdown
    assert await shown_by_breakdown(office) == {}


async def test_a_measurement_with_the_key_of_another_is_rejected(world: World) -> None:
    office, supplier = await world.actor("administration"), await world.actor("data_supplier", machine=True)
    indicator_id, draft_id = await create_indicator(office), await create_package(office)
    for actor, package_id in ((office, draft_id), (supplier, None)):
        await create_measurement(actor, world.birk, indicator_id, package_id)
        second = await actor.post("/measurements", measurement_payload(world.birk, indicator_id, package_id))
        assert (second.status_code, second.json()["code"]) == (409, "measured-already")


async def test_a_closed_institution_has_measurements_of_earlier_periods_only(world: World) -> None:
    office, supplier = await world.actor("administration"), await world.actor("data_supplier", machine=True)
    indicator_id = await create_indicator(office)
    await world.set_active_until(world.birk, date(2025, 8, 1))
    await create_measurement(supplier, world.birk, indicator_id, period="2024/2025")
    refused = await supplier.post("/measurements", measurement_payload(world.birk, indicator_id, period="2025/2026"))
    assert (refused.status_code, refused.json()["code"]) == (409, "institution-closed")


async def test_a_correction_replaces_a_released_value_and_is_shown_with_it(world: World) -> None:
    office, leader = await world.actor("administration"), await world.actor("leader", world.birk)
    indicator_id, package_id = await create_indicator(office), await create_package(office)
    path = f"/measurements/{(await create_measurement(office, world.birk, indicator_id, package_id))['id']}"
    await release_package(office, package_id)
    corrected = await office.act(f"{path}/correct", {"field": "value", "becomes": 75.5, "reason": "Tastefejl"})
    assert corrected.status_code == 200, corrected.text
    detail = (await leader.get(path)).json()
    assert detail["value"] == 75.5
    fields = ("field", "was", "becomes", "reason")
    corrections = [tuple(correction[name] for name in fields) for correction in detail["corrections"]]
    assert corrections == [("value", 80.0, 75.5, "Tastefejl")]
    for invalid, code in (
        ({"field": "value", "becomes": 101}, "measurement-out-of-bounds"),
        ({"field": "value", "becomes": "many"}, "invalid-input"),
        ({"field": "n", "becomes": 2.5}, "invalid-input"),
        ({"field": "period", "becomes": "2025H1"}, "invalid-input"),
    ):
        refused = await office.act(f"{path}/correct", {**invalid, "reason": "Prøve"})
        assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert (await leader.act(f"{path}/correct", {"field": "value", "reason": "Nej"})).status_code == 403
    body = {"field": "status", "becomes": "missing", "reason": "Kan ikke bruges"}
    missing = await office.act(f"{path}/correct", body)
    assert (missing.json()["value"], missing.json()["status"]) == (None, "missing")
    assert {correction["field"] for correction in missing.json()["corrections"]} == {"value", "status"}
    remark = await office.act(f"{path}/correct", {"field": "value", "reason": "Kilden er lukket"})
    assert remark.json()["corrections"][-1]["becomes"] is None


async def test_the_value_of_a_level_is_the_position_of_a_label(world: World) -> None:
    supplier = await world.actor("data_supplier", machine=True)
    labels = ["lav", "middel", "høj"]
    indicator_id = await create_indicator(supplier, "support", unit="level", levels=labels, minimum=None, maximum=None)
    for value in (0, 4, 1.5):
        refused = await supplier.post("/measurements", measurement_payload(world.birk, indicator_id, value=value))
        assert refused.json()["code"] == "measurement-out-of-bounds"
    assert (await create_measurement(supplier, world.birk, indicator_id, value=2))["levels"] == ["lav", "middel", "høj"]


async def test_a_count_has_to_be_a_whole_number(world: World) -> None:
    supplier = await world.actor("data_supplier", machine=True)
    indicator_id = await create_indicator(supplier, "pupils", unit="count", maximum=5000)
    refused = await supplier.post("/measurements", measurement_payload(world.birk, indicator_id, value=1.039))
    assert codes_by_pointer(refused) == {"/value": "measurement-out-of-bounds"}
    assert "thousands" in refused.json()["errors"][0]["detail"]
    assert (await create_measurement(supplier, world.birk, indicator_id, value=1039))["value"] == 1039


async def test_measurements_are_filtered_and_never_sorted_by_value(world: World) -> None:
    supplier = await world.actor("data_supplier", machine=True)
    indicator_id = await create_indicator(supplier)
    for institution_id, period in ((world.birk, "2026H1"), (world.birk, "2025/2026"), (world.oak, "2026H1")):
        await create_measurement(supplier, institution_id, indicator_id, period=period)
    for query, total in (
        (f"institution_id={world.birk}", 2),
        (f"district_id={world.south}", 1),
        ("kind=school&area=age_6_18", 3),
        ("kind=day_care", 0),
        ("period=2026H1", 2),
        ("period=2025/2026", 1),
        ("running=true&current=true", 3),
        ("running=false", 0),
        ("breakdown=all&status=reported", 3),
        ("status=suppressed", 0),
        ("from=2026-01-01", 2),
        ("to=2026-01-01", 1),
        ("indicator_code=wellbeing", 3),
        (f"indicator_id={indicator_id}&q=well", 3),
    ):
        response = await supplier.get(f"/measurements?{query}&count=true")
        assert (query, response.json()["total"]) == (query, total)
    assert (await supplier.get("/measurements?sort=value")).status_code == 422
    assert (await supplier.get("/measurements?sort=-institution_name")).status_code == 200
