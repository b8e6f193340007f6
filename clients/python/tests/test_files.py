"""Files as they come."""

from pathlib import Path

import pytest
from sammen.files import FileRefused, RowFaults, Table, detect, open_table
from sammen.files.numbers import NotANumber, Numbers
from sammen.files.numbers import detect as detect_numbers


def written(folder: Path, content: bytes | str, name: str = "file.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def opened(folder: Path, content: bytes | str, **said: str) -> Table:
    path = written(folder, content)
    return open_table(path, detect(path, **said))  # type: ignore[arg-type]  # texts of the right words


def rows(table: Table) -> list[tuple[int, list[str]]]:
    faults = RowFaults()
    found = list(table.rows(faults))
    assert not faults, list(faults)
    return found


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_separator_and_encoding_are_found_out(tmp_path: Path, delimiter: str, encoding: str) -> None:
    text = f'navn{delimiter}antal\r\n"Blåbærskolen; Ærø, {delimiter} nord"{delimiter}12\r\nØst{delimiter}3\r\n'
    table = opened(tmp_path, text.encode(encoding))
    assert (table.dialect.delimiter, table.columns) == (delimiter, ("navn", "antal"))
    assert rows(table)[0] == (2, [f"Blåbærskolen; Ærø, {delimiter} nord", "12"])
    assert rows(table)[1] == (3, ["Øst", "3"])


def test_the_first_danish_letter_may_stand_in_the_last_line(tmp_path: Path) -> None:
    content = b"a;b\n" + b"x;y\n" * 300_000 + "Ærø;y\n".encode("cp1252")
    table = opened(tmp_path, content)
    assert table.dialect.encoding == "cp1252"
    assert rows(table)[-1] == (300_002, ["Ærø", "y"])


def test_commas_in_texts_do_not_make_columns(tmp_path: Path) -> None:
    assert opened(tmp_path, "navn;adresse\nA, B, C;Vej 1, 2, 3\nD, E, F;Vej 4, 5, 6\n").columns == ("navn", "adresse")


def test_one_column_is_a_table_too(tmp_path: Path) -> None:
    assert rows(opened(tmp_path, "navn\nA\nB\n")) == [(2, ["A"]), (3, ["B"])]


def test_quoted_line_breaks_belong_to_the_cell_and_lines_are_those_of_the_file(tmp_path: Path) -> None:
    table = opened(tmp_path, 'a;b\n"en\nto";1\n\nx;2\n')
    assert rows(table) == [(2, ["en\nto", "1"]), (5, ["x", "2"])]


def test_what_statistics_write_for_nothing_is_nothing(tmp_path: Path) -> None:
    assert rows(opened(tmp_path, "a;b\n..; \n . .;x..\n")) == [(2, ["", ""]), (3, [". .", "x.."])]


def test_rows_that_are_not_whole_are_named_and_the_others_read(tmp_path: Path) -> None:
    faults = RowFaults()
    table = opened(tmp_path, "a;b;c\n1;2;3\n1;2\n1;2;3;4\n1;2;3;;\n")
    assert [line for line, _ in table.rows(faults)] == [2, 5]
    assert [(fault.line, fault.detail) for fault in faults] == [
        (3, "has 2 cells where the header has 3"), (4, "has 4 cells where the header has 3"),
    ]  # fmt: skip


def test_a_quote_that_is_not_closed_is_named(tmp_path: Path) -> None:
    faults = RowFaults()
    path = written(tmp_path, 'a;b\n1;2\n3;"x\n4;5\n')
    found = list(open_table(path, detect(path, delimiter=";")).rows(faults))
    assert found == [(2, ["1", "2"])]
    assert [fault.line for fault in faults] == [3]


@pytest.mark.parametrize("content, words", [
    (b"", "empty"),
    (b"\n \n", "empty"),
    (b"PK\x03\x04xxxx", "spreadsheet"),
    (b"\x1f\x8bxxxx", "compressed"),
    (b"a;b\n\x00;1\n", "not a text"),
    (b"\xef\xbb\xbf\n <!DOCTYPE html>\n<html>", "a web page"),
    (b"a;b;a\n1;2;3\n", "names a more than once"),
    (b"a;;c\n1;2;3\n", "column 2 has no name"),
    (b"a;b\n1;2\n\x81;4\n", "line 3: not utf-8 or windows-1252"),
    (b"\xef\xbb\xbfa;b\n1;2\n\xe6;4\n", "line 3: not utf-8"),
])  # fmt: skip
def test_what_is_no_table_is_refused_with_a_reason(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(FileRefused, match=words):
        opened(tmp_path, content)


@pytest.mark.parametrize("content, line", [
    ("navn;by\nBæk;Å\nBavnehøj;x\n".encode().replace("Bavnehøj".encode(), "Bavnehøj".encode("cp1252")), 3),
    ("navn;by\nHøj;Ærø\n".encode("cp1252") + "Bæk;x\n".encode() + b"a;b\n", 2),
    (b"navn;by\n" + "€;→\n".encode() + "Høj;x\n".encode("cp1252"), 3),
])  # fmt: skip
def test_a_file_of_two_encodings_is_not_read_as_either(tmp_path: Path, content: bytes, line: int) -> None:
    with pytest.raises(FileRefused, match=rf"line {line}: the file is utf-8, but not here"):
        opened(tmp_path, content)
    assert opened(tmp_path, content, encoding="windows-1252").columns == ("navn", "by"), "who says so is believed"


@pytest.mark.parametrize("text", ["navn;by\nHøj;Ærø\n", "navn;by\nBogstavet “Å”;og “Ø”, øl\n", "a;b\nSÃO;JOÃO\n"])
def test_windows_1252_is_not_taken_for_a_mixture(tmp_path: Path, text: str) -> None:
    table = opened(tmp_path, text.encode("cp1252"))
    assert (table.dialect.encoding, rows(table)[0][1]) == ("cp1252", text.splitlines()[1].split(";"))


def test_an_unknown_encoding_and_a_missing_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="utf-8 or windows-1252"):
        opened(tmp_path, "a;b\n", encoding="danish")
    with pytest.raises(FileRefused, match="No such file"):
        detect(tmp_path / "nothing.csv")


def test_one_json_object_a_line_is_a_table(tmp_path: Path) -> None:
    table = opened(tmp_path, '{"a": "x", "b": 0.10}\n\n{"b": true, "c": ["y", 2]}\n')
    assert (table.dialect.format, table.columns) == ("ndjson", ("a", "b", "c"))
    assert rows(table) == [(1, ["x", "0.10", ""]), (3, ["", "true", "y|2"])]


def test_json_that_is_no_row_is_named(tmp_path: Path) -> None:
    faults = RowFaults()
    assert list(opened(tmp_path, '{"a": 1}\n[1]\n{"a": {"b": 1}}\n{"a"\n').rows(faults)) == [(1, ["1"])]
    assert [(fault.line, fault.column) for fault in faults] == [(2, None), (3, "a"), (4, None)]


@pytest.mark.parametrize("decimal, written_as, plain", [
    (",", "3,5", "3.5"), (",", "-1.039,25", "-1039.25"), (",", "1.039", "1039"), (",", "12", "12"),
    (",", "1\u00a0039,5", "1039.5"), (".", "3.5", "3.5"), (".", "1,039.25", "1039.25"), (".", "1.039", "1.039"),
    (".", "\u22120.4", "-0.4"), (".", "+4", "4"), (None, "390", "390"), (None, "1 039", "1039"),
])  # fmt: skip
def test_numbers_get_a_decimal_point(decimal: str | None, written_as: str, plain: str) -> None:
    assert Numbers(decimal).plain(written_as) == plain  # type: ignore[arg-type]  # one of the signs


@pytest.mark.parametrize("decimal, written_as", [
    (",", "3.5"), (",", "1.03"), (".", "3,5"), (".", "3,5,1"), (".", "0,123"), (",", "0.123"),
    (None, "1.039"), (None, "3,5"), (",", "x"), (".", "nan"),
    (".", "inf"), (".", "0x1"), (",", ""), (".", "١"),
])  # fmt: skip
def test_what_could_be_read_in_two_ways_is_not_guessed(decimal: str | None, written_as: str) -> None:
    with pytest.raises(NotANumber):
        Numbers(decimal).plain(written_as)  # type: ignore[arg-type]  # one of the signs


@pytest.mark.parametrize("cells, decimal", [
    (["3,5", "12"], ","), (["3.5", "1.039"], "."), (["1.039", "12"], None), (["3,5", "3.5"], None), (["0.123"], "."),
    (["text", ""], None), (["1.039,5"], ","), (["3.5", "2.5", "4.1", "0.5", "7.25", "3,5"], "."),
    (["3.5", "2.5", "4.1", "0.5", "3,5"], None),
])  # fmt: skip
def test_the_decimal_sign_is_seen_from_cells_that_leave_no_doubt(cells: list[str], decimal: str | None) -> None:
    assert detect_numbers(cells).decimal == decimal
