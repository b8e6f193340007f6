"""Files of every importable resource are read in all dialects, and refused by the same named problems."""

import csv
import io
import json
from collections.abc import Callable
from io import BytesIO
from typing import Any, NamedTuple

import pytest

from api.core.problems import Problem
from api.imports.framework.cell_parsers import (
    CellParser,
    parse_boolean,
    parse_date,
    parse_external_ids,
    parse_feedback_points,
    parse_integer,
    parse_list,
    parse_number,
    parse_text,
    parse_timestamp,
)
from api.imports.framework.file_reader import CSV, NDJSON, detect_format, read_records
from api.imports.framework.importable import Importable
from api.imports.framework.row_parser import row_parser
from api.imports.models import Dialect, Resource
from api.imports.resources.registry import IMPORTABLE
from api.imports.rules import LINE_TOO_LONG

TEXT = 'Øre; "skolen", æble\nog mere'


class Sample(NamedTuple):
    """A value as it is written in a file of the dialect comma, of the Danish dialect, and in NDJSON."""

    comma: str
    danish: str
    json: Any


SAMPLES: dict[CellParser, Sample] = {
    parse_text: Sample(TEXT, TEXT, TEXT),
    parse_number: Sample("1234.5", "1.234,5", 1234.5),
    parse_integer: Sample("1234", "1.234", 1234),
    parse_date: Sample("2026-02-01", "01-02-2026", "2026-02-01"),
    parse_timestamp: Sample("2026-03-10T07:30:00+00:00", "10-03-2026 kl. 8.30", "2026-03-10T07:30:00+00:00"),
    parse_boolean: Sample("true", "ja", True),
    parse_list: Sample("a|b", "a | b", ["a", "b"]),
    parse_external_ids: Sample(
        "stil:1|a:b", "stil:1 | a:b", [{"system": "stil", "id": "1"}, {"system": "a", "id": "b"}]
    ),
    parse_feedback_points: Sample(
        "ro:2:Æ|ude:Ø",
        "ro:2:Æ | ude: Ø",
        [{"key": "ro", "level": 2, "text": "Æ"}, {"key": "ude", "text": "Ø"}],
    ),
}
MISSING_VALUES = {parse_number: "..", parse_integer: "-"}
ImportableType = type[Importable]
each_importable = pytest.mark.parametrize("importable", IMPORTABLE.values(), ids=list(IMPORTABLE))


def test_every_resource_is_importable_and_every_cell_parser_has_a_sample() -> None:
    assert set(IMPORTABLE) == set(Resource)
    parsers = {parser for importable in IMPORTABLE.values() for parser in importable.parsers.values()}
    assert parsers == set(SAMPLES)


def csv_file(importable: ImportableType, write: Callable[[CellParser], str], separator: str, charset: str) -> bytes:
    """Return a file as Danish Excel writes it: rows with all cells, with missing values, and with one cell."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerow(name.title() for name in importable.parsers)
    writer.writerow(write(parser) for parser in importable.parsers.values())
    writer.writerow(MISSING_VALUES.get(parser, "") for parser in importable.parsers.values())
    writer.writerow(["x", *[""] * (len(importable.parsers) - 1)])
    return out.getvalue().encode(charset)


def read_rows(
    importable: ImportableType, content: bytes, media_type: str, charset: str = "utf-8", dialect: Dialect | None = None
) -> list[Any]:
    """Return the values of the rows of a file, the first two of which must have no faults."""
    file = BytesIO(content)
    file_format = detect_format(file, media_type, charset, dialect, importable.parsers, importable.required_columns)
    parse_row = row_parser(file_format.columns, importable.parsers, file_format.dialect)
    rows = [parse_row(record) for record in read_records(file, file_format)]
    assert [faults for _, faults in rows[:2] if faults] == []
    return [values for values, _ in rows]


@each_importable
def test_the_same_row_is_read_in_every_dialect(importable: ImportableType) -> None:
    comma = csv_file(importable, lambda parser: SAMPLES[parser].comma, ",", "utf-8")
    expected = read_rows(importable, comma, CSV)
    for charset, dialect in (("utf-8-sig", None), ("cp1252", None), ("utf-8", Dialect.danish)):
        content = csv_file(importable, lambda parser: SAMPLES[parser].danish, ";", charset)
        declared = "cp1252" if charset == "cp1252" else "utf-8"
        assert read_rows(importable, content, CSV, declared, dialect) == expected, (charset, dialect)
    semicolon = csv_file(importable, lambda parser: SAMPLES[parser].comma, ";", "utf-8")
    assert read_rows(importable, semicolon, CSV, dialect=Dialect.semicolon) == expected
    line = {name: SAMPLES[parser].json for name, parser in importable.parsers.items()}
    [values] = read_rows(importable, json.dumps(line).encode() + b"\n", NDJSON)
    assert values == expected[0]


@each_importable
def test_an_empty_cell_is_a_missing_value(importable: ImportableType) -> None:
    comma = csv_file(importable, lambda parser: SAMPLES[parser].comma, ",", "utf-8")
    values = read_rows(importable, comma, CSV)[-1]
    assert [value for name, value in values.items() if name != next(iter(importable.parsers))] == [
        [] if parser in (parse_list, parse_external_ids, parse_feedback_points) else None
        for name, parser in list(importable.parsers.items())[1:]
    ]


INVALID_JSON = {
    "half a surrogate pair": "a\ud800b",
    "NUL": "a\0b",
    "a list in a list": [[]],
    "an object in a list": [{"a": "\0"}],
}


@each_importable
@pytest.mark.parametrize("name_of_value", INVALID_JSON)
def test_an_invalid_json_value_is_a_fault_of_its_column(importable: ImportableType, name_of_value: str) -> None:
    for name in importable.parsers:
        file = BytesIO(json.dumps({name: INVALID_JSON[name_of_value]}).encode() + b"\n")
        file_format = detect_format(file, NDJSON, "utf-8", None, importable.parsers, importable.required_columns)
        [record] = read_records(file, file_format)
        _, faults = row_parser(file_format.columns, importable.parsers, None)(record)
        assert [(fault.column, fault.code) for fault in faults] in (
            [(name, "control-characters")],
            [(name, "wrong-type")],
        )


def code_of_problem(
    importable: ImportableType, content: bytes, charset: str = "utf-8", dialect: Dialect | None = None
) -> str:
    """Return the code of the problem with which a file is refused."""
    try:
        file = BytesIO(content)
        file_format = detect_format(file, CSV, charset, dialect, importable.parsers, importable.required_columns)
        list(read_records(file, file_format))
    except Problem as problem:
        return problem.kind.code
    return "accepted"


@each_importable
def test_a_faulty_file_is_refused_by_a_named_problem(importable: ImportableType) -> None:
    valid = csv_file(importable, lambda parser: SAMPLES[parser].comma, ",", "utf-8")
    header, body = valid.split(b"\r\n", 1)
    first = header.split(b",")[0]
    assert code_of_problem(importable, header + b"," + first + b"\r\n" + body) == "repeated-column"
    assert code_of_problem(importable, valid + valid) == "repeated-header"
    assert code_of_problem(importable, header + b",colour\r\n" + body) == "unknown-column"
    many_columns = b",".join(b"c%d" % number for number in range(200))
    assert code_of_problem(importable, header + b"," + many_columns + b"\r\n" + body) == "too-many-columns"
    assert code_of_problem(importable, valid, dialect=Dialect.danish) == "another-dialect"
    assert code_of_problem(importable, valid.decode().encode("cp1252")) == "wrong-encoding"
    assert code_of_problem(importable, valid.decode().encode("utf-8-sig"), "cp1252") == "wrong-encoding"
    assert code_of_problem(importable, valid + b'"' + b"x" * 10_000_000 + b'"\r\n') == LINE_TOO_LONG.code
    assert code_of_problem(importable, b"\r\n") == "file-empty"
    for name in importable.required_columns:
        other_columns = [column for column in importable.parsers if column != name]
        assert code_of_problem(importable, ",".join(other_columns).encode() + b"\r\n") == "missing-column"


def test_a_file_without_a_required_column_is_refused() -> None:
    known_columns = dict.fromkeys(("number", "city", "name"))
    with pytest.raises(Problem) as refused:
        detect_format(BytesIO(b"number,city\n"), "text/csv", "utf-8", None, known_columns, {"name"})
    assert refused.value.kind.code == "missing-column"
