"""The evidence for an institution and round, and lookups of cited pieces, in a bounded number of queries.

Nothing here depends on who is calling: `Pack.visible_to` restricts a pack to what a user may read, as `evidence_access`
says. Measurements are as shown, with suppressed values as null.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, and_, false, func, literal, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import reach
from api.access.models import Grant
from api.access.roles import READ, Permission
from api.consultations.queries.results import results_of
from api.core import half_years
from api.core.periods import Length
from api.core.problems import UNKNOWN_REFERENCE, Fault, Problem
from api.cycles.models import Cycle
from api.data_packages.models import DataPackage
from api.data_packages.queries import CURRENT
from api.db import transactions
from api.evidence.models import EvidenceKind
from api.evidence.rules import EvidenceAccess, Pack, Piece, Reference
from api.indicators.models import Indicator
from api.institutions.models import Institution, Participation
from api.measurements.models import Measurement
from api.measurements.queries.comparisons import ComparisonRequest, compare
from api.measurements.queries.visible import COUNTS, FIGURES
from api.observations.models import Observation
from api.observations.queries.visible import (
    HAS_FEEDBACK,
    READ_FEEDBACK,
    READ_PLANNING,
    READ_SHARED_FEEDBACK,
    UNSCOPED_FEEDBACK,
)
from api.stakeholder_input.models import Input
from api.stakeholder_input.queries.visible import TEXT_READER_ROLES, UNSCOPED_TEXT

MAY_READ = Permission("evidence", READ)


def covered_unit_ids(institution_id: UUID) -> Select[Any]:
    """Select the ids of an institution and of its departments, except departments that participate in nothing."""
    return select(col(Institution.id)).where(
        or_(
            col(Institution.id) == institution_id,
            and_(col(Institution.parent_id) == institution_id, col(Institution.participation) != Participation.none),
        )
    )


def overlaps_half_year(half_year: str) -> ColumnElement[bool]:
    """Whether a measurement's period overlaps a half-year, as an SQL expression."""
    first, after = half_years.first_day(half_year), half_years.day_after(half_year)
    earliest_start = {
        Length.month: first,
        Length.half_year: first,
        Length.year: first.replace(month=1),
        Length.school_year: first.replace(year=first.year - 1, month=8),
    }
    overlapping = (
        and_(col(Measurement.period_length) == length, col(Measurement.period_from) >= day)
        for length, day in earliest_start.items()
    )
    return and_(col(Measurement.period_from) < after, or_(*overlapping))


def _measurements_for(institution_id: UUID, half_year: str) -> ComparisonRequest:
    """Select the ids of the measurements for a half-year.

    Those of its current packages, else of the latest current ones before it; and running ones that overlap it.
    """
    is_own = col(Measurement.institution_id).in_(covered_unit_ids(institution_id))
    packaged = select(col(Measurement.id)).join(DataPackage, col(DataPackage.id) == col(Measurement.package_id))
    latest = (
        packaged.with_only_columns(func.max(col(DataPackage.half_year)))
        .where(is_own, CURRENT, col(DataPackage.half_year) <= half_year)
        .correlate(None)
        .scalar_subquery()
    )
    running = select(col(Measurement.id)).where(
        is_own, col(Measurement.package_id).is_(None), overlaps_half_year(half_year)
    )
    of_packages = packaged.where(is_own, CURRENT, col(DataPackage.half_year) == latest)
    # Not correlated: the enclosing statements select from measurements too.
    return union_all(of_packages.correlate(None), running.correlate(None))


async def _load_measurements(session: AsyncSession, request: ComparisonRequest) -> list[Piece]:
    order = (
        col(Indicator.title_key),
        col(Measurement.period_from).desc(),
        col(Measurement.breakdown),
        col(Measurement.id),
    )
    measurements = await session.execute(FIGURES.where(col(Measurement.id).in_(request)).order_by(*order))
    rows = [dict(row._mapping) for row in measurements]
    comparisons = await compare(session, request) if rows else {}
    return [
        Piece(
            Reference(EvidenceKind.measurement, row["id"]),
            row["institution_id"],
            shown={**row, "comparison": comparisons[row["id"]]},
        )
        for row in rows
    ]


async def _load_inputs(session: AsyncSession, *conditions: Any) -> list[Piece]:
    inputs = await session.execute(
        UNSCOPED_TEXT.where(*conditions).order_by(col(Input.collected_on).desc(), col(Input.id))
    )
    rows = [{name: value for name, value in row._mapping.items() if name != "external_ids"} for row in inputs]
    ids_with_results = [row["id"] for row in rows if row["consultation_id"] and row["counted_in_id"] is None]
    results = await results_of(session, ids_with_results) if ids_with_results else {}
    rows = [{**row, "results": results.get(row["id"])} for row in rows]
    return [
        Piece(Reference(EvidenceKind.stakeholder_input, row["id"]), row["institution_id"], row["voice"], row)
        for row in rows
    ]


async def _load_observations(session: AsyncSession, *conditions: Any) -> list[Piece]:
    order = (col(Observation.fed_back_on).desc(), col(Observation.id))
    observations = await session.execute(UNSCOPED_FEEDBACK.where(HAS_FEEDBACK, *conditions).order_by(*order))
    rows = [dict(row._mapping) for row in observations]
    return [Piece(Reference(EvidenceKind.observation, row["id"]), row["institution_id"], shown=row) for row in rows]


def half_year_of(cycle: Cycle, round: int) -> str:
    """Return the half-year of a cycle's round; raises `unknown-reference` for a round that the cycle does not have."""
    half_year: str | None = next((row["half_year"] for row in cycle.rounds if row["number"] == round), None)
    if half_year is None:
        raise Problem(Fault(UNKNOWN_REFERENCE, parameter="round"))
    return half_year


async def gather_evidence(
    session: AsyncSession,
    institution_id: UUID,
    cycle: Cycle,
    round: int,
    *,
    since: date | None = None,
    until: date = date.max,
) -> Pack:
    """Gather the evidence for a round's dialogue.

    Measurements of the half-year (else the latest) with their comparisons; and feedback given and input collected from
    `since`, the day of the last dialogue (None: since the cycle began), until before `until`.
    """
    begins = since or cycle.starts_on
    request = _measurements_for(institution_id, half_year_of(cycle, round))
    return Pack(
        measurements=tuple(await _load_measurements(session, request)),
        observations=tuple(
            await _load_observations(
                session,
                col(Observation.institution_id).in_(covered_unit_ids(institution_id)),
                col(Observation.fed_back_on) >= begins,
                col(Observation.fed_back_on) < until,
            )
        ),
        stakeholder_input=tuple(
            await _load_inputs(
                session,
                col(Input.unit_id).in_(covered_unit_ids(institution_id)),
                col(Input.withdrawal).is_(None),
                col(Input.collected_on) >= begins,
                col(Input.collected_on) < until,
            )
        ),
    )


async def resolve_references(
    session: AsyncSession, institution_id: UUID, references: Iterable[Reference]
) -> dict[Reference, Piece]:
    """Return the pieces that are referred to, as they are now; they may be older than the round.

    References are left out that are not the institution's own, not released, withdrawn, or to feedback taken back.
    """
    ids_by_kind: dict[str, set[UUID]] = {kind.value: set() for kind in EvidenceKind}
    for kind, id in references:
        ids_by_kind[kind].add(id)
    pieces: list[Piece] = []
    if measurement_ids := ids_by_kind[EvidenceKind.measurement]:
        pieces += await _load_measurements(session, _citable(institution_id, measurement_ids))
    if observation_ids := ids_by_kind[EvidenceKind.observation]:
        is_own = col(Observation.institution_id).in_(covered_unit_ids(institution_id))
        pieces += await _load_observations(session, col(Observation.id).in_(observation_ids), is_own)
    if input_ids := ids_by_kind[EvidenceKind.stakeholder_input]:
        is_own = col(Input.unit_id).in_(covered_unit_ids(institution_id))
        pieces += await _load_inputs(session, col(Input.id).in_(input_ids), is_own, col(Input.withdrawal).is_(None))
    return {piece.reference: piece for piece in pieces}


def _citable(institution_id: UUID, ids: set[UUID]) -> ComparisonRequest:
    """Select those of these ids that are measurements of the institution, running or of current packages."""
    return (
        select(col(Measurement.id))
        .outerjoin(DataPackage, col(DataPackage.id) == col(Measurement.package_id))
        .where(
            col(Measurement.id).in_(ids), col(Measurement.institution_id).in_(covered_unit_ids(institution_id)), COUNTS
        )
        .correlate(None)
    )


async def evidence_access(
    session: AsyncSession, scope: Mapping[str, Any], institution_id: UUID, *, is_participant: Any = None
) -> EvidenceAccess:
    """Return what the caller may read of an institution's evidence.

    `is_participant` is a condition under which the caller may read all of it, such as being a participant.
    """
    unit_id = literal(institution_id, Uuid())
    reads_everything = false() if is_participant is None else is_participant
    reads_words = reach.unit_in_reach(unit_id, MAY_READ, col(Grant.role).in_([str(role) for role in TEXT_READER_ROLES]))
    conditions = (
        reads_words,
        *(
            reach.unit_in_reach(unit_id, permission)
            for permission in (READ_FEEDBACK, READ_SHARED_FEEDBACK, READ_PLANNING)
        ),
    )
    result = await session.execute(select(*(or_(condition, reads_everything) for condition in conditions)), dict(scope))
    words, feedback, shared, observations = (bool(value) for value in result.one())
    words_from_people = transactions.settings_of(session).words_from_people
    return EvidenceAccess(words, feedback, shared, observations, words_from_people)
