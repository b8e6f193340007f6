"""Deciding which figures are withheld, and writing it beside them; decided when figures arrive or are released."""

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, bindparam, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.core import clock
from api.core.settings import settings
from api.data_packages.models import DataPackage, Disclosure, Indicator, Measurement, PackageStatus
from api.data_packages.withholding import Slot, withheld_slots
from api.institutions.models import Institution
from api.journal.record import Happened, record_rows

FEW = 500
"""So many institutions are named in a statement; for more, the whole indicator and period is looked at."""


class Asked(NamedTuple):
    """A figure that came, changed or went: what is to be decided anew is found from it."""

    institution_id: UUID
    indicator_id: UUID
    period: str
    package_id: UUID | None


class _Found(NamedTuple):
    id: UUID
    institution_id: UUID
    family_id: UUID
    indicator_id: UUID
    period: str
    breakdown: str
    package_id: UUID | None
    version: int
    n: int
    withheld: bool


_Family = tuple[UUID, UUID, str]
_Packages = dict[UUID | None, list[_Found]]


def _statement() -> Select[*tuple[Any, ...]]:
    return (
        select(
            col(Measurement.id), col(Measurement.institution_id),
            func.coalesce(col(Institution.parent_id), col(Institution.id)),
            col(Measurement.indicator_id), col(Measurement.period), col(Measurement.breakdown),
            col(Measurement.package_id), col(Measurement.version), col(Measurement.n), col(Measurement.withheld),
        )
        .join(Institution, col(Institution.id) == col(Measurement.institution_id))
        .join(Indicator, col(Indicator.id) == col(Measurement.indicator_id))
        .outerjoin(DataPackage, col(DataPackage.id) == col(Measurement.package_id))
        .where(
            col(Indicator.disclosure) == Disclosure.persons,
            col(Measurement.n).is_not(None),
            or_(col(Measurement.package_id).is_(None), col(DataPackage.status) != PackageStatus.withdrawn),
        )
    )  # fmt: skip


async def _families(session: AsyncSession, asked: Collection[Asked]) -> dict[_Family, _Packages]:
    """All figures of the institutions, with their departments, indicators and periods that are asked about."""
    statement = _statement().where(
        col(Measurement.indicator_id).in_({one.indicator_id for one in asked}),
        col(Measurement.period).in_({one.period for one in asked}),
    )
    places = {one.institution_id for one in asked}
    if len(places) <= FEW:
        above = select(col(Institution.parent_id)).where(col(Institution.id).in_(places)).correlate(None)
        statement = statement.where(
            or_(
                col(Institution.id).in_(places), col(Institution.parent_id).in_(places),
                col(Institution.id).in_(above), col(Institution.parent_id).in_(above),
            )
        )  # fmt: skip
    families: dict[_Family, _Packages] = {}
    for row in await session.execute(statement):
        found = _Found(*row)
        family = (found.family_id, found.indicator_id, found.period)
        families.setdefault(family, {}).setdefault(found.package_id, []).append(found)
    return families


def _turned(family_id: UUID, packages: _Packages, asked: Collection[UUID | None]) -> Iterable[_Found]:
    """The figures whose flag turns: packages asked about are decided afresh, in the others figures are only added."""
    threshold = settings().small_group
    now = {package: {Slot(one[1], one[5]) for one in rows if one.withheld} for package, rows in packages.items()}
    for _ in range(2 if len(packages) > 1 else 1):
        for package, rows in packages.items():
            before = set().union(*(slots for other, slots in now.items() if other != package))
            n = {Slot(one.institution_id, one.breakdown): one.n for one in rows}
            found = withheld_slots(n, family_id, threshold, before)
            now[package] = found if package in asked else found | now[package]
    for package, rows in packages.items():
        for one in rows:
            if (Slot(one.institution_id, one.breakdown) in now[package]) != one.withheld:
                yield one


def forget(session: AsyncSession) -> None:
    """Measurements were written as rows: what the session holds of them as objects is of the past."""
    for thing in list(session):
        if isinstance(thing, Measurement):
            session.expunge(thing)


async def decide(
    session: AsyncSession, caller: Caller | None, asked: Collection[Asked], *, fresh: Collection[UUID] = ()
) -> None:
    """Decide anew what is withheld around these figures; what turns, and is not `fresh`, is a new version."""
    families = await _families(session, asked)
    concerned = {one.package_id for one in asked}
    turned = [
        figure for (family_id, *_), packages in families.items() for figure in _turned(family_id, packages, concerned)
    ]
    if not turned:
        return
    new = set(fresh)
    rows = [{"at_id": one.id, "turned": not one.withheld, "step": 0 if one.id in new else 1} for one in turned]
    statement = (
        update(Measurement.__table__)  # type: ignore[attr-defined]  # SQLModel's tables have it at run time
        .where(Measurement.__table__.c.id == bindparam("at_id"))  # type: ignore[attr-defined]  # likewise
        .values(withheld=bindparam("turned"), version=Measurement.version + bindparam("step"), updated_at=clock.now())
    )
    await (await session.connection()).execute(statement, rows)
    told = [Happened(one.id, one.institution_id, one.version + 1) for one in turned if one.id not in new]
    await record_rows(session, caller, "measurements", told, "updated", ["withheld"])
    forget(session)


async def decide_package(session: AsyncSession, caller: Caller | None, package_id: UUID) -> None:
    """Decide anew for all figures of a package."""
    found = await session.execute(
        select(
            col(Measurement.institution_id), col(Measurement.indicator_id), col(Measurement.period),
            col(Measurement.package_id),
        ).where(col(Measurement.package_id) == package_id)
    )  # fmt: skip
    asked = {Asked(*row) for row in found}
    if asked:
        await decide(session, caller, asked)
