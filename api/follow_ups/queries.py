"""What is visible of follow-ups, who their two sides are, and how what belongs to them is looked up."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import String, Uuid, and_, bindparam, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from api.access import reach
from api.access.models import Grant, Role, UnitAncestor
from api.access.roles import READ, Permission
from api.agreements.models import Agreement, AgreementTurn
from api.agreements.queries import AGREEMENTS, NOTE_VISIBLE
from api.db.columns import UTCDateTime
from api.follow_ups.models import FollowUp, FollowUpRemark, FollowUpStatus
from api.heightened_supervision.models import HeightenedSupervision
from api.heightened_supervision.queries import VISIBLE as SEES_SUPERVISION
from api.http.pagination import Listing
from api.institutions.models import Institution
from api.redaction.corrections import corrections_and_reasons
from api.sign_in.models import Person

MAY_READ, NOTES = Permission("follow_ups", READ), Permission("follow_up_notes", READ)
_unit = col(FollowUp.institution_id)
_leader, _chief = aliased(Person), aliased(Person)

IS_CHIEF = reach.within(_unit, NOTES, col(Grant.role) == str(Role.chief))
"""That the caller is a chief of the district."""
IS_LEADER = and_(
    col(FollowUp.leader_id) == bindparam("caller_id", type_=Uuid()),
    reach.within(_unit, NOTES, col(Grant.role) == str(Role.leader)),
)
"""That the caller is the leader with whom it is held, and still leads there."""
IS_A_SIDE = or_(IS_CHIEF, IS_LEADER)

_SAME = (
    "id", "version", "created_at", "updated_at", "institution_id", "leader_id", "chief_id", "planned_for",
    "planned_until", "status", "cancellation", "held_on", "assessment", "next_due_on",
)  # fmt: skip

FOLLOW_UPS = Listing(
    name="follow-ups",
    select=select(
        *(getattr(FollowUp, name) for name in _SAME),
        col(Institution.name).label("institution_name"),
        col(Institution.kind).label("kind"),
        col(_leader.name).label("leader_name"),
        col(_chief.name).label("chief_name"),
    )
    .join(Institution, col(Institution.id) == _unit)
    .outerjoin(_leader, col(_leader.id) == col(FollowUp.leader_id))
    .outerjoin(_chief, col(_chief.id) == col(FollowUp.chief_id))
    .where(reach.within(_unit, MAY_READ)),
    gate=reach.access_check(MAY_READ),
    id=col(FollowUp.id),
    sorts={
        "planned_for": col(FollowUp.planned_for),
        "institution_name": col(Institution.name_key),
        "updated_at": col(FollowUp.updated_at),
    },
    filters={
        "updated_since": col(FollowUp.updated_at) >= bindparam("updated_since"),
        "institution_id": _unit == bindparam("institution_id", type_=Uuid()),
        "district_id": reach.below(_unit, "district_id"),
        "kind": col(Institution.kind) == bindparam("kind", type_=String()),
        "leader_id": col(FollowUp.leader_id) == bindparam("leader_id", type_=Uuid()),
        "chief_id": col(FollowUp.chief_id) == bindparam("chief_id", type_=Uuid()),
        "status": col(FollowUp.status) == bindparam("status", type_=String()),
        "assessment": col(FollowUp.assessment) == bindparam("assessment", type_=String()),
        "from": col(FollowUp.planned_for) >= bindparam("from", type_=UTCDateTime()),
        "to": col(FollowUp.planned_for) < bindparam("to", type_=UTCDateTime()),
    },
    default_sort="planned_for",
)


async def in_post(
    session: AsyncSession, role: Role, places: Iterable[tuple[UUID, date]]
) -> dict[tuple[UUID, date], list[UUID]]:
    """The people who hold a role at, or above, each of these institutions on a day; who has held it longest first."""
    found: dict[tuple[UUID, date], list[UUID]] = {}
    by_day: dict[date, set[UUID]] = {}
    for unit_id, day in places:
        by_day.setdefault(day, set()).add(unit_id)
    for day, units in by_day.items():
        rows = await session.execute(
            select(col(UnitAncestor.unit_id), col(Person.id))
            .join(Grant, col(Grant.unit_id) == col(UnitAncestor.ancestor_id))
            .join(Person, col(Person.id) == col(Grant.person_id))
            .where(
                col(UnitAncestor.unit_id).in_(units),
                ~col(UnitAncestor.upward),
                col(UnitAncestor.since_on) <= day,
                col(UnitAncestor.until_on) > day,
                col(Grant.role) == str(role),
                col(Grant.since_on) <= day,
                col(Grant.until_on) > day,
                col(Person.active),
            )
            .order_by(col(Grant.since_on), col(Grant.id))
        )
        for unit_id, person_id in rows:
            found.setdefault((unit_id, day), []).append(person_id)
    return found


async def is_written(session: AsyncSession, follow_up: FollowUp) -> bool:
    """Whether anything has been written that is between the follow-up's two sides."""
    remarked = select(exists().where(col(FollowUpRemark.follow_up_id) == follow_up.id))
    return bool(follow_up.topics or follow_up.notes or (await session.execute(remarked)).scalar_one())


async def held_beside(session: AsyncSession, follow_up: FollowUp) -> Sequence[FollowUp]:
    """The institution's other held follow-ups."""
    mine = _unit == follow_up.institution_id, col(FollowUp.status) == FollowUpStatus.held
    return (await session.execute(select(FollowUp).where(*mine, col(FollowUp.id) != follow_up.id))).scalars().all()


async def can_be_taken_up(session: AsyncSession, follow_up: FollowUp, ids: Sequence[UUID]) -> dict[UUID, Agreement]:
    """Those of the agreements that this follow-up may take up: shared ones, and those of its own two sides."""
    if not ids:
        return {}
    theirs = or_(col(Agreement.shared), col(Agreement.leader_id).is_not_distinct_from(follow_up.leader_id))
    found = await session.execute(
        select(Agreement).where(
            col(Agreement.id).in_(set(ids)), col(Agreement.institution_id) == follow_up.institution_id, theirs
        )
    )
    return {one.id: one for one in found.scalars()}


# --- what belongs to a follow-up's answer ---

CONFIDENTIAL = frozenset({"topics", "notes", "text"})
"""The fields that are read with the notes only, and so are their corrections."""


async def _rows(session: AsyncSession, asked: Any, scope: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [dict(row._mapping) for row in await session.execute(asked, dict(scope))]


async def parts_of(session: AsyncSession, scope: Mapping[str, Any], id: UUID) -> dict[str, Any]:
    """What belongs to a follow-up's answer beside its own row: agreements that the caller sees, and corrections."""
    seen = AGREEMENTS.select.with_only_columns(col(Agreement.id))
    agreed = AGREEMENTS.select.where(col(Agreement.origin_id) == id)
    taken: Any = (
        select(
            col(AgreementTurn.agreement_id),
            col(Agreement.text),
            col(AgreementTurn.turn).label("outcome"),
            col(AgreementTurn.note),
        )
        .join(Agreement, col(Agreement.id) == col(AgreementTurn.agreement_id))
        .where(col(AgreementTurn.origin_id) == id, col(Agreement.id).in_(seen.correlate(None)), NOTE_VISIBLE)
        .order_by(col(AgreementTurn.id))
    )
    opened = select(col(HeightenedSupervision.id)).where(col(HeightenedSupervision.origin_id) == id, SEES_SUPERVISION)
    said = (await corrections_and_reasons(session, id))["corrections"]
    return {
        "agreements": await _rows(session, agreed.order_by(col(Agreement.due_on), col(Agreement.id)), scope),
        "taken_up": await _rows(session, taken, scope),
        "heightened_supervision_id": (await session.execute(opened, dict(scope))).scalars().first(),
        "corrections": [one for one in said if one["field"] not in CONFIDENTIAL],
    }


async def notes_of(session: AsyncSession, follow_up: FollowUp) -> dict[str, Any]:
    """What was said in a follow-up, as its two sides read it."""
    remarks = await _rows(
        session,
        select(
            col(FollowUpRemark.id),
            col(FollowUpRemark.text),
            col(Person.name).label("author_name"),
            col(FollowUpRemark.at),
        )
        .join(Person, col(Person.id) == col(FollowUpRemark.author_id))
        .where(col(FollowUpRemark.follow_up_id) == follow_up.id)
        .order_by(col(FollowUpRemark.at), col(FollowUpRemark.id)),
        {},
    )
    said = (await corrections_and_reasons(session, follow_up.id))["corrections"]
    return {
        "follow_up_id": follow_up.id,
        "version": follow_up.version,
        "topics": follow_up.topics,
        "notes": follow_up.notes,
        "remarks": remarks,
        "corrections": [one for one in said if one["field"] in CONFIDENTIAL],
    }
