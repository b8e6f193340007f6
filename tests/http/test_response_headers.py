"""Headers of every response, request ids, HEAD, CORS, and problems at unknown addresses."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from api.access.route_class import UnauthenticatedRoute
from api.app import create_app
from api.core.settings import Settings
from tests.support.application import SECRET
from tests.support.operations import contract
from tests.support.response_headers import STANDARD_HEADERS
from tests.support.world import World


def settings(**values: object) -> Settings:
    return Settings(database_url="sqlite+aiosqlite:///unused.db", environment="test", token_secret=SECRET, **values)  # type: ignore[arg-type]


async def failing(request: Request) -> Response:
    raise ZeroDivisionError("010203-1234 is a secret")


async def failing_later(request: Request) -> Response:
    async def stream() -> AsyncIterator[bytes]:
        yield b"begun"
        raise ZeroDivisionError

    return StreamingResponse(stream())


async def call(
    path: str, method: str = "GET", values: dict[str, object] | None = None, **headers: str
) -> httpx.Response:
    """Call the service with these settings; it has two more routes, which fail."""
    app = create_app(settings(**(values or {})))
    app.router.routes.append(UnauthenticatedRoute("/broken", failing))
    app.add_route("/broken-outside", failing)
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
async def test_every_response_has_the_standard_headers(method: str, path: str, status: int) -> None:
    response = await call(path, method)
    assert response.status_code == status, response.text
    assert {name: response.headers.get(name) for name in STANDARD_HEADERS} == STANDARD_HEADERS
    assert response.headers["vary"] == "Authorization, Accept, Accept-Language"
    assert len(response.headers["x-request-id"]) == 36
    assert response.headers["cache-control"] == ("private, no-cache" if status == 200 else "no-store")
    assert "strict-transport-security" not in response.headers
    if status >= 400:
        assert response.headers["content-type"] == "application/problem+json"
        assert (response.json()["status"], response.json()["request_id"]) == (status, response.headers["x-request-id"])


async def test_unexpected_error_is_answered_without_its_message() -> None:
    for path in ("/broken", "/broken-outside"):
        response = await call(path)
        assert response.json()["code"] == "internal-error"
        assert response.json()["audience"] == "operator"
        assert "secret" not in response.text


async def test_stream_that_fails_is_broken_off() -> None:
    app = create_app(settings())
    app.router.routes.append(UnauthenticatedRoute("/broken-later", failing_later))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://sammen.test") as client:
        with pytest.raises(ZeroDivisionError):
            await client.get("/broken-later")


# Some digits of a random id look like a CPR number.
RANDOM_IDS = ["ab010203-1234-7d3e-9a51-0c2b6f1d4e77", "0102031234abcdefabcdefabcdefabcd"]


@pytest.mark.parametrize("id", ["abc", "0198f3a0-7b8c-7d3e-9a51-0c2b6f1d4e77", "A.b_c-1", "x" * 64, *RANDOM_IDS])
async def test_inbound_request_id_is_used(id: str) -> None:
    assert (await call("/health/live", x_request_id=id)).headers["x-request-id"] == id
    assert (await call("/nowhere", x_request_id=id)).json()["request_id"] == id


CPR_NUMBERS = ["0102031234", "010203-1234", "cpr-010203.1234", "01-02-03-1234", "x0102031234x"]


@pytest.mark.parametrize("id", ["", " ", "a b", "x" * 65, "<script>", 'a"b', "a,b", *CPR_NUMBERS])
async def test_invalid_inbound_request_id_is_replaced(id: str) -> None:
    assert len((await call("/health/live", x_request_id=id)).headers["x-request-id"]) == 36


@pytest.mark.parametrize(
    "template", ["/v1/institutions", "/v1/institutions/{id}", "/v1/institutions/{id}/move", "/health/live"]
)
async def test_unsupported_method_is_answered_with_the_allowed_ones(template: str) -> None:
    methods = {method.upper() for method in contract()["paths"][template]}
    allowed = ", ".join(sorted(methods | {"HEAD"} if "GET" in methods else methods))
    path = template.replace("{id}", "0198f3a0-7b8c-7d3e-9a51-0c2b6f1d4e77")
    for method in ("PUT", "OPTIONS", "TRACE"):
        response = await call(path, method)
        assert (response.status_code, response.headers["allow"]) == (405, allowed)
    assert (await call(path, "PUT")).json()["code"] == "method-not-allowed"


@pytest.mark.parametrize(("path", "status"), [("/health/live", 200), ("/problems/not-found", 200), ("/nowhere", 404)])
async def test_head_is_answered_as_get_without_a_body(path: str, status: int) -> None:
    head, get = await call(path, "HEAD"), await call(path)
    assert (head.status_code, head.content) == (status, b"")
    changing = {"x-request-id"}
    of_head, of_get = (
        {name: value for name, value in response.headers.items() if name not in changing} for response in (head, get)
    )
    assert of_head == of_get
    assert (await call("/v1/institutions/0198f3a0-7b8c-7d3e-9a51-0c2b6f1d4e77/move", "HEAD")).status_code == 405


async def test_administration_gets_the_head_of_a_list_and_of_its_csv(world: World) -> None:
    office = await world.actor("administration")
    for headers in ({}, {"Accept": "text/csv"}):
        head = await office.call("HEAD", "/institutions", headers=headers)
        get = await office.get("/institutions", headers=headers)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-type"] == get.headers["content-type"]
        assert head.headers.get("etag") == get.headers.get("etag")
        conditional = {**headers, "If-None-Match": head.headers.get("etag", '"none"')}
        assert (await office.call("HEAD", "/institutions", headers=conditional)).status_code == (
            200 if headers else 304
        )


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
async def test_problem_at_an_unknown_address_names_the_nearest_template(path: str, instance: str) -> None:
    assert (await call(path)).json()["instance"] == instance


async def test_responses_behind_tls_have_hsts() -> None:
    response = await call("/nowhere", values={"behind_tls": True})
    assert response.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"


async def test_only_allowed_origins_get_cors_headers() -> None:
    values: dict[str, object] = {"cors_origins": ("https://samtale.example",)}
    allowed = await call("/health/live", values=values, origin="https://samtale.example")
    assert allowed.headers["access-control-allow-origin"] == "https://samtale.example"
    exposed = {"ETag", "Link", "X-Request-Id", "Content-Disposition", "Deprecation", "Sunset"}
    assert exposed <= set(allowed.headers["access-control-expose-headers"].split(", "))
    other = await call("/health/live", values=values, origin="https://other.example")
    assert "access-control-allow-origin" not in other.headers
    assert "access-control-allow-origin" not in (await call("/health/live", origin="https://x.example")).headers
    requested = {"access_control_request_method": "PATCH", "access_control_request_headers": "if-match,authorization"}
    preflight = await call("/v1/institutions", "OPTIONS", values, origin="https://samtale.example", **requested)
    assert (preflight.status_code, preflight.headers["access-control-max-age"]) == (200, "600")


@pytest.mark.parametrize(
    ("origin", "method", "headers"),
    [
        ("https://other.example", "GET", "authorization"),
        ("https://samtale.example", "BREW", "authorization"),
        ("https://samtale.example", "GET", "x-anything"),
    ],
)
async def test_refused_preflight_is_answered_with_a_problem(origin: str, method: str, headers: str) -> None:
    requested = {"access_control_request_method": method, "access_control_request_headers": headers, "origin": origin}
    values: dict[str, object] = {"cors_origins": ("https://samtale.example",)}
    refused = await call("/v1/institutions", "OPTIONS", values, accept_language="da", **requested)
    assert refused.headers["content-type"] == "application/problem+json"
    assert (refused.status_code, refused.json()["code"]) == (400, "cross-origin-refused")
    assert (refused.json()["status"], refused.json()["instance"]) == (400, "/")
    assert refused.json()["request_id"] == refused.headers["x-request-id"]
    assert refused.json()["title"] == "Oprindelsen, metoden eller headeren er ikke tilladt"
    assert {name: refused.headers.get(name) for name in STANDARD_HEADERS} == STANDARD_HEADERS
    assert "PATCH" in refused.headers["access-control-allow-methods"]
    assert int(refused.headers["content-length"]) == len(refused.content)
    allowed_origin = refused.headers.get("access-control-allow-origin")
    assert allowed_origin == (None if "other" in origin else origin)
    assert method not in refused.text + headers or method == "GET", "nothing of the request is repeated"


async def test_problem_of_a_signed_in_caller_has_the_standard_headers(world: World) -> None:
    office = await world.actor("administration")
    for response in (
        await office.get(f"/institutions/{world.municipality}"),
        await office.post("/institutions", {}),
        await office.delete("/institutions"),
        await office.get("/institutions", headers={"Accept": "text/csv"}),
    ):
        assert {name: response.headers.get(name) for name in STANDARD_HEADERS} == STANDARD_HEADERS
        assert "x-request-id" in response.headers
