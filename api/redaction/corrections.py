"""Writing what stands beside a thing, and reading it back with the thing."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from pydantic import ConfigDict, TypeAdapter, ValidationError
from sqlalchemy import null, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.core import clock
from api.core.problems import INVALID_INPUT, Fault, LocalizedText, Override, Problem
from api.db.columns import ResourceModel
from api.http.validation_errors import problem_from_errors
from api.journal.record import change, touch
from api.redaction.models import Correction, Reason
from api.redaction.redact import redact_text, texts_in
from api.redaction.schemas import CorrectionCreate
from api.redaction.stored_text import REDACTED


def record_overrides(session: AsyncSession, caller: Caller, thing: ResourceModel, reasons: Sequence[Override]) -> None:
    """Record why rules were set aside for a thing (what `settle` answered)."""
    session.add_all(
        Reason(
            resource=thing.resource,
            thing_id=thing.id,
            code=code,
            words=words,
            author_id=caller.id,
            author_name=caller.name,
            at=clock.now(),
        )
        for code, words in reasons
    )


_NO_SUCH_FIELD = LocalizedText("This field is not corrected here.", "Dette felt rettes ikke her.")


def corrected_value(fields: Mapping[str, Any], said: CorrectionCreate) -> Any:
    """What a field is to say, read as strictly as anywhere; raises `invalid-input`. `fields`: the type of each."""
    if said.field not in fields:
        raise Problem(Fault(INVALID_INPUT, pointer="/field", code="not-one-of", detail=_NO_SUCH_FIELD))
    if "becomes" not in said.model_fields_set:
        return None
    try:
        return TypeAdapter(fields[said.field], config=ConfigDict(strict=True)).validate_python(said.becomes)
    except ValidationError as error:
        raise problem_from_errors([{**one, "loc": ("body", "becomes")} for one in error.errors()]) from error


async def correct(
    session: AsyncSession,
    caller: Caller,
    thing: ResourceModel,
    field: str,
    reason: str,
    *,
    becomes: Any = None,
    replace: bool,
    part: Any = None,
    action: str = "corrected",
    by_order: bool = False,
) -> None:
    """Let a correction stand beside a thing; with `replace`, the field says `becomes` from now on.

    `part` is a row of what belongs to the thing (with an `id`), where the field is one of its own; `action` is how the
    journal calls it: what is `redacted` goes from its copies, `by_order` of the auditor from all that says the same.
    """
    was = getattr(thing if part is None else part, field)
    kept = Correction(
        resource=thing.resource,
        thing_id=thing.id,
        part_id=part and part.id,
        field=field,
        was=_plain(was),
        becomes=_plain(becomes) if replace else None,
        reason=reason,
        author_id=caller.id,
        author_name=caller.name,
        at=clock.now(),
    )
    session.add(kept)
    if part is not None:
        if replace:
            setattr(part, field, becomes)
        await touch(session, caller, thing, action, [field])
    elif not (replace and await change(session, caller, thing, {field: becomes}, action)):
        await touch(session, caller, thing, action, [field])
    if action == REDACTED:
        but = [thing.id] if part is None else [thing.id, part.id]
        gone = set(texts_in(was)) - set(texts_in(becomes))
        await redact_text(session, caller, gone, but=but, by_order=by_order)


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


async def redact_corrections(
    session: AsyncSession, thing_id: UUID, fields: Collection[str], *, part_id: UUID | None = None
) -> None:
    """Take out what corrections of these fields say was there and is: the words are to be gone everywhere.

    With `part_id`, of that part of the thing only.
    """
    gone = update(Correction).where(col(Correction.thing_id) == thing_id, col(Correction.field).in_(fields))
    if part_id is not None:
        gone = gone.where(col(Correction.part_id) == part_id)
    await session.execute(gone.values(was=null(), becomes=null()))


async def corrections_and_reasons(session: AsyncSession, thing_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """`{"corrections": [...], "reasons": [...]}` of a thing, oldest first, as they are answered."""
    said = await session.execute(
        select(
            col(Correction.id),
            col(Correction.part_id),
            col(Correction.field),
            col(Correction.was),
            col(Correction.becomes),
            col(Correction.reason),
            col(Correction.author_name),
            col(Correction.at),
        )
        .where(col(Correction.thing_id) == thing_id)
        .order_by(col(Correction.at), col(Correction.id))
    )
    why = await session.execute(
        select(col(Reason.id), col(Reason.code), col(Reason.words), col(Reason.author_name), col(Reason.at))
        .where(col(Reason.thing_id) == thing_id)
        .order_by(col(Reason.at), col(Reason.id))
    )
    return {
        "corrections": [dict(row._mapping) for row in said],
        "reasons": [dict(row._mapping) for row in why],
    }
