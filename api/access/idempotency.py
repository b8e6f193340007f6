"""Idempotency-Key: the same request sent twice has one effect and one answer."""

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from hmac import digest
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy import Boolean, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction
from sqlmodel import col

from api.access.models import Grant, StoredResponse, Unit, UnitAncestor, UnitKind
from api.core import clock
from api.core.problems import INVALID_INPUT, KEY_REUSED, NOT_ALLOWED, RESPONSE_NOT_STORED, Fault, LocalizedText, Problem
from api.core.settings import Settings, settings
from api.db import transactions
from api.sign_in.signing_key import load_signing_key

_LARGE, _MOST = 1 << 16, 1 << 25
"""Bytes of an answer that is large, and of all answers that are kept for one caller: some hundred large ones."""
_KEPT = ("content-type", "etag", "location", "link")
_OTHER_ROLES = LocalizedText(
    "You have roles no more that you had when this was answered; what was done stays. Fetch the thing itself.",
    "Du har ikke længere alle de roller, du havde, da dette blev besvaret; det, der blev gjort, står ved magt. Hent "
    "selve tingen.",
)
_BAD_KEY = LocalizedText("A key has 1 to 128 visible ASCII characters.", "En nøgle har 1 til 128 synlige ASCII-tegn.")


def read_key(request: Request) -> str | None:
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


@lru_cache(maxsize=8)
def _secret(settings: Settings) -> bytes:
    return digest(load_signing_key(settings).material, b"sammen replay", "sha256")


def _hashed(session: AsyncSession, caller_id: UUID, key: str) -> str:
    """What is kept of a key: a hash that nobody makes without the service's own secret, for a key may hold anything."""
    return digest(_secret(transactions.settings_of(session)), f"{caller_id} {key}".encode(), "sha256").hex()


def _oldest() -> datetime:
    return clock.now() - timedelta(days=settings().idempotency_days)


async def find_replay(session: AsyncSession, caller_id: UUID, key: str, mark: str) -> Response | None:
    """The answer that was given to this key; raises `idempotency-key-reused` if it was another request.

    What opened the answer still has to be held where it was: a role that ended, or a unit that moved out of reach,
    closes the answers of its time with it (`not-allowed`). So does taking words out of what it told of
    (`answer-not-kept`).
    """
    mine = (
        col(StoredResponse.caller_id) == caller_id,
        col(StoredResponse.key_hash) == _hashed(session, caller_id, key),
    )
    found = await session.execute(select(StoredResponse).where(*mine))
    kept = found.scalar_one_or_none()
    if kept is None:
        return None
    if kept.at <= _oldest():
        await session.delete(kept)
        await session.flush()
        return None
    if kept.fingerprint != mark:
        raise Problem(KEY_REUSED)
    if not await _held(session, caller_id) >= set(kept.held):
        raise Problem(NOT_ALLOWED, detail=_OTHER_ROLES)
    if kept.status == RESPONSE_NOT_STORED.status:
        raise Problem(RESPONSE_NOT_STORED)
    return Response(kept.answer, kept.status, {**kept.headers, "Idempotency-Replayed": "true"})


async def _held(session: AsyncSession, caller_id: UUID) -> set[str]:
    """The caller's roles, at each unit that they reach today; the municipality stands for all that lies below it."""
    today = clock.today()
    found = await session.execute(
        select(col(Grant.role), col(Grant.network), col(Grant.body), col(UnitAncestor.unit_id))
        .join(UnitAncestor, col(UnitAncestor.ancestor_id) == col(Grant.unit_id))
        .join(Unit, col(Unit.id) == col(Grant.unit_id))
        .where(
            or_(col(Grant.person_id) == caller_id, col(Grant.client_id) == caller_id),
            col(Grant.since_on) <= today,
            col(Grant.until_on) > today,
            col(UnitAncestor.since_on) <= today,
            col(UnitAncestor.until_on) > today,
            or_(col(Unit.kind) != UnitKind.municipality.value, col(UnitAncestor.unit_id) == col(Grant.unit_id)),
        )
    )
    return {" ".join(str(part) for part in row) for row in found}


async def store_response(session: AsyncSession, caller_id: UUID, key: str, mark: str, response: Response) -> None:
    """Store a successful answer in the transaction of its effect; some that have grown old make room."""
    # Bounded, so that no request pays for a week's; more leave than come.
    old = (
        select(col(StoredResponse.id))
        .where(col(StoredResponse.at) <= _oldest())
        .order_by(col(StoredResponse.at))
        .limit(20)
    )
    await session.execute(
        delete(StoredResponse).where(col(StoredResponse.id).in_(old)).execution_options(synchronize_session=False)
    )
    headers = {name: value for name, value in response.headers.items() if name in _KEPT}
    if len(response.body) > _LARGE:
        await _make_room(session, caller_id, len(response.body))
    session.add(
        StoredResponse(
            caller_id=caller_id,
            key_hash=_hashed(session, caller_id, key),
            fingerprint=mark,
            held=sorted(await _held(session, caller_id)),
            status=response.status_code,
            headers=headers,
            answer=bytes(response.body),
            at=clock.now(),
        )
    )


async def _make_room(session: AsyncSession, caller_id: UUID, more: int) -> None:
    """Let a caller's large answers go before they are too many: their keys stay known (`answer-not-kept`)."""
    size = func.length(col(StoredResponse.answer))
    mine = col(StoredResponse.caller_id) == caller_id
    kept = (await session.execute(select(func.coalesce(func.sum(size), 0)).where(mine))).scalar_one()
    if kept + more > _MOST:
        gone = update(StoredResponse).where(mine, size > _LARGE)
        gone = gone.values(status=RESPONSE_NOT_STORED.status, headers={}, answer=b"")
        await session.execute(gone.execution_options(synchronize_session=False))


class bytes_contain(GenericFunction[bool]):  # an SQL function, named as one
    """That bytes hold some others."""

    type = Boolean()
    inherit_cache = True


@compiles(bytes_contain, "sqlite")
def _sqlite(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    return f"(instr({compiler.process(element.clauses, **kw)}) > 0)"


@compiles(bytes_contain, "postgresql")
def _postgresql(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    answer, wanted = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"(position({wanted} IN {answer}) > 0)"


async def forget_responses(session: AsyncSession, ids: Collection[UUID]) -> None:
    """Let no answer be kept that speaks of these things, since words were taken out of them.

    As a whole: other things' answers say again what these are called, and how they were before. Their keys stay
    known, so that what is sent again has no second effect; it is refused (`answer-not-kept`).
    """
    if not ids:
        return
    holding = or_(*(bytes_contain(col(StoredResponse.answer), str(id).encode()) for id in set(ids)))
    gone = update(StoredResponse).where(holding).values(status=RESPONSE_NOT_STORED.status, headers={}, answer=b"")
    await session.execute(gone.execution_options(synchronize_session=False))
