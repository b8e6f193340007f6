"""Requests as values: both clients build them, and a retry sends the same one again."""

import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias
from urllib.parse import quote

import httpx
from pydantic import BaseModel
from pydantic_core import to_jsonable_python

from sammen.base_model import Model

Id: TypeAlias = uuid.UUID | str
Target: TypeAlias = Model | uuid.UUID | str
"""A resource or its id. A resource carries its ETag, which prevents lost updates."""

Body: TypeAlias = BaseModel | Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Upload:
    """A request body that is streamed from a file and reopened for each attempt.

    `size` is in bytes. `on_progress` is called with the number of bytes sent so far.
    """

    open: Callable[[], BinaryIO]
    size: int
    on_progress: Callable[[int], None] | None = None

    @classmethod
    def from_path(cls, path: Path, on_progress: Callable[[int], None] | None = None) -> "Upload":
        """Upload a file; raises OSError when it cannot be read."""
        return cls(lambda: path.open("rb"), path.stat().st_size, on_progress)


@dataclass(frozen=True, slots=True)
class Request:
    """One request. `idempotency_key` is the same at every attempt; `timeout` is in seconds."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | Upload | None = None
    idempotency_key: str | None = None
    authenticated: bool = True
    timeout: float | None = None

    @property
    def conditional(self) -> bool:
        """Whether the service rejects a repetition, because the version has changed."""
        return "If-Match" in self.headers

    def all_headers(self, token: str | None) -> dict[str, str]:
        """The headers to send with this access token."""
        headers = dict(self.headers)
        if self.idempotency_key is not None:
            headers["Idempotency-Key"] = self.idempotency_key
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        if isinstance(self.body, Upload):
            # With a known length the service can reject a file that is too large before it is sent.
            headers["Content-Length"] = str(self.body.size)
        return headers


def parse_base_url(url: str) -> httpx.URL:
    """The base URL of a service; raises ValueError when it is invalid."""
    try:
        return httpx.URL(url.rstrip("/"))
    except httpx.InvalidURL as error:
        raise ValueError(f"{url} is not a valid service address: {error}") from error


def new_idempotency_key() -> str:
    """A random idempotency key."""
    return str(uuid.uuid4())


def expand_path(template: str, **parameters: Target) -> str:
    """Fill the parameters of a path. An empty id raises ValueError, since it would address the whole collection."""
    return template.format(**{name: _path_segment(name, value) for name, value in parameters.items()})


def _path_segment(name: str, value: Target) -> str:
    text = str(getattr(value, "id", "")) if isinstance(value, Model) else str(value)
    if text in {"", ".", ".."}:
        raise ValueError(f"{name} is empty: pass an id.")
    return quote(text, safe="")


def if_match_header(target: Target, if_match: str | None) -> dict[str, str]:
    """The `If-Match` header of a change: the given ETag, else that of the resource, else no header."""
    etag = if_match if if_match is not None else target.etag if isinstance(target, Model) else None
    return {} if etag is None else {"If-Match": etag}


def encode_query(parameters: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Query parameters as text. `None` is left out; a sequence is repeated; `from_` stands for `from`."""
    pairs: list[tuple[str, str]] = []
    for name, value in parameters.items():
        if value is None:
            continue
        values = value if isinstance(value, Sequence | set | frozenset) and not isinstance(value, str) else [value]
        pairs += [(name.rstrip("_"), _encode_value(item)) for item in values]
    return tuple(pairs)


def _encode_value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, datetime):
        return str(to_json_value(value))
    return value.isoformat() if isinstance(value, date) else str(value)


def encode_body(body: Body, fields: Mapping[str, Any]) -> bytes:
    """A JSON body: `fields` override those of `body`. An absent field stays absent, `None` becomes null."""
    payload = dict(to_json_value(body)) if body is not None else {}
    payload.update(to_json_value(fields))
    return json.dumps(payload, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def to_json_value(value: Any) -> Any:
    """`value` as plain JSON; of a model only the fields that were set, since absent is not null."""
    if isinstance(value, BaseModel):
        return {name: to_json_value(item) for name, item in value if name in value.model_fields_set} | {
            name: to_json_value(item) for name, item in (value.model_extra or {}).items()
        }
    if isinstance(value, Mapping):
        return {str(name): to_json_value(item) for name, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [to_json_value(item) for item in value]
    if isinstance(value, datetime) and value.tzinfo is None:
        raise ValueError("A datetime needs its time zone, e.g. datetime(..., tzinfo=UTC).")
    return to_jsonable_python(value)
