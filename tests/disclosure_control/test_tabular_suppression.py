"""The answers of a few people are not the difference between released results, however answers are grouped."""

from typing import Any

from api.disclosure_control.tabular_suppression import (
    Frequencies,
    ReleasedTable,
    Variable,
    release_parts,
    release_union,
)

GLAD = Variable(is_numeric=True)
WHERE = Variable(categories=("ude", "inde"))


def union(variable: Variable, parts: list[Any]) -> ReleasedTable:
    return release_union(variable, parts, 5)


def test_all_parts_are_suppressed_if_one_is_small() -> None:
    parts: dict[str, Frequencies] = {"6-9": {"4": 10}, "10-13": {"1": 3}, "14-18": {}}
    with_small = release_parts(GLAD, parts, 5)
    assert {key: (table.total, table.mean) for key, table in with_small.items()} == dict.fromkeys(parts, (None, None))
    without_small = release_parts(GLAD, {**parts, "10-13": {"1": 6}}, 5)
    assert {key: table.mean for key, table in without_small.items()} == {"6-9": 4, "10-13": 1, "14-18": None}


def test_choices_of_all_parts_are_suppressed_if_those_of_one_are() -> None:
    tables = release_parts(WHERE, {"6-9": {"ude": 10, "inde": 10}, "10-13": {"ude": 10, "inde": 2}}, 5)
    assert [(table.total, table.frequencies) for table in tables.values()] == [(20, None), (12, None)]
    [alone] = release_parts(WHERE, {"10-13": {"ude": 10, "inde": 2}}, 5).values()
    assert set((alone.frequencies or {}).values()) == {None}


def test_the_result_of_several_institutions_is_suppressed_if_the_suppressed_answers_are_few() -> None:
    assert union(GLAD, [{"4": 10}, {"1": 3}]).is_suppressed
    assert union(GLAD, [{"4": 10}, {"1": 3}, {"2": 3}]).total == 16
    assert union(GLAD, [{"4": 10}, {"1": 5}]).mean == 3
    assert union(WHERE, [{"ude": 10, "inde": 10}, {"ude": 10, "inde": 2}]).frequencies is None
    frequencies = union(WHERE, [{"ude": 10, "inde": 10}, {"ude": 10, "inde": 9}]).frequencies
    assert frequencies == {"ude": 20, "inde": 19}


def test_the_result_of_a_city_is_suppressed_if_few_answers_remain_without_its_districts() -> None:
    """Districts of institutions: the result that a chief is shown can be subtracted from the city's as one."""
    north, south = [[{"4": 10}], [{"3": 3}], [{"4": 3}]], [[{"3": 10}], [{"1": 3}]]
    assert (union(GLAD, north).total, union(GLAD, south).is_suppressed) == (16, True)
    assert union(GLAD, [north, south]).is_suppressed, "29 less 16 less 10 are the three of the south"
    assert union(GLAD, [north, [*south, [{"2": 3}]]]).total == 32, "six remain of the south"
    assert union(GLAD, [north, [[{"3": 10}]]]).total == 26
    department = [[{"4": 10}, {"1": 3}]]
    assert union(GLAD, [[*department, [{"4": 10}]]]).is_suppressed, "of an institution with a department, too"
    complete, incomplete = [[{"ude": 10, "inde": 10}]], [[{"ude": 10, "inde": 2}]]
    assert union(WHERE, [complete, incomplete]).frequencies is None
    assert (union(WHERE, [complete, [[{"ude": 9, "inde": 9}]]]).frequencies or {})["ude"] == 19
