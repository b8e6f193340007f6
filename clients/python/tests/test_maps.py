"""Map files: what they can say, and what is said about them when they are wrong."""

from pathlib import Path

import pytest
from sammen.files import RowFaults, detect, open_table
from sammen.imported import COLUMNS
from sammen.importing.columns import kinds, targets
from sammen.mapping import MapRefused
from sammen.mapping.binding import Kinds
from sammen.mapping.drafts import draft
from sammen.mapping.maps import read
from sammen.mapping.rows import Tally


def mapped(folder: Path, content: str, map: str, resource: str = "") -> tuple[list[dict[str, str]], list[str]]:
    path = folder / "file.csv"
    path.write_text(content, encoding="utf-8")
    given = read(map)
    table = open_table(path, detect(path), given.missing)
    bound = given.bind(table, kinds(resource) if resource else Kinds(), targets(resource))
    faults = RowFaults()
    rows = [dict(zip(bound.columns, row, strict=True)) for _, row in bound.rows(faults)]
    return rows, [str(fault) for fault in faults]


def column(folder: Path, cells: list[str], form: str) -> tuple[list[str], list[str]]:
    """What one column, `a`, becomes."""
    rows, faults = mapped(folder, "a;z\n" + "".join(f"{cell};z\n" for cell in cells), f"[columns]\nx = {form}\n")
    return [row["x"] for row in rows], faults


def test_columns_are_renamed_and_put_in_order(tmp_path: Path) -> None:
    rows, _ = mapped(tmp_path, "a;b\n1;2\n", '[columns]\nx = "b"\ny = "a"\nz = { value = 7 }\n')
    assert rows == [{"x": "2", "y": "1", "z": "7"}]


@pytest.mark.parametrize("form, cells, made", [
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
def test_what_a_column_can_be_made_of(tmp_path: Path, form: str, cells: list[str], made: list[str]) -> None:
    assert column(tmp_path, cells, form) == (made, [])


@pytest.mark.parametrize("form, cell, words", [
    ('{ from = "a", values = { f = "free" } }', "g", "'g' in a is none of the map's values"),
    ('{ from = "a", extract = "[0-9]+" }', "abc", "does not fit"),
    ('{ from = "a", date = "dd-mm-yyyy" }', "31-2-2026", "is no date"),
    ('{ from = "a", number = true }', "abc", "is not a number"),
    ('{ from = "a", required = true }', "", "is empty"),
])  # fmt: skip
def test_a_cell_without_a_reading_is_named_with_its_line(tmp_path: Path, form: str, cell: str, words: str) -> None:
    made, faults = column(tmp_path, [cell], form)
    assert made == []
    [fault] = faults
    assert fault.startswith("line 2, x: ")
    assert words in fault


def test_all_faults_of_a_row_are_named(tmp_path: Path) -> None:
    map = '[columns]\nx = { from = "a", number = true }\ny = { from = "b", number = true }\n'
    _, faults = mapped(tmp_path, "a;b\nq;r\n1;2\n", map)
    assert len(faults) == 2


@pytest.mark.parametrize("rule, left", [
    ('keep = { column = "a", equals = 1 }', "1"), ('drop = { column = "a", equals = "1" }', "23"),
    ('keep = { column = "a", not = "1" }', "23"), ('keep = { column = "a", in = ["1", 3] }', "13"),
    ('keep = { column = "a", not_in = ["1", "3"] }', "2"), ('keep = { column = "a", matches = "^[12]" }', "12"),
    ('drop = { column = "b", empty = true }', "12"), ('keep = { column = "b", empty = true }', "3"),
])  # fmt: skip
def test_rows_are_kept_and_dropped(tmp_path: Path, rule: str, left: str) -> None:
    rows, _ = mapped(tmp_path, "a;b\n1;x\n2;y\n3;\n", f'[[rows]]\n{rule}\n[columns]\nx = "a"\n')
    assert "".join(row["x"] for row in rows) == left


GROUPED = "n;s;m\n1;a;0\n1;b;1\n2;c;0\n2;d;0\n3;e;1\n3;f;1\n;g;0\n;h;0\n"


@pytest.mark.parametrize("head, keep, left", [
    ('head = { column = "m", equals = "1" }', "head", "bcegh"),
    ('head = { column = "m", equals = "1" }', "others", "adf"),
    ("", "head", "acegh"),
    ("", "others", "bdf"),
])  # fmt: skip
def test_one_row_of_a_group_is_its_head(tmp_path: Path, head: str, keep: str, left: str) -> None:
    map = f'[group]\nby = "n"\n{head}\nkeep = "{keep}"\n[columns]\nx = "s"\n'
    rows, _ = mapped(tmp_path, GROUPED, map)
    assert "".join(row["x"] for row in rows) == left


SPREAD = """
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


def test_columns_become_rows_and_empty_cells_none(tmp_path: Path) -> None:
    rows, _ = mapped(tmp_path, "id;p;l\na;390;high\nb;;low\n", SPREAD.format(empty=""), "")
    assert [tuple(row.values()) for row in rows] == [
        ("a", "pupils", "390", "reported"), ("a", "level", "2", "reported"), ("b", "level", "1", "reported"),
    ]  # fmt: skip


def test_empty_cells_become_missing_figures_where_that_is_wanted(tmp_path: Path) -> None:
    rows, faults = mapped(tmp_path, "id;p;l\nb;..;middle\n", SPREAD.format(empty='empty = "keep"'), "")
    assert [tuple(row.values()) for row in rows] == [("b", "pupils", "", "missing")]
    assert faults == ["line 2, l: 'middle' is none of the map's values"]


def test_a_figure_that_is_none_is_named_by_the_files_own_column_and_what_stands_there(tmp_path: Path) -> None:
    map = SPREAD.format(empty="").replace(
        'value = "amount"\nstatus', 'value = { from = "amount", number = true }\nstatus'
    )
    map += '[derived]\nwho2 = { from = ["id", "p"], extract = "^[a-z]$" }\n'
    _, faults = mapped(tmp_path, "id;p;l\na;3x9;high\nbb;390;\n", map.replace('"id"\nind', '"who2"\nind'), "")
    assert faults == [
        "line 2, value: '3x9' in p is not a number",
        "line 3, who2: 'bb, 390' in id, p does not fit the map's extract",
    ]


def test_words_of_the_map_are_held_against_what_the_contract_accepts(tmp_path: Path) -> None:
    map = """[columns]
number = "a"
kind = { value = "skole" }
ownership = { from = "b", values = { k = "municipal", p = "privat" }, default = "other" }
name = { value = "anything" }
"""
    with pytest.raises(MapRefused) as caught:
        mapped(tmp_path, "a;b\n1;k\n", map, "institutions")
    owners = "is none of municipal, self_governing, private, outsourced"
    assert str(caught.value).splitlines()[1:] == [
        "- line 3, columns.kind.value: 'skole' is none of day_care, school, leisure",
        f"- line 4, columns.ownership.default: 'other' {owners}",
        f"- line 4, columns.ownership.values.p: 'privat' {owners}; did you mean 'private'?",
    ]
    kinds_of_two = '[columns]\ncode = "a"\nkinds = { value = "school|leisure" }\n'
    assert mapped(tmp_path, "a;b\n1;k\n", kinds_of_two, "indicators")[1] == []


def test_what_is_set_beside_the_map_is_no_line_of_it(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text("a;b\n1;2\n")
    given = read('[columns]\nnumber = "a"\n').with_constants({"pakke": "1", "kind": "skole"})
    with pytest.raises(MapRefused) as caught:
        given.bind(open_table(path, detect(path)), kinds("institutions"), targets("institutions"))
    assert str(caught.value).splitlines()[1:] == [
        "- pakke (set beside the map): the import has no column 'pakke'; there are "
        + ", ".join(COLUMNS["institutions"]),
        "- kind (set beside the map): 'skole' is none of day_care, school, leisure",
    ]


def test_a_map_that_was_begun_for_figures_shows_how_columns_become_rows(tmp_path: Path) -> None:
    begun = draft("measurements", ["no", "elevtal"], targets("measurements"))
    filled = {
        "# [columns_to_rows]": "[columns_to_rows]", '# name = "figure"': 'name = "figure"',
        '# value = "amount"': 'value = "amount"', "# [columns_to_rows.columns]": "[columns_to_rows.columns]",
        '# "the file\'s column" = "the indicator\'s code"': 'elevtal = "pupils"',
        "# institution = ": 'institution = "no"', "# indicator = ": 'indicator = "figure"',
        "# value = ": 'value = { from = "amount", number = true }',
    }  # fmt: skip
    whole = "\n".join(filled.get(line, line) for line in begun.splitlines())
    rows, faults = mapped(tmp_path, "no;elevtal\n1;1.039,5\n", whole, "measurements")
    assert (rows, faults) == ([{"institution": "1", "indicator": "pupils", "value": "1039.5"}], [])
    assert "columns_to_rows" not in draft("institutions", ["no"], targets("institutions"))


def test_derived_columns_can_be_used_like_the_files_own(tmp_path: Path) -> None:
    map = '[derived]\nq = { template = "{a}{b}" }\nr = { template = "{q}!" }\n'
    map += '[[rows]]\nkeep = { column = "q", equals = "12" }\n[columns]\nx = "r"\n'
    assert mapped(tmp_path, "a;b\n1;2\n3;4\n", map) == ([{"x": "12!"}], [])


def test_numbers_and_dates_of_an_import_are_written_as_the_contract_wants_them(tmp_path: Path) -> None:
    map = '[columns]\ninstitution = "i"\nindicator = "k"\nperiod = "p"\nvalue = "v"\n'
    rows, faults = mapped(tmp_path, "i;k;p;v\n1;a;2026H1;3,5\n1;b;2026H1;1.039\n", map, "measurements")
    assert ([row["value"] for row in rows], faults) == (["3.5", "1039"], [])
    map = '[columns]\nname = "n"\nactive_from = "d"\n'
    rows, faults = mapped(tmp_path, "n;d\nA;1-8-2026\nB;2026-08-01\nC;august\n", map, "institutions")
    assert [row["active_from"] for row in rows] == ["2026-08-01", "2026-08-01"]
    assert faults == ["line 4, active_from: 'august' in d is no date written dd-mm-yyyy"]


def test_decimal_signs_of_other_columns_do_not_confuse(tmp_path: Path) -> None:
    map = '[columns]\nvalue = "v"\n'
    assert mapped(tmp_path, "v;latitude\n3,5;56.1234\n", map, "measurements") == ([{"value": "3.5"}], [])


BAD = """\
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


def test_all_faults_of_a_map_are_named_with_key_and_line() -> None:
    with pytest.raises(MapRefused) as caught:
        read(BAD, "bad.toml")
    found = {fault.key: (fault.line, fault.detail) for fault in caught.value.faults}
    assert found["titel"] == (2, "is not a word that maps know here; did you mean 'title'?")
    assert found["file.decimal"][0] == 4
    assert found["rows[0].keep"] == (6, "needs exactly one of equals, not, in, not_in, matches, empty")
    assert found["rows[1].drop.matches"][0] == 8
    assert found["group.keep"] == (9, "is missing")
    assert found["columns.number.values.x"][0] == 12
    assert found["columns.name.form"] == (13, "is not a word that maps know here; did you mean 'from'?")
    assert found["columns.kind"] == (14, "needs exactly one of from, value, template")
    assert found["columns.city"][0] == 15
    assert str(caught.value).startswith("bad.toml: ")


def test_columns_that_are_not_there_are_all_named(tmp_path: Path) -> None:
    map = """\
[[rows]]
keep = { column = "navnn", empty = false }
[columns]
name = "nawn"
nubmer = { template = "{navn} {nr}" }
"""
    with pytest.raises(MapRefused) as caught:
        mapped(tmp_path, "navn;b\nx;y\n", map, "institutions")
    assert [(fault.line, fault.key, fault.detail) for fault in caught.value.faults] == [
        (1, "rows[0]", "the file has no column 'navnn'; did you mean 'navn'?"),
        (4, "columns.name", "the file has no column 'nawn'; did you mean 'navn'?"),
        (5, "columns.nubmer", "the file has no column 'nr'; there are navn, b"),
        (5, "columns.nubmer", "the import has no column 'nubmer'; did you mean 'number'?"),
    ]


def test_what_is_no_toml_is_named_with_its_line() -> None:
    with pytest.raises(MapRefused, match="line 1"):
        read("[columns\n")


def test_what_a_map_leaves_out_is_counted(tmp_path: Path) -> None:
    map = '[[rows]]\nkeep = { column = "m", not = "x" }\n[group]\nby = "id"\nkeep = "head"\n' + SPREAD.format(empty="")
    path = tmp_path / "f.csv"
    path.write_text("id;p;l;m\na;390;high;\na;391;low;\nb;;low;\nc;1;low;x\n", encoding="utf-8")
    table, tally = open_table(path, detect(path)), Tally()
    assert len(list(read(map).bind(table, Kinds()).rows(RowFaults(), tally))) == 3
    assert str(tally) == "4 rows read; left out: 1 by [[rows]], 1 by [group], 1 empty figures"
