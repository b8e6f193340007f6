"""Taking words out: the one way for every thing that has none of its own, and for the auditor's order everywhere."""

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.agreements.models import Agreement, AgreementTurn
from api.consultations.models import Consultation
from api.core import clock
from api.core.danish_collation import danish_key
from api.core.problems import INVALID_INPUT, UNKNOWN_REFERENCE, Fault, LocalizedText, Problem
from api.db.columns import ResourceModel
from api.focus_areas.models import FocusArea
from api.indicators.models import Indicator
from api.institutions.models import Institution
from api.observations.models import Observation
from api.privacy.queries.denormalised_copies import (
    redact_copies,
    redaction_mark,
    replace_text,
    replacements,
    texts_in_field,
)
from api.privacy.queries.redactable_fields import KINDS, TEXT_FIELDS, TextField
from api.redaction import pinned_evidence as pinned
from api.redaction.corrections import correct, redact_corrections
from api.redaction.redact import redact_stored_copies
from api.redaction.stored_text import REDACTED
from api.stakeholder_input.models import Input
from api.themes.models import Theme

_SHOWN_AS = {
    "title": ("title",),
    "questions": ("question", "text"),
    "points": ("title",),
    "questions.choices": ("choice",),
    "levels": ("levels",),
}
"""How the members of pinned evidence end that say again what something else is called, or asked."""
_PINNED_AS = {"feedback": "text", "point.text": "points.text"}
_NO_SUCH_FIELD = LocalizedText("The thing has no words of this name.", "Tingen har ingen ord med dette navn.")
_NO_SUCH_KIND = LocalizedText("There are no words to take out of this.", "Der er ingen ord at fjerne her.")
_NO_SUCH_PART = LocalizedText("It holds nothing with this id.", "Det rummer intet med dette id.")
_PART_NEEDED = LocalizedText("Say which one.", "Angiv hvilken.")


class RedactionRequest(NamedTuple):
    """Which words are to go, and why."""

    field: str
    part_id: UUID | None
    reason: str
    by_auditor: bool = False


async def load_resource(session: AsyncSession, resource: str, id: UUID) -> ResourceModel:
    """The thing that an order names; raises `unknown-reference`."""
    kind = KINDS.get(resource)
    if kind is None:
        raise Problem(Fault(INVALID_INPUT, pointer="/resource", code="not-one-of", detail=_NO_SUCH_KIND))
    found = await session.get(kind, id)
    if found is None:
        raise Problem(Fault(UNKNOWN_REFERENCE, pointer="/id"))
    return found


async def redact(session: AsyncSession, caller: Caller, thing: ResourceModel, order: RedactionRequest) -> None:
    """Take words out of a thing, wherever they are kept or were copied to; why stands beside it, or in their place."""
    spot = TEXT_FIELDS[thing.resource].get(order.field)
    if spot is None:
        raise Problem(Fault(INVALID_INPUT, pointer="/field", code="not-one-of", detail=_NO_SUCH_FIELD))
    row = thing if spot.link is None else await _part(session, thing, spot, order.part_id)
    was, becomes = getattr(row, spot.field), empty_of(row, spot, order.reason)
    part = None if row is thing else row
    _beside(row, spot, becomes)
    if isinstance(thing, Input | Observation):
        thing.redaction_reason, thing.redacted_on = order.reason, clock.today()
    others = await redact_copies(session, caller, thing, row, spot, order.reason)
    if isinstance(thing, Consultation):
        others = set()  # what is kept of input that quotes its questions names the consultation too
    await correct(
        session,
        caller,
        thing,
        spot.field,
        order.reason,
        becomes=becomes,
        replace=True,
        part=part,
        action=REDACTED,
        by_order=order.by_auditor,
    )
    await redact_corrections(session, thing.id, [spot.field], part_id=part.id if part else None)
    await redact_stored_copies(session, others)
    shown_as = _SHOWN_AS.get(spot.field if spot.labels is None else spot.name, ())
    instead = replacements(spot, texts_in_field(spot, was), order.reason)
    await pinned.replace_pinned_text(session, {thing.id} | others, shown_as, instead)
    if isinstance(thing, Input | Observation):
        why = {"redaction_reason": thing.redaction_reason, "redacted_on": thing.redacted_on}
        await pinned.redact_pinned_fields(session, [thing.id], [_PINNED_AS.get(spot.name, spot.field)], why)


async def _part(session: AsyncSession, thing: ResourceModel, spot: TextField, id: UUID | None) -> Any:
    if id is None:
        raise Problem(Fault(INVALID_INPUT, pointer="/part_id", code="required", detail=_PART_NEEDED))
    table = spot.table
    mine = select(table).where(col(table.id) == id, col(getattr(table, spot.link or "")) == thing.id)
    found = (await session.execute(mine)).scalar_one_or_none()
    if found is None:
        raise Problem(Fault(UNKNOWN_REFERENCE, pointer="/part_id", detail=_NO_SUCH_PART))
    return found


def empty_of(row: Any, spot: TextField, reason: str) -> Any:
    """What a field says without its words: nothing where it may, else that they were taken out."""
    value, column = getattr(row, spot.field), row.__table__.c[spot.field]
    if isinstance(value, list):
        if spot.labels is None and not (value and isinstance(value[0], dict)):
            return []
        return replace_text(spot, value, replacements(spot, texts_in_field(spot, value), reason))
    if column.nullable and spot.table not in _SHOWN_IN_PLACE:
        return None
    return redaction_mark(reason, getattr(column.type, "length", None)) if value is not None else None


_SHOWN_IN_PLACE = frozenset({Agreement, AgreementTurn, FocusArea, Indicator, Institution, Theme})
"""Things that are answered without what stands beside them: why their words are gone stands where the words stood."""


def _beside(row: Any, spot: TextField, becomes: Any) -> None:
    if hasattr(row, f"{spot.field}_key"):
        setattr(row, f"{spot.field}_key", danish_key(becomes))
