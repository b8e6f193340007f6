"""Lists: stable pagination, cursors, Danish search, filters, ETags and CSV."""

import base64
import csv
import io
import json
from typing import Any

import pytest

from api.http import pagination
from tests.support.operations import operations
from tests.support.world import Actor, World


async def all_pages(actor: Actor, path: str, **headers: str) -> list[dict[str, Any]]:
    """Return all items of a list by following its links."""
    items: list[dict[str, Any]] = []
    while path:
        response = await actor.get(path, headers=headers)
        assert response.status_code == 200, response.text
        items += response.json()["items"]
        path = response.links.get("next", {}).get("url", "")
        assert bool(path) == (response.json()["next_cursor"] is not None)
    return items


async def create_schools(actor: Actor, *names: str, **fields: Any) -> list[str]:
    responses = [await actor.post("/institutions", {"name": name, "kind": "school", **fields}) for name in names]
    assert all(response.status_code == 201 for response in responses), [response.text for response in responses]
    return [response.json()["id"] for response in responses]


@pytest.mark.parametrize("sort", ["name", "-name", "updated_at", "-updated_at"])
async def test_pages_keep_the_sort_order_and_the_opposite_order_is_its_reverse(world: World, sort: str) -> None:
    office = await world.actor("administration")
    await create_schools(office, *["Ens navn"] * 5, "Åby", "aa", "Zoo")
    on_one_page = [item["id"] for item in (await office.get(f"/institutions?sort={sort}")).json()["items"]]
    on_pages = [item["id"] for item in await all_pages(office, f"/v1/institutions?sort={sort}&limit=3")]
    opposite = sort.removeprefix("-") if sort.startswith("-") else f"-{sort}"
    reversed_ids = [item["id"] for item in await all_pages(office, f"/v1/institutions?sort={opposite}&limit=4")]
    assert on_one_page == on_pages == reversed_ids[::-1]
    assert len(set(on_one_page)) == 14


async def test_changes_between_pages_neither_skip_nor_repeat_items(world: World) -> None:
    office = await world.actor("administration")
    ids = await create_schools(office, *(f"Skole {n:02}" for n in range(10)))
    first = (await office.get("/institutions?sort=name&limit=4&q=skole+0")).json()
    await create_schools(office, "Skole 00a", "Skole 05a")
    # An item of the first page moves to the end of the list; one of a later page no longer matches the filter.
    await office.patch(f"/institutions/{ids[1]}", {"name": "Zkole 01"})
    await office.patch(f"/institutions/{ids[8]}", {"name": "Zkole 08"})
    rest = await all_pages(office, f"/v1/institutions?sort=name&limit=4&q=skole%200&cursor={first['next_cursor']}")
    names = [item["name"] for item in first["items"] + rest if "skolen" not in item["name"].lower()]
    assert len(names) == len(set(names))
    assert [name for name in names if name[:5] == "Skole"] == [
        "Skole 00",
        "Skole 01",
        "Skole 02",
        "Skole 03",
        "Skole 04",
        "Skole 05",
        "Skole 05a",
        "Skole 06",
        "Skole 07",
        "Skole 09",
    ]


async def test_page_has_between_1_and_200_items(world: World) -> None:
    office = await world.actor("administration")
    smallest = (await office.get("/institutions?limit=1")).json()
    assert (len(smallest["items"]), smallest["total"]) == (1, None)
    exact = await office.get("/institutions?limit=6&count=true")
    assert (len(exact.json()["items"]), exact.json()["next_cursor"], exact.json()["total"]) == (6, None, 6)
    assert "link" not in exact.headers
    assert (await office.get("/institutions?limit=200")).status_code == 200
    empty = (await office.get("/institutions?q=findes+ikke&count=true")).json()
    assert empty == {"items": [], "next_cursor": None, "total": 0}


async def test_page_has_the_requested_number_of_items(world: World) -> None:
    office = await world.actor("administration")
    await create_schools(office, *(f"Skole {n:02}" for n in range(54)))
    for limit in (10, 11, 12, 50, 51, 199):
        response = (await office.get(f"/institutions?count=true&limit={limit}")).json()
        assert len(response["items"]) == min(limit, response["total"])
        assert bool(response["next_cursor"]) == (limit < response["total"])


async def test_total_counts_the_filtered_items_that_the_leader_can_see(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    assert (await leader.get("/institutions?count=true&kind=school")).json()["total"] == 1


async def cursor_of(actor: Actor, query: str) -> str:
    return str((await actor.get(f"/institutions?limit=1&{query}")).json()["next_cursor"])


@pytest.mark.parametrize(
    "query", ["sort=-name", "sort=name&kind=school", "sort=name&q=skole", "sort=name&departments=false"]
)
async def test_cursor_is_refused_for_another_query(world: World, query: str) -> None:
    office = await world.actor("administration")
    cursor = await cursor_of(office, "sort=name")
    response = await office.get(f"/institutions?{query}&cursor={cursor}")
    assert (response.status_code, response.json()["code"]) == (400, "cursor-of-another-query")
    elsewhere = await office.get(f"/districts?sort=name&cursor={cursor}")
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (400, "cursor-of-another-query")


async def test_limit_and_count_can_change_from_page_to_page(world: World) -> None:
    office = await world.actor("administration")
    cursor = await cursor_of(office, "sort=name")
    assert (await office.get(f"/institutions?sort=name&limit=3&count=true&cursor={cursor}")).status_code == 200


def forged(cursor: str, value: Any, id: Any) -> str:
    fingerprint = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))[0]
    text = json.dumps([fingerprint, value, id], ensure_ascii=True)
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


ID = "0198f3a0-7b8c-7d3e-9a51-0c2b6f1d4e77"
FORGED = [
    ("name", 7, ID), ("name", None, ID), ("name", "a\0b", ID), ("name", ["a"], ID), ("name", True, ID),
    ("name", "a", "x"), ("name", "a", 5), ("name", "a", None), ("name", {"a": 1}, ID),
    ("updated_at", "yesterday", ID), ("updated_at", 5, ID), ("updated_at", "0001-01-01T00:00:00+14:00", ID),
    ("updated_at", "9999-12-31T23:59:59-14:00", ID), ("updated_at", 10**30, ID), ("updated_at", 1e300, ID),
]  # fmt: skip


@pytest.mark.parametrize(("sort", "value", "id"), FORGED, ids=range(len(FORGED)))
async def test_forged_cursor_is_refused(world: World, sort: str, value: Any, id: Any) -> None:
    office = await world.actor("administration")
    cursor = forged(await cursor_of(office, f"sort={sort}"), value, id)
    response = await office.get(f"/institutions?sort={sort}&cursor={cursor}")
    assert (response.status_code, response.json()["code"]) == (400, "bad-cursor")


@pytest.mark.parametrize("cursor", ["x", "AAAA", "e30", "W10", "WzFd", "bnVsbA", "W1tbW1tb" * 200, "_" * 2000])
async def test_text_that_is_not_a_cursor_is_refused(world: World, cursor: str) -> None:
    office = await world.actor("administration")
    response = await office.get(f"/institutions?cursor={cursor}")
    assert (response.status_code, response.json()["code"]) == (400, "bad-cursor")


@pytest.mark.parametrize("cursor", ["", "a+b", "a=", "%00", "x" * 2001])
async def test_text_without_the_form_of_a_cursor_is_invalid(world: World, cursor: str) -> None:
    office = await world.actor("administration")
    response = await office.get("/institutions", params={"cursor": cursor})
    assert (response.status_code, response.json()["errors"][0]["parameter"]) == (422, "cursor")


@pytest.mark.parametrize(
    ("q", "names"),
    [
        ("100%", ["100% skole"]),
        ("%", ["100% skole"]),
        ("_", ["under_skole"]),
        ("\\", ["bag\\skole"]),
        ("ÆBLE", ["Æblehaven"]),
        ("aarhus", ["Århusskolen"]),
        ("århus", ["Århusskolen"]),
        ("ARHUS", []),
        ("østerå", ["ØSTERÅ Børnehus"]),
        ("osteraa", []),
        ("andre", ["Børnehuset André"]),
        ("børne", ["Børnehuset André", "ØSTERÅ Børnehus"]),
        ("skole%", []),
        ("u_d", []),
        ("'; --", []),
    ],
)
async def test_search_follows_danish_spelling(world: World, q: str, names: list[str]) -> None:
    office = await world.actor("administration")
    schools = [
        "100% skole",
        "under_skole",
        "bag\\skole",
        "Æblehaven",
        "Århusskolen",
        "ØSTERÅ Børnehus",
        "Børnehuset André",
    ]
    await create_schools(office, *schools)
    response = await office.get("/institutions", params={"q": q, "sort": "name"})
    assert [item["name"] for item in response.json()["items"]] == names


async def test_list_is_limited_to_changes_since_a_time(world: World) -> None:
    office = await world.actor("administration")
    before = (await office.get(f"/institutions/{world.birk}")).json()["updated_at"]
    changed = (await office.patch(f"/institutions/{world.oak}", {"city": "Egeby"})).json()
    since = await office.get("/institutions", params={"updated_since": changed["updated_at"]})
    assert [item["id"] for item in since.json()["items"]] == [str(world.oak)]
    local = await office.get("/institutions", params={"updated_since": before.replace("Z", "+00:00")})
    assert str(world.birk) in [item["id"] for item in local.json()["items"]]


async def test_unchanged_list_is_answered_304(world: World) -> None:
    office = await world.actor("administration")
    tag = (await office.get("/institutions")).headers["etag"]
    for matching in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = await office.get("/institutions", headers={"If-None-Match": matching})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    for other in ('"0"', f'"*", "x{tag[1:]}', ""):
        assert (await office.get("/institutions", headers={"If-None-Match": other})).status_code == 200
    await office.patch(f"/districts/{world.north}", {"name": "Nordlig"})
    assert (await office.get("/institutions", headers={"If-None-Match": tag})).status_code == 200


# --- CSV ---


async def csv_rows(actor: Actor, query: str = "", *, danish: bool = False) -> list[dict[str, str]]:
    accept = "text/csv; dialect=danish" if danish else "text/csv"
    response = await actor.get(f"/institutions?{query}", headers={"Accept": accept})
    assert response.status_code == 200, response.text
    text = response.content.decode("utf-8-sig" if danish else "utf-8")
    assert danish == response.content.startswith(b"\xef\xbb\xbf")
    assert text.endswith("\r\n")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if danish else ",", strict=True))


async def test_csv_has_the_whole_list_regardless_of_the_limit(world: World) -> None:
    office = await world.actor("administration")
    items = (await office.get("/institutions?sort=-name&departments=false")).json()["items"]
    for danish in (False, True):
        rows = await csv_rows(office, "sort=-name&departments=false&limit=1", danish=danish)
        assert [row["id"] for row in rows] == [item["id"] for item in items]
        assert set(rows[0]) == set(items[0])
        assert rows[0]["created_at"] == items[0]["created_at"]


async def test_csv_has_the_whole_list_in_several_batches(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    iterate_all = pagination.iterate_all
    monkeypatch.setattr(pagination, "iterate_all", lambda *arguments: iterate_all(*arguments, step=2))
    office = await world.actor("administration")
    for sort in ("name", "-name", "-updated_at"):
        assert len({row["id"] for row in await csv_rows(office, f"sort={sort}")}) == 6


@pytest.mark.parametrize("name", ["=1+1", "+45", "-x", "@SUM(A1)", "=cmd|' /C calc'!A0"])
async def test_name_in_csv_is_not_run_as_a_formula(world: World, name: str) -> None:
    office = await world.actor("administration")
    [id] = await create_schools(office, name)
    for danish in (False, True):
        [row] = [row for row in await csv_rows(office, danish=danish) if row["id"] == id]
        assert row["name"] == f"'{name}"


async def test_names_with_separators_and_quotes_are_unchanged_in_csv(world: World) -> None:
    office = await world.actor("administration")
    names = ['Skole, "Nord"; afd. 2', "Ærø; Ø, Å", "'citat'"]
    ids = await create_schools(office, *names)
    for danish in (False, True):
        names_by_id = {row["id"]: row["name"] for row in await csv_rows(office, danish=danish)}
        assert [names_by_id[id] for id in ids] == names


async def test_machine_without_permission_gets_no_csv(world: World) -> None:
    machine = await world.actor("data_supplier", machine=True)
    [forbidden] = [operation for operation in operations() if operation.name == "list_focus_areas"]
    response = await machine.get(forbidden.path, headers={"Accept": "text/csv"})
    assert (response.status_code, response.headers["content-type"]) == (403, "application/problem+json")
