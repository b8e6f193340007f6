"""What can be had at most: Sammen's own select through bare ASGI and the driver, its JSON built in the database."""

import os
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import Uuid, bindparam
from sqlalchemy.dialects.postgresql import psycopg as dialect
from sqlmodel import col

from api.access import reach
from api.focus_areas.models import FocusArea
from api.focus_areas.queries import FOCUS_AREAS

_free: list[psycopg.AsyncConnection[Any]] = []
_VALUES = {**reach.scope(UUID(os.environ["BENCHMARK_CALLER"]), UUID(int=0)), "id": None}


def _sql(select: Any, wrapped: str) -> tuple[bytes, dict[str, Any]]:
    spoken: Any = dialect.dialect
    made = select.compile(dialect=spoken()).construct_expanded_state(_VALUES)
    return wrapped.format(made.statement).encode(), dict(made.parameters)


_newest = FOCUS_AREAS.select.order_by(col(FocusArea.updated_at).desc(), col(FocusArea.id).desc()).limit(50)
_LIST, _LIST_VALUES = _sql(_newest, "SELECT json_build_object('items', json_agg(found))::text FROM ({}) AS found")
_by_id = FOCUS_AREAS.select.where(col(FocusArea.id) == bindparam("id", type_=Uuid()))
_ONE, _ONE_VALUES = _sql(_by_id, "SELECT row_to_json(found)::text FROM ({}) AS found")


async def _open() -> None:
    for _ in range(10):
        connection = await psycopg.AsyncConnection.connect(
            os.environ["BENCHMARK_DATABASE_URL"].replace("+psycopg", ""), autocommit=True, prepare_threshold=0
        )
        _free.append(connection)


async def app(scope: Any, receive: Any, send: Any) -> None:
    """A list or one by its id; nothing is asked of who calls."""
    if scope["type"] == "lifespan":
        await receive()
        await _open()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})
        return
    id = scope["path"].removeprefix("/v1/focus-areas").strip("/")
    statement, values = (_ONE, {**_ONE_VALUES, "id": id}) if id else (_LIST, _LIST_VALUES)
    connection = _free.pop()
    found = await (await connection.execute(statement, values)).fetchone()
    _free.append(connection)
    body = found[0].encode() if found else b"null"
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
