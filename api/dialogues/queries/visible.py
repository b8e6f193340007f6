"""Dialogues that the caller sees: the scoped list, and the parts of a dialogue that the caller may read."""

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import String, Uuid, bindparam, case, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import reach
from api.access.roles import READ, Permission
from api.cycles.models import Cycle
from api.db.columns import UTCDateTime
from api.dialogues.models import Dialogue
from api.dialogues.queries.participation import IS_PARTICIPANT, PARTICIPATES_ANYWHERE, WRITES_CIRCLE, takes_part
from api.http.pagination import Listing
from api.institutions.models import Area, Institution, Kind
from api.sign_in.models import Person

READ_PLANNING = Permission("dialogue_planning", READ)
READ_CIRCLE = Permission("dialogue_circle", READ)
READ_DECISIONS = Permission("dialogue_decisions", READ)

_COLUMNS = (
    "id", "version", "created_at", "updated_at", "institution_id", "cycle_id", "round", "planned_for", "planned_until",
    "place", "case_reference", "data_holder_id", "meeting_id", "school_development_talk",
    "parent_representative_invited", "status", "cancellation", "held_on", "prompts_number",
)  # fmt: skip
_area = case((col(Institution.kind) == Kind.day_care, Area.age_0_6.value), else_=Area.age_6_18.value)
_person = bindparam("person_id", type_=Uuid())


def _equals_parameter(column: Any, name: str) -> Any:
    return column == bindparam(name, type_=Uuid() if name.endswith("_id") else column.type)


DIALOGUES = Listing(
    name="dialogues",
    select=select(
        *(getattr(Dialogue, name) for name in _COLUMNS),
        col(Institution.name).label("institution_name"),
        col(Institution.kind).label("kind"),
        _area.label("area"),
        col(Cycle.title).label("cycle_title"),
        col(Person.name).label("data_holder_name"),
    )
    .join(Institution, col(Institution.id) == col(Dialogue.institution_id))
    .join(Cycle, col(Cycle.id) == col(Dialogue.cycle_id))
    .outerjoin(Person, col(Person.id) == col(Dialogue.data_holder_id))
    .where(or_(reach.unit_in_reach(col(Dialogue.institution_id), READ_PLANNING), IS_PARTICIPANT)),
    gate=select(
        reach.session_is_valid().label("known"),
        or_(reach.has_permission(READ_PLANNING), PARTICIPATES_ANYWHERE).label("allowed"),
    ),
    id=col(Dialogue.id),
    sorts={
        "planned_for": col(Dialogue.planned_for),
        "institution_name": col(Institution.name_key),
        "updated_at": col(Dialogue.updated_at),
    },
    filters={
        "updated_since": col(Dialogue.updated_at) >= bindparam("updated_since"),
        "institution_id": _equals_parameter(col(Dialogue.institution_id), "institution_id"),
        "district_id": reach.unit_at_or_below(col(Dialogue.institution_id), "district_id"),
        "kind": col(Institution.kind) == bindparam("kind", type_=String()),
        "area": _area == bindparam("area", type_=String()),
        "cycle_id": _equals_parameter(col(Dialogue.cycle_id), "cycle_id"),
        "round": _equals_parameter(col(Dialogue.round), "round"),
        "status": col(Dialogue.status) == bindparam("status", type_=String()),
        "meeting_id": _equals_parameter(col(Dialogue.meeting_id), "meeting_id"),
        "school_development_talk": col(Dialogue.school_development_talk) == bindparam("school_development_talk"),
        "person_id": takes_part(_person),
        "from": col(Dialogue.planned_for) >= bindparam("from", type_=UTCDateTime()),
        "to": col(Dialogue.planned_for) < bindparam("to", type_=UTCDateTime()),
    },
    default_sort="planned_for",
)


class DialogueAccess(NamedTuple):
    """The parts of a dialogue that the caller may read, apart from its planning."""

    circle: bool
    decisions: bool
    evidence: bool


async def access_to_dialogue(session: AsyncSession, scope: dict[str, Any], dialogue_id: UUID) -> DialogueAccess:
    """Return the parts that the caller may read of a dialogue that they see."""
    reads_circle = reach.unit_in_reach(col(Dialogue.institution_id), READ_CIRCLE)
    result = await session.execute(
        select(
            or_(reads_circle, WRITES_CIRCLE),
            reach.unit_in_reach(col(Dialogue.institution_id), READ_DECISIONS),
            or_(reads_circle, IS_PARTICIPANT),
        ).where(col(Dialogue.id) == literal(dialogue_id, Uuid())),
        scope,
    )
    return DialogueAccess(*(bool(allowed) for allowed in result.one()))
