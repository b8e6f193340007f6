"""What is wrong with a file itself is said by name, and leaves nothing behind."""

import gzip
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from api.db import transactions
from api.imports.models import Import, ImportRow
from tests.support.imports.institutions import apply, bring, reasons
from tests.support.world import Actor, World

GOOD = "number,name,kind\n900010,Nyskolen,school\n"


async def left(world: World) -> int:
    """How many rows of imports there are, shown or not."""
    async with transactions.read_transaction(world.app.state.engine) as session:
        counts = [
            (await session.execute(select(func.count()).select_from(table))).scalar_one()
            for table in (Import, ImportRow)
        ]
    return sum(counts)


async def refused(world: World, actor: Actor, content: str | bytes, code: str, **options: Any) -> httpx.Response:
    answer = await bring(actor, content, **options)
    assert answer.json().get("code") == code, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert await left(world) == 0
    return answer


BOMB = gzip.compress(b"number,name,kind\n" + b"900010,Nyskolen,school\n" * 2_000_000, 9)
OTHER_SUM = gzip.compress(GOOD.encode())[:-8] + b"\0\0\0\0" + gzip.compress(GOOD.encode())[-4:]
FILES: list[tuple[str, str | bytes, dict[str, Any]]] = [
    ("file-empty", "", {}),
    ("file-empty", "\n\n", {}),
    ("file-empty", "number,name,kind\n", {}),
    ("file-holds-nul", GOOD + "900011,A\0B,school\n", {}),
    ("file-holds-nul", GOOD.encode("utf-16"), {}),
    ("wrong-encoding", GOOD.replace("Ny", "Øre").encode("cp1252"), {}),
    ("wrong-encoding", "\ufeff".encode() + GOOD.encode(), {"kind": "text/csv; charset=windows-1252"}),
    ("wrong-encoding", GOOD.encode() + b"900011,\x81,school\n", {"kind": "text/csv; charset=windows-1252"}),
    ("wrong-encoding", GOOD.replace("Ny", "Øre").encode(), {"kind": "text/csv; charset=windows-1252"}),
    ("repeated-column", "number,name,kind,name\n900010,A,school,B\n", {}),
    ("repeated-header", GOOD + GOOD, {}),
    ("repeated-header", GOOD + "\ufeff" + GOOD, {}),
    ("repeated-header", ("\ufeff" + GOOD) * 2, {}),
    ("unreadable-file", '"number,name,kind\n900010,A,school\n', {}),
    ("unknown-column", ",,,\n1,2,3,4\n", {}),
    ("unknown-column", "number,name,kind,colour\n900010,A,school,red\n", {}),
    ("too-many-columns", ",".join(["number", *(f"c{n}" for n in range(200))]) + "\n1\n", {}),
    ("missing-column", "institution,indicator,period\n900001,trivsel,2026H1\n", {"resource": "measurements"}),
    ("another-dialect", GOOD, {"dialect": "danish"}),
    ("another-dialect", GOOD.replace(",", ";"), {"dialect": "comma"}),
    ("unreadable-file", GOOD + '900011,"A"B,school\n', {}),
    ("unreadable-file", GOOD + '900011,"A,school\n', {}),
    ("unreadable-file", GOOD, {"kind": "application/x-ndjson"}),
    ("unreadable-file", '{"number": 1, "number": 2}\n', {"kind": "application/x-ndjson"}),
    ("unreadable-file", '{"number": "900010", "name"\n', {"kind": "application/x-ndjson"}),
    ("unreadable-file", '["900010"]\n', {"kind": "application/x-ndjson"}),
    ("unreadable-file", '{"name": NaN}\n', {"kind": "application/x-ndjson"}),
    ("unreadable-file", '{"name": 1e400}\n', {"kind": "application/x-ndjson"}),
    ("unreadable-file", '{"name": ' + "[" * 5000 + "]" * 5000 + "}\n", {"kind": "application/x-ndjson"}),
    ("line-too-long", '{"name": "' + "x" * 1_000_001 + '"}\n', {"kind": "application/x-ndjson"}),
    ("line-too-long", GOOD + "900011," + "x" * 10_000_000 + ",school\n", {}),
    ("line-too-long", gzip.compress(b"x" * 10_000_000), {"headers": {"Content-Encoding": "gzip"}}),
    ("line-too-long", GOOD + "900011," + "x" * 150_000 + ",school\n", {}),
    ("line-too-long", GOOD + '900011,"' + "x\n" * 1_500_000, {}),
    ("broken-gzip", GOOD, {"headers": {"Content-Encoding": "gzip"}}),
    ("broken-gzip", gzip.compress(GOOD.encode())[:-4], {"headers": {"Content-Encoding": "gzip"}}),
    ("broken-gzip", gzip.compress(GOOD.encode()) + b"rest", {"headers": {"Content-Encoding": "gzip"}}),
    ("broken-gzip", gzip.compress(GOOD.encode()) + b"\0" * 512, {"headers": {"Content-Encoding": "gzip"}}),
    ("broken-gzip", OTHER_SUM, {"headers": {"Content-Encoding": "gzip"}}),
    (
        "broken-gzip",
        gzip.compress(GOOD.encode()) + gzip.compress(b"") * 2000,
        {"headers": {"Content-Encoding": "gzip"}},
    ),
    ("unreadable-file", GOOD + "\n" * 100_001, {}),
    ("file-empty", gzip.compress(b""), {"headers": {"Content-Encoding": "gzip"}}),
    ("unpacks-too-large", BOMB, {"headers": {"Content-Encoding": "gzip"}}),
    ("wrong-media-type", GOOD, {"headers": {"Content-Encoding": "br"}}),
    ("wrong-media-type", GOOD, {"kind": "application/json"}),
    ("wrong-media-type", GOOD, {"kind": "text/csv; charset=ebcdic"}),
    ("invalid-input", GOOD, {"resource": "castles"}),
]


@pytest.mark.parametrize("app", ["sqlite"], indirect=True, scope="session")  # it is read whole before it is planned
@pytest.mark.parametrize(("code", "content", "options"), FILES, ids=range(len(FILES)))
async def test_a_file_that_is_not_as_it_should_be(
    world: World, code: str, content: str | bytes, options: dict[str, Any]
) -> None:
    await refused(world, await world.actor("administration"), content, code, **options)


async def test_a_fault_says_in_which_line_or_column_it_is(world: World) -> None:
    office = await world.actor("administration")
    assert (await refused(world, office, GOOD + GOOD, "repeated-header")).json()["line"] == 3
    answer = await refused(world, office, GOOD.replace("kind", "colour"), "unknown-column")
    assert answer.json()["errors"][0]["pointer"] == "/colour"


@pytest.fixture
def small(world: World) -> Iterator[None]:
    """A service that takes files of a thousand bytes only."""
    state, kept = world.app.state, world.app.state.settings
    state.settings = kept.model_copy(update={"import_bytes": 1000})
    yield
    state.settings = kept


@pytest.mark.usefixtures("small")
async def test_a_file_over_the_bound_is_refused_while_it_arrives(world: World) -> None:
    office = await world.actor("administration")
    await refused(world, office, GOOD * 100, "too-large")

    async def unannounced() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield GOOD.encode()

    headers = {"Content-Type": "text/csv"}
    answer = await office.call("POST", "/imports?resource=institutions", content=unannounced(), headers=headers)
    assert answer.json()["code"] == "too-large"
    packed = gzip.compress(GOOD.encode() * 100)
    await refused(world, office, packed, "too-large", headers={"Content-Encoding": "gzip"})


async def test_danish_files_are_read_as_they_come(world: World) -> None:
    office = await world.actor("administration")
    text = 'Number;Name;Kind;active_from;\r\n900010;"Øre; skolen";school;1-8-2020;\r\n;;;;\r\n'
    files = [
        (text.encode("utf-8-sig"), "text/csv"),
        (text.encode("cp1252"), "text/csv; charset=windows-1252"),
        (gzip.compress(text.encode()[:30]) + gzip.compress(text.encode()[30:]), "text/csv"),
    ]
    for content, kind in files:
        packed = {"Content-Encoding": "gzip"} if content[:2] == b"\x1f\x8b" else {}
        plan = await bring(office, content, kind=kind, headers=packed)
        assert plan.json()["counts"]["create"] == 1, await reasons(office, plan)
    assert (await apply(office, plan)).status_code == 200
    [made] = (await office.get("/institutions?number=900010")).json()["items"]
    assert (made["name"], made["active_from"]) == ("Øre; skolen", "2020-08-01")


async def test_a_quoted_cell_may_hold_lines(world: World) -> None:
    office = await world.actor("administration")
    plan = await bring(office, 'number,name,kind\n900010,"Ny\nskole",school\n900011,B,castle\n')
    assert await reasons(office, plan) == {2: [("name", "control-characters")], 4: [("kind", "not-one-of")]}


async def test_reports_name_the_line_that_a_row_was_made_from(world: World) -> None:
    office = await world.actor("administration")
    text = "number,source_line,name,kind\n900010,7,A,school\n900010,9,B,school\n900011,,C,school\n900012,x,D,school\n"
    plan = await bring(office, text)
    assert plan.json()["columns"] == ["number", "name", "kind"]
    rows = (await office.get(f"/imports/{plan.json()['id']}/rows")).json()["items"]
    assert [(row["line"], row["source_line"], row["code"]) for row in rows] == [
        (2, 7, "repeated-key"),
        (3, 9, "repeated-key"),
        (4, None, None),
        (5, None, "not-a-line"),
    ]
    assert [row["words"] for row in rows[:2]] == [f"Line {line} has the same key." for line in (9, 7)]
    report = await office.get(f"/imports/{plan.json()['id']}/rows", headers={"Accept": "text/csv"})
    assert [line.split(",")[3] for line in report.text.splitlines()] == ["line", "7", "9", "4", "5"]
    lines = [{"number": "900010", "name": "A", "kind": "castle", "source_line": 12}]
    plan = await bring(office, "".join(json.dumps(line) + "\n" for line in lines), kind="application/x-ndjson")
    [row] = (await office.get(f"/imports/{plan.json()['id']}/rows")).json()["items"]
    assert (row["line"], row["source_line"]) == (1, 12)


async def test_cells_that_a_spreadsheet_would_run_are_made_harmless(world: World) -> None:
    office = await world.actor("administration")
    plan = await bring(office, "number,name,kind\n900010,=1+1,castle\n")
    report = await office.get(f"/imports/{plan.json()['id']}/rows", headers={"Accept": "text/csv; dialect=danish"})
    assert report.text.startswith(
        "\ufeffnumber;name;kind;line;outcome;reasons;changes\r\n900010;'=1+1;castle;2;rejected;kind: "
    )
