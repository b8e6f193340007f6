"""The seals of the journal: made once a transaction, and judged by `sammen-api audit verify`."""

import hmac
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import UTC
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

import orjson
from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlmodel import col

from api.access.models import Person
from api.access.own_key import own_key
from api.core import database
from api.core.settings import Settings
from api.journal.models import Entry, Seal

COLUMNS = ("seq", "at", "request_id", "caller_id", "resource", "thing_id", "unit_id", "action", "version", "fields")
_BEGINNING = ""


class SealKey(NamedTuple):
    """A key with the name by which a seal says that it was made with it."""

    name: str
    secret: bytes


@lru_cache(maxsize=8)
def seal_key(settings: Settings) -> SealKey:
    """The journal's own key: given by the operator, else made of the service's token key."""
    if settings.audit_secret is None:
        secret = hmac.digest(own_key(settings).material, b"sammen journal", "sha256")
    else:
        secret = settings.audit_secret.get_secret_value().encode()
    return SealKey(sha256(secret).hexdigest()[:16], secret)


class Sealing:
    """The seal of a transaction in the making: everything that is recorded passes through it."""

    def __init__(self, key: SealKey, before: str, last_seq: int) -> None:
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

    def seal(self) -> Seal:
        """The seal over what was taken in."""
        return Seal(last_seq=self.last_seq, mac=self._mac.hexdigest(), key=self.key.name)


async def sealing_of(session: AsyncSession) -> Sealing:
    """The seal in the making of a writing session's transaction; it is written right before the commit."""
    known: Sealing | None = session.info.get("sealing")
    if known is not None:
        return known
    newest = select(func.coalesce(func.max(col(Entry.seq)), 0)).scalar_subquery()
    asked = select(newest, Seal).select_from(select(1).subquery()).outerjoin(Seal, col(Seal.last_seq) == _last_seal())
    newest_seq, before = (await session.execute(asked)).one()
    last = max(newest_seq, before.last_seq if before else 0)
    made = Sealing(seal_key(database.settings_of(session)), before.mac if before else _BEGINNING, last)
    session.info["sealing"] = made
    database.before_commit(session, _seal)
    return made


def _last_seal() -> Any:
    return select(func.max(col(Seal.last_seq))).scalar_subquery()


async def _seal(session: AsyncSession) -> None:
    made: Sealing = session.info["sealing"]
    session.add(made.seal())
    await session.flush()


# --- judging what is written ---


class Finding(NamedTuple):
    """Something that is not as it was written."""

    seq: int
    words: str


class Verdict(NamedTuple):
    """What was found; and the newest seal, to be kept elsewhere and given the next time."""

    entries: int
    seals: int
    head: str
    findings: list[Finding]


async def verify(engine: AsyncEngine, settings: Settings, kept: str | None = None) -> Verdict:
    """Judge the whole journal against its seals, in the order in which it was written.

    `kept` is the head of an earlier judgement: what was cut off at the end since then shows by its absence.
    """
    key, findings = seal_key(settings), list[Finding]()
    last, before, number, heads = 0, _BEGINNING, 0, set[str]()
    async with database.reading(engine) as session:
        entries = _Entries(session)
        async for seal in _in_order(session, Seal, "last_seq"):
            making, first = Sealing(key, before, last), last + 1
            async for row in entries.up_to(seal.last_seq):
                findings += _gap(last, row[0])
                making.add([row])
                last = row[0]
            findings += _gap(last, seal.last_seq + 1)
            findings += _judged(seal, making.seal(), first)
            last, before, number = seal.last_seq, seal.mac, number + 1
            heads.add(_head(seal))
        async for row in entries.up_to(None):
            findings += [*_gap(last, row[0]), Finding(row[0], "was never sealed")]
            last = row[0]
        if last == 0 and not kept and (await session.execute(select(exists().select_from(Person)))).scalar_one():
            findings.append(Finding(1, "and all others are missing: there are people, and nothing says how they came"))
    if kept and kept not in heads:
        findings.append(Finding(int(kept.partition(":")[0]), "was the last one before, and is not there any more"))
    return Verdict(entries.number, number, f"{last}:{before}" if number else "", findings)


def _head(seal: Seal) -> str:
    return f"{seal.last_seq}:{seal.mac}"


def _gap(last: int, seq: int) -> list[Finding]:
    return [] if seq == last + 1 else [Finding(last + 1, f"is missing, and all before {seq}")]


def _judged(seal: Seal, made: Seal, first: int) -> list[Finding]:
    if seal.key != made.key:
        return [Finding(first, f"and all up to {seal.last_seq} are sealed with another key ({seal.key})")]
    if hmac.compare_digest(seal.mac.encode(), made.mac.encode()):
        return []
    return [Finding(first, f"or one of those up to {seal.last_seq} is not as it was sealed")]


_CHUNK = 5000


async def _in_order(session: AsyncSession, table: type[Any], name: str) -> AsyncIterator[Any]:
    """All rows of a table by a number, read in pieces."""
    column, after = getattr(table, name), -1
    while True:
        found = await session.execute(select(table).where(col(column) > after).order_by(col(column)).limit(_CHUNK))
        rows = found.scalars().all()
        for row in rows:
            yield row
            after = getattr(row, name)
        session.expunge_all()
        if len(rows) < _CHUNK:
            return


class _Entries:
    """The journal's entries in order, handed out seal by seal."""

    def __init__(self, session: AsyncSession) -> None:
        self.number = 0
        self._rows = _in_order(session, Entry, "seq")
        self._next: Entry | None = None

    async def up_to(self, seq: int | None) -> AsyncIterator[Sequence[Any]]:
        """Those that were not handed out yet, up to a number or to the end, as values in the order of `COLUMNS`."""
        while True:
            if self._next is None:
                self._next = await anext(self._rows, None)
            if self._next is None or (seq is not None and self._next.seq > seq):
                return
            row, self._next = self._next, None
            self.number += 1
            yield [getattr(row, name) for name in COLUMNS]
