"""Strict reading of a request: JSON without surprises, parameters named once, and what was wrong, all at once."""

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
from api.http.validation_errors import (
    join_alternatives,
    join_text,
    shown,
)

MAX_DEPTH = 32
_EMPTY = 100  # bytes: an empty object, and how it may be laid out
# Members and elements of a body, at whatever depth: more than any operation takes, all its lists full.
MAX_VALUES = 65_536


class _Unreadable(ValueError):
    pass


class _Counting:
    """How many values may still be read; raises `too-many-values` before anything is made of more."""

    def __init__(self, most: int) -> None:
        self.left = most

    def take(self, values: int) -> None:
        self.left -= values
        if self.left < 0:
            raise Problem(TOO_MANY_VALUES)

    def once(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """An object, of which no member stands there twice."""
        self.take(len(pairs))
        members = dict(pairs)
        if len(members) != len(pairs):
            raise _Unreadable
        return members


def _constant(_: str) -> NoReturn:
    raise _Unreadable


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise _Unreadable
    return value


def _whole(digits: str) -> int | float:
    # A whole number beyond 2^63 fits no column; as a float it meets the bound of its field and is refused there.
    return int(digits) if len(digits) < 20 else _finite(digits)


def _too_deep(value: Any, counting: _Counting) -> bool:
    level = [value]
    for _ in range(MAX_DEPTH):
        within = [item for item in level if isinstance(item, dict | list)]
        counting.take(sum(len(item) for item in within if isinstance(item, list)))  # members were counted when read
        level = [child for item in within for child in (item.values() if isinstance(item, dict) else item)]
        if not level:
            return False
    return any(isinstance(item, dict | list) for item in level)


def read_json(raw: bytes, most: int = MAX_VALUES) -> Any:
    """The value of a JSON text; raises `unreadable-request` for all that JSON readers disagree about.

    With more than `most` members and elements it is refused as `too-many-values`: each could be a fault to be told of.
    """
    counting = _Counting(most)
    try:
        value = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=counting.once,
            parse_constant=_constant,
            parse_float=_finite,
            parse_int=_whole,
        )
    except json.JSONDecodeError as error:
        raise Problem(UNREADABLE_REQUEST, detail=_broken(error)) from error
    except (ValueError, RecursionError) as error:
        raise Problem(UNREADABLE_REQUEST) from error
    if _too_deep(value, counting):
        raise Problem(UNREADABLE_REQUEST)
    return value


def _broken(error: json.JSONDecodeError) -> LocalizedText:
    """Where a text ceases to be JSON; what stands there is not said again."""
    en, da = f"Line {error.lineno}, column {error.colno}", f"Linje {error.lineno}, kolonne {error.colno}"
    return LocalizedText(
        f"{en}: this is no JSON. {UNREADABLE_REQUEST.mend.en}",
        f"{da}: dette er ikke JSON. {UNREADABLE_REQUEST.mend.da}",
    )


async def read_body(request: Request, limit: int, more: ProblemType = TOO_LARGE) -> bytes:
    """The whole body; raises `more` as soon as it is known to be larger, without reading on."""
    declared = request.headers.get("content-length", "0")
    if declared.isdigit() and int(declared) > limit:
        raise _beyond(limit, more)
    chunks, size = [], 0
    try:
        async for chunk in request.stream():
            size += len(chunk)
            if size > limit:
                raise _beyond(limit, more)
            chunks.append(chunk)
    except ClientDisconnect as gone:
        raise Problem(UNREADABLE_REQUEST) from gone
    return b"".join(chunks)


def _beyond(limit: int, refusal: ProblemType) -> Problem:
    if refusal is not TOO_LARGE:
        return Problem(refusal)
    en, da = f"Send at most {limit:,} bytes at a time", f"Send højst {limit:,} bytes ad gangen".replace(",", ".")
    return Problem(
        TOO_LARGE,
        detail=LocalizedText(f"{en}; large files go through imports.", f"{da}; store filer går gennem import."),
    )


def media_type(request: Request) -> str:
    """The body's media type in lower case, without its parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def require_media_type(request: Request, accepted: Sequence[str]) -> None:
    """Raise `wrong-media-type` unless the body says that it is one of those."""
    if media_type(request) not in accepted:
        told = join_alternatives(accepted)
        words = LocalizedText(f"Send it as Content-Type: {told.en}.", f"Send det som Content-Type: {told.da}.")
        raise Problem(WRONG_MEDIA_TYPE, headers={"Accept": ", ".join(accepted)}, detail=words)


def require_text(request: Request, accepted: Sequence[str]) -> None:
    """As require_media_type, and in UTF-8 as it is: 415 where the body says that it is packed or in other letters."""
    require_media_type(request, accepted)
    for part in request.headers["content-type"].split(";")[1:]:
        name, _, value = part.strip().lower().partition("=")
        if name.strip() == "charset" and value.strip('" ') not in ("utf-8", "utf8"):
            raise Problem(WRONG_MEDIA_TYPE, headers={"Accept": ", ".join(accepted)}, detail=_ONLY_UTF8)
    if request.headers.get("content-encoding", "").strip().lower() not in ("", "identity"):
        raise Problem(WRONG_CONTENT_ENCODING, headers={"Accept-Encoding": "identity"})


_ONLY_UTF8 = LocalizedText("Send the body in UTF-8.", "Send indholdet i UTF-8.")


async def require_no_body(request: Request) -> bytes:
    """What is there of a body where none is taken; raises `body-not-taken` unless it says nothing: an empty object."""
    raw = await read_body(request, _EMPTY, BODY_NOT_TAKEN)
    if raw and not (media_type(request) == "application/json" and raw.strip() == b"{}"):
        raise Problem(BODY_NOT_TAKEN)
    return raw


def parameter_faults(request: Request, allowed: Collection[str]) -> list[Fault]:
    """Each query parameter that is unknown or repeated; raises 400 where they are not UTF-8."""
    raw = request.scope.get("query_string", b"")
    if not raw:
        return []
    if raw.count(b"&") >= MAX_ERRORS:
        raise Problem(TOO_MANY_VALUES)
    try:
        pairs = parse_qsl(raw.decode("ascii"), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError as error:
        raise Problem(UNREADABLE_REQUEST) from error
    faults, words = [], join_text(_UNKNOWN, join_alternatives(sorted(allowed))) if allowed else _NONE
    for name, times in Counter(name for name, _ in pairs).items():
        if name not in allowed:
            faults.append(Fault(INVALID_INPUT, parameter=shown(name), code="unknown-parameter", detail=words))
        elif times > 1:
            faults.append(Fault(INVALID_INPUT, parameter=name, code="repeated-parameter", detail=_REPEATED))
    return faults


_NONE = LocalizedText("No parameters are taken here.", "Her modtages ingen parametre.")
_UNKNOWN = LocalizedText("There is no such parameter here; there is", "Her findes ingen parameter med det navn; her er")
_REPEATED = LocalizedText("The parameter is given more than once.", "Parameteren er angivet mere end én gang.")
