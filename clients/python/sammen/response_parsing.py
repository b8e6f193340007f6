"""Parse responses: models, pages, problem documents and connection errors."""

import json
from collections.abc import Mapping
from typing import Any, TypeVar, cast

import httpx
from pydantic import TypeAdapter, ValidationError

from sammen.base_model import Model
from sammen.errors import (
    ConnectionFailed,
    Problem,
    RequestTimeout,
    SammenError,
    UnexpectedResponse,
    problem_class_for_status,
)
from sammen.problems import BY_CODE
from sammen.requests import Request
from sammen.responses import Page
from sammen.retries import retry_after

T = TypeVar("T")

_PROXY_HINT = "Is the address right, and is a proxy in between?"


def parse_problem(response: httpx.Response) -> Problem:
    """The exception for an error response, also for one from a proxy, which has no problem document."""
    try:
        fields = response.json()
    except (ValueError, UnicodeDecodeError):
        fields = None
    if not isinstance(fields, Mapping):
        fields = {"detail": f"The response has no problem document. {_PROXY_HINT}"}
    problem_class = BY_CODE.get(str(fields.get("code")), problem_class_for_status(response.status_code))
    problem = problem_class(response, fields)
    problem.retry_after = retry_after(response)
    return problem


def connection_error(error: httpx.RequestError, request: Request, url: httpx.URL) -> SammenError:
    """The exception for a request that got no response, with advice on what to check."""
    origin = f"{url.scheme}://{url.netloc.decode()}"
    if isinstance(error, httpx.UnsupportedProtocol):
        return ConnectionFailed(f"{origin} is not a valid service address: it must begin with https:// (or http://).")
    if isinstance(error, httpx.DecodingError):
        return UnexpectedResponse(f"The response of {origin} cannot be decompressed. {_PROXY_HINT}")
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        return ConnectionFailed(f"{origin} could not be reached ({error}). Check the address and your network.")
    error_class, cause = ConnectionFailed, f"The connection to {origin} was lost during {request.method} {request.path}"
    if isinstance(error, httpx.TimeoutException):
        error_class, cause = RequestTimeout, f"{origin} did not respond to {request.method} {request.path} in time"
    return error_class(_with_retry_advice(cause, request), cause=cause, request=request)


def _with_retry_advice(cause: str, request: Request) -> str:
    if request.method == "GET":
        return f"{cause}. It is safe to repeat the request."
    unknown = f"{cause}. It is not known whether the request was processed: read the resource before you repeat it"
    if request.idempotency_key is None:
        return f"{unknown}."
    return f"{unknown}, or repeat it with idempotency_key={request.idempotency_key!r}."


def parse_response(response: httpx.Response, response_type: Any) -> Any:
    """The response as `response_type`: a model (which keeps its ETag), `str` for text, or `Any` for plain JSON."""
    if response_type is str:
        return response.text
    if response.status_code in {204, 205} or not response.content:
        return None
    parsed = _validate(response_type, _json(response))
    if isinstance(parsed, Model):
        parsed._etag = response.headers.get("etag")
    return parsed


def parse_page(response: httpx.Response, item_type: type[T]) -> Page[T]:
    """The response as a page of a list."""
    body = _json(response)
    if not isinstance(body, Mapping) or not isinstance(body.get("items"), list):
        raise UnexpectedResponse(f"The response is not a list: it has no `items`. {_PROXY_HINT}")
    items = cast(list[T], _validate(list[item_type], body["items"]))  # type: ignore[valid-type]  # built at run time
    return Page(tuple(items), body.get("next_cursor"), body.get("total"), response)


def _json(response: httpx.Response) -> Any:
    try:
        return json.loads(response.content)
    except ValueError as error:
        content_type = response.headers.get("content-type", "without a content type")
        raise UnexpectedResponse(f"The response is not JSON ({content_type}). {_PROXY_HINT}") from error


_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}


def _validate(value_type: Any, value: Any) -> Any:
    if value_type is Any:
        return value
    adapter = _ADAPTERS.get(value_type)
    if adapter is None:
        adapter = _ADAPTERS.setdefault(value_type, TypeAdapter(value_type))
    try:
        return adapter.validate_python(value)
    except ValidationError as error:
        locations = ", ".join(sorted({".".join(map(str, detail["loc"])) for detail in error.errors()})[:5])
        raise UnexpectedResponse(
            f"The response does not match this version of the client (at {locations}): upgrade the client."
        ) from error
