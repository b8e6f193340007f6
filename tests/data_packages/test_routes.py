"""Indicators, packages and figures over the service's routes: who makes them, who sees them, what is refused."""

from datetime import date
from typing import Any

import pytest

from tests.support.data_supply import answered, figure, indicator, measured, package, released, shown
from tests.support.world import World


def codes(answer: Any) -> dict[str, str]:
    return {error["pointer"]: error["code"] for error in answer.json()["errors"]}


async def test_a_package_is_drafted_released_and_read_by_the_institution(world: World) -> None:
    office, leader = await world.actor("administration"), await world.actor("leader", world.birk)
    of, draft = await indicator(office), await package(office)
    made = await measured(office, world.birk, of, draft)
    assert (made["institution_name"], made["indicator_code"], made["status"]) == (
        "Birkeskolen",
        "wellbeing",
        "reported",
    )
    for path in (f"/data-packages/{draft}", f"/measurements/{made['id']}"):
        assert (await leader.get(path)).status_code == 404
    await released(office, draft)
    assert (await leader.get(f"/data-packages/{draft}")).json()["status"] == "released"
    assert (await leader.get(f"/measurements/{made['id']}")).json()["value"] == 80
    elsewhere = await world.actor("leader", world.oak)
    assert (await elsewhere.get(f"/measurements/{made['id']}")).status_code == 404


async def test_who_sees_figures_and_who_does_not(world: World) -> None:
    supplier = await world.actor("data_supplier", machine=True)
    of = await indicator(supplier)
    running = await measured(supplier, world.birk, of)
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
        listed = await actor.get("/measurements")
        assert listed.status_code == (403 if status == 403 else 200)
    network = await world.actor("network_member", network="school")
    assert (await network.get("/measurements")).status_code == 403
    assert (await network.get("/indicators")).status_code == 200


async def test_running_figures_are_written_by_suppliers_only(world: World) -> None:
    office, supplier = await world.actor("administration"), await world.actor("data_supplier", machine=True)
    leader = await world.actor("leader", world.birk)
    of = await indicator(office)
    assert (await office.post("/measurements", figure(world.birk, of))).status_code == 403
    assert (await leader.post("/measurements", figure(world.birk, of))).status_code == 403
    path = f"/measurements/{(await measured(supplier, world.birk, of))['id']}"
    assert (await office.patch(path, {"value": 70})).status_code == 403
    assert (await leader.patch(path, {"value": 70})).status_code == 403
    changed = await supplier.patch(path, {"value": 70})
    assert (changed.json()["value"], changed.json()["version"]) == (70, 2)
    assert (await supplier.patch(path, {"value": 71}, etag='"1"')).status_code == 412
    assert (await supplier.delete(path)).status_code == 204
    assert (await supplier.get(path)).status_code == 404


async def test_all_that_is_wrong_with_a_figure_is_told_at_once(world: World) -> None:
    office = await world.actor("administration")
    of, draft = await indicator(office), await package(office)
    answer = await office.post("/measurements", figure(world.elm, of, draft, value=120, n=None, status="missing"))
    assert answer.status_code == 422
    assert answer.json()["code"] == "measurement-out-of-bounds"
    assert codes(answer) == {
        "/value": "measurement-out-of-bounds",
        "/n": "number-of-persons-missing",
        "/status": "value-and-status-disagree",
        "/indicator_id": "indicator-not-for-this-kind",
        "/package_id": "package-of-another-kind",
    }
    for period in ("2024/2026", "2026H3", "26", "2026-13"):
        assert (await office.post("/measurements", figure(world.birk, of, draft, period=period))).status_code == 422
    for breakdown in ("girls", "gender=", "gender=girl,grade=1=2", "gender=010203-1234"):
        refused = await office.post("/measurements", figure(world.birk, of, draft, breakdown=breakdown))
        assert refused.status_code == 422, breakdown
    assert await shown(office) == {}


async def test_a_figure_comes_once(world: World) -> None:
    office, supplier = await world.actor("administration"), await world.actor("data_supplier", machine=True)
    of, draft = await indicator(office), await package(office)
    for actor, package_id in ((office, draft), (supplier, None)):
        await measured(actor, world.birk, of, package_id)
        twice = await actor.post("/measurements", figure(world.birk, of, package_id))
        assert (twice.status_code, twice.json()["code"]) == (409, "measured-already")


async def test_a_closed_institution_takes_figures_of_the_time_before_only(world: World) -> None:
    office, supplier = await world.actor("administration"), await world.actor("data_supplier", machine=True)
    of = await indicator(office)
    await world.ends(world.birk, date(2025, 8, 1))
    await measured(supplier, world.birk, of, period="2024/2025")
    refused = await supplier.post("/measurements", figure(world.birk, of, period="2025/2026"))
    assert (refused.status_code, refused.json()["code"]) == (409, "institution-closed")


async def test_a_released_package_is_final(world: World) -> None:
    office = await world.actor("administration")
    of, id = await indicator(office), await package(office)
    made = await measured(office, world.birk, of, id)
    assert (await office.act(f"/data-packages/{id}/withdraw")).json()["code"] == "package-not-released"
    await released(office, id)
    path = f"/measurements/{made['id']}"
    refusals = [
        await office.patch(path, {"value": 1}),
        await office.delete(path),
        await office.post("/measurements", figure(world.oak, of, id)),
        await office.patch(f"/data-packages/{id}", {"title": "Andet"}),
        await office.delete(f"/data-packages/{id}"),
        await office.act(f"/data-packages/{id}/release"),
    ]
    assert [(refusal.status_code, refusal.json()["code"]) for refusal in refusals] == [(409, "package-released")] * 6


async def test_a_package_without_figures_is_not_released(world: World) -> None:
    office = await world.actor("administration")
    of, id = await indicator(office), await package(office)
    refused = await office.act(f"/data-packages/{id}/release")
    assert (refused.status_code, refused.json()["code"]) == (409, "package-empty")
    await measured(office, world.birk, of, id, value=None, status="missing", n=None)
    await released(office, id)


async def test_a_correction_replaces_a_released_value_and_stands_beside_it(world: World) -> None:
    office, leader = await world.actor("administration"), await world.actor("leader", world.birk)
    of, id = await indicator(office), await package(office)
    path = f"/measurements/{(await measured(office, world.birk, of, id))['id']}"
    await released(office, id)
    mended = await office.act(f"{path}/correct", {"field": "value", "becomes": 75.5, "reason": "Tastefejl"})
    assert mended.status_code == 200, mended.text
    seen = (await leader.get(path)).json()
    assert seen["value"] == 75.5
    said = [(one["field"], one["was"], one["becomes"], one["reason"]) for one in seen["corrections"]]
    assert said == [("value", 80.0, 75.5, "Tastefejl")]
    for wrong, code in (
        ({"field": "value", "becomes": 101}, "measurement-out-of-bounds"),
        ({"field": "value", "becomes": "many"}, "invalid-input"),
        ({"field": "n", "becomes": 2.5}, "invalid-input"),
        ({"field": "period", "becomes": "2025H1"}, "invalid-input"),
    ):
        refused = await office.act(f"{path}/correct", {**wrong, "reason": "Prøve"})
        assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert (await leader.act(f"{path}/correct", {"field": "value", "reason": "Nej"})).status_code == 403
    gone = await office.act(f"{path}/correct", {"field": "status", "becomes": "missing", "reason": "Kan ikke bruges"})
    assert (gone.json()["value"], gone.json()["status"]) == (None, "missing")
    assert {one["field"] for one in gone.json()["corrections"]} == {"value", "status"}
    words = await office.act(f"{path}/correct", {"field": "value", "reason": "Kilden er lukket"})
    assert words.json()["corrections"][-1]["becomes"] is None


async def test_a_revision_supersedes_when_it_is_released_and_counts_no_more_when_withdrawn(world: World) -> None:
    office, leader = await world.actor("administration"), await world.actor("leader", world.birk)
    of, id = await indicator(office), await package(office)
    await measured(office, world.birk, of, id)
    await released(office, id)
    revision = (await office.act(f"/data-packages/{id}/revise")).json()
    assert (revision["revision"], revision["supersedes_id"], revision["status"]) == (2, id, "draft")
    assert (await office.act(f"/data-packages/{id}/revise")).json()["code"] == "package-revised"
    copied = await shown(office, f"?package_id={revision['id']}")
    new = f"/measurements/{copied['all']['id']}"
    assert (await office.patch(new, {"value": 60})).status_code == 200
    assert (await shown(leader))["all"]["value"] == 80
    await released(office, revision["id"])
    assert (await shown(leader, "?current=true"))["all"]["value"] == 60
    assert (await leader.get(f"/data-packages/{id}")).json()["superseded_by_id"] == revision["id"]
    withdrawn = await office.act(f"/data-packages/{revision['id']}/withdraw")
    assert withdrawn.json()["status"] == "withdrawn"
    assert (await leader.get(new)).status_code == 404
    assert (await shown(leader, "?current=true"))["all"]["value"] == 80


async def test_an_indicator_with_figures_is_not_falsified(world: World) -> None:
    office, supplier = await world.actor("administration"), await world.actor("data_supplier", machine=True)
    of = await indicator(office)
    path = f"/indicators/{of}"
    assert (await office.patch(path, {"unit": "hours"})).status_code == 200
    await office.patch(path, {"unit": "percent"})
    await measured(supplier, world.birk, of)
    refused = await office.patch(path, {"unit": "hours", "disclosure": "none", "title": "Andet"})
    assert (refused.status_code, codes(refused)) == (
        409,
        {"/unit": "indicator-measured", "/disclosure": "indicator-measured"},
    )
    assert (await office.patch(path, {"title": "Trivsel", "unit": "percent"})).json()["title"] == "Trivsel"
    assert (await office.delete(path)).json()["code"] == "in-use"
    taken = await office.post(
        "/indicators", {"code": "wellbeing", "title": "X", "kinds": ["school"], "unit": "count", "disclosure": "none"}
    )
    assert (taken.status_code, taken.json()["code"]) == (409, "indicator-code-taken")
    other = await indicator(office, "other")
    assert (await office.delete(f"/indicators/{other}")).status_code == 204


@pytest.mark.parametrize(
    "wrong, pointer",
    [
        ({"unit": "level"}, "/levels"),
        ({"levels": ["lav", "høj"]}, "/levels"),
        ({"minimum": 5, "maximum": 1}, "/maximum"),
    ],
)
async def test_an_indicator_makes_sense(world: World, wrong: dict[str, Any], pointer: str) -> None:
    office = await world.actor("administration")
    given = {"code": "c", "title": "C", "kinds": ["school"], "unit": "percent", "disclosure": "none", **wrong}
    assert pointer in codes(await office.post("/indicators", given))


async def test_a_level_is_one_of_its_labels(world: World) -> None:
    supplier = await world.actor("data_supplier", machine=True)
    of = await indicator(supplier, "support", unit="level", levels=["lav", "middel", "høj"], minimum=None, maximum=None)
    for value in (0, 4, 1.5):
        refused = await supplier.post("/measurements", figure(world.birk, of, value=value))
        assert refused.json()["code"] == "measurement-out-of-bounds"
    assert (await measured(supplier, world.birk, of, value=2))["levels"] == ["lav", "middel", "høj"]


async def test_what_is_counted_is_a_whole_number(world: World) -> None:
    supplier = await world.actor("data_supplier", machine=True)
    of = await indicator(supplier, "pupils", unit="count", maximum=5000)
    refused = await supplier.post("/measurements", figure(world.birk, of, value=1.039))
    assert codes(refused) == {"/value": "measurement-out-of-bounds"}
    assert "thousands" in refused.json()["errors"][0]["detail"]
    assert (await measured(supplier, world.birk, of, value=1039))["value"] == 1039


async def test_the_same_package_is_not_made_twice(world: World) -> None:
    office = await world.actor("administration")
    of, first = await indicator(office), await package(office, title="Skoletal")
    same = {"kind": "school", "half_year": "2026H1", "title": "skoletal"}
    refused = await office.post("/data-packages", same)
    assert (refused.status_code, codes(refused)) == (409, {"/title": "package-title-taken"})
    for other in ({"half_year": "2026H2"}, {"title": "Andre tal"}, {"kind": "leisure"}):
        assert (await office.post("/data-packages", {**same, **other})).status_code == 201
    later = await package(office, title="Senere")
    assert (await office.patch(f"/data-packages/{later}", {"title": "Skoletal"})).json()["code"] == (
        "package-title-taken"
    )
    assert (await office.patch(f"/data-packages/{first}", {"title": "Skoletal"})).status_code == 200
    await measured(office, world.birk, of, first)
    await released(office, first)
    revision = (await office.act(f"/data-packages/{first}/revise")).json()["id"]
    assert (await office.patch(f"/data-packages/{revision}", {"title": "Skoletal"})).status_code == 200
    assert (await office.post("/data-packages", same)).status_code == 409
    await office.delete(f"/data-packages/{later}")
    await released(office, revision)
    for gone in (revision, first):
        await office.act(f"/data-packages/{gone}/withdraw")
    assert (await office.post("/data-packages", same)).status_code == 201


async def test_a_package_names_the_themes_that_it_serves(world: World) -> None:
    office = await world.actor("administration")
    cycle = await answered(
        office,
        "/cycles",
        {"area": "age_6_18", "title": "26-28", "discussion_on": "2025-12-01", "starts_on": "2026-01-01"},
    )
    theme = await answered(office, "/themes", {"cycle_id": cycle["id"], "title": "Trivsel", "kinds": ["school"]})
    id = await package(office, theme_ids=[theme["id"]])
    seen = (await office.get(f"/data-packages?theme_id={theme['id']}&area=age_6_18&current=false")).json()["items"]
    assert [(one["id"], one["themes"]) for one in seen] == [(id, [{"id": theme["id"], "title": "Trivsel"}])]
    unknown = await office.patch(f"/data-packages/{id}", {"theme_ids": [str(world.birk)]})
    assert codes(unknown) == {"/theme_ids/0": "unknown-reference"}
    cleared = await office.patch(f"/data-packages/{id}", {"theme_ids": []})
    assert (cleared.json()["themes"], cleared.json()["version"]) == ([], 2)
    assert (await office.delete(f"/data-packages/{id}")).status_code == 204


async def test_figures_are_filtered_and_never_sorted_by_value(world: World) -> None:
    supplier = await world.actor("data_supplier", machine=True)
    of = await indicator(supplier)
    for at, period in ((world.birk, "2026H1"), (world.birk, "2025/2026"), (world.oak, "2026H1")):
        await measured(supplier, at, of, period=period)
    for query, number in (
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
        (f"indicator_id={of}&q=well", 3),
    ):
        answer = await supplier.get(f"/measurements?{query}&count=true")
        assert (query, answer.json()["total"]) == (query, number)
    assert (await supplier.get("/measurements?sort=value")).status_code == 422
    assert (await supplier.get("/measurements?sort=-institution_name")).status_code == 200


async def test_a_proposed_theme_is_named_by_no_package_to_those_who_see_decided_ones(world: World) -> None:
    office, leader = await world.actor("administration"), await world.actor("leader", world.birk)
    new = {"area": "age_6_18", "title": "6-18 år", "discussion_on": "2026-01-10", "starts_on": "2026-01-15"}
    cycle = await answered(office, "/cycles", new)
    theme = await answered(office, "/themes", {"cycle_id": cycle["id"], "title": "Trivsel", "kinds": ["school"]})
    id = await package(office, theme_ids=[theme["id"]])
    await measured(office, world.birk, await indicator(office), id)
    await released(office, id)
    served = [{"id": theme["id"], "title": "Trivsel"}]
    for decided in (False, True):
        if decided:
            assert (await office.act(f"/themes/{theme['id']}/decide")).status_code == 200
        for actor, sees in ((office, True), (leader, decided)):
            assert (await actor.get(f"/data-packages/{id}")).json()["themes"] == (served if sees else [])
            for path in ("/data-packages", "/measurements"):
                assert len((await actor.get(f"{path}?theme_id={theme['id']}")).json()["items"]) == int(sees)
