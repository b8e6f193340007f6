"""The hash chain of the journal: one HMAC for each transaction, computed over its entries and the link before."""

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
FIRST_PREVIOUS_MAC = ""
"""Stands for the HMAC before the first link."""
CHAIN_WRITER_KEY = "chain_writer"
"""Where a session holds its chain writer. The trial run of imports removes it before each attempt."""


class ChainKey(NamedTuple):
    """The HMAC key, and the fingerprint by which links refer to it."""

    fingerprint: str
    secret: bytes


@lru_cache(maxsize=8)
def chain_key(settings: Settings) -> ChainKey:
    """Return the key of the journal: SAMMEN_AUDIT_SECRET, or else derived from the service's signing key."""
    if settings.audit_secret is None:
        secret = hmac.digest(load_signing_key(settings).material, b"sammen journal", "sha256")
    else:
        secret = settings.audit_secret.get_secret_value().encode()
    return ChainKey(sha256(secret).hexdigest()[:16], secret)


class ChainWriter:
    """Computes the link of one transaction from all its entries."""

    def __init__(self, key: ChainKey, previous_mac: str, last_seq: int) -> None:
        self.key, self.last_seq = key, last_seq
        self._mac = hmac.new(key.secret, previous_mac.encode(), "sha256")

    def add(self, rows: Iterable[Sequence[Any]]) -> None:
        """Add entries, each as values in the order of `COLUMNS`."""
        at, text = None, ""
        for row in rows:
            if row[1] is not at:  # thousands of entries share one time, which is formatted once
                at, text = row[1], row[1].astimezone(UTC).isoformat()
            self._mac.update(orjson.dumps([row[0], text, *row[2:]]))
            self.last_seq = row[0]

    def link(self) -> ChainLink:
        """Return the link for the entries added so far."""
        return ChainLink(last_seq=self.last_seq, mac=self._mac.hexdigest(), key=self.key.fingerprint)


async def chain_writer_of(session: AsyncSession) -> ChainWriter:
    """Return the chain writer of a write transaction; its link is stored right before the commit."""
    existing: ChainWriter | None = session.info.get(CHAIN_WRITER_KEY)
    if existing is not None:
        return existing
    newest_entry = select(func.coalesce(func.max(col(Entry.seq)), 0)).scalar_subquery()
    newest_link = select(func.max(col(ChainLink.last_seq))).scalar_subquery()
    statement = (
        select(newest_entry, ChainLink)
        .select_from(select(1).subquery())
        .outerjoin(ChainLink, col(ChainLink.last_seq) == newest_link)
    )
    newest_seq, previous = (await session.execute(statement)).one()
    last_seq = max(newest_seq, previous.last_seq if previous else 0)
    previous_mac = previous.mac if previous else FIRST_PREVIOUS_MAC
    writer = ChainWriter(chain_key(transactions.settings_of(session)), previous_mac, last_seq)
    session.info[CHAIN_WRITER_KEY] = writer
    transactions.before_commit(session, _store_link)
    return writer


async def _store_link(session: AsyncSession) -> None:
    writer: ChainWriter = session.info[CHAIN_WRITER_KEY]
    session.add(writer.link())
    await session.flush()
