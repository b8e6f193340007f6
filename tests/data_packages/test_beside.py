"""Nothing small is found by laying two packages of one period side by side, or running figures beside a package."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.disclosure_control.cell_suppression import Cell, suppressed_cells
from api.measurements.queries.cross_release import Told, suppressed_across_releases
from tests.support.data_packages.small_groups import EXAMPLES, SCHOOL, THRESHOLD, Vector, _basis, _reduced
from tests.support.data_supply import Row, indicator, measured, package, released, shown
from tests.support.world import Actor, World


async def _told(actor: Actor, world: World, of: str, id: str | None, parts: dict[str, int]) -> None:
    for breakdown, n in parts.items():
        await measured(actor, world.birk, of, id, breakdown=breakdown, n=n)


def _hidden(figures: dict[str, Row]) -> set[str]:
    return {breakdown for breakdown, row in figures.items() if row["status"] == "suppressed"}


GRADES = {"all": 33, "grade=7": 20, "grade=8": 10, "grade=9": 3}


async def test_a_part_withheld_in_a_package_is_withheld_where_it_stands_alone(world: World) -> None:
    office, supplier = await world.actor("administration"), await world.actor("data_supplier", machine=True)
    of, id = await indicator(office), await package(office)
    await _told(office, world, of, id, GRADES)
    await released(office, id)
    await _told(supplier, world, of, None, {"grade=8": 10})
    assert _hidden(await shown(office, "?running=true")) == {"grade=8"}


async def test_a_whole_in_a_package_gives_nobody_away_beside_running_parts(world: World) -> None:
    office, supplier = await world.actor("administration"), await world.actor("data_supplier", machine=True)
    of, id = await indicator(office), await package(office)
    await _told(supplier, world, of, None, {"gender=girl": 57})
    await _told(office, world, of, id, {"all": 60})
    await released(office, id)
    assert _hidden(await shown(office, "?running=true")) == {"gender=girl"}
    assert _hidden(await shown(office, "?running=false")) == set()


async def test_a_revision_that_leaves_the_small_part_out_shows_no_other_for_it(world: World) -> None:
    office = await world.actor("administration")
    of, id = await indicator(office), await package(office)
    await _told(office, world, of, id, GRADES)
    await released(office, id)
    revision = (await office.act(f"/data-packages/{id}/revise")).json()["id"]
    figures = await shown(office, f"?package_id={revision}")
    for gone in ("all", "grade=9"):
        assert (await office.delete(f"/measurements/{figures[gone]['id']}")).status_code == 204
    await released(office, revision)
    assert "grade=8" in _hidden(await shown(office, f"?package_id={revision}"))


async def test_a_revision_in_which_a_small_group_has_grown_does_not_give_the_former_away(world: World) -> None:
    """Grade 8 is the same in both: shown in the revision, it would tell what grade 9 was in the package before. Once
    that is corrected too, nothing is small any more."""
    office = await world.actor("administration")
    of, id = await indicator(office), await package(office)
    await _told(office, world, of, id, GRADES)
    await released(office, id)
    revision = (await office.act(f"/data-packages/{id}/revise")).json()["id"]
    figures = await shown(office, f"?package_id={revision}")
    for breakdown, n in (("all", 42), ("grade=9", 12)):
        body = {"n": n, "value": figures[breakdown]["value"] or 80}
        assert (await office.patch(f"/measurements/{figures[breakdown]['id']}", body)).status_code == 200
    await released(office, revision)
    assert _hidden(await shown(office, f"?package_id={revision}")) == {"grade=8", "grade=9"}
    assert _hidden(await shown(office, f"?package_id={id}")) == {"grade=8", "grade=9"}
    superseded = await shown(office, f"?package_id={id}")
    for breakdown, field, becomes in (("all", "n", 42), ("grade=9", "n", 12), ("grade=9", "value", 80)):
        body = {"field": field, "becomes": becomes, "reason": "Optalt igen"}
        path = f"/measurements/{superseded[breakdown]['id']}/correct"
        assert (await office.act(path, body)).status_code == 200
    for one in (id, revision):
        assert _hidden(await shown(office, f"?package_id={one}")) == set()


async def test_another_figure_is_not_withheld_in_place_of_one_that_was(world: World) -> None:
    """Who saw grade 7 while grade 8 was withheld would else take both from the whole."""
    office, supplier = await world.actor("administration"), await world.actor("data_supplier", machine=True)
    of = await indicator(office)
    await _told(supplier, world, of, None, GRADES)
    figures = await shown(office)
    for breakdown, n in (("grade=8", 25), ("all", 48)):
        body = {"n": n, "value": 80}
        assert (await supplier.patch(f"/measurements/{figures[breakdown]['id']}", body)).status_code == 200
    assert _hidden(await shown(office)) == {"grade=8", "grade=9"}


async def test_a_withdrawn_package_is_not_forgotten(world: World) -> None:
    office, supplier = await world.actor("administration"), await world.actor("data_supplier", machine=True)
    of, id = await indicator(office), await package(office)
    await _told(office, world, of, id, GRADES)
    await released(office, id)
    assert (await office.act(f"/data-packages/{id}/withdraw")).status_code == 200
    await _told(supplier, world, of, None, {"grade=8": 10})
    assert _hidden(await shown(office, "?running=true")) == {"grade=8"}


@pytest.mark.parametrize(
    ("unit", "whole", "parts"),
    [
        pytest.param("percent", ("2025", 60), {"2025H1": 57, "2025H2": 3}, id="a year and its halves"),
        pytest.param("percent", ("2025H1", 63), {"2025-01": 30, "2025-04": 30, "2025-06": 3}, id="months"),
        pytest.param("percent", ("2024/2025", 63), {"2024-09": 30, "2025H1": 30, "2025-07": 3}, id="a school year"),
        pytest.param("count", ("2025", 60), {"2025H1": 59, "2025H2": 3}, id="values that are summed up"),
    ],
)
@pytest.mark.parametrize("last", [True, False])
async def test_a_part_of_a_period_is_not_found_from_the_rest_of_it(
    world: World, unit: str, whole: tuple[str, int], parts: dict[str, int], last: bool
) -> None:
    supplier = await world.actor("data_supplier", machine=True)
    of = await indicator(supplier, unit=unit)
    told = [*parts.items(), whole] if last else [whole, *parts.items()]
    for period, n in told:
        # Of a count, the values add up, while some persons are counted in both halves.
        value = sum(range(1, len(parts) + 1)) if period == whole[0] else 1 + list(parts).index(period)
        await measured(supplier, world.birk, of, period=period, n=n, value=value)
    items = (await supplier.get("/measurements")).json()["items"]
    hidden = {item["period"] for item in items if item["status"] == "suppressed"}
    small = next(period for period, n in parts.items() if n == 3)
    assert small in hidden
    assert len(hidden) == 2
    assert (told[-1][0] in hidden) or told[-1][0] == small


async def test_the_same_children_in_both_halves_of_a_year_are_not_added_up(world: World) -> None:
    supplier = await world.actor("data_supplier", machine=True)
    of = await indicator(supplier)
    for period, n in (("2025", 60), ("2025H1", 57), ("2025H2", 58)):
        await measured(supplier, world.birk, of, period=period, n=n)
    items = (await supplier.get("/measurements?status=suppressed")).json()["items"]
    assert items == []


# --- an attacker with two packages ---

WHOLE = Cell(SCHOOL, "all")
Cells = dict[Cell, int]
"""All groups of a school in truth: each breakdown is complete."""


@st.composite
def two_packages(draw: st.DrawFn) -> tuple[list[Cells], list[Cells]]:
    """What there is in truth at each time, and what each package tells of it: some groups grow, some are left out."""
    size = st.one_of(st.integers(1, 7), st.integers(1, 40))
    grades = draw(st.lists(size, min_size=2, max_size=4))
    genders = [one := draw(st.integers(0, sum(grades))), sum(grades) - one]
    grown = [draw(st.sampled_from([0, 0, 0, 20])) for _ in grades]
    truths: list[Cells] = []
    for more in ([0] * len(grades), grown):
        now = {Cell(SCHOOL, f"grade={i}"): n + more[i] for i, n in enumerate(grades)}
        now |= {Cell(SCHOOL, f"gender={i}"): n + (sum(more) if i else 0) for i, n in enumerate(genders)}
        truths.append({**now, WHOLE: sum(grades) + sum(more)})
    told = [{slot: n for slot, n in truth.items() if n and draw(st.integers(0, 4))} for truth in truths]
    return truths, told


def _together(told: list[Cells]) -> list[set[Cell]]:
    return suppressed_across_releases([Told("2026H1", n) for n in told], SCHOOL, THRESHOLD)


def _found(truths: list[Cells], told: list[Cells], hidden: list[set[Cell]]) -> list[str]:
    """The groups of few that have not changed and follow from both packages together."""
    known: list[Vector] = []
    for number, truth in enumerate(truths):
        known += [{f"{number} {slot}": Fraction(1)} for slot in told[number] if slot not in hidden[number]]
        known += [{f"{number} {slot}": Fraction(1)} for slot, n in truth.items() if not n]
        for dimension in ("grade", "gender"):
            parts = {f"{number} {s}": Fraction(-1) for s in truth if s.breakdown.startswith(dimension)}
            known.append({f"{number} {WHOLE}": Fraction(1), **parts})
    same = [slot for slot in truths[0] if truths[0][slot] == truths[1][slot]]
    known += [{f"0 {slot}": Fraction(1), f"1 {slot}": Fraction(-1)} for slot in same]
    basis = _basis(known)
    few = [slot for slot in same if 0 < truths[0][slot] < THRESHOLD and slot != WHOLE]
    groups = (
        some
        for size in range(1, THRESHOLD)
        for some in combinations(few, size)
        if sum(truths[0][slot] for slot in some) < THRESHOLD and len({s.breakdown.split("=")[0] for s in some}) == 1
    )
    return [str(some) for some in groups if not _reduced({f"0 {slot}": Fraction(1) for slot in some}, basis)]


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
@given(two_packages())
def test_no_small_group_is_found_from_two_packages(packages: tuple[list[Cells], list[Cells]]) -> None:
    truths, told = packages
    assert _found(truths, told, _together(told)) == []


def test_the_attacker_catches_packages_that_do_not_look_at_each_other() -> None:
    truth = {WHOLE: 33, **{Cell(SCHOOL, f"grade={i}"): n for i, n in enumerate((20, 10, 3))}}
    truth |= {Cell(SCHOOL, f"gender={i}"): n for i, n in enumerate((16, 17))}
    told = [truth, {Cell(SCHOOL, "grade=1"): 10}]
    apart = [suppressed_cells(one, SCHOOL, THRESHOLD) for one in told]
    assert _found([truth, truth], told, apart) == [str((Cell(SCHOOL, "grade=2"),))]
    assert _found([truth, truth], told, _together(told)) == []


def test_who_is_left_over_in_one_package_is_not_found_from_another_that_has_grown() -> None:
    """Grade 1 is told by neither; it is what is left over of the first's whole, once grade 0 is known."""
    grades = {Cell(SCHOOL, f"grade={i}"): n for i, n in enumerate((6, 3, 12))}
    first = {WHOLE: 21, Cell(SCHOOL, "gender=0"): 18, Cell(SCHOOL, "gender=1"): 3, **grades}
    second = {**first, WHOLE: 41, Cell(SCHOOL, "gender=1"): 23, Cell(SCHOOL, "grade=2"): 32}
    left_out = {Cell(SCHOOL, "grade=1")}
    told = [
        {slot: n for slot, n in first.items() if slot not in left_out},
        {slot: n for slot, n in second.items() if slot not in {*left_out, Cell(SCHOOL, "grade=2")}},
    ]
    assert _found([first, second], told, _together(told)) == []
