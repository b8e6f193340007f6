"""Strict parsing of requests: bodies, JSON and query parameters, with all faults reported at once."""

import json
import math
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from api.core.problems import (
    BODY_NOT_TAKEN,
    INVALID_INPUT,
    MAX_ERRORS,
    TOO_LARGE,
    TOO_MANY_VALUES,
    UNREADABLE_REQUEST,
    WRONG_CONTENT_ENCODING,
    WRONG_MEDIA_TYPE,
    Fault,
    LocalizedText,
    Problem,
    ProblemType,
)
from api.http.validation_errors import join_alternatives, join_text, shown

MAX_DEPTH = 32
MAX_VALUES = 65_536
"""Fields and elements of a body, at any depth: more than any operation accepts with all its lists full."""
_EMPTY_BODY = 100  # bytes: an empty object with some white space


class _Unreadable(ValueError):
    pass


class _ValueCounter:
    """Count the values of a JSON text; raise `too-many-values` before Python objects are made of more."""

    def __init__(self, most: int) -> None:
        self.remaining = most

    def take(self, values: int) -> None:
        self.remaining -= values
        if self.remaining < 0:
            raise Problem(TOO_MANY_VALUES)

    def object_without_duplicates(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        self.take(len(pairs))
        members = dict(pairs)
        if len(members) != len(pairs):
            raise _Unreadable
        return members


def _refuse_constant(_: str) -> NoReturn:
    raise _Unreadable


def _parse_float(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise _Unreadable
    return value


def _parse_int(digits: str) -> int | float:
    # An integer beyond 2^63 fits no column. As a float it is refused by the bound of its field.
    return int(digits) if len(digits) < 20 else _parse_float(digits)


def _is_too_deep(value: Any, counter: _ValueCounter) -> bool:
    level = [value]
    for _ in range(MAX_DEPTH):
        containers = [item for item in level if isinstance(item, dict | list)]
        # The members of objects have been counted while they were parsed.
        counter.take(sum(len(item) for item in containers if isinstance(item, list)))
        level = [child for item in containers for child in (item.values() if isinstance(item, dict) else item)]
        if not level:
            return False
    return any(isinstance(item, dict | list) for item in level)


def read_json(raw: bytes, most: int = MAX_VALUES) -> Any:
    """Parse a JSON text; raise `unreadable-request` for everything that JSON parsers disagree about.

    With more than `most` fields and elements, raise `too-many-values`: each could become an error in the response.
    """
    counter = _ValueCounter(most)
    try:
        value = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=counter.object_without_duplicates,
            parse_constant=_refuse_constant,
            parse_float=_parse_float,
            parse_int=_parse_int,
        )
    except json.JSONDecodeError as error:
        raise Problem(UNREADABLE_REQUEST, detail=_syntax_error(error)) from error
    except (ValueError, RecursionError) as error:
        raise Problem(UNREADABLE_REQUEST) from error
    if _is_too_deep(value, counter):
        raise Problem(UNREADABLE_REQUEST)
    return value


def _syntax_error(error: json.JSONDecodeError) -> LocalizedText:
    """Return where a text is not JSON; the text itself is not repeated."""
    en, da = f"Line {error.lineno}, column {error.colno}", f"Linje {error.lineno}, kolonne {error.colno}"
    return LocalizedText(
        f"{en}: this is not JSON. {UNREADABLE_REQUEST.mend.en}",
        f"{da}: dette er ikke JSON. {UNREADABLE_REQUEST.mend.da}",
    )


async def read_body(request: Request, limit: int, more: ProblemType = TOO_LARGE) -> bytes:
    """Read the body; raise the problem `more` as soon as it is known to be larger than `limit` bytes."""
    declared = request.headers.get("content-length", "0")
    if declared.isdigit() and int(declared) > limit:
        raise _larger_than(limit, more)
    chunks, size = [], 0
    try:
        async for chunk in request.stream():
            size += len(chunk)
            if size > limit:
                raise _larger_than(limit, more)
            chunks.append(chunk)
    except ClientDisconnect as error:
        raise Problem(UNREADABLE_REQUEST) from error
    return b"".join(chunks)


def _larger_than(limit: int, kind: ProblemType) -> Problem:
    if kind is not TOO_LARGE:
        return Problem(kind)
    en, da = f"Send at most {limit:,} bytes at a time", f"Send højst {limit:,} bytes ad gangen".replace(",", ".")
    return Problem(
        TOO_LARGE,
        detail=LocalizedText(f"{en}; use imports for large files.", f"{da}; brug import til store filer."),
    )


def media_type(request: Request) -> str:
    """Return the media type of the body in lower case, without parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def require_media_type(request: Request, accepted: Sequence[str]) -> None:
    """Raise `wrong-media-type` unless the media type of the body is one of those accepted."""
    if media_type(request) not in accepted:
        types = join_alternatives(accepted)
        detail = LocalizedText(f"Send it as Content-Type: {types.en}.", f"Send det som Content-Type: {types.da}.")
        raise Problem(WRONG_MEDIA_TYPE, headers={"Accept": ", ".join(accepted)}, detail=detail)


def require_text(request: Request, accepted: Sequence[str]) -> None:
    """Raise 415 unless the body has an accepted media type, is in UTF-8 and is not compressed."""
    require_media_type(request, accepted)
    for part in request.headers["content-type"].split(";")[1:]:
        name, _, value = part.strip().lower().partition("=")
        if name.strip() == "charset" and value.strip('" ') not in ("utf-8", "utf8"):
            raise Problem(WRONG_MEDIA_TYPE, headers={"Accept": ", ".join(accepted)}, detail=_ONLY_UTF8)
    if request.headers.get("content-encoding", "").strip().lower() not in ("", "identity"):
        raise Problem(WRONG_CONTENT_ENCODING, headers={"Accept-Encoding": "identity"})


_ONLY_UTF8 = LocalizedText("Send the body in UTF-8.", "Send indholdet i UTF-8.")


async def require_no_body(request: Request) -> bytes:
    """Return the body of an operation that accepts none: empty, or an empty object; else raise `body-not-taken`.

    Many clients send an empty object with every POST.
    """
    raw = await read_body(request, _EMPTY_BODY, BODY_NOT_TAKEN)
    if raw and not (media_type(request) == "application/json" and raw.strip() == b"{}"):
        raise Problem(BODY_NOT_TAKEN)
    return raw


def parameter_faults(request: Request, allowed: Collection[str]) -> list[Fault]:
    """Return a fault for each query parameter that is unknown or repeated; raise 400 if the query is not UTF-8."""
    raw = request.scope.get("query_string", b"")
    if not raw:
        return []
    if raw.count(b"&") >= MAX_ERRORS:
        raise Problem(TOO_MANY_VALUES)
    try:
        pairs = parse_qsl(raw.decode("ascii"), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError as error:
        raise Problem(UNREADABLE_REQUEST) from error
    unknown = join_text(_UNKNOWN, join_alternatives(sorted(allowed))) if allowed else _NO_PARAMETERS
    faults = []
    for name, count in Counter(name for name, _ in pairs).items():
        if name not in allowed:
            faults.append(Fault(INVALID_INPUT, parameter=shown(name), code="unknown-parameter", detail=unknown))
        elif count > 1:
            faults.append(Fault(INVALID_INPUT, parameter=name, code="repeated-parameter", detail=_REPEATED))
    return faults


_NO_PARAMETERS = LocalizedText("This operation has no parameters.", "Operationen har ingen parametre.")
_UNKNOWN = LocalizedText(
    "This operation has no such parameter; it has", "Operationen har ingen parameter med det navn; den har"
)
_REPEATED = LocalizedText("The parameter is given more than once.", "Parameteren er angivet mere end én gang.")
