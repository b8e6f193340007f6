"""Hostile payloads in every cell of an import file are rejected by name, and alike on both databases."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

import httpx
import pytest

from api.imports.framework.file_reader import CSV, NDJSON
from api.imports.models import Dialect, Resource
from api.imports.resources.registry import IMPORTABLE
from tests.support.hostile_payloads import ONE_OF, PAYLOADS, Raw
from tests.support.imports.sample_files import SAMPLE_FILES
from tests.support.imports.uploads import upload_file
from tests.support.world import Actor, World

_PLACEHOLDER = "the payload goes here"
_first_outcomes: dict[tuple[str, str, str], Any] = {}
"""The outcome of each file on the database that is tested first, to compare with the other."""


def first_row(resource: Resource, text: str) -> dict[str, Any]:
    """Return the first row of a valid CSV file, as NDJSON would have it."""
    [header, row, *_] = csv.reader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ",")
    parsers = IMPORTABLE[resource].parsers
    return {name: parsers[name](cell, Dialect.danish) for name, cell in zip(header, row, strict=True) if cell}


def ndjson_line(row: Mapping[str, Any], column: str, payload: Any) -> str:
    """Return the row as NDJSON, with the payload in a column."""
    if isinstance(payload, Raw):
        return json.dumps({**row, column: _PLACEHOLDER}).replace(json.dumps(_PLACEHOLDER), payload) + "\n"
    return json.dumps({**row, column: payload}) + "\n"


def csv_file(columns: list[str], payload: str) -> bytes:
    """Return a CSV file with a row for each column, which has the payload in that column and nothing else."""
    output = io.StringIO()
    writer = csv.writer(output)
    writer.writerow(columns)
    for position in range(len(columns)):
        writer.writerow([payload if position == other else "" for other in range(len(columns))])
    return output.getvalue().encode("utf-8", "surrogatepass")


def hostile_files(resource: Resource, row: Mapping[str, Any]) -> Iterator[tuple[str, str, bytes]]:
    """Yield for each payload its name, the format, and a file with it in each column."""
    columns = list(IMPORTABLE[resource].parsers)
    for number, (name, payload) in enumerate(PAYLOADS.items()):
        if number % ONE_OF != list(Resource).index(resource) % ONE_OF:
            continue
        yield name, NDJSON, "".join(ndjson_line(row, column, payload) for column in columns).encode()
        if isinstance(payload, str) and not isinstance(payload, Raw):
            yield name, CSV, csv_file(columns, payload)


async def import_outcome(actor: Actor, resource: Resource, file_format: str, content: bytes) -> Any:
    """Return the code with which a file is refused, or the outcome and faults of each row; apply the valid rows."""
    plan = await upload_file(actor, content, resource.value, kind=file_format)
    if plan.status_code != 201:
        assert 400 <= plan.status_code < 500, plan.text
        return plan.json()["code"]
    path = f"/imports/{plan.json()['id']}"
    rows = (await get(actor, f"{path}/rows?limit=200")).json()["items"]
    await get(actor, f"{path}/rows", headers={"Accept": "text/csv"})
    outcomes = [(row["line"], row["outcome"], [fault["code"] for fault in row["faults"]]) for row in rows]
    lines = content.splitlines(keepends=True)
    for line_number, _, codes in outcomes if file_format == NDJSON else []:
        if set(codes) <= {"repeated-key"}:
            applied = await upload_file(actor, lines[line_number - 1], resource.value, kind=file_format, apply="true")
            assert applied.status_code < 500, applied.text
    return outcomes


async def get(actor: Actor, path: str, **options: Any) -> httpx.Response:
    response = await actor.get(path, **options)
    assert response.status_code == 200, (path, response.text)
    return response


@pytest.mark.parametrize("resource", Resource)
async def test_hostile_cell_has_the_same_outcome_on_both_databases(world: World, resource: Resource) -> None:
    valid_file = await SAMPLE_FILES[resource](world)
    row, wrong = first_row(resource, valid_file.first), {}
    for name, file_format, content in hostile_files(resource, row):
        try:
            outcome = await import_outcome(valid_file.actor, resource, file_format, content)
        except Exception as error:  # in process, an error of the service is raised here and not answered with 500
            outcome, wrong[f"{file_format}, {name}"] = None, f"{type(error).__name__}: {error}"[:300]
        first_outcome = _first_outcomes.setdefault((resource.value, file_format, name), outcome)
        if first_outcome != outcome:
            wrong[f"{file_format}, {name}"] = f"{first_outcome} and {outcome}"[:600]
    assert wrong == {}
    assert len({str(outcome) for (of, *_), outcome in _first_outcomes.items() if of == resource.value}) > 3
