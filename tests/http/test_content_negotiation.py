"""Content negotiation by the Accept header."""

import pytest

from api.http.content_negotiation import CSV, DANISH_CSV, HTML, JSON, negotiate
from tests.support.world import World

LIST = (JSON, CSV, DANISH_CSV)


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", JSON), ("*/*", JSON), ("application/json", JSON), ("application/*", JSON), ("nonsense", JSON),
        ("text/csv", CSV), ("TEXT/CSV", CSV), ("text/*", CSV), ("text/csv;charset=utf-8", CSV), ("text/csv, */*", CSV),
        ("text/csv;q=0", JSON), ("text/csv; q=0.0, */*", JSON), ("text/csv;q=0, text/*", JSON),
        ("text/csv;q=0.5, application/json", JSON), ("application/json;q=0.5, text/csv", CSV),
        ("application/json, text/csv", JSON), ("text/csv, application/json", JSON), ("text/csv;q=0.4, */*;q=0.5", JSON),
        ("text/csv;q=0.1", CSV), ("text/csv;q=2", JSON), ("text/csv;q=x", JSON), ("text/csv;q=nan", JSON),
        ("text/csv; dialect=danish", DANISH_CSV), ('text/csv;dialect="danish"', DANISH_CSV),
        ("text/csv;dialect=danish;q=0", JSON), ("text/csv;dialect=danish, text/csv;q=0.9", DANISH_CSV),
        ("text/csv;dialect=danish;q=0.5, text/csv", CSV), ("text/csv;dialect=klingon", JSON),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", JSON),
        ("application/json, text/plain, */*", JSON), ("," * 5000, JSON), ("text/csv" + ";" * 5000, CSV),
    ],
)  # fmt: skip
def test_list_is_in_the_preferred_media_type(accept: str, media_type: str) -> None:
    assert (negotiate(accept, LIST) or JSON) == media_type


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", HTML),
        ("*/*", JSON),
        ("", JSON),
        ("application/json, text/html;q=0.5", JSON),
        ("text/html;q=0", JSON),
        ("text/*", HTML),
    ],
)
def test_browser_gets_a_page(accept: str, media_type: str) -> None:
    assert (negotiate(accept, (JSON, HTML)) or JSON) == media_type


def test_unavailable_media_type_matches_none() -> None:
    for accept in ("application/xml", "text/csv; dialect=dansk", "text/csv;q=0", "image/*"):
        assert negotiate(accept, LIST) is None, accept
    for accept in ("*/*", "application/xml, */*;q=0.1", "text/*", "application/*"):
        assert negotiate(accept, LIST) is not None, accept


async def test_administration_gets_406_for_an_unavailable_media_type(world: World) -> None:
    office = await world.actor("administration")
    for accept in ("text/csv; dialect=dansk", "application/xml"):
        response = await office.get("/institutions", headers={"Accept": accept})
        assert (response.status_code, response.json()["code"]) == (406, "not-acceptable")
        assert "dialect=danish" in response.json()["detail"]
    for accept in ("", "*/*", "text/html, */*;q=0.8", "application/json, application/problem+json"):
        response = await office.get("/institutions", headers={"Accept": accept})
        assert (response.status_code, response.headers["content-type"]) == (200, "application/json")
