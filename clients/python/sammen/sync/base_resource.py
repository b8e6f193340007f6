# Generated from sammen/aio/base_resource.py by generate.py; do not edit.
"""The base class of the generated resource classes."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, ClassVar, TypeVar

from sammen.requests import (
    Body,
    Request,
    Target,
    encode_body,
    encode_query,
    expand_path,
    if_match_header,
    new_idempotency_key,
)
from sammen.response_parsing import parse_response
from sammen.sync.concurrency import run_blocking
from sammen.sync.pagination import Pager
from sammen.sync.transport import Transport

T = TypeVar("T")


class Resource:
    """A resource of the contract and its operations."""

    path: ClassVar[str]
    post_timeout: ClassVar[float | None] = None
    """Seconds to wait for the response to a POST, where the default of the client is too short."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def act(
        self,
        target: Target,
        action: str,
        body: Body = None,
        /,
        *,
        if_match: str | None = None,
        idempotency_key: str | None = None,
        **fields: Any,
    ) -> Any:
        """Any transition by its name in the contract, e.g. `act(dialogue, "hold")`; returns plain JSON."""
        path = f"{self.path}/{{id}}/{action.replace('_', '-')}"
        return self._post(path, Any, body, fields, target, if_match=if_match, idempotency_key=idempotency_key)

    def read(self, target: Target, part: str, /, **filters: Any) -> Any:
        """Any subresource by its name in the contract, e.g. `read(theme, "thread")`; returns plain JSON."""
        return self._get(f"{self.path}/{{id}}/{part.replace('_', '-')}", Any, filters, id=target)

    def export(self, file: Path | str, /, *, danish: bool = False, **filters: Any) -> int:
        """Write the filtered list to a CSV file; returns its size in bytes.

        `danish`: semicolons, decimal commas and a byte order mark, as Danish Excel reads it. A regular file is
        replaced only when the download is complete; a device or a pipe is written directly.
        """
        path = Path(file)
        regular = not run_blocking(path.exists) or run_blocking(path.is_file)
        partial = path.with_name(f"{path.name}.part") if regular else path
        try:
            with partial.open("wb") as target:
                size = self.export_to(target, danish=danish, **filters)
            if regular:
                run_blocking(partial.replace, path)
            return size
        finally:
            if regular:
                partial.unlink(missing_ok=True)

    def export_to(self, target: BinaryIO, /, *, danish: bool = False, **filters: Any) -> int:
        """Write the filtered list as CSV to an open file, such as standard output; returns its size in bytes."""
        accept = {"Accept": "text/csv; dialect=danish" if danish else "text/csv"}
        return self._transport.download(Request("GET", self.path, encode_query(filters), accept), target)

    def _list(
        self,
        path: str,
        item_type: type[T],
        filters: Mapping[str, Any],
        target: Target | None = None,
        *,
        limit: int | None,
        page_size: int | None,
        cursor_parameter: str = "cursor",
    ) -> Pager[T]:
        full_path = expand_path(path, id=target) if target is not None else path
        return Pager(
            self._transport,
            full_path,
            item_type,
            filters,
            limit=limit,
            page_size=page_size,
            cursor_parameter=cursor_parameter,
        )

    def _get(
        self,
        path: str,
        response_type: Any,
        filters: Mapping[str, Any] | None = None,
        *,
        id: Target | None = None,
        authenticated: bool = True,
    ) -> Any:
        full_path = expand_path(path, id=id) if id is not None else path
        headers = {"Accept": "*/*"} if response_type is str else {}
        request = Request("GET", full_path, encode_query(filters or {}), headers, authenticated=authenticated)
        return parse_response(self._transport.send(request), response_type)

    def _post(
        self,
        path: str,
        response_type: Any,
        body: Body,
        fields: Mapping[str, Any],
        target: Target | None = None,
        *,
        if_match: str | None = None,
        idempotency_key: str | None = None,
        filters: Mapping[str, Any] | None = None,
        authenticated: bool = True,
    ) -> Any:
        headers = if_match_header(target, if_match) if target is not None else {}
        content = None
        if body is not None or fields:
            content, headers = encode_body(body, fields), headers | {"Content-Type": "application/json"}
        request = Request(
            "POST",
            expand_path(path, id=target) if target is not None else path,
            encode_query(filters or {}),
            headers,
            content,
            idempotency_key=idempotency_key or new_idempotency_key(),
            authenticated=authenticated,
            timeout=self.post_timeout,
        )
        return parse_response(self._transport.send(request), response_type)

    def _change(
        self,
        method: str,
        path: str,
        response_type: Any,
        body: Body,
        fields: Mapping[str, Any],
        target: Target | None,
        *,
        if_match: str | None,
        media_type: str = "application/json",
    ) -> Any:
        full_path = expand_path(path, id=target) if target is not None else path
        headers = (if_match_header(target, if_match) if target is not None else {}) | {"Content-Type": media_type}
        request = Request(method, full_path, (), headers, encode_body(body, fields))
        return parse_response(self._transport.send(request), response_type)

    def _delete(self, path: str, target: Target, *, if_match: str | None) -> None:
        headers = if_match_header(target, if_match)
        self._transport.send(Request("DELETE", expand_path(path, id=target), (), headers))
