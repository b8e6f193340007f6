"""Deciding which figures are withheld, and writing it beside them; decided when figures arrive or are released."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import chain
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, case, null, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.core import clock
from api.core.periods import parse
from api.core.settings import settings
from api.disclosure_control.cell_suppression import Cell
from api.indicators.models import Disclosure, Indicator, MeasureUnit
from api.journal.record import Occurrence, record_rows
from api.measurements.models import Measurement
from api.measurements.queries.cross_release import Told, suppressed_across_releases
from api.measurements.queries.unit_history import Family, departments, families_of, together

FEW = 500
"""So many institutions are named in a statement; for more, the whole indicator and period is looked at."""


class SuppressionRequest(NamedTuple):
    """A figure that came, changed or went: what is to be decided anew is found from it."""

    institution_id: UUID
    indicator_id: UUID
    period: str
    package_id: UUID | None


class Found(NamedTuple):
    """A figure about persons, and on how many it rests."""

    id: UUID
    institution_id: UUID
    indicator_id: UUID
    period: str
    breakdown: str
    package_id: UUID | None
    version: int
    n: int
    withheld: bool
    sum: float | None

    @property
    def slot(self) -> Cell:
        return Cell(self.institution_id, self.breakdown)


_Place = tuple[str, UUID | None]


class _Group(NamedTuple):
    """The figures of one indicator for an institution with its departments: by period and package."""

    institution_id: UUID
    members: frozenset[UUID]
    packages: dict[_Place, list[Found]]

    def figures(self) -> Iterable[Found]:
        return chain.from_iterable(self.packages.values())

    def withheld(self, asked: Collection[_Place], elsewhere: Collection[UUID]) -> set[UUID]:
        """The figures to withhold, where some are withheld `elsewhere` in any case."""
        told = [
            Told(
                period,
                {row.slot: row.n for row in rows},
                {row.slot: row.sum for row in rows if row.sum is not None},
                {row.slot for row in rows if row.withheld},
                (period, package) in asked,
                {row.slot for row in rows if row.id in elsewhere},
            )
            for (period, package), rows in self.packages.items()
        ]
        decided = suppressed_across_releases(told, self.institution_id, settings().small_group)
        pairs = zip(self.packages.values(), decided, strict=True)
        return {row.id for rows, slots in pairs for row in rows if row.slot in slots}


_YEARS = timedelta(days=2 * 366)
"""So far around a period there is what it adds up to, and what that adds up from."""


def _statement() -> Select[*tuple[Any, ...]]:
    n, given = col(Measurement.n), col(Measurement.value_n)
    persons = case((and_(given < settings().small_group, given < n), given), else_=n)
    return (
        select(
            col(Measurement.id),
            col(Measurement.institution_id),
            col(Measurement.indicator_id),
            col(Measurement.period),
            col(Measurement.breakdown),
            col(Measurement.package_id),
            col(Measurement.version),
            persons,
            col(Measurement.withheld),
            case((col(Indicator.unit) == MeasureUnit.count_, col(Measurement.value)), else_=null()),
        )
        .join(Indicator, col(Indicator.id) == col(Measurement.indicator_id))
        .where(col(Indicator.disclosure) == Disclosure.persons, col(Measurement.n).is_not(None))
    )


async def _groups(session: AsyncSession, asked: Collection[SuppressionRequest]) -> dict[UUID, list[_Group]]:
    """All figures of the institutions, with their departments, and indicators that are asked about, from some years
    around, by indicator; those of withdrawn packages too, since they were shown."""
    periods = [parse(one.period) for one in asked]
    statement = _statement().where(
        col(Measurement.indicator_id).in_({one.indicator_id for one in asked}),
        col(Measurement.period_from) >= min(period.from_on for period in periods) - _YEARS,
        col(Measurement.period_from) < max(period.until_on for period in periods) + _YEARS,
    )
    lay = await departments(session)
    places = together({one.institution_id for one in asked}, lay)
    if len(places) <= FEW:
        statement = statement.where(col(Measurement.institution_id).in_(places))
    by_unit: dict[UUID, dict[UUID, list[Found]]] = {}
    for row in await session.execute(statement):
        found = Found(*row)
        by_unit.setdefault(found.indicator_id, {}).setdefault(found.institution_id, []).append(found)
    return {
        indicator_id: [_group(family, measured) for family in families_of(measured.keys(), lay)]
        for indicator_id, measured in by_unit.items()
    }


def _group(family: Family, measured: Mapping[UUID, Iterable[Found]]) -> _Group:
    packages: dict[_Place, list[Found]] = {}
    for id in sorted(family.members):
        for one in measured[id]:
            packages.setdefault((one.period, one.package_id), []).append(one)
    return _Group(family.institution_id, family.members, packages)


def _turned(groups: Sequence[_Group], asked: Collection[_Place]) -> Iterable[Found]:
    """The figures whose flag turns. What speaks of the time that is asked about is decided afresh; farther away, where
    not all is known that it is withheld for, figures are only added."""
    spans = [parse(period) for period, _ in asked]
    figures = chain.from_iterable(group.figures() for group in groups)
    if _overlap(groups):
        figures = chain({one.id: one for one in figures}.values())
    withheld = _withheld(groups, asked)
    for figure in figures:
        if (figure.withheld or bool(withheld)) and (figure.id in withheld) != figure.withheld:
            span = parse(figure.period)
            if not figure.withheld or any(span.from_on < one.until_on and one.from_on < span.until_on for one in spans):
                yield figure


def _overlap(groups: Sequence[_Group]) -> bool:
    """Whether an institution or department is in several of them."""
    return sum(len(group.members) for group in groups) > len(frozenset().union(*(group.members for group in groups)))


def _withheld(groups: Sequence[_Group], asked: Collection[_Place]) -> set[UUID]:
    """A figure of several families is withheld in all of them if it is in one: else it could be found in another."""
    if not _overlap(groups):
        return set().union(*(group.withheld(asked, ()) for group in groups))
    ids = [{figure.id for figure in group.figures()} for group in groups]
    times = Counter(id for some in ids for id in some)
    withheld, elsewhere, pending = set[UUID](), set[UUID](), set(range(len(groups)))
    while pending:
        for place in pending:
            withheld |= groups[place].withheld(asked, elsewhere)
        more = {id for id in withheld - elsewhere if times[id] > 1}
        elsewhere |= more
        pending = {place for place, some in enumerate(ids) if some & more}
    return withheld


def forget(session: AsyncSession) -> None:
    """Measurements were written as rows: what the session holds of them as objects is of the past."""
    for thing in list(session):
        if isinstance(thing, Measurement):
            session.expunge(thing)


async def suppress(
    session: AsyncSession, caller: Caller | None, asked: Collection[SuppressionRequest], *, fresh: Collection[UUID] = ()
) -> None:
    """Decide anew what is withheld around these figures; what turns, and is not `fresh`, is a new version."""
    await move_department(session, caller, await turning(session, asked), fresh=fresh)


async def turning(session: AsyncSession, asked: Collection[SuppressionRequest]) -> list[Found]:
    """The figures around these that are withheld and need not be, or are not and must be."""
    if not asked:
        return []  # figures that rest on no persons are withheld from nobody
    groups = await _groups(session, asked)
    concerned: dict[UUID, set[_Place]] = {}
    for one in asked:
        concerned.setdefault(one.indicator_id, set()).add((one.period, one.package_id))
    return [figure for indicator_id, several in groups.items() for figure in _turned(several, concerned[indicator_id])]


async def move_department(
    session: AsyncSession, caller: Caller | None, turned: Sequence[Found], *, fresh: Collection[UUID] = ()
) -> None:
    """Withhold these figures, or show them again; what is not `fresh` is a new version."""
    if not turned:
        return
    new = set(fresh)
    now = clock.now()
    rows = [
        {
            "at_id": one.id,
            "turned": not one.withheld,
            "since": now if one.withheld else None,
            "step": 0 if one.id in new else 1,
        }
        for one in turned
    ]
    table = Measurement.__table__  # type: ignore[attr-defined]  # SQLModel's tables have it at run time
    statement = (
        update(table)
        .where(table.c.id == bindparam("at_id"))
        .values(
            withheld=bindparam("turned"),
            shown_since=bindparam("since"),
            updated_at=now,
            version=table.c.version + bindparam("step"),
        )
    )
    await (await session.connection()).execute(statement, rows)
    told = [Occurrence(one.id, one.institution_id, one.version + 1) for one in turned if one.id not in new]
    await record_rows(session, caller, "measurements", told, "updated", ["withheld"])
    forget(session)


async def suppress_package(session: AsyncSession, caller: Caller | None, package_id: UUID) -> None:
    """Decide anew for all figures of a package."""
    found = await session.execute(
        select(
            col(Measurement.institution_id),
            col(Measurement.indicator_id),
            col(Measurement.period),
            col(Measurement.package_id),
        ).where(col(Measurement.package_id) == package_id)
    )
    asked = {SuppressionRequest(*row) for row in found}
    if asked:
        await suppress(session, caller, asked)
