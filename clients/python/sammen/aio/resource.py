"""What every resource can do; `rooms.py` says which of it each one offers, and with which models."""

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO, ClassVar, Generic, ParamSpec, TypeVar

from pydantic import BaseModel

from sammen.aio.pager import AsyncPager
from sammen.aio.transport import AsyncTransport, seen
from sammen.aio.waiting import aside
from sammen.answers import read
from sammen.calls import Call, Target, condition, json_body, new_key, path_of, query
from sammen.thing import Page, Raw

P = ParamSpec("P")
T = TypeVar("T")

Body = BaseModel | Mapping[str, Any] | None


class AsyncResource:
    """A kind of thing, and what can be done with it."""

    path: ClassVar[str]
    patience: ClassVar[float | None] = None
    """Seconds to wait for the answer to a POST, where it may take longer than others."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    async def act(
        self,
        target: Target,
        action: str,
        body: Body = None,
        /,
        *,
        if_match: str | None = None,
        idempotency_key: str | None = None,
        **members: Any,
    ) -> Any:
        """Any transition by its name in the contract, e.g. `act(dialogue, "hold")`; answers plain JSON."""
        path = f"{self.path}/{{id}}/{action.replace('_', '-')}"
        return await self._post(path, Any, body, members, target, if_match=if_match, key=idempotency_key)

    async def read(self, target: Target, part: str, /, **filters: Any) -> Any:
        """Anything that hangs below a thing, e.g. `read(theme, "thread")`; answers plain JSON."""
        return await self._get(f"{self.path}/{{id}}/{part.replace('_', '-')}", Any, filters, id=target)

    async def export(self, file: Path | str, /, *, danish: bool = False, **filters: Any) -> int:
        """Write the whole filtered list to a file, as CSV; answers how many bytes it is.

        `danish`: semicolons, decimal commas and a byte order mark, as Danish Excel reads it. The file is there when
        it is whole, and not before; a device or a pipe is written as it comes.
        """
        path = Path(file)
        whole = not await aside(path.exists) or await aside(path.is_file)
        part = path.with_name(f"{path.name}.part") if whole else path
        try:
            with part.open("wb") as target:
                size = await self.export_to(target, danish=danish, **filters)
            if whole:
                await aside(part.replace, path)
            return size
        finally:
            if whole:
                part.unlink(missing_ok=True)

    async def export_to(self, target: BinaryIO, /, *, danish: bool = False, **filters: Any) -> int:
        """The same into a file that is open already, such as standard output."""
        accept = {"Accept": "text/csv; dialect=danish" if danish else "text/csv"}
        return await self._transport.save(Call("GET", self.path, query(filters), accept), target)

    def _list(
        self,
        path: str,
        kind: type[T],
        filters: Mapping[str, Any],
        target: Target | None = None,
        *,
        limit: int | None,
        page_size: int | None,
        cursor: str = "cursor",
    ) -> AsyncPager[T]:
        whole = path_of(path, id=target) if target is not None else path
        return AsyncPager(self._transport, whole, kind, dict(filters), limit=limit, page_size=page_size, cursor=cursor)

    async def _get(
        self,
        path: str,
        kind: Any,
        filters: Mapping[str, Any] | None = None,
        *,
        id: Target | None = None,
        signed: bool = True,
    ) -> Any:
        where = path_of(path, id=id) if id is not None else path
        headers = {"Accept": "*/*"} if kind is str else {}
        call = Call("GET", where, query(filters or {}), headers, signed=signed)
        return read(await self._transport.send(call), kind)

    async def _post(
        self,
        path: str,
        kind: Any,
        body: Body,
        members: Mapping[str, Any],
        target: Target | None = None,
        *,
        if_match: str | None = None,
        key: str | None = None,
        filters: Mapping[str, Any] | None = None,
        signed: bool = True,
    ) -> Any:
        where = path_of(path, id=target) if target is not None else path
        headers = condition(target, if_match) if target is not None else {}
        content = None
        if body is not None or members:
            content, headers = json_body(body, members), headers | {"Content-Type": "application/json"}
        params, key = query(filters or {}), key or new_key()
        call = Call("POST", where, params, headers, content, key=key, signed=signed, timeout=self.patience)
        return read(await self._transport.send(call), kind)

    async def _change(
        self,
        method: str,
        path: str,
        kind: Any,
        body: Body,
        members: Mapping[str, Any],
        target: Target | None,
        *,
        if_match: str | None,
        media: str = "application/json",
    ) -> Any:
        where = path_of(path, id=target) if target is not None else path
        headers = (condition(target, if_match) if target is not None else {}) | {"Content-Type": media}
        call = Call(method, where, (), headers, json_body(body, members))
        return read(await self._transport.send(call), kind)

    async def _delete(self, path: str, target: Target, *, if_match: str | None) -> None:
        await self._transport.send(Call("DELETE", path_of(path, id=target), (), condition(target, if_match)))


class AsyncRawMethod(Generic[P, T]):
    """A method of a resource that answers `Raw`: the answer as it came beside what it was read as."""

    def __init__(self, method: Callable[P, Awaitable[T]]) -> None:
        self._method = method

    async def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Raw[T]:
        heard: list[Any] = []
        mark = seen.set(heard)
        try:
            parsed = await self._method(*args, **kwargs)
        finally:
            seen.reset(mark)
        return Raw(heard[-1], parsed)


class AsyncRawListMethod(Generic[P, T]):
    """Likewise for a list: its first page."""

    def __init__(self, method: Callable[P, AsyncPager[T]]) -> None:
        self._method = method

    async def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Raw[Page[T]]:
        page = await self._method(*args, **kwargs).page()
        return Raw(page.response, page)
