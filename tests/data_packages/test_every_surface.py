"""Wherever a figure is shown, it is shown alike: lists with every filter, totals, CSV, single reads, the figure before,
means and evidence; and nobody who has read them all finds a small group."""

import csv
import random
from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

from api.disclosure_control.cell_suppression import Cell
from api.measurements.queries.cross_release import Told
from tests.support.data_packages.periods import Case, PeriodCell, attack, sums_of
from tests.support.data_packages.small_groups import BRANCH, SCHOOL
from tests.support.data_supply import Row, answered, indicator, package, released
from tests.support.imports.institutions import bring, reasons
from tests.support.world import Actor, World

HEADER = "institution,indicator,period,breakdown,value,n,package\n"
HALVES, PERIODS = ("2025H1", "2025H2"), ("2025", "2025H1", "2025H2")
BROKEN_DOWN = ("grade=0", "grade=1", "grade=2")
Shown = tuple[float | None, int | None, float | None, str]


class Municipality:
    """A school with a department, four others, and who brings and reads their figures."""

    def __init__(self, world: World, office: Actor, supplier: Actor, of: str, schools: list[str]) -> None:
        self.world, self.office, self.supplier, self.of, self.schools = world, office, supplier, of, schools
        self.packages: list[str] = []
        self.told: list[tuple[Told, str | None]] = []

    async def bring(self, truth: dict[tuple[str, Cell], int], chance: random.Random) -> None:
        """The year as a running figure, the halves in packages, some of them told twice; nobody tells of nobody."""
        self.packages = [await package(self.office, half) for half in HALVES]
        homes: dict[str, list[str | None]] = {
            "2025": [None],
            **{half: [id, None][: chance.randint(1, 2)] for half, id in zip(HALVES, self.packages, strict=True)},
        }
        lines = []
        for period, packages in homes.items():
            for id in packages:
                n = {slot: persons for (when, slot), persons in truth.items() if when == period and persons}
                self.told.append((Told(period, n), id))
                for slot, persons in n.items():
                    number = "900001" if slot.unit_id == SCHOOL else "900077"
                    lines.append(
                        f"{number},wellbeing,{period},{slot.breakdown},{chance.randint(0, 99)},{persons},{id or ''}"
                    )
                lines += [
                    f"{school},wellbeing,{period},all,{chance.randint(0, 99)},40,{id or ''}" for school in self.schools
                ]
        done = await bring(self.supplier, HEADER + "\n".join(lines) + "\n", "measurements", apply="true")
        assert done.json()["state"] == "applied", await reasons(self.supplier, done)
        for id in self.packages:
            await released(self.office, id)


async def _municipality(world: World) -> Municipality:
    office, supplier = await world.actor("administration"), await world.actor("data_supplier", machine=True)
    branch = {"name": "Birkeskolens filial", "kind": "school", "parent_id": str(world.birk), "number": "900077"}
    await answered(office, "/institutions", branch)
    schools = [f"90008{n}" for n in range(3)]
    for number in schools:
        new = {"name": f"Skole {number}", "kind": "school", "district_id": str(world.north), "number": number}
        await answered(office, "/institutions", new)
    return Municipality(world, office, supplier, await indicator(office), schools)


def _truth(chance: random.Random) -> dict[tuple[str, Cell], int]:
    truth: dict[tuple[str, Cell], int] = {}
    slots = [Cell(SCHOOL, part) for part in BROKEN_DOWN] + [Cell(BRANCH, "all")]
    for half in HALVES:
        sizes = [chance.choice((0, 1, 3, 4, 12, 30)) for _ in BROKEN_DOWN]
        truth |= {(half, slot): n for slot, n in zip(slots, [*sizes, chance.randint(0, sum(sizes))], strict=True)}
        truth[half, Cell(SCHOOL, "all")] = sum(sizes)
    for slot in [*slots, Cell(SCHOOL, "all")]:
        truth["2025", slot] = sum(truth[half, slot] for half in HALVES)
    return truth


def _shown(row: Row) -> Shown:
    return row["value"], row["n"], row["standard_error"], row["status"]


def _filters(municipality: Municipality, rows: Iterable[Row]) -> set[str]:
    """Every filter of the list, with all values that the rows suggest."""
    world = municipality.world
    asked = {
        f"{name}={row[name]}"
        for row in rows
        for name in (
            "institution_id",
            "indicator_id",
            "indicator_code",
            "period",
            "breakdown",
            "status",
        )
    }
    asked |= {f"package_id={id}" for id in municipality.packages} | {f"half_year={half}" for half in HALVES}
    asked |= {f"{name}={truth}" for name in ("running", "current") for truth in ("true", "false")}
    return asked | {
        f"district_id={world.north}",
        "kind=school",
        "area=age_6_18",
        "q=wellbeing",
        "from=2025-06-01",
        "to=2025-06-01",
        "updated_since=2020-01-01T00:00:00Z",
        "sort=institution_name",
        "status=missing",
    }


async def _listed(actor: Actor, query: str = "") -> list[Row]:
    answer = await actor.get(f"/measurements?limit=200&count=true{query and '&'}{query}")
    assert answer.status_code == 200, answer.text
    items: list[Row] = answer.json()["items"]
    assert answer.json()["total"] == len(items)
    return items


async def _as_csv(actor: Actor, query: str) -> dict[str, tuple[str, ...]]:
    answer = await actor.get(f"/measurements?{query}", headers={"Accept": "text/csv"})
    names = ("value", "n", "standard_error", "status")
    return {row["id"]: tuple(row[name] for name in names) for row in csv.DictReader(answer.text.splitlines())}


@pytest.mark.parametrize("seed", range(2))
async def test_every_surface_shows_the_same_and_gives_nobody_away(world: World, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # the same figures at each run
    municipality, truth = await _municipality(world), _truth(chance)
    await municipality.bring(truth, chance)
    leader = await world.actor("leader", world.birk)
    for actor in (municipality.office, leader):
        rows = await _listed(actor)
        shown = {row["id"]: _shown(row) for row in rows}
        for query in sorted(_filters(municipality, rows)):
            found = await _listed(actor, query)
            assert all(shown[row["id"]] == _shown(row) for row in found), query
            listed = await _as_csv(actor, query)
            assert listed.keys() == {row["id"] for row in found}
            assert all(
                status == shown[id][3] and (value == "") == (shown[id][0] is None)
                for id, (value, _, _, status) in listed.items()
            )
        await _single_reads(actor, rows, shown)
    assert _attacked(municipality, truth, await _listed(municipality.office)) == []


async def _single_reads(actor: Actor, rows: list[Row], shown: dict[str, Shown]) -> None:
    for row in rows:
        one = (await actor.get(f"/measurements/{row['id']}")).json()
        assert _shown(one) == shown[row["id"]]
        compared: Row = one["comparison"]
        if before := compared["previous"]:
            assert _shown(before) == shown[before["id"]]
            if None in (before["value"], one["value"]):
                assert compared["significant"] is None


def _attacked(municipality: Municipality, truth: dict[tuple[str, Cell], int], rows: list[Row]) -> list[str]:
    units = {str(municipality.world.birk): SCHOOL}
    names = {"Birkeskolens filial": BRANCH}
    hidden: dict[tuple[str, str | None], set[PeriodCell]] = {}
    for row in rows:
        unit = units.get(row["institution_id"], names.get(row["institution_name"]))
        if unit and row["value"] is None:
            hidden.setdefault((row["period"], row["package_id"]), set()).add(Cell(unit, row["breakdown"]))
    told = [one for one, _ in municipality.told]
    case = Case(truth, sums_of(truth, list(PERIODS)), told, complete=True)
    assert any(hidden.values())
    return attack(case, [hidden.get((one.period, id), set()) for one, id in municipality.told])


async def test_means_and_evidence_are_of_what_is_shown(world: World) -> None:
    chance = random.Random(7)  # noqa: S311  # the same figures at each run
    municipality = await _municipality(world)
    await municipality.bring(_truth(chance), chance)
    rows = await _listed(municipality.office)
    for row in rows:
        compared = (await municipality.office.get(f"/measurements/{row['id']}")).json()["comparison"]
        same = [
            one["value"]
            for one in rows
            if all(one[name] == row[name] for name in ("period", "package_id", "breakdown"))
            and one["value"] is not None
            and one["institution_name"] != "Birkeskolens filial"
        ]
        if len(same) < 3:
            assert compared["city"] is None
        else:
            mean = pytest.approx(sum(same) / len(same), abs=0.001)
            assert compared["city"] == {"mean": mean, "institutions": len(same)}
    await _evidence(municipality, {row["id"]: _shown(row) for row in rows})


async def _evidence(municipality: Municipality, shown: dict[str, Shown]) -> None:
    begins = date(2025, 1, 1).isoformat()
    cycle = {"area": "age_6_18", "title": "25-26", "discussion_on": begins, "starts_on": begins}
    made = await answered(municipality.office, "/cycles", cycle)
    leader = await municipality.world.actor("leader", municipality.world.birk)
    for round in (1, 2):
        path = f"/institutions/{municipality.world.birk}/evidence?cycle_id={made['id']}&round={round}"
        answer = await leader.get(path)
        assert answer.status_code == 200, answer.text
        pieces: list[dict[str, Any]] = answer.json()["measurements"]
        assert pieces
        assert all(_shown(piece["shown"]) == shown[piece["id"]] for piece in pieces)
