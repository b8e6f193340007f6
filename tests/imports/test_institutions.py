"""Import of institutions."""

import gzip

import pytest

from tests.support.imports.uploads import HEADER, apply_plan, planned_changes, rejections, upload_file
from tests.support.world import World


async def test_a_plan_changes_nothing_until_it_is_applied(world: World) -> None:
    officer = await world.actor("administration")
    plan = await upload_file(
        officer, f"{HEADER}\n900010,Nyskolen,school,Nord\n900001,Birkeskolen,school,Nord\n", filename="a.csv"
    )
    assert plan.status_code == 201, plan.text
    planned = plan.json()
    assert planned["counts"] == {"create": 1, "update": 0, "unchanged": 1, "rejected": 0}
    assert (planned["state"], planned["rows"], planned["filename"], planned["dialect"]) == (
        "planned",
        2,
        "a.csv",
        "comma",
    )
    assert (await officer.get("/institutions?number=900010")).json()["items"] == []
    applied = await apply_plan(officer, plan)
    assert applied.status_code == 200, applied.text
    assert applied.json()["state"] == "applied"
    [institution] = (await officer.get("/institutions?number=900010")).json()["items"]
    assert (institution["name"], institution["district_name"]) == ("Nyskolen", "Nord")
    [origin] = (await officer.get(f"/imports?thing_id={institution['id']}")).json()["items"]
    assert origin["id"] == planned["id"]
    assert (await officer.get(f"/imports?thing_id={world.birk}")).json()["items"] == []


async def test_applying_a_plan_again_returns_the_same_response(world: World) -> None:
    officer = await world.actor("administration")
    plan = await upload_file(officer, f"{HEADER}\n900010,Nyskolen,school,Nord\n")
    first, second = await apply_plan(officer, plan), await apply_plan(officer, plan)
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert len((await officer.get("/institutions?number=900010")).json()["items"]) == 1


async def test_importing_the_same_file_again_changes_nothing(world: World) -> None:
    officer = await world.actor("administration")
    text = (
        "number;name;kind;type;ownership;parent_number;district;address;postal_code;active_from;external_ids\n"
        '900010;Nyskolen;school;primary_school;municipal;;Nord;"Vej 1, st.";8000;01-08-2020;stil:751|kmd:A 1\n'
        ";Nyskolens SFO;leisure;sfo;;900010;Nord;;;;stil:752\n"
        "900001;Birkeskolen på Bakken;school;;;;Nord;;;;\n"
    )
    first = await upload_file(officer, text, apply="true")
    assert first.status_code == 201, first.text
    assert first.json()["state"] == "applied", await rejections(officer, first)
    assert first.json()["counts"] == {"create": 2, "update": 1, "unchanged": 0, "rejected": 0}
    again = await upload_file(officer, text)
    assert again.json()["counts"] == {"create": 0, "update": 0, "unchanged": 3, "rejected": 0}
    [sfo] = (await officer.get("/institutions?q=nyskolens")).json()["items"]
    assert (sfo["parent_name"], sfo["district_name"], sfo["external_ids"]) == (
        "Nyskolen",
        "Nord",
        [{"system": "stil", "id": "752"}],
    )
    [school] = (await officer.get("/institutions?number=900010")).json()["items"]
    assert (school["address"], school["active_from"]) == ("Vej 1, st.", "2020-08-01")


async def test_a_department_may_precede_its_institution(world: World) -> None:
    officer = await world.actor("administration")
    text = "number,name,kind,parent_number,external_ids\n,SFO,leisure,x:1,x:2\n,Skolen,school,,x:1\n"
    plan = await upload_file(officer, text, apply="true")
    assert plan.json()["state"] == "applied", await rejections(officer, plan)
    [sfo] = (await officer.get("/institutions?q=sfo&departments=true&sort=-updated_at&limit=1")).json()["items"]
    assert sfo["parent_name"] == "Skolen"


async def test_rejected_rows_list_their_faults(world: World) -> None:
    officer = await world.actor("administration")
    text = (
        "number,name,kind,district,postal_code,parent_number,external_ids,active_from\n"
        "900010,,castle,Vest,80000,,,\n"  # 2
        ",Uden nøgle,school,,,,,\n"  # 3
        "900011,Tvilling,school,,,,,\n"  # 4
        "900011,Tvilling,school,,,,,\n"  # 5
        "900012,Datter,leisure,,,900099,,\n"  # 6
        "900013,Barnebarn,leisure,,,900014,,\n"  # 7
        "900014,Barn,leisure,,,900001,,\n"  # 8
        "900015,Flyttet,leisure,Syd,,900001,,\n"  # 9
        "900016,Dag,school,,,,,31-31-2026\n"  # 10
        "900017,Id,school,,,,ugyldigt,\n"  # 11
        "900018,For mange,school,,,,,,,mere\n"  # 12
        "900019,For få,school\n"  # 13
        "900020,010203-1234,school,,,,,\n"  # 14
    )
    plan = await upload_file(officer, text)
    assert plan.json()["counts"]["rejected"] == 12
    assert await rejections(officer, plan) == {
        2: [
            ("district", "unknown-reference"),
            ("postal_code", "not-matching"),
            ("name", "required"),
            ("kind", "not-one-of"),
        ],
        3: [(None, "no-key")],
        4: [(None, "repeated-key")],
        5: [(None, "repeated-key")],
        6: [("parent_number", "unknown-reference")],
        7: [("parent_number", "department-of-a-department")],
        9: [("district", "not-expected")],
        10: [("active_from", "not-a-date")],
        11: [("external_ids", "not-an-external-id")],
        12: [(None, "too-many-cells")],
        13: [(None, "too-few-cells")],
        14: [("name", "looks-like-cpr-number")],
    }
    refused = await apply_plan(officer, plan)
    assert (refused.status_code, refused.json()["code"]) == (409, "plan-has-rejected-rows")
    assert (await officer.get("/institutions?number=900014")).json()["items"] == []
    report = await officer.get(f"/imports/{plan.json()['id']}/rows?outcome=rejected", headers={"Accept": "text/csv"})
    lines = report.text.split("\r\n")
    assert (
        lines[0]
        == "number,name,kind,district,postal_code,parent_number,external_ids,active_from,line,outcome,reasons,changes"
    )
    assert lines[2].startswith(',Uden nøgle,school,,,,,,3,rejected,"The row has no key')
    assert "1234" not in report.text
    danish = await officer.get(f"/imports/{plan.json()['id']}/rows?limit=2", headers={"Accept-Language": "da"})
    assert danish.json()["items"][1]["words"].startswith("Rækken har ingen nøgle")
    assert danish.json()["next_cursor"] in danish.links["next"]["url"]


async def test_an_outdated_plan_lists_the_rows_that_changed(world: World) -> None:
    officer = await world.actor("administration")
    plan = await upload_file(
        officer, f"{HEADER}\n900010,Nyskolen,school,Nord\n900001,Birk,school,Nord\n900003,Eg,school,Syd\n"
    )
    await officer.patch(f"/institutions/{world.birk}", {"city": "Egeby"})
    created = await officer.post("/institutions", {"name": "Anden", "kind": "school", "number": "900010"})
    assert created.status_code == 201
    refused = await apply_plan(officer, plan)
    assert (refused.status_code, refused.json()["code"], refused.json()["rows_changed"]) == (412, "plan-outdated", 2)
    assert [(row["line"], row["planned"], row["now"]) for row in refused.json()["rows"]] == [
        (2, "create", "update"),
        (3, "update", "update"),
    ]
    assert (await officer.get(f"/institutions/{world.oak}")).json()["name"] == "Egeskolen"


async def test_a_plan_is_applied_in_its_current_version_only(world: World) -> None:
    officer = await world.actor("administration")
    plan = await upload_file(officer, f"{HEADER}\n900010,Nyskolen,school,Nord\n")
    path = f"/imports/{plan.json()['id']}/apply"
    assert (await officer.call("POST", path)).status_code == 428
    assert (await officer.call("POST", path, etag='"9"')).status_code == 412
    assert (await officer.delete(f"/imports/{plan.json()['id']}")).status_code == 204
    refused = await apply_plan(officer, plan)
    assert refused.status_code == 412
    discarded = await officer.get(f"/imports/{plan.json()['id']}")
    assert discarded.json()["state"] == "discarded"
    refused_again = await officer.call("POST", path, etag=discarded.headers["etag"])
    assert (refused_again.status_code, refused_again.json()["code"]) == (409, "import-not-planned")


async def test_officers_see_only_their_own_imports(world: World) -> None:
    officer, other_officer = await world.actor("administration"), await world.actor("administration")
    plan = await upload_file(officer, f"{HEADER}\n900010,Nyskolen,school,Nord\n")
    path = f"/imports/{plan.json()['id']}"
    assert (await other_officer.get(path)).status_code == 404
    assert (await other_officer.get(f"{path}/rows")).status_code == 404
    assert (await other_officer.call("POST", f"{path}/apply", etag='"1"')).status_code == 404
    assert (await other_officer.get("/imports")).json()["items"] == []
    assert len((await officer.get("/imports?resource=institutions&state=planned")).json()["items"]) == 1


async def test_people_who_cannot_change_institutions_cannot_import_them(world: World) -> None:
    text = f"{HEADER}\n900010,Nyskolen,school,Nord\n"
    for role, unit in (("leader", world.birk), ("council_member", None), ("admin", None)):
        response = await upload_file(await world.actor(role, unit), text)
        assert (response.status_code, response.json()["code"]) == (403, "not-allowed")
        if role != "council_member":  # they may import other resources, and learn who may import these
            assert "administration" in response.json()["detail"].lower()
            assert "leader" not in response.json()["detail"].lower()


async def test_each_row_is_limited_to_the_reach_of_the_officer(world: World) -> None:
    north = await world.actor("administration", world.north)
    rows = "900010,Ny,school,Nord\n900011,Ny,school,Syd\n900001,Birk,school,Nord\n900003,E,school,\n"
    plan = await upload_file(north, f"{HEADER}\n{rows}")
    assert await rejections(north, plan) == {
        3: [("district", "unknown-reference")],
        5: [("number", "institution-number-taken")],
    }
    supplier = await world.actor("data_supplier", machine=True)
    moved = await upload_file(supplier, f"{HEADER}\n900001,Birkeskolen,school,Syd\n")
    assert await rejections(supplier, moved) == {2: [(None, "not-allowed")]}
    officer = await world.actor("administration")
    moved = await upload_file(officer, f"{HEADER}\n900001,Birkeskolen,school,Syd\n", apply="true")
    assert moved.json()["state"] == "applied"
    assert (await officer.get(f"/institutions/{world.birk_sfo}")).json()["district_name"] == "Syd"


@pytest.mark.parametrize(("strategy", "line", "code"), [("create", 2, "exists-already"), ("update", 3, "not-there")])
async def test_a_strategy_limits_what_rows_may_do(world: World, strategy: str, line: int, code: str) -> None:
    officer = await world.actor("administration")
    plan = await upload_file(officer, f"{HEADER}\n900001,Birk,school,Nord\n900010,Ny,school,Nord\n", strategy=strategy)
    assert await rejections(officer, plan) == {line: [(None, code)]}


async def test_absent_columns_and_empty_cells_keep_a_field(world: World) -> None:
    officer = await world.actor("administration")
    ids = [{"system": "stil", "id": "1"}]
    await officer.patch(f"/institutions/{world.birk}", {"city": "Egeby", "address": "Vej 1", "external_ids": ids})
    text = "number,address,ownership,external_ids\n900001,,,\n"
    applied = await upload_file(officer, text, apply="true")
    assert applied.json()["counts"]["unchanged"] == 1
    institution = (await officer.get(f"/institutions/{world.birk}")).json()
    assert (institution["city"], institution["address"], institution["external_ids"]) == ("Egeby", "Vej 1", ids)


async def test_an_empty_cell_clears_a_field_in_the_columns_of_empty_clears(world: World) -> None:
    officer = await world.actor("administration")
    ids = [{"system": "stil", "id": "1"}]
    await officer.patch(f"/institutions/{world.birk}", {"city": "Egeby", "address": "Vej 1", "external_ids": ids})
    text = "number,address,ownership,external_ids\n900001,,,\n"
    applied = await upload_file(officer, text, apply="true", empty_clears="address,ownership,external_ids")
    assert applied.json()["state"] == "applied", await rejections(officer, applied)
    assert applied.json()["empty_clears"] == ["address", "ownership", "external_ids"]
    birk = (await officer.get(f"/institutions/{world.birk}")).json()
    assert (birk["city"], birk["address"], birk["ownership"], birk["external_ids"]) == ("Egeby", None, "municipal", [])
    for columns, code in (("city", "unknown-column"), ("address,,x", "invalid-input"), ("Address", "invalid-input")):
        refused = await upload_file(officer, text, empty_clears=columns)
        assert (refused.status_code, refused.json()["code"]) == (422, code)


async def test_columns_of_only_new_are_used_for_new_institutions_only(world: World) -> None:
    officer = await world.actor("administration")
    text = f"{HEADER},external_ids\n900001,BIRKESKOLEN,leisure,Syd,a:1\n900010,Nyskolen,school,Syd,a:2\n"
    plan = await upload_file(officer, text, only_new="name,kind,district")
    applied = await apply_plan(officer, plan)
    assert applied.json()["counts"] == {"create": 1, "update": 1, "unchanged": 0, "rejected": 0}
    birk = (await officer.get(f"/institutions/{world.birk}")).json()
    assert (birk["name"], birk["kind"], birk["district_name"]) == ("Birkeskolen", "school", "Nord")
    assert birk["external_ids"] == [{"system": "a", "id": "1"}]
    [institution] = (await officer.get("/institutions?number=900010")).json()["items"]
    assert (institution["name"], institution["district_name"]) == ("Nyskolen", "Syd")
    assert (await upload_file(officer, text, only_new="name,kind,district")).json()["counts"]["unchanged"] == 2


async def test_external_ids_of_other_systems_are_kept(world: World) -> None:
    officer = await world.actor("administration")
    for ids in ("a:1|b:1", "a:2"):
        await upload_file(officer, f"number,external_ids\n900001,{ids}\n", apply="true")
    birk = (await officer.get(f"/institutions/{world.birk}")).json()
    assert birk["external_ids"] == [{"system": "a", "id": "2"}, {"system": "b", "id": "1"}]


async def test_a_plan_shows_the_change_of_each_field(world: World) -> None:
    officer = await world.actor("administration")
    await officer.patch(f"/institutions/{world.birk}", {"address": "Vej 1"})
    text = (
        "number,name,kind,district,address,external_ids,active_from\n"
        f"900001,Birk,school,Syd,Vej 2,a:1,2020-08-01\n900003,Egeskolen,school,,,,\n900010,Ny,school,,{'x' * 199},,\n"
        "900011,,school,,,,\n"
    )
    plan = await upload_file(officer, text)
    assert await planned_changes(officer, plan) == {
        2: {
            "name": ("Birkeskolen", "Birk"),
            "district": ("Nord", "Syd"),
            "address": ("Vej 1", "Vej 2"),
            "external_ids": (None, "a:1"),
            "active_from": (None, "2020-08-01"),
        },
        3: {},
        4: {"number": (None, "900010"), "name": (None, "Ny"), "kind": (None, "school"), "address": (None, "x" * 199)},
        5: {},
    }
    report = await officer.get(f"/imports/{plan.json()['id']}/rows?outcome=update", headers={"Accept": "text/csv"})
    assert report.text.split("\r\n")[0].endswith("line,outcome,reasons,changes")
    assert "address: Vej 1 -> Vej 2" in report.text


async def test_requests_with_the_same_idempotency_key_make_one_import(world: World) -> None:
    officer = await world.actor("administration")
    text = f"{HEADER}\n900010,Nyskolen,school,Nord\n"
    first = await upload_file(officer, text, apply="true", headers={"Idempotency-Key": "k"})
    replayed = await upload_file(
        officer,
        gzip.compress(text.encode()),
        apply="true",
        headers={"Idempotency-Key": "k", "Content-Encoding": "gzip"},
    )
    assert first.content == replayed.content
    assert replayed.headers["idempotency-replayed"] == "true"
    refused = await upload_file(
        officer, text + "900011,B,school,Nord\n", apply="true", headers={"Idempotency-Key": "k"}
    )
    assert (refused.status_code, refused.json()["code"]) == (422, "idempotency-key-reused")
    assert len((await officer.get("/imports")).json()["items"]) == 1


async def test_institutions_can_be_imported_as_ndjson(world: World) -> None:
    officer = await world.actor("administration")
    text = (
        '{"number":"900010","name":"Nyskolen","kind":"school","district":"Nord","external_ids":["a:1"]}\n'
        '{"number":"900011","name":"To","kind":"school","external_ids":[{"system":"a","id":"2"}]}\n'
        '{"number":"900012","name":3,"kind":"school"}\n'
        '{"number":"900013","colour":"red"}\n'
        '{"number":"900001","city":null}\n'
    )
    plan = await upload_file(officer, text, kind="application/x-ndjson")
    assert await rejections(officer, plan) == {3: [("name", "wrong-type")], 4: [(None, "unknown-field")]}
    assert plan.json()["counts"] == {"create": 2, "update": 0, "unchanged": 1, "rejected": 2}


async def test_an_officer_of_a_district_creates_no_institution_outside_it(world: World) -> None:
    north = await world.actor("administration", world.north)
    text = f"{HEADER},parent_number\n900010,Ny,school,,\n900011,Ny SFO,leisure,,900001\n900012,Ny,school,Nord,\n"
    plan = await upload_file(north, text)
    assert await rejections(north, plan) == {2: [(None, "not-allowed")]}


async def test_a_plan_is_outdated_when_a_district_name_changes_hands(world: World) -> None:
    officer = await world.actor("administration")
    plan = await upload_file(officer, f"{HEADER}\n900010,Nyskolen,school,Nord\n")
    for id, name in ((world.north, "Vest"), (world.south, "Nord")):
        renamed = await officer.patch(f"/districts/{id}", {"name": name})
        assert renamed.status_code == 200, renamed.text
    response = await apply_plan(officer, plan)
    assert (response.status_code, response.json()["code"]) == (412, "plan-outdated")
