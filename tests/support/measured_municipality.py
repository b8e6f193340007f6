"""A school with a department, four other schools, and their figures in packages and as running figures."""

import random
from collections.abc import Iterable

from api.disclosure_control.cells import Cell
from api.disclosure_control.cross_release import Release
from api.measurements.rules.suppression import period_of
from tests.support.data_supply import Row, create_indicator, create_package, post_and_require, release_package
from tests.support.disclosure_control.linear_system import BRANCH, SCHOOL
from tests.support.disclosure_control.over_time import Case, PeriodCell, attack, sums_of
from tests.support.imports.uploads import rejections, upload_file
from tests.support.world import Actor, World

HALVES, PERIODS = ("2025H1", "2025H2"), ("2025", "2025H1", "2025H2")
BRANCH_NAME = "Birkeskolens filial"
_HEADER = "institution,indicator,period,breakdown,value,n,package\n"
_PARTS = ("grade=0", "grade=1", "grade=2")


class Municipality:
    """The schools, who imports and reads their figures, and what has been released of them."""

    def __init__(self, world: World, office: Actor, supplier: Actor, schools: list[str]) -> None:
        self.world, self.office, self.supplier, self.schools = world, office, supplier, schools
        self.package_ids: list[str] = []
        self.releases: list[tuple[Release, str | None]] = []

    async def import_figures(self, truth: dict[PeriodCell, int], chance: random.Random) -> None:
        """Import the year as running figures, the halves in packages and some of them also as running figures.

        Cells without persons are left out.
        """
        self.package_ids = [await create_package(self.office, half) for half in HALVES]
        packages_of: dict[str, list[str | None]] = {
            "2025": [None],
            **{half: [id, None][: chance.randint(1, 2)] for half, id in zip(HALVES, self.package_ids, strict=True)},
        }
        lines = []
        for period, package_ids in packages_of.items():
            for id in package_ids:
                counts = {cell: persons for (when, cell), persons in truth.items() if when == period and persons}
                self.releases.append((Release(period_of(period), counts), id))
                for cell, persons in counts.items():
                    number = "900001" if cell.unit_id == SCHOOL else "900077"
                    lines.append(
                        f"{number},wellbeing,{period},{cell.breakdown},{chance.randint(0, 99)},{persons},{id or ''}"
                    )
                lines += [
                    f"{school},wellbeing,{period},all,{chance.randint(0, 99)},40,{id or ''}" for school in self.schools
                ]
        response = await upload_file(self.supplier, _HEADER + "\n".join(lines) + "\n", "measurements", apply="true")
        assert response.json()["state"] == "applied", await rejections(self.supplier, response)
        for id in self.package_ids:
            await release_package(self.office, id)

    def attack(self, truth: dict[PeriodCell, int], rows: Iterable[Row]) -> list[str]:
        """The small groups that follow from these measurements, as they are shown."""
        unit_ids = {str(self.world.birk): SCHOOL}
        suppressed: dict[tuple[str, str | None], set[Cell]] = {}
        for row in rows:
            branch = BRANCH if row["institution_name"] == BRANCH_NAME else None
            unit_id = unit_ids.get(row["institution_id"], branch)
            if unit_id and row["value"] is None:
                suppressed.setdefault((row["period"], row["package_id"]), set()).add(Cell(unit_id, row["breakdown"]))
        releases = [release for release, _ in self.releases]
        assert any(suppressed.values())
        case = Case(truth, sums_of(truth, list(PERIODS)), releases, complete=True)
        return attack(case, [suppressed.get((release.period.label, id), set()) for release, id in self.releases])


async def municipality_of(world: World) -> Municipality:
    """Create the schools and the indicator."""
    office, supplier = await world.actor("administration"), await world.actor("data_supplier", machine=True)
    branch = {"name": BRANCH_NAME, "kind": "school", "parent_id": str(world.birk), "number": "900077"}
    await post_and_require(office, "/institutions", branch)
    schools = [f"90008{n}" for n in range(3)]
    for number in schools:
        school = {"name": f"Skole {number}", "kind": "school", "district_id": str(world.north), "number": number}
        await post_and_require(office, "/institutions", school)
    await create_indicator(office)
    return Municipality(world, office, supplier, schools)


def random_truth(chance: random.Random) -> dict[PeriodCell, int]:
    """Persons of the school by grade and of its department, in both halves of a year and in the year."""
    truth: dict[PeriodCell, int] = {}
    cells = [Cell(SCHOOL, part) for part in _PARTS] + [Cell(BRANCH, "all")]
    for half in HALVES:
        sizes = [chance.choice((0, 1, 3, 4, 12, 30)) for _ in _PARTS]
        truth |= {(half, cell): n for cell, n in zip(cells, [*sizes, chance.randint(0, sum(sizes))], strict=True)}
        truth[half, Cell(SCHOOL, "all")] = sum(sizes)
    for cell in [*cells, Cell(SCHOOL, "all")]:
        truth["2025", cell] = sum(truth[half, cell] for half in HALVES)
    return truth
