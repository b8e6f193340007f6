"""What every answer is made of: things with an ETag, pages of them, and the raw answer beside the parsed one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

import httpx
from pydantic import BaseModel, ConfigDict, PrivateAttr

T = TypeVar("T")


class Model(BaseModel):
    """Base of all models of the contract.

    Fields that this version of the client does not know are kept (`model_extra`), so that a newer service, which may
    add to its answers, does not break an older client.
    """

    model_config = ConfigDict(extra="allow", protected_namespaces=())

    _etag: str | None = PrivateAttr(default=None)

    @property
    def etag(self) -> str | None:
        """What to send as `If-Match`: the answer's own ETag, else (things read from a list) made of its version."""
        if self._etag is not None:
            return self._etag
        version = getattr(self, "version", None)
        return f'"{version}"' if isinstance(version, int) else None


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list. `total` is filled when the list was asked with `count=True`."""

    items: tuple[T, ...]
    next_cursor: str | None
    total: int | None
    response: httpx.Response

    def __iter__(self) -> Iterator[T]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


@dataclass(frozen=True, slots=True)
class Raw(Generic[T]):
    """What `.with_raw_response` hands over: the answer as it came, and what it was read as."""

    response: httpx.Response
    parsed: T
