"""Taking, changing and correcting figures, thousands at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import and_, bindparam, insert, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from api.access.caller import Caller
from api.core import clock
from api.core.columns import new_id
from api.core.problems import UNKNOWN_REFERENCE, Fault, refuse
from api.data_packages.figures import MeasurementCreate
from api.data_packages.models import DataPackage, Indicator, Measurement
from api.data_packages.period import parse
from api.data_packages.rules import MEASURED_ALREADY, Figure, Place, check_draft, check_figure, check_place
from api.data_packages.small_groups import Asked, decide, forget
from api.institutions.models import Institution
from api.institutions.rules import INSTITUTION_CLOSED
from api.journal.record import Happened, record_rows

CHUNK = 5000
TOLD = 1000
"""At most so many faults are told of one request."""
_Key = tuple[UUID, UUID, str, str, UUID | None]
T = TypeVar("T")


def _chunks(things: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    return (things[start : start + size] for start in range(0, len(things), size))


class _Known(NamedTuple):
    """What rows are judged on, loaded once for all of them."""

    places: dict[UUID, Place]
    indicators: dict[UUID, Indicator]
    packages: dict[UUID, DataPackage]
    taken: set[_Key]


def _key(row: MeasurementCreate) -> _Key:
    return (row.institution_id, row.indicator_id, row.period, row.breakdown, row.package_id)


async def _load(session: AsyncSession, rows: Sequence[MeasurementCreate]) -> _Known:
    above, places = aliased(Institution), dict[UUID, Place]()
    for some in _chunks(list({row.institution_id for row in rows})):
        found = await session.execute(
            select(col(Institution.id), col(Institution.kind), col(above.kind), col(Institution.active_until))
            .outerjoin(above, col(above.id) == col(Institution.parent_id))
            .where(col(Institution.id).in_(some))
        )
        places |= {row[0]: Place(*row[1:]) for row in found}
    ids, packages = {row.indicator_id for row in rows}, {row.package_id for row in rows}
    indicators = await session.execute(select(Indicator).where(col(Indicator.id).in_(ids)))
    named = await session.execute(select(DataPackage).where(col(DataPackage.id).in_(packages - {None})))
    of_package = or_(
        col(Measurement.package_id).in_(packages - {None}),
        and_(literal(None in packages), col(Measurement.package_id).is_(None)),
    )
    taken = await session.execute(
        select(
            col(Measurement.institution_id), col(Measurement.indicator_id), col(Measurement.period),
            col(Measurement.breakdown), col(Measurement.package_id),
        ).where(
            col(Measurement.indicator_id).in_(ids), of_package,
            col(Measurement.period).in_({row.period for row in rows}),
        )
    )  # fmt: skip
    return _Known(
        places,
        {one.id: one for one in indicators.scalars()},
        {one.id: one for one in named.scalars()},
        {(row[0], row[1], row[2], row[3], row[4]) for row in taken},
    )


def _judge(row: MeasurementCreate, known: _Known) -> list[Fault]:
    place, indicator = known.places.get(row.institution_id), known.indicators.get(row.indicator_id)
    package = known.packages.get(row.package_id) if row.package_id else None
    missing = {"institution_id": place, "indicator_id": indicator, "package_id": package}
    faults = [
        Fault(UNKNOWN_REFERENCE, pointer=f"/{name}")
        for name, found in missing.items()
        if found is None and getattr(row, name)
    ]
    if indicator is not None:
        faults += check_figure(Figure(row.value, row.n, row.standard_error, row.status), indicator)
    if indicator is not None and place is not None:
        faults += check_place(place, indicator, package)
    if place and place.active_until and place.active_until <= parse(row.period).from_on:
        faults.append(Fault(INSTITUTION_CLOSED, pointer="/institution_id"))
    faults += check_draft(package, "/package_id")
    if _key(row) in known.taken:
        faults.append(Fault(MEASURED_ALREADY, pointer="/breakdown"))
    return faults


async def judge_measurements(session: AsyncSession, rows: Sequence[MeasurementCreate]) -> list[list[Fault]]:
    """All that is wrong with each row, in their order; rows are judged beside those that are there and each other."""
    known = await _load(session, rows)
    faults = []
    for row in rows:
        faults.append(_judge(row, known))
        known.taken.add(_key(row))
    return faults


def _refuse_rows(faults: Sequence[Sequence[Fault]]) -> None:
    many = len(faults) > 1
    found = (
        replace(fault, pointer=f"/{number}{fault.pointer}") if many else fault
        for number, row in enumerate(faults)
        for fault in row
    )
    refuse([fault for fault, _ in zip(found, range(TOLD), strict=False)])


async def add_measurements(
    session: AsyncSession, caller: Caller | None, rows: Sequence[MeasurementCreate]
) -> list[UUID]:
    """New figures, all or none, and their ids in the order given; what is withheld is decided with them.

    Raises a Problem with all faults; of more than one row, the pointer begins with the row's number from 0.
    """
    _refuse_rows(await judge_measurements(session, rows))
    now, made = clock.now(), list[dict[str, Any]]()
    periods = {row.period: parse(row.period) for row in rows}
    for row in rows:
        period = periods[row.period]
        made.append(
            {
                **row.model_dump(), "id": new_id(), "version": 1, "created_at": now, "updated_at": now,
                "period_from": period.from_on, "period_length": period.length, "withheld": False,
            }
        )  # fmt: skip
    await session.flush()
    connection = await session.connection()
    for some in _chunks(made):
        await connection.execute(insert(Measurement), some)
    ids = [row["id"] for row in made]
    happened = (Happened(row["id"], row["institution_id"], 1) for row in made)
    await record_rows(session, caller, "measurements", happened, "created")
    asked = {Asked(row.institution_id, row.indicator_id, row.period, row.package_id) for row in rows}
    await decide(session, caller, asked, fresh=ids)
    return ids


FIELDS = ("value", "n", "standard_error", "status", "source")
_NEW: dict[str, Any] = {name: bindparam(f"new_{name}") for name in FIELDS}


async def change_measurements(
    session: AsyncSession, caller: Caller | None, changes: Mapping[UUID, Mapping[str, Any]]
) -> list[UUID]:
    """Change running figures and those of drafts, all or none, by id; answers the ids of those that differ."""
    await session.flush()
    faults, rows, told, asked = list[list[Fault]](), list[dict[str, Any]](), dict[Any, list[Happened]](), set[Asked]()
    for some in _chunks(list(changes)):
        found = await session.execute(
            select(Measurement, Indicator, DataPackage)
            .join(Indicator, col(Indicator.id) == col(Measurement.indicator_id))
            .outerjoin(DataPackage, col(DataPackage.id) == col(Measurement.package_id))
            .where(col(Measurement.id).in_(some))
        )
        loaded = {one.id: (one, indicator, package) for one, indicator, package in found}
        for id in some:
            one, indicator, package = loaded[id]
            values = {name: changes[id].get(name, getattr(one, name)) for name in FIELDS}
            figure = Figure(values["value"], values["n"], values["standard_error"], values["status"])
            faults.append(check_draft(package) + check_figure(figure, indicator))
            fields = tuple(name for name in FIELDS if values[name] != getattr(one, name))
            if fields:
                new = {f"new_{name}": value for name, value in values.items()}
                rows.append({**new, "at_id": id, "new_version": one.version + 1})
                told.setdefault(fields, []).append(Happened(id, one.institution_id, one.version + 1))
                asked.add(Asked(one.institution_id, one.indicator_id, one.period, one.package_id))
    _refuse_rows(faults)
    await _write(session, rows)
    for fields, happened in told.items():
        await record_rows(session, caller, "measurements", happened, "updated", fields)
    if asked:
        await decide(session, caller, asked)
    return [row["at_id"] for row in rows]


async def _write(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows:
        return
    table = Measurement.__table__  # type: ignore[attr-defined]  # SQLModel's tables have it at run time
    statement = (
        update(table)
        .where(table.c.id == bindparam("at_id"))
        .values(updated_at=clock.now(), version=bindparam("new_version"), **_NEW)
    )
    await (await session.connection()).execute(statement, list(rows))
    forget(session)
