"""What is visible of dialogues, to whom, and how what belongs to them is looked up."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Date, String, Uuid, and_, bindparam, case, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import reach
from api.access.roles import READ, Permission
from api.core.clock import COPENHAGEN
from api.cycles.models import Cycle
from api.cycles.rules import round_numbered
from api.db.columns import UTCDateTime
from api.dialogues.models import (
    FIRST_PROMPTS,
    CircleEntry,
    CirclePrompts,
    Dialogue,
    DialogueParticipant,
    DialogueStatus,
)
from api.dialogues.queries.participants import IS_PARTICIPANT, SITS_SOMEWHERE, WRITES_CIRCLE, of_person
from api.evidence.queries.pack import covered
from api.focus_areas.models import FocusArea
from api.http.pagination import Listing
from api.institutions.models import Area, Institution, Kind
from api.sign_in.models import Person

PLANNING, CIRCLE = Permission("dialogue_planning", READ), Permission("dialogue_circle", READ)
DECISIONS = Permission("dialogue_decisions", READ)

_held_data = col(Dialogue.data_holder_id)
_SAME = (
    "id", "version", "created_at", "updated_at", "institution_id", "cycle_id", "round", "planned_for", "planned_until",
    "place", "case_reference", "data_holder_id", "meeting_id", "school_development_talk",
    "parent_representative_invited", "status", "cancellation", "held_on", "prompts_number",
)  # fmt: skip
_area = case((col(Institution.kind) == Kind.day_care, Area.age_0_6.value), else_=Area.age_6_18.value)
_person = bindparam("person_id", type_=Uuid())


def _is(column: Any, name: str) -> Any:
    return column == bindparam(name, type_=Uuid() if name.endswith("_id") else column.type)


DIALOGUES = Listing(
    name="dialogues",
    select=select(
        *(getattr(Dialogue, name) for name in _SAME),
        col(Institution.name).label("institution_name"),
        col(Institution.kind).label("kind"),
        _area.label("area"),
        col(Cycle.title).label("cycle_title"),
        col(Person.name).label("data_holder_name"),
    )
    .join(Institution, col(Institution.id) == col(Dialogue.institution_id))
    .join(Cycle, col(Cycle.id) == col(Dialogue.cycle_id))
    .outerjoin(Person, col(Person.id) == _held_data)
    .where(or_(reach.within(col(Dialogue.institution_id), PLANNING), IS_PARTICIPANT)),
    gate=select(reach.known().label("known"), or_(reach.holds(PLANNING), SITS_SOMEWHERE).label("allowed")),
    id=col(Dialogue.id),
    sorts={
        "planned_for": col(Dialogue.planned_for),
        "institution_name": col(Institution.name_key),
        "updated_at": col(Dialogue.updated_at),
    },
    filters={
        "updated_since": col(Dialogue.updated_at) >= bindparam("updated_since"),
        "institution_id": _is(col(Dialogue.institution_id), "institution_id"),
        "district_id": reach.below(col(Dialogue.institution_id), "district_id"),
        "kind": col(Institution.kind) == bindparam("kind", type_=String()),
        "area": _area == bindparam("area", type_=String()),
        "cycle_id": _is(col(Dialogue.cycle_id), "cycle_id"),
        "round": _is(col(Dialogue.round), "round"),
        "status": col(Dialogue.status) == bindparam("status", type_=String()),
        "meeting_id": _is(col(Dialogue.meeting_id), "meeting_id"),
        "school_development_talk": col(Dialogue.school_development_talk) == bindparam("school_development_talk"),
        "person_id": of_person(_person),
        "from": col(Dialogue.planned_for) >= bindparam("from", type_=UTCDateTime()),
        "to": col(Dialogue.planned_for) < bindparam("to", type_=UTCDateTime()),
    },
    default_sort="planned_for",
)


class Sight(NamedTuple):
    """What the caller may read of a dialogue beside its planning."""

    circle: bool
    decisions: bool
    evidence: bool


async def sight_of(session: AsyncSession, scope: dict[str, Any], id: UUID) -> Sight:
    """What the caller may read of one dialogue that they see."""
    reaches_circle = reach.within(col(Dialogue.institution_id), CIRCLE)
    found = await session.execute(
        select(
            or_(reaches_circle, WRITES_CIRCLE),
            reach.within(col(Dialogue.institution_id), DECISIONS),
            or_(reaches_circle, IS_PARTICIPANT),
        ).where(col(Dialogue.id) == literal(id, Uuid())),
        scope,
    )
    return Sight(*(bool(one) for one in found.one()))


async def other_dialogues(session: AsyncSession, pairs: Iterable[tuple[UUID, UUID]]) -> list[Dialogue]:
    """The dialogues of these institutions in these cycles that are not cancelled."""
    wanted = set(pairs)
    found = await session.execute(
        select(Dialogue).where(
            col(Dialogue.institution_id).in_({institution for institution, _ in wanted}),
            col(Dialogue.cycle_id).in_({cycle for _, cycle in wanted}),
            col(Dialogue.status) != DialogueStatus.cancelled,
        )
    )
    return [one for one in found.scalars() if (one.institution_id, one.cycle_id) in wanted]


async def meeting_with(session: AsyncSession, meeting_ids: Iterable[UUID | None]) -> list[Dialogue]:
    """The dialogues of these meetings, cancelled ones too."""
    ids = {id for id in meeting_ids if id is not None}
    if not ids:
        return []
    return list((await session.execute(select(Dialogue).where(col(Dialogue.meeting_id).in_(ids)))).scalars())


def standing(dialogues: Iterable[Dialogue]) -> list[Dialogue]:
    """Those that are not cancelled."""
    return [dialogue for dialogue in dialogues if dialogue.status != DialogueStatus.cancelled]


async def held_before(session: AsyncSession, dialogue: Dialogue) -> date | None:
    """The day of the institution's last held dialogue, other than this one; None if there is none."""
    earlier = [col(Dialogue.held_on) <= dialogue.held_on] if dialogue.held_on else []
    return await last_held(session, dialogue.institution_id, col(Dialogue.id) != dialogue.id, *earlier)


async def last_held(session: AsyncSession, institution_id: UUID, *conditions: Any) -> date | None:
    """The day of the institution's last held dialogue; None if there is none."""
    found = await session.execute(
        select(func.max(col(Dialogue.held_on), type_=Date())).where(
            col(Dialogue.institution_id) == institution_id, col(Dialogue.status) == DialogueStatus.held, *conditions
        )
    )
    day: date | None = found.scalar_one()
    return day


def evidence_ends(cycle: Cycle, round: int, dialogue: Dialogue | None) -> date:
    """The day from which things are no more evidence of a round: after it was held; else after the round, or after the
    day that its dialogue is planned for if that is later."""
    if dialogue is not None and dialogue.held_on is not None:
        return dialogue.held_on + timedelta(days=1)
    found = round_numbered(cycle, round)
    ends = found.until_on if found else cycle.ends_on
    if dialogue is None:
        return ends
    return max(ends, dialogue.planned_for.astimezone(COPENHAGEN).date() + timedelta(days=1))


async def by_ids(session: AsyncSession, table: Any, ids: Iterable[UUID]) -> dict[UUID, Any]:
    """Things of one table, by id."""
    found = await session.execute(select(table).where(col(table.id).in_(set(ids))))
    return {thing.id: thing for thing in found.scalars()}


async def entries_of(session: AsyncSession, dialogue_id: UUID) -> list[CircleEntry]:
    """What is written in a dialogue's circle, in order."""
    found = await session.execute(
        select(CircleEntry).where(col(CircleEntry.dialogue_id) == dialogue_id).order_by(col(CircleEntry.position))
    )
    return list(found.scalars())


async def participants_of(session: AsyncSession, dialogue_id: UUID) -> list[DialogueParticipant]:
    """Who takes part in a dialogue, in order."""
    found = await session.execute(
        select(DialogueParticipant)
        .where(col(DialogueParticipant.dialogue_id) == dialogue_id)
        .order_by(col(DialogueParticipant.position))
    )
    return list(found.scalars())


async def own_focus_areas(session: AsyncSession, institution_id: UUID, ids: Sequence[UUID]) -> dict[UUID, FocusArea]:
    """Those of the focus areas that are the institution's, or a department's that its dialogues cover."""
    if not ids:
        return {}
    mine = col(FocusArea.institution_id).in_(covered(institution_id))
    found = await session.execute(select(FocusArea).where(and_(col(FocusArea.id).in_(set(ids)), mine)))
    return {one.id: one for one in found.scalars()}


async def prompts(session: AsyncSession, number: int | None = None) -> tuple[int, dict[str, str]]:
    """The circle's prompts in one revision, else the newest, with its number."""
    asked = select(CirclePrompts).order_by(col(CirclePrompts.number).desc()).limit(1)
    if number is not None:
        asked = asked.where(col(CirclePrompts.number) == number)
    found = (await session.execute(asked)).scalar_one_or_none()
    if found is None:
        return 1, {step.value: text for step, text in FIRST_PROMPTS.items()}
    return found.number, found.prompts
