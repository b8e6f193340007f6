"""Lists, single items, changes and transitions."""

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType

import httpx
import pytest
import sammen
from fake_service import FakeService
from fake_service.example_data import example
from sammen import models
from sammen.aio import resources as aio_resources
from sammen.requests import encode_query, expand_path, to_json_value
from sammen.sync import resources as sync_resources

from tests.support.clients import connect_async

ROOT = Path(__file__).parents[3]


def test_pages_are_fetched_when_they_are_needed(client: sammen.Client, service: FakeService) -> None:
    for number in range(7):
        service.add("institutions", name=f"School {number}")
    institutions = iter(client.institutions.list(page_size=3))
    assert service.requests == []
    assert next(institutions).name == "School 0"
    assert len(service.requests) == 1
    assert [institution.name for institution in institutions] == [f"School {number}" for number in range(1, 7)]
    assert len(service.requests) == 3


async def test_pages_are_fetched_asynchronously(service: FakeService) -> None:
    for number in range(5):
        service.add("institutions", name=f"School {number}")
    async with connect_async(service) as client:
        pages = [page async for page in client.institutions.list(page_size=2).pages()]
        assert [len(page) for page in pages] == [2, 2, 1]
        assert len([institution async for institution in client.institutions.list()]) == 5


def test_a_limit_applies_to_the_whole_list(client: sammen.Client, service: FakeService) -> None:
    for _ in range(9):
        service.add("institutions")
    assert len(list(client.institutions.list(limit=4, page_size=3))) == 4
    assert len(list(client.institutions.list(limit=0))) == 0
    assert service.requests[0].url.params["limit"] == "3"


def test_a_list_whose_next_cursor_does_not_change_raises_an_error(client: sammen.Client, service: FakeService) -> None:
    page = httpx.Response(200, json={"items": [service.add("districts")], "next_cursor": "same", "total": None})
    service.script.extend([page, page, page])
    with pytest.raises(sammen.UnexpectedResponse, match="does not end"):
        list(client.districts.list())


def test_filters_are_encoded_as_the_contract_expects() -> None:
    day = datetime(2026, 8, 1, 12, tzinfo=UTC)
    pairs = encode_query({"from_": date(2026, 8, 1), "count": True, "q": None, "at": day, "kind": ["a", "b"]})
    assert pairs == (
        ("from", "2026-08-01"), ("count", "true"), ("at", "2026-08-01T12:00:00Z"), ("kind", "a"), ("kind", "b"),
    )  # fmt: skip


def test_the_first_page_has_the_total_count(client: sammen.Client, service: FakeService) -> None:
    service.add("districts")
    assert client.districts.list(count=True).page().total == 1


async def test_a_list_is_exported_asynchronously(service: FakeService, tmp_path: Path) -> None:
    service.add("districts", name="Nord")
    async with connect_async(service) as client:
        size = await client.districts.export(tmp_path / "d.csv")
    assert size == (tmp_path / "d.csv").stat().st_size


def paths_in(module: ModuleType) -> set[str]:
    """The paths in the source of the resource classes, with ids left out."""
    text = Path(str(module.__file__)).read_text(encoding="utf-8")
    return {re.sub(r"\{+[^{}]+\}+", "{}", path) for path in re.findall(r'"(/v1/[^"]+)"', text)}


@pytest.mark.parametrize("module", [aio_resources, sync_resources])
def test_every_path_of_the_contract_is_covered(module: ModuleType) -> None:
    contract = json.loads((ROOT / "openapi" / "openapi.json").read_text(encoding="utf-8"))
    paths = {re.sub(r"\{[^{}]+\}", "{}", path) for path in contract["paths"] if path.startswith("/v1/")}
    not_generated = {"token", "calendar.ics"}  # a protocol of its own; read by calendar programs
    assert {path for path in paths - paths_in(module) if path.split("/")[2] not in not_generated} == set()


def test_first_returns_an_item_or_none(client: sammen.Client, service: FakeService) -> None:
    assert client.districts.list().first() is None
    for name in ("North", "South"):
        service.add("districts", name=name)
    district = client.districts.list().first()
    assert district is not None
    assert district.name == "North"
    assert service.requests[-1].url.params["limit"] == "1"


def test_a_model_carries_its_etag(client: sammen.Client, service: FakeService) -> None:
    item = service.add("districts", name="North")
    district = client.districts.get(item["id"])
    assert district.etag == '"1-abc"'
    changed = client.districts.update(district, name="South")
    assert changed.name == "South"
    assert changed.etag == '"2-abc"'
    with pytest.raises(sammen.problems.ChangedMeanwhile, match="read it again"):
        client.districts.update(district, name="East")


def test_an_item_of_a_list_has_an_etag_from_its_version(client: sammen.Client, service: FakeService) -> None:
    service.add("districts", name="North")
    [district] = client.districts.list()
    client.districts.update(district, name="South")
    assert service.requests[-1].headers["if-match"] == '"1"'


def test_an_id_alone_has_no_etag_and_the_problem_says_what_to_pass(client: sammen.Client, service: FakeService) -> None:
    item = service.add("districts")
    with pytest.raises(sammen.errors.PreconditionRequired, match="if_match="):
        client.districts.update(item["id"], name="South")
    client.districts.update(item["id"], name="South", if_match='"1"')


def test_absent_is_not_null(client: sammen.Client, service: FakeService) -> None:
    item = service.add("institutions")
    client.institutions.update(item["id"], models.InstitutionUpdate(number=None), if_match='"1"')
    assert json.loads(service.requests[-1].content) == {"number": None}


def test_a_body_is_a_model_or_a_mapping() -> None:
    body = models.InstitutionCreate.model_validate({"name": "Fjord", "kind": "school"})
    assert to_json_value(body) == {"name": "Fjord", "kind": "school"}
    assert to_json_value({"on": date(2026, 8, 1), "list": [body]}) == {
        "on": "2026-08-01",
        "list": [to_json_value(body)],
    }
    with pytest.raises(ValueError, match="time zone"):
        to_json_value(datetime(2026, 8, 1))  # noqa: DTZ001  # this is what is rejected


def test_transitions_are_methods_and_can_be_called_by_name(client: sammen.Client, service: FakeService) -> None:
    theme = client.themes.get(service.add("themes")["id"])
    assert client.themes.decide(theme, decided_on="2026-08-01").status == "decide done"
    response = client.themes.act(theme.id, "decide", {"decided_on": "2026-08-01"}, if_match='"2"')
    assert response["version"] == 3
    assert [request.url.path.rsplit("/", 1)[1] for request in service.requests[1:]] == ["decide", "decide"]


def test_a_subresource_can_be_read_by_name(client: sammen.Client, service: FakeService) -> None:
    theme = service.add("themes")
    assert client.themes.read(theme["id"], "thread") == {"of": theme["id"], "part": "thread"}


def test_delete_removes_the_item(client: sammen.Client, service: FakeService) -> None:
    cycle = client.cycles.get(service.add("cycles")["id"])
    client.cycles.delete(cycle)
    assert service.items["cycles"] == {}


def test_an_empty_id_does_not_address_the_whole_collection(client: sammen.Client, service: FakeService) -> None:
    for id in ("", ".", ".."):
        with pytest.raises(ValueError, match="empty"):
            client.districts.get(id)
    assert expand_path("/v1/districts/{id}", id="a/../b?c") == "/v1/districts/a%2F..%2Fb%3Fc"
    assert service.requests == []


def test_a_raw_response_has_the_http_response_and_the_model(client: sammen.Client, service: FakeService) -> None:
    item = service.add("districts", name="North")
    raw = client.districts.with_raw_response.get(item["id"])
    assert raw.response.headers["etag"] == '"1-abc"'
    assert raw.parsed.name == "North"
    listed = client.districts.with_raw_response.list()
    assert (listed.response.status_code, len(listed.parsed)) == (200, 1)


async def test_a_raw_response_can_be_read_asynchronously(service: FakeService) -> None:
    item = service.add("districts", name="North")
    async with connect_async(service) as client:
        raw = await client.districts.with_raw_response.get(item["id"])
        assert (raw.response.status_code, raw.parsed.name) == (200, "North")
        changed = await client.districts.update(raw.parsed, name="South")
        assert changed.name == "South"


def test_unknown_fields_are_kept() -> None:
    fields = example(models.DistrictPublic) | {"mascot": "owl"}
    assert (models.DistrictPublic.model_validate(fields).model_extra or {})["mascot"] == "owl"


def test_unknown_enumeration_values_are_accepted() -> None:
    fields = example(models.InstitutionPublic) | {"kind": "forest_school"}
    assert models.InstitutionPublic.model_validate(fields).kind == "forest_school"


def test_a_response_that_does_not_match_raises_an_error(client: sammen.Client, service: FakeService) -> None:
    service.script.append(httpx.Response(200, json={"id": 7}))
    with pytest.raises(sammen.UnexpectedResponse, match="upgrade the client"):
        client.districts.get("x")
    service.script.append(httpx.Response(200, text="<html>"))
    with pytest.raises(sammen.UnexpectedResponse, match="proxy"):
        client.districts.get("x")


def test_me_returns_the_caller(client: sammen.Client) -> None:
    assert "anna" in client.me().model_dump_json()


def test_any_path_can_be_requested(client: sammen.Client, service: FakeService) -> None:
    item = service.add("districts", name="North")
    path = f"/v1/districts/{item['id']}"
    assert client.request("GET", path)["name"] == "North"
    assert client.request("GET", path, response_type=models.DistrictPublic).etag == '"1-abc"'
    assert client.request("PATCH", path, {"name": "South"}, if_match='"1"')["name"] == "South"
    assert client.request("POST", "/v1/districts", {"name": "East"})["name"] == "East"
    assert service.requests[-1].headers["idempotency-key"]
    assert [district["name"] for district in client.paginate("/v1/districts", {"name": "East"})] == ["East"]
