"""Files of indicators and of measurements, from the file to the figures."""

import pytest

from api.core.identifiers import new_id
from api.imports.resources.measurements.figure_parser import FigureParser
from api.measurements.schemas import MeasurementCreate
from tests.support import data_supply
from tests.support.data_supply import indicator, package, released, shown
from tests.support.imports.institutions import apply, bring, changes, reasons
from tests.support.imports.measurements import HEADER, INDICATORS, figures
from tests.support.world import Actor, World


async def test_indicators_come_as_a_file_and_stay_when_it_comes_again(world: World) -> None:
    office = await world.actor("administration")
    first = await bring(office, INDICATORS, "indicators", apply="true")
    assert first.json()["state"] == "applied", await reasons(office, first)
    [found] = (await office.get("/indicators?code=kvotient")).json()["items"]
    assert (found["maximum"], found["source_system"], found["higher_is_better"]) == (1000.5, "lis", None)
    [found] = (await office.get("/indicators?code=niveau")).json()["items"]
    assert (found["levels"], found["kinds"]) == (["lav", "mellem", "høj"], ["school"])
    again = await bring(office, INDICATORS, "indicators")
    assert again.json()["counts"] == {"create": 0, "update": 0, "unchanged": 3, "rejected": 0}
    changed = await bring(office, "code,title,external_ids\ntrivsel,God trivsel,stil:13\n", "indicators", apply="true")
    assert changed.json()["counts"]["update"] == 1
    [found] = (await office.get("/indicators?code=trivsel")).json()["items"]
    assert (found["title"], found["external_ids"]) == ("God trivsel", [{"system": "stil", "id": "13"}])


async def test_indicators_are_judged_as_over_the_routes(world: World) -> None:
    office = await world.actor("administration")
    measured = await indicator(office, "old", disclosure="none")
    await data_supply.measured(office, world.birk, measured, await package(office))
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
    plan = await bring(office, text, "indicators")
    assert await reasons(office, plan) == {
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
        refused = await bring(await world.actor(role, world.north), text, "indicators")
        assert refused.status_code == 403


async def test_figures_come_as_a_file_and_stay_when_it_comes_again(world: World) -> None:
    office = await world.actor("administration")
    await bring(office, INDICATORS, "indicators", apply="true")
    id = await package(office, external_ids=[{"system": "lis", "id": "p1"}])
    text = (
        "institution;indicator;period;breakdown;value;n;standard_error;status;source;package\n"
        f"900001;trivsel;2026H1;;81,5;1.020;0,5;;LIS;{id}\n"
        f"900001;stil:12;2026H1;gender=girl;82;510;;provisional;LIS;lis:p1\n"
        f"900003;trivsel;2026H1;all;..;;;;LIS;{id}\n"
    )
    first = await figures(office, text, apply="true")
    assert first.status_code == 201, first.text
    assert first.json()["state"] == "applied", await reasons(office, first)
    found = (await office.get(f"/measurements?package_id={id}&sort=institution_name")).json()["items"]
    told = [(one["institution_name"], one["breakdown"], one["value"], one["n"], one["status"]) for one in found]
    assert sorted(told) == [
        ("Birkeskolen", "all", 81.5, 1020, "reported"),
        ("Birkeskolen", "gender=girl", 82.0, 510, "provisional"),
        ("Egeskolen", "all", None, None, "missing"),
    ]
    assert {one["version"] for one in found} == {1}
    again = await figures(office, text)
    assert again.json()["counts"] == {"create": 0, "update": 0, "unchanged": 3, "rejected": 0}
    late = (
        HEADER
        + f"900001,trivsel,2026H1,all,81.5,1020,0.5,reported,LIS,{id}\n900003,trivsel,2026H1,all,70,30,,,LIS,{id}\n"
    )
    changed = await figures(office, late, apply="true")
    assert changed.json()["counts"] == {"create": 0, "update": 1, "unchanged": 1, "rejected": 0}
    [oak] = (await office.get(f"/measurements?institution_id={world.oak}")).json()["items"]
    assert (oak["value"], oak["n"], oak["status"], oak["version"]) == (70.0, 30, "reported", 2)
    [origin] = (await office.get(f"/imports?thing_id={oak['id']}&state=applied&sort=-updated_at&limit=1")).json()[
        "items"
    ]
    assert origin["id"] == changed.json()["id"]


async def test_figures_that_rest_on_no_persons_come_as_a_file_too(world: World) -> None:
    office, supplier = await world.actor("administration"), await world.actor("data_supplier", machine=True)
    await indicator(office, "old", disclosure="none")
    draft = await package(office)
    for actor, at in ((office, draft), (supplier, "")):
        text = HEADER + f"900001,old,2026H1,all,81.5,,,,,{at}\n900003,old,2026H1,all,70,12,,,,{at}\n"
        brought = await figures(actor, text, apply="true")
        assert (brought.status_code, brought.json()["state"]) == (201, "applied"), brought.text
        assert brought.json()["counts"]["create"] == 2


async def test_every_figure_that_cannot_be_says_why(world: World) -> None:
    office = await world.actor("administration")
    await bring(office, INDICATORS, "indicators", apply="true")
    draft, out = await package(office), await package(office, "2025H2")
    await bring(office, "code,title,kinds,unit,disclosure\nrum,Rum,school,count,none\n", "indicators", apply="true")
    await figures(office, f"{HEADER}900001,rum,2025H2,all,8,,,,,{out}\n", apply="true")
    await released(office, out)
    text = HEADER + (
        f"900001,trivsel,2026H1,all,101,40,,,,{draft}\n"  # 2
        f"900001,trivsel,2026H1,gender=girl,50,,,,,{draft}\n"  # 3
        f"900005,trivsel,2026H1,all,50,40,,,,{draft}\n"  # 4
        f"900002,trivsel,2026H1,all,50,40,,,,{draft}\n"  # 5
        f"900001,trivsel,2025H2,all,50,40,,,,{out}\n"  # 6
        "900001,trivsel,2026H1,all,50,40,,,,\n"  # 7
        f"999999,nothing,2026H3,a b,x,1.5,,lost,,{world.birk}\n"  # 8
        f"900003,niveau,2026,all,2,,,,,{draft}\n"  # 9
        f"900003,niveau,2026,,2,,,,,{draft}\n"  # 10
        f"900003,niveau,2025,all,4,,,,,{draft}\n"  # 11
        f"900003,niveau,2024,all,,,,reported,,{draft}\n"  # 12
    )
    plan = await figures(office, text)
    assert await reasons(office, plan) == {
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
    rows = (await office.get(f"/imports/{plan.json()['id']}/rows?limit=200")).json()["items"]
    assert [(row["column"], row["text"]) for row in rows[6]["cells"]] == [
        ("institution", "999999"),
        ("indicator", "nothing"),
        ("period", "2026H3"),
        ("breakdown", "a b"),
        ("value", "x"),
        ("n", "1.5"),
        ("status", "lost"),
        ("package", str(world.birk)),
    ], "who mends the file finds the row again by what it says"
    assert (await apply(office, plan)).json()["code"] == "plan-has-rejected-rows"
    assert (await office.get("/measurements?count=true")).json()["total"] == 1


async def test_running_figures_are_the_data_suppliers(world: World) -> None:
    supplier = await world.actor("data_supplier", machine=True)
    await bring(supplier, INDICATORS, "indicators", apply="true")
    plan = await figures(supplier, HEADER + "900001,trivsel,2026-03,,50,40,,,LIS,\n", apply="true")
    assert plan.json()["state"] == "applied", await reasons(supplier, plan)
    again = await figures(supplier, HEADER + "900001,trivsel,2026-03,all,50,40,,,LIS,\n")
    assert again.json()["counts"]["unchanged"] == 1
    assert (await figures(await world.actor("leader", world.birk), HEADER + "1,2,3,4,5,6,7,8,9,\n")).status_code == 403


async def test_small_groups_are_withheld_as_over_the_routes(world: World) -> None:
    office = await world.actor("administration")
    await bring(office, INDICATORS, "indicators", apply="true")
    id = await package(office)
    rows = [("all", 80, 30), ("gender=girl", 75, 27), ("gender=boy", 99, 3)]
    lines = "".join(f"900001,trivsel,2026H1,{part},{value},{n},,,,{id}\n" for part, value, n in rows)
    done = await figures(office, HEADER + lines, apply="true")
    assert done.json()["state"] == "applied", await reasons(office, done)
    found = await shown(office, f"?package_id={id}")
    assert {part: one["status"] for part, one in found.items()} == {
        "all": "reported",
        "gender=girl": "suppressed",
        "gender=boy": "suppressed",
    }
    assert {one["version"] for one in found.values()} == {1}


async def test_a_plan_never_tells_what_is_withheld(world: World) -> None:
    office = await world.actor("administration")
    await bring(office, INDICATORS, "indicators", apply="true")
    id = await package(office)
    rows = [("all", 80, 30), ("gender=girl", 75, 27), ("gender=boy", 99, 3)]
    lines = "".join(f"900001,trivsel,2026H1,{part},{value},{n},,,A,{id}\n" for part, value, n in rows)
    await figures(office, HEADER + lines, apply="true")
    plan = await figures(office, HEADER + lines.replace(",A,", ",B,").replace(",80,", ",81,"))
    assert await changes(office, plan) == {
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


async def test_who_may_not_write_a_figure_is_not_told_whether_it_is_this_one(world: World) -> None:
    office, north = await world.actor("administration"), await world.actor("administration", world.north)
    await bring(office, INDICATORS, "indicators", apply="true")
    id = await package(office)
    text = HEADER + f"900003,trivsel,2026H1,all,80,30,,,,{id}\n"
    await figures(office, text, apply="true")
    await world.give(north.id, "leader", world.oak)
    plan = await figures(north, text)
    assert await reasons(north, plan) == {2: [(None, "not-allowed")]}


@pytest.mark.parametrize("changed", ["figure", "package", "indicator"])
async def test_a_plan_of_figures_is_outdated_by_what_it_rests_on(world: World, changed: str) -> None:
    office = await world.actor("administration")
    wellbeing, id = await indicator(office, "trivsel"), await package(office)
    lines = f"900001,trivsel,2026H1,all,80,30,,,,{id}\n900003,trivsel,2026H1,all,90,30,,,,{id}\n"
    plan = await figures(office, HEADER + lines)
    if changed == "figure":
        body = {"institution_id": str(world.birk), "indicator_id": wellbeing, "package_id": id, "period": "2026H1"}
        await office.post("/measurements", {**body, "value": 1, "n": 10})
    elif changed == "package":
        other = await indicator(office, "rum", disclosure="none")
        await data_supply.measured(office, world.oak, other, id, n=None)
        await released(office, id)
    else:
        await office.patch(f"/indicators/{wellbeing}", {"maximum": 85})
    answer = await apply(office, plan)
    assert (answer.status_code, answer.json()["code"]) == (412, "plan-outdated")
    lines_told = [row["line"] for row in answer.json()["rows"]]
    assert lines_told == {"figure": [2], "package": [2, 3], "indicator": [3]}[changed]
    assert (await office.get("/measurements?count=true")).json()["total"] == (changed != "indicator")


async def test_what_looks_like_a_cpr_number_is_kept_in_no_report(world: World) -> None:
    office = await world.actor("administration")
    await bring(office, INDICATORS, "indicators", apply="true")
    draft = await package(office)
    row = f"Peter 010203-1234,trivsel,2026H1,all,010203-1234,010203 1234,,,,{draft}\n"
    plan = await figures(office, HEADER + row)
    for kind in ("text/csv", "application/json"):
        report = await office.get(f"/imports/{plan.json()['id']}/rows", headers={"Accept": kind})
        assert report.status_code == 200
        assert "1234" not in report.text


async def test_a_plan_tells_nobody_what_a_withheld_figure_says(world: World) -> None:
    """A right guess and a wrong one look alike, in drafts, released packages and running figures; who wrote it knows,
    and so brings the same file again."""
    office, other = await world.actor("administration"), await world.actor("administration")
    supplier = await world.actor("data_supplier", machine=True)
    await bring(office, INDICATORS, "indicators", apply="true")
    draft, running = await package(office), "900003,trivsel,2026H1,all,40,3,,,,\n"
    row = f"900001,trivsel,2026H1,all,99,3,,,,{draft}\n"
    assert (await figures(office, HEADER + row, apply="true")).json()["state"] == "applied"
    assert (await figures(supplier, HEADER + running, apply="true")).json()["state"] == "applied"
    assert (await figures(office, HEADER + row)).json()["counts"]["unchanged"] == 1
    assert (await figures(supplier, HEADER + running)).json()["counts"]["unchanged"] == 1

    async def told(actor: Actor, right: str) -> object:
        plans = [await figures(actor, HEADER + guess) for guess in (right, right.replace(",3,", ",2,"))]
        one, two = [(plan.json()["counts"], await reasons(actor, plan)) for plan in plans]
        assert one == two
        return one[1].get(2)

    assert await told(other, row) is None
    assert await told(other, running) == await told(office, running) == [("package", "running-figures")]
    await released(office, draft)
    assert await told(other, row) == [("package", "package-released")]
    assert (await figures(office, HEADER + row)).json()["counts"]["unchanged"] == 1


async def test_who_revises_a_package_or_says_where_figures_come_from_cannot_guess_them(world: World) -> None:
    office, other = await world.actor("administration"), await world.actor("administration")
    await bring(office, INDICATORS, "indicators", apply="true")
    first = await package(office)
    row = f"900001,trivsel,2026H1,all,99,3,,,,{first}\n"
    assert (await figures(office, HEADER + row, apply="true")).json()["state"] == "applied"
    await released(office, first)
    revision = (await other.act(f"/data-packages/{first}/revise")).json()["id"]
    [copied] = (await shown(other, f"?package_id={revision}")).values()
    assert (await other.patch(f"/measurements/{copied['id']}", {"source": "Tabulex"})).status_code == 200
    for n in (3, 2):
        guess = f"900001,trivsel,2026H1,all,99,{n},,,Tabulex,{revision}\n"
        assert (await figures(other, HEADER + guess)).json()["counts"]["update"] == 1


def test_what_is_read_row_by_row_is_as_the_route_would_read_it() -> None:
    given = {
        "institution_id": new_id(),
        "indicator_id": new_id(),
        "period": "2026H1",
        "breakdown": "gender=girl",
        "value": 3.5,
        "n": 12,
        "source": "LIS",
    }
    made, faults = FigureParser().parse(given)
    assert (made, faults) == (MeasurementCreate.model_validate(given), [])
    assert made is not None
    assert made.model_dump() == MeasurementCreate.model_validate(given).model_dump()
    refused, faults = FigureParser().parse({**given, "value": float("inf")})
    assert refused is None
    assert faults
