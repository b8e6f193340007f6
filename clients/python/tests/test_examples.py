"""The ready maps, on made-up files of the same shape."""

import tomllib
from pathlib import Path

import pytest
from sammen.files import RowFaults
from sammen.importing import Source, read

EXAMPLES = Path(__file__).parent.parent / "examples"
EXCERPTS = Path(__file__).parent / "excerpts"


def rows(map: str, file: str, resource: str | None = None) -> list[dict[str, str]]:
    reading = read(resource, Source(EXCERPTS / file, EXAMPLES / map))
    faults = RowFaults()
    found = [dict(zip(reading.binding.columns, row, strict=True)) for _, row in reading.binding.rows(faults)]
    assert not faults, list(faults)
    return found


def test_one_site_of_a_number_is_the_institution() -> None:
    found = rows("sites.toml", "sites.csv")
    assert [(row["number"], row["name"], row["address"], row["postal_code"], row["city"]) for row in found] == [
        ("999001", "Birkeskolen", "Birkevej 1", "9999", "Nyby"),
        ("999002", "Fjordskolen", "Ålegræsset 3", "9998", "Fjordby N"),
        ("999003", "Engskolen", "Engvej 1", "9997", "Engby"),
    ]


def test_the_other_sites_are_its_departments() -> None:
    found = rows("site-departments.toml", "sites.csv")
    assert [(row["parent_number"], row["name"], row["address"], row["external_ids"]) for row in found] == [
        ("999002", "Fjordskolen (Strandvejen)", "Strandvejen 19, 21", "school-sites:999002-fjordskolen-strandvejen"),
        ("999003", "Engskolen (B)", "Engvej 2", "school-sites:999003-engskolen-b"),
    ]


def test_every_site_is_either() -> None:
    assert len(rows("sites.toml", "sites.csv")) + len(rows("site-departments.toml", "sites.csv")) == 5


def test_schools_of_all_owners_are_institutions() -> None:
    found = rows("schools-institutions.toml", "schools.csv")
    ids = [(row["number"], row["external_ids"]) for row in found]
    assert ids == [("999001", ""), ("999002", ""), ("999004", ""), ("", "school-register:edk-0005")]
    assert [(row["kind"], row["type"], row["ownership"], row["participation"]) for row in found] == [
        ("school", "primary_school", "municipal", "dialogues"),
        ("school", "private_school", "private", "none"),
        ("leisure", "youth_school", "municipal", "dialogues"),
        ("school", "boarding_school", "private", "none"),
    ]
    assert found[1]["name"] == "Skolen, ved fjorden"


def test_sixteen_columns_are_sixteen_figures() -> None:
    found = rows("school-figures.toml", "schools.csv")
    birch = {row["indicator"]: row["value"] for row in found if row["institution"] == "999001"}
    assert len(birch) == 16
    assert (birch["pupils"], birch["grades-level"], birch["grades-against-expected"]) == ("397", "2", "-0.2")
    assert {row["institution"] for row in found} == {"999001", "999002", "school-register:edk-0005"}
    assert {row["period"] for row in found} == {"2024/2025"}


def test_every_figure_has_its_indicator() -> None:
    reading = read("indicators", Source(EXAMPLES / "indicators.csv"))
    found = [row[0] for _, row in reading.binding.rows(RowFaults())]
    whole = tomllib.loads((EXAMPLES / "school-figures.toml").read_text(encoding="utf-8"))
    columns = whole["columns_to_rows"]["columns"].values()
    named = [entry if isinstance(entry, str) else entry["name"] for entry in columns]
    assert sorted(found) == sorted(named)
    assert len(found) == 16


def test_what_one_list_says_of_a_school_does_not_undo_what_the_other_said() -> None:
    reading = read(None, Source(EXAMPLES / "schools.csv", EXAMPLES / "schools-institutions.toml"))
    own = read(None, Source(EXAMPLES / "sites.csv", EXAMPLES / "sites.toml"))
    # Where both speak of a thing that is there, only one of them is heard.
    both = set(reading.binding.columns) & set(own.binding.columns) - {"number"}
    assert both == set(reading.binding.only_new)
    assert own.binding.only_new == ()


@pytest.mark.parametrize(("file", "map", "rows_of_it"), [
    ("sites.csv", "sites.toml", 6), ("sites.csv", "site-departments.toml", 2),
    ("schools.csv", "schools-institutions.toml", 9), ("schools.csv", "school-figures.toml", 89),
])  # fmt: skip
def test_the_sample_files_are_read_without_a_fault(file: str, map: str, rows_of_it: int) -> None:
    reading, faults = read(None, Source(EXAMPLES / file, EXAMPLES / map)), RowFaults()
    assert len(list(reading.binding.rows(faults))) == rows_of_it
    assert list(faults) == []


@pytest.mark.parametrize("map", sorted(path.name for path in EXAMPLES.glob("*.toml")))
def test_every_map_says_what_it_is_for(map: str) -> None:
    whole = tomllib.loads((EXAMPLES / map).read_text(encoding="utf-8"))
    assert whole["resource"] in {"institutions", "measurements"}
    assert whole["title"]
