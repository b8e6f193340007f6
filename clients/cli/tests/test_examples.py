"""The example maps, on made-up files with the same columns."""

import tomllib
from pathlib import Path

import pytest
from sammen_cli.files.row_errors import RowErrors
from sammen_cli.imports.source_file import FileOptions, SourceFile, open_source

from tests.support.command import EXAMPLES, EXCERPTS


def open_example(file: Path, map: str) -> SourceFile:
    return open_source(None, file, FileOptions(map=EXAMPLES / map))


def rows(map: str, file: str) -> list[dict[str, str]]:
    mapper = open_example(EXCERPTS / file, map).mapper
    errors = RowErrors()
    mapped = [dict(zip(mapper.columns, row, strict=True)) for _, row in mapper.rows(errors)]
    assert not errors, list(errors)
    return mapped


def test_one_site_of_each_number_becomes_the_institution() -> None:
    institutions = rows("sites.toml", "sites.csv")
    assert [(row["number"], row["name"], row["address"], row["postal_code"], row["city"]) for row in institutions] == [
        ("999001", "Birkeskolen", "Birkevej 1", "9999", "Nyby"),
        ("999002", "Fjordskolen", "Ålegræsset 3", "9998", "Fjordby N"),
        ("999003", "Engskolen", "Engvej 1", "9997", "Engby"),
    ]


def test_the_other_sites_become_its_departments() -> None:
    departments = rows("site-departments.toml", "sites.csv")
    assert [(row["parent_number"], row["name"], row["address"], row["external_ids"]) for row in departments] == [
        ("999002", "Fjordskolen (Strandvejen)", "Strandvejen 19, 21", "school-sites:999002-fjordskolen-strandvejen"),
        ("999003", "Engskolen (B)", "Engvej 2", "school-sites:999003-engskolen-b"),
    ]


def test_every_site_is_imported_once() -> None:
    assert len(rows("sites.toml", "sites.csv")) + len(rows("site-departments.toml", "sites.csv")) == 5


def test_schools_of_all_owners_become_institutions() -> None:
    schools = rows("schools-institutions.toml", "schools.csv")
    ids = [(row["number"], row["external_ids"]) for row in schools]
    assert ids == [("999001", ""), ("999002", ""), ("999004", ""), ("", "school-register:edk-0005")]
    assert [(row["kind"], row["type"], row["ownership"], row["participation"]) for row in schools] == [
        ("school", "primary_school", "municipal", "dialogues"),
        ("school", "private_school", "private", "none"),
        ("leisure", "youth_school", "municipal", "dialogues"),
        ("school", "boarding_school", "private", "none"),
    ]
    assert schools[1]["name"] == "Skolen, ved fjorden"


def test_sixteen_columns_become_sixteen_figures() -> None:
    figures = rows("school-figures.toml", "schools.csv")
    birch = {row["indicator"]: row["value"] for row in figures if row["institution"] == "999001"}
    assert len(birch) == 16
    assert (birch["pupils"], birch["grades-level"], birch["grades-against-expected"]) == ("397", "2", "-0.2")
    assert {row["institution"] for row in figures} == {"999001", "999002", "school-register:edk-0005"}
    assert {row["period"] for row in figures} == {"2024/2025"}


def test_every_figure_has_its_indicator() -> None:
    source = open_source("indicators", EXAMPLES / "indicators.csv")
    codes = [row[0] for _, row in source.mapper.rows(RowErrors())]
    figures = tomllib.loads((EXAMPLES / "school-figures.toml").read_text(encoding="utf-8"))
    columns = figures["columns_to_rows"]["columns"].values()
    names = [column if isinstance(column, str) else column["name"] for column in columns]
    assert sorted(codes) == sorted(names)
    assert len(codes) == 16


def test_the_list_of_schools_does_not_overwrite_the_list_of_sites() -> None:
    schools = open_example(EXAMPLES / "schools.csv", "schools-institutions.toml").mapper
    sites = open_example(EXAMPLES / "sites.csv", "sites.toml").mapper
    # Only one of the lists changes an institution that is in both.
    common_columns = set(schools.columns) & set(sites.columns) - {"number"}
    assert common_columns == set(schools.only_new)
    assert sites.only_new == ()


@pytest.mark.parametrize(("file", "map", "row_count"), [
    ("sites.csv", "sites.toml", 6), ("sites.csv", "site-departments.toml", 2),
    ("schools.csv", "schools-institutions.toml", 9), ("schools.csv", "school-figures.toml", 89),
])  # fmt: skip
def test_the_example_files_have_no_errors(file: str, map: str, row_count: int) -> None:
    source, errors = open_example(EXAMPLES / file, map), RowErrors()
    assert len(list(source.mapper.rows(errors))) == row_count
    assert list(errors) == []


@pytest.mark.parametrize("map", sorted(path.name for path in EXAMPLES.glob("*.toml")))
def test_every_map_has_a_title_and_a_resource(map: str) -> None:
    content = tomllib.loads((EXAMPLES / map).read_text(encoding="utf-8"))
    assert content["resource"] in {"institutions", "measurements"}
    assert content["title"]
