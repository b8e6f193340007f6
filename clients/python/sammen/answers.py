"""From an answer to what it means: a thing, a page, or the problem that it is."""

import json
from collections.abc import Mapping
from typing import Any, TypeVar, cast

import httpx
from pydantic import TypeAdapter, ValidationError

from sammen.calls import Call
from sammen.errors import ConnectionFailed, Problem, SammenError, TimedOut, UnexpectedAnswer, family
from sammen.problems import BY_CODE
from sammen.retries import retry_after
from sammen.thing import Model, Page

T = TypeVar("T")

_PROXY = "Is the address right, and is a proxy in between?"


def problem_of(response: httpx.Response) -> Problem:
    """The exception for a refusal; also for one that a proxy made, which holds no problem document."""
    try:
        members = response.json()
    except (ValueError, UnicodeDecodeError):
        members = None
    if not isinstance(members, Mapping):
        members = {"detail": f"The answer holds no problem document. {_PROXY}"}
    known = BY_CODE.get(str(members.get("code")), family(response.status_code))
    problem = known(response, members)
    problem.retry_after = retry_after(response)
    return problem


def lost(error: httpx.RequestError, call: Call, url: httpx.URL) -> SammenError:
    """A failure of the connection, in words that say what to look at."""
    where = f"{url.scheme}://{url.netloc.decode()}"
    if isinstance(error, httpx.UnsupportedProtocol):
        return ConnectionFailed(f"{where} is no address of a service: it begins with https:// (or http://).")
    if isinstance(error, httpx.DecodingError):
        return UnexpectedAnswer(f"What {where} answered cannot be unpacked. {_PROXY}")
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        return ConnectionFailed(f"{where} could not be reached ({error}). Check the address and your network.")
    kind, what = ConnectionFailed, f"The connection to {where} was lost during {call.method} {call.path}."
    if isinstance(error, httpx.TimeoutException):
        kind, what = TimedOut, f"{where} did not answer {call.method} {call.path} in time."
    if call.method == "GET":
        return kind(f"{what} It is safe to repeat it.")
    known = f"{what} Whether it was carried out is not known: read the thing before you repeat it"
    if not call.key:
        return kind(f"{known}.")
    said = f", or repeat it with idempotency_key={call.key!r}."
    return kind(known + said, typed=f"{known}, or repeat it with --idempotency-key {call.key}.")


def read(response: httpx.Response, kind: Any) -> Any:
    """The answer as `kind` (a model, `str` for text, or `Any`), with its ETag kept on the thing."""
    if kind is str:
        return response.text
    if response.status_code in {204, 205} or not response.content:
        return None
    parsed = _validated(kind, _json(response))
    if isinstance(parsed, Model):
        parsed._etag = response.headers.get("etag")
    return parsed


def page(response: httpx.Response, kind: type[T]) -> Page[T]:
    body = _json(response)
    if not isinstance(body, Mapping) or not isinstance(body.get("items"), list):
        raise UnexpectedAnswer(f"A list was expected, with `items`. {_PROXY}")
    items = cast(list[T], _validated(list[kind], body["items"]))  # type: ignore[valid-type]  # built at run time
    return Page(tuple(items), body.get("next_cursor"), body.get("total"), response)


def _json(response: httpx.Response) -> Any:
    try:
        return json.loads(response.content)
    except ValueError as error:
        raise UnexpectedAnswer(f"JSON was expected, {_content_type(response)} came. {_PROXY}") from error


def _content_type(response: httpx.Response) -> str:
    return str(response.headers.get("content-type", "something else"))


_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}


def _validated(kind: Any, value: Any) -> Any:
    if kind is Any:
        return value
    adapter = _ADAPTERS.get(kind)
    if adapter is None:
        adapter = _ADAPTERS.setdefault(kind, TypeAdapter(kind))
    try:
        return adapter.validate_python(value)
    except ValidationError as error:
        places = ", ".join(sorted({".".join(map(str, fault["loc"])) for fault in error.errors()})[:5])
        raise UnexpectedAnswer(
            f"The service's answer does not fit this version of the client (at {places}): upgrade the client."
        ) from error
