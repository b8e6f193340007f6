"""Lists are walked without skipping or doubling, searched as Danes write, and read by spreadsheets without danger."""

import base64
import csv
import io
import json
from typing import Any

import pytest

from api.http import pagination
from tests.support.world import Actor, World


async def walk(actor: Actor, path: str, **headers: str) -> list[dict[str, Any]]:
    """All items, by following the links."""
    items: list[dict[str, Any]] = []
    while path:
        answer = await actor.get(path, headers=headers)
        assert answer.status_code == 200, answer.text
        items += answer.json()["items"]
        path = answer.links.get("next", {}).get("url", "")
        assert bool(path) == (answer.json()["next_cursor"] is not None)
    return items


async def make(actor: Actor, *names: str, **fields: Any) -> list[str]:
    made = [await actor.post("/institutions", {"name": name, "kind": "school", **fields}) for name in names]
    assert all(answer.status_code == 201 for answer in made), [answer.text for answer in made]
    return [answer.json()["id"] for answer in made]


@pytest.mark.parametrize("sort", ["name", "-name", "updated_at", "-updated_at"])
async def test_every_order_has_its_reverse_and_pages_do_not_change_it(world: World, sort: str) -> None:
    office = await world.actor("administration")
    await make(office, *["Ens navn"] * 5, "Åby", "aa", "Zoo")
    whole = [item["id"] for item in (await office.get(f"/institutions?sort={sort}")).json()["items"]]
    paged = [item["id"] for item in await walk(office, f"/v1/institutions?sort={sort}&limit=3")]
    other = sort.removeprefix("-") if sort.startswith("-") else f"-{sort}"
    reverse = [item["id"] for item in await walk(office, f"/v1/institutions?sort={other}&limit=4")]
    assert whole == paged == reverse[::-1]
    assert len(set(whole)) == 14


async def test_what_comes_and_goes_between_pages_neither_skips_nor_doubles(world: World) -> None:
    office = await world.actor("administration")
    ids = await make(office, *(f"Skole {n:02}" for n in range(10)))
    first = (await office.get("/institutions?sort=name&limit=4&q=skole+0")).json()
    await make(office, "Skole 00a", "Skole 05a")
    # What has been seen moves to the end of the list; what has not been seen leaves the filter.
    await office.patch(f"/institutions/{ids[1]}", {"name": "Zkole 01"})
    await office.patch(f"/institutions/{ids[8]}", {"name": "Zkole 08"})
    rest = await walk(office, f"/v1/institutions?sort=name&limit=4&q=skole%200&cursor={first['next_cursor']}")
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


async def test_the_bounds_of_a_page(world: World) -> None:
    office = await world.actor("administration")
    one = (await office.get("/institutions?limit=1")).json()
    assert (len(one["items"]), one["total"]) == (1, None)
    exact = await office.get("/institutions?limit=6&count=true")
    assert (len(exact.json()["items"]), exact.json()["next_cursor"], exact.json()["total"]) == (6, None, 6)
    assert "link" not in exact.headers
    assert (await office.get("/institutions?limit=200")).status_code == 200
    none = (await office.get("/institutions?q=findes+ikke&count=true")).json()
    assert none == {"items": [], "next_cursor": None, "total": 0}


async def test_a_page_holds_as_many_as_were_asked_for(world: World) -> None:
    office = await world.actor("administration")
    await make(office, *(f"Skole {n:02}" for n in range(54)))
    for limit in (10, 11, 12, 50, 51, 199):
        answer = (await office.get(f"/institutions?count=true&limit={limit}")).json()
        assert len(answer["items"]) == min(limit, answer["total"])
        assert bool(answer["next_cursor"]) == (limit < answer["total"])


async def test_the_total_counts_what_the_caller_sees_under_the_filter(world: World) -> None:
    leader = await world.actor("leader", world.birk)
    assert (await leader.get("/institutions?count=true&kind=school")).json()["total"] == 1


async def cursor_of(actor: Actor, query: str) -> str:
    return str((await actor.get(f"/institutions?limit=1&{query}")).json()["next_cursor"])


@pytest.mark.parametrize(
    "query", ["sort=-name", "sort=name&kind=school", "sort=name&q=skole", "sort=name&departments=false"]
)
async def test_a_cursor_belongs_to_its_query(world: World, query: str) -> None:
    office = await world.actor("administration")
    cursor = await cursor_of(office, "sort=name")
    answer = await office.get(f"/institutions?{query}&cursor={cursor}")
    assert (answer.status_code, answer.json()["code"]) == (400, "cursor-of-another-query")
    elsewhere = await office.get(f"/districts?sort=name&cursor={cursor}")
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (400, "cursor-of-another-query")


async def test_the_size_of_the_page_and_the_total_may_change_on_the_way(world: World) -> None:
    office = await world.actor("administration")
    cursor = await cursor_of(office, "sort=name")
    assert (await office.get(f"/institutions?sort=name&limit=3&count=true&cursor={cursor}")).status_code == 200


def forged(cursor: str, sort: Any, id: Any) -> str:
    mark = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))[0]
    text = json.dumps([mark, sort, id], ensure_ascii=True)
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


ID = "0198f3a0-7b8c-7d3e-9a51-0c2b6f1d4e77"
FORGED = [
    ("name", 7, ID), ("name", None, ID), ("name", "a\0b", ID), ("name", ["a"], ID), ("name", True, ID),
    ("name", "a", "x"), ("name", "a", 5), ("name", "a", None), ("name", {"a": 1}, ID),
    ("updated_at", "yesterday", ID), ("updated_at", 5, ID), ("updated_at", "0001-01-01T00:00:00+14:00", ID),
    ("updated_at", "9999-12-31T23:59:59-14:00", ID), ("updated_at", 10**30, ID), ("updated_at", 1e300, ID),
]  # fmt: skip


@pytest.mark.parametrize(("sort", "value", "id"), FORGED, ids=range(len(FORGED)))
async def test_a_cursor_that_was_tampered_with_is_refused(world: World, sort: str, value: Any, id: Any) -> None:
    office = await world.actor("administration")
    cursor = forged(await cursor_of(office, f"sort={sort}"), value, id)
    answer = await office.get(f"/institutions?sort={sort}&cursor={cursor}")
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-cursor")


@pytest.mark.parametrize("cursor", ["x", "AAAA", "e30", "W10", "WzFd", "bnVsbA", "W1tbW1tb" * 200, "_" * 2000])
async def test_a_cursor_that_never_was_one_is_refused(world: World, cursor: str) -> None:
    office = await world.actor("administration")
    answer = await office.get(f"/institutions?cursor={cursor}")
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-cursor")


@pytest.mark.parametrize("cursor", ["", "a+b", "a=", "%00", "x" * 2001])
async def test_what_has_not_the_form_of_a_cursor_is_invalid(world: World, cursor: str) -> None:
    office = await world.actor("administration")
    answer = await office.get("/institutions", params={"cursor": cursor})
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (422, "cursor")


@pytest.mark.parametrize(
    ("q", "found"),
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
async def test_words_are_found_as_danes_write_them(world: World, q: str, found: list[str]) -> None:
    office = await world.actor("administration")
    wanted = [
        "100% skole",
        "under_skole",
        "bag\\skole",
        "Æblehaven",
        "Århusskolen",
        "ØSTERÅ Børnehus",
        "Børnehuset André",
    ]
    await make(office, *wanted)
    answer = await office.get("/institutions", params={"q": q, "sort": "name"})
    assert [item["name"] for item in answer.json()["items"]] == found


async def test_only_what_changed_since_is_listed(world: World) -> None:
    office = await world.actor("administration")
    before = (await office.get(f"/institutions/{world.birk}")).json()["updated_at"]
    changed = (await office.patch(f"/institutions/{world.oak}", {"city": "Egeby"})).json()
    since = await office.get("/institutions", params={"updated_since": changed["updated_at"]})
    assert [item["id"] for item in since.json()["items"]] == [str(world.oak)]
    local = await office.get("/institutions", params={"updated_since": before.replace("Z", "+00:00")})
    assert str(world.birk) in [item["id"] for item in local.json()["items"]]


async def test_a_list_known_already_is_a_304_until_something_in_it_changes(world: World) -> None:
    office = await world.actor("administration")
    tag = (await office.get("/institutions")).headers["etag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = await office.get("/institutions", headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    for unknown in ('"0"', f'"*", "x{tag[1:]}', ""):
        assert (await office.get("/institutions", headers={"If-None-Match": unknown})).status_code == 200
    await office.patch(f"/districts/{world.north}", {"name": "Nordlig"})
    assert (await office.get("/institutions", headers={"If-None-Match": tag})).status_code == 200


# --- CSV ---


async def table(actor: Actor, query: str = "", *, danish: bool = False) -> list[dict[str, str]]:
    accept = "text/csv; dialect=danish" if danish else "text/csv"
    answer = await actor.get(f"/institutions?{query}", headers={"Accept": accept})
    assert answer.status_code == 200, answer.text
    text = answer.content.decode("utf-8-sig" if danish else "utf-8")
    assert danish == answer.content.startswith(b"\xef\xbb\xbf")
    assert text.endswith("\r\n")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if danish else ",", strict=True))


async def test_the_whole_list_comes_as_csv_whatever_the_limit(world: World) -> None:
    office = await world.actor("administration")
    items = (await office.get("/institutions?sort=-name&departments=false")).json()["items"]
    for danish in (False, True):
        rows = await table(office, "sort=-name&departments=false&limit=1", danish=danish)
        assert [row["id"] for row in rows] == [item["id"] for item in items]
        assert set(rows[0]) == set(items[0])
        assert rows[0]["created_at"] == items[0]["created_at"]


async def test_a_list_longer_than_one_reading_comes_whole(world: World, monkeypatch: pytest.MonkeyPatch) -> None:

    read = pagination.iterate_all
    monkeypatch.setattr(pagination, "iterate_all", lambda *given: read(*given, step=2))
    office = await world.actor("administration")
    for sort in ("name", "-name", "-updated_at"):
        assert len({row["id"] for row in await table(office, f"sort={sort}")}) == 6


@pytest.mark.parametrize("name", ["=1+1", "+45", "-x", "@SUM(A1)", "=cmd|' /C calc'!A0"])
async def test_a_spreadsheet_runs_no_name_as_a_formula(world: World, name: str) -> None:
    office = await world.actor("administration")
    [id] = await make(office, name)
    for danish in (False, True):
        [row] = [row for row in await table(office, danish=danish) if row["id"] == id]
        assert row["name"] == f"'{name}"


async def test_names_with_separators_and_quotes_come_through(world: World) -> None:
    office = await world.actor("administration")
    names = ['Skole, "Nord"; afd. 2', "Ærø; Ø, Å", "'citat'"]
    ids = await make(office, *names)
    for danish in (False, True):
        found = {row["id"]: row["name"] for row in await table(office, danish=danish)}
        assert [found[id] for id in ids] == names


async def test_who_may_not_list_gets_no_table_either(world: World) -> None:
    from tests.support.operations import operations

    machine = await world.actor("data_supplier", machine=True)
    [closed] = [operation for operation in operations() if operation.name == "list_focus_areas"]
    answer = await machine.get(closed.path, headers={"Accept": "text/csv"})
    assert (answer.status_code, answer.headers["content-type"]) == (403, "application/problem+json")
