"""Redact a field of a resource and every stored copy of it, as the registry declares them: the one way to redact.

The field itself, corrections of it, declared copies, pinned evidence, cached responses and rows of files; the resources
that change get a new version and a journal entry. Who may redact what is decided by the rooms.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.core import clock
from api.core.danish_collation import danish_key
from api.core.problems import UNKNOWN_REFERENCE, Fault, LocalizedText, Problem
from api.db.columns import ResourceModel
from api.journal.record import change
from api.redaction import pinned_evidence, registry
from api.redaction.copies import redact_copies
from api.redaction.corrections import correct, redact_corrections
from api.redaction.registry import TextField
from api.redaction.replacements import redacted_value, replacements, texts_of
from api.redaction.stored_copies import redact_responses_and_file_rows, redact_text
from api.redaction.stored_text import REDACTED

_NO_SUCH_PART = LocalizedText("The resource has no such part.", "Der findes ingen del med dette id.")


class RedactedText(NamedTuple):
    """A text to redact: the field's name in a request (`feedback`, `point.text`), and the part it belongs to."""

    name: str
    part: Any = None


async def find_part(session: AsyncSession, thing: ResourceModel, text_field: TextField, id: UUID) -> Any:
    """The part of a resource that has this id and such a field; raises `unknown-reference`."""
    table = text_field.table
    parts = select(table).where(col(table.id) == id, col(getattr(table, text_field.link or "")) == thing.id)
    part = (await session.execute(parts)).scalar_one_or_none()
    if part is None:
        raise Problem(Fault(UNKNOWN_REFERENCE, pointer="/part_id", detail=_NO_SUCH_PART))
    return part


async def redact_field(
    session: AsyncSession,
    caller: Caller,
    thing: ResourceModel,
    name: str,
    reason: str,
    *,
    part: Any = None,
    by_order: bool = False,
    copies: bool = True,
) -> None:
    """Redact a field of a resource, or of a part of it, and every stored copy; a correction records the reason.

    `name` is the field's name in a request, `part` the row where the field is of a part. `by_order` of the auditor: in
    everything that holds the same text. Without `copies`, the declared copies stay, for a room that redacts them by a
    rule of its own.
    """
    declaration = registry.declaration_of(type(thing))
    text_field = registry.text_fields_of(type(thing))[name]
    row = thing if part is None else part
    old_value = getattr(row, text_field.field)
    new_value = redacted_value(row, text_field, reason, marks_in_place=declaration.marks_in_place)
    if hasattr(row, f"{text_field.field}_key"):
        setattr(row, f"{text_field.field}_key", danish_key(new_value))
    stated = _state_reason(thing, reason)
    owner_ids = await redact_copies(session, caller, thing, row, text_field, reason) if copies else set[UUID]()
    await correct(
        session,
        caller,
        thing,
        text_field.field,
        reason,
        becomes=new_value,
        replace=True,
        part=part,
        action=REDACTED,
        by_order=by_order,
    )
    await redact_corrections(session, thing.id, [text_field.field], part_id=part.id if part is not None else None)
    await redact_responses_and_file_rows(session, owner_ids)
    marks = replacements(text_field, texts_of(text_field, old_value), reason)
    endings = declaration.quotes.get(name, ())
    await pinned_evidence.replace_pinned_text(session, {thing.id} | owner_ids, endings, marks)
    await redact_evidence_of(session, type(thing), [thing.id], [name], stated)


async def redact_fields(
    session: AsyncSession,
    caller: Caller | None,
    thing: ResourceModel,
    texts: Sequence[RedactedText],
    reason: str,
    *,
    changed_members: Sequence[str] = (),
) -> None:
    """Redact several texts of a resource that states the reason itself: as one version, and without corrections.

    `changed_members` are the members in which the redacted parts are returned, for the journal.
    """
    fields = registry.text_fields_of(type(thing))
    removed_texts = [getattr(thing if part is None else part, fields[name].field) for name, part in texts]
    stated = {"redaction_reason": reason, "redacted_on": clock.today()}
    for name, part in texts:
        if part is not None:
            setattr(part, fields[name].field, None)
    values = {fields[name].field: None for name, part in texts if part is None}
    await change(session, caller, thing, values | stated, REDACTED, related_fields=changed_members)
    names = list(dict.fromkeys(name for name, _ in texts))
    await redact_corrections(session, thing.id, [fields[name].field for name in names])
    await redact_evidence_of(session, type(thing), [thing.id], names, stated)
    await redact_text(session, caller, removed_texts, except_ids=[thing.id])


def _state_reason(thing: ResourceModel, reason: str) -> dict[str, Any]:
    """Let a resource that has columns for it state the reason and the day; return them."""
    if not registry.declaration_of(type(thing)).states_reason:
        return {}
    stated = {"redaction_reason": reason, "redacted_on": clock.today()}
    for name, value in stated.items():
        setattr(thing, name, value)
    return stated


async def redact_evidence_of(
    session: AsyncSession,
    resource_model: type[ResourceModel],
    ids: Sequence[UUID],
    names: Sequence[str],
    stated: Mapping[str, Any] | None = None,
) -> None:
    """Redact these fields where the resources themselves are pinned as evidence; `stated` (why, when) is set there."""
    members = registry.declaration_of(resource_model).evidence_members
    if members is not None:
        fields = registry.text_fields_of(resource_model)
        shown = [members.get(name, fields[name].field) for name in names]
        await pinned_evidence.redact_pinned_fields(session, ids, shown, stated)
