"""A call, described without making it: what both clients build, and what a retry repeats unchanged."""

import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any, BinaryIO, TypeAlias
from urllib.parse import quote

import httpx
from pydantic import BaseModel
from pydantic_core import to_jsonable_python

from sammen.thing import Model

Id: TypeAlias = uuid.UUID | str
Target: TypeAlias = Model | uuid.UUID | str
"""A thing, or its id. A thing brings its ETag along, so that nobody overwrites what somebody else has changed."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A body too large to hold: opened anew for each try."""

    open: Callable[[], BinaryIO]
    size: int
    sent: Callable[[int], None] | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the contract. `key` goes out as `Idempotency-Key` and is the same at every try."""

    method: str
    path: str
    params: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | Upload | None = None
    key: str | None = None
    signed: bool = True
    timeout: float | None = None

    @property
    def conditional(self) -> bool:
        """Whether the service will refuse a second one by itself, because the version has moved on."""
        return "If-Match" in self.headers

    def all_headers(self, token: str | None) -> dict[str, str]:
        headers = dict(self.headers)
        if self.key is not None:
            headers["Idempotency-Key"] = self.key
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        if isinstance(self.body, Upload):
            # With a known length the service can refuse a file that is too large before it is sent.
            headers["Content-Length"] = str(self.body.size)
        return headers


def base_of(url: str) -> httpx.URL:
    """The address of a service; raises ValueError for what is none."""
    try:
        return httpx.URL(url.rstrip("/"))
    except httpx.InvalidURL as error:
        raise ValueError(f"{url} is no address of a service: {error}") from error


def new_key() -> str:
    return str(uuid.uuid4())


def path_of(template: str, **parts: Target) -> str:
    """Fill a path of the contract. An empty id is refused here, since it would address the whole collection."""
    return template.format(**{name: _segment(name, part) for name, part in parts.items()})


def _segment(name: str, part: Target) -> str:
    text = str(getattr(part, "id", "")) if isinstance(part, Model) else str(part)
    if text in {"", ".", ".."}:
        raise ValueError(f"{name} is empty: say which one is meant.")
    return quote(text, safe="")


def condition(target: Target, if_match: str | None) -> dict[str, str]:
    """The `If-Match` of a change: the given one, else what the thing itself remembers, else none."""
    tag = if_match if if_match is not None else target.etag if isinstance(target, Model) else None
    return {} if tag is None else {"If-Match": tag}


def query(params: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Parameters as the contract writes them. `None` is left out; a sequence is repeated; `from_` stands for `from`."""
    pairs: list[tuple[str, str]] = []
    for name, value in params.items():
        if value is None:
            continue
        many = value if isinstance(value, Sequence | set | frozenset) and not isinstance(value, str) else [value]
        pairs += [(name.rstrip("_"), _parameter(entry)) for entry in many]
    return tuple(pairs)


def _parameter(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, datetime):
        return str(jsonable(value))
    return value.isoformat() if isinstance(value, date) else str(value)


def json_body(body: BaseModel | Mapping[str, Any] | None, members: Mapping[str, Any]) -> bytes:
    """The bytes of a JSON body: `members` on top of `body`. Absent stays absent, `None` becomes null."""
    whole = dict(jsonable(body)) if body is not None else {}
    whole.update(jsonable(members))
    return json.dumps(whole, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def jsonable(value: Any) -> Any:
    """`value` as plain JSON; of a model only what was set, since absent is not null."""
    if isinstance(value, BaseModel):
        return {name: jsonable(part) for name, part in value if name in value.model_fields_set} | {
            name: jsonable(part) for name, part in (value.model_extra or {}).items()
        }
    if isinstance(value, Mapping):
        return {str(name): jsonable(part) for name, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [jsonable(part) for part in value]
    if isinstance(value, datetime) and value.tzinfo is None:
        raise ValueError("A point in time needs its time zone, e.g. datetime(..., tzinfo=UTC).")
    return to_jsonable_python(value)
