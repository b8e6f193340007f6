"""What an import did is put back whole, or not at all."""

from typing import Any
from uuid import UUID

from tests.support.data_supply import package, released, shown
from tests.support.imports.institutions import HEADER, apply, bring, reasons
from tests.support.imports.measurements import HEADER as FIGURES
from tests.support.imports.measurements import INDICATORS, figures
from tests.support.imports.reversal import reverse
from tests.support.world import Actor, World


async def look(actor: Actor, id: Any) -> dict[str, Any]:
    answer = await actor.get(f"/institutions/{id}")
    found: dict[str, Any] = answer.json()
    return {name: value for name, value in found.items() if name not in {"version", "updated_at"}}


async def test_what_was_made_goes_and_what_was_changed_is_as_before(world: World) -> None:
    office = await world.actor("administration")
    ids = [{"system": "stil", "id": "1"}]
    await office.patch(f"/institutions/{world.birk}", {"address": "Vej 1", "external_ids": ids})
    before = await look(office, world.birk)
    text = (
        "number,name,kind,district,address,active_from,external_ids,parent_number\n"
        "900001,Birk,school,Syd,Vej 2,2020-08-01,stil:2|a:3,\n"
        "900010,Ny,school,Nord,,,a:1,\n,Ny SFO,leisure,,,,a:2,900010\n"
    )
    done = await bring(office, text, apply="true")
    assert done.json()["state"] == "applied", await reasons(office, done)
    back = await reverse(office, done)
    assert back.status_code == 200, back.text
    assert (back.json()["state"], back.json()["reversed_at"] is None) == ("reversed", False)
    assert await look(office, world.birk) == before
    assert (await office.get("/institutions?number=900010")).json()["items"] == []
    assert (await office.get("/institutions?q=ny%20sfo")).json()["items"] == []
    [origin] = (await office.get(f"/imports?thing_id={world.birk}")).json()["items"]
    assert origin["id"] == done.json()["id"]
    again = await office.call("POST", f"/imports/{origin['id']}/reverse", etag=back.headers["etag"])
    assert (again.status_code, again.content) == (200, back.content)
    assert (await bring(office, text)).json()["counts"] == {"create": 2, "update": 1, "unchanged": 0, "rejected": 0}


async def test_what_was_changed_since_is_listed_and_nothing_is_put_back(world: World) -> None:
    office = await world.actor("administration")
    text = f"{HEADER}\n900001,Birk,school,Nord\n900003,Eg,school,Syd\n900010,Ny,school,Nord\n"
    done = await bring(office, text, apply="true")
    [made] = (await office.get("/institutions?number=900010")).json()["items"]
    await office.patch(f"/institutions/{world.birk}", {"city": "Egeby"})
    await office.delete(f"/institutions/{made['id']}")
    refused = await reverse(office, done)
    assert (refused.status_code, refused.json()["code"]) == (409, "import-changed-since")
    assert [(row["line"], row["now"]) for row in refused.json()["rows"]] == [(2, "changed"), (4, "gone")]
    assert (await look(office, world.oak))["name"] == "Eg"


async def test_what_something_refers_to_stays_and_so_does_all_else(world: World) -> None:
    office = await world.actor("administration")
    done = await bring(office, f"{HEADER}\n900001,Birk,school,Nord\n900010,Ny,school,Nord\n", apply="true")
    [made] = (await office.get("/institutions?number=900010")).json()["items"]
    part = {"name": "Ny SFO", "kind": "leisure", "parent_id": made["id"]}
    assert (await office.post("/institutions", part)).status_code == 201
    refused = await reverse(office, done)
    assert (refused.status_code, refused.json()["code"]) == (409, "import-changed-since")
    assert [(row["line"], row["now"]) for row in refused.json()["rows"]] == [(3, "in-use")]
    assert (await look(office, world.birk))["name"] == "Birk"


async def test_a_plan_is_not_reversed_nor_what_another_brought(world: World) -> None:
    office, other = await world.actor("administration"), await world.actor("administration")
    plan = await bring(office, f"{HEADER}\n900010,Ny,school,Nord\n")
    refused = await reverse(office, plan)
    assert (refused.status_code, refused.json()["code"]) == (409, "import-not-applied")
    await apply(office, plan)
    path = f"/imports/{plan.json()['id']}/reverse"
    assert (await office.call("POST", path)).status_code == 428
    assert (await office.call("POST", path, etag='"1"')).status_code == 412
    assert (await other.call("POST", path, etag='"3"')).status_code == 404


async def test_indicators_are_put_back_unless_something_was_measured_with_them(world: World) -> None:
    office = await world.actor("administration")
    first = await bring(office, INDICATORS, "indicators", apply="true")
    second = await bring(office, "code,title,maximum\ntrivsel,God trivsel,5\n", "indicators", apply="true")
    assert second.json()["state"] == "applied", await reasons(office, second)
    assert (await reverse(office, second)).status_code == 200
    [found] = (await office.get("/indicators?code=trivsel")).json()["items"]
    assert (found["title"], found["maximum"]) == ("Trivsel", 100)
    changed = await reverse(office, first)  # the second import changed it, and back: it is not as the first left it
    assert (changed.status_code, changed.json()["rows_changed"]) == (409, 1)
    third = await bring(office, INDICATORS.replace("trivsel", "ro").replace("stil:12", ""), "indicators", apply="true")
    assert third.json()["counts"]["create"] == 1
    assert (await reverse(office, third)).status_code == 200
    assert (await office.get("/indicators?code=ro")).json()["items"] == []


async def test_figures_are_put_back_while_their_package_is_a_draft(world: World) -> None:
    office = await world.actor("administration")
    await bring(office, INDICATORS, "indicators", apply="true")
    id = await package(office)
    rows = [("all", 80, 30), ("gender=girl", 75, 27), ("gender=boy", 99, 3)]
    lines = [f"900001,trivsel,2026H1,{part},{value},{n},,,A,{id}\n" for part, value, n in rows]
    first = await figures(office, FIGURES + lines[0] + lines[1], apply="true")
    assert first.json()["state"] == "applied", await reasons(office, first)
    before = await shown(office, f"?package_id={id}")
    second = await figures(office, FIGURES + lines[0].replace(",80,", ",81,") + lines[2], apply="true")
    assert second.json()["counts"] == {"create": 1, "update": 1, "unchanged": 0, "rejected": 0}
    back = await reverse(office, second)
    assert back.status_code == 200, back.text
    after = await shown(office, f"?package_id={id}")
    told = [
        {part: (one["value"], one["n"], one["status"], one["source"]) for part, one in found.items()}
        for found in (before, after)
    ]
    assert told[0] == told[1]
    third = await figures(office, FIGURES + lines[2], apply="true")
    await released(office, id)
    refused = await reverse(office, third)
    assert (refused.status_code, refused.json()["code"]) == (409, "package-released")


async def test_who_may_write_no_more_neither_reads_on_nor_puts_anything_back(world: World) -> None:
    office = await world.actor("administration")
    await world.give(office.id, "leader", world.birk)  # by which they could import, too
    done = await bring(office, f"{HEADER}\n900001,Birk,school,Nord\n", apply="true")
    path = f"/imports/{done.json()['id']}"
    await _end(world, office, "administration")
    for refused in (
        await office.get(path),
        await office.get(f"{path}/rows"),
        await office.get(f"{path}/rows", headers={"Accept": "text/csv"}),
        await office.get(f"{path}/transitions"),
        await office.call("POST", f"{path}/reverse", etag=done.headers["etag"]),
    ):
        assert (refused.status_code, refused.json()["code"]) == (404, "not-found")
    assert (await office.get("/imports?count=true")).json()["total"] == 0
    assert (await look(await world.actor("administration"), world.birk))["name"] == "Birk"


async def test_a_role_that_ended_before_or_imports_nothing_takes_no_import_out_of_sight(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    await world.give(leader.id, "staff", world.oak)
    await world.give(leader.id, "leader", world.elm)
    await _end(world, leader, "leader", world.elm)  # on the very day on which they import
    head = "institution,voice,method,text,people_count,collected_on"
    plan = await bring(leader, f"{head}\n900001,parent,meeting,Mere lys,12,2026-02-01\n", "stakeholder-input")
    await _end(world, leader, "staff")
    assert (await leader.get(f"/imports/{plan.json()['id']}/rows")).status_code == 200
    await _end(world, leader, "leader", world.birk)
    await world.give(leader.id, "leader", world.oak)
    assert (await leader.get(f"/imports/{plan.json()['id']}/rows")).status_code == 404, "it told of another place"


async def _end(world: World, who: Actor, role: str, unit: UUID | None = None) -> None:
    boss = await world.actor("admin")
    at = f"&unit_id={unit}" if unit else ""
    [grant] = (await boss.get(f"/grants?person_id={who.id}&role={role}{at}")).json()["items"]
    assert (await boss.act(f"/grants/{grant['id']}/end")).status_code == 200
