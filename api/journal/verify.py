"""The journal judged against its seals, for `sammen-api audit verify`: what is not as it was written is a finding."""

import hmac
from collections.abc import AsyncIterator
from typing import Any, NamedTuple

from sqlalchemy import Row, Table, exists, func, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from api.core.settings import Settings
from api.db import transactions
from api.journal.hash_chain import BEGINNING, COLUMNS, ChainKey, ChainWriter, chain_key
from api.journal.models import ChainLink, Entry
from api.journal.stored_rows import Reading, in_order, legible, reading
from api.sign_in.models import Person

ENTRIES: Table = Entry.__table__  # type: ignore[attr-defined]  # every model with table=True has one
SEALS: Table = ChainLink.__table__  # type: ignore[attr-defined]  # likewise


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
    async with transactions.read_transaction(engine) as session, legible(session):
        judge = _Judge(session, chain_key(settings), reading(ENTRIES, COLUMNS, engine.dialect))
        heads = await judge.judge()
        if judge.last == 0 and not kept and (await session.execute(select(exists().select_from(Person)))).scalar_one():
            words = "and all others are missing: there are people, and nothing says how they came"
            judge.findings.append(Finding(1, words))
    if kept and kept not in heads:
        words = "was the last one before, and is not there any more"
        judge.findings.append(Finding(int(kept.partition(":")[0]), words))
    return Verdict(judge.entries, judge.seals, f"{judge.last}:{judge.before}" if judge.seals else "", judge.findings)


class _Judge:
    """Goes through entries and seals side by side."""

    def __init__(self, session: AsyncSession, key: ChainKey, read: Reading) -> None:
        self.session, self.key, self.read = session, key, read
        self.findings: list[Finding] = []
        self.last, self.before = 0, BEGINNING
        self.entries = self.seals = 0
        self._rows = in_order(session, ENTRIES, COLUMNS)
        self._next: Row[Any] | None = None

    async def judge(self) -> set[str]:
        """Find what is not as it was written; answers the heads that there have been."""
        heads = set[str]()
        async for seal in in_order(self.session, SEALS, ("last_seq", "mac", "key")):
            self.seals += 1
            if not (type(seal.last_seq) is int and _is_plain(seal.mac) and _is_plain(seal.key)):
                self._find(self.last + 1, "and those after it have a seal that cannot be read")
                continue
            making, first = ChainWriter(self.key, self.before, self.last), self.last + 1
            async for row in self._up_to(seal.last_seq):
                self._take(row, making)
            self.findings += _gap(self.last, seal.last_seq + 1)
            self.findings += _judged(seal, making.seal(), first)
            self.last, self.before = seal.last_seq, seal.mac
            heads.add(f"{seal.last_seq}:{seal.mac}")
        async for row in self._up_to(None):
            self._take(row, None)
        for table, seen in ((ENTRIES, self.entries), (SEALS, self.seals)):
            held = (await self.session.execute(select(func.count()).select_from(table))).scalar_one()
            if held != seen:
                self._find(1, f"to {self.last}: of {held} rows of the table {table.name} only {seen} have a place")
        return heads

    def _find(self, seq: int, words: str) -> None:
        self.findings.append(Finding(seq, words))

    def _take(self, row: Row[Any], making: ChainWriter | None) -> None:
        """Judge one entry in its place, and let the seal in the making, if there is one, rest on it."""
        seq = row[0]
        if type(seq) is not int or seq < 1:
            self._find(seq if type(seq) is int else self.last + 1, "stands where no entry is ever written")
            return
        self.findings += _gap(self.last, seq)
        self.last = seq
        try:
            stored = self.read(row)
            if not stored.as_written:
                self._find(seq, "is spelled otherwise than it was written, so that searches do not find it")
            if making is not None:
                making.add([stored.values])
        except Exception as error:  # whatever somebody put there is told of, and the rest is judged too
            self._find(seq, f"cannot be read ({type(error).__name__})")
        if making is None:
            self._find(seq, "was never sealed")

    async def _up_to(self, seq: int | None) -> AsyncIterator[Row[Any]]:
        """The entries that were not handed out yet, up to a number or to the end."""
        while True:
            if self._next is None:
                self._next = await anext(self._rows, None)
            if self._next is None or not (seq is None or _is_up_to(self._next[0], seq)):
                return
            row, self._next = self._next, None
            self.entries += 1
            yield row


def _is_up_to(seq: Any, most: int) -> bool:
    return seq is None or (isinstance(seq, int | float) and seq <= most)


def _is_plain(text: Any) -> bool:
    return isinstance(text, str) and text.isascii()


def _gap(last: int, seq: int) -> list[Finding]:
    return [] if seq == last + 1 else [Finding(last + 1, f"is missing, and all before {seq}")]


def _judged(seal: Row[Any], made: ChainLink, first: int) -> list[Finding]:
    if seal.key != made.key:
        return [Finding(first, f"and all up to {seal.last_seq} are sealed with another key ({seal.key})")]
    if hmac.compare_digest(seal.mac.encode(), made.mac.encode()):
        return []
    return [Finding(first, f"or one of those up to {seal.last_seq} is not as it was sealed")]
