"""Data packages over the routes: drafts, releases, withdrawals, revisions and the themes that they serve."""

from tests.support.data_supply import (
    codes_by_pointer,
    create_indicator,
    create_measurement,
    create_package,
    measurement_payload,
    post_and_require,
    release_package,
    shown_by_breakdown,
)
from tests.support.world import World


async def test_a_package_is_drafted_released_and_read_by_the_institution(world: World) -> None:
    office, leader = await world.actor("administration"), await world.actor("leader", world.birk)
    indicator_id, draft_id = await create_indicator(office), await create_package(office)
    measurement = await create_measurement(office, world.birk, indicator_id, draft_id)
    assert (measurement["institution_name"], measurement["indicator_code"], measurement["status"]) == (
        "Birkeskolen",
        "wellbeing",
        "reported",
    )
    for path in (f"/data-packages/{draft_id}", f"/measurements/{measurement['id']}"):
        assert (await leader.get(path)).status_code == 404
    await release_package(office, draft_id)
    assert (await leader.get(f"/data-packages/{draft_id}")).json()["status"] == "released"
    assert (await leader.get(f"/measurements/{measurement['id']}")).json()["value"] == 80
    other_leader = await world.actor("leader", world.oak)
    assert (await other_leader.get(f"/measurements/{measurement['id']}")).status_code == 404


async def test_a_released_package_is_final(world: World) -> None:
    office = await world.actor("administration")
    indicator_id, package_id = await create_indicator(office), await create_package(office)
    measurement = await create_measurement(office, world.birk, indicator_id, package_id)
    withdrawal = await office.act(f"/data-packages/{package_id}/withdraw")
    assert withdrawal.json()["code"] == "package-not-released"
    await release_package(office, package_id)
    path = f"/measurements/{measurement['id']}"
    refusals = [
        await office.patch(path, {"value": 1}),
        await office.delete(path),
        await office.post("/measurements", measurement_payload(world.oak, indicator_id, package_id)),
        await office.patch(f"/data-packages/{package_id}", {"title": "Andet"}),
        await office.delete(f"/data-packages/{package_id}"),
        await office.act(f"/data-packages/{package_id}/release"),
    ]
    assert [(refusal.status_code, refusal.json()["code"]) for refusal in refusals] == [(409, "package-released")] * 6


async def test_a_package_without_measurements_is_not_released(world: World) -> None:
    office = await world.actor("administration")
    indicator_id, package_id = await create_indicator(office), await create_package(office)
    refused = await office.act(f"/data-packages/{package_id}/release")
    assert (refused.status_code, refused.json()["code"]) == (409, "package-empty")
    await create_measurement(office, world.birk, indicator_id, package_id, value=None, status="missing", n=None)
    await release_package(office, package_id)


async def test_a_revision_supersedes_the_package_while_it_is_released(world: World) -> None:
    office, leader = await world.actor("administration"), await world.actor("leader", world.birk)
    indicator_id, package_id = await create_indicator(office), await create_package(office)
    await create_measurement(office, world.birk, indicator_id, package_id)
    await release_package(office, package_id)
    revision = (await office.act(f"/data-packages/{package_id}/revise")).json()
    assert (revision["revision"], revision["supersedes_id"], revision["status"]) == (2, package_id, "draft")
    assert (await office.act(f"/data-packages/{package_id}/revise")).json()["code"] == "package-revised"
    copies = await shown_by_breakdown(office, f"?package_id={revision['id']}")
    path = f"/measurements/{copies['all']['id']}"
    assert (await office.patch(path, {"value": 60})).status_code == 200
    assert (await shown_by_breakdown(leader))["all"]["value"] == 80
    await release_package(office, revision["id"])
    assert (await shown_by_breakdown(leader, "?current=true"))["all"]["value"] == 60
    assert (await leader.get(f"/data-packages/{package_id}")).json()["superseded_by_id"] == revision["id"]
    withdrawn = await office.act(f"/data-packages/{revision['id']}/withdraw")
    assert withdrawn.json()["status"] == "withdrawn"
    assert (await leader.get(path)).status_code == 404
    assert (await shown_by_breakdown(leader, "?current=true"))["all"]["value"] == 80


async def test_titles_are_unique_among_packages_of_a_kind_and_half_year(world: World) -> None:
    office = await world.actor("administration")
    indicator_id, first_id = await create_indicator(office), await create_package(office, title="Skoletal")
    same = {"kind": "school", "half_year": "2026H1", "title": "skoletal"}
    refused = await office.post("/data-packages", same)
    assert (refused.status_code, codes_by_pointer(refused)) == (409, {"/title": "package-title-taken"})
    for other in ({"half_year": "2026H2"}, {"title": "Andre tal"}, {"kind": "leisure"}):
        assert (await office.post("/data-packages", {**same, **other})).status_code == 201
    later_id = await create_package(office, title="Senere")
    assert (await office.patch(f"/data-packages/{later_id}", {"title": "Skoletal"})).json()["code"] == (
        "package-title-taken"
    )
    assert (await office.patch(f"/data-packages/{first_id}", {"title": "Skoletal"})).status_code == 200
    await create_measurement(office, world.birk, indicator_id, first_id)
    await release_package(office, first_id)
    revision_id = (await office.act(f"/data-packages/{first_id}/revise")).json()["id"]
    assert (await office.patch(f"/data-packages/{revision_id}", {"title": "Skoletal"})).status_code == 200
    assert (await office.post("/data-packages", same)).status_code == 409
    await office.delete(f"/data-packages/{later_id}")
    await release_package(office, revision_id)
    for id in (revision_id, first_id):
        await office.act(f"/data-packages/{id}/withdraw")
    assert (await office.post("/data-packages", same)).status_code == 201


async def test_a_package_names_the_themes_that_it_serves(world: World) -> None:
    office = await world.actor("administration")
    cycle = await post_and_require(
        office,
        "/cycles",
        {"area": "age_6_18", "title": "26-28", "discussion_on": "2025-12-01", "starts_on": "2026-01-01"},
    )
    theme = await post_and_require(
        office, "/themes", {"cycle_id": cycle["id"], "title": "Trivsel", "kinds": ["school"]}
    )
    package_id = await create_package(office, theme_ids=[theme["id"]])
    query = f"theme_id={theme['id']}&area=age_6_18&current=false"
    items = (await office.get(f"/data-packages?{query}")).json()["items"]
    themes = [{"id": theme["id"], "title": "Trivsel"}]
    assert [(item["id"], item["themes"]) for item in items] == [(package_id, themes)]
    unknown = await office.patch(f"/data-packages/{package_id}", {"theme_ids": [str(world.birk)]})
    assert codes_by_pointer(unknown) == {"/theme_ids/0": "unknown-reference"}
    cleared = await office.patch(f"/data-packages/{package_id}", {"theme_ids": []})
    assert (cleared.json()["themes"], cleared.json()["version"]) == ([], 2)
    assert (await office.delete(f"/data-packages/{package_id}")).status_code == 204


async def test_a_leader_sees_no_proposed_theme_in_a_package(world: World) -> None:
    office, leader = await world.actor("administration"), await world.actor("leader", world.birk)
    payload = {"area": "age_6_18", "title": "6-18 år", "discussion_on": "2026-01-10", "starts_on": "2026-01-15"}
    cycle = await post_and_require(office, "/cycles", payload)
    theme = await post_and_require(
        office, "/themes", {"cycle_id": cycle["id"], "title": "Trivsel", "kinds": ["school"]}
    )
    package_id = await create_package(office, theme_ids=[theme["id"]])
    await create_measurement(office, world.birk, await create_indicator(office), package_id)
    await release_package(office, package_id)
    themes = [{"id": theme["id"], "title": "Trivsel"}]
    for is_decided in (False, True):
        if is_decided:
            assert (await office.act(f"/themes/{theme['id']}/decide")).status_code == 200
        for actor, sees_theme in ((office, True), (leader, is_decided)):
            response = await actor.get(f"/data-packages/{package_id}")
            assert response.json()["themes"] == (themes if sees_theme else [])
            for path in ("/data-packages", "/measurements"):
                items = (await actor.get(f"{path}?theme_id={theme['id']}")).json()["items"]
                assert len(items) == int(sees_theme)
