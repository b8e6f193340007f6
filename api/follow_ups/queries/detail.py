"""The parts of a single follow-up's response, and its confidential notes."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.agreements.models import Agreement, AgreementTurn
from api.agreements.queries import AGREEMENTS, IS_TURN_VISIBLE
from api.follow_ups.models import FollowUp, FollowUpRemark
from api.heightened_supervision.models import HeightenedSupervision
from api.heightened_supervision.queries import VISIBLE as IS_SUPERVISION_VISIBLE
from api.redaction.corrections import corrections_and_reasons
from api.sign_in.models import Person

CONFIDENTIAL_FIELDS = frozenset({"topics", "notes", "text"})
"""Fields that are returned only with the notes, as are their corrections."""


async def _rows(session: AsyncSession, query: Any, scope: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [dict(row._mapping) for row in await session.execute(query, dict(scope))]


async def detail_of(session: AsyncSession, scope: Mapping[str, Any], follow_up_id: UUID) -> dict[str, Any]:
    """Return the parts of a single follow-up's response that are not in the list.

    These are the agreements and heightened supervision that the caller sees, and corrections without confidential ones.
    """
    visible_agreement_ids = AGREEMENTS.select.with_only_columns(col(Agreement.id))
    agreements = AGREEMENTS.select.where(col(Agreement.origin_id) == follow_up_id).order_by(
        col(Agreement.due_on), col(Agreement.id)
    )
    taken_up: Any = (
        select(
            col(AgreementTurn.agreement_id),
            col(Agreement.text),
            col(AgreementTurn.turn).label("outcome"),
            col(AgreementTurn.note),
        )
        .join(Agreement, col(Agreement.id) == col(AgreementTurn.agreement_id))
        .where(
            col(AgreementTurn.origin_id) == follow_up_id,
            col(Agreement.id).in_(visible_agreement_ids.correlate(None)),
            IS_TURN_VISIBLE,
        )
        .order_by(col(AgreementTurn.id))
    )
    heightened_supervision = select(col(HeightenedSupervision.id)).where(
        col(HeightenedSupervision.origin_id) == follow_up_id, IS_SUPERVISION_VISIBLE
    )
    corrections = (await corrections_and_reasons(session, follow_up_id))["corrections"]
    return {
        "agreements": await _rows(session, agreements, scope),
        "taken_up": await _rows(session, taken_up, scope),
        "heightened_supervision_id": (await session.execute(heightened_supervision, dict(scope))).scalars().first(),
        "corrections": [correction for correction in corrections if correction["field"] not in CONFIDENTIAL_FIELDS],
    }


async def notes_of(session: AsyncSession, follow_up: FollowUp) -> dict[str, Any]:
    """Return the topics, notes and remarks of a follow-up with their corrections, for its chief and leader."""
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
    corrections = (await corrections_and_reasons(session, follow_up.id))["corrections"]
    return {
        "follow_up_id": follow_up.id,
        "version": follow_up.version,
        "topics": follow_up.topics,
        "notes": follow_up.notes,
        "remarks": remarks,
        "corrections": [correction for correction in corrections if correction["field"] in CONFIDENTIAL_FIELDS],
    }
