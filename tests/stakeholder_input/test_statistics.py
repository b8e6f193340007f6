"""How many voices were heard, and that no group of a few is found."""

import random
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest

from api.core import clock
from api.db.transactions import write_transaction
from api.stakeholder_input.models import CHILD_VOICES, AgeGroup, Grouping, Input, Voice
from api.stakeholder_input.queries import statistics
from api.stakeholder_input.queries.statistics import Counted, asked_half_years, statistics_of
from tests.support.focus_areas.builders import decided_theme
from tests.support.world import World

Cell = tuple[Voice, AgeGroup | None]
CELLS: list[Cell] = [
    (voice, age) for voice in Voice for age in (*AgeGroup, None) if age is None or voice in CHILD_VOICES
]


def counted(by: Grouping, people: dict[Cell, int]) -> list[Counted]:
    return [
        Counted("2025H1", cell[0] if by is Grouping.voice else cell[1], None, cell[0] in CHILD_VOICES, 1, number)
        for cell, number in people.items()
        if number
    ]


def members(by: Grouping, key: str | None) -> set[Cell]:
    if by is Grouping.voice:
        return {cell for cell in CELLS if cell[0] == key}
    return {cell for cell in CELLS if cell[1] == key and cell[0] in CHILD_VOICES}


def follows(sums: Iterable[set[Cell]], wanted: set[Cell], empty: set[Cell]) -> bool:
    """Whether a sum over cells can be added up and subtracted from other sums."""
    cells = [cell for cell in CELLS if cell not in empty]
    rows = [[Fraction(cell in one) for cell in cells] for one in sums]
    target = [Fraction(cell in wanted) for cell in cells]
    for column in range(len(cells)):
        pivot = next((row for row in rows if row[column]), None)
        if pivot is None:
            continue
        rows = [row for row in rows if row is not pivot]
        rows = [_cleared(row, pivot, column) for row in rows]
        target = _cleared(target, pivot, column)
    return not any(target)


def _cleared(row: Sequence[Fraction], pivot: Sequence[Fraction], column: int) -> list[Fraction]:
    factor = row[column] / pivot[column]
    return [one - factor * other for one, other in zip(row, pivot, strict=True)]


def found_by_subtraction(people: dict[Cell, int], threshold: int = 5) -> list[Any]:
    """The groups under the threshold that follow from both groupings and the whole."""
    sums, small = [], []
    empty = set(CELLS)
    for by in (Grouping.voice, Grouping.age_group):
        [told] = statistics_of(by, ["2025H1"], counted(by, people), threshold)["half_years"]
        assert all(group["people"] is None or group["people"] >= threshold for group in told["groups"])
        groups = {group["key"]: group for group in told["groups"]}
        sums += [members(by, key) for key, group in groups.items() if not group["withheld"]]
        keys: Iterable[str | None] = Voice if by is Grouping.voice else (*AgeGroup, None)
        absent = set[Cell]().union(*(members(by, key) for key in keys if key not in groups))
        empty = (empty & absent) if by is Grouping.voice else (empty | absent)
        small += [members(by, key) for key in groups]
        if told["people"] is not None:
            sums.append(set(CELLS))
    children = {cell for cell in CELLS if cell[0] in CHILD_VOICES}
    few = [
        one for one in (*small, children, set(CELLS) - children) if 0 < sum(people.get(c, 0) for c in one) < threshold
    ]
    return [one for one in few if follows(sums, one, empty)]


def cases(number: int) -> Iterable[dict[Cell, int]]:
    chance = random.Random(7)  # noqa: S311  # the same cases each time
    for _ in range(number):
        some = chance.sample(CELLS, chance.randint(1, 8))
        yield {cell: chance.choice((0, 1, 2, 3, 4, 5, 6, 9, 40)) for cell in some}


def test_no_group_of_a_few_is_found_by_voice_and_age_together() -> None:
    for people in cases(1000):
        assert found_by_subtraction(people) == [], people


def test_a_planted_leak_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def only_small_ones(by: Grouping, rows: Sequence[Counted], threshold: int) -> set[str | None]:
        return {key for key, people in statistics._parts(rows).items() if people < threshold}

    monkeypatch.setattr(statistics, "suppressed_groups", only_small_ones)
    assert any(found_by_subtraction(people) for people in cases(100))


def test_half_years_are_whole_and_over() -> None:
    day = date(2026, 3, 10)
    assert asked_half_years(None, None, day) == (["2024H1", "2024H2", "2025H1", "2025H2"], [])
    assert asked_half_years("2025H1", "2025H1", day) == (["2025H1"], [])
    for first, last, code in (
        (None, "2026H1", "half-year-not-closed"),
        ("2025H2", "2025H1", "invalid-input"),
        ("1990H1", None, "invalid-input"),
    ):
        found, [fault] = asked_half_years(first, last, day)
        assert (found, fault.kind.code) == ([], code)


async def heard(world: World, *said: tuple[Any, str, int], **other: Any) -> None:
    clock.move(datetime(2026, 3, 10, 9, tzinfo=UTC))
    async with write_transaction(world.app.state.engine) as session:
        session.add_all(
            Input(
                **{
                    "unit_id": unit,
                    "voice": voice,
                    "method": "survey",
                    "people_count": people,
                    "collected_on": date(2025, 9, 1),
                    **other,
                }
            )
            for unit, voice, people in said
        )


async def told(actor: Any, by: str, **query: str) -> tuple[int | None, dict[str | None, int | None]]:
    asked = "".join(f"&{name}={value}" for name, value in {"from": "2025H2", "to": "2025H2", **query}.items())
    answer = await actor.get(f"/stakeholder-input/statistics?by={by}{asked}")
    assert answer.status_code == 200, answer.text
    [half_year] = answer.json()["half_years"]
    return half_year["people"], {one["name"] or one["key"]: one["people"] for one in half_year["groups"]}


async def test_the_council_reads_the_whole_city_and_no_group_of_a_few(world: World) -> None:
    await heard(
        world,
        (world.birk, "child", 20),
        (world.oak, "child", 4),
        (world.elm, "parent", 30),
        (world.maple, "staff", 3),
        (world.municipality, "other", 8),
    )
    await heard(world, (world.birk, "child", 50), withdrawal="mistake")
    council = await world.actor("council_member")
    assert await told(council, "voice") == (65, {"child": 24, "parent": 30, "staff": None, "other": None})
    assert await told(council, "district") == (65, {"Nord": 50, "Syd": 7, None: 8})
    assert (await council.get("/stakeholder-input")).status_code == 403


async def test_who_reaches_less_reads_less(world: World) -> None:
    await heard(world, (world.birk, "child", 20), (world.oak, "child", 14))
    chief, leader = await world.actor("chief", world.north), await world.actor("leader", world.oak)
    assert await told(chief, "voice") == (20, {"child": 20})
    assert await told(leader, "voice") == (14, {"child": 14})
    for role in ("data_supplier", "auditor", "admin"):
        assert (await (await world.actor(role)).get("/stakeholder-input/statistics?by=voice")).status_code == 403


async def test_voices_are_counted_by_theme_and_age(world: World) -> None:
    theme = await decided_theme(world)
    await heard(world, (world.birk, "child", 20), theme_id=UUID(theme["id"]))
    await heard(world, (world.birk, "child", 7), (world.elm, "child", 6), age_group="6-9")
    await heard(world, (world.birk, "parent", 11))
    office = await world.actor("administration")
    assert await told(office, "theme") == (44, {"Trivsel": 20, None: 24})
    assert await told(office, "age_group") == (44, {"6-9": 13, None: 20})


async def test_each_half_year_is_told_by_itself(world: World) -> None:
    await heard(world, (world.birk, "child", 3))
    await heard(world, (world.birk, "child", 30), collected_on=date(2025, 6, 30))
    council = await world.actor("council_member")
    answer = (await council.get("/stakeholder-input/statistics?by=voice&from=2025H1")).json()
    shown = [(one["half_year"], one["people"], one["groups"][0]["people"]) for one in answer["half_years"]]
    assert shown == [("2025H1", 30, 30), ("2025H2", None, None)]
    running = await council.get("/stakeholder-input/statistics?by=voice&to=2026H1")
    assert (running.status_code, running.json()["code"]) == (422, "half-year-not-closed")


async def test_a_move_later_on_changes_nothing_that_was_told(world: World) -> None:
    await heard(world, (world.birk, "child", 20), (world.oak, "child", 14))
    office, council = await world.actor("administration"), await world.actor("council_member")
    before = await told(council, "district")
    moved = await office.act(f"/institutions/{world.birk}/move", {"district_id": str(world.south), "on": "2026-03-01"})
    assert moved.status_code == 200, moved.text
    assert await told(council, "district") == before == (34, {"Nord": 20, "Syd": 14})
