"""Strict reading of a request: JSON without surprises, parameters named once, and what was wrong, all at once."""

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from api.core.problems import (
    INVALID_INPUT,
    LOOKS_LIKE_CPR,
    NOT_FOUND,
    TOO_LARGE,
    UNREADABLE,
    WRONG_MEDIA_TYPE,
    Fault,
    Problem,
    Words,
)

DEPTH = 32
# A name that may be said again: one that a contract could hold, with no number in it that could be somebody's.
_NAME = re.compile(r"(?!.*\d{4})[A-Za-z_][A-Za-z0-9_\-]{0,63}")


class _Unreadable(ValueError):
    pass


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
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


def _too_deep(value: Any) -> bool:
    level = [value]
    for _ in range(DEPTH):
        level = [
            child
            for item in level
            if isinstance(item, dict | list)
            for child in (item.values() if isinstance(item, dict) else item)
        ]
        if not level:
            return False
    return any(isinstance(item, dict | list) for item in level)


def read_json(raw: bytes) -> Any:
    """The value of a JSON text; raises `unreadable-request` for all that JSON readers disagree about."""
    try:
        value = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_once,
            parse_constant=_constant,
            parse_float=_finite,
            parse_int=_whole,
        )
    except (ValueError, RecursionError) as error:
        raise Problem(UNREADABLE) from error
    if _too_deep(value):
        raise Problem(UNREADABLE)
    return value


async def read_body(request: Request, limit: int) -> bytes:
    """The whole body; raises `too-large` as soon as it is known to be, without reading on."""
    declared = request.headers.get("content-length", "0")
    if declared.isdigit() and int(declared) > limit:
        raise Problem(TOO_LARGE)
    chunks, size = [], 0
    try:
        async for chunk in request.stream():
            size += len(chunk)
            if size > limit:
                raise Problem(TOO_LARGE)
            chunks.append(chunk)
    except ClientDisconnect as gone:
        raise Problem(UNREADABLE) from gone
    return b"".join(chunks)


def media_type(request: Request) -> str:
    """The body's media type in lower case, without its parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def require_media_type(request: Request, accepted: Sequence[str]) -> None:
    """Raise `wrong-media-type` unless the body says that it is one of those."""
    if media_type(request) not in accepted:
        raise Problem(WRONG_MEDIA_TYPE, headers={"Accept": ", ".join(accepted)})


def check_parameters(request: Request, allowed: Iterable[str]) -> None:
    """Raise `invalid-input` for each query parameter that is unknown or repeated, 400 where they are not UTF-8."""
    raw = request.scope.get("query_string", b"")
    if not raw:
        return
    try:
        pairs = parse_qsl(raw.decode("ascii"), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError as error:
        raise Problem(UNREADABLE) from error
    names = Counter(name for name, _ in pairs)
    known = set(allowed)
    faults = []
    for name, times in names.items():
        code = "repeated-parameter" if name in known else "unknown-parameter"
        if name not in known or times > 1:
            faults.append(_fault(parameter=shown(name), code=code, words=_TEXTS[code]))
    if faults:
        raise Problem(*faults)


def _fault(*, code: str, words: Words, pointer: str | None = None, parameter: str | None = None) -> Fault:
    kind = LOOKS_LIKE_CPR if code == LOOKS_LIKE_CPR.code else INVALID_INPUT
    return Fault(kind, pointer=pointer, parameter=parameter, code=code, detail=words)


_TEXTS = {
    "unknown-parameter": Words("There is no such parameter here.", "Her findes ingen parameter med det navn."),
    "repeated-parameter": Words("The parameter is given more than once.", "Parameteren er angivet mere end én gang."),
    "unknown-field": Words("There is no such field here.", "Her findes intet felt med det navn."),
    "required": Words("This is required.", "Dette er påkrævet."),
    "too-short": Words("This is too short.", "Dette er for kort."),
    "too-long": Words("This is too long.", "Dette er for langt."),
    "out-of-bounds": Words("This is outside its bounds.", "Dette er uden for sine grænser."),
    "not-one-of": Words("This is not one of the accepted values.", "Dette er ikke en af de mulige værdier."),
    "not-matching": Words("This does not have the form that is expected.", "Dette har ikke den forventede form."),
    "wrong-type": Words("This is of the wrong type.", "Dette er af en forkert type."),
    "not-a-date": Words("A date is written YYYY-MM-DD.", "En dato skrives ÅÅÅÅ-MM-DD."),
    "not-a-moment": Words(
        "A moment is written as RFC 3339 with an offset.", "Et tidspunkt skrives som RFC 3339 med tidszone."
    ),
    "not-an-id": Words("An id is a UUID in its usual form.", "Et id er et UUID i sædvanlig form."),
    "blank": Words("Text is empty or holds spaces only.", "Teksten er tom eller kun mellemrum."),
    "control-characters": Words("Control characters are not accepted.", "Kontroltegn modtages ikke."),
    "looks-like-cpr-number": Words(
        "The text holds what looks like a CPR number.", "Teksten indeholder, hvad der ligner et CPR-nummer."
    ),
}

_CODES = {
    "missing": "required",
    "extra_forbidden": "unknown-field",
    "string_too_short": "too-short",
    "too_short": "too-short",
    "string_too_long": "too-long",
    "too_long": "too-long",
    "string_pattern_mismatch": "not-matching",
    "string_unicode": "control-characters",
    "greater_than": "out-of-bounds",
    "greater_than_equal": "out-of-bounds",
    "less_than": "out-of-bounds",
    "less_than_equal": "out-of-bounds",
    "finite_number": "out-of-bounds",
    "enum": "not-one-of",
    "literal_error": "not-one-of",
    "date_from_datetime_parsing": "not-a-date",
    "date_parsing": "not-a-date",
    "datetime_from_date_parsing": "not-a-moment",
    "datetime_parsing": "not-a-moment",
    "timezone_aware": "not-a-moment",
    "uuid_parsing": "not-an-id",
}


def shown(name: str) -> str:
    """A name from a request as it may be said again: nothing that was sent is echoed but what looks like a name."""
    return name if _NAME.fullmatch(name) else "?"


def pointer(path: Iterable[str | int]) -> str:
    """The JSON pointer (RFC 6901) of a place; names that no contract would hold are left out of it."""
    return "".join(f"/{part if isinstance(part, int) else shown(part)}" for part in path)


def _error(error: dict[str, Any], place: str, path: Sequence[str | int]) -> Fault:
    code = str(error["type"])
    code = _CODES.get(code, code if "-" in code or code in _TEXTS else "wrong-type")
    words = _TEXTS.get(code) or Words(str(error["msg"]), str(error["msg"]))
    if place == "body":
        return _fault(pointer=pointer(path), code=code, words=words)
    return _fault(parameter=str(path[0]) if path else "?", code=code, words=words)


def problem_of(errors: Sequence[dict[str, Any]]) -> Problem:
    """The Problem for what validation found: `errors` as pydantic and FastAPI list them."""
    if any(error["loc"][:1] == ("path",) for error in errors):
        return Problem(NOT_FOUND)
    # Once each: a body that a dependency looks at too is validated twice.
    faults = list(dict.fromkeys(_error(error, str(error["loc"][0]), error["loc"][1:]) for error in errors))
    faults.sort(key=lambda fault: fault.kind is not LOOKS_LIKE_CPR)
    return Problem(*faults)


def faults_of(errors: Sequence[Any]) -> list[Fault]:
    """The Faults for what a model's own validation found, for rows that come by file."""
    return [_error(dict(error), "body", error["loc"]) for error in errors]
