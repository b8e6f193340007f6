"""What is written down of a dialogue, as it is answered: only what the caller may read of it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.agreements.models import Agreement, AgreementTurn
from api.agreements.queries import EVERY_AGREEMENT
from api.dialogues.models import CircleEntry, Dialogue, DialogueDecision, DialogueParticipant
from api.dialogues.queries.participants import IS_PARTICIPANT
from api.dialogues.queries.visible import sight_of
from api.dialogues.rules.hold import ONE_SIDED_EVIDENCE
from api.evidence.models import EvidenceKind
from api.evidence.queries import pack as evidence
from api.evidence.queries.pinned import pinned_as_visible_now
from api.evidence.rules import Piece, Reference
from api.focus_areas.models import FocusArea
from api.observations.models import Observation, ObservationStatus
from api.redaction.corrections import corrections_and_reasons
from api.redaction.models import PinnedEvidence
from api.sign_in.models import Person

Rows = list[dict[str, Any]]


async def _rows(session: AsyncSession, asked: Any, scope: Mapping[str, Any] | None = None) -> Rows:
    return [dict(row._mapping) for row in await session.execute(asked, scope or {})]


async def participants_answer(session: AsyncSession, id: UUID) -> Rows:
    """Who takes part, with the names of those who sign in."""
    names = ("id", "part", "person_id", "name", "people_count", "attended")
    return await _rows(
        session,
        select(*(getattr(DialogueParticipant, name) for name in names), col(Person.name).label("person_name"))
        .outerjoin(Person, col(Person.id) == col(DialogueParticipant.person_id))
        .where(col(DialogueParticipant.dialogue_id) == id)
        .order_by(col(DialogueParticipant.position)),
    )


async def _circle(session: AsyncSession, id: UUID) -> Rows:
    names = ("id", "step", "focus_area_id", "text", "cited")
    return await _rows(
        session,
        select(*(getattr(CircleEntry, name) for name in names), col(FocusArea.title).label("focus_area_title"))
        .outerjoin(FocusArea, col(FocusArea.id) == col(CircleEntry.focus_area_id))
        .where(col(CircleEntry.dialogue_id) == id)
        .order_by(col(CircleEntry.position)),
    )


async def pinned_evidence(session: AsyncSession, id: UUID) -> Rows:
    """The evidence that a held dialogue rested on, as it was; but for words that were taken back since, and for what
    is withheld by now."""
    asked = select(col(PinnedEvidence.frozen), col(Dialogue.held_on))
    found = await session.execute(
        asked.join(Dialogue, col(Dialogue.id) == col(PinnedEvidence.dialogue_id))
        .where(col(PinnedEvidence.dialogue_id) == id)
        .order_by(col(PinnedEvidence.position))
    )
    pinned = found.all()
    return await pinned_as_visible_now(session, [row[0] for row in pinned], pinned[0][1]) if pinned else []


async def pinned_pieces(session: AsyncSession, id: UUID) -> list[Piece]:
    """The same, as pieces of evidence."""
    return [
        Piece(Reference(EvidenceKind(one["kind"]), UUID(one["id"])), None, one["voice"], one["shown"])
        for one in await pinned_evidence(session, id)
    ]


async def seen_pieces(
    session: AsyncSession, scope: Mapping[str, Any], id: UUID, institution_id: UUID, pieces: Sequence[Piece]
) -> Rows:
    """What the caller may read of evidence at a dialogue: all of it at the table, else as of the evidence itself.

    Who writes the circle can cite what they may not read; so its words are not read by having been cited. Feedback
    that was shared since is read like feedback that was shared then.
    """
    at_the_table = exists().where(col(Dialogue.id) == id, IS_PARTICIPANT)
    sight = await evidence.sight_of(session, scope, institution_id, at_the_table=at_the_table)
    observations = [piece.reference.id for piece in pieces if piece.reference.kind == EvidenceKind.observation]
    asked = select(col(Observation.id)).where(
        col(Observation.id).in_(observations), col(Observation.status) == ObservationStatus.shared
    )
    shared = set((await session.execute(asked)).scalars()) if observations and sight.shared else set()
    rows = (piece.seen_by(sight._replace(feedback=True) if piece.reference.id in shared else sight) for piece in pieces)
    return [row for row in rows if row is not None]


async def _decisions(session: AsyncSession, id: UUID) -> Rows:
    names = ("id", "focus_area_id", "decision", "development", "note")
    return await _rows(
        session,
        select(*(getattr(DialogueDecision, name) for name in names), col(FocusArea.title).label("focus_area_title"))
        .join(FocusArea, col(FocusArea.id) == col(DialogueDecision.focus_area_id))
        .where(col(DialogueDecision.dialogue_id) == id)
        .order_by(col(DialogueDecision.position)),
    )


async def _agreements(session: AsyncSession, scope: Mapping[str, Any], id: UUID) -> Rows:
    mine = EVERY_AGREEMENT.where(col(Agreement.origin_id) == id)
    return await _rows(session, mine.order_by(col(Agreement.due_on), col(Agreement.id)), scope)


async def _taken_up(session: AsyncSession, id: UUID) -> Rows:
    return await _rows(
        session,
        select(
            col(AgreementTurn.agreement_id),
            col(Agreement.text),
            col(AgreementTurn.turn).label("outcome"),
            col(AgreementTurn.note),
        )
        .join(Agreement, col(Agreement.id) == col(AgreementTurn.agreement_id))
        .where(col(AgreementTurn.origin_id) == id)
        .order_by(col(AgreementTurn.id)),
    )


def _about(beside: dict[str, Rows], readable: Rows, decisions: Rows | None) -> dict[str, Rows]:
    """Corrections and reasons without those that speak of what the caller may not read."""
    parts = {None, *(row["id"] for row in (*readable, *(decisions or ())))}
    corrections = [one for one in beside["corrections"] if one["part_id"] in parts]
    reasons = [one for one in beside["reasons"] if decisions is not None or one["code"] != ONE_SIDED_EVIDENCE.code]
    return {"corrections": corrections, "reasons": reasons}


async def minutes(session: AsyncSession, scope: dict[str, Any], id: UUID, institution_id: UUID) -> dict[str, Any]:
    """What belongs to a dialogue's answer beside its planning; null is what the caller may not read."""
    sight = await sight_of(session, scope, id)
    participants = await participants_answer(session, id)
    circle = await _circle(session, id) if sight.circle else None
    decisions = await _decisions(session, id) if sight.decisions else None
    said = await corrections_and_reasons(session, id)
    rested_on = None
    if sight.evidence:
        rested_on = await seen_pieces(session, scope, id, institution_id, await pinned_pieces(session, id))
    return {
        "participants": participants,
        "circle": circle,
        "evidence": rested_on,
        "decisions": decisions,
        "agreements": await _agreements(session, scope, id) if sight.decisions else None,
        "taken_up": await _taken_up(session, id) if sight.decisions else None,
        **_about(said, [*(circle or ()), *participants], decisions),
    }
