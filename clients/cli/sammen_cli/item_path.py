"""Paths of items, and their current ETags."""

from typing import TYPE_CHECKING
from urllib.parse import quote

from sammen_cli.errors import UsageError
from sammen_cli.resource_catalog import COLLECTION, resource_by_word

if TYPE_CHECKING:
    from sammen import Client


def item_path(resource_word: str, id: str, part: str | None = None) -> str:
    """The path of an item or a part of it; with `-` as id, that of a part of the collection."""
    path = resource_by_word(resource_word).path
    if id != COLLECTION or part is None:
        if id in {"", ".", ".."}:
            raise UsageError("ID is empty: is a variable of the shell empty?")
        path = f"{path}/{quote(id, safe='')}"
    return path if part is None else f"{path}/{part.replace('_', '-')}"


def current_etag(client: "Client", resource_word: str, id: str) -> str | None:
    """The ETag of the current version, for a person who has just read the item; scripts pass --if-match."""
    item = client.request("GET", item_path(resource_word, id))
    version = item.get("version") if isinstance(item, dict) else None
    return f'"{version}"' if version is not None else None
