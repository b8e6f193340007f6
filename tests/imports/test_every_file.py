"""Files as they come, of whatever files can hold: a new resource is read in all dialects, and refused by name, too."""

import csv
import io
import json
from collections.abc import Callable
from io import BytesIO
from typing import Any, NamedTuple

import pytest

from api.core.problems import Problem
from api.imports.framework import cell_parsers as cells
from api.imports.framework.cell_parsers import CellParser as Reader
from api.imports.framework.file_reader import CSV, NDJSON, detect_format, read_records
from api.imports.framework.importable import Importable
from api.imports.framework.row_parser import row_parser
from api.imports.models import Dialect, Resource
from api.imports.resources.registry import IMPORTABLE
from api.imports.rules import LINE_TOO_LONG

TEXT = 'Øre; "skolen", æble\nog mere'


class Sample(NamedTuple):
    """One value: as a comma file says it, as a Danish one does, as NDJSON does."""

    comma: str
    danish: str
    member: Any


SAMPLES: dict[Reader, Sample] = {
    cells.parse_text: Sample(TEXT, TEXT, TEXT),
    cells.parse_number: Sample("1234.5", "1.234,5", 1234.5),
    cells.parse_integer: Sample("1234", "1.234", 1234),
    cells.parse_date: Sample("2026-02-01", "01-02-2026", "2026-02-01"),
    cells.parse_timestamp: Sample("2026-03-10T07:30:00+00:00", "10-03-2026 kl. 8.30", "2026-03-10T07:30:00+00:00"),
    cells.parse_boolean: Sample("true", "ja", True),
    cells.parse_list: Sample("a|b", "a | b", ["a", "b"]),
    cells.parse_external_ids: Sample("stil:1|a:b", "stil:1 | a:b", [{"system": "stil", "id": "1"}, {"system": "a", "id": "b"}]),
    cells.parse_feedback_points: Sample("ro:2:Æ|ude:Ø", "ro:2:Æ | ude: Ø", [{"key": "ro", "level": 2, "text": "Æ"},
                                                                   {"key": "ude", "text": "Ø"}]),
}  # fmt: skip
NOTHING = {cells.parse_number: "..", cells.parse_integer: "-"}
Kind = type[Importable]
every = pytest.mark.parametrize("importable", IMPORTABLE.values(), ids=list(IMPORTABLE))


def test_every_resource_can_be_brought_and_every_sort_of_cell_is_tried() -> None:
    assert set(IMPORTABLE) == set(Resource)
    used = {reader for importable in IMPORTABLE.values() for reader in importable.parsers.values()}
    assert used == set(SAMPLES)


def table(importable: Kind, says: Callable[[Reader], str], separator: str, charset: str) -> bytes:
    """A file of one row in all columns, then one in which nothing stands, as Danish Excel would write it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerow(name.title() for name in importable.parsers)
    writer.writerow(says(reader) for reader in importable.parsers.values())
    writer.writerow(NOTHING.get(reader, "") for reader in importable.parsers.values())
    writer.writerow(["x", *[""] * (len(importable.parsers) - 1)])
    return out.getvalue().encode(charset)


def read(importable: Kind, content: bytes, kind: str, charset: str = "utf-8", said: Dialect | None = None) -> list[Any]:
    file = BytesIO(content)
    form = detect_format(file, kind, charset, said, importable.parsers, importable.required_columns)
    reading = row_parser(form.columns, importable.parsers, form.dialect)
    found = [reading(record) for record in read_records(file, form)]
    assert [flaws for _, flaws in found[:2] if flaws] == []
    return [values for values, _ in found]


@every
def test_the_same_row_is_read_from_each_way_of_writing_it(importable: Kind) -> None:
    comma = table(importable, lambda reader: SAMPLES[reader].comma, ",", "utf-8")
    expected = read(importable, comma, CSV)
    for charset, dialect in (("utf-8-sig", None), ("cp1252", None), ("utf-8", Dialect.danish)):
        content = table(importable, lambda reader: SAMPLES[reader].danish, ";", charset)
        said = "cp1252" if charset == "cp1252" else "utf-8"
        assert read(importable, content, CSV, said, dialect) == expected, (charset, dialect)
    points = table(importable, lambda reader: SAMPLES[reader].comma, ";", "utf-8")
    assert read(importable, points, CSV, said=Dialect.semicolon) == expected
    line = {name: SAMPLES[reader].member for name, reader in importable.parsers.items()}
    [values] = read(importable, json.dumps(line).encode() + b"\n", NDJSON)
    assert values == expected[0]


@every
def test_a_cell_in_which_nothing_stands_is_missing(importable: Kind) -> None:
    comma = table(importable, lambda reader: SAMPLES[reader].comma, ",", "utf-8")
    missing = read(importable, comma, CSV)[-1]
    assert [value for name, value in missing.items() if name != next(iter(importable.parsers))] == [
        [] if reader in (cells.parse_list, cells.parse_external_ids, cells.parse_feedback_points) else None
        for name, reader in list(importable.parsers.items())[1:]
    ]


ODD = {"half a character": "a\ud800b", "NUL": "a\0b", "a list in a list": [[]], "an object within": [{"a": "\0"}]}


@every
@pytest.mark.parametrize("odd", ODD)
def test_a_member_that_is_no_text_of_ours_is_a_flaw_of_its_column(importable: Kind, odd: str) -> None:
    for name in importable.parsers:
        file = BytesIO(json.dumps({name: ODD[odd]}).encode() + b"\n")
        form = detect_format(file, NDJSON, "utf-8", None, importable.parsers, importable.required_columns)
        [record] = read_records(file, form)
        _, flaws = row_parser(form.columns, importable.parsers, None)(record)
        assert [(flaw.column, flaw.code) for flaw in flaws] in ([(name, "control-characters")], [(name, "wrong-type")])


def refusal(importable: Kind, content: bytes, charset: str = "utf-8", said: Dialect | None = None) -> str:
    """The name of what is wrong with a file."""
    try:
        file = BytesIO(content)
        form = detect_format(file, CSV, charset, said, importable.parsers, importable.required_columns)
        list(read_records(file, form))
    except Problem as refused:
        return refused.kind.code
    return "taken"


@every
def test_a_file_that_is_not_as_it_should_be_is_refused_by_name(importable: Kind) -> None:
    good = table(importable, lambda reader: SAMPLES[reader].comma, ",", "utf-8")
    header, body = good.split(b"\r\n", 1)
    first = header.split(b",")[0]
    assert refusal(importable, header + b"," + first + b"\r\n" + body) == "repeated-column"
    assert refusal(importable, good + good) == "repeated-header"
    assert refusal(importable, header + b",colour\r\n" + body) == "unknown-column"
    many = b",".join(b"c%d" % number for number in range(200))
    assert refusal(importable, header + b"," + many + b"\r\n" + body) == "too-many-columns"
    assert refusal(importable, good, said=Dialect.danish) == "another-dialect"
    assert refusal(importable, good.decode().encode("cp1252")) == "wrong-encoding"
    assert refusal(importable, good.decode().encode("utf-8-sig"), "cp1252") == "wrong-encoding"
    assert refusal(importable, good + b'"' + b"x" * 10_000_000 + b'"\r\n') == LINE_TOO_LONG.code
    assert refusal(importable, b"\r\n") == "file-empty"
    for name in importable.required_columns:
        left = [reader for reader in importable.parsers if reader != name]
        assert refusal(importable, ",".join(left).encode() + b"\r\n") == "missing-column"
