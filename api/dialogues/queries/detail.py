"""The parts of a single dialogue's response, limited to the parts that the caller may read."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.agreements.models import Agreement, AgreementTurn
from api.agreements.queries import UNSCOPED_AGREEMENTS
from api.dialogues.models import CircleEntry, Dialogue, DialogueDecision, DialogueParticipant
from api.dialogues.queries.participation import IS_PARTICIPANT
from api.dialogues.queries.visible import access_to_dialogue
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


async def _rows(session: AsyncSession, query: Any, scope: Mapping[str, Any] | None = None) -> Rows:
    return [dict(row._mapping) for row in await session.execute(query, scope or {})]


async def participant_rows(session: AsyncSession, dialogue_id: UUID) -> Rows:
    """Return a dialogue's participants with the names of those who have an account."""
    names = ("id", "part", "person_id", "name", "people_count", "attended")
    return await _rows(
        session,
        select(*(getattr(DialogueParticipant, name) for name in names), col(Person.name).label("person_name"))
        .outerjoin(Person, col(Person.id) == col(DialogueParticipant.person_id))
        .where(col(DialogueParticipant.dialogue_id) == dialogue_id)
        .order_by(col(DialogueParticipant.position)),
    )


async def _circle(session: AsyncSession, dialogue_id: UUID) -> Rows:
    names = ("id", "step", "focus_area_id", "text", "cited")
    return await _rows(
        session,
        select(*(getattr(CircleEntry, name) for name in names), col(FocusArea.title).label("focus_area_title"))
        .outerjoin(FocusArea, col(FocusArea.id) == col(CircleEntry.focus_area_id))
        .where(col(CircleEntry.dialogue_id) == dialogue_id)
        .order_by(col(CircleEntry.position)),
    )


async def pinned_evidence(session: AsyncSession, dialogue_id: UUID) -> Rows:
    """Return the evidence of a held dialogue as it was pinned, without text redacted or values suppressed since."""
    result = await session.execute(
        select(col(PinnedEvidence.frozen), col(Dialogue.held_on))
        .join(Dialogue, col(Dialogue.id) == col(PinnedEvidence.dialogue_id))
        .where(col(PinnedEvidence.dialogue_id) == dialogue_id)
        .order_by(col(PinnedEvidence.position))
    )
    rows = result.all()
    if not rows:
        return []
    held_on = rows[0][1]
    return await pinned_as_visible_now(session, [frozen for frozen, _ in rows], held_on)


async def pinned_pieces(session: AsyncSession, dialogue_id: UUID) -> list[Piece]:
    """Return the pinned evidence of a held dialogue as pieces of evidence."""
    return [
        Piece(Reference(EvidenceKind(row["kind"]), UUID(row["id"])), None, row["voice"], row["shown"])
        for row in await pinned_evidence(session, dialogue_id)
    ]


async def readable_evidence(
    session: AsyncSession, scope: Mapping[str, Any], dialogue_id: UUID, institution_id: UUID, pieces: Sequence[Piece]
) -> Rows:
    """Return the pieces as far as the caller may read them: participants all of them, others as the evidence itself.

    Writers of the circle can cite text that they may not read, so citing a piece must not make it readable. Feedback
    that was shared after the dialogue is as readable as feedback that was shared before.
    """
    participates = exists().where(col(Dialogue.id) == dialogue_id, IS_PARTICIPANT)
    access = await evidence.evidence_access(session, scope, institution_id, is_participant=participates)
    observation_ids = [piece.reference.id for piece in pieces if piece.reference.kind == EvidenceKind.observation]
    shared_ids: set[UUID] = set()
    if observation_ids and access.shared:
        query = select(col(Observation.id)).where(
            col(Observation.id).in_(observation_ids), col(Observation.status) == ObservationStatus.shared
        )
        shared_ids = set((await session.execute(query)).scalars())
    rows = (
        piece.visible_to(access._replace(feedback=True) if piece.reference.id in shared_ids else access)
        for piece in pieces
    )
    return [row for row in rows if row is not None]


async def _decisions(session: AsyncSession, dialogue_id: UUID) -> Rows:
    names = ("id", "focus_area_id", "decision", "development", "note")
    return await _rows(
        session,
        select(*(getattr(DialogueDecision, name) for name in names), col(FocusArea.title).label("focus_area_title"))
        .join(FocusArea, col(FocusArea.id) == col(DialogueDecision.focus_area_id))
        .where(col(DialogueDecision.dialogue_id) == dialogue_id)
        .order_by(col(DialogueDecision.position)),
    )


async def _agreements(session: AsyncSession, scope: Mapping[str, Any], dialogue_id: UUID) -> Rows:
    query = UNSCOPED_AGREEMENTS.where(col(Agreement.origin_id) == dialogue_id)
    return await _rows(session, query.order_by(col(Agreement.due_on), col(Agreement.id)), scope)


async def _taken_up(session: AsyncSession, dialogue_id: UUID) -> Rows:
    return await _rows(
        session,
        select(
            col(AgreementTurn.agreement_id),
            col(Agreement.text),
            col(AgreementTurn.turn).label("outcome"),
            col(AgreementTurn.note),
        )
        .join(Agreement, col(Agreement.id) == col(AgreementTurn.agreement_id))
        .where(col(AgreementTurn.origin_id) == dialogue_id)
        .order_by(col(AgreementTurn.id)),
    )


def _readable_annotations(annotations: dict[str, Rows], readable: Rows, decisions: Rows | None) -> dict[str, Rows]:
    """Return corrections and override reasons without those that concern parts that the caller may not read."""
    part_ids = {None, *(row["id"] for row in (*readable, *(decisions or ())))}
    return {
        "corrections": [correction for correction in annotations["corrections"] if correction["part_id"] in part_ids],
        "reasons": [
            reason
            for reason in annotations["reasons"]
            if decisions is not None or reason["code"] != ONE_SIDED_EVIDENCE.code
        ],
    }


async def detail_of(
    session: AsyncSession, scope: dict[str, Any], dialogue_id: UUID, institution_id: UUID
) -> dict[str, Any]:
    """Return the parts of a single dialogue's response that are not in the list; null for unreadable parts."""
    access = await access_to_dialogue(session, scope, dialogue_id)
    participants = await participant_rows(session, dialogue_id)
    circle = await _circle(session, dialogue_id) if access.circle else None
    decisions = await _decisions(session, dialogue_id) if access.decisions else None
    annotations = await corrections_and_reasons(session, dialogue_id)
    evidence_rows = None
    if access.evidence:
        pieces = await pinned_pieces(session, dialogue_id)
        evidence_rows = await readable_evidence(session, scope, dialogue_id, institution_id, pieces)
    return {
        "participants": participants,
        "circle": circle,
        "evidence": evidence_rows,
        "decisions": decisions,
        "agreements": await _agreements(session, scope, dialogue_id) if access.decisions else None,
        "taken_up": await _taken_up(session, dialogue_id) if access.decisions else None,
        **_readable_annotations(annotations, [*(circle or ()), *participants], decisions),
    }
