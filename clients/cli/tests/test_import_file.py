"""`import_file`: files in other layouts, from the file to the plan."""

import os
import stat
import tempfile
import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
import sammen
from fake_service import FakeService, problem
from sammen_cli.files.errors import InvalidFile
from sammen_cli.files.row_errors import InvalidRows
from sammen_cli.imports.constant_columns import constants_as_text
from sammen_cli.imports.file_import import import_file
from sammen_cli.imports.import_progress import Progress
from sammen_cli.imports.source_file import FileOptions, open_source
from sammen_cli.imports.upload_file import prepare
from sammen_cli.mapping.map_errors import InvalidMap

from tests.support.clients import connect
from tests.support.command import SITES, SITES_MAP

FIGURES = "institution;indicator;period;value\r\n999001;grades;2026H1;3,5\r\n999002;grades;2026H1;1.039,5\r\n"


@pytest.fixture
def client(service: FakeService) -> Iterator[sammen.Client]:
    with connect(service) as connected:
        yield connected


@pytest.fixture
def figures(tmp_path: Path) -> Path:
    path = tmp_path / "lis.csv"
    path.write_bytes(FIGURES.encode("cp1252"))
    return path


def uploaded(service: FakeService) -> str:
    [plan] = service.imports.values()
    return str(plan["text"])


def test_a_file_becomes_a_plan_and_nothing_is_changed(
    client: sammen.Client, service: FakeService, figures: Path
) -> None:
    result = import_file(client, "measurements", figures)
    report = result.report
    assert (report.plan.state, report.counts["create"], report.applied, report.rejected) == ("planned", 2, False, ())
    assert result.counts.read == 2
    [plan] = service.imports.values()
    assert plan["query"] == {"resource": "measurements", "strategy": "upsert", "filename": "lis.csv"}
    assert plan["content_type"] == "text/csv; charset=utf-8"
    expected = (
        "institution,indicator,period,value,source_line\n999001,grades,2026H1,3.5,2\n999002,grades,2026H1,1039.5,3\n"
    )
    assert uploaded(service) == expected
    assert int(service.requests[0].headers["content-length"]) == len(expected)


def test_a_map_sets_columns_for_new_resources_and_columns_that_clear(
    client: sammen.Client, service: FakeService, tmp_path: Path
) -> None:
    path, map = tmp_path / "s.csv", tmp_path / "map.toml"
    path.write_text("no;n;a\n1;A;\n", encoding="utf-8")
    map.write_text(
        '[columns]\nnumber = "no"\nname = { from = "n", only_new = true }\n'
        'address = { from = "a", empty_clears = true }\n',
        encoding="utf-8",
    )
    import_file(client, "institutions", path, map=map)
    [plan] = service.imports.values()
    assert (plan["query"]["only_new"], plan["query"]["empty_clears"]) == ("name", "address")


def test_a_constant_is_a_column(client: sammen.Client, service: FakeService, figures: Path) -> None:
    import_file(client, "measurements", figures, constants={"package": "p1", "n": "7"})
    assert uploaded(service).splitlines()[:2] == [
        "institution,indicator,period,value,package,n,source_line", "999001,grades,2026H1,3.5,p1,7,2",
    ]  # fmt: skip
    with pytest.raises(InvalidMap, match="packge"):
        import_file(client, "measurements", figures, constants={"packge": "p1"})


def test_a_constant_may_be_a_python_value(client: sammen.Client, service: FakeService, figures: Path) -> None:
    package = uuid.UUID(int=7)
    constants: dict[str, Any] = {"package": package, "n": 7, "standard_error": 0.5}
    import_file(client, "measurements", figures, constants=constants)
    assert uploaded(service).splitlines()[1] == f"999001,grades,2026H1,3.5,{package},7,0.5,2"
    texts = constants_as_text({"since_on": date(2026, 8, 1), "active": True})
    assert texts == {"since_on": "2026-08-01", "active": "true"}
    with pytest.raises(InvalidMap, match=r"package: .*not nothing\n- n: .*not a list"):
        import_file(client, "measurements", figures, constants={"package": None, "n": ["7"]})


def test_a_report_has_the_first_changes(client: sammen.Client, figures: Path) -> None:
    report = import_file(client, "measurements", figures, first_changed=1).report
    assert [str(row) for row in report.changed] == [
        "line 2, create: institution: 999001; indicator: grades; period: 2026H1; value: 3.5"
    ]


def test_a_plan_is_applied_with_its_etag(client: sammen.Client, service: FakeService, figures: Path) -> None:
    report = import_file(client, "measurements", figures, apply=True).report
    assert (report.applied, report.plan.state) == (True, "applied")
    request = service.requests[-1]
    assert request.url.path == f"/v1/imports/{report.id}/apply"
    assert request.headers["if-match"] == service.imports[report.id]["etag"]
    assert request.headers["idempotency-key"]


def test_a_mapped_file_is_imported_with_a_strategy(client: sammen.Client, service: FakeService) -> None:
    report = import_file(client, "institutions", SITES, map=SITES_MAP, strategy="create", apply=True).report
    assert (report.applied, report.counts["create"]) == (True, 3)
    [plan] = service.imports.values()
    assert (plan["query"]["strategy"], plan["rows"][1]["name"]) == ("create", "Fjordskolen")


def test_a_plan_with_rejected_rows_is_not_applied_and_lines_are_those_of_the_file(
    client: sammen.Client, service: FakeService, tmp_path: Path
) -> None:
    path = tmp_path / "sites.csv"
    path.write_text('name;number;x\n"A\nB";1;\n\nC;2;\nD;3;drop\nE;4;\n', encoding="utf-8")
    map = tmp_path / "map.toml"
    map.write_text(
        '[[rows]]\ndrop = { column = "x", equals = "drop" }\n[columns]\nnumber = "number"\nname = "name"\n',
        encoding="utf-8",
    )
    service.reject = lambda row: "is unknown" if row["number"] in {"2", "4"} else None
    report = import_file(client, "institutions", path, map=map, apply=True).report
    assert (report.applied, report.plan.rejected_count) == (False, 2)
    # The service counts the rows of the upload, where a quoted line break does not start a new row.
    assert [(row.line, row.detail) for row in report.rejected] == [(5, "is unknown"), (7, "is unknown")]


def test_the_upload_has_the_line_of_each_row(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text('name;number\n"A\nB";1\n\nC;2\n', encoding="utf-8")
    with prepare(open_source("institutions", path)) as prepared:
        assert prepared.path.read_text(encoding="utf-8") == 'name,number,source_line\n"A\nB",1,2\nC,2,5\n'


def test_a_file_with_errors_is_not_sent_and_all_are_listed(
    client: sammen.Client, service: FakeService, tmp_path: Path
) -> None:
    path = tmp_path / "lis.csv"
    path.write_text("institution;value\n1;3,5\n2;x\n3;\n4;1.55,5\n5;6;7\n", encoding="utf-8")
    with pytest.raises(InvalidRows) as caught:
        import_file(client, "measurements", path, apply=True)
    assert [(error.line, error.column) for error in caught.value.errors] == [(3, "value"), (5, "value"), (6, None)]
    assert "nothing was sent" in str(caught.value)
    assert service.requests == []


def test_equal_errors_are_shown_once_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "lis.csv"
    path.write_text("institution;value\n" + "".join(f"1;n{line}\n" for line in range(2, 10)) + "1;2;3\n")
    with pytest.raises(InvalidRows) as caught, prepare(open_source("measurements", path)):
        pass
    assert str(caught.value).splitlines()[1:] == [
        "- line 2, value: 'n2' is not a number (and 7 more like it, lines 3, 4, 5, 6, 7, ...)",
        "- line 10: has 3 cells, but the header has 2",
    ]
    assert caught.value.count == 9


def test_an_upload_without_a_response_is_repeated_with_the_same_key(service: FakeService, figures: Path) -> None:
    def process_without_response(request: httpx.Request) -> httpx.Response:
        service.process(request)
        raise httpx.ReadError("cut")

    with connect(service) as client:
        client.sign_in()
        service.script.extend([httpx.WriteError("cut"), process_without_response])
        report = import_file(client, "measurements", figures).report
    first, second, third = service.requests
    assert len({request.headers["idempotency-key"] for request in service.requests}) == 1
    assert first.content == second.content == third.content
    assert list(service.imports) == [report.id]


def test_an_outdated_plan_raises_a_problem(client: sammen.Client, service: FakeService, figures: Path) -> None:
    client.sign_in()
    service.script.append(service.process)
    service.script.append(problem(412, "plan-outdated", rows=[2]))
    with pytest.raises(sammen.errors.PreconditionFailed) as caught:
        import_file(client, "measurements", figures, apply=True)
    assert caught.value.fields["rows"] == [2]


def test_progress_is_reported_for_each_stage(client: sammen.Client, tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text("number,name\n" + "".join(f"{n},{'x' * 20}\n" for n in range(20_000)), encoding="utf-8")
    steps: list[Progress] = []
    import_file(client, "institutions", path, apply=True, progress=steps.append)
    stages = [step.stage for step in steps]
    assert list(dict.fromkeys(stages)) == ["reading", "sending", "planning", "applying", "done"]
    assert [step.done for step in steps if step.stage == "reading"] == [10_000, 20_000]
    [planning] = [step for step in steps if step.stage == "planning"]
    assert planning.done == planning.total


def test_json_lines_are_sent_unchanged(client: sammen.Client, service: FakeService, tmp_path: Path) -> None:
    path = tmp_path / "s.ndjson"
    content = '{"number": "999001", "external_ids": ["a:1"]}\n\n{"number": "999002"}\n'
    path.write_text(content, encoding="utf-8")
    import_file(client, "institutions", path)
    assert uploaded(service) == content
    assert service.requests[0].headers["content-type"] == "application/x-ndjson"


def test_a_map_for_another_resource_is_invalid(client: sammen.Client) -> None:
    with pytest.raises(InvalidMap, match="the map is for 'institutions', but 'measurements' is imported"):
        import_file(client, "measurements", SITES, map=SITES_MAP)


def test_an_unknown_column_is_reported_before_anything_is_sent(
    client: sammen.Client, service: FakeService, tmp_path: Path
) -> None:
    path = tmp_path / "s.csv"
    path.write_text("nubmer;name\n1;x\n", encoding="utf-8")
    with pytest.raises(InvalidMap, match="no column 'nubmer'; did you mean 'number'"):
        import_file(client, "institutions", path)
    assert service.requests == []


def test_the_temporary_file_is_readable_by_its_owner_only_and_deleted(
    figures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with prepare(open_source("measurements", figures)) as prepared:
        folder = prepared.path.parent
        assert stat.S_IMODE(os.stat(folder).st_mode) == 0o700
    assert not folder.exists()
    figures.write_text("institution;value\n1;x\n", encoding="utf-8")
    with pytest.raises(InvalidRows), prepare(open_source("measurements", figures)):
        pass
    assert list(tmp_path.glob("sammen-*")) == []


@pytest.mark.parametrize("file_section, above, message", [
    ('[file]\ndelimiter = ","\n', "", "one column was found; the file seems to be separated by ';' (semicolon)."),
    ("", "Skoletal 2026, foreløbige\n", "to be in line 2, separated by ';' (semicolon), below a title in line 1"),
    ("", "\nSkoletal 2026;;\n\n", "to be in line 4, separated by ';' (semicolon), below a title in line 2"),
])  # fmt: skip
def test_a_file_with_too_few_columns_is_explained(tmp_path: Path, file_section: str, above: str, message: str) -> None:
    path, map = tmp_path / "s.csv", tmp_path / "m.toml"
    path.write_text(f"{above}no;n;a\n1;A, B;x\n2;C;y\n", encoding="utf-8")
    columns = '[columns]\nnumber = "no"\nname = "n"\naddress = "a"\n'
    map.write_text(f"{file_section}{columns}", encoding="utf-8")
    with pytest.raises(InvalidFile) as caught:
        open_source("institutions", path, FileOptions(map=map))
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_may_have_one_column(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text("number\n1\n2\n", encoding="utf-8")
    assert open_source("institutions", path).table.columns == ("number",)
    path.write_text("numer\n1\n2\n", encoding="utf-8")
    with pytest.raises(InvalidFile, match="not columns of an import"):
        open_source("institutions", path)
