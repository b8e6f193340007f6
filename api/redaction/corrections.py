"""Record corrections and override reasons of a resource, and read them back with it."""

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
from api.redaction.schemas import CorrectionCreate
from api.redaction.stored_copies import redact_text, texts_in
from api.redaction.stored_text import REDACTED

_NO_SUCH_FIELD = LocalizedText("This field cannot be corrected.", "Dette felt kan ikke rettes.")


def record_overrides(session: AsyncSession, caller: Caller, thing: ResourceModel, reasons: Sequence[Override]) -> None:
    """Record why rules were overridden for a resource, as returned by `apply_overrides`."""
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


def corrected_value(fields: Mapping[str, Any], correction: CorrectionCreate) -> Any:
    """The new value of a corrected field, validated strictly; raises `invalid-input`. `fields`: the type of each."""
    if correction.field not in fields:
        raise Problem(Fault(INVALID_INPUT, pointer="/field", code="not-one-of", detail=_NO_SUCH_FIELD))
    if "becomes" not in correction.model_fields_set:
        return None
    try:
        field_type = TypeAdapter(fields[correction.field], config=ConfigDict(strict=True))
        return field_type.validate_python(correction.becomes)
    except ValidationError as error:
        raise problem_from_errors([{**details, "loc": ("body", "becomes")} for details in error.errors()]) from error


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
    """Record a correction of a resource; with `replace`, set the field to `becomes`.

    `part` is a row that belongs to the resource (with an `id`), where the field is one of its own. `action` is the
    journal's name: a text that is `redacted` is redacted in its copies too, `by_order` of the auditor in every table.
    """
    old_value = getattr(thing if part is None else part, field)
    correction = Correction(
        resource=thing.resource,
        thing_id=thing.id,
        part_id=part and part.id,
        field=field,
        was=_json_value(old_value),
        becomes=_json_value(becomes) if replace else None,
        reason=reason,
        author_id=caller.id,
        author_name=caller.name,
        at=clock.now(),
    )
    session.add(correction)
    if part is not None:
        if replace:
            setattr(part, field, becomes)
        await touch(session, caller, thing, action, [field])
    elif not (replace and await change(session, caller, thing, {field: becomes}, action)):
        await touch(session, caller, thing, action, [field])
    if action == REDACTED:
        changed_ids = [thing.id] if part is None else [thing.id, part.id]
        removed_texts = set(texts_in(old_value)) - set(texts_in(becomes))
        await redact_text(session, caller, removed_texts, except_ids=changed_ids, by_order=by_order)


def _json_value(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


async def redact_corrections(
    session: AsyncSession, thing_id: UUID, fields: Collection[str], *, part_id: UUID | None = None
) -> None:
    """Empty the earlier and new values in the corrections of these fields, which would repeat the redacted text.

    With `part_id`, of that part of the resource only.
    """
    corrections = update(Correction).where(col(Correction.thing_id) == thing_id, col(Correction.field).in_(fields))
    if part_id is not None:
        corrections = corrections.where(col(Correction.part_id) == part_id)
    await session.execute(corrections.values(was=null(), becomes=null()))


async def corrections_and_reasons(session: AsyncSession, thing_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """`{"corrections": [...], "reasons": [...]}` of a resource, oldest first, as they are returned."""
    corrections = await session.execute(
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
    reasons = await session.execute(
        select(col(Reason.id), col(Reason.code), col(Reason.words), col(Reason.author_name), col(Reason.at))
        .where(col(Reason.thing_id) == thing_id)
        .order_by(col(Reason.at), col(Reason.id))
    )
    return {
        "corrections": [dict(row._mapping) for row in corrections],
        "reasons": [dict(row._mapping) for row in reasons],
    }
