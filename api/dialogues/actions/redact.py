"""Redact text of a dialogue."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel

from api.access.caller import Caller
from api.access.roles import WRITE, Permission
from api.core.problems import NOT_ALLOWED, Problem
from api.dialogues.models import CircleEntry, Dialogue, DialogueDecision, DialogueParticipant
from api.dialogues.queries.participants import permitted_institution_ids
from api.dialogues.queries.parts import part_of
from api.dialogues.schemas.hold import DialogueRedact
from api.redaction.fields import redact_field

_REDACTABLE: Final[Mapping[type[SQLModel], tuple[str, str]]] = {
    Dialogue: ("cancellation", "dialogue_planning"),
    DialogueParticipant: ("participant.name", "dialogue_planning"),
    CircleEntry: ("entry.text", "dialogue_circle"),
    DialogueDecision: ("decision.note", "dialogue_decisions"),
}
"""The field of each table that can be redacted, with the row of the policy that lets a caller write it."""


async def redact_dialogue(session: AsyncSession, caller: Caller, dialogue: Dialogue, payload: DialogueRedact) -> None:
    """Redact a text of a dialogue and every copy of it; a correction with the reason remains."""
    target = await part_of(session, dialogue, payload.part_id)
    field, policy_row = _REDACTABLE[type(target)]
    permission = Permission(policy_row, WRITE)
    if not await permitted_institution_ids(session, caller, {dialogue.institution_id}, permission):
        raise Problem(NOT_ALLOWED)
    part = None if target is dialogue else target
    await redact_field(session, caller, dialogue, field, payload.reason, part=part)
