"""A faulty file is refused by a named problem, and leaves nothing behind."""

import gzip
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from api.db import transactions
from api.imports.models import Import, ImportRow
from tests.support.imports.uploads import apply_plan, rejections, upload_file
from tests.support.world import Actor, World

GOOD = "number,name,kind\n900010,Nyskolen,school\n"


async def stored_rows(world: World) -> int:
    """Return the number of rows of imports, published or not."""
    async with transactions.read_transaction(world.app.state.engine) as session:
        counts = [
            (await session.execute(select(func.count()).select_from(table))).scalar_one()
            for table in (Import, ImportRow)
        ]
    return sum(counts)


async def assert_refused(world: World, actor: Actor, content: str | bytes, code: str, **options: Any) -> httpx.Response:
    response = await upload_file(actor, content, **options)
    assert response.json().get("code") == code, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert await stored_rows(world) == 0
    return response


BOMB = gzip.compress(b"number,name,kind\n" + b"900010,Nyskolen,school\n" * 2_000_000, 9)
WRONG_CHECKSUM = gzip.compress(GOOD.encode())[:-8] + b"\0\0\0\0" + gzip.compress(GOOD.encode())[-4:]
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
    ("broken-gzip", WRONG_CHECKSUM, {"headers": {"Content-Encoding": "gzip"}}),
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


@pytest.mark.parametrize("app", ["sqlite"], indirect=True, scope="session")  # files are read before anything is stored
@pytest.mark.parametrize(("code", "content", "options"), FILES, ids=range(len(FILES)))
async def test_a_faulty_file_is_refused(world: World, code: str, content: str | bytes, options: dict[str, Any]) -> None:
    await assert_refused(world, await world.actor("administration"), content, code, **options)


async def test_a_file_problem_names_the_line_or_column(world: World) -> None:
    officer = await world.actor("administration")
    assert (await assert_refused(world, officer, GOOD + GOOD, "repeated-header")).json()["line"] == 3
    response = await assert_refused(world, officer, GOOD.replace("kind", "colour"), "unknown-column")
    assert response.json()["errors"][0]["pointer"] == "/colour"


@pytest.fixture
def small_limit(world: World) -> Iterator[None]:
    """Limit files to a thousand bytes."""
    app_state, settings = world.app.state, world.app.state.settings
    app_state.settings = settings.model_copy(update={"import_bytes": 1000})
    yield
    app_state.settings = settings


@pytest.mark.usefixtures("small_limit")
async def test_a_file_over_the_limit_is_refused_while_it_arrives(world: World) -> None:
    officer = await world.actor("administration")
    await assert_refused(world, officer, GOOD * 100, "too-large")

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield GOOD.encode()

    headers = {"Content-Type": "text/csv"}
    response = await officer.call("POST", "/imports?resource=institutions", content=chunks(), headers=headers)
    assert response.json()["code"] == "too-large"
    packed = gzip.compress(GOOD.encode() * 100)
    await assert_refused(world, officer, packed, "too-large", headers={"Content-Encoding": "gzip"})


async def test_danish_files_are_read(world: World) -> None:
    officer = await world.actor("administration")
    text = 'Number;Name;Kind;active_from;\r\n900010;"Øre; skolen";school;1-8-2020;\r\n;;;;\r\n'
    files = [
        (text.encode("utf-8-sig"), "text/csv"),
        (text.encode("cp1252"), "text/csv; charset=windows-1252"),
        (gzip.compress(text.encode()[:30]) + gzip.compress(text.encode()[30:]), "text/csv"),
    ]
    for content, kind in files:
        headers = {"Content-Encoding": "gzip"} if content[:2] == b"\x1f\x8b" else {}
        plan = await upload_file(officer, content, kind=kind, headers=headers)
        assert plan.json()["counts"]["create"] == 1, await rejections(officer, plan)
    assert (await apply_plan(officer, plan)).status_code == 200
    [institution] = (await officer.get("/institutions?number=900010")).json()["items"]
    assert (institution["name"], institution["active_from"]) == ("Øre; skolen", "2020-08-01")


async def test_a_quoted_cell_may_span_lines(world: World) -> None:
    officer = await world.actor("administration")
    plan = await upload_file(officer, 'number,name,kind\n900010,"Ny\nskole",school\n900011,B,castle\n')
    assert await rejections(officer, plan) == {2: [("name", "control-characters")], 4: [("kind", "not-one-of")]}


async def test_reports_name_the_source_line_of_a_row(world: World) -> None:
    officer = await world.actor("administration")
    text = "number,source_line,name,kind\n900010,7,A,school\n900010,9,B,school\n900011,,C,school\n900012,x,D,school\n"
    plan = await upload_file(officer, text)
    assert plan.json()["columns"] == ["number", "name", "kind"]
    rows = (await officer.get(f"/imports/{plan.json()['id']}/rows")).json()["items"]
    assert [(row["line"], row["source_line"], row["code"]) for row in rows] == [
        (2, 7, "repeated-key"),
        (3, 9, "repeated-key"),
        (4, None, None),
        (5, None, "not-a-line"),
    ]
    assert [row["words"] for row in rows[:2]] == [f"Line {line} has the same key." for line in (9, 7)]
    report = await officer.get(f"/imports/{plan.json()['id']}/rows", headers={"Accept": "text/csv"})
    assert [line.split(",")[3] for line in report.text.splitlines()] == ["line", "7", "9", "4", "5"]
    lines = [{"number": "900010", "name": "A", "kind": "castle", "source_line": 12}]
    plan = await upload_file(officer, "".join(json.dumps(line) + "\n" for line in lines), kind="application/x-ndjson")
    [row] = (await officer.get(f"/imports/{plan.json()['id']}/rows")).json()["items"]
    assert (row["line"], row["source_line"]) == (1, 12)


async def test_formulas_are_escaped_in_reports(world: World) -> None:
    officer = await world.actor("administration")
    plan = await upload_file(officer, "number,name,kind\n900010,=1+1,castle\n")
    report = await officer.get(f"/imports/{plan.json()['id']}/rows", headers={"Accept": "text/csv; dialect=danish"})
    assert report.text.startswith(
        "\ufeffnumber;name;kind;line;outcome;reasons;changes\r\n900010;'=1+1;castle;2;rejected;kind: "
    )
