"""Writing what stands beside a thing, and reading it back with the thing."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.core import clock
from api.core.columns import Thing
from api.core.problems import Settled
from api.corrections.models import Correction, Reason
from api.journal.record import change, touch


def keep_reasons(session: AsyncSession, caller: Caller, thing: Thing, reasons: Sequence[Settled]) -> None:
    """Record why rules were set aside for a thing (what `settle` answered)."""
    session.add_all(
        Reason(
            resource=thing.resource, thing_id=thing.id, code=code, words=words,
            author_id=caller.id, author_name=caller.name, at=clock.now(),
        )
        for code, words in reasons
    )  # fmt: skip


async def correct(
    session: AsyncSession,
    caller: Caller,
    thing: Thing,
    field: str,
    reason: str,
    *,
    becomes: Any = None,
    replace: bool,
    part: Any = None,
) -> None:
    """Let a correction stand beside a thing; with `replace`, the field says `becomes` from now on.

    `part` is a row of what belongs to the thing (with an `id`), where the field is one of its own.
    """
    was = getattr(thing if part is None else part, field)
    kept = Correction(
        resource=thing.resource, thing_id=thing.id, part_id=part and part.id, field=field, was=_plain(was),
        becomes=_plain(becomes) if replace else None, reason=reason,
        author_id=caller.id, author_name=caller.name, at=clock.now(),
    )  # fmt: skip
    session.add(kept)
    if part is not None:
        if replace:
            setattr(part, field, becomes)
        await touch(session, caller, thing, "corrected", [field])
    elif not (replace and await change(session, caller, thing, {field: becomes}, "corrected")):
        await touch(session, caller, thing, "corrected", [field])


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


async def beside(session: AsyncSession, thing_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """`{"corrections": [...], "reasons": [...]}` of a thing, oldest first, as they are answered."""
    said = await session.execute(
        select(col(Correction.part_id), col(Correction.field), col(Correction.was), col(Correction.becomes),
               col(Correction.reason), col(Correction.author_name), col(Correction.at))
        .where(col(Correction.thing_id) == thing_id).order_by(col(Correction.at), col(Correction.id))
    )  # fmt: skip
    why = await session.execute(
        select(col(Reason.code), col(Reason.words), col(Reason.author_name), col(Reason.at))
        .where(col(Reason.thing_id) == thing_id).order_by(col(Reason.at), col(Reason.id))
    )  # fmt: skip
    return {
        "corrections": [dict(row._mapping) for row in said],
        "reasons": [dict(row._mapping) for row in why],
    }
