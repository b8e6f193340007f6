"""Gathering what a dialogue rests on, and looking up what it cites, in a bounded number of queries.

    await gather(session, institution_id, cycle, round, since=day) -> Pack
    await resolve(session, institution_id, references) -> {Reference: Piece}
    await sight_of(session, scope, institution_id) -> Sight

The first two do not ask who is calling: `Pack.seen_by(sight)` is what somebody may read of it. Figures are as everyone
is shown them: what is withheld is null already.
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
from api.evidence.models import EvidenceKind
from api.evidence.rules import Pack, Piece, Reference, Sight
from api.indicators.models import Indicator
from api.institutions.models import Institution, Participation
from api.measurements.models import Measurement
from api.measurements.queries.comparisons import ComparisonRequest, compare
from api.measurements.queries.visible import COUNTS, FIGURES
from api.observations.models import Observation
from api.observations.queries.visible import FEEDBACK, HAS_FEEDBACK, PLANNING, SHARED, UNSCOPED_FEEDBACK
from api.stakeholder_input.models import Input
from api.stakeholder_input.queries.visible import CLOSE_TO_THEM, UNSCOPED_TEXT

MAY_READ = Permission("evidence", READ)


def covered(institution_id: UUID) -> Select[Any]:
    """The ids of an institution and of its departments, but for those that take part in nothing."""
    return select(col(Institution.id)).where(
        or_(
            col(Institution.id) == institution_id,
            and_(col(Institution.parent_id) == institution_id, col(Institution.participation) != Participation.none),
        )
    )


def falls_in(half_year: str) -> ColumnElement[bool]:
    """That a measurement's period touches a half-year."""
    first, after = half_years.first_day(half_year), half_years.day_after(half_year)
    begins_from = {
        Length.month: first,
        Length.half_year: first,
        Length.year: first.replace(month=1),
        Length.school_year: first.replace(year=first.year - 1, month=8),
    }
    overlapping = (
        and_(col(Measurement.period_length) == length, col(Measurement.period_from) >= day)
        for length, day in begins_from.items()
    )
    return and_(col(Measurement.period_from) < after, or_(*overlapping))


def _of_the_half_year(institution_id: UUID, half_year: str) -> ComparisonRequest:
    """The ids of the figures for a half-year: its packages', else the latest ones'; and running figures that fall in
    it."""
    mine = col(Measurement.institution_id).in_(covered(institution_id))
    packaged = select(col(Measurement.id)).join(DataPackage, col(DataPackage.id) == col(Measurement.package_id))
    latest = (
        packaged.with_only_columns(func.max(col(DataPackage.half_year)))
        .where(mine, CURRENT, col(DataPackage.half_year) <= half_year)
        .correlate(None)
        .scalar_subquery()
    )
    running = select(col(Measurement.id)).where(mine, col(Measurement.package_id).is_(None), falls_in(half_year))
    of_packages = packaged.where(mine, CURRENT, col(DataPackage.half_year) == latest)
    # Not correlated: the statements around these read measurements too.
    return union_all(of_packages.correlate(None), running.correlate(None))


async def _figures(session: AsyncSession, wanted: ComparisonRequest) -> list[Piece]:
    order = (
        col(Indicator.title_key),
        col(Measurement.period_from).desc(),
        col(Measurement.breakdown),
        col(Measurement.id),
    )
    found = await session.execute(FIGURES.where(col(Measurement.id).in_(wanted)).order_by(*order))
    rows = [dict(row._mapping) for row in found]
    beside = await compare(session, wanted) if rows else {}
    return [
        Piece(
            Reference(EvidenceKind.measurement, row["id"]),
            row["institution_id"],
            shown={**row, "comparison": beside[row["id"]]},
        )
        for row in rows
    ]


async def _inputs(session: AsyncSession, *conditions: Any) -> list[Piece]:
    found = await session.execute(
        UNSCOPED_TEXT.where(*conditions).order_by(col(Input.collected_on).desc(), col(Input.id))
    )
    rows = [{name: value for name, value in row._mapping.items() if name != "external_ids"} for row in found]
    answered = [row["id"] for row in rows if row["consultation_id"] and row["counted_in_id"] is None]
    results = await results_of(session, answered) if answered else {}
    rows = [{**row, "results": results.get(row["id"])} for row in rows]
    return [
        Piece(Reference(EvidenceKind.stakeholder_input, row["id"]), row["institution_id"], row["voice"], row)
        for row in rows
    ]


async def _feedback(session: AsyncSession, *conditions: Any) -> list[Piece]:
    order = (col(Observation.fed_back_on).desc(), col(Observation.id))
    found = await session.execute(UNSCOPED_FEEDBACK.where(HAS_FEEDBACK, *conditions).order_by(*order))
    rows = [dict(row._mapping) for row in found]
    return [Piece(Reference(EvidenceKind.observation, row["id"]), row["institution_id"], shown=row) for row in rows]


def half_year_of(cycle: Cycle, round: int) -> str:
    """The half-year of a cycle's round; raises `unknown-reference` for a round that the cycle does not have."""
    found: str | None = next((one["half_year"] for one in cycle.rounds if one["number"] == round), None)
    if found is None:
        raise Problem(Fault(UNKNOWN_REFERENCE, parameter="round"))
    return found


async def gather_evidence(
    session: AsyncSession,
    institution_id: UUID,
    cycle: Cycle,
    round: int,
    *,
    since: date | None = None,
    until: date = date.max,
) -> Pack:
    """What a round's dialogue can rest on: the half-year's figures (else the latest) with their comparisons, and
    feedback given and input collected since the last dialogue (`since`; None: since the cycle began) and before
    `until`."""
    begins = since or cycle.starts_on
    wanted = _of_the_half_year(institution_id, half_year_of(cycle, round))
    return Pack(
        measurements=tuple(await _figures(session, wanted)),
        observations=tuple(
            await _feedback(
                session,
                col(Observation.institution_id).in_(covered(institution_id)),
                col(Observation.fed_back_on) >= begins,
                col(Observation.fed_back_on) < until,
            )
        ),
        stakeholder_input=tuple(
            await _inputs(
                session,
                col(Input.unit_id).in_(covered(institution_id)),
                col(Input.withdrawal).is_(None),
                col(Input.collected_on) >= begins,
                col(Input.collected_on) < until,
            )
        ),
    )


async def resolve_references(
    session: AsyncSession, institution_id: UUID, references: Iterable[Reference]
) -> dict[Reference, Piece]:
    """The pieces that are referred to, older ones too, as they are now. What is not the institution's own, was not
    released, was withdrawn, or is feedback taken back is not among them."""
    wanted: dict[str, set[UUID]] = {kind.value: set() for kind in EvidenceKind}
    for kind, id in references:
        wanted[kind].add(id)
    pieces: list[Piece] = []
    if figures := wanted[EvidenceKind.measurement]:
        pieces += await _figures(session, _citable(institution_id, figures))
    if observations := wanted[EvidenceKind.observation]:
        here = col(Observation.institution_id).in_(covered(institution_id))
        pieces += await _feedback(session, col(Observation.id).in_(observations), here)
    if inputs := wanted[EvidenceKind.stakeholder_input]:
        mine = col(Input.unit_id).in_(covered(institution_id))
        pieces += await _inputs(session, col(Input.id).in_(inputs), mine, col(Input.withdrawal).is_(None))
    return {piece.reference: piece for piece in pieces}


def _citable(institution_id: UUID, ids: set[UUID]) -> Select[Any]:
    return (
        select(col(Measurement.id))
        .outerjoin(DataPackage, col(DataPackage.id) == col(Measurement.package_id))
        .where(col(Measurement.id).in_(ids), col(Measurement.institution_id).in_(covered(institution_id)), COUNTS)
        .correlate(None)
    )


async def sight_of(
    session: AsyncSession, scope: Mapping[str, Any], institution_id: UUID, *, at_the_table: Any = None
) -> Sight:
    """What the caller may read of an institution's evidence; `at_the_table`, a condition, opens all of it."""
    at, table = literal(institution_id, Uuid()), false() if at_the_table is None else at_the_table
    close = reach.within(at, MAY_READ, col(Grant.role).in_([str(role) for role in CLOSE_TO_THEM]))
    opens = (close, reach.within(at, FEEDBACK), reach.within(at, SHARED), reach.within(at, PLANNING))
    found = await session.execute(select(*(or_(one, table) for one in opens)), dict(scope))
    return Sight(*(bool(one) for one in found.one()))
