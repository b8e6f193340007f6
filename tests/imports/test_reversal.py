"""An import is reversed as a whole, or not at all."""

from typing import Any
from uuid import UUID

from tests.support.data_supply import create_package, release_package, shown_by_breakdown
from tests.support.imports.measurements import INDICATORS, upload_figures
from tests.support.imports.measurements import MEASUREMENT_HEADER as FIGURES
from tests.support.imports.uploads import HEADER, apply_plan, rejections, reverse_import, upload_file
from tests.support.world import Actor, World


async def current_fields(actor: Actor, id: Any) -> dict[str, Any]:
    response = await actor.get(f"/institutions/{id}")
    institution: dict[str, Any] = response.json()
    return {name: value for name, value in institution.items() if name not in {"version", "updated_at"}}


async def test_reversal_deletes_what_was_created_and_restores_what_was_changed(world: World) -> None:
    officer = await world.actor("administration")
    ids = [{"system": "stil", "id": "1"}]
    await officer.patch(f"/institutions/{world.birk}", {"address": "Vej 1", "external_ids": ids})
    before = await current_fields(officer, world.birk)
    text = (
        "number,name,kind,district,address,active_from,external_ids,parent_number\n"
        "900001,Birk,school,Syd,Vej 2,2020-08-01,stil:2|a:3,\n"
        "900010,Ny,school,Nord,,,a:1,\n,Ny SFO,leisure,,,,a:2,900010\n"
    )
    applied = await upload_file(officer, text, apply="true")
    assert applied.json()["state"] == "applied", await rejections(officer, applied)
    reversed_import = await reverse_import(officer, applied)
    assert reversed_import.status_code == 200, reversed_import.text
    assert (reversed_import.json()["state"], reversed_import.json()["reversed_at"] is None) == ("reversed", False)
    assert await current_fields(officer, world.birk) == before
    assert (await officer.get("/institutions?number=900010")).json()["items"] == []
    assert (await officer.get("/institutions?q=ny%20sfo")).json()["items"] == []
    [import_of_birk] = (await officer.get(f"/imports?thing_id={world.birk}")).json()["items"]
    assert import_of_birk["id"] == applied.json()["id"]
    reversed_again = await officer.call(
        "POST", f"/imports/{import_of_birk['id']}/reverse", etag=reversed_import.headers["etag"]
    )
    assert (reversed_again.status_code, reversed_again.content) == (200, reversed_import.content)
    assert (await upload_file(officer, text)).json()["counts"] == {
        "create": 2,
        "update": 1,
        "unchanged": 0,
        "rejected": 0,
    }


async def test_nothing_is_reversed_if_something_was_changed_since(world: World) -> None:
    officer = await world.actor("administration")
    text = f"{HEADER}\n900001,Birk,school,Nord\n900003,Eg,school,Syd\n900010,Ny,school,Nord\n"
    applied = await upload_file(officer, text, apply="true")
    [created] = (await officer.get("/institutions?number=900010")).json()["items"]
    await officer.patch(f"/institutions/{world.birk}", {"city": "Egeby"})
    await officer.delete(f"/institutions/{created['id']}")
    refused = await reverse_import(officer, applied)
    assert (refused.status_code, refused.json()["code"]) == (409, "import-changed-since")
    assert [(row["line"], row["now"]) for row in refused.json()["rows"]] == [(2, "changed"), (4, "gone")]
    assert (await current_fields(officer, world.oak))["name"] == "Eg"


async def test_nothing_is_reversed_if_something_is_in_use(world: World) -> None:
    officer = await world.actor("administration")
    applied = await upload_file(officer, f"{HEADER}\n900001,Birk,school,Nord\n900010,Ny,school,Nord\n", apply="true")
    [created] = (await officer.get("/institutions?number=900010")).json()["items"]
    department = {"name": "Ny SFO", "kind": "leisure", "parent_id": created["id"]}
    assert (await officer.post("/institutions", department)).status_code == 201
    refused = await reverse_import(officer, applied)
    assert (refused.status_code, refused.json()["code"]) == (409, "import-changed-since")
    assert [(row["line"], row["now"]) for row in refused.json()["rows"]] == [(3, "in-use")]
    assert (await current_fields(officer, world.birk))["name"] == "Birk"


async def test_officers_reverse_only_their_own_applied_imports(world: World) -> None:
    officer, other_officer = await world.actor("administration"), await world.actor("administration")
    plan = await upload_file(officer, f"{HEADER}\n900010,Ny,school,Nord\n")
    refused = await reverse_import(officer, plan)
    assert (refused.status_code, refused.json()["code"]) == (409, "import-not-applied")
    await apply_plan(officer, plan)
    path = f"/imports/{plan.json()['id']}/reverse"
    assert (await officer.call("POST", path)).status_code == 428
    assert (await officer.call("POST", path, etag='"1"')).status_code == 412
    assert (await other_officer.call("POST", path, etag='"3"')).status_code == 404


async def test_indicators_are_reversed_unless_they_were_changed_since(world: World) -> None:
    officer = await world.actor("administration")
    first = await upload_file(officer, INDICATORS, "indicators", apply="true")
    second = await upload_file(officer, "code,title,maximum\ntrivsel,God trivsel,5\n", "indicators", apply="true")
    assert second.json()["state"] == "applied", await rejections(officer, second)
    assert (await reverse_import(officer, second)).status_code == 200
    [wellbeing] = (await officer.get("/indicators?code=trivsel")).json()["items"]
    assert (wellbeing["title"], wellbeing["maximum"]) == ("Trivsel", 100)
    # The second import and its reversal have changed the indicator since.
    refused = await reverse_import(officer, first)
    assert (refused.status_code, refused.json()["rows_changed"]) == (409, 1)
    third = await upload_file(
        officer, INDICATORS.replace("trivsel", "ro").replace("stil:12", ""), "indicators", apply="true"
    )
    assert third.json()["counts"]["create"] == 1
    assert (await reverse_import(officer, third)).status_code == 200
    assert (await officer.get("/indicators?code=ro")).json()["items"] == []


async def test_figures_are_reversed_while_their_package_is_a_draft(world: World) -> None:
    officer = await world.actor("administration")
    await upload_file(officer, INDICATORS, "indicators", apply="true")
    package_id = await create_package(officer)
    rows = [("all", 80, 30), ("gender=girl", 75, 27), ("gender=boy", 99, 3)]
    lines = [f"900001,trivsel,2026H1,{part},{value},{n},,,A,{package_id}\n" for part, value, n in rows]
    first = await upload_figures(officer, FIGURES + lines[0] + lines[1], apply="true")
    assert first.json()["state"] == "applied", await rejections(officer, first)
    before = await shown_by_breakdown(officer, f"?package_id={package_id}")
    second = await upload_figures(officer, FIGURES + lines[0].replace(",80,", ",81,") + lines[2], apply="true")
    assert second.json()["counts"] == {"create": 1, "update": 1, "unchanged": 0, "rejected": 0}
    reversed_import = await reverse_import(officer, second)
    assert reversed_import.status_code == 200, reversed_import.text
    after = await shown_by_breakdown(officer, f"?package_id={package_id}")
    figures_of_package = [
        {
            part: (figure["value"], figure["n"], figure["status"], figure["source"])
            for part, figure in shown_figures.items()
        }
        for shown_figures in (before, after)
    ]
    assert figures_of_package[0] == figures_of_package[1]
    third = await upload_figures(officer, FIGURES + lines[2], apply="true")
    await release_package(officer, package_id)
    refused = await reverse_import(officer, third)
    assert (refused.status_code, refused.json()["code"]) == (409, "package-released")


async def test_officer_who_loses_the_role_neither_sees_nor_reverses_the_import(world: World) -> None:
    officer = await world.actor("administration")
    await world.add_grant(officer.id, "leader", world.birk)  # with this role they can still import
    applied = await upload_file(officer, f"{HEADER}\n900001,Birk,school,Nord\n", apply="true")
    path = f"/imports/{applied.json()['id']}"
    await _end_grant(world, officer, "administration")
    for refused in (
        await officer.get(path),
        await officer.get(f"{path}/rows"),
        await officer.get(f"{path}/rows", headers={"Accept": "text/csv"}),
        await officer.get(f"{path}/transitions"),
        await officer.call("POST", f"{path}/reverse", etag=applied.headers["etag"]),
    ):
        assert (refused.status_code, refused.json()["code"]) == (404, "not-found")
    assert (await officer.get("/imports?count=true")).json()["total"] == 0
    assert (await current_fields(await world.actor("administration"), world.birk))["name"] == "Birk"


async def test_an_import_stays_visible_when_another_role_ends(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    await world.add_grant(leader.id, "staff", world.oak)
    await world.add_grant(leader.id, "leader", world.elm)
    await _end_grant(world, leader, "leader", world.elm)  # on the day of the import
    head = "institution,voice,method,text,people_count,collected_on"
    plan = await upload_file(leader, f"{head}\n900001,parent,meeting,Mere lys,12,2026-02-01\n", "stakeholder-input")
    await _end_grant(world, leader, "staff")
    assert (await leader.get(f"/imports/{plan.json()['id']}/rows")).status_code == 200
    await _end_grant(world, leader, "leader", world.birk)
    await world.add_grant(leader.id, "leader", world.oak)
    assert (await leader.get(f"/imports/{plan.json()['id']}/rows")).status_code == 404, (
        "the rows show another institution"
    )


async def _end_grant(world: World, actor: Actor, role: str, unit: UUID | None = None) -> None:
    admin = await world.actor("admin")
    unit_filter = f"&unit_id={unit}" if unit else ""
    [grant] = (await admin.get(f"/grants?person_id={actor.id}&role={role}{unit_filter}")).json()["items"]
    assert (await admin.act(f"/grants/{grant['id']}/end")).status_code == 200
