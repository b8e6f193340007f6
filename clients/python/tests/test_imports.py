"""Imports: upload, plan, rows and application of a plan."""

import gzip
from pathlib import Path

import httpx
import pytest
import sammen
from fake_service import FakeService, problem

from tests.support.clients import connect, connect_async

FIGURES = "institution,indicator,period,value\n999001,grades,2026H1,3.5\n999002,grades,2026H1,1039.5\n"


@pytest.fixture
def figures(tmp_path: Path) -> Path:
    path = tmp_path / "lis.csv"
    path.write_text(FIGURES, encoding="utf-8")
    return path


def uploaded(service: FakeService) -> str:
    [plan] = service.imports.values()
    return str(plan["text"])


def test_a_file_becomes_a_plan_and_nothing_is_changed(
    client: sammen.Client, service: FakeService, figures: Path
) -> None:
    report = client.imports.run("measurements", figures)
    assert (report.plan.state, report.counts["create"], report.applied, report.rejected) == ("planned", 2, False, ())
    [plan] = service.imports.values()
    assert plan["query"] == {"resource": "measurements", "strategy": "upsert", "filename": "lis.csv"}
    assert plan["content_type"] == "text/csv"
    assert uploaded(service) == FIGURES
    assert int(service.requests[0].headers["content-length"]) == len(FIGURES)


def test_options_of_columns_are_sent(client: sammen.Client, service: FakeService, figures: Path) -> None:
    client.imports.run(
        "stakeholder_input",
        figures,
        only_new=["name", "kind"],
        empty_clears=["address"],
        filename="original.csv",
        content_type="text/csv; charset=utf-8",
    )
    [plan] = service.imports.values()
    assert plan["query"] == {
        "resource": "stakeholder-input", "strategy": "upsert", "filename": "original.csv", "only_new": "name,kind",
        "empty_clears": "address",
    }  # fmt: skip
    assert plan["content_type"] == "text/csv; charset=utf-8"


def test_a_report_has_the_first_changes(client: sammen.Client, figures: Path) -> None:
    report = client.imports.run("measurements", figures, first_changed=1)
    assert [str(row) for row in report.changed] == [
        "line 2, create: institution: 999001; indicator: grades; period: 2026H1; value: 3.5"
    ]


def test_a_plan_is_applied_with_its_etag(client: sammen.Client, service: FakeService, figures: Path) -> None:
    report = client.imports.run("measurements", figures, apply=True)
    assert (report.applied, report.plan.state) == (True, "applied")
    request = service.requests[-1]
    assert request.url.path == f"/v1/imports/{report.id}/apply"
    assert request.headers["if-match"] == service.imports[report.id]["etag"]
    assert request.headers["idempotency-key"]


async def test_a_file_is_imported_asynchronously(service: FakeService, tmp_path: Path) -> None:
    path = tmp_path / "institutions.csv"
    path.write_text("number,name\n1,Birkeskolen\n2,Fjordskolen\n3,Engskolen\n", encoding="utf-8")
    async with connect_async(service) as client:
        report = await client.imports.run("institutions", path, strategy="create", apply=True)
    assert (report.applied, report.counts["create"]) == (True, 3)
    [plan] = service.imports.values()
    assert (plan["query"]["strategy"], plan["rows"][1]["name"]) == ("create", "Fjordskolen")


def test_a_plan_with_rejected_rows_is_not_applied(client: sammen.Client, service: FakeService, tmp_path: Path) -> None:
    path = tmp_path / "institutions.csv"
    path.write_text("number,name,source_line\n1,A,2\n2,C,5\n4,E,7\n", encoding="utf-8")
    service.reject = lambda row: "is unknown" if row["number"] in {"2", "4"} else None
    report = client.imports.run("institutions", path, apply=True)
    assert (report.applied, report.plan.rejected_count) == (False, 2)
    # The lines of the original file, which the rows name, not of what was uploaded.
    assert [(row.line, row.detail) for row in report.rejected] == [(5, "is unknown"), (7, "is unknown")]


def test_an_upload_without_a_response_is_repeated_with_the_same_key(service: FakeService, figures: Path) -> None:
    def process_without_response(request: httpx.Request) -> httpx.Response:
        service.process(request)
        raise httpx.ReadError("cut")

    with connect(service) as client:
        client.sign_in()
        service.script.extend([httpx.WriteError("cut"), process_without_response])
        report = client.imports.run("measurements", figures)
    first, second, third = service.requests
    assert len({request.headers["idempotency-key"] for request in service.requests}) == 1
    assert first.content == second.content == third.content
    assert list(service.imports) == [report.id]


def test_an_outdated_plan_raises_a_problem(client: sammen.Client, service: FakeService, figures: Path) -> None:
    client.sign_in()
    service.script.append(service.process)
    service.script.append(problem(412, "plan-outdated", rows=[2]))
    with pytest.raises(sammen.errors.PreconditionFailed) as caught:
        client.imports.run("measurements", figures, apply=True)
    assert caught.value.fields["rows"] == [2]


def test_progress_is_reported_for_each_stage(client: sammen.Client, figures: Path) -> None:
    steps: list[sammen.ImportProgress] = []
    client.imports.run("measurements", figures, apply=True, progress=steps.append)
    assert [step.stage for step in steps] == ["planning", "applying", "done"]
    assert steps[0].done == steps[0].total


def test_all_rejected_rows_can_be_read(client: sammen.Client, service: FakeService, tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text("number,name\n" + "".join(f"{n},x\n" for n in range(450)), encoding="utf-8")
    service.reject = lambda row: "no"
    report = client.imports.run("institutions", path, first_rejected=7)
    assert [row.line for row in report.rejected] == list(range(2, 9))
    assert len(list(client.imports.rejected(report.id))) == 450


def test_json_lines_are_uploaded_unchanged(client: sammen.Client, service: FakeService, tmp_path: Path) -> None:
    path = tmp_path / "s.ndjson"
    content = '{"number": "999001", "external_ids": ["a:1"]}\n\n{"number": "999002"}\n'
    path.write_text(content, encoding="utf-8")
    client.imports.run("institutions", path)
    assert uploaded(service) == content
    assert service.requests[0].headers["content-type"] == "application/x-ndjson"


def test_a_missing_file_is_reported_before_a_request(client: sammen.Client, service: FakeService) -> None:
    with pytest.raises(FileNotFoundError):
        client.imports.run("institutions", "/no/such/file.csv")
    assert service.requests == []


def test_a_response_that_cannot_be_decompressed_raises_an_error(service: FakeService, tmp_path: Path) -> None:
    compressed = {"headers": {"Content-Encoding": "gzip"}, "stream": httpx.ByteStream(gzip.compress(b"x")[:3] + b"no")}
    with connect(service) as client:
        client.sign_in()
        service.script += [httpx.Response(200, **compressed) for _ in range(6)]  # type: ignore[arg-type]  # both fit
        with pytest.raises(sammen.errors.UnexpectedResponse, match="cannot be decompressed"):
            client.institutions.get("x")
        with pytest.raises(sammen.errors.UnexpectedResponse, match="cannot be decompressed"):
            client.institutions.export(tmp_path / "x.csv")
