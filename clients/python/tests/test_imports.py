"""Imports, from the file to the plan and what becomes of it."""

import os
import stat
import tempfile
import uuid
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
import sammen
from sammen.files.faults import RowsRefused
from sammen.importing import Source, prepare, read
from sammen.importing.fixed_columns import written

from tests.conftest import async_connected, connected
from tests.service import Service, problem

EXAMPLES = Path(__file__).parent.parent / "examples"
EXCERPTS = Path(__file__).parent / "excerpts"
FIGURES = "institution;indicator;period;value\r\n999001;grades;2026H1;3,5\r\n999002;grades;2026H1;1.039,5\r\n"


@pytest.fixture
def figures(tmp_path: Path) -> Path:
    path = tmp_path / "lis.csv"
    path.write_bytes(FIGURES.encode("cp1252"))
    return path


def sent(service: Service) -> str:
    [found] = service.imports.values()
    return str(found["text"])


def test_a_file_becomes_a_plan_and_nothing_is_changed(client: sammen.Client, service: Service, figures: Path) -> None:
    report = client.imports.run("measurements", figures)
    assert (report.plan.state, report.counts["create"], report.applied, report.rejected) == ("planned", 2, False, ())
    [found] = service.imports.values()
    assert found["params"] == {"resource": "measurements", "strategy": "upsert", "filename": "lis.csv"}
    assert found["content_type"] == "text/csv; charset=utf-8"
    head = "institution,indicator,period,value,source_line\n"
    expected = head + "999001,grades,2026H1,3.5,2\n999002,grades,2026H1,1039.5,3\n"
    assert sent(service) == expected
    assert int(service.calls[0].headers["content-length"]) == len(expected)


def test_a_map_says_what_is_for_new_things_and_what_clears(
    client: sammen.Client, service: Service, tmp_path: Path
) -> None:
    path, map = tmp_path / "s.csv", tmp_path / "map.toml"
    path.write_text("no;n;a\n1;A;\n", encoding="utf-8")
    map.write_text(
        '[columns]\nnumber = "no"\nname = { from = "n", only_new = true }\n'
        'address = { from = "a", empty_clears = true }\n',
        encoding="utf-8",
    )  # fmt: skip
    client.imports.run("institutions", path, map=map)
    [found] = service.imports.values()
    assert (found["params"]["only_new"], found["params"]["empty_clears"]) == ("name", "address")


def test_a_column_can_be_set_beside_the_map(client: sammen.Client, service: Service, figures: Path) -> None:
    client.imports.run("measurements", figures, constants={"package": "p1", "n": "7"})
    assert sent(service).splitlines()[:2] == [
        "institution,indicator,period,value,package,n,source_line", "999001,grades,2026H1,3.5,p1,7,2",
    ]  # fmt: skip
    with pytest.raises(sammen.MapRefused, match="packge"):
        client.imports.run("measurements", figures, constants={"packge": "p1"})


def test_a_column_can_be_set_to_what_python_holds(client: sammen.Client, service: Service, figures: Path) -> None:
    package = uuid.UUID(int=7)
    constants: dict[str, Any] = {"package": package, "n": 7, "standard_error": 0.5}
    client.imports.run("measurements", figures, constants=constants)
    assert sent(service).splitlines()[1] == f"999001,grades,2026H1,3.5,{package},7,0.5,2"
    assert written({"since_on": date(2026, 8, 1), "active": True}) == {"since_on": "2026-08-01", "active": "true"}
    with pytest.raises(sammen.MapRefused, match=r"package: .*not nothing\n- n: .*not a list"):
        client.imports.run("measurements", figures, constants={"package": None, "n": ["7"]})


def test_a_report_shows_the_first_that_change(client: sammen.Client, figures: Path) -> None:
    report = client.imports.run("measurements", figures, first_changed=1)
    assert [str(row) for row in report.changed] == [
        "line 2, create: institution: 999001; indicator: grades; period: 2026H1; value: 3.5"
    ]


def test_a_plan_is_carried_out_under_the_etag_it_came_with(
    client: sammen.Client, service: Service, figures: Path
) -> None:
    report = client.imports.run("measurements", figures, apply=True)
    assert (report.applied, report.plan.state) == (True, "applied")
    apply = service.calls[-1]
    assert apply.url.path == f"/v1/imports/{report.id}/apply"
    assert apply.headers["if-match"] == service.imports[report.id]["etag"]
    assert apply.headers["idempotency-key"]


async def test_asyncio_imports_the_same_way(service: Service) -> None:
    async with async_connected(service) as client:
        report = await client.imports.run(
            "institutions", EXCERPTS / "sites.csv", map=EXAMPLES / "sites.toml", strategy="create", apply=True
        )
    assert (report.applied, report.counts["create"]) == (True, 3)
    [found] = service.imports.values()
    assert (found["params"]["strategy"], found["rows"][1]["name"]) == ("create", "Fjordskolen")


def test_a_plan_with_rejected_rows_is_not_carried_out_and_lines_are_those_of_the_file(
    client: sammen.Client, service: Service, tmp_path: Path
) -> None:
    path = tmp_path / "sites.csv"
    path.write_text('name;number;x\n"A\nB";1;\n\nC;2;\nD;3;drop\nE;4;\n', encoding="utf-8")
    map = tmp_path / "map.toml"
    map.write_text(
        '[[rows]]\ndrop = { column = "x", equals = "drop" }\n[columns]\nnumber = "number"\nname = "name"\n',
        encoding="utf-8",
    )
    service.refused = lambda row: "is unknown" if row["number"] in {"2", "4"} else None
    # The service counts lines of what it was sent, where the quoted line break counts too.
    service.script.clear()
    report = client.imports.run("institutions", path, map=map, apply=True)
    assert (report.applied, report.plan.rejected) == (False, 2)
    assert [(row.line, row.detail) for row in report.rejected] == [(5, "is unknown"), (7, "is unknown")]


def test_what_is_sent_tells_of_each_row_which_line_of_the_file_it_is(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text('name;number\n"A\nB";1\n\nC;2\n', encoding="utf-8")
    prepared = prepare(read("institutions", Source(path)))
    try:
        assert prepared.path.read_text(encoding="utf-8") == 'name,number,source_line\n"A\nB",1,2\nC,2,5\n'
    finally:
        prepared.close()


def test_a_file_with_faults_is_not_sent_and_all_are_named(
    client: sammen.Client, service: Service, tmp_path: Path
) -> None:
    path = tmp_path / "lis.csv"
    path.write_text("institution;value\n1;3,5\n2;x\n3;\n4;1.55,5\n5;6;7\n", encoding="utf-8")
    with pytest.raises(sammen.RowsRefused) as caught:
        client.imports.run("measurements", path, apply=True)
    assert [(fault.line, fault.column) for fault in caught.value.faults] == [(3, "value"), (5, "value"), (6, None)]
    assert "nothing was sent" in str(caught.value)
    assert service.calls == []


def test_equal_faults_are_told_once_with_the_lines_that_have_them(tmp_path: Path) -> None:
    path = tmp_path / "lis.csv"
    path.write_text("institution;value\n" + "".join(f"1;n{line}\n" for line in range(2, 10)) + "1;2;3\n")
    with pytest.raises(RowsRefused) as caught:
        prepare(read("measurements", Source(path)))
    assert str(caught.value).splitlines()[1:] == [
        "- line 2, value: 'n2' is not a number (and 7 more like it, lines 3, 4, 5, 6, 7, ...)",
        "- line 10: has 3 cells where the header has 2",
    ]
    assert caught.value.count == 9


def test_a_lost_upload_is_sent_again_whole_with_the_same_key(service: Service, figures: Path) -> None:
    def cut(request: httpx.Request) -> httpx.Response:
        service._replayed(request)
        raise httpx.ReadError("cut")

    with connected(service) as client:
        client.sign_in()
        service.script.extend([httpx.WriteError("cut"), cut])
        report = client.imports.run("measurements", figures)
    first, second, third = service.calls
    assert len({call.headers["idempotency-key"] for call in service.calls}) == 1
    assert first.content == second.content == third.content
    assert list(service.imports) == [report.id]


def test_an_outdated_plan_is_told(client: sammen.Client, service: Service, figures: Path) -> None:
    client.sign_in()
    service.script.append(service._replayed)
    service.script.append(problem(412, "plan-outdated", rows=[2]))
    with pytest.raises(sammen.errors.PreconditionFailed) as caught:
        client.imports.run("measurements", figures, apply=True)
    assert caught.value.members["rows"] == [2]


def test_progress_is_told_step_by_step(client: sammen.Client, figures: Path) -> None:
    steps: list[sammen.Progress] = []
    client.imports.run("measurements", figures, apply=True, progress=steps.append)
    assert [step.stage for step in steps] == ["planning", "applying", "done"]
    assert steps[0].done == steps[0].total


def test_all_rejected_rows_can_be_read(client: sammen.Client, service: Service, tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text("number,name\n" + "".join(f"{n},x\n" for n in range(450)), encoding="utf-8")
    service.refused = lambda row: "no"
    report = client.imports.run("institutions", path, first_rejected=7)
    assert [row.line for row in report.rejected] == list(range(2, 9))
    assert len(list(client.imports.rejected(report.id))) == 450


def test_json_lines_are_sent_as_they_are(client: sammen.Client, service: Service, tmp_path: Path) -> None:
    path = tmp_path / "s.ndjson"
    content = '{"number": "999001", "external_ids": ["a:1"]}\n\n{"number": "999002"}\n'
    path.write_text(content, encoding="utf-8")
    client.imports.run("institutions", path)
    assert sent(service) == content
    assert service.calls[0].headers["content-type"] == "application/x-ndjson"


def test_a_map_for_another_resource_is_refused(client: sammen.Client) -> None:
    with pytest.raises(sammen.MapRefused, match="the map is for 'institutions', but 'measurements' is imported"):
        client.imports.run("measurements", EXCERPTS / "sites.csv", map=EXAMPLES / "sites.toml")


def test_an_unknown_column_is_named_before_anything_is_sent(
    client: sammen.Client, service: Service, tmp_path: Path
) -> None:
    path = tmp_path / "s.csv"
    path.write_text("nubmer;name\n1;x\n", encoding="utf-8")
    with pytest.raises(sammen.MapRefused, match="no column 'nubmer'; did you mean 'number'"):
        client.imports.run("institutions", path)
    assert service.calls == []


def test_what_is_written_meanwhile_is_readable_by_its_owner_only_and_gone_afterwards(
    figures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    prepared = prepare(read("measurements", Source(figures)))
    folder = prepared.path.parent
    assert stat.S_IMODE(os.stat(folder).st_mode) == 0o700
    prepared.close()
    assert not folder.exists()
    figures.write_text("institution;value\n1;x\n", encoding="utf-8")
    with pytest.raises(RowsRefused):
        prepare(read("measurements", Source(figures)))
    assert list(tmp_path.glob("sammen-*")) == []


@pytest.mark.parametrize("file, above, words", [
    ('[file]\ndelimiter = ","\n', "", "one column was found; the file seems to be separated by ';' (semicolon)."),
    ("", "Skoletal 2026, foreløbige\n", "to stand in line 2, separated by ';' (semicolon), below a title in line 1"),
    ("", "\nSkoletal 2026;;\n\n", "to stand in line 4, separated by ';' (semicolon), below a title in line 2"),
])  # fmt: skip
def test_a_file_that_is_read_as_too_few_columns_is_told_why_in_a_sentence(
    tmp_path: Path, file: str, above: str, words: str
) -> None:
    path, map = tmp_path / "s.csv", tmp_path / "m.toml"
    path.write_text(f"{above}no;n;a\n1;A, B;x\n2;C;y\n", encoding="utf-8")
    map.write_text(f'{file}[columns]\nnumber = "no"\nname = "n"\naddress = "a"\n', encoding="utf-8")
    with pytest.raises(sammen.FileRefused) as caught:
        read("institutions", Source(path, map))
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_of_one_column_is_one(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text("number\n1\n2\n", encoding="utf-8")
    assert read("institutions", Source(path)).table.columns == ("number",)
    path.write_text("numer\n1\n2\n", encoding="utf-8")
    with pytest.raises(sammen.FileRefused, match="not those of an import"):
        read("institutions", Source(path))
