"""Taking words out of everything that the service keeps: what the thing itself said is gone already."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final
from uuid import UUID

import orjson
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel

from api.access import idempotency
from api.access.caller import Caller
from api.core.unicode_text import normalize
from api.redaction.stored_text import EMPTY_CELL, REDACTED, rewrite

MIN_MATCH_LENGTH: Final = 20
"""So long a text says the same, and holds the same personal data, wherever it stands again; a shorter one may not."""
COPY_TABLES: Final = frozenset({"replay", "import_row"})
"""Where the service itself keeps words again, whoever wrote them; pinned evidence it finds by what it is of."""


def texts_in(value: Any) -> Iterator[str]:
    """All that somebody wrote into a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts_in(one)


def normalized(text: str) -> str:
    """A text as it would be kept: a cell of a file has the spaces and the accents that its program gave it."""
    return normalize("NFC", text.strip())


async def redact_text(
    session: AsyncSession,
    caller: Caller | None,
    words: Iterable[str | None],
    *,
    but: Collection[UUID] = (),
    by_order: bool = False,
) -> int:
    """Let these very words be gone from the copies that the service made; answers from how many rows. Short ones stay,
    but for kept answers and lines of files about the things in `but`: those go, whatever they say.

    `by_order`, from everything that says the same: only the auditor decides about what others wrote. Who takes back
    their own words would else take the same ones from whom they had copied them.
    """
    await redact_stored_copies(session, but)
    gone = {normalized(word) for word in words if word and len(normalized(word)) >= MIN_MATCH_LENGTH}
    among = None if by_order else COPY_TABLES
    return await rewrite(
        session, caller, gone, lambda text: None if normalized(text) in gone else text, REDACTED, but=but, among=among
    )


async def redact_stored_copies(session: AsyncSession, ids: Collection[UUID]) -> None:
    """Let no kept answer, and no line of a file, say anything of these things any more.

    Neither what they said nor how they were before: that is as good as what is taken out. Each line keeps its place.
    Files do not put them back any more, since they were changed; a plan for them is outdated, for the same reason.
    """
    await idempotency.forget_responses(session, ids)
    rows = SQLModel.metadata.tables["import_row"]
    about = rows.c.thing_id.in_(list(ids))
    found = await session.execute(select(rows.c.import_id, rows.c.line, rows.c.cells).where(about))
    for import_id, line, cells in found.all():
        empty = orjson.dumps([EMPTY_CELL] * len(orjson.loads(cells))).decode()
        mine = rows.c.import_id == import_id, rows.c.line == line
        await session.execute(rows.update().where(*mine).values(cells=empty, before=None, changes=None))
