"""Every response shows the same figures: lists with every filter, totals, CSV, single reads, comparisons, means and
evidence; and all of them together disclose no small group."""

import csv
import random
from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

from tests.support.data_supply import Row, post_and_require
from tests.support.measured_municipality import BRANCH_NAME, HALVES, Municipality, municipality_of, random_truth
from tests.support.world import Actor, World

Content = tuple[float | None, int | None, float | None, str]


def _content(row: Row) -> Content:
    return row["value"], row["n"], row["standard_error"], row["status"]


def _filters(municipality: Municipality, rows: Iterable[Row]) -> set[str]:
    """Every filter of the list, with all values that the rows suggest."""
    world = municipality.world
    names = ("institution_id", "indicator_id", "indicator_code", "period", "breakdown", "status")
    filters = {f"{name}={row[name]}" for row in rows for name in names}
    filters |= {f"package_id={id}" for id in municipality.package_ids} | {f"half_year={half}" for half in HALVES}
    filters |= {f"{name}={value}" for name in ("running", "current") for value in ("true", "false")}
    return filters | {
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


async def _list(actor: Actor, query: str = "") -> list[Row]:
    response = await actor.get(f"/measurements?limit=200&count=true{query and '&'}{query}")
    assert response.status_code == 200, response.text
    items: list[Row] = response.json()["items"]
    assert response.json()["total"] == len(items)
    return items


async def _list_as_csv(actor: Actor, query: str) -> dict[str, tuple[str, ...]]:
    response = await actor.get(f"/measurements?{query}", headers={"Accept": "text/csv"})
    names = ("value", "n", "standard_error", "status")
    return {row["id"]: tuple(row[name] for name in names) for row in csv.DictReader(response.text.splitlines())}


@pytest.mark.parametrize("seed", range(2))
async def test_every_response_shows_the_same_figures_and_discloses_no_small_group(world: World, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # the same figures in each run
    municipality, truth = await municipality_of(world), random_truth(chance)
    await municipality.import_figures(truth, chance)
    leader = await world.actor("leader", world.birk)
    for actor in (municipality.office, leader):
        rows = await _list(actor)
        shown = {row["id"]: _content(row) for row in rows}
        for query in sorted(_filters(municipality, rows)):
            filtered = await _list(actor, query)
            assert all(shown[row["id"]] == _content(row) for row in filtered), query
            csv_rows = await _list_as_csv(actor, query)
            assert csv_rows.keys() == {row["id"] for row in filtered}
            assert all(
                status == shown[id][3] and (value == "") == (shown[id][0] is None)
                for id, (value, _, _, status) in csv_rows.items()
            )
        await _check_single_reads(actor, rows, shown)
    assert municipality.attack(truth, await _list(municipality.office)) == []


async def _check_single_reads(actor: Actor, rows: list[Row], shown: dict[str, Content]) -> None:
    for row in rows:
        detail = (await actor.get(f"/measurements/{row['id']}")).json()
        assert _content(detail) == shown[row["id"]]
        comparison: Row = detail["comparison"]
        if previous := comparison["previous"]:
            assert _content(previous) == shown[previous["id"]]
            if None in (previous["value"], detail["value"]):
                assert comparison["significant"] is None


async def test_means_and_evidence_are_of_shown_values_only(world: World) -> None:
    chance = random.Random(7)  # noqa: S311  # the same figures in each run
    municipality = await municipality_of(world)
    await municipality.import_figures(random_truth(chance), chance)
    rows = await _list(municipality.office)
    for row in rows:
        comparison = (await municipality.office.get(f"/measurements/{row['id']}")).json()["comparison"]
        values = [
            peer["value"]
            for peer in rows
            if all(peer[name] == row[name] for name in ("period", "package_id", "breakdown"))
            and peer["value"] is not None
            and peer["institution_name"] != BRANCH_NAME
        ]
        if len(values) < 3:
            assert comparison["city"] is None
        else:
            mean = pytest.approx(sum(values) / len(values), abs=0.001)
            assert comparison["city"] == {"mean": mean, "institutions": len(values)}
    await _check_evidence(municipality, {row["id"]: _content(row) for row in rows})


async def _check_evidence(municipality: Municipality, shown: dict[str, Content]) -> None:
    begins = date(2025, 1, 1).isoformat()
    payload = {"area": "age_6_18", "title": "25-26", "discussion_on": begins, "starts_on": begins}
    cycle = await post_and_require(municipality.office, "/cycles", payload)
    leader = await municipality.world.actor("leader", municipality.world.birk)
    for round in (1, 2):
        path = f"/institutions/{municipality.world.birk}/evidence?cycle_id={cycle['id']}&round={round}"
        response = await leader.get(path)
        assert response.status_code == 200, response.text
        pieces: list[dict[str, Any]] = response.json()["measurements"]
        assert pieces
        assert all(_content(piece["shown"]) == shown[piece["id"]] for piece in pieces)
