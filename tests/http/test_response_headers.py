"""What every answer carries, whoever made it."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from api.access.route_class import UnauthenticatedRoute
from api.app import create_app
from api.core.settings import Settings
from tests.support.application import SECRET
from tests.support.core.envelope import ALWAYS
from tests.support.operations import contract
from tests.support.world import World


def settings(**given: object) -> Settings:
    return Settings(database_url="sqlite+aiosqlite:///unused.db", environment="test", token_secret=SECRET, **given)  # type: ignore[arg-type]


async def broken(request: Request) -> Response:
    raise ZeroDivisionError("010203-1234 is a secret")


async def broken_later(request: Request) -> Response:
    async def stream() -> AsyncIterator[bytes]:
        yield b"begun"
        raise ZeroDivisionError

    return StreamingResponse(stream())


async def calling(
    path: str, method: str = "GET", given: dict[str, object] | None = None, **headers: str
) -> httpx.Response:
    app = create_app(settings(**(given or {})))
    app.router.routes.append(UnauthenticatedRoute("/broken", broken))
    app.add_route("/broken-outside", broken)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://sammen.test") as client:
        return await client.request(method, path, headers={name.replace("_", "-"): v for name, v in headers.items()})


CASES = [
    ("GET", "/health/live", 200), ("GET", "/nowhere", 404), ("GET", "/v1", 404), ("GET", "/", 200),
    ("GET", "/v1/institutions/", 404), ("DELETE", "/v1/institutions", 405), ("BREW", "/v1/institutions", 405),
    ("GET", "/health/live?x=1", 422), ("GET", "/v1/institutions", 401), ("POST", "/v1/institutions", 401),
    ("GET", "/broken", 500), ("GET", "/broken-outside", 500), ("GET", "/problems/nothing", 404),
    ("POST", "/v1/token", 415),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "status"), CASES)
async def test_every_answer_is_dressed(method: str, path: str, status: int) -> None:
    answer = await calling(path, method)
    assert answer.status_code == status, answer.text
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS
    assert answer.headers["vary"] == "Authorization, Accept, Accept-Language"
    assert len(answer.headers["x-request-id"]) == 36
    assert answer.headers["cache-control"] == ("private, no-cache" if status == 200 else "no-store")
    assert "strict-transport-security" not in answer.headers
    if status >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        assert (answer.json()["status"], answer.json()["request_id"]) == (status, answer.headers["x-request-id"])


async def test_an_error_is_named_and_says_nothing_of_itself() -> None:
    for path in ("/broken", "/broken-outside"):
        answer = await calling(path)
        assert answer.json()["code"] == "internal-error"
        assert answer.json()["audience"] == "operator"
        assert "secret" not in answer.text


async def test_an_answer_that_breaks_off_does_not_end_well() -> None:
    app = create_app(settings())
    app.router.routes.append(UnauthenticatedRoute("/broken-later", broken_later))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://sammen.test") as client:
        with pytest.raises(ZeroDivisionError):
            await client.get("/broken-later")


# Of random digits some look like a day and a number; nobody is meant by them.
RANDOM = ["ab010203-1234-7d3e-9a51-0c2b6f1d4e77", "0102031234abcdefabcdefabcdefabcd"]


@pytest.mark.parametrize("id", ["abc", "0198f3a0-7b8c-7d3e-9a51-0c2b6f1d4e77", "A.b_c-1", "x" * 64, *RANDOM])
async def test_an_inbound_request_id_is_kept(id: str) -> None:
    assert (await calling("/health/live", x_request_id=id)).headers["x-request-id"] == id
    assert (await calling("/nowhere", x_request_id=id)).json()["request_id"] == id


NUMBERS = ["0102031234", "010203-1234", "cpr-010203.1234", "01-02-03-1234", "x0102031234x"]


@pytest.mark.parametrize("id", ["", " ", "a b", "x" * 65, "<script>", 'a"b', "a,b", *NUMBERS])
async def test_one_that_is_none_is_replaced(id: str) -> None:
    assert len((await calling("/health/live", x_request_id=id)).headers["x-request-id"]) == 36


@pytest.mark.parametrize(
    "template", ["/v1/institutions", "/v1/institutions/{id}", "/v1/institutions/{id}/move", "/health/live"]
)
async def test_a_method_that_is_not_taken_is_told_which_are(template: str) -> None:
    methods = {method.upper() for method in contract()["paths"][template]}
    allowed = ", ".join(sorted(methods | {"HEAD"} if "GET" in methods else methods))
    path = template.replace("{id}", "0198f3a0-7b8c-7d3e-9a51-0c2b6f1d4e77")
    for method in ("PUT", "OPTIONS", "TRACE"):
        answer = await calling(path, method)
        assert (answer.status_code, answer.headers["allow"]) == (405, allowed)
    assert (await calling(path, "PUT")).json()["code"] == "method-not-allowed"


@pytest.mark.parametrize(("path", "status"), [("/health/live", 200), ("/problems/not-found", 200), ("/nowhere", 404)])
async def test_head_is_answered_as_get_without_the_body(path: str, status: int) -> None:
    head, get = await calling(path, "HEAD"), await calling(path)
    assert (head.status_code, head.content) == (status, b"")
    changing = {"x-request-id"}
    assert {k: v for k, v in head.headers.items() if k not in changing} == {
        k: v for k, v in get.headers.items() if k not in changing
    }
    assert (await calling("/v1/institutions/0198f3a0-7b8c-7d3e-9a51-0c2b6f1d4e77/move", "HEAD")).status_code == 405


async def test_head_of_a_list_and_of_its_csv(world: World) -> None:
    office = await world.actor("administration")
    for headers in ({}, {"Accept": "text/csv"}):
        head = await office.call("HEAD", "/institutions", headers=headers)
        get = await office.get("/institutions", headers=headers)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-type"] == get.headers["content-type"]
        assert head.headers.get("etag") == get.headers.get("etag")
        known = {**headers, "If-None-Match": head.headers.get("etag", '"none"')}
        assert (await office.call("HEAD", "/institutions", headers=known)).status_code == (200 if headers else 304)


@pytest.mark.parametrize(
    ("path", "instance"),
    [
        ("/nowhere/010203-1234", "/"),
        ("/v1/nowhere", "/v1"),
        ("/v1/institutions/7", "/v1/institutions/{id}"),
        ("/v1/institutions/7/move", "/v1/institutions/{id}/move"),
        ("/v1/institutions/", "/v1"),
    ],
)
async def test_a_refusal_at_an_address_that_is_none_names_the_nearest_that_is_one(path: str, instance: str) -> None:
    assert (await calling(path)).json()["instance"] == instance


async def test_behind_tls_browsers_are_told_to_stay_there() -> None:
    answer = await calling("/nowhere", given={"behind_tls": True})
    assert answer.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"


async def test_only_named_origins_are_answered_across_them() -> None:
    given = {"cors_origins": ("https://samtale.example",)}
    friend = await calling("/health/live", given=given, origin="https://samtale.example")
    assert friend.headers["access-control-allow-origin"] == "https://samtale.example"
    read = {"ETag", "Link", "X-Request-Id", "Content-Disposition", "Deprecation", "Sunset"}
    assert read <= set(friend.headers["access-control-expose-headers"].split(", "))
    assert (
        "access-control-allow-origin"
        not in (await calling("/health/live", given=given, origin="https://other.example")).headers
    )
    assert "access-control-allow-origin" not in (await calling("/health/live", origin="https://x.example")).headers
    asked = {"access_control_request_method": "PATCH", "access_control_request_headers": "if-match,authorization"}
    before = await calling("/v1/institutions", "OPTIONS", given, origin="https://samtale.example", **asked)
    assert (before.status_code, before.headers["access-control-max-age"]) == (200, "600")


@pytest.mark.parametrize(
    ("origin", "method", "headers"),
    [
        ("https://other.example", "GET", "authorization"),
        ("https://samtale.example", "BREW", "authorization"),
        ("https://samtale.example", "GET", "x-anything"),
    ],
)
async def test_a_browser_that_may_not_ask_is_told_so_as_everybody_is(origin: str, method: str, headers: str) -> None:
    asked = {"access_control_request_method": method, "access_control_request_headers": headers, "origin": origin}
    given = {"cors_origins": ("https://samtale.example",)}
    refused = await calling("/v1/institutions", "OPTIONS", given, accept_language="da", **asked)
    assert refused.headers["content-type"] == "application/problem+json"
    assert (refused.status_code, refused.json()["code"]) == (400, "cross-origin-refused")
    assert (refused.json()["status"], refused.json()["instance"]) == (400, "/")
    assert refused.json()["request_id"] == refused.headers["x-request-id"]
    assert refused.json()["title"] == "Sider herfra må ikke bede om dette"
    assert {name: refused.headers.get(name) for name in ALWAYS} == ALWAYS
    assert "PATCH" in refused.headers["access-control-allow-methods"]
    assert int(refused.headers["content-length"]) == len(refused.content)
    named = refused.headers.get("access-control-allow-origin")
    assert named == (None if "other" in origin else origin)
    assert method not in refused.text + headers or method == "GET", "nothing is echoed"


async def test_a_refusal_for_who_is_signed_in_is_dressed_too(world: World) -> None:
    office = await world.actor("administration")
    for answer in (
        await office.get(f"/institutions/{world.municipality}"),
        await office.post("/institutions", {}),
        await office.delete("/institutions"),
        await office.get("/institutions", headers={"Accept": "text/csv"}),
    ):
        assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS
        assert "x-request-id" in answer.headers
