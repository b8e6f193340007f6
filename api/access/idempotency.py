"""Idempotency-Key: the response to a POST is stored with its effect, and replayed when the request is repeated."""

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
from api.core.settings import Settings
from api.db import transactions
from api.sign_in.signing_key import load_signing_key

_LARGE_RESPONSE_BYTES = 1 << 16
_CALLER_QUOTA_BYTES = 1 << 25
"""The bytes of all responses that are stored for one caller: some hundred large ones."""
_DELETE_BATCH = 20
_STORED_HEADERS = ("content-type", "etag", "location", "link")
_ROLES_ENDED = LocalizedText(
    "You no longer hold all the roles that you held when this request was processed. The change was made; fetch the "
    "resource itself.",
    "Du har ikke længere alle de roller, du havde, da forespørgslen blev behandlet. Ændringen er gennemført; hent "
    "selve ressourcen.",
)
_INVALID_KEY = LocalizedText(
    "A key has 1 to 128 visible ASCII characters.", "En nøgle har 1 til 128 synlige ASCII-tegn."
)


def read_idempotency_key(request: Request) -> str | None:
    """Return the Idempotency-Key of a POST request, or None; raise `invalid-input` for a malformed one."""
    key = request.headers.get("idempotency-key")
    if request.method != "POST" or key is None:
        return None
    if not 1 <= len(key) <= 128 or not all("!" <= letter <= "~" for letter in key):
        raise Problem(Fault(INVALID_INPUT, parameter="Idempotency-Key", code="not-matching", detail=_INVALID_KEY))
    return key


def request_fingerprint(request: Request, body_digest: str) -> str:
    """Return the SHA-256 of method, path, query and body digest: a replay has the same."""
    parts = (request.method, request.url.path, request.url.query, body_digest)
    return sha256("\n".join(parts).encode()).hexdigest()


@lru_cache(maxsize=8)
def _hash_secret(settings: Settings) -> bytes:
    return digest(load_signing_key(settings).material, b"sammen replay", "sha256")


def _hash_key(session: AsyncSession, caller_id: UUID, key: str) -> str:
    """Return the HMAC of a key, which is stored instead of the key: clients may put personal data into a key.

    It cannot be computed without the service's own secret.
    """
    return digest(_hash_secret(transactions.settings_of(session)), f"{caller_id} {key}".encode(), "sha256").hex()


def _expiry_limit(session: AsyncSession) -> datetime:
    return clock.now() - timedelta(days=transactions.settings_of(session).idempotency_days)


async def find_replay(session: AsyncSession, caller_id: UUID, key: str, request_fingerprint: str) -> Response | None:
    """Return the stored response to replay, or None if the key is new or has expired.

    Raises `idempotency-key-reused` if the key was used with another request; `not-allowed` if the caller no longer
    holds the roles of that time at the units of that time, because a role ended or a unit moved out of reach;
    `answer-not-kept` if the response was removed by a redaction or to free space.
    """
    result = await session.execute(
        select(StoredResponse).where(
            col(StoredResponse.caller_id) == caller_id,
            col(StoredResponse.key_hash) == _hash_key(session, caller_id, key),
        )
    )
    stored = result.scalar_one_or_none()
    if stored is None:
        return None
    if stored.at <= _expiry_limit(session):
        await session.delete(stored)
        await session.flush()
        return None
    if stored.fingerprint != request_fingerprint:
        raise Problem(KEY_REUSED)
    if not await _roles_held(session, caller_id) >= set(stored.held):
        raise Problem(NOT_ALLOWED, detail=_ROLES_ENDED)
    if stored.status == RESPONSE_NOT_STORED.status:
        raise Problem(RESPONSE_NOT_STORED)
    return Response(stored.answer, stored.status, {**stored.headers, "Idempotency-Replayed": "true"})


async def _roles_held(session: AsyncSession, caller_id: UUID) -> set[str]:
    """Return the caller's roles at each unit within reach today, as text; those at the municipality once only."""
    today = clock.today()
    rows = await session.execute(
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
    return {" ".join(str(part) for part in row) for row in rows}


async def store_response(
    session: AsyncSession, caller_id: UUID, key: str, request_fingerprint: str, response: Response
) -> None:
    """Store a successful response in the transaction of its effect, and delete some expired ones."""
    # In small batches, so that no request pays for the expired responses of a week; more are deleted than stored.
    expired = (
        select(col(StoredResponse.id))
        .where(col(StoredResponse.at) <= _expiry_limit(session))
        .order_by(col(StoredResponse.at))
        .limit(_DELETE_BATCH)
    )
    await session.execute(
        delete(StoredResponse).where(col(StoredResponse.id).in_(expired)).execution_options(synchronize_session=False)
    )
    headers = {name: value for name, value in response.headers.items() if name in _STORED_HEADERS}
    if len(response.body) > _LARGE_RESPONSE_BYTES:
        await _enforce_quota(session, caller_id, len(response.body))
    session.add(
        StoredResponse(
            caller_id=caller_id,
            key_hash=_hash_key(session, caller_id, key),
            fingerprint=request_fingerprint,
            held=sorted(await _roles_held(session, caller_id)),
            status=response.status_code,
            headers=headers,
            answer=bytes(response.body),
            at=clock.now(),
        )
    )


async def _enforce_quota(session: AsyncSession, caller_id: UUID, new_bytes: int) -> None:
    """Empty the caller's large stored responses if the new one would exceed the quota.

    Their keys stay known: a repeated request has no second effect, and gets `answer-not-kept`.
    """
    size = func.length(col(StoredResponse.answer))
    of_caller = col(StoredResponse.caller_id) == caller_id
    stored_bytes = (await session.execute(select(func.coalesce(func.sum(size), 0)).where(of_caller))).scalar_one()
    if stored_bytes + new_bytes > _CALLER_QUOTA_BYTES:
        emptied = update(StoredResponse).where(of_caller, size > _LARGE_RESPONSE_BYTES)
        emptied = emptied.values(status=RESPONSE_NOT_STORED.status, headers={}, answer=b"")
        await session.execute(emptied.execution_options(synchronize_session=False))


class bytes_contain(GenericFunction[bool]):  # an SQL function, named as one
    """SQL function: whether a byte string contains another."""

    type = Boolean()
    inherit_cache = True


@compiles(bytes_contain, "sqlite")
def _compile_sqlite(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    return f"(instr({compiler.process(element.clauses, **kw)}) > 0)"


@compiles(bytes_contain, "postgresql")
def _compile_postgresql(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    haystack, needle = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"(position({needle} IN {haystack}) > 0)"


async def clear_stored_responses(session: AsyncSession, ids: Collection[UUID]) -> None:
    """Empty every stored response that mentions one of the resources, after their text was redacted.

    Any response that contains an id is emptied: responses of other resources repeat names and earlier texts. The keys
    stay known: a repeated request has no second effect, and gets `answer-not-kept`.
    """
    if not ids:
        return
    mentions = or_(*(bytes_contain(col(StoredResponse.answer), str(id).encode()) for id in set(ids)))
    emptied = update(StoredResponse).where(mentions).values(status=RESPONSE_NOT_STORED.status, headers={}, answer=b"")
    await session.execute(emptied.execution_options(synchronize_session=False))
