"""Idempotency-Key: the same request sent twice has one effect and one answer."""

from collections.abc import Collection
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import orjson
from fastapi import Request, Response
from sqlalchemy import Boolean, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction
from sqlmodel import col

from api.access.models import Replay
from api.core import clock
from api.core.problems import INVALID_INPUT, KEY_REUSED, Fault, Problem, Words
from api.core.settings import settings

_KEPT = ("content-type", "etag", "location", "link")
_BAD_KEY = Words("A key has 1 to 128 visible ASCII characters.", "En nøgle har 1 til 128 synlige ASCII-tegn.")


def key_of(request: Request) -> str | None:
    """The request's Idempotency-Key, if it carries one; raises `invalid-input` for one that is no key."""
    key = request.headers.get("idempotency-key")
    if request.method != "POST" or key is None:
        return None
    if not 1 <= len(key) <= 128 or not all("!" <= letter <= "~" for letter in key):
        raise Problem(Fault(INVALID_INPUT, parameter="Idempotency-Key", code="not-matching", detail=_BAD_KEY))
    return key


def fingerprint(request: Request, body_digest: str) -> str:
    """What makes two requests the same: method, address, parameters and body."""
    parts = (request.method, request.url.path, request.url.query, body_digest)
    return sha256("\n".join(parts).encode()).hexdigest()


async def find(session: AsyncSession, caller_id: UUID, key: str, mark: str) -> Response | None:
    """The answer that was given to this key; raises `idempotency-key-reused` if it was another request."""
    found = await session.execute(select(Replay).where(col(Replay.caller_id) == caller_id, col(Replay.key) == key))
    kept = found.scalar_one_or_none()
    if kept is None:
        return None
    if kept.at <= clock.now() - timedelta(days=settings().idempotency_days):
        await session.delete(kept)
        await session.flush()
        return None
    if kept.fingerprint != mark:
        raise Problem(KEY_REUSED)
    return Response(kept.answer, kept.status, {**kept.headers, "Idempotency-Replayed": "true"})


def keep(session: AsyncSession, caller_id: UUID, key: str, mark: str, response: Response) -> None:
    """Store a successful answer in the transaction of its effect."""
    headers = {name: value for name, value in response.headers.items() if name in _KEPT}
    session.add(
        Replay(
            caller_id=caller_id,
            key=key,
            fingerprint=mark,
            status=response.status_code,
            headers=headers,
            answer=bytes(response.body),
            at=clock.now(),
        )
    )


class bytes_hold(GenericFunction[bool]):  # an SQL function, named as one
    """That bytes hold some others."""

    type = Boolean()
    inherit_cache = True


@compiles(bytes_hold, "sqlite")
def _sqlite(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    return f"(instr({compiler.process(element.clauses, **kw)}) > 0)"


@compiles(bytes_hold, "postgresql")
def _postgresql(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    answer, wanted = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"(position({wanted} IN {answer}) > 0)"


async def forget(session: AsyncSession, ids: Collection[UUID], fields: Collection[str]) -> None:
    """Let words of these things be null in the answers that are kept: what was taken back is not replayed."""
    named = {str(id) for id in ids}
    if not named:
        return
    holding = or_(*(bytes_hold(col(Replay.answer), id.encode()) for id in named))
    for kept in (await session.execute(select(Replay).where(holding))).scalars():
        kept.answer = orjson.dumps(_without(orjson.loads(kept.answer), named, fields))


def _without(value: Any, ids: Collection[str], fields: Collection[str]) -> Any:
    if isinstance(value, list):
        return [_without(one, ids, fields) for one in value]
    if not isinstance(value, dict):
        return value
    mine = fields if value.get("id") in ids else ()
    return {name: None if name in mine else _without(one, ids, fields) for name, one in value.items()}
