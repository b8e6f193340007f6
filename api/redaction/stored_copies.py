"""Redact text that the service stores again: in cached responses, in rows of files, or everywhere."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final
from uuid import UUID

import orjson
from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.access import idempotency
from api.access.caller import Caller
from api.access.models import StoredResponse
from api.core.unicode_text import normalize
from api.redaction import registry
from api.redaction.stored_text import EMPTY_CELL, REDACTED, rewrite

MIN_MATCH_LENGTH: Final = 20
"""A text of this length holds the same personal data wherever it occurs again; a shorter one may be a coincidence."""


def texts_in(value: Any) -> Iterator[str]:
    """Every text in a JSON value, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from texts_in(item)


def normalized(text: str) -> str:
    """A text as requests store it, trimmed and in NFC: cells of files are stored as they were sent."""
    return normalize("NFC", text.strip())


def emptied_cells(cells: str) -> str:
    """As many empty cells as a row of a file has, as JSON."""
    return orjson.dumps([EMPTY_CELL] * len(orjson.loads(cells))).decode()


async def redact_text(
    session: AsyncSession,
    caller: Caller | None,
    words: Iterable[str | None],
    *,
    except_ids: Collection[UUID] = (),
    by_order: bool = False,
) -> int:
    """Redact these texts, in full matches only, in copies that the service stores; return how many rows were changed.

    Short texts stay, except in cached responses and rows of files about the resources in `except_ids`: those are
    emptied, whatever they contain. `by_order`: in every table. Only the auditor decides about text that others wrote;
    otherwise the author of a text could delete it from everybody who had written the same.
    """
    await redact_responses_and_file_rows(session, except_ids)
    texts = {normalized(text) for text in words if text and len(normalized(text)) >= MIN_MATCH_LENGTH}
    copy_tables = {
        str(table.__tablename__) for table in (StoredResponse, *(rows.table for rows in registry.file_rows()))
    }
    return await rewrite(
        session,
        caller,
        texts,
        lambda text: None if normalized(text) in texts else text,
        REDACTED,
        except_ids=except_ids,
        among=None if by_order else copy_tables,
    )


async def redact_responses_and_file_rows(session: AsyncSession, ids: Collection[UUID]) -> None:
    """Empty every cached response and every row of a file about these resources.

    Earlier values are emptied too, since they can contain the same text. The rows themselves stay. Reversing an import
    cannot restore the text, since the resources have a new version, which also makes waiting plans outdated.
    """
    await idempotency.clear_stored_responses(session, ids)
    for file_rows in registry.file_rows():
        table = file_rows.table.__table__
        keys, cells = table.primary_key.columns, table.c[file_rows.cells]
        about = table.c[file_rows.resource_id].in_(list(ids))
        earlier_values = dict.fromkeys(file_rows.values)
        for row in (await session.execute(select(*keys, cells).where(about))).mappings().all():
            this_row = and_(*(key == row[key.name] for key in keys))
            values = {cells.name: emptied_cells(row[cells.name]), **earlier_values}
            await session.execute(table.update().where(this_row).values(**values))
