"""Lists, single things, changes and transitions."""

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType

import httpx
import pytest
import sammen
from sammen import models
from sammen.aio import rooms as aio_rooms
from sammen.calls import jsonable, path_of, query
from sammen.sync import rooms as sync_rooms

from tests.conftest import async_connected
from tests.service import Service
from tests.things import example

ROOT = Path(__file__).parents[3]


def test_a_list_is_read_page_after_page_as_it_is_used(client: sammen.Client, service: Service) -> None:
    for number in range(7):
        service.add("institutions", name=f"School {number}")
    found = iter(client.institutions.list(page_size=3))
    assert service.calls == []
    assert next(found).name == "School 0"
    assert len(service.calls) == 1
    assert [one.name for one in found] == [f"School {number}" for number in range(1, 7)]
    assert len(service.calls) == 3


async def test_a_list_is_read_the_same_way_in_asyncio(service: Service) -> None:
    for number in range(5):
        service.add("institutions", name=f"School {number}")
    async with async_connected(service) as client:
        pages = [page async for page in client.institutions.list(page_size=2).pages()]
        assert [len(page) for page in pages] == [2, 2, 1]
        assert len([one async for one in client.institutions.list()]) == 5


def test_a_limit_is_that_of_the_whole_list(client: sammen.Client, service: Service) -> None:
    for _ in range(9):
        service.add("institutions")
    assert len(list(client.institutions.list(limit=4, page_size=3))) == 4
    assert len(list(client.institutions.list(limit=0))) == 0
    assert service.calls[0].url.params["limit"] == "3"


def test_a_list_that_names_itself_as_its_next_page_ends(client: sammen.Client, service: Service) -> None:
    page = httpx.Response(200, json={"items": [service.add("districts")], "next_cursor": "same", "total": None})
    service.script.extend([page, page, page])
    with pytest.raises(sammen.UnexpectedAnswer, match="does not end"):
        list(client.districts.list())


def test_filters_are_written_as_the_contract_does() -> None:
    day = datetime(2026, 8, 1, 12, tzinfo=UTC)
    pairs = query({"from_": date(2026, 8, 1), "count": True, "q": None, "at": day, "kind": ["a", "b"]})
    assert pairs == (
        ("from", "2026-08-01"), ("count", "true"), ("at", "2026-08-01T12:00:00Z"), ("kind", "a"), ("kind", "b"),
    )  # fmt: skip


def test_the_first_page_tells_how_many_there_are(client: sammen.Client, service: Service) -> None:
    service.add("districts")
    assert client.districts.list(count=True).page().total == 1


async def test_a_list_is_exported_in_asyncio(service: Service, tmp_path: Path) -> None:
    service.add("districts", name="Nord")
    async with async_connected(service) as client:
        size = await client.districts.export(tmp_path / "d.csv")
    assert size == (tmp_path / "d.csv").stat().st_size


def addressed(rooms: ModuleType) -> set[str]:
    """The addresses that a client's rooms ask, as they are written in the contract."""
    text = Path(str(rooms.__file__)).read_text(encoding="utf-8")
    written = re.findall(r'"(/v1/[^"]+)"', text)
    return {re.sub(r"\{+[^{}]+\}+", "{}", path) for path in written}


@pytest.mark.parametrize("rooms", [aio_rooms, sync_rooms])
def test_every_address_of_the_contract_is_one_of_the_clients(rooms: ModuleType) -> None:
    contract = json.loads((ROOT / "openapi" / "openapi.json").read_text(encoding="utf-8"))
    paths = {re.sub(r"\{[^{}]+\}", "{}", path) for path in contract["paths"] if path.startswith("/v1/")}
    by_hand = {"token", "calendar.ics"}  # a protocol of its own; what calendar programs read
    assert {path for path in paths - addressed(rooms) if path.split("/")[2] not in by_hand} == set()


def test_the_first_of_a_list_is_a_thing_or_none(client: sammen.Client, service: Service) -> None:
    assert client.districts.list().first() is None
    for name in ("North", "South"):
        service.add("districts", name=name)
    found = client.districts.list().first()
    assert found is not None
    assert found.name == "North"
    assert service.calls[-1].url.params["limit"] == "1"


def test_a_thing_brings_its_etag_along(client: sammen.Client, service: Service) -> None:
    made = service.add("districts", name="North")
    district = client.districts.get(made["id"])
    assert district.etag == '"1-abc"'
    changed = client.districts.update(district, name="South")
    assert changed.name == "South"
    assert changed.etag == '"2-abc"'
    with pytest.raises(sammen.problems.ChangedMeanwhile, match="read it again"):
        client.districts.update(district, name="East")


def test_a_thing_from_a_list_brings_its_version_along(client: sammen.Client, service: Service) -> None:
    service.add("districts", name="North")
    [district] = client.districts.list()
    client.districts.update(district, name="South")
    assert service.calls[-1].headers["if-match"] == '"1"'


def test_an_id_alone_brings_nothing_and_the_refusal_says_what_to_give(client: sammen.Client, service: Service) -> None:
    made = service.add("districts")
    with pytest.raises(sammen.errors.PreconditionRequired, match="if_match="):
        client.districts.update(made["id"], name="South")
    client.districts.update(made["id"], name="South", if_match='"1"')


def test_absent_is_not_null(client: sammen.Client, service: Service) -> None:
    made = service.add("institutions")
    client.institutions.update(made["id"], models.InstitutionUpdate(number=None), if_match='"1"')
    assert json.loads(service.calls[-1].content) == {"number": None}


def test_a_body_is_a_model_a_mapping_or_members() -> None:
    whole = models.InstitutionCreate.model_validate({"name": "Fjord", "kind": "school"})
    assert jsonable(whole) == {"name": "Fjord", "kind": "school"}
    assert jsonable({"on": date(2026, 8, 1), "list": [whole]}) == {"on": "2026-08-01", "list": [jsonable(whole)]}
    with pytest.raises(ValueError, match="time zone"):
        jsonable(datetime(2026, 8, 1))  # noqa: DTZ001  # that is what is refused


def test_transitions_are_methods_and_any_can_be_named(client: sammen.Client, service: Service) -> None:
    theme = client.themes.get(service.add("themes")["id"])
    assert client.themes.decide(theme, decided_on="2026-08-01").status == "decide done"
    answer = client.themes.act(theme.id, "decide", {"decided_on": "2026-08-01"}, if_match='"2"')
    assert answer["version"] == 3
    assert [call.url.path.rsplit("/", 1)[1] for call in service.calls[1:]] == ["decide", "decide"]


def test_what_hangs_below_a_thing_can_be_read(client: sammen.Client, service: Service) -> None:
    theme = service.add("themes")
    assert client.themes.read(theme["id"], "thread") == {"of": theme["id"], "part": "thread"}


def test_deleting_answers_nothing(client: sammen.Client, service: Service) -> None:
    cycle = client.cycles.get(service.add("cycles")["id"])
    client.cycles.delete(cycle)
    assert service.things["cycles"] == {}


def test_an_empty_id_does_not_address_the_whole_collection(client: sammen.Client, service: Service) -> None:
    for id in ("", ".", ".."):
        with pytest.raises(ValueError, match="empty"):
            client.districts.get(id)
    assert path_of("/v1/districts/{id}", id="a/../b?c") == "/v1/districts/a%2F..%2Fb%3Fc"
    assert service.calls == []


def test_the_raw_answer_comes_beside_the_parsed_one(client: sammen.Client, service: Service) -> None:
    made = service.add("districts", name="North")
    raw = client.districts.with_raw_response.get(made["id"])
    assert raw.response.headers["etag"] == '"1-abc"'
    assert raw.parsed.name == "North"
    listed = client.districts.with_raw_response.list()
    assert (listed.response.status_code, len(listed.parsed)) == (200, 1)


async def test_the_raw_answer_comes_in_asyncio_too(service: Service) -> None:
    made = service.add("districts", name="North")
    async with async_connected(service) as client:
        raw = await client.districts.with_raw_response.get(made["id"])
        assert (raw.response.status_code, raw.parsed.name) == (200, "North")
        changed = await client.districts.update(raw.parsed, name="South")
        assert changed.name == "South"


def test_what_a_newer_service_adds_is_kept() -> None:
    whole = example(models.DistrictPublic) | {"mascot": "owl"}
    assert (models.DistrictPublic.model_validate(whole).model_extra or {})["mascot"] == "owl"


def test_a_word_that_a_newer_service_adds_is_taken() -> None:
    whole = example(models.InstitutionPublic) | {"kind": "forest_school"}
    assert models.InstitutionPublic.model_validate(whole).kind == "forest_school"


def test_an_answer_that_does_not_fit_says_so(client: sammen.Client, service: Service) -> None:
    service.script.append(httpx.Response(200, json={"id": 7}))
    with pytest.raises(sammen.UnexpectedAnswer, match="upgrade the client"):
        client.districts.get("x")
    service.script.append(httpx.Response(200, text="<html>"))
    with pytest.raises(sammen.UnexpectedAnswer, match="proxy"):
        client.districts.get("x")


def test_who_is_signed_in(client: sammen.Client) -> None:
    assert "anna" in client.me().model_dump_json()
