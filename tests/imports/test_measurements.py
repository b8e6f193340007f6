"""Import of indicators and measurements."""

import pytest

from api.core.identifiers import new_id
from api.imports.resources.measurements.figure_parser import FigureParser
from api.measurements.schemas import MeasurementCreate
from tests.support import data_supply
from tests.support.data_supply import create_indicator, create_package, release_package, shown_by_breakdown
from tests.support.imports.measurements import INDICATORS, MEASUREMENT_HEADER, upload_figures
from tests.support.imports.uploads import apply_plan, planned_changes, rejections, upload_file
from tests.support.world import Actor, World


async def test_importing_the_same_indicators_again_changes_nothing(world: World) -> None:
    officer = await world.actor("administration")
    first = await upload_file(officer, INDICATORS, "indicators", apply="true")
    assert first.json()["state"] == "applied", await rejections(officer, first)
    [found] = (await officer.get("/indicators?code=kvotient")).json()["items"]
    assert (found["maximum"], found["source_system"], found["higher_is_better"]) == (1000.5, "lis", None)
    [found] = (await officer.get("/indicators?code=niveau")).json()["items"]
    assert (found["levels"], found["kinds"]) == (["lav", "mellem", "høj"], ["school"])
    again = await upload_file(officer, INDICATORS, "indicators")
    assert again.json()["counts"] == {"create": 0, "update": 0, "unchanged": 3, "rejected": 0}
    changed = await upload_file(
        officer, "code,title,external_ids\ntrivsel,God trivsel,stil:13\n", "indicators", apply="true"
    )
    assert changed.json()["counts"]["update"] == 1
    [found] = (await officer.get("/indicators?code=trivsel")).json()["items"]
    assert (found["title"], found["external_ids"]) == ("God trivsel", [{"system": "stil", "id": "13"}])


async def test_rejected_indicators_list_their_faults(world: World) -> None:
    officer = await world.actor("administration")
    measured = await create_indicator(officer, "old", disclosure="none")
    await data_supply.create_measurement(officer, world.birk, measured, await create_package(officer))
    text = (
        "code,title,kinds,unit,disclosure,minimum,maximum,levels,external_ids\n"
        "a,A,school,level,none,,,,\n"  # 2
        "b,B,castle,percent,none,9,1,,\n"  # 3
        ",C,school,percent,none,,,,\n"  # 4
        "d,,school,percent,,1;2,,,x\n"  # 5
        "old,Old,school,count,none,,,,\n"  # 6
        "e,E,school,percent,none,,,,x:1\n"  # 7
        "f,F,school,percent,none,,,,x:1\n"  # 8
    )
    plan = await upload_file(officer, text, "indicators")
    assert await rejections(officer, plan) == {
        2: [("levels", "out-of-bounds")],
        3: [("kinds", "not-one-of")],
        4: [(None, "no-key"), ("code", "required")],
        5: [
            ("minimum", "not-a-number"),
            ("external_ids", "not-an-external-id"),
            ("title", "required"),
            ("disclosure", "required"),
        ],
        6: [("unit", "indicator-measured")],
        7: [(None, "repeated-key")],
        8: [(None, "repeated-key")],
    }
    for role in ("leader", "chief"):
        refused = await upload_file(await world.actor(role, world.north), text, "indicators")
        assert refused.status_code == 403


async def test_importing_the_same_figures_again_changes_nothing(world: World) -> None:
    officer = await world.actor("administration")
    await upload_file(officer, INDICATORS, "indicators", apply="true")
    package_id = await create_package(officer, external_ids=[{"system": "lis", "id": "p1"}])
    text = (
        "institution;indicator;period;breakdown;value;n;standard_error;status;source;package\n"
        f"900001;trivsel;2026H1;;81,5;1.020;0,5;;LIS;{package_id}\n"
        f"900001;stil:12;2026H1;gender=girl;82;510;;provisional;LIS;lis:p1\n"
        f"900003;trivsel;2026H1;all;..;;;;LIS;{package_id}\n"
    )
    first = await upload_figures(officer, text, apply="true")
    assert first.status_code == 201, first.text
    assert first.json()["state"] == "applied", await rejections(officer, first)
    response = await officer.get(f"/measurements?package_id={package_id}&sort=institution_name")
    figures_of_package = response.json()["items"]
    shown_figures = [
        (figure["institution_name"], figure["breakdown"], figure["value"], figure["n"], figure["status"])
        for figure in figures_of_package
    ]
    assert sorted(shown_figures) == [
        ("Birkeskolen", "all", 81.5, 1020, "reported"),
        ("Birkeskolen", "gender=girl", 82.0, 510, "provisional"),
        ("Egeskolen", "all", None, None, "missing"),
    ]
    assert {figure["version"] for figure in figures_of_package} == {1}
    again = await upload_figures(officer, text)
    assert again.json()["counts"] == {"create": 0, "update": 0, "unchanged": 3, "rejected": 0}
    late = MEASUREMENT_HEADER + (
        f"900001,trivsel,2026H1,all,81.5,1020,0.5,reported,LIS,{package_id}\n"
        f"900003,trivsel,2026H1,all,70,30,,,LIS,{package_id}\n"
    )
    changed = await upload_figures(officer, late, apply="true")
    assert changed.json()["counts"] == {"create": 0, "update": 1, "unchanged": 1, "rejected": 0}
    [oak] = (await officer.get(f"/measurements?institution_id={world.oak}")).json()["items"]
    assert (oak["value"], oak["n"], oak["status"], oak["version"]) == (70.0, 30, "reported", 2)
    [import_of_figure] = (
        await officer.get(f"/imports?thing_id={oak['id']}&state=applied&sort=-updated_at&limit=1")
    ).json()["items"]
    assert import_of_figure["id"] == changed.json()["id"]


async def test_figures_about_no_persons_can_be_imported(world: World) -> None:
    officer, supplier = await world.actor("administration"), await world.actor("data_supplier", machine=True)
    await create_indicator(officer, "old", disclosure="none")
    draft = await create_package(officer)
    for actor, package_id in ((officer, draft), (supplier, "")):
        text = (
            MEASUREMENT_HEADER
            + f"900001,old,2026H1,all,81.5,,,,,{package_id}\n900003,old,2026H1,all,70,12,,,,{package_id}\n"
        )
        applied = await upload_figures(actor, text, apply="true")
        assert (applied.status_code, applied.json()["state"]) == (201, "applied"), applied.text
        assert applied.json()["counts"]["create"] == 2


async def test_rejected_figures_list_their_faults(world: World) -> None:
    officer = await world.actor("administration")
    await upload_file(officer, INDICATORS, "indicators", apply="true")
    draft, released_package = await create_package(officer), await create_package(officer, "2025H2")
    await upload_file(
        officer, "code,title,kinds,unit,disclosure\nrum,Rum,school,count,none\n", "indicators", apply="true"
    )
    await upload_figures(officer, f"{MEASUREMENT_HEADER}900001,rum,2025H2,all,8,,,,,{released_package}\n", apply="true")
    await release_package(officer, released_package)
    text = MEASUREMENT_HEADER + (
        f"900001,trivsel,2026H1,all,101,40,,,,{draft}\n"  # 2
        f"900001,trivsel,2026H1,gender=girl,50,,,,,{draft}\n"  # 3
        f"900005,trivsel,2026H1,all,50,40,,,,{draft}\n"  # 4
        f"900002,trivsel,2026H1,all,50,40,,,,{draft}\n"  # 5
        f"900001,trivsel,2025H2,all,50,40,,,,{released_package}\n"  # 6
        "900001,trivsel,2026H1,all,50,40,,,,\n"  # 7
        f"999999,nothing,2026H3,a b,x,1.5,,lost,,{world.birk}\n"  # 8
        f"900003,niveau,2026,all,2,,,,,{draft}\n"  # 9
        f"900003,niveau,2026,,2,,,,,{draft}\n"  # 10
        f"900003,niveau,2025,all,4,,,,,{draft}\n"  # 11
        f"900003,niveau,2024,all,,,,reported,,{draft}\n"  # 12
    )
    plan = await upload_figures(officer, text)
    assert await rejections(officer, plan) == {
        2: [("value", "measurement-out-of-bounds")],
        3: [("n", "number-of-persons-missing")],
        4: [("indicator", "indicator-not-for-this-kind"), ("package", "package-of-another-kind")],
        5: [("package", "package-of-another-kind")],
        6: [("package", "package-released")],
        7: [("package", "running-figures")],
        8: [
            ("value", "not-a-number"),
            ("n", "not-a-whole-number"),
            ("institution", "unknown-reference"),
            ("indicator", "unknown-reference"),
            ("package", "unknown-reference"),
            ("period", "not-matching"),
            ("breakdown", "not-matching"),
            ("status", "not-one-of"),
        ],
        9: [(None, "repeated-key")],
        10: [(None, "repeated-key")],
        11: [("value", "measurement-out-of-bounds")],
        12: [("status", "value-and-status-disagree")],
    }
    rows = (await officer.get(f"/imports/{plan.json()['id']}/rows?limit=200")).json()["items"]
    assert [(row["column"], row["text"]) for row in rows[6]["cells"]] == [
        ("institution", "999999"),
        ("indicator", "nothing"),
        ("period", "2026H3"),
        ("breakdown", "a b"),
        ("value", "x"),
        ("n", "1.5"),
        ("status", "lost"),
        ("package", str(world.birk)),
    ], "the author finds the row in the file by its cells"
    assert (await apply_plan(officer, plan)).json()["code"] == "plan-has-rejected-rows"
    assert (await officer.get("/measurements?count=true")).json()["total"] == 1


async def test_only_the_data_supplier_imports_running_figures(world: World) -> None:
    supplier = await world.actor("data_supplier", machine=True)
    await upload_file(supplier, INDICATORS, "indicators", apply="true")
    plan = await upload_figures(supplier, MEASUREMENT_HEADER + "900001,trivsel,2026-03,,50,40,,,LIS,\n", apply="true")
    assert plan.json()["state"] == "applied", await rejections(supplier, plan)
    again = await upload_figures(supplier, MEASUREMENT_HEADER + "900001,trivsel,2026-03,all,50,40,,,LIS,\n")
    assert again.json()["counts"]["unchanged"] == 1
    assert (
        await upload_figures(await world.actor("leader", world.birk), MEASUREMENT_HEADER + "1,2,3,4,5,6,7,8,9,\n")
    ).status_code == 403


async def test_small_groups_are_suppressed_when_imported(world: World) -> None:
    officer = await world.actor("administration")
    await upload_file(officer, INDICATORS, "indicators", apply="true")
    package_id = await create_package(officer)
    rows = [("all", 80, 30), ("gender=girl", 75, 27), ("gender=boy", 99, 3)]
    lines = "".join(f"900001,trivsel,2026H1,{part},{value},{n},,,,{package_id}\n" for part, value, n in rows)
    applied = await upload_figures(officer, MEASUREMENT_HEADER + lines, apply="true")
    assert applied.json()["state"] == "applied", await rejections(officer, applied)
    figure_of_part = await shown_by_breakdown(officer, f"?package_id={package_id}")
    assert {part: figure["status"] for part, figure in figure_of_part.items()} == {
        "all": "reported",
        "gender=girl": "suppressed",
        "gender=boy": "suppressed",
    }
    assert {figure["version"] for figure in figure_of_part.values()} == {1}


async def test_a_plan_does_not_show_suppressed_figures(world: World) -> None:
    officer = await world.actor("administration")
    await upload_file(officer, INDICATORS, "indicators", apply="true")
    package_id = await create_package(officer)
    rows = [("all", 80, 30), ("gender=girl", 75, 27), ("gender=boy", 99, 3)]
    lines = "".join(f"900001,trivsel,2026H1,{part},{value},{n},,,A,{package_id}\n" for part, value, n in rows)
    await upload_figures(officer, MEASUREMENT_HEADER + lines, apply="true")
    plan = await upload_figures(officer, MEASUREMENT_HEADER + lines.replace(",A,", ",B,").replace(",80,", ",81,"))
    assert await planned_changes(officer, plan) == {
        2: {"value": ("80", "81"), "source": ("A", "B")},
        3: {
            "value": (None, "75"),
            "n": (None, "27"),
            "standard_error": (None, None),
            "status": (None, "reported"),
            "source": ("A", "B"),
        },
        4: {
            "value": (None, "99"),
            "n": (None, "3"),
            "standard_error": (None, None),
            "status": (None, "reported"),
            "source": ("A", "B"),
        },
    }


async def test_officer_who_cannot_write_a_figure_cannot_confirm_it(world: World) -> None:
    officer, north_officer = await world.actor("administration"), await world.actor("administration", world.north)
    await upload_file(officer, INDICATORS, "indicators", apply="true")
    package_id = await create_package(officer)
    text = MEASUREMENT_HEADER + f"900003,trivsel,2026H1,all,80,30,,,,{package_id}\n"
    await upload_figures(officer, text, apply="true")
    await world.add_grant(north_officer.id, "leader", world.oak)
    plan = await upload_figures(north_officer, text)
    assert await rejections(north_officer, plan) == {2: [(None, "not-allowed")]}


@pytest.mark.parametrize("changed", ["figure", "package", "indicator"])
async def test_a_plan_of_figures_is_outdated_by_a_change_of_what_it_depends_on(world: World, changed: str) -> None:
    officer = await world.actor("administration")
    wellbeing, package_id = await create_indicator(officer, "trivsel"), await create_package(officer)
    lines = f"900001,trivsel,2026H1,all,80,30,,,,{package_id}\n900003,trivsel,2026H1,all,90,30,,,,{package_id}\n"
    plan = await upload_figures(officer, MEASUREMENT_HEADER + lines)
    if changed == "figure":
        body = {
            "institution_id": str(world.birk),
            "indicator_id": wellbeing,
            "package_id": package_id,
            "period": "2026H1",
        }
        await officer.post("/measurements", {**body, "value": 1, "n": 10})
    elif changed == "package":
        other_indicator = await create_indicator(officer, "rum", disclosure="none")
        await data_supply.create_measurement(officer, world.oak, other_indicator, package_id, n=None)
        await release_package(officer, package_id)
    else:
        await officer.patch(f"/indicators/{wellbeing}", {"maximum": 85})
    refused = await apply_plan(officer, plan)
    assert (refused.status_code, refused.json()["code"]) == (412, "plan-outdated")
    outdated_lines = [row["line"] for row in refused.json()["rows"]]
    assert outdated_lines == {"figure": [2], "package": [2, 3], "indicator": [3]}[changed]
    assert (await officer.get("/measurements?count=true")).json()["total"] == (changed != "indicator")


async def test_reports_contain_no_cpr_numbers(world: World) -> None:
    officer = await world.actor("administration")
    await upload_file(officer, INDICATORS, "indicators", apply="true")
    draft = await create_package(officer)
    row = f"Peter 010203-1234,trivsel,2026H1,all,010203-1234,010203 1234,,,,{draft}\n"
    plan = await upload_figures(officer, MEASUREMENT_HEADER + row)
    for kind in ("text/csv", "application/json"):
        report = await officer.get(f"/imports/{plan.json()['id']}/rows", headers={"Accept": kind})
        assert report.status_code == 200
        assert "1234" not in report.text


async def test_other_officers_cannot_guess_suppressed_figures_by_a_plan(world: World) -> None:
    """A right guess and a wrong one get the same plan, in drafts, released packages and running figures.

    The author of a figure knows it, and can import the same file again.
    """
    officer, other_officer = await world.actor("administration"), await world.actor("administration")
    supplier = await world.actor("data_supplier", machine=True)
    await upload_file(officer, INDICATORS, "indicators", apply="true")
    draft, running = await create_package(officer), "900003,trivsel,2026H1,all,40,3,,,,\n"
    row = f"900001,trivsel,2026H1,all,99,3,,,,{draft}\n"
    assert (await upload_figures(officer, MEASUREMENT_HEADER + row, apply="true")).json()["state"] == "applied"
    assert (await upload_figures(supplier, MEASUREMENT_HEADER + running, apply="true")).json()["state"] == "applied"
    assert (await upload_figures(officer, MEASUREMENT_HEADER + row)).json()["counts"]["unchanged"] == 1
    assert (await upload_figures(supplier, MEASUREMENT_HEADER + running)).json()["counts"]["unchanged"] == 1

    async def faults_of_guess(actor: Actor, right_guess: str) -> object:
        plans = [
            await upload_figures(actor, MEASUREMENT_HEADER + guess)
            for guess in (right_guess, right_guess.replace(",3,", ",2,"))
        ]
        right, wrong = [(plan.json()["counts"], await rejections(actor, plan)) for plan in plans]
        assert right == wrong
        return right[1].get(2)

    assert await faults_of_guess(other_officer, row) is None
    assert (
        await faults_of_guess(other_officer, running)
        == await faults_of_guess(officer, running)
        == [("package", "running-figures")]
    )
    await release_package(officer, draft)
    assert await faults_of_guess(other_officer, row) == [("package", "package-released")]
    assert (await upload_figures(officer, MEASUREMENT_HEADER + row)).json()["counts"]["unchanged"] == 1


async def test_officers_who_revise_a_package_cannot_guess_its_suppressed_figures(world: World) -> None:
    officer, other_officer = await world.actor("administration"), await world.actor("administration")
    await upload_file(officer, INDICATORS, "indicators", apply="true")
    first = await create_package(officer)
    row = f"900001,trivsel,2026H1,all,99,3,,,,{first}\n"
    assert (await upload_figures(officer, MEASUREMENT_HEADER + row, apply="true")).json()["state"] == "applied"
    await release_package(officer, first)
    revision = (await other_officer.act(f"/data-packages/{first}/revise")).json()["id"]
    [copied] = (await shown_by_breakdown(other_officer, f"?package_id={revision}")).values()
    assert (await other_officer.patch(f"/measurements/{copied['id']}", {"source": "Tabulex"})).status_code == 200
    for n in (3, 2):
        guess = f"900001,trivsel,2026H1,all,99,{n},,,Tabulex,{revision}\n"
        assert (await upload_figures(other_officer, MEASUREMENT_HEADER + guess)).json()["counts"]["update"] == 1


def test_rows_are_validated_like_the_body_of_the_route() -> None:
    values = {
        "institution_id": new_id(),
        "indicator_id": new_id(),
        "period": "2026H1",
        "breakdown": "gender=girl",
        "value": 3.5,
        "n": 12,
        "source": "LIS",
    }
    figure, faults = FigureParser().parse(values)
    assert (figure, faults) == (MeasurementCreate.model_validate(values), [])
    assert figure is not None
    assert figure.model_dump() == MeasurementCreate.model_validate(values).model_dump()
    invalid_figure, faults = FigureParser().parse({**values, "value": float("inf")})
    assert invalid_figure is None
    assert faults
