"""Tables from CSV and JSON lines, whatever their encoding, delimiter and decimal sign."""

from pathlib import Path

import pytest
from sammen_cli.files.dialects import detect
from sammen_cli.files.errors import InvalidFile
from sammen_cli.files.numbers import InvalidNumber, NumberFormat
from sammen_cli.files.numbers import detect as detect_numbers
from sammen_cli.files.row_errors import RowErrors
from sammen_cli.files.tables import Table, open_table


def write(folder: Path, content: bytes | str, name: str = "file.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def table_of(folder: Path, content: bytes | str, **options: str) -> Table:
    path = write(folder, content)
    return open_table(path, detect(path, **options))  # type: ignore[arg-type]  # valid values


def rows(table: Table) -> list[tuple[int, list[str]]]:
    errors = RowErrors()
    numbered = list(table.rows(errors))
    assert not errors, list(errors)
    return numbered


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_delimiter_and_encoding_are_detected(tmp_path: Path, delimiter: str, encoding: str) -> None:
    text = f'navn{delimiter}antal\r\n"Blåbærskolen; Ærø, {delimiter} nord"{delimiter}12\r\nØst{delimiter}3\r\n'
    table = table_of(tmp_path, text.encode(encoding))
    assert (table.dialect.delimiter, table.columns) == (delimiter, ("navn", "antal"))
    assert rows(table)[0] == (2, [f"Blåbærskolen; Ærø, {delimiter} nord", "12"])
    assert rows(table)[1] == (3, ["Øst", "3"])


def test_the_first_danish_letter_may_be_in_the_last_line(tmp_path: Path) -> None:
    content = b"a;b\n" + b"x;y\n" * 300_000 + "Ærø;y\n".encode("cp1252")
    table = table_of(tmp_path, content)
    assert table.dialect.encoding == "cp1252"
    assert rows(table)[-1] == (300_002, ["Ærø", "y"])


def test_commas_in_texts_are_not_delimiters(tmp_path: Path) -> None:
    assert table_of(tmp_path, "navn;adresse\nA, B, C;Vej 1, 2, 3\nD, E, F;Vej 4, 5, 6\n").columns == ("navn", "adresse")


def test_a_file_may_have_one_column(tmp_path: Path) -> None:
    assert rows(table_of(tmp_path, "navn\nA\nB\n")) == [(2, ["A"]), (3, ["B"])]


def test_quoted_line_breaks_belong_to_the_cell_and_line_numbers_are_those_of_the_file(tmp_path: Path) -> None:
    table = table_of(tmp_path, 'a;b\n"en\nto";1\n\nx;2\n')
    assert rows(table) == [(2, ["en\nto", "1"]), (5, ["x", "2"])]


def test_two_points_mean_that_there_is_no_value(tmp_path: Path) -> None:
    assert rows(table_of(tmp_path, "a;b\n..; \n . .;x..\n")) == [(2, ["", ""]), (3, [". .", "x.."])]


def test_incomplete_rows_are_errors_and_the_others_are_read(tmp_path: Path) -> None:
    errors = RowErrors()
    table = table_of(tmp_path, "a;b;c\n1;2;3\n1;2\n1;2;3;4\n1;2;3;;\n")
    assert [line for line, _ in table.rows(errors)] == [2, 5]
    assert [(error.line, error.detail) for error in errors] == [
        (3, "has 2 cells, but the header has 3"), (4, "has 4 cells, but the header has 3"),
    ]  # fmt: skip


def test_an_unclosed_quote_is_an_error(tmp_path: Path) -> None:
    errors = RowErrors()
    path = write(tmp_path, 'a;b\n1;2\n3;"x\n4;5\n')
    numbered = list(open_table(path, detect(path, delimiter=";")).rows(errors))
    assert numbered == [(2, ["1", "2"])]
    assert [error.line for error in errors] == [3]


@pytest.mark.parametrize("content, message", [
    (b"", "empty"),
    (b"\n \n", "empty"),
    (b"PK\x03\x04xxxx", "spreadsheet"),
    (b"\x1f\x8bxxxx", "compressed"),
    (b"a;b\n\x00;1\n", "not a text"),
    (b"\xef\xbb\xbf\n <!DOCTYPE html>\n<html>", "a web page"),
    (b"a;b;a\n1;2;3\n", "has a more than once"),
    (b"a;;c\n1;2;3\n", "column 2 has no name"),
    (b"a;b\n1;2\n\x81;4\n", "line 3: not utf-8 or windows-1252"),
    (b"\xef\xbb\xbfa;b\n1;2\n\xe6;4\n", "line 3: not utf-8"),
])  # fmt: skip
def test_a_file_that_is_not_a_table_is_invalid(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(InvalidFile, match=message):
        table_of(tmp_path, content)


@pytest.mark.parametrize("content, line", [
    ("navn;by\nBæk;Å\nBavnehøj;x\n".encode().replace("Bavnehøj".encode(), "Bavnehøj".encode("cp1252")), 3),
    ("navn;by\nHøj;Ærø\n".encode("cp1252") + "Bæk;x\n".encode() + b"a;b\n", 2),
    (b"navn;by\n" + "€;→\n".encode() + "Høj;x\n".encode("cp1252"), 3),
])  # fmt: skip
def test_a_file_with_two_encodings_is_invalid(tmp_path: Path, content: bytes, line: int) -> None:
    with pytest.raises(InvalidFile, match=rf"line {line}: the file is utf-8, but this line is not"):
        table_of(tmp_path, content)
    assert table_of(tmp_path, content, encoding="windows-1252").columns == ("navn", "by"), "a given encoding is used"


@pytest.mark.parametrize("text", ["navn;by\nHøj;Ærø\n", "navn;by\nBogstavet “Å”;og “Ø”, øl\n", "a;b\nSÃO;JOÃO\n"])
def test_windows_1252_is_not_mistaken_for_two_encodings(tmp_path: Path, text: str) -> None:
    table = table_of(tmp_path, text.encode("cp1252"))
    assert (table.dialect.encoding, rows(table)[0][1]) == ("cp1252", text.splitlines()[1].split(";"))


def test_an_unknown_encoding_and_a_missing_file_are_invalid(tmp_path: Path) -> None:
    with pytest.raises(InvalidFile, match="utf-8 or windows-1252"):
        table_of(tmp_path, "a;b\n", encoding="danish")
    with pytest.raises(InvalidFile, match="No such file"):
        detect(tmp_path / "nothing.csv")


def test_json_lines_are_a_table(tmp_path: Path) -> None:
    table = table_of(tmp_path, '{"a": "x", "b": 0.10}\n\n{"b": true, "c": ["y", 2]}\n')
    assert (table.dialect.format, table.columns) == ("ndjson", ("a", "b", "c"))
    assert rows(table) == [(1, ["x", "0.10", ""]), (3, ["", "true", "y|2"])]


def test_invalid_json_lines_are_errors(tmp_path: Path) -> None:
    errors = RowErrors()
    assert list(table_of(tmp_path, '{"a": 1}\n[1]\n{"a": {"b": 1}}\n{"a"\n').rows(errors)) == [(1, ["1"])]
    assert [(error.line, error.column) for error in errors] == [(2, None), (3, "a"), (4, None)]


@pytest.mark.parametrize("decimal, text, normalized", [
    (",", "3,5", "3.5"), (",", "-1.039,25", "-1039.25"), (",", "1.039", "1039"), (",", "12", "12"),
    (",", "1\u00a0039,5", "1039.5"), (".", "3.5", "3.5"), (".", "1,039.25", "1039.25"), (".", "1.039", "1.039"),
    (".", "\u22120.4", "-0.4"), (".", "+4", "4"), (None, "390", "390"), (None, "1 039", "1039"),
])  # fmt: skip
def test_numbers_are_normalized_to_a_decimal_point(decimal: str | None, text: str, normalized: str) -> None:
    assert NumberFormat(decimal).normalize(text) == normalized  # type: ignore[arg-type]  # one of them


@pytest.mark.parametrize("decimal, text", [
    (",", "3.5"), (",", "1.03"), (".", "3,5"), (".", "3,5,1"), (".", "0,123"), (",", "0.123"),
    (None, "1.039"), (None, "3,5"), (",", "x"), (".", "nan"),
    (".", "inf"), (".", "0x1"), (",", ""), (".", "١"),
])  # fmt: skip
def test_an_invalid_or_ambiguous_number_is_an_error(decimal: str | None, text: str) -> None:
    with pytest.raises(InvalidNumber):
        NumberFormat(decimal).normalize(text)  # type: ignore[arg-type]  # one of them


@pytest.mark.parametrize("cells, decimal", [
    (["3,5", "12"], ","), (["3.5", "1.039"], "."), (["1.039", "12"], None), (["3,5", "3.5"], None), (["0.123"], "."),
    (["text", ""], None), (["1.039,5"], ","), (["3.5", "2.5", "4.1", "0.5", "7.25", "3,5"], "."),
    (["3.5", "2.5", "4.1", "0.5", "3,5"], None),
])  # fmt: skip
def test_the_decimal_sign_is_detected_from_unambiguous_cells(cells: list[str], decimal: str | None) -> None:
    assert detect_numbers(cells).decimal == decimal
