"""Map files: what they can express, and the errors of invalid ones."""

from pathlib import Path

import pytest
from sammen_cli.files.dialects import detect
from sammen_cli.files.row_errors import RowErrors
from sammen_cli.files.tables import open_table
from sammen_cli.imports.column_types import column_types, import_columns
from sammen_cli.imports.columns import COLUMNS
from sammen_cli.mapping.map_errors import InvalidMap
from sammen_cli.mapping.map_file import parse_map
from sammen_cli.mapping.map_template import map_template
from sammen_cli.mapping.row_counts import RowCounts
from sammen_cli.mapping.row_mapper import ColumnTypes


def apply_map(folder: Path, content: str, map: str, resource: str = "") -> tuple[list[dict[str, str]], list[str]]:
    path = folder / "file.csv"
    path.write_text(content, encoding="utf-8")
    parsed = parse_map(map)
    table = open_table(path, detect(path), parsed.missing_values)
    types = column_types(resource) if resource else ColumnTypes()
    mapper = parsed.bind(table, types, import_columns(resource))
    errors = RowErrors()
    rows = [dict(zip(mapper.columns, row, strict=True)) for _, row in mapper.rows(errors)]
    return rows, [str(error) for error in errors]


def map_column(folder: Path, cells: list[str], rule: str) -> tuple[list[str], list[str]]:
    """Column `a` with these cells, mapped by a rule."""
    content = "a;z\n" + "".join(f"{cell};z\n" for cell in cells)
    rows, errors = apply_map(folder, content, f"[columns]\nx = {rule}\n")
    return [row["x"] for row in rows], errors


def test_columns_are_renamed_and_reordered(tmp_path: Path) -> None:
    rows, _ = apply_map(tmp_path, "a;b\n1;2\n", '[columns]\nx = "b"\ny = "a"\nz = { value = 7 }\n')
    assert rows == [{"x": "2", "y": "1", "z": "7"}]


@pytest.mark.parametrize("rule, cells, mapped", [
    ('{ from = "a", values = { f = "free" } }', ["f", ""], ["free", ""]),
    ('{ from = "a", values = { f = "free" }, unknown = "keep" }', ["f", "g"], ["free", "g"]),
    ('{ from = "a", values = { f = "free" }, unknown = "empty" }', ["f", "g"], ["free", ""]),
    ('{ from = "a", values = { f = "free" }, default = "other" }', ["f", "g", ""], ["free", "other", ""]),
    ('{ from = "a", values = { "" = "none" } , unknown = "keep" }', ["", "g"], ["none", "g"]),
    ('{ from = "a", default = "reported", empty = "missing" }', ["3", ".."], ["reported", "missing"]),
    ('{ from = "a", extract = "([0-9]{4})" }', ["Vej 1, 8999 Nyby"], ["8999"]),
    ('{ from = "a", extract = "[0-9]+", unmatched = "keep" }', ["abc", "a1"], ["abc", "1"]),
    ('{ from = "a", extract = "[0-9]+", unmatched = "empty" }', ["abc"], [""]),
    ('{ template = "{a}-{z}!" }', ["1"], ["1-z!"]),
    ('{ from = ["a", "z"] }', ["1", ""], ["1", "z"]),
    ('{ from = "a", date = "dd-mm-yyyy" }', ["1-8-2026", "31-12-2026", ""], ["2026-08-01", "2026-12-31", ""]),
    ('{ from = "a", slug = true }', ["Åse Øs: Ærø (é)"], ["aase-oes-aeroe-e"]),
    ('{ from = "a", number = true }', ["1,5", "1.039,5", "12"], ["1.5", "1039.5", "12"]),
])  # fmt: skip
def test_column_rules_convert_cells(tmp_path: Path, rule: str, cells: list[str], mapped: list[str]) -> None:
    assert map_column(tmp_path, cells, rule) == (mapped, [])


@pytest.mark.parametrize("rule, cell, message", [
    ('{ from = "a", values = { f = "free" } }', "g", "'g' in a is not one of the values in the map"),
    ('{ from = "a", extract = "[0-9]+" }', "abc", "does not match"),
    ('{ from = "a", date = "dd-mm-yyyy" }', "31-2-2026", "is not a date"),
    ('{ from = "a", number = true }', "abc", "is not a number"),
    ('{ from = "a", required = true }', "", "is empty"),
])  # fmt: skip
def test_a_cell_that_cannot_be_converted_is_an_error_with_its_line(
    tmp_path: Path, rule: str, cell: str, message: str
) -> None:
    mapped, errors = map_column(tmp_path, [cell], rule)
    assert mapped == []
    [error] = errors
    assert error.startswith("line 2, x: ")
    assert message in error


def test_all_errors_of_a_row_are_listed(tmp_path: Path) -> None:
    map = '[columns]\nx = { from = "a", number = true }\ny = { from = "b", number = true }\n'
    _, errors = apply_map(tmp_path, "a;b\nq;r\n1;2\n", map)
    assert len(errors) == 2


@pytest.mark.parametrize("rule, kept", [
    ('keep = { column = "a", equals = 1 }', "1"), ('drop = { column = "a", equals = "1" }', "23"),
    ('keep = { column = "a", not = "1" }', "23"), ('keep = { column = "a", in = ["1", 3] }', "13"),
    ('keep = { column = "a", not_in = ["1", "3"] }', "2"), ('keep = { column = "a", matches = "^[12]" }', "12"),
    ('drop = { column = "b", empty = true }', "12"), ('keep = { column = "b", empty = true }', "3"),
])  # fmt: skip
def test_rows_are_filtered(tmp_path: Path, rule: str, kept: str) -> None:
    rows, _ = apply_map(tmp_path, "a;b\n1;x\n2;y\n3;\n", f'[[rows]]\n{rule}\n[columns]\nx = "a"\n')
    assert "".join(row["x"] for row in rows) == kept


GROUPED = "n;s;m\n1;a;0\n1;b;1\n2;c;0\n2;d;0\n3;e;1\n3;f;1\n;g;0\n;h;0\n"


@pytest.mark.parametrize("head, keep, kept", [
    ('head = { column = "m", equals = "1" }', "head", "bcegh"),
    ('head = { column = "m", equals = "1" }', "others", "adf"),
    ("", "head", "acegh"),
    ("", "others", "bdf"),
])  # fmt: skip
def test_one_row_of_a_group_is_its_head(tmp_path: Path, head: str, keep: str, kept: str) -> None:
    map = f'[group]\nby = "n"\n{head}\nkeep = "{keep}"\n[columns]\nx = "s"\n'
    rows, _ = apply_map(tmp_path, GROUPED, map)
    assert "".join(row["x"] for row in rows) == kept


COLUMNS_TO_ROWS = """
[columns_to_rows]
name = "figure"
value = "amount"
{empty}
[columns_to_rows.columns]
p = "pupils"
l = {{ name = "level", values = {{ low = 1, high = 2 }} }}
[columns]
who = "id"
indicator = "figure"
value = "amount"
status = {{ from = "amount", default = "reported", empty = "missing" }}
"""


def test_columns_become_rows_without_those_of_empty_cells(tmp_path: Path) -> None:
    rows, _ = apply_map(tmp_path, "id;p;l\na;390;high\nb;;low\n", COLUMNS_TO_ROWS.format(empty=""), "")
    assert [tuple(row.values()) for row in rows] == [
        ("a", "pupils", "390", "reported"), ("a", "level", "2", "reported"), ("b", "level", "1", "reported"),
    ]  # fmt: skip


def test_empty_cells_become_rows_when_they_are_kept(tmp_path: Path) -> None:
    rows, errors = apply_map(tmp_path, "id;p;l\nb;..;middle\n", COLUMNS_TO_ROWS.format(empty='empty = "keep"'), "")
    assert [tuple(row.values()) for row in rows] == [("b", "pupils", "", "missing")]
    assert errors == ["line 2, l: 'middle' is not one of the values in the map"]


def test_an_error_names_the_column_of_the_file_and_its_cell(tmp_path: Path) -> None:
    map = COLUMNS_TO_ROWS.format(empty="").replace(
        'value = "amount"\nstatus', 'value = { from = "amount", number = true }\nstatus'
    )
    map += '[derived]\nwho2 = { from = ["id", "p"], extract = "^[a-z]$" }\n'
    _, errors = apply_map(tmp_path, "id;p;l\na;3x9;high\nbb;390;\n", map.replace('"id"\nind', '"who2"\nind'), "")
    assert errors == [
        "line 2, value: '3x9' in p is not a number",
        "line 3, who2: 'bb, 390' in id, p does not match the pattern of extract",
    ]


def test_values_in_the_map_are_validated_against_the_contract(tmp_path: Path) -> None:
    map = """[columns]
number = "a"
kind = { value = "skole" }
ownership = { from = "b", values = { k = "municipal", p = "privat" }, default = "other" }
name = { value = "anything" }
"""
    with pytest.raises(InvalidMap) as caught:
        apply_map(tmp_path, "a;b\n1;k\n", map, "institutions")
    owners = "is not one of municipal, self_governing, private, outsourced"
    assert str(caught.value).splitlines()[1:] == [
        "- line 3, columns.kind.value: 'skole' is not one of day_care, school, leisure",
        f"- line 4, columns.ownership.default: 'other' {owners}",
        f"- line 4, columns.ownership.values.p: 'privat' {owners}; did you mean 'private'?",
    ]
    kinds_of_two = '[columns]\ncode = "a"\nkinds = { value = "school|leisure" }\n'
    assert apply_map(tmp_path, "a;b\n1;k\n", kinds_of_two, "indicators")[1] == []


def test_an_error_in_a_constant_has_no_line_of_the_map(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("a;b\n1;2\n")
    file_map = parse_map('[columns]\nnumber = "a"\n').with_constants({"pakke": "1", "kind": "skole"})
    with pytest.raises(InvalidMap) as caught:
        file_map.bind(open_table(path, detect(path)), column_types("institutions"), import_columns("institutions"))
    assert str(caught.value).splitlines()[1:] == [
        "- pakke (set outside the map): the import has no column 'pakke'; there are "
        + ", ".join(COLUMNS["institutions"]),
        "- kind (set outside the map): 'skole' is not one of day_care, school, leisure",
    ]


def test_the_template_for_measurements_has_columns_to_rows(tmp_path: Path) -> None:
    template = map_template("measurements", ["no", "elevtal"], import_columns("measurements"))
    replacements = {
        "# [columns_to_rows]": "[columns_to_rows]", '# name = "figure"': 'name = "figure"',
        '# value = "amount"': 'value = "amount"', "# [columns_to_rows.columns]": "[columns_to_rows.columns]",
        '# "the file\'s column" = "the indicator\'s code"': 'elevtal = "pupils"',
        "# institution = ": 'institution = "no"', "# indicator = ": 'indicator = "figure"',
        "# value = ": 'value = { from = "amount", number = true }',
    }  # fmt: skip
    filled = "\n".join(replacements.get(line, line) for line in template.splitlines())
    rows, errors = apply_map(tmp_path, "no;elevtal\n1;1.039,5\n", filled, "measurements")
    assert (rows, errors) == ([{"institution": "1", "indicator": "pupils", "value": "1039.5"}], [])
    assert "columns_to_rows" not in map_template("institutions", ["no"], import_columns("institutions"))


def test_derived_columns_can_be_used_like_those_of_the_file(tmp_path: Path) -> None:
    map = '[derived]\nq = { template = "{a}{b}" }\nr = { template = "{q}!" }\n'
    map += '[[rows]]\nkeep = { column = "q", equals = "12" }\n[columns]\nx = "r"\n'
    assert apply_map(tmp_path, "a;b\n1;2\n3;4\n", map) == ([{"x": "12!"}], [])


def test_numbers_and_dates_of_an_import_are_normalized(tmp_path: Path) -> None:
    map = '[columns]\ninstitution = "i"\nindicator = "k"\nperiod = "p"\nvalue = "v"\n'
    rows, errors = apply_map(tmp_path, "i;k;p;v\n1;a;2026H1;3,5\n1;b;2026H1;1.039\n", map, "measurements")
    assert ([row["value"] for row in rows], errors) == (["3.5", "1039"], [])
    map = '[columns]\nname = "n"\nactive_from = "d"\n'
    rows, errors = apply_map(tmp_path, "n;d\nA;1-8-2026\nB;2026-08-01\nC;august\n", map, "institutions")
    assert [row["active_from"] for row in rows] == ["2026-08-01", "2026-08-01"]
    assert errors == ["line 4, active_from: 'august' in d is not a date in the form dd-mm-yyyy"]


def test_the_decimal_signs_of_other_columns_are_ignored(tmp_path: Path) -> None:
    map = '[columns]\nvalue = "v"\n'
    assert apply_map(tmp_path, "v;latitude\n3,5;56.1234\n", map, "measurements") == ([{"value": "3.5"}], [])


INVALID = """\
resource = "institutions"
titel = "x"
[file]
decimal = ";"
[[rows]]
keep = { column = "a", equals = "1", matches = "x" }
[[rows]]
drop = { column = "a", matches = "(" }
[group]
by = "a"
[columns]
number = { from = "a", values = { x = [1] } }
name = { form = "a" }
kind = { from = "a", value = "school" }
city = 7
"""


def test_all_errors_of_a_map_are_listed_with_key_and_line() -> None:
    with pytest.raises(InvalidMap) as caught:
        parse_map(INVALID, "invalid.toml")
    errors = {error.key: (error.line, error.detail) for error in caught.value.errors}
    assert errors["titel"] == (2, "is not a known key here; did you mean 'title'?")
    assert errors["file.decimal"][0] == 4
    assert errors["rows[0].keep"] == (6, "needs exactly one of equals, not, in, not_in, matches, empty")
    assert errors["rows[1].drop.matches"][0] == 8
    assert errors["group.keep"] == (9, "is missing")
    assert errors["columns.number.values.x"][0] == 12
    assert errors["columns.name.form"] == (13, "is not a known key here; did you mean 'from'?")
    assert errors["columns.kind"] == (14, "needs exactly one of from, value, template")
    assert errors["columns.city"][0] == 15
    assert str(caught.value).startswith("invalid.toml: ")


def test_all_unknown_columns_are_listed(tmp_path: Path) -> None:
    map = """\
[[rows]]
keep = { column = "navnn", empty = false }
[columns]
name = "nawn"
nubmer = { template = "{navn} {nr}" }
"""
    with pytest.raises(InvalidMap) as caught:
        apply_map(tmp_path, "navn;b\nx;y\n", map, "institutions")
    assert [(error.line, error.key, error.detail) for error in caught.value.errors] == [
        (1, "rows[0]", "the file has no column 'navnn'; did you mean 'navn'?"),
        (4, "columns.name", "the file has no column 'nawn'; did you mean 'navn'?"),
        (5, "columns.nubmer", "the file has no column 'nr'; there are navn, b"),
        (5, "columns.nubmer", "the import has no column 'nubmer'; did you mean 'number'?"),
    ]


def test_invalid_toml_is_an_error_with_its_line() -> None:
    with pytest.raises(InvalidMap, match="line 1"):
        parse_map("[columns\n")


def test_rows_that_a_map_leaves_out_are_counted(tmp_path: Path) -> None:
    map = '[[rows]]\nkeep = { column = "m", not = "x" }\n[group]\nby = "id"\nkeep = "head"\n' + COLUMNS_TO_ROWS.format(
        empty=""
    )
    path = tmp_path / "f.csv"
    path.write_text("id;p;l;m\na;390;high;\na;391;low;\nb;;low;\nc;1;low;x\n", encoding="utf-8")
    table, counts = open_table(path, detect(path)), RowCounts()
    assert len(list(parse_map(map).bind(table, ColumnTypes()).rows(RowErrors(), counts))) == 3
    assert str(counts) == "4 rows read; left out: 1 by [[rows]], 1 by [group], 1 empty figures"
