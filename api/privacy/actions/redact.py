"""Redact a field that a request names: for resources without a rule of their own, and for the auditor's orders."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core.problems import INVALID_INPUT, UNKNOWN_REFERENCE, Fault, LocalizedText, Problem
from api.db.columns import ResourceModel
from api.redaction import registry
from api.redaction.fields import find_part, redact_field

_NO_SUCH_FIELD = LocalizedText(
    "The resource has no such field that can be redacted.", "Der er intet felt med dette navn, som kan fjernes."
)
_NO_SUCH_RESOURCE = LocalizedText(
    "This resource has no text that can be redacted.", "Denne ressource har ingen tekst, der kan fjernes."
)
_PART_NEEDED = LocalizedText("State the id of the part that holds the text.", "Angiv id på den del, teksten står i.")


class RedactionRequest(NamedTuple):
    """The field to redact, in which part of the resource, and why."""

    field: str
    part_id: UUID | None
    reason: str
    by_auditor: bool = False


async def load_resource(session: AsyncSession, resource: str, id: UUID) -> ResourceModel:
    """Return the resource that an order names; raises `invalid-input` or `unknown-reference`."""
    resource_model = registry.declared_resources().get(resource)
    if resource_model is None:
        raise Problem(Fault(INVALID_INPUT, pointer="/resource", code="not-one-of", detail=_NO_SUCH_RESOURCE))
    thing = await session.get(resource_model, id)
    if thing is None:
        raise Problem(Fault(UNKNOWN_REFERENCE, pointer="/id"))
    return thing


async def redact(session: AsyncSession, caller: Caller, thing: ResourceModel, request: RedactionRequest) -> None:
    """Redact a field of a resource and every stored copy of it; raises `invalid-input` or `unknown-reference`."""
    text_field = registry.text_fields_of(type(thing)).get(request.field)
    if text_field is None:
        raise Problem(Fault(INVALID_INPUT, pointer="/field", code="not-one-of", detail=_NO_SUCH_FIELD))
    part = None
    if text_field.link is not None:
        if request.part_id is None:
            raise Problem(Fault(INVALID_INPUT, pointer="/part_id", code="required", detail=_PART_NEEDED))
        part = await find_part(session, thing, text_field, request.part_id)
    await redact_field(session, caller, thing, text_field.name, request.reason, part=part, by_order=request.by_auditor)
