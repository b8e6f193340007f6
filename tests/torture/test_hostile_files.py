"""Whatever stands in a cell, of whatever files can hold, it is answered by name, and alike on both databases."""

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
from tests.support.hostile_payloads import Raw
from tests.support.imports.institutions import bring
from tests.support.imports.undoing import FILES
from tests.support.torture.hostile import ONE_OF, PAYLOADS
from tests.support.world import Actor, World

_HERE = "here it stands"
_told: dict[tuple[str, str, str], Any] = {}
"""What the first database made of each file, so that the second one is seen to make the same of it."""


def a_row(resource: Resource, text: str) -> dict[str, Any]:
    """The first row of a good file, as NDJSON would say it."""
    [header, row, *_] = csv.reader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ",")
    parsers = IMPORTABLE[resource].parsers
    return {name: parsers[name](cell, Dialect.danish) for name, cell in zip(header, row, strict=True) if cell}


def line(row: Mapping[str, Any], column: str, payload: Any) -> str:
    """A row of NDJSON in which something stands in a column."""
    if isinstance(payload, Raw):
        return json.dumps({**row, column: _HERE}).replace(json.dumps(_HERE), payload) + "\n"
    return json.dumps({**row, column: payload}) + "\n"


def table(columns: list[str], payload: str) -> bytes:
    """A CSV file in which something stands in each column, and nothing in the others."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    for place in range(len(columns)):
        writer.writerow([payload if place == other else "" for other in range(len(columns))])
    return out.getvalue().encode("utf-8", "surrogatepass")


def files(resource: Resource, row: Mapping[str, Any]) -> Iterator[tuple[str, str, bytes]]:
    """Each payload in each column: what it is, the sort of file, and the file."""
    columns = list(IMPORTABLE[resource].parsers)
    for turn, (about, payload) in enumerate(PAYLOADS.items()):
        if turn % ONE_OF != list(Resource).index(resource) % ONE_OF:
            continue
        yield about, NDJSON, "".join(line(row, column, payload) for column in columns).encode()
        if isinstance(payload, str) and not isinstance(payload, Raw):
            yield about, CSV, table(columns, payload)


async def what_came_of_it(who: Actor, resource: Resource, kind: str, content: bytes) -> Any:
    """The refusal of a file, or what is said of each of its rows; those that can be carried out are."""
    plan = await bring(who, content, resource.value, kind=kind)
    if plan.status_code != 201:
        assert 400 <= plan.status_code < 500, plan.text
        return plan.json()["code"]
    path = f"/imports/{plan.json()['id']}"
    rows = (await answered(who, f"{path}/rows?limit=200")).json()["items"]
    await answered(who, f"{path}/rows", headers={"Accept": "text/csv"})
    said = [(row["line"], row["outcome"], [one["code"] for one in row["faults"]]) for row in rows]
    lines = content.splitlines(keepends=True)
    for number, _, codes in said if kind == NDJSON else []:
        if set(codes) <= {"repeated-key"}:
            done = await bring(who, lines[number - 1], resource.value, kind=kind, apply="true")
            assert done.status_code < 500, done.text
    return said


async def answered(who: Actor, path: str, **options: Any) -> httpx.Response:
    found = await who.get(path, **options)
    assert found.status_code == 200, (path, found.text)
    return found


@pytest.mark.parametrize("resource", Resource)
async def test_whatever_stands_in_a_cell(world: World, resource: Resource) -> None:
    told = await FILES[resource](world)
    row, wrong = a_row(resource, told.first), {}
    for about, kind, content in files(resource, row):
        try:
            found = await what_came_of_it(told.who, resource, kind, content)
        except Exception as error:  # what the service does not answer comes up here
            found, wrong[f"{kind}, {about}"] = None, f"{type(error).__name__}: {error}"[:300]
        before = _told.setdefault((resource.value, kind, about), found)
        if before != found:
            wrong[f"{kind}, {about}"] = f"{before} and {found}"[:600]
    assert wrong == {}
    assert len({str(found) for (of, *_), found in _told.items() if of == resource.value}) > 3
