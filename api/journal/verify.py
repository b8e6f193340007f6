"""Verify the journal against its hash chain, for `sammen-api audit verify`."""

import hmac
from collections.abc import AsyncIterator
from typing import Any, NamedTuple

from sqlalchemy import Row, Table, exists, func, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from api.core.settings import Settings
from api.db import transactions
from api.journal.hash_chain import COLUMNS, FIRST_PREVIOUS_MAC, ChainKey, ChainWriter, chain_key
from api.journal.models import ChainLink, Entry
from api.journal.stored_rows import RowReader, iterate_rows, lenient_text, row_reader
from api.sign_in.models import Person

ENTRIES: Table = Entry.__table__  # type: ignore[attr-defined]  # every model with table=True has one
LINKS: Table = ChainLink.__table__  # type: ignore[attr-defined]  # likewise


class Finding(NamedTuple):
    """A sign of tampering: the number of the entry, and the rest of a sentence that begins with it."""

    seq: int
    description: str


class VerificationResult(NamedTuple):
    """The result of a verification. `head` names the newest link: stored elsewhere, it reveals a truncated journal."""

    entry_count: int
    link_count: int
    head: str
    findings: list[Finding]


async def verify_hash_chain(
    engine: AsyncEngine, settings: Settings, known_head: str | None = None
) -> VerificationResult:
    """Verify the complete journal against its hash chain, in the order in which it was written.

    `known_head` is the head of an earlier verification; if entries were cut off at the end since then, it is missing.
    """
    async with transactions.read_transaction(engine) as session, lenient_text(session):
        verification = _Verification(session, chain_key(settings), row_reader(ENTRIES, COLUMNS, engine.dialect))
        heads = await verification.run()
        is_empty = verification.last_seq == 0 and not known_head
        if is_empty and (await session.execute(select(exists().select_from(Person)))).scalar_one():
            words = "and all others are missing: there are people, but no entry of their creation"
            verification.findings.append(Finding(1, words))
    if known_head and known_head not in heads:
        words = "was the last entry of the earlier verification, and is missing now"
        verification.findings.append(Finding(int(known_head.partition(":")[0]), words))
    head = f"{verification.last_seq}:{verification.previous_mac}" if verification.link_count else ""
    return VerificationResult(verification.entry_count, verification.link_count, head, verification.findings)


class _Verification:
    """Reads entries and links in parallel and compares them."""

    def __init__(self, session: AsyncSession, key: ChainKey, read: RowReader) -> None:
        self.session, self.key, self.read = session, key, read
        self.findings: list[Finding] = []
        self.last_seq, self.previous_mac = 0, FIRST_PREVIOUS_MAC
        self.entry_count = self.link_count = 0
        self._rows = iterate_rows(session, ENTRIES, COLUMNS)
        self._next_row: Row[Any] | None = None

    async def run(self) -> set[str]:
        """Collect the findings; return the heads of all links."""
        heads = set[str]()
        async for link in iterate_rows(self.session, LINKS, ("last_seq", "mac", "key")):
            self.link_count += 1
            if not (type(link.last_seq) is int and _is_ascii(link.mac) and _is_ascii(link.key)):
                self._add_finding(self.last_seq + 1, "and those after it have a link that cannot be read")
                continue
            writer, first_seq = ChainWriter(self.key, self.previous_mac, self.last_seq), self.last_seq + 1
            async for row in self._rows_up_to(link.last_seq):
                self._verify_entry(row, writer)
            self.findings += _gap(self.last_seq, link.last_seq + 1)
            self.findings += _compare_links(link, writer.link(), first_seq)
            self.last_seq, self.previous_mac = link.last_seq, link.mac
            heads.add(f"{link.last_seq}:{link.mac}")
        async for row in self._rows_up_to(None):
            self._verify_entry(row, None)
        for table, read_count in ((ENTRIES, self.entry_count), (LINKS, self.link_count)):
            row_count = (await self.session.execute(select(func.count()).select_from(table))).scalar_one()
            if row_count != read_count:
                words = (
                    f"to {self.last_seq}: of {row_count} rows of the table {table.name} only {read_count} have a place"
                )
                self._add_finding(1, words)
        return heads

    def _add_finding(self, seq: int, words: str) -> None:
        self.findings.append(Finding(seq, words))

    def _verify_entry(self, row: Row[Any], writer: ChainWriter | None) -> None:
        """Verify the number and the form of an entry, and add it to its link; no `writer`: there is no link for it."""
        seq = row[0]
        if type(seq) is not int or seq < 1:
            self._add_finding(
                seq if type(seq) is int else self.last_seq + 1, "has a number that no entry is written with"
            )
            return
        self.findings += _gap(self.last_seq, seq)
        self.last_seq = seq
        try:
            stored = self.read(row)
            if not stored.is_canonical:
                self._add_finding(seq, "is stored in another form than it was written, so that searches do not find it")
            if writer is not None:
                writer.add([stored.values])
        except Exception as error:  # whatever was put there is reported, and the remaining entries are verified too
            self._add_finding(seq, f"cannot be read ({type(error).__name__})")
        if writer is None:
            self._add_finding(seq, "has no link in the hash chain")

    async def _rows_up_to(self, seq: int | None) -> AsyncIterator[Row[Any]]:
        """Yield the remaining entries up to a number, or to the end."""
        while True:
            if self._next_row is None:
                self._next_row = await anext(self._rows, None)
            if self._next_row is None or not (seq is None or _is_up_to(self._next_row[0], seq)):
                return
            row, self._next_row = self._next_row, None
            self.entry_count += 1
            yield row


def _is_up_to(seq: Any, limit: int) -> bool:
    return seq is None or (isinstance(seq, int | float) and seq <= limit)


def _is_ascii(text: Any) -> bool:
    return isinstance(text, str) and text.isascii()


def _gap(last_seq: int, seq: int) -> list[Finding]:
    return [] if seq == last_seq + 1 else [Finding(last_seq + 1, f"is missing, and all entries before {seq}")]


def _compare_links(stored: Row[Any], computed: ChainLink, first_seq: int) -> list[Finding]:
    if stored.key != computed.key:
        return [Finding(first_seq, f"and all up to {stored.last_seq} have a link made with another key ({stored.key})")]
    if hmac.compare_digest(stored.mac.encode(), computed.mac.encode()):
        return []
    return [Finding(first_seq, f"or one of those up to {stored.last_seq} was changed after it was written")]
