"""The upper limit: Sammen's own statement through bare ASGI and the driver, with JSON built by the database."""

import os
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import Uuid, bindparam
from sqlalchemy.dialects.postgresql import psycopg as dialect
from sqlmodel import col

from api.access import reach
from api.core.settings import Settings
from api.focus_areas.models import FocusArea
from api.focus_areas.queries import FOCUS_AREAS

_idle_connections: list[psycopg.AsyncConnection[Any]] = []
_PARAMETERS = {**reach.scope_parameters(UUID(os.environ["BENCHMARK_CALLER"]), UUID(int=0), Settings()), "id": None}


def _compile(select: Any, wrapper: str) -> tuple[bytes, dict[str, Any]]:
    dialect_class: Any = dialect.dialect
    compiled = select.compile(dialect=dialect_class()).construct_expanded_state(_PARAMETERS)
    return wrapper.format(compiled.statement).encode(), dict(compiled.parameters)


_newest = FOCUS_AREAS.select.order_by(col(FocusArea.updated_at).desc(), col(FocusArea.id).desc()).limit(50)
_LIST, _LIST_PARAMETERS = _compile(
    _newest, "SELECT json_build_object('items', json_agg(found))::text FROM ({}) AS found"
)
_by_id = FOCUS_AREAS.select.where(col(FocusArea.id) == bindparam("id", type_=Uuid()))
_GET, _GET_PARAMETERS = _compile(_by_id, "SELECT row_to_json(found)::text FROM ({}) AS found")


async def _open_connections() -> None:
    for _ in range(10):
        connection = await psycopg.AsyncConnection.connect(
            os.environ["BENCHMARK_DATABASE_URL"].replace("+psycopg", ""), autocommit=True, prepare_threshold=0
        )
        _idle_connections.append(connection)


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Answer the list, or a focus area by its id, without authentication."""
    if scope["type"] == "lifespan":
        await receive()
        await _open_connections()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})
        return
    id = scope["path"].removeprefix("/v1/focus-areas").strip("/")
    statement, parameters = (_GET, {**_GET_PARAMETERS, "id": id}) if id else (_LIST, _LIST_PARAMETERS)
    connection = _idle_connections.pop()
    row = await (await connection.execute(statement, parameters)).fetchone()
    _idle_connections.append(connection)
    body = row[0].encode() if row else b"null"
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
