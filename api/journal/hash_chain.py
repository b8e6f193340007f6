"""The seals of the journal, made once a transaction."""

import hmac
from collections.abc import Iterable, Sequence
from datetime import UTC
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

import orjson
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.core.settings import Settings
from api.db import transactions
from api.journal.models import ChainLink, Entry
from api.sign_in.signing_key import load_signing_key

COLUMNS = ("seq", "at", "request_id", "caller_id", "resource", "thing_id", "unit_id", "action", "version", "fields")
BEGINNING = ""


class ChainKey(NamedTuple):
    """A key with the name by which a seal says that it was made with it."""

    name: str
    secret: bytes


@lru_cache(maxsize=8)
def chain_key(settings: Settings) -> ChainKey:
    """The journal's own key: given by the operator, else made of the service's token key."""
    if settings.audit_secret is None:
        secret = hmac.digest(load_signing_key(settings).material, b"sammen journal", "sha256")
    else:
        secret = settings.audit_secret.get_secret_value().encode()
    return ChainKey(sha256(secret).hexdigest()[:16], secret)


class ChainWriter:
    """The seal of a transaction in the making: everything that is recorded passes through it."""

    def __init__(self, key: ChainKey, before: str, last_seq: int) -> None:
        self.key, self.last_seq = key, last_seq
        self._mac = hmac.new(key.secret, before.encode(), "sha256")

    def add(self, rows: Iterable[Sequence[Any]]) -> None:
        """Take in entries, each as values in the order of `COLUMNS`."""
        at, text = None, ""
        for row in rows:
            if row[1] is not at:  # the moment of thousands of entries is written once
                at, text = row[1], row[1].astimezone(UTC).isoformat()
            self._mac.update(orjson.dumps([row[0], text, *row[2:]]))
            self.last_seq = row[0]

    def seal(self) -> ChainLink:
        """The seal over what was taken in."""
        return ChainLink(last_seq=self.last_seq, mac=self._mac.hexdigest(), key=self.key.name)


async def chain_writer_of(session: AsyncSession) -> ChainWriter:
    """The seal in the making of a writing session's transaction; it is written right before the commit."""
    known: ChainWriter | None = session.info.get("sealing")
    if known is not None:
        return known
    newest = select(func.coalesce(func.max(col(Entry.seq)), 0)).scalar_subquery()
    asked = (
        select(newest, ChainLink)
        .select_from(select(1).subquery())
        .outerjoin(ChainLink, col(ChainLink.last_seq) == _last_seal())
    )
    newest_seq, before = (await session.execute(asked)).one()
    last = max(newest_seq, before.last_seq if before else 0)
    made = ChainWriter(chain_key(transactions.settings_of(session)), before.mac if before else BEGINNING, last)
    session.info["sealing"] = made
    transactions.before_commit(session, _seal)
    return made


def _last_seal() -> Any:
    return select(func.max(col(ChainLink.last_seq))).scalar_subquery()


async def _seal(session: AsyncSession) -> None:
    made: ChainWriter = session.info["sealing"]
    session.add(made.seal())
    await session.flush()
